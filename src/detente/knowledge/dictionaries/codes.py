"""Actor codes in CAMEO's style: what USAGOV, IRQREBSUN or IGOUNOKID says of a party."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from detente.knowledge.world.territories import valid

NOBODY = frozenset({"---", "+++", "###"})
"""Codes for names that stand for no party (TABARI's null and discard codes)."""

STATE = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY"})
"""Sectors whose members act for their state."""

NATIONAL = frozenset({"CVL", "BUS"})
"""Sectors whose members do not act for their state, but what is done to them touches it."""

_TABLE = Path(__file__).parent / "codes.tsv"


@dataclass(frozen=True, slots=True)
class Affiliation:
    """What an actor code says.

    `country` is an alpha-3 code of `world.territories`, or where the code begins with none and with nothing else that
    is known, its first three letters: a country of the user's own (`known` is then False). `sectors` are PLOVER's
    agent codes in the order of the code, empty where it names a country alone. `organisation` is the whole code of an
    international body or region.
    """

    code: str
    country: str | None = None
    sectors: tuple[str, ...] = ()
    organisation: str | None = None
    known: bool = True

    @property
    def sector(self) -> str:
        """The first sector; GOV for a country alone, CVL for a code that says neither country nor sector."""
        return self.sectors[0] if self.sectors else "GOV" if self.country else "CVL"


@cache
def _table() -> dict[str, dict[str, str]]:
    out: dict[str, dict[str, str]] = {}
    for line in _TABLE.read_text(encoding="utf8").splitlines()[1:]:
        if not line.startswith("#"):
            code, kind, stands_for, _ = line.split("\t")
            out.setdefault(kind, {})[code] = stands_for
    return out


def parts(code: str) -> list[str]:
    """The three-letter parts of a code; what is left over at its end is a part of its own."""
    return [code[i : i + 3] for i in range(0, len(code), 3)]


@lru_cache(maxsize=65536)
def affiliation(code: str) -> Affiliation:
    """Read one code (without "/" and "~"), in upper or lower case."""
    code = code.upper()
    first, *rest = parts(code) or [""]
    table = _table()
    sectors = tuple(dict.fromkeys(table["role"][p] for p in rest if p in table["role"]))
    if valid(first) or first in table["alias"]:
        return Affiliation(code, table["alias"].get(first, first), sectors)
    for kind in ("body", "region"):
        if (sector := table[kind].get(first)) is not None:
            return Affiliation(code, None, tuple(dict.fromkeys((sector, *sectors))), code)
    if (sector := table["role"].get(first)) is not None:
        country = next((p for p in rest if valid(p)), None) if len(rest) == 1 else None
        return Affiliation(code, country, tuple(dict.fromkeys((sector, *sectors))))
    return Affiliation(code, first, sectors, known=False)


def joined(actor: str, agents: list[tuple[str, bool]]) -> str:
    """The code of an actor with its agents: `joined("ARN", [("GOV", False)])` is "ARNGOV".

    Each agent is its code and whether it comes before the actor's ("NGO~"). A part that is there already is not
    repeated (PETRARCH: "White House officials" is USAGOV, not USAGOVGOV).
    """
    before: list[str] = []
    after = parts(actor)
    for code, leads in agents:
        for part in parts(code):
            if part not in before and part not in after:
                (before if leads else after).append(part)
    return "".join(before + after)
