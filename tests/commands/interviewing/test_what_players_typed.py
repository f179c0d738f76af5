"""What stood in the way of people who had never seen the interview, kind by kind."""

from __future__ import annotations

import contextlib
import datetime

import pytest
from support.interviews import documented
from support.scripted import Scripted

from advisor.commands.interviewing.at_the_prompt import Quit
from advisor.commands.interviewing.conversation import Conversation
from advisor.explanation.agenda import Agenda
from advisor.explanation.relevance import Asked, Relevance
from advisor.interview.answered import Answered
from advisor.interview.course import Course
from advisor.interview.session import InterviewSession
from advisor.interview.tables import column_answer
from advisor.knowledge.base import shipped_knowledge
from advisor.model.draft import Draft
from advisor.presentation.interview import Wording

KNOWLEDGE = shipped_knowledge()
TODAY = datetime.date(2026, 11, 30)
PARTIES = ("School board", "Union", "the school district", "the Northland Fund")


def put(tmp_path, item, lines, homes=(), **answers):
    """One question, and what is typed there; the draft behind it, and what was shown."""
    draft = Draft(rater=KNOWLEDGE.interview.rater)
    draft.put("place", "existing-school")
    for key, value in answers.items():
        draft.put(key.replace("__", ".").replace("_", "-"), value)
    left = [*lines]
    console = Scripted(lambda shown: left.pop(0) if left else "quit")
    with InterviewSession(tmp_path / "case.yaml") as session:
        answered = Answered(KNOWLEDGE, draft, session)
        talk = Conversation(KNOWLEDGE, answered, console, case="case.yaml", today=TODAY)
        with contextlib.suppress(Quit):
            talk._ask(Asked(item, homes, None))
        answered.save()
    return talk.draft, " ".join(" ".join(console.shown).split())


def parties(**more):
    return [{"name": name, "kind": "other", "supplies": "yes", "stance": "for", **more}
            for name in PARTIES]  # fmt: skip


def test_back_at_the_day_of_an_event_goes_to_the_event_and_no_further(tmp_path):
    draft, shown = put(tmp_path, "events", ["5", "back", "1", "May 4, 2027"])
    assert draft.answer("events") == [{"kind": "election", "date": "2027-05-04"}]
    assert shown.count("What is coming up that could change who has the say?") == 2


def test_who_types_the_day_where_it_is_asked_what_it_is_has_told_the_day(tmp_path):
    draft, _ = put(tmp_path, "events", ["5, 8 course sign-up", "", "March 9, 2027", "sign-up"])
    assert draft.answer("events") == [
        {"kind": "grant-end"}, {"kind": "other", "date": "2027-03-09", "what": "sign-up"},
    ]  # fmt: skip


def test_what_is_not_known_of_one_party_leaves_what_is_said_of_another(tmp_path):
    said = "i dont know about the district. the fund yes"
    draft, _ = put(tmp_path, "across.power.within-a-year", [said], parties=parties())
    powers = {one["name"]: one["power"] for one in draft.answer("parties")}
    assert powers == {"School board": "slowly", "Union": "slowly",
                      "the school district": "unknown",
                      "the Northland Fund": "within-a-year"}  # fmt: skip


def test_who_is_named_and_on_no_list_is_told(tmp_path):
    _, shown = put(tmp_path, "across.ally.yes", ["1, 2 and Tom Ruiz"], parties=parties())
    assert "Not on the list, so left out: Tom Ruiz. To put a name on it, type add" in shown


@pytest.mark.parametrize("said", ["2, 17", "1, none", "17"])
def test_a_number_that_is_not_there_or_stands_beside_none_is_not_dropped(tmp_path, said):
    draft, shown = put(tmp_path, "change.ideas", [said])
    assert draft.answer("change.ideas") is None
    assert "is not clear here" in shown or "cannot stand beside" in shown


@pytest.mark.parametrize(
    ("said", "share", "amount"),
    [
        (["$120,000 a year", "3"], "some", "$120,000 a year"),
        (["most, 38000 of 52000"], "most", "$38,000"),
        (["a part, 180k of about 310k"], "some", "$180,000"),
    ],
)
def test_an_amount_is_kept_where_the_part_of_the_cost_is_asked(tmp_path, said, share, amount):
    grant = {"source": "A grant", "kind": "grant"}
    draft, _ = put(tmp_path, "money.a-grant", [*said, "skip"], money=[grant])
    (found,) = draft.answer("money")
    assert (found["share"], found["amount"]) == (share, amount)


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        ("grant", ["share", "signed", "ends", "aims"]),
        ("own-budget", ["share", "signed", "ends"]),
        ("district-budget", ["share", "signed"]),
        ("tuition", ["share"]),
    ],
)
def test_what_is_asked_of_a_source_of_money_goes_by_its_kind_from_the_first(
    kind, columns, tmp_path
):
    draft = Draft()
    draft.put("money", [{"source": "The money", "kind": kind}])
    asked = Agenda(KNOWLEDGE).columns("money.the-money", draft)
    assert [one.column for one in asked] == columns
    lines = ["1", "no", "never", "2"][: len(columns)]
    draft, shown = put(tmp_path, "money.the-money", lines, money=draft.answer("money"))
    assert draft.is_settled("money.the-money")
    assert len(columns) == 1 or f"{len(columns)} of at most {len(columns)}: " in shown


