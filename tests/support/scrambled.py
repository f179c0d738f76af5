"""Generated cases: the facts of a documented case with many answers replaced by others."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from support.changed import EXAMPLES, changed_case

from advisor.explanation.assess import standing_facts
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.source import read
from advisor.model.base_facts import base_facts
from advisor.model.case_reader import load_case
from advisor.model.fact import Fact

if TYPE_CHECKING:
    from advisor.model.case import Case

NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/case.yaml"))
"""The documented cases."""
PAIRS: dict[str, Any] = read(str(Path(__file__).parents[1] / "cases" / "minimal-pairs.yaml"))
"""The minimal pairs, as minimal-pairs.yaml has them."""
RULE_CASES: dict[str, Any] = read(str(Path(__file__).parents[1] / "cases" / "rule-cases.yaml"))
"""The variations for the sake of single rules, as rule-cases.yaml has them."""


@cache
def facts_of(name: str) -> tuple[Fact, ...]:
    """All facts that the reasoning over a documented case or a minimal pair starts from."""
    knowledge = shipped_knowledge()
    case: Case
    varied = PAIRS.get(name) or RULE_CASES.get(name)
    if varied is not None:
        case = changed_case(varied["base"], varied["changes"], knowledge)
    else:
        case = load_case(str(EXAMPLES / name / "case.yaml"), knowledge)
    return (*base_facts(case, knowledge).facts, *standing_facts(knowledge))


def scrambled(dice: Random) -> tuple[Fact, ...]:
    """The facts of one of the cases, some left out and many with other values.

    A value becomes any other that the same field has in some documented case or that its
    question or the vocabulary allows; identities (which party, which home) mostly stay, so that
    facts go on meeting each other. Each fact has dice of its own, so that one more fact, such as
    a new question brings to every case, leaves the others as they were.
    """
    share = dice.choice((0.05, 0.2, 0.4, 0.7))
    lost = dice.choice((0, 0, 0.03, 0.2))
    facts = facts_of(dice.choice([*NAMES, *PAIRS]))
    throw = dice.random()
    found = []
    for fact in facts:
        own = Random(f"{throw} {fact}")
        if own.random() >= lost:
            found.append(_other(fact, own) if own.random() < share else fact)
    return tuple(dict.fromkeys(found))


def _other(fact: Fact, dice: Random) -> Fact:
    """A fact with the value of one field replaced, or of all that follow from one answer."""
    if fact.kind in ("answer", "home-answer"):
        to = str(fact.get("to"))
        level = "home" if fact.kind == "home-answer" else "change"
        questions = shipped_knowledge().questions.levels[level].questions
        if to in questions and questions[to].values:
            answer = dice.choice([*questions[to].values, "unknown"])
            basis = "unknown" if answer == "unknown" else dice.choice(("stated", "assumed"))
            return _changed(fact, {"is": answer, "basis": basis})
    names = [name for name, _ in fact.fields]
    field = dice.choice(names[1:] or names)
    return _changed(fact, {field: dice.choice(_values(fact.kind, field))})


def _changed(fact: Fact, changes: dict[str, str | int]) -> Fact:
    return Fact(fact.kind, tuple((name, changes.get(name, old)) for name, old in fact.fields))


@cache
def _values(kind: str, field: str) -> tuple[str | int, ...]:
    """What a field may hold: what the vocabulary lists, or what it holds in some case."""
    allowed = shipped_knowledge().rulebook.vocabulary.kinds[kind].fields[field].allowed
    if allowed is not None:
        return tuple(allowed)
    every = (fact for name in NAMES for fact in facts_of(name) if fact.kind == kind)
    return tuple(sorted({fact.get(field) for fact in every}, key=str))
