"""A quiz asks what the theory says of a case, and no question tells what a later one asks."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache

import pytest
from support.assessed import EXAMPLES, NAMES, assessed, looked_ahead, path_with

import advisor
from advisor.explanation.assess import suppose_all
from advisor.explanation.happenings import Happenings
from advisor.explanation.quiz_questions import (
    CARRIES,
    CHANNEL,
    FEWEST,
    FITS,
    KINDS,
    LEANS,
    MEMBER,
    OPEN,
    OVERTURNS,
    PASSES,
    PATH,
    SUPPOSED,
)
from advisor.model.answer_names import AnswerName
from advisor.model.changed_case import Supposed
from advisor.presentation.quiz import QuizWords

VILLAGE = EXAMPLES / "02-village-high-school" / "case.yaml"
MADE = [
    ("02-village-high-school", 1), ("02-village-high-school", 2), ("01-mountain-view-math", 1),
    ("24-city-view", 1), ("25-learn-everywhere", 1),
]  # fmt: skip


@cache
def made(name, seed, number=14):
    return advisor.quiz(assessed(name), seed=seed, number=number)


def of(kind):
    """Every question of a kind in several quizzes, with what the engine found in its case."""
    return [
        (assessed(name), one)
        for name, seed in MADE
        for one in made(name, seed).questions
        if one.kind == kind
    ]


def right(question):
    (found,) = (one for one in question.choices if one.right)
    return found.id


def is_what(found, party):
    aside = {one.party.id: one.as_ for one in found.set_aside}
    members = {fact.word("party") for fact in found.record.of("member")}
    return MEMBER if party in members else aside[party]


def test_who_is_a_member_is_what_the_engine_finds_now_or_with_what_is_supposed():
    asked = of(MEMBER)
    assert {one.variant for _, one in asked} > {""}
    assert {right(one) for _, one in asked} > {MEMBER}
    for case, one in asked:
        party = one.about["party"]
        if one.variant:
            case = suppose_all(
                case,
                [
                    Supposed(AnswerName("parties", party, question), value)
                    for question, value in SUPPOSED[one.variant].items()
                ],
            )
        assert right(one) == is_what(case, party)


def test_parties_that_are_set_aside_are_asked_about():
    asked = {one.about["party"] for _, one in of(MEMBER) if not one.variant}
    assert {"clubs-and-teams", "teachers-groups"} & asked


def test_a_wrong_channel_leaves_one_out_or_adds_one_it_is_known_not_to_have():
    for case, one in of(CHANNEL):
        party = one.about["party"]
        facts = case.record.about("channel", party, "party")
        held = {fact.word("by") for fact in facts}
        assert set(right(one).split("+")) == held
        (about,) = case.record.about("party", party, "party")
        answers = {"resources": "supplies", "regulation": "sets-rules", "governance": "votes"}
        for choice in one.choices:
            said = set(choice.id.split("+"))
            more = [by for by in said - held if about.word(answers[by]) == "no"]
            assert choice.right or held - said or more


def test_whom_the_work_fits_and_whether_it_fits_the_network_are_what_the_engine_finds():
    for case, one in of(LEANS):
        (fact,) = case.record.about("leaning", one.about["party"], "party")
        assert right(one) == fact.word("side")
    for case, one in of(FITS):
        assert right(one) == case.alignment


def test_what_the_four_questions_read_is_what_the_engine_finds():
    for case, one in of(PASSES):
        reading = case.home(one.about["home"])
        assert right(one) == getattr(reading, one.about["question"].replace("-", "_"))


def test_what_closes_a_place_does_and_what_is_wrong_did_not_fire_there():
    for case, one in of(CARRIES):
        home = one.about["home"]
        assert case.home(home).verdict == "fails"
        fired = {
            firing.rule
            for kind in ("blocked", "unsuited")
            for fact in case.record.about(kind, home)
            for firing in case.proofs.firings(fact)
        }
        assert [choice.id in fired for choice in one.choices] == [
            choice.right for choice in one.choices
        ]


def test_the_path_is_the_one_that_is_advised():
    for case, one in of(PATH):
        assert right(one) == case.path


def test_a_change_that_overturns_the_advice_does_and_the_others_do_not():
    asked = of(OVERTURNS)
    assert len({right(one) for _, one in asked}) > 3
    for case, one in asked:
        every = {f"{each.id}:{each.subject}".rstrip(":"): each for each in Happenings(case).every()}
        for choice in one.choices:
            path = path_with(case, every[choice.id].supposed)
            assert path == choice.reason
            assert (path != case.path) is (choice.right is not (one.variant == "stays"))


def test_what_nobody_knows_is_not_on_file_and_what_decides_does_so_alone():
    asked = [(name, one) for name, seed in MADE for one in made(name, seed).questions
             if one.kind == OPEN]  # fmt: skip
    assert asked
    for name, one in asked:
        unknown = {each.what for each in looked_ahead(name).unknowns}
        deciding = {each.what for each in looked_ahead(name).deciding}
        for choice in one.choices:
            if one.variant == "decides":
                assert choice.says in unknown
                assert (choice.says in deciding) is choice.right
            else:
                assert (choice.says in unknown) is choice.right
                assert bool(choice.reason) is not choice.right


@pytest.mark.parametrize(("name", "seed"), MADE)
def test_no_question_tells_what_a_later_one_asks(name, seed):
    quiz = made(name, seed)
    words = QuizWords(quiz)
    told, said = set(), ""
    for place, one in enumerate(quiz.questions):
        assert not told & one.asks
        question = words.question(place)
        if one.kind in (OPEN, OVERTURNS):
            assert question.right.says.lower() not in said
        elif one.kind == CARRIES:
            assert one.reasons[0].sentence.lower() not in said
        told |= one.tells
        marks = [words.mark(place, given) for given in range(-1, len(one.choices))]
        texts = (
            question.asks, *(text for each in question.shown for text in each),
            *(choice.says for choice in question.choices),
            *(reason.sentence for reason in question.reasons),
            *(text for mark in marks for text in mark.more),
        )  # fmt: skip
        said += "\n".join(texts).lower()
    before = quiz.questions[: [one.kind for one in quiz.questions].index(PATH)]
    assert not [fact for one in before for reason in one.reasons for fact in reason.firing.asserted
                if fact.kind in ("path", "chosen-home", "front-runner", "not-chosen")]  # fmt: skip


@pytest.mark.parametrize("name", NAMES[3::9])
def test_a_quiz_has_every_kind_that_its_case_has_and_follows_the_theory(name):
    quiz = made(name, 4, 10)
    assert len(quiz.questions) == 10
    ids = [one.id for one in quiz.questions]
    assert len(ids) == len(set(ids))
    kinds = [one.kind for one in quiz.questions]
    assert kinds == sorted(kinds, key=KINDS.index)
    assert {MEMBER, CHANNEL, LEANS, PASSES, PATH} <= set(kinds)
    for place, one in enumerate(quiz.questions):
        assert [choice.right for choice in one.choices].count(True) == 1
        question = QuizWords(quiz).question(place)
        told = [choice.says for choice in question.choices]
        assert len(set(told)) == len(told) >= FEWEST
        assert not set("{}") & set("".join((question.asks, *told, *map(str, question.shown))))
        assert one.reasons


def test_a_seed_always_makes_the_same_quiz_and_another_seed_another():
    first, second = (made("02-village-high-school", seed) for seed in (1, 2))
    again = advisor.quiz(assessed("02-village-high-school"), seed=1, number=14)
    assert again.questions == first.questions and again.mark == first.mark
    assert first.questions != second.questions and first.mark != second.mark


def test_the_order_of_hashes_makes_no_other_quiz():
    program = (
        "import sys, advisor\n"
        "assessment = advisor.assess(advisor.load_case(sys.argv[1]))\n"
        "print(advisor.quiz(assessment, seed=1).mark)\n"
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


def test_as_many_questions_as_are_asked_for_but_no_more():
    assert len(made("02-village-high-school", 1, 2).questions) == 2
    assert len(made("02-village-high-school", 1).questions) == 14
