"""Commands that measure one relation or all: shift, series, turns, movers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.errors import UsageError
from detente.showing.output import Format, chosen, one, rows

if TYPE_CHECKING:
    from detente.measuring.weights import Hyper

RecordPath = Annotated[Path, typer.Argument(help="the record: one DuckDB file")]
Country = Annotated[str, typer.Argument(help="country: a name or an ISO alpha-3 code")]
FormatOption = Annotated[Format | None, typer.Option("--format", help="table, jsonl, csv or json")]
KnownBy = Annotated[str | None, typer.Option("--known-by", help="only what could be known by this date")]
In = Annotated[str | None, typer.Option("--in", help="a year, month or FROM..TO, against the one before")]
At = Annotated[str | None, typer.Option("--at", help="a date: the time before it against the time after")]
Window = Annotated[int, typer.Option("--window", min=1, help="days on either side of --at")]
Before = Annotated[str | None, typer.Option("--before", help="FROM..TO, with --after")]
After = Annotated[str | None, typer.Option("--after", help="FROM..TO, with --before")]
Parameters = Annotated[
    Path | None, typer.Option("--parameters", help="a record's own parameters, as `detente fit` prints them")
]
Other = Annotated[
    list[Path] | None, typer.Option("--beside", help="votes, alliances, embassies or sanctions: a file to show beside")
]
Include = Annotated[list[Path] | None, typer.Option("--include", help="such a file, to count in the measure")]


def own_parameters(path: Path | None) -> Hyper | None:
    """Parameters from a JSON file of `detente fit`; None without one. Raises UsageError naming what is wrong in it."""
    if path is None:
        return None
    import json

    from detente.measuring.weights import Hyper

    try:
        raw = json.loads(path.read_text(encoding="utf8"))
        return Hyper.of(raw.get("parameters", raw))
    except (OSError, ValueError, AttributeError) as e:
        raise UsageError(f"--parameters: {path}: {e}") from None


def shift(
    record: RecordPath,
    a: Country,
    b: Country,
    in_: In = None,
    at: At = None,
    window: Window = 182,
    before: Before = None,
    after: After = None,
    known_by: KnownBy = None,
    beside: Other = None,
    include: Include = None,
    parameters: Parameters = None,
    format: FormatOption = None,
) -> None:
    """Did two countries move closer? With how sure, on which dimensions, on what evidence."""
    from detente.measuring import elsewhere
    from detente.measuring import shift as measure
    from detente.measuring.onrecord import observations
    from detente.showing import arguments
    from detente.showing.answers import shift_json
    from detente.showing.verdict import draw_shift

    pair = arguments.pair(a, b, record)
    when = arguments.periods(in_, at, window, before, after)
    known = arguments.day(known_by, "--known-by")
    hyper = own_parameters(parameters)
    counted = tuple(elsewhere.read(p, pair) for p in include or [])
    others = [elsewhere.beside(e, *when, known) for e in (*counted, *(elsewhere.read(p, pair) for p in beside or []))]
    with arguments.record(record) as opened:
        obs = elsewhere.included(observations(opened, *pair, known), counted)
        answer = measure.shift(obs, *when, known, hyper=hyper)
        history = measure.as_known(obs.known_by(known), *when, hyper=hyper) if len(obs) else []
        form = chosen(format, one_object=True)
        if form is Format.table:
            draw_shift(opened, answer, history, others)
        else:
            one(shift_json(answer, history, others), form)


def series(
    record: RecordPath,
    a: Country,
    b: Country,
    every: Annotated[str, typer.Option(help="month, quarter or year")] = "month",
    known_by: KnownBy = None,
    include: Include = None,
    parameters: Parameters = None,
    format: FormatOption = None,
) -> None:
    """Closeness over time, with its 90 % band and what each dimension adds."""
    from detente.measuring import elsewhere
    from detente.measuring.onrecord import observations
    from detente.measuring.series import PERIODS
    from detente.measuring.series import series as measure
    from detente.showing import arguments
    from detente.showing.answers import series_json
    from detente.showing.charts import draw_series

    pair = arguments.pair(a, b, record)
    if every not in PERIODS:
        raise UsageError(f"--every: {every!r} is none of {', '.join(PERIODS)}")
    known = arguments.day(known_by, "--known-by")
    hyper = own_parameters(parameters)
    counted = tuple(elsewhere.read(p, pair) for p in include or [])
    with arguments.record(record) as opened:
        obs = elsewhere.included(observations(opened, *pair, known), counted)
        found = measure(obs, every, known, hyper=hyper)
    form = chosen(format)
    if form is Format.table:
        draw_series(found, pair)
    else:
        rows(map(series_json, found), form, ("start", "end", "mean", "low", "high", "events", "dimensions"))


def turns(
    record: RecordPath,
    a: Country,
    b: Country,
    known_by: KnownBy = None,
    parameters: Parameters = None,
    format: FormatOption = None,
) -> None:
    """Dates at which the relation changed course, with how sure and on what evidence."""
    from detente.measuring.onrecord import observations
    from detente.measuring.turns import turns as measure
    from detente.showing import arguments
    from detente.showing.answers import turn_json
    from detente.showing.verdict import named

    pair = arguments.pair(a, b, record)
    hyper = own_parameters(parameters)
    form = chosen(format)
    with arguments.record(record) as opened:
        found = measure(observations(opened, *pair, arguments.day(known_by, "--known-by")), hyper=hyper)
        lines = [turn_json(t) for t in found]
        if form is Format.table:
            lines = [line | {"evidence": named(opened, pair, line["evidence"][:3])} for line in lines]
    rows(lines, form, ("date", "from", "to", "direction", "probability", "change", "evidence"))


def movers(
    record: RecordPath,
    in_: In = None,
    at: At = None,
    window: Window = 182,
    before: Before = None,
    after: After = None,
    most: Annotated[int, typer.Option(min=1, help="how many dyads")] = 20,
    fewest: Annotated[int, typer.Option(min=1, help="events that a dyad needs in both periods together")] = 3,
    known_by: KnownBy = None,
    parameters: Parameters = None,
    format: FormatOption = None,
) -> None:
    """The dyads that moved most in a period, the surest first."""
    from detente.measuring.movers import movers as measure
    from detente.measuring.onrecord import batches
    from detente.showing import arguments
    from detente.showing.answers import mover_json
    from detente.showing.verdict import mover_line

    when = arguments.periods(in_, at, window, before, after)
    known = arguments.day(known_by, "--known-by")
    hyper = own_parameters(parameters)
    with arguments.record(record) as opened:
        found = measure(batches(opened, known), *when, most=most, fewest=fewest, hyper=hyper)
    form = chosen(format)
    lines = map(mover_line if form is Format.table else mover_json, found)
    rows(lines, form, ("dyad", "closer", "change", "interval", "events"))
