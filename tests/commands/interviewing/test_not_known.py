""" "I don't know" is an answer at every question, however it is put."""

from __future__ import annotations

import pytest
from support.scripted import Scripted

from advisor.commands.interviewing.at_the_prompt import Quit
from advisor.commands.interviewing.conversation import Conversation
from advisor.explanation.agenda import Agenda
from advisor.explanation.relevance import Asked
from advisor.interview import choosing, naming
from advisor.interview.answered import Answered
from advisor.interview.hearing import NotUnderstoodError, is_unknown
from advisor.interview.session import InterviewSession
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.interview import is_line
from advisor.model.draft import Draft
from advisor.presentation.interview import Wording

KNOWLEDGE = shipped_knowledge()
WORDS = (
    "I don't know", "i don’t know.", "dont know", "Don't know", "I do not know", "unknown", "idk",
    "not sure", "hard to say", "it depends", "no clue", "not decided yet", "I'm not sure",
    "no idea", "We don't know", "I don't know, I haven't asked",
    "I honestly don't know, I haven't asked kids",
)  # fmt: skip
HOMES = ("existing-school", "charter-school", "summer-program", "after-school-program")
NEEDED = {
    "client.name": "a name at its top",
    "change.short": "A few plain words will do",
    "parties": "Type the numbers of those who come to mind",
}


def draft():
    """A case with a party and a source of money, each with a line of its own."""
    found = Draft(rater=KNOWLEDGE.interview.rater)
    found.put("change.short", "a program")
    found.put("place", "existing-school")
    found.put("parties", [{"name": "School board", "id": "board", "kind": "school-board"}])
    found.put("money", [{"source": "Grant", "kind": "grant"}])
    return found


def begun(tmp_path, typed, screen=False):
    """An interview in which some lines are typed and then it is quit, and its console."""
    lines = [*typed]
    console = Scripted(lambda shown: lines.pop(0) if lines else "quit")
    answered = Answered(KNOWLEDGE, draft(), InterviewSession(tmp_path / "case.yaml"), screen=screen)
    return Conversation(KNOWLEDGE, answered, console, case="case.yaml"), console


def items():
    """Every question, the lines of lists among them."""
    return list(Agenda(KNOWLEDGE).items(draft(), words=True))


@pytest.mark.parametrize("said", WORDS)
def test_many_words_say_that_one_does_not_know(said):
    assert is_unknown(said)


@pytest.mark.parametrize(
    "said",
    ["no", "none", "n", "?", "Unknown Academy", "I know", "sure", "I don't know, but probably yes"],
)
def test_other_words_do_not(said):
    assert not is_unknown(said)


@pytest.mark.parametrize("item", [one for one in items() if one not in NEEDED and not is_line(one)])
def test_every_question_takes_it(item, tmp_path):
    for said in ("I don't know", "idk", "it depends"):
        talk, console = begun(tmp_path, [said])
        homes = HOMES if item.startswith("homes.") else ()
        talk._settle(Asked(item, homes, None))  # would quit if asked again
        assert item in talk.draft.asked
        found = talk.draft.answer(item)
        values = list(found.values()) if homes and found else [found]
        for value in values:
            assert value in (None, "unknown", [], {}) or value == [
                {"source": "Grant", "kind": "grant"}
            ], value
        assert len(console.shown) < 5, console.transcript


@pytest.mark.parametrize("item", NEEDED)
def test_what_every_case_needs_is_asked_for_in_one_sentence(item, tmp_path):
    talk, console = begun(tmp_path, ["I don't know"])
    with pytest.raises(Quit):
        talk._settle(Asked(item, (), None))
    assert NEEDED[item] in " ".join(console.transcript.split())


def test_the_short_form_asks_for_one_party_all_the_same(tmp_path):
    talk, console = begun(tmp_path, ["I don't know"], screen=True)
    with pytest.raises(Quit):
        talk._settle(Asked("parties", (), None))
    assert "the one you would least want to say no" in " ".join(console.transcript.split())


def test_in_quotation_marks_they_are_words_like_any_other(tmp_path):
    talk, _ = begun(tmp_path, ['"Unknown"'])
    talk._settle(Asked("client.reader", (), None))
    assert talk.draft.answer("client.reader") == "Unknown"


def test_a_slip_of_a_state_is_asked_back_and_all_but_one_is_understood():
    for said, meant in (("Ohoi", "Ohio"), ("Texs", "Texas")):
        with pytest.raises(NotUnderstoodError) as asked:
            naming.region(said)
        assert asked.value.offered == meant
    assert naming.region("Ontario") == "Ontario"
    item = "change.not-ready"
    choices = Wording(KNOWLEDGE, Agenda(KNOWLEDGE)).choices(item, draft(), ())
    named = KNOWLEDGE.interview.said[item]
    found = choosing.several("all of it except devices, I suppose", choices, named)
    assert "technology-tested" not in found
    assert len(found) == 4
