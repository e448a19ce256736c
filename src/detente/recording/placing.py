"""Which block each judged mention lies in: one that a person has corrected or merged moves to where it now belongs."""

from __future__ import annotations

from collections.abc import Iterable

from detente.model import Mention
from detente.recording import rows
from detente.recording.blocks import block_of, parties_of
from detente.recording.judgements import Effects
from detente.recording.store import Record


def touched(effects: Effects) -> set[str]:
    """The mentions that judgements bear on."""
    out = {*effects.rejected, *effects.confirmed, *effects.corrections, *effects.together}
    return out | {m for pair in effects.apart for side in pair for m in side}


def load(record: Record, ids: Iterable[str]) -> list[Mention]:
    """Mentions on file, as they were coded. Raises RecordError."""
    found = record.rows("SELECT payload FROM mentions WHERE id IN (SELECT unnest(?::VARCHAR[]))", [sorted(ids)])
    return [rows.mention(r[0]) for r in found]


def places(record: Record, ids: Iterable[str], effects: Effects) -> dict[str, tuple[str, list[str]]]:
    """The block and the parties that mentions have under `effects`; with each, those that it is merged with."""
    wanted = set(ids)
    groups: dict[str, set[str]] = {}
    for id, first in effects.together.items():
        groups.setdefault(first, set()).add(id)
    for some in groups.values():
        if some & wanted:
            wanted |= some
    mentions = {m.id: effects.corrected(m) for m in load(record, wanted)}
    block = {id: block_of(m) for id, m in mentions.items()}
    parties = {id: set(parties_of(m)) for id, m in mentions.items()}
    for some in groups.values():
        if group := some & mentions.keys():
            shared, everybody = min(block[id] for id in group), set[str]().union(*(parties[id] for id in group))
            for id in group:
                block[id], parties[id] = shared, everybody
    return {id: (block[id], sorted(parties[id])) for id in sorted(block)}


def place(record: Record, ids: Iterable[str], effects: Effects) -> None:
    """Move mentions to where they lie under `effects`; where they lay and where they now lie is stale.

    Raises RecordError.
    """
    found = places(record, ids, effects)
    stale = "INSERT INTO stale SELECT DISTINCT block FROM mentions WHERE id IN (SELECT unnest(?::VARCHAR[]))"
    record.execute(stale, [list(found)])
    for id, (block, parties) in found.items():
        record.execute("UPDATE mentions SET block = ?, parties = ? WHERE id = ?", [block, parties, id])
    record.execute(stale, [list(found)])
