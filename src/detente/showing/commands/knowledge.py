"""detente knowledge: what the program knows about the world, and what a user adds to it."""

from __future__ import annotations

import re
import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from detente.errors import DetenteError, UsageError
from detente.showing.commands.dictionaries import Actors, Agents, own
from detente.showing.output import Format, chosen, rows

FormatOption = Annotated[Format | None, typer.Option("--format", help="table, jsonl, csv or json")]
On = Annotated[str | None, typer.Option(help="what held on this day, month or year")]

app = typer.Typer(
    help="What the program knows about the world: list, look up, validate, update.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class Lists(StrEnum):
    """What can be listed."""

    states = "states"
    organisations = "organisations"
    groups = "groups"
    offices = "offices"
    acts = "acts"


_COLUMNS = {
    Lists.states: ("code", "name", "adjective", "start", "end", "successor"),
    Lists.organisations: ("code", "sector", "name", "members"),
    Lists.groups: ("code", "sector", "country", "name"),
    Lists.offices: ("code", "office", "start", "end", "name"),
    Lists.acts: ("cameo", "type", "mode", "score", "goldstein", "label"),
}
_QUESTION = re.compile(
    r"(?:(?:who|what)\s+(?:is|was|were|are)\s+)?(?P<name>.+?)(?:\s+(?:in|on)\s+(?P<on>\d{4}(?:-\d\d){0,2}))?\s*\??",
    re.I,
)


@app.command("list")
def list_(
    what: Annotated[Lists, typer.Argument(help="states, organisations, groups, offices (with their holders) or acts")],
    of: Annotated[str | None, typer.Option(help="only of this state or body (acts: of this PLOVER type)")] = None,
    on: On = None,
    format: FormatOption = None,
) -> None:
    """List what is known: states, organisations, groups, offices with their holders, acts."""
    from detente.knowledge.listing import listing
    from detente.showing.arguments import interval

    found = listing(what.value, _code(of, what), interval(on, "--on") if on else None)
    rows(found, chosen(format), _COLUMNS[what])


def lookup(
    name: Annotated[
        list[str], typer.Argument(help='a name, a code or an office; or a question: "who is Pyongyang in 1985?"')
    ],
    on: On = None,
    actors: Actors = None,
    agents: Agents = None,
    format: FormatOption = None,
) -> None:
    """Say who or what a name means, on a day or at any time, and who speaks for it."""
    from detente.knowledge.lookup import lookup as look
    from detente.showing.arguments import interval

    asked = _QUESTION.fullmatch(" ".join(name).strip())
    if asked is None:
        raise UsageError("no name to look up")
    on = on or asked["on"]
    when = interval(on, "--on") if on else None
    found = look(asked["name"], when, own(actors, agents, None))
    if not found:
        ever = f" on {on}, though at other times" if when is not None and look(asked["name"], None) else ""
        raise DetenteError(f"nobody is known as {asked['name']!r}{ever}")
    rows(found, chosen(format), ("name", "kind", "code", "sector", "start", "end", "means"))


def validate(
    files: Annotated[
        list[Path] | None, typer.Argument(help="dictionaries; none: what ships, and the user's own table")
    ] = None,
) -> None:
    """Check dictionaries, one line for each fault. Without files, check the tables that ship and those of `update`."""
    from detente.knowledge import world
    from detente.knowledge.dictionaries import check

    faults = 0
    if not files:
        for line in world.validate():
            sys.stdout.write(line + "\n")
            faults += 1
    for file in files or ():
        try:
            for problem in check(file):
                sys.stdout.write(f"{problem}\n")
                faults += not problem.doubt
        except DetenteError as e:
            sys.stdout.write(f"{e}\n")
            faults += 1
    if faults:
        raise DetenteError(f"{faults} fault{'s' if faults > 1 else ''}")
    sys.stderr.write("detente: no faults\n")


def update(
    since: Annotated[int, typer.Option(min=1800, max=9999, help="holdings that lasted into this year or later")] = 2020,
    answer: Annotated[
        Path | None, typer.Option("--from", help="an answer that was fetched elsewhere (SPARQL's JSON)")
    ] = None,
    query: Annotated[bool, typer.Option("--query", help="only print the query, to be asked elsewhere")] = False,
    endpoint: Annotated[str | None, typer.Option(help="another query service than Wikidata's")] = None,
    format: FormatOption = None,
) -> None:
    """Bring heads of state and government and foreign ministers up to date from Wikidata, in a table of the user's own."""
    from detente.knowledge import wikidata
    from detente.knowledge.updating import update as bring
    from detente.reading.describing import Unreadable
    from detente.reading.fetching import Fetcher

    if query:
        sys.stdout.write(wikidata.query(since) + "\n")
        return
    where = str(answer) if answer else endpoint or wikidata.ENDPOINT
    try:
        done = bring(
            (lambda _: answer.read_bytes()) if answer else Fetcher(seconds=120.0).ask, date.today(), since, where
        )
    except (Unreadable, OSError) as e:
        raise DetenteError(f"{where}: {getattr(e, 'strerror', None) or e}") from None
    found = [
        {
            "code": h.of,
            "office": h.office,
            "start": str(h.start or ""),
            "end": str(h.end or ""),
            "name": h.name,
            "source": h.source,
        }
        for h in done.news
    ]
    rows(found, chosen(format), _COLUMNS[Lists.offices])
    sys.stderr.write(f"detente: {done.statements} statements read, {len(found)} new or changed, in {done.path}\n")


for command in (lookup, validate, update):
    app.command()(command)


def _code(of: str | None, what: Lists) -> str | None:
    """A code as it stands, or that of a state by its name."""
    from detente.knowledge import ontology
    from detente.showing.arguments import country

    if of is None:
        return None
    if what is Lists.acts:
        if of.upper() not in ontology.TYPES:
            raise UsageError(f"--of: no such PLOVER type: {of!r} (there are: {', '.join(ontology.TYPES)})")
        return of.upper()
    return of.upper() if of.upper().startswith(("IGO", "NGO", "MED")) else country(of)
