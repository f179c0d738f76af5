"""Who comes in: by which name the server was called, where a change comes from, the passphrase.

Other pages that a browser has open can send requests here, and read what comes back if they get
it under their own name. So the server answers to names of its own alone, takes a change only from
its own pages, and gives nothing to another page but a plain link to follow.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import threading
import time
from typing import TYPE_CHECKING, NamedTuple, cast
from urllib.parse import urlsplit

from flask import Blueprint, current_app, make_response, redirect, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.wrappers import Response

pages = Blueprint("guarding", __name__)

LARGEST_FORM = 300_000
"""Bytes of a form, but for files."""
MOST_FIELDS = 600
"""Fields of one form."""
SHORTEST = 12
"""Letters of a passphrase."""
FREE_TRIES = 3
"""Wrong passphrases from one address before it has to wait."""
LONGEST_WAIT = 300
"""Seconds until the next try, at most; each wrong one doubles them."""
UNUSED = 12 * 3600
"""Seconds after which a session that nobody uses has to give the passphrase again."""
MOST_REMEMBERED = 2000
"""Sessions, and addresses with wrong tries, that are remembered."""
THIS_COMPUTER = frozenset({"localhost", "127.0.0.1", "::1"})
_NEVER_IN_A_HOST = frozenset("@/?#\\ ")
_FOR_EVERYBODY = frozenset(
    {"static", "guarding.enter", "predicting.join", "predicting.joined", "predicting.form",
     "predicting.predict"}
)  # fmt: skip
"""Pages that ask for no passphrase: its own, and those of a class, which ask for a code."""
_LOOKING = frozenset({"GET", "HEAD", "OPTIONS"})


class Passphrase:
    """What opens a server that others can reach. Only a hash of it is kept, and in memory alone."""

    def __init__(self, words: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._salt = secrets.token_bytes(16)
        self._hash = self._hashed(words)
        self._clock = clock
        self._sessions: dict[bytes, float] = {}
        self._wrong: dict[str, tuple[int, float]] = {}
        self._guard = threading.Lock()

    def wait(self, address: str) -> int:
        """Seconds until an address may try again."""
        _, until = self._wrong.get(address, (0, 0.0))
        return max(0, round(until - self._clock() + 0.5))

    def session(self, words: str, address: str) -> str | None:
        """The secret of a new session; nothing if the passphrase is wrong or comes too soon."""
        with self._guard:
            if self.wait(address):
                return None
            # It counts as wrong until it is known to be right, so that many at once do not help.
            tries = self._wrong.pop(address, (0, 0.0))[0] + 1
            pause = min(LONGEST_WAIT, 2 ** min(tries - FREE_TRIES, 20)) if tries > FREE_TRIES else 0
            self._wrong[address] = (tries, self._clock() + pause)
            _bounded(self._wrong)
        if not hmac.compare_digest(self._hashed(words), self._hash):
            return None
        token = secrets.token_urlsafe(32)
        with self._guard:
            self._wrong.pop(address, None)
            self._sessions[_key(token)] = self._clock()
            _bounded(self._sessions)
        return token

    def opened_by(self, token: str) -> bool:
        """Whether a session has given the passphrase; using it keeps it open."""
        with self._guard:
            last = self._sessions.pop(_key(token), None)
            if last is None or self._clock() - last > UNUSED:
                return False
            self._sessions[_key(token)] = self._clock()
            return True

    def close(self, token: str) -> None:
        """Ends a session."""
        with self._guard:
            self._sessions.pop(_key(token), None)

    def _hashed(self, words: str) -> bytes:
        return hashlib.scrypt(words.encode("utf-8"), salt=self._salt, n=2**14, r=8, p=1)


class Guard(NamedTuple):
    """How far the server is open."""

    names: frozenset[str] = THIS_COMPUTER
    """The names by which it may be called."""
    any_address: bool = False
    """Whether it may be called by any address in numbers, which no other site can have."""
    public: str = ""
    """The origin of its pages behind a proxy, such as https://advisor.example."""
    passphrase: Passphrase | None = None
    """What everybody has to give who does not come by a link."""
    tls: bool = False
    """Whether browsers reach it by TLS alone."""
    open_to_all: bool = False
    """Whether anybody on the network can listen."""

    @property
    def cookie(self) -> str:
        """The name of the cookie of a session."""
        return "__Host-advisor" if self.tls else "advisor"

    def is_called(self, host: str) -> bool:
        """Whether a `Host` is one of this server's.

        Args:
            host: As it was sent, with or without a port.
        """
        try:
            name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
            if name in self.names or set(host) & _NEVER_IN_A_HOST:
                return not set(host) & _NEVER_IN_A_HOST
            return self.any_address and bool(ipaddress.ip_address(name))
        except ValueError:
            return False

    @property
    def origin(self) -> str:
        """Where the pages of this server are, as the browser that asks knows it."""
        return self.public or f"{request.scheme}://{request.host}"


