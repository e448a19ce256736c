"""One reader for each kind of file: rows of a published table as standing facts between the two of a dyad.

All columns arrive as text with lower-case names. A yearly figure holds from 1 January to 31 December and is known from then;
what has a beginning is known from the beginning.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

import numpy as np
import polars as pl

from detente.knowledge import world
from detente.knowledge.world.tables import rows
from detente.measuring.observations import Dyad, Standing
from detente.measuring.weights import default

Table = pl.DataFrame
VOTE_SCALE = 10.0  # a whole point of agreement (never to always) above that year's mean is the top of the score scale
IDEAL_SCALE = 2.0  # score of one unit of ideal-point distance (about one standard deviation of all states)
EVERY = 5  # years that a figure of the Correlates of War exchange holds at most: they were taken every five years
_ALLIANCES = (("defense", "defence"), ("neutrality", "neutrality"), ("neutral", "neutrality"),
              ("nonaggression", "nonaggression"), ("nonagg", "nonaggression"), ("entente", "entente"), ("consul", "entente"))  # fmt: skip
_RANKS = {0: "none", 1: "chargé d'affaires", 2: "minister", 3: "ambassador", 9: "other"}
_CENSORED = 2012  # the last year of COW's alliances: one that ends there is still open


class Unreadable(Exception):
    """A value that has no sense in its column."""


@cache
def _cow() -> dict[int, str]:
    return {int(number): code for number, code in rows("cow.tsv")}


def state(text: str | None, year: int) -> str | None:
    """The code of a state given by COW number, code or name, as it was in that year; None where it is none."""
    text = (text or "").strip()
    day = date(min(max(year, 1), 9999), 12, 31)
    if text.replace(".0", "").isdigit():
        code = _cow().get(int(float(text)))
        return None if code is None else world.country_at(code, day)
    return world.resolve(text, day) if text else None


def number(text: str | None, what: str) -> float | None:
    """A number; None where the cell is empty or says missing (NA, ., negative codes are kept). Raises Unreadable."""
    text = (text or "").strip()
    if text in ("", ".", "NA", "NaN", "nan", "NULL", "-9"):
        return None
    try:
        out = float(text)
    except ValueError:
        raise Unreadable(f"column {what}: no number: {text[:40]!r}") from None
    return out if np.isfinite(out) else None


def _year(row: dict[str, str | None], column: str = "year") -> int | None:
    value = number(row.get(column), column)
    if value is not None and not 1 <= value <= 9998:
        raise Unreadable(f"column {column}: no year: {row[column]!r}")
    return None if value is None else int(value)


def _of(
    table: Table, dyad: Dyad, one: str, other: str, year: str = "year"
) -> Iterator[tuple[dict[str, str | None], int, bool]]:
    # The rows of a dyad with their year; whether they are the other way round. States are looked up once for each name.
    names = {n for c in (one, other) for n in table[c].unique().to_list() if n}
    first, second = ({n for n in names if _may_be(n, code)} for code in dyad)
    hit = (pl.col(one).is_in(list(first)) & pl.col(other).is_in(list(second))) | (
        pl.col(one).is_in(list(second)) & pl.col(other).is_in(list(first))
    )
    for row in table.filter(hit).iter_rows(named=True):
        when = _year(row, year)
        if when is None:
            continue
        pair = state(row[one], when), state(row[other], when)
        if pair in (dyad, dyad[::-1]):
            yield row, when, pair != dyad


def _may_be(name: str, code: str) -> bool:
    # Whether a name is that state in some year: SUN is Russia's number too.
    return any(state(name, year) == code for year in (1850, 1910, 1935, 1960, 1985, 1992, 2004, 2020))


def _whole(year: int, kind: str, status: str, score: float | None = None) -> Standing:
    last = date(year, 12, 31)
    return Standing(0, kind, status, date(year, 1, 1), last, last, score)


def _bounded(score: float) -> float:
    return float(np.clip(score, -10.0, 10.0))


def agreement(table: Table, dyad: Dyad) -> Iterator[Standing]:
    """Yearly share of votes on which both agreed, above or below that year's mean of all pairs in the file."""
    share = pl.col("agree").cast(pl.Float64, strict=False)
    usual = dict(table.select(pl.col("year").str.replace(r"\.0$", ""), agree=share).group_by("year").mean().iter_rows())
    done: set[int] = set()
    for row, year, _ in _of(table, dyad, "ccode1", "ccode2"):
        value, mean = number(row["agree"], "agree"), usual.get(str(year))
        if value is not None and mean is not None and year not in done:
            done.add(year)
            yield _whole(year, "votes", "agreement", _bounded(VOTE_SCALE * (value - mean)))


