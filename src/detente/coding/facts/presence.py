"""What a text says of posts: opened, closed, made an embassy, kept, lacking; and of the relations they depend on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from detente.coding.facts.accreditation import accredited, lives_away, predecessors
from detente.coding.facts.clauses import Text, near
from detente.coding.facts.posts import Post, owners, sites
from detente.coding.facts.standing import by_clause, posted, standing
from detente.coding.facts.statements import Statement, What
from detente.coding.words import Word

_SENT = ("exchanged", "accredited", "absence")


def stated(text: Text) -> list[Statement]:
    """Every statement on presence, in text order."""
    words, d = text.words, text.d
    kinds = ("relations", "credentials", "duties", "accredited", "resident") if text.about else _SENT
    telling = frozenset(x for kind in kinds for x in d[kind])
    some = {words[p.last].sentence for p in text.posts}
    if text.about:
        some |= {w.sentence for w in words.words if text.forms(w) & telling}
    else:
        some |= {w.sentence for w in words.words if w.lemma in telling}
    out: list[Statement] = []
    for n in sorted(some):
        found = [*_of_posts(text, n)]
        if text.about:
            found += [*_of_relations(text, n), *accredited(text, n), *predecessors(text, n)]
        else:
            found += [*standing(text, n), *posted(text, n)]
            found += _likewise(text, n, found)
        out += sorted(found, key=lambda s: s.i)
    return out


def parties(text: Text, p: Post) -> list[tuple[str, str]]:
    """Whose post it is and where: (holder, host), two of them for "their embassies"; none where it is not told."""
    about, owner, places = text.about, owners(text.cast, p), sites(text.cast, p)
    if about is None:
        return [(o, place) for o in owner for place, _ in places if o != place]
    own = list(dict.fromkeys(x for o in owner if (x := about.which(o)) is not None))
    if owner and not own:
        return []
    here = next((x for place, _ in places if (x := about.which(place)) is not None), None)
    if (places and here is None) or (p.status == "consulate" and (not p.one or any(town for _, town in places))):
        return []  # consulates in provincial towns come and go beside the post in the capital
    if own:
        return [(o, about.other(o)) for o in own if here is None or here != o or len(own) > 1]
    holder = about.holder if here is None else about.other(here)
    return [(holder, about.other(holder))]


def _of_posts(text: Text, n: int) -> Iterator[Statement]:
    words, d = text.words, text.d
    first, last = words.sentences[n]
    here = text.posts_in(first, last)
    if not here:
        return
    heading = text.is_heading(n)
    opening, changing, closing = set(d["opening"]), set(d["changing"]), set(d["closing"])
    for w in words.words[first:last]:
        forms = text.forms(w)
        kind = "change" if forms & changing else "close" if forms & closing else "open" if forms & opening else None
        if kind is None or not (heading or ((w.is_verb or text.about is None) and text.happened(w))):
            continue
        if kind == "change" or (heading and any(_led(text, p) for p in here[1:])):
            yield from _changed(text, w, here, heading)
            continue
        for p in _linked(text, w, here, heading):
            if kind == "close" and _moves(text, w):
                continue
            yield from _made(text, "open" if kind == "open" else "close", p, w, heading)


def _likewise(text: Text, n: int, found: list[Statement]) -> list[Statement]:
    """ "Oslo opened an embassy in Hanoi, and Bern one in Vientiane": the same of another state's post elsewhere."""
    words = text.words
    first, last = words.sentences[n]
    out = []
    for w in words.words[first:last]:
        said = [s for s in found if s.i < w.i]
        if w.lower in text.d["likewise"] and said:
            before = [m for k in range(max(first, w.i - 4), w.i) if (m := text.cast.names.at.get(k)) is not None]
            place = sites(text.cast, Post(w.i, w.i, said[-1].status, True))
            if before and place and before[-1].entry.code not in (None, place[0][0]):
                assert before[-1].entry.code is not None
                out.append(replace(said[-1], holder=before[-1].entry.code, host=place[0][0], i=w.i))
    return out


