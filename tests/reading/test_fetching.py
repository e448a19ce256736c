"""Pages over the network, from a server on this machine: the resolver and the check of addresses are replaced, openly, in
each fetcher; nothing else is."""

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest
from making import NEWS_HEAD, RECIT, STORY, item, page, pdf, rss, typed, zipped
from typer.testing import CliRunner

from detente.model import Document, Interval
from detente.reading.describing import Unreadable
from detente.reading.fetching import Fetcher, addresses, checked, public
from detente.reading.sources import Failure, read
from detente.showing.cli import app


class Site:
    """A web server: `pages` by path, each (status, headers, body) or a function that writes to the socket."""

    def __init__(self) -> None:
        self.pages: dict[str, object] = {}
        self.asked: list[tuple[str, str, float]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.headers["Host"], self.path, time.monotonic()))
                answer = site.pages.get(self.path, (404, {}, b"not here"))
                if callable(answer):
                    answer(self)
                    return
                status, headers, body = answer  # type: ignore[misc]
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.at = f"http://post.example:{self.port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def html(self, path: str, body: str | bytes, media: str = "text/html; charset=utf-8", **headers: str) -> None:
        data = body.encode() if isinstance(body, str) else body
        self.pages[path] = (200, {"Content-Type": media, **{k.replace("_", "-"): v for k, v in headers.items()}}, data)


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.server.shutdown()
    made.server.server_close()


def here(**more: object) -> Fetcher:
    """A fetcher for which every name is this machine, and this machine is allowed."""
    return Fetcher(
        **({"resolve": lambda host, port: ["127.0.0.1"], "allowed": lambda a: a == "127.0.0.1", "pause": 0.0} | more)
    )  # type: ignore[arg-type]


