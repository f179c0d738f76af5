"""What the program makes of answers is what the model makes of them: the same base facts.

For every example and pair as it is, and with one, two and three answers picked instead; and for
generated cases. `--thorough` makes more of them.
"""

from __future__ import annotations

from itertools import product
from random import Random

import clingo
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.any_case import part
from support.assessed import PAIRS
from support.changed import changed_case as pair_case
from support.lined import lined
from support.scrambled import NAMES

from advisor.errors import InputError
from advisor.knowledge.base import shipped_knowledge
from advisor.model.answer_names import all_names, question_of
from advisor.model.base_facts import base_facts
from advisor.model.case import EVERY_HOME
from advisor.model.case_reader import load_case, read_case
from advisor.model.changed_case import Supposed, changed_case
from advisor.model.fact import Fact
from advisor.solver import answers
from advisor.solver.program import atom, column, predicate

KNOWLEDGE = shipped_knowledge()
KINDS = {kind.name: kind for kind in KNOWLEDGE.rulebook.vocabulary.kinds.values() if kind.given}
EVERYTHING = dict.fromkeys(KINDS)
TABLES = answers.tables(KNOWLEDGE, EVERYTHING)


def facts_of(case, picked=()):
    """The base facts that the program makes of a case with some answers picked instead."""
    control = clingo.Control(["--warn=none", "--configuration=tweety"])
    lines = [answers.RULES, TABLES, answers.told(case, KNOWLEDGE)]
    lines += [f"{atom(fact)}." for fact in answers.fixed_facts(case, KNOWLEDGE)]
    for one in picked:
        for value in one.value if isinstance(one.value, tuple) else (one.value,):
            may = answers.may_be(one.name, value)
            lines += [may, f":- not picked{may.removeprefix('may')}"]
    control.add("base", [], "\n".join(lines))
    control.ground([("base", [])])
    models: list = []
    control.solve(on_model=lambda model: models.append(model.symbols(atoms=True)))
    (symbols,) = models
    held = {}
    for symbol in symbols:
        values = tuple(one.string if one.type is clingo.SymbolType.String else one.number
                       for one in symbol.arguments)  # fmt: skip
        held.setdefault(symbol.name, set()).add(values)
    return sorted(fact for kind in KINDS.values() for fact in _facts(kind, held))


def _facts(kind, held):
    name = predicate(kind.name)
    if kind.name not in answers.SPLIT:
        for values in held.get(name, ()):
            yield Fact(kind.name, tuple(zip(kind.fields, values)))
        return
    for key in held.get(name, ()):
        columns = [
            [key[0]]
            if field in kind.one_for
            else [value for one, value in held.get(column(kind.name, field), ()) if one == key[0]]
            for field in kind.fields
        ]
        for values in product(*columns):
            yield Fact(kind.name, tuple(zip(kind.fields, values)))


def agrees(case, picked=()):
    as_read = case if not picked else changed_case(case, picked, KNOWLEDGE)
    expected = sorted(base_facts(as_read, KNOWLEDGE).facts)
    found = facts_of(case, picked)
    assert found == expected, (
        [str(one) for one in picked],
        [str(one) for one in found if one not in expected],
        [str(one) for one in expected if one not in found],
    )


def anything(case, random):
    """Any answer to any question that has a bounded number of answers."""
    bounded = ("choice", "several", "home", "number", "table", "party-kind")
    every = all_names(case, KNOWLEDGE).values()
    names = [one for one in every if question_of(one, KNOWLEDGE).type in bounded]
    if random.random() < 0.7:  # homes are many, and said of most are things nobody asks for
        names = [one for one in names if one.part != "homes" or one.subject in
                 (EVERY_HOME, case.place, *case.homes)]  # fmt: skip
    name = random.choice(names)
    question = question_of(name, KNOWLEDGE)
    if question.type == "several":
        words = [one for one in question.values if one != "none"]
        value = random.choice([("none",), "unknown", tuple(random.sample(words, 2))])
    elif question.type == "number":
        value = random.choice([0, 17, 600])
    elif question.type == "table":
        power = list(KNOWLEDGE.questions.find("party", "power").values)
        cells = {"power": power, "score": [1, 3, 5]}.get(question.cells, ["yes", "partly", "no"])
        value = random.choice([*cells, "unknown"])
    elif question.type == "party-kind":
        value = random.choice(list(KNOWLEDGE.parties))
    else:
        homes = (*KNOWLEDGE.homes, *question.also) if question.type == "home" else ()
        value = random.choice([*question.values, *homes, "unknown"])
    return Supposed(name, value)


def some(case, random, number):
    """So many answers picked instead, as far as the file could hold them."""
    picked = {}
    while len(picked) < number:
        one = anything(case, random)
        try:
            changed_case(case, [one], KNOWLEDGE)
        except InputError:
            continue
        picked[one.name] = one
    return tuple(picked.values())


@pytest.mark.parametrize("name", NAMES)
def test_an_example_has_the_same_facts_as_it_is_and_with_answers_picked_instead(name, effort):
    case = load_case(f"examples/{name}/case.yaml", KNOWLEDGE)
    agrees(case)
    random = Random(name)
    for turn in range(3 * effort):
        agrees(case, some(case, random, 1 + turn % 3))


@pytest.mark.parametrize("pair", PAIRS)
def test_a_minimal_pair_has_the_same_facts(pair):
    agrees(pair_case(PAIRS[pair]["base"], PAIRS[pair]["changes"], KNOWLEDGE))


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(part("case"), st.randoms(use_true_random=False))
def test_a_generated_case_has_the_same_facts_as_it_is_and_with_answers_picked_instead(value, dice):
    value.setdefault("homes", {"existing-school": {"open": "yes"}})
    try:
        case = read_case(lined(value), "case.yaml", KNOWLEDGE)
    except InputError:
        return
    agrees(case)
    agrees(case, some(case, dice, dice.randint(1, 3)))
