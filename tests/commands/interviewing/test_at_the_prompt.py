"""What can be typed at a prompt works wherever it is typed, and says what was made of it."""

from __future__ import annotations

import re

import pytest
from support.scripted import Scripted, hold

from advisor.commands.interviewing.conversation import Conversation
from advisor.commands.interviewing.showing import Showing
from advisor.explanation.relevance import Relevance
from advisor.interview import typed
from advisor.interview.answered import Answered
from advisor.interview.session import InterviewSession
from advisor.knowledge.base import shipped_knowledge
from advisor.model.draft import Draft
from advisor.presentation.interview import say

KNOWLEDGE = shipped_knowledge()
BEGUN = ["Hillside School", "1", "4 5", "a program", "3", "1 2 3"]
LINE = "srv 3 0 i n"


def interview(case, lines, width=76):
    """An interview in which some lines are typed, and then it is quit; what was shown."""
    left = [*lines]
    console = Scripted(lambda shown: left.pop(0) if left else "quit", width)
    hold(console, case)
    return " ".join(console.transcript.split())


def parties(case):
    saved = InterviewSession(case).load()
    assert saved is not None
    return [one["name"] for one in saved["draft"]["parties"]]


def test_the_parties_can_be_seen_and_gone_to_from_any_question(tmp_path):
    case = tmp_path / "case.yaml"
    shown = interview(case, [*BEGUN, *[LINE] * 3, "table", "add Chess club", "n", "ask board", ""])
    assert "1. District office: hold over you: it supplies something you need" in shown
    assert "Chess club 1 of at most 5" in shown
    assert "School board 1 of at most 5" in shown
    assert "none of the answers" not in shown
    assert parties(case)[-1] == "Chess club"


def test_before_anybody_is_on_the_list_it_says_when_that_is_asked(tmp_path):
    assert "Nobody is on the list of parties yet" in interview(
        tmp_path / "case.yaml", ["A", "table"]
    )


@pytest.mark.parametrize("words", ["add more reading", "ask families first", "table tennis"])
def test_an_answer_in_words_may_begin_like_a_command(tmp_path, words):
    interview(tmp_path / "case.yaml", ["A", "1", "4", words])
    saved = InterviewSession(tmp_path / "case.yaml").load()
    assert saved is not None
    assert saved["draft"]["change"]["short"] == words


def test_a_lone_number_at_the_line_of_a_party_goes_nowhere(tmp_path):
    shown = interview(tmp_path / "case.yaml", [*BEGUN, "2", "9"])
    assert "“2” alone is not understood here. To go to School board, type: ask 2." in shown
    assert "School board 1 of" not in shown
    assert "“9” alone is not understood here. To be asked" in shown


def test_whoever_leaves_parties_for_later_is_told_so_once(tmp_path):
    shown = interview(tmp_path / "case.yaml", [*BEGUN, "change place", "", "", "", "change homes"])
    assert shown.count("come later, if what you know of them") <= 1
    console = Scripted(lambda what: "")
    draft = Draft(rater="x")
    draft.put("parties", [{"name": "Union", "id": "union", "kind": "union"}])
    answered = Answered(KNOWLEDGE, draft, InterviewSession(tmp_path / "other.yaml"))
    showing = Showing(KNOWLEDGE, Relevance(KNOWLEDGE), answered, console)
    for item in ("parties.union", "change.running", "parties.union", "change.running"):
        showing.topic(item)
    assert console.transcript.count("1 of the parties you named comes later") == 1


def test_a_semicolon_adds_to_the_list_and_what_falls_off_it_is_told(tmp_path):
    case = tmp_path / "case.yaml"
    shown = interview(case, [*BEGUN, "change parties", "; Chess club"])
    assert parties(case) == ["District office", "School board", "State agency", "Chess club"]
    assert "No longer on the list" not in shown
    shown = interview(case, ["change parties", "1 2"])
    assert "No longer on the list: State agency, Chess club." in shown
    assert parties(case) == ["District office", "School board"]


def test_a_question_is_called_in_the_review_as_it_was_put(tmp_path):
    shown = interview(tmp_path / "case.yaml", [*BEGUN, LINE, "change 2", "1", "review"])
    assert "2. Where would learners meet the work" in shown
    assert "7. District office Press Enter" in shown
    assert "7. District office hold over you" in shown
    again = interview(tmp_path / "case.yaml", ["change 7"])
    assert "7. District office" in again.rpartition("> change 7")[2]


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
    lines = ["why", "3", "2"]
    console = Scripted(lambda what: lines.pop(0))
    with InterviewSession(tmp_path / "case.yaml") as session:
        answered = Answered(KNOWLEDGE, Draft(rater="x"), session)
        assert not Conversation(KNOWLEDGE, answered, console, case="case.yaml")._goes_on()
    shown = " ".join(console.transcript.split())
    assert "More answers make its risks, conditions and steps those of your case" in shown
    assert "“3” is none of the answers" in shown


def test_why_tells_in_sentences_what_would_follow(tmp_path):
    relevance, console = Relevance(KNOWLEDGE), Scripted(lambda what: "")
    draft = Draft(rater="x")
    draft.put("change.kind", "new-model")
    draft.put("place", "private-microschool")
    draft.put("parties", [{"name": "Families", "id": "families", "kind": "families"}])
    answered = Answered(KNOWLEDGE, draft, InterviewSession(tmp_path / "x.yaml"), stage="memo")
    showing = Showing(KNOWLEDGE, relevance, answered, console)
    told = 0
    for _ in range(40):
        asked = relevance.next(draft, KNOWLEDGE.interview.goals)
        if asked is None or told == 4:
            break
        if asked.witness is not None:
            showing.why(asked)
            told += "Supposing" in console.shown[-1]
        draft.pass_over(asked.item)
    assert told == 4
    shown = " ".join(console.transcript.split())
    assert "no such conclusion" not in shown
    assert "That does not follow." in shown
    assert "If this condition fails" not in shown, "which one?"
    assert not re.search(r"\b(flag|condition|tripwire|keystone|tension state): [a-z]", shown)


