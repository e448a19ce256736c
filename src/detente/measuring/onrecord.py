"""The measure over a record: the same answers for the command line, the Python API and the page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from detente.measuring.observations import Observations, Standing
from detente.recording import queries
from detente.recording.frames import dyad_events

if TYPE_CHECKING:
    from detente.recording.store import Record

_STANDING = ("presence", "relations", "sanctions")


def observations(record: Record, a: str, b: str, known_by: date | None = None) -> Observations:
    """Everything on record between two states (codes), with the facts that stand between them.

    Mere statements of imported data sets are left out: they say nothing of the relation. Raises RecordError.
    """
    frame = dyad_events(record, a, b, known_by)
    frame = frame.filter(frame["type"].is_not_null())
    forth, back = frame["forth"].to_list(), frame["back"].to_list()
    columns = {
        "id": frame["id"].to_list(),
        "when_start": frame["start"].to_list(),
        "when_end": frame["end"].to_list(),
        "known": frame["known"].to_list(),
        "score": frame["score"].to_list(),
        "factuality": frame["factuality"].to_list(),
        "certainty": frame["certainty"].to_list(),
        "probability": frame["probability"].to_list(),
        "voices": frame["voices"].to_list(),
        "type": frame["type"].to_list(),
        "contexts": [tuple(c) for c in frame["contexts"].to_list()],
        "level": [x or "" for x in frame["level"].to_list()],
        "directed": [int(f) - int(k) for f, k in zip(forth, back, strict=True)],
    }
    return Observations.of([(a, b)], columns, standing(record, a, b, known_by))


def standing(record: Record, a: str, b: str, known_by: date | None = None) -> list[Standing]:
    """The dated states of affairs between two states, as documents report them, in either direction."""
    out: list[Standing] = []
    for holder, host in ((a, b), (b, a)):
        for cited in queries.facts(record, holder, host, known_by=known_by):
            f = cited.value
            if f.fact not in _STANDING or (f.start is None and f.end is None):
                continue
            published = cited.document.published
            out.append(
                Standing(
                    0,
                    f.fact,
                    f.status,
                    f.start.start if f.start else None,
                    f.end.end if f.end else None,
                    published.end if published else None,
                )
            )
    return out
