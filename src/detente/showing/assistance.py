"""The options of commands that code documents with the help of a language model, and what they mean."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.errors import UsageError

if TYPE_CHECKING:
    from detente.coding.assistant.reviewing import Assistance
    from detente.coding.assistant.tally import Tally

Assist = Annotated[
    str | None, typer.Option("--assist", help="propose or check: have a language model read along (docs/assistant.md)")
]
ModelEndpoint = Annotated[
    str | None, typer.Option("--model-endpoint", help="an OpenAI-compatible address; its key in DETENTE_MODEL_KEY")
]
Model = Annotated[str | None, typer.Option("--model", help="the model's name there")]
AssistCache = Annotated[Path | None, typer.Option("--assist-cache", help="folder for its answers")]


def assistance(assist: str | None, endpoint: str | None, model: str | None, cache: Path | None) -> Assistance | None:
    """Which model is to read along; None where none is. Raises UsageError where it cannot be asked."""
    if assist is None:
        if endpoint is not None or model is not None or cache is not None:
            raise UsageError("--model-endpoint, --model and --assist-cache need --assist propose or --assist check")
        return None
    from detente.coding.assistant.cache import folder
    from detente.coding.assistant.reviewing import MODES, Assistance, Assistant
    from detente.coding.parallel import KEY

    if assist not in MODES:
        raise UsageError(f"--assist: {assist!r} is none of {', '.join(MODES)}")
    if endpoint is None or model is None:
        raise UsageError("--assist needs --model-endpoint and --model")
    made = Assistance(endpoint, model, assist, cache or folder())
    Assistant(made, os.environ.get(KEY) or None)  # so that what cannot be used is said before anything is read
    return made


def report(tally: Tally) -> None:
    """Say on standard error what the model did."""
    for line in tally.lines():
        sys.stderr.write(f"detente: {line}\n")
