"""Entry, length of study, level and credits fit one another.

The level that entrants have completed (`programme.entry_level`, in ISCED 2011), the years of study, the
semesters of a year, and the credits, of the programme and of a year, must lie in the ranges that stand for the
programme's level and its credit system in `standards/partners/`; if nobody has yet compared a range with its
source, that finding is only a warning. No course is planned in a semester that the programme does not have, and
graduation requires at least the credits of all compulsory courses. The stages of a pathway, added up in their
order, must reach exactly the years of study: two years at home and one abroad make three. Stages after that
lead on to a partner's degree (“3+2”) and are not counted.

Good:
    professional:
      duration:
        pathways:
          - id: PW2
            name: “3+2”联合培养
            partner: cn
            text: 学生毕业后在合作方院校继续学习。
            stages:
              - {id: PW2.1, years: 3, country: CN, text: 第1～6学期在中方院校学习。}
              - {id: PW2.2, years: 2, country: UZ, text: 毕业后在合作方院校学习。}
Good:
    system:
      credit_system:
        credits_per_year: {minimum: 50, maximum: 60, source: An example, verified: true}
      levels:
        - {id: higher-vocational, credits: {minimum: 150, source: An example, verified: true}}
Bad:
    professional:
      programme: {entry_level: 2}
Bad:
    professional:
      duration: {years: 4, semesters: 8}
Bad:
    professional:
      duration: {semesters: 5}
Bad:
    system:
      levels:
        - {id: higher-vocational, credits: {minimum: 160, source: An example, verified: true}}
Bad:
    professional:
      graduation: {credits: 140}
Bad:
    professional:
      curriculum:
        courses:
          - {id: C101, semesters: [{number: 7, hours: 64}]}
Bad:
    professional:
      duration:
        pathways:
          - {id: PW1, stages: [{id: PW1.2, years: 2}]}
"""

import math
from collections.abc import Iterator, Mapping
from itertools import accumulate

from curricula.diagnostics import N_, Diagnostic, Where
from curricula.limits import breach, credit_system, level_of
from curricula.model.professional import Duration, ProfessionalStandard
from curricula.model.settings import CreditSystem, Level, Range
from curricula.repository import Repository