def _moves(text: Text, w: Word) -> bool:
    """Whether a post was closed in one town to be opened in another of the country."""
    if text.about is None:
        return False
    _, b = text.clause(w)
    moved = next((x for x in text.words.words[w.i + 1 : b] if text.forms(x) & set(text.d["moving"])), None)
    if moved is None:
        return False
    codes = [m.entry.code for k in range(moved.i, b) if (m := text.cast.names.at.get(k)) is not None]
    return all(text.about.has(c) for c in codes)


def _linked(text: Text, w: Word, here: list[Post], heading: bool) -> list[Post]:
    """The posts that a word of opening or closing is about: its arguments, or in a history those of its clause."""
    words = text.words
    args = _arguments(text, w)
    found = [p for p in here for a in args if p.last == a.i or _names(text, p, a)]
    if found or text.about is None:
        return found
    left = [p for p in here if p.last < w.i and text.within(p.last, w.i) and not _verb_between(text, p.last, w.i)]
    right = [p for p in here if p.first > w.i and text.within(w.i, p.first) and not _verb_between(text, w.i, p.first)]
    if heading:  # "Legation Closed, 1939", "Closure of the Legation"
        before = w.tag in ("VBN", "VBD") or w.lower.endswith("ed")
        chosen = near(left, w.i) or near(right, w.i) if before else near(right, w.i) or near(left, w.i)
    elif words.child(w, "obj") is not None:
        chosen = near(right, w.i)
    else:
        chosen = near(left, w.i) or near(right, w.i)
    return [chosen] if chosen else []


def _arguments(text: Text, w: Word) -> list[Word]:
    """What is opened or closed: the object, the subject of a passive or of a verb without an object, a noun's "of"."""
    words = text.words
    if not w.is_verb:
        return list(words.obliques(w, *text.d["of"])) if text.about is None else []
    args = [x for c in words.children(w, "obj", "subjpass", "subj", "attr") for x in words.conjuncts(c)]
    if w.role in ("acl", "relcl") and w.head != w.i:
        head = words[w.head]
        args += [head, words[head.head]] if head.case in text.d["at"] else [head]  # "its embassy in Riyadh, which"
    first = words.first_conjunct(w)
    if not args and first is not w:  # "was shut in June and reopened in July"
        args = list(words.children(first, "subjpass", "subj"))
    if _operations(text, w):  # "suspended operations at its embassy"
        args += [
            x
            for o in words.children(w, "obj")
            for x in (*words.obliques(o), *words.obliques(w))
            if x.case in text.d["at"]
        ]
    elif words.child(w, "obj", "subjpass") is not None:
        args = [a for a in args if a.role != "subj"]
    return args


def _names(text: Text, p: Post, a: Word) -> bool:
    """Whether a post is part of the name that `a` ends: "Embassy Bangui"; its garden gates are not it."""
    w = text.words[p.last]
    return w.head == a.i and w.role == "compound" and a.pos == "PROPN"


def _operations(text: Text, w: Word) -> bool:
    """ "suspended operations", "closed its doors": the object says what the subject begins or stops doing."""
    return any(c.lemma in text.d["operations"] for c in text.words.children(w, "obj"))


def _verb_between(text: Text, a: int, b: int) -> bool:
    return any(x.is_verb and x.pos == "VERB" and x.tag != "VBG" for x in text.words.words[a + 1 : b])


