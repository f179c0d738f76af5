"""Links for raters and colleagues: each opens its own part alone, until it runs out."""

from __future__ import annotations

import json
import os
import re
import stat
from datetime import datetime, timedelta, timezone
from random import Random

import pytest
from support.page_forms import every_address, filled
from werkzeug.datastructures import MultiDict

from advisor.interview.links import FILE, Links

CASE = "our school"
SECRET_ANSWER = "The secret rival of our board"
HERE = {"HTTP_ORIGIN": "http://localhost"}


@pytest.fixture
def desk(app, client):
    """A case with an answer that no link may show."""
    client.post("/cases", data={"name": CASE})
    client.post("/cases", data={"name": "another"})
    desk = app.extensions["desk"]
    with desk.change(CASE) as opened:
        draft = opened.course.draft
        draft.put("client.name", SECRET_ANSWER)
        draft.put("change.kind", "new-model")
        opened.course.answered.save()
    return desk


def made(client, kind: str, part: str, **more: str) -> str:
    """The address of a new link, as the page shows it."""
    page = client.post(
        f"/case/{CASE}/links", data={"kind": kind, "part": part, "days": "14", **more}
    )
    return re.search(r'value="http://localhost(/link/[\w-]+/)"', page.text).group(1)


def rates(client, app, value="2", **more: str) -> dict[str, str]:
    tensions = app.extensions["desk"].knowledge.tensions
    given = {f"{which}-{one}": value for one in tensions for which in ("now", "wanted")}
    return {**given, **more}


def raters(desk):
    with desk.open(CASE) as opened:
        return opened.course.draft.content.get("tensions", {}).get("raters", [])


def test_three_people_rate_each_alone_and_hidden_from_one_another(app, client, desk):
    roles = ("Principal", "Union <b>rep</b>", "Board member")
    links = {role: made(client, "rater", role) for role in roles}
    assert len({*links.values()}) == 3
    for number, role in enumerate(roles, 2):
        guest = app.test_client()
        page = guest.get(links[role]).text
        assert SECRET_ANSWER not in page
        assert not any(other in page for other in roles if other != role and "<" not in other)
        assert "<b>rep" not in page
        response = guest.post(f"{links[role]}part", data=rates(guest, app, str(number)),
                              environ_base=HERE, follow_redirects=True)  # fmt: skip
        assert "Your ratings are kept" in response.text
    assert [one["who"] for one in raters(desk)] == [*roles]
    assert [one["pace"]["now"] for one in raters(desk)] == [2, 3, 4]
    for role in roles:  # what was said is not shown again, not even to whoever said it
        page = app.test_client().get(links[role]).text
        assert 'type="radio"' not in page


def test_a_second_rating_by_one_link_changes_nothing(app, client, desk):
    link = made(client, "rater", "Principal")
    for value in ("2", "5"):
        response = client.post(f"{link}part", data=rates(client, app, value))
    assert response.status_code == 409
    assert [one["pace"]["now"] for one in raters(desk)] == [2]


@pytest.mark.parametrize(
    ("given", "says"),
    [({"now-pace": "2"}, "say both"), ({}, "at least one"), ({"now-pace": "9"}, "say both"),
     ({"now-pace": "x", "wanted-pace": "2"}, "say both")],
)  # fmt: skip
def test_a_slip_in_a_rating_is_shown_beside_what_was_given(app, client, desk, given, says):
    link = made(client, "rater", "Principal")
    response = client.post(f"{link}part", data={**given, "now-model": "3", "wanted-model": "4"}
                           if given else {})  # fmt: skip
    assert response.status_code == 422
    assert says in response.text and "<title>Error: " in response.text
    if given:
        assert 'name="now-model" value="3" checked' in response.text
    assert raters(desk) == []


