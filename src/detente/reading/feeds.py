"""RSS and Atom: every entry, in its own words where the feed has them, else by a link to its page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from detente.model import Document, Interval
from detente.reading.dates import iso
from detente.reading.describing import Defaults, Failure, Unreadable, describe
from detente.reading.flattening import flatten
from detente.reading.markup import BYTE_LIMIT
from detente.reading.parts import Link

WHOLE = 1000
"""Characters from which an entry's own text is taken for the whole story; a teaser is shorter."""


def read(stream: BinaryIO, origin: str, defaults: Defaults) -> Iterator[Document | Failure | Link]:
    """The entries of a feed, in its order.

    A feed that came over the network gives a Link for an entry whose text looks like a teaser; one from a file gives
    what it holds, and nothing is fetched.
    """
    try:
        feed, entries = _parse(stream)
    except Unreadable as e:
        yield Failure(origin, str(e))
        return
    live = origin.startswith(("http://", "https://"))
    for number, entry in enumerate(entries, 1):
        url = str(entry.get("link") or "")
        at = f"{origin}#{number}"
        try:
            contents = [str(c.get("value") or "") for c in entry.get("content", [])] + [str(entry.get("summary") or "")]
            text = max((flatten(c) for c in contents), key=len)
            fields = {
                "title": flatten(str(entry.get("title") or "")), "author": str(entry.get("author") or ""),
                "source": flatten(str(feed.get("title") or "")), "published": _day(entry), "url": url,
                "marked": str(feed.get("language") or ""),
            }  # fmt: skip
            if live and len(text) < WHOLE and url.startswith(("http://", "https://")):
                yield Link(url, at, _known(defaults, fields), text)
            else:
                yield describe(fields | {"text": text}, at, replace(defaults, url=None))
        except Unreadable as e:
            yield Failure(at, str(e))


def _parse(stream: BinaryIO) -> tuple[Any, list[Any]]:
    import feedparser

    data = stream.read(BYTE_LIMIT + 1)
    if len(data) > BYTE_LIMIT:
        raise Unreadable(f"longer than {BYTE_LIMIT:,} bytes")
    if not data.strip():
        raise Unreadable("is empty")
    if re.search(rb"<!ENTITY", data.replace(b"\0", b"")):
        raise Unreadable("declares entities, which is not allowed (they can do harm)")
    found = feedparser.parse(data)
    if not found.entries:
        why = " ".join(str(found.bozo_exception).split())[:100] if found.bozo else "it has no entries"
        raise Unreadable(f"a feed from which nothing can be read ({why})")
    return found.feed, found.entries


def _day(entry: Any) -> str | None:
    """The day that the feed shows; feedparser's own reading of it (in UTC) where it is written in another way."""
    for name in ("published", "created", "updated"):
        # dict's own get, as feedparser's gives one of them for another.
        if day := iso(str(dict.get(entry, name) or "")):
            return day
        if parsed := dict.get(entry, f"{name}_parsed"):
            return f"{parsed.tm_year:04}-{parsed.tm_mon:02}-{parsed.tm_mday:02}"
    return None


def _known(defaults: Defaults, fields: dict[str, str | None]) -> Defaults:
    published = fields["published"]
    return replace(
        defaults,
        published=Interval.parse(published) if published else defaults.published,
        title=fields["title"] or None,
        author=fields["author"] or None,
        source=fields["source"] or defaults.source,
        url=fields["url"],
    )
