"""How the clause around a time expression is told."""

from __future__ import annotations

from detente.coding.acts import infinitive
from detente.coding.times.grammar import Grammar
from detente.coding.times.narrative import Tense
from detente.coding.words import Word, Words

_WITHIN = ("xcomp", "conj", "oblcl", "acl")  # a clause that is told in the tense of the one above it


def fronted(words: Words, first: int, last: int) -> Word | None:
    """The main verb of the sentence that an expression opens, a comma after it, however the parser hung it."""
    begin, end = words.sentences[words[last].sentence]
    if (
        first - begin > 2
        or last + 1 >= end
        or words[last + 1].text != ","
        or any(w.is_noun for w in words.words[begin:first])
    ):
        return None
    root = next((w for w in words.words[begin:end] if w.head == w.i and w.i > last), None)
    return root if root is not None and root.is_verb else None


def tense_of(words: Words, first: int, last: int, g: Grammar) -> Tense:
    """Whether the clause around words `first` to `last` speaks of what is to come, from now or then, or of what had been before."""
    w = words[first]
    verb = fronted(words, first, last) or (w if w.is_verb else words.clause_verb(w))
    before_then = False
    steps = 0
    while verb is not None and steps < 12:
        steps += 1
        near = {c.lower for c in words.children(verb) if c.pos != "PROPN"} | {
            verb.lower,
            verb.modal or "",
        }  # not "in May"
        near |= {c.modal or "" for c in words.children(verb, "aux")}
        if near & set(g.d["future_in_past"]) or _was_to(words, verb):
            return Tense(True, True, before_then)
        if near & set(g.d["future"]) or _is_to(words, verb):
            return Tense(True, False, before_then)
        if (above := _asked_of(words, verb, g)) is not None:
            return Tense(True, above.tag in ("VBD", "VBN"), before_then)
        if steps == 1:
            before_then = any(c.lower in ("had", "'d") for c in words.children(verb, "aux")) and verb.tag == "VBN"
        if verb.role in _WITHIN and verb.head != verb.i:
            verb = words[verb.head] if words[verb.head].is_verb else words.clause_verb(verb)
            continue
        break
    return Tense(before_then=before_then)


def _asked_of(words: Words, verb: Word, g: Grammar) -> Word | None:
    """ "Promised to leave by Friday": the verb over an infinitive that tells of what is still to be done."""
    above = words[verb.head]
    looked = verb.role in ("xcomp", "ccomp") and infinitive(words, verb)
    return above if looked and above.lemma in g.d["looking_ahead"] else None


def _is_to(words: Words, verb: Word) -> bool:
    """ "The two are to meet": a form of "be" over an infinitive."""
    above = words[verb.head]
    infinitive = verb.tag == "VB" and any(c.lower == "to" for c in words.children(verb, "aux"))
    return (
        infinitive and verb.role == "xcomp" and above.lemma == "be" and above.lower in ("is", "are", "be", "'s", "'re")
    )


def _was_to(words: Words, verb: Word) -> bool:
    above = words[verb.head]
    infinitive = verb.tag == "VB" and any(c.lower == "to" for c in words.children(verb, "aux"))
    return infinitive and verb.role == "xcomp" and above.lemma == "be" and above.lower in ("was", "were")


def in_background(words: Words, first: int, last: int, g: Grammar) -> bool:
    """Whether words `first` to `last` stand in a clause that only describes, so that the story does not go on from there.

    "When he came in May, they agreed" carries the story to May; "the talks that began in May", "after it had left in May" do not.
    """
    if fronted(words, first, last) is not None:
        return False
    current = words[first]
    while current.head != current.i:
        if current.role in ("relcl", "acl"):
            return True
        if current.role in ("advcl", "oblcl"):
            marks = {c.lower for c in words.children(current, "mark", "advmod")} | (
                {current.case} if current.case else set()
            )
            if marks and not marks & set(g.d["when"]):
                return True
        current = words[current.head]
    return False
