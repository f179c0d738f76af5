"""A party is asked for in one line, or one thing at a time for whoever listens to the screen."""

from __future__ import annotations

import contextlib
from random import Random

import pytest
from support.interviews import documented
from support.scripted import Scripted
from support.wandering import anew

from advisor.commands.interviewing.at_the_prompt import Quit
from advisor.commands.interviewing.conversation import Conversation
from advisor.explanation.agenda import Agenda
from advisor.explanation.relevance import Asked
from advisor.interview import typed
from advisor.interview.answered import Answered
from advisor.interview.columns import Line
from advisor.interview.session import InterviewSession
from advisor.knowledge.base import shipped_knowledge
from advisor.model.draft import Draft
from advisor.model.line import is_asked, with_words, words_in
from advisor.presentation.interview import Wording

KNOWLEDGE = shipped_knowledge()
PARTY = KNOWLEDGE.interview.columns["party"]
PARTIES = ("School board", "Families", "Chess club")


def begun():
    """The answers of a case with three parties of which nothing is known yet."""
    draft = Draft(rater=KNOWLEDGE.interview.rater)
    draft.put("change.short", "a program")
    draft.put("place", "existing-school")
    parties = [{"name": name, "kind": "other"} for name in PARTIES]
    draft.put("parties", parties)
    draft.entries("parties")  # which gives each its id
    return draft


def interview(case, lines):
    """An interview about the parties, begun or gone on with, until it is quit; what was shown."""
    left = [*lines]
    console = Scripted(lambda shown: left.pop(0) if left else "quit")
    with InterviewSession(case) as session:
        saved = session.load() or {"draft": begun().content, "asked": [], "again": {}, "line": ()}
        draft = Draft(saved["draft"], saved["asked"])
        answered = Answered(KNOWLEDGE, draft, session, again=saved["again"], line=saved["line"])
        talk = Conversation(KNOWLEDGE, answered, console, case="case.yaml")
        with contextlib.suppress(Quit):
            talk.finish_line()
            while left:
                entries = [item for item, _ in talk.draft.entries("parties")]
                still_open = [item for item in entries if not talk.draft.is_settled(item)]
                talk._ask(Asked([*still_open, entries[0]][0], (), None))
        answered.save()
    return [" ".join(one.split()) for one in console.shown if one.strip()]


def answers(case, party):
    """What the session file holds of a party."""
    saved = InterviewSession(case).load()
    assert saved is not None
    row = next(one for one in saved["draft"]["parties"] if one["id"] == party)
    kept = {**row, **(saved["again"].get(f"parties.{party}") or {})}
    return {key: value for key, value in kept.items() if key not in ("name", "id", "kind")}


@pytest.mark.parametrize("short", ["sv 2 -1 i n", "srv 3 2 s y", "? ? ? ? ?", "v 0 0 g"])
def test_one_line_and_one_column_at_a_time_give_the_same_party(short):
    row, line = typed.row(short, PARTY), Line(PARTY, {})
    while line.column is not None:
        line.take(words_in(row, line.column))
    asked = [one for one in PARTY if is_asked(one, row, PARTY)]
    assert {one.column: words_in(line.row, one) for one in asked} == {
        one.column: words_in(row, one) for one in asked
    }


def test_each_column_takes_numbers_words_letters_and_i_dont_know():
    wording = Wording(KNOWLEDGE, Agenda(KNOWLEDGE))
    for column in (*PARTY, *KNOWLEDGE.interview.columns["money"]):
        choices = wording.of_column(column)
        for choice in choices:
            for said in (str(choice.number), choice.label):
                assert typed.column_answer(said, column, choices) == (choice.value,), said
        for letter, word in column.answers.items():
            if letter.isalpha():
                assert typed.column_answer(letter, column, choices) == (word,)
        assert typed.column_answer("not sure", column, choices) == ("unknown",)
        assert with_words(with_words({}, column, ("unknown",)), column, ()) == {}
    hold_choices = wording.of_column(PARTY[0])
    assert typed.column_answer("1 3", PARTY[0], hold_choices) == ("supplies", "votes")
    with pytest.raises(typed.NotUnderstoodError, match="alone"):
        typed.column_answer("1 5", PARTY[0], hold_choices)


def test_enter_asks_one_thing_at_a_time_and_the_next_party_is_asked_so_too(tmp_path):
    shown = interview(tmp_path / "case.yaml", ["", "1 2", "skip", "?", "4"])
    said = " ".join(shown)
    assert "School board, 2 of at most 5 How fast could it stop you?" in said
    assert answers(tmp_path / "case.yaml", "school-board") == {
        "supplies": "yes", "sets-rules": "yes", "votes": "no", "stance": "unknown"
    }  # fmt: skip
    assert "School board, 4 of at most" not in said, "there is nothing that could be known"
    assert "2. Families 1 of at most 5" in said
    assert answers(tmp_path / "case.yaml", "families")["votes"] == "no"


