"""What a user's dictionaries say of a name or an agent, as the coder's own tables would say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from detente.coding.words import Words
from detente.knowledge import world
from detente.knowledge.dictionaries import NATIONAL, NOBODY, STATE, ActorEntry, AgentEntry, affiliation
from detente.knowledge.world import Name, Role

_CLOSED = frozenset({"PRON", "DET", "AUX", "ADP", "SCONJ", "CCONJ", "PART"})
_STATES = frozenset({"country", "capital", "adjective", "demonym", "seat"})


def is_name(words: Words, first: int, last: int) -> bool:
    """Whether words may be a name of a dictionary that writes everything in capitals: "WHO" and "Mali", not "Who" or "may"."""
    span = words[first].start, words[last].end
    surface = words.text[span[0] : span[1]]
    if not any(c.isupper() for c in surface):
        return False
    return first != last or words[first].pos not in _CLOSED or (len(surface) > 1 and surface.isupper())


def own_name(
    words: Words, entry: ActorEntry, first: int, last: int, when: date | None, options: Sequence[Name]
) -> Name | None:
    """The name that a user's entry makes of words; None where it says nothing of them on that day.

    `options` are the readings that ship with the program. They still tell what kind of word it is (a capital, an
    adjective), and which state is meant where the user's code for one is none of `world.territories` (KUW for Kuwait).
    """
    raw = entry.code(when)
    if raw is None or not is_name(words, first, last):
        return None
    text = words.text[words[first].start : words[last].end]
    code = raw.split("/")[0]
    if code in NOBODY:
        return Name(text, "other")
    a = affiliation(code)
    shipped = next((n for n in options if n.code and n.kind in _STATES and n.holds(when)), None)
    country, sectors = a.country, a.sectors
    if shipped is not None and len(code) == 3 and not (country and world.valid(country)):
        country, sectors = shipped.code, ()
    if country is None:
        return Name(text, "organisation", None, a.sector, organisation=a.organisation or code)
    sector = sectors[0] if sectors else None
    if sector is not None and sector not in STATE:
        return Name(text, "group", country, sector, organisation=code)
    kind = shipped.kind if shipped is not None and sector is None else "seat" if sector else "country"
    return Name(text, kind, country, sector)


def own_role(entry: AgentEntry, shipped: Role | None) -> Role:
    """The role that a user's agent is; rank and office are the shipped one's where the user gives none and it fits."""
    sector = affiliation(f"XXX{entry.code}").sector if not entry.leads else affiliation(entry.code).sector
    state = sector in STATE
    role = shipped if shipped is not None and shipped.state == state else Role(entry.text, sector)
    return replace(
        role, text=entry.text, sector=sector, level=entry.level or role.level, state=state, national=sector in NATIONAL
    )
