"""What an author wrote, back as values: numbers, dates, worded values and names in the author's language."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from curricula import locales
from curricula.lookalikes import Likely, latin, nearest
from curricula.model.professional import ProfessionalStandard
from curricula.model.text import Text
from curricula.references import SHARED, labels
from curricula.repository import Repository
from curricula.word.fields import WORDED

_ID = re.compile(r"[A-Za-z][A-Za-z0-9.-]{0,39}")
_BETWEEN = re.compile(r"[\s,;，、；]+")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_ALONE = re.compile(r"\d{1,2}")
_LOAD = re.compile(r"(\d+)\s*\(\s*(\d+)[^\d)]*\)")
_REFERENCE = re.compile(r"([a-z0-9-]+(?:/[a-z0-9-]+)+)\s+(\d+\.\d+\.\d+)")
_VERSION = re.compile(r"\d+\.\d+\.\d+")
_NAMED = {"institutions": "organisation/", "level": "level/", "partner": "partner/"}


def plain(words: str) -> str:
    """Words without what makes no difference: width of letters, kinds of space, case, a mark of doubt."""
    return " ".join(unicodedata.normalize("NFKC", words).split()).casefold().rstrip("*").strip()


@dataclass(frozen=True)
class Wording:
    """How one language words the values of one repository."""

    repository: Repository
    locale: str

    @cached_property
    def labels(self) -> dict[str, str]:
        """The labels of documents in this language."""
        return {key: self._translated(text) for key, text in labels().items()}

    def _translated(self, text: Text) -> str:
        found = None
        if text.language != self.locale:
            found = self.repository.catalogue(SHARED, self.locale).translate(text)
        return (found or text).words

    def label_key(self, words: str, among: Iterable[str]) -> str:
        """Which of these labels the words are; empty for none."""
        wanted = plain(words)
        return next((key for key in among if key in self.labels and plain(self.labels[key]) == wanted), "")

    @cached_property
    def _names(self) -> dict[str, str]:
        """Keys of names by their words in this language and in their own."""
        found: dict[str, str] = {}
        for key, (text, _) in self.repository.names.items():
            kind = key.partition("/")[0]
            for words in (text.words, self._translated(text), key.partition("/")[2]):
                found.setdefault(f"{kind}/{plain(words)}", key)
        return found

    def choices(self, kind: str) -> tuple[tuple[str, str], ...]:
        """The ids of a kind of names, each with its words in this language."""
        names = ((key.partition("/"), text) for key, (text, _) in sorted(self.repository.names.items()))
        return tuple((key[2], self._translated(text)) for key, text in names if key[0] == kind)

    def reference(self, standard: ProfessionalStandard) -> str:
        """A standard as documents refer to it: title and version."""
        title = self.repository.catalogue(standard.id, self.locale).translate(standard.title) or standard.title
        return self.labels["reference-line"].format(title=title.words, version=standard.version)

    @cached_property
    def _countries(self) -> dict[str, str]:
        codes = (str(code) for code in locales.cldr(self.locale).territories)
        known = sorted(code for code in codes if len(code) == 2 and code.isalpha())
        return {plain(locales.country_name(code, self.locale)): code for code in known}

    def value(self, name: str, schema: Mapping[str, Any], lines: list[str], items: Mapping[str, str]) -> Any:
        """The value of the property `name`; None where the words are none. `items` are ids by plain name."""
        words = " ".join(lines)
        if name in _ONE and schema.get("type") != "integer":
            return _ONE[name](self, lines)
        if name == "hours" and "properties" in schema:
            return self._hours(lines)
        if name in _NAMED:
            found = [self._named(_NAMED[name], line) for line in lines]
            several = found if name == "institutions" else found[0] if len(found) == 1 else None
            return None if None in found else several
        if "enum" in schema:
            return self.worded(name, schema["enum"], words)
        if schema.get("type") in ("integer", "number"):
            return self.number(words, whole=schema["type"] == "integer")
        if schema.get("type") == "array":
            return self._ids(lines, items)
        if schema.get("format") == "date":
            return self.date(words)
        if name in ("site", "course") and plain(words) in items:
            return items[plain(words)]
        return words

    def worded(self, name: str, values: Iterable[str], words: str, prefix: str = "") -> str | None:
        """The value of an enumeration that its label, or the value itself, stands for."""
        start = prefix or WORDED.get(name, "")
        wanted = plain(words)
        known = ((value, plain(self.labels.get(start + value, value))) for value in values)
        return next((value for value, label in known if wanted in (label, value)), None)

    def number(self, words: str, *, whole: bool = False) -> int | float | None:
        """A number as this language writes it; other languages' digits and spaces do no harm."""
        comma = "" if self.locale.startswith(("en", "zh")) else "."
        digits = re.sub(r"\s", "", unicodedata.normalize("NFKC", words)).replace(",", comma).rstrip("%")
        if not _NUMBER.fullmatch(digits):
            return None
        value = float(digits)
        return int(value) if value.is_integer() else None if whole else value

    def date(self, words: str) -> str | None:
        """An ISO date: as ISO has it, with numbers and dots, or in the long form of documents."""
        wanted = plain(words)
        numbers = [int(part) for part in re.findall(r"\d+", wanted)]
        year = next((number for number in numbers if 1900 <= number <= 2999), None)
        if year is None:
            return None
        if len(numbers) == 3 and re.fullmatch(r"[\d\s./年月日-]+", wanted):
            day, month = numbers[::-1][:2] if numbers[0] == year else numbers[:2]
            iso = f"{year}-{month:02}-{day:02}"
            return iso if 1 <= month <= 12 and 1 <= day <= 31 else None
        days = (f"{year}-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, _LAST[month] + 1))
        return next((iso for iso in days if plain(self._long(iso)) == wanted), None)

    def _long(self, iso: str) -> str:
        return "" if iso[5:] == "02-29" and int(iso[:4]) % 4 else locales.date(iso, self.locale)

    def organisation(self, words: str) -> str | None:
        """The id of the organisation of the repository that is called so."""
        return self._named(_NAMED["institutions"], words)

    def _named(self, prefix: str, words: str) -> str | None:
        key = self._names.get(f"{prefix}{plain(words)}")
        return key.partition("/")[2] if key else None

    def _ids(self, lines: list[str], items: Mapping[str, str]) -> list[str] | None:
        """Ids, or the names of the items; each line one name, or ids with spaces or commas between them."""
        found: list[str] = []
        for line in lines:
            if plain(line) in items:
                found.append(items[plain(line)])
                continue
            parts = [part for part in _BETWEEN.split(line) if part]
            if not all(_ID.fullmatch(part) for part in parts):
                return None
            found += parts
        return list(dict.fromkeys(found))

    def lookalike(self, words: str, known: Iterable[str]) -> Likely | None:
        """The code that was meant by the first one written with letters that only look right."""
        names = list(known)
        for part in filter(None, _BETWEEN.split(words)):
            meant = latin(part)
            if _ID.fullmatch(part) or not _ID.fullmatch(meant):
                continue
            return nearest(part, names, 1.0) or nearest(part, [meant], 1.0)
        return None

    def _country(self, lines: list[str]) -> str | None:
        words = " ".join(lines)
        return words if re.fullmatch("[A-Z]{2}", words) else self._countries.get(plain(words))

    def scheme(self, words: str) -> str | None:
        """The code list that is called so."""
        schemes = self.repository.common.classifications
        return next((name for name in schemes if plain(words) in (plain(self._scheme(name)), name)), None)

    def _scheme(self, name: str) -> str:
        return self.labels.get(f"scheme.{name}", name)

    def _scheme_of(self, lines: list[str]) -> str | None:
        return self.scheme(" ".join(lines))

    def _codes(self, lines: list[str]) -> list[dict[str, str]] | None:
        """Codes, each on a line: the name of the list, the code, and a title that is not read."""
        found = []
        for line in lines:
            code = self._code(line)
            if code is None:
                return None
            found.append(code)
        return found

    def _code(self, line: str) -> dict[str, str] | None:
        words = plain(line)
        for name in self.repository.common.classifications:
            for start in (plain(self._scheme(name)), name):
                rest = words.removeprefix(start).lstrip(": ")
                if words.startswith(start) and rest:
                    return {"scheme": name, "code": rest.split()[0].upper()}
        code, schemes = words.split()[0], self.repository.common.classifications
        lists = [name for name, entries in schemes.items() if code in entries]
        return {"scheme": lists[0], "code": code} if len(lists) == 1 else None

    def _hours(self, lines: list[str]) -> dict[str, int] | None:
        """`96 (theory 32, practice 64)`: every number must belong to the total or to a part."""
        words = plain(" ".join(lines))
        total, _, rest = words.partition("(")
        whole = self.number(total, whole=True)
        if whole is None:
            return None
        found: dict[str, int] = {"total": int(whole)}
        for name, label in (("theory", "theory"), ("practice", "practice"), ("self_study", "self-study")):
            part = re.search(rf"{re.escape(plain(self.labels[label]))}\D{{0,3}}(\d[\d\s]*)", rest)
            if part:
                found[name] = int(re.sub(r"\s", "", part.group(1)))
                rest = rest.replace(part.group(0), "", 1)
        if "theory" in found or "practice" in found:  # where one is named, both are
            found = {"total": found["total"], "theory": 0, "practice": 0, **found}
        return None if re.search(r"\d", rest) else found

    def _semesters(self, lines: list[str]) -> list[dict[str, int]] | None:
        words = plain(" ".join(lines))
        alone = _ALONE.fullmatch(words.replace(plain(self.labels["semester"]), "").strip(" :№"))
        if alone:  # as documents show it; the hours of a single semester are all that there are
            return [{"number": int(alone.group())}]
        found = [{"number": int(number), "hours": int(hours)} for number, hours in _LOAD.findall(words)]
        return found if found and not re.search(r"\d", _LOAD.sub("", words)) else None

    def _reference(self, lines: list[str]) -> dict[str, str] | None:
        """A version of a standard, by its id or by its title."""
        words = " ".join(lines)
        direct = _REFERENCE.search(words)
        if direct:
            return {"id": direct.group(1), "version": direct.group(2)}
        version = _VERSION.search(words)
        found = [
            standard for standard in self.repository.standards.values()
            if any(plain(title) in plain(words) for title in self._titles(standard.id))
        ]
        if len(found) != 1:
            return None
        return {"id": found[0].id, "version": version.group() if version else found[0].version}

    def _titles(self, document: str) -> list[str]:
        standard = self.repository.standards[document]
        names = [standard.title]
        if isinstance(standard, ProfessionalStandard):
            names.append(standard.programme.name)
        translated = (self.repository.catalogue(document, self.locale).translate(name) for name in names)
        return [name.words for name in (*names, *translated) if name is not None]

    def _before(self, lines: list[str]) -> list[str] | None:
        """Courses that come first: each line begins with an id, or all of it is ids; or the word for none."""
        if plain(" ".join(lines)) == plain(self.labels["none"]):
            return []
        ids = self._ids(lines, {})
        if ids is not None:
            return ids
        first = [line.split()[0] for line in lines]
        return first if all(_ID.fullmatch(word) for word in first) else None


_LAST = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_ONE: Mapping[str, Callable[[Wording, list[str]], Any]] = {
    "country": Wording._country, "scheme": Wording._scheme_of, "codes": Wording._codes,
    "semesters": Wording._semesters, "professional": Wording._reference, "standard": Wording._reference,
    "prerequisites": Wording._before,
}
