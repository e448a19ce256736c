"""Direct speech: which cue each quotation belongs to."""

from __future__ import annotations

from detente.coding.attribution import lexicon
from detente.coding.attribution.parse import Parse, Range
from detente.coding.attribution.spans import Draft, cue_start, merged, minus, source_range, subject

_STOPS = frozenset(".;!?")
_REACH = 30


def attach(p: Parse, quotes: list[Range], drafts: list[Draft]) -> None:
    """Give every quotation of some length to the draft that speaks it, adding drafts where only the marks show one."""
    inside = [-1] * (p.n + 1)
    for n, (a, b) in enumerate(quotes):
        inside[a:b] = [n] * (b - a)
    by_head = {d.head: d for d in drafts}
    last: tuple[Draft, int] | None = None
    for n, (a, b) in enumerate(quotes):
        size = sum(not p.blank(i) for i in range(a, b))
        owner = _holding(p, drafts, (a, b))
        if owner is None and size >= 3:
            v = _after(p, b, inside) or _before(p, a, inside)
            if v is not None:
                owner = by_head.get(v) or _new(p, v, (a, b), inside)
                if v not in by_head:
                    by_head[v] = owner
                    drafts.append(owner)
                # An indirect clause guessed across the quotation gives way to the quotation.
                owner.content.append((a, b))
                owner.spoken = True
            elif last is not None and _continues(p, last[1], (a, b)):
                owner = last[0]
                owner.content.append((a, b))
        elif owner is not None:
            owner.content = merged(p, [*owner.content, (a, b)])
        if owner is not None and size >= 4:
            last = (owner, b)


def _holding(p: Parse, drafts: list[Draft], quote: Range) -> Draft | None:
    """The innermost draft whose content shares words with the quotation and whose cue stands outside it."""
    a, b = quote
    best: tuple[int, Draft] | None = None
    for d in drafts:
        if any(x < b and y > a for x, y in d.cue):
            continue
        shared = sum(min(b, y) - max(a, x) for x, y in d.content if x < b and y > a)
        size = sum(y - x for x, y in d.content)
        if shared and (best is None or size < best[0]):
            best = (size, d)
    return best[1] if best else None


def _speaks(p: Parse, i: int) -> bool:
    frames = lexicon.verbs().get(p.lower[i])
    return p.pos[i] in ("VERB", "AUX", "NOUN") and frames is not None and any("bare" in f.takes for f in frames)


def _after(p: Parse, b: int, inside: list[int]) -> int | None:
    for i in range(b, min(b + _REACH, p.n)):
        if p.paragraph[i] != p.paragraph[b - 1] or inside[i] >= 0 or p.lower[i] in _STOPS:
            return None
        if i == b and p.lower[b - 2 : b - 1] == ["."] and p.text[p.start[i] : p.start[i] + 1].isupper():
            return None
        if _speaks(p, i) and p.tag[i] != "VBN":
            return i
    return None


def _before(p: Parse, a: int, inside: list[int]) -> int | None:
    for i in range(a - 1, max(a - _REACH, -1), -1):
        if inside[i] >= 0 or p.lower[i] in _STOPS or p.paragraph[a] - p.paragraph[i] > (p.lower[a - 1] == ":"):
            return None
        if _speaks(p, i):
            return i
    return None


def _continues(p: Parse, end: int, quote: Range) -> bool:
    """Whether a quotation that begins a sentence takes up the speaker of the one that ended at `end`."""
    a, b = quote
    near = p.start[a] - p.end[end - 1] < 400 and p.paragraph[a] - p.paragraph[end - 1] <= 1
    before = p.text[: p.start[a]].rstrip()[-1:]
    return near and (before in ".!?:”\"’'" or p.paragraph[a] != p.paragraph[a - 1])


def _new(p: Parse, v: int, quote: Range, inside: list[int]) -> Draft:
    s = subject(p, v)
    if s is not None and inside[s] >= 0:
        s = None
    source = [source_range(p, s, v)] if s is not None else []
    cue = [(cue_start(p, v), v + 1)]
    return Draft(v, minus(source, [*cue, quote]), cue, [], s)