def ideal_points(table: Table, dyad: Dyad) -> Iterator[Standing]:
    """Yearly distance of ideal points, below or above that year's mean distance of all pairs in the file."""
    by_year: dict[int, dict[str, float]] = {}
    for row in table.iter_rows(named=True):
        year, point = _year(row) if "year" in row else None, number(row["idealpointall"], "idealpointall")
        if year is None and (session := number(row.get("session"), "session")) is not None:
            year = 1945 + int(session)  # the session that opens in September; it is voted on in that year
        if year is not None and point is not None:
            code = state(row.get("iso3c") or row["ccode"], year)
            if code is not None:
                by_year.setdefault(year, {})[code] = point
    for year, points in sorted(by_year.items()):
        if dyad[0] in points and dyad[1] in points:
            x = np.sort(np.array(list(points.values())))
            n = len(x)
            mean = float((x * (2 * np.arange(n) - n + 1)).sum() * 2 / (n * (n - 1)))
            far = abs(points[dyad[0]] - points[dyad[1]])
            yield _whole(year, "votes", "agreement", _bounded(IDEAL_SCALE * (mean - far)))


def _strongest(row: dict[str, str | None]) -> str | None:
    return next((status for column, status in _ALLIANCES if number(row.get(column), column) == 1), None)


def alliances_cow(table: Table, dyad: Dyad) -> Iterator[Standing]:
    """Formal Alliances v4.1 (Gibler 2009), one row a spell of a dyad."""
    for row, year, _ in _of(table, dyad, "ccode1", "ccode2", "dyad_st_year"):
        start = _day(row, "dyad_st", year, first=True)
        last = _year(row, "dyad_end_year")
        open_ = last is None or (last >= _CENSORED and number(row.get("right_censor"), "right_censor") == 1)
        if status := _strongest(row):
            end = None if open_ or last is None else _day(row, "dyad_end", last, first=False)
            yield Standing(0, "alliance", status, start, end, start)


def _day(row: dict[str, str | None], prefix: str, year: int, first: bool) -> date:
    month = number(row.get(f"{prefix}_month"), f"{prefix}_month") or (1 if first else 12)
    day = number(row.get(f"{prefix}_day"), f"{prefix}_day") or (1 if first else 28)
    try:
        return date(year, int(month), int(day))
    except ValueError:
        raise Unreadable(f"no date: {year}-{int(month)}-{int(day)}") from None


def alliances_years(table: Table, dyad: Dyad) -> Iterator[Standing]:
    """Formal Alliances v4.1, one row a dyad and year."""
    yield from _alliance_years(table, dyad, "ccode1", "ccode2")


def alliances_atop(table: Table, dyad: Dyad) -> Iterator[Standing]:
    """ATOP 5.1 (Leeds and others 2002), one row a dyad and year."""
    yield from _alliance_years(table, dyad, "mem1", "mem2")


def _alliance_years(table: Table, dyad: Dyad, one: str, other: str) -> Iterator[Standing]:
    best: dict[int, str] = {}
    order = ["defence", "neutrality", "nonaggression", "entente"]
    for row, year, _ in _of(table, dyad, one, other):
        status = _strongest(row)
        if status and (year not in best or order.index(status) < order.index(best[year])):
            best[year] = status
    for year, status in sorted(best.items()):
        yield Standing(0, "alliance", status, date(year, 1, 1), date(year, 12, 31), date(year, 1, 1))


