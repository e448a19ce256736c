"""When: the time expressions of a text, resolved to intervals, and which of them dates which act.

An expression is found by its form, then resolved against an anchor: the day the document was written or published, the
running date of the narrative ("the same year", "two days later"), or another event ("three months after the summit").
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from detente.coding.words import Word, Words
from detente.knowledge.lexicons import lexicon
from detente.model import Interval, Precision, Span, Time

_EARLIEST, _LATEST = 1500, 2100


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that say when. `relation` is the preposition that bounds ("since", "until", "by", "before", "after").

    Where the words count from another event ("three months after the summit"), `event` is the word index of its noun and
    `offset` the days from it (negative: before it), `unit` the precision of that count.
    """

    span: Span
    first: int
    last: int
    interval: Interval | None
    relation: str | None = None
    event: int | None = None
    offset: int = 0
    unit: Precision = "day"
    named: Interval | None = None  # what the words name by themselves, before "since" or "until" bounds it


def month_interval(year: int, month: int) -> Interval:
    """A calendar month."""
    return Interval(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month")


def year_interval(year: int) -> Interval:
    """A calendar year."""
    return Interval(date(year, 1, 1), date(year, 12, 31), "year")


def add_months(day: date, n: int) -> date:
    """`day` moved by `n` months, kept inside the month it lands in."""
    index = day.year * 12 + day.month - 1 + n
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class _Grammar:
    pattern: re.Pattern[str]
    months: dict[str, int]
    weekdays: dict[str, int]
    seasons: dict[str, list[int]]
    numbers: dict[str, int]
    ordinals: dict[str, int]
    units: dict[str, int]
    holidays: dict[str, list[int]]
    future: frozenset[str]


@cache
def _grammar(language: str) -> _Grammar:
    d = lexicon(language, "times")

    def any_of(words: Sequence[str] | dict[str, object]) -> str:
        return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))

    month, weekday, season = any_of(d["months"]), any_of(d["weekdays"]), any_of(d["seasons"])
    number, unit, ordinal = any_of(d["numbers"]), any_of(d["units"]), any_of(d["ordinals"])
    year = r"(?:1[5-9]\d\d|20\d\d)"
    n = rf"(?:\d{{1,3}}|{number}|several|few|a few|some|a couple of|couple of)"
    which = r"(?:last|next|this|that|the same|same|the following|following|the previous|previous|the next|the coming|coming|the past|past)"
    of_year = rf"(?:,?\s+(?:of\s+)?(?:{year}|(?:last|this|next|that|the same|the following|the previous)\s+year))"
    part = r"(?:early|mid|late|the beginning of|the end of|the middle of|the start of|the close of)(?:\s+in)?[\s-]+(?:the\s+)?"
    pattern = rf"""
      (?P<iso>(?<!\d)\d{{4}}-\d\d-\d\d(?!\d))
    | (?P<dmy>(?<![\d.])(?:the\s+)?(?P<dmy_d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<dmy_m>{month})\b\.?(?P<dmy_y>{of_year})?)
    | (?P<mdy>\b(?P<mdy_m>{month})\.?\s+(?P<mdy_d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|,\d{{3}})(?:(?P<mdy_y>,?\s+{year}|{of_year}))?)
    | (?P<half>\b(?:the\s+)?(?P<half_n>{ordinal})\s+(?P<half_u>half|quarter)(?P<half_y>\s+of\s+(?:{year}|(?:last|this|next|that|the same)\s+year)))
    | (?P<season>\b(?:(?P<season_p>{which})\s+|the\s+)?(?P<season_s>{season})(?P<season_y>{of_year})?(?!\s+(?:from|to|on|back|short|apart|out)\b))
    | (?P<month>\b(?P<month_part>{part})?(?:(?P<month_p>{which})\s+)?(?P<month_m>{month})\b\.?(?P<month_y>{of_year})?)
    | (?P<decade>\b(?:the\s+)?(?:(?P<decade_p>early|mid|late)[\s-]+)?(?P<decade_y>1[5-9]\d0|20\d0)s\b)
    | (?P<century>\b(?:the\s+)?(?P<century_n>1[5-9]|2[01])th[\s-]century\b)
    | (?P<count>\b(?P<count_n>{n})\s+(?P<count_u>{unit})s?\s+(?P<count_r>ago|earlier|later|after\s+that|before\s+that|before|after|from\s+now|hence|previously|on))
    | (?P<within>\b(?:within|in)\s+(?P<within_n>{n})\s+(?P<within_u>{unit})s?\b(?!\s+of))
    | (?P<over>\b(?:over|in|during|for)\s+the\s+(?:last|past)\s+(?:(?P<over_n>{n})\s+)?(?P<over_u>{unit})s?\b)
    | (?P<which>\b(?:(?:earlier|later)\s+)?(?P<which_p>{which})\s+(?P<which_u>day|week|weekend|month|year|decade|night|morning|evening)\b)
    | (?P<weekday>\b(?:(?P<weekday_p>{which})\s+)?(?P<weekday_d>{weekday})\b(?:\s+of\s+(?P<weekday_w>last|this|next)\s+week)?)
    | (?P<deictic>\b(?:today|yesterday|tomorrow|tonight|overnight|the\s+day\s+(?:before|after)(?:\s+(?:yesterday|tomorrow))?|the\s+year\s+before|the\s+month\s+before|the\s+week\s+before)\b)
    | (?P<holiday>\b(?:{any_of(d["holidays"])})\b(?P<holiday_y>{of_year})?)
    | (?P<year>(?:\b(?P<year_part>{part}))?(?<![\d.,$€£-])\b(?P<year_y>{year})(?![\d%]|[.,]\d|\s?(?:km|tons?|tonnes|people|troops|soldiers|miles|dollars|euros|men|officials|prisoners|refugees|tanks|homes|jobs)\b)(?:\s*(?:-|–|—|to)\s*(?P<year_to>{year}|\d\d)(?!\d))?)
    """
    return _Grammar(
        re.compile(pattern, re.VERBOSE | re.IGNORECASE), d["months"], d["weekdays"], d["seasons"], d["numbers"],
        d["ordinals"], d["units"], d["holidays"], frozenset(d["future"]),
    )  # fmt: skip


