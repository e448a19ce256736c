"""The verdict in words; for a terminal, with the evidence under it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from detente.knowledge import world
from detente.showing.words import Words, words

if TYPE_CHECKING:
    from detente.measuring.direction import Conduct
    from detente.measuring.elsewhere import Beside
    from detente.measuring.movers import Mover
    from detente.measuring.shift import Known, Shift
    from detente.measuring.triads import Triad
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


def draw_shift(record: Record, s: Shift, history: Sequence[Known] = (), others: Sequence[Beside] = ()) -> None:
    """Print the verdict, what would have been said earlier, what each dimension and other evidence says, and the
    weightiest events with their sentences."""
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
    for known in history[:-1]:
        said = f"{known.closer:.2f}" if known.enough else "not enough on record"
        console.print(Text(f"By {known.known_by}: {said} ({sum(known.events)} events)", style="dim"))
    told = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("dimension", "closer", "part of the change", "events"):
        told.add_column(column, justify="left" if column == "dimension" else "right")
    for name, d in s.dimensions.items():
        if d.n or abs(d.contribution) > 0.005:
            told.add_row(name, f"{d.closer:.2f}", f"{d.contribution:+.2f}", str(d.n))
    if told.row_count:
        console.print(told)
    for b in others:
        console.print(Text(f"Beside it, {b.title}, {b.file}: {_moved(b)}", style="dim"))
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


def _moved(b: Beside) -> str:
    if b.before is None and b.after is None:
        return "nothing about these periods"
    one, other = ("unknown" if x is None else f"{x:+.2f}" for x in (b.before, b.after))
    return f"{one} before, {other} after ({', '.join(b.statuses)})"


def named(record: Record, pair: tuple[str, str], ids: Sequence[str]) -> str:
    """What events are, in a line: date, parties and type of each."""
    from detente.recording import queries
    from detente.showing.tables import event_line

    found = {e.id: e for e in queries.events(record, *pair) if e.id in set(ids)}
    lines = (event_line(e) for e in queries.events_json(record, [found[i] for i in ids if i in found]))
    return "; ".join(f"{e['date']} {e['actors']} {e['type']} {e['recipients']}".strip() for e in lines)


def mover_line(m: Mover) -> dict[str, Any]:
    """One row of the table of movers."""
    return {
        "dyad": " - ".join(world.label(code) for code in m.dyad),
        "closer": f"{m.closer:.2f}",
        "change": f"{m.change:+.2f}",
        "interval": f"{m.interval[0]:+.2f} to {m.interval[1]:+.2f}",
        "events": f"{m.events[0]} before, {m.events[1]} after",
    }


def draw_sides(found: Sequence[Conduct]) -> None:
    """Print how each side's own conduct changed, and how it replies to the other's."""
    from rich.console import Console

    console = Console()
    for c in found:
        s = c.shift
        name = world.label(c.actor, start=True)
        if s.enough:
            way = f"change {s.change:+.2f}, 90 % interval {s.interval[0]:+.2f} to {s.interval[1]:+.2f}"
            console.print(f"{name}: conduct better with probability {s.closer:.2f}; {way}.", highlight=False)
        else:
            console.print(f"{name}: not enough on record to say how its conduct changed.")
        if c.reply is None or c.interval is None:
            console.print(f"  How it replies: too little on record ({c.replies} acts).")
        else:
            reach = f"90 % interval {c.interval[0]:+.2f} to {c.interval[1]:+.2f}, {c.replies} acts"
            console.print(
                f"  It returns {c.reply:+.2f} of each point of the other's conduct ({reach}).", highlight=False
            )


def draw_triad(t: Triad) -> None:
    """Print the verdict of each of the three dyads, and how the first one's changes go with the others'."""
    from rich.console import Console

    console = Console()
    for s in t.shifts:
        console.print(verdict(s), highlight=False)
    for x in t.together:
        (a, b), (c, d) = x.dyads
        names = f"{a}-{b} and {c}-{d}"
        if x.correlation is None or x.interval is None or x.costs is None:
            console.print(f"{names}: too little on record to say how they move together ({x.quarters} quarters).")
        else:
            console.print(
                f"{names}: correlation of quarterly changes {x.correlation:+.2f} ({x.interval[0]:+.2f} to"
                f" {x.interval[1]:+.2f}), probability {x.costs:.2f} that one gains what the other loses.",
                highlight=False,
            )
