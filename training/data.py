"""The labelled sentences, as examples of which act one party of a sentence does to another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from detente.coding.actors import Cast
from detente.coding.learned.candidates import pairs, stands
from detente.coding.learned.labels import FACTUALITIES, NONE, TYPES
from detente.coding.parsing import pipeline, view

HERE = Path(__file__).parent
Spans = tuple[tuple[int, int], ...]

ONE_SIDED = frozenset(
    {"SUPPORT", "AID", "ACCUSE", "REQUEST", "REJECT", "THREATEN", "PROTEST", "SANCTION", "COERCE", "ASSAULT"}
)

_BRACKETS = re.compile(r"[\[{](.*?)[\]}]", re.S)
_ITEM = re.compile(r"(~?)(\w{3})([>=])(\w{3}):([\w|*]+):([\w|*]+)$")


@dataclass(frozen=True, slots=True)
class Label:
    """What one party does to the other: for each act the types and the factualities that are right, by index.

    `allowed` are types that may be said as well. `known` is False for a direction of which nothing is known; `weight` is
    how much an example of it counts.
    """

    acts: tuple[tuple[int, ...], ...] = ()
    factualities: tuple[int, ...] = ()
    allowed: tuple[int, ...] = ()
    known: bool = True
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Pair:
    """Two parties of an example, by index, and what each does to the other."""

    a: int
    b: int
    forward: Label
    backward: Label


@dataclass(frozen=True, slots=True)
class Example:
    """A text, its parties, each by all the places where it is named, and what they do to each other."""

    key: str
    text: str
    parties: tuple[Spans, ...]
    pairs: tuple[Pair, ...]


def bracketed(path: Path) -> Iterator[Example]:
    """Read `TYPE, MODE, sentence with [actor] and {recipient}`. Raises ValueError, naming the line, where it is not that."""
    for n, line in enumerate(path.read_text(encoding="utf8").splitlines(), 1):
        type_, _, sentence = line.split("\t")
        found = list(_BRACKETS.finditer(sentence))
        if len(found) != 2 or {m[0][0] for m in found} != {"[", "{"}:
            raise ValueError(f"{path.name}, line {n}: not one [actor] and one {{recipient}}")
        spans = {}
        for k, m in enumerate(found):
            start = m.start() - 2 * k
            spans[m[0][0]] = (start, start + len(m[1]))
        text = re.sub(r"[\[\]{}]", "", sentence)
        label = Label(((TYPES.index(type_),),))
        parties = ((spans["["],), (spans["{"],))
        yield Example(f"sentences/{path.stem}/{n}", text, parties, (Pair(0, 1, label, _answered(type_)),))


def _answered(type_: str) -> Label:
    """What the other side does, where only one act is labelled: it takes part in a meeting, and seldom hits back at once."""
    if type_ == "CONSULT":
        return Label(((TYPES.index(type_),),), weight=0.5)
    return Label(((NONE,),), weight=0.5) if type_ in ONE_SIDED else Label(known=False)


def interstate(path: Path) -> Iterator[Example]:
    """Read sentences with the acts between states that they report (the format of tests/gold/sentences.md)."""
    rows = [r.split("\t") for r in path.read_text(encoding="utf8").splitlines() if r and not r.startswith("#")]
    for (key, day, text, gold), doc in zip(rows, pipeline("en").pipe([r[2] for r in rows]), strict=True):
        cast = Cast(view(doc, "en"), "en", date.fromisoformat(day), None)
        parties: dict[str, list[tuple[int, int]]] = {}
        for n in range(len(cast.words.sentences)):
            for code, actors in stands(cast, n).items():
                parties.setdefault(code, []).extend((a.span.start, a.span.end) for a in actors)
        codes = list(parties)
        found = tuple(
            Pair(codes.index(a), codes.index(b), _label(gold, a, b), _label(gold, b, a)) for a, b in pairs(parties)
        )
        if found:
            yield Example(f"interstate/{key}", text, tuple(tuple(parties[c]) for c in codes), found)


def _label(gold: str, a: str, b: str) -> Label:
    acts, factualities, allowed = [], [], []
    for item in gold.split(";") if gold != "-" else ():
        m = _ITEM.match(item)
        if m is None or not ((m[2], m[4]) == (a, b) or (m[3] == "=" and (m[2], m[4]) == (b, a))):
            continue
        types = tuple(range(len(TYPES))) if m[5] == "*" else tuple(TYPES.index(t) for t in m[5].split("|"))
        if m[1]:
            allowed += types
        else:
            acts.append(types)
            factualities.append(m[6])
    # Two acts of different standing leave open which one the factuality is of.
    told = set(factualities)
    names = next(iter(told)).split("|") if len(told) == 1 and told != {"*"} else []
    return Label(
        tuple(acts) or (() if allowed else ((NONE,),)), tuple(FACTUALITIES.index(f) for f in names), tuple(allowed)
    )


def everything() -> list[Example]:
    """All examples of this folder, in a fixed order."""
    out = [e for p in sorted((HERE / "sentences").glob("*.tsv")) for e in bracketed(p)]
    return out + [e for p in sorted((HERE / "interstate").glob("*.tsv")) for e in interstate(p)]
