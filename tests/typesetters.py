"""The same editions set by others: what `make bench` compares our PDFs with. Also a program, which is timed:

    python tests/typesetters.py ours|typst FOLDER [NAME] …      set these pages of a folder, or all of them
    python tests/typesetters.py memory FOLDER COUNT …           set so many, and tell the memory in MB at each count
"""

import json
import os
import sys
from collections.abc import Iterator
from itertools import chain, cycle, islice
from pathlib import Path

from curricula.editions.document import Chapter, Document, Illustration, Item, Provision, Row, Table, Words
from curricula.figures.illustrating import illustrated
from curricula.fonts.pinned import FOLDER as FONTS
from curricula.pages.engine import prepare, typeset
from curricula.pages.markup import markup, stylesheet
from curricula.repository import Repository

PAGES, STYLE = "{}.page.html", "{}.page.css"


def lay_out(root: Path, documents: tuple[str, ...], folder: Path) -> list[str]:
    """Write the editions of some standards, drawings included, as each program wants them; their names.

    A newcomer to WeasyPrint has the same style in the page, and does not think of fixed tables.
    """
    repository = Repository(root)
    names = []
    for place, document in enumerate(documents):
        for locale in repository.locales:
            name = f"{place}-{locale}"
            edition = illustrated(repository.edition(document, locale))
            page, css = markup(edition), stylesheet(edition)
            (folder / PAGES.format(name)).write_text(page, encoding="utf-8")
            (folder / STYLE.format(name)).write_text(css, encoding="utf-8")
            naive = page.replace("</head>", f"<style>{css.replace('table-layout: fixed;', '')}</style></head>", 1)
            assert naive.count("<style>") == 1
            (folder / f"{name}.html").write_text(naive, encoding="utf-8")
            (folder / f"{name}.typ").write_text("\n".join(_typst(edition, name, folder)), encoding="utf-8")
            names.append(name)
    return names


def _typst(document: Document, name: str, folder: Path) -> Iterator[str]:
    """A document in the language of Typst; words are string literals, in which nothing has to be escaped twice."""
    yield f"#set document(title: {_words(document.title)})"
    yield '#set page(paper: "a4", margin: (top: 27mm, bottom: 22mm, left: 25mm, right: 20mm), numbering: "1 / 1",'
    yield f"  header: text(8pt, {_words(document.title)}))"
    language = document.locale.partition("-")[0]
    yield f'#set text(10.5pt, lang: "{language}", hyphenate: true, font: ("Noto Serif", "Noto Serif SC"))'
    yield "#set par(justify: true)"
    yield "#set table(stroke: 0.5pt + gray)"
    yield '#show heading: set text(font: ("Noto Sans", "Noto Sans SC"))'
    yield "#show table: set text(9pt)"
    yield f"#align(center, text(24pt, {_words(document.title)}))"
    for fact in document.facts:
        yield f"#par[#{_words(fact.label)}: {_lines(fact.lines)}]"
    yield "#pagebreak()\n#outline()\n#pagebreak()"
    for chapter in document.chapters:
        yield from _chapter(chapter, 1, name, folder)


def _chapter(chapter: Chapter, level: int, name: str, folder: Path) -> Iterator[str]:
    yield f"#heading(level: {level}, {_words(f'{chapter.number} {chapter.title}')})"
    for block in chapter.blocks:
        if isinstance(block, Provision):
            yield from _provision(block, 0)
        elif isinstance(block, Table):
            yield from _table(block)
        else:
            yield from _drawing(block, name, folder)
    for section in chapter.sections:
        yield from _chapter(section, level + 1, name, folder)


def _provision(provision: Provision, depth: int) -> Iterator[str]:
    words = " ".join(str(part) for part in (provision.number, provision.title, provision.text) if part)
    yield f"#pad(left: {depth}em, par({_words(words)}))"
    for part in provision.provisions:
        yield from _provision(part, depth + 2)


def _table(table: Table) -> Iterator[str]:
    if table.wide:
        yield "#page(flipped: true)["
    columns = ", ".join(f"{column.width}fr" for column in table.columns)
    yield f"#par(strong({_words(table.caption)}))"
    yield f"#table(columns: ({columns},),"
    if table.head:
        yield f"table.header({', '.join(chain.from_iterable(map(_cells, table.head)))}),"
    for row in chain.from_iterable(table.groups):
        yield f"{', '.join(_cells(row))},"
    yield ")"
    if table.wide:
        yield "]"


def _cells(row: Row) -> Iterator[str]:
    for cell in row.cells:
        words = _lines(tuple(f"{line.letter} {line.words}" if isinstance(line, Item) else line for line in cell.lines))
        strong = "strong" if cell.head else ""
        yield f"table.cell(colspan: {cell.columns}, rowspan: {cell.rows}, {strong}[{words}])"


def _drawing(drawing: Illustration, name: str, folder: Path) -> Iterator[str]:
    for number, svg in enumerate(drawing.svg.split("</svg>")[:-1]):
        file = f"{name}-{drawing.id}-{number}.svg"
        (folder / file).write_text(svg.strip() + "</svg>", encoding="utf-8")
        yield f'#figure(image("{file}", width: 100%), caption: {_words(drawing.caption)})'


def _lines(lines: tuple[Words, ...]) -> str:
    return " #linebreak() ".join(f"#{_words(line)}" for line in lines)


def _words(words: object) -> str:
    """Words as a string literal of Typst."""
    text = words if isinstance(words, str) else getattr(words, "words", words)
    return json.dumps(str(text), ensure_ascii=False)


def _ours(folder: Path, names: list[str]) -> Iterator[bytes]:
    prepare(folder)
    for name in names:
        page, css = ((folder / file.format(name)).read_text(encoding="utf-8") for file in (PAGES, STYLE))
        content, complaints = typeset(page, css, name)
        assert not complaints
        yield content


def _resident() -> float:
    """The memory of this process, in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def memory(folder: Path, names: list[str], counts: list[int]) -> Iterator[float]:
    """The memory after so many documents, the names again and again."""
    for number, _ in enumerate(_ours(folder, list(islice(cycle(names), max(counts)))), 1):
        if number in counts:
            yield _resident()


def main() -> None:
    """Do what is timed."""
    what, place, *asked = sys.argv[1:]
    folder = Path(place)
    names = sorted(path.name.removesuffix(".page.html") for path in folder.glob("*.page.html"))
    if what == "memory":
        for figure in memory(folder, names, [int(count) for count in asked]):
            sys.stdout.write(f"{figure:.1f}\n")
    elif what == "typst":
        import typst

        for name in asked or names:
            typst.compile(folder / f"{name}.typ", output=folder / f"{name}.typst.pdf", font_paths=[FONTS])
    else:
        for name, content in zip(asked or names, _ours(folder, asked or names), strict=True):
            (folder / f"{name}.ours.pdf").write_bytes(content)


if __name__ == "__main__":
    main()
