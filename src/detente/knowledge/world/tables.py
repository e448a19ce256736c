"""How the tables of this folder are read: keys, cells with several values, marks and dates."""

from __future__ import annotations

import calendar
import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"

_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u2032": "'", "&": " and "})
_POSSESSIVE = re.compile(r"'s?(?=\s|$)")
_WORDS = re.compile(r"[^\W_]+")
_DATED = re.compile(r"\s*\[([\d-]*)\.\.([\d-]*)\]$")


# Letters with a stroke or joined, which Unicode does not take apart.
_UNDIVIDED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"}
)


@lru_cache(maxsize=65536)
def key(text: str) -> tuple[str, ...]:
    """The form under which a name is looked up, whatever its spelling.

    Lower case without accents; a possessive 's and all dots dropped; "&" read as "and"; then split at everything that
    is no letter or digit. `key("U.S.")` is `("us",)`, `key("Côte d'Ivoire")` is `("cote", "d", "ivoire")`,
    `key("Canada's")` is `("canada",)`. Parts of a text may be keyed word by word and joined.
    """
    text = text.translate(_APOSTROPHES).lower()
    if not text.isascii():
        text = "".join(
            c for c in unicodedata.normalize("NFKD", text.translate(_UNDIVIDED)) if not unicodedata.combining(c)
        )
    return tuple(_WORDS.findall(_POSSESSIVE.sub("", text).replace(".", "")))


def day(text: str, last: bool = False) -> date | None:
    """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD` as its first day, or with `last` its last; None where empty.

    Raises ValueError where it is no date.
    """
    if not text:
        return None
    if len(text) == 10:
        return date.fromisoformat(text)
    year, _, month = text.partition("-")
    m = int(month) if month else (12 if last else 1)
    return date(int(year), m, calendar.monthrange(int(year), m)[1] if last else 1)


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a cell with its marks; `start` and `end` inclusive, None where open; `dated` if any was given."""

    text: str
    ambiguous: bool = False
    cased: bool = False
    start: date | None = None
    end: date | None = None
    dated: bool = False


def values(cell: str) -> Iterator[Value]:
    """The values of a cell, separated by "; ", with the marks that names.en.tsv explains."""
    for part in cell.split("; ") if cell else ():
        start = end = None
        text = part
        if part.endswith("]") and (m := _DATED.search(part)):
            start, end = day(m[1]), day(m[2], last=True)
            text = part[: m.start()]
        ambiguous, exact = text.endswith("?"), text.endswith("=")
        text = text.rstrip("?=")
        # An abbreviation in other letters is another word: "US" and "us", "WHO" and "who".
        yield Value(
            text, ambiguous, exact or (text.isupper() and len(text) > 1), start, end, text != part and "[" in part
        )


def spans(cell: str) -> Iterator[tuple[str, date | None, date | None]]:
    """Dated words of a cell, as in "SUN 1922-12-30..1991-12-25; CSK ..1992": word, first and last day (inclusive)."""
    for part in cell.split("; ") if cell else ():
        word, _, dates = part.rpartition(" ")
        start, _, end = dates.partition("..")
        yield word, day(start), day(end, last=True)


def rows(name: str) -> Iterator[list[str]]:
    """Rows of a table in the data folder, without comments and the line of headings; cells as many as headings.

    Raises FileNotFoundError for an unknown table and ValueError, naming file and line, for a row with too many cells.
    """
    for _, cells in numbered(DATA / name):
        yield cells


def numbered(path: Path) -> Iterator[tuple[int, list[str]]]:
    """As `rows`, of any file, each row with its line, counted from 1."""
    width = 0
    with path.open(encoding="utf8") as f:
        for n, line in enumerate(f, 1):
            line = line.rstrip("\n")
            if not line or line.startswith("#"):
                continue
            cells = line.split("\t")
            if not width:
                width = len(cells)
                continue
            if len(cells) > width:
                raise ValueError(f"{path.name}, line {n}: {len(cells)} cells for {width} headings")
            yield n, cells + [""] * (width - len(cells))


def user_data() -> Path:
    """The folder of tables of the user's own, which are read in addition to those that ship with the program.

    `$DETENTE_DATA`, else `$XDG_DATA_HOME/detente`, else `~/.local/share/detente`. It need not exist.
    """
    if own := os.environ.get("DETENTE_DATA"):
        return Path(own)
    shared = os.environ.get("XDG_DATA_HOME")
    return (Path(shared) if shared else Path.home() / ".local" / "share") / "detente"


def languages() -> list[str]:
    """ISO 639-1 codes of the languages in which territories have names, sorted."""
    return sorted(p.name.split(".")[1] for p in DATA.glob("names.*.tsv"))
