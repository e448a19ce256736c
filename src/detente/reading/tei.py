"""TEI XML, as the historians of the US State Department publish it: headings, paragraphs and what the header says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from detente.model import Document
from detente.reading.describing import TEXT_LIMIT, Defaults, Failure, Unreadable, describe
from detente.reading.plain import date_in_name

BYTE_LIMIT = 4 * TEXT_LIMIT
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_BLOCKS = frozenset(
    ("head", "p", "ab", "item", "label", "opener", "closer", "dateline", "salute", "signed", "cell", "byline")
) | frozenset(("docAuthor", "l", "note"))
_LEFT_OUT = frozenset(("teiHeader", "figure", "graphic", "del", "listBibl"))
_REPLACED = frozenset(("sic", "orig", "abbr"))  # beside what the editors read instead, in a <choice>


def read(stream: BinaryIO, origin: str, defaults: Defaults) -> Iterator[Document | Failure]:
    """The one document of a TEI file: its blocks separated by blank lines, white space normalised, pictures and
    lists of references left out.

    Published is the date of the publication statement, or a year in it; written, that of the profile's creation.
    """
    try:
        root = _parse(stream)
        text = "\n\n".join(_blocks(root))
        if not text:
            raise Unreadable("has no text in paragraphs")
        yield describe({"published": date_in_name(origin)} | _header(root) | {"text": text}, origin, defaults)
    except Unreadable as e:
        yield Failure(origin, str(e))


def _parse(stream: BinaryIO) -> Element:
    data = stream.read(BYTE_LIMIT + 1)
    if len(data) > BYTE_LIMIT:
        raise Unreadable(f"longer than {BYTE_LIMIT:,} bytes")
    if not data.strip():
        raise Unreadable("is empty")
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")

    def refuse(*_: object) -> None:
        # Entities can be made to expand without end or to fetch other files; TEI needs none.
        raise Unreadable("declares a document type, which is not allowed (entities can do harm)")

    def name(tag: str) -> str:
        return "{" + tag if "}" in tag else tag

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda tag, attributes: builder.start(
        tag.rpartition("}")[2], {name(k): v for k, v in attributes.items()}
    )
    parser.EndElementHandler = lambda tag: builder.end(tag.rpartition("}")[2])
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(data, True)
    except expat.ExpatError as e:
        raise Unreadable(f"not XML: line {e.lineno}: {expat.errors.messages[e.code]}") from None
    except LookupError:
        raise Unreadable("in an encoding that is not known here") from None
    root = builder.close()
    if root.tag not in ("TEI", "TEI.2", "div"):
        raise Unreadable(f"XML, but not TEI (its root is <{root.tag}>)")
    return root


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
        out["title"] = _plain(chosen)
    if statement is not None:
        day = _when(statement.find(".//date"))
        years = re.findall(r"\b(?:1[5-9]|20)\d\d\b", _plain(statement))
        if day or years:
            out["published"] = day or years[-1]
        publisher = statement.find(".//publisher")
        source = _plain(publisher) if publisher is not None else re.sub(r"\W*\b\d{4}\W*$", "", _plain(statement))
        out["source"] = source
    written = _when(root.find("./teiHeader/profileDesc/creation/date"))
    if written:
        out["written"] = written
    language = root.get(_LANGUAGE) or next((e.get(_LANGUAGE) for e in root.iter("text")), None)
    if language:
        out["language"] = language
    return {k: v for k, v in out.items() if v}


def _plain(e: Element) -> str:
    return " ".join("".join(e.itertext()).split())


def _when(date: Element | None) -> str | None:
    if date is None:
        return None
    found = re.match(r"\d{4}(?:-\d\d(?:-\d\d)?)?", date.get("when") or _plain(date))
    return found[0] if found else None
