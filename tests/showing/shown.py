"""A record to show, made without the coder: two states over three years, with hostile documents among them."""

from __future__ import annotations

from pathlib import Path

from detente.knowledge import ontology
from detente.model import Actor, Attribution, Coding, Condition, Document, Fact, Gap, Interval, Mention, Span, Time
from detente.recording.filing import add
from detente.recording.store import Record

HOSTILE_TITLE = "<script>document.title='hacked'</script><b>Bold</b> claim"
HOSTILE_WORDS = "<img src=x onerror=\"document.title='hacked'\"> Canada met {{ 7*7 }} North Korea"
HOSTILE_URL = "javascript:document.title='hacked'"


def find(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def mention(document: Document, trigger: str, a: str, b: str, cameo: str, when: str | None, **more: object) -> Mention:
    """A mention at the word `trigger`, in the sentence (line) around it."""
    text, act = document.text, ontology.act(cameo)
    at = find(text, trigger)
    start = text.rfind("\n", 0, at.start) + 1
    end = text.find("\n", at.end)
    assert act.type and act.quad
    fields: dict[str, object] = {
        "document": document.id, "sentence": Span(start, end if end > 0 else len(text)), "trigger": at,
        "actors": (Actor(at, a),), "recipients": (Actor(at, b),), "reciprocal": False, "type": act.type, "mode": act.mode,
        "contexts": act.contexts, "cameo": cameo, "score": act.score, "goldstein": act.goldstein, "quad": act.quad,
        "factuality": "actual", "certainty": 1.0, "channel": None, "time": Time(Interval.parse(when)) if when else None,
        "places": (), "attribution": (), "conditions": (), "probability": 0.8,
    }  # fmt: skip
    return Mention(**(fields | more))  # type: ignore[arg-type]


def documents() -> list[tuple[Document, Coding]]:
    """The documents with what they say."""
    out = []
    for i, (day, words, cameo) in enumerate([
        ("2017-02-10", "condemned", "111"), ("2017-05-04", "accused", "112"), ("2017-09-12", "sanctioned", "163"),
        ("2018-03-05", "received", "042"), ("2018-06-20", "praised", "051"), ("2018-10-02", "visited", "042"),
    ]):  # fmt: skip
        text = f"The minister spoke on a grey morning, number {i}.\nCanada {words} North Korea after long debate {i}."
        d = Document(
            f"story-{i}", text, f"Story number {i}", Interval.parse(day), source="The Harbour Gazette", language="en"
        )
        out.append((d, Coding(d.id, (mention(d, words, "CAN", "PRK", cameo, day[:7] if i % 2 else day),))))
    text = (
        "Papers that were released say more.\nCanada offered North Korea an embassy if it disarmed, officials said.\n"
        "The terms are not specified.\nCanada has no embassy in Pyongyang."
    )
    d = Document("papers", text, "What the papers say", Interval.parse("2020-02-06"), Interval.parse("2018-11"), "Open Files Desk",
                 "https://example.org/papers?a=1&b=2", "en")  # fmt: skip
    said = Attribution(
        d.id, (find(text, "officials"),), (find(text, "said."),), (find(text, "Canada offered"),), "official"
    )
    offer = mention(d, "offered", "CAN", "PRK", "030", "2018", factuality="offered", channel="secret", attribution=(said,),
                    conditions=(Condition(find(text, "if it disarmed"), "PRK"),), probability=0.6)  # fmt: skip
    gap = Gap(d.id, "unspecified", find(text, "The terms are not specified"))
    fact = Fact(d.id, "presence", "CAN", "PRK", "none", None, None, find(text, "Canada has no embassy in Pyongyang."))
    out.append((d, Coding(d.id, (offer,), (fact,), (gap,), (said,))))
    text = f"It was said that {HOSTILE_WORDS}."
    d = Document(
        "../<i>evil</i>",
        text,
        HOSTILE_TITLE,
        Interval.parse("2018-12-01"),
        source="<u>Source</u>",
        url=HOSTILE_URL,
        language="en",
    )
    out.append(
        (
            d,
            Coding(
                d.id,
                (mention(d, "met", "CAN", "PRK", "040", "2018-12-01"),),
                (),
                (Gap(d.id, "withheld", find(text, "<img src=x")),),
            ),
        )
    )
    return out


def build(path: Path) -> Path:
    """A record of these documents at `path`."""
    with Record.open(path) as record:
        assert add(record, documents()).added == 8
    return path
