"""Small files of every kind that is read, made as the programs make them that people use. All texts are the project's own."""

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

STORY = (
    "Norland reopened its embassy in the capital of Iskia on Thursday, its foreign ministry said, ending a quarrel of "
    "eleven years over fishing rights.",
    "The two governments had agreed in May on compensation for the trawlers that were seized in 2007, according to two "
    "officials who took part in the talks.",
    '"We have turned a page," said Foreign Minister Olaf Lund. He declined to say when an ambassador would arrive.',
)
RECIT = (
    "La Norlande a rouvert jeudi son ambassade dans la capitale de l'Iskie, a annoncé son ministère des Affaires "
    "étrangères, mettant fin à une querelle de onze ans sur les droits de pêche.",
    "Les deux gouvernements s'étaient entendus en mai sur l'indemnisation des chalutiers saisis en 2007, selon deux "
    "responsables qui ont pris part aux pourparlers.",
)


def page(
    paragraphs: Sequence[str] = STORY, head: str = "", lang: str = "en", title: str = "Norland reopens embassy"
) -> str:
    """A page as a newspaper's site serves it, with a menu, an advertisement and a foot."""
    body = "".join(f"<p>{p}</p>\n" for p in paragraphs)
    return f"""<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title} | The Harbour Post</title>{head}</head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>{title}</h1>
{body}</article>
<aside><p><a href="/x">Ten cheeses you should try</a></p></aside>
<footer><p>Copyright 2026 The Harbour Post. All rights reserved.</p></footer></body></html>"""


NEWS_HEAD = """<meta property="og:site_name" content="The Harbour Post"><script type="application/ld+json">
{"@context": "http://schema.org", "@graph": [{"@type": "WebSite", "name": "x"}, {"@type": "NewsArticle",
"headline": "Norland reopens embassy", "datePublished": "2018-09-20T23:30:00-04:00", "dateModified": "2019-01-01",
"author": [{"name": "Ida Berg"}], "publisher": {"name": "The Harbour Post"}, "inLanguage": "en"}]}</script>"""


def rss(items: str, language: str = "en") -> str:
    """An RSS 2.0 feed with a newspaper's channel around `items`."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Harbour Post</title>
<link>http://post.example/</link><description>News</description><language>{language}</language>{items}</channel></rss>"""


def item(title: str, link: str, date: str, text: str) -> str:
    """An item of a feed whose text is HTML in its description."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return f"<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate><description>{escaped}</description></item>"


def pdf(pages: Sequence[str], info: str = "", images: Sequence[tuple[int, int, bytes]] = ()) -> bytes:
    """A PDF of pages of 612 by 792 points, each given by its content stream; image n is /In, its bytes grey values."""
    objects: list[bytes] = [b"", b""]
    fonts = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >> "
    fonts += b"/F2 << /Type /Font /Subtype /Type1 /BaseFont /Times-Bold >> >>"
    pictures = b""
    for n, (width, height, grey) in enumerate(images):
        packed = zlib.compress(grey)
        objects.append(
            b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 "
            b"/Filter /FlateDecode /Length %d >>\nstream\n" % (width, height, len(packed)) + packed + b"\nendstream"
        )
        pictures += b"/I%d %d 0 R " % (n, len(objects))
    kids = []
    for content in pages:
        data = content.encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n" % len(data) + data + b"\nendstream")
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R /Resources << %s /XObject << %s >> >> >>"
            % (len(objects), fonts, pictures)
        )
        kids.append(len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % k for k in kids), len(kids))
    objects.append(f"<< {info} >>".encode("cp1252"))
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for n, o in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % n + o + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % o for o in offsets)
    out += b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        len(objects),
        start,
    )
    return bytes(out)


def typed(lines: Sequence[str], top: int = 720, size: int = 12, left: int = 72, step: int = 16) -> str:
    """A content stream: lines of type, one below the other, an empty one for a blank line."""
    out = []
    for n, line in enumerate(lines):
        if line:
            words = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
            out.append(f"BT /F1 {size} Tf 1 0 0 1 {left} {top - step * n} Tm ({words}) Tj ET")
    return "\n".join(out) + "\n"


def bar(left: int, bottom: int, width: int, height: int, grey: float = 0) -> str:
    """A content stream: a filled rectangle."""
    return f"{grey} g {left} {bottom} {width} {height} re f 0 g\n"


def scan(content: str, resolution: int = 150) -> bytes:
    """A PDF that is a picture of a page, with a little of a scanner's noise, and no text."""
    import numpy as np
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf([content]))
    grey = document[0].render(scale=resolution / 72, grayscale=True).to_numpy()
    grey = grey[:, :, 0] if grey.ndim == 3 else grey
    noise = np.random.default_rng(1).integers(-6, 7, grey.shape)
    grey = np.clip(grey.astype(int) + noise, 0, 255).astype(np.uint8)
    height, width = grey.shape
    return pdf(["q 612 0 0 792 0 0 cm /I0 Do Q"], images=[(width, height, grey.tobytes())])


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str, core: str = "", notes: str = "") -> bytes:
    """A Word document with the given body, core properties and footnotes."""
    parts = {
        "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "word/document.xml": f'<?xml version="1.0"?><w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>',
        "docProps/core.xml": '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        f"{core}</cp:coreProperties>",
    }
    if notes:
        parts["word/footnotes.xml"] = f'<w:footnotes xmlns:w="{_WORD}">{notes}</w:footnotes>'
    return zipped({name: text.encode() for name, text in parts.items()})


