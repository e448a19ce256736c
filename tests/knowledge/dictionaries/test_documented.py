"""The examples in docs/knowledge.md are read as they stand there."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from detente.knowledge.dictionaries.own import read
from detente.knowledge.dictionaries.petrarch import read_actors, read_agents

DOCS = (Path(__file__).parents[3] / "docs" / "knowledge.md").read_text(encoding="utf8")


def example(kind: str) -> str:
    (found,) = re.findall(rf"```{kind}\n(.*?)```", DOCS, re.S)
    return str(found)


def test_the_actors() -> None:
    found = read_actors(example("petrarch-actors"), "docs")
    assert not found.problems
    (person,) = [e for k, e in found.actors if k == ("rudolf", "rassendyll")]
    days = {
        "1890-02-01": "GBRCVL",
        "1890-03-01": "RURGOV",
        "1990-02-28": "GBRCVL",
        "1994-01-01": "RUR",
        "1996-01-01": "RURELI",
    }
    assert {d: person.code(date.fromisoformat(d)) for d in days} == days


def test_the_agents() -> None:
    found = read_agents(example("petrarch-agents"), "docs")
    assert not found.problems and ("courts", "of", "appeal") in {k for k, _ in found.agents}


def test_the_yaml() -> None:
    found = read(example("yaml"), "docs")
    assert not found.problems and found.actors and found.agents and len(found.acts["acts"]) == 2
