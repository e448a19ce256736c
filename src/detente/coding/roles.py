"""Who acted on whom: the parties of one act, through passives, control, coordination, relatives and nominal phrases."""

from __future__ import annotations

from dataclasses import dataclass

from detente.coding.actors import Cast
from detente.coding.acts import Predicate, complements, patients
from detente.coding.coreference import dominant, last_two
from detente.coding.factuality import Operators, Status, controlled
from detente.coding.words import Word, Words
from detente.knowledge import ontology
from detente.model import Actor, Span

_RELATIVE = frozenset({"who", "which", "that", "whom", "qui", "que", "lequel", "dont"})
_FROM_ACTOR = ("by", "from", "of", "par", "de")
# Prepositions that lead to the party an act is aimed at, nearest first; the rest only place or time it.
_TOWARDS = ("with", "against", "to", "on", "upon", "toward", "towards", "at", "from", "between", "of", "for", "over", "into",
            "in", "about", "among", "near", "off", "through", "alongside", "regarding", "concerning", "around",
            "avec", "contre", "à", "sur", "entre", "envers", "vers", "pour", "de", "chez")  # fmt: skip
# Acts that stand over time and are spoken of without their target once it is known: sanctions, ties, embassies.
_STANDING = frozenset({"163", "161", "160", "050", "054", "055", "057", "036", "046"})
# Nouns for acts that somebody answers: who grants or refuses a request is whom it was put to.
_ANSWERED = frozenset({"100", "030", "130", "139", "114"})
# What talks and agreements are about, not with whom.
_ABOUT = frozenset(
    {"on", "about", "over", "against", "for", "regarding", "concerning", "upon", "among", "sur", "contre", "pour"}
)
# Demands, offers, refusals and threats "of" somebody are theirs.
_SPOKEN = ("03", "10", "12", "13")
_SIGNED = frozenset({"057", "036", "046"})
# Acts that are done to a country by being done in it.
_TERRITORIAL = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "AID", "RETREAT", "PROTEST"})
_LOCATIVE = frozenset({"in", "at", "near", "off", "into", "from", "through", "around", "dans", "en", "vers", "à"})


@dataclass(slots=True)
class Parties:
    """Who is on either side; `sure` is 1 where the syntax says so and less where it was inferred."""

    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    sure: float = 1.0
    both: bool = False  # the act's parties were named together ("between X and Y")


def unique(actors: tuple[Actor, ...] | list[Actor]) -> tuple[Actor, ...]:
    """Each party once, in order of mention."""
    out: dict[tuple[str | None, str | None], Actor] = {}
    for a in actors:
        if a.code or a.organisation:
            out.setdefault((a.code, a.organisation), a)
    return tuple(out.values())


def subject(words: Words, verb: Word, ops: Operators, depth: int = 0) -> Word | None:
    """The logical subject of a verb: its own, its agent, or the one it shares or is controlled by."""
    if depth > 8:
        return None
    if verb.passive:
        agent = words.child(verb, "agent")
        if agent is not None:
            return agent
        if verb.role == "conj":
            return subject(words, words[verb.head], ops, depth + 1) if words[verb.head].passive else None
        return None
    own = words.child(verb, "subj")
    if own is not None:
        if own.lower in _RELATIVE and verb.role == "relcl":
            return words[verb.head]
        if not (own.lower in ("it", "there", "il") and words.child(verb, "expl")):
            return own
    if verb.head == verb.i:
        return None
    g = words[verb.head]
    if verb.role == "conj":
        first = words.first_conjunct(verb)
        if first.is_verb and first.passive:
            return words.child(first, "subjpass") or subject(words, first, ops, depth + 1)
        return subject(words, first, ops, depth + 1) if first.is_verb else None
    if g.is_verb and (verb.role in ("xcomp", "ccomp") or controlled(words, verb, g, ops)):
        op = ops.verbs.get(g.lemma)
        if op is not None and op.addressee:
            objects = patients(words, g) or list(words.obliques(g, "on", "upon", "to", "with"))
            if objects:
                return objects[0]
        if g.passive:
            return words.child(g, "subjpass") or subject(words, g, ops, depth + 1)
        return subject(words, g, ops, depth + 1)
    if verb.role in ("xcomp", "advcl", "oblcl", "acl", "ccomp") and g.pos == "ADJ":
        return words.child(g, "subj") or subject(words, words[g.head], ops, depth + 1)
    if verb.role in ("advcl", "oblcl") and g.is_verb:
        if g.passive:
            return words.child(g, "subjpass") or words.child(g, "agent")
        return subject(words, g, ops, depth + 1)
    if verb.role in ("acl", "oblcl", "relcl") and g.is_noun:
        if verb.role == "acl" and verb.tag == "VBG":
            return g
        return owner(words, g, ops, depth + 1)
    if verb.role == "relcl":
        return g
    return None


