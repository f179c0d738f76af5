"""What can be typed at a prompt works wherever it is typed, and says what was made of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.scripted import TODAY, Scripted, hold

from advisor.commands.interviewing.conversation import Conversation
from advisor.commands.interviewing.showing import Showing
from advisor.explanation.relevance import Asked, Relevance
from advisor.interview import dates
from advisor.interview.answered import Answered
from advisor.interview.session import InterviewSession
from advisor.knowledge.base import shipped_knowledge
from advisor.model.case_reader import load_case
from advisor.model.draft import Draft

KNOWLEDGE = shipped_knowledge()
BEGUN = ["a program", "3", "3", "Hillside School", "skip", "1", "4 5", "middle school"]
LISTED = [*BEGUN, "1, 2, 3"]
PARTY = ["3"]


def interview(case, lines, width=76):
    """An interview in which some lines are typed, and then it is quit; what was shown."""
    left = [*lines]
    console = Scripted(lambda shown: left.pop(0) if left else "quit", width)
    hold(console, case)
    return " ".join(console.transcript.split())


def draft_of(case):
    """What the session file holds."""
    saved = InterviewSession(case).load()
    assert saved is not None
    return saved["draft"]


def draft_text(case):
    """The case file."""
    return case.read_text("utf-8")


def answered_to_the_end(shown):
    """Leaves everything open that can be."""
    named = {"called?": "Hill School", "want to change?": "a program", "Who could help it": "1"}
    return next((one for part, one in named.items() if part in shown), "skip")


def parties(case):
    saved = InterviewSession(case).load()
    assert saved is not None
    return [one["name"] for one in saved["draft"]["parties"]]


def test_the_parties_can_be_seen_and_gone_to_from_any_question(tmp_path):
    case = tmp_path / "case.yaml"
    lines = [*LISTED, *PARTY * 3, "table", "add Chess club = other", "4", "", "ask board", ""]
    shown = interview(case, lines)
    assert "1. District office: neither for nor against" in shown
    assert "Chess club 1 of at most 2" in shown
    assert "School board 1 of at most 5" in shown
    assert "is not clear here" not in shown
    assert parties(case)[-1] == "Chess club"


def test_before_anybody_is_on_the_list_it_says_when_that_is_asked(tmp_path):
    assert "Nobody is on the list of parties yet" in interview(
        tmp_path / "case.yaml", ["A", "table"]
    )


def test_the_interview_begins_with_what_is_wanted_and_what_they_run(tmp_path):
    shown = interview(tmp_path / "case.yaml", ["a program", "I run a school"])
    assert shown.index("1. What do you want to change?") < shown.index("2. What do you run today?")
    assert "Taken as: a school of a district. If that is wrong, type back." in shown


def test_the_day_of_the_answers_is_that_of_the_computer_unless_told(tmp_path):
    case = tmp_path / "case.yaml"
    interview(case, BEGUN)
    assert draft_of(case)["as-of"] == "2026-11-30"
    shown = interview(case, ["date Dec 8, 2026", "date soon 5"])
    assert "The answers are now as of 2026-12-08." in shown
    assert "“soon 5” is not a date." in shown
    assert draft_of(case)["as-of"] == "2026-12-08"


def test_the_day_of_a_coming_event_is_asked(tmp_path):
    lines = ["an election, contract talks", "Nov 3, 2027", ""]
    with InterviewSession(tmp_path / "case.yaml") as session:
        answered = Answered(KNOWLEDGE, Draft(rater="x"), session)
        console = Scripted(lambda shown: lines.pop(0))
        talk = Conversation(KNOWLEDGE, answered, console, case="case.yaml")
        talk._settle(Asked("events", (), None))
    assert talk.draft.answer("events") == [
        {"kind": "election", "date": "2027-11-03"}, {"kind": "contract-talks"}
    ]  # fmt: skip
    assert "When is this: an election?" in console.transcript


def test_days_told_beside_coming_events_are_theirs_and_one_of_nothing_is_asked_back(tmp_path):
    lines = ["an election, the barn dance is on June 3, 2027, the trial runs out June 2027",
             "yes", "", "the barn dance", "June 3, 2027"]  # fmt: skip
    with InterviewSession(tmp_path / "case.yaml") as session:
        draft = Draft(rater="x")
        draft.put("change.running", "yes")
        console = Scripted(lambda shown: lines.pop(0))
        talk = Conversation(KNOWLEDGE, Answered(KNOWLEDGE, draft, session), console, case="c.yaml")
        talk._settle(Asked("events", (), None))
    assert "Until when may it go on? Count the day" in console.transcript
    assert "“the barn dance is on June 3, 2027” is not clear" in " ".join(
        console.transcript.split()
    )
    assert "a permission, trial, lease or law runs out (June 2027)" in " ".join(
        console.transcript.split())  # fmt: skip
    assert talk.draft.answer("events") == [
        {"kind": "election"}, {"kind": "other", "what": "the barn dance",
        "date": "2027-06-03"}, {"kind": "sunset", "date": "2027-06"},
    ]  # fmt: skip


def test_an_order_is_no_name_for_the_work_and_mine_is_not_the_memos(tmp_path):
    for said, kept in (
        ("make ninth grade project-based", None), ("move to blocks", "move to blocks"),
        ("my microschool in town", "the microschool in town"),
    ):  # fmt: skip
        case = tmp_path / f"{said.partition(' ')[0]}.yaml"
        shown = interview(case, [said])
        assert ("name it as a thing" in shown) is (kept is None)
        assert kept is None or draft_of(case)["change"]["short"] == kept


def test_which_part_could_start_is_asked_only_where_one_could(tmp_path):
    for said, asked in (("yes", True), ("no", False), ("unknown", False)):
        draft = Draft(rater="x")
        draft.put("change.separable", said)
        assert ("change.useful-part" in [*Relevance(KNOWLEDGE).agenda.items(draft)]) is asked


@pytest.mark.parametrize(
    ("said", "shown"),
    [("bcak", "Did you mean back?"), ("revew", "Did you mean review?"),
     ("finsh", "Did you mean finish?"),
     ("why?", "Every case needs this answer."), ("help me", "Type one of these at any question:"),
     ("?", "A few plain words, as you would say them"), ("go back", "no answer before this one"),
     ("repeat", "1. What do you want to change?"), ("exit", "Stopped.")],
)  # fmt: skip
def test_what_people_type_for_a_command_is_no_answer(tmp_path, said, shown):
    case = tmp_path / "case.yaml"
    assert shown in interview(case, [said]).rpartition(f"> {said}")[2]
    saved = InterviewSession(case).load()
    assert saved is None or "change" not in saved["draft"]


def test_a_word_like_a_command_can_be_an_answer_in_quotation_marks_or_as_a_name(tmp_path):
    for said, kept in (('"bcak"', "bcak"), ("Bach", "Bach")):
        case = tmp_path / f"{kept}.yaml"
        interview(case, [said])
        assert draft_of(case)["change"]["short"] == kept


@pytest.mark.parametrize("before", [[], BEGUN[:1], LISTED, [*LISTED, "1"]])
@pytest.mark.parametrize("said", ["finish", "done"])
def test_finish_ends_with_the_case_file_and_the_memo_at_any_time(tmp_path, before, said):
    case = tmp_path / "case.yaml"
    shown = interview(case, [*before, said, ""])
    assert "No more questions. What was not asked stays open" in shown
    assert shown.count("Check your answers") == 1
    assert (tmp_path / "case.memo.md").exists()
    assert load_case(str(case), KNOWLEDGE).parties
    assert not InterviewSession(case).path.exists()


def test_finish_ends_it_after_going_on_for_a_fuller_memo_too(tmp_path):
    case = tmp_path / "case.yaml"
    left = ["2", "finish", ""]
    going = False

    def line(shown):
        nonlocal going
        going = going or "Go on for a fuller memo" in shown
        return left.pop(0) if going else answered_to_the_end(shown)

    hold(Scripted(line), case)
    assert left == []
    assert (tmp_path / "case.memo.md").exists()


def test_after_finish_a_change_asks_that_question_alone(tmp_path):
    case = tmp_path / "case.yaml"
    shown = interview(case, [*LISTED, *PARTY, "finish", "change 4", "Valley School", ""])
    assert draft_text(case).count("Valley School") == 1
    assert shown.count("Is it for or against this work?") == 2, (
        "the one answered, and the one at which it was finished"
    )


def test_words_beside_a_yes_are_kept_as_a_note_and_that_is_said_once(tmp_path):
    with InterviewSession(tmp_path / "case.yaml") as session:
        answered = Answered(KNOWLEDGE, Draft(rater="x"), session)
        lines = [
            "Yes, we could start with the coaching",
            "no, it comes as a package with the new bells",
        ]
        console = Scripted(lambda shown: lines.pop(0))
        talk = Conversation(KNOWLEDGE, answered, console, case="case.yaml")
        talk._settle(Asked("change.separable", (), None))
        talk._settle(Asked("change.separable", (), None))
    shown = " ".join(console.transcript.split())
    assert shown.count("What else you say is kept as a note in the case file") == 1
    could = "Could one useful part start first, with school as it is?"
    assert talk.draft.content["note"] == (
        f"{could} Yes, we could start with the coaching."
        f" {could} no, it comes as a package with the new bells."
    )
    assert talk.draft.answer("change.separable") == "no"


def test_back_works_after_an_interview_is_gone_on_with(tmp_path):
    case = tmp_path / "case.yaml"
    interview(case, BEGUN)
    shown = interview(case, ["back", "back", "5", "back", "back", "charter"])
    assert "Enter keeps your answer: opt-in district school or program, after-school" in shown
    assert "no answer before this one" not in shown
    assert draft_of(case)["place"] == "charter-school"
    again = interview(tmp_path / "other.yaml", ["back", "A"])
    assert "no answer before this one to go back to." in again


def test_an_answer_keeps_its_number_whatever_is_changed(tmp_path):
    case = tmp_path / "case.yaml"
    shown = interview(case, [*LISTED, *PARTY, "review", "change 6", "2", "", "", "", "", "review"])
    first, second = (re.findall(r"(\d+)\. (W\w+ [a-z]+ [^?]+\?)", one.partition("Still open")[0])
                     for one in shown.split("Your answers so far")[1:3])  # fmt: skip
    assert len(first) >= 7
    assert {*first} <= {*second}


def test_commands_that_are_printed_can_be_typed_though_a_path_has_blanks(tmp_path):
    folder = tmp_path / "our cases"
    folder.mkdir()
    shown = interview(folder / "my case.yaml", BEGUN)
    command = f"advisor interview '{folder}/my case.yaml'"
    assert "".join(command.split()) in "".join(shown.split())  # a long folder is broken at a hyphen


@pytest.mark.parametrize(
    ("typed_", "shown"),
    [("keystone", "Keystone"), ("the value network", "Value network"),
     ("value networks", "Value network"), ("model", "There"), ("zzzz", "There is no word “zzzz”")],
)  # fmt: skip
def test_explain_finds_a_term_or_names_those_that_come_near(tmp_path, typed_, shown):
    said = interview(tmp_path / "case.yaml", [f"explain {typed_}"])
    assert shown.casefold() in said.rpartition(f"> explain {typed_}")[2].casefold()


def test_a_question_takes_about_twelve_lines():
    from advisor.explanation.agenda import Agenda

    draft = Draft(rater="x")
    draft.put("place", "existing-school")
    draft.put("homes", ["charter-school"])
    agenda = Agenda(KNOWLEDGE)
    for item in agenda.items(draft, words=True):
        console = Scripted(lambda shown: "", width=80)
        answered = Answered(KNOWLEDGE, draft, InterviewSession(Path("never.yaml")))
        showing = Showing(KNOWLEDGE, Relevance(KNOWLEDGE), answered, console)
        homes = agenda.homes(item, draft, draft.homes(KNOWLEDGE))
        choices = showing.wording.choices(item, draft, homes)
        showing.question(Asked(item, homes, None), choices, None)
        lines = console.transcript.strip().splitlines()
        assert len(lines) <= 13, console.transcript
        assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("words", ["adding machines", "ask families first", "table tennis"])
def test_an_answer_in_words_may_begin_like_a_command(tmp_path, words):
    interview(tmp_path / "case.yaml", [words])
    saved = InterviewSession(tmp_path / "case.yaml").load()
    assert saved is not None
    assert saved["draft"]["change"]["short"] == words


def test_whoever_leaves_parties_for_later_is_told_so_once(tmp_path):
    shown = interview(tmp_path / "case.yaml", [*LISTED, "change place", "", "", "", "change homes"])
    assert shown.count("come later, if what you know of them") <= 1
    console = Scripted(lambda what: "")
    draft = Draft(rater="x")
    draft.put("parties", [{"name": "Union", "id": "union", "kind": "union"}])
    answered = Answered(KNOWLEDGE, draft, InterviewSession(tmp_path / "other.yaml"))
    showing = Showing(KNOWLEDGE, Relevance(KNOWLEDGE), answered, console)
    for item in ("parties.union", "change.separable", "parties.union", "change.separable"):
        showing.topic(item)
    assert console.transcript.count("1 of the parties you named comes later") == 1


def test_a_semicolon_adds_to_the_list_and_what_falls_off_it_is_told(tmp_path):
    case = tmp_path / "case.yaml"
    shown = interview(case, [*LISTED, "change parties", "; Chess club"])
    assert parties(case) == ["District office", "School board", "State agency", "Chess club"]
    assert "No longer on the list" not in shown
    shown = interview(case, ["change parties", "1 2"])
    assert "No longer on the list: State agency, Chess club." in shown
    assert parties(case) == ["District office", "School board"]


def test_a_number_at_the_check_changes_the_answer_of_that_number(tmp_path):
    lines = ["back 3", "why", "2", "charter-school", "77", ""]
    console = Scripted(lambda what: lines.pop(0))
    with InterviewSession(tmp_path / "case.yaml") as session:
        draft = Draft(rater="x")
        draft.put("client.name", "A")
        draft.put("place", "existing-school")
        draft.asked = ["client.name", "place"]
        answered = Answered(KNOWLEDGE, draft, session, screen=True, stage="done")
        talk = Conversation(KNOWLEDGE, answered, console, case="case.yaml")
        talk._ask_all = lambda goals: None  # type: ignore[method-assign]
        talk.check()
    shown = " ".join(console.transcript.split())
    assert "To answer question 3 again, type: change 3" in shown
    assert "No question is open here" in shown
    assert "No answer given so far is called “77”" in shown
    assert talk.draft.place == "charter-school"


def test_why_answers_where_it_asks_whether_to_go_on(tmp_path):
    lines = ["why", "3", ""]
    console = Scripted(lambda what: lines.pop(0))
    with InterviewSession(tmp_path / "case.yaml") as session:
        answered = Answered(KNOWLEDGE, Draft(rater="x"), session)
        assert not Conversation(KNOWLEDGE, answered, console, case="case.yaml")._goes_on()
    shown = " ".join(console.transcript.split())
    assert "More answers make its risks, conditions and steps those of your case" in shown
    assert "“3” is not clear here." in shown


def test_what_was_made_of_other_words_is_told(tmp_path):
    lines = [*BEGUN[:5], "our schools", "change place", "1", "none", "skip"]
    shown = interview(tmp_path / "case.yaml", [*lines, "School board, union and the PTA"])
    assert "> our schools Taken as: present schools. If that is wrong, type back." in shown
    assert "> 1 Taken" not in shown
    assert "Taken as: School board; Union; the PTA (families)." in shown


def test_a_yes_takes_the_one_answer_that_was_offered_and_a_slip_names_the_party_again(tmp_path):
    case = tmp_path / "case.yaml"
    said = ["they run the town", "read the choices again", "they loved it", "yes"]
    shown = interview(case, [*LISTED, *said])
    assert shown.count("District office: Is it for or against this work?") == 3
    assert "Did you mean 5, Firmly for? Type yes, or a number." in shown
    assert "School board Is it for or against this work?" in shown


def test_why_says_in_a_sentence_what_turns_on_the_answer(tmp_path):
    relevance, console = Relevance(KNOWLEDGE), Scripted(lambda what: "")
    draft = Draft(rater="x")
    draft.put("change.kind", "new-model")
    draft.put("place", "private-microschool")
    draft.put("parties", [{"name": "Families", "id": "families", "kind": "families"}])
    answered = Answered(KNOWLEDGE, draft, InterviewSession(tmp_path / "x.yaml"), stage="memo")
    showing = Showing(KNOWLEDGE, relevance, answered, console)
    told = []
    while len(told) < 4:
        asked = relevance.next(draft, KNOWLEDGE.interview.goals)
        assert asked is not None
        if asked.witness is not None:
            showing.why(asked)
            told.append(" ".join(console.shown[-1].split()))
        draft.pass_over(asked.item)
    for one in told:
        assert one.startswith("On your answer can turn "), one
        assert one.count(". ") <= 1, "a sentence, and the rule"
        assert "Supposing" not in one


def test_what_is_usual_is_called_so_in_the_review(tmp_path):
    console = Scripted(lambda what: "")
    draft = Draft(rater="x")
    draft.put("place", "district-opt-in-school")
    draft.put("homes", [])
    draft.pass_over("homes.autonomy")
    answered = Answered(KNOWLEDGE, draft, InterviewSession(tmp_path / "case.yaml"))
    Showing(KNOWLEDGE, Relevance(KNOWLEDGE), answered, console).review()
    assert "what is usual there (partly)" in " ".join(console.transcript.split())


def test_results_so_far_are_broken_into_lines_once(tmp_path):
    left = [*LISTED, *PARTY * 3, "so far"]
    console = Scripted(lambda what: left.pop(0) if left else "quit", 60)
    hold(console, tmp_path / "case.yaml")
    told = next(one for one in console.shown if "What must hold" in one)
    assert max(map(len, told.splitlines())) <= 60
    for line, after in zip(told.splitlines(), told.splitlines()[1:]):
        word = after.split()[:1]
        if after.startswith("    ") and not after.strip().startswith("- ") and word:
            assert len(line) + 1 + len(word[0]) > 56, (line, after)


def test_a_party_that_is_half_answered_is_shown_as_far_as_it_is(tmp_path):
    shown = interview(tmp_path / "case.yaml", [*BEGUN, "Chess club = other", "2", "table"])
    assert "Chess club: not finished; so far: hold over you: it sets rules" in shown


def test_all_words_for_the_memo_are_passed_over_with_one_answer(tmp_path):
    shown = to_the_words(tmp_path / "case.yaml", ["x", "why", "back", "", "skip"])
    assert "The advice is the same with and without them." in shown
    assert shown.count("Add words of your own") == 2, "again, after going back"
    assert "Check your answers" in shown
    assert "What is your role? The memo" not in shown
    assert (tmp_path / "case.memo.md").exists()


def test_a_change_among_the_words_is_followed_by_what_matters_then(tmp_path):
    shown = to_the_words(tmp_path / "case.yaml", ["2", "change place", "9"])
    after = shown[shown.rindex("> change place") :]
    assert after.index("Is there a rule there that forbids") < after.index(
        "What is your role? The memo"
    )


def test_who_stops_after_a_change_at_the_end_is_asked_the_same_later(tmp_path):
    case = tmp_path / "case.yaml"
    rule, changes = "Is there a rule there that forbids", ["change place", "9"]

    def line(shown):
        if "Add words of your own" in shown or len(changes) < 2:
            return changes.pop(0) if changes else "quit" if rule in shown else ""
        return "2" if "Go on for a fuller memo" in shown else answered_to_the_end(shown)

    hold(console := Scripted(line), case)
    assert rule in " ".join(console.transcript.split())
    again = to_the_words(case, ["1"])
    assert again.index("Is there a rule there that forbids") < again.index("Add words of your own")


def to_the_words(case, lines):
    """An interview left as open as can be, for the fuller memo; `lines` end it."""
    left = [*lines]

    def line(shown):
        if "Add words of your own" in shown or len(left) < len(lines):
            return left.pop(0) if left else ""
        if "Go on for a fuller memo" in shown:
            return "2"
        return answered_to_the_end(shown)

    console = Scripted(line)
    hold(console, case)
    return " ".join(console.transcript.split())


def test_words_that_no_answer_keeps_can_be_kept_and_only_what_was_heard_is_checked(tmp_path):
    case = tmp_path / "case.yaml"
    said = ["some of them are fine with what we do in the annex now", "4", "finish", "all"]
    shown = interview(case, [*BEGUN, "1", *said])
    assert draft_of(case)["note"] == (
        "District office some of them are fine with what we do in the annex now."
    )
    checked, _, every = shown.partition("Check your answers")[2].partition("> all ")
    assert "Who is it for" not in checked
    assert "Hillside School" not in checked
    assert "Hillside School" in every


def test_a_day_that_matters_is_asked_what_it_is(tmp_path):
    lines = ["another day that matters", "the vote of the board", "March 10, 2027", "8", "", ""]
    with InterviewSession(tmp_path / "case.yaml") as session:
        answered = Answered(KNOWLEDGE, Draft(rater="x"), session)
        console = Scripted(lambda shown: lines.pop(0))
        talk = Conversation(KNOWLEDGE, answered, console, case="case.yaml")
        talk._settle(Asked("events", (), None))
        day = {"kind": "other", "what": "the vote of the board", "date": "2027-03-10"}
        assert talk.draft.answer("events") == [day]
        talk._settle(Asked("events", (), None))
    assert talk.draft.answer("events") == [day], "Enter keeps what is known of it"
    shown = " ".join(console.transcript.split())
    assert "or Enter to keep: the vote of the board" in shown
    assert "or Enter to keep: March 10, 2027" in shown


@pytest.mark.parametrize(
    ("said", "what", "day"),
    [("March 5, 2027, the union vote", "the union vote", "2027-03-05"),
     ("the vote on the lease, February 9, 2027", "the vote on the lease", "2027-02-09"),
     ("the vote of the board", "the vote of the board", ""),
     ("the 2027 audit, round 3", "the 2027 audit, round 3", "")],
)  # fmt: skip
def test_a_day_named_with_what_it_brings_is_taken_out_of_it(said, what, day):
    assert dates.with_day(said, TODAY) == (what, day)


def test_repeat_at_a_question_behind_an_answer_reads_that_one(tmp_path):
    lines = ["an election", "repeat", "January 13, 2027 into March 2027", "yes"]
    with InterviewSession(tmp_path / "case.yaml") as session:
        answered = Answered(KNOWLEDGE, Draft(rater="x"), session)
        console = Scripted(lambda shown: lines.pop(0))
        talk = Conversation(KNOWLEDGE, answered, console, case="case.yaml", today=TODAY)
        talk._settle(Asked("events", (), None))
    assert "When is this: an election?" in console.transcript.partition("> repeat")[2]
    assert "Did you mean 2027-03?" in " ".join(console.transcript.split())
    assert talk.draft.answer("events") == [{"kind": "election", "date": "2027-03"}]


def test_each_question_about_places_names_them_and_hears_each_by_its_name(tmp_path):
    lines = ["no for the microschool", "I don't know"]
    with InterviewSession(tmp_path / "case.yaml") as session:
        answered = Answered(KNOWLEDGE, Draft(rater="x"), session)
        console = Scripted(lambda shown: lines.pop(0))
        talk = Conversation(KNOWLEDGE, answered, console, case="case.yaml")
        talk._settle(Asked("homes.forbids-core", ("private-microschool", "charter-school"), None))
    shown = " ".join(console.transcript.split())
    ask = "Is there a rule there that forbids a part you must have?"
    assert f"1. Private microschool; charter or state-run school: {ask}" in shown
    assert f"1. Charter or state-run school: {ask}" in shown, "the other one by itself"
    assert talk.draft.answer("homes.forbids-core") == {
        "private-microschool": "no", "charter-school": "unknown"
    }  # fmt: skip


def test_what_is_said_beside_many_answers_never_stands_in_the_way_of_the_next(tmp_path):
    case = tmp_path / "case.yaml"
    aside = " and besides that " + "we have long talked of it at home and in town " * 7
    shown = interview(case, [*BEGUN[:1], *(f"note {aside}" for _ in range(12)), *BEGUN[1:]])
    assert "characters" not in shown
    assert len(draft_of(case)["note"]) > 3000
    assert draft_of(case)["client"]["name"] == "Hillside School"