def test_a_rating_is_not_lost_when_the_leader_goes_back(app, client, desk):
    address = f"/case/{CASE}/question/change.short"
    client.post(address, data=MultiDict(filled(client.get(address).text, Random(1))))
    client.post(f"{made(client, 'rater', 'Principal')}part", data=rates(client, app))
    with desk.change(CASE) as opened:
        opened.course.back()
    assert [one["who"] for one in raters(desk)] == ["Principal"]


def test_no_two_links_are_made_for_one_role(client, desk):
    made(client, "rater", "Principal")
    for role in ("principal", desk.knowledge.interview.rater, "", "x" * 81):
        response = client.post(f"/case/{CASE}/links",
                               data={"kind": "rater", "part": role, "days": "14"})  # fmt: skip
        assert response.status_code == 422
        assert "<title>Error: " in response.text


@pytest.mark.parametrize("days", ["0", "91", "-1", "", "x", "1e9", "9" * 400])
def test_a_link_runs_at_most_ninety_days(client, desk, days):
    data = {"kind": "rater", "part": "Principal", "days": days}
    assert client.post(f"/case/{CASE}/links", data=data).status_code == 422


def test_a_colleague_answers_one_section_and_sees_no_other(app, client, desk):
    link, guest = made(client, "section", "change"), app.test_client()
    page = guest.get(link)
    assert page.status_code == 200 and SECRET_ANSWER not in page.text
    address = guest.get(f"{link}case/{CASE}/next").headers["Location"]
    assert address.startswith(link)
    assert "/question/change." in address
    question = guest.get(address)
    assert question.status_code == 200 and SECRET_ANSWER not in question.text
    address = f"{link}case/{CASE}/question/change.short"
    form = MultiDict(filled(guest.get(address).text, Random(1), "Mastery in math"))
    response = guest.post(address, data=form, environ_base=HERE)
    assert response.status_code == 303 and response.headers["Location"].startswith(link)
    shown = guest.get(address).text
    assert "Mastery in math" in shown
    ways = re.findall(r'(?:href|action)="([^"#]+)', shown)
    assert ways and all(one.startswith(link[:-1]) for one in ways)
    for way in ways:  # nothing is offered that the link does not open
        assert guest.get(way, follow_redirects=True, buffered=True).status_code == 200
    with desk.open(CASE) as opened:
        assert opened.course.draft.answer("change.short") == "Mastery in math"


def test_a_link_opens_its_part_alone(app, client, desk):
    """Every page there is, those of other helpers' making and of later days included."""
    own = {("static", "GET"), ("sharing.part", "GET"), ("sharing.rate", "POST")}
    onward = {("interview.tasks", "GET"), ("interview.following", "GET")}
    links = {one: made(client, *one) for one in (("rater", "Principal"), ("section", "change"))}
    before = {one.name: one.read_bytes() for one in desk.folder.iterdir() if one.is_file()}
    for (kind, _), link in links.items():
        for name in (CASE, "another"):
            for page, method, path in every_address(app, name):
                if (page, method) in own or (
                    kind == "section" and (page, method) in onward and name == CASE
                ):
                    continue
                response = client.open(f"{link[:-1]}{path}", method=method, buffered=True)
                if path == "/" and method == "GET":
                    assert response.status_code == 200  # which is the part itself
                else:
                    assert response.status_code == 403, (kind, page, method, path)
                assert SECRET_ANSWER not in response.text
    assert {one.name: one.read_bytes() for one in desk.folder.iterdir() if one.is_file()} == before


@pytest.mark.parametrize("page", ["question/change.short", "next", ""])
def test_a_section_shows_no_answer_that_was_just_given_in_another(client, desk, page):
    address = f"{made(client, 'section', 'change')}case/{CASE}/{page}?after=client.name"
    assert SECRET_ANSWER not in client.get(address, follow_redirects=True).text


