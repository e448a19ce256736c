"""What refers back: pronouns, "the two countries", "the Communist regime", "its ally", "the government"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from detente.coding.words import Word
from detente.knowledge import world
from detente.knowledge.world import Role
from detente.model import Actor

if TYPE_CHECKING:
    from detente.coding.actors import Cast, Stand

_SUBJECTS = frozenset({"subj", "subjpass", "agent"})
_REACH = 3  # sentences back that a pronoun may look


def pronoun(cast: Cast, w: Word) -> tuple[Actor, ...]:
    """The parties that a pronoun stands for."""
    d = cast.descriptions
    if w.lower in d["person_pronouns"]:
        return _person(cast, w)
    if w.lower in d["thing_pronouns"]:
        code = _state(cast, w)
        return (Actor(cast.words.span(w), code, "GOV"),) if code else ()
    if w.lower in d.get("either_pronouns", ()):
        return _either(cast, w)
    if w.lower in d["plural_pronouns"]:
        return _plural(cast, w)
    if w.lower in d["first_plural"] or w.lower in d["first_singular"]:
        code = _speaker(cast, w)
        return (Actor(cast.words.span(w), code, "GOV"),) if code else ()
    if w.lower in ("who", "which", "that", "whose", "qui", "lequel", "dont"):
        verb = cast.words.clause_verb(w)
        if verb is not None and verb.role == "relcl":
            return cast.at(cast.words[verb.head])
    return ()


def _stands_before(cast: Cast, i: int, reach: int = _REACH) -> list[Stand]:
    sentence = cast.words[i].sentence
    return [s for s in cast.stands if s.i < i and not s.place and sentence - s.sentence <= reach]


def _either(cast: Cast, w: Word) -> tuple[Actor, ...]:
    """ "Il", "son": a person or a state, whichever stands nearer as a subject."""
    person, state = _best_person(cast, w), _best_state(cast, w)
    if person is not None and (state is None or person[0] >= state[0]):
        return tuple(replace(a, span=cast.words.span(w)) for a in person[1])
    return (Actor(cast.words.span(w), state[1], "GOV"),) if state is not None else ()


def _state(cast: Cast, w: Word) -> str | None:
    """The state that "it" or "its" means."""
    best = _best_state(cast, w)
    return best[1] if best is not None else None


def _best_state(cast: Cast, w: Word) -> tuple[float, str] | None:
    """How well the best state before a pronoun fits, and its code: the nearest subject first, other mentions after that."""
    best: tuple[float, str] | None = None
    unlike = cast.descriptions.get("unlike", {}).get(w.lower, ())
    verb = cast.words.clause_verb(w)
    for s in _stands_before(cast, w.i):
        score = -2.0 * (w.sentence - s.sentence) - 0.01 * (w.i - s.i)
        score += 2.0 * (s.role in _SUBJECTS) - 1.0 * (s.role in ("amod", "compound", "nmod"))
        if w.role == "subj" and verb is not None and cast.words[s.i].head == verb.i:
            score -= 3.0  # a subject is not its own object
        above = cast.words.clause_verb(cast.words[s.i])
        if unlike and s.role in _SUBJECTS and above is not None and above.role in ("relcl", "acl"):
            score -= 1.5  # a clause beside the story
        if unlike and world.article(s.code, cast.language) in unlike and cast.names.at[s.i].entry.kind == "country":
            score -= 3.0  # "elle" is not "le Canada"
        if best is None or score > best[0]:
            best = (score, s.code)
    return best


def _person(cast: Cast, w: Word) -> tuple[Actor, ...]:
    """ "He", "her": the person or office-holder before it."""
    best = _best_person(cast, w)
    if best is None:
        return ()
    return tuple(Actor(cast.words.span(w), a.code, a.sector, a.name, a.level, a.country) for a in best[1])


def _best_person(cast: Cast, w: Word) -> tuple[float, tuple[Actor, ...]] | None:
    """How well the best person before a pronoun fits, and whom he acts for: the nearest subject first, never the one beside it."""
    words = cast.words
    verb = words.clause_verb(w) if w.role != "poss" else None
    beside = words.child(verb, "subj", "subjpass") if verb is not None and w.role not in ("subj", "subjpass") else None
    barred = {a.name or a.code for a in cast.at(beside)} if beside is not None else set()
    done_to = set()
    if w.role == "subj" and verb is not None:  # who urges South Africa is no South African
        done_to = {m.entry.code for o in words.children(verb, "obj") if (m := cast.names.at.get(o.i)) is not None}
    best: tuple[float, tuple[Actor, ...]] | None = None
    for i, found in _people_before(cast, w):
        if not found or any((a.name or a.code) in barred or a.code in done_to for a in found):
            continue
        x = words[i]
        role = words.first_conjunct(x).role
        score = -2.0 * (w.sentence - x.sentence) - 0.01 * (w.i - i) + 1.5 * (role in _SUBJECTS)
        if best is None or score > best[0]:
            best = (score, found)
    return best


def _people_before(cast: Cast, w: Word) -> Iterator[tuple[int, tuple[Actor, ...]]]:
    """Named people and holders of offices named without their names, with the words that head them."""
    for i, surname in cast.persons.mentions:
        x = cast.words[i]
        if i < w.i and w.sentence - x.sentence <= _REACH:
            p = cast.persons.by_surname(surname)
            if p is not None and p.codes:
                run = cast.persons.run(x)
                head = next((r for r in run if r.head not in {q.i for q in run}), run[-1]) if run else x
                top = cast.words[head.head] if head.role in ("appos", "compound") else head
                yield top.i, p.actors(cast.words.span(w))
    for m in cast.roles.matches:
        x = cast.words[m.head]
        near = m.last < w.i and w.sentence - x.sentence <= _REACH
        named = any(cast.persons.run(c) for c in cast.words.children(x, "appos", "compound"))
        if near and m.entry.level and x.tag not in ("NNS", "NNPS") and not named:
            yield x.i, cast.at(x)


def _plural(cast: Cast, w: Word) -> tuple[Actor, ...]:
    """ "They" is the nearest plural subject with a state, or the two states of the nearest coordination."""
    words = cast.words
    for i in range(w.i - 1, max(-1, words.sentences[max(0, w.sentence - 1)][0] - 1), -1):
        x = words[i]
        if x.role not in ("subj", "subjpass") or x.pos == "PRON":
            continue
        plural = x.tag in ("NNS", "NNPS") or any(True for _ in words.children(x, "conj"))
        found = cast.all_at(x)
        if found and (plural or len(found) > 1):
            return tuple(Actor(words.span(w), a.code, a.sector, a.name, a.level, a.country) for a in found if a.code)
    code = _state(cast, w)
    return (Actor(words.span(w), code, "GOV"),) if code else ()


def _speaker(cast: Cast, w: Word) -> str | None:
    """ "We" inside a quotation is the speaker's country, elsewhere the home of the text."""
    if not _quoted(cast, w):
        return cast.home
    for verb in cast.words.ancestors(w):
        if not verb.is_verb:
            continue
        for s in cast.words.children(verb, "subj", "agent"):
            if s.i != w.i and s.pos != "PRON":
                codes = [a.code for a in cast.at(s) if a.code]
                if codes:
                    return codes[0]
    return cast.home


