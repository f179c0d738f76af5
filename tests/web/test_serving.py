"""The server itself: how it starts, whom it lets in, how it bears with the slow, how it ends."""

from __future__ import annotations

import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, suppress
from http.client import HTTPException
from random import Random

import pytest
from support.page_forms import filled
from support.served_process import ROOT, Server, Visitor

from advisor.interview.session import InterviewSession
from advisor.knowledge.interview import LISTS
from advisor.model.draft import Draft

WORDS = "four odd words together"
OTHER_ADDRESS = pytest.mark.skipif(
    sys.platform != "linux", reason="takes 127.0.0.2 for an address of the network"
)


@pytest.fixture
def passphrase_file(tmp_path):
    file = tmp_path / "passphrase"
    file.write_text(f"{WORDS}\nand a second line that is none of it\n", "utf-8")
    file.chmod(0o600)
    return file


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "cases").mkdir()
    return tmp_path / "cases"


def serve(*words):
    """The command where it does not come to serve."""
    command = [sys.executable, "-m", "advisor", "serve", "--no-open", "--port", "0", *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60,
                          stdin=subprocess.DEVNULL)  # fmt: skip


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_it_tells_its_address_and_ends_cleanly(folder, by):
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as a shell has it for its background
    with Server(folder) as server:
        signal.signal(signal.SIGINT, before)
        assert f"http://127.0.0.1:{server.port}/" in server.told
        with Visitor(server.port) as visitor:
            assert visitor.get("/")[0] == 200
        status, said = server.end(by)
    assert status == 0
    assert said == f"Ended. The answers are in {folder}.\n"


def test_a_port_that_is_taken_gives_way_to_the_next_one_and_says_so(folder):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with Server(folder, port=port) as server:
            assert server.port > port
            assert f"Port {port} is taken, so this is port {server.port}." in server.told


def test_nobody_else_on_the_network_reaches_it(folder):
    with Server(folder) as server, pytest.raises(OSError):
        # Another address of this computer stands for one of the network.
        socket.create_connection(("127.0.0.2", server.port), timeout=5)


REFUSED = {
    "no folder": (["no-such-folder"], "There is no such folder."),
    "nothing protects it": (["--host", "0.0.0.0"], "Others could read along"),
    "nobody to ask for a passphrase": (["--host", "0.0.0.0", "--insecure"], "--passphrase-file"),
    "a proxy, and no passphrase": (["--behind-proxy", "advisor.example"], "--passphrase-file"),
    "a key alone": (["--key", "none.pem"], "without --cert"),
    "no certificate": (["--host", "0.0.0.0", "--cert", "none.pem"], "no certificate with its key"),
    "an address of another computer": (["--host", "192.0.2.1", "--insecure", "PASSPHRASE"],
                                       "Cannot listen at 192.0.2.1"),
    "a passphrase of few letters": (["--passphrase-file", "SHORT"], "which is too few"),
    "a passphrase in no file": (["--passphrase-file", "none"], "Cannot read this file"),
}  # fmt: skip


