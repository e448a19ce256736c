"""What state of affairs it describes: diplomatic presence, relations, and who holds an office."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from detente.coding.actors import Cast
from detente.coding.factuality import local, operators, status
from detente.coding.roles import subject
from detente.coding.words import Word, Words
from detente.knowledge.lexicons import lexicon
from detente.model import Fact, Interval, Span, Time

When = Callable[[Word], Time | None]


def facts(cast: Cast, sentence: int, document: str, when: When) -> list[Fact]:
    """The states of affairs that one sentence reports.

    `when` gives the time expression that governs a word. A closure or an absence "since 2010" starts then and is open
    ("none" from 2010); an opening starts the presence.
    """
    words, d = cast.words, lexicon(cast.language, "presence")
    first, last = words.sentences[sentence]
    out: dict[tuple[str, str, str, str], Fact] = {}
    for w in words.words[first:last]:
        if not w.is_noun:
            continue
        fact = _presence(cast, w, d, document, when) if w.lemma in _heads(d) else None
        if fact is None and w.lemma in d["relations"]:
            for f in _relations(cast, w, d, document, when):
                out.setdefault((f.fact, f.holder, f.host or "", f.status), f)
        if fact is not None:
            out.setdefault((fact.fact, fact.holder, fact.host or "", fact.status), fact)
    return list(out.values())


def _heads(d: dict[str, list[str]]) -> set[str]:
    posts: dict[str, list[str]] = d["posts"]  # type: ignore[assignment]
    return {p.split()[-1] for ps in posts.values() for p in ps} | set(d["absence"]) - set(d["relations"])


def _status(words: Words, w: Word, d: dict[str, list[str]]) -> str | None:
    """Which kind of post noun `w` names."""
    before = [words[w.i - 1].lower, words[w.i - 2].lower + " " + words[w.i - 1].lower] if w.i > 1 else []
    posts: dict[str, list[str]] = d["posts"]  # type: ignore[assignment]
    best: tuple[int, str] | None = None
    for status, names in posts.items():
        for name in names:
            *lead, head = name.split()
            if (
                head in (w.lemma, w.lower)
                and (not lead or " ".join(lead) in before)
                and (best is None or len(lead) > best[0])
            ):
                best = (len(lead), status)
    return best[1] if best else None


def _presence(cast: Cast, w: Word, d: dict[str, list[str]], document: str, when: When) -> Fact | None:
    words = cast.words
    post = _status(words, w, d)
    verb = words.clause_verb(w) if not (w.head != w.i and words[w.head].is_verb) else words[w.head]
    host, holder = _host(cast, w, verb), _holder(cast, w, verb)
    if host is not None and holder is None:
        holder = next((c for c in cast.counts() if c != host), None) if cast.home in (None, host) else cast.home
    if host is None or holder is None or holder == host:
        return None
    ops = operators(cast.language)
    absent = any(
        c.role == "neg" or c.lower in ("no", "neither", "aucun", "aucune") for c in words.children(w, "neg", "det")
    )
    if verb is None:
        return None
    became = status(words, verb, False, ops)
    f = became.factuality if became.cameo is None else "offered"
    absent = absent or (f in ("negated",) and verb.lemma in d["having"]) or verb.lemma == "lack"
    absent = absent or w.case in ("without", "sans")
    start, end = _bounds(when(verb) or when(w), cast.when)
    span = words.sentence_span(w.sentence)
    if absent and (w.lemma in d["absence"]):
        return Fact(document, "presence", holder, host, "none", start, end, span)
    if post is None or f not in ("actual",):
        return None
    if verb.lemma in d["closing"] and _object_or_passive(words, verb, w):
        return Fact(document, "presence", holder, host, "none", start, None, span)
    if verb.lemma in d["opening"] and _object_or_passive(words, verb, w):
        return Fact(document, "presence", holder, host, post, start, None, span)
    if verb.lemma in d["having"] and verb.lemma not in ("be", "remain") and w.role in ("obj", "subjpass"):
        return Fact(document, "presence", holder, host, post, start, end, span)
    return None


def _object_or_passive(words: Words, verb: Word, w: Word) -> bool:
    top = words.first_conjunct(w)
    return (top.head == verb.i and top.role in ("obj", "subjpass", "subj")) or (verb.role == "acl" and verb.head == w.i)


def _host(cast: Cast, w: Word, verb: Word | None) -> str | None:
    places = [*cast.words.obliques(w, "in", "at", "to", "with", "à", "en", "au")]
    if verb is not None:
        places += [x for x in cast.words.obliques(verb, "in", "at", "to", "à", "en", "au") if x.i > w.i or verb.i > w.i]
        places += [x for c in cast.words.children(verb, "advmod") for x in cast.words.obliques(c)]
    for x in places:
        code = cast.place_code(x) or next((a.code for a in cast.at(x) if a.code), None)
        if code:
            return code
    return None


def _holder(cast: Cast, w: Word, verb: Word | None) -> str | None:
    own = [c for c, s in cast.nations(w) if s.end <= w.start]
    if own:
        return own[0]
    possessor = cast.words.child(w, "poss")
    candidates = [possessor] if possessor is not None else []
    if verb is not None:
        s = subject(cast.words, verb, operators(cast.language))
        if s is not None and s.i != w.i:
            candidates.append(s)
    for c in candidates:
        for a in cast.loosely(c):
            if a.code:
                return a.code
    return None


def _bounds(t: Time | None, published: date | None) -> tuple[Interval | None, Interval | None]:
    """Start and end of a state from a time expression: "since 2010" starts then; "until 1990" ends then."""
    if t is None:
        return None, None
    i = t.interval
    if i.precision == "open" or i.start is None or i.end is None:
        if i.start is None:
            return None, Interval.day(i.end) if i.end else None
        return _coarse(i.start), None
    if published is not None and i.end >= published and i.precision == "range":
        return _coarse(i.start), None  # "since 2010", told as reaching to the day of publication
    return (Interval(i.start, i.end, i.precision), None)


def _coarse(d: date) -> Interval:
    if d.month == d.day == 1:
        return Interval.parse(f"{d:%Y}")
    return Interval.parse(f"{d:%Y-%m}") if d.day == 1 else Interval.day(d)


def _relations(cast: Cast, w: Word, d: dict[str, list[str]], document: str, when: When) -> Iterator[Fact]:
    words = cast.words
    verb = words[w.head] if w.head != w.i and words[w.head].is_verb else None
    if verb is None or w.role not in ("obj", "subjpass"):
        return
    if local(words, verb, operators(cast.language))[0] != "actual":
        return
    became = "severed" if verb.lemma in d["severing"] else "established" if verb.lemma in d["opening"] else None
    formal = any(c.lower in ("diplomatic", "formal", "full") for c in words.children(w, "amod"))
    if became is None or not (formal or became == "severed"):
        return
    parties = [a.code for x in words.obliques(w, "between", "with", "entre", "avec") for a in cast.all_at(x) if a.code]
    parties += [a.code for x in words.obliques(verb, "with", "between", "avec") for a in cast.all_at(x) if a.code]
    s = subject(words, verb, operators(cast.language))
    if s is not None:
        parties = [a.code for a in cast.all_at(s) if a.code] + parties
    pair = list(dict.fromkeys(parties))[:2]
    if len(pair) == 2:
        start, _ = _bounds(when(verb), cast.when)
        yield Fact(document, "relations", pair[0], pair[1], became, start, None, words.sentence_span(w.sentence))


def offices(cast: Cast, document: str, when: Interval | None) -> list[Fact]:
    """Who holds which office, for every person of the text whom it gives an office and a state."""
    out = []
    for p in cast.persons.everyone():
        if p.office and p.codes:
            at = next((i for i, key in cast.persons.mentions if cast.persons.by_surname(key) is p), None)
            if at is not None:
                run = cast.persons.run(cast.words[at])
                span = Span(run[0].start, run[-1].end)
                out.append(Fact(document, "office", p.codes[0], None, p.office, when, None, span, p.name))
    return out
