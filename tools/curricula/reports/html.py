"""Findings and figures as one page for the browser and for paper: nothing outside it is needed to read it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from curricula.common import SETTINGS
from curricula.diagnostics import N_, Diagnostic, Phrase, Severity, Voice, Where
from curricula.editions.document import Words
from curricula.editions.edition import Edition
from curricula.figures.coverage import matrix
from curricula.figures.drawing import Figure, allowed
from curricula.figures.hours import by_category, by_semester
from curricula.figures.load import weekly
from curricula.figures.prerequisites import graph
from curricula.inventory import document_id
from curricula.limits import level_of
from curricula.manual import Page, pages, told
from curricula.messages.wording import language_of
from curricula.model.professional import ProfessionalStandard
from curricula.pages.markup import FOLDER, style
from curricula.report import Report
from curricula.reports.text import FIXABLE, SEVERITIES, hint, place
from curricula.repository import Repository
from curricula.selection import own_paths
from curricula.source import read_text
from curricula.suppression import anchor

_WORDS = {
    "report": N_("Check report"),
    "skip": N_("Skip to the findings"),
    "contents": N_("Contents"),
    "summary": N_("Summary"),
    "standard": N_("Standard"),
    "others": N_("Other files"),
    **SEVERITIES,
    "errors": N_("Errors"),
    "warnings": N_("Warnings"),
    "infos": N_("Notes"),
    "suppressed": N_("Suppressed findings"),
    "total": N_("Total"),
    "fixable": FIXABLE,
    "reason": N_("Reason"),
    "none": N_("No findings."),
    "empty": N_("No standard is here that could be read."),
    "undrawn": N_("The figures are left out, because standards/repository.yaml cannot be read."),
    "data": N_("Data of the figure"),
    "manual": N_("The rules"),
    "filter": N_("Show"),
    "containing": N_("Containing the words"),
    "shown": N_("Findings shown"),
    "figure": N_("Figure"),
}
_BEFORE, _AFTER = 60, 160  # letters of a source line that are quoted before and after the place
_CODE = re.compile("`([^`]+)`")
_TOKEN = re.compile(r"[^\s,，。；;\[\]{}\"']{1,40}|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Quote:
    """A line of a file: the words before the place, at it, and after it."""

    number: int
    before: str
    at: str
    after: str
    language: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding in the words of the page; `rule` names its rule by the title of its page, empty where there is none.

    `at` is its place as a suppression names it.
    """

    severity: Severity
    place: str
    at: str
    code: str
    rule: str
    message: str
    hint: str
    reason: str
    fixable: bool
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class Section:
    """A standard, or the other files: what was found there, and its figures; `facts` place a standard."""

    id: str
    title: Words
    facts: tuple[str, ...]
    findings: tuple[Finding, ...]
    figures: tuple[Figure, ...]

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings of one severity that count."""
        return tuple(item for item in self.findings if item.severity == severity and not item.reason)

    @property
    def suppressed(self) -> tuple[Finding, ...]:
        """The findings that a written reason accepts."""
        return tuple(item for item in self.findings if item.reason)


def render(report: Report) -> str:
    """The whole page, in the language of the voice; texts without translation in their own, marked."""
    voice, repository = report.voice, report.repository
    manual = {code: told(page, voice) for code, page in pages().items()}
    sections = tuple(_sections(report, manual))
    found = {item.code for section in sections for item in section.findings}
    return environment().get_template("report.html").render(
        language=language_of(voice),
        words={name: voice.gettext(template) for name, template in _WORDS.items()},
        severities=tuple(SEVERITIES),
        repository=_title(repository, language_of(voice)),
        undrawn=not _usable(repository) and any(_professional(repository, name) for name in report.documents),
        sections=sections,
        manual=[page for code, page in manual.items() if code in found],
        style=Markup(style("report")),  # a file of the program
    ) + "\n"


def _coded(words: str) -> Markup:
    """Words with what stands in backticks as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(allowed(words)))))


