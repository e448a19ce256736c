"""XML from strangers: parsed without document types, so that no entity expands and nothing is fetched."""

from __future__ import annotations

from typing import BinaryIO
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from detente.reading.describing import TEXT_LIMIT, Unreadable

BYTE_LIMIT = 4 * TEXT_LIMIT
DEPTH_LIMIT = 200
"""Elements within one another: beyond any document, and within what the readers can walk."""


def parse(stream: BinaryIO, limit: int = BYTE_LIMIT) -> Element:
    """The root element of an XML document, tags without their namespaces, attributes with them in braces.

    Raises Unreadable for what is no XML, longer than `limit` bytes, nested too deeply, or declares a document type.
    """
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise Unreadable(f"longer than {limit:,} bytes")
    if not data.strip():
        raise Unreadable("is empty")
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    depth = 0

    def refuse(*_: object) -> None:
        # Entities can be made to expand without end or to fetch other files; none of what is read here needs any.
        raise Unreadable("declares a document type, which is not allowed (entities can do harm)")

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH_LIMIT:
            raise Unreadable("nested too deeply")
        builder.start(tag.rpartition("}")[2], {"{" + k if "}" in k else k: v for k, v in attributes.items()})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(tag.rpartition("}")[2])

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(data, True)
    except expat.ExpatError as e:
        raise Unreadable(f"not XML: line {e.lineno}: {expat.errors.messages[e.code]}") from None
    except LookupError:
        raise Unreadable("in an encoding that is not known here") from None
    return builder.close()


def plain(element: Element) -> str:
    """All text of an element, white space normalised."""
    return " ".join("".join(element.itertext()).split())
