"""One question after the other: what is kept, what is shown again, what two windows do."""

from __future__ import annotations

import re

import pytest
from support.interviews import documented
from support.page_walks import Leader, Page, as_form, walk
from support.reading_age import grade
from support.scripted import Scripted, hold

from advisor.explanation.relevance import Relevance
from advisor.interview.session import InterviewSession
from advisor.knowledge.base import shipped_knowledge
from advisor.model.case_reader import load_case

BEGUN = {
    "client.name": "Hill School", "place": "existing-school", "homes": "none",
    "change.short": "a math program", "change.kind": "upgrade",
}  # fmt: skip


@pytest.fixture
def begun(client):
    """A case of which the first questions are answered."""
    client.post("/cases", data={"name": "ours"})
    for item, answer in BEGUN.items():
        send(client, item, answer=answer)
    send(client, "parties", pick="school-board")
    return client


def page_of(client, item):
    return Page(client.get(f"/case/ours/question/{item}").text)


def send(client, item, page=None, **given):
    """Fills in a page, as it is or was, and sends it."""
    page = page or page_of(client, item)
    filled = page.filled({key.replace("__", "."): one for key, one in given.items()})
    return client.post(f"/case/ours/question/{item}", data=as_form(filled))


def test_an_answer_is_kept_at_once_and_said_on_the_next_page(begun, tmp_path):
    place = send(begun, "change.short", answer="a reading program").headers["Location"]
    assert place == "/case/ours/next?after=change.short"
    text = Page(begun.get(place, follow_redirects=True).text).text
    assert "A reading program" in text
    session = InterviewSession(tmp_path / "cases" / "ours.yaml").load()
    assert session["draft"]["change"]["short"] == "a reading program"


def test_a_slip_shows_the_question_again_with_what_was_typed_and_where_it_is(begun):
    reply = send(begun, "client.learners-at-start", answer="many of them")
    page = Page(reply.text)
    assert reply.status_code == 422
    assert page.title.startswith("Error: ")
    assert ("answer", "many of them") in page.given
    assert "#answer" in page.links
    assert page.text.count("“many of them” is not a whole number") == 2, "above, and at the field"


def test_what_is_needed_cannot_be_left_out_and_any_other_question_can(begun):
    assert send(begun, "client.name", answer="", do="save").status_code == 422
    assert send(begun, "client.ages", do="skip").status_code == 303
    assert "Left open" in Page(begun.get("/case/ours/check").text).text


def test_not_knowing_is_an_answer_at_any_question(begun):
    for item in ("homes.decides", "client.learners-at-start", "change.stop-rule", "money"):
        assert send(begun, item, do="unknown").status_code == 303


def test_of_two_answers_to_one_question_both_are_shown_and_one_is_chosen(begun, tmp_path):
    first, second = page_of(begun, "change.short"), page_of(begun, "change.short")
    send(begun, "change.short", first, answer="a program of the morning")
    reply = send(begun, "change.short", second, answer="a program of the evening")
    assert reply.status_code == 409
    both = Page(reply.text)
    assert "a program of the morning" in both.text and "a program of the evening" in both.text
    session = InterviewSession(tmp_path / "cases" / "ours.yaml")
    assert session.load()["draft"]["change"]["short"] == "a program of the morning"
    assert (
        begun.post("/case/ours/question/change.short", data=as_form(both.given)).status_code == 303
    )
    assert session.load()["draft"]["change"]["short"] == "a program of the evening"


def test_the_same_answer_from_two_windows_is_one(begun):
    first, second = page_of(begun, "change.kind"), page_of(begun, "change.kind")
    send(begun, "change.kind", first, answer="new-program")
    assert send(begun, "change.kind", second, answer="new-program").status_code == 303


