"""A number that a check relies on has been compared with its source.

The rules take their numbers from `standards/partners/`, where each has a source and a mark that tells whether
somebody has compared it with that source. A number with `verified: false` may be wrong, and a rule that rests
on it can warn but not fail; so each of them that a standard of this repository relies on is named once, where
it stands: those of its level and credit system, the hours per credit of its partner systems, and the acts
that are cited.

Good:
    system:
      levels:
        - {id: higher-vocational, hours: {minimum: 2500, source: 教职成〔2019〕13号, verified: true}}
        - {id: doctoral, name: 博士, hours: {minimum: 100, source: Hearsay, verified: false}}
Bad:
    system:
      levels:
        - {id: higher-vocational, hours: {minimum: 2500, source: Hearsay, verified: false}}
"""

from collections.abc import Iterator

from curricula.diagnostics import N_, Diagnostic
from curricula.limits import BETWEEN, cited, parameters
from curricula.model.settings import Act
from curricula.model.text import texts
from curricula.repository import Repository

_CODE = "unverified-parameters"
_HINT = N_("Compare it with the source, correct what differs, and write `verified: true`.")


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Numbers and acts in use that nobody has compared with their source, each once."""
    used = {
        found.value.where: found
        for standard in repository.standards.values() for found in parameters(repository, standard)
    }
    for where, found in used.items():
        if not found.value.verified:
            yield Diagnostic(
                where.at("verified"), _CODE, "nobody has compared {name} of {owner} with its source: {source}",
                {"name": found.name, "owner": found.owner, "source": found.value.source},
                hint=_HINT, severity="warning",
            )
    words = [
        BETWEEN.join([text.words for text in texts(standard)]) for standard in repository.standards.values()
    ]
    for act in _acts(repository, [*words, *(found.value.source for found in used.values())]):
        if not act.verified:
            yield Diagnostic(
                act.where.at("verified"), _CODE,
                "nobody has compared the facts of {number} with their source: {source}",
                {"number": act.number, "source": act.source}, hint=_HINT, severity="warning",
            )


def _acts(repository: Repository, words: list[str]) -> Iterator[Act]:
    """The acts that any of the words cite, each once."""
    systems = tuple(repository.systems.values())
    found = (citation.act for text in words for citation in cited(systems, text))
    yield from {act.where: act for act in found if act is not None}.values()
