"""Every form of question: posted fields become an answer as a case file holds it, and back."""

from __future__ import annotations

import pytest
from support.page_walks import Page
from werkzeug.datastructures import MultiDict

from advisor.interview.answered import Answered
from advisor.interview.course import Course
from advisor.interview.forms import QuestionForm, UnfitError
from advisor.interview.session import InterviewSession
from advisor.knowledge.base import shipped_knowledge
from advisor.model.draft import Draft

KNOWLEDGE = shipped_knowledge()
HOMES = ("district-virtual-school", "existing-school")
CHESS = {"name": "Chess club", "id": "chess-club", "kind": "other"}


@pytest.fixture
def course(tmp_path):
    draft = Draft(rater=KNOWLEDGE.interview.rater)
    draft.put("place", HOMES[0])
    draft.put("homes", [HOMES[1]])
    draft.put("parties", [{"name": "School board", "id": "school-board", "kind": "school-board"}])
    draft.put("money", [{"source": "A grant", "kind": "grant"}])
    return Course(KNOWLEDGE, Answered(KNOWLEDGE, draft, InterviewSession(tmp_path / "a.yaml")))


def form(course, item, each=False, **posted):
    pairs = [(key.replace("__", "."), one) for key, value in posted.items()
             for one in (value if isinstance(value, list) else [value])]  # fmt: skip
    return QuestionForm(course, course.again(item), MultiDict(pairs).to_dict(flat=False), each=each)


def each_of(value):
    return dict.fromkeys(HOMES, value)


TAKEN = {
    "one choice": ("change.kind", {"answer": "upgrade"}, "upgrade"),
    "not known": ("change.kind", {"answer": "unknown"}, "unknown"),
    "several": ("client.ages", {"answer": ["high-school", "adults"]}, ["high-school", "adults"]),
    "none of several": ("change.ideas", {"answer": "none"}, ["none"]),
    "several, not known": ("client.ages", {"answer": "unknown"}, "unknown"),
    "a number": ("client.learners-at-start", {"answer": " 1,200 "}, 1200),
    "a number, in words": ("client.learners-at-start", {"answer": "I don’t know"}, "unknown"),
    "a day": ("decision.next-meeting", {"answer": "2026-12-08"}, "2026-12-08"),
    "a month": ("decision.next-meeting", {"answer": "2026-12"}, "2026-12"),
    "a name": ("client.name", {"answer": "Hill\x1b[31m  School "}, "Hill School"),
    "words": ("change.stop-rule", {"answer": "Two lines,\r\nas one."}, "Two lines, as one."),
    "phrases": ("missing-parties", {"answer": "bus drivers\r\n\r\nfamilies; alumni"},
                ["bus drivers", "families, alumni"]),
    "places": ("homes", {"answer": ["after-school-program"]}, ["after-school-program"]),
    "no place besides": ("homes", {"answer": "none"}, []),
    "no place yet": ("place", {"answer": "nowhere"}, "nowhere"),
    "one for all places": ("homes.seat-kept", {"answer": "no"}, each_of("no")),
    "several for all places": ("homes.shares", {"answer": ["building"]}, each_of(["building"])),
    "a tension": ("tensions.pace", {"answer__now": "2", "answer__wanted": "5"},
                  {"now": 2, "wanted": 5}),
    "events": ("events", {"answer": ["election"]}, [{"kind": "election"}]),
    "no events": ("events", {"answer": "none"}, []),
}  # fmt: skip


def test_a_source_of_money_is_asked_what_its_kind_and_what_was_told_leave_open(course):
    course.keep(course.again("events"), [{"kind": "grant-end", "date": "2028-06-30"}])
    grant = form(course, "money.a-grant", shown=["share", "signed", "aims"], share="some")
    assert grant.row == {"share": "some", "ends": "2028-06-30"}
    columns = QuestionForm(course, course.again("money.a-grant")).columns
    assert [one.column for one in columns] == ["share", "signed", "aims"]
    course.keep(course.again("money"), [{"source": "Fees", "kind": "tuition"}])
    columns = QuestionForm(course, course.again("money.fees")).columns
    assert [one.column for one in columns] == ["share"]


