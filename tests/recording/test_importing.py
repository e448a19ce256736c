"""Event data of others: which rows are taken, and whom their actor strings name."""

import gzip
import zipfile
from datetime import date
from pathlib import Path

import dataset_samples as samples
import pytest
from record_making import coded, doc, said

from detente.recording.filing import add
from detente.recording.frames import dyad_events, dyads
from detente.recording.importing import act_named, import_file
from detente.recording.partynames import party
from detente.recording.queries import events
from detente.recording.store import Record, RecordError

TABLE = """date\tactor\tevent\trecipient
2011-02-03\tChina\tMake a visit\tForeign Affairs (Japan)
2011-02-04\tJapan\t190\tChina
20110205\tJapan\tCONSULT\tCHN
2011-02-30\tJapan\tConsult\tChina
2011-02-06\tJapan\tSing a song\tChina
2011-02-07\t\tConsult\tChina
2011-02-08\tCitizen (Japan)\tMake statement\tChina
"""


def table(tmp_path: Path, text: str = TABLE, name: str = "t.tsv", encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding=encoding)
    return path


def test_rows_become_events_and_each_bad_row_is_named(tmp_path: Path) -> None:
    path = table(tmp_path)
    with Record.open(":memory:") as r:
        done = import_file(r, path)
        assert (done.imported, done.already, done.skipped) == (4, 0, 3)
        lines = dict(p.removeprefix(f"{path}:").split(": ", 1) for p in done.problems)
        assert list(lines) == ["5", "6", "7"]
        assert "2011-02-30" in lines["5"] and "Sing a song" in lines["6"] and "empty" in lines["7"]
        found = events(r, "CHN", "JPN")
        assert [(e.actors[0], e.recipients[0], e.type, e.cameo) for e in found] == [
            ("CHN", "JPN", "CONSULT", "042"), ("JPN", "CHN", "ASSAULT", "190"), ("JPN", "CHN", "CONSULT", "040"),
            ("JPN", "CHN", None, "010"),
        ]  # fmt: skip
        assert {e.origin for e in found} == {"t.tsv"}
        assert events(r, "CHN", "JPN", known_by=date(2011, 2, 4)) == found[:2]


def test_the_same_file_twice_is_stored_once(tmp_path: Path) -> None:
    with Record.open(":memory:") as r:
        import_file(r, table(tmp_path))
        again = import_file(r, table(tmp_path, name="copy.tsv"))
        assert (again.imported, again.already) == (0, 4)
        assert len(events(r)) == 4


def test_csv_with_quotes_and_other_headings(tmp_path: Path) -> None:
    text = (
        'Event Date,Source Name,CAMEO Code,Target Name,Story\n2011-02-03,"Virgin Islands, U.S.",42,China,7\n'
        '2011-02-03,China,"Arrest, detain, or charge with legal action",Japan,8\n'
    ).replace("CAMEO Code", "event")
    with Record.open(":memory:") as r:
        assert import_file(r, table(tmp_path, text, "t.csv", "utf-8-sig")).imported == 2
        assert {e.cameo for e in events(r)} == {"042", "173"}


def test_an_unknown_name_belongs_where_it_deals_with_the_public(tmp_path: Path) -> None:
    rows = ["Police (Kenya)", "Citizen (Kenya)", "Newspaper (Kenya)", "Citizen (Uganda)", "China", "Military (China)"]
    text = "date,actor,event,recipient\n" + "".join(
        f"2011-02-03,{name},Accuse,{other}\n"
        for name, others in (("Senator Nobody Atall", rows), ("Somebody Else", rows[4:]), ("UN Security Council", rows))
        for other in others
    )
    with Record.open(":memory:") as r:
        import_file(r, table(tmp_path, text, "t.csv"))
        found = dict(r.rows("SELECT DISTINCT actor, actor_code FROM imports"))
    assert found == {"Senator Nobody Atall": "KEN", "Somebody Else": None, "UN Security Council": None}


def test_known_column(tmp_path: Path) -> None:
    text = "date,actor,event,recipient,known\n1984-05-01,USA,Consult,China,2012-01-01\n"
    with Record.open(":memory:") as r:
        import_file(r, table(tmp_path, text, "t.csv"))
        assert events(r, known_by=date(2000, 1, 1)) == []
        assert [e.known for e in events(r)] == [date(2012, 1, 1)]


