"""Dates as pages, files and exports write them, to ISO text (YYYY, YYYY-MM or YYYY-MM-DD)."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime

from detente.model import Interval

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv", "february feb février fevrier févr fév", "march mar mars",
            "april apr avril avr", "may mai", "june jun juin", "july jul juillet juil", "august aug août aout",
            "september sept sep septembre", "october oct octobre", "november nov novembre",
            "december dec décembre decembre déc",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_WRITTEN = (
    re.compile(rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th|er)?[ \-/]+(?:of )?{_MONTH},?[ \-/]+(?P<y>\d{{4}})", re.IGNORECASE),
    re.compile(rf"{_MONTH}[ ]+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:, ?|[ ]+)(?P<y>\d{{4}})", re.IGNORECASE),
    re.compile(rf"(?P<d>){_MONTH},?[ \-/]+(?P<y>\d{{4}})", re.IGNORECASE),
)
WRITTEN_OUT = re.compile("|".join(re.sub(r"\?P<\w>", "?:", p.pattern) for p in _WRITTEN), re.IGNORECASE)
"""A date with its month in letters, English or French, anywhere in a text."""

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)(?=\d{6}|T|Z|$)")
_WEEKDAY = re.compile(
    r"(?:(?:mon|tues?|wednes|wed|thurs?|thu|fri|satur|sat|sun)(?:day)?|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
    r"\.?,?[ ]+(?:le )?",
    re.IGNORECASE,
)
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")


def iso(value: str) -> str | None:
    """The date that `value` begins with, whatever follows it; None where it begins with none that is understood.

    Understood are ISO 8601 (also without hyphens, and a PDF's `D:2018...`), YYYY/MM/DD, RFC 2822 ("Thu, 20 Sep 2018
    10:00:00 -0400"), and a month in English or French letters with a year. A day that a clock shows is kept as it is
    shown, not moved to another zone. 03/04/2018 is not understood: it is two dates.
    """
    value = " ".join(value.split())
    if m := _WEEKDAY.match(value):
        value = value[m.end() :]
    if m := _ISO.match(value) or _COMPACT.match(value):
        return _checked(*m.groups())
    for form in _WRITTEN:
        if m := form.match(value):
            return _checked(m["y"], str(_MONTHS[m[_month_group(m)].lower()]), m["d"] or None)
    try:
        return Interval.parse(value).iso()
    except ValueError:
        pass
    try:
        return f"{parsedate_to_datetime(value):%Y-%m-%d}"
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def american(value: str) -> str | None:
    """MM/DD/YYYY, as agencies of the United States stamp it; None where `value` begins with no such date."""
    m = _AMERICAN.match(value.strip())
    return _checked(m[3], m[1], m[2]) if m else None


def _month_group(m: re.Match[str]) -> int:
    named = set(m.re.groupindex.values())
    return next(n for n in range(1, m.re.groups + 1) if n not in named)


def _checked(year: str, month: str, day: str | None) -> str | None:
    text = f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")
    try:
        Interval.parse(text)
    except ValueError:
        return None
    return text