_CODE = "levels-agree"
_ENTRY = {
    "minimum": N_("entrants have completed ISCED level {entry}; {level} requires at least {limit} ({source})"),
    "maximum": N_("entrants have completed ISCED level {entry}; {level} allows at most {limit} ({source})"),
}
_YEARS = {
    "minimum": N_("the programme takes {years} years; {level} requires at least {limit} ({source})"),
    "maximum": N_("the programme takes {years} years; {level} allows at most {limit} ({source})"),
}
_SEMESTERS = {
    "minimum": N_("{years} years have at least {wanted} semesters, not {semesters} ({source})"),
    "maximum": N_("{years} years have at most {wanted} semesters, not {semesters} ({source})"),
}
_CREDITS = {
    "minimum": N_("{credits} credits in all; {level} requires at least {limit} ({source})"),
    "maximum": N_("{credits} credits in all; {level} allows at most {limit} ({source})"),
}
_YEARLY = {
    "minimum": N_("{credits} credits in {years} years are {ratio} a year; at least {limit} required ({source})"),
    "maximum": N_("{credits} credits in {years} years are {ratio} a year; at most {limit} allowed ({source})"),
}


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Entry, years, semesters, credits and pathways that disagree with the level or with one another."""
    system = credit_system(repository)
    for standard in repository.standards.values():
        if standard.kind == "professional":
            level = level_of(repository, standard)
            if level:
                yield from _entry(standard, level)
                yield from _length(standard.duration, level)
            yield from _credits(standard, level, system)
            yield from _pathways(standard.duration)
            yield from _planned(standard)


def _entry(standard: ProfessionalStandard, level: Level) -> Iterator[Diagnostic]:
    programme = standard.programme
    if programme.entry_level is None:
        if level.entry_level:
            yield Diagnostic(
                programme.where, _CODE, "what level entrants have completed is missing; {level} sets one ({source})",
                {"level": level.id, "source": level.entry_level.source},
                hint="Write the ISCED 2011 level as `entry_level`, such as 3 for upper secondary.", severity="warning",
            )
        return
    yield from _beyond(
        programme.where.at("entry_level"), (programme.entry_level, level.entry_level), _ENTRY,
        {"entry": programme.entry_level, "level": level.id}, "Correct programme.entry_level, or programme.level.",
    )


def _length(duration: Duration, level: Level) -> Iterator[Diagnostic]:
    told = {"years": float(duration.years), "level": level.id, "semesters": duration.semesters}
    yield from _beyond(
        duration.where.at("years"), (duration.years, level.years), _YEARS, told,
        "Correct duration.years, or programme.level.",
    )
    found = breach(duration.semesters / duration.years, level.semesters_per_year)
    if found:
        wanted = f"{float(found.limit) * duration.years:g}"
        yield Diagnostic(
            duration.where.at("semesters"), _CODE, _SEMESTERS[found.bound],
            told | {"wanted": wanted, "source": found.source},
            hint="Correct duration.semesters, or duration.years.", severity=found.severity,
        )


def _credits(standard: ProfessionalStandard, level: Level | None, system: CreditSystem | None) -> Iterator[Diagnostic]:
    graduation, years = standard.graduation, standard.duration.years
    for part in (standard.curriculum.totals, graduation):
        where, number = part.where.at("credits"), part.credits
        told = {"credits": float(number), "years": float(years), "ratio": float(f"{number / years:.4g}")}
        if level:
            yield from _beyond(
                where, (number, level.credits), _CREDITS, told | {"level": level.id},
                "Change the credits of courses, or correct programme.level.",
            )
        if system:
            yield from _beyond(
                where, (number / years, system.credits_per_year), _YEARLY, told,
                "Change the credits of courses, or correct duration.years.",
            )
    compulsory = math.fsum(course.credits for course in standard.curriculum.courses if course.choice == "compulsory")
    if graduation.credits < compulsory and not math.isclose(graduation.credits, compulsory):
        yield Diagnostic(
            graduation.where.at("credits"), _CODE,
            "graduation requires {credits} credits, but the compulsory courses alone have {compulsory}",
            {"credits": float(graduation.credits), "compulsory": float(compulsory)},
            hint="Raise graduation.credits; who passes all compulsory courses has more.",
        )


def _beyond(
    where: Where, measured: tuple[float, Range | None], messages: Mapping[str, str], told: Mapping[str, object],
    hint: str,
) -> Iterator[Diagnostic]:
    """The finding where a value is beyond its range."""
    found = breach(*measured)
    if found:
        yield Diagnostic(
            where, _CODE, messages[found.bound], {**told, "limit": found.limit, "source": found.source},
            hint=hint, severity=found.severity,
        )


def _planned(standard: ProfessionalStandard) -> Iterator[Diagnostic]:
    for course in standard.curriculum.courses:
        for load in course.semesters:
            if load.number > standard.duration.semesters:
                yield Diagnostic(
                    load.where.at("number"), _CODE,
                    "{course} is planned in semester {number}, but the programme has {semesters}",
                    {"course": course.id, "number": load.number, "semesters": standard.duration.semesters},
                    hint="Correct the number of the semester, or duration.semesters.",
                )


def _pathways(duration: Duration) -> Iterator[Diagnostic]:
    for pathway in duration.pathways:
        reached = list(accumulate(stage.years for stage in pathway.stages))
        if not any(math.isclose(years, duration.years) for years in reached):
            yield Diagnostic(
                pathway.where.at("stages"), _CODE,
                "the stages of {pathway} take {stages} years, but the programme takes {years}",
                {
                    "pathway": pathway.id, "years": float(duration.years),
                    "stages": " + ".join(f"{stage.years:g}" for stage in pathway.stages),
                },
                hint="Correct the years of a stage, or duration.years.",
            )
