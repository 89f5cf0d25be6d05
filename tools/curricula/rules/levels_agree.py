"""The length of study fits the level, its semesters and its pathways.

The years of study must lie in the range of the programme's level, which stands with the act it comes
from in `standards/partners/`; if nobody has yet compared it with the act, that finding is only a warning.
A year has two semesters, and no course is planned in a semester that the programme does not have. The
stages of a pathway, added up in their order, must reach exactly the years of study: two years at home
and one abroad make three. Stages after that lead on to a partner's degree (“3+2”) and are not counted.

Good:
    professional:
      duration:
        pathways:
          - id: PW2
            name: “3+2”联合培养
            partner: uz
            text: 学生毕业后在合作方院校继续学习。
            stages:
              - {id: PW2.1, years: 3, country: CN, text: 第1～6学期在中方院校学习。}
              - {id: PW2.2, years: 2, country: UZ, text: 毕业后在合作方院校学习。}
Bad:
    professional:
      duration: {years: 4, semesters: 8}
Bad:
    professional:
      duration: {semesters: 5}
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
from collections.abc import Iterator
from itertools import accumulate

from curricula.diagnostics import Diagnostic
from curricula.limits import breach, home_level
from curricula.model.professional import Duration, ProfessionalStandard
from curricula.model.settings import Level
from curricula.repository import Repository

_YEARS = {
    "minimum": "the programme takes {years} years; {level} requires at least {limit} ({source})",
    "maximum": "the programme takes {years} years; {level} allows at most {limit} ({source})",
}


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Lengths of study that disagree with their level, semesters or pathways."""
    for standard in repository.standards.values():
        if standard.kind == "professional":
            level = home_level(repository, standard.programme.level)
            if level:
                yield from _level(standard.duration, level)
            yield from _semesters(standard.duration)
            yield from _pathways(standard.duration)
            yield from _planned(standard)


def _level(duration: Duration, level: Level) -> Iterator[Diagnostic]:
    found = breach(duration.years, level.years)
    if found:
        yield Diagnostic(
            duration.where.at("years"), "levels-agree", _YEARS[found.bound],
            {"years": f"{duration.years:g}", "level": level.id, "limit": found.limit, "source": found.source},
            hint="Correct duration.years, or programme.level.", severity=found.severity,
        )


def _semesters(duration: Duration) -> Iterator[Diagnostic]:
    if not math.isclose(duration.semesters, 2 * duration.years):
        yield Diagnostic(
            duration.where.at("semesters"), "levels-agree",
            "{years} years have {wanted} semesters, not {semesters}",
            {
                "years": f"{duration.years:g}", "wanted": f"{2 * duration.years:g}", "semesters": duration.semesters,
            },
            hint="Correct duration.semesters, or duration.years.",
        )


def _planned(standard: ProfessionalStandard) -> Iterator[Diagnostic]:
    for course in standard.curriculum.courses:
        for load in course.semesters:
            if load.number > standard.duration.semesters:
                yield Diagnostic(
                    load.where.at("number"), "levels-agree",
                    "{course} is planned in semester {number}, but the programme has {semesters}",
                    {"course": course.id, "number": load.number, "semesters": standard.duration.semesters},
                    hint="Correct the number of the semester, or duration.semesters.",
                )


def _pathways(duration: Duration) -> Iterator[Diagnostic]:
    for pathway in duration.pathways:
        reached = list(accumulate(stage.years for stage in pathway.stages))
        if not any(math.isclose(years, duration.years) for years in reached):
            yield Diagnostic(
                pathway.where.at("stages"), "levels-agree",
                "the stages of {pathway} take {stages} years, but the programme takes {years}",
                {
                    "pathway": pathway.id, "years": f"{duration.years:g}",
                    "stages": " + ".join(f"{stage.years:g}" for stage in pathway.stages),
                },
                hint="Correct the years of a stage, or duration.years.",
            )
