"""Whether it happened: what the words above an act make of it.

From the act's own word upwards, every governing word adds its effect: negation, modals and tense, plans, offers,
demands, denials, conditions, hedges. Some words replace the governed act by one of their own (an offer to meet is an
offer): those are folds. The result follows FactBank's and PLOVER's distinctions; `certainty` is how sure the text is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from detente.coding.acts import infinitive, patients
from detente.coding.words import Word, Words
from detente.knowledge.lexicons import lexicon
from detente.model import Factuality

_COPULAS = frozenset(
    {
        "be",
        "seem",
        "appear",
        "remain",
        "stand",
        "être",
        "sembler",
        "paraître",
        "rester",
        "demeurer",
        "se_dire",
        "se_montrer",
    }
)
_HEARSAY = 0.6  # certainty of what is told as hearsay by the mood of its verb alone
_STRENGTH: dict[Factuality, int] = {
    "denied": 7, "negated": 6, "conditional": 5, "requested": 4, "offered": 3, "possible": 2, "planned": 1, "actual": 0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Operator:
    """A governing word's effect; `fold` holds CAMEO codes for a governed act that is cooperative and hostile."""

    factuality: Factuality
    certainty: float = 1.0
    fold: tuple[str | None, str | None] | None = None
    keeps: bool = False  # the governing word is the act and swallows what it governs
    addressee: bool = False


@dataclass(frozen=True, slots=True)
class Operators:
    """All governing words of a language."""

    verbs: dict[str, Operator]
    adjectives: dict[str, Operator]
    nouns: dict[str, Operator]
    modals: dict[str, frozenset[str]]
    adverbs: dict[str, frozenset[str]]
    conditional: frozenset[str]
    without: frozenset[str]
    after: frozenset[str]
    reporting: frozenset[str]
    happening: frozenset[str]
    unhappening: frozenset[str]
    light: frozenset[str]
    motion: frozenset[str]
    reports: frozenset[str]
    denying: frozenset[str]
    mutual: frozenset[str]
    deeds: frozenset[str]


@cache
def operators(language: str) -> Operators:
    """The governing words of a language, from `lexicons/<language>/operators.yml`."""
    d = lexicon(language, "operators")

    def table(key: str) -> dict[str, Operator]:
        out: dict[str, Operator] = {}
        for e in d[key]:
            f = e.get("fold")
            fold = (f["cooperative"], f["hostile"]) if isinstance(f, dict) else None
            op = Operator(e["factuality"], e.get("certainty", 1.0), fold, f == "keep", bool(e.get("addressee")))
            for w in e["words"]:
                out.setdefault(str(w), op)
        return out

    return Operators(
        table("verbs"), table("adjectives"), table("nouns"),
        {k: frozenset(map(str, v)) for k, v in d["modals"].items()},
        {k: frozenset(map(str, v)) for k, v in d["adverbs"].items()},
        *(frozenset(d[k]) for k in ("conditional_marks", "negative_prepositions", "after_marks", "reporting",
                                    "happening", "unhappening", "light", "motion", "reports",
                                    "denying", "mutual", "deeds")),
    )  # fmt: skip


@dataclass(slots=True)
class Status:
    """What became of an act: its factuality and certainty, and the word and code that replaced it, if a fold did."""

    factuality: Factuality
    certainty: float
    event: Word  # the word that now stands for the act
    cameo: str | None = None  # replaces the act's own code
    demanded_of: Word | None = None  # who is to do it, where a demand swallowed the act
    chain: tuple[Word, ...] = ()


def combine(a: Factuality, b: Factuality) -> Factuality:
    """The stronger of two effects on one act; two negations cancel."""
    if a == b == "negated":
        return "actual"
    return a if _STRENGTH[a] >= _STRENGTH[b] else b


