"""Commands about who moves and who answers, third parties, and the network of states."""

from __future__ import annotations

from typing import Annotated

import typer

from detente.errors import UsageError
from detente.showing.commands.measure import (
    After,
    At,
    Before,
    Country,
    FormatOption,
    In,
    KnownBy,
    RecordPath,
    Window,
)
from detente.showing.output import Format, chosen, one, rows


def sides(
    record: RecordPath,
    a: Country,
    b: Country,
    in_: In = None,
    at: At = None,
    window: Window = 182,
    before: Before = None,
    after: After = None,
    known_by: KnownBy = None,
    format: FormatOption = None,
) -> None:
    """Who moves and who answers: the conduct of each side toward the other, and how each replies."""
    from detente.measuring.direction import direction
    from detente.measuring.onrecord import observations
    from detente.showing import arguments
    from detente.showing.answers import conduct_json
    from detente.showing.verdict import draw_sides

    pair = arguments.pair(a, b, record)
    when = arguments.periods(in_, at, window, before, after)
    with arguments.record(record) as opened:
        obs = observations(opened, *pair, arguments.day(known_by, "--known-by"))
        found = direction(obs, *when)
    form = chosen(format)
    if form is Format.table:
        draw_sides(found)
        return
    columns = ("actor", "closer", "change", "interval", "events", "reply", "reply_interval", "reciprocates", "replies")
    rows(map(conduct_json, found), form, columns)


def triad(
    record: RecordPath,
    a: Country,
    b: Country,
    c: Annotated[str, typer.Argument(help="the third country")],
    in_: In = None,
    at: At = None,
    window: Window = 182,
    before: Before = None,
    after: After = None,
    known_by: KnownBy = None,
    format: FormatOption = None,
) -> None:
    """Does A's approach to B cost A or B its closeness to C?"""
    from detente.measuring.onrecord import observations
    from detente.measuring.triads import triad as measure
    from detente.showing import arguments
    from detente.showing.answers import triad_json
    from detente.showing.verdict import draw_triad

    pair, first, second = (arguments.pair(x, y, record) for x, y in ((a, b), (a, c), (b, c)))
    when = arguments.periods(in_, at, window, before, after)
    known = arguments.day(known_by, "--known-by")
    with arguments.record(record) as opened:
        one_, two, three = (observations(opened, *p, known) for p in (pair, first, second))
        found = measure(one_, two, three, *when)
    form = chosen(format, one_object=True)
    if form is Format.table:
        draw_triad(found)
    else:
        one(triad_json(found), form)


def network(
    record: RecordPath,
    since: Annotated[str, typer.Option(help="first year")],
    until: Annotated[str, typer.Option(help="last year")],
    every: Annotated[str, typer.Option(help="month, quarter or year")] = "year",
    most: Annotated[int, typer.Option(min=3, max=250, help="how many states, those with the most events")] = 30,
    known_by: KnownBy = None,
    format: FormatOption = None,
) -> None:
    """Who stands how far from whom: distances and a map in two dimensions for each period."""
    from detente.measuring.network import maps
    from detente.measuring.onrecord import batches
    from detente.measuring.series import PERIODS, calendar_periods
    from detente.showing import arguments
    from detente.showing.answers import map_json
    from detente.showing.charts import draw_map

    if every not in PERIODS:
        raise UsageError(f"--every: {every!r} is none of {', '.join(PERIODS)}")
    first, last = arguments.day(since, "--since", last=False), arguments.day(until, "--until")
    if first is None or last is None or first > last:
        raise UsageError("--since and --until: a first and a last date, in this order")
    when = list(calendar_periods(first, last, PERIODS[every]))
    with arguments.record(record) as opened:
        found = maps(batches(opened, arguments.day(known_by, "--known-by")), when, most=most)
    form = chosen(format)
    if form is Format.table:
        for m in found:
            draw_map(m)
    else:
        rows(map(map_json, found), form, ("start", "end", "states", "place", "stress"))
