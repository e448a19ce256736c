"""A text with two marked parties as the model reads it: word pieces with a mark around each place that names a party."""

from __future__ import annotations

from collections.abc import Callable, Sequence

MARKS = ("[unused1]", "[unused2]")  # around the first party's names, around the second's
LONGEST = 128  # word pieces; what a longer text says after them is not read

Spans = Sequence[tuple[int, int]]
Tokenize = Callable[[str], list[int]]


def encode(
    text: str, a: Spans, b: Spans, tokenize: Tokenize, marks: tuple[int, int], ends: tuple[int, int]
) -> tuple[list[int], list[int], list[int]]:
    """Ids of the word pieces, and the positions of the opening marks of either party (at least one each).

    `a` and `b` are character spans; `tokenize` gives the ids of a piece of text without special tokens; `marks` are the
    ids of MARKS, `ends` those of the tokens that begin and end a text. Only what lies around the parties is kept of a
    text that is too long.
    """
    points = sorted([(s, 1, m) for m, spans in zip(marks, (a, b), strict=True) for s, _ in spans] +
                    [(e, 0, m) for m, spans in zip(marks, (a, b), strict=True) for _, e in spans])  # fmt: skip
    ids = [ends[0]]
    at: tuple[list[int], list[int]] = ([], [])
    last = 0
    for offset, opening, mark in points:
        if offset > last:
            ids += tokenize(text[last:offset])
            last = offset
        if opening:
            at[marks.index(mark)].append(len(ids))
        ids.append(mark)
    ids += tokenize(text[last:])
    if len(ids) >= LONGEST:
        first = max(0, min(min(at[0]), min(at[1])) - 24)
        ids = [ends[0], *ids[max(1, first) : max(1, first) + LONGEST - 2]]
        shift = max(1, first) - 1
        at = tuple([p - shift for p in side if p - shift < len(ids)] or [0] for side in at)  # type: ignore[assignment]
    return [*ids, ends[1]], at[0], at[1]
