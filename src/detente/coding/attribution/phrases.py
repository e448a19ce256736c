"""Attributions whose cue is no verb of saying: "according to", "in her view", nouns of saying, adjectives of mind."""

from __future__ import annotations

from detente.coding.attribution import lexicon
from detente.coding.attribution.parse import Parse, Range
from detente.coding.attribution.spans import Draft, cue_start, minus, source_range, subject


def of_phrase(p: Parse, i: int) -> Draft | None:
    """The attribution that word `i` makes as "according (to)", as an adjective of mind or as a noun of saying."""
    word = p.lower[i]
    if word in lexicon.words(p.language, "according"):
        return _according(p, i)
    if p.pos[i] in ("ADJ", "VERB") and word in lexicon.words(p.language, "adjectives"):
        return _of_adjective(p, i)
    if p.pos[i] == "NOUN":
        if p.lemma[i] in lexicon.words(p.language, "in_view"):
            draft = _in_view(p, i)
            if draft is not None:
                return draft
        if p.lemma[i] in lexicon.words(p.language, "nouns") or p.lemma[i] in lexicon.words(p.language, "light_nouns"):
            return _of_noun(p, i)
    return None


def _clause_around(p: Parse, i: int) -> Range:
    """The nearest clause that phrase `i` modifies."""
    h = p.head[i]
    while p.head[h] != h and p.pos[h] not in ("VERB", "AUX"):
        h = p.head[h]
    return p.under(h)


def _according(p: Parse, i: int) -> Draft | None:
    to = next((j for j in range(i + 1, min(i + 3, p.n)) if p.lower[j] == "to"), None)
    last = to if to is not None else i
    if to is None and p.lower[i] in lexicon.words(p.language, "according_to"):
        return None
    thing = next((k for k in p.kids[last] if p.dep[k] == "pobj"), None)
    if thing is None:
        return None
    a, b = p.under(thing)
    content = [p.under(i)] if p.left[i] != i else [_clause_around(p, i)]
    source, cue = (max(a, last + 1), b), (i, last + 1)
    content = minus(content, [source, cue])
    if not content or p.head[i] == i:
        content = minus([p.sentence(i)], [source, cue])
    return Draft(i, [source], [cue], content, thing)


def _in_view(p: Parse, i: int) -> Draft | None:
    """ "In her view", "in the words of the minister"."""
    prep = p.head[i]
    if p.dep[i] != "pobj" or p.lower[prep] not in ("in", "by", "to"):
        return None
    owner = p.child(i, "poss")
    if owner is not None:
        source, cue = p.under(owner), [(prep, p.left[owner]), (p.right[owner], i + 1)]
    else:
        of = next((k for k in p.kids[i] if p.lower[k] == "of"), None)
        owner = p.child(of, "pobj") if of is not None else None
        if of is None or owner is None:
            return None
        source, cue = p.under(owner), [(prep, of + 1)]
    content = minus([_clause_around(p, prep)], [source, *cue])
    return Draft(i, [source], [c for c in cue if c[0] < c[1]], content, owner)


def _of_adjective(p: Parse, i: int) -> Draft | None:
    h = p.head[i]
    copular = p.dep[i] in ("acomp", "oprd", "attr", "xcomp") and p.lemma[h].lower() in lexicon.words(
        p.language, "copulas"
    )
    if not copular:
        return None
    thing = next((c for c in p.kids[i] if c > i and p.dep[c] in ("ccomp", "xcomp", "prep", "advcl")), None)
    if thing is None:
        thing = next((c for c in p.kids[h] if c > i and p.dep[c] in ("ccomp", "xcomp")), None)
    if thing is None:
        return None
    s = subject(p, h)
    a, b = p.under(thing)
    end = i + 1
    if p.dep[thing] == "prep":
        if p.lower[thing] not in ("of", "about", "to", "with", "for", "at", "over", "by", "on", "in", "that"):
            return None
        end = thing + 1
        a = end
    if s is not None and p.lower[s] in ("it", "there", "that", "this"):
        return None
    source = [source_range(p, s, h)] if s is not None else []
    cue = [(cue_start(p, h), end)]
    return Draft(i, minus(source, cue), cue, minus([(a, b)], cue), s)