def owner(words: Words, noun: Word, ops: Operators, depth: int = 0) -> Word | None:
    """Who makes, has or does what a noun names: its possessor, "of" or "by" complement, or the subject it is object of."""
    found = words.child(noun, "poss") or words.child(noun, "agent") or next(words.obliques(noun, "by", "par"), None)
    if found is not None:
        return found
    verb = words[noun.head]
    if noun.role in ("obj", "obl", "attr", "nmod", "conj") and noun.head != noun.i:
        if verb.is_verb and (verb.lemma in ops.light or verb.lemma in ops.verbs):
            return subject(words, verb, ops, depth + 1)
        if verb.is_noun:
            return owner(words, verb, ops, depth + 1)
    return next(words.obliques(noun, "of", "from", "de"), None)


class Roles:
    """Answers for each act of a text who is on either side of it."""

    def __init__(self, cast: Cast, ops: Operators) -> None:
        self.cast = cast
        self.words = cast.words
        self.ops = ops
        self._recent: list[tuple[int, frozenset[str]]] = []  # paragraph, states that dealt with each other in it

    def of(self, p: Predicate, status: Status) -> Parties:
        """The parties of act `p`, given what became of it."""
        if status.event is not p.word:
            return self._folded(p, status)
        return self._verb(p) if not p.word.is_noun else self._noun(p)

    # ---- verbs ----------------------------------------------------------------------------------------------------

    def _actors(self, verb: Word, material: bool = False) -> tuple[Actor, ...]:
        s = subject(self.words, verb, self.ops)
        if s is None:
            return ()
        return unique(self.cast.all_at(s)) or unique(self._as_actor(s, material))

    def _as_actor(self, s: Word, material: bool = False) -> tuple[Actor, ...]:
        """ "Japan's decision", "a Chinese offer": what belongs to a state and does something stands for it.

        In acts of force anything that is a state's may do it ("Iranian speedboats"), but for its private citizens.
        """
        if material and s.i not in self.cast.roles.at:
            return tuple(Actor(span, code, "MIL") for code, span in self._left(s))
        if s.lemma in self.ops.nouns or s.lemma in self.ops.deeds:
            return self.cast.loosely(s)
        return ()

    def _verb(self, p: Predicate) -> Parties:
        verb = p.word
        if p.actors:
            return self._told_from_the_other_side(p)
        material = (p.naming.type or ontology.act(p.naming.cameo).type) in ("ASSAULT", "MOBILIZE", "COERCE")
        actors = self._actors(verb, material)
        if not actors and verb.passive:  # "our talks with the Turks were held"
            actors = unique(
                [a for o in p.objects for c in self.words.children(o, "poss") for a in self.cast.loosely(c)]
            )
            if not actors and material:  # "Dominican tanks were deployed near Haiti"
                actors = unique([Actor(span, code, "MIL") for o in p.objects for code, span in self._left(o)])
        recipients = self._explicit(p, actors)
        sure = 1.0
        if not recipients and not self._strict(p):
            recipients, sure = self._around(verb, p, actors)
        if p.naming.reciprocal and len(actors) > 1 and not p.recipients and sure < 0.9:
            recipients = ()  # "meeting in Rome, the two ...": the place is no party
        both = False
        if not recipients and len(actors) > 1 and (p.naming.reciprocal or self._mutual(p) or self._each_other(verb)):
            recipients, both = actors, True
        if not recipients and actors and not p.recipients and (self._understood(p) or self._of_this(verb)):
            recipients, sure = self.other_side(actors), 0.5
        if not actors:
            among = self._between(verb, p)
            if len(among) > 1:
                return Parties(among, among, 0.9, True)
        return Parties(actors, recipients, sure, both)

    def _explicit(self, p: Predicate, actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
        found: list[Actor] = []
        for r in p.recipients:
            found += self._target(r, p)
        return self._other(found, actors)

    def _target(self, r: Word, p: Predicate) -> list[Actor]:
        out = [a for x in self.words.conjuncts(r) for a in self.cast.at(x)]
        if p.naming.cameo == "043":
            return out  # one receives people, not goods
        if not any(a.code or a.organisation for a in out):
            out = [a for x in self.words.conjuncts(r) for a in self.cast.loosely(x)]
        if not out and r.case in _LOCATIVE | {"to"}:
            for x in self.words.conjuncts(r):
                code = self.cast.place_code(x)
                if code:
                    out.append(Actor(self.words.phrase(x), code, "GOV"))
        if not out and r.case not in _LOCATIVE:
            # "the ban on trade with Cuba", "its objection to a package for Ukraine"
            below = sorted(
                (x for x in self.words.subtree(r) if x.is_noun and x.i > r.i and x.i - r.i < 9), key=lambda x: x.i
            )
            out = next((list(found) for x in below if (found := self.cast.at(x))), [])
        return out

    def _other(self, found: list[Actor] | tuple[Actor, ...], actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
        codes = {a.code for a in actors if a.code}
        bodies = {a.organisation for a in actors if a.organisation}
        return tuple(
            a
            for a in unique(list(found))
            if (not a.code or a.code not in codes) and (not a.organisation or a.organisation not in bodies)
        )

    def _mutual(self, p: Predicate) -> bool:
        """ "X and Y restored relations", "X and Y clashed": several doers and nobody else do it to each other."""
        type_ = p.naming.type or ontology.act(p.naming.cameo).type
        return type_ in ontology.COOPERATIVE or p.word.lemma in self.ops.mutual

    def _each_other(self, verb: Word) -> bool:
        words = self.words
        return any(
            o.lower in ("other", "another", "themselves") for o in (*patients(words, verb), *words.obliques(verb))
        ) or any(c.lower == "mutually" for c in words.children(verb, "advmod"))

    @staticmethod
    def _strict(p: Predicate) -> bool:
        """Whether a phrase's own slot had to name the other party: "with R" that names nobody leads nowhere else."""
        return bool(p.recipients) and (any(r.case for r in p.recipients) or p.naming.cameo == "043")

    def _told_from_the_other_side(self, p: Predicate) -> Parties:
        """ "Sierra Leone received tents from Ghana": the subject is the recipient, the A slot the actor."""
        actors = unique([a for x in p.actors for a in self._target(x, p)])
        s = subject(self.words, p.word, self.ops) or self.words.child(p.word, "subjpass")
        takers = (*self.cast.all_at(s), *self.cast.loosely(s)) if s is not None else ()
        return Parties(actors, self._other(takers, actors), 0.9)

    def other_side(self, actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """Whom an act is aimed at where its sentence does not say: the other of the two states the text is about.

        A text is about two states where both are named often and no third comes near them.
        """
        codes = {a.code for a in actors}
        if len(codes) != 1:
            return ()
        sentence = self.words.text.count("\n\n", 0, actors[0].span.start)
        for paragraph, parties in reversed(self._recent):
            if sentence - paragraph > 1:
                break
            rest = [c for c in parties if c not in codes]
            if codes < parties and len(rest) == 1:
                return (Actor(actors[0].span, rest[0], "GOV"),)
        pair = dominant(self.cast)
        return tuple(Actor(actors[0].span, c, "GOV") for c in pair if c not in codes) if codes <= set(pair) else ()

    def remember(self, parties: Parties) -> None:
        """Keep who dealt with whom, for the next act that names one side only."""
        codes = frozenset(a.code for a in (*parties.actors, *parties.recipients) if a.code)
        if len(codes) == 2 and parties.sure > 0.5:
            at = self.words.text.count("\n\n", 0, parties.actors[0].span.start)
            self._recent.append((at, codes))

    def _of_this(self, verb: Word) -> bool:
        """ "Rabat welcomed this gesture", "regrets this escalation": what the other side has just done."""
        return any(
            c.lower in ("this", "these", "that", "those")
            for o in patients(self.words, verb)
            if o.pos == "NOUN"
            for c in self.words.children(o, "det")
        )

    def _understood(self, p: Predicate) -> bool:
        """Whether such an act is often told without the party it is aimed at: offers, refusals, talks, embassies, sanctions."""
        type_ = p.naming.type or ontology.act(p.naming.cameo).type
        if p.naming.cameo in _STANDING or type_ in (
            "AGREE",
            "REQUEST",
            "REJECT",
            "CONSULT",
            "CONCEDE",
            "RETREAT",
            "THREATEN",
        ):
            return True
        return type_ in ("SANCTION", "COOPERATE") and bool(p.objects)

    def _between(self, w: Word, p: Predicate) -> tuple[Actor, ...]:
        for x in [*p.objects, *patients(self.words, w), w]:
            for n in self.words.obliques(x, "between", "among", "entre"):
                if found := unique(self.cast.all_at(n)):
                    return found
        return ()

    def _around(self, verb: Word, p: Predicate, actors: tuple[Actor, ...]) -> tuple[tuple[Actor, ...], float]:
        """The party an act is aimed at where no slot of a phrase says so: object, its possessor, obliques, sharing."""
        words = self.words
        objects = patients(words, verb) + list(words.children(verb, "iobj"))
        for o in objects:
            if found := self._other(self.cast.all_at(o), actors):
                return found, 1.0
        sent = subject(words, verb, self.ops)
        if sent is not None and sent.is_noun and not self.cast.at(sent):
            for x in words.obliques(sent, "to", "against"):  # "a note from Algiers to Rabat deplores"
                if found := self._other(self.cast.all_at(x), actors):
                    return found, 0.85
        near = list(complements(words, verb))
        for case in _TOWARDS[:7]:
            for x in near:
                topic = case in _ABOUT and (p.naming.cameo[:2] == "04" or p.naming.cameo in _SIGNED)
                if (
                    x.case == case
                    and x.role == "obl"
                    and not topic
                    and (found := self._other(self._target(x, p), actors))
                ):
                    return found, 0.95
        for o in objects:
            if found := self._other(self.cast.loosely(o), actors):
                return found, 0.85
        type_ = p.naming.type or ontology.act(p.naming.cameo).type
        for case in _TOWARDS:
            if case in _LOCATIVE and type_ not in _TERRITORIAL and case not in ("from", "into"):
                continue  # talks in Geneva are not with Switzerland
            if case in _ABOUT and (type_ == "CONSULT" or p.naming.cameo in _SIGNED):
                continue
            for x in near:
                if x.case == case and (found := self._other(self._target(x, p), actors)):
                    return found, 0.8 if case not in _LOCATIVE else 0.65
        for o in objects:
            for x in words.subtree(o):
                if x.is_noun and x.i not in (o.i,) and (found := self._other(self.cast.at(x), actors)):
                    return found, 0.6
        for clause in words.children(verb, "ccomp", "xcomp", "advcl"):
            s = words.child(clause, "subj", "subjpass")
            if s is not None and (found := self._other(self.cast.loosely(s), actors)):
                return found, 0.8
            if clause.role == "xcomp":
                found, sure = self._around(clause, p, actors)
                if found:
                    return found, sure * 0.85
        return self._shared(verb, p, actors)

    def _shared(self, verb: Word, p: Predicate, actors: tuple[Actor, ...]) -> tuple[tuple[Actor, ...], float]:
        """ "Canada pushed North Korea to disarm and even volunteered": a coordinate or governing clause names the other."""
        words = self.words
        if verb.role in ("conj", "advcl", "xcomp", "relcl") and verb.head != verb.i and words[verb.head].is_verb:
            g = words[verb.head]
            for o in patients(words, g):
                if found := self._other(self.cast.all_at(o), actors):
                    return found, 0.6
            for x in words.obliques(g, *_TOWARDS[:7]):
                if found := self._other(self.cast.at(x), actors):
                    return found, 0.55
            s = words.child(g, "subj", "subjpass")
            if verb.role == "conj" and s is not None and (found := self._other(self.cast.loosely(s), actors)):
                return found, 0.5
        return (), 0.0

    # ---- nouns ----------------------------------------------------------------------------------------------------

    def _noun(self, p: Predicate) -> Parties:
        words, cast, n = self.words, self.cast, p.word
        for x in words.obliques(n, "between", "among", "entre"):
            found = unique(cast.all_at(x))
            if len(found) > 1:
                return Parties(found, found, 1.0, True)
        possessor = words.child(n, "poss")
        givers: list[Actor] = []
        if possessor is not None:
            givers = list(cast.all_at(possessor)) or list(cast.loosely(possessor))
        qualifiers = [Actor(s, c, "GOV") for c, s in self._left(n)]
        if len(qualifiers) > 1 and p.naming.reciprocal:
            both = unique(qualifiers)
            return Parties(both, both, 0.95, True)
        takers: list[Actor] = []
        by = [a for x in words.obliques(n, "by", "par") for a in self._target(x, p)]
        of = [a for x in words.obliques(n, "of", "de") for y in words.conjuncts(x) for a in cast.at(y)]
        # An offer, plea or shipment from somebody is theirs; a withdrawal or expulsion from somewhere is aimed there.
        away = p.naming.cameo[:2] in ("08", "16", "17", "15")
        topical = p.naming.cameo[:2] == "04" or p.naming.cameo in _SIGNED
        for case in ("to", "with", "against", "on", "at", "toward", "towards", "into", "from", "for", "over", "in", "avec",
                     "contre", "à", "sur", "en"):  # fmt: skip
            if topical and case in _ABOUT:
                continue  # talks on Syria are not with Syria
            for x in words.obliques(n, case):
                if case == "from" and not away:
                    givers += self._target(x, p)
                else:
                    takers += self._target(x, p)
            if takers:
                break
        if not takers:  # "worked for the normalisation of relations between Oslo and the West"
            takers = [a for x in words.obliques(n, "between", "among", "entre") for a in cast.all_at(x)]
        governor = words[n.head]
        if (governor.is_verb and n.role in ("obj", "obl", "subjpass", "conj")) or n.role == "conj":
            verb = governor if governor.is_verb else words.clause_verb(n)
            if verb is not None and (verb.lemma in self.ops.light or verb.lemma in self.ops.happening or not givers):
                actors = self._actors(verb)
                if actors and not (givers or by):
                    givers = list(actors)
                if givers and not takers and verb.lemma not in self.ops.light and p.naming.cameo in _ANSWERED:
                    takers = list(actors)  # "Panama's request was granted by Paris"
                if not takers and verb.lemma in self.ops.light:
                    for case in ("with", "to", "against", "on", "avec", "à", "contre"):
                        takers += [a for x in words.obliques(verb, case) for a in self._target(x, p)]
        for clause in words.children(n, "acl"):  # "appeals from Dhaka for Delhi to let ..."
            s = words.child(clause, "subj")
            if s is not None and not takers:
                takers = list(cast.all_at(s))
        if by:
            takers = takers or of
            givers = by
        elif not givers and of:
            if p.naming.reciprocal and len(unique(of)) > 1 and not takers:
                return Parties(unique(of), unique(of), 0.9, True)
            if takers or qualifiers or p.naming.reciprocal or p.naming.cameo[:2] in _SPOKEN:
                givers = of
            else:
                takers = of
        elif givers and of and not takers:
            takers = of
        if not givers:
            givers, qualifiers = qualifiers, []
        if not takers and qualifiers:
            takers = qualifiers
        actors = unique(givers)
        recipients = self._other(takers, actors)
        if not recipients and p.naming.reciprocal and len(actors) > 1:
            return Parties(actors, actors, 0.9, True)
        if not actors and not recipients and p.naming.reciprocal and self._resumes(n):
            codes = last_two(cast, n)
            both = tuple(Actor(words.phrase(n), c, "GOV") for c in codes)
            return Parties(both, both, 0.6, True)
        return Parties(actors, recipients, 0.9)

    def _resumes(self, n: Word) -> bool:
        """ "The exchanges were held in Muscat": a definite act without parties that took place is one already spoken of."""
        words = self.words
        definite = any(
            c.lower in ("the", "these", "those", "this", "les", "ces", "cette", "le", "la")
            for c in words.children(n, "det")
        )
        verb = words[n.head]
        return definite and n.role in ("subj", "subjpass") and verb.is_verb and verb.lemma in self.ops.happening

    def _left(self, n: Word) -> list[tuple[str, Span]]:
        return self.cast.qualifiers(n)

    # ---- acts that another word has swallowed ---------------------------------------------------------------------

    def _folded(self, p: Predicate, status: Status) -> Parties:
        """An offer, demand, threat or refusal: its maker, and the one it is made to or would be done to."""
        event = status.event
        if event.is_verb or event.pos == "ADJ":
            s = subject(self.words, event, self.ops) if event.is_verb else self._adjective_subject(event)
        else:
            s = owner(self.words, event, self.ops)
        actors = unique(self.cast.all_at(s)) or unique(self._as_actor(s)) if s is not None else ()
        if not actors and s is not None:
            actors = unique(self.cast.loosely(s))
        if status.demanded_of is not None:
            if found := self._other(self.cast.all_at(status.demanded_of), actors):
                return Parties(actors, found)
            if found := self._other(self.cast.loosely(status.demanded_of), actors):
                return Parties(actors, found, 0.85)
        for case in ("to", "with", "against", "from", "of"):
            for x in self.words.obliques(event, case):
                if found := self._other(self.cast.all_at(x), actors):
                    return Parties(actors, found, 0.95)
        inner = self._verb(p) if not p.word.is_noun else self._noun(p)
        rest = self._other((*inner.recipients, *inner.actors), actors)
        actors = actors or inner.actors
        if not rest and len(actors) > 1:
            return Parties(actors, actors, 0.8, True)  # "X and Y agreed to resume flights"
        if not rest and actors:
            return Parties(actors, self.other_side(actors), 0.5)
        return Parties(actors, rest, inner.sure)

    def _adjective_subject(self, adjective: Word) -> Word | None:
        copula = self.words[adjective.head]
        return self.words.child(adjective, "subj") or (
            subject(self.words, copula, self.ops) if copula.is_verb else None
        )
