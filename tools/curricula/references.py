"""What standards show of shared data: document labels, and the names they refer to, by key.

A key is `organisation/<id>`, `partner/<id>`, `level/<id>`, `<scheme>/<code>`, `course/<id>` or `standard/<id>`.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path

from curricula.diagnostics import Where
from curricula.model.adoption import Tailoring
from curricula.model.framework import Framework, FrameworkItem, all_items
from curricula.model.professional import ProfessionalStandard
from curricula.model.settings import CodeEntry, PartnerSystem, Settings
from curricula.model.standards import Standard
from curricula.model.text import Text, texts
from curricula.source import read_yaml

SHARED = "shared"
LABELS = Path(__file__).with_name("labels.yaml")


@cache
def labels() -> dict[str, Text]:
    """The document labels: the program's own data, written in English."""
    source = read_yaml(LABELS.parent, LABELS.name)
    assert isinstance(source.data, dict), source.problems
    return {
        key: Text(f"{SHARED}#{key}/label", words, Where(LABELS.name), "en") for key, words in source.data.items()
    }


def shared_texts(
    names: Mapping[str, tuple[Text, bool]], systems: Mapping[str, PartnerSystem], used: Collection[str]
) -> Iterator[Text]:
    """Everything that is translated once: labels, the words of national systems, and of the `names` those `used`."""
    given = (names[key][0] for key in sorted(used) if key in names)
    told = (text for _, system in sorted(systems.items()) for text in texts(system))
    yield from {text.key: text for text in (*labels().values(), *told, *given)}.values()


def programme_names(standard: Standard, standards: Mapping[str, Standard]) -> dict[str, tuple[Text, bool]]:
    """For a course or practice standard: the title of its professional standard, and of the courses there."""
    if isinstance(standard, ProfessionalStandard):
        return {}
    professional = standards.get(standard.professional.id)
    if not isinstance(professional, ProfessionalStandard):
        return {}
    names = {f"course/{course.id}": (course.name, True) for course in professional.curriculum.courses}
    return names | {f"standard/{professional.id}": (professional.title, True)}


def references(standard: Standard) -> set[str]:
    """The keys of the names a standard refers to."""
    found = {f"organisation/{name}" for name in standard.institutions}
    if isinstance(standard, ProfessionalStandard):
        codes = [*standard.programme.codes, *standard.orientation.codes]
        codes += [code for position in standard.orientation.positions for code in position.codes]
        found |= {f"{code.scheme}/{code.code}" for code in codes}
        found |= {f"partner/{pathway.partner}" for pathway in standard.duration.pathways}
        found.add(f"level/{standard.programme.level}")
    else:
        found |= {f"course/{name}" for name in standard.prerequisites}
        found.add(f"standard/{standard.professional.id}")
    return found


def adopted_references(tailoring: Tailoring) -> set[str]:
    """The keys of the names that an adoption shows besides: of its authority, its partner, and what stood before."""
    adoption = tailoring.adoption
    return references(tailoring.base) | {f"authority/{adoption.authority}", f"partner/{adoption.partner}"}


def given_names(
    settings: Settings, systems: Mapping[str, PartnerSystem], system: PartnerSystem | None,
    lists: Mapping[str, Mapping[str, CodeEntry]],
) -> dict[str, tuple[Text, bool]]:
    """Every name shared data gives, and whether it is verified; the levels are those of `system`."""
    names = {f"organisation/{item.id}": (item.name, item.verified) for item in settings.organisations}
    names |= {f"partner/{name}": (partner.name, True) for name, partner in systems.items()}
    names |= {f"level/{level.id}": (level.name, True) for level in (system.levels if system else ())}
    names |= {f"authority/{item.id}": (item.name, item.verified) for item in (system.authorities if system else ())}
    for scheme, entries in lists.items():
        names |= {f"{scheme}/{code}": (entry.title, entry.verified) for code, entry in entries.items()}
    return names


def named_standards(standard: Standard, standards: Mapping[str, Standard]) -> dict[str, tuple[str, str]]:
    """UUID and language of the others among `standards` that a standard names, by id."""
    if isinstance(standard, ProfessionalStandard):
        names = {course.standard.id for course in standard.curriculum.courses if course.standard}
        names |= {mapping.standard.id for mapping in standard.mappings if mapping.standard}
    else:
        names = {standard.professional.id}
    return {name: (standards[name].uuid, standards[name].language) for name in sorted(names) if name in standards}


def mapped(standard: Standard, frameworks: Mapping[str, Framework]) -> dict[str, FrameworkItem]:
    """The items of frameworks of others that sections of a standard's mappings are, by `<framework>#<item>`."""
    found: dict[str, FrameworkItem] = {}
    for mapping in standard.mappings if isinstance(standard, ProfessionalStandard) else ():
        if mapping.framework_id is not None and mapping.framework_id in frameworks:
            items = {item.id: item for item in all_items(frameworks[mapping.framework_id].items)}
            wanted = {section.counterpart for section in mapping.sections} & items.keys()
            found |= {f"{mapping.framework_id}#{name}": items[name] for name in wanted if name}
    return found
