"""A text as a reader would put it: who does what to whom, and is it so, in one short line an act.

`FRA>RUS:SANCTION:actual` is what France did to Russia, `FRA=RUS:CONSULT:planned` what the two are to do together. In what
a test expects, `|` parts answers that are as good as one another, `*` is any, and `~` marks what may be left out.
"""

from __future__ import annotations

from functools import cache

from detente.coding.coder import code
from detente.model import Coding, Document, Interval, Mention


@cache
def coded(text: str, published: str | None = "2019-05-14", home: str | None = None, language: str = "en") -> Coding:
    """What the coder makes of a text; a text met before is not parsed again."""
    interval = Interval.parse(published) if published else None
    ((_, coding),) = code([Document("d", text, published=interval, language=language, home=home)])
    return coding


def only(text: str, published: str | None = "2019-05-14", home: str | None = None, language: str = "en") -> Mention:
    """The one act of a text."""
    (mention,) = coded(text, published, home, language).mentions
    return mention


def acts(text: str, published: str | None = "2019-05-14", home: str | None = None, language: str = "en") -> list[str]:
    """Every act of a text between two states, a line each, sorted."""
    lines = set()
    for m in coded(text, published, home, language).mentions:
        for a, b in m.pairs():
            sides = "=".join(sorted((a, b))) if m.reciprocal else f"{a}>{b}"
            lines.add(f"{sides}:{m.type}:{m.factuality}")
    return sorted(lines)


def amiss(found: list[str], expected: str) -> list[str]:
    """What is missing from `found` and what is there without being expected; [] where all is well."""
    wanted = [] if expected == "-" else [item.strip() for item in expected.split(";")]
    required = [w for w in wanted if not w.startswith("~")]
    lost = [f"missing {w}" for w in required if not any(_fits(f, w) for f in found)]
    return lost + [f"unexpected {f}" for f in found if not any(_fits(f, w.lstrip("~")) for w in wanted)]


def _fits(found: str, expected: str) -> bool:
    sides, *answers = expected.split(":")
    if "=" in sides:
        sides = "=".join(sorted(sides.split("=")))
    got, *given = found.split(":")
    return got == sides and all(a == "*" or g in a.split("|") for g, a in zip(given, answers, strict=True))
