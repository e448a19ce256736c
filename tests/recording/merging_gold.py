"""The labelled reports of `tests/gold/merging.tsv`, and how well events made of them agree with the labels."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from detente.knowledge import ontology
from detente.model import Actor, Coding, Document, Factuality, Interval, Mention, Span, Time

GOLD = Path(__file__).parents[1] / "gold" / "merging.tsv"


@dataclass(frozen=True, slots=True)
class Report:
    """A labelled report; `event` is unique over the whole set, `follows` maps events to kinds of link."""

    document: Document
    mention: Mention
    matter: str
    event: str
    follows: dict[str, str]


def reports(path: Path = GOLD) -> list[Report]:
    """All labelled reports, in the order of the file, which is nearly that of time."""
    lines = [x for x in path.read_text(encoding="utf8").splitlines() if not x.startswith("#")]
    return [_report(n, row) for n, row in enumerate(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))]


def _report(number: int, row: dict[str, str]) -> Report:
    before, trigger, after = row["text"].split("*")
    text = before + trigger + after
    document = Document(f"g{number:03}", text, published=Interval.parse(row["published"]), language="en")
    reciprocal = "=" in row["parties"]
    codes = row["parties"].replace("=", ">").split(">")
    at = Span(len(before), len(before) + len(trigger))
    sides: tuple[tuple[Actor, ...], ...] = tuple((Actor(at, c),) for c in codes)
    if reciprocal:
        sides = (sides[0] + sides[1],) * 2
    act = ontology.act(row["cameo"])
    assert act.type is not None and act.quad is not None
    factuality: Factuality = row["factuality"]  # type: ignore[assignment]
    mention = Mention(
        document.id, Span(0, len(text)), at, *sides, reciprocal, act.type, act.mode, act.contexts, act.cameo, act.score,
        act.goldstein, act.quad, factuality, 1.0, None, Time(Interval.parse(row["when"])) if row["when"] else None, (), (), (), 0.8,
    )  # fmt: skip
    follows = dict(x.split(":") for x in row["follows"].split(",") if x)
    return Report(document, mention, row["matter"], f"{row['matter']}/{row['event']}",
                  {f"{row['matter']}/{e}": kind for e, kind in follows.items()})  # fmt: skip


def items(some: Iterable[Report]) -> list[tuple[Document, Coding]]:
    """What filing them takes."""
    return [(r.document, Coding(r.document.id, (r.mention,))) for r in some]


def pairs(some: list[Report]) -> Iterator[tuple[Report, Report, bool]]:
    """Every two reports about the same parties, and whether they are of one event."""
    for a, b in combinations(some, 2):
        if _parties(a) == _parties(b):
            yield a, b, a.event == b.event


def _parties(r: Report) -> frozenset[str | None]:
    return frozenset(a.code for a in (*r.mention.actors, *r.mention.recipients))


def links(some: list[Report]) -> set[tuple[str, str, str]]:
    """The labelled links: (earlier event, later event, kind)."""
    return {(e, r.event, kind) for r in some for e, kind in r.follows.items()}


def prf(found: set[object], right: set[object]) -> tuple[float, float, float]:
    """Precision, recall and F1 of a set against another."""
    both = len(found & right)
    p, r = both / max(1, len(found)), both / max(1, len(right))
    return p, r, 2 * p * r / max(1e-9, p + r)
