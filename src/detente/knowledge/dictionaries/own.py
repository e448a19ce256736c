"""The project's own format for users' knowledge: one YAML file with actors, agents and acts, any of the three.

actors:
  - names: [Ruritania, Ruritanian, Strelsau]
    code: RUR
  - names: [Rudolf Rassendyll]
    codes:                        # the first that holds counts; one without dates holds on all other days
      - {code: RURGOV, from: 1890-03, to: 1890-11-30}
      - {code: GBRCVL}
agents:
  - words: [court chamberlain, horseman/horsemen, gendarmerie/-]     # one/many; /- for no plural
    code: GOV                     # "NGO~": before the actor's
    level: senior official        # optional, one of the levels of the codebook
acts: ...                         # as docs/extending.md says
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, cast, get_args

from detente.knowledge.dictionaries.acts import checked
from detente.knowledge.dictionaries.entries import ActorEntry, AgentEntry, Content, Dated, Key, Place, Problem
from detente.knowledge.lexicons import word_loader
from detente.knowledge.world.roles import plural
from detente.knowledge.world.tables import day, key
from detente.model import Level

SECTIONS = ("actors", "agents", "acts", "classes", "forget")
_LINE = "\0line"  # no key of a user's


@cache
def _loader() -> type[Any]:
    base = word_loader()

    def mapping(loader: Any, node: Any) -> dict[Any, Any]:
        loader.flatten_mapping(node)
        return {**loader.construct_mapping(node, deep=True), _LINE: node.start_mark.line + 1}

    made: Any = type("LineLoader", (base,), {})
    made.add_constructor("tag:yaml.org,2002:map", mapping)
    # Dates stay the text they are: "1890-03" is one too, and no YAML date.
    made.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in known if not tag.endswith((":timestamp", ":int", ":float"))]
        for first, known in base.yaml_implicit_resolvers.items()
    }
    return cast("type[Any]", made)


class _Wrong(Exception):
    pass


def read(text: str, file: str) -> Content:
    """Everything in a file. `file` is how problems name it; what is not YAML at all is one problem."""
    import yaml

    try:
        data = yaml.load(text, Loader=_loader())
    except (yaml.YAMLError, RecursionError) as e:
        mark = getattr(e, "problem_mark", None)
        what = getattr(e, "problem", None) or str(e) or type(e).__name__
        return Content(
            problems=(Problem(Place(file, mark.line + 1 if mark else 1), f"not YAML: {' '.join(what.split())}"),)
        )
    if not isinstance(data, dict) or not any(s in data for s in SECTIONS):
        return Content(problems=(Problem(Place(file, 1), f"none of the sections {', '.join(SECTIONS)}"),))
    problems = [
        Problem(Place(file, 1), f"no such section: {s!r} (there are: {', '.join(SECTIONS)})")
        for s in data
        if s != _LINE and s not in SECTIONS
    ]
    actors = tuple(pair for item, at in _items(data, "actors", file, problems) for pair in _actor(item, at, problems))
    agents = tuple(pair for item, at in _items(data, "agents", file, problems) for pair in _agent(item, at, problems))
    acts, wrong = checked(data, file, _LINE) if any(data.get(s) for s in ("acts", "classes", "forget")) else ({}, [])
    return Content(actors, agents, acts, (*problems, *wrong))


def _items(
    data: dict[str, Any], section: str, file: str, problems: list[Problem]
) -> Iterator[tuple[dict[str, Any], Place]]:
    found = data.get(section) or []
    if not isinstance(found, list):
        problems.append(Problem(Place(file, 1), f"{section}: must be a list"))
        return
    for item in found:
        if isinstance(item, dict):
            yield item, Place(file, item[_LINE])
        else:
            problems.append(Problem(Place(file, 1), f"{section}: {item!r} is no entry (names: ..., code: ...)"))


def _actor(item: dict[str, Any], at: Place, problems: list[Problem]) -> Iterator[tuple[Key, ActorEntry]]:
    try:
        _only(item, "names", "code", "codes")
        names = _texts(item, "names")
        if ("code" in item) == ("codes" in item):
            raise _Wrong("needs either code or codes")
        codes = (Dated(_code(item["code"])),) if "code" in item else tuple(map(_dated, _list(item, "codes")))
    except _Wrong as e:
        problems.append(Problem(at, f"actor: {e}"))
        return
    for name in names:
        if found := key(name):
            yield found, ActorEntry(name, codes, at)
        else:
            problems.append(Problem(at, f"no word to look for in {name!r}"))


def _agent(item: dict[str, Any], at: Place, problems: list[Problem]) -> Iterator[tuple[Key, AgentEntry]]:
    try:
        _only(item, "words", "code", "level")
        words, code = _texts(item, "words"), str(item.get("code") or "")
        leads = code.endswith("~")
        code = _code(code.strip("~ "))
        level = item.get("level")
        if level is not None and level not in get_args(Level):
            raise _Wrong(f"no such level: {level!r} (there are: {', '.join(get_args(Level))})")
    except _Wrong as e:
        problems.append(Problem(at, f"agent: {e}"))
        return
    for phrase in words:
        one, _, many = phrase.partition("/")
        for form in [one] if many == "-" else [one, many or plural(one)]:
            if found := key(form):
                yield found, AgentEntry(form, code, at, leads, cast("Level | None", level))


def _only(item: dict[str, Any], *known: str) -> None:
    for name in item:
        if name != _LINE and name not in known:
            raise _Wrong(f"no such field: {name!r} (there are: {', '.join(known)})")


def _list(item: dict[str, Any], name: str) -> list[Any]:
    found = item.get(name)
    if not isinstance(found, list) or not found:
        raise _Wrong(f"{name}: must be a list with something in it")
    return found


def _texts(item: dict[str, Any], name: str) -> list[str]:
    found = _list(item, name)
    if not all(isinstance(x, str) and x.strip() for x in found):
        raise _Wrong(f"{name}: must be texts (write numbers and 'null' in quotation marks)")
    return found


def _code(value: Any) -> str:
    text = str(value or "").strip().upper()
    if text != "---" and not (text.replace("/", "").isalnum() and text[0].isalpha() and text.isascii()):
        raise _Wrong(f"not a code: {value!r} (as in USAGOV; --- for nobody)")
    return text


def _dated(value: Any) -> Dated:
    if not isinstance(value, dict):
        raise _Wrong(f"codes: {value!r} is none of the form {{code: ..., from: ..., to: ...}}")
    _only(value, "code", "from", "to")
    try:
        start, end = day(str(value.get("from") or "")), day(str(value.get("to") or ""), last=True)
    except ValueError:
        raise _Wrong(f"not a date (YYYY, YYYY-MM or YYYY-MM-DD): {value.get('from')} to {value.get('to')}") from None
    if start is not None and end is not None and end < start:
        raise _Wrong(f"ends before it begins: {value['from']} to {value['to']}")
    return Dated(_code(value.get("code")), start, end)
