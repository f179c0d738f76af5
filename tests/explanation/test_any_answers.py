"""Whatever the answers, the advice is whole: one path, an open home, nobody left who can veto it.

A fixed random slice of all answers; the cases are documented ones with many answers replaced.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from advisor.engine.consultation import consult
from advisor.explanation.assess import Assessment, read_assessment, standing_facts
from advisor.knowledge.base import shipped_knowledge
from advisor.model.base_facts import BaseFacts, base_facts
from advisor.model.case_reader import load_case
from advisor.model.fact import Fact

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*/case.yaml"))
ROUNDS = 12
OPEN = {
    "yes": (("yes", "stated"),), "assumed": (("yes", "assumed"),),
    "no": (("no", "stated"), ("no", "unknown")), "unknown": (("unknown", "unknown"),),
}  # fmt: skip
"""What is answered about a home's being open, where it counts as that."""
STANCES = ("firmly-against", "against", "neutral", "for", "firmly-for", "unknown")


def _scrambled(facts: tuple[Fact, ...], dice: random.Random) -> tuple[Fact, ...]:
    """The same facts with about a third of the answers replaced by any other allowed one."""
    open_ = {
        str(one.get("home")): dice.choice([*OPEN])
        for one in facts
        if one.kind == "home" and one.get("place") == "no" and dice.random() < 0.35
    }
    others = (_other(one, dice) if dice.random() < 0.35 else one for one in facts)
    return tuple(_opened(one, open_, dice) for one in others)


def _other(fact: Fact, dice: random.Random) -> Fact:
    knowledge = shipped_knowledge()
    changes: dict[str, str | int] = {}
    if fact.kind in ("answer", "home-answer"):
        to = str(fact.get("to"))
        level = "home" if fact.kind == "home-answer" else "change"
        questions = knowledge.questions.levels[level].questions
        if to != "open" and to in questions and questions[to].values:
            changes["is"] = dice.choice([*questions[to].values, "unknown"])
            changes["basis"] = "unknown" if changes["is"] == "unknown" else "stated"
    elif fact.kind == "party":
        changes = {
            "stance": dice.choice(STANCES),
            "power": dice.randrange(4),
            "basis": dice.choice(("said", "signs", "guess")),
        }
    return _changed(fact, changes)


def _opened(fact: Fact, open_: Mapping[str, str], dice: random.Random) -> Fact:
    """A fact about a home as it is once the home is open, or is not."""
    now = open_.get(str(fact.get("home"))) if fact.kind in ("home", "home-answer") else None
    if now is None:
        return fact
    if fact.kind == "home":
        return _changed(fact, {"open": now})
    answer, basis = dice.choice(OPEN[now])
    return _changed(fact, {"is": answer, "basis": basis}) if fact.get("to") == "open" else fact


def _changed(fact: Fact, changes: Mapping[str, str | int]) -> Fact:
    return Fact(fact.kind, tuple((name, changes.get(name, old)) for name, old in fact.fields))


@cache
def _assessments(file: Path) -> tuple[Assessment, ...]:
    return tuple(_assessed(file))


def _assessed(file: Path) -> Iterator[Assessment]:
    knowledge = shipped_knowledge()
    case = load_case(str(file), knowledge)
    base = base_facts(case, knowledge)
    dice = random.Random(file.parent.name)
    for _ in range(ROUNDS):
        facts = _scrambled(base.facts, dice)
        changed = BaseFacts(facts, base.origins, base.assumptions)
        consultation = consult(
            knowledge.rulebook, (*facts, *standing_facts(knowledge)), "reference"
        )
        yield read_assessment(case, knowledge, changed, consultation)


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.parent.name)
def test_there_is_one_path_with_its_home_open_and_a_reason_against_every_other(file: Path) -> None:
    for assessment in _assessments(file):
        assert assessment.path in assessment.knowledge.paths
        assert assessment.route
        others = set(assessment.knowledge.paths) - {assessment.path}
        assert set(assessment.not_chosen) == others
        assert assessment.alternatives
        if assessment.route == "new-home":
            home = assessment.home(assessment.path)
            assert home.open != "no"
            gathered = assessment.consultation.of_kind("gather-first")
            assert home.verdict in ("supports", "with-conditions") or gathered


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.parent.name)
def test_nobody_who_can_veto_the_work_sits_in_the_home_it_is_sent_to(file: Path) -> None:
    for assessment in _assessments(file):
        if assessment.route not in ("new-home", "playbook"):
            continue
        seats = assessment.seats_at(str(assessment.chosen_home))
        assert not [one for one in seats if one.power == 3 and one.stance == "firmly-against"]


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.parent.name)
def test_each_home_has_one_verdict_and_one_reading_of_each_question(file: Path) -> None:
    for assessment in _assessments(file):
        facts = assessment.consultation
        homes = len(assessment.knowledge.homes)
        assert len(facts.of_kind("verdict")) == homes
        assert len(facts.of_kind("reads")) == 4 * homes
        assert len(facts.of_kind("grid")) == homes
        assert len(facts.of_kind("fit")) == homes
        assert len(facts.of_kind("demand")) == homes
