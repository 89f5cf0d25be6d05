"""What a document was made of, let go when it is done.

Styles, boxes of tables and targets of links hold one another in circles, on which all else of a document hangs, and
the garbage collector would have to look at each of some two hundred thousand objects to find that out. Once these few
are emptied by hand, the others go by themselves.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def let_go() -> Iterator[None]:
    """Leave the collector out while one document is made, of which WeasyPrint's objects are not used afterwards."""
    from weasyprint.css import Style
    from weasyprint.css.targets import TargetCollector
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import LayoutContext
    from weasyprint.svg import SVG

    gc.disable()
    try:
        yield
    finally:
        for thing in gc.get_objects(generation=0):
            if isinstance(thing, (Box, Style, TargetCollector, LayoutContext, SVG)):
                thing.__dict__.clear()
        gc.enable()
        gc.collect(0)
