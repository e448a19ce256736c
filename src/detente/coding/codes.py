"""Which codes a user's dictionaries give the noun phrases of a text: an actor's, with those of the agents around it.

"Soldiers from Gondor" is GON with MIL, "Danish media and government" DNK with MED and DNK with GOV, "clerics" alone
---REL (PETRARCH's codebook: an agent without an actor).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from detente.coding.given import is_name
from detente.coding.names import head_of, key_parts
from detente.coding.words import Word, Words
from detente.knowledge.dictionaries import NATIONAL, NOBODY, STATE, Own, affiliation, joined
from detente.model import Actor, Span

_BEFORE = frozenset({"amod", "compound", "poss", "nmod", "nummod"})
_OF = frozenset({"of", "from", "in", "within", "de", "du", "des"})
_AND = frozenset({"and", "or", ",", "et", "ou"})
_ARTICLES = frozenset({"det", "poss"})


@dataclass(frozen=True, slots=True)
class Hit:
    """Words that stand in a dictionary: `actor` is the code of a name, `agent` an agent's with whether it leads."""

    first: int
    last: int
    head: int
    actor: str | None = None
    agent: tuple[str, bool] | None = None


@dataclass(frozen=True, slots=True)
class Coded:
    """One party of a noun phrase: its whole code, the actor's part of it, all its words and those of the actor's name.

    `covers` has other names for it too ("Ithaca's minister Doe"); `phrase` is where the coordination stands that it is in.
    """

    code: str
    actor: str | None
    span: Span
    name: Span | None
    covers: Span
    phrase: int


@dataclass(slots=True)
class _Unit:
    """One noun phrase of a coordination: what stands in it and before its noun, and what hangs on it by "of" or "from"."""

    head: Word
    actors: list[Hit] = field(default_factory=list)
    agents: list[Hit] = field(default_factory=list)
    inside: list[Hit] = field(default_factory=list)
    shared: bool = False  # its actor stands before its noun, and may be meant for the next noun too


