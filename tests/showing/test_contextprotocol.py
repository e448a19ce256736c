"""A real client of the Model Context Protocol, over standard input and output."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp", reason="the extra `mcp` is not installed")


def talk(record: Path, *questions: tuple[str, dict[str, Any]]) -> tuple[list[Any], list[tuple[bool, Any]]]:
    """The tools there are, and the answer to each question: whether it failed, and what was said."""
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client

    async def run() -> tuple[list[Any], list[tuple[bool, Any]]]:
        server = StdioServerParameters(
            command=sys.executable, args=["-m", "detente", "mcp", str(record)], env=dict(os.environ)
        )
        async with stdio_client(server) as streams, ClientSession(*streams) as session:
            await session.initialize()
            tools = (await session.list_tools()).tools
            out = []
            for name, given in questions:
                answer = await session.call_tool(name, given)
                text = answer.content[0].text
                out.append((answer.is_error, text if answer.is_error else json.loads(text)))
            return tools, out

    return asyncio.run(run())


def test_an_assistant_asks_and_is_answered_with_quotes(copy: Path) -> None:
    before = copy.read_bytes()
    tools, answers = talk(
        copy,
        ("shift", {"a": "Canada", "b": "North Korea", "in_period": "2018"}),
        ("events", {"a": "CAN", "b": "PRK", "factuality": "offered"}),
        ("gaps", {"a": "CAN", "b": "PRK"}),
        ("turning_points", {"a": "CAN", "b": "PRK"}),
        ("as_known", {"a": "CAN", "b": "PRK", "in_period": "2018"}),
        ("search", {"words": "released papers"}),
        ("events", {"a": "Narnia"}),
    )
    assert {t.name for t in tools} == {"search", "events", "shift", "turning_points", "gaps", "as_known"}
    assert all(t.annotations.read_only_hint and t.description for t in tools)
    shift, offers, gaps, turns, known, found, wrong = answers
    assert "moved closer in 2018" in shift[1]["verdict"]
    assert all(q["mentions"][0]["sentence"] and q["mentions"][0]["document"] for q in shift[1]["quotes"])
    assert offers[1]["total"] == 1 and "if it disarmed" in offers[1]["events"][0]["mentions"][0]["sentence"]
    assert {g["gap"] for g in gaps[1]["gaps"]} == {"unspecified", "withheld"}
    assert not turns[0] and all(t["quotes"] for t in turns[1]["turns"])
    assert known[1]["answers"][0]["known_by"] == "2018-12-31" and known[1]["became_known"]
    assert found[1]["documents"][0]["id"] == "papers" and "released" in found[1]["documents"][0]["quote"]
    assert wrong[0] and "unknown country" in wrong[1]
    assert copy.read_bytes() == before
