"""Of a party or a source of money one thing is asked at a time, in plain words."""

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
from advisor.explanation.assess import assess
from advisor.explanation.relevance import Asked
from advisor.interview import hearing, tables
from advisor.interview.answered import Answered
from advisor.interview.session import InterviewSession
from advisor.interview.understanding import Understanding
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.interview import LISTS, is_across
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


def test_each_column_takes_numbers_words_and_i_dont_know():
    wording, meaning = (
        Wording(KNOWLEDGE, Agenda(KNOWLEDGE)),
        Understanding(KNOWLEDGE, Agenda(KNOWLEDGE)),
    )
    for head, level in LISTS.items():
        for column in KNOWLEDGE.interview.columns[level]:
            choices = wording.of_column(column)
            for choice in choices:
                for said in (str(choice.number), f"{choice.number}.", choice.label):
                    assert meaning.of_column(head, column, choices, said) == (choice.value,), said
            assert meaning.of_column(head, column, choices, "not sure") == ("unknown",)
            assert with_words(with_words({}, column, ("unknown",)), column, ()) == {}
    holds = wording.of_column(PARTY[0])
    for said in ("1, 3", "1 3", "1 and 3"):
        assert tables.column_answer(said, PARTY[0], holds) == ("supplies", "votes")
    with pytest.raises(hearing.NotUnderstoodError, match="alone"):
        tables.column_answer("1, 5", PARTY[0], holds)


def test_divided_is_a_stance_of_its_own_until_another_is_given():
    stance = next(one for one in PARTY if one.column == "stance")
    row = with_words({"stance": "for", "power": "slowly"}, stance, ("divided",))
    assert row == {"power": "slowly", "divided": "yes"}
    assert words_in(row, stance) == ("divided",)
    assert with_words(row, stance, ("against",)) == {"power": "slowly", "stance": "against"}
    kept = {"divided": "yes", "stance": "against"}  # of a case file that says both
    assert words_in(kept, stance) == ("against",)
    assert with_words(kept, stance, ("for",)) == {"divided": "yes", "stance": "for"}
    assert with_words(row, stance, ()) == {"power": "slowly"}


def test_a_divided_party_is_kept_as_the_case_file_has_it(tmp_path):
    interview(
        tmp_path / "case.yaml",
        ["it votes or elects those who decide", "they are split, they told us"],
    )
    assert answers(tmp_path / "case.yaml", "school-board") == {
        "supplies": "no", "sets-rules": "no", "votes": "yes", "divided": "yes", "basis": "said",
    }  # fmt: skip


def test_one_thing_is_asked_at_a_time_of_one_party_after_the_other(tmp_path):
    shown = interview(tmp_path / "case.yaml", ["1 2", "I don't know", "4", "4"])
    said = " ".join(shown)
    assert "1. School board 1 of at most 2: What hold does it have over you?" in said
    assert "School board, 2 of at most 2: Is it for or against this work?" in said
    assert answers(tmp_path / "case.yaml", "school-board") == {
        "supplies": "yes", "sets-rules": "yes", "votes": "no", "stance": "unknown"
    }  # fmt: skip
    assert "2. Families 1 of at most 2" in said
    assert answers(tmp_path / "case.yaml", "families") == {
        "supplies": "no", "sets-rules": "no", "votes": "no", "stance": "for"
    }, "one without a hold is asked where it stands, too"  # fmt: skip


def test_a_party_of_a_kind_with_a_usual_hold_is_asked_where_it_stands_alone(tmp_path):
    shown = " ".join(interview(tmp_path / "case.yaml", ["add Teachers union", "for, I guess"]))
    assert "Teachers union Is it for or against this work?" in shown
    assert answers(tmp_path / "case.yaml", "teachers-union") == {"stance": "for", "basis": "guess"}


def with_three_parties(basis):
    """A draft with two that are for it, and the families against it, with how that is known."""
    draft = begun()
    for party in ("school-board", "chess-club"):
        draft.put(f"parties.{party}", {"supplies": "yes", "stance": "for"})
    draft.put("parties.families", {"supplies": "yes", "stance": "against", "basis": basis})
    return draft


