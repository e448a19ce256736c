"""Labelled turns: whether two states moved closer or apart at a date, against what the measure says of a record."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from detente.evaluating import gold
from detente.evaluating.evaluation import Classes, Confusion, Error, Evaluation, share
from detente.evaluating.gold import Problems
from detente.evaluating.reliability import reliability
from detente.measuring.onrecord import observations
from detente.measuring.shift import Shift, around, shift
from detente.model import Interval
from detente.recording.importing import import_file
from detente.recording.store import Record

WINDOW = 182  # days on either side
FEWEST = 3  # events on either side for a case to count
ALARM = 0.95  # a placebo is an alarm above this probability, or below what is left of 1
_WAYS = {"+1": "closer", "-1": "apart", "0": "no change"}


@dataclass(frozen=True, slots=True)
class Case:
    """Two states (codes), a day, and what is known of it: closer, apart, or no change (a placebo)."""

    dyad: tuple[str, str]
    at: date
    way: str


def read(path: Path, problems: Problems) -> list[Case]:
    """Read a table of a, b, day, and +1 (closer), -1 (apart) or 0 (nothing is known to have changed).

    Raises GoldError where the file cannot be read.
    """
    out = []
    for where, (a, b, at, way, *_) in gold.columns(path, 4, "a, b, day, way", problems):
        try:
            day = Interval.parse(at).start
            assert day is not None
            if way.strip() not in _WAYS:
                raise ValueError(f"way: {way[:20]!r} is none of +1, -1, 0")
            dyad = (gold.country(a), gold.country(b))
            if dyad[0] == dyad[1]:
                raise ValueError(f"needs two countries, not {dyad[0]} twice")
            out.append(Case(dyad, day, _WAYS[way.strip()]))
        except ValueError as e:
            problems.add(where, str(e))
    return out


def evaluate(events: Path, cases: Path) -> Evaluation:
    """Measure each case on a record or a table of events, and compare.

    A case counts where both sides of its date have at least three events. Raises GoldError where the cases cannot be read
    or are none, RecordError where the events cannot be read.
    """
    problems = Problems()
    rows = read(cases, problems)
    if not rows:
        raise gold.GoldError(f"{cases}: holds no labelled case")
    decided = right = placebos = alarms = 0
    ways, confused = Classes(), Confusion()
    errors: list[Error] = []
    answers: list[tuple[float, bool]] = []
    with _record(events, problems) as record:
        for case in rows:
            found = shift(observations(record, *case.dyad), *around(case.at, WINDOW))
            p = round(found.closer, 4)  # as it is printed
            said = "closer" if p > 0.5 else "apart"
            if case.way == "no change":
                placebos += 1
                alarm = p > ALARM or p < 1 - ALARM
                alarms += alarm
                if alarm:
                    errors.append(_error(case, "false alarm", said, found, p, None))
            elif min(found.events) >= FEWEST:
                decided += 1
                right += said == case.way
                answers.append((p, case.way == "closer"))
                confused.add(case.way, said)
                ways[case.way].tp += said == case.way
                ways[case.way].fn += said != case.way
                if said != case.way:
                    ways[said].fp += 1
                    errors.append(_error(case, "direction", said, found, p, ("directions", case.way, said)))
    figures = {
        "right": f"{right}/{decided}",
        "accuracy": share(right, decided, 3),
        "placebo_alarms": f"{alarms}/{placebos}",
    }
    return Evaluation(
        "shifts", (str(events), str(cases)), len(rows), "cases", figures, {"directions": ways},
        {"directions": confused}, errors, reliability(answers, "of closer"), problems.lines,
    )  # fmt: skip


@contextmanager
def _record(events: Path, problems: Problems) -> Iterator[Record]:
    if events.suffix.lower() == ".duckdb":
        with Record.open(events, create=False, read_only=True) as record:
            yield record
        return
    with tempfile.TemporaryDirectory() as folder, Record.open(Path(folder) / "events.duckdb") as record:
        done = import_file(record, events)
        problems.lines += done.problems[:_NAMED]
        if done.skipped > _NAMED:
            problems.add(str(events), f"{done.skipped:,} rows cannot be used")
        yield record


_NAMED = 20  # rows that cannot be used are named one by one up to here


def _error(case: Case, what: str, said: str, s: Shift, p: float, cell: tuple[str, str, str] | None) -> Error:
    before, after = s.events
    text = f"P(closer) = {p}, from {before} events before and {after} after: {s.words}"
    return Error(f"{case.dyad[0]} {case.dyad[1]} {case.at}", what, case.way, said, text, probability=p, cell=cell)
