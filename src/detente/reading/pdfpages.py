"""A PDF's pages to lines, in a process of its own (see `guarded`): PDFium, and what reads scans, are large programs in C++."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from detente.reading import blackouts, scanning
from detente.reading.describing import Unreadable
from detente.reading.guarded import serve
from detente.reading.lines import Line

PAGE_LIMIT = 3000
_GRID = 100_000  # PDFium gives a place on the page in whole dots of a picture; of one this wide
_MOST_DOTS = 3000  # on the longer side of a picture, however large a page says it is


def pages(question: dict[str, Any], data: bytes) -> Iterator[dict[str, Any]]:
    """First `{"count", "properties"}`, then for each page `{"page", "lines"}`, or `{"page", "scan": true}` for one that is
    a scan where nothing here reads scans. Raises Unreadable where the file cannot be read."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
        count = len(document)
        properties = {k: v for k, v in document.get_metadata_dict().items() if v}
    except pdfium.PdfiumError as e:
        locked = "password" in str(e).lower()
        raise Unreadable("is encrypted" if locked else "not a PDF file that can be read (damaged)") from None
    if count > PAGE_LIMIT:
        raise Unreadable(f"more than {PAGE_LIMIT:,} pages")
    yield {"count": count, "properties": {k: _clean(v) for k, v in properties.items()}}
    for number in range(count):
        try:
            page = document[number]
            yield {"page": number + 1} | _page(page)
            page.close()
        except pdfium.PdfiumError:
            yield {"page": number + 1, "lines": [], "damaged": True}


def _page(page: Any) -> dict[str, Any]:
    import pypdfium2.raw as raw

    lines, strange = _lines(page)
    kinds = {o.type for o in page.get_objects(max_depth=3)}
    drawn = bool(kinds - {raw.FPDF_PAGEOBJ_TEXT}) or raw.FPDFPage_GetAnnotCount(page.raw) > 0
    letters = sum(len(line.text) for line in lines)
    scan = (letters < 25 and raw.FPDF_PAGEOBJ_IMAGE in kinds) or (strange > 0.3 * letters > 10)
    if scan:
        if not scanning.available():
            return {"scan": True, "lines": [line.plain() for line in lines]}
        lines = scanning.lines(_picture(page, scanning.RESOLUTION, grey=False))
    if drawn:
        picture = _picture(page, blackouts.RESOLUTION, grey=True)
        lines = blackouts.marked(lines, blackouts.black_boxes(picture), picture)
    return {"lines": [line.plain() for line in lines]}


def _picture(page: Any, resolution: int, grey: bool) -> Any:
    width, height = page.get_size()
    scale = min(resolution / 72, _MOST_DOTS / max(width, height, 1))
    found = page.render(scale=scale, grayscale=grey, may_draw_forms=True, rev_byteorder=False).to_numpy()
    if grey:
        return found[:, :, 0] if found.ndim == 3 else found
    return found[:, :, :3]


def _lines(page: Any) -> tuple[list[Line], int]:
    """The lines of a page in the order of its text, and how many characters have no meaning that is known."""
    import pypdfium2.raw as raw

    text = page.get_textpage()
    place = _Place(page)
    out: list[Line] = []
    current, strange = Line("", []), 0
    for n in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text.raw, n)
        divided = code in (2, 0xFFFE)  # a hyphen at a line's end, after which PDFium goes on without one
        if raw.FPDFText_HasUnicodeMapError(text.raw, n) == 1 or code in (0, 0xFFFD):
            strange += 1
        if letter := "\u00ad" if divided else _letter(code):
            box = place.of(text, n)
            if box is None:  # a space that PDFium put between two words
                box = current.boxes[-1] if current.boxes else (0.0, 0.0, 0.0, 0.0)
            current.text += letter
            current.boxes.append(box)
        if divided or code in (10, 13):
            if current.text.strip():
                out.append(_trimmed(current))
            current = Line("", [])
    if current.text.strip():
        out.append(_trimmed(current))
    return out, strange


class _Place:
    """Where characters stand, from PDFium's corners on the page, through its rotation and crop, to fractions of it."""

    def __init__(self, page: Any) -> None:
        import pypdfium2.raw

        self._page = page
        self._box = pypdfium2.raw.FS_RECTF()
        self._dot = (ctypes.c_int(), ctypes.c_int())

    def of(self, text: Any, n: int) -> tuple[float, float, float, float] | None:
        import pypdfium2.raw as raw

        # The loose box is as high as the font; the tight one as the letter, so that lines would differ in height.
        box = self._box
        if not raw.FPDFText_GetLooseCharBox(text.raw, n, box) or box.left == box.right:
            return None
        (x0, y0), (x1, y1) = (self._fraction(x, y) for x, y in ((box.left, box.top), (box.right, box.bottom)))
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def _fraction(self, x: float, y: float) -> tuple[float, float]:
        import pypdfium2.raw as raw

        raw.FPDF_PageToDevice(self._page.raw, 0, 0, _GRID, _GRID, 0, x, y, *self._dot)
        return self._dot[0].value / _GRID, self._dot[1].value / _GRID


def _letter(code: int) -> str:
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return ""
    letter = chr(code)
    return "" if code in (10, 13) else " " if letter.isspace() else letter if letter.isprintable() else ""


def _trimmed(line: Line) -> Line:
    start, end = len(line.text) - len(line.text.lstrip()), len(line.text.rstrip())
    return Line(line.text[start:end], line.boxes[start:end])


def _clean(value: str) -> str:
    return "".join(c for c in value if c.isprintable())[:1000]


if __name__ == "__main__":
    serve(pages)
