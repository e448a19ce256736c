"""What people have ruled: confirmations, rejections, corrections, merges and splits, an append-only log.

A judgement names mentions, so it holds however their events are derived again, and always wins over the coder. Nothing
is overwritten: a judgement is taken back by a later one that undoes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, cast

import orjson

from detente.knowledge import ontology
from detente.model import Actor, Interval, Mention, Time, Type
from detente.recording.store import Record
from detente.recording.voices import components

Json = dict[str, Any]
Action = Literal["confirm", "reject", "correct", "merge", "split", "undo"]

CORRECTABLE = ("actors", "recipients", "type", "mode", "factuality", "certainty", "channel", "time", "reciprocal")
"""What `correct` may change: codes for actors and recipients, "YYYY[-MM[-DD]]" or null for time."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One ruling. `targets` are mention ids, or the id of the judgement that `undo` takes back."""

    id: str
    at: datetime  # UTC, by the clerk's clock
    author: str
    reason: str | None
    action: Action
    targets: tuple[str, ...]
    payload: Json  # correct: the new values by field; split: {"from": mentions that the targets are kept apart from}


@dataclass(frozen=True, slots=True)
class Effects:
    """What the judgements in force amount to, by mention id."""

    rejected: frozenset[str] = frozenset()
    confirmed: frozenset[str] = frozenset()
    corrections: Mapping[str, Json] = field(default_factory=dict)
    together: Mapping[str, str] = field(default_factory=dict)  # mention -> the smallest id of those it is merged with
    apart: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()

    def corrected(self, m: Mention) -> Mention:
        """The mention with the fields that a person has put right."""
        changes = self.corrections.get(m.id)
        return changed(m, changes) if changes else m


def judgements(record: Record) -> list[Judgement]:
    """All judgements on file, undone ones too, oldest first."""
    found = record.rows(
        "SELECT id, entered, author, reason, action, targets, payload FROM judgements ORDER BY entered, rowid"
    )
    return [
        Judgement(id, at, author, reason, action, tuple(targets), orjson.loads(payload))
        for id, at, author, reason, action, targets, payload in found
    ]


def valid(log: Iterable[Judgement]) -> list[Judgement]:
    """The judgements of a log that are in force, oldest first: neither undone, nor an undoing."""
    undone: set[str] = set()
    out = []
    for j in reversed(list(log)):
        if j.id in undone:
            continue
        if j.action == "undo":
            undone.add(j.targets[0])
        else:
            out.append(j)
    return out[::-1]


def effects(log: Iterable[Judgement], stand_ins: Mapping[str, str] | None = None) -> Effects:
    """What a log amounts to, later judgements winning over earlier ones, and undone ones left out.

    `stand_ins` gives for mentions that a recoding has replaced those that stand in their place.
    """
    now = stand_ins or {}
    verdict: dict[str, Action] = {}
    corrections: dict[str, Json] = {}
    merged: list[tuple[str, str]] = []
    apart = []
    for j in valid(log):
        targets = tuple(now.get(t, t) for t in j.targets)
        for t in targets:
            if j.action in ("confirm", "reject"):
                verdict[t] = j.action
            elif j.action == "correct":
                corrections[t] = corrections.get(t, {}) | j.payload
        if j.action == "merge":
            merged += [(targets[0], t) for t in targets[1:]]
        elif j.action == "split":
            apart.append((frozenset(targets), frozenset(now.get(t, t) for t in j.payload["from"])))
    return Effects(
        rejected=frozenset(t for t, v in verdict.items() if v == "reject"),
        confirmed=frozenset(t for t, v in verdict.items() if v == "confirm"),
        corrections=corrections,
        together=components(merged),
        apart=tuple(apart),
    )


def changed(m: Mention, changes: Json) -> Mention:
    """The mention with `changes` made, as `CORRECTABLE` names them. Raises ValueError where a date is none."""
    type_ = cast(Type, changes.get("type", m.type))
    mode = changes.get("mode", m.mode if type_ == m.type else None)
    act = ontology.of_type(type_)
    out = replace(
        m,
        type=type_,
        mode=mode,
        score=ontology.score(type_, mode),
        quad=ontology.quad(type_),
        cameo=m.cameo if type_ == m.type else act.cameo,
        goldstein=m.goldstein if type_ == m.type else act.goldstein,
        factuality=changes.get("factuality", m.factuality),
        certainty=float(changes.get("certainty", m.certainty)),
        channel=changes.get("channel", m.channel),
        reciprocal=bool(changes.get("reciprocal", m.reciprocal)),
        actors=_recoded(m.actors or m.recipients, changes["actors"]) if "actors" in changes else m.actors,
        recipients=_recoded(m.recipients or m.actors, changes["recipients"])
        if "recipients" in changes
        else m.recipients,
    )
    if "time" in changes:
        out = replace(out, time=Time(Interval.parse(changes["time"])) if changes["time"] else None)
    return out


def _recoded(actors: tuple[Actor, ...], codes: Sequence[str]) -> tuple[Actor, ...]:
    kept = {a.code: a for a in actors}
    return tuple(kept.get(c) or Actor(actors[0].span, c) for c in codes)
