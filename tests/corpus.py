"""A repository of many standards for measurements: of realistic size, clean under all rules, always the same.

Every programme is the repository's own example in another trade: a professional standard, seven course
standards and two practical-training standards. They are made once, as a model; the programmes differ
in ids, UUIDs, codes and the word for the trade.

    python tests/corpus.py FOLDER --standards 1000 --locale en --locale ru --locale uz-Latn
"""

import argparse
import shutil
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Any

import yaml

from curricula.catalogue import Catalogue, Message, write_catalogue
from curricula.common import SETTINGS, TERMINOLOGY
from curricula.files import replace_file
from curricula.model.standards import KINDS
from curricula.model.text import texts
from curricula.parsing import parse
from curricula.references import SHARED
from curricula.repository import Repository

ROOT = Path(__file__).resolve().parents[1]
SOURCE, PROGRAMME, CODE, TRADE = "zh-Hans", "communication-technology", "CT-", "通信"
COURSES, PRACTICES = 7, 2
SIZE = 1 + COURSES + PRACTICES  # the standards of one programme
# The words for the trades: every character here with every one there.
TRADES = [first + second for first in "电农林水轻冶矿建化光" for second in "机控网测材械能环艺联"]
TITLES = {
    SOURCE: "{}课程标准", "en": "Course standard: {}", "ru": "Стандарт дисциплины «{}»", "uz-Latn": "{}: fan standarti",
}
UUID = "00000000-9df7-4c55-8a55-00000000000{}"

Data = dict[str, Any]


class _Plain(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes every value out: a value used twice is no alias, which the reader refuses."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def write(folder: Path, standards: int, locales: tuple[str, ...] = ()) -> None:
    """Write a repository of so many standards into `folder`, translated into `locales`."""
    example = Repository(ROOT)
    for name in ("partners", "classifications"):
        shutil.copytree(ROOT / "standards" / name, folder / "standards" / name)
    replace_file(folder / TERMINOLOGY, (ROOT / TERMINOLOGY).read_bytes())
    settings = dict(example.source(SETTINGS).data)
    settings["locales"] = [row for row in settings["locales"] if row["tag"] in (SOURCE, *locales)]
    replace_file(folder / SETTINGS, _yaml(settings).encode())
    for locale in (SOURCE, *locales):
        shared = f"translations/{locale}/{SHARED}.po"
        replace_file(folder / shared, (ROOT / shared).read_bytes())
    model = cache(lambda size: _model(example, size, locales))
    for number in range(-(-standards // SIZE)):
        for path, content in model(min(SIZE, standards - number * SIZE)).items():
            target = folder / path.replace(PROGRAMME, _name(number))
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(_in_another_trade(content, number), encoding="utf-8")


def _in_another_trade(content: str, number: int) -> str:
    """A file of the model in the words of the programme `number`."""
    trade = TRADES[number % len(TRADES)]
    content = content.replace(PROGRAMME, _name(number)).replace(TRADE, trade)
    content = content.replace("，", f"，{trade}")  # makes every sentence another one: nothing is read twice for free
    return content.replace(CODE, f"P{number + 1}-").replace(UUID[:-2], f"{number + 1:08x}{UUID[8:-2]}")


def _name(number: int) -> str:
    return f"programme-{number + 1:04}"


def _model(example: Repository, size: int, locales: tuple[str, ...]) -> dict[str, str]:
    """The files of one programme with its first `size` standards, by path."""
    standards = _standards(example, size)
    files = {f"standards/{name}.yaml": _yaml(data) for name, data in standards.items()}
    for locale in locales:
        memory = {
            (message.source, message.key.rpartition("/")[2]): message.words
            for name in example.standards for message in example.catalogue(name, locale).messages.values()
        }
        for name, data in standards.items():
            if "name" in data:
                memory[data["title"], "title"] = TITLES[locale].format(memory[data["name"], "name"])
            messages = {
                text.key: Message(text.key, text.words, memory[text.words, text.key.rpartition("/")[2]], text.where)
                for text in texts(parse(KINDS[data["kind"]], data, name, f"standards/{name}.yaml"))
            }
            path = f"translations/{locale}/{name}.po"
            files[path] = write_catalogue(Catalogue(path, locale, messages, uuid=data["uuid"])).decode()
    return files


def _standards(example: Repository, size: int) -> dict[str, Data]:
    """The data of a programme's standards by id: the plan of the example, each chosen course with a standard."""
    found = [example.source(standard.where.path).data for standard in example.standards.values()]
    plan = next(data for data in found if data["kind"] == "professional")
    courses = [course for course in plan["curriculum"]["courses"] if course["category"] == "core"][:COURSES]
    practices = [course for course in plan["curriculum"]["courses"] if course["category"] == "practical"][:PRACTICES]
    details = {}
    for kind, chosen in (("course", courses), ("practice", practices)):
        templates = cycle(data for data in found if data["kind"] == kind)
        for course in chosen:
            name = f"{PROGRAMME}/{'courses' if kind == 'course' else kind}/{course['id'].lower()}"
            details[name] = _detail(next(templates), course, plan)
    details = dict(list(details.items())[: size - 1])
    named = {data["course"]: {"id": name, "version": data["version"]} for name, data in details.items()}
    lines = []
    for line in plan["curriculum"]["courses"]:
        line = {key: value for key, value in line.items() if key != "standard"}
        lines.append(line | ({"standard": named[line["id"]]} if line["id"] in named else {}))
    professional = plan | {"curriculum": plan["curriculum"] | {"courses": lines}}
    standards = {f"{PROGRAMME}/professional": professional, **details}
    return {
        name: data | {"uuid": UUID.format(place)} for place, (name, data) in enumerate(standards.items())
    }


def _detail(template: Data, course: Data, plan: Data) -> Data:
    """The standard of a planned course, in the words of a template."""
    repeated = {key: course[key] for key in ("name", "category", "credits", "hours", "semesters")}
    detail = template | repeated | {
        "code": f"{plan['code']}-{course['id']}", "course": course["id"],
        "title": TITLES[SOURCE].format(course["name"]), "prerequisites": course.get("prerequisites", []),
    }
    hours = course["hours"]
    if detail["kind"] == "practice":
        parts = _spread(hours["total"], len(template["tasks"]))
        return detail | {"tasks": [task | {"hours": part} for task, part in zip(template["tasks"], parts, strict=True)]}
    units = template["units"]
    both = zip(_spread(hours["theory"], len(units)), _spread(hours["practice"], len(units)), strict=True)
    return detail | {"units": [
        unit | {"hours": {"total": theory + practice, "theory": theory, "practice": practice}}
        for unit, (theory, practice) in zip(units, both, strict=True)
    ]}


def _spread(total: int, parts: int) -> list[int]:
    """A whole number as a sum of so many, as equal as can be."""
    return [(total * (place + 1)) // parts - (total * place) // parts for place in range(parts)]


def _yaml(data: Data) -> str:
    return str(yaml.dump(data, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=10_000))


def main() -> None:
    """Write a corpus into the folder that the command line names."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--standards", type=int, default=1000)
    arguments.add_argument("--locale", action="append", default=[])
    given = arguments.parse_args()
    write(given.folder, given.standards, tuple(given.locale))


if __name__ == "__main__":
    main()
