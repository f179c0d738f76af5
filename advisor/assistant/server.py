"""The operations as tools of the Model Context Protocol, over standard input and output."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import anyio
import msgspec
from anyio import CapacityLimiter, to_thread
from mcp.server import Server
from mcp.server.stdio import stdio_server
from mcp_types import CallToolResult, ListToolsResult, TextContent, Tool, ToolAnnotations

from advisor._version import __version__
from advisor.assistant.contracts import RefusedJson
from advisor.assistant.operations import OPERATIONS, perform, takes, words

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from advisor.interview.desk import Desk

LONGEST_LINE = 200_000
"""Bytes of one message."""


def serve(desk: Desk) -> None:
    """Serves until standard input ends."""
    anyio.run(_serve, desk)


def make_server(desk: Desk) -> Server[Any]:
    """The server over a folder of cases, for any transport."""
    one_at_a_time = CapacityLimiter(1)
    tools = ListToolsResult(tools=[_tool(name) for name in OPERATIONS])

    async def listed(context: Any, params: Any) -> ListToolsResult:
        return tools

    async def called(context: Any, params: Any) -> CallToolResult:
        run = partial(perform, desk, params.name, params.arguments or {})
        reply = await to_thread.run_sync(run, limiter=one_at_a_time)
        return CallToolResult(
            content=[TextContent(text=msgspec.json.encode(reply).decode())],
            structured_content=msgspec.to_builtins(reply),
            is_error=isinstance(reply, RefusedJson),
        )

    return Server(
        "advisor", version=__version__, instructions=words()["instructions"],
        on_list_tools=listed, on_call_tool=called,
    )  # fmt: skip


def _tool(name: str) -> Tool:
    changes = OPERATIONS[name].changes
    (_, parts) = msgspec.json.schema_components([takes(name)])
    hints = ToolAnnotations(
        read_only_hint=not changes, destructive_hint=False, open_world_hint=False
    )
    about = words()["operations"][name]["about"]
    return Tool(name=name, description=about, input_schema=parts[name], annotations=hints)


async def _serve(desk: Desk) -> None:
    server = make_server(desk)
    async with stdio_server(_Lines()) as (reading, writing):  # type: ignore[arg-type]
        await server.run(reading, writing, server.create_initialization_options())


class _Lines:
    """The lines of standard input; of one that is too long, only that it is none."""

    async def __aiter__(self) -> AsyncIterator[str]:
        read = partial(
            to_thread.run_sync, sys.stdin.buffer.readline, LONGEST_LINE, abandon_on_cancel=True
        )
        while line := await read():
            whole = line
            while len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                whole, line = b"", await read()
            yield whole.decode("utf-8", "replace")
