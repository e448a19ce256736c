"""Who sends an envoy and who receives him, and the rank he has."""

from __future__ import annotations

import re
from functools import cache

from detente.coding.facts.clauses import Text
from detente.coding.facts.posts import normal, pattern, word_at
from detente.coding.words import Word
from detente.knowledge.lexicons import lexicon

OF_RANK = {"embassy": 4, "legation": 3, "mission": 2, "consulate": 1}
"""Of several ranks told of one person the higher counts."""


@cache
def ranks(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern for the ranks of envoys, and the post that goes with each."""
    table = {name: status for status, names in lexicon(language, "presence")["ranks"].items() for name in names}
    return pattern([*table, *(n + "s" for n in table)]), table


def sides(text: Text, w: Word) -> tuple[str, str] | None:
    """Who sends and who receives; None where a third state does one of the two."""
    about, words, cast, d = text.about, text.words, text.cast, text.d
    assert about is not None
    a, b = text.clause(w)
    own = to = None
    third = False
    k = a
    while k < b:
        m = cast.names.at.get(k)
        code = m.entry.code if m is not None and m.entry.kind != "group" else None
        if m is None or code is None:
            if words[k].pos == "PROPN" and words[k].lower in d["heads_of_state"] and k > w.i:
                reached = next((x.code for x in cast.at(_name_end(text, k)) if x.code), None)
                to = to or about.which(reached)
            k += 1
            continue
        side = about.which(code)
        lead = k - 1
        while lead > a and words[lead].lower in d["skipped"]:
            lead -= 1
        toward = words[lead].lower in d["away"]
        if side is None:
            third = third or (words[lead].lower in d["towards"] and k > w.i)
        elif toward:
            to = to or (side if m.entry.kind != "adjective" or k > w.i else to)
        elif m.entry.kind == "adjective" and k > w.i and _receives(text, m.last + 1):
            to = to or side
        elif k > w.i and own is not None:
            to = to or (side if side != own else None)
        else:
            own = own or side
        k = m.last + 1
    if own is not None:
        return (own, about.other(own)) if to is None or to != own else (about.other(own), own)
    if to is not None:
        return about.other(to), to
    if third:
        return None
    return _announced(text, w) or (about.holder, about.host)


def _announced(text: Text, w: Word) -> tuple[str, str] | None:
    """The sides of the person spoken of before: "X was appointed Minister to Peru. He presented ..."."""
    about, words, d = text.about, text.words, text.d
    assert about is not None
    for n in range(w.sentence - 1, max(-1, w.sentence - 4), -1):
        first, last = words.sentences[n]
        if text.paragraph[n] != text.paragraph[w.sentence] and not text.is_heading(n):
            continue
        for m in text.cast.names.matches:
            if first <= m.first < last and (side := about.which(m.entry.code)) is not None:
                lead = words[m.first - 1].lower if m.first else ""
                lead = words[m.first - 2].lower if lead == "the" else lead
                span = words[max(first, m.first - 6)].start, words[m.first].start
                if lead in d["towards"] and ranks(text.cast.language)[0].search(words.text, *span):
                    return about.other(side), side
                stop = min(last, m.last + 6)
                named = text.posts_in(m.last + 1, stop) or ranks_in(text, m.last + 1, stop)
                if m.entry.kind in ("adjective", "country") and lead not in d["within"] and named:
                    return side, about.other(side)
    return None


def _receives(text: Text, k: int) -> bool:
    """Whether the word at `k` is who credentials are presented to: a government, a ruler."""
    return k < len(text.words) and text.words[k].lower in text.d["receiving"]


def _name_end(text: Text, k: int) -> Word:
    while k + 1 < len(text.words) and text.words[k + 1].pos == "PROPN":
        k += 1
    return text.words[k]


def ranks_in(text: Text, first: int, last: int) -> list[tuple[int, str]]:
    """Ranks of envoys named between two words, each with its word; ministers of a government are none."""
    if first >= last:
        return []
    words, (found, table) = text.words, ranks(text.cast.language)
    start, stop = words[first].start, words[last - 1].end
    out = []
    for m in found.finditer(words.text, start, stop):
        name = normal(m.group())
        status = table.get(name) or table[name.removesuffix("s")]
        if status == "none":
            continue
        i = word_at(words, text.starts, m.start()).i
        if name.startswith("minister") and name.rstrip("s") == "minister":
            members = text.d["ministers"]
            before = words[i - 1].lower if i else ""
            after = words[i + 1].lower if i + 1 < len(words) else ""
            if before in members["before"] or after in members["after"]:
                continue
        out.append((i, status))
    return out