def test_while_a_terminal_has_the_case_what_was_given_stays_on_the_page(begun, tmp_path):
    page = page_of(begun, "change.stop-rule")
    with InterviewSession(tmp_path / "cases" / "ours.yaml"):
        reply = send(begun, "change.stop-rule", page, answer="Students go at their own pace.")
        assert reply.status_code == 409
        again = Page(reply.text)
        assert ("answer", "Students go at their own pace.") in again.given
    assert send(begun, "change.stop-rule", again).status_code == 303


def test_a_case_begun_in_the_browser_goes_on_at_the_terminal_and_back(begun, tmp_path):
    lines = iter(["quit"])
    console = Scripted(lambda shown: next(lines))
    hold(console, tmp_path / "cases" / "ours.yaml")
    shown = " ".join(console.transcript.split())
    assert f"{len(BEGUN) + 1} questions are answered" in shown
    asked = Page(begun.get("/case/ours/next", follow_redirects=True).text)
    assert asked.title.partition(" – ")[0] in shown, "the same question comes next"


def test_a_line_begun_at_the_terminal_goes_on_at_its_next_column_in_the_browser(begun, tmp_path):
    named = send(begun, "parties", pick=["school-board"], names="Band director")
    send(begun, "parties", Page(named.text))
    lines = iter(["ask band", "1", "quit"])
    hold(Scripted(lambda shown: next(lines)), tmp_path / "cases" / "ours.yaml")
    assert page_of(begun, "parties.band-director").hidden("shown") == ["stance"]


@pytest.mark.parametrize("item", ["parties.school-board", "money.a-grant"])
def test_nothing_is_ticked_that_nobody_said_and_an_untouched_card_leaves_all_open(begun, item):
    send(begun, "money", pick="A grant")
    for card in ("", "?card=1"):
        page = Page(begun.get(f"/case/ours/question/{item}{card}").text)
        shown = page.hidden("shown")
        assert shown and not {*shown} & {name for name, _ in page.given}
    place = send(begun, item, page).headers["Location"]
    said = begun.get(place, follow_redirects=True).text
    assert '<span class="given">Left open</span>' in said
    assert not {*shown} & {name for name, _ in page_of(begun, item).given}


def test_one_way_to_say_that_it_is_not_known_is_enough(begun):
    page = begun.get("/case/ours/question/parties.school-board").text
    assert "I don't know</label>" in page.replace("&#39;", "'")
    assert "I don’t know</button>" not in page
    assert "I don’t know</button>" in begun.get("/case/ours/question/homes.decides").text


@pytest.mark.parametrize("topic", [one for one in shipped_knowledge().interview.topics
                                   if one.topic != "words"])  # fmt: skip
def test_why_a_question_is_asked_is_told_in_words_anybody_knows(topic):
    assert grade(topic.why) <= 8, topic.why
    theory = r"\b(network|home|keystone|shelter|autonomy|aligned|pull|sign of|unit)\b"
    assert not re.search(theory, topic.why)


def test_the_reason_stands_on_the_page_and_names_no_rule(begun):
    told = begun.get("/case/ours/question/parties.school-board").text
    told = told.partition('<details id="why">')[2].partition("</details>")[0]
    assert "can stop the work" in told and "rule-maker" not in told


def test_a_waiver_is_named_before_it_is_asked_whether_it_is_granted(begun):
    asked = Relevance(shipped_knowledge())
    draft = documented("09-florida-virtual-school")
    for item in ("homes.shelter", "homes.shelter-status"):
        draft.put(item, dict.fromkeys(draft.answer(item) or {}))
    put = []
    while (one := asked.next(draft)) is not None:
        put.append(one.item)
        known = {"homes.shelter": "none"}.get(one.item, "unknown")
        draft.put(one.item, dict.fromkeys(one.homes, known) if one.homes else None)
        draft.pass_over(one.item)
    assert "homes.shelter" in put and "homes.shelter-status" not in put


