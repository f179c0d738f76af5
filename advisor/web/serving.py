"""The server around the pages: its port, its threads, TLS before it, and its end.

waitress takes a request in whole before a thread of it answers, so that who sends slowly keeps no
thread. It speaks no TLS. What speaks it instead is asyncio of the standard library, in a thread of
its own, which hands on what it deciphers: a server that does both would wait for each handshake.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import os
import signal
import socket
import sys
import threading
from typing import TYPE_CHECKING, Any

from waitress.server import create_server

from advisor.errors import InputError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable, Iterator

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

THREADS = 6
MOST_CONNECTIONS = 250
LARGEST_BODY = 8_000_000
"""Bytes of a request that is taken in at all; the pages answer a smaller one that is too large."""
LARGEST_HEAD = 32_768
IDLE = 60
"""Seconds after which a connection that says nothing is closed."""
HANDSHAKE = 10
"""Seconds for the beginning of TLS."""
PORTS_TRIED = 50
SWITCH = 0.0002
"""Seconds after which a thread that works lets another one go on."""
_PIECE = 65_536


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens at a port, or at the next one that is free.

    Args:
        port: The first port to try; 0 for any.

    Raises:
        InputError: If it can listen at none.
    """
    problem: OSError | None = None
    for one in range(port, min(port + PORTS_TRIED, 65_536)):
        try:
            family, kind, proto, _, address = socket.getaddrinfo(
                host, one, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
            )[0]
            found = socket.socket(family, kind, proto)
        except OSError as error:
            problem = error
            break
        try:
            if os.name != "nt":  # there it would let another program listen here, too
                found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            found.bind(address)
            found.listen(128)
            return found
        except OSError as error:
            found.close()
            problem = error
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                break
    said = problem.strerror if problem else "There is no such port"
    raise InputError(
        f"Cannot listen at {host}, port {port}: {said}.",
        remedy="Name another --port, or an address of this computer after --host.",
    )


class TlsFront:
    """Ends TLS, and hands on to a port of this computer what it deciphers.

    Attributes:
        addresses: For each port a connection is handed on from, the address it came from.
    """

    def __init__(
        self, outer: socket.socket, context: ssl.SSLContext, inner: tuple[str, int]
    ) -> None:
        self.addresses: dict[int, str] = {}
        self._outer, self._context, self._inner = outer, context, inner

    def start(self) -> None:
        """Begins, in a thread that ends with the program."""
        threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True).start()

    async def _serve(self) -> None:
        server = await asyncio.start_server(
            self._connected, sock=self._outer, ssl=self._context, ssl_handshake_timeout=HANDSHAKE
        )
        async with server:
            await server.serve_forever()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.TimeoutError):
            if len(self.addresses) < MOST_CONNECTIONS:
                back, forth = await asyncio.open_connection(*self._inner)
                port = forth.get_extra_info("sockname")[1]
                self.addresses[port] = writer.get_extra_info("peername")[0]
                ways = [asyncio.ensure_future(_hand_on(reader, forth)),
                        asyncio.ensure_future(_hand_on(back, writer))]  # fmt: skip
                try:
                    await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    for way in ways:
                        way.cancel()
                    del self.addresses[port]
                    forth.close()
        writer.close()


async def _hand_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError, asyncio.TimeoutError):
        while piece := await asyncio.wait_for(reader.read(_PIECE), 2 * IDLE):
            writer.write(piece)
            await asyncio.wait_for(writer.drain(), IDLE)


def run(
    app: WSGIApplication, at: socket.socket, *, scheme: str, tls: ssl.SSLContext | None
) -> None:
    """Serves until the person or the system ends it (Ctrl-C, SIGTERM).

    Args:
        scheme: By which browsers reach it: http or https.
        tls: The certificate, if TLS ends here.
    """
    inner = at
    if tls is not None:
        inner = listening("127.0.0.1", 0)
        front = TlsFront(at, tls, inner.getsockname()[:2])
        app = _told_who(app, front.addresses)
    # It warns of each request that waits for a thread, which is no news to the person.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server: Any = create_server(
        app, sockets=[inner], threads=THREADS, connection_limit=MOST_CONNECTIONS,
        max_request_body_size=LARGEST_BODY, max_request_header_size=LARGEST_HEAD,
        channel_timeout=IDLE, cleanup_interval=10, clear_untrusted_proxy_headers=True,
        url_scheme=scheme, ident=None, asyncore_use_poll=True,
    )  # fmt: skip
    if tls is not None:
        front.start()
    # The solver's many small calls each let other threads go on, for as long as this at most.
    sys.setswitchinterval(SWITCH)
    with _ended():
        server.run()  # which takes the interrupt, and lets what is being answered come to its end
    server.close()


def _told_who(app: WSGIApplication, addresses: dict[int, str]) -> WSGIApplication:
    """The pages, told from which address a request has come to the front."""

    def told(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        environ["advisor.address"] = addresses.get(int(environ.get("REMOTE_PORT", 0)), "")
        return app(environ, start)

    return told


@contextlib.contextmanager
def _ended() -> Iterator[None]:
    """Has SIGTERM end the server as Ctrl-C does, and that also where a shell has it ignored."""

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    before = {one: signal.signal(one, end) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
