"""What spaCy's French parser gets wrong in newspapers, put right before the tree is relabelled."""

from __future__ import annotations

from detente.coding.languages.french_tree import NOUNS, Tree, listed

_SUBJECTS = ("il", "elle", "ils", "elles", "on")


def mend_verbs(t: Tree) -> None:
    """Participles with an auxiliary are verbs; "il" is somebody unless the verb is impersonal."""
    kids, impersonal = t.index(), listed().d["impersonal"]
    for i in range(t.n):
        aux = [c for c in kids[i] if t.dep[c] in ("aux:tense", "aux:pass", "cop") and c < i]
        reflexive = any(t.form[c] in ("se", "s'") and t.pos[c] == "PRON" for c in kids[i])
        if t.pos[i] == "ADJ" and aux and reflexive:
            t.pos[i] = "VERB"
            t.morph[i] = {"VerbForm": "Part", "Tense": "Past"}
            for c in aux:
                t.dep[c] = "aux:tense"
        if not t.verbal(i) or t.lemma[i] in impersonal or any(t.dep[c] == "cop" for c in kids[i]):
            continue
        for c in kids[i]:
            if (
                t.dep[c] == "nsubj:pass"
                and not any(t.dep[a] == "aux:pass" for a in kids[i])
                and any(t.dep[a] == "aux:tense" for a in kids[i])
            ):
                t.dep[c] = "nsubj"
            others = any(t.dep[x] in ("nsubj", "nsubj:pass") for x in kids[i])
            if (
                t.dep[c] == "expl:subj"
                and t.form[c] == "il"
                and not others
                and not (aux and t.dep[aux[-1]] == "aux:pass")
            ):
                t.dep[c] = "nsubj"


def mend_clauses(t: Tree) -> None:
    """ "Bamako reproche à Paris ...": a finite verb that the parser has made a part of the noun before it is its verb."""
    kids = t.index()
    for v in range(t.n):  # "Érythrée et Éthiopie ont signé": the first of two subjects taken for a sentence of its own
        h = t.head[v]
        if not t.verbal(v) or t.dep[v] != "conj" or h >= v or t.pos[h] not in ("NOUN", "PROPN"):
            continue
        s = next((c for c in kids[v] if t.dep[c] in ("nsubj", "nsubj:pass") and h < c < v), None)
        cc = next((c for c in kids[v] if t.dep[c] == "cc" and s is not None and h < c < s), None)
        if s is None or cc is None or any(t.form[x] in (";", ".", ":") for x in range(h, s)):
            continue
        label, over = t.dep[h], t.head[h]
        t.head[v], t.dep[v] = (v, "ROOT") if over == h else (over, label)
        t.head[h], t.dep[h] = v, t.dep[s]
        t.head[s], t.dep[s], t.head[cc] = h, "conj", s
    kids = t.index()
    for i in range(t.n):  # "ont signé un traité, et il se dit prêt": the treaty says nothing
        n, v = t.head[i], t.head[t.head[i]]
        if (
            t.form[i] not in _SUBJECTS
            or t.dep[i] != "conj"
            or not t.dep[n].startswith("nsubj")
            or not t.verbal(v)
            or v < i
        ):
            continue
        up = t.head[v]
        t.hang(i, v, "nsubj")
        if up != v and t.verbal(up) and up < n:
            t.hang(n, up, "obj")
            t.dep[v] = "conj"
            for c in kids[i]:
                if t.dep[c] == "cc":
                    t.hang(c, v, "cc")
    kids = t.index()
    for i in range(t.n):  # "si Kinshasa accepte": the mark on the subject
        n = t.head[i]
        if t.form[i] not in ("si", "s'") or t.dep[i] != "mark" or t.pos[n] not in ("NOUN", "PROPN"):
            continue
        verb = next(
            (
                x
                for x in range(n + 1, min(n + 6, t.n))
                if t.verbal(x) and t.dep[x] in ("advcl", "acl", "conj") and t.first[x] == t.first[n]
            ),
            None,
        )
        if verb is not None and not any(t.dep[c].startswith("nsubj") for c in kids[verb]):
            t.hang(n, verb, "nsubj")
            t.hang(i, verb, "mark")
            if t.dep[verb] != "conj":
                t.dep[verb] = "advcl"
    kids = t.index()
    for v in range(t.n):
        h = t.head[v]
        if (
            not t.verbal(v)
            or t.dep[v] not in ("acl", "nmod", "amod", "appos")
            or h >= v
            or t.pos[h] not in ("NOUN", "PROPN")
        ):
            continue
        finite = t.morph[v].get("VerbForm") == "Fin" or any(
            t.dep[c].startswith("aux") and t.morph[c].get("VerbForm") == "Fin" for c in kids[v]
        )
        opened = any(
            t.dep[c] in ("mark", "case")
            or t.dep[c].startswith(("nsubj", "expl:subj"))
            or t.morph[c].get("PronType") == "Rel"
            for c in kids[v]
        )
        begin = min([v, *(c for c in kids[v] if c > h)])
        if (
            not finite
            or opened
            or any(t.form[x] in (",", ";", ":") for x in range(h, begin))
            or any(t.dep[c] == "case" for c in kids[h])
        ):
            continue
        over, label = t.head[h], t.dep[h]
        t.head[v], t.dep[v] = (v, "ROOT") if over == h else (over, label)
        if (
            over != h and label.startswith("nsubj") and t.dep[over] == "ROOT" and over > v
        ):  # its noun was the subject of what follows
            link = next((c for c in kids[over] if v < c < over and t.form[c] in ("que", "qu'", "qui")), None)
            t.head[v], t.dep[v] = v, "ROOT"
            noun = next((x for x in range((link or over) - 1, v, -1) if t.pos[x] in ("NOUN", "PROPN")), None)
            t.head[over], t.dep[over] = (
                (noun, "acl:relcl") if link is not None and noun is not None else (v, "parataxis")
            )
        t.head[h], t.dep[h] = v, "nsubj"
        for c in kids[h]:
            if c > v and c != over:
                case = any(t.dep[x] == "case" for x in kids[c])
                bare = t.pos[c] in NOUNS and not case and t.dep[c] in ("nmod", "appos", "dep")
                t.hang(
                    c,
                    v,
                    "obj" if bare and not any(t.dep[x] == "obj" for x in kids[v]) else "obl:mod" if case else t.dep[c],
                )


