"""The Python API: a record opened, asked with the same words as on the command line; tables as polars, charts as Altair.

    import detente.api as detente
    with detente.open("articles.duckdb") as record:
        record.add("my-folder/")
        record.shift("Canada", "North Korea", in_="2018").closer
        record.series("CAN", "PRK").to_pandas()
        record.plot("CAN", "PRK")

Countries are names in any language or ISO 3166-1 alpha-3 codes; dates are `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or `datetime.date`;
`known_by` (inclusive) asks as of what could be known by the end of that day. Whoever wants pandas calls `.to_pandas()`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, cast

import polars as pl

from detente.errors import DetenteError
from detente.model import Document
from detente.showing import answers, arguments
from detente.showing.filters import filters

if TYPE_CHECKING:
    import altair

    from detente.measuring.shift import Shift
    from detente.recording.judgements import Judgement
    from detente.recording.store import Record as Store
    from detente.showing.portrait import Portrait

Day = str | date | None


def open(path: str | Path, read_only: bool = False) -> Record:
    """Open a record, made where there is none yet (unless `read_only`). Raises DetenteError where it cannot be."""
    from detente.recording.store import Record as Store

    return Record(Store.open(path, create=not read_only, read_only=read_only))


class Record:
    """An open record. Use as a context manager, or `close` it. Every method raises DetenteError where the record cannot be read,
    UsageError for an argument that means nothing."""

    def __init__(self, store: Store) -> None:
        """Meant for `open`."""
        self.store = store

    def close(self) -> None:
        """Close the file."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, e: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def add(
        self, *sources: str | Path, published: str | None = None, home: str | None = None, language: str | None = None
    ) -> pl.DataFrame:
        """Read, code and file documents: files, folders, archives, web addresses. One row each: `document` (or where it was
        read from), `status` (added, already, failed), `reason`."""
        from detente.reading.sources import Defaults, read

        defaults = Defaults(
            published=arguments.interval(published, "published") if published else None,
            home=arguments.country(home) if home else None,
            language=language,
        )
        return self._file(read(sources, defaults))

    def add_documents(self, documents: Iterable[Document]) -> pl.DataFrame:
        """Code and file documents made in Python; rows as in `add`."""
        return self._file(documents)

    def _file(self, items: Iterable[Any]) -> pl.DataFrame:
        from detente.coding.coder import code
        from detente.recording.filing import file, unfiled

        out: list[tuple[str, str, str | None]] = []

        def new() -> Iterator[Document]:
            for item in items:
                if not isinstance(item, Document):
                    out.append((item.origin, "failed", item.reason))
                elif (standing := unfiled(self.store, item)) is None:
                    yield item
                else:
                    out.append((standing.document, standing.status, standing.reason))

        out += [(f.document, f.status, f.reason) for f in file(self.store, code(new()))]
        return pl.DataFrame(out, schema=dict.fromkeys(("document", "status", "reason"), pl.String), orient="row")

    def events(
        self, a: str | None = None, b: str | None = None, *, since: Day = None, until: Day = None, type: str | None = None,
        factuality: str | None = None, channel: str | None = None, known_by: Day = None, min_probability: float = 0.0,
    ) -> pl.DataFrame:  # fmt: skip
        """Events in order of time, one row each, with the sentence of the best report and its document."""
        from detente.recording import queries

        narrowed = filters(_text(since), _text(until), type, factuality, channel, min_probability)
        found = queries.events(self.store, *arguments.dyad(a, b), known_by=_day(known_by))
        lines = [_event(e) for e in queries.events_json(self.store, list(narrowed.keep(found, lambda _: "")))]
        return pl.DataFrame(lines, schema=_EVENT)

    def facts(
        self, a: str | None = None, b: str | None = None, *, kind: str | None = None, known_by: Day = None
    ) -> pl.DataFrame:
        """States of affairs; with `kind="presence"` and two countries, the merged timeline of the first in the second."""
        from detente.recording import states

        found = states.facts_json(self.store, *arguments.dyad(a, b), kind, _day(known_by))
        return pl.DataFrame([{c: f.get(c) for c in _FACT} for f in found], schema=_FACT)

    def gaps(self, a: str | None = None, b: str | None = None, *, known_by: Day = None) -> pl.DataFrame:
        """What the sources say they do not know, will not say, or have withheld."""
        from detente.recording import queries

        found = (c.to_json() for c in queries.gaps(self.store, *arguments.dyad(a, b), known_by=_day(known_by)))
        return pl.DataFrame([{c: g.get(c) for c in _GAP} for g in found], schema=_GAP)

    def documents(self, a: str | None = None, b: str | None = None, *, known_by: Day = None) -> pl.DataFrame:
        """The documents on record, without their text."""
        from detente.recording import queries

        found = (h.to_json() for h in queries.documents(self.store, *arguments.dyad(a, b), known_by=_day(known_by)))
        return pl.DataFrame([{c: d.get(c) for c in _DOCUMENT} for d in found], schema=_DOCUMENT)

    def shift(
        self, a: str, b: str, *, in_: str | None = None, at: str | None = None, window: int = 182, before: str | None = None,
        after: str | None = None, known_by: Day = None,
    ) -> Shift:  # fmt: skip
        """Did two countries move closer? `closer` is the probability, `change` and `interval` say by how much, `evidence`
        what it rests on. Say when by `in_`, `at` or `before` and `after`, as on the command line."""
        from detente.measuring import shift as measure
        from detente.measuring.onrecord import observations

        known = _day(known_by)
        periods = arguments.periods(in_, at, window, before, after)
        return measure.shift(observations(self.store, *_two(a, b), known), *periods, known)

    def series(self, a: str, b: str, *, every: str = "month", known_by: Day = None) -> pl.DataFrame:
        """Closeness by month, quarter or year: `start`, `end`, `mean`, `low` and `high` (90 % band), `events`."""
        from detente.measuring.onrecord import observations
        from detente.measuring.series import PERIODS, series
        from detente.showing.filters import one_of

        one_of(every, tuple(PERIODS), "every")
        found = series(observations(self.store, *_two(a, b), _day(known_by)), every)
        rows = [(p.start, p.end, p.mean, p.low, p.high, p.n) for p in found]
        numbers = dict.fromkeys(("mean", "low", "high"), pl.Float64)
        return pl.DataFrame(
            rows, schema={"start": pl.Date, "end": pl.Date, **numbers, "events": pl.Int64}, orient="row"
        )

    def turns(self, a: str, b: str, *, known_by: Day = None) -> pl.DataFrame:
        """Dates at which the relation changed course, with probability, change and the events that say so."""
        from detente.measuring.onrecord import observations
        from detente.measuring.turns import turns

        found = [answers.turn_json(t) for t in turns(observations(self.store, *_two(a, b), _day(known_by)))]
        return pl.DataFrame([{c: t[c] for c in _TURN} for t in found], schema=_TURN)

    def movers(self, in_: str, *, most: int = 20, known_by: Day = None) -> pl.DataFrame:
        """The dyads that moved most in a period, the surest first."""
        from detente.measuring.movers import movers
        from detente.measuring.onrecord import batches

        found = movers(batches(self.store, _day(known_by)), *arguments.periods(in_), most=most)
        rows = [(*m.dyad, m.closer, m.change, *m.interval, sum(m.events)) for m in found]
        numbers = dict.fromkeys(("closer", "change", "low", "high"), pl.Float64)
        return pl.DataFrame(rows, schema={"a": pl.String, "b": pl.String, **numbers, "events": pl.Int64}, orient="row")

    def judge(
        self,
        action: str,
        targets: Sequence[str],
        *,
        author: str,
        reason: str | None = None,
        changes: dict[str, Any] | None = None,
    ) -> Judgement:
        """Confirm, reject, correct, merge, split or undo; see `recording.judging.judge`."""
        from detente.recording.judging import judge

        return judge(self.store, action, targets, author=author, reason=reason, changes=changes)  # type: ignore[arg-type]

    def portrait(self, a: str, b: str, *, in_: str | None = None, known_by: Day = None) -> Portrait:
        """Everything on two countries at once, as the page shows it."""
        from detente.showing.portrait import portrait

        return portrait(self.store, *_two(a, b), arguments.interval(in_, "in") if in_ else None, _day(known_by))

    def brief(
        self, a: str, b: str, *, in_: str | None = None, known_by: Day = None, form: str = "md", language: str = "en"
    ) -> bytes:
        """A brief on two countries as `html`, `md`, `pdf` or `json`."""
        from detente.showing.brief import compose, write
        from detente.showing.words import words

        return write(compose(self.store, self.portrait(a, b, in_=in_, known_by=known_by), words(language)), form)

    def plot(
        self, a: str, b: str, *, every: str = "quarter", known_by: Day = None, language: str = "en"
    ) -> altair.LayerChart:
        """Closeness over time with its 90 % band and turning points, as an Altair chart that can be changed further.

        Raises DetenteError where Altair is not installed.
        """
        try:
            import altair as alt
        except ImportError:
            raise DetenteError("plots need the package altair: pip install 'detente[plots]'") from None
        from detente.showing.words import words

        say = words(language)
        told = self.series(a, b, every=every, known_by=known_by)
        x, y = _two(a, b)
        base = alt.Chart(told, title=f"{say.bare(x)} – {say.bare(y)}").encode(x=alt.X("start:T", title=None))
        band = base.mark_area(color="#d8e2ed").encode(
            y=alt.Y("low:Q", title=f"← {say('axis.apart')} · {say('axis.closer')} →"), y2="high:Q"
        )
        line = base.mark_line(color="#24476b").encode(
            y="mean:Q", tooltip=["start:T", "mean:Q", "low:Q", "high:Q", "events:Q"]
        )
        turned = alt.Chart(self.turns(a, b, known_by=known_by).with_columns(pl.col("date").str.to_date()))
        rule = turned.mark_rule(strokeDash=[4, 3]).encode(
            x="date:T", tooltip=["date:T", "direction:N", "probability:Q"],
            color=alt.Color("direction:N", legend=None, scale=alt.Scale(domain=["closer", "apart"], range=["#00736b", "#b3400e"])),
        )  # fmt: skip
        return cast("altair.LayerChart", alt.layer(band, line, rule).properties(width=640, height=260))


