"""The contract: what `detente code --format jsonl` prints, and the way back.

`to_json` gives plain dictionaries in the published shape (docs/codebook.md); with `text=None` the copied words are
left out and only offsets remain, which is how the record stores them. `from_json` reads either form.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from detente.model import (
    Actor,
    Attribution,
    Coding,
    Condition,
    Fact,
    Gap,
    Interval,
    Mention,
    Place,
    Span,
    Time,
)

Json = dict[str, Any]


def _span(s: Span, text: str | None) -> Json:
    words: Json = {} if text is None else {"text": s.of(text)}
    return words | {"start": s.start, "end": s.end}


def _actor(a: Actor, text: str | None) -> Json:
    out = _span(a.span, text) | {"code": a.code, "sector": a.sector}
    for key in ("name", "level", "country", "organisation", "dictionary"):
        if (value := getattr(a, key)) is not None:
            out[key] = value
    return out


def _place(p: Place, text: str | None) -> Json:
    return _span(p.span, text) | ({"code": p.code} if p.code else {})


def _said(a: Attribution, text: str | None) -> Json:
    def one(spans: tuple[Span, ...]) -> Json | None:
        return _span(Span(spans[0].start, spans[-1].end), text) if spans else None

    source = one(a.source)
    if source is not None:
        source |= {k: v for k, v in (("code", a.code), ("name", a.name)) if v}
    return {
        "source": source,
        "cue": one(a.cue),
        "kind": a.kind,
        "content": [[s.start, s.end] for s in a.content],
    }


def _time(t: Time | None, text: str | None) -> Json | None:
    if t is None:
        return None
    i = t.interval
    out: Json = {
        "start": i.start.isoformat() if i.start else None,
        "end": i.end.isoformat() if i.end else None,
        "precision": i.precision,
    }
    if t.span is not None:
        out |= {"text": t.span.of(text)} if text is not None else {}
        out |= {"span": [t.span.start, t.span.end]}
    elif text is not None:
        out |= {"text": None}  # inferred from what the text is about
    return out


def mention_to_json(m: Mention, text: str | None) -> Json:
    """One event object of the contract."""
    return {
        "kind": "event",
        "document": m.document,
        "id": m.id,
        "sentence": [m.sentence.start, m.sentence.end],
        "trigger": _span(m.trigger, text),
        "actors": [_actor(a, text) for a in m.actors],
        "recipients": [_actor(a, text) for a in m.recipients],
        "reciprocal": m.reciprocal,
        "type": m.type,
        "mode": m.mode,
        "contexts": list(m.contexts),
        "cameo": m.cameo,
        "score": m.score,
        "goldstein": m.goldstein,
        "quad": m.quad,
        "factuality": m.factuality,
        "certainty": m.certainty,
        "channel": m.channel,
        "time": _time(m.time, text),
        "places": [_place(p, text) for p in m.places],
        "attribution": [_said(a, text) for a in m.attribution],
        "conditions": [_span(c.span, text) | {"on": c.on} for c in m.conditions],
        "probability": m.probability,
    } | ({"assistant": m.assistant} if m.assistant else {})


def fact_to_json(f: Fact, text: str | None) -> Json:
    """One fact object of the contract; dates are the shortest ISO text of their interval, null where open."""
    out: Json = {
        "kind": "fact",
        "document": f.document,
        "id": f.id,
        "fact": f.fact,
        "holder": f.holder,
        "host": f.host,
        "status": f.status,
        "start": f.start.iso() if f.start else None,
        "end": f.end.iso() if f.end else None,
        "span": [f.span.start, f.span.end],
    }
    if f.person:
        out["person"] = f.person
    return out | ({} if text is None else {"text": f.span.of(text)})


def gap_to_json(g: Gap, text: str | None) -> Json:
    """One gap object of the contract."""
    out: Json = {"kind": "gap", "document": g.document, "id": g.id, "gap": g.gap, "span": [g.span.start, g.span.end]}
    if g.by:
        out["by"] = g.by
    return out | ({} if text is None else {"text": g.span.of(text)})


def attribution_to_json(a: Attribution, text: str | None) -> Json:
    """One attribution object of the contract."""
    return {
        "kind": "attribution",
        "document": a.document,
        "source": [_span(s, text) for s in a.source],
        "cue": [_span(s, text) for s in a.cue],
        "content": [_span(s, text) for s in a.content],
        "source_kind": a.kind,
        "code": a.code,
        "name": a.name,
    }


def actor_to_json(document: str, a: Actor, text: str | None) -> Json:
    """One actor object: a party that a user's dictionaries know, whether or not it does anything."""
    return {"kind": "actor", "document": document} | _actor(a, text)


