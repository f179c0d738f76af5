"""The command as an assistant program starts it: over standard input and output, nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import anyio
from click.testing import CliRunner
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from advisor.assistant.server import LONGEST_LINE
from advisor.commands.group import advisor

ROOT = Path(__file__).resolve().parents[2]
WATCHED = """
    import os, sys

    folder, told = sys.argv[1], sys.argv[2]

    def watch(event, given):
        wrong = ""
        if event == "open" and isinstance(given[0], str):
            writes = isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            inside = os.path.abspath(given[0]).startswith(folder + os.sep)
            wrong = given[0] if writes and not inside and given[0] != os.devnull else ""
        elif event in ("os.rename", "os.remove", "os.mkdir", "os.link", "os.symlink"):
            wrong = next((str(one) for one in given[:2]
                          if isinstance(one, str) and not one.startswith(folder + os.sep)), "")
        elif event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen"):
            wrong = repr(given)
        if wrong:
            os.write(record, f"{event} {wrong}\\n".encode())

    record = os.open(told, os.O_WRONLY | os.O_CREAT)
    sys.addaudithook(watch)
    sys.argv = ["advisor", "mcp", folder]
    from advisor.commands import main

    main()
"""


def test_it_writes_nothing_outside_the_folder_and_opens_no_connection(folder, tmp_path, example):
    script, told = tmp_path / "watched.py", tmp_path / "told"
    script.write_text(textwrap.dedent(WATCHED), "utf-8")
    example("02", "other")

    async def talk():
        command = [str(script), str(folder), str(told)]
        own = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        server = StdioServerParameters(command=sys.executable, args=command, env=own)
        async with Client(stdio_client(server)) as client:
            for name, given in (
                ("begin_case", {}),
                ("answer", {"question": "client.name", "answer": "Elm School"}),
                ("next_question", {}),
                ("assess", {"case": "other"}),
                ("memo", {"case": "other"}),
                ("flip", {"case": "other", "largest": 1}),
                ("save_case", {"case": "other"}),
            ):
                reply = await client.call_tool(name, {"case": "ours", **given})
                assert not reply.is_error, reply

    anyio.run(talk)
    assert told.read_text("utf-8") == ""
    assert sorted(one.name for one in folder.iterdir()) == ["other.yaml", "ours.yaml.session"]


def test_the_watch_sees_what_is_written_elsewhere(folder, tmp_path):
    """The test above could fail."""
    script, told = tmp_path / "watched.py", tmp_path / "told"
    head = textwrap.dedent(WATCHED).partition("sys.argv =")[0]
    elsewhere = tmp_path / "elsewhere"
    tail = f"open({str(elsewhere)!r}, 'w'); import socket; socket.socket().bind(('127.0.0.1', 0))"
    script.write_text(head + tail, "utf-8")
    subprocess.run([sys.executable, str(script), str(folder), str(told)], check=True)
    seen = told.read_text("utf-8")
    assert "elsewhere" in seen
    assert "socket.bind" in seen


def test_a_message_that_is_too_long_stops_nothing(folder):
    """Nor does one that is no message."""
    begin = {
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {},
                   "clientInfo": {"name": "test", "version": "1"}},
    }  # fmt: skip
    call = {"jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": {"name": "list_cases"}}
    long = {
        **call,
        "id": 2,
        "params": {"name": "list_cases", "arguments": {"x": "y" * LONGEST_LINE}},
    }
    ready = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    lines = [*map(json.dumps, (begin, ready, long)), "no message", "{}", json.dumps(call)]
    with subprocess.Popen(
        [sys.executable, "-m", "advisor", "mcp", str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    ) as server:  # fmt: skip
        assert server.stdin
        assert server.stdout
        server.stdin.write("\n".join(lines) + "\n")
        server.stdin.flush()
        found = {}
        while 3 not in found:
            reply = json.loads(server.stdout.readline())
            found[reply.get("id")] = reply
        server.stdin.close()
        assert server.wait(20) == 0
    assert found[3]["result"]["structuredContent"]["result"] == {"cases": []}
    assert 2 not in found


def test_a_folder_that_is_not_there_and_an_extra_that_is_not_installed_are_told(
    folder, monkeypatch
):
    done = CliRunner().invoke(advisor, ["mcp", str(folder / "none")])
    assert done.exit_code == 2
    assert "There is no such folder. Make it first." in done.stderr
    monkeypatch.setitem(sys.modules, "advisor.assistant.server", None)
    done = CliRunner().invoke(advisor, ["mcp", str(folder)])
    assert done.exit_code == 2
    assert "pip install '.[assistant]'" in done.stderr
