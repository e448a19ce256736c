"""How a presence went: the statements of a document put together into facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from detente.coding.facts.accreditation import residence
from detente.coding.facts.clauses import Text, told, year_of
from detente.coding.facts.posts import sites
from detente.coding.facts.statements import Statement
from detente.model import Fact, Span

# What a resident post was where only a mission is told of: ministers and legations were the rule between most states
# until after the Second World War.
_LEGATIONS_UNTIL = 1946
_LAST_LEGATIONS = 1966
_NONRESIDENT = {"embassy": "nonresident ambassador", "legation": "nonresident envoy", "consulate": "nonresident consul"}
_RESIDENT = frozenset({"embassy", "legation"})
_ENDS = {"close", "sever"}
_AWAIT = timedelta(days=15 * 365)  # an envoy's own post is opened within so long of his first credentials
_SOON = timedelta(days=730)


def settled(document: str, found: Sequence[Statement], text: Text) -> list[Fact]:
    """Facts from the statements of one document: as they stand, or in a history read together, each holder apart."""
    if text.about is None:
        return _apart([_fact(document, s, status) for s in found if (status := _alone(s)) is not None], text)
    out: list[tuple[Fact, int]] = []
    dated = _dated(found, text)
    for holder in (text.about.holder, text.about.host):
        mine = [s for s in dated if s.holder == holder and s.start is not None and s.start.start is not None]
        mine = [s for s in mine if s.status != "consulate" or text.about.existed(s.start)]
        mine = [s for s in mine if not any(_told_better(s, x) for x in mine)]
        out += _course(document, _in_order(mine), text)
    return _apart(out, text)


def _told_better(s: Statement, x: Statement) -> bool:
    """Whether `x` says the same as `s` with a more precise date."""
    if x is s or x.what != s.what or x.start is None or s.start is None or x.start == s.start:
        return False
    return (x.what in ("sever", "resume") or _alike(x.status, s.status)) and x.start.within(s.start)


def _alone(s: Statement) -> str | None:
    """The status that a statement gives by itself, if it gives any."""
    if s.what == "close":
        return "none"
    return {"mission": "embassy"}.get(s.status, s.status) if s.what in ("open", "have") else None


def _fact(document: str, s: Statement, status: str) -> tuple[Fact, int]:
    end = s.end if s.what in ("open", "have") else None
    return Fact(document, "presence", s.holder, s.host, status, s.start, end, s.span), s.i


def _apart(found: list[tuple[Fact, int]], text: Text) -> list[Fact]:
    """The facts, each quoting its sentence; one that the sentence gives a second time quotes it from the word that does."""
    seen: set[tuple[object, ...]] = set()
    out = []
    for f, i in sorted(found, key=lambda x: x[1]):
        if (f.holder, f.host, f.status, f.span) in seen:
            f = replace(f, span=Span(text.words[i].start, f.span.end))
        seen.add((f.holder, f.host, f.status, f.span))
        out.append(f)
    return out


def _in_order(mine: list[Statement]) -> list[Statement]:
    """By date; what closes or breaks off on a day before what opens on it."""

    def key(s: Statement) -> tuple[date, int, int]:
        assert s.start is not None and s.start.start is not None
        return s.start.start, 0 if s.what in ("close", "sever") else 1, s.i

    return sorted(mine, key=key)


# ---- headings and what stands under them ---------------------------------------------------------------------------


def _dated(found: Sequence[Statement], text: Text) -> list[Statement]:
    """Statements with what headings add: what a section is about, and its year where the text under it gives no date."""
    sections: list[list[Statement]] = [[]]
    for s in found:
        if s.heading and not (sections[-1] and sections[-1][-1].heading and sections[-1][-1].paragraph == s.paragraph):
            sections.append([])
        sections[-1].append(s)
    out = [s for section in sections for s in _section(section, text)]
    out = [h for h in out if not (h.heading and any(_the_same(h, s) for s in out))]
    begun = next((s.start for s in out if s.what == "establish" and s.start is not None and not s.heading), None)
    for s in out:
        if s.previous:
            s.start = begun
    for s in out:
        if s.start is None and s.what in ("open", "close", "accredit"):
            above = text.year_above(text.words[s.i].sentence)
            if not any(x.start is not None and above is not None and x.start.within(above) and x.holder == s.holder
                       for x in out):  # fmt: skip
                s.start = above
    return out


def _the_same(h: Statement, s: Statement) -> bool:
    """Whether a sentence anywhere tells of what a heading announces, in the same year."""
    told = not s.heading and s.what == h.what and s.holder == h.holder and _alike(s.status, h.status)
    return told and s.start is not None and year_of(s.start) == year_of(h.start)


def _section(section: list[Statement], text: Text) -> list[Statement]:
    heads = list({(s.what, s.status, s.holder): s for s in reversed(section) if s.heading}.values())[::-1]
    told = [s for s in section if not s.heading]
    if not heads:
        return _running(told)
    # A section ends where the next heading stands, also one that says nothing of presence.
    end = _end(text, heads[0].paragraph)
    under = [s for s in told if s.paragraph < end]
    out = _running([s for s in told if s.paragraph >= end])
    under = _running(under)
    for h in heads:
        _settle_rank(h, under)
        same = [s for s in under if s.holder == h.holder and _near(h, s) and (
            _alike(s.status, h.status) if s.what == h.what == "open" else s.what == h.what or {s.what, h.what} == _ENDS
        )]  # fmt: skip
        if same:
            told_of = next((s.start for s in same if s.start is not None), None) or _from_text(h, text, end).start
            for s in same:
                s.start = s.start or told_of
                if s.status == "mission":
                    s.status = h.status
            continue
        if h.what == "open":
            if any(s.what == "open" and s.holder == h.holder and _alike(s.status, h.status) for s in under):
                continue
            first = next(
                (
                    s
                    for s in under
                    if s.what == "accredit" and s.holder == h.holder and s.away is not True and s.start is not None
                ),
                None,
            )
            if first is not None and _near(h, first):
                under = [s for s in under if s is not first]
                rank = first.status if h.status == "mission" else h.status
                out.append(replace(first, what="open", status=rank, fresh=h.fresh))
                continue
            later = [s for s in under if s.what == "open" and s.holder == h.holder]
            if later:
                continue
        if h.what == "resume" and any(s.what in ("open", "accredit") and s.holder == h.holder for s in [*out, *under]):
            continue
        out.append(_from_text(h, text, end))
    return sorted([*out, *under], key=lambda s: s.i)


def _alike(a: str, b: str) -> bool:
    return a == b or "mission" in (a, b)


def _settle_rank(h: Statement, under: list[Statement]) -> None:
    if h.status == "mission" and h.what == "open":
        rank = next((s.status for s in under if s.what == "accredit" and s.holder == h.holder), "mission")
        h.status = rank
        for s in under:
            if s.what == "open" and s.status == "mission" and s.holder == h.holder:
                s.status = rank


def _near(h: Statement, s: Statement) -> bool:
    if h.start is not None and s.start is not None and s.start.within(h.start):
        return True
    a, b = year_of(h.start), year_of(s.start)
    return a is None or b is None or abs(a - b) <= 1


def _end(text: Text, paragraph: int) -> int:
    for n in range(len(text.words.sentences)):
        if text.paragraph[n] > paragraph and text.is_heading(n):
            return text.paragraph[n]
    return max(text.paragraph, default=0) + 1


def _from_text(h: Statement, text: Text, end: int) -> Statement:
    """A heading's statement with the first day under it that lies in the heading's year."""
    if h.start is None or h.what == "establish":
        return h
    for e in text.dates:
        i, under = told(e), h.paragraph < text.paragraph[text.words[e.first].sentence] < end
        if under and i is not None and i.precision == "day" and i.within(h.start):
            return replace(h, start=i)
    return h


def _running(found: list[Statement]) -> list[Statement]:
    """What has no date of its own happened when the statement before it in the paragraph did."""
    last: Statement | None = None
    for s in found:
        if s.start is None and last is not None and last.paragraph == s.paragraph and s.what in ("open", "close"):
            s.start = last.start
        if s.start is not None:
            last = s
    return found


# ---- the course of one holder's presence -----------------------------------------------------------------------------


def _course(document: str, found: list[Statement], text: Text) -> list[tuple[Fact, int]]:
    now: str | None = None
    before = "none"
    out: list[tuple[str, Statement]] = []
    for k, s in enumerate(found):
        became = _next(now, before, s, found[k + 1 :], text)
        if became is None or became == now:
            continue
        if now in _RESIDENT:
            before = now
        now = became
        out.append((became, s))
    return [_fact(document, s, status) for status, s in out]


def _next(now: str | None, before: str, s: Statement, later: list[Statement], text: Text) -> str | None:
    """The status after a statement; None where it changes nothing."""
    if s.what == "open":
        return _opened(now, s)
    if s.what == "close":
        if s.status == "consulate" and now != "consulate":
            return None
        if s.status in _RESIDENT and now in _RESIDENT and now != s.status:
            return None
        if now is not None and now.startswith("nonresident") and s.status != "none":
            return None
        return _afterwards(s, text, now) or "none"
    if s.what in ("establish", "have"):
        return None
    if s.what == "sever":
        return "none" if now not in (None, "none", "interests section", "consulate") else None
    if s.what == "resume":
        if (
            now != "none"
            or before == "none"
            or any(x.what in ("open", "accredit") and _gap(s, x) <= _SOON for x in later)
        ):
            return None
        return "embassy" if (year_of(s.start) or 0) > _LAST_LEGATIONS else before
    return _accredited(now, s, later)


def _opened(now: str | None, s: Statement) -> str | None:
    if s.status == "consulate":
        return "consulate" if now in (None, "none", "nonresident consul") or not s.fresh else None
    if s.status == "mission":
        if s.away or (year_of(s.start) or 0) < _LEGATIONS_UNTIL - 5:
            return _accredited(now, s, [])
        return "liaison" if now not in _RESIDENT else None
    return s.status


def _accredited(now: str | None, s: Statement, later: list[Statement]) -> str | None:
    rank = s.status
    if rank == "consulate":
        return rank if now in (None, "none") else None
    if rank == "mission":
        year = year_of(s.start)
        rank = "legation" if year is not None and year < _LEGATIONS_UNTIL else "embassy"
    if s.away:
        return _NONRESIDENT[rank] if now not in _RESIDENT and now not in ("liaison", "interests section") else None
    if now == "legation" and s.status == "embassy":
        return "embassy"
    if now in _RESIDENT:
        return None
    if s.away is None and _awaited(s, later):
        return _NONRESIDENT[rank] if now in (None, "none", "consulate") else None
    if s.away is None and now is not None and now.startswith("nonresident"):
        return _NONRESIDENT[rank] if _NONRESIDENT[rank] != now else None
    return rank


def _awaited(s: Statement, later: list[Statement]) -> bool:
    """Whether the post of an envoy was set up only after he had been accredited."""
    for x in later:
        if x.what in ("close", "sever"):
            return False
        if x.what == "open" and x.status in _RESIDENT:
            gap = _gap(s, x)
            return x.fresh and timedelta(days=25) < gap <= _AWAIT
    return False


def _gap(s: Statement, x: Statement) -> timedelta:
    assert s.start is not None and s.start.start is not None and x.start is not None and x.start.start is not None
    return x.start.start - s.start.start


def _afterwards(s: Statement, text: Text, now: str | None) -> str | None:
    """Who looks after a country whose post was closed: envoys who live elsewhere, as the paragraph goes on to say."""
    words = text.words
    n = words[s.i].sentence
    for k in range(n, min(len(words.sentences), n + 3)):
        if text.paragraph[k] == s.paragraph and (residence(text, *words.sentences[k], s.host) or _handed_over(text, k)):
            return _NONRESIDENT.get(s.status if s.status in _RESIDENT else now or "")
    return None


def _handed_over(text: Text, n: int) -> bool:
    """ "its functions were transferred to the embassy in Lusaka"."""
    assert text.about is not None
    first, last = text.words.sentences[n]
    for w in text.words.words[first:last]:
        if w.is_verb and text.forms(w) & set(text.d["moving"]):
            codes = [c for p in text.posts_in(w.i, last) for c, _ in sites(text.cast, p)]
            if any(not text.about.has(c) for c in codes):
                return True
    return False