def _of_noun(p: Parse, i: int) -> Draft | None:
    """ "The claim that ...", "their demand for ...", "expressed concern about ..."."""
    clause = next((c for c in p.kids[i] if c > i and p.dep[c] in ("acl", "ccomp") and p.tag[c] != "VBN"), None)
    finite = clause is not None and any(
        p.dep[k] == "mark" and p.lower[k] in ("that", "whether") for k in p.kids[clause]
    )
    infinitive = clause is not None and any(p.dep[k] == "aux" and p.lower[k] == "to" for k in p.kids[clause])
    owner = p.child(i, "poss")
    h = p.head[i]
    lit = (
        p.dep[i] == "dobj"
        and p.lower[h] in lexicon.light(p.language)
        and p.lemma[i] in lexicon.words(p.language, "light_nouns")
    )
    start = i
    while start - 1 >= 0 and p.head[start - 1] == i and p.dep[start - 1] in ("amod", "compound"):
        start -= 1
    if clause is not None and (finite or infinitive) and p.lemma[i] in lexicon.words(p.language, "nouns"):
        if not (finite or owner is not None or lit):
            return None
        content, end = p.under(clause), i + 1
    else:
        prep = next(
            (
                c
                for c in p.kids[i]
                if c > i and p.dep[c] == "prep" and p.lower[c] in lexicon.words(p.language, "noun_prepositions")
            ),
            None,
        )
        if prep is None and lit:
            prep = next(
                (
                    c
                    for c in p.kids[h]
                    if c > i and p.dep[c] == "prep" and p.lower[c] in lexicon.words(p.language, "noun_prepositions")
                ),
                None,
            )
        if prep is None or not lit:
            return None
        content, end = (prep + 1, p.right[prep]), prep + 1
    if lit:
        s = subject(p, h)
        cue = [(cue_start(p, h), end)]
    else:
        s = owner
        cue = [(start, end)]
    if s is None:
        source: list[Range] = []
        by = next((c for c in p.kids[i] if p.dep[c] in ("prep", "agent") and p.lower[c] in ("by", "from")), None)
        thing = p.child(by, "pobj") if by is not None else None
        if thing is not None:
            s, source = thing, [p.under(thing)]
    else:
        source = [source_range(p, s, i)]
    cue = minus(cue, source)
    return Draft(i, source, cue, minus([content], [*cue, *source]), s)


def of_tail(p: Parse, sentence: Range) -> Draft | None:
    """ "They met in Oslo, documents obtained by The Globe and Mail show.": read by its words.

    Parsers seldom see the verb at the end of such a sentence, and take it for part of the name before it.
    """
    a, b = sentence
    while b > a and p.blank(b - 1):
        b -= 1
    v = b - 1
    frames = lexicon.verbs(p.language).get(p.lower[v], ()) if v > a else ()
    if not any("clause" in f.takes or "bare" in f.takes for f in frames) or p.tag[v] == "VBG":
        return None
    comma = next((i for i in range(v - 1, a, -1) if p.lower[i] == ","), None)
    if comma is None or v - comma > 16 or comma - a < 3:
        return None
    head = next(
        (i for i in range(comma + 1, v) if p.pos[i] in ("NOUN", "PROPN") and p.head[i] not in (i + 1, i + 2)), None
    )
    if (
        head is None
        or p.lemma[head].lower() not in lexicon.kind_heads(p.language)
        or p.pos[comma + 1] in ("CCONJ", "SCONJ", "ADP", "VERB")
    ):
        return None
    return Draft(v, [(comma + 1, v)], [(v, v + 1)], [(a, comma)], head)


def of_turned_tail(p: Parse, sentence: Range) -> Draft | None:
    """ "They met in Oslo, reveals the World.": as French has it, and machines that translate from it."""
    a, b = sentence
    while b > a and p.blank(b - 1):
        b -= 1
    comma = next((i for i in range(b - 2, a + 2, -1) if p.lower[i] == ","), None)
    if comma is None or b - comma > 10:
        return None
    v = comma + 1
    frames = lexicon.verbs(p.language).get(p.lower[v], ())
    speaks = any("bare" in f.takes for f in frames) and p.pos[v] == "VERB" and p.tag[v] in ("VBZ", "VBD", "VBP")
    named = v + 1 < b and all(p.pos[i] in ("DET", "ADJ", "NOUN", "PROPN", "ADP", "CCONJ") for i in range(v + 1, b))
    if not speaks or not named or p.child(v, "nsubj") is not None or p.pos[v + 1] not in ("DET", "PROPN"):
        return None
    head = next((i for i in range(v + 1, b) if p.pos[i] in ("NOUN", "PROPN") and not v < p.head[i] < b), None)
    return Draft(v, [(v + 1, b)], [(v, v + 1)], [(a, comma)], head) if head is not None else None
