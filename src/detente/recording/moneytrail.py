"""Events as FollowTheMoney entities, so that they can be loaded into Aleph and tools like it.

Schemata and properties: followthemoney 4.11 (Event, PublicBody, Organization, Person, Document, Employment is not used).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from detente.knowledge import world
from detente.model import Document, content_id
from detente.recording.events import Event
from detente.recording.exportrows import Cited

Json = dict[str, Any]


def entities(e: Event, cited: Cited, seen: set[str]) -> Iterator[Json]:
    """An event, its parties and the documents that report it; what is in `seen` (ids) is not given again.

    Whether it happened, and with which probability, stands in the event's `summary`, which FollowTheMoney has no
    property for.
    """
    reports = cited.of(e)
    parties = dict(zip((*e.actors, *e.recipients), (*e.actor_sectors, *e.recipient_sectors), strict=True))
    made = [_party(code, sector) for code, sector in parties.items()]
    people = {a.name: a.code for m, _ in reports for a in (*m.actors, *m.recipients) if a.name}
    made += [
        _entity("Person", f"person/{name}/{code}", name=[name], country=_country(code)) for name, code in people.items()
    ]
    made += [_document(d) for d in {d.id: d for _, d in reports}.values()]
    names = [world.label(c) if world.valid(c) else c for c in parties]
    what = f"{(e.type or e.cameo).title()}{f' ({e.mode})' if e.mode else ''}: {', '.join(names)}"
    start, end = (e.time.start, e.time.end) if e.time and e.dated else (None, None)
    one_day = start is not None and start == end
    event = _entity(
        "Event",
        f"event/{e.id}",
        name=[what],
        date=[start.isoformat()] if one_day and start else [],
        startDate=[start.isoformat()] if start and not one_day else [],
        endDate=[end.isoformat()] if end and not one_day else [],
        summary=[f"{e.factuality}; probability {e.probability:.2f}; {e.voices} independent source(s); CAMEO {e.cameo}"],
        description=[m.sentence.of(d.text) for m, d in reports],
        recordId=[e.id],
        organizer=[_id(f"party/{c}") for c in e.actors],
        involved=[_id(f"party/{c}") for c in parties if c not in e.actors or e.reciprocal]
        + [_id(f"person/{n}/{c}") for n, c in people.items()],
        proof=[_id(f"document/{d.id}") for d in dict.fromkeys(d for _, d in reports)],
        sourceUrl=[x for x in dict.fromkeys([*(d.url for _, d in reports), e.url]) if x],
        country=[c for code in parties for c in _country(code)],
        keywords=list(e.contexts),
    )
    for entity in (*made, event):
        if entity["id"] not in seen:
            if entity["schema"] != "Event":  # of which each comes once
                seen.add(entity["id"])
            yield entity


def _id(name: str) -> str:
    return f"detente-{content_id('ftm', name)}"


def _entity(schema: str, id: str, /, **properties: list[str]) -> Json:
    return {"id": _id(id), "schema": schema, "properties": {k: v for k, v in properties.items() if v}}


def _country(code: str | None) -> list[str]:
    return [code.lower()] if code and world.valid(code) else []


def _party(code: str, sector: str) -> Json:
    if world.valid(code):
        return _entity("PublicBody", f"party/{code}", name=[world.label(code)], country=_country(code))
    return _entity("Organization", f"party/{code}", name=[code], keywords=[sector])


def _document(d: Document) -> Json:
    return _entity(
        "Document",
        f"document/{d.id}",
        title=[d.title] if d.title else [],
        fileName=[d.origin] if d.origin else [d.id],
        author=[d.author] if d.author else [],
        publishedAt=[d.published.iso()] if d.published and "/" not in d.published.iso() else [],
        authoredAt=[d.written.iso()] if d.written and "/" not in d.written.iso() else [],
        publisher=[d.source] if d.source else [],
        sourceUrl=[d.url] if d.url else [],
        language=[d.language] if d.language else [],
        bodyText=[d.text],
    )
