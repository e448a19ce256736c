"""In which country a city lies."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from detente.knowledge.world.tables import key, rows


@cache
def _places() -> Mapping[tuple[str, ...], str]:
    out: dict[tuple[str, ...], str] = {}
    for code, names in rows("places.tsv"):
        for name in names.split("; "):
            out.setdefault(key(name), code)
    return out


def place_country(name: str) -> str | None:
    """The present country of a city of 100,000 or more or a capital, of several the largest; None where none is known.

    Cities whose names are ordinary English words ("Reading", "Nice") or countries are left out.
    """
    return _places().get(key(name))
