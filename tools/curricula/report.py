"""What a command is given and hands back, and findings in one line of numbers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from curricula.diagnostics import Diagnostic, Phrase, Voice, failed
from curricula.repository import Repository
from curricula.selection import obstacles, told

Progress = Callable[[str, int, int], None]  # the stage, what is done, and of how much


def _anything(answer: str) -> Phrase | None:
    return None


@dataclass(frozen=True)
class Question:
    """What a person at a terminal is asked.

    `choices` are the answers there are, each with what it means; `default` is what Enter answers.
    `wrong` tells what is wrong with an answer, which is then asked for again. What is `secret` is not shown.
    """

    words: Phrase
    choices: tuple[tuple[str, Phrase | str], ...] = ()
    default: str = ""
    wrong: Callable[[str], Phrase | None] = _anything
    secret: bool = False


Ask = Callable[[Question], str]


@dataclass(frozen=True)
class Desk:
    """Where a command works: the repository's root, how it tells of progress, and the person's language.

    `ask` puts a question to the person; None where nobody sits at a terminal.
    """

    root: Path
    progress: Progress
    voice: Voice
    ask: Ask | None = None


@dataclass(frozen=True)
class Result:
    """What a command found and did; `cli` prints it. `status` overrides the exit code.

    Lines are phrases, or plain data such as paths. A `page` is the whole output as it is, and stands
    in the place of the list of findings. The `warning` is about the whole of it, and goes to the error stream.
    """

    diagnostics: tuple[Diagnostic, ...] = ()
    lines: tuple[Phrase | str, ...] = ()
    status: int | None = None
    page: str | None = None
    warning: Phrase | None = None


@dataclass(frozen=True)
class Report:
    """What a report tells: findings, in which words, about which standards of which repository."""

    diagnostics: tuple[Diagnostic, ...]
    voice: Voice
    repository: Repository
    documents: tuple[str, ...]


def listed(phrases: Iterable[Phrase]) -> Phrase:
    """The phrases, at least one, as one with commas between them."""
    found = list(phrases)
    if len(found) == 1:
        return found[0]
    half = len(found) // 2  # halves, so that a long list is not a deep phrase
    return Phrase("{first}, {more}", {"first": listed(found[:half]), "more": listed(found[half:])})


def counted(diagnostics: Iterable[Diagnostic]) -> Phrase:
    """`2 errors, 1 warning, 3 notes`, or `no problems`; after it the number of those that are suppressed."""
    everything = tuple(diagnostics)
    severities = [item.severity for item in everything if not item.suppressed]
    suppressed = len(everything) - len(severities)
    errors, warnings, notes = (severities.count(name) for name in ("error", "warning", "info"))
    parts = (
        (errors, Phrase("{count} errors", {"count": errors}, singular="{count} error")),
        (warnings, Phrase("{count} warnings", {"count": warnings}, singular="{count} warning")),
        (notes, Phrase("{count} notes", {"count": notes}, singular="{count} note")),
    )
    told = [phrase for number, phrase in parts if number] or [Phrase("no problems")]
    if suppressed:
        told.append(Phrase("{count} suppressed", {"count": suppressed}, singular="{count} suppressed"))
    return listed(told)


def held_up(repository: Repository, locales: tuple[str, ...] | None = None) -> Result | None:
    """What ends a command that writes words, in these locales or in all, while files cannot be read; or else None."""
    if not failed(obstacles(repository, locales)):
        return None
    return Result(told(repository, (), locales), (Phrase("nothing was written: mend these files first"),))
