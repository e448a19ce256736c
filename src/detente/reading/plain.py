"""Plain text files, which may begin with lines that describe them ("Title: ...", "Date: 2018-09-20")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePath
from typing import BinaryIO

from detente.model import Document, Interval
from detente.reading.decoding import decode
from detente.reading.describing import TEXT_LIMIT, Defaults, Failure, Unreadable, describe

_HEADER = re.compile(
    r"(title|date|published|written|source|publisher|home|language|url)[ \t]*:[ \t]*(.*)", re.IGNORECASE
)
_MEANS = {"date": "published", "publisher": "source"}
_FORMATS = ("%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y", "%B %Y", "%b %Y")
_IN_NAME = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)")


def read(stream: BinaryIO, origin: str, defaults: Defaults) -> Iterator[Document | Failure]:
    """The one document of a text file. A date in the file's name dates it where its first lines do not."""
    try:
        data = stream.read(4 * TEXT_LIMIT + 1)  # no encoding takes more bytes a character
        if len(data) > 4 * TEXT_LIMIT:
            raise Unreadable(f"text: longer than {TEXT_LIMIT:,} characters")
        fields, text = split_header(decode(data))
        if not text.strip():
            raise Unreadable("is empty" if not fields else "has no text below its first lines")
        named = date_in_name(origin)
        yield describe({"published": named} | fields | {"text": text}, origin, defaults)
    except Unreadable as e:
        yield Failure(origin, str(e))


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
        fields[name] = _iso(value) if name in ("published", "written") else value
        rest = rest[found.end() :].removeprefix("\n")
    return fields, rest.lstrip("\n") if fields else text


def date_in_name(origin: str) -> str | None:
    """The date (YYYY-MM-DD) that a file's name holds; None where it holds none."""
    for found in _IN_NAME.findall(PurePath(origin).name):
        try:
            return Interval.parse(found).iso()
        except ValueError:
            continue
    return None


def _iso(value: str) -> str:
    for form in _FORMATS:
        try:
            day = datetime.strptime(value, form)
        except ValueError:
            continue
        return f"{day:%Y-%m-%d}" if "%d" in form else f"{day:%Y-%m}"
    return value
