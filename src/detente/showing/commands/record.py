"""Commands that fill a record with documents and list what is on it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.errors import UsageError
from detente.showing.assistance import Assist, AssistCache, Model, ModelEndpoint, assistance, report
from detente.showing.commands.coding import Columns, Home, Language, Published, Reading, Workers, defaults
from detente.showing.commands.dictionaries import Actors, Agents, Ontology, own
from detente.showing.output import Format, chosen, rows
from detente.showing.progress import following

if TYPE_CHECKING:
    from detente.model import Document
    from detente.recording.filing import Item
    from detente.recording.store import Record

RecordPath = Annotated[Path, typer.Argument(help="the record: one DuckDB file")]
Country = Annotated[str | None, typer.Argument(help="country: a name or an ISO alpha-3 code")]
FormatOption = Annotated[Format | None, typer.Option("--format", help="table, jsonl, csv or json")]
Since = Annotated[str | None, typer.Option(help="what happened on or after this date")]
Until = Annotated[str | None, typer.Option(help="what happened on or before this date")]
KnownBy = Annotated[str | None, typer.Option("--known-by", help="only what could be known by this date")]


def add(
    record: RecordPath,
    sources: Annotated[
        list[str], typer.Argument(help="files, folders, archives, web addresses; '-' reads standard input")
    ],
    published: Published = None,
    home: Home = None,
    language: Language = "auto",
    columns: Columns = None,
    actors: Actors = None,
    agents: Agents = None,
    ontology: Ontology = None,
    workers: Workers = 1,
    assist: Assist = None,
    model_endpoint: ModelEndpoint = None,
    model: Model = None,
    assist_cache: AssistCache = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="name each document as soon as it is stored")
    ] = False,
) -> None:
    """Read, code and file documents. Those already on record are left as they are."""
    from detente.coding.assistant.tally import Tally
    from detente.coding.parallel import code_all
    from detente.reading.sources import read
    from detente.showing import arguments

    given = own(actors, agents, ontology)
    reading = Reading(read(sources, defaults(published, home, language, columns)))
    helped, tally = assistance(assist, model_endpoint, model, assist_cache), Tally()

    def coder(new: Iterator[Document]) -> Iterator[Item]:
        return code_all(new, workers=workers, own=given, assistance=helped, tally=tally)

    with arguments.record(record, write=True, create=True) as opened:
        counts = file_all(opened, reading, coder, verbose)
    report(tally)
    failed = counts["failed"] + reading.failed
    sys.stdout.write(f"{counts['added']} added, {counts['already']} already on record, {failed} skipped\n")
    if failed:
        raise typer.Exit(1)


def file_all(
    opened: Record, reading: Reading, coder: Callable[[Iterator[Document]], Iterator[Item]], verbose: bool
) -> dict[str, int]:
    """Code and file what is not on record yet; how many were added, already there, failed."""
    from detente.recording.filing import file, unfiled

    counts = {"added": 0, "already": 0, "failed": 0}

    def new() -> Iterator[Document]:
        for document in reading:
            standing = unfiled(opened, document)
            if standing is None:
                yield document
            else:
                counts[standing.status] += 1
                _name(standing.document, standing.reason)

    for filed in following(file(opened, coder(new())), "adding"):
        counts[filed.status] += 1
        _name(filed.document, filed.reason)
        if verbose and filed.status == "added":
            sys.stdout.write(f"added {filed.document}\n")
            sys.stdout.flush()
    return counts


def _name(document: str, reason: str | None) -> None:
    if reason:
        sys.stderr.write(f"detente: {document}: {reason}\n")


def _listing(
    record: Path, a: str | None, b: str | None, known_by: str | None, ask: Callable[..., Any]
) -> Iterator[dict[str, Any]]:
    from detente.showing import arguments

    codes = arguments.dyad(a, b, record)
    known = arguments.day(known_by, "--known-by")
    with arguments.record(record) as opened:
        yield from ask(opened, *codes, known)


EVENT_COLUMNS = (
    "date",
    "actors",
    "type",
    "recipients",
    "factuality",
    "channel",
    "known",
    "voices",
    "probability",
    "quote",
)


def events(
    record: RecordPath,
    a: Country = None,
    b: Country = None,
    since: Since = None,
    until: Until = None,
    type: Annotated[str | None, typer.Option("--type", help="PLOVER event type")] = None,
    factuality: Annotated[str | None, typer.Option(help="actual, planned, denied ...")] = None,
    known_by: KnownBy = None,
    min_probability: Annotated[float, typer.Option(min=0.0, max=1.0)] = 0.0,
    format: FormatOption = None,
) -> None:
    """List events: what happened, would have, or did not, each once, with its reports."""
    from typing import get_args

    from detente.knowledge.ontology import TYPES
    from detente.model import Factuality
    from detente.recording import queries
    from detente.showing import arguments
    from detente.showing.tables import event_line

    if type is not None and type.upper() not in TYPES:
        raise UsageError(f"--type: no PLOVER event type {type!r} (one of {', '.join(TYPES)})")
    if factuality is not None and factuality not in get_args(Factuality):
        raise UsageError(f"--factuality: {factuality!r} is none of {', '.join(get_args(Factuality))}")
    first, last = arguments.day(since, "--since", last=False), arguments.day(until, "--until")

    def ask(opened: Record, x: str | None, y: str | None, known: Any) -> Iterator[dict[str, Any]]:
        found = queries.events(
            opened, x, y, since=first, until=last, type=type.upper() if type else None,  # type: ignore[arg-type]
            factuality=factuality, known_by=known, min_probability=min_probability,  # type: ignore[arg-type]
        )  # fmt: skip
        return queries.events_json(opened, found)

    form = chosen(format)
    found = _listing(record, a, b, known_by, ask)
    rows(map(event_line, found) if form in (Format.table, Format.csv) else found, form, EVENT_COLUMNS)


def facts(
    record: RecordPath,
    a: Country = None,
    b: Country = None,
    kind: Annotated[str | None, typer.Option(help="presence, relations, office, sanctions")] = None,
    known_by: KnownBy = None,
    format: FormatOption = None,
) -> None:
    """List states of affairs: embassies, relations, offices; of presence between two states, the merged timeline."""
    from detente.recording import states

    def ask(opened: Record, x: str | None, y: str | None, known: Any) -> Iterator[dict[str, Any]]:
        return states.facts_json(opened, x, y, kind, known)

    columns = ("fact", "holder", "host", "status", "person", "start", "end", "source", "published", "text")
    rows(_listing(record, a, b, known_by, ask), chosen(format), columns)


def gaps(
    record: RecordPath, a: Country = None, b: Country = None, known_by: KnownBy = None, format: FormatOption = None
) -> None:
    """List what the sources say they do not know, will not say, or have withheld."""
    from detente.recording import queries

    def ask(opened: Record, x: str | None, y: str | None, known: Any) -> Iterator[dict[str, Any]]:
        return (c.to_json() for c in queries.gaps(opened, x, y, known_by=known))

    rows(
        _listing(record, a, b, known_by, ask), chosen(format), ("gap", "by", "source", "published", "document", "text")
    )


def documents(
    record: RecordPath,
    a: Country = None,
    b: Country = None,
    since: Annotated[str | None, typer.Option(help="published on or after this date")] = None,
    until: Annotated[str | None, typer.Option(help="published on or before this date")] = None,
    known_by: KnownBy = None,
    format: FormatOption = None,
) -> None:
    """List the documents on record."""
    from detente.recording import queries
    from detente.showing import arguments

    first, last = arguments.day(since, "--since", last=False), arguments.day(until, "--until")

    def ask(opened: Record, x: str | None, y: str | None, known: Any) -> Iterator[dict[str, Any]]:
        return (h.to_json() for h in queries.documents(opened, x, y, since=first, until=last, known_by=known))

    columns = ("id", "published", "written", "source", "title", "language", "mentions", "voice")
    rows(_listing(record, a, b, known_by, ask), chosen(format), columns)
