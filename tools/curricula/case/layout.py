"""What of a standard becomes an item of a framework, of which type: one description for writing and reading."""

from typing import NamedTuple

CHAPTERS: dict[str, dict[str, str]] = {
    "professional": {
        "overview": "chapter.overview",
        "programme": "chapter.programme",
        "entry": "chapter.entry",
        "duration": "chapter.duration",
        "orientation": "chapter.orientation",
        "goal": "chapter.goal",
        "outcomes": "chapter.outcomes",
        "curriculum": "chapter.curriculum",
        "staff": "chapter.staff",
        "facilities": "chapter.facilities",
        "quality": "section.quality",
        "graduation": "section.graduation",
        "mappings": "chapter.mappings",
    },
    "course": {
        "nature": "chapter.nature",
        "objectives": "chapter.objectives",
        "units": "chapter.units",
        "assessment": "chapter.assessment",
        "implementation": "chapter.implementation",
    },
    "practice": {
        "scope": "chapter.scope",
        "objectives": "chapter.training-objectives",
        "sites": "chapter.sites",
        "supervisors": "chapter.supervisors",
        "tasks": "chapter.tasks",
        "assessment": "chapter.assessment",
        "management": "chapter.management",
    },
}
"""The properties of a standard that are chapters, and their labels; all others are about the whole of it."""


class Type(NamedTuple):
    """A type of items: the labels of its title and of the words that describe it."""

    title: str
    description: str


CHAPTER = "chapter"
CATEGORIES = ("outcomes", "objectives", "content")  # lists whose entries are of the types of `category`
_PROVISION = "provision"
TYPES: dict[str, Type] = {
    CHAPTER: Type("chapter", "contents"),
    "overview": Type(_PROVISION, "chapter.overview"),
    "entry": Type(_PROVISION, "chapter.entry"),
    "goal": Type(_PROVISION, "chapter.goal"),
    "quality": Type(_PROVISION, "section.quality"),
    "nature": Type(_PROVISION, "chapter.nature"),
    "scope": Type(_PROVISION, "chapter.scope"),
    "management": Type(_PROVISION, "chapter.management"),
    "clauses": Type(_PROVISION, _PROVISION),
    "teachers": Type(_PROVISION, "section.teachers"),
    "methods": Type(_PROVISION, "section.methods"),
    "facilities": Type(_PROVISION, "section.facilities"),
    "resources": Type(_PROVISION, "section.resources"),
    "environment": Type(_PROVISION, "site"),
    "steps": Type("steps", "section.task-steps"),
    "safety": Type("safety", "section.task-steps"),
    "results": Type("results", "section.task-steps"),
    "pathways": Type("pathway", "section.pathways"),
    "stages": Type("stage", "caption.pathway"),
    "positions": Type("position", "section.positions"),
    "tasks": Type("task", "typical-tasks"),
    "certificates": Type("certificate", "section.certificates"),
    "outcomes/quality": Type("outcome.quality", "caption.outcomes"),
    "outcomes/knowledge": Type("outcome.knowledge", "caption.outcomes"),
    "outcomes/ability": Type("outcome.ability", "caption.outcomes"),
    "objectives/quality": Type("outcome.quality", "caption.objectives"),
    "objectives/knowledge": Type("outcome.knowledge", "caption.objectives"),
    "objectives/ability": Type("outcome.ability", "caption.objectives"),
    "content/quality": Type("outcome.quality", "content-item"),
    "content/knowledge": Type("outcome.knowledge", "content-item"),
    "content/ability": Type("outcome.ability", "content-item"),
    "courses": Type("course", "caption.course-plan"),
    "roles": Type("role", "section.roles"),
    "rooms": Type("room", "section.rooms"),
    "equipment": Type("equipment-name", "equipment"),
    "mappings": Type("framework", "chapter.mappings"),
    "sections": Type("framework-section", "caption.mapping"),
    "units": Type("learning-unit", "section.unit-content"),
    "components": Type("component", "section.components"),
    "sites": Type("site", "caption.sites"),
    "tasks/training": Type("training-task", "section.task-plan"),
}
"""The types by the list that their items stand in, in the order of their hierarchy codes: new ones go to the end."""

STATEMENTS = ("name", "framework", "title", "text")  # the first that an item has says what it is
SHORT = "title"  # of a provision, beside its words


class Link(NamedTuple):
    """Ids that an item names: of its own standard's items, or of those of the professional standard.

    `type` is that of the association, `label` names its grouping. `backwards`: from what is named to the item.
    """

    path: str
    label: str
    type: str = "isRelatedTo"
    professional: bool = False
    backwards: bool = False


LINKS: dict[str, tuple[Link, ...]] = {
    "certificates": (Link("positions", "for-positions"),),
    "courses": (
        Link("prerequisites", "prerequisites", "precedes", backwards=True),
        Link("outcomes.introduced", "introduced"),
        Link("outcomes.practised", "practised"),
        Link("outcomes.assessed", "assessed"),
    ),
    "rooms": (Link("courses", "courses-served"),),
    "objectives": (Link("outcomes", "outcomes-served", professional=True),),
    "units": (Link("objectives", "objectives"),),
    "components": (Link("objectives", "objectives"),),
    "tasks": (Link("objectives", "objectives"), Link("site", "site"), Link("equipment", "equipment-used")),
    "": (
        Link("prerequisites", "prerequisites", "precedes", professional=True, backwards=True),
        Link("course", "course", professional=True),
    ),
}
"""What the items of a list name, and under "" the standard itself."""

RELATIONS = {"exact": "exactMatchOf", "broad": "isRelatedTo", "narrow": "isRelatedTo", "related": "isRelatedTo"}
STATUSES = {
    "draft": "Draft", "review": "Draft", "approved": "Adopted", "published": "Adopted", "superseded": "Deprecated",
    "withdrawn": "Deprecated",
}
"""The adoption status of CASE for each status of ours."""


def list_of(code: str) -> str:
    """The list of the model that a type code tells."""
    return code.partition("/")[0]