def paragraph(text: str, style: str = "") -> str:
    """A paragraph of a Word document."""
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{styled}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def eml(
    subject: str = "Embassy reopened", date: str = "Thu, 20 Sep 2018 23:30:00 -0400", body: str = "\n\n".join(STORY)
) -> bytes:
    """A message of plain text."""
    head = f"From: Ida Berg <ida@post.example>\r\nTo: desk@post.example\r\nSubject: {subject}\r\nDate: {date}\r\n"
    head += 'MIME-Version: 1.0\r\nContent-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
    return (head + body.replace("\n", "\r\n") + "\r\n").encode()


def zipped(files: dict[str, bytes]) -> bytes:
    """A ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(files: dict[str, bytes], mode: str = "w:gz") -> bytes:
    """A TAR archive."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def warc(pages: Sequence[tuple[str, str, bytes]], status: str = "200 OK") -> bytes:
    """A crawl of pages (address, MIME type, bytes), each record packed by itself, with the request before each."""
    out = b""
    for url, media, data in pages:
        answer = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n\r\n".encode() + data
        for kind, block in (("request", b"GET / HTTP/1.1\r\n\r\n"), ("response", answer)):
            head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n"
            head += f"WARC-Record-ID: <urn:uuid:{kind}>\r\nContent-Type: application/http; msgtype={kind}\r\n"
            out += gzip.compress(f"{head}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n")
    return out


TEI_VOLUME = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0" xml:id="frus1981-88v99">
<teiHeader><fileDesc><titleStmt><title type="complete">Relations with Iskia, 1981-1988</title></titleStmt>
<publicationStmt><publisher>Office of Fisheries</publisher><date type="publication-date" when="2012-06-01">2012</date>
<idno type="dirname">frus1981-88v99</idno></publicationStmt></fileDesc></teiHeader>
<text><front><div type="section"><head>Preface</head><p>How this volume was made.</p></div></front>
<body><div type="compilation"><head>Iskia</head>
<div type="document" n="1" xml:id="d1" frus:doc-dateTime-min="1984-05-02T00:00:00-05:00" frus:doc-dateTime-max="1984-05-02T23:59:59-05:00">
<head>1. Memorandum From the Deputy Minister (Lund) to the Prime Minister<note n="1" type="source">Source: Ministry archives.
Secret; Sensitive.</note></head>
<opener><dateline><placeName>Norhaven</placeName>, <date when="1984-05-02">May 2, 1984</date></dateline></opener>
<p>1. Our envoy met the Foreign Minister of Iskia on April 30. <hi rend="italic">[1 line not declassified]</hi></p>
<p>2. He gave us <gap reason="declassification"/> and a <gap reason="illegible"/> letter.</p></div>
<div type="document" n="2" xml:id="d2" frus:doc-dateTime-min="1984-06-01T00:00:00-05:00" frus:doc-dateTime-max="1984-06-30T23:59:59-05:00">
<head>2. Telegram From the Embassy in Iskia</head><p>The talks on fishing rights were resumed in the capital today.</p></div>
</div></body></text></TEI>
"""

LEXIS = """




                               1 of 2 DOCUMENTS


                         The Harbour Post (Norhaven)

                        September 20, 2018 Thursday
                           Final Edition

