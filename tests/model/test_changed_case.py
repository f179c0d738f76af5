"""A case with answers changed is read as if the file had said so."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from support.names import parse_name

from advisor.errors import InputError
from advisor.knowledge.base import shipped_knowledge
from advisor.model.answer_names import all_names, find_name, question_of
from advisor.model.base_facts import base_facts
from advisor.model.case import Case
from advisor.model.case_reader import load_case
from advisor.model.changed_case import Supposed, answer_in, changed_case, suppose

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*/case.yaml"))
every_example = pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.parent.name)


def case_of(file: Path) -> Case:
    return load_case(str(file), shipped_knowledge())


@every_example
def test_a_case_with_nothing_changed_is_the_same_case(file):
    case, knowledge = case_of(file), shipped_knowledge()
    again = changed_case(case, [], knowledge)
    assert again.plain() == case.plain()
    assert base_facts(again, knowledge) == base_facts(case, knowledge)


@every_example
def test_a_changed_answer_is_the_answer_of_the_changed_case(file):
    case, knowledge = case_of(file), shipped_knowledge()
    names = list(all_names(case, knowledge).values())
    for name in random.Random(3).sample(names, 6):
        assert find_name(str(name), case, knowledge) == name == parse_name(str(name))
        question = question_of(name, knowledge)
        if question.type == "choice" and name.part != "":
            value = list(question.values)[-1]
            changed = changed_case(case, [Supposed(name, value)], knowledge)
            assert answer_in(changed, name) == value


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("change.kind", "change.kind"),
        ("kind", "change.kind"),
        ("Change.Public_Access", "change.public-access"),
        ("math-teachers.stance", "parties.math-teachers.stance"),
        ("charter-school.open", "homes.charter-school.open"),
        ("homes.charter-school.decides.budget", "homes.charter-school.decides.budget"),
        ("place", "place"),
    ],
)
def test_the_first_words_of_a_name_may_be_left_out(typed, meant):
    assert str(find_name(typed, case_of(EXAMPLES[0]), shipped_knowledge())) == meant


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("stance=for", "“stance” could be any of 6 answers. Name one in full: parties."),
        ("chagne.kind=upgrade", "Did you mean “change.kind”?"),
        ("zzz=1", "There is no answer “zzz” in this case. A name is the way"),
        ("kind", "“kind” is not an answer with a value. Write it like change.kind=upgrade."),
        ("kind=best", "change.kind=best: “kind” does not take the answer “best”."),
        ("client.name=X", "There is no answer “client.name” in this case."),
    ],
)
def test_a_wrong_change_is_answered_with_help(typed, message):
    case, knowledge = case_of(EXAMPLES[0]), shipped_knowledge()
    with pytest.raises(InputError) as caught:
        changed_case(case, [suppose(typed, case, knowledge)], knowledge)
    assert message in str(caught.value).replace("any of 5", "any of 6")
