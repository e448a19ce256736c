"""What they did: words that name an act between states, found in the parse.

The lexicon (`knowledge/lexicons/<language>/acts.yml`) lists verbs, phrases and nouns by CAMEO code. A predicate is one
place in the text where such a word stands; the most specific phrase that fits it decides which act it names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from detente.coding.words import Word, Words
from detente.knowledge.dictionaries import NOTHING, Own
from detente.knowledge.lexicons import lexicon
from detente.model import Type

ANY = frozenset({"*"})
INFINITIVE = frozenset({"INF"})


@dataclass(frozen=True, slots=True)
class Naming:
    """What a lexicon entry says of its words: the CAMEO code and where PLOVER's type or mode differs from the table's.

    `by_user` where it comes from a user's own acts.
    """

    cameo: str
    reciprocal: bool = False
    type: Type | None = None
    mode: str | None = None
    by_user: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """One element of a phrase: an object (`prepositions` empty) or a prepositional complement.

    R marks the recipient; A the actor of a phrase told from the other side ("receive @aid from A").
    """

    words: frozenset[str]
    prepositions: frozenset[str] = frozenset()
    recipient: bool = False
    actor: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A verb with more of its clause, as one line of the lexicon gives it."""

    naming: Naming
    particles: frozenset[str]
    slots: tuple[Slot, ...]
    complement: frozenset[str]

    @property
    def specificity(self) -> float:
        """How much of the clause the phrase pins down; the highest wins."""
        weight = 2.0 * bool(self.particles) + 2.0 * bool(self.complement)
        for s in self.slots:
            weight += 0.3 * bool(s.prepositions) + (0.5 if s.recipient or s.actor else 0.4 if s.words == ANY else 2.0)
            weight += 0.2 * (s.recipient and bool(s.words))
        return weight


@dataclass(frozen=True, slots=True)
class ActLexicon:
    """The words of one language that name acts."""

    phrases: dict[str, tuple[Phrase, ...]]  # by verb lemma, most specific first
    nouns: dict[str, Naming]  # by lemma, or "compound lemma" of two words
    transparent: frozenset[str]
    timely: frozenset[str] = frozenset()  # months, days and the like, which are no party to anything


@dataclass(slots=True)
class Predicate:
    """A place in the text where an act is named."""

    word: Word
    naming: Naming
    recipients: list[Word] = field(default_factory=list)  # heads that fill an explicit R slot
    actors: list[Word] = field(default_factory=list)  # heads that fill an A slot
    objects: list[Word] = field(default_factory=list)  # nouns that are part of the phrase ("talks" in "hold talks")
    specificity: float = 0.0


def _prepositions(language: str, data: dict[str, Any]) -> dict[str, frozenset[str]]:
    """A language's prepositions with the names that the view may give them: themselves, or what its `view.yml` says."""
    if "prepositions" in data:
        return {p: frozenset({p}) for p in data["prepositions"]}
    named = lexicon(language, "view")["prepositions"]
    return {p.replace(" ", "_"): frozenset(n if isinstance(n, list) else [n]) for p, n in named.items()}


@cache
def act_lexicon(language: str, own: Own = NOTHING) -> ActLexicon:
    """Load and compile the act lexicon of a language, a user's own acts first.

    Of phrases that pin down equally much of a clause the user's wins. Raises ValueError naming the line that cannot be read.
    """
    data = lexicon(language, "acts")
    classes = {k: frozenset(map(str, v)) for k, v in data["classes"].items()}
    for added in own.acts:
        for k, v in added.get("classes", {}).items():
            classes[k] = classes.get(k, frozenset()) | frozenset(v)
    phrases: dict[str, list[Phrase]] = {}
    nouns: dict[str, Naming] = {}
    prepositions = _prepositions(language, data)
    forgotten = {word for added in own.acts for word in added.get("forget", ())}
    own_acts = [(entry, True) for added in own.acts for entry in added.get("acts", ())]
    for entry, by_user in own_acts + [(entry, False) for entry in data["acts"]]:
        naming = Naming(entry["cameo"], bool(entry.get("reciprocal")), entry.get("type"), entry.get("mode"), by_user)
        known = frozenset() if by_user else forgotten
        for verb in entry.get("verbs", ()):
            if verb not in known:
                phrases.setdefault(verb, []).append(Phrase(naming, frozenset(), (), frozenset()))
        for line in entry.get("phrases", ()):
            verbs, phrase = _compile(line, naming, classes, prepositions)
            for verb in verbs:
                if verb not in known:
                    phrases.setdefault(verb, []).append(phrase)
        for noun in entry.get("nouns", ()):
            if noun not in known:
                nouns.setdefault(noun, naming)
    ranked = {v: tuple(sorted(ps, key=lambda p: -p.specificity)) for v, ps in phrases.items()}
    return ActLexicon(ranked, nouns, frozenset(data["transparent"]), _timely(language))


