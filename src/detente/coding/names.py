"""Which words are names the program knows: countries, capitals, seats, organisations, groups; offices and agents.

One pass over the words of a text, longest match first. Nothing is decided here about what a name does in its sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Generic, TypeVar

from detente.coding.given import own_name, own_role
from detente.coding.words import Word, Words
from detente.knowledge import world
from detente.knowledge.dictionaries import NOTHING, Own
from detente.knowledge.world import Name, Role

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """A known name over words `first` to `last` (inclusive); `head` is the one of them that the parse hangs the rest on."""

    first: int
    last: int
    head: int
    entry: T


@dataclass(slots=True)
class Index(Generic[T]):
    """Matches of one kind in a text, by every word they cover."""

    matches: list[Match[T]]
    at: dict[int, Match[T]]


@cache
def _starts(language: str, kind: str) -> dict[str, int]:
    """First token of every key, with the longest key that begins so: most words begin none and cost one look-up."""
    out: dict[str, int] = {}
    table: Mapping[tuple[str, ...], object] = world.names(language) if kind == "names" else world.roles(language)
    for k in table:
        out[k[0]] = max(out.get(k[0], 0), len(k))
    return out


def key_parts(words: Sequence[Word]) -> tuple[list[str], list[int]]:
    """The words as key parts, and for each part the word it comes from."""
    parts: list[str] = []
    origin: list[int] = []
    for w in words:
        if w.pos == "SPACE" or w.tag == "POS" or w.text in ("-", "–"):
            continue
        for k in world.key(w.text):
            parts.append(k)
            origin.append(w.i)
    return parts, origin


def _follows(w: Word, names: Index[Name]) -> bool:
    m = names.at.get(w.i)
    return m is not None and m.entry.kind == "adjective" and w.role == "amod" and w.head < w.i


def head_of(words: Words, first: int, last: int) -> int:
    """Of words `first` to `last` the one that the parse hangs the rest on."""
    for i in range(last, first - 1, -1):
        if not first <= words[i].head <= last or words[i].head == i:
            return i
    return last


def find_names(words: Words, language: str, when: date | None, own: Own = NOTHING) -> Index[Name]:
    """All known names; `when` decides between readings that held at different times (Moscow in 1985 is SUN).

    Of names over the same words the user's own wins.
    """
    table, starts = world.names(language), _starts(language, "names")
    out: Index[Name] = Index([], {})
    parts, origin = key_parts(words.words)
    i = 0
    while i < len(parts):
        longest = max(starts.get(parts[i], 0), own.actors.longest(parts[i]))
        for n in range(min(longest, len(parts) - i), 0, -1):
            words_of = tuple(parts[i : i + n])
            options, entry = table.get(words_of, ()), own.actors.get(words_of)
            if not options and entry is None:
                continue
            first, last = origin[i], origin[i + n - 1]
            if words[first].sentence != words[last].sentence:
                continue
            name = own_name(words, entry, first, last, when, options) if entry else None
            name = name or (_choose(words, options, first, last, when) if options else None)
            if name is None:
                continue
            if name.kind != "other":  # "Gulf of Mexico" holds a country's name and means no state
                match = Match(first, last, head_of(words, first, last), name)
                out.matches.append(match)
                out.at.update(dict.fromkeys(range(first, last + 1), match))
            i += n
            break
        else:
            i += 1
    return out


def _choose(words: Words, options: Sequence[Name], first: int, last: int, when: date | None) -> Name | None:
    surface = words.text[words[first].start : words[last].end]
    if not any(c.isupper() for c in surface):  # only what its language writes so: "canadien"
        options = [n for n in options if n.text.islower()]
    fits = [n for n in options if not n.cased or n.text == surface or surface.rstrip(".") == n.text.rstrip(".")]
    fits = [n for n in fits if n.holds(when)] or fits
    if fits and fits[0].ambiguous and _in_a_persons_name(words, first, last):
        return None  # "Jordan Henderson", "Michael Jordan"
    if fits and fits[0].kind == "capital" and _part_of_other_name(words, first, last):
        return None
    return fits[0] if fits else None


def _in_a_persons_name(words: Words, first: int, last: int) -> bool:
    w = words[last]
    if w.role == "compound" and words[w.head].pos == "PROPN":
        return True
    before = words[first - 1] if first else None
    return before is not None and before.pos == "PROPN" and before.role == "compound" and before.head == w.i


def _part_of_other_name(words: Words, first: int, last: int) -> bool:
    """ "Paris Saint-Germain", "Washington Post": a capital inside a longer proper name is not the capital."""
    head = words[last]
    follows = words[last + 1] if last + 1 < len(words) else None
    if follows is not None and follows.pos == "PROPN" and head.role == "compound" and head.head > last:
        return True
    before = words[first - 1] if first else None
    return before is not None and before.pos == "PROPN" and before.role == "compound" and before.head == head.i


def find_roles(words: Words, language: str, names: Index[Name], own: Own = NOTHING) -> Index[Role]:
    """Offices and agents: "foreign minister", "troops", "regime"; a nation's adjective may stand inside, as in
    "le ministre canadien des Affaires étrangères". Of two over the same words the user's own wins.
    """
    table, starts = world.roles(language), _starts(language, "roles")
    out: Index[Role] = Index([], {})
    parts, origin = key_parts([w for w in words.words if not _follows(w, names)])
    lemmas = [words[o].lemma if words[o].pos == "NOUN" else p for p, o in zip(parts, origin, strict=True)]
    i = 0
    while i < len(parts):
        longest = max(starts.get(parts[i], 0), starts.get(lemmas[i], 0), own.agents.longest(parts[i]))
        for n in range(min(longest, len(parts) - i), 0, -1):
            words_of = tuple(parts[i : i + n])
            role = table.get(words_of) or table.get((*words_of[:-1], lemmas[i + n - 1]))
            if (agent := own.agents.get(words_of)) is not None:
                role = own_role(agent, role)
            first, last = origin[i], origin[i + n - 1]
            if role is None or words[first].sentence != words[last].sentence:
                continue
            if words[last].pos not in ("NOUN", "PROPN", "ADJ"):
                continue
            match = Match(first, last, head_of(words, first, last), role)
            out.matches.append(match)
            out.at.update(dict.fromkeys(range(first, last + 1), match))
            i += n
            break
        else:
            i += 1
    return out
