"""The verdict in words; for a terminal, with the evidence under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.showing.words import Words, words

if TYPE_CHECKING:
    from detente.measuring.shift import Shift
    from detente.recording.store import Record

SURE = 0.95  # "moved closer" without a hedge
LIKELY = 0.8  # "probably moved closer"
SHOWN = 8  # events shown under a verdict


def verdict(s: Shift, say: Words | None = None) -> str:
    """One sentence: who, when, which way, how sure; or that there is not enough on record. English without `say`."""
    say = say or words("en")
    a, b = s.dyad
    names = {"A": say.state(a, start=True), "b": say.state(b), "when": say.period(s.after)}
    p = say.chance(s.closer)
    if not s.enough:
        return say("verdict.little", **names, p=p)
    way, sure = ("closer", s.closer) if s.closer >= LIKELY else ("apart", 1 - s.closer)
    if sure < LIKELY:
        return say("verdict.unclear with", said=say("verdict.unclear", **names), p=p)
    said = say(f"verdict.{way}" if sure >= SURE else f"verdict.likely {way}", **names)
    return say("verdict.with", said=said, p=say.chance(sure))


def change(s: Shift, say: Words | None = None) -> str:
    """By how much, with its interval."""
    say = say or words("en")
    change, low, high = (say.number(x, sign=True) for x in (s.change, *s.interval))
    return say("verdict.change", change=change, low=low, high=high)


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
    if s.enough:
        console.print(Text(change(s)))
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