def mend_relatives(t: Tree) -> None:
    """A clause with a relative pronoun belongs to the noun before it; "que gère la Belgique" has its subject last."""
    kids = t.index()
    for i in range(t.n):
        if not t.verbal(i):
            continue
        own = [c for c in (*kids[i], *(x for c in kids[i] if t.dep[c].startswith("obl") for x in kids[c])) if c < i]
        link = next(
            (
                c
                for c in own
                if t.morph[c].get("PronType") == "Rel" or (t.form[c] == "qui" and t.dep[c].startswith("nsubj"))
            ),
            None,
        )
        if link is None:
            bare = next((c for c in kids[i] if c == i - 1 and t.form[c] in ("que", "qu'") and c > t.first[i]), None)
            before = bare is not None and (t.form[bare - 1] == "," or t.pos[bare - 1] in ("NOUN", "PROPN"))
            if bare is None or not before or any(t.dep[c].startswith("nsubj") for c in kids[i]) or t.dep[i] == "ROOT":
                continue
            link = bare  # "l'îlot, que revendique l'Espagne"
        if t.dep[i] in ("advcl", "acl", "ccomp", "parataxis", "obj", "conj", "dep") and t.dep[i] != "acl:relcl":
            j = link - 1
            while j > t.first[link] and (t.pos[j] in ("PUNCT", "ADP") or t.form[j] == ","):
                j -= 1
            while j > t.first[link] and t.pos[j] == "ADJ" and t.head[j] < j:
                j = t.head[j]
            if t.pos[j] in ("NOUN", "PROPN") and j != i:
                while t.dep[j] in ("flat:name", "flat:foreign"):
                    j = t.head[j]
                t.hang(i, j, "acl:relcl")
        said = t.form[link] in ("que", "qu'")
        thing = next((c for x in (i, *kids[i]) for c in kids[x] if t.dep[c] == "obj" and c > i), None)
        if t.form[link] == "dont" and thing is not None:
            t.hang(link, thing, "poss")  # "dont le Mali exige le départ": its departure
        if said and not any(t.dep[c].startswith("nsubj") for c in kids[i]):
            last = next((c for c in kids[i] if c > i and t.dep[c] == "obj" and t.pos[c] in ("NOUN", "PROPN")), None)
            if last is not None:
                t.dep[last], t.dep[link] = "nsubj", "obj"


