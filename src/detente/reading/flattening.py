"""HTML that is all story (an entry of a feed, a message) to text: its blocks, separated by blank lines."""

from __future__ import annotations

import re
from typing import Any

_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "big", "cite", "code", "em", "font", "i", "ins", "kbd", "label", "mark", "q", "s", "small",
     "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr")
)  # fmt: skip
_LEFT_OUT = frozenset(("script", "style", "head", "template", "noscript", "del", "svg", "object", "iframe", "title"))


def flatten(markup: str) -> str:
    """The text of a piece of HTML; what is no HTML comes back with its white space normalised, line by line."""
    if not re.search(r"<[A-Za-z/!]|&#?\w+;", markup):
        return "\n".join(" ".join(line.split()) for line in markup.split("\n")).strip()
    from lxml import etree, html

    try:
        tree = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", markup.replace("\0", "")))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    blocks: list[str] = []
    current: list[str] = []

    def flush() -> None:
        text = " ".join("".join(current).split())
        current.clear()
        if text:
            blocks.append(text)

    def walk(e: Any) -> None:
        if not isinstance(e.tag, str) or e.tag in _LEFT_OUT:
            return
        block = e.tag not in _INLINE
        if block:
            flush()
        current.append(e.text or "")
        for child in e:
            walk(child)
            current.append(child.tail or "")
        if block:
            flush()

    walk(tree)
    flush()
    return "\n\n".join(blocks)
