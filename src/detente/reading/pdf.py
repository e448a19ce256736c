"""PDF files: with text, or scans of it; every line keeps its place on its page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from detente.model import Document
from detente.reading import released
from detente.reading.assembling import PageLine, assemble
from detente.reading.dates import iso
from detente.reading.describing import Defaults, Failure, Unreadable, describe
from detente.reading.guarded import Worker
from detente.reading.naming import named

BYTE_LIMIT = 200 << 20
SECONDS = 180.0
"""Longest that one page may take; a scanned page takes about ten."""

_worker = Worker("detente.reading.pdfpages")
_JUNK = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)\b.*|untitled.*|document ?\d*|scan\w*|print\w*|.*\.(?:docx?|pdf|rtf|wpd|tiff?|indd|qxd)|"
    r"[\w.-]*\d[\w.-]*|(?:unknown|anonymous|administrator|admin|user|owner|author|title)\W*|\W*)",
    re.IGNORECASE,
)


def read(stream: BinaryIO, origin: str, defaults: Defaults) -> Iterator[Document | Failure]:
    """The one document of a PDF file, and a Failure that names the pages that could not be read.

    What is blacked out is `[withheld]` in its text. Published is the date on its stamp of release, else in its name, else
    (where it is no official paper) alone on a line at its top, else the day on which the file was made; written is the
    date in the head of a memorandum or cable. Its title is its subject line, else that of the file, else its largest line.
    """
    try:
        data = stream.read(BYTE_LIMIT + 1)
        if len(data) > BYTE_LIMIT:
            raise Unreadable(f"longer than {BYTE_LIMIT:,} bytes")
        if not data.strip():
            raise Unreadable("is empty")
        answers = _worker.ask({}, data, SECONDS)
        properties: dict[str, str] = next(answers)["properties"]
        pages: list[list[PageLine]] = []
        scans: list[int] = []
        damaged: list[int] = []
        for answer in answers:
            pages.append([PageLine(o["text"], answer["page"], tuple(o["box"])) for o in answer["lines"]])
            if "scan" in answer:
                scans.append(answer["page"])
            if "damaged" in answer:
                damaged.append(answer["page"])
        if scans:
            yield Failure(origin, f"{_pages(scans)} scanned; to read what is on them: pip install 'detente[ocr]'")
        if damaged:
            yield Failure(origin, f"{_pages(damaged)} damaged: not read")
        shown = "\n".join(line.text for page in pages for line in page)
        text, regions = assemble(pages, released.is_released(shown))
        if not text.strip():
            if not scans and not damaged:
                yield Failure(origin, "has no text")
            return
        yield describe(_fields(text, pages, properties, origin) | {"text": text}, origin, defaults, regions)
    except Unreadable as e:
        yield Failure(origin, str(e))


def _fields(text: str, pages: list[list[PageLine]], properties: dict[str, str], origin: str) -> dict[str, Any]:
    from_name, stamped = named(origin), released.dates(text)
    fields: dict[str, Any] = {
        "title": released.subject(text)
        or _sensible(properties.get("Title"))
        or _largest(pages)
        or from_name.get("title"),
        "author": _sensible(properties.get("Author")),
        "published": stamped.get("published")
        or from_name.get("published")
        or (None if stamped.get("written") else released.alone(text))
        or iso(properties.get("CreationDate") or ""),
        "written": stamped.get("written"),
    }
    return {k: v for k, v in fields.items() if v}


def _sensible(value: str | None) -> str | None:
    """A property of the file, unless a program put it there."""
    value = " ".join((value or "").split())
    return value if value and not _JUNK.fullmatch(value) else None


def _largest(pages: list[list[PageLine]]) -> str | None:
    """The largest lines near the top of the first page, where they are clearly larger than most."""
    first = next((p for p in pages if p), [])
    top = [line for line in first if line.box[1] < 0.5 and sum(c.isalpha() for c in line.text) >= 4]
    if not top:
        return None
    heights = sorted(line.height for line in first)
    most = max(top, key=lambda line: line.height)
    if most.height < 1.3 * heights[len(heights) // 2]:
        return None
    at = top.index(most)
    lines = [most.text]
    for line in top[at + 1 : at + 3]:
        if line.height < 0.9 * most.height:
            break
        lines.append(line.text)
    return " ".join(" ".join(lines).split())[:300]


def _pages(numbers: list[int]) -> str:
    """ "page 3 is", "pages 1-4, 7 are"."""
    runs: list[list[int]] = []
    for n in numbers:
        if runs and n == runs[-1][1] + 1:
            runs[-1][1] = n
        else:
            runs.append([n, n])
    said = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs[:20]) + (" ..." if len(runs) > 20 else "")
    return f"page {said} is" if len(numbers) == 1 else f"pages {said} are"
