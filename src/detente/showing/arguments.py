"""What the arguments of the command line mean: countries, dates, periods, records."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import UsageError
from detente.model import Interval

if TYPE_CHECKING:
    from detente.recording.store import Record


def country(text: str, path: Path | None = None) -> str:
    """The code of a country given by code or name in any language; with a record, of the user's own that are on it too.

    Raises UsageError for one that is not known.
    """
    from detente.knowledge import world

    code = text.upper() if world.valid(text.upper()) else world.resolve(text, None)
    if code is None and path is not None and len(text) == 3 and _on_record(text.upper(), path):
        return text.upper()
    if code is None:
        raise UsageError(f"unknown country: {text!r} (use a name or an ISO 3166-1 alpha-3 code such as CAN)")
    return code


def _on_record(code: str, path: Path) -> bool:
    """Whether a code is on record, as one that a dictionary of the user's own has given (docs/knowledge.md)."""
    from detente.recording.queries import events

    if not path.exists():
        return False
    with record(path) as opened:
        return bool(events(opened, code))


def dyad(a: str | None, b: str | None, path: Path | None = None) -> tuple[str | None, str | None]:
    """Codes of one or two countries, as `country` has them. Raises UsageError where they are the same or not known."""
    codes = (country(a, path) if a else None, country(b, path) if b else None)
    if codes[0] is not None and codes[0] == codes[1]:
        raise UsageError(f"a dyad needs two countries, not {codes[0]} twice")
    return codes


def pair(a: str, b: str, path: Path) -> tuple[str, str]:
    """Codes of two countries, as `dyad` has them. Raises UsageError where they are the same, not known or not given."""
    first, second = dyad(a, b, path)
    if first is None or second is None:
        raise UsageError("a dyad needs two countries")
    return first, second


def interval(text: str, argument: str) -> Interval:
    """A day, month, year, or FROM..TO. Raises UsageError naming the argument."""
    try:
        if ".." in text:
            a, b = (Interval.parse(x) for x in text.split("..", 1))
            assert a.start is not None and b.end is not None
            if a.start > b.end:
                raise ValueError(f"it ends before it begins: {text!r}")
            return Interval(a.start, b.end, "range")
        return Interval.parse(text)
    except ValueError as e:
        raise UsageError(f"{argument}: {e}") from None


def mapping(text: str, argument: str) -> dict[str, str]:
    """`field=column,...` by field. Raises UsageError for a field that documents do not have, or a pair that is none."""
    from detente.reading.describing import FIELDS

    out: dict[str, str] = {}
    for pair in text.split(","):
        field, equals, column = (part.strip() for part in pair.partition("="))
        if not equals or not column or field not in FIELDS:
            raise UsageError(f"{argument}: {pair.strip()!r} is no field=column (fields: {', '.join(FIELDS)})")
        out[field] = column
    return out


def day(text: str | None, argument: str, last: bool = True) -> date | None:
    """A date; of a month or year the last day (the first with `last` False). Raises UsageError naming the argument."""
    if text is None:
        return None
    i = interval(text, argument)
    return i.end if last else i.start


def record(path: Path, write: bool = False, create: bool = False) -> Record:
    """Open a record. Raises DetenteError in one line where it cannot be."""
    from detente.recording.store import Record

    return Record.open(path, create=create, read_only=not write)


def periods(
    in_: str | None, at: str | None = None, window: int = 182, before: str | None = None, after: str | None = None
) -> tuple[Interval, Interval]:
    """The two periods that the options name. Raises UsageError where they name none, or more than one pair."""
    from detente.measuring import shift as measure

    if [bool(in_), bool(at), bool(before or after)].count(True) != 1:
        raise UsageError("say when: --in PERIOD, --at DATE, or --before FROM..TO --after FROM..TO")
    if in_:
        found = measure.within(interval(in_, "--in"))
    elif at:
        middle = day(at, "--at", last=False)
        if middle is None:
            raise UsageError(f"--at: no date: {at!r}")
        found = measure.around(middle, window)
    elif not (before and after):
        raise UsageError("--before and --after go together")
    else:
        found = interval(before, "--before"), interval(after, "--after")
    if any(p.start is None or p.end is None for p in found):
        raise UsageError("a period needs a start and an end")
    return found