@pytest.mark.parametrize("item", ["client.name", "parties", "tensions.pace", "change", "", "none"])
def test_a_section_opens_no_question_of_another(client, desk, item):
    address = f"{made(client, 'section', 'change')}case/{CASE}/question/{item}"
    for answer in (client.get(address), client.post(address, data={"answer": "theirs"})):
        assert answer.status_code in (403, 404)
        assert SECRET_ANSWER not in answer.text


WRONG = ["x", "x" * 43, "", "..", "%00", "é", "A" * 5000]


@pytest.mark.parametrize("secret", WRONG, ids=range(len(WRONG)))
def test_a_guessed_link_opens_nothing(client, desk, secret):
    made(client, "section", "who")
    for rest in ("", "/", "/part", f"/case/{CASE}/", f"/case/{CASE}/question/client.name"):
        response = client.get(f"/link/{secret}{rest}")
        assert response.status_code in (404, 308, 400)
        assert SECRET_ANSWER not in response.text


def test_a_link_that_ran_out_or_was_withdrawn_opens_nothing(app, client, desk):
    now = datetime(2026, 11, 30, tzinfo=timezone.utc)
    links = app.extensions["desk"].links
    links._clock = lambda: now
    first, second = made(client, "section", "change"), made(client, "rater", "Principal")
    page = client.get(f"/case/{CASE}/links").text
    assert "until 2026-12-14" in page
    (key,) = re.findall(r"/links/(\w+)/withdraw", page)[1:]
    assert client.post(f"/case/{CASE}/links/{key}/withdraw").status_code == 303
    assert client.get(second).status_code == 404
    assert client.get(first).status_code == 200
    now += timedelta(days=14, seconds=1)
    assert client.get(first).status_code == 404
    assert "There is none." in client.get(f"/case/{CASE}/links").text


def test_a_link_into_a_case_that_is_gone_opens_nothing(app, client, desk):
    link = made(client, "rater", "Principal")
    for one in desk.folder.glob(f"{CASE}*"):
        one.unlink()
    assert client.get(link).status_code == 404


def test_a_link_follows_a_renamed_case_and_ends_with_a_discarded_one(app, client, desk):
    link = made(client, "rater", "Principal")
    client.post(f"/case/{CASE}/rename", data={"name": "our new school"})
    client.post("/cases", data={"name": CASE})
    assert "our new school" in client.get(link).text
    client.post("/case/our new school/remove")
    client.post("/cases", data={"name": "our new school"})
    assert client.get(link).status_code == 404


def test_the_file_of_links_holds_no_secret_and_is_its_owners(app, client, desk):
    link = made(client, "rater", "Principal")
    file = desk.folder / FILE
    assert link.split("/")[2] not in file.read_text("utf-8")
    if os.name != "nt":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = Links(desk.folder)  # another server over the same folder knows it too
    assert again.find(link.split("/")[2]).part == "Principal"
    assert FILE not in client.get("/").text


NEVER = json.dumps([{"key": "", "case": "", "kind": "", "part": "", "until": "never"}])


@pytest.mark.parametrize("damage", ["", "{", "[1]", '[{"key": 1}]', "null", NEVER])
def test_a_damaged_file_of_links_opens_nothing_and_is_left_as_it_is(client, desk, damage):
    link = made(client, "rater", "Principal")
    (desk.folder / FILE).write_text(damage, "utf-8")
    assert client.get(link).status_code == 404
    response = client.get(f"/case/{CASE}/links")
    assert response.status_code == 409 and "left as it is" in response.text
    data = {"kind": "rater", "part": "Teacher", "days": "14"}
    assert client.post(f"/case/{CASE}/links", data=data).status_code in (409, 422)
    assert (desk.folder / FILE).read_text("utf-8") == damage


def test_links_are_made_by_many_at_once_and_none_is_lost(tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    links = Links(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        secrets = [*pool.map(lambda one: links.make("case", "rater", f"Role {one}"), range(40))]
    assert {links.find(one).part for one in secrets} == {f"Role {one}" for one in range(40)}
