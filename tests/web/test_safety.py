"""What other pages, other people and odd input can do to the served interview: nothing."""

from __future__ import annotations

import re
from random import Random
from urllib.parse import quote

import pytest
from support.page_forms import every_address, filled
from werkzeug.datastructures import MultiDict

SITES = {
    "another site's form": {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
    "another site's form in an old browser": {"Origin": "https://evil.example"},
    "a page in a sandbox": {"Origin": "null"},
    "a page in a sandbox, of today": {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    "another port of this computer": {"Origin": "http://localhost:3000"},
    "another port that hides its origin": {"Sec-Fetch-Site": "same-site"},
    "the same name with another scheme": {"Origin": "https://localhost"},
    "a name that begins like ours": {"Origin": "http://localhost.evil.example"},
    "one header is ours, the other is not": {
        "Origin": "http://localhost", "Sec-Fetch-Site": "cross-site",
    },
    "an address typed by the person cannot send a form": {"Sec-Fetch-Site": "none"},
    "nothing is said of where it comes from": {},
}  # fmt: skip


@pytest.mark.parametrize("headers", SITES.values(), ids=SITES)
@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "text/plain", "application/json"]
)
def test_another_sites_page_changes_nothing(app, headers, kind):
    response = app.test_client().post(
        "/cases", data="name=theirs", headers=headers, content_type=kind
    )
    assert response.status_code == 403
    assert "another page" in response.text
    assert [*app.extensions["desk"].folder.iterdir()] == []


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://localhost"}, {"Sec-Fetch-Site": "same-origin"},
     {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}],
)  # fmt: skip
def test_a_page_of_ours_changes_what_it_is_to_change(app, headers):
    assert (
        app.test_client().post("/cases", data={"name": "ours"}, headers=headers).status_code == 303
    )


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_no_other_method_gets_past_the_check(app, method):
    assert getattr(app.test_client(), method)("/cases").status_code == 403


@pytest.mark.parametrize(
    ("mode", "to"),
    [("no-cors", "image"), ("no-cors", "script"), ("cors", "empty"), ("navigate", "iframe"),
     ("navigate", "object"), ("no-cors", "style")],
)  # fmt: skip
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_sites_page_is_given_nothing_to_embed_or_to_time(client, mode, to, site):
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": to}
    for address in ("/", "/static/style.css", "/case/none/"):
        assert client.get(address, headers=headers).status_code == 403


def test_another_site_may_lead_here_by_a_link(client):
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate",
               "Sec-Fetch-Dest": "document"}  # fmt: skip
    assert client.get("/", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8765", "localhost.evil.example", "127.0.0.1.evil.example", "",
     "127.0.0.1, evil.example", "192.168.0.7", "[::1", "user@evil.example",
     "localhost@evil.example", "evil.example@localhost"],
)  # fmt: skip
def test_a_name_that_was_bent_to_this_computer_reads_nothing(client, host):
    client.post("/cases", data={"name": "secret plan"})
    response = client.get("/", headers={"Host": host})
    assert response.status_code in (400, 403)
    assert "secret plan" not in response.text


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8765", "[::1]:8765", "LOCALHOST:1"])
def test_this_computer_may_be_called_by_its_own_names(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 200


def test_every_answer_tells_the_browser_what_it_may_do(client):
    for address in ("/", "/static/style.css", "/none", "/case/none/"):
        headers = client.get(address, buffered=True).headers
        policy = dict(one.strip().split(" ", 1) for one in
                      headers["Content-Security-Policy"].split(";"))  # fmt: skip
        assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert {policy[one] for one in policy} == {"'none'", "'self'"}
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Access-Control-Allow-Origin" not in headers
        assert "Set-Cookie" not in headers


def test_a_script_in_the_name_of_a_file_stays_text(app, client):
    folder = app.extensions["desk"].folder
    (folder / "<img src=x onerror=alert(1)>.yaml").write_text("", "utf-8")
    page = client.get("/").text
    assert "<img" not in page
    assert "&lt;img src=x" in page


ODD = [
    "../outside", "..", ".", "", " ", "/etc/passwd", "a/b", "a\\b", "..%2f..", "con:x", ".hidden",
    "a\x00b", "a\nb", "\u202egpj.yaml", "x" * 61, "*", "?", "<b>", '"',
]  # fmt: skip


@pytest.mark.parametrize("name", ODD, ids=repr)
def test_no_odd_name_makes_or_opens_a_file(app, client, name):
    outside = app.extensions["desk"].folder.parent / "outside.yaml"
    outside.write_text("advisor-case: 2\n", "utf-8")
    before = sorted(outside.parent.rglob("*"))
    assert client.post("/cases", data={"name": name}).status_code == 400
    response = client.get(f"/case/{quote(name, safe='')}/")
    assert response.status_code in (400, 404, 308, 405)
    assert sorted(outside.parent.rglob("*")) == before


@pytest.mark.parametrize(
    "address",
    ["/static/../application.py", "/static/%2e%2e/layout.html.j2", "/static/..%2flayout.html.j2",
     "/static//etc/passwd", "/static/\\..\\layout.html.j2", "/case/../../etc/passwd"],
)  # fmt: skip
def test_no_address_leads_out_of_its_folder(client, address):
    response = client.get(address, buffered=True)
    assert response.status_code in (308, 404)
    assert "{%" not in response.text


BODIES = {
    "too many bytes": {"data": b"x" * 2_000_001, "content_type": "application/octet-stream"},
    "a field that is too large": {"data": {"name": "x" * 300_001}},
    "too many fields": {"data": "&".join(f"a{one}=" for one in range(700))},
    "too many parts": {
        "data": {f"a{one}": "" for one in range(700)}, "content_type": "multipart/form-data",
    },
}  # fmt: skip


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_too_large_a_body_is_answered_with_a_page(app, client, body):
    body = {"content_type": "application/x-www-form-urlencoded", **body}
    response = client.post("/cases", **body)
    assert response.status_code == 413
    assert "<h1>" in response.text
    assert [*app.extensions["desk"].folder.iterdir()] == []


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}"
SAYING = re.compile(r"<script>alert|<img src=x|alert\(2\)>[^&]*49")


@pytest.mark.slow
def test_a_script_in_every_field_of_text_stays_text(app, client):
    """A whole interview in which whatever takes words is given a script; then every page."""
    name, typed, chance, ready = "a case", set(), Random(3), False
    client.post("/cases", data={"name": name})
    for _ in range(400):
        where = client.get(f"/case/{name}/next").headers["Location"]
        if "/question/" not in where and ready:
            break
        page = client.get(where).text
        assert not SAYING.search(page), where
        if "/question/" not in where:  # the memo can be had; there is more
            ready = True
            continue
        sent = filled(page, chance, HOSTILE)
        typed.update(where.split("?")[0] for _, value in sent if value == HOSTILE)
        answer = client.post(where, data=MultiDict(sent))
        assert not SAYING.search(answer.text), where
        if answer.status_code != 303:  # as a number, a date
            client.post(where, data=MultiDict([*sent, ("do", "unknown")]))
    else:
        raise AssertionError("The interview comes to no end.")
    assert len(typed) > 5
    client.post(f"/case/{name}/finish")
    client.post(f"/case/{name}/links", data={"kind": "rater", "part": HOSTILE[:80], "days": "1"})
    shown = 0
    for page, method, path in every_address(app, name):
        response = client.open(path, method=method, buffered=True) if method == "GET" else None
        if response is not None and response.mimetype == "text/html":
            assert not SAYING.search(response.text), page
            shown += "&lt;script&gt;" in response.text
    assert shown > 3
