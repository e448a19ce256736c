"""Event data that others have coded, taken into the record: one row an event, streamed from the file by DuckDB."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import polars as pl

from detente.knowledge import ontology
from detente.knowledge.ontology import Act
from detente.model import Type
from detente.recording.partynames import parties
from detente.recording.store import Record, RecordError

COLUMNS = {
    "date": ("date", "event date", "event_date"),
    "actor": ("actor", "source name", "source"),
    "event": ("event", "event text", "cameo code", "cameo"),
    "recipient": ("recipient", "target name", "target"),
}
"""What a table must hold, and the headings under which each is found, the first that is there."""

MOST_PROBLEMS = 1000
"""So many rows that cannot be used are named one by one; beyond that they are only counted."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file's rows: how many are stored now, were stored before, or cannot be used, and why."""

    imported: int
    already: int
    skipped: int
    problems: tuple[str, ...]  # one line each, naming file, line and reason


def import_table(record: Record, path: str | Path) -> Imported:
    """Import a CSV or TSV with the columns of `COLUMNS`: all of it, or where it fails, nothing.

    `date` is YYYY-MM-DD or YYYYMMDD; `event` a CAMEO or ICEWS event text, a CAMEO code or a PLOVER type; `actor` and
    `recipient` are names or codes as `partynames.party` reads them. An optional column `known` says from when an event
    could be read. A file whose content was imported before is left alone. Raises RecordError where it cannot be read.
    """
    where = Path(path)
    if not where.is_file():
        raise RecordError(f"{where}: no such file")
    digest = _digest(where)
    stored = record.rows("SELECT rows FROM sources WHERE digest = ?", [digest])
    if stored:
        return Imported(0, stored[0][0], 0, ())
    with record.transaction():
        _read(record, where)
        acts = {t: found for t in _distinct(record, "event") if (found := act_named(t)) is not None}
        record.append("import_acts", _act_frame(acts))
        record.append("import_parties", _party_frame(record))
        record.execute(_AT_HOME)
        skipped, problems = _problems(record, where)
        number, rows = _store(record, digest)
        record.execute(
            "INSERT INTO sources VALUES (?, ?, 'table', ?, ?, ?)",
            [number, where.name, digest, rows, datetime.now(UTC).replace(tzinfo=None)],
        )
        for table in ("import_rows", "import_acts", "import_parties"):
            record.execute(f"DROP TABLE {table}")
    return Imported(rows, 0, skipped, problems)


def act_named(text: str) -> Act | None:
    """The act that an event column names: a CAMEO or ICEWS text, a CAMEO code (a leading zero may be lost), a type."""
    text = text.strip()
    if text.isdigit():
        for code in (text, f"0{text}"):
            try:
                return ontology.act(code)
            except KeyError:
                continue
        return None
    for type in get_args(Type):
        if text.upper() == type:
            return ontology.of_type(type)
    return ontology.by_label(text)


