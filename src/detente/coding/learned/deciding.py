"""Lexicon and model together: which of the acts that the lexicon finds stand, and which it has missed.

The lexicon knows what its words mean and whom the parse puts on either side, and misses what is said in other words or
parsed wrongly; the model reads the whole sentence but points at no word. An act stands where either is sure and the
other does not contradict; `docs/accuracy.md` has what each gives alone and what the two give together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from detente.coding.actors import Cast
from detente.coding.acts import Naming, Predicate, act_lexicon, predicates
from detente.coding.drafts import Draft
from detente.coding.factuality import Status, operators, status
from detente.coding.learned.candidates import pairs, stands
from detente.coding.learned.labels import FACTUALITIES, NONE, TYPES
from detente.coding.learned.network import Answer, Floats, Question, network
from detente.coding.roles import Parties
from detente.coding.topics import elsewhere
from detente.coding.words import Word
from detente.knowledge import ontology
from detente.model import Actor, Factuality, Type

LANGUAGES = frozenset({"en"})  # what the model has been trained on

ADD = 0.45  # an act that only the model finds needs this probability
DROP = 0.95  # and this one for there being none removes what the lexicon found
RETYPE = 0.80
SURE = 0.79  # where the lexicon is so sure of all acts of a sentence's two parties, the model is not asked
BESIDE = 0.60  # an act of two parties of whom the lexicon already reports another needs this one
MUTUAL = frozenset(
    {"AGREE", "COOPERATE", "SUPPORT", "RETREAT", "REJECT"}
)  # done by both where the model sees it both ways


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model says of one sentence: for each ordered pair of states the probabilities of types and factualities."""

    parties: dict[str, tuple[Actor, ...]]
    types: dict[tuple[str, str], Floats]
    factualities: dict[tuple[str, str], Floats]


def decided(cast: Cast, found: list[list[Draft]]) -> list[list[Draft]]:
    """The acts of each sentence of a text, given what the lexicon found in each."""
    if cast.language not in LANGUAGES:
        return found
    readings = _read(cast, found)
    return [_decide(cast, n, drafts, readings[n]) if n in readings else drafts for n, drafts in enumerate(found)]


def _read(cast: Cast, drafts: list[list[Draft]]) -> dict[int, Reading]:
    """Ask the model about every two states that a sentence names, unless the lexicon is sure what the two do."""
    questions: list[Question] = []
    asked: list[tuple[int, list[tuple[str, str]]]] = []
    parties: dict[int, dict[str, tuple[Actor, ...]]] = {}
    for n in range(len(cast.words.sentences)):
        if elsewhere(cast.words, n, cast.language):
            continue
        whole = cast.words.sentence_span(n)
        text = whole.of(cast.words.text)
        here = {c: actors for c, actors in stands(cast, n).items() if _within(actors, whole.start, len(text))}
        if len(here) < 2 or (len(here) == 2 and _plain(drafts[n], set(here))):
            continue
        parties[n] = here
        codes, two = list(here), pairs(here)
        places = [(codes.index(a), codes.index(b)) for a, b in two]
        questions.append(Question(text, [_within(here[c], whole.start, len(text)) for c in codes], places))
        asked.append((n, two))
    answers = network().answers(questions) if questions else []
    return {
        n: _reading(parties[n], [(a, b, x) for (a, b), x in zip(two, found, strict=True)])
        for (n, two), found in zip(asked, answers, strict=True)
    }


def _plain(drafts: list[Draft], parties: set[str]) -> bool:
    """Whether the syntax puts all acts that the lexicon finds in a sentence between its two parties."""
    between = [d for d in drafts if any({a, b} == parties for a, b in _pairs(d))]
    return bool(between) and len(between) == len(drafts) and all(_lexicon_chance(d) > SURE for d in drafts)


def _within(actors: tuple[Actor, ...], offset: int, length: int) -> list[tuple[int, int]]:
    spans = [(max(0, a.span.start - offset), min(length, a.span.end - offset)) for a in actors]
    return [(s, e) for s, e in spans if s < e]


def _reading(parties: dict[str, tuple[Actor, ...]], found: list[tuple[str, str, Answer]]) -> Reading:
    types: dict[tuple[str, str], Floats] = {}
    factualities: dict[tuple[str, str], Floats] = {}
    for a, b, answer in found:
        for k, pair in enumerate(((a, b), (b, a))):
            types[pair] = answer.types[k]
            factualities[pair] = answer.factualities[k]
    return Reading(parties, types, factualities)


def _codes(actors: tuple[Actor, ...]) -> set[str]:
    return {a.code for a in actors if a.code}


def _pairs(d: Draft) -> set[tuple[str, str]]:
    a, r = _codes(d.parties.actors), _codes(d.parties.recipients)
    if d.reciprocal:
        a = r = a | r
    return {(x, y) for x in a for y in r if x != y}


