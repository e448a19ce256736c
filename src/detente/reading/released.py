"""Released papers: the day on which one was written and the day on which it came out, and the codes that stand for what
was withheld.

The forms are those of the agencies' own stamps: the US State Department ("RELEASE IN PART ... Date: 11/30/2015"), the
CIA ("Approved For Release 2005/03/24"), the US National Archives ("DECLASSIFIED ... Date 3/4/98"), and the Canadian
departments ("Released under the Access to Information Act"). The codes are the exemptions of the US Freedom of
Information Act (5 U.S.C. 552(b)), the sections of Executive Orders 12958 and 13526, and those of the Canadian Access to
Information Act.
"""

from __future__ import annotations

import re

from detente.reading.dates import WRITTEN_OUT, american, iso

_DATE = rf"(?:{WRITTEN_OUT.pattern}|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}/\d{{1,2}}/\d{{2,4}})"
_RELEASE = re.compile(
    r"^[ \t]*(?:(?:[A-Z ]{3,30}[ :-]+)?(?:Approved for (?:public )?release|Declassified|Sanitized copy approved|Released?|"
    r"Date (?:of release|released)|Disclosed|Publicly released|Opened|Divulgué|Déclassifié|Communiqué en vertu|"
    r"Document (?:released|divulgué|disclosed))\b[^\n.]{0,90}?|UNCLASSIFIED U\.?S\.? Department of State[^\n]{0,90}?\bDate:? *|"
    r"DECLASSIFIED\b[^.]{0,160}?\bDate:? *)"
    rf"(?P<date>{_DATE})[^\n,;.]{{0,45}}$",
    re.IGNORECASE | re.MULTILINE,
)
_RELEASED = re.compile(
    r"RELEASED? IN (?:PART|FULL)|APPROVED FOR (?:PUBLIC )?RELEASE|DECLASSIFIED|UNCLASSIFIED U\.?S\.? DEPARTMENT OF STATE|"
    r"ACCESS TO INFORMATION ACT|ACCÈS À L['’]INFORMATION|FREEDOM OF INFORMATION ACT|SANITIZED COPY",
    re.IGNORECASE,
)
_OFFICIAL = re.compile(
    r"\b(?:MEMORANDUM|TELEGRAM|TÉLÉGRAMME|CABLE|AIDE[- ]M[EÉ]MOIRE|NOTE DE SERVICE|NOTE VERBALE|DESPATCH|AIRGRAM|"
    r"(?:TOP )?SECRET|CONFIDENTIAL|CONFIDENTIEL|RESTRICTED|PROTECTED|UNCLASSIFIED|NODIS|EXDIS|NOFORN|LIMDIS)\b"
)
_WRITTEN = re.compile(
    rf"^[ \t]*(?:DATE|DATED|DATE SENT|DATE OF (?:MEETING|MEMORANDUM)|Date|Dated)[ \t]*:[ \t]*(?:[A-Za-zé]+day,? )?(?P<date>{_DATE})",
    re.MULTILINE | re.IGNORECASE,
)
_GROUP = re.compile(
    r"\b(\d\d)\d{4}Z ?(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]{0,6} ?(\d{4}|\d\d)\b"
)  # a cable's date-time group: 021530Z MAY 84
_ALONE = re.compile(
    rf"^[ \t]*(?:[^\W\d_][^\n\d]{{1,40}},[ \t]+(?:le )?)?(?P<date>{WRITTEN_OUT.pattern})\.?[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^[ \t]*(?:SUBJECT|SUBJ|OBJET|RE|Subject|Objet)[ \t]*:[ \t]*(\S[^\n]*(?:\n[ \t]{4,}\S[^\n]*)?)", re.MULTILINE
)

_SURE = (
    r"\(b\) ?\([1-9]\)(?:\([A-F]\))?|b\([1-9]\)(?:\([A-F]\))?|1\.[45] ?\([A-Ha-h]\)|3\.[35]\([a-h]\)(?:\(\d\))?|[25][05]X\d(?:-\w+)?|"
    r"(?:ss?|al|section)\. ?\d{1,2}(?:\(\d{1,2}\))?(?:\([a-z.]{1,3}\))*(?: ?- ?I\.A\.)?|E\.?O\.? 1\d{4}"
)
_BETWEEN = r"(?:[\s,;/]|and|et)*"
_CODES = re.compile(rf"(?:{_SURE}){_BETWEEN}(?:(?:{_SURE}|B[1-9]){_BETWEEN}){{0,7}}", re.IGNORECASE)
_BARE = re.compile(rf"(?:{_SURE}|B[1-9]){_BETWEEN}(?:(?:{_SURE}|B[1-9]){_BETWEEN}){{0,7}}", re.IGNORECASE)


def is_released(text: str) -> bool:
    """Whether a text bears a stamp of release or declassification."""
    return _RELEASED.search(text) is not None


def dates(text: str) -> dict[str, str]:
    """`published`, the day of release that a stamp near the beginning or end gives, and `written`, the day that the
    head of a memorandum or cable gives; each where there is one. A year of two digits is of 1945 to 2044."""
    head, tail = text[:4000], text[-2000:] if len(text) > 4000 else ""
    out: dict[str, str] = {}
    release = _RELEASE.search(head) or _RELEASE.search(tail)
    if release and (day := _day(release["date"])):
        out["published"] = day
    official = _OFFICIAL.search(head[:2000]) is not None
    if not official and not release and not _RELEASED.search(head):
        return out
    stamp = release.span() if release else (-1, -1)
    for form in (_WRITTEN, _GROUP, _ALONE):
        for m in form.finditer(head):
            day = _group(m) if form is _GROUP else _day(m["date"])
            if day and not (m.start() < stamp[1] and stamp[0] < m.end()):
                return out | {"written": day}
    return out


def alone(text: str) -> str | None:
    """The date on a line of its own, or after a place, near the top of a text; None where there is none."""
    m = _ALONE.search(text[:1500])
    return _day(m["date"]) if m else None


def subject(text: str) -> str | None:
    """What the subject line of a memorandum or cable says; None where there is none near its top."""
    m = _SUBJECT.search(text[:4000])
    return " ".join(m[1].split())[:300] if m else None


def withheld(line: str, paper_is_released: bool) -> str | None:
    """`[withheld: CODES]` for a line that holds nothing but codes of exemption; else None.

    B1 to B9 alone may be the number of an annex, so they count only on a paper that bears a stamp of release.
    """
    words = line.strip()
    if len(words) > 60 or not (_BARE if paper_is_released else _CODES).fullmatch(words):
        return None
    return f"[withheld: {' '.join(words.split()).strip(' ,;/')}]"


def _day(value: str) -> str | None:
    if day := iso(value) or american(value):
        return day
    m = re.match(r"(\d{1,2})/(\d{1,2})/(\d\d)$", value)
    return american(f"{m[1]}/{m[2]}/{_century(m[3])}") if m else None


def _group(m: re.Match[str]) -> str | None:
    return iso(f"{m[1]} {m[2]} {m[3] if len(m[3]) == 4 else _century(m[3])}")


def _century(two: str) -> str:
    return ("19" if int(two) >= 45 else "20") + two