def _timely(language: str) -> frozenset[str]:
    times = lexicon(language, "times")
    return frozenset(w for key in ("months", "weekdays", "seasons", "units", "calendar") for w in times[key])


def _compile(
    line: str, naming: Naming, classes: dict[str, frozenset[str]], prepositions: dict[str, frozenset[str]]
) -> tuple[list[str], Phrase]:
    def words(token: str) -> frozenset[str]:
        out: set[str] = set()
        for part in token.split("|"):
            if part.startswith("@"):
                if part[1:] not in classes:
                    raise ValueError(f"acts: no class {part} in {line!r}")
                out |= classes[part[1:]]
            elif part not in ("R", "A"):
                out.add(part)
        return frozenset(out)

    verbs, *rest = line.split()
    particles: frozenset[str] = frozenset()
    complement: frozenset[str] = frozenset()
    slots: list[Slot] = []
    pending: frozenset[str] = frozenset()
    for token in rest:
        parts = frozenset(token.split("|"))
        if token.startswith("_"):
            particles = frozenset(p.lstrip("_") for p in parts)
        elif token.startswith("+"):
            complement = frozenset(p.lstrip("+") for p in parts)
        elif not pending and parts <= prepositions.keys():
            pending = frozenset().union(*(prepositions[p] for p in parts))
        else:
            filler = words(token)
            if not pending and slots:
                complement = filler
            else:
                slots.append(Slot(filler, pending, "R" in parts, "A" in parts))
            pending = frozenset()
    if pending:
        complement = pending
    return verbs.split("|"), Phrase(naming, particles, tuple(slots), complement)


def predicates(words: Words, sentence: int, lex: ActLexicon) -> list[Predicate]:
    """All acts named in one sentence, in text order.

    A noun that is already part of a verb's phrase ("hold *talks*") is not listed again.
    """
    first, last = words.sentences[sentence]
    out: list[Predicate] = []
    taken: set[int] = set()
    for w in words.words[first:last]:
        if w.pos in ("VERB", "AUX", "ADJ") and w.lemma in lex.phrases:
            found = _match_verb(words, w, lex)
            if found is not None:
                out.append(found)
                taken.update(o.i for o in found.objects)
    for w in words.words[first:last]:
        if w.pos in ("NOUN", "PROPN") and w.i not in taken:
            naming = _noun(words, w, lex)
            if naming is not None:
                out.append(Predicate(w, naming, specificity=1.0))
    return sorted(out, key=lambda p: p.word.i)


def _noun(words: Words, w: Word, lex: ActLexicon) -> Naming | None:
    for c in words.children(w, "compound", "amod"):
        for modifier in (c.lemma, c.lower):
            for phrase in (f"{modifier} {w.lemma}", f"{w.lemma} {modifier}"):
                if (n := lex.nouns.get(phrase)) is not None:
                    return n
    if w.role == "compound":  # "summit venue", "sanctions regime": the noun only qualifies another
        return None
    return lex.nouns.get(w.lemma) or lex.nouns.get(w.lower)


def patients(words: Words, verb: Word) -> list[Word]:
    """What the verb is done to: objects, the subject of a passive, the noun a passive participle or relative modifies."""
    out = [c for c in words.children(verb, "obj", "subjpass") if c.i != verb.i]
    if verb.passive and verb.role == "acl":
        out.append(words[verb.head])
    if verb.role == "relcl":
        antecedent = words[verb.head]
        out = [antecedent if c.lower in ("which", "that", "whom", "who", "que") else c for c in out]
    if verb.passive and not out and verb.role == "conj":
        out = patients(words, words[verb.head])
    return [x for o in out for x in words.conjuncts(o)]


