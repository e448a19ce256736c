"""The command line. Every command is a thin face of a library function; heavy modules are imported when used."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from detente import __version__
from detente.errors import DetenteError, UsageError
from detente.showing.commands import (
    brief,
    coding,
    demo,
    evaluate,
    exchange,
    keeping,
    knowledge,
    mcp,
    measure,
    record,
    relations,
    serve,
    validating,
)  # fmt: skip

app = typer.Typer(
    name="detente",
    help="Who moved closer to whom, when, on whose word, and on what terms.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for command in (
    demo.demo, coding.code, coding.classify, record.add, record.events, record.facts, record.gaps, record.documents,
    measure.series, measure.shift, measure.turns, measure.movers, relations.sides, relations.triad, relations.network,
    validating.fit, validating.validate, exchange.export, keeping.judge, keeping.judgements, keeping.recode,
    keeping.disclosed, keeping.check, keeping.watch, evaluate.evaluate, brief.brief, serve.serve, mcp.mcp,
):  # fmt: skip
    app.command()(command)
app.command("import")(exchange.import_)
app.add_typer(knowledge.app, name="knowledge")


def _version(value: bool) -> None:
    if value:
        typer.echo(f"detente {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="print the version")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line; errors a user can mend are one line on standard error."""
    try:
        app()
    except UsageError as e:
        sys.stderr.write(f"detente: {e}\n")
        sys.exit(2)
    except DetenteError as e:
        sys.stderr.write(f"detente: {e}\n")
        sys.exit(1)
    except BrokenPipeError:
        # The reader has had enough ("| head"): no traceback, and nothing more to write at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        sys.stderr.write("detente: interrupted; what was reported as stored is stored\n")
        sys.exit(130)