def test_the_day_of_a_coming_event_is_written_beside_it_and_kept_until_it_is_changed(course):
    def answer(*kinds, **written):
        posted = {f"answer__{key}": value for key, value in written.items()}
        value = form(course, "events", answer=[*kinds], **posted).value()
        course.keep(course.again("events"), value)
        return value

    days = {"election__date": "May 18, 2027", "other__what": "a hearing", "other__date": ""}
    told = [{"kind": "election", "date": "2027-05-18"}, {"kind": "other", "what": "a hearing"}]
    assert answer("election", "other", **days) == told
    assert answer("election", "other") == told
    assert "2027-05-18" in QuestionForm(course, course.again("events")).unchanged[
        "answer.election.date"]  # fmt: skip
    assert answer("election", election__date="") == [{"kind": "election"}]
    with pytest.raises(UnfitError) as unfit:
        answer("law", law__date="someday")
    assert unfit.value.field == "answer.law.date"


@pytest.mark.parametrize(("item", "posted", "answer"), TAKEN.values(), ids=[*TAKEN])
def test_what_is_posted_becomes_an_answer_and_is_shown_as_it_was_given(
    course, item, posted, answer
):
    asked = course.again(item)
    value = form(course, item, **posted).value()
    assert value == answer
    course.keep(asked, value)
    shown = QuestionForm(course, course.again(item))
    again = [(one.name, option.key) for one in shown.fields for option in one.options
             if option.picked] or [(one.name, one.written) for one in shown.fields]  # fmt: skip
    if answer != "unknown" or shown.fields[0].options:  # which a field of words leaves empty
        assert (
            QuestionForm(course, course.again(item), MultiDict(again).to_dict(flat=False)).value()
            == answer
        )


REFUSED = {
    "nothing chosen": ("change.kind", {}, "nothing", "answer"),
    "an answer that is not there": ("change.kind", {"answer": "sideways"}, "nothing", "answer"),
    "none beside another": ("change.ideas", {"answer": ["none", "competency-based"]}, "alone",
                            "answer"),
    "not known beside another": ("client.ages", {"answer": ["unknown", "adults"]}, "alone",
                                 "answer"),
    "no number": ("client.learners-at-start", {"answer": "many"}, "figure", "answer"),
    "no date": ("decision.next-meeting", {"answer": "soon enough"}, "date", "answer"),
    "nothing written": ("change.stop-rule", {"answer": " \r\n "}, "nothing", "answer"),
    "too many letters": ("client.name", {"answer": "x" * 201}, "long", "answer"),
    "half a tension": ("tensions.pace", {"answer__now": "2"}, "scale", "answer.now"),
    "an empty table": ("homes.decides", {}, "nothing", "answer.schedule"),
    "an empty line": ("parties.school-board", {"shown": "hold"}, "nothing", "hold"),
    "a hold beside none": ("parties.school-board", {"shown": "hold", "hold": ["votes", "none"]},
                           "alone-here", "hold"),
    "money that ends on no date": ("money.a-grant",
                                   {"shown": "ends", "ends": "date", "ends__date": "when it does"},
                                   "date", "ends"),
    "nobody": ("parties", {}, "needed", "names"),
}  # fmt: skip


@pytest.mark.parametrize(("item", "posted", "what", "field"), REFUSED.values(), ids=[*REFUSED])
def test_what_is_no_answer_is_refused_at_its_field(course, item, posted, what, field):
    with pytest.raises(UnfitError) as refused:
        form(course, item, **posted).value()
    assert refused.value.field == field
    assert refused.value.error.what == what


def test_a_table_is_answered_row_by_row(course):
    given = {"answer__schedule": "yes", "answer__budget": "partly", "answer__grading": "unknown"}
    value = form(course, "homes.decides", **given).value()
    assert value == each_of({"schedule": "yes", "budget": "partly"})


def test_each_place_can_have_its_answer_and_one_can_stay_open(course):
    value = form(course, "homes.seat-kept", each=True,
                 **{f"answer__{HOMES[1]}": "yes"}).value()  # fmt: skip
    assert value == {HOMES[0]: None, HOMES[1]: "yes"}
    course.keep(course.again("homes.seat-kept"), value)
    with pytest.raises(UnfitError):
        form(course, "homes.seat-kept", each=True).value()


