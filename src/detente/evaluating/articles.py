"""Labelled articles: what a careful reader takes from each, statement by statement (YAML beside the text)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from detente.evaluating import gold
from detente.evaluating.evaluation import NOTHING, Classes, Confusion, Error, Evaluation, Json, Mark, share
from detente.evaluating.gold import Coder, Problems
from detente.evaluating.reliability import reliability
from detente.knowledge.ontology import TYPES
from detente.model import Attribution, Coding, Document, Factuality, Mention, Span

Pairs = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Event:
    """An act that the text reports, and what of it is labelled (None where nothing is)."""

    id: str
    quote: str
    pairs: Pairs
    types: tuple[str, ...]
    factualities: tuple[str, ...]
    time: tuple[str, str] | None
    channel: str | None
    source: str | None
    conditions: bool
    line: str


@dataclass(frozen=True, slots=True)
class Negated:
    """Words that must not be coded as something that happened: between `pair`, of one of `types` (any where empty)."""

    id: str
    quote: str
    pair: tuple[str, str] | None
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Presence:
    """A statement of what mission `holder` has at `host`, and since which year."""

    id: str
    quote: str
    holder: str
    host: str
    status: str
    year: str


@dataclass(frozen=True, slots=True)
class Article:
    """A labelled text; `document` is None where it cannot be coded. `gaps` are (id, quote)."""

    id: str
    text: str
    document: Document | None
    events: tuple[Event, ...]
    negated: tuple[Negated, ...]
    gaps: tuple[tuple[str, str], ...]
    facts: tuple[Presence, ...]


def read(path: Path, problems: Problems) -> list[Article]:
    """Read one YAML file or all of a folder, each with its text: the `.txt` of its name, else `article.txt`.

    Raises GoldError where there is none; a file that cannot be read is a problem and the rest is read.
    """
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    if not files:
        raise gold.GoldError(f"{path}: holds no labelled article (*.yaml)")
    out = []
    for f in files:
        try:
            out.append(_article(f, problems))
        except gold.GoldError as e:
            if len(files) == 1:
                raise
            problems.lines.append(str(e))
    return out


def _article(path: Path, problems: Problems) -> Article:
    o = gold.mapping(path)
    beside = path.with_suffix(".txt")
    text = gold.content(beside if beside.exists() else path.parent / "article.txt")
    fields = {"id": path.stem, "text": text, "home": o.get("home")}
    fields |= {key: str(o[key]) for key in ("published", "written") if o.get(key)}
    try:
        document = gold.document(fields, str(path), problems)
    except ValueError as e:
        raise gold.GoldError(f"{path}: {e}") from None

    def each(key: str, make: Any) -> Iterator[Any]:
        items = o.get(key) or []
        for n, item in enumerate(items if isinstance(items, list) else [items], 1):
            name = item.get("id") if isinstance(item, dict) else None
            where = f"{path}: {key} {name or n}"
            try:
                if not isinstance(item, dict):
                    raise ValueError("must be a mapping with a quote")
                made = make(item, str(name or n))
            except ValueError as e:
                problems.add(where, str(e))
                continue
            if made is None:
                continue
            quote = made[1] if isinstance(made, tuple) else made.quote
            if quote not in text:
                problems.add(where, f"its quote is not in the text, so it cannot be found: {quote[:60]!r}")
            yield made

    return Article(
        path.stem,
        text,
        document,
        tuple(each("events", _event)),
        tuple(each("negated", _negated)),
        tuple(each("gaps", lambda g, id: (id, gold.string(g, "quote")))),
        tuple(each("facts", _fact)),
    )


def _event(g: Json, id: str) -> Event:
    a = gold.state(gold.string(g, "a"))
    others = [gold.state(r) for r in gold.strings(g.get("r"), "r")]
    types = gold.strings(g.get("type"), "type")
    factualities = gold.strings(g.get("factuality"), "factuality")
    gold.known(types, TYPES, "type")
    gold.known(factualities, get_args(Factuality), "factuality")
    pairs = {(a, r) for r in others} | ({(r, a) for r in others} if g.get("sym") else set())
    time = g.get("time")
    if time is not None and not (isinstance(time, list) and len(time) == 2):
        raise ValueError("time: must be [first day, last day]")
    source = g.get("attribution")
    if source is not None and not (isinstance(source, dict) and isinstance(source.get("source"), str)):
        raise ValueError("attribution: must be {source: words}")
    line = f"{a}{'=' if g.get('sym') else '>'}{','.join(others)}:{'|'.join(types)}:{'|'.join(factualities)}"
    return Event(
        id,
        gold.string(g, "quote"),
        frozenset(pairs),
        tuple(types),
        tuple(factualities),
        (str(time[0]), str(time[1])) if time else None,
        str(g["channel"]) if g.get("channel") else None,
        source["source"].lower() if source else None,
        "conditions" in g,
        line,
    )


def _negated(g: Json, id: str) -> Negated:
    types = gold.strings(g["type"], "type") if g.get("type") else []
    gold.known(types, TYPES, "type")
    a, r = g.get("a"), g.get("r")
    pair = (gold.state(str(a)), gold.state(str(r))) if a and r else None
    return Negated(id, gold.string(g, "quote"), pair, tuple(types))


def _fact(g: Json, id: str) -> Presence | None:
    if g.get("kind") != "presence":
        return None
    holder, host, status = (gold.string(g, key) for key in ("holder", "host", "status"))
    return Presence(id, gold.string(g, "quote"), holder, host, status, str(g.get("start", "")))


def evaluate(path: Path, coder: Coder) -> Evaluation:
    """Have the articles coded, and compare. Raises GoldError where there is nothing to compare."""
    problems = Problems()
    rows = read(path, problems)
    tally = _Tally()
    for row, coding in zip(rows, gold.coded([r.document for r in rows], coder), strict=True):
        tally.compare(row, coding)
    figures: Json = {k: f"{tally.right[k]}/{n}" for k, n in tally.asked.items()}
    figures["share"] = share(tally.right.total(), tally.asked.total(), 3)
    figures["other_events_coded_as_actual"] = tally.strays
    return Evaluation(
        "articles", (str(path),), len(rows), "articles", figures, {"types": tally.types},
        {"types": tally.confused, "factualities": tally.factualities}, tally.errors,
        reliability(tally.answers, "that an act coded as actual is labelled"), problems.lines,
    )  # fmt: skip


class _Tally:
    """What adds up over the articles."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.right: Counter[str] = Counter()
        self.types = Classes()
        self.confused = Confusion()
        self.factualities = Confusion()
        self.errors: list[Error] = []
        self.answers: list[tuple[float, bool]] = []
        self.strays = 0

    def compare(self, row: Article, coding: Coding) -> None:
        used: set[int] = set()
        for e in row.events:
            used |= self._event(row, e, coding.mentions)
        for i, m in enumerate(coding.mentions):
            stray = m.factuality == "actual" and i not in used and bool(m.pairs())
            if stray:
                self.strays += 1
                self.types[m.type].fp += 1
                self.confused.add(NOTHING, m.type)
                self._error(row, "", "not labelled", "-", _line(m), _around(row.text, m.sentence), m,
                            ("types", NOTHING, m.type))  # fmt: skip
            if stray or i in used:
                self.answers.append((m.probability, not stray))
        for n in row.negated:
            self._negated(row, n, coding.mentions)
        for id, quote in row.gaps:
            ok = any(_overlaps(row.text, quote, g.span) for g in coding.gaps)
            self._ask("gaps", ok)
            if not ok:
                self._error(row, id, "gap missed", "a gap", "-", _quoted(row.text, quote))
        for f in row.facts:
            ok = any(
                (x.fact, x.holder, x.host, x.status) == ("presence", f.holder, f.host, f.status)
                and (x.start.iso() if x.start else "None")[:4] == f.year
                for x in coding.facts
            )
            self._ask("facts", ok)
            if not ok:
                right = f"{f.holder} at {f.host}: {f.status} since {f.year}"
                said = "; ".join(
                    f"{x.holder} at {x.host}: {x.status} since {x.start.iso() if x.start else '?'}"
                    for x in coding.facts if x.fact == "presence"
                ) or "-"  # fmt: skip
                self._error(row, f.id, "fact missed", right, said, _quoted(row.text, f.quote))

    def _ask(self, what: str, ok: bool) -> None:
        self.asked[what] += 1
        self.right[what] += ok

    def _event(self, row: Article, e: Event, mentions: Sequence[Mention]) -> set[int]:
        """Compare one event; the mentions that report it."""
        near = [
            (i, m) for i, m in enumerate(mentions) if _overlaps(row.text, e.quote, m.sentence) and m.pairs() & e.pairs
        ]
        hits = [(i, m) for i, m in near if m.type in e.types]
        typed = [m for _, m in hits]
        self._ask("events", bool(typed))
        label = next((t for t in e.types if any(m.type == t for m in typed)), e.types[0])
        if typed:
            self.types[label].tp += 1
            self.confused.add(label, label)
        else:
            said = near[0][1] if near else None
            self.types[label].fn += 1
            self.confused.add(label, said.type if said else NOTHING)
            what = "another type" if said else "missed"
            self._error(row, e.id, what, e.line, _line(said) if said else "-", _quoted(row.text, e.quote), said,
                        ("types", label, said.type if said else NOTHING))  # fmt: skip
        checks = [("factuality", any(m.factuality in e.factualities for m in typed), "|".join(e.factualities))]
        if e.time is not None:
            checks.append(("time", any(_within(m, e.time) for m in typed), " to ".join(e.time)))
        if e.channel is not None:
            wanted = {"secret", "unofficial"} if e.channel in ("secret", "unofficial") else {e.channel}
            checks.append(("channel", any(m.channel in wanted for m in typed), e.channel))
        if e.source is not None:
            checks.append(("attribution", any(e.source in _sources(m, row.text) for m in typed), e.source))
        if e.conditions:
            checks.append(("conditions", any(m.conditions for m in typed), "on terms"))
        self._factuality(e, typed)
        for what, ok, right in checks:
            self._ask(what, ok)
            if typed and not ok:
                m = typed[0]
                cell = ("factualities", e.factualities[0], m.factuality) if what == "factuality" else None
                told = _SAID[what](m, row.text)
                self._error(row, e.id, what, f"{e.line}: {right}", told, _quoted(row.text, e.quote), m, cell)
        return {i for i, _ in hits}

    def _factuality(self, e: Event, typed: Sequence[Mention]) -> None:
        right = next((f for f in e.factualities if any(m.factuality == f for m in typed)), None)
        said = right or (typed[0].factuality if typed else NOTHING)
        self.factualities.add(right or e.factualities[0], said)

    def _negated(self, row: Article, n: Negated, mentions: Sequence[Mention]) -> None:
        wrong = [
            m for m in mentions
            if m.factuality == "actual" and n.pair is not None and n.pair in m.pairs() and (not n.types or m.type in n.types)
            and _overlaps(row.text, n.quote, m.sentence) and _overlaps(row.text, n.quote, m.trigger)
        ]  # fmt: skip
        self._ask("negated", not wrong)
        for m in wrong:
            self._error(row, n.id, "coded as actual", "not so", _line(m), _quoted(row.text, n.quote), m)

    def _error(
        self, row: Article, id: str, what: str, right: str, said: str, shown: Span, m: Mention | None = None,
        cell: tuple[str, str, str] | None = None,
    ) -> None:  # fmt: skip
        marks: tuple[Mark, ...] = ()
        if m is not None and shown.contains(m.trigger):
            marks = (Mark(Span(m.trigger.start - shown.start, m.trigger.end - shown.start), "said"),)
        where = f"{row.id} {id}".strip()
        chance = m.probability if m is not None else None
        self.errors.append(Error(where, what, right, said, shown.of(row.text), marks, chance, cell))


