"""From files to a user's own knowledge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from detente.errors import DetenteError
from detente.knowledge.dictionaries import own, petrarch
from detente.knowledge.dictionaries.entries import Content, Own, Problem

BYTE_LIMIT = 64 << 20
YAML = frozenset({".yml", ".yaml"})


def read(path: str | Path, section: str | None = None) -> Content:
    """What a file holds: one that ends in .yml or .yaml is the project's own format, any other a PETRARCH dictionary.

    `section` is what is wanted of it ("actors", "agents", "acts"), which for a PETRARCH dictionary says what it is;
    without it, one whose codes have a "~" is one of agents. Raises DetenteError where the file cannot be read or holds
    nothing of what is wanted.
    """
    path = Path(path)
    try:
        if path.stat().st_size > BYTE_LIMIT:
            raise DetenteError(f"{path}: longer than {BYTE_LIMIT:,} bytes: no dictionary")
        data = path.read_bytes()
    except OSError as e:
        raise DetenteError(f"{path}: {e.strerror}") from None
    if b"\0" in data:
        raise DetenteError(f"{path}: not a text")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    if path.suffix.lower() in YAML:
        found = own.read(text, str(path))
    elif section == "acts":
        raise DetenteError(f"{path}: acts are read from YAML (docs/extending.md), and it does not end in .yml or .yaml")
    elif section == "agents" or (section is None and _of_agents(text)):
        found = petrarch.read_agents(text, str(path))
    else:
        found = petrarch.read_actors(text, str(path))
    if section is not None and not getattr(found, section):
        first = next((f" ({p.reason}, line {p.at.line})" for p in found.problems), "")
        raise DetenteError(f"{path}: no {section} in it{first}")
    return found


def load(actors: Sequence[str | Path] = (), agents: Sequence[str | Path] = (), acts: Sequence[str | Path] = ()) -> Own:
    """A user's own knowledge from files of actors, agents and acts; of two entries for one name the first counts.

    A file that is given twice, as one of actors and one of agents, is read for both. Raises DetenteError as `read` does.
    """
    return Own(tuple(_wanted(actors, agents, acts)))


def _wanted(
    actors: Sequence[str | Path], agents: Sequence[str | Path], acts: Sequence[str | Path]
) -> Iterator[Content]:
    seen: set[Problem] = set()
    for section, paths in (("actors", actors), ("agents", agents), ("acts", acts)):
        for path in paths:
            found = read(path, section)
            problems = tuple(p for p in found.problems if p not in seen)
            seen.update(problems)
            yield Content(**{section: getattr(found, section)}, problems=problems)


def _of_agents(text: str) -> bool:
    return text.count("~") > text.count("[") / 2