Norland reopens embassy in Iskia after quarrel of
eleven years

BYLINE: By Ida Berg, Harbour Post Staff

SECTION: WORLD; Pg. A1

LENGTH: 62 words

DATELINE: ISKIA CITY

BODY:


   Norland reopened its embassy in the capital of Iskia on Thursday, its foreign
ministry said, ending a quarrel of eleven years over fishing rights.

   SECTION: said the sign on the door.

LOAD-DATE: September 21, 2018

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper

                   Copyright 2018 The Harbour Post Company
                              All Rights Reserved


                               2 of 2 DOCUMENTS


                              Le Courrier du Port

                               20 septembre 2018

La Norlande rouvre son ambassade

LENGTH: 40 mots

BODY:

La Norlande a rouvert jeudi son ambassade dans la capitale de l'Iskie, a
annoncé son ministère des Affaires étrangères.

LANGUAGE: FRENCH; FRANÇAIS

                   Copyright 2018 Le Courrier du Port
"""

NEXIS_UNI = """Norland reopens embassy in Iskia
The Harbour Post (Norhaven)
September 20, 2018 Thursday

Copyright 2018 The Harbour Post Company All Rights Reserved

Section: WORLD; Pg. A1
Length: 62 words
Byline: By Ida Berg
Body

Norland reopened its embassy in the capital of Iskia on Thursday, its foreign ministry said, ending a quarrel of eleven years.

"We have turned a page," said Foreign Minister Olaf Lund.

Classification

Language: ENGLISH
Publication-Type: Newspaper
Load-Date: September 21, 2018

End of Document
"""

FACTIVA = """Norland reopens embassy in Iskia
By Ida Berg
162 words
20 September 2018
10:05 AM
The Harbour Post
HARBP
A1
English
(c) 2018 The Harbour Post

Norland reopened its embassy in the capital of Iskia on Thursday, its foreign ministry said, ending a quarrel of years.

"We have turned a page," said Foreign Minister Olaf Lund.

Document HARBP00020180920ee9k0000b

La Norlande rouvre son ambassade
84 mots
20 septembre 2018
Le Courrier du Port
COURP
French
Copyright 2018. Le Courrier du Port

La Norlande a rouvert jeudi son ambassade dans la capitale de l'Iskie, a annoncé son ministère des Affaires étrangères.

Document COURP00020180920ee9k0000c
"""

FACTIVA_CODED = """HD
Norland reopens embassy in Iskia
BY By Ida Berg
WC 162 words
PD 20 September 2018
ET 10:05
SN The Harbour Post
SC HARBP
LA English
CY (c) 2018 The Harbour Post

LP
Norland reopened its embassy in the capital of Iskia on Thursday, its foreign ministry said.

TD
"We have turned a page," said Foreign Minister Olaf Lund.

CO nrlgvt : Government of Norland
RE isk : Iskia
PUB The Harbour Post Company
AN
Document HARBP00020180920ee9k0000b
"""


def write(path: Path, content: str | bytes) -> Path:
    """Write a file, with the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
