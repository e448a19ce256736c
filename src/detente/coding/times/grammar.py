"""The forms of time expressions in one language, from `lexicons/<language>/times.yml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from detente.knowledge.lexicons import lexicon

_ORDER = (
    "following",
    "previous",
    "same",
    "last",
    "next",
    "this",
)  # "the next" is "following", though "next" stands in it
KINDS = ("iso", "numeric", "dmy", "mdy", "piece", "season", "month", "partof", "decade", "century", "deictic", "count", "eve",
         "within", "over", "which", "weekday", "nth", "holiday", "then", "year")  # fmt: skip


def squeezed(text: str) -> str:
    """Lower case, white space as single spaces, plain apostrophes: the form in which the lists hold their words."""
    return " ".join(text.lower().replace("’", "'").split())


# Groups that only some languages' forms have; the others never match them.
_GROUPS = frozenset({
    "mdy", "mdy_m", "mdy_d", "mdy_to", "mdy_y", "weekday_w", "weekday_l", "count_b",
    "count_h", "count_r", "count_s", "partof_c", "partof_cp", "piece_q", "nth_i", "over_n", "century_n",
})  # fmt: skip


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of `words`, the longest first; a space stands for any white space."""
    ordered = sorted(map(str, words), key=lambda w: (-len(w), w))
    return "|".join(re.escape(w).replace("\\ ", r"\s+").replace("'", "['’]") for w in ordered)


@dataclass(frozen=True, slots=True)
class Grammar:
    """One language's lists, the pattern of all its expressions and the patterns of what may stand around them."""

    d: dict[str, Any]
    pattern: re.Pattern[str]
    which: dict[str, str]  # "the following" -> "following"
    parts: dict[str, str]  # "the end of" -> "late"
    relations: dict[str, str]  # "as of" -> "since"
    relation: re.Pattern[str]
    before_month: re.Pattern[str]
    before_season: re.Pattern[str]
    before_year: re.Pattern[str]
    not_a_year: re.Pattern[str]
    same_event: dict[str, int]

    def unit(self, text: str | None) -> str:
        """The common name of a unit as it stands in a text ("weeks": "week"); "day" where the text names none."""
        word = squeezed(text or "day")
        units = self.d["units"]
        return units[word] if isinstance(units, dict) and word in units else word.rstrip("s")

    def kind_of(self, m: re.Match[str], group: str) -> str | None:
        """What the words around a unit count from ("last": the day of writing), or None.

        `group` is the name of the form; the words stand in its groups "_p" and, in some languages, "_q", "_a" and "_b".
        """
        said = [m[g] for x in "pqab" if (g := f"{group}_{x}") in m.re.groupindex and m[g]]
        return self.which_in(" ".join(said)) if said else None

    def which_in(self, text: str) -> str | None:
        """What the words of `text` count from: "of the same year" has "the same"."""
        words = squeezed(text)
        found = {kind for word, kind in self.which.items() if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", words)}
        return next((kind for kind in _ORDER if kind in found), None)

    def part(self, text: str | None) -> str | None:
        """Which part of a stretch is meant by "at the end of the", "early in", "mid-"; None where no part is."""
        words = squeezed((text or "").replace("-", " "))
        found = [w for w in self.parts if re.search(rf"(?<!\w){re.escape(w)}(?!\w)", words)]
        return self.parts[max(found, key=len)] if found else None

    def number(self, text: str) -> float | None:
        """What a number word or a numeral counts; None for "several" and the like."""
        text = squeezed(text)
        return float(text) if text.isdigit() else self.d["numbers"].get(text)

    def kind(self, m: re.Match[str]) -> str:
        """Which of KINDS a match of `pattern` is."""
        return next(k for k in KINDS if m[k] is not None)


def _turned(groups: dict[str, list[str]]) -> dict[str, str]:
    return {str(word): kind for kind, words in groups.items() for word in words}


@cache
def grammar(language: str) -> Grammar:
    """The grammar of `language` (ISO 639-1). Raises FileNotFoundError where it has no list of time words."""
    d = lexicon(language, "times")
    lists = {
        k: any_of(_flat(v)) for k, v in d.items() if isinstance(v, (dict, list)) and k not in ("fragments", "patterns")
    }

    def filled(text: str) -> str:
        return re.sub(r"\{([a-z_]+)\}", lambda m: f"(?:{lists[m[1]]})" if m[1] in lists else m[0], text)

    for name, text in d["fragments"].items():
        lists[name] = filled(text)
    forms = "|".join(filled(p) for p in d["patterns"])
    lacking = sorted(_GROUPS - re.compile(forms, re.IGNORECASE).groupindex.keys())
    pattern = re.compile(forms + "|(?!)" + "".join(f"(?P<{g}>)" for g in lacking), re.IGNORECASE)
    article = rf"(?:{any_of(d['articles'])})"

    def before(key: str, extra: str = "") -> re.Pattern[str]:
        return re.compile(rf"(?:\b(?:{lists[key]}){extra})(?:\s*\b{article})?[\s-]*$", re.IGNORECASE)

    return Grammar(
        d, pattern, _turned(d["which"]), _turned(d["parts"]), _turned(d["relations"]),
        re.compile(rf"\b({lists['relations']})(?:\s*\b{article})?\s*$", re.IGNORECASE), before("before_months"),
        before("before_seasons"), re.compile(rf"(?:\b(?:{lists['before_years']})|[,(;:–—-]|^|[A-Z]\w+)\s*$", re.IGNORECASE),
        re.compile(rf"\b(?:{lists['not_a_year_after']})\s*$", re.IGNORECASE),
        {w: n for n, words in enumerate(d["same_event"]) for w in words},
    )  # fmt: skip


def _flat(value: dict[str, Any] | list[Any]) -> list[str]:
    if isinstance(value, dict):
        nested = [w for v in value.values() if isinstance(v, list) for w in v if isinstance(w, str)]
        return nested or [str(k) for k in value]
    return [str(w) for w in value if not isinstance(w, list)]
