"""What must be alike before two mentions are compared at all, and the words by which they then are.

Two mentions can report one event, or be about one matter, only where they lie in one block: where they have the same
parties. So the events of a block and their links depend on nothing outside it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Literal

from detente.knowledge import world
from detente.knowledge.lexicons import languages, lexicon
from detente.model import Actor, Factuality, Mention, Type

Course = Literal["open", "happened", "not"]

_FAMILIES = {
    "AGREE": "accord",
    "SUPPORT": "accord",
    "CONCEDE": "yield",
    "RETREAT": "yield",
    "SANCTION": "pressure",
    "COERCE": "pressure",
}
_HAPPENED: dict[Factuality, Course] = {"actual": "happened", "negated": "not", "denied": "not"}


def course_of(factuality: Factuality) -> Course:
    """Whether an act is said to have happened, not to have happened, or still lies ahead."""
    return _HAPPENED.get(factuality, "open")


def code_of(actor: Actor) -> str:
    """The code a party goes by: its state, else its organisation, else country and sector; "?" where none is known."""
    return actor.code or actor.organisation or (f"{actor.country}/{actor.sector}" if actor.country else "?")


def side(actors: Iterable[Actor]) -> tuple[str, ...]:
    """Codes of one side, sorted, each once; "?" only where nobody is known."""
    codes = {code_of(a) for a in actors}
    return tuple(sorted(codes - {"?"} or codes))


def parties_of(m: Mention) -> tuple[str, ...]:
    """Codes of everybody involved, sorted."""
    codes = {*side(m.actors), *side(m.recipients)}
    return tuple(sorted(codes - {"?"} or codes))


def block_of(m: Mention) -> str:
    """The block that a mention lies in: its parties, whoever of them acts."""
    return " ".join(parties_of(m))


def family_of(type: Type) -> str:
    """The types that different tellings of one act may be given go by one name."""
    return _FAMILIES.get(type, type)


_WORD = re.compile(r"[^\W\d_]{3,}|\d+")
_ENDINGS = re.compile(r"(?:ing|ed|es|s|ly)$")


@cache
def _stop(language: str) -> frozenset[str]:
    return frozenset(lexicon(language if language in languages() else "en", "stop")["words"])


@cache
def stem(word: str) -> str:
    """A word without its ending, roughly, so that "imposed" and "imposes" are one."""
    return _ENDINGS.sub("", word) if len(word) > 5 else word


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@cache
def _names_of(code: str) -> frozenset[str]:
    if not world.valid(code):
        return frozenset()
    return frozenset(_WORD.findall(_plain(f"{world.label(code)} {world.adjective(code) or ''}")))


def content_words(m: Mention, text: str, language: str | None) -> list[str]:
    """Content words of the sentence, roughly stemmed, sorted; not the parties and the act, which all reports share."""
    stop = _stop(language or "en")
    spans = (m.trigger, *(a.span for a in (*m.actors, *m.recipients)))
    named = {w for s in spans for w in _WORD.findall(_plain(s.of(text)))}
    named |= {w for code in parties_of(m) for w in _names_of(code)}
    words = {w for w in _WORD.findall(_plain(m.sentence.of(text))) if w not in stop and w not in named}
    return sorted({stem(w) for w in words})


def trigger_word(m: Mention, text: str) -> str:
    """The word that names the act, plain and roughly stemmed."""
    return " ".join(stem(w) for w in _WORD.findall(_plain(m.trigger.of(text))))


def place_words(m: Mention, text: str) -> list[str]:
    """Where it happened, as the text names the places, sorted."""
    return sorted({_plain(p.span.of(text)) for p in m.places})
