"""A server in a process of its own, and somebody who visits it over the network."""

from __future__ import annotations

import http.client
import os
import re
import signal
import ssl
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60


class Server:
    """`advisor serve`, from its start to its end."""

    def __init__(self, folder: Path, *options: str, port: int = 0) -> None:
        """Starts it and waits until it has told its address.

        Args:
            folder: Of the cases.
            *options: Of the command.
            port: 0 for any.
        """
        command = [sys.executable, "-m", "advisor", "serve", str(folder), "--no-open"]
        self.process = subprocess.Popen(
            [*command, "--port", str(port), *options], stderr=subprocess.PIPE, text=True,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        self.told = ""
        assert self.process.stderr is not None
        while "Ctrl-C ends it" not in self.told:
            line = self.process.stderr.readline()
            self.told += line
            if not line:
                raise AssertionError(f"The server did not start: {self.told}")
        found = re.search(r"is at (https?)://[^/]*:(\d+)/", self.told)
        assert found, self.told
        self.scheme, self.port = found[1], int(found[2])

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:  # fmt: skip
        if self.process.poll() is None:
            self.kill()
        if self.process.stderr is not None:
            self.process.stderr.close()

    def kill(self) -> None:
        """Ends it without a warning."""
        self.process.kill()
        self.process.wait(PATIENCE)

    def end(self, by: signal.Signals) -> tuple[int, str]:
        """Ends it as the person or the system would; gives its status and what it said."""
        self.process.send_signal(by)
        _, said = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, said


class Visitor:
    """Somebody with a browser: one connection, and the headers that a browser sends."""

    def __init__(self, port: int, scheme: str = "http") -> None:
        """Takes the address of a server on this computer."""
        self._origin = f"{scheme}://127.0.0.1:{port}"
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        if scheme == "https":
            trusting = ssl.create_default_context()
            trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
            self._connection = http.client.HTTPSConnection(
                "127.0.0.1", port, timeout=PATIENCE, context=trusting
            )
        self.cookie = ""

    def get(self, path: str) -> tuple[int, str, str]:
        """The status of a page, its text, and where it leads."""
        return self._ask("GET", path)

    def post(self, path: str, fields: list[tuple[str, str]]) -> tuple[int, str, str]:
        """The same, of a form that is sent."""
        return self._ask("POST", path, urlencode(fields))

    def __enter__(self) -> Visitor:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str, str]:
        headers = {"Origin": self._origin} if body is not None else {}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if self.cookie:
            headers["Cookie"] = self.cookie
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        text = response.read().decode("utf-8")
        self.cookie = (response.getheader("Set-Cookie") or self.cookie).split(";")[0]
        to = urlsplit(response.getheader("Location") or "")
        return response.status, text, to.path + (f"?{to.query}" if to.query else "")
