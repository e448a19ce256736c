"""Bringing the office holders up to date from Wikidata, into a table in the user's own folder."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from detente.errors import DetenteError
from detente.knowledge import wikidata, world
from detente.knowledge.wikidata import ENDPOINT, Held, NoAnswer
from detente.knowledge.world.holding import HOLDERS, Row, merged, read, same_holding
from detente.knowledge.world.tables import DATA, day

SINCE = 2020
"""Holdings that ended before this year are not asked for: the tables that ship with the program cover them."""

_HEAD = (
    "# Office holders from Wikidata (CC0), written by `detente knowledge update`. Lines of your own may be added; they stay.",
    "code\toffice\tname\talso\tstart\tend\tsource",
)
_MONARCHS = ("king", "queen", "monarch", "emperor", "emir", "sultan", "grand duke", "prince", "pope", "pontiff")
_HEADS = ("president", "monarch", "leader")


@dataclass(frozen=True, slots=True)
class Updated:
    """What became of an update: the table, how many statements came, and the holdings that were new or had changed."""

    path: Path
    statements: int
    news: tuple[world.Holding, ...]


def update(ask: Callable[[str], bytes], today: date, since: int = SINCE, endpoint: str = ENDPOINT) -> Updated:
    """Ask Wikidata who holds office and write what the tables lack to `world.user_data()`; the package stays as it is.

    `ask` gives the answer of a web address; `today` is noted as the day of retrieval. Lines of the user's own, which name
    another source than Wikidata, are kept. A process that has read the tables before goes on with what it has read.
    Raises DetenteError where the answer cannot be used or the table cannot be read or written, and what `ask` raises.
    """
    try:
        found = wikidata.held(ask(wikidata.url(since, endpoint)))
    except NoAnswer as e:
        raise DetenteError(f"{endpoint}: {e}") from None
    if not found:
        raise DetenteError(f"{endpoint}: an answer without a single office holder: nothing is written")
    path = world.user_data() / HOLDERS
    shipped = tuple(read(DATA / HOLDERS))
    lines, own = _existing(path)
    base = merged(shipped, own)
    news = [(f, h) for f, h in _holdings(found, shipped, today) if not _said((h, ()), base)]
    _write(path, [*lines, *sorted({_line(f, h) for f, h in news})])
    return Updated(path, len(found), tuple(h for _, h in news))


def _existing(path: Path) -> tuple[list[str], list[Row]]:
    """What the user's table holds that is not from Wikidata: its lines as they stand, and what they say."""
    try:
        if not path.is_file():
            return list(_HEAD), []
        rows = [r for r in read(path) if not _ours(r[0].source)]
        lines = path.read_text(encoding="utf8").splitlines()
        return [line for line in lines if not _ours(line.rpartition("\t")[2])], rows
    except (OSError, ValueError) as e:
        raise DetenteError(f"{path}: {e} (mend the line, or remove the file)") from None


def _ours(source: str | None) -> bool:
    return (source or "").startswith("Wikidata ")


def _said(row: Row, base: Iterable[Row]) -> bool:
    """Whether the tables say as much already."""
    same = next((r for r in base if same_holding(r, row)), None)
    return same is not None and (row[0].end is None or same[0].end is not None)


def _holdings(found: list[Held], shipped: Iterable[Row], today: date) -> Iterator[tuple[Held, world.Holding]]:
    """What statements mean in the terms of the tables: which office it is, and of which of several states."""
    known: dict[tuple[str, str], world.Holding] = {}  # the latest holding of each office
    for h, _ in shipped:
        if (h.of, h.office) not in known or (known[h.of, h.office].start or date.min) <= (h.start or date.min):
            known[h.of, h.office] = h
    reigns: dict[str, set[str]] = defaultdict(set)
    for f in found:
        if f.post == "state":
            reigns[f.item].add(f.code)
    for f in found:
        office = _office(f, known)
        # The monarch of one state may be head of others, which the tables do not name after him.
        elsewhere = f.post == "state" and len(reigns[f.item]) > 1 and (f.code, office) not in known
        presides = f.post == "government" and f.code in reigns[f.item] and (f.code, office) not in known
        if not world.valid(f.code) or elsewhere or presides:
            continue
        start, end = day(f.start), day(f.end, last=True)
        if end is not None and start is not None and end < start:
            continue
        source = f"Wikidata {f.item}, retrieved {today.isoformat()}"
        yield f, world.Holding(f.name, office, f.code, None, start, end, world.offices()[office].level, source)


def _office(f: Held, known: dict[tuple[str, str], world.Holding]) -> str:
    if f.post != "state":
        return "foreign minister" if f.post == "foreign" else "prime minister"
    if any(word in f.office for word in _MONARCHS):
        return "monarch"
    heads = [
        (known[f.code, o].end is None, known[f.code, o].start or date.min, o) for o in _HEADS if (f.code, o) in known
    ]
    return max(heads)[2] if heads and not f.office.startswith("president") else "president"


def _line(f: Held, h: world.Holding) -> str:
    return "\t".join((h.of, h.office, h.name, "", f.start, f.end, h.source or ""))


def _write(path: Path, lines: list[str]) -> None:
    """Write the table whole or not at all."""
    beside = path.with_suffix(f".{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text("".join(f"{line}\n" for line in lines), encoding="utf8")
        beside.replace(path)
    except OSError as e:
        beside.unlink(missing_ok=True)
        raise DetenteError(f"{path}: {e.strerror}") from None
