"""What a document changed in the picture when it came to light: the picture of that day with it, against that without."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from detente.model import Fact, Gap
from detente.recording.events import Event, linked
from detente.recording.merging import merge
from detente.recording.queries import Cited, Held, documents, events_json, facts, gaps
from detente.recording.reports import reports
from detente.recording.standing import in_force
from detente.recording.store import Record, RecordError

Json = dict[str, Any]

_COMPARED = (
    "actors", "recipients", "type", "mode", "factuality", "certainty", "channel", "level", "time", "dated", "voices",
    "probability", "links",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Changed:
    """An event that was known before, and the fields that are otherwise with the document: (before, after) by name."""

    event: Event
    fields: dict[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What one document brought: events that nobody had told of, events changed by it, facts and gaps that it states.

    `day` is the day from which it could be read.
    """

    document: Held
    day: date
    new: tuple[Event, ...]
    changed: tuple[Changed, ...]
    facts: tuple[Cited[Fact], ...]
    gaps: tuple[Cited[Gap], ...]

    def dyads(self) -> list[tuple[str, str]]:
        """The pairs of parties between whom it told of something new, or otherwise, sorted."""
        events = [*self.new, *(c.event for c in self.changed)]
        return sorted({(min(p), max(p)) for e in events for p in e.pairs()})


def disclosed(record: Record, document: str) -> Disclosure:
    """What `document` (an id) changed on the day from which it could be read, all else known by then being on record.

    Raises RecordError where no such document is on file.
    """
    found = record.rows("SELECT known FROM documents WHERE id = ?", [document])
    if not found:
        raise RecordError(f"no such document on file: {document}")
    day: date = found[0][0]
    ruled = in_force(record)
    blocks = [
        r[0] for r in record.rows("SELECT DISTINCT block FROM mentions WHERE document = ? ORDER BY 1", [document])
    ]
    told = reports(record, ruled, blocks=blocks, known_by=day)
    after, before = (
        linked([e for _, e in m.events], ((x.a, x.b, x.kind, x.probability) for x in m.links))
        for m in (merge(told, ruled), merge([r for r in told if r.mention.document != document], ruled))
    )
    was = {m: e for e in before for m in e.mentions}
    its = {r.id for r in told if r.mention.document == document}
    new, changed = [], []
    for e in after:
        earlier = [was[m] for m in e.mentions if m in was]
        if not earlier:
            new.append(e)
        elif (fields := _differences(earlier[0], e)) and (its & set(e.mentions) or "links" in fields):
            changed.append(Changed(e, fields))
    held = next(h for h in documents(record, known_by=day) if h.document.id == document)
    return Disclosure(
        held,
        day,
        tuple(sorted(new, key=_when)),
        tuple(sorted(changed, key=lambda c: _when(c.event))),
        tuple(c for c in facts(record, known_by=day) if c.document.id == document),
        tuple(c for c in gaps(record, known_by=day) if c.document.id == document),
    )


def _when(e: Event) -> tuple[date, str]:
    return ((e.time.start or e.time.end) if e.time else None) or date.min, e.id


def _differences(was: Event, now: Event) -> dict[str, tuple[Any, Any]]:
    pairs = ((c, getattr(was, c), getattr(now, c)) for c in _COMPARED)
    return {c: (a, b) for c, a, b in pairs if a != b}


def to_json(record: Record, d: Disclosure) -> Iterator[Json]:
    """The disclosure as objects: the document, then each `change`: "new event", "changed event", "fact", "gap".

    A new event has `days_hidden`: how long it was known to nobody on record after it happened.
    """
    yield d.document.to_json() | {"change": None, "known": d.day.isoformat()}
    for told in events_json(record, d.new):
        end = (told["time"] or {}).get("end") if (told["time"] or {}).get("dated") else None
        hidden = max(0, (d.day - date.fromisoformat(end)).days) if end else None
        yield told | {"change": "new event", "days_hidden": hidden}
    for c, told in zip(d.changed, events_json(record, [c.event for c in d.changed]), strict=True):
        names = {"dated": "time"}
        then = replace(c.event, **{k: a for k, (a, _) in c.fields.items()}).to_json()
        fields = dict.fromkeys(names.get(k, k) for k in c.fields)
        yield told | {
            "change": "changed event",
            "before": {k: then[k] for k in fields},
            "after": {k: told[k] for k in fields},
        }
    for cited in d.facts:
        yield cited.to_json() | {"change": "fact"}
    for gap in d.gaps:
        yield gap.to_json() | {"change": "gap"}