def to_json(coding: Coding, text: str | None) -> Iterator[Json]:
    """All objects of one document, ordered by where they stand in it, then by kind."""
    rows: list[tuple[int, int, Json]] = []
    rows += [(m.trigger.start, 0, mention_to_json(m, text)) for m in coding.mentions]
    rows += [(f.span.start, 1, fact_to_json(f, text)) for f in coding.facts]
    rows += [(g.span.start, 2, gap_to_json(g, text)) for g in coding.gaps]
    rows += [
        (min(s.start for s in a.cue + a.source + a.content), 3, attribution_to_json(a, text))
        for a in coding.attributions
    ]
    rows += [(a.span.start, 4, actor_to_json(coding.document, a, text)) for a in coding.actors]
    return (row for _, _, row in sorted(rows, key=lambda r: r[:2]))


def _read_span(o: Json) -> Span:
    return Span(o["start"], o["end"])


def _read_actor(o: Json) -> Actor:
    return Actor(
        _read_span(o),
        o.get("code"),
        o["sector"],
        o.get("name"),
        o.get("level"),
        o.get("country"),
        o.get("organisation"),
        o.get("dictionary"),
    )


def _read_time(o: Json | None) -> Time | None:
    if o is None:
        return None
    ends = [Interval.parse(o[k]).start if o[k] else None for k in ("start", "end")]
    return Time(Interval(ends[0], ends[1], o["precision"]), Span(*o["span"]) if o.get("span") else None)


def _read_interval(iso: str | None) -> Interval | None:
    if iso is None:
        return None
    if "/" not in iso:
        return Interval.parse(iso)
    a, b = (None if e == ".." else Interval.parse(e).start for e in iso.split("/"))
    return Interval(a, b, "range" if a and b else "open")


def mention_from_json(o: Json) -> Mention:
    """Read an event object, with or without the copied words. Raises KeyError where a field of the contract is missing."""

    def said(a: Json) -> Attribution:
        return Attribution(
            o["document"],
            (_read_span(a["source"]),) if a["source"] else (),
            (_read_span(a["cue"]),) if a["cue"] else (),
            tuple(Span(*s) for s in a.get("content", ())),
            a["kind"],
            (a["source"] or {}).get("code"),
            (a["source"] or {}).get("name"),
        )

    return Mention(
        document=o["document"],
        sentence=Span(*o["sentence"]),
        trigger=_read_span(o["trigger"]),
        actors=tuple(map(_read_actor, o["actors"])),
        recipients=tuple(map(_read_actor, o["recipients"])),
        reciprocal=o["reciprocal"],
        type=o["type"],
        mode=o["mode"],
        contexts=tuple(o["contexts"]),
        cameo=o["cameo"],
        score=o["score"],
        goldstein=o["goldstein"],
        quad=o["quad"],
        factuality=o["factuality"],
        certainty=o["certainty"],
        channel=o["channel"],
        time=_read_time(o["time"]),
        places=tuple(Place(_read_span(p), p.get("code")) for p in o["places"]),
        attribution=tuple(map(said, o["attribution"])),
        conditions=tuple(Condition(_read_span(c), c["on"]) for c in o["conditions"]),
        probability=o["probability"],
        assistant=o.get("assistant"),
    )


def fact_from_json(o: Json) -> Fact:
    """Read a fact object."""
    return Fact(
        o["document"],
        o["fact"],
        o["holder"],
        o["host"],
        o["status"],
        _read_interval(o["start"]),
        _read_interval(o["end"]),
        Span(*o["span"]),
        o.get("person"),
    )


def gap_from_json(o: Json) -> Gap:
    """Read a gap object."""
    return Gap(o["document"], o["gap"], Span(*o["span"]), o.get("by"))


def attribution_from_json(o: Json) -> Attribution:
    """Read an attribution object."""
    source, cue, content = (tuple(map(_read_span, o[k])) for k in ("source", "cue", "content"))
    return Attribution(o["document"], source, cue, content, o["source_kind"], o.get("code"), o.get("name"))
