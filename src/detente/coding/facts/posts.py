"""Which posts a text names: embassies, legations, consulates; whose they are and where they stand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from detente.coding.actors import Cast
from detente.coding.names import head_of
from detente.coding.words import Word, Words
from detente.knowledge.lexicons import lexicon


@dataclass(frozen=True, slots=True)
class Post:
    """Words `first` to `last`, which is their head, name a post of rank `status`; `one` is False for a plural."""

    first: int
    last: int
    status: str
    one: bool


def plural(name: str, language: str) -> str:
    """The regular plural of a lower-case noun phrase: English ones end in their head ("embassies"), others begin with it."""
    if language != "en":
        head, _, rest = name.partition(" ")
        return f"{head}s {rest}".rstrip()
    if name.endswith(" general"):
        return name.removesuffix(" general") + "s general"
    if name.endswith("y") and name[-2] not in "aeiou":
        return name[:-1] + "ies"
    return name + "s"


@cache
def _forms(language: str) -> tuple[re.Pattern[str], Mapping[str, tuple[str, bool]]]:
    table: dict[str, tuple[str, bool]] = {}
    for status, names in lexicon(language, "presence")["posts"].items():
        for name in names:
            table[name] = (status, True)
            table.setdefault(plural(name, language), (status, False))
    return pattern(table), table


def pattern(names: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of `names` as whole words, whatever the case and the apostrophe; the longest first."""
    either = "|".join(
        re.escape(n).replace("'", "['’]").replace(r"\ ", r"\s+") for n in sorted(names, key=len, reverse=True)
    )
    return re.compile(rf"(?<![\w-])(?:{either})(?![\w-])", re.IGNORECASE)


def normal(text: str) -> str:
    """Found words as they stand in the word list."""
    return " ".join(text.lower().replace("’", "'").split())


def word_at(words: Words, starts: list[int], offset: int) -> Word:
    """The word that covers a character; `starts` are the offsets at which words start."""
    return words[max(0, bisect_right(starts, offset) - 1)]


def posts(words: Words, language: str, starts: list[int]) -> list[Post]:
    """Every post that the text names, in order."""
    found, table = _forms(language)
    out = []
    for m in found.finditer(words.text):
        status, one = table[normal(m.group())]
        first, last = word_at(words, starts, m.start()).i, word_at(words, starts, m.end() - 1).i
        out.append(Post(first, last if language == "en" else head_of(words, first, last), status, one))
    return out


def owners(cast: Cast, p: Post) -> list[str]:
    """Codes of the states whose post it is: "the Norwegian legation", "their embassies", "the embassy of Peru"."""
    words, d = cast.words, lexicon(cast.language, "presence")
    head = words[p.last]
    found = [code for code, _ in cast.qualifiers(head)]
    if not found:
        for k in range(p.first - 1, max(words.sentences[head.sentence][0], p.first - 4) - 1, -1):
            m = cast.names.at.get(k)
            if m is not None and m.entry.code and m.entry.kind in ("adjective", "country", "demonym", "capital"):
                before = words[m.first - 1].lower if m.first else ""
                return [] if before in d["places"] else [m.entry.code]
            if words[k].lower in d["own"]:
                return list(dict.fromkeys(a.code for a in cast.at(words[k]) if a.code))
            if words[k].pos not in ("ADJ", "PROPN", "NOUN", "PART"):
                break
    if not found and p.last + 1 < len(words) and words[p.last + 1].lower in d["of"]:
        named = _name_after(cast, p.last + 2)
        if named is not None:
            found = [named[0]]
    return list(dict.fromkeys(found))


def sites(cast: Cast, p: Post) -> list[tuple[str, bool]]:
    """The countries in which posts stand, where the words after them say so ("the legations in Peru and Chile",
    "Embassy Bangui"), and whether that is by a town other than the capital.
    """
    words, d = cast.words, lexicon(cast.language, "presence")
    k = p.last + 1
    if k >= len(words) or words[k].sentence != words[p.last].sentence:
        return []
    if words[k].pos == "PROPN" and words[k].lower not in d["places"]:
        found = _name_after(cast, k)
        return [found] if found else []
    if words[k].lower in d["of"]:  # "the legation of Peru in France"
        while k < len(words) - 1 and k < p.last + 7 and words[k].lower not in d["places"]:
            k += 1
    out: list[tuple[str, bool]] = []
    while (
        words[k].lower in d["joined" if out else "places"]
        and k + 1 < len(words)
        and (found := _name_after(cast, k + 1))
    ):
        out.append(found)
        k += 2
        while k < len(words) - 1 and words[k - 1].pos == "PROPN" and words[k].pos == "PROPN":
            k += 1
    return out


def _name_after(cast: Cast, k: int) -> tuple[str, bool] | None:
    words, d = cast.words, lexicon(cast.language, "presence")
    while k < len(words) - 1 and words[k].lower in d["skipped"] and k not in cast.names.at:
        k += 1
    m = cast.names.at.get(k)
    if (
        m is not None
        and m.entry.kind == "adjective"
        and m.last + 1 < len(words)
        and words[m.last + 1].pos in ("NOUN", "PROPN")
    ):
        # "an interests section in the Dutch embassy in Jakarta"
        k = m.last + 1
        while k < len(words) - 2 and k < m.last + 4 and words[k].lower not in d["places"]:
            k += 1
        return _name_after(cast, k + 1) if words[k].lower in d["places"] else None
    if m is not None:
        return (m.entry.code, False) if m.entry.code else None
    code = cast.place_code(words[k]) if words[k].pos == "PROPN" else None
    return (code, True) if code else None
