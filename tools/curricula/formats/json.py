"""One standard in all its languages as JSON, described by `schemas/standard-json.schema.json`.

It says what the XML says: the property names are those of the model, and words stand by language.
"""

import json
from typing import Any

from curricula.editions.edition import Publication
from curricula.editions.record import Group, Property, record

SUFFIX = "json"
MEDIA_TYPE = "application/json"
SCOPE = "publication"

FORMAT = "curricula-standard/1"


def render(publication: Publication) -> tuple[bytes, tuple[str, ...]]:
    """The JSON file, in the order of the model, and no complaints: nothing of the model is lost."""
    whole = {"format": FORMAT, **_object(record(publication))}
    return (json.dumps(whole, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode(), ()


def _object(group: Group) -> dict[str, Any]:
    return {name: _value(value) for name, value in group.properties.items()}


def _value(value: Property) -> Any:
    if isinstance(value, Group):
        return _object(value)
    if isinstance(value, tuple):
        return [_object(item) if isinstance(item, Group) else item for item in value]
    if isinstance(value, float) and value == int(value):
        return int(value)  # one number is written in one way, whether its author wrote 4 or 4.0
    return value
