"""What authors do to a Word file, done to its XML as Word would do it."""

import copy
import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from curricula.word.body import element, run


class Author:
    """A Word file open for changes; `saved` is what it has become."""

    def __init__(self, content: bytes) -> None:
        self.document = docx.Document(io.BytesIO(content))
        self.body = self.document.element.body

    def saved(self) -> bytes:
        target = io.BytesIO()
        self.document.save(target)
        return target.getvalue()

    def controls(self, tag: str) -> Iterator[Any]:
        for control in self.body.iter(qn("w:sdt")):
            found = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
            if found is not None and found.get(qn("w:val")) == tag:
                yield control

    def control(self, tag: str) -> Any:
        return next(self.controls(tag))

    def write(self, tag: str, words: str, place: int = 0) -> None:
        """Click into a field and type: the hint goes, and with it the mark of an empty field."""
        control = list(self.controls(tag))[place]
        empty = control.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}")
        if empty is not None:
            empty.getparent().remove(empty)
        content = control.find(qn("w:sdtContent"))
        for made in list(content):
            content.remove(made)
        content.append(run(words))

    def paragraph(self, tag: str) -> Any:
        """The paragraph a field stands in."""
        return next(above for above in self.control(tag).iterancestors() if above.tag == qn("w:p"))

    def row(self, tag: str) -> Any:
        return next(above for above in self.control(tag).iterancestors() if above.tag == qn("w:tr"))

    def enter(self, tag: str, words: str) -> Any:
        """Press Enter behind a field and type: a paragraph of the same style and number, without a field."""
        before = self.paragraph(tag)
        made = element("p", copy.deepcopy(before.find(qn("w:pPr"))), run(words))
        before.addnext(made)
        return made

    def tab(self, tag: str, *cells: str) -> Any:
        """Press Tab in the last cell of a row and type: a row of the same shape, without fields."""
        row = self.row(tag)
        made = element("tr")
        for old, words in zip(row.iter(qn("w:tc")), cells, strict=True):
            made.append(element("tc", copy.deepcopy(old.find(qn("w:tcPr"))), element("p", run(words))))
        row.addnext(made)
        return made

    def copied(self, thing: Any) -> Any:
        """Copy and paste: the same again right below, fields and all."""
        made = copy.deepcopy(thing)
        thing.addnext(made)
        return made
