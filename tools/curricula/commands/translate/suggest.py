"""Show what was translated before.

Looks up words, or the text with a key (as it stands above each message of a catalogue), in the translation
memory of one language: all confirmed translations of the repository, and the memories in
translations/memory/. Shows the best three, and where there are fewer, texts that have the words in them: how
like the words are, where they stand, what is different in them, and how they were translated. What stands in
`[-…-]` is only in the remembered text, what stands in `[+…+]` only in the one asked for.
"""

import json
import re
from collections.abc import Iterator

import click

from curricula.cache import CACHE
from curricula.deriving import base
from curricula.diagnostics import CurriculaError, Phrase
from curricula.exchange import tmx
from curricula.lookalikes import nearest
from curricula.memory import former, opened
from curricula.redline.words import runs
from curricula.report import Desk, Result
from curricula.repository import Repository
from curricula.selection import beside, chosen
from curricula.units import Suggestion, within

PARAMETERS = [
    click.Argument(["text"], metavar="TEXT|KEY"),
    click.Option(["--locale"], required=True, metavar="LOCALE", help="Language of the translations."),
    click.Option(
        ["--from", "language"], default=None, metavar="LOCALE",
        help="Language of the words; by default that of the text with the key, or of the repository.",
    ),
    click.Option(["--format", "shape"], type=click.Choice(["text", "json"]), default="text", show_default=True,
                 help="How to show the suggestions."),
]
_SHOWN = 3
_KEY = re.compile(r"[^\s#]+#[^\s#/]+/[^\s#/]+")
_MARKS = {"kept": "{words}", "deleted": "[-{words}-]", "inserted": "[+{words}+]"}


def run(desk: Desk, text: str, locale: str, language: str | None, shape: str) -> Result:
    """The suggestions."""
    key = text if _KEY.fullmatch(text) else ""
    repository = _repository(desk, key)
    chosen((locale,), repository.tags)
    if base(locale) is not None:
        raise CurriculaError("{locale} is made of {base}: look there", locale=locale, base=base(locale))
    if language is not None:
        chosen((language,), repository.tags)
    words, spoken = _with_key(repository, key, language) if key else (text, language or repository.settings.language)
    if spoken == locale:
        raise CurriculaError("the words are in the language of the translations, {language}", language=locale)
    with opened(repository, spoken, locale, desk.root / "build" / CACHE, tmx.read) as memory:
        found, problems = memory.similar(words, besides=key), memory.problems
        found += [item for item in memory.containing(words, besides=key) if item not in found]
    found = sorted([*_own(repository, key, locale, spoken), *found], key=lambda item: -item.score)[:_SHOWN]
    if shape == "json":
        suggestions = [_data(item, words) for item in found]
        asked = {"source": words, "language": spoken, "locale": locale, "suggestions": suggestions}
        return Result(problems, page=json.dumps(asked, ensure_ascii=False, indent=2) + "\n")
    lines = [line for number, item in enumerate(found, 1) for line in _lines(number, item, words)]
    return Result(problems, tuple(lines) or (Phrase("nothing like these words was translated before"),))


def _repository(desk: Desk, key: str) -> Repository:
    """The repository; with the one standard alone that has the key, as others need not be read."""
    whole = Repository(desk.root)
    path = f"standards/{key.partition('#')[0]}.yaml"
    return Repository(desk.root, only=(path,)) if path in whole.paths else whole


def _with_key(repository: Repository, key: str, language: str | None) -> tuple[str, str]:
    """The words of a text in its own language, or in another one that they are translated into."""
    texts, document = beside(repository, key), key.partition("#")[0]
    if not texts:
        close = nearest(document, repository.texts, 0.5)
        if close:
            raise CurriculaError("{path} does not exist; did you mean {close}?", path=document, close=close.close)
        raise CurriculaError("{path} does not exist", path=document)
    if key not in texts:
        near = nearest(key, texts)
        if near:
            raise CurriculaError("no text has the key {key}; did you mean {close}?", key=key, close=near.close)
        raise CurriculaError("no text has the key {key}", key=key)
    text = texts[key]
    if language in (None, text.language):
        return text.words, text.language
    assert language is not None
    translated = repository.catalogue(within(key, repository.texts), language).translate(text)
    if translated is None:
        raise CurriculaError("{key} has no current translation into {language}", key=key, language=language)
    return translated.words, language


def _own(repository: Repository, key: str, locale: str, spoken: str) -> Iterator[Suggestion]:
    """The words that the text itself has, where they are stale or a draft: often the nearest of all."""
    text = beside(repository, key).get(key) if key else None
    if text is not None and text.language == spoken:
        catalogue = repository.catalogue(within(key, repository.texts), locale)
        message = catalogue.messages.get(key)
        if message is not None and message.words and catalogue.translate(text) is None:
            yield former(message, text.words)


def _lines(number: int, item: Suggestion, asked: str) -> Iterator[str]:
    yield f"{number}. {int(item.score * 100)} %  {item.origin}"
    yield "   " + "".join(_MARKS[run.mark].format(words=run.words) for run in runs(item.source, asked))
    yield f"   = {item.words}"


def _data(item: Suggestion, asked: str) -> dict[str, object]:
    changes = [{"mark": run.mark, "words": run.words} for run in runs(item.source, asked)]
    return {
        "score": item.score, "origin": item.origin, "source": item.source, "changes": changes, "words": item.words,
    }
