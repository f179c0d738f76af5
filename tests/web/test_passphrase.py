"""A server that others can reach asks for its passphrase, and makes guessing slow."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from support.page_forms import every_address

from advisor.knowledge.base import shipped_knowledge
from advisor.web import guarding
from advisor.web.application import make_application
from advisor.web.guarding import Guard, Passphrase

WORDS = "four odd words together"
FOR_EVERYBODY = {
    "static", "guarding.enter", "predicting.join", "predicting.joined", "predicting.form",
    "predicting.predict",
}  # fmt: skip
"""What asks for no passphrase: its own page, and those of a class, which ask for a code."""


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def guarded(tmp_path, clock):
    guard = Guard(passphrase=Passphrase(WORDS, clock), tls=True)
    (tmp_path / "secret plan.yaml").write_text("", "utf-8")
    return make_application(tmp_path, shipped_knowledge(), guard)


@pytest.fixture
def visitor(guarded):
    guarded.config["PREFERRED_URL_SCHEME"] = "https"
    client = guarded.test_client()
    client.environ_base["HTTP_ORIGIN"] = "https://localhost"
    return client


def enter(visitor, words=WORDS, to="/"):
    return visitor.post("/passphrase", data={"passphrase": words, "to": to})


def test_nothing_is_shown_or_changed_without_the_passphrase(guarded, visitor):
    for page, method, path in every_address(guarded, "secret plan"):
        if page in FOR_EVERYBODY:
            continue
        response = visitor.open(path, method=method)
        assert response.status_code == 401, page
        assert "secret plan" not in response.text.replace(unquote(path), "")
    assert visitor.get("/no-such-page").status_code == 401  # not even what there is can be told


def test_the_passphrase_opens_it_and_the_cookie_says_nothing(visitor):
    response = enter(visitor, to="/case/secret plan/")
    assert response.status_code == 303 and response.headers["Location"] == "/case/secret%20plan/"
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-advisor=")
    for part in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie and WORDS not in cookie
    assert "secret plan" in visitor.get("/").text


@pytest.mark.parametrize("words", ["", WORDS + " ", WORDS.upper(), WORDS[:-1], "é" * 5000])
def test_anything_else_does_not_open_it(visitor, words):
    response = enter(visitor, words)
    assert response.status_code == 401 and "Set-Cookie" not in response.headers
    assert "<title>Error: " in response.text
    if words:
        assert words not in response.text


@pytest.mark.parametrize(
    "to", ["https://evil.example/", "//evil.example", "/\\evil.example", "evil", "", "/a\r\nX: y"]
)
def test_the_way_in_leads_to_no_other_site(visitor, to):
    assert enter(visitor, to=to).headers["Location"] == "/"


def test_after_several_wrong_ones_the_right_one_has_to_wait_too(visitor, clock):
    for _ in range(guarding.FREE_TRIES):
        assert "Retry-After" not in enter(visitor, "wrong").headers
    wait = int(enter(visitor, "wrong").headers["Retry-After"])
    response = enter(visitor)
    assert response.status_code == 429 and "Set-Cookie" not in response.headers
    assert f"Try again in {wait} second" in response.text
    clock.now += wait
    assert enter(visitor).status_code == 303


def test_the_pause_grows_to_its_bound_and_ends(clock):
    passphrase, waits = Passphrase(WORDS, clock), []
    for _ in range(15):
        assert passphrase.session("wrong", "10.0.0.1") is None
        waits.append(passphrase.wait("10.0.0.1"))
        assert waits[-1] == 0 or passphrase.session(WORDS, "10.0.0.1") is None
        clock.now += waits[-1]
    assert waits[:3] == [0, 0, 0]
    assert waits[3:8] == sorted({*waits[3:8]})
    assert waits[-1] == guarding.LONGEST_WAIT
    assert passphrase.wait("10.0.0.2") == 0  # nobody else has to wait for it
    assert passphrase.session(WORDS, "10.0.0.1") is not None


def test_many_tries_at_once_are_no_way_around_the_pause(clock):
    from concurrent.futures import ThreadPoolExecutor

    passphrase, tried = Passphrase(WORDS, clock), []
    hashed = passphrase._hashed
    passphrase._hashed = lambda words: (tried.append(words), hashed(words))[1]
    with ThreadPoolExecutor(8) as pool:
        [*pool.map(lambda _: passphrase.session("wrong", "10.0.0.1"), range(40))]
    assert len(tried) <= guarding.FREE_TRIES + 1


def test_a_session_ends_when_nobody_uses_it_or_it_is_left(visitor, clock):
    enter(visitor)
    clock.now += guarding.UNUSED - 1
    assert visitor.get("/").status_code == 200
    clock.now += guarding.UNUSED - 1
    assert visitor.get("/").status_code == 200
    clock.now += guarding.UNUSED + 1
    assert visitor.get("/").status_code == 401
    enter(visitor)
    cookie = visitor.get_cookie("__Host-advisor").value
    assert visitor.post("/leave").status_code == 303
    assert visitor.get("/", headers={"Cookie": f"__Host-advisor={cookie}"}).status_code == 401


def test_the_passphrase_stands_nowhere_in_what_is_kept(clock):
    passphrase = Passphrase(WORDS, clock)
    token = passphrase.session(WORDS, "10.0.0.1")
    kept = repr(vars(passphrase))
    assert WORDS not in kept and token not in kept


def test_what_is_remembered_of_strangers_has_a_bound(clock, monkeypatch):
    passphrase = Passphrase(WORDS, clock)
    monkeypatch.setattr(passphrase, "_hashed", lambda words: b"")
    for one in range(guarding.MOST_REMEMBERED + 50):
        passphrase.session("wrong", str(one))
    assert len(passphrase._wrong) == guarding.MOST_REMEMBERED


def test_a_link_needs_no_passphrase_and_opens_no_more_for_it(guarded, visitor):
    guarded.extensions["desk"].links.make("x", "rater", "y")
    secret = guarded.extensions["desk"].links.make("secret plan", "rater", "Principal")
    assert visitor.get(f"/link/{secret}/case/secret plan/").status_code == 403
    enter(visitor)
    assert visitor.get(f"/link/{secret}/case/secret plan/").status_code == 403
    assert visitor.get("/link/wrong/").status_code == 404


def test_what_is_not_protected_says_so_on_every_page(tmp_path):
    guard = Guard(passphrase=Passphrase(WORDS), open_to_all=True)
    client = make_application(tmp_path, shipped_knowledge(), guard).test_client()
    for address in ("/", "/none", "/link/none/"):
        assert "Anybody on this network can read along" in client.get(address).text


def test_behind_a_proxy_its_name_is_the_origin(tmp_path):
    guard = Guard(names=frozenset({"advisor.example", "127.0.0.1"}), tls=True,
                  public="https://advisor.example", passphrase=Passphrase(WORDS))  # fmt: skip
    app = make_application(tmp_path, shipped_knowledge(), guard)
    data = {"passphrase": WORDS}
    for host in ("advisor.example", "127.0.0.1:8765"):
        for origin, status in (("https://advisor.example", 303), (f"http://{host}", 403)):
            response = app.test_client().post(
                "/passphrase", data=data, headers={"Host": host, "Origin": origin}
            )
            assert response.status_code == status