def exchange_cow(table: Table, dyad: Dyad) -> Iterator[Standing]:
    """Diplomatic Exchange v2006.1 (Bayer 2006): the lower of the two representations counts, each until the next figure."""
    by_year: dict[int, str] = {}
    for row, year, _ in _of(table, dyad, "ccode1", "ccode2"):
        levels = [number(row[c], c) for c in ("dr_at_1", "dr_at_2")]
        told = [int(x) for x in levels if x is not None and int(x) in _RANKS]
        if told:
            by_year[year] = _RANKS[min(told, key=lambda x: 0.5 if x == 9 else x)]
    years = sorted(by_year)
    for year, following in zip(years, [*years[1:], 9998], strict=False):
        last = min(following - 1, year + EVERY - 1)
        yield Standing(0, "exchange", by_year[year], date(year, 1, 1), date(last, 12, 31), date(year, 12, 31))


def diplometrics(table: Table, dyad: Dyad) -> Iterator[Standing]:
    """Diplometrics Diplomatic Representation (Moyer and others): an embassy, a lesser post, or none, by sender and year."""
    sides: dict[int, list[str]] = {}
    for row, year, _ in _of(table, dyad, "sending country", "destination"):
        embassy, level = (number(row.get(c), c) for c in ("embassy", "lor"))
        status = "ambassador" if (embassy or 0) > 0 else "other" if (level or 0) > 0 else "none"
        sides.setdefault(year, []).append(status)
    order = ["none", "other", "ambassador"]
    for year, found in sorted(sides.items()):
        yield _whole(year, "exchange", min(found, key=order.index))


def sanctions_dyads(table: Table, dyad: Dyad) -> Iterator[Standing]:
    """Global Sanctions Data Base, one row a dyad and year (Felbermayr and others 2020; Yalcin and others 2025)."""
    years = {y for _, y, _ in _of(table, dyad, "sanctioning_state_iso3", "sanctioned_state_iso3")}
    for year in sorted(years):
        yield Standing(0, "sanctions", "in force", date(year, 1, 1), date(year, 12, 31), date(year, 1, 1))


def sanctions_gsdb(table: Table, dyad: Dyad) -> Iterator[Standing]:
    """Global Sanctions Data Base, one row a case; of several senders the dyad's counts, a bloc's name does not."""
    for row in table.iter_rows(named=True):
        begin, end = _year(row, "begin"), _year(row, "end") if "end" in row else None
        if begin is None:
            continue
        target = state(row["sanctioned_state"], begin)
        if target not in dyad:
            continue
        senders = {state(s, begin) for s in (row["sanctioning_state"] or "").replace(";", ",").split(",")}
        if senders & (set(dyad) - {target}):
            start = date(begin, 1, 1)
            yield Standing(0, "sanctions", "in force", start, date(end, 12, 31) if end else None, start)


def sanctions_ties(table: Table, dyad: Dyad) -> Iterator[Standing]:
    """Threat and Imposition of Economic Sanctions v4 (Morgan, Bapat and Kobayashi 2014): those that were imposed."""
    senders = [c for c in table.columns if c.startswith("sender") and c[6:].isdigit()]
    for row in table.iter_rows(named=True):
        start, end = _year(row, "startyear"), _year(row, "endyear") if "endyear" in row else None
        if start is None or number(row.get("imposition"), "imposition") == 0:
            continue
        target = state(row["targetstate"], start)
        if target in dyad and {state(row[c], start) for c in senders} & (set(dyad) - {target}):
            first = date(start, 1, 1)
            yield Standing(0, "sanctions", "in force", first, date(end, 12, 31) if end else None, first)


def plain(table: Table, dyad: Dyad) -> Iterator[Standing]:
    """Facts of one's own: a, b, kind, status, start, end (ISO dates, empty where open), and if wanted score and known."""
    for row in table.iter_rows(named=True):
        start, end, known = (_iso(row.get(c), c) for c in ("start", "end", "known"))
        year = (start or end or date.max).year
        if {state(row["a"], year), state(row["b"], year)} == set(dyad):
            score = number(row.get("score"), "score")
            kind, status = (row["kind"] or "").strip(), (row["status"] or "").strip()
            if (kind, status) not in default().standing:
                raise Unreadable(f"no such kind and status of fact: {kind[:40]!r}, {status[:40]!r}")
            yield Standing(0, kind, status, start, end, known or start, None if score is None else _bounded(score))


def _iso(text: str | None, what: str) -> date | None:
    text = (text or "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Unreadable(f"column {what}: no date: {text[:40]!r}") from None
