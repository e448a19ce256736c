"""Commands that check the measure and fit it to a record."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.showing.commands.measure import RecordPath
from detente.showing.output import Format, one


def fit(
    record: RecordPath,
    dyads: Annotated[
        int, typer.Option(min=20, help="how many dyads to estimate from, those with the most events")
    ] = 400,
) -> None:
    """Estimate the shared parameters from a record's own dyads, for --parameters."""
    from dataclasses import asdict

    from detente.measuring.estimation import estimate
    from detente.measuring.onrecord import batches
    from detente.showing import arguments

    with arguments.record(record) as opened:
        found = estimate(batches(opened), most_dyads=dyads)
    told = {"dyads": found.dyads, "events": found.events}
    gain = {"log_likelihood": round(found.log_likelihood, 5), "before": round(found.before, 5)}
    one({"parameters": asdict(found.hyper)} | told | gain, Format.json)


def validate(
    record: Annotated[Path | None, typer.Argument(help="a record of event data to check known cases on")] = None,
    cases: Annotated[
        Path | None, typer.Option(help="TSV of a, b, date, +1, -1 or 0; else those that ship with it")
    ] = None,
    votes: Annotated[Path | None, typer.Option(help="UN voting: agreement or ideal points, to compare with")] = None,
    dyads: Annotated[int, typer.Option(min=20, help="simulated dyads")] = 1000,
) -> None:
    """Check the measure: simulation, known cases and placebos, sensitivity to every weight, UN voting; one JSON object."""
    from detente.measuring.validating import checks
    from detente.showing import arguments

    out = checks.simulated(dyads)
    if record is not None:
        with arguments.record(record) as opened:
            out |= checks.on_record(opened, cases, votes)
    one(out, Format.json)
