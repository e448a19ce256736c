"""Who acted: the states, organisations and people that a noun phrase stands for.

`Cast` answers for any head word of a parsed text which parties it names. Names come from `knowledge.world`, people from
their descriptions anywhere in the text (`persons`), and pronouns and descriptions ("the regime", "both sides") from what
stands before them (`coreference`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from detente.coding import coreference
from detente.coding.names import Index, Match, find_names, find_roles
from detente.coding.persons import Persons
from detente.coding.words import Word, Words
from detente.knowledge import world
from detente.knowledge.dictionaries import NOTHING, Own
from detente.knowledge.lexicons import lexicon
from detente.knowledge.world import Name, Role
from detente.model import Actor, Span

STATE_KINDS = frozenset({"country", "capital", "seat"})
_MODIFIERS = ("amod", "compound", "poss", "nmod", "nummod", "det", "appos")
_BELONGS = frozenset({"of", "from", "in", "within", "de", "du", "d'"})
# Who is posted in a country does not act for it.
_POSTED = frozenset(
    {"ambassador", "envoy", "embassy", "mission", "consulate", "consul", "diplomat", "legation", "ambassade"}
)


@dataclass(frozen=True, slots=True)
class Stand:
    """A place in the text where a state was named outright, for what refers back to it."""

    i: int
    code: str
    role: str
    sentence: int
    place: bool = False  # only where something happened: "in Madrid"


class Cast:
    """The parties of one text, as of `when` (who held an office, which state a capital stood for).

    `own` is the user's own knowledge, which comes before what ships with the program.
    """

    def __init__(self, words: Words, language: str, when: date | None, home: str | None, own: Own = NOTHING) -> None:
        self.words = words
        self.language = language
        self.when = when
        self.home = home
        self.own = own
        self.descriptions = lexicon(language, "descriptions")
        self.names: Index[Name] = find_names(words, language, when, own)
        self.roles: Index[Role] = find_roles(words, language, self.names, own)
        self._known: dict[int, tuple[Actor, ...]] = {}
        self._busy: set[int] = set()
        self.stands = self._stands()
        self.persons = Persons(self)
        self.persons.describe()
        self._known.clear()  # what was answered before everybody was known

    # ---- what is named outright -----------------------------------------------------------------------------------

    def _stands(self) -> list[Stand]:
        out: list[Stand] = []
        for m in self.names.matches:
            if m.entry.code is None or m.entry.kind == "group":
                continue
            w = self.words[m.head]
            role = w.role
            if role in ("amod", "compound", "poss", "nmod") and w.head != w.i:
                owner = self.words[w.head]
                if owner.i in self.roles.at or role != "amod":
                    role = owner.role if owner.i in self.roles.at else role
            first = self.words.first_conjunct(w)
            above = self.words[first.head]
            at = above if first.role == "compound" and above.pos == "PROPN" else first  # "in Mexico City"
            place = m.entry.kind in ("capital", "country") and at.case in ("in", "at", "near", "à", "en")
            out.append(Stand(m.first, m.entry.code, first.role if role == "conj" else role, w.sentence, place))
        return out

    def counts(self) -> dict[str, int]:
        """How often each state is named other than as a place, most often first (ties in order of first mention)."""
        out: dict[str, int] = {}
        for s in self.stands:
            if s.place:
                continue
            out[s.code] = out.get(s.code, 0) + 1
        return dict(sorted(out.items(), key=lambda x: -x[1]))

    def nations(self, w: Word) -> list[tuple[str, Span]]:
        """States that qualify noun `w`: "Norwegian", "Norway's", "its American and Japanese", "of Norway"."""
        found: dict[str, Span] = {}
        left = [c for c in self.words.children(w, *_MODIFIERS) if self._qualifies(c, w)]
        for c in left:
            for x in sorted(self.words.subtree(c), key=lambda x: x.i):
                m = self.names.at.get(x.i)
                if m and m.entry.code and m.entry.kind != "group" and m.entry.code not in found:
                    found[m.entry.code] = self._span(m)
        # Without a name of its own, a possessor speaks for the phrase: "its allies", "the minister's decision".
        if not found:
            for c in left:
                if c.role == "poss":
                    for a in self.at(c):
                        if a.code:
                            found.setdefault(a.code, a.span)
        if not found:
            for c in self.words.children(w, "nmod"):
                if c.case in _BELONGS and not (c.case == "in" and w.lemma in _POSTED):
                    for x in self.words.conjuncts(c):
                        m = self.names.at.get(x.i)
                        if m and m.entry.code and m.entry.kind != "group" and m.entry.code not in found:
                            found[m.entry.code] = self._span(m)
                        elif c.case in ("of", "from", "within", "de") and x.i in self.roles.at:
                            for code, span in self.nations(x):
                                found.setdefault(code, span)
        return list(found.items())

    @staticmethod
    def _qualifies(c: Word, w: Word) -> bool:
        """Whether modifier `c` says whose `w` is: before it, or as an adjective after it."""
        return c.case is None and (c.i < w.i or c.role == "amod")

    def qualifiers(self, w: Word) -> list[tuple[str, Span]]:
        """Of `nations` those that stand with `w` itself, not in a complement: "its Japanese", never "of Japan"."""
        heads = [x for c in self.words.children(w, "amod") if self._qualifies(c, w) for x in self.words.subtree(c)]
        after = {x.start for x in heads}
        return [(code, span) for code, span in self.nations(w) if span.end <= w.start or span.start in after]

    def _span(self, m: Match[Name]) -> Span:
        return Span(self.words[m.first].start, self.words[m.last].end)

    # ---- the question ---------------------------------------------------------------------------------------------

    def at(self, w: Word) -> tuple[Actor, ...]:
        """The parties that the noun phrase headed by `w` names; empty where it names none."""
        if w.i not in self._known:
            if w.i in self._busy:  # "its ally" whose "its" would be resolved by itself
                return ()
            self._busy.add(w.i)
            try:
                self._known[w.i] = self._resolve(w)
            finally:
                self._busy.discard(w.i)
        return self._known[w.i]

    def all_at(self, w: Word) -> tuple[Actor, ...]:
        """The parties of `w` and of everything coordinated with it, each once."""
        out: dict[tuple[str | None, str | None, str], Actor] = {}
        for x in self.words.conjuncts(w):
            for a in self.at(x):
                out.setdefault((a.code, a.organisation or a.name, a.sector if not a.code else ""), a)
        return tuple(out.values())

    def loosely(self, w: Word) -> tuple[Actor, ...]:
        """The parties of `w`, or else the states that qualify it ("Japan's whaling" -> Japan)."""
        if found := self.at(w):
            return found
        return tuple(Actor(span, code, "GOV") for code, span in self.nations(w))

    def _resolve(self, w: Word) -> tuple[Actor, ...]:
        if w.pos == "PRON" or w.lower in ("its", "their", "his", "her", "our", "whose"):
            return coreference.pronoun(self, w)
        pair = coreference.pair(self, w)
        if pair:
            return pair
        role = self.roles.at.get(w.i)
        name = self.names.at.get(w.i)
        if role is not None and (name is None or role.last > name.last):
            return self._agent(w, role)
        if name is not None and not self._is_modifier(w, name):
            return self._named(w, name)
        person = self.persons.at(w)
        if person is not None:
            return person.actors(self.words.phrase(w))
        described = coreference.description(self, w)
        if described:
            return described
        for c in self.words.children(w, "appos"):
            if found := self.at(c):
                return found
        return ()

    def _is_modifier(self, w: Word, m: Match[Name]) -> bool:
        return m.entry.kind == "adjective" and w.pos == "ADJ" and w.role == "amod"

    def _named(self, w: Word, m: Match[Name]) -> tuple[Actor, ...]:
        n, span = m.entry, self.words.phrase(w)
        if n.kind == "organisation":
            return (Actor(span, None, n.sector or "IGO", n.text, organisation=n.organisation or n.code),)
        if n.kind == "group":
            return (Actor(span, None, n.sector or "OPP", n.text, country=n.code, organisation=n.organisation),)
        if n.kind in STATE_KINDS:
            return (Actor(self._span(m), n.code, n.sector or "GOV"),)
        plural = w.tag.endswith("S") or w.lower.endswith(("ese", "ish", "ch", "ns", "is")) or w.pos == "ADJ"
        if n.kind == "demonym" and not plural:
            return (Actor(span, n.code, "CVL", country=n.code),)
        return (Actor(span, n.code, "GOV"),)

    def _agent(self, w: Word, m: Match[Role]) -> tuple[Actor, ...]:
        """An office or agent: its state from its modifiers, its holder, or what the text speaks of."""
        role = m.entry
        person = self.persons.at(w)
        if person is not None and person.codes:
            return person.actors(self.words.phrase(w))
        nations = self.nations(w)
        head_of_state = self._named_after(w)
        if not nations and head_of_state:
            nations = [(c, self.words.phrase(w)) for c in head_of_state]
        organisations = self._organisations(w)
        if not nations and organisations:
            return tuple(replace(o, level=role.level, span=self.words.phrase(w)) for o in organisations)
        if not nations:
            code = coreference.default_nation(self, w, role)
            if code is None:
                return ()
            nations = [(code, self.words.phrase(w))]
        several = len(nations) > 1
        out = []
        for code, span in nations:
            whole = span if several else self.words.phrase(w)
            out.append(
                Actor(whole, code if role.state or role.national else None, role.sector, level=role.level,
                      country=None if role.state else code)
            )  # fmt: skip
        return tuple(out)

    def _organisations(self, w: Word) -> list[Actor]:
        out: list[Actor] = []
        for x in (
            *self.words.children(w, "compound", "amod", "poss"),
            *self.words.obliques(w, "of", "from", "for", "at"),
        ):
            m = self.names.at.get(x.i)
            if m and m.entry.kind == "organisation":
                out += self._named(x, m)
        return out

    def _named_after(self, w: Word) -> tuple[str, ...]:
        """ "the Trudeau government", "Assad's regime": a head of government gives the state its name."""
        for c in self.words.children(w, "compound", "poss", "amod", "appos"):
            if c.pos == "PROPN" and (p := self.persons.at(c)) is not None and p.codes:
                return p.codes
        return ()

    def place_code(self, w: Word) -> str | None:
        """The country in which the place named at `w` lies, if it is a known place."""
        m = self.names.at.get(w.i)
        if m is not None and m.entry.kind in ("country", "capital", "seat"):
            return m.entry.code
        if w.pos == "PROPN" and w.i not in self.roles.at:
            run = self.persons.run(w)
            return world.place_country(" ".join(x.text for x in run)) if run else None
        return None
