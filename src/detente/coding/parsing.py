"""From text to the common view: the parser of each language, loaded once a process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from detente.coding.attributes import Attributes
from detente.coding.layout import Block, blocks, masked
from detente.coding.words import Words
from detente.errors import DetenteError
from detente.model import Document

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

LANGUAGES = {"en": "english", "fr": "french"}


class UnknownLanguage(ValueError):
    """A language that has no parser here; the message names it and those there are."""


class MissingModel(DetenteError):
    """A language whose parser is not installed; the message names the extra to install."""


@cache
def _module(language: str) -> Any:
    if language not in LANGUAGES:
        raise UnknownLanguage(f"no coder for language {language!r}; there are: {', '.join(LANGUAGES)}")
    return import_module(f"detente.coding.languages.{LANGUAGES[language]}")


@cache
def missing(language: str) -> str | None:
    """What has to be installed before texts in `language` can be read, in a line; None where nothing is missing.

    Raises UnknownLanguage.
    """
    from importlib.util import find_spec

    module = _module(language)
    if any(find_spec(name) is not None for name in (module.MODEL, *module.ALTERNATIVES)):
        return None
    return f"the model for language {language!r} is not installed: pip install {module.INSTALL}"


@cache
def pipeline(language: str) -> Language:
    """The parser of a language without its entity recogniser, which nothing here reads.

    Raises UnknownLanguage, or MissingModel with what to install.
    """
    import spacy
    from spacy.language import Language as SpacyLanguage

    module = _module(language)
    if (reason := missing(language)) is not None:
        raise MissingModel(reason)
    name = next(n for n in (module.MODEL, *module.ALTERNATIVES) if spacy.util.is_package(n))
    nlp = spacy.load(name, exclude=["ner", *getattr(module, "EXCLUDE", ())])
    steps: list[Callable[[Doc], Doc]] = [_paragraphs, *getattr(module, "BEFORE", ())]
    for step in reversed(steps):
        nlp.add_pipe(_component(SpacyLanguage, step), first=True)
    if getattr(module, "BY_MEMORY", False) and {"attribute_ruler", "lemmatizer"} <= set(nlp.pipe_names):
        attributes = Attributes(nlp)
        SpacyLanguage.component(f"detente_attributes_{language}", func=attributes)
        nlp.add_pipe(f"detente_attributes_{language}", last=True)
        nlp.select_pipes(disable=["attribute_ruler", "lemmatizer"])
    for step in getattr(module, "AFTER", ()):
        nlp.add_pipe(_component(SpacyLanguage, step), last=True)
    return nlp


def _component(factory: type[Language], step: Callable[[Doc], Doc]) -> str:
    """The name under which spaCy knows a step of ours."""
    name = f"detente_{step.__name__.strip('_')}"
    if name not in factory.factories:
        factory.component(name, func=step)
    return name


def _paragraphs(doc: Doc) -> Doc:
    """Sentences do not run over the end of a block: the parser keeps the boundaries set here."""
    starts = doc.user_data.get("blocks", ())
    if starts:
        pending = iter(starts)
        nxt = next(pending, None)
        for t in doc:
            if nxt is None:
                break
            if t.idx + len(t) > nxt and not t.is_space:
                t.is_sent_start = True
                while nxt is not None and nxt < t.idx + len(t):
                    nxt = next(pending, None)
    return doc


def parse(documents: Iterable[tuple[Document, str]]) -> Iterator[tuple[Document, list[Block], Doc]]:
    """Parse (document, language) pairs, all of one language, in order, in batches."""
    import itertools

    pairs = iter(documents)
    first = next(pairs, None)
    if first is None:
        return
    language = first[1]
    nlp = pipeline(language)

    def inputs() -> Iterator[tuple[Doc, tuple[Document, list[Block]]]]:
        for document, _ in itertools.chain([first], pairs):
            layout = blocks(document.text, document.title, language)
            text = masked(document.text, layout)
            doc = nlp.make_doc(text)
            doc.user_data["text"] = text
            doc.user_data["blocks"] = [b.span.start for b in layout if b.kind in ("body", "heading")]
            yield doc, (document, layout)

    for doc, (document, layout) in nlp.pipe(inputs(), as_tuples=True, batch_size=32):
        yield document, layout, doc


def view(doc: Doc, language: str) -> Words:
    """The common view of a parsed text."""
    words: Words = _module(language).view(doc)
    return words
