"""`advisor serve`: the cases of a folder as pages; `advisor mcp`: for an assistant program."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from advisor.commands import options
from advisor.commands.streams import at_terminal, tell
from advisor.errors import InputError

if TYPE_CHECKING:
    import ssl

    from advisor.web.guarding import Guard


_THIS_COMPUTER = ("127.0.0.1", "localhost", "::1")


class Reach(NamedTuple):
    """Who is to reach the server, as the person said it."""

    host: str
    names: tuple[str, ...]
    passphrase_file: Path | None
    cert: Path | None
    key: Path | None
    proxy: str
    insecure: bool


@click.command(short_help="Answer questions and read memos in a browser.")
@options.cases_argument
@click.option(
    "--port",
    default=8765,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="The port; where it is taken, the next one that is free.",
)
@click.option("--no-open", is_flag=True, help="Open no browser.")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="Serve others on the network, too: an address of this computer, or 0.0.0.0.",
)
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="NAME",
    help="A name by which others call this computer; may be given again.",
)
@click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Its first line is the passphrase; without it, the terminal asks for one.",
)
@click.option(
    "--cert",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The certificate for TLS, with its chain (PEM).",
)
@click.option(
    "--key",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Its key, if it is not in the same file.",
)
@click.option(
    "--behind-proxy",
    "proxy",
    default="",
    metavar="NAME",
    help="A proxy serves it by TLS under this name, and hands on to it.",
)
@click.option(
    "--insecure",
    is_flag=True,
    help="Serve others without TLS: anybody on the network can read along.",
)
def serve(folder: Path, port: int, no_open: bool, **reach: object) -> None:
    """Open the cases of FOLDER as pages in a browser, on this computer alone.

    Ctrl-C ends it. What has been answered is kept at once. To serve others as well takes a
    passphrase and TLS; docs/serving.md says how.

    \b
    Examples:
      advisor serve
      advisor serve our-cases --port 8000
      advisor serve our-cases --host 0.0.0.0 --cert cert.pem --key key.pem
    """
    from advisor.knowledge.base import usual_knowledge

    with options.needing("web", "The pages need"):
        from advisor.web.application import make_application
        from advisor.web.serving import listening, run
    wanted = Reach(**reach)  # type: ignore[arg-type]
    context = _certificate(wanted)
    guard = _guard(wanted)
    app = make_application(folder, usual_knowledge(), guard)
    at = listening(wanted.host, port)
    got = at.getsockname()[1]
    if port not in (0, got):
        tell(f"Port {port} is taken, so this is port {got}.")
    address = f"{guard.public or _origin(wanted, got, bool(context))}/"
    if guard.open_to_all:
        tell("Not protected: anybody on the network can read along, passphrase and links included.")
    tell(f"Advisor is at {address} – Ctrl-C ends it.")
    if not no_open and not guard.public:
        _open(address)
    app.extensions["ahead"].start()
    run(app, at, scheme="https" if guard.tls else "http", tls=context)
    app.extensions["ahead"].end()
    tell(f"Ended. The answers are in {folder}.")


def _guard(wanted: Reach) -> Guard:
    """How far the server is open.

    Raises:
        InputError: If others can reach it and nothing protects it.
    """
    from advisor.web.guarding import THIS_COMPUTER, Guard, Passphrase

    alone = wanted.host in _THIS_COMPUTER and not wanted.proxy
    if not alone and not (wanted.cert or wanted.proxy or wanted.insecure):
        raise InputError(
            "Others could read along: nothing says how the pages are to be protected on their way.",
            remedy="Add --cert and --key, or --behind-proxy; or --insecure, where nobody else is.",
        )
    passphrase = None
    if wanted.passphrase_file or not alone:
        passphrase = Passphrase(_words(wanted.passphrase_file))
    names = {one.lower() for one in (*wanted.names, wanted.host, wanted.proxy) if one}
    if not alone:
        names |= {socket.gethostname().lower(), socket.getfqdn().lower()}
    return Guard(
        names=THIS_COMPUTER | names,
        any_address=not alone,
        public=f"https://{wanted.proxy.lower()}" if wanted.proxy else "",
        passphrase=passphrase,
        tls=bool(wanted.cert or wanted.proxy),
        open_to_all=not alone and not (wanted.cert or wanted.proxy),
    )


def _words(file: Path | None) -> str:
    """The passphrase, from a file or from the person."""
    from advisor.web.guarding import SHORTEST

    if file is not None:
        try:
            words = file.read_text("utf-8").split("\n", 1)[0].strip()
        except (OSError, UnicodeDecodeError) as error:
            raise InputError("Cannot read this file.", file=str(file)) from error
        if os.name != "nt" and file.stat().st_mode & 0o077:
            tell(f"advisor: {file}: others on this computer can read it; chmod 600 keeps it yours.")
    elif at_terminal():
        words = click.prompt(
            "A passphrase for whoever may come in", hide_input=True, confirmation_prompt=True,
            err=True,
        ).strip()  # fmt: skip
    else:
        raise InputError(
            "Whoever is to come in needs a passphrase, and there is no terminal to ask for one.",
            remedy="Write one into a file that only you can read, and name it: --passphrase-file.",
        )
    if len(words) < SHORTEST:
        raise InputError(
            f"The passphrase has {len(words)} letters, which is too few.",
            remedy=f"Take at least {SHORTEST}, such as four words that nobody would put together.",
        )
    return str(words)


def _certificate(wanted: Reach) -> ssl.SSLContext | None:
    """What TLS begins with, if it is to end here.

    Raises:
        InputError: If the files are none.
    """
    if wanted.cert is None:
        if wanted.key is not None:
            raise InputError("A --key is of no use without --cert.", remedy="Name both.")
        return None
    if wanted.proxy:
        raise InputError(
            "TLS cannot end both here and at a proxy.", remedy="Leave out --cert or --behind-proxy."
        )
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(wanted.cert, wanted.key)
    except (OSError, ssl.SSLError) as error:
        raise InputError(
            f"This is no certificate with its key: {error.strerror or error}.",
            file=str(wanted.cert), remedy="Both are PEM files, the key without a password.",
        ) from error  # fmt: skip
    return context


def _origin(wanted: Reach, port: int, tls: bool) -> str:
    """Where a browser finds the pages."""
    host = wanted.host
    if host in ("0.0.0.0", "::", ""):
        host = (*wanted.names, socket.gethostname())[0]
    return f"http{'s' if tls else ''}://{f'[{host}]' if ':' in host else host}:{port}"


def _open(address: str) -> None:
    """Opens the pages in the browser of the person, if there is a screen to open one on."""
    import webbrowser

    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if os.name == "nt" or sys.platform == "darwin" or screen or os.environ.get("BROWSER"):
        with contextlib.suppress(webbrowser.Error, OSError):
            threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()


@click.command(short_help="Let an assistant program lead cases through.")
@options.cases_argument
def mcp(folder: Path) -> None:
    """Serve the cases of FOLDER to an assistant program, over standard input and output.

    The program starts this command itself; docs/assistants.md says how it is told to.

    \b
    Examples:
      advisor mcp
      advisor mcp our-cases
    """
    from advisor.interview.desk import Desk
    from advisor.knowledge.base import usual_knowledge

    with options.needing("assistant", "Assistant programs need"):
        from advisor.assistant.server import serve
    serve(Desk(folder, usual_knowledge()))