def test_what_is_the_same_for_many_is_asked_of_all_at_once(tmp_path):
    """By their names; what was said before is not asked again, and of the rest a little is kept."""
    draft = with_three_parties("signs")
    lines = ["families", "none of these", "the school board and 2", "I don't know"]
    console = Scripted(lambda shown: lines.pop(0))
    with InterviewSession(tmp_path / "case.yaml") as session:
        answered = Answered(KNOWLEDGE, draft, session)
        talk = Conversation(KNOWLEDGE, answered, console, case="case.yaml")
        agenda = talk.relevance.agenda
        put = []
        while left := [one for one in agenda.items(talk.draft) if is_across(one)
                       and not talk.draft.is_settled(one)]:  # fmt: skip
            put.append(left[0])
            talk._ask(Asked(left[0], (), None))
    assert put == [one.item for one in KNOWLEDGE.interview.across]
    shown = " ".join(console.transcript.split())
    assert "Who else could stop it within a year? Others count" in shown
    assert "Who of them has told you where it stands?" in shown
    assert "1. School board 2. Chess club 3. None of these" in shown.partition("told you where")[2]
    rows = {one["id"]: one for one in talk.draft.answer("parties")}
    assert [one["power"] for one in rows.values()] == ["slowly", "at-once", "slowly"]
    assert [one["basis"] for one in rows.values()] == ["said", "signs", "said"]
    assert rows["chess-club"]["ally"] == "unknown"
    assert "ally" not in rows["families"], "who is against it is not asked"


def test_a_question_about_all_takes_a_no_and_the_name_of_one_it_does_not_ask(tmp_path):
    """Whose answer is known already; and the check shows what was said with the parties."""
    draft = with_three_parties("said")
    lines = ["the families, the board in March", "no", "all but the families", "yes"]
    console = Scripted(lambda shown: lines.pop(0))
    with InterviewSession(tmp_path / "case.yaml") as session:
        talk = Conversation(KNOWLEDGE, Answered(KNOWLEDGE, draft, session), console, case="c.yaml")
        for item in ("across.basis.said", "across.ally.yes"):
            talk._ask(Asked(item, (), None))
        assert [one.get("ally") for one in talk.draft.answer("parties")] == [
            "unknown", None, "unknown"
        ]  # fmt: skip
        talk._ask(Asked("across.ally.yes", (), None))
        talk.check()
    rows = {one["id"]: one for one in talk.draft.answer("parties")}
    assert [one["basis"] for one in rows.values()] == ["said", "said", "guess"]
    assert [one.get("ally") for one in rows.values()] == ["yes", None, "yes"]
    assert "Taken as: none of these." in console.transcript
    checked = " ".join(console.transcript.partition("Check your answers")[2].split())
    assert "for; it said so, voted so or paid; would stand up for it: yes" in checked
    assert "Who of them" not in checked


def test_what_could_change_the_path_says_what_of_a_party_is_open():
    draft, agenda = begun(), Agenda(KNOWLEDGE)
    open_ = agenda.units("parties.families", draft, ())
    told = Wording(KNOWLEDGE, agenda).questions_of(open_, draft)
    assert told == ["Families: where it stands, and what it could do"]


def test_whoever_changes_who_could_stop_it_is_asked_for_the_rest_again(tmp_path):
    draft = begun()
    for party in ("school-board", "families", "chess-club"):
        draft.put(f"parties.{party}", {"votes": "yes", "stance": "against", "basis": "said"})
    first, second = "across.power.at-once", "across.power.within-a-year"
    lines = ["1, 2", "1", "1", "families"]
    console = Scripted(lambda shown: lines.pop(0))
    with InterviewSession(tmp_path / "case.yaml") as session:
        answered = Answered(KNOWLEDGE, draft, session)
        talk = Conversation(KNOWLEDGE, answered, console, case="case.yaml")
        for item in (first, second, first):
            talk._ask(Asked(item, (), None))
        assert not talk.draft.is_settled(second)
        talk._ask(Asked(second, (), None))
    assert "Enter keeps your answer: School board, Families" in " ".join(console.transcript.split())
    powers = [one["power"] for one in talk.draft.answer("parties")]
    assert powers == ["at-once", "within-a-year", "within-a-year"]


