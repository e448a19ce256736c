"""The figures of many states: the planisphere coloured by closeness to one, and the map of distances."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from detente.showing.figures.drawing import drawing, element, link
from detente.showing.words import Words

if TYPE_CHECKING:
    from detente.measuring.network import Map
    from detente.showing.panorama import Stand

STEPS = (-1.0, -0.5, -0.2, 0.2, 0.5, 1.0)
"""Bounds of the seven colours, from far apart to close."""


@cache
def _shapes() -> tuple[tuple[str, str], ...]:
    text = Path(__file__).with_name("world.tsv").read_text(encoding="utf8")
    return tuple((code, path) for code, _, path in (line.partition("\t") for line in text.splitlines()))


def planisphere(state: str, stands: Mapping[str, Stand], say: Words) -> Markup:
    """The world in the Equal Earth projection, each country in the colour of its closeness to `state`; grey where nothing is
    known."""
    out = []
    for code, path in _shapes():
        if code == state:
            out.append(link(None, say.bare(code), element("path", d=path), class_="land self"))
        elif (s := stands.get(code)) is None:
            out.append(element("path", d=path, class_="land"))
        else:
            mean, low, high = (say.number(x, sign=True) for x in (s.mean, s.low, s.high))
            title = f"{say.bare(state)} – {say.bare(code)}: {mean} ({low}, {high})"
            step = sum(s.mean > bound for bound in STEPS)
            out.append(link(f"/dyad/{state}/{code}", title, element("path", d=path), class_=f"land step{step}"))
    return drawing(2000, 974, say("figure.map", state=say.bare(state)), *out, kind="planisphere")


def distances(m: Map, say: Words) -> Markup:
    """The map of one period: who stands near whom. A line joins two that stand closer than neutral, the closer the stronger."""
    size, edge = 560, 44
    xs, ys = m.place[:, 0], m.place[:, 1]
    reach = max(float(abs(m.place).max()), 1e-6) if len(m.states) else 1.0

    def at(i: int) -> tuple[float, float]:
        half = size / 2 - edge
        return size / 2 + float(xs[i]) / reach * half, size / 2 - float(ys[i]) / reach * half

    lines, names = [], []
    for i in range(len(m.states)):
        x, y = at(i)
        for j in range(i):
            near = 1 - float(m.distance[i, j])
            if near > 0.1 and m.weight[i, j] > 0.05:
                u, v = at(j)
                lines.append(
                    element("line", x1=x, y1=y, x2=u, y2=v, class_="tie", stroke_width=round(0.6 + 4 * near, 1))
                )
        names.append(
            link(
                None,
                say.bare(m.states[i]),
                element("circle", cx=x, cy=y, r=4),
                element("text", m.states[i], x=x + 6, y=y + 4),
                class_="state",
            )
        )
    when = say("in", when=m.start.year)
    return drawing(size, size, say("figure.distances", when=when), *lines, *names, kind="distances")
