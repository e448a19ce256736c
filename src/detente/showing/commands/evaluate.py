"""detente evaluate: figures against labelled data of one's own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.errors import DetenteError, UsageError
from detente.showing.assistance import Assist, AssistCache, Model, ModelEndpoint, assistance, report
from detente.showing.commands.coding import Workers
from detente.showing.commands.dictionaries import Actors, Agents, Ontology, own
from detente.showing.output import Format, chosen, one
from detente.showing.progress import following

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from detente.evaluating.evaluation import Evaluation
    from detente.model import Coding, Document

Gold = Annotated[
    list[Path], typer.Argument(help="a file or folder of labelled data; of shifts, the events and the cases")
]
As = Annotated[
    str | None,
    typer.Option("--as", help="classify, sentences, articles, attribution, presence or shifts; else told by its look"),
]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", help="FILE.html: a page; FILE.svg: the reliability diagram")
]
Errors = Annotated[int, typer.Option("--errors", min=0, help="errors that the table shows")]
FormatOption = Annotated[Format | None, typer.Option("--format", help="table or json")]


def evaluate(
    gold: Gold,
    as_: As = None,
    output: Output = None,
    errors: Errors = 20,
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
    """Compare what is coded with labelled data: figures, confusions, reliability, and the errors to read."""
    from detente.coding.assistant.tally import Tally
    from detente.coding.parallel import code_all
    from detente.evaluating.forms import FORMS, form_of
    from detente.evaluating.forms import evaluate as compare
    from detente.showing.evaluation.text import draw

    form = chosen(format, one_object=True)
    if form not in (Format.table, Format.json):
        raise UsageError(f"--format: {form} is none of table, json")
    if as_ is not None and as_ not in FORMS:
        raise UsageError(f"--as: {as_!r} is none of {', '.join(FORMS)}")

    given = own(actors, agents, ontology)
    helped, tally = assistance(assist, model_endpoint, model, assist_cache), Tally()
    if helped is not None and (as_ or form_of(gold)) in ("classify", "shifts"):
        raise UsageError("--assist: classify and shifts code no documents")

    def coder(documents: Iterable[Document]) -> Iterator[tuple[Document, Coding]]:
        return following(code_all(documents, workers=workers, own=given, assistance=helped, tally=tally), "coding")

    if output is not None and output.suffix.lower() not in (".html", ".svg"):
        raise UsageError(f"--output: {output} ends neither in .html (the page) nor in .svg (the reliability diagram)")
    if output is not None and not output.absolute().parent.is_dir():
        raise DetenteError(f"{output}: its folder does not exist")
    found = compare(gold, coder, as_)
    if output is not None:
        _write(output, found)
    if form is Format.json:
        one(found.to_json(), form)
    else:
        draw(found, errors)
    report(tally)
    for problem in found.problems:
        sys.stderr.write(f"detente: {problem}\n")
    if found.problems:
        raise typer.Exit(1)


def _write(path: Path, found: Evaluation) -> None:
    from detente.showing.evaluation.diagram import diagram
    from detente.showing.evaluation.page import page

    if path.suffix.lower() == ".svg":
        if found.reliability is None:
            raise DetenteError(f"{path}: there is no diagram, as {found.form} has no probabilities")
        text = diagram(found.reliability) + "\n"
    else:
        text = page(found)
    try:
        path.write_text(text, encoding="utf8")
    except OSError as e:
        raise DetenteError(f"{path}: cannot be written: {e.strerror}") from None
