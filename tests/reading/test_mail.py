"""Messages, mailboxes, attachments, and pages saved as messages."""

import email.policy
from email.message import EmailMessage
from pathlib import Path

from making import RECIT, STORY, eml, page, pdf, typed, write, zipped

from detente.model import Document, Interval
from detente.reading.sources import Failure, read


def composed(**headers: str) -> EmailMessage:
    message = EmailMessage(policy=email.policy.SMTP)
    for name, value in headers.items():
        message[name] = value
    return message


def test_a_message(tmp_path: Path) -> None:
    (d,) = read([write(tmp_path / "a.eml", eml())])
    assert isinstance(d, Document)
    assert d.text == "\n\n".join(STORY) + "\n"
    assert (d.title, d.author, d.source, d.language) == ("Embassy reopened", "Ida Berg", "Ida Berg", "en")
    assert d.published == Interval.parse("2018-09-20")


def test_encoded_words_html_and_attachments_of_every_kind(tmp_path: Path) -> None:
    message = composed(
        From="Ministère <presse@norlande.example>",
        Subject="Réouverture de l’ambassade",
        Date="21 Sep 2018 08:00:00 +0200",
    )
    message.set_content("<p>" + "</p><p>".join(RECIT) + "</p>", subtype="html")
    message.add_attachment(
        pdf([typed(["Norland reopened its embassy in Iskia."])]),
        maintype="application",
        subtype="pdf",
        filename="note.pdf",
    )
    message.add_attachment(
        zipped({"x.txt": STORY[0].encode()}), maintype="application", subtype="zip", filename="all.zip"
    )
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png", disposition="inline")
    message.add_attachment(b"\0\1\2", maintype="application", subtype="octet-stream", filename="macro.bin")
    message.add_attachment(email.message_from_bytes(eml("Forwarded"), policy=email.policy.SMTP))
    found = list(read([write(tmp_path / "a.eml", bytes(message))]))
    letter, note, text, failure, forwarded = found
    assert isinstance(letter, Document) and isinstance(failure, Failure) and isinstance(forwarded, Document)
    assert letter.text == "\n\n".join(RECIT) and letter.language == "fr"
    assert (letter.title, letter.source) == ("Réouverture de l’ambassade", "Ministère")
    origins = [getattr(f, "origin", "").removeprefix(str(tmp_path)) for f in found]
    assert origins[:4] == ["/a.eml", "/a.eml!note.pdf", "/a.eml!all.zip!x.txt", "/a.eml!macro.bin"]
    assert isinstance(note, Document) and isinstance(text, Document) and "no reader" in failure.reason
    assert forwarded.title == "Forwarded" and forwarded.text.startswith(STORY[0])


def test_a_mailbox(tmp_path: Path) -> None:
    def unix(message: bytes) -> bytes:
        return message.replace(b"\r\n", b"\n")

    quoted = unix(eml("Second", body="First line.\n\nFrom Norhaven he wrote.\n>From the sea.\n"))
    box = b"From ida@post.example Thu Sep 20 10:00:00 2018\n" + unix(eml("First")) + b"\n"
    box += (
        b"From ida@post.example Fri Sep 21 10:00:00 2018\n"
        + quoted
        + b"\nFrom MAILER Sat Sep 22 10:00:00 2018\nSubject: none\n\n\n"
    )
    first, second, third = read([write(tmp_path / "a.mbox", box)])
    assert isinstance(first, Document) and isinstance(second, Document)
    assert (first.title, second.title) == ("First", "Second")
    assert "From Norhaven he wrote.\nFrom the sea." in second.text
    assert isinstance(third, Failure) and third.origin.endswith("a.mbox#3") and "without text" in third.reason
    (found,) = read([write(tmp_path / "b.mbox", "just text")])
    assert isinstance(found, Failure) and "not a mailbox" in found.reason


def test_a_page_saved_as_one_file(tmp_path: Path) -> None:
    whole = composed(Subject="Norland", From="<Saved by a browser>")
    whole["Snapshot-Content-Location"] = "http://post.example/1"
    whole.make_related()
    part = EmailMessage(policy=email.policy.SMTP)
    part.set_content(page(), subtype="html", cte="quoted-printable")
    part["Content-Location"] = "http://post.example/1"
    whole.attach(part)
    (d,) = read([write(tmp_path / "a.mhtml", bytes(whole))])
    assert isinstance(d, Document)
    assert d.text.endswith(STORY[-1]) and (d.url, d.source, d.title) == (
        "http://post.example/1",
        "post.example",
        "Norland reopens embassy",
    )


def test_messages_made_to_do_harm(tmp_path: Path) -> None:
    nested = b"Content-Type: text/plain\r\n\r\nThe words of the innermost message are here."
    for n in range(300):
        line = b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n)
        nested = line + nested + b"\r\n--b%d--\r\n" % n
    forwarded = b"Subject: x\r\n\r\ninnermost"
    for _ in range(20):
        forwarded = b"Subject: x\r\nContent-Type: message/rfc822\r\n\r\n" + forwarded
    many = b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"--b\r\n\r\nx\r\n" * 5000 + b"--b--\r\n"
    odd = b"Subject: =?no-such?B?!!!?=\r\nFrom: <<>>\r\nDate: soon\r\nContent-Type: text/plain; charset=no-such\r\n\r\nThe words.\r\n"
    for data in (nested, forwarded, many, odd, b"\0" * 100, b"Content-Type: multipart/mixed\r\n\r\n"):
        found = list(read([write(tmp_path / "a.eml", data)]))
        assert found and len(found) < 30
        assert all(isinstance(f, Document) or "\n" not in f.reason for f in found)
