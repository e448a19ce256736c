"""Acts on their way to mentions: what the lexicon names, what became of it, and whom the parse puts on either side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.coding.actors import Cast
from detente.coding.acts import Naming, Predicate, act_lexicon, predicates
from detente.coding.conditions import predicated
from detente.coding.factuality import Operators, Status, operators, status
from detente.coding.roles import Parties, Roles, subject, unique
from detente.coding.topics import elsewhere
from detente.coding.words import Word, Words
from detente.knowledge import ontology
from detente.model import Actor, Type


@dataclass(slots=True)
class Draft:
    """One act on its way to a mention. `chance` is how likely it is that the text reports it, where that is known;
    `assistant` is the language model that proposed it, where one did."""

    predicate: Predicate
    status: Status
    parties: Parties
    terms: tuple[Word, ...] = ()
    chance: float | None = None
    assistant: str | None = None

    @property
    def act(self) -> ontology.Act:
        """The act that CAMEO's code stands for: its own, or that of the word that has replaced it."""
        return ontology.act(self.status.cameo or self.predicate.naming.cameo)

    @property
    def type(self) -> Type:
        """PLOVER's event type."""
        found = self.act.type if self.status.cameo else (self.predicate.naming.type or self.act.type)
        assert found is not None
        return found

    @property
    def mode(self) -> str | None:
        """PLOVER's mode, where there is one."""
        return None if self.status.cameo else (self.predicate.naming.mode or self.act.mode)

    @property
    def reciprocal(self) -> bool:
        """Whether all parties act on each other."""
        return self.parties.both or (self.predicate.naming.reciprocal and self.status.cameo is None)


def drafts(cast: Cast) -> list[list[Draft]]:
    """The acts that lexicon and parse find in each sentence of a text, in the order of their words.

    A sentence about something else (sport, food ...) has none.
    """
    roles = Roles(cast, operators(cast.language))
    return [list(_of_sentence(cast, n, roles)) for n in range(len(cast.words.sentences))]


def _of_sentence(cast: Cast, n: int, roles: Roles) -> Iterator[Draft]:
    words, ops = cast.words, roles.ops
    if elsewhere(words, n, cast.language):
        return
    found = predicates(words, n, act_lexicon(cast.language, cast.own))
    swallowed: dict[int, Draft] = {}
    for p in found:
        s = status(words, p.word, _hostile(p), ops)
        if _is_swallowed(words, p, s, found, ops):
            continue
        parties = roles.of(p, s)
        if not (parties.actors and parties.recipients):
            continue
        roles.remember(parties)
        draft = Draft(p, s, parties)
        key = s.event.i
        if key in swallowed and swallowed[key].parties.sure >= parties.sure:
            continue
        swallowed[key] = draft
    yield from sorted(swallowed.values(), key=lambda d: d.status.event.i)
    for predicate, terms in predicated(cast, n):
        if (made := _demand(cast, predicate, terms, roles)) is not None:
            yield made


def _hostile(p: Predicate) -> bool:
    a = ontology.act(p.naming.cameo)
    return (p.naming.type or a.type or "") in ontology.HOSTILE


def _is_swallowed(words: Words, p: Predicate, s: Status, found: list[Predicate], ops: Operators) -> bool:
    """Whether a governing act already stands for this one: "accused it of shelling", "urged it to withdraw"."""
    others = {q.word.i: q for q in found if q is not p}
    for g in s.chain:
        op = ops.verbs.get(g.lemma)
        if g.i in others and op is not None and op.keeps:
            return True
    return p.word.is_noun and any(q.word.i == p.word.head and p.word in q.objects for q in others.values())


def _demand(cast: Cast, predicate: Word, terms: list[Word], roles: Roles) -> Draft | None:
    """ "Any agreement was conditional on ...": the side that says so demands it of the other."""
    words = cast.words
    clause = words[predicate.head] if predicate.pos == "ADJ" else predicate
    governor = words[clause.head] if clause.role == "ccomp" else None
    if governor is None:  # "Any loan, she told her hosts, depended on ..."
        aside = words.children(clause, "parataxis", "ccomp", "advcl")
        governor = next((c for c in aside if c.is_verb and c.lemma in roles.ops.reporting), None)
    speaker = subject(words, governor, roles.ops) if governor is not None else None
    actors = unique(cast.all_at(speaker)) if speaker is not None else ()
    recipients: tuple[Actor, ...] = ()
    if governor is not None:
        for x in [*words.children(governor, "iobj", "obj"), *words.obliques(governor, "to")]:
            recipients = recipients or unique(cast.all_at(x))
    if not recipients:
        codes = {a.code for a in actors}
        recipients = unique([a for t in terms for x in (*words.children(t, "poss"), *words.obliques(t, "of", "by", "in"))
                             for a in cast.loosely(x) if a.code not in codes])  # fmt: skip
    if not recipients and actors:
        recipients = roles.other_side(actors)
    if not actors and recipients:
        named = [c for c in cast.counts() if c != recipients[0].code]
        actors = (Actor(words.span(predicate), cast.home or named[0]),) if named else ()
    actors = tuple(a for a in actors if a.code not in {r.code for r in recipients})
    if not actors or not recipients:
        return None
    p = Predicate(predicate, Naming("104"))
    return Draft(p, Status("actual", 1.0, predicate), Parties(actors, recipients, 0.9), tuple(terms))
