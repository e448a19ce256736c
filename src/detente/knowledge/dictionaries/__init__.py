"""Users' own knowledge: names, agents and acts from dictionaries, which the coder looks at before its own tables.

Files are PETRARCH's (`petrarch`) or the project's own YAML (`own`); `load` makes one `Own` of them.
"""

from detente.knowledge.dictionaries.checking import check
from detente.knowledge.dictionaries.codes import NATIONAL, NOBODY, STATE, Affiliation, affiliation, joined
from detente.knowledge.dictionaries.entries import NOTHING, ActorEntry, AgentEntry, Dated, Index, Own, Place, Problem
from detente.knowledge.dictionaries.loading import load, read

__all__ = [
    "NATIONAL",
    "NOBODY",
    "NOTHING",
    "STATE",
    "ActorEntry",
    "Affiliation",
    "AgentEntry",
    "Dated",
    "Index",
    "Own",
    "Place",
    "Problem",
    "affiliation",
    "check",
    "joined",
    "load",
    "read",
]