def mend_names(t: Tree) -> None:
    """ "Emmanuel Macron": a capital after a name belongs to it, whatever the tagger takes the word for."""
    kids = t.index()
    for i in range(t.n):
        if (
            t.pos[i] == "PRON"
            and t.text[i][:1].isupper()
            and t.text[i][1:].islower()
            and t.form[i] not in listed().d["pronominal"]
        ):
            t.pos[i], t.morph[i] = "PROPN", {}  # "Kiev a exigé"
        h = t.head[i]
        if t.pos[i] == "ADJ" and t.dep[i] == "nmod" and not any(t.dep[c] == "case" for c in kids[i]):
            t.dep[i] = "amod"
        over = t.head[h]
        plural = (
            t.morph[i].get("Number") == "Plur"
            and t.morph[h].get("Number") == "Sing"
            and t.morph[over].get("Number") == "Plur"
        )
        if t.pos[i] == "ADJ" and t.dep[i] == "amod" and h < i and plural and over < h and t.dep[h] == "nmod":
            t.head[i] = over  # "les gardiens de la révolution iraniens"
    for i in range(1, t.n):
        h = i - 1
        if (
            t.pos[h] != "PROPN"
            or not t.text[i][:1].isupper()
            or not t.text[h][:1].isupper()
            or t.first[i] != t.first[h]
        ):
            continue
        if t.pos[i] in ("ADV", "VERB", "AUX", "X", "INTJ", "ADJ") and t.text[i][1:].islower():
            top = t.head[h] if t.dep[h] == "flat:name" else h
            below = t.kids(i)
            if t.head[i] != i:
                t.pos[i], t.lemma[i] = "PROPN", t.text[i]
                t.hang(i, top, "flat:name")
                for c in below:
                    t.hang(c, top, t.dep[c])
    for i in range(t.n):  # "le ministre Lavrov"
        h = t.head[i]
        if (
            t.pos[i] == t.pos[h] == "PROPN"
            and h == i - 1
            and t.dep[i] in ("amod", "nmod")
            and not any(t.dep[c] == "case" for c in t.kids(i))
        ):
            t.dep[i] = "flat:name"  # "Barack Obama"
        top = t.head[h]
        if (
            t.dep[i] == "conj"
            and t.pos[i] in ("NOUN", "PROPN")
            and t.pos[h] == "ADJ"
            and t.dep[h] == "amod"
            and t.pos[top] in ("NOUN", "PROPN")
            and top < h
        ):
            t.head[i] = top  # "l'Arabie saoudite et l'Iran"
        if (
            t.dep[i] == "xcomp"
            and t.pos[i] in ("PROPN", "NOUN")
            and t.verbal(h)
            and i > h
            and not any(t.dep[c] in ("case", "cop", "mark") for c in t.kids(i))
            and t.lemma[h] not in listed().d["copular"]
            and not any(t.dep[c] == "obj" for c in t.kids(h))
        ):
            t.dep[i] = "obj"  # "a prié Washington"
        if (
            t.dep[i] == "nmod"
            and h == i - 1
            and t.pos[i] == "PROPN"
            and t.pos[h] == "NOUN"
            and not any(t.dep[c] == "case" for c in t.kids(i))
        ):
            t.dep[i] = "appos"
        twin = next(
            (
                c
                for c in range(t.first[i], i)
                if t.head[c] == h and c != h and t.dep[c] == t.dep[i] and t.pos[c] == "NOUN"
            ),
            None,
        )
        if t.dep[i].startswith("nsubj") and t.pos[i] == "PROPN" and twin is not None and i - twin <= 3 and i < h:
            t.hang(i, twin, "appos")  # "le président dominicain Luis Abinader"


def _given(t: Tree, kids: list[int]) -> bool:
    """Whether a noun with these dependents is one to whom something is given."""
    return any(t.dep[c] == "case" and t.form[c] in ("à", "au", "aux") for c in kids)