def _quoted(cast: Cast, w: Word) -> bool:
    """Whether an opening quotation mark before `w` is still open."""
    before = cast.words.text[max(0, w.start - 600) : w.start]
    if "“" in before or "«" in before:
        return before.count("“") + before.count("«") > before.count("”") + before.count("»")
    sentence = cast.words.text[cast.words.sentence_span(w.sentence).start : w.start]
    return sentence.count('"') % 2 == 1


def pair(cast: Cast, w: Word) -> tuple[Actor, ...]:
    """ "The two countries", "both sides", "each other": the last two states that the text named."""
    d = cast.descriptions
    first = cast.words[max(0, w.i - 1)].lower
    before = cast.words[max(0, w.i - 2)].lower
    span = cast.words.phrase(w)
    said = " ".join(span.of(cast.words.text).lower().split())
    is_pair = said in d["pair_phrases"] or f"{first} {w.lower}" in d["pair_phrases"]
    if not is_pair and w.lemma in d["pair_heads"] and w.tag in ("NNS", "NNPS"):
        lead = {c.lower for c in cast.words.children(w, "det", "nummod", "predet")} | {first, before}
        is_pair = bool(lead & {"two", "both", "deux"}) and not cast.nations(w)
    if not is_pair:
        return ()
    codes = last_two(cast, w)
    return tuple(Actor(span, c, "GOV") for c in codes)


