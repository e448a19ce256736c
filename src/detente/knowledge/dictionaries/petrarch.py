"""Actor and agent dictionaries in the format of TABARI, PETRARCH and Phoenix.

    KUWAIT_ [KWT]                     a name and its code; spaces and underscores both stand between words
    +KUWAITI                          another name with the same codes
    ELBONIA [ELB]                     the code on days that no other covers
    \t[ELBGOV 19900101-950630]        between two days, both included; YYYYMMDD or YYMMDD (30 to 99 are 1930 to 1999)
    \t[ELBREB <19900101] [ELBELI > 19950630]      before, after a day; the first that holds counts
    THE_FELLOWSHIP [ELB/GON]          several parties by one name
    NOBODY [---]                      a name that stands for no party
    SOLDIER {SOLDIERS} [~MIL]         an agent: its plural (regular where there is none, {} for none), its code
    AID_GROUP [NGO~]                  an agent whose code comes before the actor's
    !PERSON! = MAN, WOMAN             a set, for  CONGRESS!PERSON! [~LEG]

A comment runs from # or ; to the end of the line, or from <! to the line with -->. Names match whole words, as in PETRARCH; an underscore
at the end, which says so in TABARI, changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from detente.knowledge.dictionaries.entries import ActorEntry, AgentEntry, Content, Dated, Key, Place, Problem
from detente.knowledge.world.roles import plural
from detente.knowledge.world.tables import key

_CODE = re.compile(
    r"\s*(?P<code>[A-Za-z][A-Za-z0-9/]*(?:---)?|---|\+\+\+|###)\s*"
    r"(?:(?P<side>[<>])\s*(?P<day>\d+)|(?<=\s)(?P<start>\d+)\s*-\s*(?P<end>\d+))?\s*$"
)
_AGENT = re.compile(r"\s*(?:~\s*(?P<after>[A-Za-z][A-Za-z0-9]*)|(?P<before>[A-Za-z][A-Za-z0-9]*)\s*~)\s*$")
_UNCOMMENTED = re.compile(r"(?:[^\[#;]|\[[^\]]*(?:\]|$))*")
_BRACKET = re.compile(r"\[([^\]]*)(\])?")
_SET = re.compile(r"\s*!([^!]+)!\s*=(.*)")
_PIVOT = 30  # years of two digits: 30 to 99 are 1930 to 1999 (PETRARCH)


@dataclass(slots=True)
class _Group:
    """Names that share their codes: one, and the synonyms below it."""

    names: list[tuple[str, Place]] = field(default_factory=list)
    codes: list[tuple[str, Place]] = field(default_factory=list)
    faulty: bool = False  # a code that could not be read was named already


def read_actors(text: str, file: str) -> Content:
    """The actors of a dictionary. `file` is how problems name it."""
    problems: list[Problem] = []
    actors: list[tuple[Key, ActorEntry]] = []
    for group in _groups(text, file, problems):
        codes = tuple(c for raw, at in group.codes if (c := _dated(raw, at, problems)) is not None)
        for name, at in group.names:
            if not (found := key(name.replace("_", " "))):
                problems.append(Problem(at, f"no word to look for in {name!r}"))
            elif not codes:
                if not group.codes and not group.faulty:
                    problems.append(Problem(at, f"no code for {name!r}"))
            else:
                actors.append((found, ActorEntry(name.replace("_", " ").strip(), codes, at)))
    return Content(actors=tuple(actors), problems=tuple(problems))


def read_agents(text: str, file: str) -> Content:
    """The agents of a dictionary, in singular and plural. `file` is how problems name it."""
    problems: list[Problem] = []
    agents: list[tuple[Key, AgentEntry]] = []
    sets: dict[str, list[str]] = {}
    for group in _groups(text, file, problems, sets):
        if len(group.codes) > 1:
            problems.append(Problem(group.codes[1][1], "an agent has one code; the first is taken"))
        code = _AGENT.match(group.codes[0][0]) if group.codes else None
        if group.codes and code is None:
            problems.append(
                Problem(group.codes[0][1], f"no agent's code: [{group.codes[0][0]}] (as in [~GOV] or [NGO~])")
            )
        for name, at in group.names:
            if not group.codes and not group.faulty:
                problems.append(Problem(at, f"no code for {name!r}"))
            if code is None:
                continue
            for form in _forms(name, at, sets, problems):
                if found := key(form):
                    agents.append(
                        (found, AgentEntry(form, (code["before"] or code["after"]).upper(), at, bool(code["before"])))
                    )
    return Content(agents=tuple(agents), problems=tuple(problems))


def _groups(
    text: str, file: str, problems: list[Problem], sets: dict[str, list[str]] | None = None
) -> Iterator[_Group]:
    group = _Group()
    for at, line in _lines(text, file, problems):
        if sets is not None and (m := _SET.match(line)):
            sets[m[1].strip().upper()] = [w.strip() for w in m[2].split(",") if w.strip()]
            continue
        bracket = line.find("[")
        name = (line if bracket < 0 else line[:bracket]).strip()
        codes = [] if bracket < 0 else _BRACKET.findall(line[bracket:])
        if not name and not group.names:
            problems.append(Problem(at, "a code without a name above it"))
            continue
        if name and not name.startswith("+"):
            if group.names:
                yield group
            group = _Group()
        if name.strip("+ "):
            group.names.append((name.lstrip("+ "), at))
        for code, closed in codes:
            if closed:
                group.codes.append((code, at))
            else:
                group.faulty = True
                problems.append(Problem(at, f"a bracket that is not closed: [{code.strip()}"))
    if group.names:
        yield group


def _lines(text: str, file: str, problems: list[Problem]) -> Iterator[tuple[Place, str]]:
    """Lines with something on them, without comments."""
    opened: Place | None = None
    for n, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if opened is None and line.lstrip().startswith("<!"):
            opened = Place(file, n)
        if opened is not None:
            if "-->" in line:
                opened = None
            continue
        m = _UNCOMMENTED.match(line)
        bare = m[0] if m else ""
        if bare.strip():
            yield Place(file, n), bare
    if opened is not None:
        problems.append(Problem(opened, "a comment that never ends (no -->): nothing below it is read"))


def _dated(raw: str, at: Place, problems: list[Problem]) -> Dated | None:
    m = _CODE.match(raw)
    if m is None:
        problems.append(Problem(at, f"not a code with or without dates: [{raw.strip()}]"))
        return None
    code = m["code"].upper()
    try:
        if m["side"] == "<":
            return Dated(code, None, _day(m["day"]) - timedelta(days=1))
        if m["side"] == ">":
            return Dated(code, _day(m["day"]) + timedelta(days=1), None)
        if m["start"]:
            start, end = _day(m["start"]), _day(m["end"])
            if end < start:
                problems.append(Problem(at, f"ends before it begins: [{raw.strip()}]"))
                return None
            return Dated(code, start, end)
    except (ValueError, OverflowError):
        problems.append(Problem(at, f"not a date (YYMMDD or YYYYMMDD): [{raw.strip()}]"))
        return None
    return Dated(code)


def _day(digits: str) -> date:
    if len(digits) == 6:
        century = 1900 if int(digits[:2]) >= _PIVOT else 2000
        return date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    if len(digits) == 8:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    raise ValueError


def _forms(name: str, at: Place, sets: dict[str, list[str]], problems: list[Problem]) -> Iterator[str]:
    """Singular and plural of an agent; every member where a set stands in it."""
    one, brace, many = name.partition("{")
    one = one.replace("_", " ").strip().lower()
    if (m := re.search("!([^!]+)!", one)) is not None:
        members = sets.get(m[1].upper())
        if members is None:
            problems.append(Problem(at, f"no such set: !{m[1].upper()}!"))
        for member in members or ():
            yield one.replace(m[0], member.lower().replace("_", " "))
        return
    if not one:
        problems.append(Problem(at, f"no word to look for in {name!r}"))
        return
    yield one
    if brace:
        if not many.rstrip().endswith("}"):
            problems.append(Problem(at, f"a brace that is not closed: {name!r}"))
        many = many.strip().rstrip("}").replace("_", " ").strip().lower()
        if many:
            yield many
    else:
        yield plural(one)
