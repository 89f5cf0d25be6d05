"""Uzbek in Cyrillic letters, made of the edition in Latin letters by the rules of its orthography."""

from curricula.transliteration.cyrillic import to_cyrillic

FROM = "uz-Latn"


def derive(words: str) -> str:
    """The words in Cyrillic letters; codes and foreign names stay as they are."""
    return to_cyrillic(words)