@pytest.mark.parametrize(
    ("text", "says"),
    [("date,actor\n", "no column event, recipient"), ("", "no column"), ("\xff\xfe,\n", "no column|not UTF-8")],
)
def test_tables_that_are_none(tmp_path: Path, text: str, says: str) -> None:
    with Record.open(":memory:") as r:
        with pytest.raises(RecordError, match=says) as e:
            import_file(r, table(tmp_path, text, "t.csv", "latin-1"))
        assert "\n" not in str(e.value)
        with pytest.raises(RecordError, match="no such file"):
            import_file(r, tmp_path / "none.csv")
        assert import_file(r, table(tmp_path)).imported == 4


def test_imported_and_reported_events_stand_side_by_side(tmp_path: Path) -> None:
    d = doc("d", "Japan and China held talks.", "2011-03-01")
    with Record.open(":memory:") as r:
        import_file(r, table(tmp_path))
        add(r, [coded(d, said(d, "talks", "JPN", "CHN", reciprocal=True))])
        frame = dyad_events(r, "CHN", "JPN")
        assert frame["origin"].to_list() == ["t.tsv"] * 4 + [None]
        assert frame["forth"].to_list() == [True, False, False, False, True]
        assert frame["back"].to_list() == [False, True, True, True, True]
        assert frame["dated"].to_list() == [True] * 4 + [False]
        assert frame["b_sector"].to_list()[-2] == "CVL"
        assert dyads(r).rows() == [("CHN", "JPN", 5)]
        assert dyads(r, date(2011, 2, 4)).rows() == [("CHN", "JPN", 2)]


@pytest.mark.parametrize(
    ("text", "code", "sector"),
    [
        ("China", "CHN", "GOV"),
        ("Foreign Affairs (Canada)", "CAN", "GOV"),
        ("Citizen (Nigeria)", "NGA", "CVL"),
        ("Ministry of Defense (Turkey)", "TUR", "MIL"),
        ("Health Ministry (Turkey)", "TUR", "GOV"),
        ("Head of Government (Italy)", "ITA", "GOV"),
        ("Police (State Govt) (India)", "IND", "COP"),
        ("Armed Rebel (Syria)", "SYR", "REB"),
        ("Citizen (Palestinian Territory, Occupied)", "PSE", "CVL"),
        ("Afghan National Army", "AFG", "MIL"),
        ("Barack Obama", "USA", "GOV"),
        ("Media Personnel (International)", None, "MED"),
        ("Nobody Inparticular", None, "UNK"),
    ],
)
def test_actor_strings(text: str, code: str | None, sector: str) -> None:
    found = party(text, date(2012, 7, 1))
    assert (found.code, found.sector) == (code, sector)


def test_a_state_is_that_of_its_day() -> None:
    assert party("Moscow", date(1980, 1, 1)).code == "SUN"
    assert party("Military (Russia)", date(2010, 1, 1)).code == "RUS"


@pytest.mark.parametrize(
    ("text", "cameo"),
    [
        ("42", "042"),
        ("042", "042"),
        ("1823", "1823"),
        ("make a VISIT", "042"),
        ("AID", "070"),
        ("99", None),
        ("x", None),
    ],
)
def test_event_column(text: str, cameo: str | None) -> None:
    found = act_named(text)
    assert (found.cameo if found else None) == cameo


def stored(r: Record) -> list[tuple[object, ...]]:
    return r.rows(
        "SELECT date, known, actor_code, actor_sector, cameo, recipient_code, recipient_sector, key FROM imports ORDER BY key"
    )


def test_gdelt_events(tmp_path: Path) -> None:
    with Record.open(":memory:") as r:
        done = import_file(r, table(tmp_path, samples.GDELT, "20180919.export.CSV"), "gdelt")
        assert (done.imported, done.already, done.skipped, done.one_sided) == (2, 0, 1, 1)
        assert "999" in done.problems[0]
        assert stored(r) == [
            (date(2018, 9, 18), date(2018, 9, 19), "CAN", "GOV", "042", "ROU", "GOV", "1"),
            (date(2018, 9, 18), date(2018, 9, 19), None, "IGO", "0211", "CAN", "GOV", "2"),
        ]
        (visit,) = events(r, "CAN", "ROU")
        assert (visit.voices, visit.url) == (3, "https://news.example/1")


def test_rows_that_an_earlier_file_held_are_stored_once(tmp_path: Path) -> None:
    later = samples.GDELT + "\n" + samples.gdelt_row(5, samples.ROM, samples.CAN, "051")
    with Record.open(":memory:") as r:
        import_file(r, table(tmp_path, samples.GDELT, "a.csv"), "gdelt")
        again = import_file(r, table(tmp_path, later, "b.csv"), "gdelt")
        assert (again.imported, again.already) == (1, 2)
        assert len(events(r, "CAN")) == 3


