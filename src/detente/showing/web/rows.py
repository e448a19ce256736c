"""An event as a page shows it: worded, quoted, and with what a person has ruled on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from detente.recording.events import Event
from detente.recording.judgements import Effects
from detente.showing.figures.dyad import parties, what
from detente.showing.words import Words

Json = dict[str, Any]


def rows(
    events: Sequence[Event], quoted: Sequence[Json], judged: Effects, weights: dict[str, float], say: Words
) -> Iterator[Json]:
    """Events, each with its `quoted` form beside it; `weights` is by how much the change would fall without each."""
    for e, q in zip(events, quoted, strict=True):
        reports = [_report(r) for r in q["mentions"] if "sentence" in r]
        yield {
            "id": e.id,
            "date": say.time(e.time) if e.time else say("undated"),
            "act": say("pair", who=parties(e, say), what=what(e, say)),
            "way": "better" if e.score > 0 else "worse" if e.score < 0 else "even",
            "factuality": e.factuality,
            "fact": say.of("factuality", e.factuality),
            "channel": e.channel,
            "openness": say.of("channel", e.channel),
            "level": say.of("level", e.level),
            "voices": e.voices,
            "known": say.day(e.known),
            "known_iso": e.known.isoformat(),
            "probability": say.chance(e.probability),
            "weight": say.number(weights[e.id], sign=True) if abs(weights.get(e.id, 0.0)) >= 0.005 else None,
            "reports": reports,
            "origin": e.origin,
            "status": "confirmed" if judged.confirmed.issuperset(e.mentions) and e.mentions
            else "corrected" if any(m in judged.corrections for m in e.mentions) else "",
            "type": e.type, "mode": e.mode, "time": e.time.iso() if e.time and e.dated else "",
            "actors": " ".join(e.actors), "recipients": " ".join(e.recipients), "reciprocal": e.reciprocal,
        }  # fmt: skip


def _report(r: Json) -> Json:
    before, trigger, after = r["sentence"].partition(r["trigger"])
    return {
        "before": before, "trigger": trigger, "after": after, "title": r["title"], "source": r["source"],
        "published": r["published"], "document": r["document"], "factuality": r["factuality"],
        "href": to_document(r["document"], *r["span"]),
    }  # fmt: skip


def to_document(id: str, start: int | None = None, end: int | None = None) -> str:
    """The address of a document's page, at some of its characters."""
    at = {"at": f"{start}-{end}"} if start is not None else {}
    return f"/document?{urlencode({'id': id} | at)}{'#at' if at else ''}"
