"""The measure's times: many dyads by month against a monthly mean, and the same commands over generated event data.

    python bench/measure.py [--dyads 20000] [--months 240] [--events 2000000] [--record FILE A B]

Prints one JSON object. "dyads by months" infers closeness with its variance for every dyad and month; the ratio is against a
plain monthly mean of the same scores (polars). "generated" files so many events in a record (on disk, in a temporary folder) and
runs `shift`, `turns` and `movers` on it. --record times the same three on a record of yours.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import polars as pl

from detente.knowledge import world
from detente.measuring import shift as comparing
from detente.measuring.closeness import gather, posterior
from detente.measuring.movers import movers
from detente.measuring.observations import Observations, day_number
from detente.measuring.onrecord import batches, observations
from detente.measuring.turns import turns
from detente.measuring.weights import default
from detente.recording.store import Record

FIRST = date(1995, 1, 1)
TYPES = ("CONSULT", "AGREE", "SUPPORT", "ACCUSE", "REQUEST", "REJECT", "THREATEN", "COERCE", "ASSAULT")
SCORES = np.array([2.0, 3.0, 4.0, -3.0, -1.0, -3.0, -5.0, -8.0, -10.0])


def clocked(run: Callable[[], Any]) -> tuple[Any, float]:
    """What a call returns, and its wall time in seconds."""
    start = time.perf_counter()
    out = run()
    return out, round(time.perf_counter() - start, 2)


def generated(
    rng: np.random.Generator, dyads: int, months: int, each: int = 60, size: int = 2000
) -> Iterator[Observations]:
    """Dyads with `each` events on average at random days, some thousand at a time."""
    first, days = day_number(FIRST), round(months * 30.4375)
    for start in range(0, dyads, size):
        n = min(size, dyads - start)
        events = n * each
        kind = rng.choice(len(TYPES), events, p=[0.3, 0.2, 0.15, 0.12, 0.1, 0.05, 0.03, 0.03, 0.02])
        frame = pl.DataFrame(
            {
                "id": pl.arange(0, events, eager=True).cast(pl.String),
                "start": (first + rng.integers(0, days, events)).astype("datetime64[D]"),
                "score": SCORES[kind],
                "type": np.array(TYPES)[kind],
                "dyad": np.sort(rng.integers(0, n, events)),
            }
        )
        yield Observations.of([(f"A{start + i}", f"B{start + i}") for i in range(n)], frame)


def many_dyads(dyads: int, months: int) -> dict[str, Any]:
    """Closeness of every dyad and month with its variance, against a plain mean."""
    every = list(generated(np.random.default_rng(1), dyads, months))
    first = day_number(FIRST)
    edges = np.round(first + np.arange(months + 1) * 30.4375).astype(np.int64)
    weights = default()

    def closeness() -> float:
        found = (posterior(gather(o, edges, weights), weights.parameters) for o in every)
        return sum(float(p.mean.sum() + p.variance().sum()) for p in found)

    _, measured = clocked(closeness)
    mean = [pl.col("score").mean()]
    _, plain = clocked(lambda: [o.events.group_by("dyad", pl.col("start").dt.truncate("1mo")).agg(mean) for o in every])
    return {
        "dyads": dyads,
        "months": months,
        "events": sum(map(len, every)),
        "seconds": measured,
        "monthly mean, seconds": plain,
        "ratio": round(measured / max(plain, 0.01), 1),
    }


def on_generated(events: int) -> dict[str, Any]:
    """The commands over a record of so many generated events between all states."""
    rng = np.random.default_rng(2)
    codes = np.array(sorted(c for c, t in world.territories().items() if t.end is None))
    popular = rng.permutation(1 / (1 + np.arange(len(codes))) ** 0.8)
    popular /= popular.sum()
    with tempfile.TemporaryDirectory() as folder, Record.open(Path(folder) / "generated.duckdb") as record:
        source: dict[str, Any] = {"id": 1, "name": "generated", "format": "table", "digest": "", "rows": events}
        source["entered"] = datetime(2020, 1, 1)
        record.append("sources", pl.DataFrame([source]))
        _, filed = clocked(lambda: [record.append("imports", f) for f in _imports(rng, codes, popular, events)])
        a, b = record.rows(
            "SELECT least(actor_code, recipient_code), greatest(actor_code, recipient_code) FROM imports"
            " GROUP BY ALL ORDER BY count(*) DESC LIMIT 1"
        )[0]
        return {"events": events, "filed, seconds": filed} | commands(record, a, b, date(2014, 7, 1))


def _imports(
    rng: np.random.Generator, codes: Any, popular: Any, events: int, size: int = 500_000
) -> Iterator[pl.DataFrame]:
    kinds = np.array(TYPES)
    for start in range(0, events, size):
        n = min(size, events - start)
        kind = rng.choice(len(TYPES), n, p=[0.3, 0.2, 0.15, 0.12, 0.1, 0.05, 0.03, 0.03, 0.02])
        day = (day_number(FIRST) + rng.integers(0, 7670, n)).astype("datetime64[D]")
        actor, recipient = (codes[rng.choice(len(codes), n, p=popular)] for _ in range(2))
        frame = pl.DataFrame(
            {
                "id": pl.arange(start, start + n, eager=True).cast(pl.String),
                "date": day, "known": day, "actor_code": actor, "recipient_code": recipient, "type": kinds[kind],
                "score": SCORES[kind], "goldstein": SCORES[kind],
            }
        )  # fmt: skip
        constant = {"source": pl.lit(1, pl.Int32), "contexts": pl.lit([], pl.List(pl.String)), "cameo": pl.lit("040")}
        constant |= {c: pl.lit("GOV") for c in ("actor_sector", "recipient_sector")}
        constant |= {c: pl.lit("") for c in ("actor", "event", "recipient")}
        yield frame.with_columns(**constant).filter(pl.col("actor_code") != pl.col("recipient_code"))


def commands(record: Record, a: str, b: str, at: date) -> dict[str, Any]:
    """Times of `shift` and `turns` of one dyad and of `movers`, reading from the record included."""
    periods = comparing.around(at)
    obs, read = clocked(lambda: observations(record, a, b))
    _, shifted = clocked(lambda: comparing.shift(obs, *periods))
    _, turned = clocked(lambda: turns(obs))
    found, moved = clocked(lambda: movers(batches(record), *periods))
    return {
        "dyad": [a, b], "its events": len(obs), "reading, seconds": read, "shift, seconds": shifted,
        "turns, seconds": turned, "movers, seconds": moved, "moved most": list(found[0].dyad) if found else None,
    }  # fmt: skip


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dyads", type=int, default=20_000)
    parser.add_argument("--months", type=int, default=240)
    parser.add_argument("--events", type=int, default=2_000_000)
    parser.add_argument("--record", nargs=3, metavar=("FILE", "A", "B"), action="append", default=[])
    parser.add_argument("--at", type=date.fromisoformat, default=date(2014, 7, 1), help="the date to compare about")
    args = parser.parse_args()
    out: dict[str, Any] = {}
    if args.dyads:
        out["dyads by months"] = many_dyads(args.dyads, args.months)
    if args.events:
        out["generated"] = on_generated(args.events)
    for path, a, b in args.record:
        with Record.open(path, create=False, read_only=True) as record:
            out[Path(path).name] = commands(record, a, b, args.at)
    print(json.dumps(out, indent=2))


if __name__ == "__main__":
    main()
