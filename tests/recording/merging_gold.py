"""The labelled reports of `tests/gold/merging.tsv`, and how well events made of them agree with the labels."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from detente.knowledge import ontology
from detente.model import Actor, Coding, Document, Factuality, Interval, Mention, Span, Time
from detente.recording.deriving import derive
from detente.recording.filing import add
from detente.recording.store import Record

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


Counts = dict[str, list[int]]
"""Of pairs of one event, and of links: how many were found, how many are right, how many are both."""


def rates(counts: Counts) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 of counts."""
    out = {}
    for name, (found, right, both) in counts.items():
        p, r = both / max(1, found), both / max(1, right)
        out[name] = {"precision": round(p, 3), "recall": round(r, 3), "f1": round(2 * p * r / max(1e-9, p + r), 3)}
    return out


def counts(some: list[Report]) -> Counts:
    """How events and links made of `some` agree with the labels."""
    with Record.open(":memory:") as record:
        assert not add(record, items(some)).failed
        merged = derive(record)
    event = {m: e.id for _, e in merged.events for m in e.mentions}
    labels: dict[str, set[str]] = {}
    for r in some:
        labels.setdefault(event[r.mention.id], set()).add(r.event)
    joined = {(a.document.id, b.document.id) for a, b, _ in pairs(some) if event[a.mention.id] == event[b.mention.id]}
    right = {(a.document.id, b.document.id) for a, b, same in pairs(some) if same}
    linked = {(x, y, link.kind) for link in merged.links for x in labels[link.a] for y in labels[link.b]}
    stages = links(some)
    return {
        "one event": [len(joined), len(right), len(joined & right)],
        "links": [len(linked), len(stages), len(linked & stages)],
    }
