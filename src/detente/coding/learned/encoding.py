"""A text with marked parties as the model reads it: word pieces with marks around each place that names a party."""

from __future__ import annotations

from collections.abc import Callable, Sequence

MARKS = ("[unused1]", "[unused2]")  # before and after every place that names a party
LONGEST = 128  # word pieces; what a longer text says after them is not read

Spans = Sequence[tuple[int, int]]
Tokenize = Callable[[str], list[int]]


def encode(
    text: str, parties: Sequence[Spans], tokenize: Tokenize, marks: tuple[int, int], ends: tuple[int, int]
) -> tuple[list[int], list[list[int]]]:
    """Ids of the word pieces, and for each party the positions of its opening marks (at least one).

    `parties` are character spans, at least one each, and may overlap; `tokenize` gives the ids of a piece of text without
    special tokens; `marks` are the ids of MARKS, `ends` those of the tokens that begin and end a text. Of a text that is
    too long the part is kept that begins shortly before its first party; a party beyond it stands at its beginning.
    """
    points = sorted(
        (offset, opening, n)
        for n, spans in enumerate(parties)
        for span in spans
        for offset, opening in zip(span, (1, 0), strict=True)
    )
    ids = [ends[0]]
    at: list[list[int]] = [[] for _ in parties]
    last = 0
    for offset, opening, n in points:
        if offset > last:
            ids += tokenize(text[last:offset])
            last = offset
        if opening:
            at[n].append(len(ids))
        ids.append(marks[0] if opening else marks[1])
    ids += tokenize(text[last:])
    if len(ids) >= LONGEST:
        first = max(1, min(map(min, at)) - 24)
        ids = [ends[0], *ids[first : first + LONGEST - 2]]
        at = [[p - first + 1 for p in side if p - first + 1 < len(ids)] or [0] for side in at]
    return [*ids, ends[1]], at
