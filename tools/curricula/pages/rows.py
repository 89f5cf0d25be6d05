"""Rows that are divided between pages: each of their cells begins at the foot, or none does."""

from typing import Any


def begin_with_every_cell() -> None:
    """Teach WeasyPrint so. It has no option for it: two of its functions are wrapped, so its version is pinned.

    Where nothing of a cell fits, WeasyPrint leaves it empty below a head that does, and its words go on overleaf.
    """
    from weasyprint.formatting_structure.boxes import TableRowBox
    from weasyprint.layout import block

    block.block_container_layout = _remembered(block.block_container_layout)
    TableRowBox.copy_with_children = _given_up(TableRowBox.copy_with_children)


def _remembered(lay_out: Any) -> Any:
    """`block_container_layout`, by which a box, such as a cell, remembers whether it could not begin."""

    def laid(context: Any, box: Any, *given: Any, **named: Any) -> Any:
        resume_at = named["skip_stack"] if "skip_stack" in named else given[1]  # by name for blocks in lines
        box.without_room = False
        made = lay_out(context, box, *given, **named)
        box.without_room = made[0] is None and resume_at is None
        return made

    return laid


def _given_up(copy: Any) -> Any:
    """`copy_with_children` of a row; a row of nothing but empty cells is what WeasyPrint takes overleaf whole."""

    def copied(row: Any, cells: list[Any]) -> Any:
        if any(getattr(cell, "without_room", False) for cell in row.children):
            for cell in cells:
                cell.empty = True
        return copy(row, cells)

    return copied
