"""Words and small forms that the terminal and the page share."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from detente.evaluating.evaluation import Confusion, Error, Evaluation
from detente.knowledge.ontology import TYPES
from detente.model import Factuality, PresenceStatus

ORDER: dict[str, Sequence[str]] = {
    "types": TYPES,
    "factualities": get_args(Factuality),
    "statuses": get_args(PresenceStatus),
    "directions": ("closer", "apart"),
}
"""The order in which a confusion's labels are shown."""

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def title(found: Evaluation) -> str:
    """What was compared: "classify: 1,026 pairs of dev.jsonl"."""
    names = ", ".join(p.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1] or p for p in found.gold)
    return f"{found.form}: {found.n:,} {found.unit} of {shown(names)}"


def shown(text: str) -> str:
    """Text without characters that steer a terminal or are none in a page; lines stay lines."""
    return _CONTROL.sub(" ", text)


def figures(found: Evaluation) -> list[tuple[str, str]]:
    """The figures by name, one each; those of every label are left to their table."""

    def flat(values: Mapping[str, Any], above: str) -> list[tuple[str, str]]:
        out: list[tuple[str, str]] = []
        for name, value in values.items():
            if name == "per_type":
                continue
            label = f"{above}{name}".replace("_", " ")
            out += flat(value, f"{name} ") if isinstance(value, Mapping) else [(label, str(value))]
        return out

    return flat(found.figures, "")


def groups(found: Evaluation) -> list[tuple[str, tuple[str, str, str] | None, list[Error]]]:
    """The errors by where they are counted (heading, cell, errors), the most frequent kind first."""
    held: dict[tuple[str, tuple[str, str, str] | None], list[Error]] = {}
    for e in found.errors:
        heading = f"{e.cell[1]}, said {e.cell[2]}" if e.cell else e.what
        held.setdefault((heading, e.cell), []).append(e)
    ordered = sorted(held.items(), key=lambda item: (-len(item[1]), item[0][0]))
    return [(heading, cell, errors) for (heading, cell), errors in ordered]


def confusions(c: Confusion) -> list[tuple[str, str, int]]:
    """What was taken for what, the most frequent first; what was right is left out."""
    off = [(r, s, n) for (r, s), n in c.cells.items() if r != s]
    return sorted(off, key=lambda x: (-x[2], x[0], x[1]))
