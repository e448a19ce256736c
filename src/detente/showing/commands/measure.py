"""Commands that measure: series, shift, turns."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from detente.errors import UsageError
from detente.showing.output import Format, chosen, one, rows

RecordPath = Annotated[Path, typer.Argument(help="the record: one DuckDB file")]
Country = Annotated[str, typer.Argument(help="country: a name or an ISO alpha-3 code")]
FormatOption = Annotated[Format | None, typer.Option("--format", help="table, jsonl, csv or json")]
KnownBy = Annotated[str | None, typer.Option("--known-by", help="only what could be known by this date")]


def shift(
    record: RecordPath,
    a: Country,
    b: Country,
    in_: Annotated[str | None, typer.Option("--in", help="a year, month or FROM..TO, against the one before")] = None,
    at: Annotated[str | None, typer.Option("--at", help="a date: the time before it against the time after")] = None,
    window: Annotated[int, typer.Option(min=1, help="days on either side of --at")] = 182,
    before: Annotated[str | None, typer.Option(help="FROM..TO, with --after")] = None,
    after: Annotated[str | None, typer.Option(help="FROM..TO, with --before")] = None,
    known_by: KnownBy = None,
    format: FormatOption = None,
) -> None:
    """Did two countries move closer? With how sure, on which dimensions, on what evidence."""
    from detente.measuring import shift as measure
    from detente.measuring.onrecord import observations
    from detente.showing import arguments
    from detente.showing.answers import shift_json
    from detente.showing.verdict import draw_shift

    x, y = arguments.dyad(a, b, record)
    assert x is not None and y is not None
    if [in_ is not None, at is not None, before is not None or after is not None].count(True) != 1:
        raise UsageError("say when: --in PERIOD, --at DATE, or --before FROM..TO --after FROM..TO")
    if in_ is not None:
        periods = measure.within(arguments.interval(in_, "--in"))
    elif at is not None:
        middle = arguments.day(at, "--at", last=False)
        assert middle is not None
        periods = measure.around(middle, window)
    else:
        if before is None or after is None:
            raise UsageError("--before and --after go together")
        periods = (arguments.interval(before, "--before"), arguments.interval(after, "--after"))
    known = arguments.day(known_by, "--known-by")
    with arguments.record(record) as opened:
        answer = measure.shift(observations(opened, x, y, known), *periods, known)
        form = chosen(format, one_object=True)
        if form is Format.table:
            draw_shift(opened, answer)
        else:
            one(shift_json(answer), form)


def series(
    record: RecordPath,
    a: Country,
    b: Country,
    every: Annotated[str, typer.Option(help="month, quarter or year")] = "month",
    known_by: KnownBy = None,
    format: FormatOption = None,
) -> None:
    """Closeness over time, with its 90 % band."""
    from detente.measuring.onrecord import observations
    from detente.measuring.series import PERIODS
    from detente.measuring.series import series as measure
    from detente.showing import arguments
    from detente.showing.answers import series_json
    from detente.showing.charts import draw_series

    x, y = arguments.dyad(a, b, record)
    assert x is not None and y is not None
    if every not in PERIODS:
        raise UsageError(f"--every: {every!r} is none of {', '.join(PERIODS)}")
    known = arguments.day(known_by, "--known-by")
    with arguments.record(record) as opened:
        found = measure(observations(opened, x, y, known), every)
    form = chosen(format)
    if form is Format.table:
        draw_series(found, (x, y))
    else:
        rows(map(series_json, found), form, ("start", "end", "mean", "low", "high", "events"))


def turns(record: RecordPath, a: Country, b: Country, known_by: KnownBy = None, format: FormatOption = None) -> None:
    """Dates at which the relation changed course, with how sure and on what evidence."""
    from detente.measuring.onrecord import observations
    from detente.measuring.turns import turns as measure
    from detente.showing import arguments
    from detente.showing.answers import turn_json

    x, y = arguments.dyad(a, b, record)
    assert x is not None and y is not None
    with arguments.record(record) as opened:
        found = measure(observations(opened, x, y, arguments.day(known_by, "--known-by")))
    lines: list[dict[str, Any]] = [turn_json(t) for t in found]
    rows(lines, chosen(format), ("date", "from", "to", "direction", "probability", "change", "evidence"))
