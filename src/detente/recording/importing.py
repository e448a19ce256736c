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
from detente.recording.datasets import FORMATS, MENTIONS
from detente.recording.partynames import Named, parties
from detente.recording.rowreading import ROWS, head, plain, read_json, read_table
from detente.recording.store import Record, RecordError

MOST_PROBLEMS = 1000
"""So many rows that cannot be used are named one by one; beyond that they are only counted."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file's rows: how many are stored now, were stored before, or cannot be used, and why.

    `one_sided` rows name only one party, as many of GDELT's do; they are no dealings between two and are left out.
    """

    imported: int
    already: int
    skipped: int
    problems: tuple[str, ...]  # one line each, naming file, line and reason
    one_sided: int = 0


def import_file(record: Record, path: str | Path, form: str = "table") -> Imported:
    """Import a file of one of `datasets.FORMATS`: all of it, or where it fails, nothing.

    Tables are comma- or tab-separated, plain, gzipped or zipped. In a `table`, `date` is YYYY-MM-DD or YYYYMMDD; `event`
    a CAMEO or ICEWS event text, a CAMEO code or a PLOVER type; `actor` and `recipient` are names or codes as
    `partynames.party` reads them, unless columns of their own give their countries and sectors; `known` says from when
    an event could be read. Of `gdelt2`, files of events and of mentions are told apart by their columns.

    A file whose content was imported before is left alone, and so are rows whose own id (GDELT's GLOBALEVENTID, say) is
    on record from the same data set. Raises RecordError where the file cannot be read.
    """
    where = Path(path)
    if form not in FORMATS:
        raise RecordError(f"no importer for {form!r} (there are: {', '.join(FORMATS)})")
    if not where.is_file():
        raise RecordError(f"{where}: no such file")
    digest = _digest(where)
    stored = record.rows("SELECT rows FROM sources WHERE digest = ?", [digest])
    if stored:
        return Imported(0, stored[0][0], 0, ())
    with plain(where) as table, record.transaction():
        if form == "gdelt2" and head(table, where).count("\t") + 1 == len(MENTIONS):
            return _import_mentions(record, table, where, digest)
        record.execute(ROWS)
        unread = read_json(record, table, where) if form == "plover" else read_table(record, table, where, form)
        acts = {
            (event, mode): found
            for event, mode in record.rows("SELECT DISTINCT event, mode FROM import_rows")
            if (found := act_named(event, mode)) is not None
        }
        record.append("import_acts", _act_frame(acts))
        record.append("import_parties", _party_frame(record))
        record.execute(_AT_HOME)
        skipped, problems = _problems(record, where, form)
        one_sided = record.rows(f"SELECT count(*) FROM ({_BAD}) WHERE one_sided")[0][0] if form != "table" else 0
        number, rows, already = _store(record, digest, form)
        _enter(record, number, where, form, digest, rows)
        for name in ("import_rows", "import_acts", "import_parties"):
            record.execute(f"DROP TABLE {name}")
    return Imported(rows, already, skipped + len(unread), (*unread, *problems)[:MOST_PROBLEMS], one_sided)


def act_named(text: str, mode: str | None = None) -> Act | None:
    """The act that an event column names: a CAMEO or ICEWS text, a CAMEO code (a leading zero may be lost), a type.

    A `mode` of PLOVER's makes a type more precise; one that the type does not have is passed over.
    """
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
            return ontology.of_type(type, (mode or "").strip().lower().replace("_", "-") or None)
    return ontology.by_label(text)


