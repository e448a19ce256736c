"""Commands that keep a record: judging, coding again, what a document changed, checking, watching feeds."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.errors import DetenteError, UsageError
from detente.showing.commands.coding import Home, Language, Reading, Workers, defaults
from detente.showing.commands.dictionaries import Actors, Agents, Ontology, own
from detente.showing.commands.record import FormatOption, RecordPath, file_all
from detente.showing.output import Format, chosen, rows
from detente.showing.progress import following

if TYPE_CHECKING:
    from detente.knowledge.dictionaries import Own
    from detente.recording.disclosing import Disclosure
    from detente.recording.store import Record

Json = dict[str, Any]


def judge(
    record: RecordPath,
    action: Annotated[str, typer.Argument(help="confirm, reject, correct, merge, split or undo")],
    targets: Annotated[list[str], typer.Argument(help="ids of events or mentions; for undo, of a judgement")],
    author: Annotated[str, typer.Option(help="who judges")],
    reason: Annotated[str | None, typer.Option(help="why")] = None,
    set: Annotated[list[str] | None, typer.Option("--set", help="for correct: FIELD=VALUE, as often as needed")] = None,
) -> None:
    """Confirm, reject or correct what the coder noted; a judgement always wins and can be undone. Prints its id."""
    import json

    from detente.recording.judging import judge as file_judgement
    from detente.showing import arguments

    changes: Json = {}
    for item in set or ():
        field, _, value = item.partition("=")
        try:
            changes[field] = json.loads(value)
        except json.JSONDecodeError:
            changes[field] = value
    with arguments.record(record, write=True) as opened:
        made = file_judgement(opened, action, targets, author=author, reason=reason, changes=changes or None)  # type: ignore[arg-type]
        sys.stdout.write(f"{made.id}\n")
        sys.stdout.flush()


def judgements(
    record: RecordPath,
    unmatched: Annotated[bool, typer.Option(help="only those whose words are noted no more after a recoding")] = False,
    format: FormatOption = None,
) -> None:
    """List what people have ruled, oldest first, undone judgements too."""
    from detente.recording import judgements as ruled
    from detente.recording import standing
    from detente.showing import arguments

    with arguments.record(record) as opened:
        log = ruled.judgements(opened)
        valid = {j.id for j in ruled.valid(log)}
        lost = standing.unmatched(opened)
        if unmatched:
            found = [_judgement(u.judgement, True, opened, u.mention) for u in lost]
        else:
            gone = {u.judgement.id for u in lost}
            found = [_judgement(j, j.id in valid, opened) | {"matched": j.id not in gone} for j in log]
    columns = ("id", "at", "author", "action", "in_force", "words" if unmatched else "matched", "reason")
    rows(found, chosen(format), columns)


def _judgement(j: Any, valid: bool, opened: Record, mention: Any = None) -> Json:
    out: Json = {"kind": "judgement", "id": j.id, "at": j.at.isoformat(timespec="seconds") + "Z", "author": j.author}
    out |= {"reason": j.reason, "action": j.action, "targets": list(j.targets), "changes": j.payload, "in_force": valid}
    if mention is not None:
        from detente.recording.queries import texts_of

        text = texts_of(opened, [mention.document])[mention.document].text
        out |= {"mention": mention.id, "document": mention.document, "words": mention.sentence.of(text)}
    return out


def recode(
    record: RecordPath,
    documents: Annotated[
        list[str] | None, typer.Argument(help="ids of documents; else all that an older version coded")
    ] = None,
    all: Annotated[bool, typer.Option("--all", help="all documents, whatever version coded them")] = False,
    actors: Actors = None,
    agents: Agents = None,
    ontology: Ontology = None,
    workers: Workers = 1,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="name each document as soon as it is stored")
    ] = False,
) -> None:
    """Code again what is on record; judgements stay. A recoding that was cut short is gone on with."""
    from detente.coding.parallel import code_all
    from detente.recording import recoding
    from detente.recording.standing import unmatched
    from detente.showing import arguments

    if documents and all:
        raise UsageError("recode takes either documents or --all")
    counts = {"changed": 0, "same": 0}
    given = own(actors, agents, ontology)
    with arguments.record(record, write=True) as opened:
        total = recoding.begin(opened, documents or None, everything=all)
        items = code_all(recoding.documents(opened), workers=workers, own=given)
        for done in following(recoding.recode(opened, items), "coding again", total):
            counts[done.status] += 1
            if verbose:
                sys.stdout.write(f"recoded {done.document}\n")
                sys.stdout.flush()
        lost = unmatched(opened)
        for u in lost:
            said = _judgement(u.judgement, True, opened, u.mention)
            words = " ".join(said["words"].split())
            sys.stderr.write(
                f"detente: judgement {u.judgement.id} ({u.judgement.action}) has nothing to stand on now: {u.mention.document}: {words}\n"
            )
    sys.stdout.write(
        f"{sum(counts.values())} coded again, {counts['changed']} of them changed; {len(lost)} judgements unmatched\n"
    )


def disclosed(
    record: RecordPath,
    document: Annotated[str, typer.Argument(help="id of a document")],
    format: FormatOption = None,
) -> None:
    """What changed in the picture when a document came to light: what was new in it, and what it put otherwise."""
    from detente.recording.disclosing import disclosed as ask
    from detente.recording.disclosing import to_json
    from detente.showing import arguments

    form = chosen(format)
    with arguments.record(record) as opened:
        found = ask(opened, document)
        told = [*to_json(opened, found), *_closeness(opened, found)]
    if form in (Format.table, Format.csv):
        told = [_line(o) for o in told if o["change"] is not None]
    title = f"{found.document.document.title or document}: known from {found.day}"
    rows(told, form, ("change", "date", "who", "what", "hidden", "words"), title)


def _closeness(opened: Record, found: Disclosure) -> Iterator[Json]:
    """For each dyad that it bears on, how sure one was the day before, and is with it, that they had moved closer that year."""
    from datetime import timedelta

    from detente.knowledge.world import valid
    from detente.measuring.onrecord import observations
    from detente.measuring.shift import shift, within
    from detente.model import Interval

    events = [*found.new, *(c.event for c in found.changed)]
    for a, b in found.dyads():
        years = [d.year for e in events if {(a, b), (b, a)} & e.pairs() and e.time and (d := e.time.middle)]
        if not (valid(a) and valid(b) and years):
            continue
        year = max(set(years), key=lambda y: (years.count(y), y))
        periods = within(Interval.parse(f"{year:04}"))
        then, now = (
            shift(observations(opened, a, b, d), *periods, d) for d in (found.day - timedelta(days=1), found.day)
        )
        yield {
            "kind": "shift", "change": "closer", "dyad": [a, b], "in": str(year),
            "before": {"closer": round(then.closer, 4), "change": round(then.change, 4)},
            "after": {"closer": round(now.closer, 4), "change": round(now.change, 4)},
        }  # fmt: skip


def _line(o: Json) -> Json:
    from detente.showing.tables import event_line

    if o["kind"] == "event":
        e = event_line(o)
        who = e["actors"] + (f" → {e['recipients']}" if e["recipients"] else "")
        what = f"{e['type']} ({o['factuality']})" + (
            f"; now otherwise: {', '.join(o['after'])}" if "after" in o else ""
        )
        hidden = f"{o['days_hidden']} days" if o.get("days_hidden") is not None else ""
        return {
            "change": o["change"],
            "date": e["date"],
            "who": who,
            "what": what,
            "hidden": hidden,
            "words": e["quote"],
        }
    if o["kind"] == "shift":
        what = f"P(closer) {o['before']['closer']:.2f}, now {o['after']['closer']:.2f}"
        return {
            "change": "closer?",
            "date": o["in"],
            "who": " and ".join(o["dyad"]),
            "what": what,
            "hidden": "",
            "words": "",
        }
    if o["kind"] == "fact":
        who = f"{o['holder']} in {o['host']}" if o["host"] else o["holder"]
        what = f"{o['fact']}: {o['status']}" + (f" {o['person']}" if o.get("person") else "")
        return {"change": "fact", "date": o["start"] or "", "who": who, "what": what, "hidden": "", "words": o["text"]}
    return {"change": "gap", "date": "", "who": o.get("by", ""), "what": o["gap"], "hidden": "", "words": o["text"]}


def check(
    record: RecordPath,
    repair: Annotated[
        bool, typer.Option("--repair", help="derive again what is derived, if anything is wrong with it")
    ] = False,
) -> None:
    """Verify a record: the log whole, and all that is derived from it as it comes out again."""
    from detente.recording import checking
    from detente.showing import arguments

    with arguments.record(record, write=repair) as opened:
        found = checking.check(opened)
        if found and repair and all(p.derived for p in found):
            checking.repair(opened)
            found, mended = checking.check(opened), len(found)
            sys.stdout.write(f"{mended} faults found, all in derived tables, which were derived again\n")
    for p in found:
        sys.stderr.write(f"detente: {record}: {p.what}\n")
    if found:
        hint = "; run it with --repair" if all(p.derived for p in found) else "; part of the log is damaged"
        raise DetenteError(f"{record}: {len(found)} faults{hint}")
    sys.stdout.write("sound\n")


def watch(
    record: RecordPath,
    feeds: Annotated[list[str], typer.Argument(help="addresses of feeds or pages, files or folders")],
    every: Annotated[float, typer.Option(min=0.0, help="minutes from one look to the next")] = 30.0,
    rounds: Annotated[int | None, typer.Option(min=1, help="so many looks, then end; else until interrupted")] = None,
    home: Home = None,
    language: Language = "auto",
    actors: Actors = None,
    agents: Agents = None,
    ontology: Ontology = None,
    workers: Workers = 1,
) -> None:
    """Keep a record current: look at feeds again and again, and add what is new.

    Between two looks the record is closed, so that others can use it. What cannot be had is named and tried again.
    """
    import time

    from detente.showing import arguments

    given = own(actors, agents, ontology)
    looked: set[str] = set()
    n = 0
    while True:
        n += 1
        try:
            with arguments.record(record, write=True, create=True) as opened:
                _look(opened, feeds, looked, home, language, workers, given)
        except DetenteError as e:
            if isinstance(e, UsageError) or n == 1:
                raise
            sys.stderr.write(f"detente: {e}\n")
        if rounds is not None and n >= rounds:
            return
        time.sleep(every * 60)


def _look(
    opened: Record, feeds: list[str], looked: set[str], home: str | None, language: str, workers: int, given: Own
) -> None:
    from datetime import UTC, datetime

    from detente.coding.parallel import code_all
    from detente.reading.sources import read

    def known(url: str) -> bool:
        if url in looked:
            return True
        looked.add(url)
        return bool(opened.rows("SELECT 1 FROM documents WHERE url = ? LIMIT 1", [url]))

    reading = Reading(read(feeds, defaults(None, home, language, None), known=known))
    counts = file_all(opened, reading, lambda new: code_all(new, workers=workers, own=given), verbose=True)
    at = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    failed = counts["failed"] + reading.failed
    sys.stdout.write(f"{at} {counts['added']} added, {counts['already']} already on record, {failed} skipped\n")
    sys.stdout.flush()
