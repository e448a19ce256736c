"""A French parse while it is being changed, and the word lists that say how (`lexicons/fr/view.yml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from detente.knowledge.lexicons import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc


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
def listed() -> _Lists:
    d = lexicon("fr", "view")
    prepositions = {k: tuple(v) if isinstance(v, list) else (v, v, v) for k, v in d["prepositions"].items()}
    idioms = {(a, b): f"{a}_{b}" for a, b in (x.split() for x in d["idioms"])}
    return _Lists(prepositions, d["marks"], d["pronouns"], d["determiners"], d["adverbs"], d["conjunctions"], d, idioms)


CONTRACTED = {"au": "à", "aux": "à", "du": "de", "des": "de", "d'": "de", "jusqu'": "jusque", "ès": "en"}


NOUNS = ("NOUN", "PROPN", "PRON", "NUM", "SYM")


class Tree:
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
        self.first, self.end = [0] * self.n, [self.n] * self.n
        for sentence in doc.sents if doc.has_annotation("SENT_START") else ():
            for i in range(sentence.start, sentence.end):
                self.first[i], self.end[i] = sentence.start, sentence.end
        self.lower = list(self.form)
        self.tag = [""] * self.n
        self.modal: dict[int, str] = {}

    def kids(self, i: int) -> list[int]:
        """Dependents of `i`, looked for in its sentence."""
        return [j for j in range(self.first[i], self.end[i]) if self.head[j] == i and j != i]

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
