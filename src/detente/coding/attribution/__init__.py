"""Who says so: the sources of a text, the words that tie them to what they say, and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.coding.attribution.attach import attach
from detente.coding.attribution.kinds import kind_of
from detente.coding.attribution.parse import Parse
from detente.coding.attribution.phrases import of_phrase, of_tail, of_turned_tail
from detente.coding.attribution.quotes import quotations
from detente.coding.attribution.spans import Draft, to_spans
from detente.coding.attribution.transcripts import of_blocks, of_transcript
from detente.coding.attribution.verbs import of_verb
from detente.model import Attribution

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["covering", "extract"]

_QUOTED = 5  # a shorter quotation is a word in quotation marks


def extract(doc: Doc, document_id: str) -> list[Attribution]:
    """All attributions of a parsed text, in text order. One without a source is anonymous ("it has been revealed that")."""
    p = Parse(doc)
    quotes = quotations(p)
    quoted = {i for a, b in quotes if b - a > _QUOTED for i in range(a, b)}
    drafts: list[Draft] = []
    for v in range(p.n):
        if v in quoted:
            continue
        d = of_verb(p, v) if p.pos[v] in ("VERB", "AUX") else None
        d = d or of_phrase(p, v)
        if d is not None:
            drafts.append(d)
    heads = {d.head for d in drafts}
    turned = [d for s in p.sentences if (d := of_turned_tail(p, s)) is not None]
    drafts = [d for d in drafts if d.head not in {t.head for t in turned}] + turned
    heads |= {d.head for d in turned}
    tails = [d for s in p.sentences if (d := of_tail(p, s)) is not None]
    drafts += [d for d in tails if d.head not in heads]
    drafts += of_blocks(p, drafts)
    attach(p, quotes, drafts)
    drafts += of_transcript(p)
    out = []
    for d in drafts:
        content = to_spans(p, d.content) if _own(p, d, drafts) else ()
        cue, source = to_spans(p, d.cue), to_spans(p, d.source)
        if content and (cue or source):
            kind = kind_of(p, d.speaker) if d.speaker is not None else "anonymous"
            out.append(Attribution(document_id, source, cue, content, kind))
    return sorted(out, key=lambda a: min(a.source + a.cue + a.content))


def _own(p: Parse, d: Draft, drafts: list[Draft]) -> bool:
    """Whether a cue inside what another source says is an attribution of its own."""
    v = d.head
    within = any(
        o is not d and any(a <= v < b for a, b in o.content) and not any(a <= o.head < b for a, b in d.content)
        for o in drafts
    )
    if d.spoken or not within:
        return True
    if d.speaker is None or p.pos[d.speaker] == "PRON":
        return False
    return any(p.dep[c] == "ccomp" for c in p.kids[v]) and p.tag[v] in ("VBD", "VBZ", "VBP", "VBN")


def covering(attributions: list[Attribution], offset: int) -> list[Attribution]:
    """The attributions whose content holds the character at `offset`, the innermost first.

    "Documents obtained by a paper show that the minister said ..." gives the minister, then the documents.
    """
    found = [a for a in attributions if any(s.start <= offset < s.end for s in a.content)]
    return sorted(found, key=lambda a: sum(s.end - s.start for s in a.content))
