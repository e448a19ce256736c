"""A user's own dictionaries, as options of the commands that code."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from detente.knowledge.dictionaries import Own

SHOWN = 20  # faults of dictionaries that are named before the rest is only counted

Actors = Annotated[
    list[Path] | None, typer.Option(help="names and their codes: a PETRARCH dictionary, or YAML; may be repeated")
]
Agents = Annotated[list[Path] | None, typer.Option(help="words for agents and their codes, likewise; may be repeated")]
Ontology = Annotated[list[Path] | None, typer.Option(help="words for acts, in YAML; may be repeated")]


def own(actors: list[Path] | None, agents: list[Path] | None, ontology: list[Path] | None) -> Own:
    """The knowledge in a user's files. What is wrong with single lines is named on standard error, the rest is used.

    Raises DetenteError for a file that cannot be read or holds nothing of what it is given for.
    """
    from detente.knowledge.dictionaries import load

    found = load(actors or (), agents or (), ontology or ())
    for problem in found.problems[:SHOWN]:
        sys.stderr.write(f"detente: {problem}\n")
    if (more := len(found.problems) - SHOWN) > 0:
        sys.stderr.write(f"detente: and {more} more faults; `detente knowledge validate FILE` lists them\n")
    return found
