"""Forms of French words: lemmas that the model does not know, tenses and moods by their endings, Penn tags."""

from __future__ import annotations

from functools import cache

from detente.coding.languages.french_tree import Tree, listed
from detente.knowledge.lexicons import lexicon


@cache
def _states_of_mind() -> frozenset[str]:
    return frozenset(x for e in lexicon("fr", "operators")["adjectives"] for x in e["words"])


@cache
def _known_verbs() -> frozenset[str]:
    """The verbs that the lexicons of this language name, reflexive ones without their pronoun."""
    acts, operators = lexicon("fr", "acts"), lexicon("fr", "operators")
    words = {v for e in acts["acts"] for v in e.get("verbs", ())}
    words |= {v for e in acts["acts"] for line in e.get("phrases", ()) for v in line.split()[0].split("|")}
    words |= {v for e in operators["verbs"] for v in e["words"]}
    words |= {
        v for key in ("reporting", "light", "happening", "unhappening", "motion", "denying") for v in operators[key]
    }
    words |= {v for e in lexicon("fr", "attribution")["verbs"] for v in e["words"]}
    words |= {v for key in ("knowing", "comment") for v in lexicon("fr", "gaps")[key]}
    words |= {v for key in ("opening", "closing", "having") for v in lexicon("fr", "presence")[key]}
    plain = (str(v).removeprefix("se_").removeprefix("s'").split("_")[0] for v in words)
    return frozenset(v for v in plain if v.endswith(("er", "ir", "re", "oir")))


_FIRST = (
    "e", "es", "ons", "ez", "ent", "ais", "ait", "ions", "iez", "aient", "a", "as", "ai", "âmes", "èrent",
    "erai", "eras", "era", "erons", "erez", "eront", "erais", "erait", "erions", "eriez", "eraient", "é", "ée",
    "és", "ées", "ant",
)  # fmt: skip


_SECOND = (
    "is", "it", "issons", "issez", "issent", "issais", "issait", "issions", "issiez", "issaient", "irent",
    "irai", "iras", "ira", "irons", "irez", "iront", "irais", "irait", "irions", "iraient", "i", "ie", "ies",
    "issant", "isse", "isses",
)  # fmt: skip


@cache
def _conjugated() -> dict[str, str]:
    """The regular forms of the known verbs in -er and -ir: for those that the model's own rules do not know."""
    out: dict[str, str] = {}
    for verb in sorted(_known_verbs()):
        stem = verb[:-2]
        if verb.endswith("er"):
            for end in _FIRST:
                soft = {"g": stem + "e", "c": stem[:-1] + "ç"}.get(stem[-1], stem) if end[0] in "aoâ" else stem
                out.setdefault(soft + end, verb)
            for end in ("e", "es", "ent", "era", "erait", "eront", "eraient"):  # "lève", "rejette", "déploie"
                if len(stem) > 2 and stem[-2] in "eé" and stem[-1] not in "aeiou":
                    out.setdefault(f"{stem[:-2]}è{stem[-1]}{end}", verb)
                    out.setdefault(f"{stem}{stem[-1]}{end}", verb)
                if stem.endswith(("oy", "uy")):
                    out.setdefault(f"{stem[:-1]}i{end}", verb)
        elif verb.endswith("ir") and not verb.endswith(("oir", "enir", "vrir", "frir")):
            for end in _SECOND:
                out.setdefault(stem + end, verb)
    return out


def lemmas(t: Tree) -> None:
    lists, kids = listed(), t.index()
    for i in range(t.n):
        t.lemma[i] = lists.d["lemmas"].get(t.lemma[i], t.lemma[i])
        if (
            t.pos[i] == "NOUN"
            and t.morph[i].get("Number") == "Plur"
            and t.lemma[i] == t.form[i]
            and t.form[i].endswith("s")
            and len(t.form[i]) > 4
        ):
            t.lemma[i] = lists.d["lemmas"].get(
                t.form[i],
                t.form[i][:-1] if not t.form[i].endswith(("pourparlers", "fois", "cours", "corps")) else t.form[i],
            )
    for v in range(t.n):
        if not t.verbal(v):
            continue
        if t.lemma[v] not in _known_verbs() and (known := _conjugated().get(t.form[v])) is not None:
            t.lemma[v] = known
        reflexive = next((c for c in kids[v] if t.form[c] in ("se", "s'") and t.pos[c] == "PRON"), None)
        if reflexive is not None:
            t.lemma[v], t.dep[reflexive] = f"se_{t.lemma[v]}", "expl:comp"
            for c in kids[v]:
                if t.dep[c] == "nsubj:pass":
                    t.dep[c] = "nsubj"  # "se sont rencontrés"
        name = next(
            (f for f in (t.form[v], t.form[v][:-1], t.form[v].rstrip("s").rstrip("e")) if f in _states_of_mind()), None
        )
        if (
            t.morph[v].get("VerbForm") == "Part"
            and name is not None
            and not any(t.dep[c] == "aux:tense" for c in kids[v])
        ):
            copula = any(t.dep[c] in ("cop", "aux:pass") for c in kids[v])
            if copula or (t.dep[v] == "xcomp" and t.verbal(t.head[v])):
                t.pos[v], t.lemma[v] = "ADJ", name  # "se dit disposé à"
                for c in kids[v]:
                    t.dep[c] = {"aux:pass": "cop", "nsubj:pass": "nsubj"}.get(t.dep[c], t.dep[c])
        for c in kids[v]:
            joined = lists.idioms.get((t.lemma[v], t.lemma[c])) or lists.idioms.get((t.lemma[v], t.form[c]))
            bare = not any(t.dep[x] == "amod" for x in kids[c])
            if joined and v < c <= v + 4 and bare:
                t.lemma[v], t.dep[c] = joined, "prt"
                for x in kids[c]:
                    if t.dep[x] in ("conj", "nmod", "obl:arg", "obl:mod") and x > c:
                        t.hang(
                            x,
                            v,
                            "conj"
                            if t.dep[x] == "conj" and t.verbal(x)
                            else "obl:arg"
                            if t.dep[x] != "conj"
                            else "conj",
                        )


