"""The words of headers and choices in every language, and what they stand for."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from curricula.lookalikes import Likely, nearest
from curricula.sheets.layout import Column, Sheet

Vocabulary = Mapping[str, Mapping[str, str]]  # the labels of documents, by locale

_NUMBERS = dict(zip("一二三四五六七八九", "123456789", strict=True)) | {"十": "10", "十一": "11", "十二": "12"}
_NUMBER = re.compile("[0-9]+|十[一二]?|[一二三四五六七八九]")


def folded(words: str) -> str:
    """Words without what people write differently: case, width, spaces, punctuation, apostrophes."""
    return re.sub(r"[\W_ʻʼ]+", "", unicodedata.normalize("NFKC", words).casefold())


@dataclass(frozen=True)
class Heads:
    """What the headers of one sheet stand for, in all languages of a vocabulary."""

    sheet: Sheet
    columns: Mapping[str, Column]
    semester_words: frozenset[str]

    def column(self, words: str) -> Column | None:
        """The column that a header names."""
        found = self.columns.get(folded(words))
        return found or self._semester(folded(words))

    def _semester(self, words: str) -> Column | None:
        """`第一学期`, `1-й семестр`, `Semester 1`: the word, one number, and at most two more letters."""
        numbers = _NUMBER.findall(words)
        rest = _NUMBER.sub("", words)
        if len(numbers) != 1 or not any(word in rest and len(rest) <= len(word) + 2 for word in self.semester_words):
            return None
        number = _NUMBERS.get(numbers[0], numbers[0])
        wanted = (column for column in self.sheet.columns if column.kind == "semester")
        return next((column for column in wanted if str(column.number) == number), None)

    def near(self, words: str, labels: Mapping[str, str]) -> Likely | None:
        """The column a header that none has was probably meant for, by its words in one language."""
        found = nearest(folded(words), self.columns, 0.7)
        if found is None:
            return None
        close = header(self.columns[found.close], labels)
        return Likely(close, found.hint, {**found.arguments, "close": close})


def heads(sheet: Sheet, vocabulary: Vocabulary) -> Heads:
    """The headers of a sheet in all languages."""
    found: dict[str, Column] = {}
    for labels in vocabulary.values():
        for column in sheet.columns:
            for name in column.labels:
                words = labels[name].format(number=column.number) if column.number else labels[name]
                found.setdefault(folded(words), column)
    return Heads(sheet, found, frozenset(folded(labels["semester"]) for labels in vocabulary.values()))


def header(column: Column, labels: Mapping[str, str]) -> str:
    """The words at the head of a column in one language."""
    return labels[column.labels[0]].format(number=column.number) if column.number else labels[column.labels[0]]


def language(headers: Iterable[str], sheet: Sheet, vocabulary: Vocabulary) -> str:
    """The language most of the headers are in; the first of equals."""
    found = {folded(words) for words in headers}
    return max(vocabulary, key=lambda locale: len(found & heads(sheet, {locale: vocabulary[locale]}).columns.keys()))


def choices(column: Column, vocabulary: Vocabulary) -> dict[str, str]:
    """The values of a choice by their folded words, in all languages, short and long; the value names itself too."""
    found = {folded(value): value for value in column.values}
    for prefix in column.prefixes:
        for labels in vocabulary.values():
            for value in column.values:
                found.setdefault(folded(labels[f"{prefix}{value}"]), value)
    return found
