"""Stretches of a text in quotation marks, as token ranges, whatever marks they use and however many paragraphs they run over."""

from __future__ import annotations

import re
from bisect import bisect_left

from detente.coding.attribution.parse import Parse, Range

_MARK = re.compile(r"[“”„«»\"]|''|``|(?<![\w’'])['‘](?=\w)|(?<=[.,?!;\w])['’](?!\w)")
_OPEN, _CLOSE = "“„«``‘", "”»"
_LONGEST = 4000  # characters; a mark left open does not swallow the rest of a text


def quotations(p: Parse) -> list[Range]:
    """Token ranges between quotation marks, marks included, in text order, none within another.

    A quotation that a paragraph leaves open goes on in the next one if that begins with a mark; otherwise it ends where its
    paragraph ends. Straight double marks open and close in turn within a paragraph.
    """
    out: list[tuple[int, int]] = []
    at = 0
    for stop in [*p.cuts, len(p.text)]:
        out += _paragraph(p.text, at, stop)
        at = stop
    ranges = [(bisect_left(p.end, a + 1), bisect_left(p.start, b)) for a, b in out]
    return [(a, b) for a, b in ranges if a < b]


def _paragraph(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    opened: tuple[int, str] | None = None
    for m in _MARK.finditer(text, start, stop):
        mark = m.group()
        if opened is None:
            if mark in ("'", "’", "‘"):
                if mark != "’" and _single_closes(text, m.end(), stop):
                    opened = (m.start(), "'")
            elif mark not in _CLOSE and _opens(text, m):
                opened = (m.start(), {"“": "”", "„": "”", "«": "»", "``": "''"}.get(mark, mark))
        elif _closes(mark, opened[1]):
            out.append((opened[0], m.end()))
            opened = None
        elif mark == "“" and opened[1] == "”":
            out.append((opened[0], m.start()))
            opened = (m.start(), "”")
    if opened is not None and opened[1] != "'":
        end = start + len(text[start:stop].rstrip())
        if end - opened[0] < _LONGEST:
            out.append((opened[0], end))
    return out


def _opens(text: str, m: re.Match[str]) -> bool:
    if m.group() in "“„«":
        return True
    after = text[m.end() : m.end() + 1]
    before = text[m.start() - 1 : m.start()]
    return bool(after.strip()) and not before.isdigit()


def _closes(mark: str, wanted: str) -> bool:
    if wanted == "'":
        return mark in ("'", "’")
    return mark == wanted or (wanted != "»" and mark in ('"', "''", "”"))


def _single_closes(text: str, start: int, stop: int) -> bool:
    return (
        re.compile(r"[^'’‘\n]{2,200}?(?:\w['’]\w[^'’‘\n]{0,200}?)*(?<=[\w.,?!])['’](?!\w)").match(text, start, stop)
        is not None
    )
