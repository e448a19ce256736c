"""The commands that keep a record, as a user runs them, from adding to judging, coding again, checking and exporting."""

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

sys.path.insert(0, str(Path(__file__).parents[1] / "recording"))

import dataset_samples as samples

from detente.errors import DetenteError
from detente.showing.cli import app

STORIES = {
    "news.txt": "Title: Talks\nPublished: 2018-10-01\nSource: Herald\n\nCanadian envoys met North Korean officials in September 2018.",
    "leak.txt": "Title: Papers\nPublished: 2020-02-06\nSource: Star\n\nCanadian envoys met North Korean officials in Pyongyang on"
    " 18 September 2018. Canada offered North Korea food aid. The ministry would not comment.",
}


def run(*arguments: object, fails: bool = False) -> Result:
    done = CliRunner().invoke(app, [str(a) for a in arguments])
    if not fails:
        assert done.exit_code == 0, (done.output, done.exception)
    return done


def objects(*arguments: object) -> list[dict]:
    return [json.loads(x) for x in run(*arguments, "--format", "jsonl").stdout.splitlines()]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("record")
    (folder / "in").mkdir()
    for name, text in STORIES.items():
        (folder / "in" / name).write_text(text)
    done = run("add", folder / "r.duckdb", folder / "in", "--verbose")
    assert [x.split()[0] for x in done.stdout.splitlines()] == ["added", "added", "2"]
    return folder / "r.duckdb"


@pytest.fixture
def record(made: Path, tmp_path: Path) -> Path:
    path = tmp_path / "r.duckdb"
    path.write_bytes(made.read_bytes())
    return path


def meeting(record: Path) -> dict:
    return next(e for e in objects("events", record, "CAN", "PRK", "--type", "CONSULT"))


def test_judging_listing_and_undoing(record: Path) -> None:
    id = run("judge", record, "reject", meeting(record)["id"], "--author", "mk", "--reason", "a rumour").stdout.strip()
    assert objects("events", record, "CAN", "PRK", "--type", "CONSULT") == []
    (told,) = objects("judgements", record)
    assert (told["id"], told["action"], told["in_force"], told["matched"], told["reason"]) == (
        id,
        "reject",
        True,
        True,
        "a rumour",
    )
    run("judge", record, "undo", id, "--author", "mk")
    assert meeting(record)["voices"] == 2
    assert [j["in_force"] for j in objects("judgements", record)] == [False, False]


def test_coding_again_leaves_what_was_ruled(record: Path) -> None:
    run("judge", record, "correct", meeting(record)["id"], "--author", "mk", "--set", "factuality=denied")
    assert run("recode", record).stdout.startswith("0 coded again")
    done = run("recode", record, "--all", "-v").stdout.splitlines()
    assert [x.split()[0] for x in done[:-1]] == ["recoded", "recoded"]
    assert done[-1] == "2 coded again, 0 of them changed; 0 judgements unmatched"
    assert meeting(record)["factuality"] == "denied"


def test_what_a_document_disclosed(record: Path) -> None:
    leak = next(d["id"] for d in objects("documents", record) if d["title"] == "Papers")
    told = objects("disclosed", record, leak)
    assert {o["change"] for o in told} >= {None, "new event", "changed event", "gap", "closer"}
    changed = next(o for o in told if o["change"] == "changed event")
    assert (changed["before"]["voices"], changed["after"]["voices"]) == (1, 2)
    shift = next(o for o in told if o["change"] == "closer")
    assert (shift["dyad"], shift["in"]) == (["CAN", "PRK"], "2018")
    assert "Papers" in run("disclosed", record, leak, "--format", "table").stdout
    assert isinstance(run("disclosed", record, "nosuch", fails=True).exception, DetenteError)


def test_check_and_repair(record: Path) -> None:
    import duckdb

    meeting(record)
    assert run("check", record).stdout == "sound\n"
    with duckdb.connect(str(record)) as c:
        c.execute("DELETE FROM events")
    done = run("check", record, fails=True)
    assert isinstance(done.exception, DetenteError) and "--repair" in str(done.exception)
    assert run("check", record, "--repair").stdout.endswith("sound\n")
    assert meeting(record)["voices"] == 2


def test_watching_adds_what_is_new_and_goes_on_where_something_fails(record: Path, tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    item = "<item><title>{0}</title><link>https://n.example/{0}</link><pubDate>Mon, 05 Nov 2018 10:00:00 GMT</pubDate>" \
           "<description>{1}</description></item>"  # fmt: skip
    text = "Norway signed a fisheries treaty with Iceland. " * 3
    feed.write_text(f'<rss version="2.0"><channel><title>N</title>{item.format("one", text)}</channel></rss>')
    done = run("watch", record, feed, tmp_path / "none.xml", "--rounds", "2", "--every", "0")
    looks = [x.split(" ", 1)[1] for x in done.stdout.splitlines() if not x.startswith("added")]
    assert looks == ["1 added, 0 already on record, 1 skipped", "0 added, 1 already on record, 1 skipped"]


@pytest.mark.parametrize(
    ("form", "text"),
    [("gdelt", samples.GDELT), ("gdelt2", samples.GDELT2), ("polecat", samples.POLECAT), ("plover", samples.PLOVER),
     ("phoenix", samples.PHOENIX), ("icews", samples.ICEWS)],
)  # fmt: skip
def test_import_and_export(record: Path, tmp_path: Path, form: str, text: str) -> None:
    data = tmp_path / "data.txt"
    data.write_text(text)
    assert "1 imported" in (out := run("import", record, data, "--format", form).stdout) or "2 imported" in out
    assert "already on record" in run("import", record, data, "--format", form).stdout
    for name in ("csv", "parquet", "jsonl", "gdelt", "phoenix", "plover", "ftm"):
        run("export", record, tmp_path / f"out.{name}")
        assert (tmp_path / f"out.{name}").stat().st_size
    run("export", record, tmp_path / "months", "--by-month", "--of", "CAN", "--known-by", "2021")
    assert list((tmp_path / "months").rglob("*.parquet"))


def test_wrong_use_is_said_in_one_line(record: Path, tmp_path: Path) -> None:
    for arguments in (
        ("import", record, tmp_path / "x", "--format", "cows"),
        ("export", record, tmp_path / "x.doc"),
        ("export", record, tmp_path / "x", "--by-month", "--format", "csv"),
        ("recode", record, "a", "--all"),
    ):
        done = run(*arguments, fails=True)
        assert isinstance(done.exception, DetenteError) and "\n" not in str(done.exception)


def test_every_query_can_be_asked_as_of_a_date(record: Path) -> None:
    for command in ("events", "facts", "gaps", "documents"):
        assert len(objects(command, record, "--known-by", "2019")) <= len(objects(command, record))
        assert objects(command, record, "--known-by", "2001") == []
    (then,) = objects("events", record, "CAN", "PRK", "--known-by", "2019")
    assert then["voices"] == 1 and then["time"]["precision"] == "month"
