"""What is not known: what a source says it does not know, will not say, or has withheld."""

from __future__ import annotations

import re
from functools import cache

from detente.coding.actors import Cast
from detente.coding.factuality import local, operators
from detente.coding.words import Word, Words
from detente.knowledge.lexicons import lexicon
from detente.model import Gap, GapKind, Span


@cache
def _phrases(language: str, key: str) -> re.Pattern[str]:
    d = lexicon(language, "gaps")
    lists = {"{ask}": d.get("ask") or (*d["questions"], *d["alternatives"]), "{knows}": d["knows"]}
    source = "|".join(f"(?:{p})" for p in d[key])
    for name, words in lists.items():
        source = source.replace(name, f"(?:{'|'.join(map(re.escape, words))})".replace("'", "['’]"))
    return re.compile(
        re.sub(r"(?<!\\)[A-Z]", lambda m: m[0].lower(), source).replace(" ", r"\s").replace(r"\\s", r"\s")
    )


def gaps(cast: Cast, sentence: int, document: str) -> list[Gap]:
    """The gaps that one sentence states, in text order, no two overlapping of one kind."""
    words, d = cast.words, lexicon(cast.language, "gaps")
    whole = words.sentence_span(sentence)
    found: list[Gap] = []
    for m in _phrases(cast.language, "withheld").finditer(words.lowered, whole.start, whole.end):
        found.append(Gap(document, "withheld", Span(m.start(), m.end())))
    for m in _phrases(cast.language, "silent_phrases").finditer(words.lowered, whole.start, whole.end):
        found.append(Gap(document, "no comment", Span(m.start(), m.end()), _silent(cast, sentence, m.start())))
    for m in _phrases(cast.language, "open_phrases").finditer(words.lowered, whole.start, whole.end):
        found.append(_open(words, m, whole, d, document))
    first, last = words.sentences[sentence]
    for w in words.words[first:last]:
        gap = _refusal(cast, w, d, document) or _ignorance(words, w, d, document, cast.language)
        if gap is not None:
            found.append(gap)
    out: list[Gap] = []
    for g in sorted(found, key=lambda g: (g.span.start, -g.span.end)):
        if not any(g.span.overlaps(o.span) and (g.gap == o.gap or o.gap != "withheld") for o in out):
            out.append(g)
    return out


def _open(words: Words, m: re.Match[str], whole: Span, d: dict[str, list[str]], document: str) -> Gap:
    """From the phrase to the next mark: "has yet to be defined", "could not learn what was asked in return"."""
    tail = re.compile(r"[^.;:,]*").match(words.text, m.end(), whole.end)
    end = tail.end() if tail is not None else m.end()
    span = Span(m.start() + len(m.group()) - len(m.group().lstrip()), max(end, m.end()))
    asked = set(re.findall(r"\w+", span.of(words.text).lower()))
    kind: GapKind = "unknown outcome" if asked & {*d["alternatives"], *d["outcomes"]} else "unspecified"
    return Gap(document, kind, span)


def _clause(words: Words, w: Word) -> Span:
    inside = [x for x in words.subtree(w) if x.pos not in ("PUNCT", "SPACE")]
    return Span(min(x.start for x in inside), max(x.end for x in inside))


def _silent(cast: Cast, sentence: int, offset: int) -> str | None:
    first, last = cast.words.sentences[sentence]
    subjects = [w for w in cast.words.words[first:last] if w.role in ("subj", "subjpass") and w.start <= offset + 12]
    return cast.words.phrase(subjects[-1]).of(cast.words.text) if subjects else None


def _refusal(cast: Cast, w: Word, d: dict[str, list[str]], document: str) -> Gap | None:
    """ "Declined to comment", "did not want to discuss", "would not say": a refusal over a verb of speaking."""
    words = cast.words
    if not w.is_verb or w.lemma not in d["comment"]:
        return None
    refused = False
    top = w
    f, _ = local(words, w, operators(cast.language))
    aux = {c.lower for c in words.children(w, "aux")}
    if f == "negated" and (aux & set(d["insisting"]) or w.lemma in d["silent"]):
        refused = True
    if w.role in ("xcomp", "ccomp", "oblcl"):
        g = words[w.head]
        gf, _ = local(words, g, operators(cast.language))
        if (g.lemma in d["declining"] and gf != "negated") or (g.lemma in d["refusing"] and gf == "negated"):
            refused, top = True, g
    if not refused or (w.lemma in d["loose"] and not _about_words(words, w, d)):
        return None
    subject = words.child(top, "subj", "subjpass") or words.child(words[top.head], "subj")
    by = words.phrase(subject).of(words.text) if subject is not None else None
    kept = [top, w, *(x for c in words.children(w, "obj", "obl", "ccomp", "attr") for x in words.subtree(c))]
    kept += [x for x in words.subtree(subject)] if subject is not None else []
    return Gap(document, "no comment", Span(min(x.start for x in kept), max(x.end for x in kept)), by)


