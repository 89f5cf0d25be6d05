"""Locales whose words nobody translates: they are made of those of another locale, word by word.

A file in `derivations/` is such a locale: it is called like the tag in small letters, `FROM` is the
locale it is made of, and `derive(words)` makes the words. The locale's own catalogue has only the
keys that are put otherwise: `msgid` are the words derived from, `msgstr` those to put in their place.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from curricula.catalogue import Catalogue, Message
from curricula.diagnostics import Diagnostic
from curricula.locales import canonical
from curricula.model.text import Text
from curricula.plugins import names, plugin

_FOLDER = "curricula.derivations"


@cache
def tags() -> tuple[str, ...]:
    """The tags of all derived locales."""
    return tuple(canonical(name) for name in names(_FOLDER))


@cache
def base(tag: str) -> str | None:
    """The locale that `tag` is derived from; None where it is not a derived one."""
    return plugin(_FOLDER, tag.lower()).FROM if tag in tags() else None


def derived(own: Catalogue, texts: Iterable[Text], origin: Catalogue) -> Catalogue:
    """The catalogue of a derived locale: of `texts` and their translations in `origin`, under the words of `own`.

    A derived text is as current as the one it is made of. A word of `own` that was put for other words
    than the present ones is a finding, and does not count.
    """
    derive = plugin(_FOLDER, own.locale.lower()).derive
    messages: dict[str, Message] = {}
    problems = list(own.problems)
    outdated = set()
    for text in texts:
        message = _of(text, origin)
        if message is None or not message.words:
            continue
        instead = own.messages.get(text.key)
        words = instead.words if instead is not None and instead.source == message.words else ""
        if instead is not None and not words:
            problems.append(Diagnostic(
                instead.where, "derived-override", "{key} was put for words that have changed since: {words}",
                {"key": text.key, "words": message.words}, severity="warning",
                hint="Write the present words as msgid and what stands for them as msgstr, or delete the entry.",
            ))
        messages[text.key] = message._replace(words=words or derive(message.words))
        if text.key in origin.outdated:
            outdated.add(text.key)
    return replace(
        own, messages=messages, obsolete={}, problems=tuple(problems), outdated=frozenset(outdated), derived=True
    )


def _of(text: Text, origin: Catalogue) -> Message | None:
    """What a text is derived from: itself where it is in the other locale already, else its translation."""
    if text.language == origin.locale:
        return Message(text.key, text.words, text.words, text.where)
    return origin.messages.get(text.key)
