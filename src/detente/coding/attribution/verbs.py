"""Attributions whose cue is a verb."""

from __future__ import annotations

from detente.coding.attribution import lexicon
from detente.coding.attribution.kinds import kind_of
from detente.coding.attribution.lexicon import Frame
from detente.coding.attribution.parse import Parse, Range
from detente.coding.attribution.spans import Draft, cue_start, is_passive, minus, source_range, subject

_OBJECTS = ("dobj", "oprd", "attr", "acomp")
_AFTER = ("prep", "advmod", "npadvmod", "advcl", "xcomp", "dative", "agent", "dobj", "oprd", "ccomp", "acomp", "attr")


def of_verb(p: Parse, v: int) -> Draft | None:
    """The attribution that verb `v` makes, if it makes one; without content where only neighbouring words can give it."""
    frames = lexicon.verbs(p.language).get(p.lower[v])
    if frames is None:
        return None
    s = subject(p, v)
    passive = is_passive(p, v)
    if passive and p.dep[v] == "acl":
        return None
    modal = any(p.dep[c] == "aux" and p.tag[c] in ("MD", "TO") for c in p.kids[v])
    for frame in frames:
        if frame.subject and (s is None or kind_of(p, s) not in frame.subject):
            continue
        if modal and not frame.takes & {"clause"}:
            continue
        draft = _with(p, v, s, frame, passive)
        if draft is not None:
            return draft
    return None


def _with(p: Parse, v: int, s: int | None, frame: Frame, passive: bool) -> Draft | None:
    content, cue_end = _content(p, v, frame, passive)
    bare = bool(frame.takes & {"bare", "clause"})
    if not content and not bare:
        return None
    agent = None
    if passive:
        by = p.child(v, "agent")
        agent = p.child(by, "pobj") if by is not None else None
        if (
            s is not None
            and content is not None
            and "someone" not in frame.takes
            and p.child(v, "nsubjpass") == s
            and p.lower[s] not in ("it", "there")
            and (content or agent is not None)
        ):
            content = [p.under(s), *content]
        if p.dep[v] == "acl":
            h = p.head[v]
            content = [(p.left[h], v), *content]
        s = agent
    start = cue_start(p, v)
    h = p.head[v]
    while p.dep[p.head[start]] == "xcomp" or p.dep[v] == "xcomp":
        h = p.head[v]
        if h < v and p.lower[h] in lexicon.leading(p.language) and start - h <= 4:
            start, v = cue_start(p, h), h
        else:
            break
    cue = [(start, cue_end)]
    source = [source_range(p, s, v)] if s is not None else []
    source = minus(source, cue)
    content = minus(content, [*cue, *source]) if not passive else minus(content, cue)
    return Draft(v, source, cue, content, s)


def _content(p: Parse, v: int, frame: Frame, passive: bool) -> tuple[list[Range], int]:
    """Token ranges of the content and where the cue ends."""
    takes = frame.takes
    end = v + 1
    kids = p.kids[v]
    particle = p.child(v, "prt")
    if particle is not None and particle == v + 1:
        end = particle + 1
    clause = [c for c in kids if p.dep[c] == "ccomp" and not _causal(p, c)]
    if clause and takes & {"clause", "causee"}:
        out = [p.under(c) for c in clause]
        first = min(a for a, _ in out)
        if first > v:
            end = _cue_end(p, v, end, first)
            out = [(first, _tail(p, v, max(b for _, b in out)))]
        return out, end
    if clause and takes & {"object", "infinitive"} and clause[0] > v:
        first = p.left[clause[0]]
        return [(first, _tail(p, v, p.right[clause[-1]]))], end
    for c in kids:
        if c > v and p.dep[c] in ("prep", "dative") and p.lower[c] in frame.prepositions and c - end <= 3:
            thing = next((k for k in p.kids[c] if p.dep[k] in ("pobj", "pcomp")), None)
            if thing is not None:
                return [(c + 1, _tail(p, v, p.right[c]))], c + 1
    xcomp = next((c for c in kids if p.dep[c] == "xcomp" and c > v), None)
    thing = next((c for c in kids if p.dep[c] in _OBJECTS and c > v), None)
    if xcomp is not None:
        if thing is not None and thing < xcomp and takes & {"causee", "object"}:
            return [(p.left[thing], _tail(p, v, p.right[xcomp]))], end
        if takes & {"infinitive", "object", "clause"} and thing is None:
            return [(p.left[xcomp], _tail(p, v, p.right[xcomp]))], end
        if passive:
            return [(p.left[xcomp], _tail(p, v, p.right[xcomp]))], end
    if thing is not None and "object" in takes:
        return [(p.left[thing], _tail(p, v, p.right[thing]))], end
    if passive and "object" in takes:
        return [], end
    return _parenthetical(p, v, frame), end


def _causal(p: Parse, c: int) -> bool:
    return any(p.dep[k] == "mark" and p.lower[k] in ("because", "while", "although", "though") for k in p.kids[c])


def _parenthetical(p: Parse, v: int, frame: Frame) -> list[Range]:
    """ "The talks, officials said, would go on"; "as she put it": the clause around the cue."""
    if not frame.takes & {"bare", "clause"}:
        return []
    h = p.head[v]
    as_said = p.dep[v] == "advcl" and any(p.lower[k] == "as" and k < v for k in p.kids[v])
    if h != v and (p.dep[v] == "parataxis" or as_said) and p.child(v, "nsubj") is not None:
        return minus([p.under(h)], [p.under(v)])
    return []


def _cue_end(p: Parse, v: int, end: int, first: int) -> int:
    """ "Said on Friday in an interview that": what stands between a cue and its content belongs to the cue, but for whom it was said to."""
    for c in p.kids[v]:
        if c >= end and c < first:
            if p.dep[c] in ("nsubj", "dobj", "dative", "nsubjpass") or (p.dep[c] == "prep" and p.lower[c] == "to"):
                break
            if p.dep[c] in ("prep", "npadvmod", "advmod") and p.left[c] == end and p.right[c] - end <= 7:
                end = p.right[c]
            else:
                break
    return end


def _tail(p: Parse, v: int, end: int) -> int:
    """Where content that ends at `end` really ends: what follows under the verb, no comma between, belongs to it."""
    for c in p.kids[v]:
        if c == end and p.dep[c] in _AFTER:
            end = max(end, p.right[c])
    return end