def test_a_meeting_to_come_is_not_on_a_day_that_has_passed(tmp_path):
    draft, shown = put(tmp_path, "decision.next-meeting", ["Feb 17, 2026", "yes"])
    assert "“Feb 17, 2026” has passed. Did you mean 2027-02-17?" in shown
    assert draft.answer("decision.next-meeting") == "2027-02-17"


def test_our_school_is_the_charter_school_of_who_runs_one(tmp_path):
    draft, shown = put(tmp_path, "place", ["in our own school"], client={"role": "charter-leader"})
    assert draft.place == "charter-school"
    assert "1. Charter" in shown


def test_a_note_that_is_full_says_so(tmp_path):
    full = "x" * 19_990
    draft, shown = put(tmp_path, "change.ideas", ["note one more thing to keep"], note=full)
    assert draft.answer("note") == full
    assert "The note of the case file is full" in shown


def test_the_places_of_a_question_are_named_where_they_change(tmp_path):
    draft = Draft(rater=KNOWLEDGE.interview.rater)
    draft.put("place", "existing-school")
    console = Scripted(lambda shown: "1")
    with InterviewSession(tmp_path / "case.yaml") as session:
        answered = Answered(KNOWLEDGE, draft, session)
        talk = Conversation(KNOWLEDGE, answered, console, case="case.yaml")
        for item in ("homes.autonomy", "homes.policy-freedom"):
            talk._ask(Asked(item, ("existing-school",), None))
    assert " ".join(console.shown).count("Present schools: ") == 1


def test_where_several_places_are_asked_about_there_is_never_left_to_be_guessed(tmp_path):
    draft = Draft(rater=KNOWLEDGE.interview.rater)
    draft.put("place", "charter-school")
    console = Scripted(lambda shown: "1")
    places = ("charter-school", "after-school-program")
    with InterviewSession(tmp_path / "case.yaml") as session:
        answered = Answered(KNOWLEDGE, draft, session)
        talk = Conversation(KNOWLEDGE, answered, console, case="case.yaml")
        for homes in (places, places, ("every-home",)):
            talk._ask(Asked("homes.autonomy", homes, None))
    shown = " ".join(" ".join(console.shown).split())
    assert "Charter or state-run school; after-school program: Could the people" in shown
    assert "At both: Could the people" in shown
    assert "Wherever it would be: Could the people" in shown


@pytest.mark.parametrize(("role", "told"), [("founder", True), ("charter-leader", False)])
def test_an_authorizer_that_nobody_has_yet_is_offered_as_one_that_would_be(role, told, tmp_path):
    answers = {"place": "charter-school", "client": {"role": role}}
    draft, shown = put(tmp_path, "parties", ["authorizer"], **answers)
    assert ("Authorizer: whoever would grant the charter" in shown) == told
    assert [one["name"] for one in draft.answer("parties")] == ["Authorizer"]


def test_the_day_on_which_the_only_grant_ends_is_not_asked_twice(tmp_path):
    grant = {"source": "A grant", "kind": "grant"}
    ends = [{"kind": "grant-end", "date": "2028-06-30"}]
    draft, shown = put(tmp_path, "money.a-grant", ["3", "yes", "5"], money=[grant], events=ends)
    assert draft.answer("money")[0]["ends"] == "2028-06-30"
    assert "When does it end?" not in shown


def test_a_day_on_which_it_starts_is_kept_as_a_day(tmp_path):
    draft, _ = put(tmp_path, "plan.starts", ["August 19, 2027"])
    assert draft.answer("plan.starts") == "2027-08-19"
    draft, _ = put(tmp_path, "plan.starts", ["fall 2027"])
    assert draft.answer("plan.starts") == "fall 2027"


@pytest.mark.parametrize(
    "said", ["6, Ruiz for, Pruitt against", "divided. AP parents against, others for"]
)
def test_who_says_divided_first_only_tells_who_is_where(said):
    wording = Wording(KNOWLEDGE, Agenda(KNOWLEDGE))
    column = next(one for one in KNOWLEDGE.interview.columns["party"] if one.column == "stance")
    said_for = KNOWLEDGE.interview.said["party.stance"]
    assert column_answer(said, column, wording.of_column(column), said_for) == ("divided",)


def test_a_rule_that_a_board_can_change_is_said_to_be_lifted_by_it(tmp_path):
    draft, _ = put(tmp_path, "homes.shelter", ["the board can change its own policy"],
                   ("existing-school",))  # fmt: skip
    assert draft.answer("homes.shelter") == {"existing-school": "board-policy"}


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (["dropping homework. the policy says we have to give it", "yes"], "dropping homework"),
        (["state law says you can't do more than 20 percent online", "yes"],
         "more than 20 percent online"),
        (["board policy 6.12 requires homework", "teaching without homework"],
         "teaching without homework"),
        (["teachers who are not certified"], "teachers who are not certified"),
    ],
)  # fmt: skip
def test_what_a_rule_forbids_is_a_thing_that_goes_into_a_sentence(lines, kept, tmp_path):
    draft, shown = put(tmp_path, "homes.forbids-what", lines, ("existing-school",))
    assert draft.answer("homes.forbids-what") == {"existing-school": kept}
    assert ("The memo says “the rule that forbids …”." in shown) == (len(lines) > 1)


