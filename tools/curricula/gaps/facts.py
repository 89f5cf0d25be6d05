"""A gap report for programs: one object, as `schemas/gap-report.schema.json` describes it."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from curricula.gaps.crediting import Credits, Verdict
from curricula.gaps.judging import VERDICTS, Coded, Competence, Crosswalk, Formal, Gaps, Measured
from curricula.gaps.speech import Speech
from curricula.model.adoption import AdoptingAct
from curricula.model.settings import Range
from curricula.model.text import Text

FORMAT = "curricula-gap-report/1"


def facts(found: Iterable[Gaps], partner: str, speech: Speech) -> dict[str, Any]:
    """The report; names are in the language of `speech`, as far as they are translated."""
    return {"format": FORMAT, "partner": partner, "locale": speech.locale,
            "standards": [_standard(gaps, speech) for gaps in found]}


def _standard(gaps: Gaps, speech: Speech) -> dict[str, Any]:
    standard, tailoring = gaps.case.standard, gaps.case.tailoring
    base = tailoring.base if tailoring else standard
    adoption = {"id": standard.id, "uuid": standard.uuid, "version": standard.version} if tailoring else None
    return {
        "id": base.id, "uuid": base.uuid, "kind": base.kind, "version": base.version, "status": base.status,
        "title": speech.text(standard.title).words, "adoption": adoption,
        "verdicts": _numbers(gaps.verdicts),
        "parts": {part: _numbers(numbers) for part, numbers in gaps.parts.items()},
        "formal": [_formal(item) for item in gaps.formal],
        "templates": [_template(crosswalk, speech) for crosswalk in gaps.crosswalks],
        "codes": [_code(item, speech) for item in gaps.codes],
        "languages": [
            {"locale": item.locale, "published": item.published, "ready": item.ready, "approved": item.approved,
             "verdict": item.verdict}
            for item in gaps.languages
        ],
        "delivery": [{"kind": item.kind, "wanted": item.wanted, "verdict": item.verdict} for item in gaps.delivered],
        "level": gaps.level.id if gaps.level else None,
        "measures": [_measured(item) for item in gaps.measures],
        "competences": [_competence(item, speech) for item in gaps.competences],
        "credits": _credits(gaps.credits, speech) if gaps.credits else None,
    }


def _numbers(found: Counter[Verdict]) -> dict[str, int]:
    return {verdict: found[verdict] for verdict in VERDICTS}


def _formal(item: Formal) -> dict[str, Any]:
    what = item.what
    if what is None or isinstance(what, AdoptingAct):
        act = {"number": what.number, "date": what.date} if what else None
        return {"kind": "act", "act": act, "code": None, "verdict": item.verdict}
    return {
        "kind": "code", "act": None, "code": {"scheme": what.scheme, "code": what.code}, "verdict": item.verdict,
    }


def _template(crosswalk: Crosswalk, speech: Speech) -> dict[str, Any]:
    template = crosswalk.template
    return {
        "id": template.id, "title": template.title.words, "language": template.title.language,
        "source": template.source, "verified": template.verified,
        "sections": [
            {
                "id": placed.section.id, "number": placed.section.number, "title": placed.section.title.words,
                "name": speech.text(placed.section.name).words, "chapters": list(placed.section.chapters),
                "empty": list(placed.empty), "verdict": placed.verdict,
            }
            for placed in crosswalk.sections
        ],
        "unplaced": list(crosswalk.unplaced),
    }


def _code(item: Coded, speech: Speech) -> dict[str, Any]:
    wanted = item.wanted
    return {
        "scheme": wanted.scheme, "name": speech.text(wanted.name).words, "part": wanted.part, "item": item.part,
        "codes": list(item.codes), "lack": item.lack or None, "source": wanted.source, "verified": wanted.verified,
        "verdict": item.verdict,
    }


def _measured(item: Measured) -> dict[str, Any]:
    return {"name": item.name, "value": item.value, **_range(item.limit), "verdict": item.verdict}


def _range(limit: Range) -> dict[str, Any]:
    return {
        "minimum": limit.minimum, "maximum": limit.maximum, "source": limit.source, "verified": limit.verified,
    }


def _competence(item: Competence, speech: Speech) -> dict[str, Any]:
    name = speech.text(item.name).words if isinstance(item.name, Text) else item.name
    return {
        "framework": speech.text(item.framework).words, "id": item.id, "name": name, "weight": item.weight,
        "relation": item.relation or None, "outcomes": list(item.outcomes), "verdict": item.verdict,
    }


def _credits(found: Credits, speech: Speech) -> dict[str, Any]:
    basis = found.basis
    return {
        "agreed": basis.agreed, "hoursPerCredit": list(basis.factors), "rounding": basis.rounding,
        "step": basis.step, "allowed": _range(basis.limit) if basis.limit else None, "verdict": found.verdict,
        "courses": [
            {"id": item.id, "name": speech.text(item.name).words, "hours": item.hours, "credits": item.ours,
             "converted": list(item.theirs)}
            for item in found.courses
        ],
        "total": {
            "hours": found.hours, "credits": found.ours, "converted": list(found.theirs),
            "sumOfCourses": list(found.summed),
        },
    }