def _overlaps(text: str, quote: str, span: Span) -> bool:
    start = text.find(quote)
    return start >= 0 and span.overlaps(Span(start, start + len(quote)))


def _quoted(text: str, quote: str) -> Span:
    """The lines that a quote stands in; nothing where it stands nowhere."""
    start = text.find(quote)
    return _around(text, Span(start, start + len(quote))) if start >= 0 else Span(0, 0)


def _around(text: str, span: Span) -> Span:
    """A span widened to whole lines, by no more than 300 characters on either side."""
    first = text.rfind("\n", 0, span.start) + 1
    last = text.find("\n", span.end)
    return Span(max(first, span.start - 300), min(last if last >= 0 else len(text), span.end + 300))


def _line(m: Mention) -> str:
    pairs = sorted(m.pairs())
    if m.reciprocal:
        return f"{'='.join(sorted({c for p in pairs for c in p}))}:{m.type}:{m.factuality}"
    return f"{','.join(f'{a}>{b}' for a, b in pairs)}:{m.type}:{m.factuality}"


def _within(m: Mention, time: tuple[str, str]) -> bool:
    i = m.time.interval if m.time else None
    if i is None or i.start is None or i.end is None:
        return False
    return i.start.isoformat() >= time[0] and i.end.isoformat() <= time[1]


def _sources(m: Mention, text: str) -> str:
    """Everything that is said of who says so, in small letters."""

    def words(a: Attribution) -> Iterator[str]:
        for spans in (a.source, a.cue):
            if spans:
                yield Span(spans[0].start, spans[-1].end).of(text)
        yield from (x for x in (a.kind, a.code, a.name) if x)

    return "\n".join(w for a in m.attribution for w in words(a)).lower()


def _time_said(m: Mention, _: str) -> str:
    return m.time.interval.iso() if m.time else "-"


def _source_said(m: Mention, text: str) -> str:
    spans = [Span(a.source[0].start, a.source[-1].end) for a in m.attribution if a.source]
    return "; ".join(s.of(text) for s in spans) or "-"


_SAID: dict[str, Callable[[Mention, str], str]] = {
    "factuality": lambda m, _: m.factuality,
    "time": _time_said,
    "channel": lambda m, _: m.channel or "-",
    "attribution": _source_said,
    "conditions": lambda m, _: "-",
}
