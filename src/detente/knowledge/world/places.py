"""In which country a city lies."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from detente.knowledge.world.names import names
from detente.knowledge.world.tables import key, languages, rows


@cache
def _places() -> Mapping[tuple[str, ...], str]:
    return {key(name): code for code, name in rows("places.tsv")}


def place_country(name: str) -> str | None:
    """The present country of a city of 100,000 or more or a capital, of several the largest; None where none is known.

    Capitals are known in every language that has names. Cities whose names are ordinary English words ("Reading",
    "Nice") are left out.
    """
    wanted = key(name)
    if (code := _places().get(wanted)) is not None:
        return code
    for language in languages():
        for n in names(language).get(wanted, ()):
            if n.kind == "capital":
                return n.code
    return None
