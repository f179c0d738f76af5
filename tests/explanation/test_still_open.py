"""What is not known and could lead elsewhere is named among what would change the advice."""

from __future__ import annotations

import json

import pytest
from support.assessed import NAMES, VARIANTS, assessed, looked_ahead, path_with
from support.names import parse_name

from advisor.model.answer_names import question_of
from advisor.model.changed_case import Supposed
from advisor.presentation.contracts.result import assessment_json

OPEN = [
    # example, question, home, an answer and the path it leads to
    ("08-los-angeles-tablets", "forbids-core", "existing-school", "yes", "hold"),
    ("06-kansas-summit", "forbids-core", "district-opt-in-school", "yes", "hold"),
]


@pytest.mark.parametrize(("example", "question", "home", "answer", "path"), OPEN)
def test_a_question_that_could_turn_the_advice_is_named(
    example: str, question: str, home: str, answer: str, path: str
) -> None:
    found = assessed(example)
    deciding = looked_ahead(example).deciding
    assert (question, home) in [(one.question, one.home) for one in deciding]
    name = parse_name(f"homes.{home}.{question}")
    assert path_with(found, [Supposed(name, answer)]) == path != found.path


@pytest.mark.parametrize("example", [*NAMES[::4], *VARIANTS])
def test_what_is_named_as_deciding_does_lead_elsewhere(example: str) -> None:
    found = assessed(example)
    for one in looked_ahead(example).deciding:
        part = f"homes.{one.home}" if one.home else f"parties.{one.party}" if one.party else ""
        name = parse_name(f"{part or 'change'}.{one.question}")
        answers = question_of(name, found.knowledge).values
        paths = {path_with(found, [Supposed(name, answer)]) for answer in answers}
        assert paths - {found.path, None}


@pytest.mark.parametrize("example", [*NAMES[::4], *VARIANTS])
def test_what_decides_is_among_what_is_not_known(example: str) -> None:
    outlook = looked_ahead(example)
    decisive = [one.key for one in outlook.unknowns if one.decides]
    assert [one.key for one in outlook.deciding if one.key not in decisive] == []


def test_where_no_single_answer_leads_elsewhere_nothing_decides() -> None:
    assert looked_ahead("02-village-high-school").deciding == ()


@pytest.mark.parametrize("example", [*NAMES[::3], *VARIANTS])
def test_nothing_is_named_twice(example: str) -> None:
    keys = [one.key for one in looked_ahead(example).unknowns]
    assert len(keys) == len(set(keys))


def test_the_json_names_it_among_what_is_not_known() -> None:
    found = assessed("08-los-angeles-tablets")
    unknowns = json.loads(assessment_json(found))["unknowns"]
    assert ("forbids-core", "existing-school", True) in [
        (one["question"], one["home"], one["decides"]) for one in unknowns
    ]
