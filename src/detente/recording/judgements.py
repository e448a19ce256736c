"""What people have ruled: confirmations, rejections, corrections, merges and splits, an append-only log.

A judgement names mentions, so it holds however their events are derived again, and always wins over the coder. Nothing is
overwritten: a judgement is taken back by a later one that undoes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal, cast, get_args

import orjson
import polars as pl

from detente.knowledge import ontology
from detente.model import Actor, Channel, Factuality, Interval, Mention, Time, Type, content_id
from detente.recording import rows
from detente.recording.blocks import block_of, parties_of
from detente.recording.store import Record, RecordError
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
        return _changed(m, changes) if changes else m


def judge(
    record: Record,
    action: Action,
    targets: Sequence[str],
    *,
    author: str,
    reason: str | None = None,
    changes: Json | None = None,
    at: datetime | None = None,
) -> Judgement:
    """File a judgement and derive again what it touches.

    `targets` are ids of mentions or events, an event standing for all its mentions; for `undo`, of one judgement.
    `changes` are the new values of `correct`, by the names in `CORRECTABLE`. For `split`, the targets are taken out of
    their event. Raises RecordError where a target is not on file or a change cannot be made.
    """
    from detente.recording.deriving import refresh

    if action not in get_args(Action):
        raise RecordError(f"no such judgement: {action!r} (one of {', '.join(get_args(Action))})")
    refresh(record)
    before = judgements(record)
    payload: Json = {}
    if action == "undo":
        if len(targets) != 1 or targets[0] not in {j.id for j in before}:
            raise RecordError(f"no such judgement on file: {', '.join(targets)}")
        mentions: tuple[str, ...] = tuple(targets)
    else:
        mentions = _mentions(record, targets)
        if action == "correct":
            payload = dict(changes or {})
            _check(record, mentions, payload)
        elif action == "split":
            payload = {"from": sorted(set(_siblings(record, mentions)) - set(mentions))}
        elif action == "merge" and len(mentions) < 2:
            raise RecordError("merge needs two mentions or events at least")
    at = at or datetime.now(UTC).replace(tzinfo=None)
    made = Judgement(
        content_id("judgement", at.isoformat(), author, action, *mentions, rows.pack(payload)),
        at, author, reason, action, mentions, payload,
    )  # fmt: skip
    with record.transaction():
        record.append("judgements", _frame(made))
        _place(record, effects(before), effects([*before, made]))
        refresh(record)
    return made


def judgements(record: Record) -> list[Judgement]:
    """All judgements on file, undone ones too, oldest first."""
    found = record.rows("SELECT id, at, author, reason, action, targets, payload FROM judgements ORDER BY at, rowid")
    return [Judgement(*r[:5], tuple(r[5]), orjson.loads(r[6])) for r in found]


def effects(log: Iterable[Judgement]) -> Effects:
    """What a log amounts to, later judgements winning over earlier ones, and undone ones left out."""
    undone: set[str] = set()
    valid = []
    for j in reversed(list(log)):
        if j.id in undone:
            continue
        if j.action == "undo":
            undone.add(j.targets[0])
        else:
            valid.append(j)
    verdict: dict[str, Action] = {}
    corrections: dict[str, Json] = {}
    merged: list[tuple[str, str]] = []
    apart = []
    for j in reversed(valid):
        for t in j.targets:
            if j.action in ("confirm", "reject"):
                verdict[t] = j.action
            elif j.action == "correct":
                corrections[t] = corrections.get(t, {}) | j.payload
        if j.action == "merge":
            merged += [(j.targets[0], t) for t in j.targets[1:]]
        elif j.action == "split":
            apart.append((frozenset(j.targets), frozenset(j.payload["from"])))
    return Effects(
        rejected=frozenset(t for t, v in verdict.items() if v == "reject"),
        confirmed=frozenset(t for t, v in verdict.items() if v == "confirm"),
        corrections=corrections,
        together=components(merged),
        apart=tuple(apart),
    )


def _frame(j: Judgement) -> pl.DataFrame:
    row = {"id": j.id, "at": j.at, "author": j.author, "reason": j.reason, "action": j.action}
    row |= {"targets": list(j.targets), "payload": rows.pack(j.payload)}
    return pl.DataFrame([row], schema_overrides={"reason": pl.String, "at": pl.Datetime("us")})


def _mentions(record: Record, targets: Sequence[str]) -> tuple[str, ...]:
    out: list[str] = []
    for t in targets:
        found = [r[0] for r in record.rows("SELECT mention FROM event_mentions WHERE event = ? ORDER BY mention", [t])]
        found = found or [r[0] for r in record.rows("SELECT id FROM mentions WHERE id = ?", [t])]
        if not found:
            raise RecordError(f"no such mention or event on file: {t}")
        out += found
    return tuple(dict.fromkeys(out))


def _siblings(record: Record, mentions: Sequence[str]) -> list[str]:
    found = record.rows(
        "SELECT DISTINCT mention FROM event_mentions WHERE event IN"
        " (SELECT event FROM event_mentions WHERE list_contains(?, mention))",
        [list(mentions)],
    )
    return [r[0] for r in found]


def _load(record: Record, ids: Iterable[str]) -> list[Mention]:
    found = record.rows("SELECT payload FROM mentions WHERE list_contains(?, id)", [sorted(ids)])
    return [rows.mention(r[0]) for r in found]


def _check(record: Record, mentions: Sequence[str], changes: Json) -> None:
    if not changes:
        raise RecordError("correct needs at least one field to change")
    for name in changes:
        if name not in CORRECTABLE:
            raise RecordError(f"cannot correct {name!r} (one of {', '.join(CORRECTABLE)})")
    if "type" in changes and changes["type"] not in ontology.TYPES:
        raise RecordError(f"not an event type: {changes['type']!r} (one of {', '.join(ontology.TYPES)})")
    if "factuality" in changes and changes["factuality"] not in get_args(Factuality):
        raise RecordError(f"not a factuality: {changes['factuality']!r} (one of {', '.join(get_args(Factuality))})")
    if changes.get("channel") is not None and changes["channel"] not in get_args(Channel):
        raise RecordError(f"not a channel: {changes['channel']!r} (one of {', '.join(get_args(Channel))})")
    try:
        for m in _load(record, mentions):
            _changed(m, changes)
    except (ValueError, TypeError, IndexError) as e:
        raise RecordError(f"cannot correct: {e}") from None


def _changed(m: Mention, changes: Json) -> Mention:
    type_ = cast(Type, changes.get("type", m.type))
    mode = changes["mode"] if "mode" in changes else (m.mode if type_ == m.type else None)
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


def _place(record: Record, before: Effects, after: Effects) -> None:
    """Move the mentions whose block a judgement changes; where they lay and where they now lie is stale."""
    touched = set()
    for e in (before, after):
        touched |= e.rejected | e.confirmed | e.corrections.keys() | e.together.keys()
        touched |= {m for pair in e.apart for side in pair for m in side}
    mentions = {m.id: after.corrected(m) for m in _load(record, touched)}
    block = {id: block_of(m) for id, m in mentions.items()}
    for id, first in sorted(after.together.items()):
        if id in block:
            block[id] = min(block[i] for i, f in after.together.items() if f == first and i in block)
    ids = sorted(block)
    record.execute("INSERT INTO stale SELECT DISTINCT block FROM mentions WHERE list_contains(?, id)", [ids])
    for id in ids:
        record.execute(
            "UPDATE mentions SET block = ?, parties = ? WHERE id = ? AND (block <> ? OR parties <> ?)",
            [block[id], (p := list(parties_of(mentions[id]))), id, block[id], p],
        )
    record.execute("INSERT INTO stale SELECT DISTINCT block FROM mentions WHERE list_contains(?, id)", [ids])
