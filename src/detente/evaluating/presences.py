"""Labelled missions: what mission one state had at another, day by day, against what its articles are read as."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Any

from detente.evaluating import gold
from detente.evaluating.evaluation import Classes, Confusion, Counts, Error, Evaluation, share
from detente.evaluating.gold import Coder, Problems
from detente.model import Document, Interval
from detente.reading.sources import Failure
from detente.reading.sources import read as documents
from detente.recording.filing import add
from detente.recording.queries import facts
from detente.recording.store import Record
from detente.recording.timelines import Stretch, timeline

EARLIEST = date(1776, 7, 4)
"""Days before this are left out: the labels of US missions begin before there was a state to send them."""

_SAME = {
    "ambassador nonresident": "nonresident ambassador",
    "envoy nonresident": "nonresident envoy",
    "consul nonresident": "nonresident consul",
    "interests": "interests section",
}
_NEAR = 31  # days within which a change counts as found


@dataclass(frozen=True, slots=True)
class Range:
    """One status, first and last day inclusive."""

    start: date
    end: date
    status: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """What mission `holder` had at `host` (codes), and the file that tells of it."""

    name: str
    holder: str
    host: str
    file: Path
    ranges: tuple[Range, ...]


def read(path: Path, problems: Problems) -> list[Labelled]:
    """Read JSON lines of `{"file", "holder", "host", "ranges": [{"start", "end", "status"}]}`, files beside this one.

    Raises GoldError where the file cannot be read.
    """
    out = []
    for where, o in gold.objects(path, problems):
        try:
            host = gold.string(o, "host")
            codes = [gold.country(gold.string(o, key)) for key in ("holder", "host")]
            out.append(Labelled(host, codes[0], codes[1], _file(path, gold.string(o, "file")), _ranges(o)))
        except ValueError as e:
            problems.add(where, str(e))
    return out


def _file(path: Path, name: str) -> Path:
    inside = PurePosixPath(name)
    if inside.is_absolute() or ".." in inside.parts:  # labels from elsewhere must not have other files of ours read
        raise ValueError(f"file: must lie in the folder of the labels or below: {name[:80]!r}")
    return path.parent / inside


def _ranges(o: dict[str, Any]) -> tuple[Range, ...]:
    items = o.get("ranges")
    if not isinstance(items, list) or not items:
        raise ValueError("ranges: must be a list of {start, end, status}")
    out = []
    for r in items:
        if not isinstance(r, dict):
            raise ValueError("ranges: must be a list of {start, end, status}")
        start, end = (Interval.parse(gold.string(r, key)) for key in ("start", "end"))
        assert start.start is not None and end.end is not None
        if start.start > end.end:
            raise ValueError(f"ranges: ends before it begins: {r['start']} to {r['end']}")
        status = gold.string(r, "status").lower()
        out.append(Range(start.start, end.end, _SAME.get(status, status)))
    return tuple(out)


def evaluate(path: Path, coder: Coder) -> Evaluation:
    """Have the articles coded and filed, and compare the merged timelines with the labels, one day a month.

    Raises GoldError where the file cannot be read or holds no label.
    """
    problems = Problems()
    rows = read(path, problems)
    if not rows:
        raise gold.GoldError(f"{path}: holds no labelled mission")
    days, changes = Counter[str](), Counts()
    statuses, confused = Classes(), Confusion()
    errors: list[Error] = []
    with tempfile.TemporaryDirectory() as folder, Record.open(Path(folder) / "missions.duckdb") as record:
        for failed in add(record, coder(_documents([r.file for r in rows], problems))).failed:
            problems.add(failed.document, failed.reason or "cannot be filed")
        for row in rows:
            said = timeline(facts(record, row.holder, row.host, kind="presence"))
            _compare_changes(row.ranges, said, changes)
            errors += _compare_days(row, said, days, statuses, confused)
    figures = {
        "month_accuracy": share(days["right"], days["all"], 4),
        "coarse_accuracy": share(days["coarse"], days["all"], 4),
        "transitions": changes.to_json(),
        "countries": len({r.name for r in rows}),
    }
    return Evaluation(
        "presence", (str(path),), days["all"], "months", figures, {"statuses by month": statuses},
        {"statuses": confused}, errors, None, problems.lines,
    )  # fmt: skip


def _documents(files: list[Path], problems: Problems) -> Iterator[Document]:
    for item in documents(files):
        if isinstance(item, Failure):
            problems.lines.append(str(item))
        else:
            yield item


def _days(r: Range) -> Iterator[date]:
    """The first day of a range, then the first of each month."""
    day = max(r.start, EARLIEST)
    while day <= r.end:
        yield day
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _compare_days(
    row: Labelled, said: list[Stretch], days: Counter[str], statuses: Classes, confused: Confusion
) -> Iterator[Error]:
    for r in row.ranges:
        run: list[date] = []
        wrong: str | None = None
        for day in _days(r):
            s = next((x.status for x in said if _holds(x, day)), "none")
            days.update(all=1, right=s == r.status, coarse=_coarse(s) == _coarse(r.status))
            confused.add(r.status, s)
            statuses[r.status].tp += s == r.status
            statuses[r.status].fn += s != r.status
            if s != r.status:
                statuses[s].fp += 1
            if run and s != wrong:
                yield _error(row, r, said, run, wrong or "none")
                run = []
            if s != r.status:
                wrong = s
                run.append(day)
            else:
                wrong = None
        if run:
            yield _error(row, r, said, run, wrong or "none")


def _holds(s: Stretch, day: date) -> bool:
    return _first(s) <= day <= (s.end or date.max)


def _first(s: Stretch) -> date:
    return (s.start.start if s.start else None) or date.min


def _coarse(status: str) -> str:
    return "resident" if status in ("embassy", "legation") else "none" if status == "none" else "lesser"


def _error(row: Labelled, r: Range, said: list[Stretch], run: list[date], wrong: str) -> Error:
    stretch = next((x for x in said if _holds(x, run[0])), None)
    evidence = [c.value.span.of(c.document.text) for c in stretch.evidence] if stretch else []
    span = f"{run[0]:%Y-%m-%d} to {min(run[-1] + timedelta(days=31), r.end):%Y-%m-%d}"
    text = " … ".join(dict.fromkeys(evidence)) or "nothing is coded for this time"
    return Error(f"{row.name} {span}", "status", r.status, wrong, text, cell=("statuses", r.status, wrong))


def _compare_changes(ranges: tuple[Range, ...], said: list[Stretch], counts: Counts) -> None:
    """Beginnings of a status: found where one of the same status is coded within a month of it."""
    begun = [(_first(s), s.status) for s in said if _first(s) > date.min]
    changes = [(b.start, b.status) for a, b in pairwise(ranges) if a.status != b.status]
    found = sum(any(_near(day, x) and status == s for x, s in begun) for day, status in changes)
    counts.tp += found
    counts.fn += len(changes) - found
    counts.fp += sum(s != "none" and not any(_near(r.start, x) and r.status == s for r in ranges) for x, s in begun)


def _near(a: date, b: date) -> bool:
    return abs((a - b).days) <= _NEAR
