"""What a text says stands or is lacking: "has had no embassy in X since", "is represented by a consulate general"."""

from __future__ import annotations

from collections.abc import Iterator

from detente.coding.facts.clauses import Text
from detente.coding.facts.posts import Post, owners, sites
from detente.coding.facts.statements import Statement
from detente.coding.factuality import status
from detente.coding.roles import subject
from detente.coding.words import Word


def standing(text: Text, sentence: int) -> Iterator[Statement]:
    """Statements "have" (and "close" for an absence) of one sentence outside a history."""
    words, d = text.words, text.d
    first, last = words.sentences[sentence]
    seen: set[int] = set()
    for p in text.posts_in(first, last):
        w = words[p.last]
        seen.add(w.i)
        verb = _verb(text, w)
        if verb is None:
            continue
        if _absent(text, w, verb):
            yield from _made(text, p, "none", verb)
        elif _kept(text, w, verb):
            yield from _made(text, p, p.status, verb)
    for w in words.words[first:last]:
        if w.is_noun and w.i not in seen and w.lemma in d["absence"]:
            verb = _verb(text, w)
            if verb is not None and _absent(text, w, verb):
                yield from _made(text, Post(w.i, w.i, "mission", True), "none", verb)


def posted(text: Text, sentence: int) -> Iterator[Statement]:
    """ "have exchanged ambassadors since", "the ambassador in Seoul is also accredited to": who is sent says what stands."""
    words, d = text.words, text.d
    first, last = words.sentences[sentence]
    for w in words.words[first:last]:
        if w.lemma in d["exchanged"] and w.is_verb:
            yield from _exchanged(text, w)
        elif w.lemma in d["accredited"] and w.is_verb and text.happened(w):
            yield from _accredited(text, w)


def _exchanged(text: Text, verb: Word) -> Iterator[Statement]:
    words = text.words
    heads: dict[str, str] = text.d["sent"]
    sent = next((heads[c.lemma] for c in words.children(verb, "obj") if c.lemma in heads), None)
    s = subject(words, verb, text.ops)
    if sent is None or s is None:
        return
    start, _ = text.dated(verb)
    became = status(words, verb, False, text.ops)
    if became.factuality == "negated":  # "did not exchange ambassadors until 1972"
        t = text.when(verb)
        start = t.interval if t is not None else None
        until = next(
            (e for e in text.dates_in(*words.sentences[verb.sentence]) if e.relation in ("until", "till")), None
        )
        if until is None or until.named is None:
            return
        start = until.named
    elif became.factuality != "actual" or became.cameo is not None:
        return
    codes = [a.code for a in text.cast.all_at(s) if a.code]
    codes += [a.code for x in words.obliques(verb, *text.d["with"]) for a in text.cast.all_at(x) if a.code]
    pair = list(dict.fromkeys(codes))
    if len(pair) == 2:
        for holder, host in (pair, pair[::-1]):
            yield Statement("have", sent, holder, host, start, None, verb.i,
                            words.sentence_span(verb.sentence), text.paragraph[verb.sentence])  # fmt: skip


def _accredited(text: Text, verb: Word) -> Iterator[Statement]:
    """Who is accredited to one state and posted in, or to, another looks after the first from there."""
    words, cast, nonresident = text.words, text.cast, text.d["nonresident"]
    s = words.child(verb, "subjpass", "subj")
    if s is None or s.lemma not in nonresident:
        return
    hosts = [c for x in words.obliques(verb, *text.d["towards"]) for y in words.conjuncts(x)
             if (c := cast.place_code(y) or next((a.code for a in cast.at(y) if a.code), None))]  # fmt: skip
    seats = [c for x in (*words.obliques(s, *text.d["places"]), *words.obliques(verb, *text.d["aside"]))
             if (c := cast.place_code(x) or next((a.code for a in cast.at(x) if a.code), None))]  # fmt: skip
    own = [code for code, span in cast.nations(s) if span.end <= s.start] or [a.code for a in cast.at(s) if a.code]
    start, end = text.dated(verb)
    for host in hosts:
        if own and seats and host not in seats and own[0] not in (None, host):
            yield Statement("have", nonresident[s.lemma], str(own[0]), host, start, end, verb.i,
                            words.sentence_span(verb.sentence), text.paragraph[verb.sentence])  # fmt: skip


def _verb(text: Text, w: Word) -> Word | None:
    head = text.words[w.head]
    return head if head is not w and head.is_verb else text.words.clause_verb(w)


def _absent(text: Text, w: Word, verb: Word) -> bool:
    words, d = text.words, text.d
    if any(c.role == "neg" or c.lower in d["negative"] for c in words.children(w, "neg", "det")):
        return True
    if w.case in d["without"] or (verb.lemma in d["lacking"] and w.head == verb.i):
        return True
    became = status(words, verb, False, text.ops)
    return became.cameo is None and became.factuality == "negated" and verb.lemma in d["having"] and w.role == "obj"


def _kept(text: Text, w: Word, verb: Word) -> bool:
    if not text.happened(verb):
        return False
    if verb.lemma in text.d["having"]:
        return w.role in ("obj", "subjpass") or (w.role == "conj" and text.words.first_conjunct(w).role == "obj")
    return verb.lemma in text.d["represented"] and w.role in ("agent", "obl")


def _made(text: Text, p: Post, became: str, verb: Word) -> Iterator[Statement]:
    start, end = text.dated(verb)
    if start is None and end is None:
        start, end = text.dated(text.words[p.last])
    for holder, host in by_clause(text, p, verb):
        yield Statement("have", became, holder, host, start, end, verb.i,
                        text.words.sentence_span(verb.sentence), text.paragraph[verb.sentence])  # fmt: skip


def by_clause(text: Text, p: Post, verb: Word) -> list[tuple[str, str]]:
    """(holder, host) of a post as the clause around it tells: its owner or the subject; where it or the act is."""
    cast, words = text.cast, text.words
    w = words[p.last]
    own = [x for x in owners(cast, p)]
    s = subject(words, verb, text.ops)
    if not own and s is not None and s.i != w.i:
        own = [a.code for a in cast.all_at(s) or cast.loosely(s) if a.code]
    if not own and verb.lemma in text.d["represented"]:
        s = words.child(verb, "subjpass")
        own = [a.code for a in cast.loosely(s) if a.code] if s is not None else []
    host = next((c for c, _ in sites(cast, p)), None) or _host(text, w, verb)
    if host is None and len(own) == 2:
        return [(own[0], own[1]), (own[1], own[0])]
    if host is not None and not own:
        other = cast.home if cast.home not in (None, host) else next((c for c in cast.counts() if c != host), None)
        own = [other] if other else []
    return [(o, host) for o in own if host is not None and o != host]


def _host(text: Text, w: Word, verb: Word) -> str | None:
    cast, words = text.cast, text.words
    places = [*words.obliques(w, *text.d["places"], *text.d["with"])]
    places += [x for x in words.obliques(verb, *text.d["places"])]
    places += [x for c in words.children(verb, "advmod") for x in words.obliques(c)]
    for x in places:
        code = cast.place_code(x) or next((a.code for a in cast.at(x) if a.code), None)
        if code:
            return code
    if any(c.lower in text.d["there"] for v in (w, verb) for c in words.children(v, "advmod")):
        return next((s.code for s in reversed(cast.stands) if s.i < w.i and s.place), None)
    return None
