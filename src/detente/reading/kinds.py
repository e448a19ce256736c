"""Which module reads what: by MIME type, by the ending of a name, by the first bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from detente.model import Document
from detente.reading import archives, jsonlines, mail, pdf, plain, tables, warc, webpages, word, xmlfiles
from detente.reading.describing import Defaults, Failure, Unreadable
from detente.reading.parts import Budget, Link, Part, printable

Reader = Callable[[BinaryIO, str, Defaults], Iterator[Document | Failure | Part | Link]]


@dataclass(frozen=True, slots=True)
class Unpacker:
    """A reader of what may grow when it is unpacked; it raises Unreadable where the whole cannot be read."""

    unpack: Callable[[BinaryIO, str, Defaults, Budget], Iterator[Document | Failure | Part | Link]]


READERS: dict[str, Reader | Unpacker] = {
    ".txt": plain.read,
    ".text": plain.read,
    ".md": plain.read,
    ".jsonl": jsonlines.read,
    ".ndjson": jsonlines.read,
    ".csv": tables.comma,
    ".tsv": tables.tab,
    ".parquet": tables.parquet,
    ".xml": xmlfiles.read,
    ".tei": xmlfiles.read,
    ".rss": xmlfiles.read,
    ".atom": xmlfiles.read,
    ".html": webpages.read,
    ".htm": webpages.read,
    ".xhtml": webpages.read,
    ".mhtml": mail.saved_page,
    ".mht": mail.saved_page,
    ".pdf": pdf.read,
    ".docx": Unpacker(word.read),
    ".eml": mail.message,
    ".mbox": mail.mailbox,
    ".zip": Unpacker(archives.zipped),
    ".tar": Unpacker(archives.tarred),
    ".tgz": Unpacker(archives.tarred),
    ".tbz2": Unpacker(archives.tarred),
    ".txz": Unpacker(archives.tarred),
    ".gz": Unpacker(archives.compressed),
    ".bz2": Unpacker(archives.compressed),
    ".xz": Unpacker(archives.compressed),
    ".warc": Unpacker(warc.read),
}
"""By the ending of a name; `.tar.gz`, `.warc.gz` and their like by both endings."""

_DOUBLE = {(".tar", e): READERS[".tar"] for e in (".gz", ".bz2", ".xz")} | {(".warc", ".gz"): READERS[".warc"]}

_MEDIA = {
    "text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf", "message/rfc822": ".eml",
    "application/rss+xml": ".xml", "application/atom+xml": ".xml", "application/rdf+xml": ".xml", "text/xml": ".xml",
    "application/xml": ".xml", "application/tei+xml": ".xml", "application/zip": ".zip", "text/csv": ".csv",
    "application/mbox": ".mbox", "application/x-ndjson": ".jsonl", "application/jsonl": ".jsonl",
    "application/warc": ".warc", "multipart/related": ".mhtml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}  # fmt: skip

_SIGNATURES = (
    (b"%PDF-", ".pdf"), (b"PK\x03\x04", ".zip"), (b"PAR1", ".parquet"), (b"WARC/1.", ".warc"),
)  # fmt: skip


def reader(part: Part, otherwise: Reader | None) -> Reader | Unpacker:
    """The reader for `part`; `otherwise` where neither type, name nor first bytes tell.

    Raises Unreadable where there is none.
    """
    media = (part.media or "").partition(";")[0].strip().lower()
    endings = tuple(s.lower() for s in PurePosixPath(part.name.replace("\\", "/")).suffixes[-2:])
    ending = endings[-1] if endings else ""
    if endings in _DOUBLE:
        return _DOUBLE[endings]
    if media in _MEDIA:
        return READERS[_MEDIA[media]]
    if ending in READERS:
        return READERS[ending]
    start = part.stream.peek(1024)[:1024]
    for signature, kind in _SIGNATURES:
        if start.startswith(signature):
            return READERS[".docx" if kind == ".zip" and b"word/" in start else kind]
    if re.match(rb"From \S+ +[A-Z][a-z]{2} [A-Z][a-z]{2} ", start):
        return READERS[".mbox"]
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return READERS[".html"]
    if head.startswith(b"<?xml"):
        return READERS[".xml"]
    if otherwise is not None:
        return otherwise
    if media == "text/plain":
        return plain.read
    raise Unreadable(
        f"no reader for {printable(ending or media) or 'a name without an ending'} (what is read: docs/reading.md)"
    )