def reason(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(Unreadable) as e:
        fetcher.fetch(url)
    assert "\n" not in str(e.value)
    return str(e.value)


# ---- what comes back


def test_a_page_becomes_a_document(site: Site) -> None:
    site.html("/a", page(head=NEWS_HEAD))
    (d,) = read([f"{site.at}/a#part"], fetcher=here())
    assert isinstance(d, Document) and d.text.endswith(STORY[-1])
    assert (d.url, d.published, d.source) == (f"{site.at}/a", Interval.parse("2018-09-20"), "The Harbour Post")


def test_every_kind_by_its_mime_type(site: Site) -> None:
    site.html("/pdf", pdf([typed(STORY[0].split(", "))]), "application/pdf")
    site.html("/list.csv", f'text,date\n"{STORY[0]}",2018-09-20\n', "text/csv")
    site.html("/zip", zipped({"a.txt": STORY[0].encode(), "b.xyz": b""}), "application/zip")
    site.html("/text", STORY[0], "text/plain")
    site.html("/odd", b"\0\1", "application/octet-stream")
    found = list(read([f"{site.at}/{p}" for p in ("pdf", "list.csv", "zip", "text", "odd")], fetcher=here()))
    assert [type(f).__name__ for f in found] == ["Document", "Document", "Document", "Failure", "Document", "Failure"]


def test_the_charset_of_the_server_goes_before_that_of_the_page(site: Site) -> None:
    site.html("/a", page(RECIT).encode("cp1252"), "text/html; charset=windows-1252")
    (d,) = read([f"{site.at}/a"], fetcher=here())
    assert isinstance(d, Document) and RECIT[0] in d.text


def test_gzip_and_what_it_hides(site: Site) -> None:
    site.html("/a", gzip.compress(b"plain words"), "text/plain", Content_Encoding="gzip")
    site.html("/bomb", gzip.compress(bytes(20_000_000)), "text/plain", Content_Encoding="gzip")
    site.html("/broken", b"\x1f\x8bnot gzip", "text/plain", Content_Encoding="gzip")
    fetcher = here(limit=1_000_000)
    assert fetcher.fetch(f"{site.at}/a").data == b"plain words"
    assert "longer than 1,000,000 bytes" in reason(fetcher, f"{site.at}/bomb")
    assert "gzip" in reason(fetcher, f"{site.at}/broken")


def test_answers_that_are_no_pages(site: Site) -> None:
    def cut(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 500\r\n\r\n<p>half")

    site.pages |= {"/500": (500, {}, b""), "/cut": cut, "/nowhere": (302, {}, b"")}
    fetcher = here()
    assert reason(fetcher, f"{site.at}/none") == "the server answered 404 Not Found"
    assert "500" in reason(fetcher, f"{site.at}/500")
    assert "cut off" in reason(fetcher, f"{site.at}/cut")
    assert "nowhere" in reason(fetcher, f"{site.at}/nowhere")


def test_the_command_adds_an_address(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.reading.sources.Fetcher", here)
    site.html("/a", page(head=NEWS_HEAD))
    done = CliRunner().invoke(app, ["add", str(tmp_path / "r.duckdb"), f"{site.at}/a", f"{site.at}/none"])
    assert (
        done.exit_code == 1 and "1 added" in done.output and f"{site.at}/none: the server answered 404" in done.output
    )


# ---- where it may go


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1", "240.0.0.1",
     "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not public(address)


def test_addresses_that_are() -> None:
    assert all(public(a) for a in ("93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1"])
def test_this_machine_is_refused_under_all_its_names(site: Site, host: str) -> None:
    assert any(
        w in reason(Fetcher(), f"http://{host}:{site.port}/") for w in ("not on the public internet", "no such host")
    )
    assert not site.asked


def test_one_private_address_among_public_ones_is_enough(site: Site) -> None:
    fetcher = Fetcher(resolve=lambda host, port: ["93.184.215.14", "10.1.2.3"])
    assert "10.1.2.3" in reason(fetcher, f"{site.at}/")


def test_a_name_that_changes_its_address_between_check_and_use(site: Site) -> None:
    """DNS rebinding: the second answer would lead inside, but each request asks once and goes where that answer was."""
    answers = iter(["127.0.0.1", "127.0.0.1", "10.0.0.1"])
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return [next(answers)]

    site.html("/a", "<p>first</p>")
    fetcher = here(resolve=resolve)
    assert b"first" in fetcher.fetch(f"{site.at}/a").data
    assert len(asked) == 2 == len(site.asked)  # robots.txt and the page, each resolved once
    assert "10.0.0.1" in reason(fetcher, f"{site.at}/a")


def test_redirects_are_followed_and_each_is_checked(site: Site) -> None:
    site.html("/b", "<p>moved</p>")
    site.pages |= {
        "/a": (301, {"Location": "/b"}, b""), "/inside": (302, {"Location": f"http://inside.example:{site.port}/b"}, b""),
        "/file": (302, {"Location": "file:///etc/hostname"}, b""), "/round": (302, {"Location": "/round"}, b""),
    }  # fmt: skip
    fetcher = here(resolve=lambda host, port: ["10.0.0.1" if host == "inside.example" else "127.0.0.1"])
    assert fetcher.fetch(f"{site.at}/a").url == f"{site.at}/b"
    assert "10.0.0.1" in reason(fetcher, f"{site.at}/inside")
    assert "not a web address" in reason(fetcher, f"{site.at}/file")
    assert "redirected more than" in reason(fetcher, f"{site.at}/round")


def test_addresses_that_are_no_web_addresses() -> None:
    for url in (
        "ftp://x.example/",
        "http://",
        "http://ida:secret@post.example/",
        "http://x.example:99999/",
        "http://\udcff/",
    ):
        with pytest.raises(Unreadable):
            checked(url)
    assert checked("HTTP://Pöst.example:80/å b?q=ü#x") == "http://xn--pst-sna.example/%C3%A5%20b?q=%C3%BC"
    assert checked("http://post.example/a\r\nHost: x") == "http://post.example/aHost:%20x"


def test_the_system_resolver() -> None:
    assert "127.0.0.1" in addresses("127.0.0.1", 80)


# ---- manners


def test_robots_txt_is_obeyed_and_asked_once(site: Site) -> None:
    site.html(
        "/robots.txt",
        "User-agent: *\nDisallow: /private\nAllow: /private/but\n\nUser-agent: other\nDisallow: /\n",
        "text/plain",
    )
    for path in ("/a", "/private/x", "/private/but/y"):
        site.html(path, "<p>words</p>")
    fetcher = here()
    assert fetcher.fetch(f"{site.at}/a").data and fetcher.fetch(f"{site.at}/private/but/y").data
    assert "robots.txt does not allow" in reason(fetcher, f"{site.at}/private/x")
    assert [p for _, p, _ in site.asked] == ["/robots.txt", "/a", "/private/but/y"]


def test_robots_txt_that_cannot_be_had(site: Site) -> None:
    site.html("/a", "<p>words</p>")
    assert here().fetch(f"{site.at}/a").data  # there is none: nothing is forbidden
    site.pages["/robots.txt"] = (503, {}, b"")
    assert "robots.txt cannot be had" in reason(here(), f"{site.at}/a")


def test_requests_to_one_host_keep_their_distance(site: Site) -> None:
    site.html("/robots.txt", "User-agent: *\nCrawl-delay: 0.4\n", "text/plain")
    site.html("/a", "<p>words</p>")
    fetcher = here(pause=0.1)
    for _ in range(3):
        fetcher.fetch(f"{site.at}/a")
    times = [t for _, p, t in site.asked if p == "/a"]
    assert all(b - a > 0.35 for a, b in pairwise(times))


@pytest.mark.parametrize("where", ["head", "body"])
def test_a_server_that_drips(site: Site, where: str) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + (b"Content-Type: text/html\r\n\r\n" if where == "body" else b""))
        try:
            for _ in range(100):
                handler.wfile.write(b"x" if where == "body" else b"X-A: b\r\n")
                handler.wfile.flush()
                time.sleep(0.1)
        except OSError:
            pass

    site.pages["/a"] = drip
    began = time.monotonic()
    assert "took more than 1 seconds" in reason(here(seconds=1.0), f"{site.at}/a")
    assert time.monotonic() - began < 3


# ---- feeds


def test_a_feed_leads_to_its_pages_and_says_which_it_could_not_have(site: Site) -> None:
    when = "Fri, 21 Sep 2018 08:00:00 GMT"
    items = item("Norland reopens", f"{site.at}/1", when, "A teaser.") + item(
        "Gone", f"{site.at}/2", when, f"<p>{STORY[1]}</p>"
    )
    items += item("Whole", f"{site.at}/3", when, "<p>" + "</p><p>".join(STORY * 3) + "</p>")
    site.html("/feed", rss(items), "application/rss+xml")
    site.html("/1", page())
    first, failure, second, third = read([f"{site.at}/feed"], fetcher=here())
    assert isinstance(first, Document) and isinstance(second, Document) and isinstance(third, Document)
    assert first.text.endswith(STORY[-1]) and first.url == f"{site.at}/1"
    assert (first.published, first.source) == (
        Interval.parse("2018-09-21"),
        "The Harbour Post",
    )  # the page does not say
    assert isinstance(failure, Failure) and "404" in failure.reason and "only what the feed says" in failure.reason
    assert (second.text, second.title, second.url) == (STORY[1], "Gone", f"{site.at}/2")
    assert third.title == "Whole" and [p for _, p, _ in site.asked].count("/3") == 0


def test_a_feed_that_leads_to_itself_ends(site: Site) -> None:
    site.html("/feed", rss(item("Round", f"{site.at}/feed", "", "again and again")), "application/rss+xml")
    found = list(read([f"{site.at}/feed"], fetcher=here()))
    assert len(found) <= 3 and any(isinstance(f, Failure) for f in found)
    assert len(site.asked) == 3
