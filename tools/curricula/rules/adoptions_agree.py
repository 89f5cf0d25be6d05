"""An adoption agrees with the file of the national system that adopts.

`authority` and the acts of operations stand in the partner's file; the adopting act is not dated after the day from
which the adoption applies, and what is published has one. The languages are those of this repository, the authoritative
one among them, and none is missing in which the ministry wants to be served; if nobody has yet compared its wishes with
their source, that is a warning. Hours of one credit lie in the range of its credit system.

Good:
    partner:
      authorities:
        - id: ministry
          name: Ministry
          official: [{words: Vazirlik, language: uz-Latn}]
          source: An example
          verified: true
      delivery: {languages: [ru], formats: [pdf], paper: A4, source: An example, verified: true}
    adoption:
      kind: adoption
      uuid: 7b0f4c1e-52a7-4d0a-9b35-0d5a3a6f9c21
      code: UZ-DM
      standard: {id: demo/professional, version: 1.0.0}
      partner: uz
      authority: ministry
      language: uz-Latn
      languages: [uz-Latn, ru]
      version: 1.0.0
      status: draft
      issued: 2026-09-01
      effective: 2027-09-01
      scope: Texnikumlar uchun.
      credits: {hours_per_credit: 30, rounding: up, step: 0.1, reason: Qayta hisoblash.}
      operations: []
Bad:
    partner:
      authorities:
        - id: ministry
          name: Ministry
          official: [{words: Vazirlik, language: uz-Latn}]
          source: An example
          verified: true
      delivery: {languages: [ru], formats: [pdf], paper: A4, source: An example, verified: true}
    adoption:
      kind: adoption
      uuid: 7b0f4c1e-52a7-4d0a-9b35-0d5a3a6f9c21
      code: UZ-DM
      standard: {id: demo/professional, version: 1.0.0}
      partner: uz
      authority: minister
      language: uz-Latn
      languages: [uz-Latn, ru]
      version: 1.0.0
      status: draft
      issued: 2026-09-01
      effective: 2027-09-01
      scope: Texnikumlar uchun.
      credits: {hours_per_credit: 30, rounding: up, step: 0.1, reason: Qayta hisoblash.}
      operations: []
Bad:
    partner:
      authorities:
        - id: ministry
          name: Ministry
          official: [{words: Vazirlik, language: uz-Latn}]
          source: An example
          verified: true
      delivery: {languages: [ru], formats: [pdf], paper: A4, source: An example, verified: true}
    adoption:
      kind: adoption
      uuid: 7b0f4c1e-52a7-4d0a-9b35-0d5a3a6f9c21
      code: UZ-DM
      standard: {id: demo/professional, version: 1.0.0}
      partner: uz
      authority: ministry
      language: uz-Latn
      languages: [uz-Latn]
      version: 1.0.0
      status: draft
      issued: 2026-09-01
      effective: 2027-09-01
      scope: Texnikumlar uchun.
      credits: {hours_per_credit: 30, rounding: up, step: 0.1, reason: Qayta hisoblash.}
      operations: []
Bad:
    partner:
      authorities:
        - id: ministry
          name: Ministry
          official: [{words: Vazirlik, language: uz-Latn}]
          source: An example
          verified: true
      delivery: {languages: [ru], formats: [pdf], paper: A4, source: An example, verified: true}
    adoption:
      kind: adoption
      uuid: 7b0f4c1e-52a7-4d0a-9b35-0d5a3a6f9c21
      code: UZ-DM
      standard: {id: demo/professional, version: 1.0.0}
      partner: uz
      authority: ministry
      language: uz-Latn
      languages: [uz-Latn, ru]
      version: 1.0.0
      status: draft
      issued: 2026-09-01
      effective: 2027-09-01
      scope: Texnikumlar uchun.
      credits: {hours_per_credit: 20, rounding: up, step: 0.1, reason: Qayta hisoblash.}
      operations: []
"""

