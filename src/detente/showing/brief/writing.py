"""A composed brief as one page of HTML that needs nothing else, as Markdown, as JSON, or as PDF."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from detente.errors import DetenteError

if TYPE_CHECKING:
    from jinja2 import Environment

Json = dict[str, Any]
TEMPLATES = Path(__file__).parent / "templates"
FIGURES = Path(__file__).parents[1] / "figures"


def _html(brief: Json) -> bytes:
    styles = "\n".join(
        f.read_text(encoding="utf8") for f in (FIGURES / "paper.css", FIGURES / "figures.css", TEMPLATES / "brief.css")
    )
    page = _templates(True).get_template("brief.html")
    return page.render(brief | {"chart": Markup(brief["chart"]), "styles": Markup(styles)}).encode()


def _markdown(brief: Json) -> bytes:
    return (_templates(False).get_template("brief.md").render(brief).strip() + "\n").encode()


def _json(brief: Json) -> bytes:
    return json.dumps(brief, ensure_ascii=False, indent=2).encode() + b"\n"


def _pdf(brief: Json) -> bytes:
    try:
        import typst
    except ImportError:
        raise DetenteError("a brief as PDF needs the package typst: pip install 'detente[pdf]'") from None
    given = brief | {"has_chart": brief["chart"].startswith("<svg")}
    files = {
        "main.typ": (TEMPLATES / "brief.typ").read_bytes(),
        "brief.json": _json(given),
        "chart.svg": _standalone(brief["chart"]).encode(),
    }
    compile_: Any = typst.compile  # its types do not tell of files in memory
    return bytes(compile_(files))


def _standalone(svg: str) -> str:
    # With the styles inside and their variables put in, for readers of SVG that know neither.
    colours = dict(re.findall(r"(--\w+): ([^;]+);", (FIGURES / "paper.css").read_text(encoding="utf8")))
    styles = (FIGURES / "figures.css").read_text(encoding="utf8")
    styles = re.sub(r"var\((--\w+)\)", lambda m: colours[m[1]], styles).replace("inherit", "sans-serif")
    styles = styles.replace("transparent", "none")
    return svg.replace(">", f"><style>{styles}</style>", 1)


_WRITERS = {"html": _html, "md": _markdown, "json": _json, "pdf": _pdf}
FORMATS = tuple(_WRITERS)


def write(brief: Json, form: str) -> bytes:
    """The bytes of a brief in one of `FORMATS`; the same brief gives the same bytes.

    Raises KeyError for another format, DetenteError where PDF is asked for and typst is not installed.
    """
    return _WRITERS[form](brief)


@cache
def _templates(escape: bool) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    out = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=escape, undefined=StrictUndefined,
                      trim_blocks=escape, lstrip_blocks=escape)  # fmt: skip
    out.filters |= {"md": _plain, "address": _address}
    return out


def _plain(text: object) -> str:
    # Backslashes before whatever Markdown, or HTML within it, could take for its own; at the start of a line for lists too.
    line = re.sub(r"([\\`*_\[\]<>|~&$])", r"\\\1", " ".join(str(text).split()))
    return re.sub(r"^(\d*)([-+#.)=])", r"\1\\\2", line)


def _address(url: str) -> str:
    return re.sub(r"[<>\s]", lambda m: f"%{ord(m[0]):02X}", url)
