"""What the program knows about the world: states, organisations, groups, offices, people, places, as data tables.

The tables lie in `data/`, tab-separated, with their sources; each is read at first use. `validate` names what is wrong
in them.
"""

from detente.knowledge.world.holding import HOLDERS, Holding
from detente.knowledge.world.names import Kind, Name, names
from detente.knowledge.world.organisations import members
from detente.knowledge.world.people import family_name_first, holders, holdings, persons, surnames
from detente.knowledge.world.places import place_country
from detente.knowledge.world.roles import Office, Role, offices, roles
from detente.knowledge.world.tables import key, languages, user_data
from detente.knowledge.world.territories import (
    Territory,
    adjective,
    article,
    country_at,
    label,
    resolve,
    territories,
    valid,
)
from detente.knowledge.world.validate import validate

__all__ = [
    "HOLDERS",
    "Holding",
    "Kind",
    "Name",
    "Office",
    "Role",
    "Territory",
    "adjective",
    "article",
    "country_at",
    "family_name_first",
    "holders",
    "holdings",
    "key",
    "label",
    "languages",
    "members",
    "names",
    "offices",
    "persons",
    "place_country",
    "resolve",
    "roles",
    "surnames",
    "territories",
    "user_data",
    "valid",
    "validate",
]
