"""The page as it was scanned or printed, beside its text: drawn from the PDF that a document was read from, where it still lies."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from detente.errors import DetenteError
from detente.model import Document, Span

WIDTH = 1000  # dots
MOST_BYTES = 200_000_000


def page_of(document: Document, at: Span | None) -> int | None:
    """The page on which some characters stand, else the first; None where the document has no pages to show."""
    if not document.regions or _file(document) is None:
        return None
    regions = document.regions_of(at) if at else ()
    return (regions or document.regions)[0].page


def pages(document: Document) -> int:
    """How many pages a document's text stands on."""
    return max((r.page for r in document.regions), default=0)


def boxes(document: Document, page: int, at: Span | None) -> list[tuple[float, float, float, float]]:
    """Where some characters stand on a page: left, top, width, height in parts of the page's width and height."""
    found = document.regions_of(at) if at else ()
    return [(x, y, u - x, v - y) for r in found if r.page == page for x, y, u, v in [r.box]]


def picture(document: Document, page: int) -> bytes:
    """A page as PNG. Raises DetenteError where there is no such page, or its file is gone or cannot be read."""
    import pypdfium2 as pdfium

    path = _file(document)
    if path is None or not document.regions:
        raise DetenteError(f"no such picture: the file of {document.id} is not there, or is no PDF")
    try:
        with pdfium.PdfDocument(path) as pdf:
            if not 1 <= page <= len(pdf):
                raise DetenteError(f"no such page: {page}")
            drawn = pdf[page - 1]
            bitmap = drawn.render(scale=WIDTH / max(drawn.get_width(), 1.0), rev_byteorder=True).to_numpy()
    except (pdfium.PdfiumError, OSError) as e:
        raise DetenteError(f"no such picture: {path.name}: {e}") from None
    return _png(bitmap.shape[1], bitmap.shape[0], [row.tobytes() for row in bitmap[:, :, :3]])


def _file(document: Document) -> Path | None:
    path = Path(document.origin or "")
    try:
        fits = path.suffix.lower() == ".pdf" and path.is_file() and path.stat().st_size <= MOST_BYTES
    except (OSError, ValueError):
        return None
    return path if fits else None


def _png(width: int, height: int, rows: list[bytes]) -> bytes:
    # ISO/IEC 15948: signature, header (8 bits, RGB), rows each after a filter byte, end.
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + row for row in rows), 6)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