def _changed(text: Text, w: Word, here: list[Post], heading: bool) -> Iterator[Statement]:
    """ "raised to an embassy", "became a consulate general": the post named last takes the place of the first."""
    words = text.words
    left = [p for p in here if p.last < w.i and text.within(p.last, w.i)]
    right = [p for p in here if p.first > w.i and text.within(w.i, p.first)]
    if text.about is None:
        right = [p for p in right if _becomes(text, w, p)]
    targets = [p for p in right if _led(text, p) or w.lemma in text.d["becoming"]] or right[-1:]
    if not targets:
        return
    seats = [p for p in here if p.status not in ("consulate", "mission") and p not in targets]
    if text.about and targets[0].status == "consulate" and not seats:
        return
    before = near(left, w.i) or next((p for p in right if p not in targets), None)
    for k, p in enumerate(targets):
        whose = parties(text, before) if before is not None else parties(text, p)
        if text.about is None and not whose:
            whose = by_clause(text, before or p, w)
        start, _ = text.dated(w, p.last if len(targets) > 1 else None)
        for holder, host in whose:
            yield Statement(
                "open", p.status, holder, host, start, None, p.last if k else w.i,
                words.sentence_span(w.sentence), text.paragraph[w.sentence], heading, fresh=False,
            )  # fmt: skip


def _becomes(text: Text, w: Word, p: Post) -> bool:
    """Whether a post is what a verb of change leads to, or what it changes, and no more distant part of its clause."""
    head = text.words[text.words[p.last].head]
    return (
        head.i == w.i
        or (head.head == w.i and head.lower in text.d["rank_of"])
        or (text.words[head.head].i == w.i and _led(text, p))
    )


def _led(text: Text, p: Post) -> bool:
    """Whether "to", "into" or "as" stands before a post, with no more between than "the rank of an"."""
    k = p.first - 1
    while k > 0 and text.words[k].lower in text.d["rank_of"]:
        k -= 1
    return text.words[k].lower in text.d["into"]


def _made(text: Text, what: What, p: Post, w: Word, heading: bool) -> Iterator[Statement]:
    whose = parties(text, p) or ([] if text.about else by_clause(text, p, w))
    start, end = text.dated(w)
    for holder, host in whose:
        away = lives_away(text, w, host) if text.about and p.status == "mission" else None
        yield Statement(what, p.status, holder, host, start, end if what == "open" else None, w.i,
                        text.words.sentence_span(w.sentence), text.paragraph[w.sentence], heading, away=away)  # fmt: skip


def _of_relations(text: Text, n: int) -> Iterator[Statement]:
    """Relations broken off end a presence, relations resumed may bring it back."""
    about, words, d = text.about, text.words, text.d
    assert about is not None
    first, last = words.sentences[n]
    heading = text.is_heading(n)
    kinds: tuple[tuple[What, set[str]], ...] = (
        ("sever", set(d["severing"])),
        ("resume", set(d["resuming"])),
        ("establish", set(d["establishing"])),
    )
    for w in words.words[first:last]:
        forms = text.forms(w)
        what = next((kind for kind, some in kinds if forms & some), None)
        if what is None or not (heading or (w.is_verb and text.happened(w))):
            continue
        ties = [x for x in words.words[first:last] if x.lower.rstrip("s") in d["relations"] and text.within(x.i, w.i)
                and not _verb_between(text, min(x.i, w.i), max(x.i, w.i))]  # fmt: skip
        if not ties or not _between_them(text, w):
            continue
        start, _ = text.dated(w)
        yield Statement(what, "none", about.holder, about.host, start, None, w.i,
                        words.sentence_span(n), text.paragraph[n], heading)  # fmt: skip


def _between_them(text: Text, w: Word) -> bool:
    """Whether no third state stands in the clause as a party to what is broken off or resumed."""
    about = text.about
    assert about is not None
    a, b = text.clause(w)
    third: set[str] = set()
    own: set[str] = set()
    for k in range(a, b):
        m = text.cast.names.at.get(k)
        if m is None or m.first != k or not m.entry.code or m.entry.kind == "group":
            continue
        if text.words[m.first - 1].lower in text.d["aside"]:
            continue
        code = about.which(m.entry.code)
        (third if code is None else own).add(code or m.entry.code)
    return not third or len(own) == 2
