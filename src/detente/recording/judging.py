"""Filing a judgement: what it speaks of is found, what it may change checked, and what it touches derived again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import get_args

import polars as pl

from detente.knowledge import ontology
from detente.model import Channel, Factuality, content_id
from detente.recording import rows
from detente.recording.deriving import refresh
from detente.recording.judgements import CORRECTABLE, Action, Json, Judgement, changed, effects, judgements
from detente.recording.placing import load, place, touched
from detente.recording.standing import keep_evidence, stand_ins
from detente.recording.store import Record, RecordError


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
        keep_evidence(record, [*mentions, *payload.get("from", ())])
        moved = stand_ins(record)
        was, now = effects(before, moved), effects([*before, made], moved)
        place(record, touched(was) | touched(now), now)
        refresh(record)
    return made


def _frame(j: Judgement) -> pl.DataFrame:
    row = {"id": j.id, "entered": j.at, "author": j.author, "reason": j.reason, "action": j.action}
    row |= {"targets": list(j.targets), "payload": rows.pack(j.payload)}
    return pl.DataFrame([row], schema_overrides={"reason": pl.String, "entered": pl.Datetime("us")})


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
        " (SELECT event FROM event_mentions WHERE mention IN (SELECT unnest(?::VARCHAR[])))",
        [list(mentions)],
    )
    return [r[0] for r in found]


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
        for m in load(record, mentions):
            changed(m, changes)
    except (ValueError, TypeError, IndexError) as e:
        raise RecordError(f"cannot correct: {e}") from None
