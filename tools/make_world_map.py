"""Write src/detente/showing/figures/world.tsv from Natural Earth's countries (public domain), as packed in world-atlas.

    python tools/make_world_map.py FOLDER      the folder of npm's world-atlas 2.0.2: countries-110m.json, countries-50m.json

Needs `pip install pycountry==26.2.16`. One line a country: its code and an SVG path in the Equal Earth projection (Savric,
Patterson and Jenny 2018) on a sheet of 1000 by 487; a country too small for the coarse map is a dot at its middle. The
borders are those of the source; they say nothing of who should own what.
"""

from __future__ import annotations

import json
import math
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pycountry

UNNUMBERED = {"Kosovo": "XKX", "N. Cyprus": "CYP", "Somaliland": "SOM"}
WIDTH, HEIGHT = 1000, 487
A = (1.340264, -0.081106, 0.000893, 0.003796)
Point = tuple[float, float]


def project(longitude: float, latitude: float) -> Point:
    """A place on the sheet."""
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    slope = A[0] + 3 * A[1] * t**2 + t**6 * (7 * A[2] + 9 * A[3] * t**2)
    x = 2 * math.sqrt(3) / 3 * math.radians(longitude) * math.cos(t) / slope
    y = A[0] * t + A[1] * t**3 + A[2] * t**7 + A[3] * t**9
    return WIDTH / 2 + x * WIDTH / 5.41327, HEIGHT / 2 - y * WIDTH / 5.41327


def polygons(topology: Any) -> dict[str, list[list[Point]]]:
    """The rings of every country, by code, on the sheet."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append(project(x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(line)
    out: dict[str, list[list[Point]]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        code = code_of(shape)
        if code is None or code == "ATA" or not shape.get("arcs"):
            continue
        parts = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for ring in (ring for part in parts for ring in part):
            points: list[Point] = []
            for n in ring:
                points += arcs[n] if n >= 0 else arcs[~n][::-1]
            out.setdefault(code, []).extend(uncrossed(points))
    return out


def uncrossed(ring: list[Point]) -> list[list[Point]]:
    """A ring cut where it leaps from one edge of the sheet to the other."""
    out = [[ring[0]]]
    for before, point in pairwise(ring):
        if abs(point[0] - before[0]) > WIDTH / 3:
            out.append([])
        out[-1].append(point)
    if len(out) > 1 and abs(ring[-1][0] - ring[0][0]) < WIDTH / 3:
        out[0] = out.pop() + out[0]
    return out


def code_of(shape: Any) -> str | None:
    """The alpha-3 code of a country."""
    found = pycountry.countries.get(numeric=str(shape["id"]).zfill(3)) if "id" in shape else None
    return found.alpha_3 if found else UNNUMBERED.get(shape["properties"]["name"])


def path(rings: list[list[Point]]) -> str:
    """An SVG path through whole numbers of half units; rings that shrink to nothing are left out."""
    out = []
    for ring in rings:
        points = [(round(x * 2), round(y * 2)) for x, y in ring]
        kept = [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]
        if len(kept) < 4:
            continue
        x, y = kept[0]
        text = f"M{x} {y}l"
        steps = []
        for px, py in kept[1:-1] if kept[-1] == kept[0] else kept[1:]:
            steps.append(f"{px - x} {py - y}")
            x, y = px, py
        out.append(text + " ".join(steps).replace(" -", "-") + "z")
    return "".join(out)


def dot(rings: list[list[Point]]) -> str:
    """A small circle at the middle of the largest ring."""
    ring = max(rings, key=len)
    x, y = (round(2 * sum(p[i] for p in ring) / len(ring)) for i in (0, 1))
    return f"M{x - 4} {y}a4 4 0 1 0 8 0a4 4 0 1 0-8 0z"


def main(folder: Path) -> None:
    """Read both maps, write the table."""
    coarse, fine = (polygons(json.loads((folder / f"countries-{n}.json").read_text())) for n in ("110m", "50m"))
    lines = {code: path(rings) for code, rings in coarse.items()}
    lines |= {code: dot(rings) for code, rings in fine.items() if not lines.get(code)}
    target = Path(__file__).parents[1] / "src/detente/showing/figures/world.tsv"
    target.write_text("".join(f"{code}\t{lines[code]}\n" for code in sorted(lines)), encoding="utf8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