from collections.abc import Iterator

from curricula.diagnostics import N_, Diagnostic, Phrase, Severity
from curricula.lifecycle import ONCE_PUBLISHED
from curricula.limits import breach
from curricula.lookalikes import nearest
from curricula.model.adoption import Adoption
from curricula.model.settings import PartnerSystem
from curricula.repository import Repository

_CODE = "adoptions-agree"
_FACTOR = {
    "minimum": N_("{hours} hours per credit are less than {limit} ({source})"),
    "maximum": N_("{hours} hours per credit are more than {limit} ({source})"),
}


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Names that the partner's file does not have, languages that are missing, credits outside its range."""
    for adopted in repository.adoptions.values():
        adoption = adopted.tailoring.adoption
        system = repository.systems[adoption.partner]
        yield from _names(adoption, system)
        yield from _languages(adoption, system, repository.locales)
        yield from _credits(adoption, system)
        if adoption.act is None and adoption.status in ONCE_PUBLISHED:
            yield Diagnostic(
                adoption.where.at("status"), _CODE, "is {status}, but names no act by which the standard was adopted",
                {"status": adoption.status}, hint="Write `act` with its number, day, title and source.",
            )
        if adoption.act is not None and adoption.act.date > adoption.effective:
            yield Diagnostic(
                adoption.act.where.at("date"), _CODE, "the act is of {date}, after the adoption applies ({effective})",
                {"date": adoption.act.date, "effective": adoption.effective}, hint="Correct one of the two days.",
            )


def _names(adoption: Adoption, system: PartnerSystem) -> Iterator[Diagnostic]:
    authorities, acts = [item.id for item in system.authorities], [item.id for item in system.acts]
    named = [(adoption.where.at("authority"), N_("authority"), adoption.authority, authorities)]
    named += ((item.where.at("act"), N_("act"), item.act, acts) for item in adoption.operations if item.act)
    for where, kind, name, known in named:
        if name not in known:
            near = nearest(name, known)
            yield Diagnostic(
                where, _CODE, "{partner} has no such {kind}: {name}", {
                    "partner": adoption.partner, "kind": Phrase(kind), "name": name, "known": ", ".join(known),
                    **(near.arguments if near else {}),
                }, hint=near.hint if near else "There are: {known}.",
            )


def _languages(adoption: Adoption, system: PartnerSystem, known: tuple[str, ...]) -> Iterator[Diagnostic]:
    where = adoption.where.at("languages")
    if adoption.language not in adoption.languages:
        yield Diagnostic(
            where, _CODE, "the authoritative language {language} is not among the languages of the adoption",
            {"language": adoption.language}, hint="Add {language}.",
        )
    for position, tag in enumerate(adoption.languages):
        if tag not in known:
            yield Diagnostic(
                where.at(position), _CODE, "nothing is published in {language}",
                {"language": tag, "known": ", ".join(known)}, hint="The languages of repository.yaml are {known}.",
            )
    delivery = system.delivery
    severity: Severity = "error" if delivery and delivery.verified else "warning"
    for tag in delivery.languages if delivery else ():
        if tag not in adoption.languages:
            yield Diagnostic(
                where, _CODE, "{partner} wants an edition in {language} ({source})",
                {"partner": adoption.partner, "language": tag, "source": delivery.source if delivery else ""},
                hint="Have the standard and this adoption translated, and add {language}.", severity=severity,
            )


def _credits(adoption: Adoption, system: PartnerSystem) -> Iterator[Diagnostic]:
    rule = adoption.credits
    found = breach(rule.hours_per_credit, system.credit_system.hours_per_credit) if rule else None
    if rule and found:
        yield Diagnostic(
            rule.where.at("hours_per_credit"), _CODE, _FACTOR[found.bound],
            {"hours": float(rule.hours_per_credit), "limit": found.limit, "source": found.source},
            hint="Choose hours within the range of the partner's credit system.", severity=found.severity,
        )
