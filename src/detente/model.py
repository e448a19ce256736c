"""The nouns of Détente: immutable values that every room passes on and none changes.

Offsets are half-open character offsets into `Document.text`, counted in Unicode code points. Dates are proleptic
Gregorian; both ends of an `Interval` are inclusive. Countries are ISO 3166-1 alpha-3 codes, with the historical ones
that rigour knows (SUN, DDR, YUG, CSK ...) and XKX. Event vocabulary is PLOVER's (manual, draft of September 2021) and
CAMEO's (codebook 1.1b3).
"""

from __future__ import annotations

import calendar
import hashlib
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Type = Literal[
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "ACCUSE",
    "REQUEST", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Quad = Literal["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"]
Factuality = Literal["actual", "negated", "denied", "planned", "offered", "requested", "conditional", "possible"]
Channel = Literal["secret", "unofficial", "public"]
SourceKind = Literal["document", "official", "media", "anonymous", "person", "organisation"]
GapKind = Literal["unspecified", "unknown outcome", "no comment", "withheld"]
Precision = Literal["day", "week", "month", "season", "quarter", "year", "decade", "century", "range", "open"]
Level = Literal["head", "minister", "senior official", "official", "ambassador", "envoy", "delegation"]
PresenceStatus = Literal[
    "embassy", "nonresident ambassador", "legation", "nonresident envoy", "consulate", "nonresident consul",
    "liaison", "interests section", "none",
]  # fmt: skip


def content_id(*parts: object) -> str:
    """Return a 16-hex-digit id that depends on nothing but `parts` (SHA-256 of their text, NUL-separated)."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` (exclusive) of a document's text."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """The characters themselves."""
        return text[self.start : self.end]


_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$")


@dataclass(frozen=True, slots=True)
class Interval:
    """The days within which something lies: `start` to `end`, both inclusive; None is open on that side.

    `precision` names the unit the source used, so "September 2018" stays a month and never becomes a day.
    """

    start: date | None
    end: date | None
    precision: Precision = "day"

    @classmethod
    def parse(cls, iso: str) -> Interval:
        """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD` (a time of day after it is dropped).

        Raises ValueError, naming the text, where it is no such date.
        """
        m = _ISO.match(re.split(r"[T ]", iso.strip(), maxsplit=1)[0])
        try:
            if m is None:
                raise ValueError
            y, mo, d = (int(g) if g else None for g in m.groups())
            assert y is not None
            if mo is None:
                return cls(date(y, 1, 1), date(y, 12, 31), "year")
            if d is None:
                return cls(date(y, mo, 1), date(y, mo, calendar.monthrange(y, mo)[1]), "month")
            return cls(date(y, mo, d), date(y, mo, d), "day")
        except ValueError:
            raise ValueError(f"not a date (YYYY, YYYY-MM or YYYY-MM-DD): {iso!r}") from None

    @classmethod
    def day(cls, day: date) -> Interval:
        """The interval of one day."""
        return cls(day, day, "day")

    def iso(self) -> str:
        """The shortest ISO text for a day, month or year; `start/end` (ISO 8601) for any other interval."""
        a, b = self.start, self.end
        if a is not None and b is not None:
            if a == b:
                return a.isoformat()
            if self == Interval.parse(f"{a:%Y-%m}"):
                return f"{a:%Y-%m}"
            if self == Interval.parse(f"{a:%Y}"):
                return f"{a:%Y}"
        return f"{a.isoformat() if a else '..'}/{b.isoformat() if b else '..'}"

    @property
    def days(self) -> int | None:
        """Number of days covered; None where open."""
        return (self.end - self.start).days + 1 if self.start and self.end else None

    @property
    def middle(self) -> date | None:
        """The middle day; the known end where one side is open; None where both are."""
        if self.start and self.end:
            return self.start + timedelta(days=(self.end - self.start).days // 2)
        return self.start or self.end

    def overlaps(self, other: Interval, slack: int = 0) -> bool:
        """Whether the two share a day, or come within `slack` days of it."""
        lo = max(self.start or date.min, other.start or date.min)
        hi = min(self.end or date.max, other.end or date.max)
        return (lo - hi).days <= slack

    def within(self, other: Interval) -> bool:
        """Whether every day of this lies in `other`."""
        return (self.start or date.min) >= (other.start or date.min) and (self.end or date.max) <= (
            other.end or date.max
        )


@dataclass(frozen=True, slots=True)
class Region:
    """Where some of a document's characters stand on its pages, so that a citation can show them.

    `page` counts from 1; `box` is left, top, right, bottom as fractions (0 to 1) of the page's width and height,
    measured from its top left corner.
    """

    span: Span
    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Document:
    """A text and where it came from. `text` is stored as read; every span points into it."""

    id: str
    text: str
    title: str | None = None
    published: Interval | None = None
    written: Interval | None = None
    source: str | None = None  # who published it
    url: str | None = None
    language: str | None = None  # ISO 639-1
    home: str | None = None  # the country whose press or ministry speaks
    origin: str | None = None  # the file, feed or archive member it was read from
    author: str | None = None
    regions: tuple[Region, ...] = ()  # of a paged document: its lines in text order; else empty

    def regions_of(self, span: Span) -> tuple[Region, ...]:
        """The lines on which `span` stands, in text order; empty where the document has no pages."""
        return tuple(r for r in self.regions if r.span.overlaps(span))


@dataclass(frozen=True, slots=True)
class Pair:
    """A text with the spans of an actor and a recipient: a question to `detente classify`."""

    id: str
    text: str
    actor: Span
    recipient: Span


@dataclass(frozen=True, slots=True)
class Time:
    """When something happened, and the words that say so (None where it was inferred)."""

    interval: Interval
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A party as the text names it.

    `code` is the state whose relations the act touches: set for states, their organs and officials, and for
    nationals at another state's hands; not for opponents of a state. `country` is where a non-state actor belongs.
    `organisation` is the code of an intergovernmental or other organisation (`IGOUNO` ...). `dictionary` is the code
    that a user's own dictionaries give the words, as they write it.
    """

    span: Span
    code: str | None = None
    sector: str = "GOV"
    name: str | None = None
    level: Level | None = None
    country: str | None = None
    organisation: str | None = None
    dictionary: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where; `code` is the country the place lies in, where known."""

    span: Span
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says so: source, cue and content as in attribution research (PolNeAR; Pareti 2012), each one or more spans."""

    document: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: SourceKind
    code: str | None = None  # the state that speaks, where one does
    name: str | None = None  # the person or news organisation, as it is generally known


@dataclass(frozen=True, slots=True)
class Condition:
    """A term on which an act depends, and the state (or None) that must meet it."""

    span: Span
    on: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """One document's word that an act took place, would, might, or did not."""

    document: str
    sentence: Span
    trigger: Span
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    reciprocal: bool
    type: Type
    mode: str | None
    contexts: tuple[str, ...]
    cameo: str
    score: float  # PLOVER's, -10 to 10
    goldstein: float  # Goldstein (1992) as in CAMEO, -10 to 10
    quad: Quad
    factuality: Factuality
    certainty: float  # 0 to 1: how sure the text itself is
    channel: Channel | None
    time: Time | None
    places: tuple[Place, ...]
    attribution: tuple[Attribution, ...]
    conditions: tuple[Condition, ...]
    probability: float  # 0 to 1: how sure the coder is
    assistant: str | None = None  # the language model that proposed it, where one was asked

    @property
    def id(self) -> str:
        """Content hash: same document, words, parties and type give the same id in every version."""
        sides = [",".join(sorted(a.code or a.organisation or "?" for a in s)) for s in (self.actors, self.recipients)]
        return content_id("mention", self.document, self.trigger.start, self.trigger.end, *sides, self.type)

    def pairs(self) -> frozenset[tuple[str, str]]:
        """Ordered (actor, recipient) country codes; a reciprocal act counts both ways."""
        a = {x.code for x in self.actors if x.code}
        r = {x.code for x in self.recipients if x.code}
        if self.reciprocal:
            a = r = a | r
        return frozenset((x, y) for x in a for y in r if x != y)


@dataclass(frozen=True, slots=True)
class Fact:
    """A state of affairs that a document reports: `holder` has `status` at `host` between `start` and `end`.

    `fact` is "presence" (status as in `PresenceStatus`), "relations" ("established", "severed" ...), "sanctions"
    ("in force" ...) or "office" (holder is the state, `person` holds the office named by `status`).
    """

    document: str
    fact: str
    holder: str
    host: str | None
    status: str
    start: Interval | None
    end: Interval | None
    span: Span
    person: str | None = None

    @property
    def id(self) -> str:
        """Content hash of what is stated and where."""
        return content_id(
            "fact", self.document, self.fact, self.holder, self.host, self.status, self.person, self.span.start
        )


@dataclass(frozen=True, slots=True)
class Gap:
    """What a source says it does not know, will not say, or has withheld; `by` is who is silent."""

    document: str
    gap: GapKind
    span: Span
    by: str | None = None

    @property
    def id(self) -> str:
        """Content hash of kind and place."""
        return content_id("gap", self.document, self.gap, self.span.start, self.span.end)


@dataclass(frozen=True, slots=True)
class Coding:
    """Everything that one document was found to say, in document order."""

    document: str
    mentions: tuple[Mention, ...] = ()
    facts: tuple[Fact, ...] = ()
    gaps: tuple[Gap, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    actors: tuple[Actor, ...] = ()  # everybody whom a user's dictionaries know; empty where there are none