@cache
def environment() -> Environment:
    """What makes pages of the templates in `pages/`."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, auto_reload=False,
        trim_blocks=True, lstrip_blocks=True, finalize=_printable,
    )
    environment.tests["foreign"] = lambda words, language: not isinstance(words, str) and words.language != language
    environment.filters["coded"] = _coded
    environment.filters["drawing"] = lambda figure: Markup(figure.svg)  # written by an XML library
    return environment


def _printable(value: object) -> object:
    """What a page may hold: a file name need not be UTF-8, and a text may have letters that no page can."""
    return allowed(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _usable(repository: Repository) -> bool:
    return bool(repository.locales)


def _title(repository: Repository, language: str) -> Words:
    return repository.settings.title if _usable(repository) else SETTINGS


def _professional(repository: Repository, document: str) -> bool:
    return isinstance(repository.issued.get(document), ProfessionalStandard)


def _sections(report: Report, manual: Mapping[str, Page]) -> Iterable[Section]:
    """The standards that were checked, or that have findings, in order of their ids; then the other files."""
    repository, voice = report.repository, report.voice
    files = [document_id(path) for path in repository.paths]
    owners = {path: name for name in files for path in own_paths(repository, name)}
    grouped: dict[str, list[Finding]] = {name: [] for name in report.documents}
    others: list[Finding] = []
    quote = _quoter(repository, owners)
    for item in report.diagnostics:
        owner = owners.get(item.where.path)
        finding = _finding(item, report, manual, quote(item.where))
        (others if owner is None else grouped.setdefault(owner, [])).append(finding)
    for number, (name, findings) in enumerate(sorted(grouped.items()), 1):
        yield _section(repository, voice, name, f"standard-{number}", tuple(findings))
    if others:
        yield Section("others", voice.gettext(_WORDS["others"]), (), tuple(others), ())


def _section(
    repository: Repository, voice: Voice, document: str, id: str, findings: tuple[Finding, ...]
) -> Section:
    standard, language = repository.issued.get(document), language_of(voice)
    if standard is None:
        return Section(id, document, (), findings, ())
    if not _usable(repository):
        return Section(id, standard.title, (document, standard.version), findings, ())
    edition = repository.edition(document, language)
    facts = (
        edition.label(f"kind.{standard.kind}"), document, edition.label("version-short", version=standard.version),
        edition.label(f"status.{standard.status}"),
    )
    figures = tuple(_figures(repository, edition, id))
    return Section(id, edition.standard.title, facts, findings, figures)


def _figures(repository: Repository, edition: Edition, id: str) -> Iterable[Figure]:
    standard = edition.standard
    if isinstance(standard, ProfessionalStandard):
        yield by_semester(edition, standard, f"{id}-hours")
        yield by_category(edition, standard, f"{id}-shares")
        level = level_of(repository, standard)
        load = weekly(edition, standard, level, f"{id}-load") if level else None
        if load:
            yield load
        yield matrix(edition, standard, f"{id}-coverage")
        yield graph(edition, standard, f"{id}-prerequisites")


def _finding(item: Diagnostic, report: Report, manual: Mapping[str, Page], quote: Quote | None) -> Finding:
    voice, rule = report.voice, ""
    if item.code in manual:  # its title says what should be, and is not
        rule = Phrase("Rule: {title}", {"title": manual[item.code].title}).words(voice)
    return Finding(
        item.severity, place(item), anchor(report.repository, item.where), item.code, rule,
        item.words(voice), hint(item, voice), item.suppressed, item.fix is not None, quote,
    )


def _quoter(repository: Repository, owners: Mapping[str, str]) -> Callable[[Where], Quote | None]:
    """What finds the line of a place, reading each file once; None where there is no such line."""
    files: dict[str, list[str]] = {}

    def quote(where: Where) -> Quote | None:
        if not where.line:
            return None
        if where.path not in files:
            text, problems = read_text(repository.root, where.path)
            files[where.path] = [] if problems else text.split("\n")
        found = files[where.path]
        if where.line > len(found) or not found[where.line - 1].strip():
            return None
        return _quoted(found[where.line - 1].rstrip(), where, _language(repository, owners, where.path))

    return quote


def _quoted(line: str, where: Where, language: str) -> Quote:
    """The line round the place, with an ellipsis where it is cut."""
    column = min(max(where.column - 1, 0), len(line))
    token = _TOKEN.match(line, column)
    end = token.end() if token else column
    start = column - _BEFORE if column > _BEFORE + 10 else 0
    before = f"…{line[start:column]}" if start else line[:column].lstrip()
    after = line[end : end + _AFTER]
    return Quote(where.line, before, line[column:end], after + ("…" if end + _AFTER < len(line) else ""), language)


def _language(repository: Repository, owners: Mapping[str, str], path: str) -> str:
    """The language of the words in a file; empty where it has none of its own."""
    folder, _, rest = path.partition("/")
    if folder == "translations":
        return next((locale for locale in repository.locales if rest.startswith(f"{locale}/")), "")
    standard = repository.issued.get(owners.get(path, ""))
    return standard.language if standard else ""
