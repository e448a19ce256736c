"""detente code, detente classify: what a text says, nothing stored."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from detente.showing.assistance import Assist, AssistCache, Model, ModelEndpoint, assistance, report
from detente.showing.commands.dictionaries import Actors, Agents, Ontology, own
from detente.showing.output import Format, chosen, dumps, rows
from detente.showing.progress import following

if TYPE_CHECKING:
    from detente.model import Document
    from detente.reading.sources import Defaults, Failure

FormatOption = Annotated[Format | None, typer.Option("--format", help="table, jsonl, csv or json")]
Published = Annotated[str | None, typer.Option(help="date of publication where a document has none")]
Home = Annotated[str | None, typer.Option(help="country whose press or ministry speaks, where a document has none")]
Language = Annotated[str, typer.Option(help="en, fr, or auto: by document")]
Columns = Annotated[str | None, typer.Option(help="columns of tables: text=body,published=date,...")]
Workers = Annotated[int, typer.Option(min=1, help="processes that code")]

COLUMNS = ("kind", "document", "date", "actors", "type", "recipients", "factuality", "channel", "words")


def defaults(published: str | None, home: str | None, language: str, columns: str | None = None) -> Defaults:
    """What documents that say nothing of themselves are taken to be. Raises UsageError for a bad date, country or column."""
    from detente.reading.sources import Defaults
    from detente.showing.arguments import country, interval, mapping

    return Defaults(
        published=interval(published, "--published") if published else None,
        home=country(home) if home else None,
        language=None if language == "auto" else language,
        columns=mapping(columns, "--columns") if columns else {},
    )


class Reading:
    """Documents one after another; what cannot be read is named on standard error and counted."""

    def __init__(self, items: Iterator[Document | Failure]) -> None:
        self._items = items
        self.failed = 0

    def __iter__(self) -> Iterator[Document]:
        from detente.coding.parsing import LANGUAGES, missing
        from detente.reading.sources import Failure

        for item in self._items:
            if isinstance(item, Failure):
                self._skip(item.origin, item.reason)
            elif (language := getattr(item, "language", None)) and language not in LANGUAGES:
                known = ", ".join(LANGUAGES)
                self._skip(item.origin or item.id, f"in a language without a coder ({language}; there are: {known})")
            elif language and (reason := missing(language)) is not None:
                self._skip(item.origin or item.id, reason)
            else:
                yield item

    def _skip(self, origin: str, reason: str) -> None:
        self.failed += 1
        sys.stderr.write(f"detente: {origin}: {reason}\n")


def code(
    paths: Annotated[list[str], typer.Argument(help="files or folders; '-' reads standard input")],
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
    format: FormatOption = None,
) -> None:
    """Code documents: every diplomatic act, fact, gap and attribution. Nothing is stored."""
    from detente.coding.assistant.tally import Tally
    from detente.coding.parallel import code_all
    from detente.contract import to_json
    from detente.reading.sources import read

    given = own(actors, agents, ontology)
    reading = Reading(read(paths, defaults(published, home, language, columns)))
    form = chosen(format)
    helped, tally = assistance(assist, model_endpoint, model, assist_cache), Tally()
    coded = following(code_all(reading, workers=workers, own=given, assistance=helped, tally=tally), "coding")
    objects = (o for document, coding in coded for o in to_json(coding, document.text))
    if form in (Format.table, Format.csv):
        rows((_short(o) for o in objects if o["kind"] in ("event", "fact", "gap")), form, COLUMNS)
    else:
        rows(objects, form, COLUMNS)
    report(tally)
    if reading.failed:
        sys.stderr.write(f"detente: {reading.failed} skipped\n")
        raise typer.Exit(1)


def _short(o: dict[str, object]) -> dict[str, object]:
    """One line of a table for an object of the contract."""

    def side(key: str) -> str:
        parties = o.get(key)
        assert isinstance(parties, list)
        names = ("dictionary", "code", "name", "organisation", "text")
        return ", ".join(next(p[n] for n in names if p.get(n)) for p in parties)

    if o["kind"] == "event":
        time, trigger = o["time"], o["trigger"]
        assert isinstance(trigger, dict)
        shown = f"{time['start'] or ''}..{time['end'] or ''}" if isinstance(time, dict) else ""
        if isinstance(time, dict) and time["start"] == time["end"]:
            shown = str(time["start"])
        mode = f"/{o['mode']}" if o["mode"] else ""
        return o | {
            "date": shown, "actors": side("actors"), "type": f"{o['type']}{mode}",
            "recipients": "each other" if o["reciprocal"] else side("recipients"), "words": trigger["text"],
        }  # fmt: skip
    if o["kind"] == "fact":
        when = f"{o['start'] or ''}..{o['end'] or ''}"
        return o | {"date": when, "actors": o["holder"], "type": f"{o['fact']}: {o['status']}", "recipients": o["host"],
                    "words": o.get("person") or o.get("text")}  # fmt: skip
    return o | {"type": o["gap"], "actors": o.get("by"), "words": o.get("text")}


def classify(
    file: Annotated[str, typer.Argument(help='JSON lines: {"id", "text", "actor": [s, e], "recipient": [s, e]}')],
    format: FormatOption = None,
) -> None:
    """Say which event type the actor does to the recipient, for given spans."""
    from detente.coding.classify import classify_all
    from detente.reading.spans import pairs

    reading = Reading(pairs(file))  # type: ignore[arg-type]
    form = chosen(format)
    answers = following(classify_all(reading), "classifying")  # type: ignore[arg-type]
    if form is Format.jsonl:
        for answer in answers:
            sys.stdout.write(dumps(answer) + "\n")
    else:
        rows(answers, form, ("id", "type", "mode", "probability"))
    if reading.failed:
        sys.stderr.write(f"detente: {reading.failed} skipped\n")
        raise typer.Exit(1)