_RELATIONS = re.compile(
    r"\b(since|until|till|by|before|after|as\s+of|from|starting(?:\s+in)?|prior\s+to)\s+(?:the\s+)?$", re.IGNORECASE
)
_UNTIMELY = re.compile(
    r"(?:resolution|world\s+cup|olympics|euro|expo|agenda|vision|no\.|number|page|room|flight|article|brexit)\s*$",
    re.IGNORECASE,
)
_TIMELY = re.compile(
    r"(?:\b(?:in|since|by|until|till|from|to|of|during|throughout|before|after|early|late|mid|between|and|year|around|about|circa|"
    r"the|for|on|as\s+of|through|back\s+in|ago,|war,)|[,(;:–—-]|^|[A-Z]\w+)\s*$",
    re.IGNORECASE,
)


class _Reader:
    """Resolves one text's expressions in order, keeping the running date of the narrative."""

    def __init__(self, words: Words, anchor: date | None, language: str) -> None:
        self.words = words
        self.anchor = anchor
        self.g = _grammar(language)
        self.running: Interval | None = None
        self.of_the_day = False  # a letter or cable: a bare month is the last one before it was written

    def number(self, text: str) -> int | None:
        text = " ".join(text.lower().split())
        if text.isdigit():
            return int(text)
        return self.g.numbers.get(text)

    def year_of(self, text: str | None, month: int | None = None, forward: bool = False) -> int | None:
        """The year that "2018", "of that year" or nothing at all means."""
        if text:
            if m := re.search(r"\d{4}", text):
                return int(m.group())
            base = self.running.start if self.running and self.running.start else self.anchor
            if "last" in text or "this" in text or "next" in text:
                base = self.anchor
                return (
                    base.year + {"last": -1, "next": 1}.get(next(w for w in ("last", "next", "this") if w in text), 0)
                    if base
                    else None
                )
            if base is None:
                return None
            return base.year + (1 if "following" in text else -1 if "previous" in text else 0)
        run = self.running.start if self.running and self.running.start else None
        if run is not None and not forward and not self.of_the_day and (self.anchor is None or (self.anchor - run).days > 300):
            # A narrative of a past year goes on in that year, or into the next.
            if (
                month is None
                or self.running is None
                or self.running.precision in ("year", "decade")
                or month >= run.month - 1
            ):
                return run.year
            later = run.year + 1
            return later if self.anchor is None or date(later, month, 1) <= self.anchor else run.year
        if self.anchor is None:
            return run.year if run else None
        if month is None:
            return self.anchor.year
        if forward:
            return self.anchor.year + (month < self.anchor.month)
        return self.anchor.year - (month > self.anchor.month)

    # Each method below answers for one named group of the pattern.

    def iso(self, m: re.Match[str], forward: bool) -> Interval | None:
        try:
            return Interval.parse(m["iso"])
        except ValueError:
            return None

    def dmy(self, m: re.Match[str], forward: bool) -> Interval | None:
        return self._day(m["dmy_d"], m["dmy_m"], m["dmy_y"], forward)

    def mdy(self, m: re.Match[str], forward: bool) -> Interval | None:
        return self._day(m["mdy_d"], m["mdy_m"], m["mdy_y"], forward)

    def _day(self, d: str, month: str, year: str | None, forward: bool) -> Interval | None:
        mo = self.g.months[month.lower()]
        y = self.year_of(year, mo, forward)
        if y is None:
            return None
        try:
            day = date(y, mo, int(d))
        except ValueError:
            return None
        if (
            year is None
            and self.anchor is not None
            and not forward
            and y == self.anchor.year
            and day > self.anchor
            and self.running is None
        ):
            day = day.replace(year=y - 1) if not (mo == 2 and d == "29") else day
        return Interval.day(day)

    def half(self, m: re.Match[str], forward: bool) -> Interval | None:
        y, n = self.year_of(m["half_y"]), self.g.ordinals[m["half_n"].lower()]
        size = 6 if m["half_u"].lower() == "half" else 3
        n = n or 12 // size
        if y is None or n > 12 // size:
            return None
        first = date(y, (n - 1) * size + 1, 1)
        return Interval(first, add_months(first, size) - timedelta(days=1), "range" if size == 6 else "quarter")

    def season(self, m: re.Match[str], forward: bool) -> Interval | None:
        name = m["season_s"].lower()
        m1, d1, m2, d2 = self.g.seasons[name]
        which = " ".join((m["season_p"] or "").lower().split())
        if not m["season_y"] and not which and not re.search(r"\b(?:in|during|throughout|this|last|since|by|until|through|over|of|for)\s+(?:the\s+)?$",
                                           self.words.text[max(0, m.start() - 14) : m.start("season_s")], re.IGNORECASE):  # fmt: skip
            return None
        if which in ("last", "next", "this", "the coming", "coming", "the past", "past") and self.anchor:
            y = self.anchor.year
            start = date(y, m1, d1)
            if which in ("last", "the past", "past") and start > self.anchor - timedelta(days=90):
                y -= 1
            elif which in ("next", "the coming", "coming") and start < self.anchor:
                y += 1
            elif which == "this" and start > self.anchor + timedelta(days=270):
                y -= 1
            year: int | None = y
        else:
            year = self.year_of(m["season_y"], m1, forward)
        if year is None:
            return None
        return Interval(date(year, m1, d1), date(year + (m2 < m1), m2, d2), "season")

    def month(self, m: re.Match[str], forward: bool) -> Interval | None:
        name = m["month_m"]
        bare = not (m["month_y"] or m["month_p"] or m["month_part"])
        if not name[0].isupper():
            return None
        if bare and (len(name) <= 3 or name.lower() in ("may", "march", "august")):
            before = self.words.text[max(0, m.start() - 12) : m.start()]
            if not re.search(
                r"\b(?:in|since|by|until|till|from|of|during|throughout|before|after|and|to|for|between|on|early|late|every)\s+$",
                before,
                re.IGNORECASE,
            ):
                return None
        mo = self.g.months[name.lower()]
        which = " ".join((m["month_p"] or "").lower().split())
        y: int | None
        if which in ("last", "the past", "past", "the previous", "previous") and self.anchor:
            y = self.anchor.year - (mo >= self.anchor.month)
        elif which in ("next", "the coming", "coming", "the next") and self.anchor:
            y = self.anchor.year + (mo <= self.anchor.month)
        elif which == "this" and self.anchor:
            y = self.anchor.year
        else:
            y = self.year_of(m["month_y"], mo, forward)
        if y is None:
            return None
        return self._part(month_interval(y, mo), m["month_part"])

    @staticmethod
    def _part(i: Interval, part: str | None) -> Interval:
        if not part or i.start is None or i.end is None:
            return i
        days, word = (i.end - i.start).days, part.lower()
        third = days // 3
        if "early" in word or "beginning" in word or "start" in word:
            return Interval(i.start, i.start + timedelta(days=third), "range")
        if "mid" in word:
            return Interval(i.start + timedelta(days=third), i.end - timedelta(days=third), "range")
        return Interval(i.end - timedelta(days=third), i.end, "range")

    def decade(self, m: re.Match[str], forward: bool) -> Interval | None:
        y = int(m["decade_y"])
        return self._part(Interval(date(y, 1, 1), date(y + 9, 12, 31), "decade"), m["decade_p"])

    def century(self, m: re.Match[str], forward: bool) -> Interval | None:
        n = int(m["century_n"])
        return Interval(date((n - 1) * 100 + 1, 1, 1), date(n * 100, 12, 31), "century")

    def count(self, m: re.Match[str], forward: bool) -> Interval | None:
        relation = " ".join(m["count_r"].lower().split())
        back = relation in ("ago", "earlier", "before that", "before", "previously")
        base = self.anchor if relation in ("ago", "from now", "hence") else self._running_day(back)
        if base is not self.anchor and m["count_u"].lower() in ("day", "week") and self.running and self.running.precision in ("year", "decade"):
            return None  # days are not counted from a year
        n = self.number(m["count_n"])
        if base is None or n is None:
            return None
        return shifted(base, -n if back else n, m["count_u"].lower())

    def _running_day(self, back: bool) -> date | None:
        if self.running is not None:
            return (self.running.start if back else self.running.end) or self.running.middle
        return self.anchor

    def within(self, m: re.Match[str], forward: bool) -> Interval | None:
        n = self.number(m["within_n"])
        if self.anchor is None or n is None or not forward:
            return None
        end = shifted(self.anchor, n, m["within_u"].lower())
        return Interval(self.anchor, end.end, "range") if end else None

    def over(self, m: re.Match[str], forward: bool) -> Interval | None:
        if self.anchor is None:
            return None
        n = self.number(m["over_n"]) if m["over_n"] else 1
        start = shifted(self.anchor, -(n or 1), m["over_u"].lower())
        return Interval(start.start, self.anchor, "range") if start else None

    def which(self, m: re.Match[str], forward: bool) -> Interval | None:
        p, unit = " ".join(m["which_p"].lower().split()).removeprefix("the "), m["which_u"].lower()
        own = p in ("same", "following", "previous") or (
            p in ("that", "next") and m["which_p"].lower().startswith(("that", "the next"))
        )
        base = (self.running.end if p == "following" else self.running.start) if own and self.running else self.anchor
        if base is None:
            return None
        step = {"last": -1, "past": -1, "previous": -1, "next": 1, "following": 1, "coming": 1}.get(p, 0)
        if unit in ("day", "night", "morning", "evening"):
            return Interval.day(base + timedelta(days=step))
        if unit in ("week", "weekend"):
            monday = base - timedelta(days=base.weekday()) + timedelta(weeks=step)
            if unit == "weekend":
                monday += timedelta(days=5) - (
                    timedelta(weeks=1) if step == 0 and base.weekday() < 5 and not forward else timedelta()
                )
                return Interval(monday, monday + timedelta(days=1), "range")
            return Interval(monday, monday + timedelta(days=6), "week")
        if unit == "month":
            first = add_months(base.replace(day=1), step)
            return month_interval(first.year, first.month)
        if unit == "decade":
            return Interval(
                date(base.year // 10 * 10 + 10 * step, 1, 1),
                date(base.year // 10 * 10 + 10 * step + 9, 12, 31),
                "decade",
            )
        return year_interval(base.year + step)

    def weekday(self, m: re.Match[str], forward: bool) -> Interval | None:
        if self.anchor is None or not m["weekday_d"][0].isupper():
            return None
        wanted, which = self.g.weekdays[m["weekday_d"].lower()], " ".join((m["weekday_p"] or "").lower().split())
        if m["weekday_w"]:
            monday = self.anchor - timedelta(days=self.anchor.weekday())
            monday += timedelta(weeks={"last": -1, "next": 1}.get(m["weekday_w"].lower(), 0))
            return Interval.day(monday + timedelta(days=wanted))
        if which in ("next", "coming", "the coming", "the next") or forward:
            return Interval.day(self.anchor + timedelta(days=(wanted - self.anchor.weekday() - 1) % 7 + 1))
        back = (self.anchor.weekday() - wanted) % 7
        return Interval.day(self.anchor - timedelta(days=back or (7 if which == "last" else 0)))

    def deictic(self, m: re.Match[str], forward: bool) -> Interval | None:
        word = " ".join(m["deictic"].lower().split())
        run = self.running.start if self.running and self.running.start else None
        if word.startswith("the "):
            if run is None:
                return None
            if "year" in word:
                return year_interval(run.year - 1)
            if "month" in word:
                first = add_months(run.replace(day=1), -1)
                return month_interval(first.year, first.month)
            step = timedelta(days=-7 if "week" in word else -1 if "before" in word else 1)
            return Interval.day(run + step)
        if self.anchor is None:
            return None
        return Interval.day(
            self.anchor + timedelta(days={"yesterday": -1, "overnight": -1, "tomorrow": 1}.get(word, 0))
        )

    def holiday(self, m: re.Match[str], forward: bool) -> Interval | None:
        name = re.sub(
            r"\s+", " ", m["holiday"][: len(m["holiday"]) - len(m["holiday_y"] or "")].lower().replace("’", "'")
        )
        mo, d = self.g.holidays[name]
        y = self.year_of(m["holiday_y"], mo, forward)
        return Interval.day(date(y, mo, d)) if y else None

    def year(self, m: re.Match[str], forward: bool) -> Interval | None:
        before = self.words.text[max(0, m.start() - 24) : m.start()]
        if _UNTIMELY.search(before) or not _TIMELY.search(before):
            return None
        y = int(m["year_y"])
        if m["year_to"]:
            last = int(m["year_to"]) if len(m["year_to"]) == 4 else y // 100 * 100 + int(m["year_to"])
            return Interval(date(y, 1, 1), date(last, 12, 31), "range") if y < last <= _LATEST else None
        return self._part(year_interval(y), m["year_part"])


def shifted(base: date, n: int, unit: str) -> Interval | None:
    """`base` moved by `n` days, weeks, months or years, as precise as that unit. None beyond the calendar."""
    try:
        if unit == "day":
            return Interval.day(base + timedelta(days=n))
        if unit in ("week", "fortnight"):
            day = base + timedelta(weeks=n * (2 if unit == "fortnight" else 1))
            return Interval(day - timedelta(days=3), day + timedelta(days=3), "week")
        if unit == "month":
            day = add_months(base, n)
            return month_interval(day.year, day.month)
        if unit in ("year", "decade"):
            return year_interval(base.year + n * (10 if unit == "decade" else 1))
    except (ValueError, OverflowError):
        return None
    return Interval.day(base) if unit == "hour" else None


def expressions(
    words: Words, published: Interval | None, written: Interval | None, dateline: Span | None, language: str
) -> list[TimeExpression]:
    """All time expressions of a text, in order, resolved where they can be.

    Relative ones count from `written` if given, else `published`, else the date in the dateline, else the first full date
    of the text; without any of these they have no interval.
    """
    base = written or published
    anchor = base.end if base else None
    reader = _Reader(words, anchor, language)
    reader.of_the_day = written is not None
    if dateline is not None and (dated := _first_date(reader, dateline)) is not None:
        anchor = anchor if written is None and anchor is not None and abs((anchor - dated).days) > 3 else dated
        reader.anchor = anchor
    out: list[TimeExpression] = []
    for n in range(len(words.sentences)):
        out += _in_sentence(reader, n)
    return out


def _first_date(reader: _Reader, span: Span) -> date | None:
    for m in reader.g.pattern.finditer(reader.words.text, span.start, span.end):
        if m.lastgroup and (m["dmy"] or m["mdy"] or m["iso"]):
            i = _read(reader, m, False)
            if i is not None:
                return i.start
    return None


_KINDS = ("iso", "dmy", "mdy", "half", "season", "month", "decade", "century", "count", "within", "over", "which", "weekday",
          "deictic", "holiday", "year")  # fmt: skip


def _read(reader: _Reader, m: re.Match[str], forward: bool) -> Interval | None:
    kind = next(k for k in _KINDS if m[k] is not None)
    method: Callable[[re.Match[str], bool], Interval | None] = getattr(reader, kind)
    try:
        return method(m, forward)
    except (ValueError, OverflowError):
        return None  # a day that no calendar has


def _in_sentence(reader: _Reader, n: int) -> list[TimeExpression]:
    words, text = reader.words, reader.words.text
    span = words.sentence_span(n)
    first, last = words.sentences[n]
    inside = words.words[first:last]
    out: list[TimeExpression] = []
    for m in reader.g.pattern.finditer(text, span.start, span.end):
        covered = [w for w in inside if w.start < m.end() and m.start() < w.end]
        if not covered:
            continue
        forward = _points_forward(words, covered[0], reader.g.future)
        i = _read(reader, m, forward)
        event, offset, unit = _from_event(reader, m, n)
        if i is None and event is None:
            continue
        if event is not None:
            i = None
        relation = _RELATIONS.search(text, max(span.start, m.start() - 16), m.start())
        word = " ".join(relation.group(1).lower().split()) if relation else None
        e = TimeExpression(Span(m.start(), m.end()), covered[0].i, covered[-1].i, i, word, event, offset, unit)
        out.append(_bounded(e, reader.anchor))
        if i is not None and word is None and _carries_on(reader, m, i):
            reader.running = i
    return _ranges(words, out)


def _carries_on(reader: _Reader, m: re.Match[str], i: Interval) -> bool:
    """Whether what follows may count from this date: not from one to come, nor from the day on which the story was told."""
    if m["within"] is not None or m["over"] is not None or i.precision == "century" or i.start is None:
        return False
    if reader.anchor is None:
        return True
    told = m["weekday"] is not None or m["deictic"] is not None
    past = reader.running is not None and reader.running.start is not None and (reader.anchor - reader.running.start).days > 60
    return i.start <= reader.anchor and not (told and past)


def _points_forward(words: Words, w: Word, future: frozenset[str]) -> bool:
    """Whether the clause around a time word speaks of what is to come."""
    verb = w if w.is_verb else words.clause_verb(w)
    while verb is not None:
        near = {c.lower for c in words.children(verb)} | {verb.lower}
        if near & future:
            return True
        if verb.role in ("xcomp", "conj", "oblcl", "acl") and verb.head != verb.i:
            verb = words[verb.head] if words[verb.head].is_verb else words.clause_verb(verb)
            continue
        return verb.tag == "VB" and any(c.lower == "to" for c in words.children(verb, "aux")) and verb.role == "xcomp"
    return False


def _from_event(reader: _Reader, m: re.Match[str], n: int) -> tuple[int | None, int, Precision]:
    """ "Three months after the first summit": the event's noun and the days from it."""
    if m["count"] is None or m["count_r"].lower() not in ("before", "after"):
        return None, 0, "day"
    number, unit = reader.number(m["count_n"]), m["count_u"].lower()
    if number is None:
        return None, 0, "day"
    last = reader.words.sentences[n][1]
    after = [w for w in reader.words.words[:last] if w.start >= m.end() and w.pos not in ("PUNCT", "SPACE")]
    mark = next((w for w in reader.words.words[:last] if m.start("count_r") <= w.start < m.end("count_r")), None)
    noun = next((w for w in after[:6] if w.pos in ("NOUN", "PROPN") and w.role != "compound"), None)
    if mark is not None and mark.role == "mark":
        noun = reader.words[mark.head]  # "three months after the two had met"
    elif noun is None or not after or after[0].pos in ("PUNCT", "VERB"):
        return None, 0, "day"
    days = number * reader.g.units[unit] * (-1 if m["count_r"].lower() == "before" else 1)
    precision: Precision = "month" if unit in ("month", "year") else "week" if unit == "week" else "day"
    return noun.i, days, "year" if unit == "year" and number > 1 else precision


def _bounded(e: TimeExpression, anchor: date | None) -> TimeExpression:
    """ "Since 2010" opens an interval that reaches to the day of writing, "until 1990" closes one."""
    i = e.interval
    if i is None or i.start is None:
        return e
    e = replace(e, named=i)
    if e.relation in ("since", "from", "as of", "starting", "starting in"):
        if e.relation == "from" and i.end is not None and i.precision == "day":
            return e
        end = anchor if anchor is not None and anchor >= i.start else None
        return replace(e, interval=Interval(i.start, end, "open")) if e.relation != "from" else e
    if e.relation in ("until", "till"):
        return replace(e, interval=Interval(None, i.end, "open"))
    return e


def _ranges(words: Words, found: list[TimeExpression]) -> list[TimeExpression]:
    """Join "from 2005 to 2008", "between March and June 1999" into one expression."""
    out: list[TimeExpression] = []
    k = 0
    while k < len(found):
        e = found[k]
        if k + 1 < len(found):
            f = found[k + 1]
            between = words.text[e.span.end : f.span.start].strip().lower()
            before = words.text[max(0, e.span.start - 9) : e.span.start].lower()
            joined = (
                between in ("to", "until", "and") and re.search(r"\b(?:from|between)\s+$", before)
            ) or between in ("-", "–", "to")
            if joined and e.interval and f.interval and e.interval.start and f.interval.end:
                start = e.interval.start
                if start > f.interval.end:  # "between March and June 1999": the year stands once
                    start = start.replace(year=f.interval.end.year, day=1)
                elif (
                    e.interval.precision in ("month", "day")
                    and start.year != f.interval.end.year
                    and e.interval.start.year != f.interval.end.year
                ):
                    try:
                        moved = start.replace(year=f.interval.end.year)
                        start = (
                            moved
                            if moved <= f.interval.end
                            and not re.search(r"\d{4}", words.text[e.span.start : e.span.end])
                            else start
                        )
                    except ValueError:
                        pass
                if start <= f.interval.end:
                    out.append(
                        TimeExpression(
                            Span(e.span.start, f.span.end), e.first, f.last, Interval(start, f.interval.end, "range")
                        )
                    )
                    k += 2
                    continue
        out.append(e)
        k += 1
    return out


# ---- which expression dates which act ------------------------------------------------------------------------------

# To announce an act is to do it on that day.
_PERFORMATIVE = frozenset({"announce", "declare", "proclaim", "annoncer", "déclarer"})
_THROUGH = frozenset({"xcomp", "conj", "oblcl", "acl", "advcl", "ccomp", "relcl"})


def assign(words: Words, triggers: Sequence[int], found: list[TimeExpression]) -> list[Time | None]:
    """For each trigger (a word index) the time that dates its act, or None where the text does not say.

    The expression must belong to the act's own word, to its phrase, or to the clause it stands in; an expression inside
    another clause dates that one. An act that another is counted from ("three months after the summit") is dated back.
    """
    by_sentence: dict[int, list[TimeExpression]] = {}
    for e in found:
        by_sentence.setdefault(words[e.first].sentence, []).append(e)
    dated: dict[str, Interval] = {}
    headings = {n: h for n in by_sentence if (h := _heading(words, n, by_sentence[n])) is not None}
    for _ in range(2):  # what is counted from an act may stand before the act is dated
        out: list[Time | None] = []
        for i in triggers:
            w = words[i]
            here = by_sentence.get(w.sentence, [])
            time = _counted_back(words, w, here) or _best(words, w, here, dated)
            if time is None and not here and headings:
                above = max((n for n in headings if n < w.sentence), default=None)
                time = headings[above] if above is not None else None
            if time is not None:
                dated.setdefault(w.lemma, time.interval)
            out.append(time)
    return out


def _heading(words: Words, n: int, here: list[TimeExpression]) -> Time | None:
    """A sentence that is nothing but a date, as chronicles have, dates what follows."""
    span = words.sentence_span(n)
    e = here[0]
    rest = (words.text[span.start : e.span.start] + words.text[e.span.end : span.end]).strip(" .:–—-\n")
    if len(here) != 1 or e.interval is None or e.relation is not None or len(rest) > 4:
        return None
    return Time(e.interval, e.span)


def _head(words: Words, e: TimeExpression) -> Word:
    for i in range(e.first, e.last + 1):
        w = words[i]
        if not e.first <= w.head <= e.last or w.head == w.i:
            return w
    return words[e.first]


def _counted_back(words: Words, w: Word, here: list[TimeExpression]) -> Time | None:
    for e in here:
        if e.event != w.i:
            continue
        for other in here:
            if (
                other is not e
                and other.interval is not None
                and other.interval.start
                and other.interval.end
                and other.event is None
            ):
                return Time(_moved(other.interval, -e.offset, e.unit), None)
    return None


def _moved(i: Interval, days: int, unit: Precision) -> Interval:
    assert i.start is not None and i.end is not None
    if unit == "day":
        return Interval(i.start + timedelta(days=days), i.end + timedelta(days=days), i.precision)
    if unit == "week":
        return Interval(i.start + timedelta(days=days - 3), i.end + timedelta(days=days + 3), "week")
    if unit == "year":
        return Interval(
            year_interval(i.start.year + round(days / 365)).start,
            year_interval(i.end.year + round(days / 365)).end,
            "year",
        )
    months = round(days / 30.4) if abs(days) < 365 else 12 * round(days / 365)
    first, last = add_months(i.start.replace(day=1), months), add_months(i.end.replace(day=1), months)
    return Interval(first, month_interval(last.year, last.month).end, "month")


def _best(words: Words, w: Word, here: list[TimeExpression], dated: dict[str, Interval]) -> Time | None:
    best: tuple[float, TimeExpression, Interval] | None = None
    for e in here:
        interval = e.interval
        if interval is None and e.event is not None:
            base = dated.get(words[e.event].lemma)
            interval = _moved(base, e.offset, e.unit) if base is not None and base.start and base.end else None
        if interval is None or e.event == w.i:
            continue
        if _told_of_it(words, w, e):
            return Time(e.named or interval, e.span)
        if e.relation in ("by", "before", "prior to"):
            continue
        distance = _distance(words, w, e)
        if distance is not None and (best is None or distance < best[0]):
            best = (distance, e, interval)
    return Time(best[2], best[1].span) if best else None


def _told_of_it(words: Words, w: Word, e: TimeExpression) -> bool:
    """ "Since November 2013, when Egypt expelled ...", "on 2 April, the day on which troops landed"."""
    top = w
    while top.role in ("xcomp", "conj", "oblcl") and top.head != top.i:
        top = words[top.head]
    if top.role not in ("relcl", "advcl", "acl"):
        return False
    head = words[top.head]
    if head.role == "appos" and head.head != head.i:
        head = words[head.head]
    when = top.role != "advcl" or any(c.lower in ("when", "quand") for c in words.children(top, "advmod", "mark"))
    return when and e.first <= head.i <= e.last


def _distance(words: Words, w: Word, e: TimeExpression) -> float | None:
    """How far an expression stands from an act in the parse; None where it belongs to another clause."""
    if e.first <= w.i <= e.last:
        return None
    climb: list[Word] = []
    x = _head(words, e)
    governor = words[x.head] if x.head != x.i else x
    while (
        governor.is_noun
        and governor.i != w.i
        and governor.head != governor.i
        and governor.lemma not in ("year", "month", "day", "week")
    ):
        # "the talks of May in Oslo": up from the noun it modifies, unless that is the act itself
        climb.append(governor)
        governor = words[governor.head]
    above = [w, *_clause_chain(words, w)]
    for depth, a in enumerate(above):
        if governor.i == a.i:
            penalty = 0.6 * len(climb)
            if depth and climb and any(c.i in {z.i for z in words.subtree(w)} for c in climb):
                penalty = 0.1
            return depth + penalty
        if any(c.i == a.i for c in climb):
            return depth + 0.3
    # Inside the act's own phrase or clause, however the parser hung it.
    if e.first in {z.i for z in _own(words, w)}:
        return 1.5
    if e.first < w.i and e.first - words.sentences[w.sentence][0] <= 2 and _framed(words, w, governor):
        return 4.0
    return None


def _framed(words: Words, w: Word, governor: Word) -> bool:
    """Whether an act lies under the clause that a fronted expression opens, reported speech left out."""
    current = w
    while current.head != current.i:
        if current.role == "ccomp":
            return False
        current = words[current.head]
        if current.i == governor.i:
            return True
    return False


def _clause_chain(words: Words, w: Word) -> list[Word]:
    """The words above an act whose adverbials hold for it too."""
    out: list[Word] = []
    current = w
    while current.head != current.i and len(out) < 6:
        g = words[current.head]
        if current.is_noun and current.role in (
            "subj",
            "subjpass",
            "obj",
            "obl",
            "nmod",
            "attr",
            "conj",
            "iobj",
            "appos",
        ):
            if g.is_verb and current.role == "obl" and current.case in ("after", "before", "since"):
                break
            out.append(g)
        elif current.role in _THROUGH:
            alone = not (g.is_verb and any(True for _ in words.children(g, "subj")))
            if current.role == "ccomp" and (alone or g.lemma in _PERFORMATIVE):
                out.append(g)
            elif current.role in ("ccomp", "relcl", "acl") or (
                current.role == "advcl" and words.child(current, "mark", "subj")
            ):
                break
            else:
                out.append(g)
        else:
            break
        current = g
    return out


def _own(words: Words, w: Word) -> list[Word]:
    """The words of an act's clause or phrase, other clauses left out."""
    out, stack = [], [w]
    while stack:
        x = stack.pop()
        out.append(x)
        for c in words.children(x):
            if not (c.is_verb and c.role in ("relcl", "ccomp", "advcl", "conj", "acl", "parataxis")):
                stack.append(c)
    return out