def _named_together(cast: Cast, w: Word) -> tuple[str, ...]:
    """The two states of the nearest coordination before `w` in its sentence or the one before: "Canada and Norway ..."."""
    for m in reversed(cast.names.matches):
        head = cast.words[m.head]
        if m.last >= w.i or m.entry.code is None:
            continue
        if w.sentence - head.sentence > 1:
            break
        group = [cast.names.at.get(x.i) for x in cast.words.conjuncts(cast.words.first_conjunct(head))]
        codes = tuple(dict.fromkeys(n.entry.code for n in group if n is not None and n.entry.code))
        if len(codes) == 2:
            return codes
    return ()


def dominant(cast: Cast) -> tuple[str, ...]:
    """The two states a whole text is about: both named often, no third near them. Empty where there are no such two."""
    counts = list(cast.counts().items())[:3]
    if len(counts) < 2 or counts[1][1] < 3 or (len(counts) > 2 and counts[2][1] > 0.67 * counts[1][1]):
        return ()
    return counts[0][0], counts[1][0]


def last_two(cast: Cast, w: Word) -> tuple[str, ...]:
    """The two states most recently named before `w`; the two of the whole text where it names but two."""
    if together := _named_together(cast, w):
        return together
    if (pair := dominant(cast)) and all(any(s.i < w.i and s.code == c for s in cast.stands) for c in pair):
        return pair
    out: list[str] = []
    for s in reversed([s for s in cast.stands if s.i < w.i and not s.place]):
        if s.code not in out:
            out.append(s.code)
        if len(out) == 2:
            return tuple(reversed(out))
    for code in cast.counts():
        if code not in out:
            out.append(code)
        if len(out) == 2:
            return tuple(out)
    return ()


def description(cast: Cast, w: Word) -> tuple[Actor, ...]:
    """ "The Communist regime", "the island nation", "its neighbour": the last state named that the words fit."""
    d = cast.descriptions
    people = w.lemma in d["people_heads"]
    if not people and (w.lemma not in d["state_heads"] or w.tag in ("NNS", "NNPS")):
        return ()
    determiners = [c for c in cast.words.children(w, "det", "poss") if c.i < w.i]
    if not determiners or any(c.lower in ("a", "an", "any", "every", "no", "un", "une") for c in determiners):
        return ()
    wanted: set[str] | None = None
    for key in [w.lemma, *(c.lower for c in cast.words.children(w, "amod", "compound"))]:
        if key in d["kinds"]:
            fits = set(d["kinds"][key])
            wanted = fits if wanted is None or not (wanted & fits) else wanted & fits
    owner = next((c for c in determiners if c.role == "poss"), None)
    barred = {a.code for a in cast.at(owner)} if owner is not None else set()
    if wanted is None and owner is None and w.lemma in ("regime", "junta", "dictatorship"):
        barred = {cast.home}
    code = _last_fitting(cast, w, wanted, barred)
    if code is None and wanted is not None and len(wanted) == 1:
        code = next(iter(wanted))
    return (Actor(cast.words.phrase(w), code, "GOV"),) if code else ()


def _last_fitting(cast: Cast, w: Word, wanted: set[str] | None, barred: set[str | None]) -> str | None:
    ok = [s for s in cast.stands if not s.place and s.code not in barred and (wanted is None or s.code in wanted)]
    before = [s for s in ok if s.i < w.i]
    if wanted is not None and not before:
        before = ok  # a headline may describe before it names
    return before[-1].code if before else None


def default_nation(cast: Cast, w: Word, role: Role) -> str | None:
    """Whose "the government", "the minister", "troops" are, where nothing says so.

    The state that the same office was given to before in this text; else the home of the text; else the subject most
    recently named. None for bare plurals of agents ("troops", "protesters"), which may be anybody's.
    """
    words = cast.words
    definite = any(c.lower in ("the", "le", "la", "les", "l'") for c in words.children(w, "det"))
    for m in reversed(cast.roles.matches):
        if m.last < w.i and m.entry == role and (named := cast.nations(words[m.head])):
            return named[0][0]
    if definite and role.level:  # "the minister" after "Foreign Minister Ralph Regenvanu"
        for i, surname in reversed(cast.persons.mentions):
            p = cast.persons.by_surname(surname) if i < w.i and w.sentence - words[i].sentence <= 2 else None
            if p is not None and p.codes and p.level == role.level:
                return p.codes[0]
    if not (definite or role.level or role.office):
        return None
    if not role.state:
        return None
    if cast.home is not None:
        return cast.home
    before = [s for s in cast.stands if s.i < w.i and not s.place]
    subjects = [s for s in before if s.role in _SUBJECTS]
    chosen = subjects or before
    return chosen[-1].code if chosen else None
