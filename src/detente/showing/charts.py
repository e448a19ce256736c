"""Closeness over time as a chart of characters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.text import Text

    from detente.measuring.network import Map
    from detente.measuring.series import Period

HEIGHT = 14  # rows
MARGIN = 7  # columns for the scale


def chart(periods: Sequence[Period], width: int) -> Text:
    """Mean as dots, the 90 % band as shade, zero as a line; one column a period, or the mean of several where they are many."""
    from rich.text import Text

    out = Text()
    if not periods:
        return Text("nothing on record", style="dim")
    columns = _columns(periods, max(10, width - MARGIN))
    top = max(max(c[2] for c in columns), 0.5)
    bottom = min(min(c[1] for c in columns), -0.5)
    step = (top - bottom) / (HEIGHT - 1)
    zero = round((top - 0) / step)
    for row in range(HEIGHT):
        value = top - row * step
        out.append(f"{value:+6.1f} " if row in (0, zero, HEIGHT - 1) else " " * MARGIN, style="dim")
        for mean, low, high, n in columns:
            if round((top - mean) / step) == row:
                out.append("●" if n else "·", style="bold green" if mean > 0 else "bold red")
            elif low <= value <= high:
                out.append("░", style="cyan")
            else:
                out.append("─" if row == zero else " ", style="dim")
        out.append("\n")
    first, last = f"{periods[0].start:%Y-%m}", f"{periods[-1].end:%Y-%m}"
    out.append(" " * MARGIN + first + last.rjust(max(len(columns) - len(first), len(last) + 1)) + "\n", style="dim")
    return out


def _columns(periods: Sequence[Period], width: int) -> list[tuple[float, float, float, int]]:
    each = -(-len(periods) // width)
    groups = [periods[i : i + each] for i in range(0, len(periods), each)]
    repeat = max(1, min(4, width // len(groups)))
    return [
        (
            sum(p.mean for p in g) / len(g),
            sum(p.low for p in g) / len(g),
            sum(p.high for p in g) / len(g),
            sum(p.n for p in g),
        )
        for g in groups
        for _ in range(repeat)
    ]


def draw_series(periods: Sequence[Period], dyad: tuple[str, str]) -> None:
    """Print the chart with its title."""
    from rich.console import Console

    from detente.knowledge import world

    console = Console()
    console.print(f"Closeness of {world.label(dyad[0])} and {world.label(dyad[1])} (● mean, ░ 90 % band)", style="bold")
    console.print(chart(periods, min(console.width, 110)))


def draw_map(m: Map, width: int = 76, height: int = 24) -> None:
    """Print a map: codes where the states stand, the first of two that would share a place; axes have no meaning."""
    from rich.console import Console

    console = Console()
    console.print(f"{m.start} to {m.end}, stress {m.stress:.2f}", style="bold")
    low, high = m.place.min(axis=0), m.place.max(axis=0)
    reach = [max(float(h - x), 1e-9) for x, h in zip(low, high, strict=True)]
    grid = [[" "] * width for _ in range(height)]
    for state, (x, y) in zip(m.states, m.place, strict=True):
        column = round((float(x) - float(low[0])) / reach[0] * (width - 3))
        row = round((float(high[1]) - float(y)) / reach[1] * (height - 1))
        if all(c == " " for c in grid[row][max(0, column - 1) : column + 4]):
            grid[row][column : column + 3] = state[:3]
    console.print("\n".join("".join(row).rstrip() for row in grid), highlight=False, markup=False)