def _opens_clause(t: Tree, kids: list[list[int]], i: int) -> bool:
    """Make a noun without a preposition the subject of the finite verb right after it, if that has none."""
    last = max([i, *(c for c in kids[i] if c > i and t.dep[c] in ("conj", "amod", "flat:name"))])
    v = last + 1
    while (
        v < t.n
        and (t.pos[v] in ("AUX", "ADV") or t.form[v] in ("ne", "n'", "se", "s'"))
        and t.first[v] == t.first[i]
        and v < last + 5
    ):
        v += 1
    v = t.head[v - 1] if v < t.n and not t.verbal(v) and t.verbal(t.head[v - 1]) else v
    begun = (
        i == t.first[i]
        or t.form[i - 1] == ","
        or (t.pos[i - 1] == "DET" and (i - 1 == t.first[i] or t.form[i - 2] == ","))
    )
    if (
        v >= t.n
        or v <= i
        or not begun
        or not t.verbal(v)
        or t.form[i] in listed().d["weekdays"]
        or t.lemma[i] in listed().d["units"]
    ):
        return False
    finite = t.morph[v].get("VerbForm") == "Fin" or any(
        t.dep[c].startswith("aux") and t.morph[c].get("VerbForm") == "Fin" for c in kids[v]
    )
    if not finite or any(t.dep[c].startswith(("nsubj", "expl:subj")) for c in kids[v]):
        return False
    t.hang(i, v, "nsubj:pass" if any(t.dep[c] == "aux:pass" for c in kids[v]) else "nsubj")
    return True


def mend_obliques(t: Tree) -> None:
    d, kids = listed().d, t.index()
    for i in range(t.n):
        h = t.head[i]
        cases = [c for c in kids[i] if t.dep[c] == "case"]
        if (
            t.pos[i] in ("NUM", "NOUN", "ADJ")
            and i + 1 < t.n
            and t.form[i + 1] in d["months"]
            and t.form[i].rstrip("er").isdigit()
            and not cases
            and h != i
        ):
            if t.dep[i] != "conj":
                t.dep[i] = "npadvmod"  # "le 10 janvier" is no object
            continue
        if t.form[i] in d["weekdays"] and not cases and t.head[i] != i and t.dep[i] != "conj":
            t.dep[i] = "npadvmod"  # "mardi" is no object
            if not t.verbal(h) and t.pos[h] != "NOUN":
                t.dep[i] = "npadvmod"
            continue
        if not cases:
            top, before = h, t.dep[i] == "nmod" and i < h and any(t.dep[c] == "case" and c > i for c in kids[h])
            if t.dep[i] == "nmod" and (before or (t.form[h] in d["weekdays"] and t.pos[i] == "NOUN")):
                while t.head[top] != top and not t.verbal(top):
                    top = t.head[top]
                if t.verbal(top) and top < i:  # "a fermé vendredi les frontières", "a donné trois jours à ..."
                    t.hang(i, top, "npadvmod" if t.form[i] in d["units"] and not _given(t, kids[h]) else "obj")
                    continue
            if (
                t.dep[i] == "nmod"
                and i > h
                and t.pos[i] == "NOUN"
                and t.pos[h] == "PROPN"
                and any(t.dep[c] in ("nummod", "det") for c in kids[i])
            ):
                top = t.head[h]
                if (
                    t.verbal(top)
                    and any(t.dep[c] == "case" for c in kids[h])
                    and not any(t.dep[c] == "obj" for c in kids[top])
                ):
                    t.hang(i, top, "obj")  # "a reçu du Japon quatre navires"
            elif (
                t.pos[i] in ("NOUN", "PROPN") and t.dep[i] in ("obl:mod", "appos", "nmod") and _opens_clause(t, kids, i)
            ):
                pass  # "Alger et Rabat ont rétabli", "selon un diplomate, Oman a proposé"
            elif t.pos[i] in NOUNS and t.dep[i] in ("obl:mod", "obl:arg", "obl"):
                timely = (
                    t.pos[i] == "NUM"
                    or t.form[i] in d["units"]
                    or t.form[i] in d["weekdays"]
                    or t.form[i] in d["months"]
                    or t.lemma[i] in d["units"]
                )
                verb = next(
                    (v for v in range(i - 1, h, -1) if t.verbal(v) and t.dep[v] == "conj" and t.head[v] == h), h
                )
                free = t.verbal(verb) and verb < i and not any(t.dep[c] == "obj" for c in kids[verb])
                if (
                    not timely
                    and free
                    and t.pos[i] == "NOUN"
                    and t.lemma[verb] not in d["copular"]
                    and any(t.dep[c] in ("nummod", "det") for c in kids[i])
                ):
                    t.hang(i, verb, "obj")
                    continue
                t.dep[i] = "npadvmod"
            continue
        if len(cases) == 1 and f"{t.form[cases[0]]} {t.form[i]}" in d["adverbial"]:
            t.dep[i], t.dep[cases[0]] = "advmod", "dep"
            continue
        if t.form[cases[0]] in ("de", "d'") and t.form[h] in d["negating"] and t.verbal(t.head[h]) and t.head[h] < i:
            t.hang(i, t.head[h], "obj")  # "n'a plus d'ambassade"
            t.dep[cases[0]], t.pos[cases[0]] = "det", "DET"
            continue
        first = t.form[cases[0]]
        passive = t.morph[h].get("Tense") == "Past" and t.morph[h].get("VerbForm") == "Part" and (
            t.dep[h] in ("acl", "amod") or any(t.dep[c] == "aux:pass" for c in kids[h])
            or (t.dep[h] == "advcl" and not any(t.dep[c] == "aux:tense" for c in kids[h])))  # fmt: skip
        if first == "par" and passive and t.pos[i] in NOUNS:
            t.dep[i] = "obl:agent"
        if first == "des" and len(cases) == 1 and t.dep[i] in ("obl:arg", "obl:mod") and h < i and t.verbal(h):
            bare = not any(
                t.dep[c] in ("obj", "iobj") or t.dep[c].startswith(("nsubj:pass", "expl:comp")) for c in kids[h]
            )
            if bare and t.lemma[h] not in d["of_verbs"] and cases[0] - h <= 2:
                t.dep[i], t.dep[cases[0]], t.pos[cases[0]] = "obj", "det", "DET"
        if (
            first in ("de", "d'", "des", "du")
            and t.dep[i] in ("obj", "nsubj", "nsubj:pass")
            and len(cases) == 1
            and t.pos[i] == "PROPN"
        ):
            t.dep[i] = "obl:arg"  # "a reçu du Viêt Nam"
        elif first in ("de", "d'", "des", "du") and t.dep[i] in ("obj", "nsubj", "nsubj:pass") and len(cases) == 1:
            t.dep[cases[0]], t.pos[cases[0]] = "det", "DET"


