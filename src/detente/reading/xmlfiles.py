"""XML files: told apart by their root element (TEI, RSS, Atom, XHTML)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from detente.model import Document
from detente.reading import feeds, tei, webpages
from detente.reading.describing import Defaults, Failure
from detente.reading.markup import BYTE_LIMIT
from detente.reading.parts import Link, buffered

_ROOT = re.compile(rb"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")


def read(stream: BinaryIO, origin: str, defaults: Defaults) -> Iterator[Document | Failure | Link]:
    """The documents of an XML file, by the reader for its root element; one that is not known is left to TEI to refuse."""
    data = stream.read(BYTE_LIMIT + 1)
    start = re.sub(rb"<!--.*?-->", b"", data[:8192].replace(b"\0", b""), flags=re.DOTALL)
    m = _ROOT.search(start)
    root = m[1].lower() if m else b""
    if root in (b"rss", b"feed", b"rdf"):
        yield from feeds.read(buffered(data), origin, defaults)
    elif root == b"html":
        yield from webpages.read(buffered(data), origin, defaults)
    else:
        yield from tei.read(buffered(data), origin, defaults)
