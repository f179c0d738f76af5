"""The interview speaks so that a reader of fourteen can follow, and not of files."""

from __future__ import annotations

import re

import pytest
from support.reading_age import grade, syllables

from advisor.explanation.agenda import Agenda
from advisor.knowledge.base import shipped_knowledge
from advisor.presentation.interview import say

KNOWLEDGE = shipped_knowledge()
HARDEST = 8
"""The school grade up to which each question may be written."""
ITEMS = [one for one in KNOWLEDGE.interview.asks if one != "homes"]


def shown(item: str) -> str:
    """A question and its line of help, as the interview puts them."""
    question = Agenda(KNOWLEDGE).question(item)
    assert question is not None
    return f"{question.question} {KNOWLEDGE.interview.help.get(item, question.help)}".strip()


@pytest.mark.parametrize(
    ("word", "number"),
    [("school", 1), ("families", 3), ("people", 2), ("organization", 5), ("judged", 1),
     ("expected", 3), ("measures", 2), ("little", 2), ("designation", 4), ("voted", 2)],
)  # fmt: skip
def test_syllables_are_counted_as_they_are_spoken(word, number):
    assert syllables(word) == number


def test_the_measure_tells_hard_text_from_plain_text():
    assert grade("Who could stop the work? A person or a group with a say.") < 4
    assert grade(
        "Which constituencies possess discretionary authority to discontinue implementation "
        "notwithstanding contractual obligations entered into previously?"
    ) > 18  # fmt: skip


@pytest.mark.parametrize("item", ITEMS)
def test_each_question_asks_for_no_more_than_eight_years_of_school(item):
    question = Agenda(KNOWLEDGE).question(item)
    assert question is not None
    assert grade(question.question) <= HARDEST, question.question
    assert len(question.question.split()) <= 15, "one idea"
    assert grade(shown(item)) <= HARDEST, shown(item)
    for sentence in re.split(r"[.?!;]", shown(item)):
        assert len(sentence.split()) <= 22, sentence


@pytest.mark.parametrize("item", ITEMS)
def test_no_question_uses_words_of_the_theory(item):
    theory = (
        r"\b(model|keystone|value network|shelter|autonomy|assum|infrastructure|the work|unit)\b"
    )
    assert not re.search(theory, shown(item)), shown(item)


def test_all_questions_together_are_easier_than_that():
    assert grade(" ".join(map(shown, ITEMS))) <= 6


@pytest.mark.parametrize("part", ["welcome", "help", "measures", "settled", "stop-here", "ended"])
def test_what_is_said_around_the_questions_is_as_plain(part):
    text = say(part, 1000, most=40, likely=20, screen=False, session="case.session",
               path="a school", begun=False, stage="path", across=4)  # fmt: skip
    plain = re.sub(r"\n\s*(?:\d\. )?", ". ", text)
    assert grade(plain) <= HARDEST, text


@pytest.mark.parametrize("item", ITEMS)
def test_help_does_not_speak_of_writing_into_a_file(item):
    assert not re.search(r"\b[Ww]rite none|\bunder [a-z]+-|leave it out if|[Ss]ummary;|list here",
                         shown(item)), shown(item)  # fmt: skip


def test_a_reader_of_fourteen_can_follow_each_column():
    for columns in KNOWLEDGE.interview.columns.values():
        for column in columns:
            assert grade(f"{column.ask} {column.help}".strip()) <= HARDEST, column.ask
        labels = ". ".join(label for column in columns for label in column.labels.values())
        assert grade(labels) <= HARDEST
