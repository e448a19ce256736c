"""From a tree with ClearNLP's labels to the common view: prepositions folded into their nouns, roles by their common names.

spaCy's English models have these labels; a language whose parser has others is relabelled first (`french.relabel`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.coding.words import Word

if TYPE_CHECKING:
    from spacy.tokens import Doc

_ROLES = {
    "nsubj": "subj", "nsubjpass": "subjpass", "dobj": "obj", "dative": "iobj", "prt": "particle", "ROOT": "root",
    "auxpass": "aux", "oprd": "xcomp", "csubjpass": "csubj", "npadvmod": "npadvmod",
}  # fmt: skip
_PREPOSITIONS = frozenset({"prep", "agent", "dative"})


def words_of(doc: Doc) -> tuple[list[Word], list[tuple[int, int]]]:
    """The words of a parsed text and its sentences as [first, last) word indices.

    Prepositions stay in the list, but their nouns hang on what they modify. `doc.user_data["lower"]`, where a language
    has set it, is how the words' forms are called in closed lists.
    """
    lower = doc.user_data.get("lower") or [t.lower_ for t in doc]
    words: list[Word] = []
    sentences: list[tuple[int, int]] = []
    number = -1
    for t in doc:
        if t.is_sent_start or number < 0:
            number += 1
            sentences.append((t.i, len(doc)))
            if number:
                sentences[number - 1] = (sentences[number - 1][0], t.i)
        dep = t.dep_
        words.append(
            Word(t.i, t.text, lower[t.i], t.lemma_.lower(), t.pos_, t.tag_, _ROLES.get(dep, dep), t.head.i, t.idx,
                 t.idx + len(t.text), number)
        )  # fmt: skip
    for w in words:
        if w.role in ("pobj", "pcomp"):
            _fold_preposition(words, w)
    for w in words:
        if w.role == "agent" and w.pos in ("ADP", "SCONJ"):
            w.role = "prep"
    return words, sentences


def _fold_preposition(words: list[Word], w: Word) -> None:
    prep = words[w.head]
    case = prep.lower
    role = "agent" if prep.role == "agent" else None
    while words[prep.head].role in _PREPOSITIONS and prep.head != prep.i and words[prep.head].pos in ("ADP", "SCONJ"):
        prep = words[prep.head]
        role = "agent" if prep.role == "agent" else role
    governor = words[prep.head]
    w.case = case
    w.head = governor.i
    if w.role == "pcomp":
        w.role = "oblcl"
    else:
        w.role = role or ("obl" if governor.pos in ("VERB", "AUX", "ADJ", "ADV") else "nmod")
