"""The record's events written to a file: CSV, Parquet or JSON lines."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import orjson
import polars as pl

from detente.recording.queries import events, events_json
from detente.recording.store import Record

FORMATS = ("csv", "parquet", "jsonl")


def export_events(record: Record, path: Path, form: str, of: str | None = None, known_by: date | None = None) -> int:
    """Write all events (those of country `of` where given) and return how many.

    `csv` and `parquet` have one row an event with lists as text joined by ";", `jsonl` the objects of the contract with
    their quotes. The file is written beside its place and moved there whole. Raises OSError where it cannot be,
    ValueError for another form.
    """
    if form not in FORMATS:
        raise ValueError(f"no export format {form!r}")
    found = events(record, of, known_by=known_by)
    partial = path.with_name(f".{path.name}.partial")
    try:
        if form == "jsonl":
            with partial.open("wb") as f:
                for e in events_json(record, found):
                    f.write(orjson.dumps(e) + b"\n")
        else:
            frame = pl.DataFrame([_flat(e) for e in (x.to_json() for x in found)], schema=_SCHEMA)
            frame.write_csv(partial) if form == "csv" else frame.write_parquet(partial)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
    return len(found)


_TEXT = ("id", "actors", "actor_sectors", "recipients", "recipient_sectors", "type", "mode", "contexts", "cameo", "quad",
         "factuality", "channel", "level", "start", "end", "precision", "first_known", "origin", "mentions")  # fmt: skip
_SCHEMA: dict[str, type[pl.DataType]] = {c: pl.String for c in _TEXT} | {
    "reciprocal": pl.Boolean, "score": pl.Float64, "goldstein": pl.Float64, "certainty": pl.Float64,
    "probability": pl.Float64, "voices": pl.Int64,
}  # fmt: skip


def _flat(e: dict[str, object]) -> dict[str, object]:
    out = {c: e.get(c) for c in _SCHEMA}
    for key, sectors in (("actors", "actor_sectors"), ("recipients", "recipient_sectors")):
        parties = e[key]
        assert isinstance(parties, list)
        out[key], out[sectors] = (";".join(p[k] for p in parties) for k in ("code", "sector"))
    time = e["time"] if isinstance(e["time"], dict) else {}
    out |= {k: time.get(k) for k in ("start", "end", "precision")}
    for key in ("contexts", "mentions"):
        items = e[key]
        assert isinstance(items, list)
        out[key] = ";".join(x["id"] if isinstance(x, dict) else x for x in items)
    return out
