"""What is wrong in users' files, beyond what cannot be read: codes of no country, names that mean two things at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from detente.knowledge.dictionaries.codes import NOBODY, affiliation
from detente.knowledge.dictionaries.entries import ActorEntry, AgentEntry, Content, Dated, Key, Problem
from detente.knowledge.dictionaries.loading import read


def check(path: str | Path) -> list[Problem]:
    """Problems of one file in the order of its lines. Raises DetenteError where it cannot be read at all."""
    content = read(path)
    found = {*content.problems, *_codes(content), *_names(content), *_agents(content)}
    return sorted(found, key=lambda p: (p.at.line, p.reason))


def _codes(content: Content) -> Iterator[Problem]:
    """Countries and bodies that are not known, each where it first stands."""
    first: dict[str, tuple[ActorEntry, str]] = {}
    lines: dict[str, set[int]] = {}
    for _, entry in content.actors:
        for dated in entry.codes:
            for code in dated.code.split("/"):
                if code not in NOBODY and not (a := affiliation(code)).known:
                    first.setdefault(a.country or code, (entry, code))
                    lines.setdefault(a.country or code, set()).add(entry.at.line)
    for country, (entry, code) in first.items():
        more = f", and in {n} more" if (n := len(lines[country]) - 1) else ""
        reason = f"{code} ({entry.text}): {country} is no country or body that is known here{more}"
        yield Problem(entry.at, reason, doubt=True)


def _names(content: Content) -> Iterator[Problem]:
    first: dict[Key, ActorEntry] = {}
    for key, entry in content.actors:
        other = first.setdefault(key, entry)
        if other is not entry and other.codes != entry.codes:
            yield Problem(entry.at, f"{entry.text} has other codes in line {other.at.line}, which counts", doubt=True)
        if other is entry and (twice := _meeting(entry.codes)):
            yield Problem(
                entry.at,
                f"{entry.text} is {twice[0].code} and {twice[1].code} at the same time; the first counts",
                doubt=True,
            )


def _meeting(codes: tuple[Dated, ...]) -> tuple[Dated, Dated] | None:
    for i, a in enumerate(codes):
        for b in codes[i + 1 :]:
            if a.code != b.code and a.always == b.always and _overlap(a, b):
                return a, b
    return None


def _overlap(a: Dated, b: Dated) -> bool:
    return max(a.start or date.min, b.start or date.min) < min(a.end or date.max, b.end or date.max)


def _agents(content: Content) -> Iterator[Problem]:
    first: dict[Key, AgentEntry] = {}
    for key, entry in content.agents:
        other = first.setdefault(key, entry)
        if (other.code, other.leads) != (entry.code, entry.leads):
            yield Problem(entry.at, f"{entry.text} has another code in line {other.at.line}, which counts", doubt=True)
