"""A document in, everything it says out: the modules of this room, one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from detente.coding import attribution as sources
from detente.coding.actors import Cast
from detente.coding.channel import channel_of, channels
from detente.coding.codes import Codes
from detente.coding.conditions import conditions, term
from detente.coding.contexts import contexts
from detente.coding.drafts import Draft, drafts
from detente.coding.facts import facts, offices
from detente.coding.gaps import gaps
from detente.coding.layout import Block
from detente.coding.learned.deciding import decided
from detente.coding.parsing import LANGUAGES, parse, view
from detente.coding.places import places
from detente.coding.roles import unique
from detente.coding.speakers import grounds, identified
from detente.coding.times import Dates, TimeExpression, expressions
from detente.coding.words import Word, Words
from detente.knowledge import ontology
from detente.knowledge.dictionaries import NOTHING, Own
from detente.model import Attribution, Coding, Document, Interval, Mention, Span, Time

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from detente.coding.assistant.reviewing import Assistant

DEFAULT_LANGUAGE = "en"


def code(
    documents: Iterable[Document], language: str | None = None, own: Own = NOTHING, assistant: Assistant | None = None
) -> Iterator[tuple[Document, Coding]]:
    """Code documents one after another, in order.

    `language` overrides what each document says of itself (`en` where it says nothing); `own` is the user's own
    knowledge, which comes before what ships with the program; `assistant` is a second reader, whose answers are part of
    the input. Raises UnknownLanguage for a
    language without a coder. Same text, same version, same result.
    """
    import itertools

    def language_of(d: Document) -> str:
        chosen = language or d.language or DEFAULT_LANGUAGE
        return chosen[:2].lower() if chosen[:2].lower() in LANGUAGES else chosen

    pairs = ((d, language_of(d)) for d in documents)
    for _, group in itertools.groupby(pairs, key=lambda p: p[1]):
        head = next(group)
        for document, layout, doc in parse(itertools.chain([head], group)):
            yield document, code_parsed(document, layout, doc, head[1], own, assistant)


def code_parsed(
    document: Document,
    layout: list[Block],
    doc: Doc,
    language: str,
    own: Own = NOTHING,
    assistant: Assistant | None = None,
) -> Coding:
    """What one parsed document says. `doc` is the parse of the whole text, `layout` its blocks."""
    words = view(doc, language)
    if len(words) == 0:
        return Coding(document.id)
    anchor = document.written or document.published
    dates = expressions(words, document, layout, language)
    cast = Cast(words, language, _told_of(dates, anchor.middle if anchor else None), document.home, own)
    said = identified(cast, sources.extract(doc, document.id))
    by_sentence = decided(cast, drafts(cast))
    if assistant is not None:
        by_sentence = assistant.reviewed(cast, by_sentence)
    acts = [d for found in by_sentence for d in found]
    when = Dates(words, dates, document, layout, language).of
    spans = [d.span for d in dates]
    focus = _focus(words, dates, anchor.end if anchor else None)
    mentions = []
    for d in acts:
        m = _mention(cast, document, d, said, when, spans, language)
        mentions.append(replace(m, time=focus) if m.time is None and not _present(words, d) else m)
    found_facts = facts(cast, document, dates, when)
    found_gaps = [g for n in range(len(words.sentences)) for g in gaps(cast, n, document.id)]
    silences = [g.span for g in found_gaps if g.gap == "no comment"]
    mentions = [m for m in mentions if not any(s.contains(m.trigger) for s in silences)]  # to say nothing is no refusal
    mentions = _distinct(_outside_conditions(mentions))
    found_facts += offices(cast, document.id, anchor)
    codes = Codes(words, own, cast.when) if own.names else None
    if codes is not None:
        mentions = [
            replace(m, actors=codes.expanded(m.actors), recipients=codes.expanded(m.recipients)) for m in mentions
        ]
    return Coding(
        document.id,
        tuple(mentions),
        tuple(found_facts),
        tuple(found_gaps),
        tuple(said),
        codes.parties() if codes is not None else (),
    )


def _told_of(dates: list[TimeExpression], anchor: date | None) -> date | None:
    """The day as of which offices and names are read: that of writing, or for a page of history the time it tells of."""
    days = sorted(e.interval.middle for e in dates if e.interval is not None and e.interval.middle is not None)
    if len(days) >= 3 and (anchor is None or (anchor - days[len(days) // 2]).days > 5 * 365):
        return days[len(days) // 2]
    return anchor


def _focus(words: Words, dates: list[TimeExpression], anchor: date | None) -> Time | None:
    """The year that a text looks back on, where most of its dates lie in one past year: acts without a date are told of it.

    None for news of the day, whose undated acts lie at no known distance before publication.
    """
    years = []
    in_lead = False  # one date is enough where the story opens with it
    for e in dates:
        i = e.interval
        if (
            i is None
            or i.start is None
            or i.end is None
            or e.relation == "since"
            or i.precision in ("decade", "century")
        ):
            continue
        if anchor is None or (anchor - i.end).days > 60:
            years.append(i.start.year)
            in_lead = in_lead or words[e.first].sentence < 3
    year = max(set(years), key=lambda y: (years.count(y), y), default=0)
    if (len(years) < 2 and not in_lead) or years.count(year) < 0.6 * len(years):
        return None
    return Time(Interval.parse(f"{year:04}"))


def _present(words: Words, d: Draft) -> bool:
    """Whether an act is told in the present tense, as going on when the text was written."""
    verbs = [w for w in (d.status.event, *d.status.chain) if w.is_verb]
    return any(v.tag in ("VBP", "VBZ") for v in verbs) or any(
        c.tag in ("VBP", "VBZ", "MD") and c.lemma != "have" for v in verbs for c in words.children(v, "aux")
    )


def _mention(cast: Cast, document: Document, d: Draft, said: list[Attribution],
             when: Callable[[Word], Time | None], dates: list[Span], language: str) -> Mention:  # fmt: skip
    words, s, p = cast.words, d.status, d.predicate
    event = s.event
    act, type_, mode, reciprocal = d.act, d.type, d.mode, d.reciprocal
    actors, recipients = d.parties.actors, d.parties.recipients
    if reciprocal:
        actors = recipients = unique([*actors, *recipients])
    found = channels(words, event.sentence, language)
    time = _closed(when(event)) or (_closed(when(p.word)) if p.word is not event else None)
    terms = tuple(term(cast, t, recipients) for t in d.terms) or conditions(
        cast, event, (*s.chain, *(() if p.word is event else (p.word,))), recipients
    )
    covering = sources.covering(said, event.start)
    covering += [g for a in covering if (g := grounds(cast, said, a)) is not None]
    return Mention(
        document=document.id,
        sentence=words.sentence_span(event.sentence),
        trigger=Span(event.start, event.end),
        actors=actors,
        recipients=recipients,
        reciprocal=reciprocal,
        type=type_,
        mode=mode,
        contexts=contexts(words, event.sentence, act.contexts, language),
        cameo=act.cameo,
        score=ontology.score(type_, mode),
        goldstein=act.goldstein,
        quad=ontology.quad(type_),
        factuality=s.factuality,
        certainty=round(s.certainty, 3),
        channel=channel_of(words, found, event, (*s.chain, p.word)),
        time=time,
        places=places(cast, event, p.word, dates),
        attribution=tuple(covering),
        conditions=terms,
        probability=round(d.chance if d.chance is not None else _chance(d), 3),
        assistant=d.assistant,
    )


def _chance(d: Draft) -> float:
    return min(0.98, d.parties.sure * (0.75 + 0.05 * min(4.0, d.predicate.specificity)))


def _closed(t: Time | None) -> Time | None:
    """An act has two ends; "until 1990" alone does not date one."""
    return t if t is not None and t.interval.start is not None and t.interval.end is not None else None


def _outside_conditions(mentions: list[Mention]) -> list[Mention]:
    """What is only named as a term of another act is that act's condition, not an act of its own."""
    terms = [(m, c.span) for m in mentions for c in m.conditions]
    return [
        m
        for m in mentions
        if not any(o is not m and s.contains(m.trigger) and not s.contains(o.trigger) for o, s in terms)
    ]


def _distinct(mentions: list[Mention]) -> list[Mention]:
    """One mention for one act of a sentence: the same parties, type and factuality said twice are one, the fuller kept."""
    out: list[Mention] = []
    for m in mentions:
        same = next(
            (i for i, o in enumerate(out) if o.sentence == m.sentence and o.type == m.type and o.factuality == m.factuality
             and _sides(o) == _sides(m)), None)  # fmt: skip
        if same is None:
            out.append(m)
        elif _fullness(m) > _fullness(out[same]):
            out[same] = m
    return out


def _sides(m: Mention) -> object:
    a = frozenset(x.code or x.organisation for x in m.actors)
    r = frozenset(x.code or x.organisation for x in m.recipients)
    return a | r if m.reciprocal else (a, r)


def _fullness(m: Mention) -> tuple[int, float]:
    return (sum(map(bool, (m.time, m.mode, m.channel, m.conditions, m.places))), m.probability)