def _about_words(words: Words, w: Word, d: dict[str, list[str]]) -> bool:
    """The verb speaks of information: it stands alone, or governs a question, a document, a matter."""
    objects = [c for c in words.children(w, "obj", "ccomp", "obl", "xcomp", "attr", "advcl")]
    if not objects:
        return True
    return w.lemma in d["telling"] or any(c.lemma in d["matters"] for c in objects)


def _ignorance(words: Words, w: Word, d: dict[str, list[str]], document: str, language: str) -> Gap | None:
    """ "It is not specified what ...", "do not indicate whether ...", "the outcome is unknown", "gives no date"."""
    if (
        w.lemma in d["unknown"]
        and w.pos in ("ADJ", "NOUN", "VERB")
        and w.role in ("acomp", "attr", "root", "ccomp", "conj", "xcomp", "relcl")
    ):
        top = words[w.head] if w.role in ("acomp", "attr") else w
        if local(words, top, operators(language))[0] != "actual" or top.tag == "VB":
            return None
        clause = _clause(words, top)
        if w.lemma in d["with_question"] and not _question(words, top, d):
            return Gap(document, "unspecified", clause) if w.lemma in d["mute"] else None
        return Gap(document, _kind(words, top, d), clause)
    if not (w.is_verb or w.pos == "ADJ") or not (w.lemma in d["knowing"] or w.lemma in d["clear"]):
        return None
    f, _ = local(words, w, operators(language))
    top = w
    if w.pos == "ADJ":
        top = words[w.head]
        f = "negated" if local(words, top, operators(language))[0] == "negated" or f == "negated" else f
    modal = {c.lower for c in words.children(top, "aux")} & set(d["able"])
    absent = [
        c for c in words.children(w, "obj", "subjpass", "subj", "attr") if c.lemma in d["details"] and _none(words, c)
    ]
    nobody = any(c.lower in d["nobody"] for c in words.children(top, "subj", "subjpass", "obj"))
    if absent and w.lemma not in d["making"]:
        return Gap(
            document, "unknown outcome" if absent[0].lemma in d["outcomes"] else "unspecified", _clause(words, top)
        )
    unknowing = w.lemma in d["unknowing"] and f == "actual"
    if (f == "negated" or nobody or unknowing) and _question(words, w, d):
        return Gap(document, _kind(words, w, d), _clause(words, top))
    if f == "negated" and w.passive and not modal and w.lemma in d["told"]:
        subject = words.child(w, "subjpass")
        if subject is not None and subject.lemma in d["not_told"]:
            return None
        return Gap(document, _kind(words, w, d), _clause(words, top))
    return None


def _none(words: Words, noun: Word) -> bool:
    return any(c.role == "neg" or (c.lower in ("no", "any", "aucun", "aucune", "few", "little") and c.lower != "any")
               for c in words.children(noun, "neg", "det", "amod"))  # fmt: skip


def _question(words: Words, w: Word, d: dict[str, list[str]]) -> bool:
    asking = {*d["questions"], *d["alternatives"]}
    for clause in words.children(w, "ccomp", "csubj", "advcl", "oblcl", "xcomp", "subj", "subjpass", "obj", "dep"):
        if clause.role == "advcl" and not any(c.lower in d["alternatives"][:1] for c in words.children(clause, "mark")):
            continue  # a condition or a time
        head = [clause, *words.children(clause), *(g for c in words.children(clause) for g in words.children(c))]
        if any(x.lower in asking for x in head):
            return True
    return False


def _kind(words: Words, w: Word, d: dict[str, list[str]]) -> GapKind:
    """Whether-questions and outcomes are unknown outcomes; who, what and when are unspecified."""
    tokens = list(words.subtree(w))
    if any(x.lower in d["alternatives"] and x.role in ("mark", "advmod", "cc", "dep") for x in tokens):
        return "unknown outcome"
    if any(x.lemma in d["outcomes"] for x in tokens):
        return "unknown outcome"
    return "unspecified"