def local(words: Words, w: Word, ops: Operators) -> tuple[Factuality, float]:
    """What a word's own dependents make of it: negation, modals, tense, hedging adverbs."""
    f: Factuality = "actual"
    certainty = 1.0
    modal_from = w
    if w.role == "conj" and not any(True for _ in words.children(w, "subj", "subjpass")):
        # "will meet and sign": the shared auxiliary stands once
        modal_from = words.first_conjunct(w)
        if any(c.lower in ops.adverbs["negated"] for c in words.children(w)):
            f = "negated"
    if (modal := w.modal or modal_from.modal) is not None:
        f, certainty = _modal(words, w, modal, ops)
    for c in {x.i: x for x in (*words.children(modal_from), *words.children(w))}.values():
        own = c.head == w.i
        if c.modal is not None and c.role == "aux":
            mf, mc = _modal(words, w, c.modal, ops)
            f, certainty = combine(f, mf), min(certainty, mc)
        if c.role == "neg" or (
            c.lower in ops.adverbs["negated"] and c.role in ("advmod", "det", "preconj", "cc", "neg")
        ):
            if c.i < w.i or own:
                f = combine("negated", f) if f != "negated" else f
        elif c.role == "aux" and c.i < w.i:
            if c.lower in ops.modals["planned"] and f == "actual":
                f = "planned"
            elif c.lower in ops.modals["possible"]:
                f, certainty = combine(f, "possible"), min(certainty, 0.5)
            elif c.lower in ops.modals["would"]:
                if _has_condition(words, w, ops):
                    f = combine(f, "conditional")
                elif w.tag == "VBN" and any(
                    x.lower in ops.modals["hearsay"] for x in words.children(modal_from, "aux")
                ):
                    f, certainty = (
                        combine(f, "possible"),
                        min(certainty, _HEARSAY),
                    )  # "would have met", as machines translate
                else:
                    f = combine(f, "planned")
            elif c.lower in ops.modals["duty"]:
                f = combine(f, "requested")
        elif c.lower in ops.adverbs["hedge"]:
            certainty = min(certainty, 0.6)
        elif c.lower in ops.adverbs["possible"]:
            f, certainty = combine(f, "possible"), min(certainty, 0.5)
    if w.is_verb and _nobody(words, w, ops):
        f = combine("negated", f)
    if w.is_verb and _has_condition(words, w, ops) and f in ("planned", "possible"):
        f = "conditional"
    if w.case in ops.without:
        f = combine("negated", f)
    if w.role == "advcl" or w.role == "ccomp":
        marks = {c.lower for c in words.children(w, "mark", "advmod")}
        if marks & ops.conditional:
            f = combine(f, "conditional")
    return f, certainty


def _modal(words: Words, w: Word, modal: str, ops: Operators) -> tuple[Factuality, float]:
    """What a future or a conditional ending says."""
    if modal == "will":
        return "planned", 1.0
    if modal == "would":
        return ("conditional" if _has_condition(words, w, ops) else "planned"), 1.0
    return "possible", _HEARSAY  # "aurait rencontré"


def _nobody(words: Words, w: Word, ops: Operators) -> bool:
    """ "No minister visited": the subject is none."""
    return any(
        d.lower in ops.adverbs["negated"]
        for s in words.children(w, "subj", "subjpass")
        for d in (s, *words.children(s, "det", "neg"))
    )


def _refuses(words: Words, w: Word, ops: Operators) -> bool:
    will = ops.modals["planned"] | ops.modals["would"]
    return not w.passive and (
        w.modal is not None or any(c.role == "aux" and c.lower in will for c in words.children(w))
    )


def _has_condition(words: Words, w: Word, ops: Operators) -> bool:
    for c in words.children(w, "advcl", "oblcl", "prep"):
        if any(m.lower in ops.conditional for m in words.children(c, "mark", "advmod")) or c.lower in ops.conditional:
            return True
    return any(
        o.lemma in ("condition", "return", "exchange", "échange", "contrepartie")
        for o in words.obliques(w, "on", "in", "à", "en")
    )


def status(words: Words, w: Word, hostile: bool, ops: Operators) -> Status:
    """Follow the words that govern act `w` up to the clause that asserts it.

    `hostile` says which of a fold's two codes applies.
    """
    f, certainty = local(words, w, ops)
    cameo: str | None = None
    if f == "negated" and not hostile and w.is_verb and _refuses(words, w, ops):
        f, cameo = "actual", "120"  # "would not receive": said by who could, a refusal
    own = (ops.adjectives if w.pos == "ADJ" else ops.verbs if w.is_verb else ops.nouns).get(w.lemma)
    if own is not None and own.factuality == "offered":
        f = combine("offered", f)
        if w.pos == "ADJ" and words[w.head].is_verb:
            f = combine(local(words, words[w.head], ops)[0], f)
    out = Status(f, certainty, w, cameo)
    addressee: Word | None = None
    chain: list[Word] = []
    seen = {w.i}
    current = w
    while current.head != current.i and words[current.head].i not in seen:
        g = words[current.head]
        seen.add(g.i)
        step = _step(words, current, g, ops)
        if step is None:
            break
        chain.append(g)
        op, transparent = step
        gf, gc = local(words, g, ops) if g.is_verb or g.pos in ("ADJ", "NOUN") else ("actual", 1.0)
        # Modality of an adjective sits on its copula: "was not ready to".
        if g.pos in ("ADJ", "NOUN") and words[g.head].lemma in _COPULAS:
            cf, cc = local(words, words[g.head], ops)
            gf, gc = combine(gf, cf), min(gc, cc)
        if op is not None and op.fold is not None:
            code = op.fold[1 if hostile else 0]
            if code is not None:
                cameo = code
                hostile = code[:2] in ("11", "12", "13") or (hostile and code == "130")
                out = Status(combine(op.factuality, gf), gc * op.certainty, g, cameo)
                addressee = _addressee(words, g) if op.addressee else None
                current = g
                continue
            op = Operator("negated" if op.factuality == "actual" and op.fold[0] == "120" else op.factuality)
        if op is not None:
            out.factuality = combine(combine(op.factuality, gf), out.factuality)
            if op.factuality == "negated" and gf == "negated":
                out.factuality = "actual"  # "did not fail to"
            out.certainty *= op.certainty * gc
        elif transparent:
            out.factuality = combine(gf, out.factuality)
            out.certainty *= gc
        current = g
    out.cameo = cameo or out.cameo
    out.demanded_of = addressee
    out.chain = tuple(chain)
    return out