@pytest.mark.parametrize(
    ("lines", "told", "kept"),
    [
        (["none yet, plan is 215 or 100", "yes"], "Did you mean 0?", 0),
        (["as many as we can take", "100"], "Type one such as 60, or: I don't know", 100),
        (["215 or 100", "100"], "Did you mean 215 or 100? Type that number.", 100),
    ],
)
def test_two_numbers_are_asked_back_and_not_averaged(lines, told, kept, tmp_path):
    draft, shown = put(tmp_path, "homes.waiting", lines, ("existing-school",))
    assert told in shown
    assert draft.answer("homes.waiting") == {"existing-school": kept}


def test_who_pays_is_not_lost_though_it_is_named_first_and_with_an_amount(tmp_path):
    said = "harmon foundation 180k of 310k, rest our general fund"
    draft, _ = put(tmp_path, "money", [said])
    assert [one["kind"] for one in draft.answer("money")] == ["donor", "district-budget"]
    draft, shown = put(tmp_path, "money", ["the Ellwoods 20k, rest our general fund"])
    assert draft.answer("money") is None
    assert "is not clear here. Did you mean 2, the district's budget?" in shown


def test_what_no_answer_is_named_in_is_asked_back_with_a_guess(tmp_path):
    said = "math sure, English too I suppose"
    draft, shown = put(tmp_path, "change.online-core", [said])
    assert draft.answer("change.online-core") is None
    assert "Did you mean 1, yes?" in shown


def test_an_answer_behind_the_offer_that_turns_the_advice_is_told_with_a_reason(tmp_path):
    draft = documented("24-city-view")
    with InterviewSession(tmp_path / "case.yaml") as session:
        answered = Answered(KNOWLEDGE, draft, session, stage="memo")
        console = Scripted(lambda shown: "no")
        talk = Conversation(KNOWLEDGE, answered, console, case="case.yaml")
        draft.asked = [*talk.relevance.agenda.items(draft)]
        course = Course(KNOWLEDGE, answered)
        asked = Asked("homes.wanted", tuple(draft.answer("homes.wanted")), None)
        talk._turns.look(draft)
        talk._ask(asked)
        shown = " ".join(" ".join(console.shown).split())
        assert "It was: a school or program in the district that people choose." in shown
        why = "those it is meant for do not want what it offers."
        assert "Now it is: waiting and preparing. In an opt-in school" in shown
        assert why in shown
        answered.draft = draft
        course.keep(asked, dict.fromkeys(asked.homes, "no"))
        assert course.turn is not None and why in course.turn.why
        course.keep(asked, dict.fromkeys(asked.homes, "no"))
        assert course.turn is None


def test_by_ear_a_long_list_is_told_by_its_length_and_can_be_had_again(tmp_path):
    left = ["list", "3"]
    console = Scripted(lambda shown: left.pop(0) if left else "quit")
    console.plain = True
    with InterviewSession(tmp_path / "case.yaml") as session:
        answered = Answered(KNOWLEDGE, Draft(rater=KNOWLEDGE.interview.rater), session)
        talk = Conversation(KNOWLEDGE, answered, console, case="case.yaml")
        for item in ("client.role", "place", "change.kind"):
            with contextlib.suppress(Quit):
                talk._ask(Asked(item, (), None))
    shown = " ".join(" ".join(console.shown).split())
    assert shown.count("15 choices; type list to have them read again. 1. a class") == 1
    assert shown.count(" 1. a class") == 2
    assert "14 choices. 1. Present schools" in shown
    assert "5 choices" not in shown.replace("15 choices", "")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("about 310k a year", "about $310,000"),
        ("$38,000", "$38,000"),
        ("52000 dollars", "$52,000"),
        ("1.2 million", "$1,200,000"),
        ("310k the first year, then 95k", "310k the first year, then 95k"),
        ("I do not know yet", "unknown"),
        ("not much, it is mostly staff we have", None),
    ],
)
def test_what_it_costs_in_a_year_is_kept_as_an_amount(said, kept, tmp_path):
    draft, _ = put(tmp_path, "change.yearly-cost", [said])
    assert draft.answer("change.yearly-cost") == kept


def test_when_it_starts_what_it_costs_and_for_how_many_is_asked_of_everybody():
    relevance, draft = Relevance(KNOWLEDGE), Draft(rater=KNOWLEDGE.interview.rater)
    put_ = []
    while (asked := relevance.before_the_memo(draft)) is not None and len(put_) < 60:
        put_.append(asked.item)
        if asked.item == "change.running":
            draft.put(asked.item, "no")
        draft.pass_over(asked.item)
    assert {"plan.starts", "change.yearly-cost", "client.learners-at-start"} <= {*put_}
