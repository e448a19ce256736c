"""The day on which a text was written, as its head says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.coding.layout import Block
from detente.coding.times import absolute
from detente.coding.times.grammar import Grammar
from detente.coding.times.narrative import Narrative, Tense
from detente.model import Document, Interval

_HEAD = 12  # blocks among which a letter or a cable bears its date
_NEWS = 3  # days between a dateline and publication
_OLD = 60  # days after which a text was not published as news
_DATES = {"dmy": absolute.dmy, "mdy": absolute.mdy, "iso": absolute.iso}


def written_on(document: Document, layout: Sequence[Block], g: Grammar) -> tuple[Interval | None, bool]:
    """The interval from which a text's relative dates count, and whether that is a day of writing long before publication.

    `document.written` comes first. A dateline within three days of publication is the day of writing of a news story; the
    one date that stands alone at the head of a letter, cable or memorandum is its day, however old. Else publication.
    """
    published = document.published
    if document.written is not None:
        return document.written, True
    line = next((b for b in layout if b.kind == "dateline"), None)
    dates = [] if line is None else _dates(document.text, line, published, g)
    if dates:
        day = dates[0]
        near = (
            published is None
            or published.end is None
            or day.end is None
            or abs((published.end - day.end).days) <= _NEWS
        )
        return (day, False) if near else (published, False)
    alone = [d for b in layout if (d := _date_alone(document.text, b, published, g)) is not None]
    if len(alone) == 1 and any(_date_alone(document.text, b, published, g) for b in layout[:_HEAD]):
        day = alone[0]
        old = (
            published is not None
            and published.end is not None
            and day.end is not None
            and (published.end - day.end).days > _OLD
        )
        if published is None or old:
            return day, old
    return published, False


def _dates(text: str, b: Block, published: Interval | None, g: Grammar) -> list[Interval]:
    found = (_read(m, published, g) for m in g.pattern.finditer(text, b.span.start, b.span.end))
    return [i for i in found if i is not None]


def _read(m: re.Match[str], published: Interval | None, g: Grammar) -> Interval | None:
    kind = g.kind(m)
    if kind not in _DATES:
        return None
    try:
        return _DATES[kind](Narrative(published, g), m, Tense())
    except ValueError:
        return None


def _date_alone(text: str, b: Block, published: Interval | None, g: Grammar) -> Interval | None:
    """The date with its year that a short line ends in, after nothing, a comma or a colon ("Ankara, 10 September 2021")."""
    if b.span.end - b.span.start > 120:
        return None
    for line in re.finditer(r"[^\n]+", b.span.of(text)):
        a, z = b.span.start + line.start(), b.span.start + line.end()
        for m in g.pattern.finditer(text, a, z):
            if text[m.end() : z].strip(" .)") or not re.search(
                r"(?:^|[,:;|(—–-]|\bdated?)\s*$", text[a : m.start()], re.IGNORECASE
            ):
                continue
            if not re.search(r"\d{4}", m.group()):
                continue
            i = _read(m, published, g)
            if i is not None:
                return i
    return None
