"""The project's own YAML: names, agents and acts; each fault is one line that names file, line and what is wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import DetenteError
from detente.knowledge.dictionaries import check, load
from detente.knowledge.dictionaries.own import read

GOOD = """
actors:
  - names: [Ruritania, Strelsau]
    code: RUR
  - names: [Rudolf Rassendyll]
    codes:
      - {code: RURGOV, from: 1890-03, to: 1890-11-30}
      - {code: GBRCVL}
agents:
  - words: [court chamberlain, horseman/horsemen, gendarmerie/-]
    code: GOV
    level: senior official
  - {words: [lay order], code: NGO~}
acts:
  - {type: SANCTION, mode: expel, verbs: [banish], nouns: [banishment]}
  - {cameo: "057", reciprocal: true, phrases: ["ink|initial @compact with R"]}
classes: {compact: [compact, modus vivendi]}
forget: [hail]
"""


def test_a_good_file_is_read_whole() -> None:
    found = read(GOOD, "mine.yml")
    assert not found.problems
    actors = {" ".join(k): e for k, e in found.actors}
    assert set(actors) == {"ruritania", "strelsau", "rudolf rassendyll"}
    person = actors["rudolf rassendyll"]
    days = {"1890-02-28": "GBRCVL", "1890-03-01": "RURGOV", "1890-11-30": "RURGOV", "1890-12-01": "GBRCVL"}
    assert {d: person.code(date.fromisoformat(d)) for d in days} == days
    assert {" ".join(k): (a.code, a.leads, a.level) for k, a in found.agents} == {
        "court chamberlain": ("GOV", False, "senior official"), "court chamberlains": ("GOV", False, "senior official"),
        "horseman": ("GOV", False, "senior official"), "horsemen": ("GOV", False, "senior official"),
        "gendarmerie": ("GOV", False, "senior official"),
        "lay order": ("NGO", True, None), "lay orders": ("NGO", True, None),
    }  # fmt: skip
    assert [a["cameo"] for a in found.acts["acts"]] and found.acts["forget"] == ["hail"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("actors: [", "not YAML"),
        ("- 1", "none of the sections"),
        ("actors: {a: b}", "actors: must be a list"),
        ("actors: []\npeople: []", "no such section: 'people'"),
        ("actors:\n - names: [A]", "needs either code or codes"),
        ("actors:\n - {names: [A], code: RUR, colour: red}", "no such field: 'colour'"),
        ("actors:\n - {names: [A], code: '??'}", "not a code"),
        ("actors:\n - {names: A, code: RUR}", "names: must be a list"),
        ("actors:\n - {names: ['...'], code: RUR}", "no word to look for"),
        ("actors:\n - {names: [A], codes: [{code: RUR, from: 1990-13}]}", "not a date"),
        ("actors:\n - {names: [A], codes: [{code: RUR, from: 1991, to: 1990}]}", "ends before it begins"),
        ("agents:\n - {words: [duke], code: GOV, level: grand}", "no such level: 'grand'"),
        ("acts:\n - {type: HUG, verbs: [hug]}", "no such PLOVER type: 'HUG'"),
        ("acts:\n - {type: SANCTION, mode: tickle, verbs: [tickle]}", "has no mode 'tickle'"),
        ("acts:\n - {verbs: [hug]}", "needs a CAMEO code or a PLOVER type"),
        ("acts:\n - {type: AID}", "has no verbs, phrases or nouns"),
        ("acts:\n - {type: AID, phrases: ['send @parcel to R']}", "no such class of words: @parcel"),
        ("acts:\n - {cameo: '999', verbs: [x]}", "not a CAMEO code"),
    ],
)
def test_a_fault_is_named(text: str, reason: str, tmp_path: Path) -> None:
    (problem,) = read(text, "mine.yml").problems
    assert reason in str(problem) and str(problem).startswith("mine.yml:") and "\n" not in str(problem)
    file = tmp_path / "mine.yml"
    file.write_text(text, encoding="utf8")
    assert [p.reason for p in check(file)] == [problem.reason]


def test_the_first_of_two_files_counts_and_a_file_for_the_wrong_thing_is_refused(tmp_path: Path) -> None:
    one, two = tmp_path / "one.txt", tmp_path / "two.yml"
    one.write_text("STRELSAU [AAA]\n", encoding="utf8")
    two.write_text(GOOD, encoding="utf8")
    own = load([one, two], [two], [two])
    assert [own.actors.get((n,)).code(None) for n in ("strelsau", "ruritania")] == ["AAA", "RUR"]  # type: ignore[union-attr]
    assert own.agents.get(("horsemen",)) and own.acts
    with pytest.raises(DetenteError, match=r"one\.txt: acts are read from YAML"):
        load(acts=[one])
    two.write_text("actors: [{names: [A], code: AAA}]", encoding="utf8")
    with pytest.raises(DetenteError, match=r"two\.yml: no agents in it"):
        load(agents=[two])
    with pytest.raises(DetenteError, match="No such file"):
        load([tmp_path / "none"])


def test_doubts_are_no_faults(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(
        "A [RUR]\nB [RURGOV]\nC [FRA]\nA [FRA]\nD [FRA 19900101-19910101]\n\t[DEU 19900601-19920101]\n", encoding="utf8"
    )
    found = check(file)
    assert all(p.doubt for p in found)
    assert [(p.at.line, p.reason.split(":")[-1].strip()) for p in found] == [
        (1, "RUR is no country or body that is known here, and in 1 more"),
        (4, "A has other codes in line 1, which counts"),
        (5, "D is FRA and DEU at the same time; the first counts"),
    ]


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5),
                    lambda x: st.lists(x, max_size=3) | st.dictionaries(st.sampled_from(
                        ["actors", "agents", "acts", "names", "code", "codes", "words", "verbs", "classes", "forget", "from"]), x)))  # fmt: skip
def test_no_yaml_whatever_breaks_the_reader(value: object) -> None:
    import yaml

    read(yaml.safe_dump({"actors": value, "agents": value, "acts": value, "classes": value, "forget": value}), "a")
