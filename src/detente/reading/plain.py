"""Plain text files: one document, which may begin with lines that describe it, or an export of many articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from detente.model import Document
from detente.reading import exports, released
from detente.reading.dates import iso
from detente.reading.decoding import decode
from detente.reading.describing import Defaults, Failure, Unreadable, describe
from detente.reading.naming import named

EXPORT_LIMIT = 100 << 20
"""Most bytes in a file of articles; one text has `TEXT_LIMIT`."""

_HEADER = re.compile(
    r"(title|date|published|written|source|publisher|author|home|language|url)[ \t]*:[ \t]*(.*)", re.IGNORECASE
)
_MEANS = {"date": "published", "publisher": "source"}


def read(stream: BinaryIO, origin: str, defaults: Defaults) -> Iterator[Document | Failure]:
    """The one document of a text file, or every article of an export of LexisNexis or Factiva.

    What the first lines do not say is taken from what a released paper says of itself (its dates), then from the
    file's name.
    """
    try:
        data = stream.read(EXPORT_LIMIT + 1)
        if len(data) > EXPORT_LIMIT:
            raise Unreadable(f"longer than {EXPORT_LIMIT:,} bytes")
        text = decode(data)
        found = exports.articles(text)
        if found is None:
            fields, text = split_header(text)
            if not text.strip():
                raise Unreadable("is empty" if not fields else "has no text below its first lines")
            yield describe(named(origin) | released.dates(text) | fields | {"text": text}, origin, defaults)
            return
    except Unreadable as e:
        yield Failure(origin, str(e))
        return
    for number, article in enumerate(found, 1):
        at = f"{origin}#{number}"
        try:
            yield describe(article, at, defaults)
        except Unreadable as e:
            yield Failure(at, str(e))


def split_header(text: str) -> tuple[dict[str, str], str]:
    """What the first lines say of the document, by field, and the text below them.

    Only lines at the very top count, and only with the keys that are known; the first other line ends them.
    """
    fields: dict[str, str] = {}
    rest = text.lstrip("\n")
    while found := _HEADER.match(rest):
        name = found[1].lower()
        name = _MEANS.get(name, name)
        value = found[2].strip()
        fields[name] = (iso(value) or value) if name in ("published", "written") else value
        rest = rest[found.end() :].removeprefix("\n")
    return fields, rest.lstrip("\n") if fields else text
