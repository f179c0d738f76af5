"""An assistant program: the protocol's own client, one call after the other."""

from __future__ import annotations

import json
from contextlib import contextmanager

from anyio.from_thread import start_blocking_portal
from mcp.client import Client


class Program:
    """An assistant program, as the protocol's own client."""

    def __init__(self, portal, client):
        self._portal = portal
        self.client = client

    def tools(self):
        return self._portal.call(self.client.list_tools).tools

    def call(self, name, **arguments):
        """What comes back of a call, which is no refusal."""
        reply = self.ask(name, **arguments)
        assert "problems" not in reply, reply
        return reply

    def ask(self, name, **arguments):
        answer = self._portal.call(self.client.call_tool, name, arguments)
        (content,) = answer.content
        assert json.loads(content.text) == answer.structured_content
        assert answer.is_error == ("problems" in answer.structured_content)
        return answer.structured_content


@contextmanager
def talking(server):
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(Client(server)) as client,
    ):
        yield Program(portal, client)