def test_answers_that_clash_are_told_with_a_link_to_each(begun):
    send(begun, "homes.enrollment", answer="choice")
    send(begun, "homes.seat-kept", answer="no")
    send(begun, "homes.family-choice", answer="yes")
    page = Page(begun.get("/case/ours/check").text)
    assert "These answers do not go together" in page.text
    assert page.links.count("/case/ours/question/homes.seat-kept") == 2, "and its own Change"


def test_each_change_link_names_its_question(begun):
    html = begun.get("/case/ours/check").text
    links = re.findall(r">Change<span class=\"unseen\">: ([^<]+)</span></a>", html)
    assert "What do you want to change?" in links
    assert len(links) == len(set(links)) >= 6


def test_every_question_can_be_opened_from_the_list_of_all(begun):
    page = Page(begun.get("/case/ours/").text)
    asked = {one.rpartition("/")[2] for one in page.links if "/question/" in one}
    plan = shipped_knowledge().interview
    assert asked >= {*plan.asks} - {*plan.only}, "asked where another answer calls"
    for item in asked:
        assert begun.get(f"/case/ours/question/{item}").status_code == 200, item


def test_back_leads_to_the_question_before(begun):
    assert "/case/ours/question/change.kind" in page_of(begun, "parties").links
    assert "/case/ours/" in page_of(begun, "client.name").links


def test_an_interview_can_be_finished_once_there_is_a_case(begun, client, tmp_path):
    assert begun.post("/case/ours/finish").status_code == 303
    case = load_case(str(tmp_path / "cases" / "ours.yaml"), shipped_knowledge())
    assert [one.name for one in case.parties] == ["School board"]
    send(begun, "change.short", answer="another program")
    begun.post("/case/ours/finish")
    before = tmp_path / "cases" / "ours.yaml.before"
    assert "a math program" in before.read_text("utf-8")


def test_before_there_is_a_case_the_page_says_which_answers_it_needs(client):
    client.post("/cases", data={"name": "ours"})
    reply = client.post("/case/ours/finish")
    page = Page(reply.text)
    assert reply.status_code == 409
    assert "/case/ours/question/change.kind" in page.links
    assert "/case/ours/question/parties" in page.links


def test_the_reason_of_a_question_says_what_two_answers_would_lead_to(client):
    client.post("/cases", data={"name": "ours"})
    walk_to = "homes.autonomy"
    leader = Leader("02-village-high-school")
    place = client.get("/case/ours/next").headers["Location"]
    while walk_to not in place:
        item = place.rpartition("/")[2].partition("?")[0]
        page = Page(client.get(place).text)
        reply = client.post(place, data=as_form(page.filled(leader.fills(item, page))))
        if reply.status_code == 200:
            page = Page(reply.text)
            client.post(place, data=as_form(page.filled(leader.fills(item, page))))
        place = client.get("/case/ours/next").headers["Location"]
    text = Page(client.get(f"{place}?why=1").text).text
    assert "Supposing the rest turns out in one possible way" in text
    assert "Operational autonomy : " in text


def test_what_is_thought_so_far_names_the_path_and_what_could_change_it(client):
    client.post("/cases", data={"name": "ours"})
    assert "Nothing yet" in Page(client.get("/case/ours/question/place").text).text
    walk(client, "ours", Leader("20-mississippi-reading"))
    text = Page(client.get("/case/ours/check").text).text
    assert "Ordinary leadership in the present schools" in text
    assert "Settled" in text or "Not settled" in text


def test_a_name_that_looks_like_html_stays_words(begun):
    send(begun, "change.short", answer="<script>alert(1)</script>")
    for path in ("/case/ours/", "/case/ours/check", "/case/ours/question/change.short"):
        assert "<script>alert" not in begun.get(path).text


def test_no_question_that_is_not_there_can_be_opened_or_answered(begun):
    for item in ("nothing", "homes.nothing", "parties.nobody", "change"):
        assert begun.get(f"/case/ours/question/{item}").status_code == 404
        assert begun.post(f"/case/ours/question/{item}", data={"answer": "x"}).status_code == 404
