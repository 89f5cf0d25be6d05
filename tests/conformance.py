"""The published schemas that outside checks judge by: data beside the repository, not part of it."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def folder(name: str) -> Path:
    """The folder `name` of the conformance data; where it is absent the test is skipped, and fails under CI.

    The data is `../shared/conformance`, or where the environment variable CONFORMANCE points.
    """
    place = Path(os.environ.get("CONFORMANCE") or ROOT.parent / "shared" / "conformance")
    if not (place / name).is_dir():
        reason = f"the published schemas are not there: no folder {name} in {place}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return place / name
