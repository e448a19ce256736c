"""The coder as a component of spaCy: `nlp.add_pipe("detente")`, registered by the entry point `spacy_factories`.

spaCy imports this whenever it makes a pipeline, our own too, so what it needs is imported when it is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc

if TYPE_CHECKING:
    from detente.coding.layout import Block
    from detente.model import Document

ANSWERS = {"events": "event", "facts": "fact", "gaps": "gap", "attributions": "attribution"}
"""What a coded text has under `doc._`, and the `kind` of the objects in it."""

GIVEN = ("published", "home")
"""What may be set under `doc._` before the component sees a text, in place of what it is configured with."""

_NEEDED = ("TAG", "POS", "LEMMA", "DEP", "SENT_START")


@Language.factory(
    "detente",
    assigns=[f"doc._.{name}" for name in ANSWERS],
    default_config={"published": None, "home": None, "language": None, "actors": [], "agents": [], "ontology": []},
)
def create(
    nlp: Language, name: str, published: str | None, home: str | None, language: str | None,
    actors: list[str], agents: list[str], ontology: list[str],
) -> Coder:  # fmt: skip
    """The component for a pipeline.

    `published` (YYYY, YYYY-MM or YYYY-MM-DD) and `home` (ISO alpha-3) hold for texts that say nothing of their own;
    `language` is the pipeline's where it is not given; `actors`, `agents` and `ontology` are files of the user's own
    knowledge. Raises ValueError for a language without a coder, a bad date or country, and DetenteError for such a file.
    """
    return Coder(language or nlp.lang or "", published, home, actors, agents, ontology)


class Coder:
    """Sets `doc._.events`, `doc._.facts`, `doc._.gaps`, `doc._.attributions`: lists of objects of the contract
    (docs/codebook.md), as `detente code` prints them, plain so that texts can be stored and sent between processes."""

    def __init__(self, language: str, published: str | None = None, home: str | None = None,
                 actors: Iterable[str] = (), agents: Iterable[str] = (), ontology: Iterable[str] = ()) -> None:  # fmt: skip
        from detente.coding.parsing import LANGUAGES, UnknownLanguage
        from detente.knowledge.dictionaries import load

        if language not in LANGUAGES:
            raise UnknownLanguage(f"no coder for language {language!r}; there are: {', '.join(LANGUAGES)}")
        self.language = language
        self.defaults = {"published": published, "home": home}
        self.own = load(tuple(actors), tuple(agents), tuple(ontology))
        self._describe("checked", {})
        for extension in (*ANSWERS, *GIVEN):
            if not Doc.has_extension(extension):
                Doc.set_extension(extension, default=[] if extension in ANSWERS else None)

    def __call__(self, doc: Doc) -> Doc:
        """Code one text."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 32) -> Iterator[Doc]:
        """Code texts one after another, in order. `batch_size` is for spaCy's sake: each text is coded as it comes."""
        from detente.coding.coder import code, code_parsed
        from detente.contract import to_json

        for doc in stream:
            objects: list[dict[str, Any]] = []
            if doc.text.strip():
                document = self._describe(doc.text, {name: getattr(doc._, name) for name in GIVEN})
                layout = self._usable(doc, document)
                if layout is not None:
                    coding = code_parsed(document, layout, doc, self.language, self.own)
                else:
                    ((_, coding),) = code([document], self.language, self.own)
                objects = list(to_json(coding, doc.text))
            for extension, kind in ANSWERS.items():
                setattr(doc._, extension, [o for o in objects if o["kind"] == kind])
            yield doc

    def _describe(self, text: str, given: dict[str, str | None]) -> Document:
        from detente.reading.describing import Defaults, Unreadable, describe

        fields = {name: given.get(name) or default for name, default in self.defaults.items()}
        try:
            return describe({**fields, "text": text, "language": self.language}, "spaCy", Defaults())
        except Unreadable as e:
            raise ValueError(f"detente: {e}") from None

    def _usable(self, doc: Doc, document: Document) -> list[Block] | None:
        """The layout of a text whose parse by the user's own pipeline can be used as it is; else None.

        It cannot where something is missing from it, or where the page has more on it than the story, or headings and
        paragraphs that sentences run across: then the text is parsed anew, without them.
        """
        from detente.coding.layout import blocks, masked

        if not all(doc.has_annotation(a) for a in _NEEDED):
            return None
        layout = blocks(document.text, document.title, self.language)
        if masked(document.text, layout) != document.text:
            return None
        first = {token.idx for token in doc if token.is_sent_start}
        starts = [b.span.start for b in layout if b.kind in ("body", "heading")]
        return layout if first.issuperset(starts) else None

    def to_disk(self, path: Any, *, exclude: Iterable[str] = ()) -> None:
        """Nothing to store: the pipeline's configuration says it all."""

    def from_disk(self, path: Any, *, exclude: Iterable[str] = ()) -> Coder:
        """Nothing to read."""
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Nothing to store: the pipeline's configuration says it all."""
        return b""

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Coder:
        """Nothing to read."""
        return self