_CONDITIONAL = ("ais", "ait", "ions", "iez", "aient")


_FUTURE = ("ai", "as", "a", "ons", "ez", "ont")


def _ending(form: str, lemma: str) -> tuple[str, str] | None:
    """Mood and tense of a form of the future or the conditional by its spelling, which the model often reads as another tense."""
    stems = [lemma.removesuffix("e"), *listed().d["future_stems"]] if lemma.endswith(("er", "ir", "re", "oir")) else []
    for stem in stems:
        rest = form.removeprefix(stem)
        if rest != form and stem.endswith("r"):
            if rest in _CONDITIONAL:
                return "Cnd", "Pres"
            if rest in _FUTURE and len(stem) > 2:
                return "Ind", "Fut"
    return None


def tenses(t: Tree) -> None:
    """Penn tags from the endings, and what the future and the conditional say."""
    kids = t.index()
    for i in range(t.n):
        t.tag[i] = _tag(t, i)
    for i in range(t.n):
        if not t.verbal(i):
            continue
        mood, tense = _ending(t.form[i], t.lemma[i].removeprefix("se_")) or (
            t.morph[i].get("Mood"),
            t.morph[i].get("Tense"),
        )
        own = tense == "Fut" or mood == "Cnd"
        if own:
            top = t.head[i] if t.dep[i].startswith("aux") or t.dep[i] == "cop" else i
            modal = "will"
            if mood == "Cnd":
                conditional = any(
                    t.dep[c] == "advcl" and any(t.form[m] in ("si", "s'") for m in kids[c]) for c in kids[top]
                )
                rumour = t.dep[i] == "aux:tense" or (t.dep[i] in ("cop", "aux:pass") and t.dep[top] in ("ROOT", "conj"))
                modal = "reportedly" if rumour and not conditional else "would"
            t.modal[i] = modal


def _tag(t: Tree, i: int) -> str:
    pos, m = t.pos[i], t.morph[i]
    if pos in ("VERB", "AUX"):
        form = m.get("VerbForm")
        if form == "Inf":
            return "VerbForm=Inf"
        if form == "Part":
            return "VBG" if m.get("Tense") == "Pres" else "VBN"
        wished = t.dep[i] == "ccomp" and t.lemma[t.head[i]] in listed().d["wishing"] and m.get("Tense") == "Pres"
        if m.get("Mood") == "Sub" or wished:  # "exige qu'il retire"
            return "VB"
        if t.dep[i] == "aux:tense":
            return "MD" if m.get("Tense") == "Fut" or m.get("Mood") == "Cnd" else "VBD"
        if pos == "AUX" and t.dep[i] != "cop" and (m.get("Tense") == "Fut" or m.get("Mood") == "Cnd"):
            return "MD"
        if m.get("Tense") in ("Imp", "Past"):
            return "VBD"
        return "VBP" if m.get("Number") == "Plur" else "VBZ"
    plural = m.get("Number") == "Plur"
    if pos == "NOUN":
        return "NNS" if plural else "NN"
    if pos == "PROPN":
        return "NNPS" if plural else "NNP"
    if pos == "PRON":
        return "WP" if m.get("PronType") == "Rel" else "PRP"
    if pos == "DET":
        return "PRP$" if m.get("Poss") == "Yes" else "DT"
    return {"ADJ": "JJ", "ADV": "RB", "ADP": "IN", "SCONJ": "IN", "NUM": "CD", "CCONJ": "CC", "SPACE": "_SP"}.get(
        pos, pos
    )
