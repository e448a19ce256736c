"""Judgements after a recoding: each mention that was judged stands where the same words are now noted, if they are.

A mention's id changes where a newer coder gives its words another type or other parties. What was judged was kept as it
was (`judged`), so it can be found again by its evidence: the same document, the same words. This is a pure function of
the log; a judgement whose evidence is noted no more is kept, listed and waits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from detente.model import Mention
from detente.recording import rows
from detente.recording.blocks import family_of, parties_of
from detente.recording.judgements import Effects, Judgement, effects, judgements, valid
from detente.recording.store import Record

LEAST = 3.0
"""What `likeness` must reach at least: the trigger and something of the parties or the type, or the sentence and both."""


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A judgement in force, one of its targets that is noted no more, and that as it was judged."""

    judgement: Judgement
    mention: Mention


def likeness(was: Mention, now: Mention) -> float:
    """How much of the evidence of one mention another rests on; 0 where they share no words."""
    if was.document != now.document or not was.sentence.overlaps(now.sentence):
        return 0.0
    a, b = set(parties_of(was)), set(parties_of(now))
    out = 2.0 * (was.trigger == now.trigger) + 1.5 * was.trigger.overlaps(now.trigger)
    out += 2.0 * len(a & b) / max(1, len(a | b)) + (was.reciprocal == now.reciprocal) * 0.25
    out += 1.0 * (was.type == now.type) + 0.5 * (family_of(was.type) == family_of(now.type))
    return out + 0.25 * (was.factuality == now.factuality) if a & b else 0.0


def stand_ins(record: Record) -> dict[str, str]:
    """For each judged mention that is no longer on file, the one that has taken its place, where there is one."""
    return {was.id: now.id for was, now in _moved(record) if now is not None}


def unmatched(record: Record) -> list[Unmatched]:
    """The judgements in force of which a target is noted no more, oldest first."""
    lost = {was.id: was for was, now in _moved(record) if now is None}
    return [Unmatched(j, lost[t]) for j in valid(judgements(record)) for t in _targets(j) if t in lost]


def in_force(record: Record) -> Effects:
    """What all judgements on file amount to, for the mentions that are on file now."""
    return effects(judgements(record), stand_ins(record))


def keep_evidence(record: Record, ids: Iterable[str]) -> None:
    """Keep mentions as they are now, so that a judgement of them can be matched later. Raises RecordError."""
    some = sorted(set(ids))
    record.execute(
        "INSERT INTO judged SELECT DISTINCT m.id, m.document, m.payload FROM mentions m"
        " WHERE m.id IN (SELECT unnest(?::VARCHAR[])) AND m.id NOT IN (SELECT mention FROM judged)",
        [some],
    )


def _targets(j: Judgement) -> list[str]:
    return list(dict.fromkeys([*j.targets, *j.payload.get("from", ())])) if j.action != "undo" else []


def _moved(record: Record) -> list[tuple[Mention, Mention | None]]:
    gone = [
        rows.mention(r[0])
        for r in record.rows(
            "SELECT payload FROM judged j WHERE NOT EXISTS (SELECT 1 FROM mentions m WHERE m.id = j.mention) ORDER BY mention"
        )
    ]
    there: dict[str, list[Mention]] = {}
    wanted = sorted({m.document for m in gone})
    for (payload,) in record.rows(
        "SELECT payload FROM mentions WHERE document IN (SELECT unnest(?::VARCHAR[])) ORDER BY id", [wanted]
    ):
        m = rows.mention(payload)
        there.setdefault(m.document, []).append(m)
    return [(was, _closest(was, there.get(was.document, []))) for was in gone]


def _closest(was: Mention, candidates: list[Mention]) -> Mention | None:
    found = max(candidates, key=lambda m: (likeness(was, m), m.id), default=None)
    return found if found is not None and likeness(was, found) >= LEAST else None