@pytest.mark.parametrize(("words", "says"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_served_is_refused_in_a_line(folder, passphrase_file, tmp_path, words, says):
    (tmp_path / "short").write_text("too short", "utf-8")
    given = {"PASSPHRASE": f"--passphrase-file={passphrase_file}", "SHORT": str(tmp_path / "short")}
    where = [] if "no-such-folder" in words else [str(folder)]
    done = serve(*where, *(given.get(one, one) for one in words))
    assert done.returncode == 2
    assert says in done.stderr and "Traceback" not in done.stderr


def test_without_the_extra_one_message_says_what_to_install(folder):
    code = ("import sys; sys.modules['flask'] = sys.modules['waitress'] = None; "
            f"from advisor.commands import main; sys.argv = ['advisor', 'serve', {str(folder)!r}]; "
            "main()")  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 2
    assert "pip install '.[web]'" in done.stderr and len(done.stderr.splitlines()) == 1


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate and its key, which nobody vouches for."""
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    try:
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
             "/CN=localhost", "-keyout", file, "-out", f"{file}.cert"],
            check=True, capture_output=True,
        )  # fmt: skip
    except FileNotFoundError:
        pytest.skip("makes its certificate with openssl")
    file.write_bytes(file.read_bytes() + file.with_name("both.pem.cert").read_bytes())
    return file


@OTHER_ADDRESS
def test_by_tls_whoever_has_the_passphrase_comes_in(folder, passphrase_file, certificate):
    options = ("--host", "127.0.0.2", "--cert", str(certificate))
    options += (f"--passphrase-file={passphrase_file}",)
    with Server(folder, *options) as server, ExitStack() as open_:
        assert server.told.count("https://127.0.0.2:") == 1
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        for _ in range(20):  # who begins TLS and does not go on keeps nobody waiting
            open_.enter_context(socket.create_connection(("127.0.0.2", server.port), timeout=5))

        def ask(request: str) -> str:
            plain = socket.create_connection(("127.0.0.2", server.port), timeout=20)
            with context.wrap_socket(plain) as wrapped:
                wrapped.sendall(request.encode())
                return b"".join(iter(lambda: wrapped.recv(65536), b"")).decode()

        head = f"Host: 127.0.0.2:{server.port}\r\nConnection: close\r\n"
        assert ask(f"GET / HTTP/1.1\r\n{head}\r\n").startswith("HTTP/1.1 401")
        body = f"passphrase={WORDS.replace(' ', '+')}&to=/"
        answer = ask(
            f"POST /passphrase HTTP/1.1\r\n{head}Origin: https://127.0.0.2:{server.port}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
            f"\r\n{body}"
        )
        assert answer.startswith("HTTP/1.1 303")
        (cookie,) = (line for line in answer.splitlines() if line.startswith("Set-Cookie: "))
        assert "__Host-advisor=" in cookie and "Secure" in cookie
        sent = cookie.removeprefix("Set-Cookie: ").split(";")[0]
        page = ask(f"GET / HTTP/1.1\r\n{head}Cookie: {sent}\r\n\r\n")
        assert page.startswith("HTTP/1.1 200") and "Not protected" not in page
        with socket.create_connection(("127.0.0.2", server.port), timeout=20) as plain:
            plain.sendall(f"GET / HTTP/1.1\r\n{head}\r\n".encode())
            assert b"200 OK" not in plain.recv(4096)
        assert server.end(signal.SIGTERM)[0] == 0


@OTHER_ADDRESS
def test_without_tls_every_page_says_that_anybody_can_read_along(folder, passphrase_file):
    options = ("--host", "127.0.0.2", "--insecure", f"--passphrase-file={passphrase_file}")
    with Server(folder, *options) as server:
        assert "anybody on the network can read along" in server.told
        with socket.create_connection(("127.0.0.2", server.port), timeout=20) as plain:
            plain.sendall(f"GET / HTTP/1.0\r\nHost: 127.0.0.2:{server.port}\r\n\r\n".encode())
            page = b"".join(iter(lambda: plain.recv(65536), b"")).decode()
    assert "401" in page.splitlines()[0] and "Anybody on this network can read along" in page


def test_who_sends_slowly_or_endlessly_keeps_nobody_waiting(folder):
    with Server(folder) as server, ExitStack() as open_:

        def connected() -> socket.socket:
            at = ("127.0.0.1", server.port)
            return open_.enter_context(socket.create_connection(at, timeout=20))

        for kind in range(60):
            one = connected()
            begun = "GET / HT" if kind % 2 else (
                f"POST /cases HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
                f"Origin: http://127.0.0.1:{server.port}\r\nContent-Length: 5000\r\n\r\nname="
            )  # fmt: skip
            one.sendall(begun.encode())
        start = time.monotonic()
        with Visitor(server.port) as visitor:
            assert visitor.get("/")[0] == 200
        assert time.monotonic() - start < 5
        big = connected()
        big.sendall(f"POST /cases HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
                    f"Content-Length: {10**12}\r\n\r\n".encode())  # fmt: skip
        assert b" 413 " in big.recv(4096).split(b"\r\n")[0]
        head = connected()
        head.sendall(b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 10_000)
        assert b" 431 " in head.recv(4096).split(b"\r\n")[0]


def answering(server, case, chance, kept, folder):
    """Answers one question after another, and notes what was kept after each that was answered."""
    with suppress(OSError, HTTPException), Visitor(server.port) as visitor:  # until it is killed
        while True:
            for _ in range(2):  # once it says that the memo is ready, and then goes on
                status, _, where = visitor.get(f"/case/{case}/next")
                assert status == 303
            if "/question/" not in where:
                return
            status, page, _ = visitor.get(where)
            assert status == 200, page
            status, _, _ = visitor.post(where, filled(page, chance))
            if status != 303:
                status, _, _ = visitor.post(where, [*filled(page, chance), ("do", "unknown")])
            if status == 303:
                kept.append(InterviewSession(folder / f"{case}.yaml").load())


def _listed(item, answer):
    """An answer; of a list, which holds its lines, who is on it."""
    known = [one.get("name", one.get("source")) for one in answer or ()] if item in LISTS else None
    return answer if known is None else known


@pytest.mark.slow
def test_a_killed_server_loses_at_most_the_answer_being_typed(folder, effort, told):
    """Two kills; with `--thorough`, two hundred."""
    chance, kills, answers, number = Random(7), 2 * effort, 0, 0
    case = ""
    for _ in range(kills):
        with Server(folder) as server:
            if not case:
                case = f"case {number}".replace(" ", "-")
                number += 1
                with Visitor(server.port) as visitor:
                    assert visitor.post("/cases", [("name", case)])[0] == 303
            kept = [InterviewSession(folder / f"{case}.yaml").load()]
            thread = threading.Thread(
                target=answering, args=(server, case, chance, kept, folder), daemon=True
            )
            thread.start()
            enough, until = len(kept) + chance.randrange(4), time.monotonic() + 10
            while len(kept) < enough and thread.is_alive() and time.monotonic() < until:
                time.sleep(0.01)
            time.sleep(chance.uniform(0, 0.15))  # in the midst of the next one
            ended = not thread.is_alive()
            server.kill()
            thread.join(60)
        now = InterviewSession(folder / f"{case}.yaml").load()
        before, after = (Draft(one["draft"], one["asked"]) for one in (kept[-1], now))
        answers += len(kept) - 1
        assert after.asked[: len(before.asked)] == before.asked
        assert len(after.asked) <= len(before.asked) + 1
        for item in before.asked:
            then, still = (_listed(item, one.answer(item)) for one in (before, after))
            assert then == still
        if ended or len(after.asked) > 25:
            case = ""
    assert answers >= kills / 2
    told(f"{kills} kills of a server while {answers} answers were given: none lost")
