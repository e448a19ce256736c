"""What the name of a file says of the document in it: a date, and words that may stand for a title."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from detente.reading.dates import iso

_DAY = re.compile(r"(?<!\d)((?:1[5-9]|20)\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)")
_MONTH = re.compile(r"(?<![\d-])((?:1[5-9]|20)\d\d)-(\d\d)(?![\d-])")


def named(origin: str) -> dict[str, str]:
    """`published` and `title`, each where the last name in `origin` holds one.

    A date is YYYY-MM-DD (or with dots, underscores, nothing between) or YYYY-MM; a title is at least three words, as in
    `2018-09-20-norland-opens-embassy.pdf`.
    """
    name = re.split(r"[/\\!]", origin)[-1].split("#")[0]
    out: dict[str, str] = {}
    for m in _DAY.finditer(name):
        if day := iso(f"{m[1]}-{m[3]}-{m[4]}"):
            out["published"] = day
            break
    else:
        for m in _MONTH.finditer(name):
            if month := iso(f"{m[1]}-{m[2]}-01"):
                out["published"] = month[:7]
                break
    stem = _MONTH.sub(" ", _DAY.sub(" ", PurePosixPath(name).stem))
    words = re.findall(r"[^\W_]+(?:['’][^\W_]+)*", stem)
    if sum(w.isalpha() and len(w) > 1 for w in words) >= 3:
        out["title"] = " ".join(words)
    return out
