"""One short word for all that a standard says, so that a later change shows."""

import hashlib
import json
from typing import Any

from curricula.compare import IDENTITY
from curricula.drafts import data_of
from curricula.model.adoption import Adoption
from curricula.model.standards import Standard

_REFERENCE = {"id", "version"}
_ISSUING = {*IDENTITY, "act"}  # by which an adoption is issued, when its words are approved


def content(standard: Standard, adoption: Adoption | None = None) -> str:
    """What stands for all that a standard says: the first 16 hex digits of SHA-256 of its data.

    What identifies a version is no part of it, nor which version of another standard a reference names:
    that one goes on by itself. Of a standard that a partner has adopted, its `adoption` says the rest: the version that
    is adopted, its scope, its deviations with their reasons.
    """
    data = _unversioned({name: value for name, value in data_of(standard).items() if name not in IDENTITY})
    if adoption is not None:
        own = {name: value for name, value in data_of(adoption).items() if name not in _ISSUING}
        data = {"standard": data, "adoption": own}
    plain = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def _unversioned(value: Any) -> Any:
    if isinstance(value, list):
        return [_unversioned(item) for item in value]
    if isinstance(value, dict):
        return {
            name: _unversioned(item) for name, item in value.items() if name != "version" or set(value) != _REFERENCE
        }
    if isinstance(value, float) and value.is_integer():
        return int(value)  # 4 and 4.0 are one number, whichever an editor writes
    return value
