"""Text exports of LexisNexis and Factiva: many articles in one file, each with lines that describe it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from detente.reading.dates import WRITTEN_OUT, iso

Fields = dict[str, str]

_LANGUAGES = {
    "english": "en", "french": "fr", "français": "fr", "spanish": "es", "español": "es", "german": "de", "deutsch": "de",
    "italian": "it", "portuguese": "pt", "dutch": "nl", "russian": "ru", "arabic": "ar", "chinese": "zh",
    "japanese": "ja", "korean": "ko", "turkish": "tr", "polish": "pl", "swedish": "sv", "norwegian": "no",
    "danish": "da", "finnish": "fi",
}  # fmt: skip

# "1 of 250 DOCUMENTS" stands over each article of LexisNexis, "End of Document" under each of Nexis Uni.
_LEXIS = re.compile(r"^[ \t\f]*\d+ (?:of|de) \d+ DOCUMENTS?[ \t]*$", re.MULTILINE)
_NEXIS = re.compile(r"^[ \t]*End of Document[ \t]*$", re.MULTILINE)
# "Document RTRS000020180920ee9k00abc" stands under each of Factiva; with indexing, two-letter codes in a margin.
_FACTIVA = re.compile(r"^(?:AN[ \t]+)?Document [A-Za-z0-9]{6,12}20\d{6}[a-z0-9]{4,14}[ \t]*$", re.MULTILINE)
_FACTIVA_OLD = re.compile(r"^(?:AN[ \t]+)?Document [A-Za-z0-9]{16,34}[ \t]*$", re.MULTILINE)
_CODE = re.compile(
    r"^(HD|CR|WC|PD|ET|SN|SC|ED|PG|LA|CY|LP|TD|BY|CX|CT|RF|CO|IN|NS|RE|PUB|IPC|IPD|AN|SE|CLM|VOL|ART)(?:[ \t]+(.*))?$"
)
_KEY = re.compile(
    r"^[ \t]*(BYLINE|SECTION|LENGTH|DATELINE|HIGHLIGHT|HEADLINE|BODY|LANGUAGE|URL|LOAD-DATE|PUBLICATION-TYPE|SUBJECT|"
    r"COUNTRY|GRAPHIC|ORGANIZATION|PERSON|GEOGRAPHIC|INDUSTRY|JOURNAL-CODE|DOCUMENT-TYPE|CORRECTION-DATE|NOTES|TYPE|"
    r"STATE|CITY|COMPANY|TICKER|SERIES|CLASSIFICATION|Byline|Section|Length|Dateline|Highlight|Headline|Body|Language|"
    r"Load-Date|Publication-Type|Journal Code|Subject|Classification|Graphic|Notes)\b[ \t]*(?::[ \t]*(.*))?$"
)
_AFTER = frozenset(("language", "url", "load-date", "publication-type", "subject", "classification", "graphic", "country",
                    "journal-code", "journal code", "organization", "person", "geographic", "industry", "document-type",
                    "company", "ticker", "state", "city", "notes", "correction-date", "type"))  # fmt: skip
_COPYRIGHT = re.compile(r"^[ \t]*(?:Copyright\b|\(c\)|©|All Rights Reserved|Tous droits réservés)", re.IGNORECASE)
_WORDS = re.compile(r"[\d,.\u00a0 ]+ (?:words|mots)$")


def articles(text: str) -> list[Fields] | None:
    """The articles in an export, by field as in `describe`; None where `text` is none."""
    for mark, before, understand in (
        (_LEXIS, True, _lexis),
        (_NEXIS, False, _lexis),
        (_FACTIVA, False, _factiva),
        (_FACTIVA_OLD, False, _factiva),
    ):
        parts = mark.split(text)
        if len(parts) > 1:
            # What stands before the first mark, or after the last, is a table of contents or the searcher's name.
            found = [understand(p) for p in (parts[1:] if before else parts[:-1])]
            if _is_export(found, understand):
                return found
    return None


def _is_export(found: list[Fields], understand: Callable[[str], Fields]) -> bool:
    """Whether most articles have what every article in an export has; else the mark was a line in a text."""
    known = sum("published" in f and "source" in f for f in found)
    return known * 2 > len(found)


def _lexis(part: str) -> Fields:
    """An article of LexisNexis: what stands above the first key, the keys, the body, and keys again."""
    top: list[str] = []
    body: list[str] = []
    keys: dict[str, str] = {}
    where, last = top, ""
    for line in part.strip("\n").split("\n"):
        m = _KEY.match(line)
        key, value = (m[1].lower(), (m[2] or "").strip()) if m else ("", "")
        if where is body and key and (key not in _AFTER or (not value and key != "classification")):
            key = ""  # a line of the story that looks like a key
        if key == "body":
            where, last = body, ""
            body.append(value)
        elif key:
            where = []  # what follows a key, and is no wrapped line, is none of what is asked for
            keys.setdefault(key, value)
            last = key
        elif not line.strip():
            last = ""
            where.append("")
        elif last in ("headline", "byline", "highlight", "section"):
            keys[last] = f"{keys[last]} {line.strip()}".strip()  # a wrapped line
        else:
            where.append(line)
    text, dateline = _joined(body), keys.get("dateline", "")
    if dateline and text and not text.startswith(dateline[:5]):
        text = f"{dateline} — {text}"
    fields = {
        "author": _author(keys.get("byline", "")), "url": keys.get("url", ""), "text": text,
        "language": _language(keys.get("language", "")), "published": iso(keys.get("load-date", "")) or "",
    } | _top(top, keys.get("headline", ""))  # fmt: skip
    return {k: v for k, v in fields.items() if v}


def _top(lines: list[str], headline: str) -> Fields:
    """Publication, date and headline (LexisNexis), or headline, publication and date (Nexis Uni)."""
    shown = [b for b in _blocks(lines) if not _COPYRIGHT.match(b)]
    at = next((n for n, b in enumerate(shown) if _begins_with_date(b)), None)
    if at is None:
        return {"title": headline}
    above = shown[:at]
    below = [b for b in shown[at + 1 :] if not re.search(r"\bEditions?\b|\bFinal$", b)]
    if len(above) > 1 and not headline:
        title, source = " ".join(above[:-1]), above[-1]
    else:
        title, source = headline or next(iter(below), ""), above[-1] if above else ""
    return {"published": _begins_with_date(shown[at]) or "", "title": title, "source": source}


def _blocks(lines: list[str]) -> Iterator[str]:
    """Lines between blank ones as one, as they wrap a headline; each by itself where a date is among them."""
    for group in "\n".join(line.strip() for line in lines).split("\n\n"):
        inside = [line for line in group.split("\n") if line]
        if any(map(_begins_with_date, inside)):
            yield from inside
        elif inside:
            yield " ".join(inside)


def _factiva(part: str) -> Fields:
    lines = part.strip("\n").split("\n")
    coded = {m[1] for line in lines if (m := _CODE.match(line))}
    return _coded(lines) if {"HD", "PD"} <= coded else _uncoded(lines)


def _coded(lines: list[str]) -> Fields:
    """With indexing: a two-letter code at the margin begins each field."""
    values: dict[str, list[str]] = {}
    code = ""
    for line in lines:
        if m := _CODE.match(line):
            code = m[1]
            values[code] = [m[2] or ""]
        elif code:
            values[code].append(line)
    one = {k: " ".join(" ".join(v).split()) for k, v in values.items()}
    fields = {
        "title": one.get("HD", ""), "author": _author(one.get("BY", "")), "published": iso(one.get("PD", "")) or "",
        "source": one.get("SN", ""), "language": _language(one.get("LA", "")),
        "text": "\n\n".join(t for t in (_joined(values.get("LP", [])), _joined(values.get("TD", []))) if t),
    }  # fmt: skip
    return {k: v for k, v in fields.items() if v}


def _uncoded(lines: list[str]) -> Fields:
    """Without: headline, author, number of words, date, time, publication, its code, page, language, copyright, text."""
    fields: Fields = {}
    at = next((n for n, line in enumerate(lines) if _WORDS.match(line.strip())), None)
    if at is None:
        return {}
    above = [line.strip() for line in lines[:at] if line.strip()]
    if len(above) > 1 and re.match(r"(?:by|par)\b", above[-1], re.IGNORECASE):
        fields["author"] = _author(above.pop())
    fields["title"] = " ".join(above)
    rest = at + 1
    for n in range(at + 1, min(at + 14, len(lines))):
        line = lines[n].strip()
        if "published" not in fields:
            fields["published"] = iso(line) or ""
            fields = {k: v for k, v in fields.items() if v}
        elif (
            "source" not in fields and line and not re.fullmatch(r"\d{1,2}:\d\d(?::\d\d)?(?: [APap]\.?[Mm]\.?)?", line)
        ):
            fields["source"] = line
        elif line.lower() in _LANGUAGES:
            fields["language"] = _LANGUAGES[line.lower()]
            rest = n + 1
        elif _COPYRIGHT.match(line):
            rest = n + 1
            break
    fields["text"] = _joined(lines[rest:])
    return {k: v for k, v in fields.items() if v}


def _begins_with_date(block: str) -> str | None:
    m = WRITTEN_OUT.search(block)
    return iso(block[m.start() :]) if m and m.start() < 12 else None


def _author(value: str) -> str:
    return re.sub(r"^(?:by|par)\s+", "", value.strip(), flags=re.IGNORECASE)


def _language(value: str) -> str:
    return _LANGUAGES.get(re.split(r"[;,/ ]", value.strip().lower())[0], "")


def _joined(lines: list[str]) -> str:
    """Paragraphs, separated by blank lines; wrapped lines are joined, lines longer than any wrap are paragraphs."""
    out: list[str] = []
    for group in "\n".join(" ".join(line.split()) for line in lines).split("\n\n"):
        inside = [line for line in group.split("\n") if line]
        out += inside if any(len(line) > 120 for line in inside) else [" ".join(inside)] if inside else []
    return "\n\n".join(out)
