"""Articles with what a careful reader takes from them."""

from datetime import date
from pathlib import Path

import pytest
from labelling import giving, mention

from detente.evaluating.articles import evaluate
from detente.evaluating.evaluation import NOTHING, Evaluation
from detente.evaluating.gold import GoldError
from detente.model import Attribution, Coding, Condition, Fact, Gap, Interval, Mention, Span, Time

TEXT = (
    "Norway secretly promised Iran aid if it freed a sailor, a memo says. It did not expel anybody. Nobody knows when."
)


def compared(tmp_path: Path, labels: str, coding: Coding) -> Evaluation:
    (tmp_path / "a.yaml").write_text(f"published: 2019-05-14\nhome: NOR\n{labels}", encoding="utf8")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf8")
    return evaluate(tmp_path, giving({TEXT: coding}))


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def promised(**more: object) -> Mention:
    return mention(TEXT, "promised", "NOR", "IRN", "AGREE", "offered", **{"sentence": span(TEXT[:69]), **more})


EVENT = '  - {id: e1, a: NOR, r: IRN, type: [AGREE, AID], factuality: [offered, conditional], quote: "Norway secretly promised Iran aid"'


def test_every_labelled_field_is_asked_and_the_share_is_over_all(tmp_path: Path) -> None:
    labels = f"""events:
{EVENT}, channel: secret, time: [2019-05-01, 2019-05-31], attribution: {{source: memo}}, conditions: [the sailor]}}
gaps:
  - {{quote: "Nobody knows when"}}
negated:
  - {{a: NOR, r: IRN, quote: "It did not expel anybody"}}
facts:
  - {{kind: presence, holder: NOR, host: IRN, status: embassy, start: "1991", quote: Norway}}
  - {{kind: office, person: somebody}}
"""
    whole = promised(
        channel="unofficial",
        time=Time(Interval(date(2019, 5, 2), date(2019, 5, 3), "range")),
        attribution=(Attribution("d", (span("a memo"),), (span("says"),), (), "document"),),
        conditions=(Condition(span("if it freed a sailor"), "IRN"),),
    )
    fact = Fact("d", "presence", "NOR", "IRN", "embassy", Interval.parse("1991-03"), None, span("Norway"))
    found = compared(tmp_path, labels, Coding("d", (whole,), (fact,), (Gap("d", "unspecified", span("knows when")),)))
    assert found.problems == []
    assert found.figures == {
        "events": "1/1", "factuality": "1/1", "time": "1/1", "channel": "1/1", "attribution": "1/1", "conditions": "1/1",
        "negated": "1/1", "gaps": "1/1", "facts": "1/1", "share": 1.0, "other_events_coded_as_actual": 0,
    }  # fmt: skip
    bare = compared(tmp_path, labels, Coding("d", (promised(),)))
    assert bare.figures["share"] == round(3 / 9, 3)  # the event, its factuality, and what is not so
    assert [e.what for e in bare.errors] == [
        "time",
        "channel",
        "attribution",
        "conditions",
        "gap missed",
        "fact missed",
    ]
    assert next(e for e in bare.errors if e.what == "time").said == "-"


def test_an_event_found_with_another_type_or_not_at_all(tmp_path: Path) -> None:
    labels = f"events:\n{EVENT}}}\n"
    other = mention(TEXT, "promised", "NOR", "IRN", "REJECT", "planned", sentence=span(TEXT[:69]))
    found = compared(tmp_path, labels, Coding("d", (other,)))
    assert found.figures["events"] == "0/1"
    assert found.confusions["types"].cells == {("AGREE", "REJECT"): 1}
    assert found.confusions["factualities"].cells == {("offered", NOTHING): 1}
    (error,) = found.errors
    assert (error.what, error.said) == ("another type", "NOR>IRN:REJECT:planned")
    assert [error.text[m.span.start : m.span.end] for m in error.marks] == ["promised"]
    elsewhere = mention(TEXT, "Nobody", "NOR", "IRN", "AGREE", "offered", sentence=span("Nobody knows when."))
    found = compared(tmp_path, labels, Coding("d", (elsewhere,)))
    assert [e.what for e in found.errors] == ["missed"]


def test_what_is_not_labelled_and_coded_as_actual_is_counted(tmp_path: Path) -> None:
    stray = mention(
        TEXT, "expel", "NOR", "IRN", "SANCTION", sentence=span("It did not expel anybody."), probability=0.3
    )
    labels = 'negated:\n  - {a: NOR, r: IRN, quote: "did not expel anybody"}\n'
    found = compared(tmp_path, labels, Coding("d", (stray,)))
    assert found.figures == {"negated": "0/1", "share": 0.0, "other_events_coded_as_actual": 1}
    assert sorted(e.what for e in found.errors) == ["coded as actual", "not labelled"]
    assert found.reliability is not None and found.reliability.brier == pytest.approx(0.09)


@pytest.mark.parametrize(
    ("labels", "reason"),
    [
        ("events:\n  - {a: NOR, r: IRN, type: AGREE, factuality: offered}\n", "quote: missing"),
        ("events:\n  - {a: Norway, r: IRN, type: AGREE, factuality: offered, quote: Norway}\n", "no such state"),
        ("events:\n  - {a: NOR, r: IRN, type: HELP, factuality: offered, quote: Norway}\n", "no type"),
        ("events:\n  - just text\n", "must be a mapping"),
        ("events:\n  - {a: NOR, r: IRN, type: AID, factuality: actual, quote: Sweden}\n", "not in the text"),
        ("events:\n  - {a: NOR, r: IRN, type: AID, factuality: actual, time: 2019, quote: Norway}\n", "time"),
        ("facts:\n  - {kind: presence, holder: NOR, quote: Norway}\n", "host: missing"),
    ],
)
def test_a_label_that_cannot_be_used_is_named(tmp_path: Path, labels: str, reason: str) -> None:
    found = compared(tmp_path, labels, Coding("d"))
    assert len(found.problems) == 1 and reason in found.problems[0] and "a.yaml" in found.problems[0]


@pytest.mark.parametrize(
    "content",
    ["[1, 2", "- a list", "published: 2019-99-99", "!!python/object/apply:os.getcwd []", "[" * 5000, "home: NOR"],
)
def test_yaml_that_is_none_is_refused_in_one_line(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.yaml").write_text(content, encoding="utf8")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf8")
    if content == "home: NOR":  # nothing is labelled: that is no error, and nothing is asked
        assert evaluate(tmp_path, giving({})).figures == {"share": 0.0, "other_events_coded_as_actual": 0}
        return
    with pytest.raises(GoldError, match=r"a\.yaml") as raised:
        evaluate(tmp_path, giving({}))
    assert "\n" not in str(raised.value)


def test_of_several_articles_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text("[", encoding="utf8")
    found = compared(tmp_path, f"events:\n{EVENT}}}\n", Coding("d", (promised(),)))
    assert found.n == 1 and found.figures["events"] == "1/1" and "b.yaml" in found.problems[0]
