"""The demonstration: a record built from the documents that ship with the package, and what it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from detente.model import Document
    from detente.recording.store import Record

DOCUMENTS = Path(__file__).parent
DYAD = ("CAN", "PRK")
THEN = date(2018, 12, 31)


def documents() -> Iterator[Document]:
    """The shipped documents, by affair and then in order of publication."""
    from detente.reading.sources import Defaults, read

    for item in read(sorted(DOCUMENTS.glob("*.jsonl")), Defaults()):
        assert not hasattr(item, "reason"), item
        yield item


def build(record: Record) -> int:
    """File the shipped documents in a record and return how many are new."""
    from detente.coding.coder import code
    from detente.recording.filing import file, unfiled
    from detente.showing.progress import following

    new = [d for d in documents() if unfiled(record, d) is None]
    filed = following(file(record, code(new)), "reading the shipped documents", len(new))
    return sum(f.status == "added" for f in filed)


def show(record: Record, path: Path, console: Console | None = None) -> None:
    """Print what the record says of Canada and North Korea in 2018, now and as it was known then."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.panel import Panel
    from rich.text import Text

    from detente.measuring.onrecord import observations
    from detente.measuring.series import series
    from detente.measuring.shift import shift, within
    from detente.model import Interval
    from detente.recording import queries
    from detente.showing.charts import chart
    from detente.showing.tables import event_line
    from detente.showing.verdict import change, verdict

    console = console or Console()
    before, year = within(Interval.parse("2018"))
    known = observations(record, *DYAD)
    now, then = shift(known, before, year), shift(known, before, year, THEN)

    console.print(
        Panel(
            Text(f"{verdict(now)} {change(now)}", style="bold green" if now.closer > 0.5 else "bold red"),
            title="The verdict",
        )
    )
    console.print("Closeness over time (● mean, · where nothing is on record, ░ 90 % band)", style="bold")
    console.print(chart(series(known, "quarter"), min(console.width, 100)))

    events = queries.events(record, *DYAD, since=date(2010, 1, 1))
    held = {h.document.id: h.document for h in queries.documents(record)}
    console.print("What is on record between them", style="bold")
    for e in map(event_line, queries.events_json(record, events)):
        who = e["actors"] if e["reciprocal"] else f"{e['actors']} → {e['recipients']}"
        reports = {m["document"]: held[m["document"]].source for m in e["mentions"] if m.get("document") in held}
        sources = "; ".join(dict.fromkeys(s or d for d, s in reports.items()))
        head = Text(f"{e['date']:<24} ", style="bold")
        head.append(f"{who}  {e['type']}  ")
        head.append(e["factuality"], style=_COLOURS.get(e["factuality"], ""))
        head.append(f"  {e['channel']}" if e["channel"] else "", style="magenta")
        console.print(head)
        console.print(Padding(Text(_short(e["quote"])), (0, 0, 0, 4)))
        console.print(Padding(Text(f"known {e['known']}, from {sources}", style="dim"), (0, 0, 0, 4)))

    console.print("\nWhat the sources do not say", style="bold")
    for g in (c.to_json() for c in queries.gaps(record, *DYAD)):
        line = Text(f"{g['gap']}: ", style="yellow")
        line.append(_short(g["text"]), style="default")
        line.append(f"  ({g['source']}, {g['published']})" if g["source"] else "", style="dim")
        console.print(Padding(line, (0, 0, 0, 2)))

    told_then = sum(e.known <= THEN for e in events if e.time and e.time.overlaps(year))
    told_now = sum(bool(e.time and e.time.overlaps(year)) for e in events)
    console.print()
    console.print(
        Panel(
            f"Of what they did in 2018, {told_then or 'nothing'} was on record by the end of that year; {told_now} events are now.\n"
            f"Then: {verdict(then)}\nNow:  {verdict(now)}",
            title="Two clocks",
        )
    )
    console.print("Next", style="bold")
    for command in (
        f"detente shift {path} USA CUB --at 2014-12-17",
        f"detente events {path} Ethiopia Eritrea --since 2018-01-01",
        f"detente gaps {path} CAN PRK",
        f"detente series {path} QAT SAU --every quarter",
        f"detente add {path} your-articles/",
    ):
        console.print(Text(f"  {command}", style="cyan"), soft_wrap=True)


_COLOURS = {"actual": "green", "denied": "red", "negated": "red", "planned": "yellow", "offered": "yellow",
            "conditional": "yellow", "requested": "yellow", "possible": "magenta"}  # fmt: skip


def _short(text: str, most: int = 200) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0] + " …"
