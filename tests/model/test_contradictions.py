"""Each pair of answers that cannot both hold is found, said, and decided for the cautious one."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.lined import lined

from advisor.knowledge.base import Knowledge
from advisor.model.base_facts import base_facts
from advisor.model.case_reader import read_case

KNOWLEDGE = Knowledge(Path(__file__).resolve().parents[2] / "rules")
RULES = KNOWLEDGE.questions.incompatible
HOME = "charter-school"


def case_with(answers):
    """A case in which the answers stand, by level and question."""
    parts = {
        "change": {"short": "x", "kind": "new-model"},
        "home": {"open": "yes"},
        "party": {},
        "case": {"place": HOME},
    }
    for (level, question), answer in answers.items():
        parts[level][question] = answer
    return read_case(
        lined(
            {
                "advisor-case": 1,
                "client": {"name": "A network"},
                "change": parts["change"],
                **parts["case"],
                "parties": [{"name": "Board", "kind": "school-board", **parts["party"]}],
                "homes": {HOME: parts["home"]},
            }
        ),
        "case.yaml",
        KNOWLEDGE,
    )


def clashing(rule):
    """Answers that break a rule."""
    answers = {}
    for level, question, allowed in rule.when:
        if question == "any-channel":
            question, allowed = "votes", ("yes",)
        known = KNOWLEDGE.questions.find(level, question)
        answer = allowed[0]
        if known.type == "home":
            answer = HOME
        if answer in ("any", "same"):
            answer = next(iter(known.values))
        answers[level, question] = [answer] if known.type == "several" else answer
    return answers


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_clash_is_found_and_the_cautious_answer_used(rule):
    answers = clashing(rule)
    case = case_with(answers)
    found = [one for one in case.contradictions if one.id == rule.id]
    assert len(found) == 1
    assert {(level, question) for level, question, _ in found[0].between} == set(answers)
    assert all(line for _, _, line in found[0].between)
    facts = {str(one) for one in base_facts(case, KNOWLEDGE).facts}
    assert f"contradiction(about: {rule.id})" in facts
    for level, question, instead in found[0].instead:
        if level == "change" and not instead.startswith("not:"):
            assert f"answer(to: {question}, is: {instead}, basis: unknown)" in facts
        elif level == "home" and KNOWLEDGE.questions.find(level, question).type == "choice":
            basis = "unknown" if instead == "unknown" else "stated"
            assert (
                f"home-answer(home: {HOME}, to: {question}, is: {instead}, basis: {basis})" in facts
            )
        elif (level, question) == ("case", "place"):
            assert case.place == instead
        elif level == "home":
            assert not any(f"of: {question}" in one and HOME in one for one in facts)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_one_of_the_answers_alone_is_no_clash(rule):
    answers = clashing(rule)
    for left_out in answers:
        rest = {key: value for key, value in answers.items() if key != left_out}
        if left_out == ("case", "place"):
            rest[left_out] = "nowhere"  # every file says where the work sits
        assert rule.id not in {one.id for one in case_with(rest).contradictions}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_clash_is_said_in_one_sentence_that_names_what_is_used(rule):
    assert rule.says.startswith("The answers ")
    assert rule.says.endswith(".")
    assert rule.says.count(".") == 1


@pytest.mark.parametrize("key", ["the place itself", "every-home"])
@pytest.mark.parametrize("place", [*KNOWLEDGE.homes])
def test_the_work_never_has_a_place_that_is_not_open(place, key):
    where = place if key == "the place itself" else key
    case = read_case(
        lined(
            {
                "advisor-case": 1,
                "client": {"name": "A network"},
                "change": {"short": "x", "kind": "upgrade"},
                "place": place,
                "parties": [{"name": "Board", "kind": "school-board"}],
                "homes": {where: {"open": "no"}},
            }
        ),
        "case.yaml",
        KNOWLEDGE,
    )
    homes = [one for one in base_facts(case, KNOWLEDGE).facts if one.kind == "home"]
    assert not [one for one in homes if one.word("place") == "yes"]
    assert [one.id for one in case.contradictions] == ["a-place-that-is-not-open"]
