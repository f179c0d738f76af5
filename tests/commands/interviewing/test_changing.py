"""An answer that is looked at again stays until another one is given; stopping loses nothing."""

from __future__ import annotations

import re

import pytest
from support.scripted import SHORT_FORM, Scripted, by_question, hold

from advisor.commands.interviewing.conversation import TRIES, Conversation
from advisor.interview.answered import Answered
from advisor.interview.session import InterviewSession
from advisor.knowledge.base import shipped_knowledge
from advisor.model.draft import Draft

OLD = "Enter keeps your answer: present schools, opt-in district school or program"
BEGUN = ["a program", "1", "3", "Hillside School", "skip", "1", "4 5", "middle school"]


def interview(case, lines):
    """An interview in which some lines are typed, and then it is quit; what was shown."""
    left = [*lines]
    console = Scripted(lambda shown: left.pop(0) if left else "quit")
    hold(console, case)
    return " ".join(console.transcript.split())


def test_whoever_changes_a_place_and_quits_is_offered_the_old_list_again(tmp_path):
    case = tmp_path / "case.yaml"
    assert "Your 8 answers are in" in interview(case, [*BEGUN, "quit"])
    shown = interview(case, ["change place", "2"])
    assert OLD in shown
    assert "Your 8 answers are in" in shown
    shown = interview(case, [""])
    assert "8 questions are answered" in shown
    assert OLD in shown
    saved = InterviewSession(case).load()
    assert saved is not None
    assert saved["draft"]["homes"]["district-opt-in-school"] == {"open": "yes"}
    assert not saved["again"]


def test_whoever_goes_on_later_is_told_how_many_questions_are_left(tmp_path):
    case = tmp_path / "case.yaml"
    first, second = interview(case, BEGUN), interview(case, [])
    at_first = re.search(r"[Aa]t most (\d+) questions", first)
    left = re.search(r"There are at most (\d+) more questions until the advice is clear", second)
    assert at_first and left
    assert 0 < int(left[1]) <= int(at_first[1]) - len(BEGUN)
    assert "it takes about" not in second


def test_whoever_goes_back_and_quits_keeps_the_answer(tmp_path):
    case = tmp_path / "case.yaml"
    assert "Your 8 answers are in" in interview(case, [*BEGUN, "back"])
    assert "Enter keeps your answer: middle school" in interview(case, [])


def test_an_answer_that_is_not_asked_for_again_stands(tmp_path):
    case = tmp_path / "case.yaml"
    interview(case, BEGUN)
    with InterviewSession(case) as session:
        saved = session.load()
        assert saved is not None
        draft = Draft(saved["draft"], saved["asked"])
        again = {"change.scope": "volunteers", "parties.nobody": {"power": "slowly"},
                 "homes.autonomy": {"existing-school": "yes", "summer-program": "no"}}  # fmt: skip
        answered = Answered(shipped_knowledge(), draft, session, again=again)
        assert answered.number == len(draft.asked) + 3
        assert answered.stand_again()
        assert answered.draft.answer("change.scope") == "volunteers"
        assert answered.draft.answer("homes.autonomy") == {"existing-school": "yes"}
        assert not answered.stand_again(), "once is enough"


def test_a_question_that_was_left_for_later_keeps_its_number(tmp_path):
    case = tmp_path / "case.yaml"
    first, second = interview(case, BEGUN), interview(case, [])
    assert "9. Who could help it" in first
    assert "9. Who could help it" in second


def test_an_interview_that_gets_no_answer_says_why_it_stops(tmp_path):
    console = Scripted(lambda shown: "1" if "What do you run" in shown else "40")
    with pytest.raises(KeyboardInterrupt):  # which the program leaves with status 130
        hold(console, tmp_path / "case.yaml")
    end = " ".join(console.shown[-1].split())
    assert "Stopped: 25 lines in a row were no answer to the same question." in end
    assert "Your 2 answers are in case.yaml.session." in end


def test_where_too_little_is_known_it_says_what_is_worth_finding_out(tmp_path):
    def line(shown):
        if "Go on for a fuller memo" in shown:
            return "quit"
        named = {"called?": "Hill School", "want to change?": "a program", "Who could help": "1 2"}
        return next((one for part, one in named.items() if part in shown), "I don't know")

    console = Scripted(line)
    hold(console, tmp_path / "case.yaml")
    shown = " ".join(console.transcript.split())
    assert "What is known does not suffice for advice yet: asking before deciding." in shown
    assert (
        "Worth finding out first; this alone could change the path: - what kind of change" in shown
    )
    assert "found to change the path" not in shown


def test_commands_that_lack_a_word_say_how_to_use_them(tmp_path):
    shown = interview(tmp_path / "case.yaml", ["explain", "change"])
    assert "Type explain and a word" in shown
    assert "Type change and a number of the review" in shown
    assert "is not clear here" not in shown


def test_no_place_yet_is_called_so_when_it_is_offered_again(tmp_path):
    shown = interview(tmp_path / "case.yaml", [*BEGUN[:5], "No place yet", "back"])
    assert "Enter keeps your answer: no place yet" in shown


def test_at_the_end_what_is_no_change_does_not_show_all_answers_again(tmp_path):
    typed = iter(["skip", "help", "nonsense", ""])
    shown: list[str] = []

    def line(what):
        shown.append(what)
        return next(typed)

    with InterviewSession(tmp_path / "case.yaml") as session:
        answered = Answered(shipped_knowledge(), Draft(rater="x"), session)
        Conversation(shipped_knowledge(), answered, Scripted(line), case="case.yaml").check()
    assert ["Check your answers" in one for one in shown] == [True, False, False, False]
    assert "There is nothing to skip here." in shown[1]


def test_lines_at_the_end_that_are_no_answer_are_never_taken_for_a_yes(tmp_path):
    def line(shown):
        at_the_end = "Check your answers" in shown or "No answer given so far" in shown
        return "zzz" if at_the_end else scripted(shown)

    scripted = by_question(SHORT_FORM)
    case = tmp_path / "case.yaml"
    console = Scripted(line)
    with pytest.raises(KeyboardInterrupt):  # which the program leaves with status 130
        hold(console, case, screen=True)
    end = " ".join(console.shown[-1].split())
    assert "25 lines in a row" in end
    assert "Press Enter alone when all are right" in end
    assert not case.exists(), "nothing is written before somebody says that all is right"
    hold(Scripted(scripted), case)
    assert case.exists()


def test_at_the_end_as_many_answers_can_be_changed_as_one_likes(tmp_path):
    scripted, changes = by_question(SHORT_FORM), [*range(TRIES + 5)]

    def line(shown):
        if "Check your answers" in shown and changes:
            return f"change {changes.pop() % 2 + 1}"
        return scripted(shown)

    hold(Scripted(line), tmp_path / "case.yaml", screen=True)
    assert not changes
