"""What stands before a redlined document: the two versions, the step they call for, how to read it, every change."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from curricula.compare import WEIGHTS, Weight, bump, same_figures
from curricula.diagnostics import Phrase, Voice
from curricula.editions.document import Fact, Marked, Run, Words
from curricula.lifecycle import ONCE_PUBLISHED, numbers
from curricula.model.standards import Standard
from curricula.redline.documents import GONE
from curricula.redline.sentences import Side, Teller, Told
from curricula.redline.words import marked


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: its sentence, the id in the document that shows it (or none), and both wordings as one."""

    sentence: str
    anchor: str
    wording: Words | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """The changes of one weight, below the titles of their chapters."""

    id: Weight
    title: str
    chapters: tuple[tuple[str, tuple[Entry, ...]], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The pages before a redlined document, in final words of `language`."""

    language: str
    title: str
    running: str
    notice: str
    facts: tuple[Fact, ...]
    legend: tuple[Words, ...]
    sections: tuple[Section, ...]


def grouped(told: Iterable[Told], teller: Teller) -> Iterator[tuple[Weight, list[tuple[str, list[Told]]]]]:
    """Changes by weight, then by chapter in the order of the document; the title of the cover is empty."""
    listed = list(told)
    for weight in WEIGHTS:
        members = [each for each in listed if each.change.weight == weight]
        members.sort(key=lambda each: teller.place(each.change))
        if members:
            yield weight, [
                (title, list(group)) for title, group in groupby(members, key=lambda each: teller.chapter(each.change))
            ]


def heading(weight: Weight, count: int) -> Phrase:
    """`3 substantive changes`."""
    number = {"count": count}
    if weight == "substantive":
        return Phrase("{count} substantive changes", number, singular="{count} substantive change")
    if weight == "editorial":
        return Phrase("{count} editorial changes", number, singular="{count} editorial change")
    return Phrase("{count} changes of translations only", number, singular="{count} change of translations only")


def called_for(told: Sequence[Told], old: Standard) -> tuple[str, str, Phrase]:
    """The step that changes call for, the version it leads to from the old one, and both in words with the reason."""
    version = old.version
    step, first = bump(each.change for each in told)
    if first is None:
        return step, version, Phrase("The number of the version stays the same: nothing has changed.")
    if old.status not in ONCE_PUBLISHED:
        return "none", version, Phrase(
            "The number of the version can stay the same: version {version} has not been published.",
            {"version": version},
        )
    parts = numbers(version)
    place = ("major", "minor", "patch").index(step)
    target = ".".join(map(str, (*parts[:place], parts[place] + 1, *(0 for _ in parts[place + 1 :]))))
    words = {"version": target, "change": next(each.sentence for each in told if each.change is first)}
    if step == "major":
        gone = first.kind == "removed"
        reason = (
            Phrase(
                "The first number of the version must go up, to {version} or higher: something that was required is"
                " gone ({change}).", words) if gone
            else Phrase(
                "The first number of the version must go up, to {version} or higher: a requirement has another "
                "value ({change}).", words)
        )
    elif step == "minor":
        reworded = first.kind == "changed" and same_figures(first)
        reason = (
            Phrase(
                "The second number of the version must go up, to {version} or higher: a requirement is worded "
                "differently ({change}).", words)
            if reworded
            else Phrase(
                "The second number of the version must go up, to {version} or higher: something is new or in "
                "another place ({change}).", words)
        )
    else:
        written = first.weight == "editorial"
        reason = (
            Phrase(
                "The third number of the version must go up, to {version} or higher: there are only editorial "
                "changes ({change}).", words) if written
            else Phrase(
                "The third number of the version must go up, to {version} or higher: only translations have changed"
                " ({change}).", words)
        )
    return step, target, reason


def comparison(
    told: Sequence[Told], teller: Teller, names: tuple[Phrase | str, Phrase | str], anchors: set[str], voice: Voice
) -> Comparison:
    """The pages before the document of both versions; `names` are what the versions were asked for as."""
    locale, standard = teller.new.edition.locale, teller.new.edition.standard
    numbers = {"old": teller.old.edition.standard.version, "new": standard.version}
    summary = [heading(weight, sum(len(told) for _, told in chapters)) for weight, chapters in grouped(told, teller)]
    return Comparison(
        teller.language,
        Phrase("Comparison of two versions").words(voice),
        Phrase("Comparison {old} → {new}", numbers).words(voice),
        Phrase("This comparison helps to read the newer version. It is not the standard itself.").words(voice),
        (
            Fact(Phrase("Standard").words(voice), (standard.title, standard.code)),
            Fact(Phrase("Older version").words(voice), (_version(teller.old, names[0], voice),)),
            Fact(Phrase("Newer version").words(voice), (_version(teller.new, names[1], voice),)),
            Fact(Phrase("Changes").words(voice), tuple(phrase.words(voice) for phrase in summary or [Phrase("none")])),
            Fact(
                Phrase("Number of the new version").words(voice),
                (called_for(told, teller.old.edition.standard)[2].words(voice),),
            ),
        ),
        (
            Marked([Run(Phrase("Underlined words are new.").words(voice), "inserted")]),
            Marked([Run(Phrase("Struck words are deleted.").words(voice), "deleted")]),
            Marked([Run(Phrase("Words in a box are remarks, such as on what has moved.").words(voice), "note")]),
            Phrase("A bar in the margin stands beside every place with a change.").words(voice),
        ),
        tuple(
            Section(weight, heading(weight, sum(len(told) for _, told in chapters)).words(voice), tuple(
                (title or Phrase("Cover").words(voice), tuple(_entry(each, anchors, voice, locale) for each in members))
                for title, members in chapters
            ))
            for weight, chapters in grouped(told, teller)
        ),
    )


def _version(side: Side, name: Phrase | str, voice: Voice) -> str:
    standard = side.edition.standard
    words = {"version": standard.version, "date": side.edition.date(standard.issued), "name": name}
    return Phrase("{version} of {date} ({name})", words).words(voice)


def _entry(told: Told, anchors: set[str], voice: Voice, locale: str) -> Entry:
    name = told.change.item.id
    places = (name, f"{name}-section", f"{name}-content", f"{name}-data", f"{GONE}{name}")
    anchor = next((place for place in places if place in anchors), "")
    wording = marked(told.before, told.after, locale)
    return Entry(told.sentence.words(voice), anchor, wording)
