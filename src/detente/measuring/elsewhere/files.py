"""Read a file of other evidence: its columns say which kind it is, and one dyad's rows become standing facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from detente.errors import DetenteError
from detente.measuring.elsewhere import kinds
from detente.measuring.elsewhere.kinds import Table, Unreadable
from detente.measuring.observations import Dyad, Standing

Reader = Callable[[Table, Dyad], Iterator[Standing]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: what it is called, the columns that tell it (lower case), and how it is read."""

    title: str
    columns: frozenset[str]
    read: Reader


KINDS: tuple[Kind, ...] = (
    Kind("votes: agreement (Voeten)", frozenset({"ccode1", "ccode2", "year", "agree"}), kinds.agreement),
    Kind(
        "votes: ideal points (Bailey, Strezhnev and Voeten)", frozenset({"ccode", "idealpointall"}), kinds.ideal_points
    ),
    Kind("alliances (COW, by dyad)", frozenset({"ccode1", "ccode2", "dyad_st_year", "defense"}), kinds.alliances_cow),
    Kind(
        "alliances (COW, by dyad and year)", frozenset({"ccode1", "ccode2", "year", "defense"}), kinds.alliances_years
    ),
    Kind("alliances (ATOP)", frozenset({"mem1", "mem2", "year", "defense"}), kinds.alliances_atop),
    Kind(
        "diplomatic exchange (COW)", frozenset({"ccode1", "ccode2", "year", "dr_at_1", "dr_at_2"}), kinds.exchange_cow
    ),
    Kind(
        "diplomatic exchange (Diplometrics)", frozenset({"destination", "sending country", "year"}), kinds.diplometrics
    ),
    Kind(
        "sanctions (GSDB, by dyad)",
        frozenset({"sanctioned_state_iso3", "sanctioning_state_iso3"}),
        kinds.sanctions_dyads,
    ),
    Kind("sanctions (GSDB)", frozenset({"sanctioned_state", "sanctioning_state", "begin"}), kinds.sanctions_gsdb),
    Kind("sanctions (TIES)", frozenset({"targetstate", "startyear", "sender1"}), kinds.sanctions_ties),
    Kind("facts of your own", frozenset({"a", "b", "kind", "status", "start", "end"}), kinds.plain),
)
"""In the order in which they are tried: a file is of the first kind all of whose columns it has."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What one file says of a dyad: its title, the file's name, and standing facts of dyad number 0."""

    title: str
    file: str
    standing: tuple[Standing, ...]


def read(path: Path, dyad: Dyad) -> Elsewhere:
    """What a CSV or TSV file says of the dyad (codes), in order of time.

    Raises DetenteError naming the file where it cannot be read, is of no known kind, or a row has no sense.
    """
    try:
        with path.open("rb") as f:
            head = f.readline().decode("utf8", "replace")
        separator = max("\t,;", key=head.count)
        frame = pl.read_csv(
            path, separator=separator, infer_schema=False, encoding="utf8-lossy", truncate_ragged_lines=True
        )
    except (OSError, pl.exceptions.PolarsError) as e:
        why = e.strerror if isinstance(e, OSError) else str(e).splitlines()[0]
        raise DetenteError(f"{path}: cannot be read: {why}") from None
    frame = frame.rename({c: c.strip().strip('"').lower() for c in frame.columns}, strict=False)
    kind = next((k for k in KINDS if k.columns <= set(frame.columns)), None)
    if kind is None:
        raise DetenteError(f"{path}: no kind of evidence has these columns: {', '.join(frame.columns[:12])}")
    try:
        found = [s for s in kind.read(frame, dyad) if s.start is None or s.end is None or s.start <= s.end]
    except (Unreadable, ValueError, OverflowError) as e:
        raise DetenteError(f"{path}: {e}") from None
    return Elsewhere(kind.title, path.name, tuple(sorted(found, key=lambda s: (s.start or date.min, s.status))))
