"""What users' dictionaries hold: names with their codes over time, agents, and how their words are looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from detente.model import Level

Key = tuple[str, ...]
E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Dated:
    """A code and the days on which it holds (inclusive; None is open)."""

    code: str
    start: date | None = None
    end: date | None = None

    @property
    def always(self) -> bool:
        """Whether it has no bound: the code for all days that no other covers."""
        return self.start is None and self.end is None

    def holds(self, when: date) -> bool:
        """Whether the day lies between the bounds."""
        return (self.start or date.min) <= when <= (self.end or date.max)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands: a file and a line of it, counted from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a line; the rest of the file is read all the same.

    A `doubt` is what may be meant as it stands (a country of the user's own), and what is used so.
    """

    at: Place
    reason: str
    doubt: bool = False

    def __str__(self) -> str:
        return f"{self.at}: {'doubtful: ' if self.doubt else ''}{self.reason}"


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """A name as the dictionary writes it, and its codes in the order in which they are tried."""

    text: str
    codes: tuple[Dated, ...]
    at: Place

    def code(self, when: date | None) -> str | None:
        """The code on a day: the first dated one that holds, else the first without dates; None where none holds.

        Without a day, the one without dates, else the one that holds longest into the present.
        """
        dated = [c for c in self.codes if not c.always]
        if when is not None and (hit := next((c for c in dated if c.holds(when)), None)) is not None:
            return hit.code
        if (default := next((c for c in self.codes if c.always), None)) is not None:
            return default.code
        return None if when is not None else max(dated, key=lambda c: c.end or date.max).code if dated else None


@dataclass(frozen=True, slots=True)
class AgentEntry:
    """A word for people who act for somebody, and the code it adds; `leads` puts that before the actor's ("NGO~")."""

    text: str
    code: str
    at: Place
    leads: bool = False
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What one file holds: entries with the keys under which they are found, and what could not be read."""

    actors: tuple[tuple[Key, ActorEntry], ...] = ()
    agents: tuple[tuple[Key, AgentEntry], ...] = ()
    acts: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


class Index(Generic[E]):
    """Entries by key, for longest match; of two with one key the first counts."""

    def __init__(self, entries: Iterator[tuple[Key, E]]) -> None:
        self._entries: dict[Key, E] = {}
        self._longest: dict[str, int] = {}
        for key, entry in entries:
            self._entries.setdefault(key, entry)
            self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))

    def __bool__(self) -> bool:
        return bool(self._entries)

    def longest(self, first: str) -> int:
        """How many parts the longest key has that begins with `first`; 0 where none does."""
        return self._longest.get(first, 0)

    def get(self, key: Key) -> E | None:
        """The entry under a key."""
        return self._entries.get(key)

    def items(self) -> Iterator[tuple[Key, E]]:
        """All keys and entries, in the order of the files."""
        yield from self._entries.items()


class Own:
    """A user's own knowledge, as the coder takes it: names, agents, acts. Compared by identity; can be pickled."""

    def __init__(self, contents: tuple[Content, ...] = ()) -> None:
        self.actors: Index[ActorEntry] = Index(pair for c in contents for pair in c.actors)
        self.agents: Index[AgentEntry] = Index(pair for c in contents for pair in c.agents)
        self.acts: tuple[Mapping[str, Any], ...] = tuple(c.acts for c in contents if c.acts)
        self.problems: tuple[Problem, ...] = tuple(p for c in contents for p in c.problems)

    @property
    def names(self) -> bool:
        """Whether there are names or agents in it."""
        return bool(self.actors) or bool(self.agents)


NOTHING = Own()
"""The knowledge of a user who gave none."""
