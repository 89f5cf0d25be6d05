"""Write an Uzbek text in the other alphabet.

FILE is a text in UTF-8; `-`, or nothing, reads what is typed or piped in. Codes, formulas, web addresses, foreign
names and whatever stands in backticks or braces stay as they are; units are written as the alphabet has them. The
result is printed, or written to the file that --output names.
"""

import sys
from pathlib import Path

import click

from curricula.diagnostics import CurriculaError, Phrase
from curricula.files import replace_file
from curricula.report import Desk, Result
from curricula.transliteration.cyrillic import to_cyrillic
from curricula.transliteration.latin import to_latin

NEEDS_REPOSITORY = False
PARAMETERS = [
    click.Argument(["file"], type=click.Path(path_type=Path, allow_dash=True), default="-"),
    click.Option(
        ["--to", "alphabet"], type=click.Choice(["cyrillic", "latin"]), required=True, help="The alphabet to write in.",
    ),
    click.Option(
        ["--output"], type=click.Path(path_type=Path, dir_okay=False), default=None, help="The file to write.",
    ),
    click.Option(
        ["--keep", "kept"], multiple=True, metavar="WORDS",
        help="Leave these words as they are; may be given more than once.",
    ),
]


def run(desk: Desk, file: Path, alphabet: str, output: Path | None, kept: tuple[str, ...]) -> Result:
    """The text, or the path of the file it was written to."""
    if output is not None and output.exists():
        raise CurriculaError("{file} exists already; nothing was changed", file=output)
    text = _text(file)
    written = to_cyrillic(text, protected=kept) if alphabet == "cyrillic" else to_latin(text, protected=kept)
    if output is None:
        return Result(page=written)
    replace_file(output, written.encode())
    return Result(lines=(str(output),))


def _text(file: Path) -> str:
    """What is in the file, or comes from standard input; a byte order mark is no part of it."""
    try:
        content = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except FileNotFoundError:
        raise CurriculaError("{file} does not exist", file=file) from None
    except OSError as error:
        raise CurriculaError("{file} cannot be read: {reason}", file=file, reason=error.strerror or error) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        where = Phrase("standard input") if str(file) == "-" else file
        raise CurriculaError(
            "{file} is not UTF-8 text, see line {line}; save it in UTF-8", file=where, line=line
        ) from None
