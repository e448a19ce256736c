"""In which country a city lies."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from detente.knowledge.world.names import names
from detente.knowledge.world.tables import key, languages, rows


@cache
def _places() -> Mapping[tuple[str, ...], str]:
    found = {_key(name): code for code, name in rows("places.tsv")}
    found.update((_key(name), code) for code, cell in rows("places_more.tsv") for name in cell.split("; "))
    return found


def _key(name: str) -> tuple[str, ...]:
    parts = key(name)
    return ("saint", *parts[1:]) if len(parts) > 1 and parts[0] == "st" else parts


def place_country(name: str) -> str | None:
    """The present country of a city of 100,000 or more, of several the largest; None where none is known.

    Capitals and countries are known in every language that has names, and many smaller places of diplomacy. Cities
    whose names are ordinary English words ("Reading", "Nice") are left out.
    """
    wanted = _key(name)
    if (code := _places().get(wanted)) is not None:
        return code
    for language in languages():
        for n in names(language).get(wanted, ()):
            if n.kind in ("country", "capital"):
                return n.code
    return None
