"""TEI XML, as the historians of the US State Department publish it: articles, and volumes of documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import BinaryIO
from xml.etree.ElementTree import Element

from detente.model import Document
from detente.reading import markup
from detente.reading.dates import iso
from detente.reading.describing import Defaults, Failure, Unreadable, describe
from detente.reading.markup import plain
from detente.reading.naming import named

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_DATES = "{http://history.state.gov/frus/ns/1.0}doc-dateTime-"
_BLOCKS = frozenset(
    ("head", "p", "ab", "item", "label", "opener", "closer", "dateline", "salute", "signed", "cell", "byline")
) | frozenset(("docAuthor", "l", "note"))
_LEFT_OUT = frozenset(("teiHeader", "figure", "graphic", "del", "listBibl"))
_REPLACED = frozenset(("sic", "orig", "abbr"))  # beside what the editors read instead, in a <choice>


def read(stream: BinaryIO, origin: str, defaults: Defaults) -> Iterator[Document | Failure]:
    """The documents of a TEI file: one, or each `<div type="document">` of a volume; blocks are separated by blank
    lines, white space normalised, pictures and lists of references left out, a `<gap>` marked in brackets.

    Published is the date of the publication statement, or a year in it. Written is that of the profile's creation; in
    a volume, of the document's own attributes or dateline, its title is its heading, and its origin ends in its id.
    """
    try:
        root = markup.parse(stream)
        if root.tag not in ("TEI", "TEI.2", "div"):
            raise Unreadable(f"XML, but not TEI (its root is <{root.tag}>)")
        header = named(origin) | _header(root)
        parts = [e for e in root.iter("div") if e.get("type") == "document"]
        if not parts:
            yield describe(header | {"text": _text(root)}, origin, defaults)
    except Unreadable as e:
        yield Failure(origin, str(e))
        return
    for n, part in enumerate(parts, 1):
        at = f"{origin}#{part.get(_ID) or n}"
        try:
            yield describe(header | _own(part, root) | {"text": _text(part)}, at, defaults)
        except Unreadable as e:
            yield Failure(at, str(e))


def _text(e: Element) -> str:
    text = "\n\n".join(_blocks(e))
    if not text:
        raise Unreadable("has no text in paragraphs")
    return text


def _own(part: Element, root: Element) -> dict[str, str]:
    """What a document in a volume says of itself."""
    out: dict[str, str] = {}
    head = part.find("head")
    if head is not None:
        out["title"] = re.sub(r"^\d+\.\s+", "", next(_blocks(head), ""))
    first, last = (part.get(_DATES + end, "")[:10] for end in ("min", "max"))
    if not first:
        first = last = next((d for e in part.iter("dateline") for x in e.iter("date") if (d := _when(x))), "")
    both = zip(first.split("-"), (last or first).split("-"), strict=False)
    out["written"] = "-".join(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], both))
    volume = next((plain(i) for i in root.iter("idno") if plain(i).startswith("frus")), None)
    if volume and part.get(_ID):
        out["url"] = f"https://history.state.gov/historicaldocuments/{volume}/{part.get(_ID)}"
    return {k: v for k, v in out.items() if v}


def _blocks(root: Element) -> Iterator[str]:
    """Texts of the blocks, in order; a note follows the block that it is attached to."""
    current: list[str] = []
    notes: list[Element] = []

    def flush() -> Iterator[str]:
        text = " ".join("".join(current).split())
        current.clear()
        if text:
            yield text

    def walk(e: Element) -> Iterator[str]:
        if e.tag in _LEFT_OUT:
            return
        if e.tag == "gap":
            kept = re.search(r"illegible|damage|missing", e.get("reason", ""))
            current.append("[illegible]" if kept else "[withheld]")
        block = e.tag in _BLOCKS
        if block:
            yield from flush()
        current.append(e.text or "")
        for child in e:
            if e.tag == "choice" and child.tag in _REPLACED and len(e) > 1:
                pass
            elif child.tag == "note":
                notes.append(child)
            else:
                if child.tag in ("lb", "pb"):
                    current.append(" ")
                yield from walk(child)
            current.append(child.tail or "")
        if block or e.tag in ("div", "body", "row"):
            yield from flush()
            while notes and e.tag != "note":
                yield from walk(notes.pop(0))

    yield from walk(root)
    yield from flush()


def _header(root: Element) -> dict[str, str]:
    out: dict[str, str] = {}
    titles = root.findall("./teiHeader/fileDesc/titleStmt/title")
    by_type = {t.get("type"): t for t in reversed(titles)}
    chosen = next((by_type[k] for k in ("complete", "main", None) if k in by_type), titles[0] if titles else None)
    statement = root.find("./teiHeader/fileDesc/publicationStmt")
    if chosen is not None:
        out["title"] = plain(chosen)
    if statement is not None:
        day = _when(statement.find(".//date"))
        years = re.findall(r"\b(?:1[5-9]|20)\d\d\b", plain(statement))
        if day or years:
            out["published"] = day or years[-1]
        publisher = statement.find(".//publisher")
        source = plain(publisher) if publisher is not None else re.sub(r"\W*\b\d{4}\W*$", "", plain(statement))
        out["source"] = source
    written = _when(root.find("./teiHeader/profileDesc/creation/date"))
    if written:
        out["written"] = written
    language = root.get(_LANGUAGE) or next((e.get(_LANGUAGE) for e in root.iter("text")), None)
    if language:
        out["language"] = language
    return {k: v for k, v in out.items() if v}


def _when(date: Element | None) -> str | None:
    if date is None:
        return None
    return iso(date.get("when") or date.get("notBefore") or plain(date))
