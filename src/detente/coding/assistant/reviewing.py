"""The assistant at work on one text: what it is asked, and what of its answers becomes of the acts found so far."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from detente.coding.actors import Cast
from detente.coding.acts import Naming, Predicate, act_lexicon, predicates
from detente.coding.assistant import evidence
from detente.coding.assistant.answers import Party, Proposal, proposals, verdicts
from detente.coding.assistant.cache import Cache
from detente.coding.assistant.endpoint import SECONDS, Endpoint, NoAnswer
from detente.coding.assistant.tally import Tally
from detente.coding.drafts import Draft
from detente.coding.factuality import Status, operators, status
from detente.coding.learned.candidates import stands
from detente.coding.roles import Parties, unique
from detente.coding.words import Word
from detente.knowledge import ontology, world
from detente.model import Actor, Span

Mode = Literal["propose", "check"]
MODES: tuple[Mode, ...] = ("propose", "check")

CHANCE = 0.5
"""Probability of an act that only the assistant sees: no model's own figure is calibrated, and an act that two readers
missed is as likely wrong as right. `detente evaluate --assist propose` measures it on labelled data."""

SENTENCES = 20  # of one question
CHARACTERS = 6000  # of one question
QUESTIONS = 50  # about one document
GIVE_UP = 3  # failures in a row after which a process asks no more

Sentences = list[tuple[int, str]]  # number of a sentence in its text, and its words


@dataclass(frozen=True, slots=True)
class Assistance:
    """Which model is asked, for what, and where its answers are kept. Can be sent to other processes; holds no key."""

    url: str
    model: str
    mode: Mode
    cache: Path
    seconds: float = SECONDS


class Assistant:
    """Asks a model about texts, one after another. `tally` counts what became of it.

    Raises UsageError where the address, the model's name or the key cannot be used.
    """

    def __init__(self, settings: Assistance, key: str | None = None) -> None:
        self.settings = settings
        self.tally = Tally()
        self._endpoint = Endpoint(settings.url, settings.model, key, settings.seconds)
        self._cache = Cache(settings.cache)
        self._failures = 0

    def reviewed(self, cast: Cast, found: list[list[Draft]]) -> list[list[Draft]]:
        """The acts of each sentence of a text after the assistant has proposed more, or checked them."""
        return self._checked(cast, found) if self.settings.mode == "check" else self._extended(cast, found)

    # ---- proposing ------------------------------------------------------------------------------------------------

    def _extended(self, cast: Cast, found: list[list[Draft]]) -> list[list[Draft]]:
        named = cast.counts()
        if len(named) < 2:
            return found
        out = [list(drafts) for drafts in found]
        about = [n for n in range(len(out)) if stands(cast, n)]
        for numbers in self._questions(cast, about):
            body = [_sentence(cast, k, n) for k, n in enumerate(numbers, 1)]
            answer = self._answer(_text("propose.txt"), {"sentences": body})
            if answer is None:
                continue
            for p in proposals(answer, self.tally.dropped):
                if not 1 <= p.sentence <= len(numbers):
                    self.tally.dropped["of no sentence asked about"] += 1
                    continue
                n = numbers[p.sentence - 1]
                made = self._made(cast, n, p, named)
                if made is not None:
                    self._take(out[n], made)
        return [sorted(drafts, key=lambda d: d.status.event.i) for drafts in out]

    def _take(self, drafts: list[Draft], made: Draft) -> None:
        if any(d.type == made.type and _pairs(made) <= _pairs(d) for d in drafts):
            self.tally.known += 1
        else:
            self.tally.added += 1
            drafts.append(made)

    def _made(self, cast: Cast, n: int, p: Proposal, named: dict[str, int]) -> Draft | None:
        """The act that a proposal stands for; None, and counted, where its words or its states are not in the text."""
        at = evidence.found(p.quote, cast.words.text, cast.words.sentence_span(n))
        if at is None:
            self.tally.dropped["quote not in the sentence"] += 1
            return None
        sides = [[_party(cast, n, party, named) for party in side] for side in (p.actors, p.recipients)]
        actors, recipients = (unique([a for a in side if a is not None]) for side in sides)
        if any(a is None for side in sides for a in side):
            self.tally.dropped["state not named in the text"] += 1
            return None
        codes = {a.code for a in actors}
        if p.reciprocal:
            actors = recipients = unique([*actors, *recipients])
        else:
            recipients = tuple(r for r in recipients if r.code not in codes)
        if not recipients or len({a.code for a in (*actors, *recipients)}) < 2:
            self.tally.dropped["only one state"] += 1
            return None
        word, naming = _word(cast, n, at, p)
        read = status(cast.words, word, p.type in ontology.HOSTILE, operators(cast.language))
        return Draft(
            Predicate(word, replace(naming, reciprocal=p.reciprocal), specificity=0.0),
            Status(p.factuality, read.certainty, word, chain=read.chain),
            Parties(actors, recipients, CHANCE, p.reciprocal),
            chance=CHANCE,
            assistant=self.settings.model,
        )

    # ---- checking -------------------------------------------------------------------------------------------------

    def _checked(self, cast: Cast, found: list[list[Draft]]) -> list[list[Draft]]:
        wrong: set[int] = set()
        for numbers in self._questions(cast, [n for n, drafts in enumerate(found) if drafts]):
            acts = [(k, n, d) for k, n in enumerate(numbers, 1) for d in found[n]]
            body: dict[str, object] = {
                "sentences": [
                    {"sentence": k, "text": cast.words.sentence_span(n).of(cast.words.text)}
                    for k, n in enumerate(numbers, 1)
                ],
                "acts": [_claim(i, k, d) for i, (k, _, d) in enumerate(acts, 1)],
            }
            answer = self._answer(_text("check.txt"), body)
            if answer is None:
                continue
            judged: set[int] = set()
            for v in verdicts(answer, self.tally.dropped):
                if not 1 <= v.act <= len(acts) or v.act in judged:
                    self.tally.dropped["of no act asked about"] += 1
                    continue
                judged.add(v.act)
                _, n, d = acts[v.act - 1]
                if evidence.found(v.quote, cast.words.text, cast.words.sentence_span(n)) is None:
                    self.tally.dropped["quote not in the sentence"] += 1
                elif v.right:
                    self.tally.confirmed += 1
                else:
                    self.tally.rejected += 1
                    wrong.add(id(d))
        return [[d for d in drafts if id(d) not in wrong] for drafts in found]

    # ---- asking ---------------------------------------------------------------------------------------------------

    def _questions(self, cast: Cast, about: list[int]) -> Iterator[list[int]]:
        """Sentences in groups that fit a question each, as many as one document may have asked."""
        groups: list[list[int]] = []
        room = 0
        for n in about:
            span = cast.words.sentence_span(n)
            length = span.end - span.start
            if length > CHARACTERS:  # no sentence, but a table or a file gone wrong
                continue
            if not groups or len(groups[-1]) >= SENTENCES or length > room:
                groups.append([])
                room = CHARACTERS
            groups[-1].append(n)
            room -= length
        self.tally.skipped += max(0, len(groups) - QUESTIONS)
        yield from groups[:QUESTIONS]

    def _answer(self, instructions: str, body: dict[str, object]) -> str | None:
        messages = [
            {"role": "system", "content": instructions},
            {"role": "user", "content": json.dumps(body, ensure_ascii=False)},
        ]
        key = Cache.key(self._endpoint.url, self.settings.model, messages)
        kept = self._cache.get(key)
        if kept is not None:
            self.tally.cached += 1
            return kept
        if self._failures >= GIVE_UP:
            self.tally.skipped += 1
            return None
        self.tally.asked += 1
        try:
            answer = self._endpoint.ask(messages)
        except NoAnswer as e:
            self._failures += 1
            self.tally.failed[str(e)] += 1
            return None
        self._failures = 0
        return self._cache.keep(key, answer)


@cache
def _text(name: str) -> str:
    return (files("detente.coding.assistant") / name).read_text(encoding="utf8")


def _sentence(cast: Cast, number: int, n: int) -> dict[str, object]:
    text = cast.words.text
    named = {code: [a.span.of(text) for a in actors] for code, actors in stands(cast, n).items()}
    before = cast.words.sentence_span(n - 1).of(text)[-CHARACTERS // 10 :] if n else ""
    return {"sentence": number, "before": before, "text": cast.words.sentence_span(n).of(text), "states": named}


def _claim(number: int, sentence: int, d: Draft) -> dict[str, object]:
    return {
        "act": number,
        "sentence": sentence,
        "actors": [a.code or a.organisation for a in d.parties.actors],
        "recipients": [a.code or a.organisation for a in d.parties.recipients],
        "reciprocal": d.reciprocal,
        "type": d.type,
        "factuality": d.status.factuality,
        "word": d.status.event.text,
    }


def _pairs(d: Draft) -> set[tuple[str | None, str | None]]:
    a, r = {x.code for x in d.parties.actors}, {x.code for x in d.parties.recipients}
    if d.reciprocal:
        a = r = a | r
    return {(x, y) for x in a for y in r if x != y}


def _party(cast: Cast, n: int, party: Party, named: dict[str, int]) -> Actor | None:
    """A state that the sentence names, or by words of the sentence one that the text names elsewhere."""
    here = stands(cast, n).get(party.code)
    if party.words is None:
        return here[0] if here else None
    at = evidence.found(party.words, cast.words.text, cast.words.sentence_span(n))
    if at is None:
        return None
    for w in cast.words.between(at):
        if w.is_noun:
            for a in cast.at(w):
                if a.code == party.code:
                    return a
    if here or (party.code in named and world.valid(party.code)):
        return Actor(at, party.code, "GOV")
    return None


def _word(cast: Cast, n: int, at: Span, p: Proposal) -> tuple[Word, Naming]:
    """The word that stands for a proposed act: one of its quote that the lexicon knows for its type, else the quote's head."""
    words = cast.words.between(at) or [cast.words[cast.words.sentences[n][0]]]
    inside = {w.i for w in words}
    for known in predicates(cast.words, n, act_lexicon(cast.language, cast.own)):
        if known.word.i in inside and (known.naming.type or ontology.act(known.naming.cameo).type) == p.type:
            return known.word, known.naming
    content = [w for w in words if w.is_verb or w.pos in ("NOUN", "ADJ")] or words
    head = next((w for w in content if not any(a.i in inside for a in cast.words.ancestors(w))), content[0])
    return head, Naming(ontology.of_type(p.type).cameo)
