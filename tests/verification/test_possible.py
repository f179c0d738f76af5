"""What is said to be impossible never happens: held against generated rule sets and cases.

The rules of `support.random_rulebooks` chain, join, negate and count; whatever a case makes of
them, no rule fires that was said to fire never, and a rule that another covers concludes nothing
that the other does not.
"""

from __future__ import annotations

from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from support.random_rulebooks import case, random_rulebook

from advisor.engine.consultation import consult
from advisor.knowledge.vocabulary import Vocabulary
from advisor.model.fact import Fact
from advisor.verification import possible
from advisor.verification.possible import Possible

SEEDS = 32
CASES = 10


def asked(rulebook: Any, single: dict[str, tuple[str, ...]]) -> Possible:
    """What is possible by some rules, where given facts are told apart by some of their fields."""
    kinds = {
        name: kind._replace(one_for=single.get(name))
        for name, kind in rulebook.vocabulary.kinds.items()
    }
    draft = SimpleNamespace(
        vocabulary=Vocabulary(kinds, {}, "vocabulary.yaml"), entries=rulebook.entries,
        prepared={}, questions=None, homes=None, parties=None,
    )  # fmt: skip
    return Possible(draft)  # type: ignore[arg-type]


def singles(random: Random, vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    """For some given kinds, the fields that tell their facts apart."""
    return {
        kind.name: tuple(kind.fields)[: random.randrange(len(kind.fields))]
        for kind in vocabulary.kinds.values()
        if kind.given and random.random() < 0.5
    }


def told_apart(facts: list[Fact], single: dict[str, tuple[str, ...]]) -> list[Fact]:
    """The first of the facts that those fields do not tell apart."""
    first: dict[Any, Fact] = {}
    for fact in facts:
        names = single.get(fact.kind, tuple(name for name, _ in fact.fields))
        first.setdefault((fact.kind, *(fact.get(name) for name in names)), fact)
    return list(first.values())


def violations(seed: int) -> tuple[int, list[str]]:
    """How much was said to be impossible of one rule set, and what happens nevertheless."""
    random = Random(seed)
    rulebook = random_rulebook(random)
    single = singles(random, rulebook.vocabulary)
    found = asked(rulebook, single)
    stopped = {one.id for one in rulebook.entries if one.order in found.stopped}
    wrong = []
    for _ in range(CASES):
        facts = told_apart(case(random, rulebook.vocabulary), single)
        concluded: dict[str, set[Fact]] = {}
        for firing in consult(rulebook, facts, "reference").firings:
            concluded.setdefault(firing.rule, set()).update(firing.asserted)
        wrong += [f"{seed}: {rule} fires" for rule in stopped & set(concluded)]
        wrong += [
            f"{seed}: {special.id} says what {general.id} does not"
            for special, general in found.covered
            if not concluded.get(special.id, set()) <= concluded.get(general.id, set())
        ]
    return len(stopped) + len(found.covered), wrong


@pytest.mark.parametrize("part", range(4))
def test_what_is_impossible_never_happens(part: int, effort: int) -> None:
    told = 0
    for seed in range(part * 1000, part * 1000 + SEEDS // 4 * effort):
        number, wrong = violations(seed)
        told += number
        assert wrong == []
    assert told


def test_a_rule_that_is_left_out_of_the_program_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(possible, "_possible", lambda lines: set())
    assert any(violations(seed)[1] for seed in range(3))
