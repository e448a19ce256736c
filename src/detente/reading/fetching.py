"""Pages over the network: politely (robots.txt, one request a second to a host), bounded, and from public addresses only.

A name is resolved once for each request, every address it has is checked, and the connection goes to the address that
was checked: a name that points elsewhere a moment later (DNS rebinding) changes nothing. Each redirect is a request of
its own, checked in the same way. Proxies of the environment are not used, as they would resolve names themselves.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from detente import __version__
from detente.reading.describing import Unreadable

AGENT = f"detente/{__version__} (reads pages for research; obeys robots.txt)"
BYTE_LIMIT = 50 << 20
ROBOTS_LIMIT = 500 << 10  # RFC 9309, 2.5: at least 500 KiB of it must be read
REDIRECTS = 5  # RFC 9309, 2.3.1.2: at least five
SECONDS = 60.0
PAUSE = 1.0
LONGEST_PAUSE = 30.0

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent: the address it came from in the end, the MIME type (with its charset), and the bytes."""

    url: str
    media: str
    data: bytes


def public(address: str) -> bool:
    """Whether an IP address belongs to the public internet: not private, loopback, link-local, multicast or reserved,
    nor one of these in IPv6's clothes."""
    ip: Any = ipaddress.ip_address(address.partition("%")[0])
    if ip.version == 6:
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.ip_address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return public(str(inner))
    return bool(ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified)


def addresses(host: str, port: int) -> list[str]:
    """Every IP address of a host, as the system resolves it. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(f[4][0]) for f in found))


class Fetcher:
    """Fetches pages, remembering what each host's robots.txt says and when it was last asked.

    `resolve` and `allowed` are `addresses` and `public`; they are arguments so that tests can serve pages from the
    machine they run on. `pause` is the least time in seconds between two requests to one host (more where its
    robots.txt asks for it), `seconds` the longest that one page may take.
    """

    def __init__(
        self,
        resolve: Callable[[str, int], list[str]] = addresses,
        allowed: Callable[[str], bool] = public,
        pause: float = PAUSE,
        seconds: float = SECONDS,
        limit: int = BYTE_LIMIT,
    ) -> None:
        self._resolve, self._allowed = resolve, allowed
        self._pause, self._seconds, self._limit = pause, seconds, limit
        self._robots: dict[str, Any] = {}
        self._asked: dict[str, float] = {}

    def fetch(self, url: str) -> Answer:
        """The page at `url`, redirects followed. Raises Unreadable in one line where it may not or cannot be had."""
        deadline = time.monotonic() + self._seconds
        for _ in range(REDIRECTS + 1):
            url = checked(url)
            deadline += self._obey(url)
            answer = self._request(url, self._limit, deadline)
            if isinstance(answer, Answer):
                return answer
            url = urljoin(url, answer)
        raise Unreadable(f"redirected more than {REDIRECTS} times")

    def ask(self, url: str) -> bytes:
        """The answer of a service that is there for programs to ask, once: its robots.txt, which is for those that follow
        links, says nothing of that. Raises Unreadable in one line where it cannot be had, or redirects."""
        answer = self._request(checked(url), self._limit, time.monotonic() + self._seconds)
        if isinstance(answer, Answer):
            return answer.data
        raise Unreadable("redirected elsewhere")

    def _obey(self, url: str) -> float:
        """Ask the host's robots.txt, and wait until the host may be asked again; the seconds that this took."""
        began = time.monotonic()
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self._robots:
            self._robots[host] = None  # and stays so where asking fails: a dead host is not asked again for every page
            self._robots[host] = self._rules(host)
        rules = self._robots[host]
        if rules is None:
            raise Unreadable("its site's robots.txt cannot be had, so it is not read")
        if not rules.can_fetch(url, "detente"):
            raise Unreadable("its site's robots.txt does not allow it")
        pause = max(self._pause, min(float(rules.crawl_delay("detente") or 0), LONGEST_PAUSE))
        wait = self._asked.get(host, float("-inf")) + pause - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        self._asked[host] = time.monotonic()
        return time.monotonic() - began

    def _rules(self, host: str) -> Any:
        """What robots.txt says; nothing is forbidden where there is none, everything where it cannot be had (RFC 9309)."""
        from protego import Protego

        url: str | None = f"{host}/robots.txt"
        deadline = time.monotonic() + min(self._seconds, 20.0)
        for _ in range(REDIRECTS + 1):
            try:
                answer = self._request(checked(url or ""), ROBOTS_LIMIT, deadline, cut=True)
            except _Refused as e:
                return None if e.status >= 500 or e.status == 429 else Protego.parse("")
            if isinstance(answer, Answer):
                return Protego.parse(answer.data.decode("utf-8", "replace"))
            url = urljoin(url or "", answer)
        return Protego.parse("")

    def _request(self, url: str, limit: int, deadline: float, cut: bool = False) -> Answer | str:
        """One request: the answer, or where it redirects to. With `cut`, what is over the limit is left out."""
        parts = urlsplit(url)
        host, secure = parts.hostname or "", parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        address = self._address(host, port)
        connection = _Connection(address, host, port, secure, deadline)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"User-Agent": AGENT, "Accept-Encoding": "gzip", "Accept": "*/*", "Connection": "close"}
        try:
            connection.request("GET", target, headers=headers)
            response = connection.getresponse()
            if response.status in (301, 302, 303, 307, 308):
                place = response.headers.get("Location")
                if not place:
                    raise Unreadable("redirected to nowhere")
                return place
            if response.status != 200:
                raise _Refused(response.status)
            data = _body(response, limit, cut)
            if connection.expired:
                raise TimeoutError
            return Answer(url, response.headers.get("Content-Type", ""), data)
        except (OSError, http.client.HTTPException, ValueError) as e:
            if connection.expired or isinstance(e, TimeoutError):
                raise Unreadable(f"took more than {self._seconds:g} seconds") from None
            raise Unreadable(f"cannot be fetched ({' '.join(str(e).split())[:100] or type(e).__name__})") from None
        finally:
            connection.end()

    def _address(self, host: str, port: int) -> str:
        try:
            found = self._resolve(host, port)
        except (OSError, UnicodeError):
            raise Unreadable(f"no such host: {host[:100]}") from None
        for address in found:
            if not self._allowed(address):  # one is enough: a name with both is a trap
                raise Unreadable(f"{host[:100]} is at {address}, which is not on the public internet: not read")
        if not found:
            raise Unreadable(f"no such host: {host[:100]}")
        return found[0]


