"""People in a text: who they are from what the text says of them anywhere, or from the offices they held at the date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from detente.coding.words import Word
from detente.knowledge import world
from detente.knowledge.lexicons import lexicon
from detente.knowledge.world import Holding, Role
from detente.model import Actor, Level, Span

if TYPE_CHECKING:
    from detente.coding.actors import Cast

_PARTICLES = frozenset(
    [
        "de",
        "del",
        "della",
        "al",
        "el",
        "bin",
        "ben",
        "ibn",
        "von",
        "van",
        "der",
        "da",
        "dos",
        "du",
        "la",
        "le",
        "ul",
        "ur",
    ]  # inside a name
)
_OWN = frozenset({"of", "from", "for", "de"})


@dataclass(frozen=True, slots=True)
class Person:
    """A named person: the states they act for (none where they are no official), sector and level of contact."""

    name: str
    codes: tuple[str, ...] = ()
    sector: str | None = None
    level: Level | None = None
    organisation: str | None = None
    office: str | None = None

    def actors(self, span: Span) -> tuple[Actor, ...]:
        """The parties this person stands for where they are named."""
        if self.organisation and not self.codes:
            return (Actor(span, None, "IGO", self.name, self.level, organisation=self.organisation),)
        sector = self.sector or "GOV"
        state = sector not in ("OPP", "REB", "CVL", "BUS", "MED", "NGO", "EDU")
        return tuple(
            Actor(span, c if state or sector == "CVL" else None, sector, self.name, self.level, None if state else c)
            for c in self.codes
        )


class Persons:
    """The people that a text names, by surname; from all their mentions."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._runs: dict[int, tuple[Word, ...]] = {}
        self._known: dict[str, Person] = {}
        self.mentions: list[tuple[int, str]] = []  # word index, surname key
        self._find_runs()

    def run(self, w: Word) -> tuple[Word, ...]:
        """The proper-name words that `w` belongs to, offices and countries left out."""
        return self._runs.get(w.i, ())

    def at(self, w: Word) -> Person | None:
        """The person named by the phrase headed by `w`, if the text or the lists of offices know them."""
        run = self._runs.get(w.i) or next((self._runs[c.i] for c in self._named_children(w)), ())
        if not run:
            return None
        return self._known.get(self._surname(run))

    def by_surname(self, key: str) -> Person | None:
        """The person whom a surname stands for in this text."""
        return self._known.get(key)

    def everyone(self) -> list[Person]:
        """All people of the text who act for a state, in the order of their names."""
        return [self._known[k] for k in sorted(self._known)]

    def _named_children(self, w: Word) -> list[Word]:
        # "the foreign minister, Jane Doe" hangs the name on the office
        return [c for c in self._cast.words.children(w, "appos", "compound") if c.i in self._runs and c.pos == "PROPN"]

    def _surname(self, run: Sequence[Word]) -> str:
        parts = world.key(" ".join(w.text for w in run))
        # Chinese, Korean and Vietnamese names lead with the family name
        return parts[0] if parts and world.family_name_first(parts) else (parts[-1] if parts else "")

    def _find_runs(self) -> None:
        words, cast = self._cast.words, self._cast
        i = 0
        while i < len(words):
            if not self._is_name_word(words[i]):
                i += 1
                continue
            j = i
            while j + 1 < len(words) and words[j + 1].sentence == words[i].sentence:
                nxt = words[j + 1]
                if self._is_name_word(nxt):
                    j += 1
                elif j + 2 < len(words) and self._is_name_word(words[j + 2]) and (
                    (nxt.text in ("-", "–") and nxt.start == words[j].end) or nxt.lower in _PARTICLES
                ):  # fmt: skip
                    j += 2
                else:
                    break
            if j > i and words[i].lower.rstrip(".") in cast.descriptions["honorifics"]:
                i += 1  # "Mr Heath" is Heath
            run = tuple(w for w in words.words[i : j + 1] if w.text not in ("-", "–"))
            for w in words.words[i : j + 1]:
                if w.i not in cast.names.at:
                    self._runs[w.i] = run
            i = j + 1

    def _is_name_word(self, w: Word) -> bool:
        return (
            w.text[:1].isupper()
            and (w.pos == "PROPN" or (w.pos in ("NOUN", "ADJ", "X") and w.text[1:2].islower() and w.tag == "NNP"))
            and w.i not in self._cast.names.at
            and w.i not in self._cast.roles.at
            and not self._in_a_date(w)
        )

    def _in_a_date(self, w: Word) -> bool:
        """Whether a month that is a surname too is the month: "3 May", "in May"."""
        times = lexicon(self._cast.language, "times")
        if w.lower not in times["months"]:
            return False
        words = self._cast.words
        beside = [words[i] for i in (w.i - 1, w.i + 1) if 0 <= i < len(words)]
        after = w.i > 0 and words[w.i - 1].lower in times["before_months"]
        return after or any(x.text[:1].isdigit() for x in beside)

    def describe(self) -> None:
        """Collect what the text says of each person; the first mention that gives a state wins."""
        seen: set[tuple[Word, ...]] = set()
        pending: list[tuple[tuple[Word, ...], Word]] = []
        for i in sorted(self._runs):
            run = self._runs[i]
            if run in seen:
                continue
            seen.add(run)
            pending.append((run, self._head(run)))
        self.mentions = [(run[0].i, self._surname(run)) for run, _ in pending]
        for run, head in pending:
            surname = self._surname(run)
            found = self._read(run, head)
            if found is None:
                continue
            old = self._known.get(surname)
            if old is None or (not old.codes and not old.organisation):
                self._known[surname] = found

    def _head(self, run: tuple[Word, ...]) -> Word:
        inside = {w.i for w in run}
        return next((w for w in run if w.head not in inside or w.head == w.i), run[-1])

    def _read(self, run: tuple[Word, ...], head: Word) -> Person | None:
        cast, name = self._cast, " ".join(w.text for w in run)
        name = name.replace(" - ", "-")
        role, nations, organisation = self._office(head)
        holding = self._holding(run)
        if role is not None and role.level is None and role.office is None and not role.state:
            # "activist Jane Doe": a described private person is no official
            return Person(name, nations, role.sector, None) if nations else None
        if nations or organisation:
            return Person(
                name, nations, role.sector if role else (holding and "GOV") or None,
                role.level if role else (holding.level if holding else None), organisation,
                role.office if role else None,
            )  # fmt: skip
        if holding is not None:
            codes = (holding.code,) if holding.code else ()
            return Person(name, codes, "GOV", holding.level, holding.organisation, holding.office)
        if role is not None and (role.office or role.level):
            from detente.coding.coreference import default_nation

            code = default_nation(cast, head, role)
            if code and role.office and (known := world.holders(cast.when, code, role.office)):
                # Somebody else holds that office there: this is another country's.
                names = {p for h in known for p in world.key(h.name)}
                code = code if names & set(world.key(name)) or len(known) > 1 else None
            return Person(name, (code,) if code else (), role.sector, role.level, None, role.office)
        return None

    def _office(self, head: Word) -> tuple[Role | None, tuple[str, ...], str | None]:
        """The office that the words around a name give it, with its state or organisation."""
        cast, words = self._cast, self._cast.words
        around: list[Word] = [head]
        around += [c for c in words.children(head, "appos", "compound", "amod", "nmod", "poss")]
        if head.role in ("appos", "compound", "nmod") and head.head != head.i:
            around.append(words[head.head])
        # "X, who is the ambassador of Y", "X was foreign minister"
        for rel in words.children(head, "relcl"):
            around += list(words.children(rel, "attr"))
        for x in around:
            m = cast.roles.at.get(x.i)
            if m is None:
                continue
            nations = tuple(code for code, _ in cast.nations(words[m.head]))
            if not nations and x is not head:
                nations = tuple(code for code, _ in cast.nations(head))
            organisation = next((a.organisation for a in cast._organisations(words[m.head])), None)
            if nations or organisation or m.entry.office or m.entry.level:
                return m.entry, nations, organisation if not nations else None
        nations = tuple(code for code, _ in cast.nations(head)) if len(self.run(head)) > 1 else ()
        return None, nations if any(c.role == "poss" for c in words.children(head)) else (), None

    def _holding(self, run: tuple[Word, ...]) -> Holding | None:
        when = self._cast.when
        parts = world.key(" ".join(w.text for w in run))
        if len(parts) > 1:
            return _at(world.persons().get(parts, ()), when, strict=False)
        if parts and (options := world.surnames().get(parts[0])):
            heads = [h for h in options if h.level in ("head", "minister")]
            valid = [h for h in heads if when is None or _covers(h, when)]
            return valid[0] if len({h.code for h in valid}) == 1 else None
        return None


def _covers(h: Holding, when: date) -> bool:
    return (h.start is None or h.start <= when) and (h.end is None or when <= h.end)


def _at(options: Sequence[Holding], when: date | None, strict: bool) -> Holding | None:
    """The holding in force at `when`; else the one nearest to it in time."""
    if not options:
        return None
    if when is None:
        return options[-1]
    valid = [h for h in options if _covers(h, when)]
    if valid:
        return valid[0]
    if strict:
        return None

    def distance(h: Holding) -> int:
        return min(abs((when - d).days) for d in (h.start, h.end) if d is not None) if h.start or h.end else 0

    return min(options, key=distance)
