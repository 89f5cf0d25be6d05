"""Sealed copies of PDFs, as readers of PDF show them: PAdES-B-B (EN 319 142-1), invisible, with pyHanko.

They are copies: the PDFs inside a package stay as they were made, without a time. The signature is appended, so
what it covers is the whole file, and the file keeps to PDF/A and PDF/UA.
"""

import hashlib
import io
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from curricula.diagnostics import CurriculaError
from curricula.packages import cades
from curricula.packages.keys import Sealer
from curricula.packages.signing import contents

_FIELD = "Seal"
_ROOM = 16384  # bytes for the signature; one with a chain of three RSA certificates has about 6000
_PLACE = "data/pdf/"


def copies(package: Path, content: bytes, sealer: Sealer, when: datetime) -> Mapping[Path, bytes]:
    """The sealed copy of every PDF of a package, by path: `<package>.<language>.pdf` beside it."""
    return {
        package.with_name(f"{package.stem}.{name.removeprefix(_PLACE)}"): sealed(document, sealer, when)
        for name, document in sorted(contents(content).items())
        if name.startswith(_PLACE)
    }


def sealed(document: bytes, sealer: Sealer, when: datetime) -> bytes:
    """A PDF with an invisible signature; the same bytes for the same key, time and document."""
    try:
        from pyhanko.pdf_utils import generic  # of the extra "pdf", and slow to import
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
        from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
        from pyhanko.sign.signers.pdf_byterange import SignatureObject
    except ImportError:
        raise CurriculaError("sealed copies of PDFs need the Python package pyhanko") from None
    output = io.BytesIO(document)
    writer = IncrementalPdfFileWriter(output)
    identity = hashlib.sha256(document + when.isoformat().encode()).digest()[:16]
    writer._document_id[1] = generic.ByteStringObject(identity)  # which pyHanko draws at random
    # It would write the present moment, and its own name, into the document.
    writer._update_meta = lambda: None  # type: ignore[method-assign]
    outside = InvisSigSettings(set_print_flag=True, box_out_of_bounds=True)  # where PDF/UA asks for no tag
    field = SigFieldSpec(_FIELD, invis_sig_settings=outside)
    steps = PdfCMSEmbedder(new_field_spec=field).write_cms(_FIELD, writer)
    next(steps)
    placeholder = SignatureObject(timestamp=when, subfilter=SigSeedSubFilter.PADES, bytes_reserved=2 * _ROOM)
    steps.send(SigObjSetup(sig_placeholder=placeholder))
    prepared = steps.send(SigIOSetup(md_algorithm="sha256", in_place=True))[0]
    steps.send(cades.sign(prepared.document_digest, sealer, None))
    return output.getvalue()
