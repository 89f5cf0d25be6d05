"""What the program reads of its own repository: the schemas, and the translations of its labels.

In the repository they stand beside `tools/`; a wheel brings them along in `curricula/brought` (see
`tools/building.py`).
"""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
BROUGHT = PACKAGE / "brought"
_TOP = BROUGHT if BROUGHT.is_dir() else PACKAGE.parents[1]

SCHEMAS = _TOP / "schemas"
TRANSLATIONS = _TOP / "translations"
