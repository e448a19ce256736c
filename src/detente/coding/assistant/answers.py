"""What a model answered, as plain checked values: nothing of it is trusted, and what does not fit is counted."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any, cast, get_args

from detente.knowledge.ontology import TYPES
from detente.model import Factuality, Type

LONGEST = 200_000  # characters of an answer
MOST = 200  # items of an answer that are read
_PARTIES = 6  # of one side
_THOUGHTS = re.compile(r"<think>.*?</think>", re.DOTALL)
_FACTUALITIES = frozenset(get_args(Factuality))


@dataclass(frozen=True, slots=True)
class Party:
    """A state and the words that name it; None where the answer only gives its code."""

    code: str
    words: str | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """An act that the model sees in a sentence (its number in the question), and the words that say so."""

    sentence: int
    quote: str
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    reciprocal: bool
    type: Type
    factuality: Factuality


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an act (its number in the question) is right, and the words that show it."""

    act: int
    right: bool
    quote: str


def proposals(content: str, dropped: Counter[str]) -> list[Proposal]:
    """The acts of an answer; `dropped` counts what is none, by reason."""
    out = []
    for item in _items(content, "acts", dropped):
        try:
            out.append(_proposal(item))
        except (KeyError, TypeError, ValueError):
            dropped["not in the form asked for"] += 1
    return out


def verdicts(content: str, dropped: Counter[str]) -> list[Verdict]:
    """The verdicts of an answer; `dropped` counts what is none, by reason."""
    out = []
    for item in _items(content, "checks", dropped):
        act, right, quote = item.get("act"), item.get("right"), item.get("quote")
        if type(act) is int and isinstance(right, bool) and isinstance(quote, str):
            out.append(Verdict(act, right, quote))
        else:
            dropped["not in the form asked for"] += 1
    return out


def _items(content: str, key: str, dropped: Counter[str]) -> list[dict[str, Any]]:
    if len(content) > LONGEST:
        dropped["answer too long"] += 1
        return []
    found = _json(content)
    items = found.get(key) if isinstance(found, dict) else found
    if not isinstance(items, list):
        dropped["answer not in the form asked for"] += 1
        return []
    if len(items) > MOST:
        dropped["beyond the number read"] += len(items) - MOST
    whole = [i for i in items[:MOST] if isinstance(i, dict)]
    if len(whole) < len(items[:MOST]):
        dropped["not in the form asked for"] += len(items[:MOST]) - len(whole)
    return whole


def _json(content: str) -> Any:
    """The JSON in an answer, with or without thoughts before it or a fence around it; None where there is none."""
    text = _THOUGHTS.sub("", content).strip()
    starts = [i for i in (text.find("{"), text.find("[")) if i >= 0]
    try:
        return json.JSONDecoder().raw_decode(text, min(starts))[0] if starts else None
    except (ValueError, RecursionError):
        return None


def _proposal(o: dict[str, Any]) -> Proposal:
    sentence, quote, reciprocal = o["sentence"], o["quote"], o.get("reciprocal", False)
    if type(sentence) is not int or not isinstance(quote, str) or not isinstance(reciprocal, bool):
        raise TypeError
    if o["type"] not in TYPES or o["factuality"] not in _FACTUALITIES:
        raise ValueError
    return Proposal(
        sentence,
        quote,
        _parties(o["actors"]),
        _parties(o["recipients"]),
        reciprocal,
        cast(Type, o["type"]),
        cast(Factuality, o["factuality"]),
    )


def _parties(value: Any) -> tuple[Party, ...]:
    items = value if isinstance(value, list) else [value]
    if not 0 < len(items) <= _PARTIES:
        raise ValueError
    return tuple(_party(i) for i in items)


def _party(item: Any) -> Party:
    code, words = (item, None) if isinstance(item, str) else (item["state"], item["words"])
    if not isinstance(code, str) or not re.fullmatch("[A-Z]{3}", code) or not (words is None or isinstance(words, str)):
        raise ValueError
    return Party(code, words)
