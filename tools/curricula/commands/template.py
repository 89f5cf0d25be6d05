"""Write a Word template to fill in.

The file has the headings, tables and fields of a standard in the language of --locale, and tells in
each field what belongs there. When it is filled in, `curricula import` makes a standard of it. Without
--output the file is called after its kind and language, and lies in the folder you are in.
"""

import uuid
from pathlib import Path

import click

from curricula.diagnostics import CurriculaError, Phrase
from curricula.files import replace_file
from curricula.messages.wording import voice, voices
from curricula.placing import spoken
from curricula.report import Desk, Result
from curricula.repository import Repository
from curricula.selection import chosen
from curricula.word.package import packed
from curricula.word.template import template
from curricula.word.values import Wording

PARAMETERS = [
    click.Argument(["kind"], type=click.Choice(["professional", "course", "practice"])),
    click.Option(["--locale"], default=None, help=(
        "Language of the template; by default that of the messages, if the repository has it."
    )),
    click.Option(
        ["--output"], type=click.Path(path_type=Path, dir_okay=False), default=None, help="The file to write.",
    ),
]


def run(desk: Desk, kind: str, locale: str | None, output: Path | None) -> Result:
    """The path of the template."""
    repository = Repository(desk.root)
    language = chosen((locale or spoken(repository, desk.voice),), repository.locales)[0]
    path = output or Path(f"{kind}-{language}.docx")
    if path.exists():
        raise CurriculaError("{file} exists already; nothing was changed", file=path)
    wording = Wording(repository, language)
    words = voice(language) if language in voices() else desk.voice
    replace_file(path, packed(*template(kind, language, wording, words, str(uuid.uuid4()))))
    return Result(lines=(str(path), Phrase("next: fill it in, then `curricula import {file} --id …`", {"file": path})))