def _digest(path: Path) -> str:
    with path.open("rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def _import_mentions(record: Record, table: Path, path: Path, digest: str) -> Imported:
    """GDELT 2.0's mentions: which source told of which event, and when."""
    number = record.rows("SELECT coalesce(max(id), 0) + 1 FROM sources")[0][0]
    before = record.rows("SELECT count(*) FROM import_mentions")[0][0]
    record.execute(
        "INSERT INTO import_mentions SELECT ?::INTEGER, globaleventid,"
        " try_strptime(left(mentiontime, 8), '%Y%m%d')::DATE, publisher, identifier, try_cast(confidence AS DOUBLE) / 100"
        " FROM read_csv(?, delim = '\t', quote = '', escape = '', header = false, all_varchar = true,"
        " null_padding = true, auto_detect = false, columns = ?, strict_mode = false, compression = 'none',"
        " ignore_errors = true)"
        " WHERE globaleventid IS NOT NULL AND try_strptime(left(mentiontime, 8), '%Y%m%d') IS NOT NULL",
        [number, str(table), dict.fromkeys(MENTIONS, "VARCHAR")],
    )
    rows = record.rows("SELECT count(*) FROM import_mentions")[0][0] - before
    _enter(record, number, path, "gdelt2 mentions", digest, rows)
    return Imported(rows, 0, 0, ())


def _act_frame(acts: dict[tuple[str, str | None], Act]) -> pl.DataFrame:
    text = dict.fromkeys(("event", "given_mode", "cameo", "type", "mode", "quad"), pl.String())
    schema = {**text, "contexts": pl.List(pl.String()), "score": pl.Float64(), "goldstein": pl.Float64()}
    rows = [
        {c: getattr(a, c, None) for c in schema} | {"event": e, "given_mode": m, "contexts": list(a.contexts)}
        for (e, m), a in acts.items()
    ]
    return pl.DataFrame(rows, schema=schema)


def _party_frame(record: Record) -> pl.DataFrame:
    side = "SELECT DISTINCT {0}, {0}_country, {0}_sectors, year(date) FROM import_rows WHERE date IS NOT NULL AND {0} <> ''"
    named: Iterable[Named] = record.rows(f"{side.format('actor')} UNION {side.format('recipient')}")
    rows = [(*n, p.code, p.sector, p.name, p.generic) for n, p in sorted(parties(named).items())]
    text = dict.fromkeys(("code", "sector", "name"), pl.String())
    schema = {**dict.fromkeys(("party", "country", "sectors"), pl.String()), "year": pl.Int32(), **text}
    return pl.DataFrame(rows, schema={**schema, "generic": pl.Boolean()}, orient="row")


# A name that is not known here belongs where its dealings with a country's own public - citizens, police, courts,
# press, parties - mostly lie; dealings with governments and armies say nothing. Tried on office holders who are known, in
# ICEWS 2005-2015: right for 97 names of 101, which are 98 % of the times that they are named.
_AT_HOME = """
    WITH sides AS (
        SELECT actor AS name, recipient AS other, recipient_country AS country, recipient_sectors AS sectors,
            year(date) AS year FROM import_rows WHERE date IS NOT NULL AND actor_country = ''
        UNION ALL SELECT recipient, actor, actor_country, actor_sectors, year(date)
            FROM import_rows WHERE date IS NOT NULL AND recipient_country = ''
    ), votes AS (
        SELECT s.name, p.code, count(*) AS n FROM sides s
        JOIN import_parties x ON x.party = s.name AND x.year = s.year AND x.country = '' AND x.sectors = ''
            AND x.code IS NULL AND x.sector = 'UNK'
        JOIN import_parties p ON p.party = s.other AND p.year = s.year AND p.country = s.country
            AND p.sectors = s.sectors
        WHERE p.generic AND p.code IS NOT NULL AND p.sector NOT IN ('GOV', 'MIL') GROUP BY ALL
    ), homes AS (
        SELECT name, arg_max(code, n) AS home FROM votes GROUP BY name HAVING sum(n) >= 2 AND max(n) >= 0.6 * sum(n)
    )
    UPDATE import_parties SET code = home FROM homes
    WHERE party = homes.name AND code IS NULL AND sector = 'UNK'
"""

_BAD = (
    "SELECT r.line, (r.actor = '') <> (r.recipient = '') AS one_sided,"
    " CASE WHEN r.date IS NULL THEN 'date: not a date: ' || coalesce(r.told, '')"
    " WHEN r.actor = '' OR r.recipient = '' THEN 'actor or recipient is empty'"
    " WHEN a.event IS NULL THEN 'event: neither an event text, a CAMEO code nor a PLOVER type: ' || r.event END"
    " AS reason"
    " FROM import_rows r LEFT JOIN import_acts a ON a.event = r.event AND a.given_mode IS NOT DISTINCT FROM r.mode"
)


def _problems(record: Record, path: Path, form: str) -> tuple[int, tuple[str, ...]]:
    # Data sets hold rows with one party, or none, by design; of a plain table that is a mistake.
    wanted = "reason IS NOT NULL" + ("" if form == "table" else " AND reason NOT LIKE 'actor or%'")
    number = record.rows(f"SELECT count(*) FROM ({_BAD}) WHERE {wanted}")[0][0]
    first = record.rows(f"SELECT line, reason FROM ({_BAD}) WHERE {wanted} ORDER BY line LIMIT {MOST_PROBLEMS}")
    return number, tuple(f"{path}:{line}: {reason[:300]}" for line, reason in first)


def _store(record: Record, digest: str, form: str) -> tuple[int, int, int]:
    """The number of the new source, how many of its rows are new, and how many were there by their own id."""
    number = record.rows("SELECT coalesce(max(id), 0) + 1 FROM sources")[0][0]
    before = record.rows("SELECT count(*) FROM imports")[0][0]
    there = (
        "r.key IN (SELECT i.key FROM imports i JOIN sources s ON s.id = i.source"
        " WHERE s.format = ? AND i.key IS NOT NULL)"
    )
    usable = "r.actor <> '' AND r.recipient <> '' AND r.date IS NOT NULL"
    already = record.rows(
        f"SELECT count(*) FROM import_rows r WHERE r.key IS NOT NULL AND {usable} AND {there}", [form]
    )[0][0]

    def side(name: str, table: str) -> str:
        return (
            f" JOIN import_parties {table} ON {table}.party = r.{name} AND {table}.country = r.{name}_country"
            f" AND {table}.sectors = r.{name}_sectors AND {table}.year = year(r.date)"
        )

    record.execute(
        "INSERT INTO imports BY NAME"
        " SELECT left(md5(? || ':' || r.line || coalesce(':' || r.key, '')), 16) AS id, ?::INTEGER AS source, r.date,"
        " r.known, r.actor, r.event, r.recipient, x.code AS actor_code, x.sector AS actor_sector, x.name AS actor_name,"
        " y.code AS recipient_code, y.sector AS recipient_sector, y.name AS recipient_name, a.cameo, a.type, a.mode,"
        " CASE WHEN len(r.contexts) > 0 THEN r.contexts ELSE a.contexts END AS contexts, a.score, a.goldstein, a.quad,"
        " r.key, r.voices, r.url"
        " FROM import_rows r JOIN import_acts a ON a.event = r.event AND a.given_mode IS NOT DISTINCT FROM r.mode"
        f"{side('actor', 'x')}{side('recipient', 'y')}"
        f" WHERE {usable} AND (r.key IS NULL OR NOT {there}) ORDER BY r.line",
        [digest, number, form],
    )
    return number, record.rows("SELECT count(*) FROM imports")[0][0] - before, already


def _enter(record: Record, number: int, path: Path, form: str, digest: str, rows: int) -> None:
    record.execute(
        "INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?)",
        [number, path.name, form, digest, rows, datetime.now(UTC).replace(tzinfo=None)],
    )