def mend_speech(t: Tree) -> None:
    """ "Ils se sont vus, révèlent des documents": the subject after its verb, what is said before it."""
    saying, kids = set(listed().d["saying"]), t.index()
    for v in range(t.n):
        if (
            not t.verbal(v)
            or t.lemma[v] not in saying
            or any(t.dep[c].startswith(("nsubj", "cop", "expl:pass")) for c in kids[v])
        ):
            continue
        k = min([v, *(c for c in kids[v] if t.dep[c].startswith("aux") and c < v)])
        mark = t.form[k - 1] if k > t.first[v] else ""
        if mark not in (",", "»", "”", '"') or (t.morph[v].get("VerbForm") in ("Inf", "Part") and k == v):
            continue
        after = next((c for c in kids[v] if c > v and t.dep[c] in ("obj", "obl:arg", "xcomp", "advmod", "nmod", "iobj", "npadvmod")
                      and t.pos[c] in ("NOUN", "PROPN")
                      and t.form[c] not in listed().d["weekdays"] and t.lemma[c] not in listed().d["units"]
                      and not any(t.dep[x] == "case" for x in kids[c])), None)  # fmt: skip
        if after is None:
            continue
        said = [
            c
            for c in kids[v]
            if c < k
            and t.dep[c] in ("advcl", "ccomp", "parataxis", "dep", "obj", "nmod", "obl:mod", "xcomp")
            and t.verbal(c)
        ]
        for c in said:
            t.dep[c] = "ccomp"
        if not said and t.dep[v] != "parataxis":
            top = v
            while t.head[top] != top:
                top = t.head[top]
                if t.verbal(top) and top < v and t.dep[top] in ("ROOT", "conj", "parataxis"):
                    break
            if top == v or not t.verbal(top):
                continue
            t.hang(v, top, "parataxis")
        t.dep[after] = "nsubj"
