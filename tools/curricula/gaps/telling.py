"""A gap report on paper: the standards judged for one partner, in the words of one language."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from curricula import crosswalks, locales
from curricula.diagnostics import Where
from curricula.editions.document import (
    Block,
    Cell,
    Chapter,
    Column,
    Fact,
    Provision,
    Row,
    Table,
    Words,
    cell,
    heads,
)
from curricula.gaps.crediting import Credits, Verdict
from curricula.gaps.judging import (
    VERDICTS,
    Coded,
    Competence,
    Crosswalk,
    Delivered,
    Formal,
    Gaps,
    Measured,
    Placed,
    Spoken,
)
from curricula.gaps.speech import Speech
from curricula.model.adoption import AdoptingAct
from curricula.model.settings import Range
from curricula.model.text import Text
from curricula.pages.paper import Mark, Paper

_SIGNS: Mapping[Verdict, str] = {"met": "good", "missing": "bad", "open": "open"}
_MEASURES = {  # the properties of a level that have labels already
    "entry_level": "entry-level", "years": "years", "hours": "plan-hours", "credits": "plan-credits",
    "elective_share": "share-of-electives", "practice_share": "share-of-practice",
}


def paper(found: tuple[Gaps, ...], speech: Speech) -> Paper:
    """The report about these standards, at least one, all for one partner."""
    chapters = tuple(_standard(gaps, f"standard-{number}", speech) for number, gaps in enumerate(found, 1))
    return Paper(
        speech.locale, speech.label("gap.title"), speech.label("gap.subtitle"),
        tuple(_facts(found[0], speech)), (speech.label("gap.verdicts-explained"),),
        (_summary(found, speech), *chapters),
        max(gaps.case.standard.issued for gaps in found), speech.label("gap.skip"), speech.label("contents"),
    )


def mark(verdict: Verdict, speech: Speech) -> Mark:
    """The words of a verdict."""
    return Mark(speech.label(f"gap.{verdict}"), _SIGNS[verdict])


def remark(name: str, words: Words) -> Provision:
    """A remark below a table."""
    return Provision(name, "", None, words)


def quoted(words: str, language: str) -> Text:
    """Words that nobody translates, in their own language."""
    return Text("", words, Where(""), language)


def _facts(gaps: Gaps, speech: Speech) -> Iterator[Fact]:
    """The partner, and the authority: that of the adoption, or the first one."""
    system, case = gaps.case.system, gaps.case
    adoption = case.tailoring.adoption if case.tailoring else case.along
    yield Fact(speech.label("partner-system"), (speech.text(system.name),))
    wanted = [item for item in system.authorities if adoption is None or item.id == adoption.authority]
    for authority in wanted[:1]:
        own = (quoted(item.words, item.language) for item in authority.official)
        names = (speech.text(authority.name), *own)
        distinct = {str(words): words for words in names}
        yield Fact(speech.label("gap.authority"), tuple(distinct.values()))
    if system.consulted:
        yield Fact(speech.label("gap.consulted"), (speech.date(system.consulted),))


def _summary(found: tuple[Gaps, ...], speech: Speech) -> Chapter:
    """How many requirements there are by verdict: of each standard, and of each part of a single one."""
    rows: list[tuple[Words, Counter[Verdict]]] = [(_title(gaps, speech), gaps.verdicts) for gaps in found]
    head = speech.label("gap.standard")
    if len(found) == 1:
        head = speech.label("gap.requirement")
        rows = [(speech.label(_heading(part)), numbers) for part, numbers in found[0].parts.items() if numbers]
    total = sum((numbers for _, numbers in rows), Counter[Verdict]())
    lines = [_counted(name, numbers, speech) for name, numbers in rows]
    table = Table(
        "summary-table", "",
        (Column(55), *(Column(15, numeric=True) for _ in VERDICTS)),
        (heads(head, *(speech.label(f"gap.{verdict}") for verdict in VERDICTS)),),
        ((*lines, _counted(speech.label("total"), total, speech, total=True)),),
    )
    return Chapter("summary", "", speech.label("gap.summary"), (table,))


def _counted(name: Words, numbers: Counter[Verdict], speech: Speech, *, total: bool = False) -> Row:
    figures = (cell(speech.number(numbers[verdict])) for verdict in VERDICTS)
    return Row((cell(name, head=True), *figures), total)


def _heading(part: str) -> str:
    return "caption.conversion" if part == "credits" else f"gap.{part}"


def _title(gaps: Gaps, speech: Speech) -> Words:
    return speech.text(gaps.case.standard.title)


def _standard(gaps: Gaps, place: str, speech: Speech) -> Chapter:
    standard = gaps.case.standard
    version = speech.label("version-short", version=standard.version)
    state, kind = speech.label(f"status.{standard.status}"), speech.label(f"kind.{standard.kind}")
    identity = (kind, standard.code, version, state, speech.date(standard.issued))
    blocks = [remark(f"{place}-identity", " · ".join(identity))]
    if gaps.case.tailoring is not None:
        adoption = gaps.case.tailoring.adoption
        words = {"id": adoption.code, "version": adoption.version, "count": len(adoption.operations)}
        blocks.append(remark(f"{place}-adopted", speech.label("gap.adopted", **words)))
    else:
        label = "gap.along" if gaps.case.along else "gap.unadopted"
        blocks.append(remark(f"{place}-unadopted", speech.label(label)))
    sections: list[Chapter] = []
    for part, told in _PARTS.items():
        listed = tuple(told(gaps, place, speech))
        if listed:
            number = f"{len(sections) + 1}"
            sections.append(Chapter(f"{place}-{part}", number, speech.label(_heading(part)), listed))
    return Chapter(place, "", _title(gaps, speech), tuple(blocks), tuple(sections))


def _adoption(gaps: Gaps, place: str, speech: Speech) -> Iterator[Block]:
    if gaps.formal:
        yield Table(
            f"{place}-adoption-table", "", (Column(40), Column(40), Column(20)),
            (_head(speech, "gap.requirement", "gap.present", "gap.verdict"),),
            (tuple(_formal(item, speech) for item in gaps.formal),),
        )


def _formal(item: Formal, speech: Speech) -> Row:
    what = item.what
    wanted, told = speech.label("gap.act"), [speech.label("gap.no-act")]
    if isinstance(what, AdoptingAct):
        told = [what.number, speech.date(what.date)]
    elif what is not None:
        wanted, told = speech.label("gap.national-code"), [f"{speech.scheme(what.scheme)}: {what.code}"]
    verdict: list[Words] = [mark(item.verdict, speech)]
    verdict += [speech.label("gap.lack.unverified")] if item.verdict == "open" else []
    return Row((cell(wanted, head=True), cell(*told), cell(*verdict)))


def _templates(gaps: Gaps, place: str, speech: Speech) -> Iterator[Block]:
    kind = gaps.case.standard.kind
    for number, crosswalk in enumerate(gaps.crosswalks, 1):
        yield _template(crosswalk, kind, f"{place}-template-{number}", speech)
        if crosswalk.unplaced:
            chapters = speech.all(speech.label(crosswalks.heading(kind, name)) for name in crosswalk.unplaced)
            yield remark(f"{place}-unplaced-{number}", speech.label("gap.unplaced", chapters=chapters))
        yield from _sources(
            [(crosswalk.template.source, crosswalk.template.verified)], f"{place}-source-{number}", gaps, speech
        )
    if not gaps.crosswalks and kind == "professional":
        yield remark(f"{place}-no-template", speech.label("gap.no-template"))


def _template(crosswalk: Crosswalk, kind: str, name: str, speech: Speech) -> Table:
    template = crosswalk.template
    caption, title = str(speech.text(template.name)), template.title.words
    if template.title.language == speech.locale:
        caption = title
    elif caption != title:
        caption = f"{caption} ({title})"
    return Table(
        name, caption, (Column(8), Column(38), Column(34), Column(20)),
        (_head(speech, "row-number", "gap.section", "gap.chapters", "gap.verdict"),),
        (tuple(_section(placed, kind, speech) for placed in crosswalk.sections),),
    )


def _section(placed: Placed, kind: str, speech: Speech) -> Row:
    section = placed.section
    title = quoted(section.title.words, section.title.language)
    names: list[Words] = [title]
    if section.title.language != speech.locale and str(title) != str(speech.text(section.name)):
        names.append(speech.text(section.name))
    labels = [speech.label(crosswalks.heading(kind, chapter)) for chapter in section.chapters]
    told = [speech.all(labels)] if labels else [speech.label("gap.no-chapter")]
    if placed.empty:
        empty = speech.all(speech.label(crosswalks.heading(kind, chapter)) for chapter in placed.empty)
        told.append(speech.label("gap.empty-chapters", chapters=empty))
    return Row((cell(section.number), cell(*names, head=True), cell(*told), cell(mark(placed.verdict, speech))))


def _codes(gaps: Gaps, place: str, speech: Speech) -> Iterator[Block]:
    if gaps.codes:
        yield Table(
            f"{place}-codes-table", "", (Column(36), Column(28), Column(16), Column(20)),
            (_head(speech, "classification", "gap.place", "codes", "gap.verdict"),),
            (tuple(_code(item, speech) for item in gaps.codes),),
        )


def _code(item: Coded, speech: Speech) -> Row:
    if item.title is not None:
        place: Words = speech.text(item.title)
    else:
        place = speech.label("chapter.programme" if item.part == "programme" else "chapter.orientation")
    codes = speech.all(item.codes) or speech.label("none")
    verdict: list[Words] = [mark(item.verdict, speech)]
    verdict += [speech.label(f"gap.lack.{item.lack}")] if item.lack not in ("", "absent") else []
    return Row((cell(speech.text(item.wanted.name), head=True), cell(place), cell(codes), cell(*verdict)))


def _delivery(gaps: Gaps, place: str, speech: Speech) -> Iterator[Block]:
    delivery = gaps.case.system.delivery
    if delivery is None:
        return
    rows = [_spoken(item, speech) for item in gaps.languages] + [_delivered(item, speech) for item in gaps.delivered]
    yield Table(
        f"{place}-delivery-table", "", (Column(40), Column(40), Column(20)),
        (_head(speech, "gap.requirement", "gap.present", "gap.verdict"),), (tuple(rows),),
    )
    yield from _sources([(delivery.source, delivery.verified)], f"{place}-delivery-source", gaps, speech)


def _spoken(item: Spoken, speech: Speech) -> Row:
    told = speech.label("gap.unpublished")
    if item.published:
        shares = {"ready": speech.percent(item.ready), "approved": speech.percent(item.approved)}
        told = speech.label("gap.progress", **shares)
    wanted = speech.label("gap.language", language=speech.language(item.locale))
    return Row((cell(wanted, head=True), cell(told), cell(mark(item.verdict, speech))))


def _delivered(item: Delivered, speech: Speech) -> Row:
    wanted = item.wanted.upper() if item.kind == "format" else item.wanted
    if item.kind == "bilingual":
        wanted = speech.all(map(speech.language, item.wanted.split("+")))
    told = speech.label("gap.available" if item.verdict == "met" else "gap.unavailable")
    label = speech.label(f"gap.{item.kind}", wanted=wanted)
    return Row((cell(label, head=True), cell(told), cell(mark(item.verdict, speech))))


def _levels(gaps: Gaps, place: str, speech: Speech) -> Iterator[Block]:
    if gaps.level is not None:
        name = speech.text(gaps.level.name)
        yield remark(f"{place}-level-name", speech.label("gap.level-of", level=name))
    elif gaps.homeless:
        names = speech.all(speech.text(level.name) for level in gaps.case.system.levels)
        yield remark(f"{place}-no-level", speech.label("gap.no-level", levels=names))
    if gaps.measures:
        yield Table(
            f"{place}-level-table", "",
            (Column(40), Column(22), Column(18, numeric=True), Column(20)),
            (_head(speech, "gap.requirement", "gap.range", "gap.present", "gap.verdict"),),
            (tuple(_measured(item, speech) for item in gaps.measures),),
        )
        yield from _sources(
            [(item.limit.source, item.limit.verified) for item in gaps.measures], f"{place}-level-source", gaps, speech
        )


def _measured(item: Measured, speech: Speech) -> Row:
    label = _MEASURES.get(item.name, f"gap.{item.name.replace('_', '-')}")
    value = "–" if item.value is None else speech.number(item.value)
    wanted = _range(item.limit, speech)
    return Row((cell(speech.label(label), head=True), cell(wanted), cell(value), cell(mark(item.verdict, speech))))


def _range(limit: Range, speech: Speech) -> str:
    ends = [None if end is None else speech.number(end) for end in (limit.minimum, limit.maximum)]
    if ends[0] == ends[1] and ends[0] is not None:
        return ends[0]
    if None not in ends:
        return f"{ends[0]}–{ends[1]}"
    if ends[0] is not None:
        return speech.label("gap.at-least", limit=ends[0])
    return speech.label("gap.at-most", limit=ends[1])


def _competences(gaps: Gaps, place: str, speech: Speech) -> Iterator[Block]:
    frameworks = {item.framework.key: item.framework for item in gaps.competences}
    for number, (key, framework) in enumerate(frameworks.items(), 1):
        rows = tuple(_competence(item, speech) for item in gaps.competences if item.framework.key == key)
        yield Table(
            f"{place}-competences-{number}", str(speech.text(framework)),
            (Column(35), Column(11, numeric=True), Column(16), Column(17), Column(21)),
            (_head(speech, "framework-section", "weight", "relation", "outcomes-served", "gap.verdict"),), (rows,),
        )
    if not frameworks and gaps.case.standard.kind == "professional":
        yield remark(f"{place}-unmapped", speech.label("gap.unmapped"))


def _competence(item: Competence, speech: Speech) -> Row:
    name = speech.text(item.name) if isinstance(item.name, Text) else item.name
    verdict: list[Words] = [mark(item.verdict, speech)]
    verdict += [speech.label("gap.lack.unverified")] if item.verdict == "open" else []
    return Row((
        cell(name, head=True), cell("" if item.weight is None else speech.number(item.weight)),
        cell(speech.label(f"relation.{item.relation}") if item.relation else ""),
        cell(speech.all(item.outcomes) or speech.label("none")), cell(*verdict),
    ))


def _credits(gaps: Gaps, place: str, speech: Speech) -> Iterator[Block]:
    found = gaps.credits
    if found is None:
        if gaps.case.standard.kind == "professional":
            yield remark(f"{place}-no-factor", speech.label("gap.no-factor"))
        return
    basis = found.basis
    verdict = mark(found.verdict, speech)
    factors = speech.all(map(speech.number, basis.factors))
    stepped = speech.label(f"credits-rounded.{basis.rounding}", step=speech.number(basis.step))
    rounding = speech.label(f"rounding.{basis.rounding}") if basis.step == 1 else stepped
    rule = (speech.label("gap.factor", factor=factors), rounding)
    wanted = (cell(_range(basis.limit, speech)) if basis.limit else cell(""),)
    yield Table(
        f"{place}-basis", speech.label("partner-hours-per-credit"), (Column(40), Column(40), Column(20)),
        (_head(speech, "gap.range", "gap.present", "gap.verdict"),), ((Row((*wanted, cell(*rule), cell(verdict))),),),
    )
    if not basis.agreed:
        yield remark(f"{place}-not-agreed", speech.label("gap.not-agreed"))
    yield _conversion(found, f"{place}-courses", speech)
    yield remark(f"{place}-never-equal", speech.label("gap.never-equal"))
    if basis.limit:
        yield from _sources([(basis.limit.source, basis.limit.verified)], f"{place}-credits-source", gaps, speech)


def _conversion(found: Credits, name: str, speech: Speech) -> Table:
    count = len(found.basis.factors)
    theirs = [
        speech.label("gap.credits-at", factor=speech.number(factor)) for factor in found.basis.factors
    ]
    rest = 62 - 15 * count
    columns = (
        Column(12), Column(rest), Column(12, numeric=True), Column(14, numeric=True),
        *(Column(15, numeric=True) for _ in theirs),
    )
    head = (*(speech.label(label) for label in ("course-code", "course-name", "hours", "gap.own-credits")), *theirs)
    rows = [
        Row((
            cell(item.id), cell(speech.text(item.name), head=True),
            *_figures((item.hours, item.ours), speech), *_converted(item.theirs, found, speech),
        ))
        for item in found.courses
    ]
    closing = [
        (speech.label("gap.sum-of-courses"), (found.hours, _added(found)), found.summed),
        (speech.label("gap.all-hours"), (found.hours, found.ours), found.theirs),
    ]
    sums = [
        Row((
            Cell((label,), columns=2, head=True), *_figures(told, speech), *_converted(theirs, found, speech),
        ), total=True) for label, told, theirs in closing
    ]
    return Table(name, "", columns, (heads(*head),), (tuple(rows), tuple(sums)))


def _added(found: Credits) -> float:
    return sum(item.ours for item in found.courses if item.ours is not None)


def _figures(told: Iterable[float | None], speech: Speech) -> Iterator[Cell]:
    yield from (cell("–" if value is None else speech.number(value)) for value in told)


def _converted(told: Iterable[float], found: Credits, speech: Speech) -> Iterator[Cell]:
    """Credits of the partner, all with the decimals of the step that they are rounded to."""
    digits = locales.decimals(found.basis.step)
    yield from (cell(locales.fixed(value, speech.locale, digits)) for value in told)


def _head(speech: Speech, *labels: str) -> Row:
    return heads(*map(speech.label, labels))


def _sources(facts: Iterable[tuple[str, bool]], name: str, gaps: Gaps, speech: Speech) -> Iterator[Provision]:
    """What requirements rest on, each source once."""
    for number, (words, verified) in enumerate(dict.fromkeys(facts), 1):
        label = speech.label("gap.source" if verified else "gap.source-uncompared")
        yield Provision(f"{name}-{number}", "", label, quoted(words, gaps.case.system.language))


_PARTS: Mapping[str, Callable[[Gaps, str, Speech], Iterator[Block]]] = {
    "adoption": _adoption, "template": _templates, "codes": _codes, "delivery": _delivery, "level": _levels,
    "competences": _competences, "credits": _credits,
}