def test_the_present_answer_is_offered_and_back_goes_to_the_column_before(tmp_path):
    case = tmp_path / "case.yaml"
    lines = ["1 3", "2", "5", "2", "5", "2", "ask 1", "", "3", "back", "4", "5", "1", ""]
    shown = interview(case, [*lines, "quit"])
    assert "Enter keeps your answer: it supplies something you need, it votes" in " ".join(shown)
    assert any("Enter keeps your answer: within a year" in one for one in shown)
    assert answers(case, "school-board")["power"] == "at-once"
    assert answers(case, "school-board")["stance"] == "firmly-for"


def test_skip_leaves_what_is_left_of_a_party(tmp_path):
    shown = " ".join(interview(tmp_path / "case.yaml", ["1", "skip", "5", "4"]))
    assert answers(tmp_path / "case.yaml", "school-board") == {
        "supplies": "yes", "sets-rules": "no", "votes": "no"
    }  # fmt: skip
    assert shown.count("Is it for or against") == 2
    assert "2. Families 1 of at most 2" in shown


def test_whoever_stops_between_two_columns_goes_on_with_the_next(tmp_path):
    case = tmp_path / "case.yaml"
    interview(case, ["2"])
    shown = " ".join(interview(case, ["1", "5"]))
    assert "School board 2 of at most 2" in shown
    assert answers(case, "school-board") == {
        "supplies": "no", "sets-rules": "yes", "votes": "no", "stance": "firmly-against",
    }  # fmt: skip
    interview(case, ["change school board", "", "3"])  # and while a settled one is changed
    assert answers(case, "school-board")["power"] == "within-a-year"
    shown = " ".join(interview(case, ["", "", "", ""]))
    assert "School board 3 of at most 5" in shown
    assert "parties.school-board" not in InterviewSession(case).load()["again"]


def test_a_party_is_chosen_by_its_name_or_its_number_and_more_can_be_added(tmp_path):
    case = tmp_path / "case.yaml"
    shown = " ".join(interview(case, ["table", "ask 2", "5", "", "add Math teachers = other",
                                      "table", "ask fam"]))  # fmt: skip
    assert "1. School board: not answered yet 2. Families: not answered yet 3." in shown
    assert "3. Math teachers 1 of at most 2" in shown
    assert "2. Families: hold over you: no hold; you only tell each other things" in shown
    assert shown.count("Families 1 of at most") == 2, "by number, and by name"
    assert answers(case, "families")["tie"] == "information"


def test_what_was_made_of_words_is_told_and_can_be_taken_back(tmp_path):
    shown = " ".join(interview(tmp_path / "case.yaml", ["they give us money", "back", "2"]))
    assert "Taken as: it supplies something you need. If that is wrong, type back." in shown
    assert answers(tmp_path / "case.yaml", "school-board")["sets-rules"] == "yes"
    assert answers(tmp_path / "case.yaml", "school-board")["supplies"] == "no"


def test_after_a_slip_the_question_is_named_again_with_what_may_be_meant(tmp_path):
    shown = interview(tmp_path / "case.yaml", ["1", "bcak", "would not fight it"])
    said = " ".join(shown)
    assert "Did you mean back?" in said
    assert "Did you mean 2, Against; or 3, Neither for nor against" in said
    other = " ".join(interview(tmp_path / "other.yaml", ["2 for rooms", "yes"]))
    assert "Did you mean 2, It sets rules you must obey? Type yes, or a number." in other
    assert "2 of at most 2: Is it for" in other
    assert said.count("School board, 2 of at most 2: Is it for or against this work?") == 3
    assert said.count("3. Neither for nor against") == 1, "repeat reads the choices again"


def test_the_choices_of_a_second_party_are_not_read_again(tmp_path):
    shown = " ".join(interview(tmp_path / "case.yaml", ["1", "3", "", "repeat", "4"]))
    assert "Families 1 of at most 2: What hold does it have over you? The same choices;" in shown
    assert shown.count("3. It votes or elects those who decide") == 1
    assert shown.count("4. For") == 2, "asked for with repeat"
    assert shown.count("Enter leaves it open") == 2, "and this too"