class Codes:
    """The parties of a text by a user's dictionaries, as of `when`."""

    def __init__(self, words: Words, own: Own, when: date | None) -> None:
        self.words = words
        self._hits = list(_hits(words, own, when))
        self._at = {i: h for h in self._hits for i in range(h.first, h.last + 1)}
        found = {c: None for root in self._roots() for c in self._phrase(root)}
        taken = {c.name for c in found if c.name != c.covers}  # by agents, whatever else the parser hangs it on
        kept = [c for c in found if c.name is None or c.name != c.covers or c.name not in taken]
        self.all: tuple[Coded, ...] = tuple(sorted(kept, key=lambda c: (c.span.start, c.span.end, c.code)))

    def of(self, actor: Actor) -> tuple[Coded, ...]:
        """What the dictionaries say of a party; of one that a pronoun stands for, what they said where it was named."""
        named = [c for c in self.all if c.name and c.name.overlaps(actor.span)]
        here = named or [c for c in self.all if c.covers.overlaps(actor.span)]
        place = actor.code or actor.country
        fitting = [c for c in here if c.actor and affiliation(c.actor).country == place]
        if fitting:  # of several parties by one name, all
            places = {(f.name, f.covers) for f in fitting}
            beside = {f.phrase for f in fitting}  # "lawmakers and officials in X": the coder has them once
            return tuple(
                c
                for c in self.all
                if (c in here and (c in fitting or (c.name, c.covers) in places))
                or (c.phrase in beside and actor.code and _party(c).code == actor.code)
            )
        if here:
            return tuple(here)
        same = [c for c in self.all if c.actor and place and affiliation(c.actor).country == place]
        nearest = next((c for c in reversed(same) if c.span.start < actor.span.start), same[0] if same else None)
        return (replace(nearest, code=nearest.actor or ""),) if nearest else ()

    def expanded(self, actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """The parties with their codes; one that the dictionaries make several ("lawmakers and officials") is several."""
        out: dict[tuple[object, ...], Actor] = {}
        for actor in actors:
            coded = self.of(actor)
            several = len({c.code for c in coded}) > 1
            for c in coded:
                made = _as(actor, c) if several else replace(actor, dictionary=c.code)
                out.setdefault((made.code, made.country, made.organisation, made.name, made.dictionary), made)
            if not coded:
                out.setdefault((actor,), actor)
        return tuple(out.values())

    def parties(self) -> tuple[Actor, ...]:
        """Every party that the dictionaries know in the text, whether or not it does anything."""
        return tuple(_party(c) for c in self.all)

    # ---- noun phrases ---------------------------------------------------------------------------------------------

    def _roots(self) -> list[Word]:
        """The nouns that head the phrases, the first of each coordination, in text order."""
        return [self.words[i] for i in sorted({self._root(self.words[h.head]).i for h in self._hits})]

    def _root(self, w: Word) -> Word:
        for _ in range(len(self.words)):
            above = self.words[w.head]
            if above is w or above.sentence != w.sentence or not (above.is_noun or above.pos == "ADJ"):
                return w
            modifies = w.case is None and (w.role in _BEFORE or (w.role == "appos" and self._beside(above, w)))
            if not (modifies or w.role == "conj" or (w.case in _OF and w.role == "nmod" and self._wanting(above))):
                return w
            w = above
        return w

    def _possesses(self, h: Hit) -> bool:
        after = self.words.words[h.last + 1 : h.last + 3]
        return len(after) == 2 and after[0].tag == "POS" and after[1].lower in _AND

    def _beside(self, a: Word, b: Word) -> bool:
        """ "Minister Doe": the words stand side by side, without a comma that would set them off."""
        between = self.words.words[min(a.i, b.i) + 1 : max(a.i, b.i)]
        return not any(x.pos == "PUNCT" for x in between)

    def _wanting(self, w: Word) -> bool:
        """Whether a phrase names agents but nobody they act for."""
        unit = self._units(w)[-1]
        return bool(unit.agents) and not unit.actors

    def _units(self, w: Word) -> list[_Unit]:
        """What stands in a phrase before its noun and at it; two where the parser has run two parties into one."""
        found = {h.first: h for x in self._inner(w) if (h := self._at.get(x.i))}
        inside = sorted(found.values(), key=lambda h: h.first)
        starts = [0]
        for n, (h, after) in enumerate(pairwise(inside), 1):
            before = inside[starts[-1] : n]
            if (h.actor and self._ends_a_party(h)) or (
                # "Minister A of X and Y President B", taken for one name
                after.actor
                and any(x.lower in _AND for x in self.words.words[h.last + 1 : after.first])
                and any(x.actor for x in before)
                and any(x.agent for x in before)
            ):
                starts.append(n)
        return [self._unit(w, inside[a:b]) for a, b in zip(starts, [*starts[1:], len(inside)], strict=True)]

    def _ends_a_party(self, h: Hit) -> bool:
        """ "X and the Y police": an article after "and" begins another party, whatever the parser makes of it."""
        after = [x for x in self.words.words[h.last + 1 : h.last + 4] if x.tag != "POS"]
        return len(after) > 1 and after[0].lower in _AND and any(x.pos == "DET" for x in after[1:])

    def _unit(self, w: Word, inside: list[Hit]) -> _Unit:
        unit = _Unit(w, agents=[h for h in inside if h.agent], inside=inside)
        actors = [h for h in inside if h.actor]
        if actors:
            # "Ithaca's minister Doe" is one party, "French and German officials" are two
            listed = [h for a, h in pairwise(actors) if self.words[a.last + 1].lower in _AND and h.head != w.i]
            unit.actors = [actors[0], *(listed if actors[0].head != w.i else ())]
            unit.shared = actors[0].last < w.i
        return unit

    def _inner(self, w: Word) -> Iterator[Word]:
        yield w
        for c in self.words.children(w):
            if c.case is None and (c.role in _BEFORE or (c.role == "appos" and self._beside(w, c))):
                if c.role == "appos":
                    yield from self._inner(c)
                else:
                    yield from (x for x in self.words.subtree(c) if x.i < w.i or c.i > w.i)

    def _phrase(self, root: Word) -> Iterator[Coded]:
        units = [u for w in self.words.conjuncts(root) for u in self._units(w)]
        units += [stray for unit in units for stray in self._strays(unit)]
        for n, unit in enumerate(units):
            if unit.agents and not unit.actors:
                self._complete(units, n)
            elif unit.actors and not unit.agents and self._possesses(unit.actors[-1]):
                # "X's and Y's ministers"
                unit.agents = next((list(other.agents) for other in units[n + 1 :] if other.agents), [])
        taken = {h for u in units if u.agents for h in u.actors}
        units = [u for u in units if u.agents or not taken.issuperset(u.actors)]
        for unit in units:
            agents = [h.agent for h in unit.agents if h.agent]
            for hit in unit.actors:
                for code in (hit.actor or "").split("/"):
                    span = self._span([hit, *unit.agents])
                    covers = self._span([hit, *unit.agents, *unit.inside])
                    yield Coded(joined(code, agents), code, span, self._span([hit]), covers, root.i)
            if agents and not unit.actors:
                span = self._span(unit.agents)
                yield Coded(joined("---", agents), None, span, None, span, root.i)

    def _strays(self, unit: _Unit) -> Iterator[_Unit]:
        """ "Troops from X and sailors from Y", where the parser joins the sailors to X."""
        if unit.agents and not unit.actors:
            for c in self.words.children(unit.head, "nmod", "obl"):
                for x in self.words.conjuncts(c)[1:] if c.case in _OF and c.i > unit.head.i else ():
                    for other in self._units(x):
                        after = self.words.words[other.head.i + 1 : other.head.i + 2]
                        if other.agents and not other.actors and after and after[0].lower in _OF:
                            yield other

    def _complete(self, units: list[_Unit], n: int) -> None:
        """Whom agents act for that is not said beside them: "officials of X", "X media and *government*", "*lawmakers* and ..."."""
        unit = units[n]
        before = self._at.get(unit.agents[0].first - 1)
        if before is not None and before.actor and self.words[before.last].sentence == unit.head.sentence:
            unit.actors = [before]  # "X gendarmes", though the parser tears them apart
            return
        if found := self._below(unit):
            unit.actors = found
            return
        articles = any(c.i < unit.head.i for c in self.words.children(unit.head, *_ARTICLES))
        for other in reversed(units[:n]):
            if other.shared and not articles:
                unit.actors = other.actors
                unit.agents = [h for h in other.agents if h.last < other.head.i] + unit.agents
                return
        for other in units[n + 1 :]:
            if not other.actors and (found := self._below(other)):
                unit.actors = found
                return

    def _below(self, unit: _Unit) -> list[Hit]:
        """The actors after "of", "from" or "in", whatever the parser hangs them on; agents on the way count too."""
        words = self.words
        complements = [c for c in words.children(unit.head, "nmod", "obl") if c.case in _OF and c.i > unit.head.i]
        after = unit.head.i + 1
        if not complements and after < len(words) and words[after].lower in _OF:
            complements = [x for x in words.words[after + 1 : after + 8] if x.case == words[after].lower][:1]
        for c in complements:
            below = [u for x in words.conjuncts(c) for u in self._units(x)]
            if actors := [h for u in below for h in u.actors]:
                if len(below) == 1:
                    unit.agents = [*unit.agents, *(h for h in below[0].agents if h not in unit.agents)]
                return self._continued(actors) if unit.head.tag in ("NNS", "NNPS") else actors
        return []

    def _continued(self, actors: list[Hit]) -> list[Hit]:
        """ "Officials in X and Y": Y belongs to X, though the parser may hang it on the officials."""
        while (after := actors[-1].last + 1) + 1 < len(self.words) and self.words[after].lower in _AND:
            nxt = self._at.get(after + 1)
            if nxt is None or not nxt.actor or self.words[nxt.head].role != "conj" or nxt in actors:
                break
            actors = [*actors, nxt]
        return actors

    def _span(self, hits: list[Hit]) -> Span:
        first, last = min(h.first for h in hits), max(h.last for h in hits)
        return Span(self.words[first].start, self.words[last].end)


def _hits(words: Words, own: Own, when: date | None) -> Iterator[Hit]:
    """Everything that stands in a dictionary, longest match first, names before agents."""
    parts, origin = key_parts(words.words)
    i = 0
    while i < len(parts):
        longest = max(own.actors.longest(parts[i]), own.agents.longest(parts[i]))
        for n in range(min(longest, len(parts) - i), 0, -1):
            first, last = origin[i], origin[i + n - 1]
            if words[first].sentence != words[last].sentence:
                continue
            key = tuple(parts[i : i + n])
            entry, agent = own.actors.get(key), own.agents.get(key)
            code = entry.code(when) if entry is not None and is_name(words, first, last) else None
            if code is None and agent is None:
                continue
            head = head_of(words, first, last)
            if code is not None:
                if code not in NOBODY:
                    yield Hit(first, last, head, actor=code)
            elif agent is not None:
                yield Hit(first, last, head, agent=(agent.code, agent.leads))
            i += n
            break
        else:
            i += 1


def _as(actor: Actor, coded: Coded) -> Actor:
    """One of the several parties that the dictionaries make of one."""
    made = _party(coded)
    if coded.actor is None or affiliation(coded.actor).country == (actor.code or actor.country):
        return replace(actor, sector=made.sector, dictionary=coded.code)
    return replace(made, span=actor.span, name=actor.name, level=actor.level)


def _party(coded: Coded) -> Actor:
    a = affiliation(coded.code.removeprefix("---")) if coded.actor is None else affiliation(coded.code)
    if coded.actor is None:
        return Actor(coded.span, None, affiliation(f"XXX{coded.code[3:]}").sector, dictionary=coded.code)
    country = affiliation(coded.actor).country
    acts = bool(country) and (not a.sectors or a.sector in STATE | NATIONAL)
    return Actor(coded.span, country if acts else None, a.sector, country=None if acts else country,
                 organisation=a.organisation, dictionary=coded.code)  # fmt: skip
