"""What is wrong, where: findings as values, and the one exception of a broken environment.

Words travel as data: a template with its arguments. They are worded when they are printed, in the
language of the person who reads them: by a `Voice`, which is a gettext catalogue. A `Diagnostic` is
such data with a code and a place, and is never raised. `CurriculaError` is for the environment (a
full disk, a missing library, an unwritable folder): raised once, caught once, in `cli`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from gettext import NullTranslations
from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "info"]
Pointer = tuple[str | int, ...]
Scalar = str | int | float | bool
Voice = NullTranslations  # a catalogue of the program's words in one language

_DECIMAL_COMMA = ("ru", "uz", "kk", "tg")
# Words that are quoted stay on one line: what would end it, or is not seen, is written as an escape.
_ESCAPES = {
    ord(mark): ascii(mark)[1:-1] for mark in map(chr, (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029))
}
ENGLISH = Voice()  # templates are written in English


def N_(template: str) -> str:  # noqa: N802  # the name gettext has for it
    """Mark a template in a table for translation."""
    return template


def worded(template: str, arguments: Mapping[str, object], voice: Voice, singular: str = "") -> str:
    """The template in the language of `voice`, filled in; arguments that are phrases are worded too.

    `singular` is the template for `arguments["count"] == 1`; languages with more forms choose theirs.
    """
    if not template:
        return ""
    if singular:
        count = arguments["count"]
        assert isinstance(count, int)
        words = voice.ngettext(singular, template, count)
    else:
        words = voice.gettext(template)
    return words.format_map({name: _argument(value, voice) for name, value in arguments.items()})


def _argument(value: object, voice: Voice) -> object:
    """An argument as it is said: a phrase in words, a number with the decimal sign of the language, words on a line."""
    if isinstance(value, Phrase):
        return value.words(voice)
    if isinstance(value, float):
        written = f"{value:.12g}"
        return written.replace(".", ",") if voice.info().get("language", "")[:2] in _DECIMAL_COMMA else written
    if isinstance(value, str) and not value.isprintable():
        return value.translate(_ESCAPES)
    return value


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of the program: a template and what fills it."""

    template: str
    arguments: Mapping[str, object] = field(default_factory=dict)
    singular: str = ""

    def words(self, voice: Voice = ENGLISH) -> str:
        """The phrase in the language of `voice`."""
        return worded(self.template, self.arguments, voice, self.singular)

    def __str__(self) -> str:
        return self.words()


class CurriculaError(Exception):
    """The environment is broken; the message is one line for the person at the terminal."""

    def __init__(self, template: str, **arguments: object) -> None:
        self.phrase = Phrase(template, arguments)
        super().__init__(template)

    def __str__(self) -> str:
        return self.phrase.words()

    def __reduce__(self) -> tuple[object, ...]:
        return _raised, (self.phrase.template, dict(self.phrase.arguments))


def _raised(template: str, arguments: dict[str, object]) -> CurriculaError:
    return CurriculaError(template, **arguments)


class Where(NamedTuple):
    """A place in a file.

    `line` and `column` count from 1; line 0 is the whole file. A `pointer` (keys and positions
    below the root of a YAML file) stands for a place that has not been looked up yet:
    `source.locate` turns it into a line and a column, so that nothing is spent on the places of
    files without findings.
    """

    path: str
    line: int = 0
    column: int = 0
    pointer: Pointer = ()

    def at(self, *steps: str | int) -> "Where":
        """The place `steps` below this one."""
        return Where(self.path, pointer=(*self.pointer, *steps))


@dataclass(frozen=True, slots=True)
class Fix:
    """What mends a finding without a guess: the value at this place, or the key there, should be `value`.

    A group as the value is that of a property which is missing there, and is added.
    """

    where: Where
    value: Scalar | Mapping[str, Scalar]
    key: bool = False


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. `message` and `hint` are templates filled from `arguments`.

    `suppressed` is the written reason why it does not count; empty for one that counts.
    """

    where: Where
    code: str
    message: str
    arguments: Mapping[str, object] = field(default_factory=dict)
    hint: str = ""
    severity: Severity = "error"
    fix: Fix | None = None
    suppressed: str = ""

    def words(self, voice: Voice = ENGLISH) -> str:
        """The message with its arguments filled in."""
        return worded(self.message, self.arguments, voice)

    def advice(self, voice: Voice = ENGLISH) -> str:
        """The hint with the arguments filled in; empty where there is none."""
        return worded(self.hint, self.arguments, voice)


def ordered(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sorted by file, line and column, each finding once: the order never depends on the run."""
    unique = {(d.where, d.code, d.words()): d for d in diagnostics}
    return tuple(
        sorted(
            unique.values(),
            key=lambda d: (d.where.path, d.where.line, d.where.column, d.code, d.words()),
        )
    )


def failed(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of them is an error that counts."""
    return any(diagnostic.severity == "error" and not diagnostic.suppressed for diagnostic in diagnostics)