def complements(words: Words, verb: Word) -> Iterator[Word]:
    """Nouns with a preposition that belong to the verb or, by the attachment parsers prefer, to its object."""
    stack = [verb, *patients(words, verb)]
    seen: set[int] = set()
    while stack:
        w = stack.pop(0)
        for c in words.obliques(w):
            for x in words.conjuncts(c):
                if x.i not in seen:
                    seen.add(x.i)
                    x.case = x.case or c.case
                    yield x
                    stack.append(x)
        stack.extend(words.children(w, "particle", "advmod"))
    if verb.role == "conj" and not seen:
        # "met and signed an accord with": the shared complement hangs on one of the two
        for sibling in words.children(words[verb.head], "obl"):
            if sibling.i > verb.i:
                yield sibling


def _unwrapped(words: Words, nouns: list[Word], lex: ActLexicon) -> list[Word]:
    """The nouns, and behind one that only measures ("a series of talks") what it measures."""
    out: list[Word] = []
    for n in nouns:
        out.append(n)
        if n.lemma in lex.transparent:
            for x in words.obliques(n, "of", "de"):
                out += words.conjuncts(x)
    return out


def _match_verb(words: Words, verb: Word, lex: ActLexicon) -> Predicate | None:
    objects = _unwrapped(words, patients(words, verb), lex)
    around = [x for x in _unwrapped(words, list(complements(words, verb)), lex) if x.lower not in lex.timely]
    for phrase in lex.phrases[verb.lemma]:
        found = _fits(words, verb, phrase, objects, around)
        if found is not None:
            return found
    return None


def _fits(words: Words, verb: Word, phrase: Phrase, objects: list[Word], around: list[Word]) -> Predicate | None:
    if phrase.particles and not any(
        c.lower in phrase.particles for c in words.children(verb, "particle", "advmod", "prep", "advcl")
    ):
        return None
    if phrase.complement == INFINITIVE:
        clauses = words.children(verb, "xcomp", "ccomp", "advcl", "acl")
        if not any(infinitive(words, c) or (c.role == "ccomp" and c.tag == "VB") for c in clauses):
            return None
    elif phrase.complement and not _has_complement(words, verb, phrase.complement):
        return None
    # "call for calm" is not "call a rally for Friday": without an object of its own a phrase reads the verb's prepositions only.
    if objects and not any(not s.prepositions for s in phrase.slots):
        around = [x for x in around if words[words.first_conjunct(x).head] not in objects]
    p = Predicate(verb, phrase.naming, specificity=phrase.specificity)
    for slot in phrase.slots:
        if slot.prepositions:
            fillers = [x for x in around if x.case in slot.prepositions]
        else:
            fillers = objects + [c for c in words.children(verb, "attr", "acomp", "iobj")]
            if slot.recipient and not fillers:  # "allow refugees to return": the parser makes them the subject below
                below = words.children(verb, "ccomp", "xcomp")
                fillers = [s for c in below if infinitive(words, c) for s in words.children(c, "subj", "subjpass")]
        if slot.words == ANY or ((slot.recipient or slot.actor) and not slot.words):
            hits = fillers
        else:
            hits = [x for x in fillers if x.lemma in slot.words or x.lower in slot.words or _compound(words, x, slot)]
        if not hits and not (slot.recipient and slot.words and fillers):
            return None
        if slot.actor:
            p.actors += hits
        elif slot.recipient:
            p.recipients += hits or fillers
        elif slot.words != ANY:
            p.objects += hits
    return p


def infinitive(words: Words, w: Word) -> bool:
    """Whether verb `w` is an infinitive with its "to"."""
    return (w.tag == "VB" and any(c.lower == "to" for c in words.children(w, "aux", "mark"))) or "VerbForm=Inf" in w.tag


def _compound(words: Words, x: Word, slot: Slot) -> bool:
    parts = [(c.lower, c.lemma) for c in words.children(x, "compound", "amod")]
    return any(f"{low} {x.lemma}" in slot.words or f"{x.lemma} {lemma}" in slot.words for low, lemma in parts)


def _has_complement(words: Words, verb: Word, wanted: frozenset[str]) -> bool:
    roles = ("acomp", "xcomp", "attr", "advmod", "obj", "ccomp", "dep", "npadvmod", "advcl", "particle", "prep", "obl")
    near = [c for c in words.children(verb, *roles)]
    if wanted == ANY:  # "calls the charge childish", "branded it a lie": something is said of the object
        objects = [c for c in near if c.role == "obj"]
        return len(objects) > 1 or any(c.role in ("acomp", "xcomp", "attr", "ccomp", "oprd") for c in near)
    near += [g for c in near for g in words.children(c, "acomp", "amod", "xcomp", "attr", "advmod", "compound")]
    return any(c.lemma in wanted or c.lower in wanted for c in near)
