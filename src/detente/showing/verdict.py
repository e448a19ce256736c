"""The verdict in words, and the evidence under it, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.knowledge import world
from detente.model import Interval

if TYPE_CHECKING:
    from detente.measuring.shift import Shift
    from detente.recording.store import Record

SURE = 0.95  # "moved closer" without a hedge
LIKELY = 0.8  # "probably moved closer"
SHOWN = 8  # events shown under a verdict


def period(i: Interval) -> str:
    """A period as one says it: "in 2018", "in March 2018", "between 1 May and 31 August 2018"."""
    assert i.start is not None and i.end is not None
    if i.precision == "year":
        return f"in {i.start:%Y}"
    if i.precision == "month":
        return f"in {i.start:%B %Y}"
    if i.precision == "day" and i.start == i.end:
        return f"on {i.start.day} {i.start:%B %Y}"
    return f"between {i.start.day} {i.start:%B %Y} and {i.end.day} {i.end:%B %Y}"


def verdict(s: Shift) -> str:
    """One sentence: who, when, which way, how sure; or that there is not enough on record."""
    a, b = (world.label(code) for code in s.dyad)
    names = f"{a[:1].upper()}{a[1:]} and {b}"
    when = period(s.after)
    if not s.enough:
        return f"{names} {when}: not enough on record to say whether they moved closer (probability {s.closer:.2f})."
    if s.closer >= SURE:
        said = f"moved closer {when} (probability {s.closer:.2f})"
    elif s.closer >= LIKELY:
        said = f"probably moved closer {when} (probability {s.closer:.2f})"
    elif s.closer <= 1 - SURE:
        said = f"moved apart {when} (probability {1 - s.closer:.2f})"
    elif s.closer <= 1 - LIKELY:
        said = f"probably moved apart {when} (probability {1 - s.closer:.2f})"
    else:
        said = f"did not clearly move closer or apart {when} (probability of closer {s.closer:.2f})"
    return f"{names} {said}: change {s.change:+.2f}, 90 % interval {s.interval[0]:+.2f} to {s.interval[1]:+.2f}."


def draw_shift(record: Record, s: Shift) -> None:
    """Print the verdict, what each dimension says, and the weightiest events with their sentences."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from detente.recording import queries
    from detente.showing.tables import event_line

    console = Console()
    colour = "green" if s.closer >= LIKELY else "red" if s.closer <= 1 - LIKELY else "yellow"
    console.print(Text(verdict(s), style=f"bold {colour}"))
    console.print(Text(f"{s.words} Known by {s.known_by or 'any date'}.", style="dim"))
    told = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("dimension", "closer", "part of the change", "events"):
        told.add_column(column, justify="left" if column == "dimension" else "right")
    for name, d in s.dimensions.items():
        if d.n or abs(d.contribution) > 0.005:
            told.add_row(name, f"{d.closer:.2f}", f"{d.contribution:+.2f}", str(d.n))
    if told.row_count:
        console.print(told)
    weighty = {i.id: i.influence for i in s.evidence[:SHOWN]}
    found = {e.id: e for e in queries.events(record, *s.dyad) if e.id in weighty}
    lines = {line["id"]: event_line(line) for line in queries.events_json(record, found.values())}
    if lines:
        table = Table(title="What carries it", title_justify="left", box=None, pad_edge=False, header_style="dim")
        for column in ("weight", "date", "who", "what", "factuality", "words"):
            table.add_column(column, overflow="fold", justify="right" if column == "weight" else "left")
        for id, influence in weighty.items():
            if id in lines:
                e = lines[id]
                who = e["actors"] if e["reciprocal"] else f"{e['actors']} → {e['recipients']}"
                table.add_row(f"{influence:+.2f}", Text(e["date"]), who, e["type"], e["factuality"], Text(e["quote"]))
        console.print(table)