def test_what_the_list_does_not_hold_is_told(tmp_path):
    shown = " ".join(interview(tmp_path / "case.yaml", ["ask dogs", "add", "ask"]))
    assert "“dogs” is not on the list. On it are: School board, Families, Chess club" in shown
    assert "Type add and a name" in shown
    assert "You are asked one thing at a time already." in shown


def test_at_the_end_a_forgotten_party_can_be_added(tmp_path):
    lines = ["add Chess team", "5", "", "table", "quit"]
    console = Scripted(lambda shown: lines.pop(0))
    with InterviewSession(tmp_path / "case.yaml") as session:
        answered = Answered(KNOWLEDGE, begun(), session)
        talk = Conversation(KNOWLEDGE, answered, console, case="case.yaml")
        with pytest.raises(Quit):
            talk.check()  # what matters now is asked, and then it is quit
    assert "Chess team, 1 of" not in console.transcript
    assert talk.draft.answer("parties.chess-team")["tie"] == "information"


def test_a_column_that_is_not_asked_changes_no_conclusion():
    dice = Random(5)
    goals = KNOWLEDGE.interview.goals
    values = {
        column.column: (*(one for one in column.labels if one != "divided"), "unknown")
        for column in PARTY[1:]
    }
    for name in ("04-embark", "01-mountain-view-math", "24-city-view"):
        source = documented(name)
        for party in source.content["parties"]:
            party.pop("ends-it", None)
        payers = {one.get("party") for one in source.content.get("money") or ()}
        ids = [one["id"] for one in source.content["parties"] if one["id"] not in payers]
        item = f"parties.{dice.choice(ids)}"
        settling = [(PARTY[0], (word,)) for word in ("none", *PARTY[0].ties)]
        for column, words in dice.sample(settling, 2):
            row = with_words({}, column, words)
            asked = [one.column for one in PARTY if is_asked(one, row, PARTY)]
            assert asked == ["hold", "stance"], "where it stands is asked for its own sake"
            found = set()
            for _ in range(3):
                more = {key: dice.choice(some) for key, some in values.items() if key != "ally"}
                draft = source.copy()
                draft.put(item, {**row, **more})
                found.add(anew(draft, goals))
            assert len(found) == 1, (name, item, words)


def test_a_payer_that_wants_something_a_bit_different_is_not_against_it():
    money = next(one for one in KNOWLEDGE.interview.columns["money"] if one.column == "aims")
    understanding = Understanding(KNOWLEDGE, Agenda(KNOWLEDGE))
    choices = Wording(KNOWLEDGE, Agenda(KNOWLEDGE)).of_column(money)
    for said in ("3", "something a bit different", "they push us toward more career talk"):
        assert understanding.of_column("money.a", money, choices, said) == ("differs",), said
    draft = begun()
    draft.put("money", [{"source": "A grant", "kind": "grant", "share": "most", "aims": "differs"}])
    flags = assess(draft.case(KNOWLEDGE), engine="reference").flags
    assert [one.level for one in flags if one.flag == "payer-aims"] == ["medium"]


def test_a_payer_that_is_on_the_list_is_not_asked_again_what_it_wants(tmp_path):
    draft = begun()
    draft.put("parties", [{"name": "Families", "id": "families", "kind": "donor"}])
    draft.put("parties.families", {"supplies": "yes", "stance": "for"})
    lines = ["a grant, tuition", "families", "most", "no", "June 2028"]
    console = Scripted(lambda shown: lines.pop(0))
    with InterviewSession(tmp_path / "case.yaml") as session:
        talk = Conversation(
            KNOWLEDGE, Answered(KNOWLEDGE, draft, session), console, case="case.yaml"
        )
        talk._settle(Asked("money", (), None))
        assert talk.draft.answer("money")[0]["party"] == "families"
        assert not talk.draft.is_settled("money.a-grant")
        talk._settle(Asked("money.a-grant", (), None))
    assert "Which party on your list pays it: A grant?" in console.transcript
    assert "Tuition?" not in console.transcript
    assert not lines
    kept = talk.draft.answer("money")[0]
    assert kept["party"] == "families"
    assert "aims" not in kept