Schema = dict[str, pl.DataType]


def _texts(names: str) -> Schema:
    return {name: pl.String() for name in names.split()}


_EVENT: Schema = {
    **_texts("id date actors type mode recipients factuality channel level"),
    **{"start": pl.Date(), "end": pl.Date(), "known": pl.Date()},
    **{"score": pl.Float64(), "probability": pl.Float64(), "voices": pl.Int64()},
    **_texts("quote document source"),
}
_FACT = _texts("fact holder host status person start end source published text document")
_GAP = _texts("gap by text source published document")
_DOCUMENT: Schema = {**_texts("id title published written source url language home voice"), "mentions": pl.Int64()}
_TURN: Schema = {
    **_texts("date from to direction"),
    **{"probability": pl.Float64(), "change": pl.Float64(), "evidence": pl.List(pl.String())},
}


def _event(e: dict[str, Any]) -> dict[str, Any]:
    from detente.showing.tables import when

    def iso(text: str | None) -> date | None:
        return date.fromisoformat(text) if text else None

    time, first = e["time"] or {}, e["mentions"][0] if e["mentions"] else {}
    sides = {side: " ".join(p["code"] for p in e[side]) for side in ("actors", "recipients")}
    plain = {
        c: e[c] for c in ("id", "type", "mode", "factuality", "channel", "level", "score", "probability", "voices")
    }
    days = {
        "date": when(e["time"]),
        "start": iso(time.get("start")),
        "end": iso(time.get("end")),
        "known": iso(e["first_known"]),
    }
    return (
        plain
        | sides
        | days
        | {
            "quote": first.get("sentence"),
            "document": first.get("document"),
            "source": first.get("source", e.get("origin")),
        }
    )


def _two(a: str, b: str) -> tuple[str, str]:
    x, y = arguments.dyad(a, b)
    assert x is not None and y is not None
    return x, y


def _text(day: Day) -> str | None:
    return day.isoformat() if isinstance(day, date) else day


def _day(day: Day) -> date | None:
    return arguments.day(_text(day), "known_by")