def _digest(path: Path) -> str:
    with path.open("rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def _read(record: Record, path: Path) -> None:
    """Fill `import_rows` (line, date, known, actor, event, recipient), where `date` is null if it is none."""
    with path.open("rb") as f:
        first = f.readline(100_000)
    try:
        heading = first.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise RecordError(f"{path}:1: not UTF-8 text") from None
    separator = "\t" if "\t" in heading else ";" if ";" in heading and "," not in heading else ","
    names = [n.strip().strip('"') for n in heading.split(separator)]
    found = {n.lower(): n for n in names}
    chosen = {c: next((found[a] for a in also if a in found), None) for c, also in COLUMNS.items()}
    missing = [c for c, n in chosen.items() if n is None]
    if missing:
        raise RecordError(f"{path}:1: no column {', '.join(missing)} (found: {', '.join(names)[:200]})")

    def column(name: str) -> str:
        return '"' + name.replace('"', '""') + '"'

    def day(name: str) -> str:
        c = f"trim({column(name)})"
        return f"coalesce(try_strptime({c}, '%Y-%m-%d'), try_strptime({c}, '%Y%m%d'))::DATE"

    known = f"coalesce({day(found['known'])}, {day(chosen['date'] or '')})" if "known" in found else None
    quote = "" if separator == "\t" else '"'
    fields = ", ".join(f"coalesce(trim({column(n or '')}), '') AS {c}" for c, n in chosen.items() if c != "date")
    record.execute(
        "CREATE TEMP TABLE import_rows AS SELECT row_number() OVER () + 1 AS line,"
        f" {column(chosen['date'] or '')} AS told, {day(chosen['date'] or '')} AS date,"
        f" {known or day(chosen['date'] or '')} AS known, {fields}"
        " FROM read_csv(?, delim = ?, quote = ?, escape = ?, header = true, all_varchar = true, null_padding = true,"
        " auto_detect = false, columns = ?, strict_mode = false)",
        [str(path), separator, quote, quote, {n: "VARCHAR" for n in names}],
    )
    record.execute(
        "CREATE TEMP TABLE import_acts (event VARCHAR, cameo VARCHAR, type VARCHAR, mode VARCHAR, contexts VARCHAR[],"
        " score DOUBLE, goldstein DOUBLE, quad VARCHAR)"
    )
    record.execute(
        "CREATE TEMP TABLE import_parties"
        " (party VARCHAR, year INTEGER, code VARCHAR, sector VARCHAR, name VARCHAR, generic BOOLEAN)"
    )


def _distinct(record: Record, column: str) -> Iterable[str]:
    return (r[0] for r in record.rows(f"SELECT DISTINCT {column} FROM import_rows ORDER BY 1"))


def _act_frame(acts: dict[str, Act]) -> pl.DataFrame:
    text = dict.fromkeys(("event", "cameo", "type", "mode", "quad"), pl.String())
    schema = {**text, "contexts": pl.List(pl.String()), "score": pl.Float64(), "goldstein": pl.Float64()}
    rows = [
        {c: getattr(a, c, None) for c in schema} | {"event": event, "contexts": list(a.contexts)}
        for event, a in acts.items()
    ]
    return pl.DataFrame(rows, schema=schema)


def _party_frame(record: Record) -> pl.DataFrame:
    named = record.rows(
        "SELECT DISTINCT actor, year(date) FROM import_rows WHERE date IS NOT NULL AND actor <> ''"
        " UNION SELECT DISTINCT recipient, year(date) FROM import_rows WHERE date IS NOT NULL AND recipient <> ''"
    )
    rows = [(name, year, p.code, p.sector, p.name, p.generic) for (name, year), p in sorted(parties(named).items())]
    schema = {"party": pl.String(), "year": pl.Int32(), **dict.fromkeys(("code", "sector", "name"), pl.String())}
    return pl.DataFrame(rows, schema={**schema, "generic": pl.Boolean()}, orient="row")


# A name that is not known here belongs where its dealings with a country's own public - citizens, police, courts,
# press, parties - nearly all lie; dealings with governments and armies say nothing. Tried on office holders who are
# known, in ICEWS 2005-2015: right for 69 names of 70.
_AT_HOME = """
    WITH sides AS (
        SELECT actor AS name, recipient AS other, year(date) AS year FROM import_rows WHERE date IS NOT NULL
        UNION ALL SELECT recipient, actor, year(date) FROM import_rows WHERE date IS NOT NULL
    ), votes AS (
        SELECT s.name, p.code, count(*) AS n FROM sides s
        JOIN import_parties x ON x.party = s.name AND x.year = s.year AND x.code IS NULL AND x.sector = 'UNK'
        JOIN import_parties p ON p.party = s.other AND p.year = s.year
        WHERE p.generic AND p.code IS NOT NULL AND p.sector NOT IN ('GOV', 'MIL') GROUP BY ALL
    ), homes AS (
        SELECT name, arg_max(code, n) AS home FROM votes GROUP BY name HAVING sum(n) >= 3 AND max(n) >= 0.7 * sum(n)
    )
    UPDATE import_parties SET code = home FROM homes
    WHERE party = homes.name AND code IS NULL AND sector = 'UNK'
"""

_BAD = (
    "SELECT r.line, CASE WHEN r.date IS NULL THEN 'date: not a date (YYYY-MM-DD): ' || coalesce(r.told, '')"
    " WHEN r.actor = '' OR r.recipient = '' THEN 'actor or recipient is empty'"
    " WHEN a.event IS NULL THEN 'event: neither an event text, a CAMEO code nor a PLOVER type: ' || r.event END"
    " AS reason"
    " FROM import_rows r LEFT JOIN import_acts a ON a.event = r.event"
)


def _problems(record: Record, path: Path) -> tuple[int, tuple[str, ...]]:
    number = record.rows(f"SELECT count(*) FROM ({_BAD}) WHERE reason IS NOT NULL")[0][0]
    first = record.rows(f"SELECT * FROM ({_BAD}) WHERE reason IS NOT NULL ORDER BY line LIMIT {MOST_PROBLEMS}")
    return number, tuple(f"{path}:{line}: {reason[:300]}" for line, reason in first)


def _store(record: Record, digest: str) -> tuple[int, int]:
    number = record.rows("SELECT coalesce(max(id), 0) + 1 FROM sources")[0][0]
    before = record.rows("SELECT count(*) FROM imports")[0][0]
    record.execute(
        "INSERT INTO imports BY NAME"
        " SELECT left(md5(? || ':' || r.line), 16) AS id, ?::INTEGER AS source, r.date, r.known, r.actor,"
        " r.event, r.recipient, x.code AS actor_code, x.sector AS actor_sector, x.name AS actor_name,"
        " y.code AS recipient_code, y.sector AS recipient_sector, y.name AS recipient_name,"
        " a.cameo, a.type, a.mode, a.contexts, a.score, a.goldstein, a.quad"
        " FROM import_rows r JOIN import_acts a ON a.event = r.event"
        " JOIN import_parties x ON x.party = r.actor AND x.year = year(r.date)"
        " JOIN import_parties y ON y.party = r.recipient AND y.year = year(r.date)"
        " WHERE r.actor <> '' AND r.recipient <> '' ORDER BY r.line",
        [digest, number],
    )
    return number, record.rows("SELECT count(*) FROM imports")[0][0] - before
