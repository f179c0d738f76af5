"""The questions as data: complete, well put, and resting on statements that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from advisor.errors import KnowledgeError
from advisor.knowledge.base import Knowledge
from advisor.knowledge.questions import read_questions

RULES = Path(__file__).resolve().parents[2] / "rules"
KNOWLEDGE = Knowledge(RULES)
QUESTIONS = list(KNOWLEDGE.questions)
CHOICES = [
    (question, choice)
    for question in QUESTIONS
    for choice in (*question.values.values(), *question.rows.values())
]
INTERVIEW = {"A": 7, "B": 8, "C": 11, "D": 5, "E": 5, "F": 7, "G": 5, "H": 10, "I": 10, "J": 6}
"""How many questions each part of the interview has."""

REASONED = ("client", "change", "party", "home")
BRITISH = re.compile(r"favour|organis|programme|behaviour|centre|neighbour|colour|licence|recognis")


def of(question) -> str:
    return f"{question.level}.{question.id}"


# Questions.


def test_every_question_of_the_interview_is_asked():
    asked = {one for question in QUESTIONS for one in question.asks}
    assert asked == {
        f"{part}{number}" for part, count in INTERVIEW.items() for number in range(1, count + 1)
    }


@pytest.mark.parametrize("question", QUESTIONS, ids=of)
def test_a_question_is_short_and_rests_on_statements_that_exist(question):
    assert question.question.endswith(("?", "."))
    assert len(question.question.split()) <= 22
    assert not BRITISH.search(f"{question.question} {question.help} {question.unknown}")
    for statement in question.rests_on:
        assert statement in KNOWLEDGE.statements


@pytest.mark.parametrize("question", [one for one in QUESTIONS if not one.of], ids=of)
def test_a_question_comes_with_help_and_an_example(question):
    assert question.help.endswith((".", "…"))
    assert len(question.help.split()) <= 25
    assert question.example is not None
    assert question.who_can_change


@pytest.mark.parametrize(
    "question",
    [
        one
        for one in QUESTIONS
        if one.type == "choice" and one.level in REASONED and one.id != "plural"
    ],
    ids=of,
)
def test_every_answer_can_be_put_in_a_sentence_the_unknown_one_too(question):
    for choice in question.values.values():
        assert choice.clause
    assert re.match(r"(whether|which|who|whom|what|how|where|by|until|to) ", question.unknown)
    wording = KNOWLEDGE.questions.choice(question.level, question.id, "unknown")
    assert wording.clause == f"the file does not say {question.unknown}"


@pytest.mark.parametrize(
    ("question", "choice"), CHOICES, ids=[f"{of(one)}={choice.name}" for one, choice in CHOICES]
)
def test_wording_fits_inside_a_sentence(question, choice):
    for text in (choice.clause, choice.loss, choice.price, choice.remedy):
        assert not text or (text[0].islower() and not text.endswith("."))
        assert not BRITISH.search(text)
    assert not BRITISH.search(choice.label)


def test_a_level_is_the_part_of_some_question():
    parts = {question.of for question in QUESTIONS if question.of}
    assert parts == set(KNOWLEDGE.questions.levels) - {"case"}


def test_a_slip_in_the_questions_is_told_with_its_line(tmp_path):
    path = tmp_path / "questions.yaml"
    path.write_text(
        "levels:\n- level: case\n  title: t\n  about: a\n  questions:\n"
        "  - id: a\n    type: chioce\n    question: Why?\n    valeus: {}\n"
        "  - {id: a, type: text, question: What?, of: nothing}\n"
        "contradictions:\n- {id: c, when: {case.b: yes}, then: {case.a: no}, says: s}\n"
    )
    with pytest.raises(KnowledgeError) as caught:
        read_questions(str(path))
    assert [(one.line, one.what) for one in caught.value.problems] == [
        (7, "There is no type “chioce”."),
        (9, "There is no key “valeus” in a question."),
        (10, "The question “a” of “case” stands twice."),
        (10, "There is no level “nothing”."),
        (12, "There is no question “case.b”."),
    ]
