"""How long `detente serve` keeps a person waiting, on a record of 100,000 events.

    python bench/serve.py [RECORD]      prints one JSON object; keeps the record it makes where a path is given

The record: 90,000 imported events and 10,000 that 2,500 made-up documents report, between 150 states over 20 years, the pairs as
uneven as in the world (the busiest has some thousands). Each interaction is asked for on a busy, a middling and a quiet pair,
as the page asks for it, most of them for the first time, so that nothing that was worked out before helps; `opens` is the
time from starting the process to the whole front page, `dyad opens` that of the first page of the busiest pair.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from detente.knowledge import ontology, world
from detente.model import Actor, Coding, Document, Interval, Mention, Span, Time
from detente.recording.filing import add
from detente.recording.importing import import_file
from detente.recording.store import Record

STATES, IMPORTED, DOCUMENTS, EACH = 150, 90_000, 2_500, 4
FIRST = date(2000, 1, 1)
CODES = ("010", "036", "040", "042", "043", "051", "057", "061", "070", "111", "112", "120", "130", "163", "173", "190")


def pairs(rng: random.Random) -> Iterator[tuple[str, str]]:
    """Pairs of states, some far more often than others (Zipf)."""
    states = [t for t, x in sorted(world.territories().items()) if x.end is None][:STATES]
    rng.shuffle(states)
    weights = [1 / (i + 1) for i in range(len(states))]
    while True:
        a, b = rng.choices(states, weights, k=2)
        if a != b:
            yield a, b


def stories(rng: random.Random) -> Iterator[tuple[Document, Coding]]:
    """Made-up documents, with what they say."""
    drawn = pairs(rng)
    words = [
        "talks",
        "trade",
        "border",
        "fishing",
        "treaty",
        "visit",
        "envoy",
        "shipment",
        "tariff",
        "ceremony",
        "grain",
        "port",
        "visa",
        "satellite",
        "canal",
    ]
    for i in range(DOCUMENTS):
        day = FIRST + timedelta(days=rng.randrange(7300))
        lines, found = [], []
        for _ in range(EACH):
            a, b = next(drawn)
            act = ontology.act(rng.choice([c for c in CODES if ontology.act(c).type]))
            lines.append(f"{a} and {b}: {' '.join(rng.choices(words, k=14))}.")
            found.append((a, b, act))
        text = "\n".join(lines)
        d = Document(f"story-{i:05}", text, f"Story {i}", Interval.day(day), source=f"Paper {i % 40}", language="en")
        mentions, start = [], 0
        for line, (a, b, act) in zip(lines, found, strict=True):
            at = Span(start, start + 3)
            assert act.type and act.quad
            mentions.append(Mention(
                d.id, Span(start, start + len(line)), Span(start + 13, start + 18),
                (Actor(at, a),), (Actor(Span(start + 8, start + 11), b),),
                False, act.type, act.mode, act.contexts, act.cameo, act.score, act.goldstein, act.quad,
                rng.choice(["actual"] * 6 + ["planned", "denied"]), 1.0, None,
                Time(Interval.day(day - timedelta(days=rng.randrange(40)))), (), (), (), 0.7,
            ))  # fmt: skip
            start += len(line) + 1
        yield d, Coding(d.id, tuple(mentions))


def build(path: Path) -> None:
    """The record, the same every time."""
    rng = random.Random(1)
    table = path.with_suffix(".csv")
    drawn = pairs(rng)
    with table.open("w") as f:
        f.write("date,actor,event,recipient\n")
        for _ in range(IMPORTED):
            a, b = next(drawn)
            f.write(f"{FIRST + timedelta(days=rng.randrange(7300))},{a},{rng.choice(CODES)},{b}\n")
    with Record.open(path) as record:
        import_file(record, table)
        add(record, stories(rng))
    table.unlink()


class Visitor:
    """Asks the server, and knows how long each answer took."""

    def __init__(self, address: str, token: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=120)
        self._token = token

    def ask(self, path: str, data: object = None) -> tuple[float, bytes]:
        """Seconds until the whole answer was there, and the answer."""
        started = time.perf_counter()
        headers = {"authorization": f"Bearer {self._token}", "content-type": "application/json"}
        self._connection.request(
            "GET" if data is None else "POST", path, None if data is None else json.dumps(data), headers
        )
        answer = self._connection.getresponse()
        body = answer.read()
        assert answer.status in (200, 201), (path, answer.status, body[:200])
        return time.perf_counter() - started, body


def interactions(v: Visitor, some: list[tuple[str, str]]) -> Iterator[tuple[str, float]]:
    """What a person does on the page of each pair, and how long each answer takes."""
    for a, b in some:
        page = f"/dyad/{a}/{b}"
        yield "another pair", v.ask(page)[0]
        for year in (2005, 2009, 2013):
            yield "another period", v.ask(f"{page}?in={year}")[0]
        for day in ("2013-04-01", "2013-09-15", "2014-02-03", "2015-06-30"):
            yield "the clock turned back", v.ask(f"{page}?in=2013&known_by={day}")[0]
        for query in ("type=CONSULT", "factuality=denied", "since=2010&until=2012", "page=2", "search=treaty"):
            yield "filter, search, next page", v.ask(f"{page}?in=2013&{query}")[0]
        yield "dimensions and clock", v.ask(f"{page}/more?in=2013")[0]
        yield "queue", v.ask(f"/queue/{a}/{b}?in=2013")[0]
        told = [e for e in json.loads(v.ask(f"/api/v1/events?a={a}&b={b}&limit=1000")[1])["events"] if e["mentions"]]
        for e in told[:2]:
            yield "open a document", v.ask(f"/document?id={e['mentions'][0]['document']}")[0]
            yield "judge", v.ask("/api/v1/judgements", {"action": "confirm", "targets": [e["id"]]})[0]
            yield "the page after judging", v.ask(f"{page}?in=2013")[0]
    yield "search of pairs", v.ask("/?search=can")[0]
    yield "list of documents", v.ask("/documents?search=story")[0]


def cpu_seconds(pid: int) -> float | None:
    """Processor time that a process has used, which others that run meanwhile do not stretch; None where Linux does not tell."""
    told = Path(f"/proc/{pid}/stat")
    if not told.exists():
        return None
    fields = told.read_text().rpartition(")")[2].split()
    return round((int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), 2)


def measure(path: Path) -> dict[str, object]:
    """Serve the record and visit it."""
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "detente", "serve", str(path), "--port", "0"], stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            found = re.search(r"(http://\S+)/\?token=(\S+)", server.stdout.readline())
            assert found is not None
            v = Visitor(found[1], found[2])
            v.ask("/")
            opens, cpu = time.perf_counter() - started, cpu_seconds(server.pid)
            every = json.loads(v.ask("/api/v1/dyads?limit=1000")[1])["dyads"]
            some = [tuple(every[i]["dyad"]) for i in (0, len(every) // 20, len(every) // 5)]
            dyad = v.ask("/dyad/{}/{}".format(*some[0]))[0]
            world_first = v.ask("/world?in=2013")[0]
            times: dict[str, list[float]] = {}
            for year in (2006, 2010, 2014):
                times.setdefault("world of another year", []).append(v.ask(f"/world?in={year}")[0])
            for what, seconds in interactions(v, some[::-1]):
                times.setdefault(what, []).append(seconds)
        finally:
            server.terminate()
    all_ = sorted(x for xs in times.values() for x in xs)
    return {
        "events": IMPORTED + DOCUMENTS * EACH, "events of the pairs": [every[i]["events"] for i in (0, len(every) // 20, len(every) // 5)],
        "load": round(os.getloadavg()[0], 1),
        "opens_s": round(opens, 2),
        "opens_cpu_s": cpu, "dyad opens_s": round(dyad, 2), "world, first time_s": round(world_first, 2),
        "interaction_median_ms": round(1000 * statistics.median(all_)), "interaction_p90_ms": round(1000 * all_[int(len(all_) * 0.9)]),
        "median_ms": {k: round(1000 * statistics.median(xs)) for k, xs in times.items()},
    }  # fmt: skip


def main() -> None:
    """Build where needed, measure, print."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "bench.duckdb"
        if not path.exists():
            build(path)
        print(json.dumps(measure(path), indent=2))


if __name__ == "__main__":
    main()
