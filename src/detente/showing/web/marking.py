"""A document's text cut where something that was found in it begins or ends, so that each piece can be shown for what it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from detente.model import Coding, Span

WINDOW = 60_000  # characters shown at once
KINDS = ("actor", "act", "time", "place", "source", "condition", "gap", "fact")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text, the kinds of thing that it is part of, and the mentions that they belong to."""

    text: str
    start: int
    kinds: tuple[str, ...]
    mentions: tuple[str, ...]


def marks(coding: Coding) -> Iterator[tuple[Span, str, str | None]]:
    """Everything found in a document: where, of what kind, and the mention it belongs to (None for facts and gaps)."""
    for m in coding.mentions:
        yield m.trigger, "act", m.id
        for a in (*m.actors, *m.recipients):
            yield a.span, "actor", m.id
        if m.time is not None and m.time.span is not None:
            yield m.time.span, "time", m.id
        for p in m.places:
            yield p.span, "place", m.id
        for c in m.conditions:
            yield c.span, "condition", m.id
        for said in m.attribution:
            for s in (*said.source, *said.cue):
                yield s, "source", m.id
    for said in coding.attributions:
        for s in (*said.source, *said.cue):
            yield s, "source", None
    for g in coding.gaps:
        yield g.span, "gap", None
    for f in coding.facts:
        yield f.span, "fact", None


def window(length: int, at: Span | None) -> Span:
    """The part of a long text to show: around `at`, else its beginning."""
    if length <= WINDOW:
        return Span(0, length)
    start = max(0, min((at.start if at else 0) - WINDOW // 2, length - WINDOW))
    return Span(start, start + WINDOW)


def pieces(text: str, found: Iterable[tuple[Span, str, str | None]], shown: Span) -> list[Piece]:
    """The text within `shown`, whole and in order, cut at every beginning and end."""
    opens: dict[int, list[tuple[str, str | None]]] = {}
    closes: dict[int, list[tuple[str, str | None]]] = {}
    for span, kind, mention in found:
        start, end = max(span.start, shown.start), min(span.end, shown.end)
        if start < end:
            opens.setdefault(start, []).append((kind, mention))
            closes.setdefault(end, []).append((kind, mention))
    cuts = sorted({shown.start, shown.end, *opens, *closes})
    inside: dict[tuple[str, str | None], int] = {}
    out = []
    for start, end in pairwise(cuts):
        for key in closes.get(start, ()):
            inside[key] -= 1
        for key in opens.get(start, ()):
            inside[key] = inside.get(key, 0) + 1
        now = [key for key, n in inside.items() if n > 0]
        kinds = tuple(sorted({kind for kind, _ in now}))
        out.append(Piece(text[start:end], start, kinds, tuple(sorted({m for _, m in now if m}))))
    return out