def guard() -> Guard:
    """How far the server that answers is open."""
    return cast("Guard", current_app.extensions["guard"])


def check() -> Response | None:
    """Keeps out what does not come from the person, before any page is asked.

    Returns:
        What is answered instead; nothing if the page may answer.

    Raises:
        RequestEntityTooLarge: If a form has more fields than any of ours.
    """
    rules = guard()
    if request.mimetype != "multipart/form-data":  # whose limits Flask knows by itself
        request.max_content_length = LARGEST_FORM
    if not rules.is_called(request.headers.get("Host", "")):
        return kept_out("name")
    if not _is_from_us(rules):
        return kept_out("origin")
    if request.method not in _LOOKING and sum(1 for _ in request.form.items(True)) > MOST_FIELDS:
        raise RequestEntityTooLarge
    if rules.passphrase is None or request.environ.get("advisor.link") is not None:
        return None
    if request.endpoint in _FOR_EVERYBODY:
        return None
    if rules.passphrase.opened_by(request.cookies.get(rules.cookie, "")):
        return None
    return _ask(401, to=request.path if request.method in _LOOKING else "/")


def _is_from_us(rules: Guard) -> bool:
    """Whether a browser was led here by a page of ours, or by the person.

    A change must come with an `Origin` or a `Sec-Fetch-Site` that is ours, and with none that is
    not. Every browser since 2020 sends at least one; where neither comes, it is an old browser, of
    which nothing is known, or a program, which can name its origin.
    """
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    if request.method not in _LOOKING:
        ours = {"origin": origin in (None, rules.origin), "site": site in (None, "same-origin")}
        return all(ours.values()) and not (origin is None and site is None)
    if site in (None, "same-origin", "none"):
        return True
    # Another site may lead the person here by a link, but have nothing of ours in its own page.
    return (request.headers.get("Sec-Fetch-Mode"), request.headers.get("Sec-Fetch-Dest")) == (
        "navigate", "document",
    )  # fmt: skip


def kept_out(reason: str, status: int = 403) -> Response:
    """The page for who does not come in.

    Args:
        reason: `name`, `origin`, `link` or `elsewhere`.
    """
    return make_response(render_template("kept-out.html.j2", reason=reason), status)


@pages.post("/passphrase")
def enter() -> Response:
    """Takes the passphrase, and goes on to where the person wanted to go."""
    rules, to = guard(), request.form.get("to", "/")
    if not to.startswith("/") or to[1:2] in ("/", "\\") or not to.isprintable():
        to = "/"
    if rules.passphrase is None:
        return redirect("/", 303)
    address = request.environ.get("advisor.address") or request.remote_addr or ""
    if wait := rules.passphrase.wait(address):
        return _ask(429, to=to, wait=wait)
    token = rules.passphrase.session(request.form.get("passphrase", ""), address)
    if token is None:
        return _ask(401, to=to, wrong=True, wait=rules.passphrase.wait(address))
    response = redirect(to, 303)
    response.set_cookie(rules.cookie, token, httponly=True, samesite="Strict", secure=rules.tls)
    return response


@pages.post("/leave")
def leave() -> Response:
    """Ends the session of this browser."""
    rules = guard()
    if rules.passphrase is not None:
        rules.passphrase.close(request.cookies.get(rules.cookie, ""))
    response = redirect("/", 303)
    response.delete_cookie(rules.cookie, secure=rules.tls, httponly=True, samesite="Strict")
    return response


def _ask(status: int, *, to: str, wrong: bool = False, wait: int = 0) -> Response:
    page = render_template("passphrase.html.j2", to=to, wrong=wrong, wait=wait)
    response = make_response(page, status)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def _key(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8")).digest()


def _bounded(remembered: dict[bytes, float] | dict[str, tuple[int, float]]) -> None:
    """Forgets the oldest."""
    while len(remembered) > MOST_REMEMBERED:
        del remembered[next(iter(remembered))]  # type: ignore[arg-type]
