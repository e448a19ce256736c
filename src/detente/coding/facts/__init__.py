"""What state of affairs it describes: diplomatic presence, relations, and who holds an office."""

from __future__ import annotations

from collections.abc import Sequence

from detente.coding.actors import Cast
from detente.coding.facts.bounds import When
from detente.coding.facts.clauses import Text
from detente.coding.facts.course import settled
from detente.coding.facts.offices import offices
from detente.coding.facts.presence import stated
from detente.coding.facts.relations import relations
from detente.coding.facts.setting import setting
from detente.coding.times import TimeExpression
from detente.knowledge.lexicons import lexicon
from detente.model import Document, Fact

__all__ = ["facts", "offices"]


def facts(cast: Cast, document: Document, dates: Sequence[TimeExpression], when: When) -> list[Fact]:
    """The diplomatic presence and relations that a document reports, in the order in which it tells of them.

    `when` gives the time expression that governs a word, `dates` are all expressions of the text, in order. A closure
    or an absence "since 2010" starts then and is open ("none" from 2010); an opening starts the presence. In a history
    of two states' dealings, known by its title, statements are read together: what a heading announces and the text
    dates, a post that its head's credentials imply, an envoy who turns out to have lived elsewhere.
    """
    d = lexicon(cast.language, "presence")
    text = Text(cast, document.text, d, setting(cast, document, d), when, dates)
    found = [*settled(document.id, stated(text), text), *relations(cast, d, document.id, when)]
    unique = {(f.fact, f.holder, f.host, f.status, f.start): f for f in reversed(found)}
    return sorted(unique.values(), key=lambda f: (f.span.start, f.fact, f.holder))
