"""Where sources, cues and contents begin and end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from detente.coding.attribution import lexicon
from detente.coding.attribution.parse import Parse, Range
from detente.model import Span

_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_LEANING = frozenset({"conj", "xcomp", "advcl", "ccomp", "dep", "acomp", "oprd"})
_BEFORE = frozenset({"aux", "auxpass", "neg", "advmod"})


@dataclass(slots=True)
class Draft:
    """An attribution in tokens, while it is being put together; `head` is the main word of its cue."""

    head: int
    source: list[Range] = field(default_factory=list)
    cue: list[Range] = field(default_factory=list)
    content: list[Range] = field(default_factory=list)
    speaker: int | None = None  # the head noun of the source
    spoken: bool = False  # whether its content is a quotation


def is_passive(p: Parse, v: int) -> bool:
    """Whether a verb stands in the passive, or as a participle after its noun."""
    return any(p.dep[c] == "auxpass" for c in p.kids[v]) or (p.tag[v] == "VBN" and p.dep[v] == "acl")


def subject(p: Parse, v: int) -> int | None:
    """Who does what verb `v` says: its subject, or that of the verb it leans on; the noun that a participle describes."""
    for _ in range(8):
        own = p.child(v, *_SUBJECTS)
        if own is not None:
            return own
        h, dep = p.head[v], p.dep[v]
        if h == v:
            return None
        if dep == "acl":
            return h if p.tag[v] == "VBG" or p.tag[v] == "VBZ" else None
        if dep == "xcomp":
            thing = p.child(h, "dobj")
            if thing is not None and thing < v and p.lower[h] not in lexicon.leading(p.language):
                return thing
        if dep in ("pcomp",):
            h = p.head[h]
        elif dep not in _LEANING or (dep == "ccomp" and p.tag[v] != "VBG"):
            return None
        # "..., content to repeat that": an adjective hands on the subject of the verb it leans on
        if p.pos[h] not in ("VERB", "AUX") and not (dep == "xcomp" and p.pos[h] in ("ADJ", "NOUN")):
            return None
        v = h
    return None


def source_range(p: Parse, s: int, v: int) -> Range:
    """The whole noun phrase around `s`, up to the cue where that stands within it."""
    a, b = p.under(s)
    if a <= v < b:
        return (a, v) if s < v else (v + 1, b)
    return a, b


def cue_start(p: Parse, v: int) -> int:
    """The first of the auxiliaries, negations and adverbs right before verb `v`."""
    a = v
    while a - 1 >= 0 and p.head[a - 1] == v and p.dep[a - 1] in _BEFORE and p.under(a - 1) == (a - 1, a):
        if p.tag[a - 1] in ("WRB", "WDT", "TO"):
            break
        a -= 1
    return a


def minus(ranges: Iterable[Range], holes: Iterable[Range]) -> list[Range]:
    """`ranges` without the tokens in `holes`."""
    out = list(ranges)
    for x, y in holes:
        out = [piece for a, b in out for piece in ((a, min(b, x)), (max(a, y), b)) if piece[0] < piece[1]]
    return out


def merged(p: Parse, ranges: Iterable[Range]) -> list[Range]:
    """In order, without overlap, those joined between which there is nothing but space."""
    out: list[Range] = []
    for a, b in sorted(ranges):
        if out and (a <= out[-1][1] or all(p.pos[i] == "SPACE" for i in range(out[-1][1], a))):
            out[-1] = (out[-1][0], max(b, out[-1][1]))
        else:
            out.append((a, b))
    return out


_LEADING_WASTE = frozenset(",.;:)]-–—―")
_TRAILING_WASTE = frozenset(",.;:([-–—―")


def to_spans(p: Parse, ranges: Iterable[Range]) -> tuple[Span, ...]:
    """Characters of token ranges, without stray punctuation at the ends; quotation marks stay."""
    out = []
    for a, b in merged(p, ranges):
        while a < b and (p.pos[a] == "SPACE" or p.lower[a] in _LEADING_WASTE):
            a += 1
        while a < b and (p.pos[b - 1] == "SPACE" or p.lower[b - 1] in _TRAILING_WASTE):
            b -= 1
        if any(not p.blank(i) for i in range(a, b)):
            out.append(Span(p.start[a], p.end[b - 1]))
    return tuple(out)
