"""Event types and codes as data: PLOVER's types, modes, scores and quad categories, and what CAMEO's codes stand for.

The tables lie beside this file and name their sources.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import cast, get_args

from detente.model import Quad, Type

_HERE = Path(__file__).parent

TYPES: tuple[Type, ...] = get_args(Type)
QUADS: tuple[Quad, ...] = get_args(Quad)


@dataclass(frozen=True, slots=True)
class Act:
    """What a CAMEO code stands for. `type` and `quad` are None for mere statements (CAMEO 01x), whose score is 0."""

    cameo: str
    label: str
    type: Type | None
    mode: str | None
    contexts: tuple[str, ...]
    goldstein: float  # -10 to 10
    score: float  # PLOVER's, -10 to 10
    quad: Quad | None


@dataclass(frozen=True, slots=True)
class _Scored:
    score: float
    quad: Quad
    cameo: str


def _rows(name: str) -> list[dict[str, str]]:
    lines = [x for x in (_HERE / name).read_text(encoding="utf8").splitlines() if x and not x.startswith("#")]
    head = lines[0].split("\t")
    return [dict(zip(head, x.split("\t"), strict=True)) for x in lines[1:]]


@cache
def _scores() -> dict[tuple[Type, str | None], _Scored]:
    out: dict[tuple[Type, str | None], _Scored] = {}
    for row in _rows("plover.tsv"):
        assert row["type"] in TYPES and row["quad"] in QUADS, row
        out[row["type"], row["mode"] or None] = _Scored(float(row["score"]), row["quad"], row["cameo"])
    assert all((t, None) in out for t in TYPES)
    return out


@cache
def _table() -> tuple[dict[str, Act], dict[str, Act]]:
    by_code: dict[str, Act] = {}
    by_label: dict[str, Act] = {}
    for row in _rows("cameo.tsv"):
        labels = row["label"].split("|")
        type_ = cast(Type, row["type"]) if row["type"] else None
        mode = row["mode"] or None
        assert type_ is None or (type_, mode) in _scores(), row
        act_ = Act(
            cameo=row["cameo"],
            label=labels[0],
            type=type_,
            mode=mode,
            contexts=tuple(c for c in row["contexts"].split("|") if c),
            goldstein=float(row["goldstein"]),
            score=score(type_, mode) if type_ else 0.0,
            quad=quad(type_) if type_ else None,
        )
        by_code[act_.cameo] = act_
        for label in labels:
            by_label[_key(label)] = act_
    return by_code, by_label


def _key(label: str) -> str:
    return " ".join(w for w in re.findall(r"[a-z]+", label.lower()) if w not in ("or", "and"))


def act(cameo: str) -> Act:
    """What a CAMEO code stands for.

    A root stands for its most general code ("19" for "190"), a four-digit code that is not in the table for its parent
    ("0579" for "057").

    Raises KeyError where it is no code of CAMEO's.
    """
    codes = _table()[0]
    for code in (cameo, cameo[:3] if len(cameo) == 4 else f"{cameo}0"):
        if code in codes:
            return codes[code]
    raise KeyError(f"not a CAMEO code: {cameo!r}")


def acts() -> tuple[Act, ...]:
    """Every act that has a CAMEO code, in the order of the codes."""
    return tuple(_table()[0].values())


def by_label(text: str) -> Act | None:
    """The act that CAMEO's or ICEWS's words for it name, whatever their case and punctuation."""
    return _table()[1].get(_key(text))


def of_type(type: Type, mode: str | None = None) -> Act:
    """The act that stands for a PLOVER type, or a mode of it, when nothing more is known: its most general CAMEO code.

    A mode that the type does not have is passed over.
    """
    general = act(_scores()[type, None].cameo)
    if mode is None or (type, mode) not in _scores():
        return general
    same = [a for a in _table()[0].values() if (a.type, a.mode) == (type, mode)]
    closest = min(same, key=lambda a: (len(a.cameo), a.cameo), default=general)
    return replace(closest, mode=mode, score=score(type, mode))


def score(type: Type, mode: str | None = None) -> float:
    """PLOVER's conflict-cooperation score, -10 to 10; a mode without one of its own has its type's."""
    scores = _scores()
    return scores[type, mode if (type, mode) in scores else None].score


def quad(type: Type) -> Quad:
    """PLOVER's quad category of a type."""
    return _scores()[type, None].quad


def goldstein_of(type: Type) -> float:
    """Goldstein score of the CAMEO code that stands for a type, -10 to 10."""
    return of_type(type).goldstein


def modes(type: Type) -> tuple[str, ...]:
    """PLOVER's modes of a type, in the order of its manual."""
    return tuple(m for t, m in _scores() if t == type and m is not None)


@cache
def agents() -> tuple[tuple[str, frozenset[str]], ...]:
    """Sectors and the words in a generic actor's name that show them, in order: the first that fits holds."""
    return tuple((row["sector"], frozenset(row["words"].split())) for row in _rows("agents.tsv"))


COOPERATIVE = frozenset(t for t in TYPES if quad(t).endswith("cooperation"))
HOSTILE = frozenset(t for t in TYPES if quad(t) == "material conflict" or t in ("ACCUSE", "REJECT", "THREATEN"))
"""Acts against another: PLOVER's conflict quads but REQUEST, which its score table puts at 0."""
