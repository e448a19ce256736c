"""What is shown, in English and French: one file of words a language, and how dates and numbers are written in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from detente.errors import UsageError
from detente.knowledge import world
from detente.model import Interval

_HERE = Path(__file__).parent
LANGUAGES = tuple(sorted(p.stem for p in _HERE.glob("*.yml")))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language. Called with a key of its file, gives the words with `fields` put in."""

    language: str
    table: Mapping[str, str]

    def __call__(self, key: str, **fields: object) -> str:
        words = self.table[key]
        return words.format(**fields) if fields else words

    def of(self, group: str, value: str | None) -> str:
        """The word for a value of a field ("factuality", "denied"); the value itself where the file has none."""
        return self.table.get(f"{group}.{value}", value or "")

    def state(self, code: str, start: bool = False) -> str:
        """The name of a state within a sentence, or at its start; an organisation's code as it is."""
        return world.label(code, self.language, start)

    def bare(self, code: str) -> str:
        """The name of a state without its article, for lists and labels."""
        name = world.label(code, self.language)
        for article in self.table["articles"].split("|"):
            if name.casefold().startswith(article):
                name = name[len(article) :]
        return name[:1].upper() + name[1:]

    def number(self, value: float, digits: int = 2, sign: bool = False) -> str:
        """A number with the language's decimal mark; a real minus sign."""
        rounded = round(value, digits) or 0.0  # no minus before a zero
        text = f"{rounded:{'+' if sign and rounded else ''}.{digits}f}"
        return text.replace("-", "−").replace(".", self.table["decimal mark"])

    def chance(self, p: float) -> str:
        """A probability; one that rounds to 0 or 1 as beyond what can be said."""
        if 0.01 <= p <= 0.99:
            return self.number(p)
        return f"> {self.number(0.99)}" if p > 0.99 else f"< {self.number(0.01)}"

    def day(self, d: date) -> str:
        """A day in full: 12 March 2018."""
        return self(
            "day",
            day=self.table.get("first day", d.day) if d.day == 1 else d.day,
            month=self(f"month.{d.month}"),
            year=d.year,
        )

    def time(self, i: Interval) -> str:
        """An interval as precisely as it is known: "12 March 2018", "March 2018", "2018", "1 May to 3 June 2018"."""
        a, b = i.start, i.end
        if a is None or b is None:
            return self("since", when=self.day(a)) if a else self("until", when=self.day(b)) if b else self("undated")
        iso = i.iso()
        if a == b:
            return self.day(a)
        if len(iso) == 4:
            return iso
        if len(iso) == 7:
            return self("month", month=self(f"month.{a.month}"), year=a.year)
        return self("span", start=self.day(a), end=self.day(b))

    def period(self, i: Interval) -> str:
        """An interval as an adverb: "in 2018", "on 12 March 2018", "between 1 May and 3 June 2018"."""
        iso = i.iso()
        if "/" in iso and i.start and i.end:
            return self("between", start=self.day(i.start), end=self.day(i.end))
        return self("on" if len(iso) == 10 else "in", when=self.time(i))


@cache
def words(language: str) -> Words:
    """The words of a language. Raises UsageError for one that there is no file for."""
    import yaml

    if language not in LANGUAGES:
        raise UsageError(f"--language: {language!r} is none of {', '.join(LANGUAGES)}")
    table = yaml.safe_load((_HERE / f"{language}.yml").read_text(encoding="utf8"))
    return Words(language, {str(k): str(v) for k, v in table.items()})
