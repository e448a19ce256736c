"""Whose dealings a document is a history of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from detente.coding.actors import Cast
from detente.coding.words import Words
from detente.knowledge import world
from detente.model import Document, Interval


@dataclass(frozen=True, slots=True)
class Setting:
    """A history of `holder`'s dealings with `host`: what its sentences leave out, they mean."""

    holder: str
    host: str

    def has(self, code: str | None) -> bool:
        """Whether a state is one of the two, under this or an earlier name."""
        return self.which(code) is not None

    def which(self, code: str | None) -> str | None:
        """The one of the two that `code` is, was or became; None for a third state."""
        if code is None:
            return None
        for own in (self.holder, self.host):
            if own in (code, _now(code)) or code == _now(own):
                return own
        return None

    def existed(self, when: Interval | None) -> bool:
        """Whether the host was a state of its own then: a consulate in a part of another state is no presence at it."""
        day, t = when.start if when is not None else None, world.territories().get(self.host)
        if day is None or t is None:
            return True
        parts = any((a or date.min) <= day <= (b or date.max) for _, a, b in t.part_of)
        return not parts and (t.start is None or day >= t.start)

    def other(self, code: str) -> str:
        """The other of the two."""
        return self.host if code == self.holder else self.holder


def _now(code: str) -> str:
    t = world.territories().get(code)
    return t.successor if t is not None and t.successor else code


def setting(cast: Cast, document: Document, d: dict[str, Any]) -> Setting | None:
    """The two states of a history, as its title names them: the first tells it. None for any other document."""
    title = document.title or ""
    if not any(re.search(rf"\b{re.escape(word)}\b", title, re.IGNORECASE) for word in d["histories"]):
        return None
    found = list(dict.fromkeys(_named(title, cast.language)))
    if len(found) == 1 and cast.home and cast.home != found[0]:
        found.insert(0, cast.home)
    if len(found) != 2:
        return None
    return Setting(found[0], found[1]) if cast.home != found[1] else Setting(found[1], found[0])


def _named(title: str, language: str) -> list[str]:
    """Codes of the states that a title names, in order, the longest name first at each place."""
    head, _, last = title.rpartition(": ")
    subject = world.resolve(last) if head else None
    text = head if subject else title
    parts = [m.group() for m in re.finditer(r"[^\W\d_][\w.’'-]*", text)]
    out: list[str] = []
    k = 0
    while k < len(parts):
        for n in range(min(6, len(parts) - k), 0, -1):
            phrase = " ".join(parts[k : k + n]).rstrip("’'")
            if phrase[0].isupper() and (code := _state(phrase, language)) is not None:
                out.append(code)
                k += n - 1
                break
        k += 1
    return [*out, subject] if subject else out


def _state(phrase: str, language: str) -> str | None:
    names = world.names(language).get(world.key(phrase), ())
    return next((n.code for n in names if n.kind in ("country", "adjective") and not n.cased), None)


def paragraphs(words: Words, text: str) -> list[int]:
    """For each sentence the number of the paragraph of `text`, the document's own, in which it stands."""
    breaks = [m.start() for m in re.finditer(r"\n\s*\n", text)]
    out, k = [], 0
    for first, _ in words.sentences:
        while k < len(breaks) and breaks[k] < words[first].end:
            k += 1
        out.append(k)
    return out
