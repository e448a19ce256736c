"""WARC: the pages of a web crawl (Common Crawl's news, the Internet Archive), each as its kind."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from detente.reading.archives import decompressed
from detente.reading.describing import Defaults, Failure, Unreadable
from detente.reading.parts import Budget, Part, buffered, member, printable, reason

RECORD_LIMIT = 50 << 20
_READ = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf", "application/xml", "text/xml",
         "application/rss+xml", "application/atom+xml")  # fmt: skip


def read(stream: BinaryIO, origin: str, defaults: Defaults, budget: Budget) -> Iterator[Part | Failure]:
    """A Part for each page that a server answered with (status 200), and for each text that was made from one (WET).

    Pictures, scripts and pages that were not there are no documents and are passed over. Raises Unreadable where the
    file cannot be read to its end.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeadersParserException

    seen = 0
    try:
        # Unpacked here, as warcio itself takes some files that are cut off for whole ones.
        records = ArchiveIterator(member(decompressed(stream), budget))
        records.INC_RECORD = ""  # a warning that it would print
        for record in records:
            if record.rec_type not in ("response", "conversion"):
                continue
            seen += 1
            part = _page(record, f"{origin}#", defaults)
            if part is not None:
                yield part
    except (ArchiveLoadFailed, StatusAndHeadersParserException, OSError, EOFError, ValueError, zlib.error) as e:
        raise Unreadable(f"not a WARC file that can be read to its end ({reason(e)})") from None
    if not seen:
        raise Unreadable("holds no pages (or is no WARC file)")


def _page(record: Any, at: str, defaults: Defaults) -> Part | Failure | None:
    url = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    http = record.http_headers if record.rec_type == "response" else None
    if record.rec_type == "response" and (http is None or http.get_statuscode() != "200"):
        return None
    media = str(http.get_header("Content-Type") or "text/html") if http is not None else "text/plain"
    if media.partition(";")[0].strip().lower() not in _READ:
        return None
    at += printable(url)
    data = record.content_stream().read(RECORD_LIMIT + 1)
    if len(data) > RECORD_LIMIT:
        return Failure(at, f"longer than {RECORD_LIMIT:,} bytes")
    if getattr(record.raw_stream, "limit", 0) > 0:
        raise Unreadable(f"cut off in the middle of {printable(url)}")
    return Part("", buffered(data), at, replace(defaults, url=url or None), media)
