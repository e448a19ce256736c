"""Direct speech: which cue each quotation belongs to."""

from __future__ import annotations

from detente.coding.attribution import lexicon
from detente.coding.attribution.parse import Parse, Range
from detente.coding.attribution.spans import Draft, cue_start, merged, minus, source_range, subject

_STOPS = frozenset(".;!?")
_DASHES = frozenset({"-", "--", "–", "—", "―"})
_REACH = 30  # words between a quotation and the verb that speaks it
_NEAR = 400  # characters over which a speaker goes on


def attach(p: Parse, quotes: list[Range], drafts: list[Draft]) -> None:
    """Give every quotation of some length to the draft that speaks it, adding drafts where only the marks show one."""
    inside = [-1] * (p.n + 1)
    for n, (a, b) in enumerate(quotes):
        inside[a:b] = [n] * (b - a)
    by_head = {d.head: d for d in drafts}
    heads = sorted(by_head)
    last: tuple[Draft, int] | None = None
    for quote in quotes:
        a, b = quote
        size = sum(not p.blank(i) for i in range(a, b))
        owner = _holding(drafts, quote)
        if owner is not None:
            owner.content = merged(p, [*owner.content, quote])
        elif size >= 3:
            v = _after(p, b, inside)
            v = _before(p, a, inside) if v is None else v
            if v is not None:
                owner = by_head.get(v) or _new(p, v, quote, inside)
                if v not in by_head:
                    by_head[v] = owner
                    drafts.append(owner)
            elif (signed := _signed(p, quote)) is not None:
                owner = signed
                drafts.append(owner)
            elif _opens_sentence(p, a):
                # A speaker goes on, whether quoted or reported before.
                h = next((h for h in reversed(heads) if h < a), None)
                if last is not None and (h is None or last[1] > h) and _near(p, last[1], a):
                    owner = last[0]
                elif h is not None and p.paragraph[h] == p.paragraph[a] and _near(p, p.sentence(h)[1], a):
                    owner = by_head[h]
            if owner is not None:
                owner.content.append(quote)
                owner.spoken = True
        if owner is not None and size >= 4:
            last = (owner, max(b, owner.head))


def _holding(drafts: list[Draft], quote: Range) -> Draft | None:
    """The innermost draft whose content shares words with the quotation and whose cue stands outside it."""
    a, b = quote
    best: tuple[int, Draft] | None = None
    for d in drafts:
        if not any(x < b and y > a for x, y in d.content) or any(x < b and y > a for x, y in d.cue):
            continue
        size = sum(y - x for x, y in d.content)
        if best is None or size < best[0]:
            best = (size, d)
    return best[1] if best else None


def _speaks(p: Parse, i: int) -> bool:
    frames = lexicon.verbs(p.language).get(p.lower[i])
    return p.pos[i] in ("VERB", "AUX", "NOUN") and frames is not None and any("bare" in f.takes for f in frames)


def _after(p: Parse, b: int, inside: list[int]) -> int | None:
    ended = p.lower[b - 2 : b - 1] == ["."] or p.lower[b - 1 : b] == ["."]
    for i in range(b, min(b + _REACH, p.n)):
        if p.paragraph[i] != p.paragraph[b - 1] or inside[i] >= 0 or p.lower[i] in _STOPS:
            return None
        if i == b and ended and p.text[p.start[i]].isupper():
            return None
        if _speaks(p, i) and p.tag[i] != "VBN":
            return i
    return None


def _before(p: Parse, a: int, inside: list[int]) -> int | None:
    i = a - 1
    while i >= 0 and p.pos[i] == "SPACE":
        i -= 1
    # What follows a colon may stand in a paragraph of its own.
    paragraph = p.paragraph[i] if i >= 0 and p.lower[i] == ":" else p.paragraph[a]
    for j in range(i, max(i - _REACH, -1), -1):
        if inside[j] >= 0 or p.lower[j] in _STOPS or p.paragraph[j] < paragraph:
            return None
        if _speaks(p, j):
            return j
    return None


def _signed(p: Parse, quote: Range) -> Draft | None:
    """ "..." - Name: a quotation with its speaker's name after a dash."""
    i = quote[1]
    if i >= p.n or p.lower[i] not in _DASHES:
        return None
    end = i + 1
    while end < p.n and end - i < 8 and (p.pos[end] == "PROPN" or p.lower[end] in (",", "of", "the", "-")):
        end += 1
    if end == i + 1 or p.pos[i + 1] != "PROPN":
        return None
    return Draft(i, [(i + 1, end)], [(i, i + 1)], [], i + 1)


def _opens_sentence(p: Parse, a: int) -> bool:
    before = p.text[: p.start[a]].rstrip()[-1:]
    return not before or before in ".!?:”\"’'" or p.paragraph[a] != p.paragraph[a - 1]


def _near(p: Parse, end: int, a: int) -> bool:
    return p.start[a] - p.end[end - 1] < _NEAR and p.paragraph[a] - p.paragraph[end - 1] <= 1


def _new(p: Parse, v: int, quote: Range, inside: list[int]) -> Draft:
    s = subject(p, v)
    if s is not None and inside[s] >= 0:
        s = None
    source = [source_range(p, s, v)] if s is not None else []
    cue = [(cue_start(p, v), v + 1)]
    return Draft(v, minus(source, [*cue, quote]), cue, [], s)
