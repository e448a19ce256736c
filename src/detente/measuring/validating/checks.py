"""All checks of the measure at once, as one object of figures: what `detente validate` prints."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.measuring.onrecord import batches, observations
from detente.measuring.validating import cases as known
from detente.measuring.validating.sensitivity import sensitivity
from detente.measuring.validating.simulation import WORLDS, simulate, simulate_turns
from detente.measuring.validating.voting import voting
from detente.measuring.weights import default

if TYPE_CHECKING:
    from detente.recording.store import Record

Json = dict[str, Any]
_SHOWN = 15


def simulated(dyads: int = 1000) -> Json:
    """Coverage and reliability in every simulated world of `dyads` dyads; turning points told where there are none and where
    there is one, for 64 dyads in every 1,000 of those."""
    worlds: Json = {}
    for world in WORLDS:
        s = simulate(world, dyads)
        table = [_rounded(asdict(r)) for r in s.table]
        worlds[world] = _rounded({k: v for k, v in asdict(s).items() if k not in ("world", "table")}) | {
            "reliability": table
        }
    points = [
        asdict(simulate_turns(events, size, max(2, dyads * 64 // 1000)))
        for events in (100, 600)
        for size in (0.0, 0.4, 0.6)
    ]
    return {"simulation": worlds, "turning points": points}


def on_record(record: Record, cases: Path | None = None, votes: Path | None = None) -> Json:
    """Known cases and placebos on a record, with sensitivity, and agreement with a file of UN votes where one is given.

    Raises DetenteError where a file cannot be read.
    """
    asked = [(c, observations(record, *c.dyad)) for c in known.read(cases)]
    found = [known.outcome(c, obs) for c, obs in asked]
    decided = [o for o in found if o.decided]
    placebos = [o for o in found if o.case.way == 0]
    out: Json = {
        "cases": {
            "decided": len(decided),
            "right": sum(o.right for o in decided),
            "goldstein_right": known.goldstein_right(found),
            "placebos": len(placebos),
            "alarms": sum(o.alarm for o in placebos),
            "wrong": [[*o.case.dyad, o.case.at.isoformat(), round(o.closer, 3)] for o in decided if not o.right],
        },
        "sensitivity": [_rounded(asdict(m)) for m in sensitivity(asked, default())[:_SHOWN]],
    }
    if votes is not None:
        out["votes"] = _rounded(asdict(voting(batches(record), votes)))
    return out


def _rounded(figures: Json) -> Json:
    return {k: round(v, 4) if isinstance(v, float) else v for k, v in figures.items()}