def test_answers_that_differ_by_place_are_shown_place_by_place(course):
    asked = course.again("homes.seat-kept")
    course.keep(asked, dict(zip(HOMES, ("yes", "no"))))
    shown = QuestionForm(course, course.again("homes.seat-kept"))
    assert shown.each
    assert [[one.key for one in field.options if one.picked] for field in shown.fields] == [
        ["yes"], ["no"],
    ]  # fmt: skip


def test_a_party_is_asked_where_it_stands_and_of_a_kind_without_a_usual_hold_for_that_too(course):
    usual = QuestionForm(course, course.again("parties.school-board"))
    assert [one.column for one in usual.columns] == ["stance"]
    course.keep(course.again("parties"), [*course.draft.answer("parties"), CHESS])
    item = "parties.chess-club"
    shown = [one.column for one in QuestionForm(course, course.again(item)).columns]
    assert shown == ["hold", "stance"]


def test_one_question_asks_of_all_parties_who_could_stop_it(course):
    """Only those are ticked whom somebody named, and the rest is asked by the next question."""
    course.keep(course.again("parties"), [*course.draft.answer("parties"), CHESS])
    for item, _ in course.entries("parties"):
        course.keep(course.again(item), {"votes": "yes", "stance": "for"})
    item = "across.power.at-once"
    names = [one["name"] for one in course.draft.answer("parties")]
    shown = QuestionForm(course, course.again(item))
    assert [one.key for one in shown.fields[0].options] == [*names, "none", "unknown"]
    assert not any(one.picked for one in shown.fields[0].options)
    course.keep(course.again(item), form(course, item, answer=["Chess club"]).value())
    assert course.told(item).answer == "Chess club"
    later = QuestionForm(course, course.again("across.power.within-a-year"))
    assert "Chess club" not in [one.key for one in later.fields[0].options]
    course.keep(course.again("across.power.within-a-year"), later.unknown())
    powers = [one["power"] for one in course.draft.answer("parties")]
    assert powers == [*["unknown"] * (len(names) - 1), "at-once"]
    again = QuestionForm(course, course.again(item)).fields[0].options
    assert [one.key for one in again if one.picked] == ["Chess club"]


def test_every_answer_on_a_card_is_kept_shown_again_and_told_whatever_the_hold(course):
    given = {"hold": "none", "power": "none", "stance": "for", "basis": "signs", "ally": "yes"}
    item = "parties.school-board"
    row = form(course, item, shown=[*given], **given).value()
    assert row.items() >= {**given, "votes": "no"}.items() - {("hold", "none")}
    course.keep(course.again(item), row)
    shown = QuestionForm(course, course.again(item))
    assert {one.name: option.key for one in shown.fields for option in one.options
            if option.picked} == given  # fmt: skip
    told = course.told(item).answer
    labels = (one.title if not one.bare else one.labels[given[one.column]] for one in shown.columns)
    assert all(one in told for one in labels)
    assert told.startswith("hold over you: none of these")


def test_names_are_split_and_shown_before_they_are_taken(course):
    posted = form(course, "parties", pick="school-board", names="Coaches and athletes, families")
    rows = {one.name: one for one in posted.listing.rows}
    assert rows["Coaches"].picked and rows["athletes"].picked
    assert not rows["Coaches and athletes"].picked, "unless somebody ticks it"
    assert rows["Families"].picked, "which usually counts there, and is not there twice"
    assert "families" not in rows
    assert rows["Coaches"].kind == "staff"


def test_a_name_close_to_a_usual_one_is_asked_about(course):
    rows = form(course, "parties", names="Shcool board").listing.rows
    assert [one.meant for one in rows if one.own] == ["School board"]


def test_entries_of_their_own_keep_the_kind_that_was_chosen(course):
    given = {"pick": ["school-board", "0"], "name": ["Our board", "Nobody"],
             "kind": ["donor", "staff"]}  # fmt: skip
    value = form(course, "parties", **given).value()
    assert [(one["name"], one["kind"]) for one in value] == [
        ("School board", "school-board"), ("Our board", "donor"),
    ]  # fmt: skip


def test_that_there_is_no_money_is_an_answer(client):
    client.post("/cases", data={"name": "ours"})
    page = Page(client.get("/case/ours/question/money").text)
    client.post("/case/ours/question/money", data={"seen": page.hidden("seen"), "do": "none"})
    assert "So far: none." in Page(client.get("/case/ours/question/money").text).text
