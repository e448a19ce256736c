"""Wording a brief: plain values, in one language, with sources numbered in the order in which they are first named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from detente import __version__
from detente.model import Mention
from detente.recording import queries
from detente.recording.events import Event
from detente.recording.store import Record
from detente.showing.figures import dyad as figures
from detente.showing.portrait import Portrait
from detente.showing.verdict import change, verdict
from detente.showing.words import Words

Json = dict[str, Any]
MOST_EVENTS = 40
MOST_GAPS = 12


def compose(record: Record, p: Portrait, say: Words) -> Json:
    """The brief of a portrait: title, verdict, chart, dimensions, chronology, voices, gaps, what is open, turns, clocks, sources.

    Every `refs` are numbers of `sources`, each of which has the sentences that are cited from it. Raises RecordError.
    """
    sources = _Sources(say)
    a, b = p.pair.dyad
    shown, all_ = _chosen(p)
    quoted = {e["id"]: e for e in queries.events_json(record, [*shown, *p.pair.open])}
    mentions = queries.mentions_of(record, [*shown, *p.pair.open])
    last = p.shift.known_by
    known = say("brief.known by" if p.pair.known_by else "brief.known all", day=say.day(last)) if last else ""
    title = say("brief.title", a=say.state(a, start=True), b=say.state(b), when=say.period(p.after))
    note = say("brief.chronology all" if len(shown) == all_ else "brief.chronology note", shown=len(shown), all=all_)
    return {
        "language": say.language,
        "title": title,
        "kicker": say("brief.kicker"),
        "verdict": verdict(p.shift, say),
        "change": change(p.shift, say) if p.shift.enough else "",
        "compared": say("brief.compared", when=say.time(p.before), known=known).strip(),
        "direction": "closer" if p.shift.closer >= 0.8 else "apart" if p.shift.closer <= 0.2 else "unclear",
        "chart": str(figures.closeness(p.recent, p.pair.turns, p.pair.events, p.pair.presence, p.compared, say)),
        "chart_note": say("brief.chart note"),
        "turns": [_turn(t, say) for t in p.pair.turns],
        "dimensions": [
            {"name": say(f"dimension.{name}"), "closer": say.chance(d.closer), "part": say.number(d.contribution, sign=True),
             "events": d.n}
            for name, d in p.shift.dimensions.items() if d.n or abs(d.contribution) >= 0.005
        ],
        "chronology": [_event(e, quoted[e.id], mentions, sources, say) for e in shown],
        "chronology_note": note,
        "voices": _voices(shown, mentions, say),
        "gaps": _gaps(p, sources, say),
        "open": [_event(e, quoted[e.id], mentions, sources, say) for e in p.pair.open[-MOST_GAPS:]],
        "clocks": _clocks(p, say),
        "sources": sources.listed,
        "made": say("brief.made", version=__version__, record=record.path.name),
        "words": {k.removeprefix("brief."): say(k) for k in say.table if k.startswith("brief.") and "{" not in say.table[k]},
    }  # fmt: skip


def _chosen(p: Portrait) -> tuple[list[Event], int]:
    """The events of the two periods, the weightiest where they are many, in order of time; and how many there are."""
    inside = [
        e for e in p.pair.events if e.time and (e.time.overlaps(p.after) or e.time.overlaps(p.before)) and e.dated
    ]
    weight = {i.id: abs(i.influence) for i in p.shift.evidence}
    kept = sorted(inside, key=lambda e: (-weight.get(e.id, 0.0), e.id))[:MOST_EVENTS]
    return [e for e in inside if e in kept], len(inside)


def _turn(t: Any, say: Words) -> Json:
    when = say("month", month=say(f"month.{t.date.month}"), year=t.date.year)
    name = say("turn.closer" if t.change > 0 else "turn.apart", when=when)
    text = say("brief.turn", turn=name[0].upper() + name[1:], probability=say.chance(t.probability),
               start=say.day(t.interval.start), end=say.day(t.interval.end))  # fmt: skip
    return {"text": text, "direction": "closer" if t.change > 0 else "apart"}


def _event(e: Event, quoted: Json, mentions: dict[str, Mention], sources: _Sources, say: Words) -> Json:
    reports = [r for r in quoted["mentions"] if "sentence" in r]
    notes = [say.of("factuality", e.factuality)] if e.factuality != "actual" else []
    notes += [say.of("channel", e.channel)] if e.channel else []
    notes += [say.of("level", e.level)] if e.level else []
    notes += [say("brief.voice count", n=e.voices)] if e.voices > 1 else []
    notes.append(say("brief.known line", day=say.day(e.known)))
    terms = []
    for m, r in ((mentions[r["id"]], r) for r in reports if r["id"] in mentions):
        offset = m.sentence.start
        terms += [_line(r["sentence"][c.span.start - offset : c.span.end - offset]) for c in m.conditions]
    return {
        "id": e.id,
        "date": say.time(e.time) if e.time else say("undated"),
        "act": say("pair", who=figures.parties(e, say), what=figures.what(e, say)),
        "factuality": e.factuality,
        "notes": notes,
        "conditions": [say("brief.condition", text=t) for t in dict.fromkeys(t for t in terms if t)],
        "quote": _line(reports[0]["sentence"]) if reports else None,
        "refs": sources.numbers((r["document"], r["title"], r["source"], r["published"], r["url"], r["sentence"]) for r in reports)
        or sources.numbers([(e.origin, e.origin, e.origin, None, None, None)] if e.origin else []),
    }  # fmt: skip


def _voices(events: Sequence[Event], mentions: dict[str, Mention], say: Words) -> list[Json]:
    kinds: Counter[str] = Counter()
    names: dict[str, Counter[str]] = {}
    for e in events:
        said = {(a.kind, a.name or (say.bare(a.code) if a.code else ""))
                for m in e.mentions if m in mentions for a in mentions[m].attribution}  # fmt: skip
        kinds.update({kind for kind, _ in said})
        for kind, name in said:
            if name:
                names.setdefault(kind, Counter())[name] += 1
    return [
        {
            "kind": say.of("voice", kind),
            "acts": n,
            "names": [name for name, _ in names.get(kind, Counter()).most_common(6)],
        }
        for kind, n in kinds.most_common()
    ]


def _gaps(p: Portrait, sources: _Sources, say: Words) -> list[Json]:
    out: dict[tuple[str, str], Json] = {}
    for g in p.pair.gaps:
        d, words = g.document, _line(g.value.span.of(g.document.text))
        refs = sources.numbers([(d.id, d.title, d.source, d.published.iso() if d.published else None, d.url, words)])
        held = out.setdefault((g.value.gap, words), {"gap": say.of("gap", g.value.gap), "text": words, "refs": []})
        held["refs"] = sorted({*held["refs"], *refs})
    return list(out.values())[-MOST_GAPS:]


def _clocks(p: Portrait, say: Words) -> list[str]:
    found, last = [], None
    for k in p.known:
        if last is None or abs(k.closer - last) >= 0.1 or k is p.known[-1]:
            found.append(say("brief.clock", day=say.day(k.known_by), p=say.chance(k.closer), n=sum(k.events)))
            last = k.closer
    return found[:1] + found[1:][-5:]


def _line(text: str) -> str:
    return " ".join(text.split())


class _Sources:
    """Documents, numbered as they are first cited, with the sentences cited from each."""

    def __init__(self, say: Words) -> None:
        self.listed: list[Json] = []
        self._say = say
        self._number: dict[str, int] = {}

    def numbers(self, cited: Iterable[tuple[Any, ...]]) -> list[int]:
        """The numbers of documents given as id, title, source, published, url and the words cited."""
        out = []
        for id, title, source, published, url, words in cited:
            if id not in self._number:
                self._number[id] = len(self.listed) + 1
                safe = url if url and url.lower().startswith(("http://", "https://")) else None
                self.listed.append({"n": self._number[id], "document": id, "title": title or self._say("brief.untitled"),
                                    "source": source, "published": published, "url": safe, "quotes": []})  # fmt: skip
            quotes = self.listed[self._number[id] - 1]["quotes"]
            if words and _line(words) not in quotes:
                quotes.append(_line(words))
            out.append(self._number[id])
        return sorted(set(out))
