"""Every language is known, published and named once.

Numbers, dates and names are written as each language writes them, which is known for the languages of
the Unicode CLDR. So the languages of `repository.yaml`, of every standard and of every code list must be
among them; each stands in `repository.yaml` once, and a standard's own language is one of these.

Good:
    settings:
      locales:
        - {tag: zh-Hans, policy: strict}
        - {tag: en, policy: strict}
        - {tag: ru, policy: strict}
        - {tag: uz-Latn, policy: strict}
        - {tag: kk, policy: mark}
Bad:
    settings:
      locales:
        - {tag: zh-Hans, policy: strict}
        - {tag: en, policy: strict}
        - {tag: ru, policy: strict}
        - {tag: uz-Latn, policy: strict}
        - {tag: xq, policy: mark}
Bad:
    settings:
      locales:
        - {tag: zh-Hans, policy: strict}
        - {tag: en, policy: strict}
        - {tag: ru, policy: strict}
        - {tag: uz-Latn, policy: strict}
        - {tag: en, policy: mark}
Bad:
    course:
      language: de
"""

from collections.abc import Iterator

from curricula.diagnostics import Diagnostic
from curricula.locales import known
from curricula.repository import Repository

FIRM = True  # cannot be suppressed: numbers and dates are written by what is known of a language

_CODE = "known-languages"


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Languages CLDR does not know, languages named twice, and standards in a language of no edition."""
    seen: set[str] = set()
    for locale in repository.settings.locales:
        if not known(locale.tag):
            yield Diagnostic(
                locale.where.at("tag"), _CODE, "the language {tag} is not known", {"tag": locale.tag},
                hint="Write the tag of BCP 47, such as zh-Hans, en, ru or uz-Latn.",
            )
        if locale.tag in seen:
            yield Diagnostic(
                locale.where, _CODE, "the language {tag} stands twice", {"tag": locale.tag},
                hint="Keep one of the two: the one with the right policy.",
            )
        seen.add(locale.tag)
    for standard in repository.standards.values():
        if standard.language not in seen:
            yield Diagnostic(
                standard.where.at("language"), _CODE, "no edition is published in the standard's own language {tag}",
                {"tag": standard.language, "tags": ", ".join(sorted(seen))},
                hint="The languages of repository.yaml are {tags}.",
            )
    for entries in repository.common.classifications.values():
        for entry in entries.values():
            if not known(entry.title.language):
                yield Diagnostic(
                    entry.where, _CODE, "the language {tag} is not known", {"tag": entry.title.language},
                    hint="The column language has the tag of BCP 47, such as zh-Hans, en, ru or uz-Latn.",
                )
