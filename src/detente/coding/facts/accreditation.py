"""Who was accredited: credentials presented, and whether the envoy lived in the country or elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from detente.coding.facts.clauses import Text
from detente.coding.facts.setting import Setting
from detente.coding.facts.sides import OF_RANK, ranks_in, sides
from detente.coding.facts.statements import Statement
from detente.coding.words import Word

_REACH = 30
"""So many words before his credentials an envoy's other post may be told of."""


def accredited(text: Text, sentence: int) -> Iterator[Statement]:
    """Statements "accredit" of one sentence of a history: credentials presented, or "was accredited to" with a date."""
    words, d, about = text.words, text.d, text.about
    assert about is not None
    first, last = words.sentences[sentence]
    if text.is_heading(sentence):
        return
    for w in words.words[first:last]:
        forms = text.forms(w)
        presents = bool(forms & set(d["accrediting"])) and any(
            x.lower.rstrip("s") in d["credentials"] for x in words.words[w.i + 1 : min(last, w.i + 9)]
        )
        takes = bool(forms & set(d["taking"])) and any(
            x.lower in d["duties"] for x in words.words[w.i + 1 : min(last, w.i + 5)]
        )
        presents = presents or (takes and bool(text.dates_in(*text.clause(w))))
        names = bool(forms & set(d["accredited"])) and w.tag == "VBN" and bool(text.dates_in(*text.clause(w)))
        if not (presents or names) or (w.is_verb and not text.happened(w)):
            continue
        found = sides(text, w)
        if found is None:
            continue
        start, _ = text.dated(w)
        if names and not presents and start is None:
            continue
        yield Statement(
            "accredit", _rank(text, w), *found, start, None, w.i, words.sentence_span(sentence),
            text.paragraph[sentence], away=lives_away(text, w, found[1]),
        )  # fmt: skip


def _rank(text: Text, w: Word) -> str:
    """The rank at which somebody was accredited, as the sentence tells it or those before it in the paragraph."""
    words = text.words
    for n in range(w.sentence, max(-1, w.sentence - 4), -1):
        if text.paragraph[n] != text.paragraph[w.sentence]:
            break
        first, last = words.sentences[n]
        a, b = text.clause(w) if n == w.sentence else (first, last)
        for lo, hi in dict.fromkeys(((a, b), (first, last))):
            found = ranks_in(text, lo, hi)
            if found:
                if n == w.sentence:
                    after = [s for i, s in found if i > w.i]
                    return max(after or [s for _, s in found], key=OF_RANK.__getitem__)
                return max((s for _, s in found[-2:]), key=OF_RANK.__getitem__)
    return "mission"


def lives_away(text: Text, w: Word, host: str) -> bool | None:
    """Whether who was accredited lived in another country, by this sentence and the next ones of its paragraph."""
    words = text.words
    answer = None
    for n in range(w.sentence, min(len(words.sentences), w.sentence + 3)):
        if text.paragraph[n] != text.paragraph[w.sentence]:
            break
        first, last = words.sentences[n]
        if n > w.sentence and any(x.lower.rstrip("s") in text.d["credentials"] for x in words.words[first:last]):
            break
        told = residence(text, first, last, host)
        if told is not None:
            return told
        if n == w.sentence and (_posted_elsewhere(text, first, w.i) or _received_elsewhere(text, w)):
            answer = True
    n = w.sentence - 1
    if answer is None and n >= 0 and text.paragraph[n] == text.paragraph[w.sentence]:
        answer = residence(text, *words.sentences[n], host)
    return answer


def _received_elsewhere(text: Text, w: Word) -> bool:
    """ "presented her credentials at Bridgetown": in a third country."""
    about, words = text.about, text.words
    assert about is not None
    _, b = text.clause(w)
    for k in range(w.i, b - 1):
        if words[k].lower.rstrip("s") in text.d["credentials"] and words[k + 1].lower in text.d["at"]:
            code = _place(text, k + 2, b)
            return code is not None and not about.has(code)
    return False


def predecessors(text: Text, sentence: int) -> Iterator[Statement]:
    """ "Previous envoys resided at Riga": from the beginning of relations until the first resident."""
    words, about = text.words, text.about
    assert about is not None
    first, last = words.sentences[sentence]
    before = next((w for w in words.words[first:last] if w.lower in text.d["previous"]), None)
    found = ranks_in(text, first, last)
    if before is not None and residence(text, first, last, about.host):
        rank = max((s for _, s in found), key=OF_RANK.__getitem__, default="mission")
        yield Statement(
            "accredit", rank, about.holder, about.host, None, None, before.i, words.sentence_span(sentence),
            text.paragraph[sentence], away=True, previous=True,
        )  # fmt: skip


def residence(text: Text, first: int, last: int, host: str) -> bool | None:
    """Whether these words say that the envoy lived outside `host` (True), inside (False), or nothing of it (None)."""
    words, d = text.words, text.d
    also = None
    for w in words.words[first:last]:
        if text.forms(w) & set(d["resident"]):
            following = words[w.i + 1].lower if w.i + 1 < last else ""
            if following in d["at"]:
                code = _place(text, w.i + 2, last)
                if code is not None:
                    return not _same(code, host)
                continue
            if following in d["posted"] and words[w.i - 1].lower in d["resident_lead"]:
                return False
        if text.forms(w) & set(d["accredited"]) and any(
            x.lower in d["elsewhere"] for x in words.words[max(first, w.i - 4) : min(last, w.i + 3)]
        ):
            also = True
    return also


def _place(text: Text, k: int, last: int) -> str | None:
    """The country of the place that is named from word `k` on: "Port Louis, Mauritius"."""
    words = text.words
    end = k
    while end < last and end < k + 6 and (words[end].pos in ("PROPN", "PUNCT", "DET") or end in text.cast.names.at):
        end += 1
    codes = [m.entry.code for j in range(k, end) if (m := text.cast.names.at.get(j)) is not None and m.entry.code]
    return codes[-1] if codes else text.cast.place_code(words[k]) if k < last else None


def _same(code: str, host: str) -> bool:
    return Setting(host, host).has(code)


def _posted_elsewhere(text: Text, first: int, i: int) -> bool:
    """ "the American consul at Dakar presented ...": who already has a post in a third state."""
    words, about, d = text.words, text.about, text.d
    assert about is not None
    for k in range(max(first + 1, i - _REACH), i):
        if words[k].lower in d["places"] and words[k - 1].lower.rstrip("s") in d["posted"]:
            code = _place(text, k + 1, i) if k + 1 < i else None
            if code is not None and not about.has(code):
                return True
    return False
