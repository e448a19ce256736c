"""An evaluation as one HTML file: everything in it, no script, nothing fetched; texts are hostile and are escaped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from detente import __version__
from detente.evaluating.evaluation import Classes, Confusion, Error, Evaluation
from detente.showing.evaluation.diagram import diagram
from detente.showing.evaluation.wording import ORDER, figures, groups, shown, title

if TYPE_CHECKING:
    from jinja2 import Template

MOST_ERRORS = 5000
"""Errors on a page; a browser is slow with more. All are in `--format json`."""

_TEXT = 4000  # characters of one error's text


def page(found: Evaluation) -> str:
    """The page. Its style is allowed by its hash, and nothing else is (Content-Security-Policy)."""
    from markupsafe import Markup

    style = _file("page.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    grouped = groups(found)
    places = {cell: f"e{n}" for n, (_, cell, _) in enumerate(grouped) if cell is not None}
    return _template().render(
        title=title(found),
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        style=Markup(style),
        version=__version__,
        gold=[shown(g) for g in found.gold],
        figures=figures(found),
        classes=[(name, _classes(c)) for name, c in found.classes.items()],
        confusions=[(name, *_matrix(name, c, places)) for name, c in found.confusions.items()],
        reliability=found.reliability,
        diagram=Markup(diagram(found.reliability)) if found.reliability else None,
        groups=list(_shown(grouped)),
        count=len(found.errors),
        most=MOST_ERRORS,
        problems=[shown(p) for p in found.problems],
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_file("page.html"))


def _file(name: str) -> str:
    return (files("detente.showing.evaluation") / name).read_text(encoding="utf8")


def _classes(c: Classes) -> list[dict[str, Any]]:
    return c.to_json()


def _matrix(name: str, c: Confusion, places: dict[tuple[str, str, str], str]) -> tuple[list[str], list[Any]]:
    """The labels, and of each right label its row of (number, shade 0 to 9, place of its errors)."""
    labels = c.labels(ORDER.get(name, ()))
    rows = []
    for right in labels:
        cells = [c.cells[right, said] for said in labels]
        whole = sum(cells) or 1
        rows.append(
            (right, [(n, min(9, 10 * n // whole), right == said, places.get((name, right, said)))
                     for n, said in zip(cells, labels, strict=True)])
        )  # fmt: skip
    return labels, rows


def _shown(grouped: list[tuple[str, tuple[str, str, str] | None, list[Error]]]) -> Iterator[dict[str, Any]]:
    left = MOST_ERRORS
    for n, (heading, cell, errors) in enumerate(grouped):
        some = errors[:left]
        left -= len(some)
        yield {
            "place": f"e{n}",
            "heading": f"{cell[0]}: {heading}" if cell else heading,
            "count": len(errors),
            "errors": [
                {"id": shown(e.id), "what": e.what, "right": shown(e.right), "said": shown(e.said),
                 "probability": e.probability, "parts": list(_parts(e))}
                for e in some
            ],
        }  # fmt: skip


def _parts(e: Error) -> Iterator[tuple[str, str]]:
    """The text in pieces, each with the roles of the marks that cover it."""
    text = e.text[:_TEXT]
    ends = sorted({0, len(text), *(min(x, len(text)) for m in e.marks for x in (m.span.start, m.span.end))})
    for start, end in pairwise(ends):
        roles = [m.role for m in e.marks if m.span.start <= start and end <= m.span.end]
        yield shown(text[start:end]), " ".join(dict.fromkeys(roles))
    if len(e.text) > _TEXT:
        yield " …", ""