def _decide(cast: Cast, n: int, drafts: list[Draft], reading: Reading) -> list[Draft]:
    kept: list[Draft] = []
    for d in drafts:
        known = [reading.types[p] for p in _pairs(d) if p in reading.types]
        if not known or d.predicate.naming.by_user:  # what a user's word means is not the model's to doubt
            kept.append(d)
            continue
        best = max(known, key=lambda t: float(t[TYPES.index(d.type)]))
        own, none = float(best[TYPES.index(d.type)]), min(float(t[NONE]) for t in known)
        if none > DROP and not d.terms:
            continue
        top = int(best[:NONE].argmax())
        if float(best[top]) > RETYPE and own < 0.05 and not d.terms and d.status.factuality == "actual":
            continue  # comes back below as what the model takes it for
        d.chance = _blend(d, own, none)
        kept.append(d)
    named = {d.status.event.i for d in kept if d.predicate.naming.by_user}
    kept += [d for d in _missed(cast, n, kept, reading) if d.status.event.i not in named]
    return sorted(kept, key=lambda d: d.status.event.i)


def _lexicon_chance(d: Draft) -> float:
    return min(0.98, d.parties.sure * (0.75 + 0.05 * min(4.0, d.predicate.specificity)))


def _blend(d: Draft, own: float, none: float) -> float:
    return min(0.98, 0.5 * _lexicon_chance(d) + 0.5 * max(own, (1 - none) * 0.5))


def _missed(cast: Cast, n: int, kept: list[Draft], reading: Reading) -> Iterator[Draft]:
    """Acts that the model is sure of and no draft reports."""
    covered = {(p, d.type) for d in kept for p in _pairs(d)}
    told = {p for p, _ in covered}
    together = {
        (x, y)
        for d in kept
        if not d.reciprocal
        for side in (_codes(d.parties.actors), _codes(d.parties.recipients))
        for x in side
        for y in side
    }
    places = _places(cast, n)
    done: set[tuple[tuple[str, str], Type]] = set()
    for (a, b), types in reading.types.items():
        for k in range(NONE):
            type_ = TYPES[k]
            p = float(types[k])
            if p < (BESIDE if (a, b) in told else ADD) or ((a, b), type_) in covered or ((a, b), type_) in done:
                continue
            if (a, b) in together and (a, b) not in told:
                continue  # the two did, or suffered, one thing together
            if {a, b} & places and len(reading.parties.keys() - places) > 1:
                continue  # "the two met in Vienna"
            back = float(reading.types[b, a][k])
            both = type_ == "CONSULT" or (type_ in MUTUAL and back > 0.5 * p)
            done |= {((a, b), type_), ((b, a), type_)} if both else {((a, b), type_)}
            if both and ((b, a), type_) in covered:
                continue
            yield _made(cast, n, reading, (a, b), type_, both, p)


def _places(cast: Cast, n: int) -> set[str]:
    """The states that a sentence names only as where something happened."""
    here = [s for s in cast.stands if s.sentence == n]
    return {s.code for s in here} - {s.code for s in here if not s.place}


def _made(cast: Cast, n: int, reading: Reading, pair: tuple[str, str], type_: Type, both: bool, chance: float) -> Draft:
    words, ops = cast.words, operators(cast.language)
    a, b = (reading.parties[c][:1] for c in pair)
    word, naming = _named(cast, n, type_, a[0], b[0])
    found = status(words, word, type_ in ontology.HOSTILE, ops)
    f, certainty = _factuality(reading.factualities[pair], found)
    sides = ((*a, *b), (*a, *b)) if both else (a, b)
    return Draft(
        Predicate(word, replace(naming, reciprocal=both), specificity=0.0),
        Status(f, certainty, word, chain=found.chain),
        Parties(*sides, chance, both),
        chance=min(0.98, chance),
    )


def _factuality(probabilities: Floats, found: Status) -> tuple[Factuality, float]:
    """Whether it happened: the model's word, unless the parse shows a demand, a plan, a denial; how sure: the parse's."""
    if found.factuality != "actual":
        return found.factuality, found.certainty
    return FACTUALITIES[int(probabilities.argmax())], found.certainty


def _named(cast: Cast, n: int, type_: Type, a: Actor, b: Actor) -> tuple[Word, Naming]:
    """The word that stands for an act: one of the lexicon's for its type, else the verb that holds its parties together."""
    words = cast.words
    heads = [
        cast.words.between(x.span)[-1] if cast.words.between(x.span) else words[words.sentences[n][0]] for x in (a, b)
    ]
    fitting = [
        p for p in predicates(words, n, act_lexicon(cast.language, cast.own))
        if (p.naming.type or ontology.act(p.naming.cameo).type) == type_
    ]  # fmt: skip
    if fitting:
        nearest = min(fitting, key=lambda p: (sum(abs(p.word.i - h.i) for h in heads), p.word.i))
        return nearest.word, nearest.naming
    above = [h, *words.ancestors(h)] if (h := heads[0]) else []
    others = {w.i for w in (heads[1], *words.ancestors(heads[1]))}
    common = next((w for w in above if w.i in others), heads[0])
    word = common if common.is_verb or common.pos in ("NOUN", "ADJ") else words.clause_verb(common) or common
    return word, Naming(ontology.of_type(type_).cameo)
