"""A parsed text as plain lists: the tree questions that attribution asks, at a small part of the cost of tokens."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

_BREAK = re.compile(r"\n\s*\n")

Range = tuple[int, int]  # tokens first to last, half open


class Parse:
    """Token `i` of a text in `language` has `lower[i]`, `lemma[i]`, `pos[i]`, `tag[i]`, `dep[i]`, `head[i]` and children `kids[i]`.

    `left[i]` to `right[i]` (half open) are the tokens under `i`, itself included; `first[i]` is its sentence's first token,
    `paragraph[i]` the number of its paragraph; `cuts` are the characters at which paragraphs after the first one begin.
    """

    def __init__(self, doc: Doc) -> None:
        strings = doc.vocab.strings
        rows = doc.to_array(["LOWER", "LEMMA", "POS", "TAG", "DEP", "HEAD", "SENT_START", "LENGTH", "IDX"])
        columns = [c.tolist() for c in rows.T]
        seen: dict[int, str] = {}

        def words(column: list[int]) -> list[str]:
            for key in set(column) - seen.keys():
                seen[key] = strings[key] if key else ""
            return [seen[k] for k in column]

        self.text = doc.user_data.get("text") or doc.text
        self.language: str = doc.lang_
        self.n = len(doc)
        self.lower, self.lemma, self.pos, self.tag, self.dep = (words(c) for c in columns[:5])
        self.lower = doc.user_data.get("lower") or self.lower  # a language's own names for its closed words
        # Relative heads are signed numbers stored without sign.
        self.head = [i + (h - (1 << 64) if h >> 63 else h) for i, h in enumerate(columns[5])]
        self.start = columns[8]
        self.end = [s + n for s, n in zip(self.start, columns[7], strict=True)]
        self.kids: list[list[int]] = [[] for _ in range(self.n)]
        self.first = [0] * self.n
        self.sentences: list[Range] = []
        begin = 0
        for i, (h, s) in enumerate(zip(self.head, columns[6], strict=True)):
            if h != i:
                self.kids[h].append(i)
            if s == 1 and i > begin:
                self.sentences.append((begin, i))
                begin = i
            self.first[i] = begin
        if self.n:
            self.sentences.append((begin, self.n))
        self._edges()
        # `masked` leaves no line breaks: the blocks that the layout found stand in their place.
        cuts = sorted({*(m.end() for m in _BREAK.finditer(self.text)), *doc.user_data.get("blocks", ())})
        self.cuts = [c for c in cuts if 0 < c < len(self.text)]
        self.paragraph = [bisect_right(self.cuts, s) for s in self.start]

    def _edges(self) -> None:
        left, right = list(range(self.n)), list(range(1, self.n + 1))
        for a, b in self.sentences:
            # Twice each way is enough for any tree in which heads and words alternate; a loop covers the rest.
            changed = True
            while changed:
                changed = False
                for order in (range(a, b), range(b - 1, a - 1, -1)):
                    for i in order:
                        h = self.head[i]
                        if left[i] < left[h]:
                            left[h] = left[i]
                            changed = True
                        if right[i] > right[h]:
                            right[h] = right[i]
                            changed = True
        self.left, self.right = left, right

    def sentence(self, i: int) -> Range:
        """The sentence of token `i`."""
        a = self.first[i]
        b = self.right[i]
        while b < self.n and self.first[b] == a:
            b += 1
        return a, b

    def child(self, i: int, *deps: str) -> int | None:
        """The first dependent of `i` with one of these labels."""
        return next((c for c in self.kids[i] if self.dep[c] in deps), None)

    def under(self, i: int) -> Range:
        """All tokens from the first to the last under `i`."""
        return self.left[i], self.right[i]

    def blank(self, i: int) -> bool:
        """Whether a token is punctuation or space."""
        return self.pos[i] in ("PUNCT", "SPACE") or not any(map(str.isalnum, self.lower[i]))
