"""Speech set out as in a play: "NAME: what is said", "Q: ...", and paragraphs set off after a colon."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left

from detente.coding.attribution import lexicon
from detente.coding.attribution.parse import Parse
from detente.coding.attribution.spans import Draft, cue_start, source_range, subject

# A label: capitals ("THE PRESIDENT:", "Q:"), with a title or a place in brackets.
_LABEL = re.compile(r"[\"“(]?((?:[A-Z][A-Z.'’-]*)(?: [A-Z][A-Z.'’-]*){0,4}(?: \([^()]{2,40}\))?):\s+(?=\S)")
_SPEAKERS = 2  # one label alone may be a heading


def of_transcript(p: Parse) -> list[Draft]:
    """An attribution for every turn of a transcript; none where fewer than two turns are labelled."""
    bounds = [0, *p.cuts, len(p.text)]
    turns = []
    for a, b in itertools.pairwise(bounds):
        a += len(p.text[a:b]) - len(p.text[a:b].lstrip())
        m = _LABEL.match(p.text, a, b)
        if m is not None:
            turns.append((m, b))
    if len(turns) < _SPEAKERS:
        return []
    out = []
    for m, b in turns:
        first, colon = bisect_left(p.start, m.start(1)), bisect_left(p.start, m.end(1))
        last = bisect_left(p.start, b)
        if first < colon < last:
            out.append(Draft(colon, [(first, colon)], [(colon, colon + 1)], [(colon + 1, last)], colon - 1, True))
    return out


def of_blocks(p: Parse, drafts: list[Draft]) -> list[Draft]:
    """ "The minister added:" at the end of a paragraph: the next paragraph is what was added, with or without marks."""
    by_head = {d.head: d for d in drafts}
    out = []
    for n, cut in enumerate(p.cuts):
        i = bisect_left(p.start, cut) - 1
        while i >= 0 and p.pos[i] == "SPACE":
            i -= 1
        if i < 1 or p.lower[i] != ":":
            continue
        stop = p.cuts[n + 1] if n + 1 < len(p.cuts) else len(p.text)
        block = (bisect_left(p.start, cut), bisect_left(p.start, stop))
        a = p.first[i]
        for v in range(i - 1, max(a - 1, i - 12), -1):
            frames = lexicon.verbs(p.language).get(p.lower[v], ())
            if p.pos[v] == "VERB" and any("bare" in f.takes for f in frames):
                draft = by_head.get(v)
                if draft is None:
                    s = subject(p, v)
                    draft = Draft(
                        v, [source_range(p, s, v)] if s is not None else [], [(cue_start(p, v), v + 1)], [], s
                    )
                    out.append(draft)
                draft.content.append(block)
                draft.spoken = True
                break
    return out