def test_what_was_made_of_other_words_is_told(tmp_path):
    shown = interview(tmp_path / "case.yaml", ["A", "present", "change place", "1", "?", "B"])
    assert "> present Taken as: Present schools" in shown.replace(
        "present schools", "Present schools"
    )
    assert "> 1 Taken" not in shown
    assert "> ? Taken as: left open" in shown


def test_what_is_usual_is_called_so_in_the_review(tmp_path):
    console = Scripted(lambda what: "")
    draft = Draft(rater="x")
    draft.put("place", "district-opt-in-school")
    draft.put("homes", [])
    draft.pass_over("homes.autonomy")
    answered = Answered(KNOWLEDGE, draft, InterviewSession(tmp_path / "case.yaml"))
    Showing(KNOWLEDGE, Relevance(KNOWLEDGE), answered, console).review()
    assert "what is usual there (partly)" in " ".join(console.transcript.split())


def test_an_answer_that_does_not_fit_names_every_one_that_does():
    party = KNOWLEDGE.interview.columns["party"]
    with pytest.raises(typed.NotUnderstoodError) as error:
        typed.row("x 2", party)
    told = " ".join(say("wrong", what=error.value.what, **error.value.values).split())
    assert "“x” is not understood as answer 1 (hold over you)." in told
    assert "Type s, r, v, n, i, b, t, ? if" in told
    assert "column" not in told


@pytest.mark.parametrize("width", [40, 50, 60, 70, 80])
def test_a_short_answer_stands_in_one_line_with_its_meaning(width):
    for kind in ("party", "party-again", "source"):
        told = say("how", width, kind=kind, old=False, screen=False)
        assert "\u00a0" not in told
        assert "~" not in told
        for line in told.splitlines():
            assert not re.search(r"(?:^ *|[,;:(?] |or )[srvnibtgympu0-3]$", line), line


def test_results_so_far_are_broken_into_lines_once(tmp_path):
    left = [*BEGUN, *[LINE] * 3, "so far"]
    console = Scripted(lambda what: left.pop(0) if left else "quit", 60)
    hold(console, tmp_path / "case.yaml")
    told = next(one for one in console.shown if "What must hold" in one)
    assert max(map(len, told.splitlines())) <= 60
    for line, after in zip(told.splitlines(), told.splitlines()[1:]):
        word = after.split()[:1]
        if after.startswith("    ") and not after.strip().startswith("- ") and word:
            assert len(line) + 1 + len(word[0]) > 56, (line, after)


def test_a_party_that_is_half_answered_is_shown_as_far_as_it_is(tmp_path):
    shown = interview(tmp_path / "case.yaml", [*BEGUN, "", "2", "table"])
    assert "District office: not finished; so far: hold over you: it sets rules" in shown


def test_asked_one_thing_at_a_time_ask_says_so(tmp_path):
    shown = interview(tmp_path / "case.yaml", [*BEGUN, "", "ask"])
    assert "You are asked one thing at a time already." in shown


def test_back_says_what_to_do_where_an_interview_was_gone_on_with(tmp_path):
    first = interview(tmp_path / "case.yaml", ["back", "A"])
    assert "no answer before this one to go back to." in first
    assert "Type change and a number of the review instead." in interview(
        tmp_path / "case.yaml", ["back"]
    )


def test_all_words_for_the_memo_are_passed_over_with_one_answer(tmp_path):
    shown = to_the_words(tmp_path / "case.yaml", ["x", "why", "back", "", "skip"])
    assert "The advice is the same with and without them." in shown
    assert shown.count("Add words of your own") == 2, "again, after going back"
    assert "Check your answers" in shown
    assert "Who reads the memo" not in shown
    assert (tmp_path / "case.memo.md").exists()


def test_a_change_among_the_words_is_followed_by_what_matters_then(tmp_path):
    shown = to_the_words(tmp_path / "case.yaml", ["1", "change place", "9"])
    after = shown[shown.rindex("> change place") :]
    assert after.index("Does a rule there forbid") < after.index("Who reads the memo")


def test_who_stops_after_a_change_at_the_end_is_asked_the_same_later(tmp_path):
    case = tmp_path / "case.yaml"
    shown = to_the_words(case, ["change place", "9", "", "", "quit"])
    assert "Does a rule there forbid" in shown
    again = to_the_words(case, ["2"])
    assert again.index("Does a rule there forbid") < again.index("Add words of your own")


def to_the_words(case, lines):
    """An interview left as open as can be, for the fuller memo; `lines` end it."""
    left = [*lines]
    named = {"called?": "Hill School", "few words?": "a program", "Which people and bodies": "1"}

    def line(shown):
        if "Add words of your own" in shown or len(left) < len(lines):
            return left.pop(0) if left else ""
        if "Go on for a fuller memo" in shown:
            return "1"
        return next((one for part, one in named.items() if part in shown), "skip")

    console = Scripted(line)
    hold(console, case)
    return " ".join(console.transcript.split())