class _Refused(Unreadable):
    def __init__(self, status: int) -> None:
        what = http.client.responses.get(status, "")
        super().__init__(f"the server answered {status}{' ' + what if what else ''}")
        self.status = status


class _Connection(http.client.HTTPConnection):
    """A connection to an address that was checked, by the name that it was checked for, cut off at a deadline.

    A timeout of the socket would begin anew with every byte of a server that drips; the deadline does not.
    """

    def __init__(self, address: str, host: str, port: int, secure: bool, deadline: float) -> None:
        super().__init__(host, port)
        self.default_port = 443 if secure else 80
        self.expired = False
        self._address, self._secure = address, secure
        self._wire: socket.socket | None = None
        self._left = deadline - time.monotonic()
        self._watch = threading.Timer(max(self._left, 0), self._expire)
        self._watch.daemon = True

    def connect(self) -> None:
        """Connect, with TLS for the host's name where it is asked for."""
        if self._left <= 0:
            raise TimeoutError
        self._watch.start()
        self.sock = socket.create_connection((self._address, self.port), timeout=self._left)
        self._wire = self.sock  # `sock` is gone once the head of an answer is read
        if self._secure:
            self._wire = self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def end(self) -> None:
        """Close the connection and stop the watch over it."""
        self._watch.cancel()
        self.close()

    def _expire(self) -> None:
        self.expired = True
        if self._wire is not None:
            with suppress(OSError):
                self._wire.shutdown(socket.SHUT_RDWR)


def _body(response: http.client.HTTPResponse, limit: int, cut: bool) -> bytes:
    zipped = response.headers.get("Content-Encoding", "").strip().lower() in ("gzip", "x-gzip")
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 16) if zipped else None
    out = bytearray()
    while data := response.read1(1 << 16):
        if inflate is not None:
            try:
                data = inflate.decompress(data, limit + 1 - len(out))
            except zlib.error:
                raise Unreadable("its gzip encoding is broken") from None
        out += data
        if len(out) > limit:
            if cut:
                return bytes(out[:limit])
            raise Unreadable(f"longer than {limit:,} bytes")
    if response.length:
        raise ValueError(f"cut off {response.length:,} bytes before its end")
    return bytes(out)


def checked(url: str) -> str:
    """`url` in ASCII, without its fragment and credentials refused. Raises Unreadable for what is no web address."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = (parts.hostname or "").encode("idna" if not (parts.hostname or "").isascii() else "ascii").decode()
    except (ValueError, UnicodeError):
        raise Unreadable("not a web address") from None
    if parts.scheme not in ("http", "https") or not host:
        raise Unreadable("not a web address (http://... or https://...)")
    if parts.username or parts.password:
        raise Unreadable("an address with a user's name or password in it: not read")
    where = f"[{host}]" if ":" in host else host
    path = quote(parts.path, safe="/%:@!$&'()*+,;=-._~")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=-._~?")
    default = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{where}{f':{port}' if port and port != default else ''}{path or '/'}" + (
        f"?{query}" if query else ""
    )