def _addressee(words: Words, verb: Word) -> Word | None:
    objects = patients(words, verb)
    if objects:
        return objects[0]
    for c in words.children(verb, "ccomp", "xcomp"):
        subject = words.child(c, "subj", "subjpass")
        if subject is not None:
            return subject
    return next(iter(words.obliques(verb, "on", "upon", "to", "with", "à")), None)


def _step(words: Words, w: Word, g: Word, ops: Operators) -> tuple[Operator | None, bool] | None:
    """What governor `g` does to `w`: its operator (or None), and whether its own modality passes on. None stops the climb."""
    if w.role == "conj":
        # Coordinated clauses share what governs the first of them, not what is true of it.
        return (None, False) if (g.is_verb or g.pos in ("NOUN", "PROPN", "ADJ")) else None
    if w.role in ("acl", "relcl", "ccomp") and g.lemma in ops.reports and words[g.head].lemma in ops.denying:
        return Operator("denied"), False  # "dismissed the claim that it had ..."
    if w.role in ("xcomp", "oblcl", "ccomp", "csubj") or controlled(words, w, g, ops):
        if g.pos == "ADJ" or (g.is_verb and g.lemma not in ops.verbs and g.lower in ops.adjectives):
            op = ops.adjectives.get(g.lemma) or ops.adjectives.get(g.lower)
            return op, True
        if g.is_verb:
            op = ops.verbs.get(g.lemma)
            if g.lemma in ("be", "être") and w.role == "xcomp" and infinitive(words, w):
                return Operator("planned"), True  # "are to meet"
            if w.role == "ccomp" and w.i < g.i and not any(True for _ in words.children(w, "mark")):
                return None  # "It asked for help; Oslo agreed": two clauses side by side, or speech before its verb
            if op is not None and op.addressee and not infinitive(words, w) and not _subjunctive(words, w):
                return None, False  # "told reporters that", "urged, as it had before"
            if (
                w.role == "ccomp"
                and g.lemma in ops.reporting
                and (op is None or op.fold is None or op.fold[0] == "130")
            ):
                return None, False
            if (
                w.role == "oblcl"
                and op is not None
                and op.fold is not None
                and not op.keeps
                and w.case not in ("to", "on")
            ):
                return None, True
            if (
                w.role == "ccomp"
                and op is not None
                and op.fold is None
                and op.factuality == "actual"
                and op.certainty == 1
            ):
                return None, False
            return op, True
        if g.pos in ("NOUN", "PROPN"):
            return ops.nouns.get(g.lemma), False
        return None, True
    if w.role == "acl" and g.pos in ("NOUN", "PROPN"):
        return (ops.nouns.get(g.lemma), False) if infinitive(words, w) else None
    if w.is_noun and w.role in ("obj", "subjpass", "obl", "attr", "iobj") and g.is_verb:
        if g.lemma in ops.verbs and ops.verbs[g.lemma].factuality in ("planned", "negated", "denied", "possible"):
            return ops.verbs[g.lemma], True
        if g.lemma in ops.unhappening and w.role in ("obj", "subjpass"):
            return Operator("negated"), True
        if g.lemma in ops.light or g.lemma in ops.happening:
            return None, True
        return None
    if w.is_noun and w.role == "subj" and g.is_verb:
        if g.lemma in ops.unhappening:
            return Operator("negated", 0.7), True
        return (None, True) if g.lemma in ops.happening else None
    if w.is_noun and w.role == "nmod" and g.pos == "NOUN" and g.lemma in ops.nouns:
        return ops.nouns[g.lemma], True
    if w.role == "advcl" and g.is_verb and infinitive(words, w):
        op = ops.verbs.get(g.lemma)
        carries = g.lemma in ops.motion or (op is not None and op.factuality == "actual" and op.fold is None)
        return (None if carries else Operator("planned", 0.7)), True
    return None


def _subjunctive(words: Words, w: Word) -> bool:
    """ "Demand that it withdraw", "insisted that it should withdraw"."""
    if w.role != "ccomp":
        return False
    should = any(c.role == "aux" and c.lower in ("should", "must") for c in words.children(w))
    return should or (w.tag == "VB" and not any(c.role == "aux" for c in words.children(w)))


def controlled(words: Words, w: Word, g: Word, ops: Operators) -> bool:
    """Whether an infinitive that the parser hung on loosely is really what `g` is about: "pushed it to", "ready to"."""
    if w.role not in ("advcl", "acl") or not infinitive(words, w):
        return False
    if g.pos == "ADJ":
        return True
    op = ops.verbs.get(g.lemma) if g.is_verb else None
    return op is not None and op.addressee and w.i > g.i