def test_gdelt_2_events_and_who_mentions_them(tmp_path: Path) -> None:
    zipped = tmp_path / "20180918121500.export.CSV.zip"
    with zipfile.ZipFile(zipped, "w") as z:
        z.writestr("20180918121500.export.CSV", samples.GDELT2)
    mentions = tmp_path / "20180918121500.mentions.CSV.gz"
    mentions.write_bytes(gzip.compress(samples.GDELT2_MENTIONS.encode()))
    with Record.open(":memory:") as r:
        assert import_file(r, zipped, "gdelt2").imported == 2
        assert import_file(r, mentions, "gdelt2").imported == 3
        assert {e.cameo: e.voices for e in events(r, "CAN", "ROU")} == {"042": 2, "057": 3}
        assert {e.cameo: e.voices for e in events(r, known_by=date(2018, 9, 18))} == {"042": 1, "057": 3}


@pytest.mark.parametrize(
    ("form", "text", "rows"),
    [
        ("phoenix", samples.PHOENIX, [("CAN", "GOV", "042", "PRK", "MIL", "p1"), ("CAN", "GOV", "112", "PRK", "MIL", "p2")]),
        ("phoenix", samples.PHOENIX_HISTORICAL, [("EGY", "GOV", "057", "ISR", "GOV", "h1")]),
        ("icews", samples.ICEWS, [("CAN", "GOV", "042", "UKR", "COP", "i1")]),
        ("polecat", samples.POLECAT, [("CAN", "GOV", "042", "FRA", "MIL", "c1")]),
    ],
)  # fmt: skip
def test_other_data_sets(tmp_path: Path, form: str, text: str, rows: list[tuple[str, ...]]) -> None:
    with Record.open(":memory:") as r:
        done = import_file(r, table(tmp_path, text, f"{form}.tsv"), form)
        assert [row[2:] for row in stored(r)] == rows
        assert done.problems == ()


def test_polecat_keeps_mode_context_and_publication(tmp_path: Path) -> None:
    with Record.open(":memory:") as r:
        import_file(r, table(tmp_path, samples.POLECAT), "polecat")
        (e,) = events(r)
        assert (e.type, e.mode, e.contexts, e.score) == ("CONSULT", "visit", ("diplomatic", "military"), 4.0)
        assert e.known == date(2021, 5, 4)


def test_plover_json(tmp_path: Path) -> None:
    with Record.open(":memory:") as r:
        done = import_file(r, table(tmp_path, samples.PLOVER, "p.jsonl"), "plover")
        assert [(row[2], row[5], row[6], row[7]) for row in stored(r)] == [
            ("CAN", "DEU", "MIL", "v1"), ("CAN", "FRA", "GOV", "v1/1"),
        ]  # fmt: skip
        assert {(e.type, e.mode, e.score) for e in events(r)} == {("SANCTION", "expel", -5.5)}
        assert done.skipped == 3
        assert [p.split(":")[1] for p in done.problems] == ["3", "4", "2"]
        listed = "[" + samples.PLOVER.splitlines()[0].replace("v1", "v9") + "]"
        assert import_file(r, table(tmp_path, listed, "l.json"), "plover").imported == 2


@pytest.mark.parametrize(
    ("form", "text", "says"),
    [("gdelt", "1\t2\n", "2 columns, where a file of gdelt has 58"), ("gdelt2", samples.GDELT, "58 columns"),
     ("polecat", "Event ID\tEvent Type\n", "no column date"), ("plover", "[1,", "not JSON"), ("cows", "x", "no importer")],
)  # fmt: skip
def test_a_file_of_another_kind_is_refused_whole(tmp_path: Path, form: str, text: str, says: str) -> None:
    with Record.open(":memory:") as r:
        with pytest.raises(RecordError, match=says):
            import_file(r, table(tmp_path, text), form)
        assert stored(r) == []


def test_packed_files_that_are_none(tmp_path: Path) -> None:
    broken, two = tmp_path / "b.csv.gz", tmp_path / "t.zip"
    broken.write_bytes(gzip.compress(samples.GDELT.encode())[:-20])
    with zipfile.ZipFile(two, "w") as z:
        for name in "ab":
            z.writestr(name, samples.GDELT)
    with Record.open(":memory:") as r:
        with pytest.raises(RecordError, match="cannot be unpacked"):
            import_file(r, broken, "gdelt")
        with pytest.raises(RecordError, match="2 files"):
            import_file(r, two, "gdelt")
