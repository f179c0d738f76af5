"""A quiz asks what the record answers, and nothing that could be answered twice."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from support.assessed import EXAMPLES, NAMES, assessed

import advisor
from advisor.explanation.quiz import CONCLUDES, FEWEST, FIRES, KINDS, PATH
from advisor.explanation.speech import Clauses, stating

SOME = NAMES[::4]
VILLAGE = EXAMPLES / "02-village-high-school" / "case.yaml"


@pytest.mark.parametrize("name", SOME)
@pytest.mark.parametrize("seed", [1, 2])
def test_one_choice_is_right_and_the_others_are_not(name, seed):
    assessment = assessed(name)
    trace = advisor.trace(assessment)
    clauses = Clauses(assessment.record)
    for question in advisor.quiz(assessment, seed=seed).questions:
        assert question.kind in KINDS
        assert [one.right for one in question.choices].count(True) == 1
        texts = [one.text for one in question.choices]
        assert len(texts) == len(set(texts)) >= (2 if question.kind == PATH else FEWEST)
        firing = trace.steps[question.step - 1].firing
        wrong = [one for one in question.choices if not one.right]
        if question.kind == FIRES:
            assert question.choices[question.right].rule == firing.rule
            for one in wrong:  # on the facts of this firing it does not fire
                for other in trace.firings:
                    assert other.rule != one.rule or not (
                        set(other.premises) <= set(firing.premises)
                    )
        elif question.kind == CONCLUDES:
            said = {
                clauses.pattern(stating(fact.kind, fact.fields), {}) for fact in firing.asserted
            }
            assert question.choices[question.right].text in said
            assert not said & {one.text for one in wrong}
        else:
            assert question.choices[question.right].rule == assessment.path
            assert all(one.reason.endswith(".") for one in wrong)


@pytest.mark.parametrize("name", SOME)
def test_the_last_question_is_the_path_and_none_before_gives_it_away(name):
    questions = advisor.quiz(assessed(name)).questions
    assert [one.kind for one in questions].count(PATH) == 1
    assert questions[-1].kind == PATH
    steps = [one.step for one in questions]
    assert steps == sorted(steps)
    rules = [one.reason.rule for one in questions]
    assert len(rules) == len(set(rules))
    assert not {"front-runner", "route-new-home", "points-added-up"} & set(rules)


def test_a_seed_always_makes_the_same_quiz_and_another_seed_another():
    def asked(seed: int) -> list[object]:
        found = advisor.quiz(assessed("02-village-high-school"), seed=seed)
        return [(one.step, one.choices) for one in found.questions]

    assert asked(1) == asked(1)
    assert asked(1) != asked(2)


def test_the_order_of_hashes_makes_no_other_quiz():
    program = (
        "import sys, advisor\n"
        "assessment = advisor.assess(advisor.load_case(sys.argv[1]))\n"
        "print(advisor.quiz(assessment, seed=1).questions)\n"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", program, str(VILLAGE)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1


def test_a_rule_that_fires_nowhere_says_what_it_lacks():
    found = [
        choice
        for seed in range(3)
        for question in advisor.quiz(assessed("02-village-high-school"), seed=seed).questions
        for choice in question.choices
        if choice.missing
    ]
    fired = {one.rule for one in assessed("02-village-high-school").consultation.firings}
    assert found
    assert not {one.rule for one in found} & fired


def test_as_many_questions_as_are_asked_for_but_no_more():
    case = assessed("02-village-high-school")
    assert len(advisor.quiz(case, number=2).questions) == 2
    assert 10 < len(advisor.quiz(case, number=30).questions) <= 30
