"""States of affairs of every kind over time: missions and relations, sanctions in force, treaties, who holds which office.

Sanctions and treaties are read off the events: what was imposed is in force until it is lifted, what was signed until a
party leaves it. Offices are read off the people named in them. Each kind says what counts as one status at a time, and
`timelines.timeline` puts the statements together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from detente.knowledge import world
from detente.model import Document, Fact, Interval, Mention
from detente.recording.events import Event
from detente.recording.queries import Cited, events, facts, mentions_of, texts_of
from detente.recording.store import Record
from detente.recording.timelines import Stretch, timeline

Json = dict[str, Any]
Key = tuple[str, ...]

_TREATY = re.compile(
    r"\b(treat(y|ies)|agreements?|pacts?|accords?|conventions?|protocols?|memorand(um|a)|traités?)\b", re.I
)


def facts_json(
    record: Record, a: str | None = None, b: str | None = None, kind: str | None = None, known_by: date | None = None
) -> Iterator[Json]:
    """Facts as `queries.facts` finds them; of a kind in `KINDS`, the timelines, with what contradicts each stretch.

    A timeline of presence or relations needs both countries; else its statements are listed. Raises RecordError.
    """
    if kind not in KINDS or (kind in ("presence", "relations") and (a is None or b is None)):
        return (c.to_json() for c in facts(record, a, b, kind=kind, known_by=known_by))
    return (s.to_json() for s in states(record, kind, a, b, known_by=known_by))


def states(
    record: Record, kind: str, a: str | None = None, b: str | None = None, *, known_by: date | None = None
) -> list[Stretch]:
    """The stretches of one of `KINDS`: of holder `a` at host `b` for presence, of `a` and `b` either way for the others.

    In order of holder, host and time. Raises RecordError; KeyError for another kind.
    """
    statements, group = KINDS[kind]
    groups: dict[Key, list[Cited[Fact]]] = {}
    for c in statements(record, a, b, known_by):
        groups.setdefault(group(c.value), []).append(c)
    return [s for key in sorted(groups) for s in timeline(groups[key])]


def _stated(kind: str) -> Callable[[Record, str | None, str | None, date | None], list[Cited[Fact]]]:
    def ask(record: Record, a: str | None, b: str | None, known_by: date | None) -> list[Cited[Fact]]:
        return facts(record, a, b, kind=kind, known_by=known_by)

    return ask


def _relations(record: Record, a: str | None, b: str | None, known_by: date | None) -> list[Cited[Fact]]:
    both = [(a, b), (b, a)] if b is not None else [(a, None)]
    found = [c for x, y in both for c in facts(record, x, y, kind="relations", known_by=known_by)]
    return [_sorted(c) for c in {c.value.id: c for c in found}.values()]


def _sanctions(record: Record, a: str | None, b: str | None, known_by: date | None) -> list[Cited[Fact]]:
    both = [(a, b), (b, a)] if b is not None else [(a, None)]
    stated = [c for x, y in both for c in facts(record, x, y, kind="sanctions", known_by=known_by)]
    out = list({c.value.id: c for c in stated}.values())
    for e, m, d in _reports(record, events(record, a, b, factuality="actual", known_by=known_by, imported=False)):
        imposed, lifted = m.cameo.startswith("163"), m.cameo.startswith("085")
        if imposed or lifted:
            out += _facts("sanctions", "in force", e, m, d, ends=lifted)
    return out


def _treaties(record: Record, a: str | None, b: str | None, known_by: date | None) -> list[Cited[Fact]]:
    out: list[Cited[Fact]] = []
    signed: list[tuple[str, Cited[Fact], frozenset[str]]] = []
    left: list[tuple[Cited[Fact], frozenset[str]]] = []
    for e, m, d in _reports(record, events(record, a, b, factuality="actual", known_by=known_by, imported=False)):
        sentence = m.sentence.of(d.text)
        if not _TREATY.search(sentence):
            continue
        words = frozenset(w for w in re.findall(r"\w{4,}", sentence.casefold()) if not _TREATY.fullmatch(w))
        if m.cameo.startswith("057"):
            signed += [(e.id, _sorted(c), words) for c in _facts("treaty", e.id, e, m, d)]
        elif m.type == "SANCTION" and not m.cameo.startswith("163"):
            left += [(_sorted(c), words) for c in _facts("treaty", "", e, m, d, ends=True)]
    out += [c for _, c, _ in signed]
    for c, words in left:
        # A party leaves the treaty between the same two whose words are most like those of its leaving.
        same = [(len(words & w), id) for id, s, w in signed if _pair(s.value) == _pair(c.value)]
        if same:
            out.append(replace(c, value=replace(c.value, status=max(same)[1])))
    return out


def _offices(record: Record, a: str | None, b: str | None, known_by: date | None) -> list[Cited[Fact]]:
    return [c for x in (a, b) if x is not None for c in facts(record, x, kind="office", known_by=known_by)] or (
        facts(record, kind="office", known_by=known_by) if a is None else []
    )


def _reports(record: Record, found: Iterable[Event]) -> Iterator[tuple[Event, Mention, Document]]:
    some = list(found)
    mentions = mentions_of(record, some)
    documents = texts_of(record, {m.document for m in mentions.values()})
    return ((e, mentions[i], documents[mentions[i].document]) for e in some for i in e.mentions if i in mentions)


def _facts(kind: str, status: str, e: Event, m: Mention, d: Document, ends: bool = False) -> Iterator[Cited[Fact]]:
    """What an event says of each pair of states: that something begins, or ends, when it took place."""
    time = e.time if e.dated else (d.published or Interval.day(e.known))
    for holder, host in sorted(e.pairs()):
        if world.valid(holder) and world.valid(host):
            yield Cited(
                Fact(d.id, kind, holder, host, status, None if ends else time, time if ends else None, m.sentence), d
            )


def _pair(f: Fact) -> tuple[str, str]:
    return f.holder, f.host or ""


def _sorted(c: Cited[Fact]) -> Cited[Fact]:
    holder, host = sorted(_pair(c.value))
    return replace(c, value=replace(c.value, holder=holder, host=host))


def _office(f: Fact) -> Key:
    """One holder at a time, where the office has only one; else everybody for themselves."""
    known = world.offices().get(f.status)
    return (f.holder, f.host or "", f.status, "" if known is not None and known.single else f.person or "")


KINDS: dict[
    str, tuple[Callable[[Record, str | None, str | None, date | None], list[Cited[Fact]]], Callable[[Fact], Key]]
] = {
    "presence": (_stated("presence"), _pair),
    "relations": (_relations, _pair),
    "sanctions": (_sanctions, _pair),
    "treaty": (_treaties, lambda f: (*_pair(f), f.status)),
    "office": (_offices, _office),
}
"""Kinds of state of affairs: where their statements come from, and of what there is one status at a time."""
