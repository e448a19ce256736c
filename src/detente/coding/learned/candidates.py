"""Which states a sentence names, and where: the pairs between which it may report an act."""

from __future__ import annotations

from itertools import combinations

from detente.coding.actors import Cast
from detente.coding.words import Word
from detente.model import Actor, Span

MOST = 5  # states of one sentence that are paired; a list of more is a list


def stands(cast: Cast, sentence: int) -> dict[str, tuple[Actor, ...]]:
    """The parties of a sentence by state, in order of first mention; of several that overlap the longest."""
    found: list[Actor] = []
    first, last = cast.words.sentences[sentence]
    for w in cast.words.words[first:last]:
        if _of_others(cast, w):
            continue
        name = cast.names.at.get(w.i)
        if w.is_noun or w.role == "poss":
            found += [a for a in cast.at(w) if a.code]
        if name is not None and name.head == w.i and name.entry.code and name.entry.kind != "group":
            span = Span(cast.words[name.first].start, cast.words[name.last].end)
            found.append(Actor(span, name.entry.code, "GOV"))
    out: dict[str, list[Actor]] = {}
    for a in sorted(found, key=lambda a: (a.span.start - a.span.end, a.span.start)):
        kept = out.setdefault(a.code or "", [])
        if not any(k.span.overlaps(a.span) for k in kept):
            kept.append(a)
    ordered = {c: tuple(sorted(actors, key=lambda a: a.span.start)) for c, actors in out.items()}
    return dict(sorted(ordered.items(), key=lambda item: item[1][0].span.start))


def _of_others(cast: Cast, w: Word) -> bool:
    """Whether a name only says whose opposition, students or charities are meant: "Syrian rebels", "students in Athens"."""
    h = cast.words[w.head]
    belongs = w.role in ("amod", "compound", "poss", "nmod") or w.case in ("in", "from", "of")
    return belongs and h.i in cast.roles.at and not any(a.code for a in cast.at(h))


def pairs(parties: dict[str, tuple[Actor, ...]]) -> list[tuple[str, str]]:
    """Every two states of a sentence, each pair once, in order of mention."""
    return list(combinations(list(parties)[:MOST], 2))
