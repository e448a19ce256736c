"""An evaluation on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from detente.showing.evaluation.wording import ORDER, confusions, figures, shown, title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.evaluating.evaluation import Classes, Confusion, Error, Evaluation, Reliability

BAR = 20  # columns of a bar
MOST_CONFUSIONS = 12  # where a matrix does not fit


def draw(found: Evaluation, errors: int) -> None:
    """Print the figures, the table of each label, the confusions, the reliability and the first `errors` errors."""
    console = Console()
    console.print(Text(title(found), style="bold"))
    for name, value in figures(found):
        console.print(Text(f"  {name:<32}{value}"))
    for name, classes in found.classes.items():
        console.print(Text(f"\n{name}", style="italic"))
        console.print(_classes(classes))
    for name, confusion in found.confusions.items():
        console.print()
        _confusion(console, name, confusion)
    if found.reliability is not None:
        console.print()
        _reliability(console, found.reliability)
    if found.errors and errors:
        console.print()
        _errors(console, found.errors, errors)


def _classes(classes: Classes) -> Table:
    table = Table(header_style="bold", pad_edge=False, box=None)
    table.add_column("")
    for column in ("precision", "recall", "F1", "support"):
        table.add_column(column, justify="right")
    for row in classes.to_json():
        table.add_row(
            row["label"], f"{row['precision']:.3f}", f"{row['recall']:.3f}", f"{row['f1']:.3f}", str(row["support"])
        )
    return table


def _confusion(console: Console, name: str, confusion: Confusion) -> None:
    labels = confusion.labels(ORDER.get(name, ()))
    short = [label[:4].lower() for label in labels]
    if len(set(short)) < len(short):
        short = [str(n) for n in range(1, len(labels) + 1)]
        labels_shown = [f"{n} {label}" for n, label in enumerate(labels, 1)]
    else:
        labels_shown = labels
    width = max((len(x) for x in labels_shown), default=0) + 6 * len(labels)
    if width > console.width:
        console.print(Text(f"{name}: right, said, how often", style="italic"))
        for right, said, n in confusions(confusion)[:MOST_CONFUSIONS]:
            console.print(Text(f"  {right:<24}{said:<24}{n}"))
        return
    console.print(Text(f"{name}: right (rows), said (columns)", style="italic"))
    table = Table(header_style="bold", pad_edge=False, box=None, padding=(0, 1))
    table.add_column("")
    for s in short:
        table.add_column(s, justify="right", min_width=4)
    for label, right in zip(labels_shown, labels, strict=True):
        cells = [confusion.cells[right, said] for said in labels]
        table.add_row(
            label,
            *(
                Text(str(n) if n else "·", style=_style(n, right == said))
                for n, said in zip(cells, labels, strict=True)
            ),
        )
    console.print(table)


def _style(n: int, right: bool) -> str:
    return "dim" if not n else "green" if right else "red"


def _reliability(console: Console, r: Reliability) -> None:
    console.print(
        Text(f"probability {r.of}: expected calibration error {r.ece:.3f}, Brier score {r.brier:.3f}", style="italic")
    )
    table = Table(header_style="bold", pad_edge=False, box=None)
    for column in ("probability", "answers", "mean", "right", "90 %"):
        table.add_column(column, justify="right")
    table.add_column("")
    for b in r.bins:
        bar = Text("█" * round(b.right * BAR), style="cyan")
        table.add_row(
            f"{b.low:.1f}-{b.high:.1f}", str(b.n), f"{b.probability:.2f}", f"{b.right:.2f}",
            f"{b.interval[0]:.2f}-{b.interval[1]:.2f}", bar,
        )  # fmt: skip
    console.print(table)


def _errors(console: Console, errors: Sequence[Error], most: int) -> None:
    console.print(Text(f"errors to read: {min(most, len(errors))} of {len(errors)}", style="italic"))
    for e in errors[:most]:
        sure = f" ({e.probability:.2f})" if e.probability is not None else ""
        line = Text(f"\n{shown(e.id)}: {e.what}", style="bold")
        console.print(line)
        console.print(Text.assemble("  right  ", (shown(e.right), "green")))
        console.print(Text.assemble("  said   ", (shown(e.said), "red"), sure))
        text = Text(shown(e.text))
        for m in e.marks:
            text.stylize("reverse" if m.role == "said" else "underline", m.span.start, m.span.end)
        console.print(text, soft_wrap=True)
