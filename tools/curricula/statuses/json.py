"""The status for programs: one JSON object, as `schemas/status.schema.json` describes it."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from curricula.reviews import STATES
from curricula.standing import LEVELS, OPEN, Item, Overview, Standing, numbers, share, words

FORMAT = "curricula-status/1"


def render(overview: Overview) -> str:
    """The object; texts that somebody has to translate are listed one by one."""
    return json.dumps({
        "format": FORMAT,
        "translations": [_standing(standing) for standing in overview.standings],
        "totals": [{"locale": locale, **_figures(overview.total(locale))} for locale in overview.locales],
        "missed": [_missed(item.arguments, item.words(overview.voice)) for item in overview.missed],
    }, ensure_ascii=False, indent=2) + "\n"


def _standing(standing: Standing) -> dict[str, Any]:
    lag = standing.lag
    return {
        "document": standing.document,
        "locale": standing.locale,
        "derivedFrom": standing.origin or None,
        "pivot": standing.pivot or None,
        **_figures(standing.items),
        "published": {"version": lag.version, "issued": lag.issued, "changes": lag.changes} if lag else None,
        "open": [_item(item) for item in standing.of(*OPEN)],
    }


def _figures(items: Collection[Item]) -> dict[str, Any]:
    """Numbers by state, the last of which are ready; the shares are in percent, rounded down."""
    found = numbers(items)
    return {
        "texts": len(items),
        "words": words(items),
        "states": {
            name: {"texts": found[name], "words": words(item for item in items if item.state == name)}
            for name in STATES
        },
        "percent": {level: share(items, level) for level in LEVELS},
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "key": item.text.key,
        "state": item.state,
        "chapter": item.chapter or None,
        "words": item.words,
        "reason": item.reason or None,
        "language": item.text.language,
        "source": item.text.words,
        "previous": item.previous or None,
        "target": item.target or None,
    }


def _missed(arguments: Mapping[str, Any], message: str) -> dict[str, Any]:
    """A requirement that is missed; the English word of a level is its name."""
    facts = {name: arguments[name] for name in ("document", "locale", "reached", "total", "share", "least")}
    return facts | {"level": str(arguments["level"]), "message": message}
