"""Under which names other systems know a standard, its editions and its licence.

A standard is `urn:uuid:` and its permanent identifier. Where the repository has a web address, an edition is the
address of its page; where it has none, a URN made of the standard's identifier and the language.
"""

import re

from curricula.case.identifiers import document
from curricula.editions.edition import Edition
from curricula.model.common import Reference

_CREATIVE_COMMONS = re.compile(r"CC-(BY(?:-NC)?(?:-ND|-SA)?)-(\d\.\d)")


def work(edition: Edition) -> str:
    """The name of the standard in all its languages and versions."""
    return f"urn:uuid:{edition.standard.uuid}"


def page(edition: Edition, locale: str) -> str:
    """The address of the standard's web page in a language; empty where there is none.

    An edition that follows an earlier version does not know the folder of the present one.
    """
    standard = edition.standard
    return "" if edition.lag else _page(edition, standard.id, standard.version, locale)


def _page(edition: Edition, standard: str, version: str, locale: str) -> str:
    address = edition.shared.address
    return f"{address}/{standard}/{version}/{locale}.html" if address else ""


def named(edition: Edition, locale: str) -> str:
    """The name of the standard's edition in a language: its page, or else the URN of its framework in CASE."""
    return page(edition, locale) or f"urn:uuid:{document(edition.standard.uuid, edition.source_language, locale)}"


def other(edition: Edition, reference: Reference) -> str:
    """The name of another standard's edition in the same language; empty where it is not in the repository."""
    if reference.id not in edition.shared.standards:
        return ""
    identifier, language = edition.shared.standards[reference.id]
    found = _page(edition, reference.id, reference.version, edition.locale)
    return found or f"urn:uuid:{document(identifier, language, edition.locale)}"


def licence(identifier: str) -> str:
    """The address of a licence by its SPDX identifier."""
    parts = _CREATIVE_COMMONS.fullmatch(identifier)
    if parts:
        return f"https://creativecommons.org/licenses/{parts[1].lower()}/{parts[2]}/"
    return f"https://spdx.org/licenses/{identifier}.html"