def test_the_present_answer_is_offered_and_back_goes_to_the_column_before(tmp_path):
    case = tmp_path / "case.yaml"
    shown = interview(case, ["sv 2 -1 i n", "back", "ask", "", "", "back", "4", "5", "1"])
    assert "Enter keeps your answer: it supplies something you need, it votes" in " ".join(shown)
    assert any("Enter keeps your answer: within a year" in one for one in shown)
    assert answers(case, "school-board") == {
        "supplies": "yes", "sets-rules": "no", "votes": "yes", "power": "at-once",
        "stance": "firmly-for", "basis": "said", "ally": "no",
    }  # fmt: skip


def test_a_whole_line_can_be_typed_at_the_first_column(tmp_path):
    shown = interview(tmp_path / "case.yaml", ["", "sr 2 ? i n", "help"])
    assert answers(tmp_path / "case.yaml", "school-board")["stance"] == "unknown"
    assert "2. Families Press Enter to be asked one thing at a time." in " ".join(shown), (
        "so is the next one"
    )


def test_i_dont_know_at_the_first_column_answers_that_one_alone(tmp_path):
    shown = interview(tmp_path / "case.yaml", ["", "I don't know", "4"])
    assert "School board, 2 of at most 5 How fast could it stop you?" in " ".join(shown)


def test_whoever_stops_between_two_columns_goes_on_with_the_next(tmp_path):
    case = tmp_path / "case.yaml"
    interview(case, ["", "2", "4"])
    shown = " ".join(interview(case, ["1", "2"]))
    assert "School board 3 of at most 5" in shown
    assert answers(case, "school-board") == {
        "supplies": "no", "sets-rules": "yes", "votes": "no", "power": "at-once",
        "stance": "firmly-against", "basis": "signs",
    }  # fmt: skip
    interview(case, ["change school board", "ask", "", "3"])  # and while a settled one is changed
    assert answers(case, "school-board")["power"] == "within-a-year"
    shown = " ".join(interview(case, ["", "", ""]))
    assert "School board 3 of at most 5" in shown
    assert "parties.school-board" not in InterviewSession(case).load()["again"]


def test_a_party_is_chosen_by_number_or_name_and_more_can_be_added(tmp_path):
    case = tmp_path / "case.yaml"
    shown = " ".join(interview(case, ["table", "ask 2", "5", "add Math teachers = staff",
                                      "table", "ask fam"]))  # fmt: skip
    assert "1. School board: not answered yet 2. Families: not answered yet 3." in shown
    assert "3. Math teachers 1 of at most 5" in shown
    assert "2. Families: hold over you: no hold; you only tell each other things" in shown
    assert shown.count("Families 1 of at most 5") == 2, "by number, and by name"
    assert answers(case, "families")["tie"] == "information"


def test_what_the_list_does_not_hold_is_told(tmp_path):
    shown = " ".join(interview(tmp_path / "case.yaml", ["ask", "ask dogs", "add", "ask"]))
    assert "“dogs” is not on the list. On it are: School board, Families, Chess club" in shown
    assert "Type add and a name" in shown


def test_at_the_end_a_forgotten_party_can_be_added(tmp_path):
    lines = ["add Union", "5", "table", "quit"]
    console = Scripted(lambda shown: lines.pop(0))
    with InterviewSession(tmp_path / "case.yaml") as session:
        answered = Answered(KNOWLEDGE, begun(), session)
        talk = Conversation(KNOWLEDGE, answered, console, case="case.yaml")
        with pytest.raises(Quit):
            talk.check()  # what matters now is asked, and then it is quit
    assert "Union, 1 of" not in console.transcript
    assert talk.draft.answer("parties.union")["tie"] == "information"


def test_a_column_that_is_not_asked_changes_no_conclusion():
    dice = Random(5)
    goals = KNOWLEDGE.interview.goals
    values = {column.column: (*column.answers.values(), "unknown") for column in PARTY[1:]}
    for name in ("04-embark", "01-mountain-view-math", "24-city-view"):
        source = documented(name)
        for party in source.content["parties"]:
            party.pop("ends-it", None)
        payers = {one.get("party") for one in source.content.get("money") or ()}
        ids = [one["id"] for one in source.content["parties"] if one["id"] not in payers]
        item = f"parties.{dice.choice(ids)}"
        settling = [(PARTY[0], (word,)) for word in ("none", *PARTY[0].ties.values())]
        for column, words in dice.sample(settling, 2):
            row = with_words({}, column, words)
            assert [one.column for one in PARTY if is_asked(one, row, PARTY)] == ["hold"]
            found = set()
            for _ in range(3):
                more = {key: dice.choice(some) for key, some in values.items() if key != "ally"}
                draft = source.copy()
                draft.put(item, {**row, **more})
                found.add(anew(draft, goals))
            assert len(found) == 1, (name, item, words)
