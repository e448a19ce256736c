"""The cues and kinds of `knowledge/lexicons/<language>/attribution.yml`, indexed by the words of a parse (`Parse.lower`).

English verbs stand there in every form; those of other languages by their lemmas, as the view has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from detente.knowledge.lexicons import lexicon


@dataclass(frozen=True, slots=True)
class Frame:
    """What a cue takes as its content; see the head of the data file."""

    takes: frozenset[str]
    prepositions: frozenset[str]
    subject: frozenset[str] = frozenset()


_IRREGULAR = {
    "say": "says said saying", "tell": "tells told telling", "think": "thinks thought thinking", "hold": "holds held holding",
    "find": "finds found finding", "know": "knows knew known knowing", "see": "sees saw seen seeing",
    "feel": "feels felt feeling", "write": "writes wrote written writing", "read": "reads read reading",
    "speak": "speaks spoke spoken speaking", "hear": "hears heard hearing", "understand": "understands understood understanding",
    "swear": "swears swore sworn swearing", "sing": "sings sang sung singing", "forget": "forgets forgot forgotten forgetting",
    "foresee": "foresees foresaw foreseen foreseeing", "foretell": "foretells foretold foretelling",
    "teach": "teaches taught teaching", "forbid": "forbids forbade forbidden forbidding", "lie": "lies lied lying",
    "seek": "seeks sought seeking", "mean": "means meant meaning", "put": "puts put putting", "go": "goes went gone going",
    "be": "is are was were been being", "run": "runs ran running", "spell": "spells spelled spelt spelling",
    "rebut": "rebuts rebutted rebutting", "quip": "quips quipped quipping", "refer": "refers referred referring",
    "prefer": "prefers preferred preferring", "admit": "admits admitted admitting", "submit": "submits submitted submitting",
    "commit": "commits committed committing", "infer": "infers inferred inferring", "bar": "bars barred barring",
    "ban": "bans banned banning", "beg": "begs begged begging", "plan": "plans planned planning", "plug": "plugs plugged plugging",
    "permit": "permits permitted permitting", "regret": "regrets regretted regretting", "blog": "blogs blogged blogging",
    "jot": "jots jotted jotting", "sob": "sobs sobbed sobbing", "pen": "pens penned penning", "nod": "nods nodded nodding",
    "undertake": "undertakes undertook undertaken undertaking", "choose": "chooses chose chosen choosing",
    "take": "takes took taken taking", "mistake": "mistakes mistook mistaken", "overstate": "overstates overstated overstating",
    "misstate": "misstates misstated misstating", "pan": "pans panned panning", "dub": "dubs dubbed dubbing",
    "slam": "slams slammed slamming", "aver": "avers averred averring", "snap": "snaps snapped snapping",
    "chat": "chats chatted chatting", "uphold": "upholds upheld upholding", "overturn": "overturns overturned overturning",
    "wish": "wishes wished wishing", "fret": "frets fretted fretting", "opt": "opts opted opting", "second": "seconded seconding",
    "retort": "retorts retorted retorting", "prod": "prods prodded prodding", "brag": "brags bragged bragging",
    "begin": "begins began begun beginning", "keep": "keeps kept keeping", "have": "has had having", "come": "comes came coming",
    "get": "gets got gotten getting", "stop": "stops stopped stopping", "try": "tries tried trying",
    "veto": "vetoes vetoed vetoing", "dream": "dreams dreamed dreamt dreaming",
}  # fmt: skip


def forms(lemma: str, language: str) -> set[str]:
    """All forms under which a verb may stand in `Parse.lower`, itself included."""
    if language != "en":
        return {lemma}
    if lemma in _IRREGULAR:
        return {lemma, *_IRREGULAR[lemma].split()}
    if lemma.endswith("e"):
        return {lemma, lemma + "s", lemma + "d", (lemma[:-2] + "ying") if lemma.endswith("ie") else lemma[:-1] + "ing"}
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return {lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"}
    s = "es" if lemma.endswith(("s", "x", "z", "ch", "sh")) else "s"
    return {lemma, lemma + s, lemma + "ed", lemma + "ing"}


@cache
def verbs(language: str) -> dict[str, tuple[Frame, ...]]:
    """Frames by verb form, those for any subject first."""
    found: dict[str, dict[frozenset[str], Frame]] = {}
    for g in lexicon(language, "attribution")["verbs"]:
        takes, prepositions = frozenset(g["takes"]), frozenset(g.get("prepositions", ()))
        subject = frozenset(g.get("subject", ()))
        for word in g["words"]:
            frames = found.setdefault(word, {})
            old = frames.get(subject, Frame(frozenset(), frozenset(), subject))
            frames[subject] = Frame(old.takes | takes, old.prepositions | prepositions, subject)
    out: dict[str, tuple[Frame, ...]] = {}
    for word, frames in found.items():
        ordered = tuple(sorted(frames.values(), key=lambda f: sorted(f.subject)))
        for form in forms(word, language):
            out.setdefault(form, ordered)
    return out


@cache
def leading(language: str) -> frozenset[str]:
    """Forms of the verbs that lead to another cue and belong to it."""
    return frozenset(f for w in lexicon(language, "attribution")["leading"] for f in forms(w, language))


@cache
def light(language: str) -> frozenset[str]:
    """Forms of the verbs that make one cue with a noun of saying."""
    return frozenset(f for w in lexicon(language, "attribution")["light"] for f in forms(w, language))


@cache
def words(language: str, key: str) -> frozenset[str]:
    """One of the plain lists."""
    return frozenset(lexicon(language, "attribution")[key])


@cache
def kind_heads(language: str) -> dict[str, str]:
    """Kind by the head noun of a source; the first kind that lists a noun has it."""
    out: dict[str, str] = {}
    for kind, heads in lexicon(language, "attribution")["kinds"].items():
        for h in heads:
            out.setdefault(h, kind)
    return out
