"""A user's acts: words that name an act, by CAMEO code or PLOVER type, in the form of lexicons/<language>/acts.yml.

acts:
  - {type: SANCTION, mode: expel, verbs: [banish], phrases: ["show R the door"], nouns: [banishment]}
  - {cameo: "057", reciprocal: true, phrases: ["ink|initial @agreement with R"]}
classes: {agreement: [compact, modus vivendi]}     # words to add to a class, or a class of one's own
forget: [hail]                                     # verbs and nouns whose built-in meanings are dropped
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from detente.knowledge import ontology
from detente.knowledge.dictionaries.entries import Place, Problem
from detente.knowledge.lexicons import lexicon

FIELDS = ("cameo", "type", "mode", "reciprocal", "verbs", "phrases", "nouns")
_WORDS = ("verbs", "phrases", "nouns")


class _Wrong(Exception):
    pass


def checked(data: dict[str, Any], file: str, line_of: str) -> tuple[dict[str, Any], list[Problem]]:
    """The acts, classes and words to forget of a file that make sense, and what does not.

    `data` is the file as read, each mapping of it with its line under the key `line_of`.
    """
    problems: list[Problem] = []
    classes, forget = _classes(data, file, line_of, problems), _forget(data, file, problems)
    known = {*lexicon("en", "acts")["classes"], *classes}
    acts: list[dict[str, Any]] = []
    found = data.get("acts") or []
    if not isinstance(found, list):
        problems.append(Problem(Place(file, 1), "acts: must be a list"))
        found = []
    for item in found:
        at = Place(file, item[line_of] if isinstance(item, dict) else 1)
        try:
            if not isinstance(item, dict):
                raise _Wrong(f"{item!r} is no entry (cameo: ..., verbs: ...)")
            acts.append(_act({k: v for k, v in item.items() if k != line_of}, known))
        except _Wrong as e:
            problems.append(Problem(at, f"act: {e}"))
    kept = {"acts": acts, "classes": classes, "forget": forget}
    return {k: v for k, v in kept.items() if v}, problems


def _act(item: dict[str, Any], classes: set[str]) -> dict[str, Any]:
    for name in item:
        if name not in FIELDS:
            raise _Wrong(f"no such field: {name!r} (there are: {', '.join(FIELDS)})")
    type_, mode, cameo = item.get("type"), item.get("mode"), item.get("cameo")
    if type_ is not None and type_ not in ontology.TYPES:
        raise _Wrong(f"no such PLOVER type: {type_!r} (there are: {', '.join(ontology.TYPES)})")
    if cameo is not None:
        try:
            act = ontology.act(str(cameo))
        except KeyError as e:
            raise _Wrong(str(e.args[0])) from None
        if act.type is None and type_ is None:
            raise _Wrong(f"CAMEO {cameo} ({act.label}) is a mere statement: give a type too")
    elif type_ is not None:
        act = ontology.of_type(type_)
    else:
        raise _Wrong("needs a CAMEO code or a PLOVER type")
    kind = type_ or act.type
    known = ontology.modes(kind) if kind else ()
    if mode is not None and mode not in known:
        raise _Wrong(f"{kind} has no mode {mode!r} (it has: {', '.join(known) or 'none'})")
    if not isinstance(item.get("reciprocal", False), bool):
        raise _Wrong("reciprocal: must be true or false")
    out = dict(item, cameo=act.cameo if cameo is None else str(cameo))
    for name in _WORDS:
        out[name] = _words(item.get(name) or [], name)
    if not any(out[name] for name in _WORDS):
        raise _Wrong("has no verbs, phrases or nouns")
    for unknown in _unknown(out["phrases"], classes):
        raise _Wrong(f"no such class of words: {unknown}")
    return out


def _unknown(phrases: list[str], classes: set[str]) -> Iterator[str]:
    for phrase in phrases:
        for token in phrase.replace("|", " ").split():
            if token.startswith("@") and token[1:] not in classes:
                yield f"{token} in {phrase!r}"


def _words(found: Any, name: str) -> list[str]:
    if not isinstance(found, list) or not all(isinstance(x, str) and x.strip() for x in found):
        raise _Wrong(f"{name}: must be a list of texts")
    return [" ".join(x.split()) for x in found]


def _classes(data: dict[str, Any], file: str, line_of: str, problems: list[Problem]) -> dict[str, list[str]]:
    found = data.get("classes") or {}
    if not isinstance(found, dict):
        problems.append(Problem(Place(file, 1), "classes: must be a mapping from names to lists of words"))
        return {}
    out = {}
    for name, words in found.items():
        if name == line_of:
            continue
        try:
            out[str(name)] = _words(words, str(name))
        except _Wrong as e:
            problems.append(Problem(Place(file, found[line_of]), f"classes: {e}"))
    return out


def _forget(data: dict[str, Any], file: str, problems: list[Problem]) -> list[str]:
    try:
        return _words(data.get("forget") or [], "forget")
    except _Wrong as e:
        problems.append(Problem(Place(file, 1), str(e)))
        return []
