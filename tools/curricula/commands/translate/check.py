"""Check translations.

Lists the findings of `curricula check` that a translator can mend: those in catalogues, review records and
terminology. With PATHs (files, folders or ids of standards) only their translations are meant. The manual
pages (`curricula explain CODE`) have examples in every language.
"""

from typing import Any

from curricula.commands import check
from curricula.report import Desk, Result

PARAMETERS = check.PARAMETERS


def run(desk: Desk, **asked: Any) -> Result:
    """What `curricula check` finds in translations."""
    return check.run(desk, folders=check.TRANSLATIONS, **asked)
