"""Open questions that could still lead elsewhere are named, with what is concluded meanwhile."""

from __future__ import annotations

import json

import pytest
from support.assessed import assessed, looked_ahead, path_with
from support.names import parse_name

from advisor.model.changed_case import Supposed
from advisor.presentation.contracts.result import assessment_json

OPEN = [
    # example, question, home, an answer and the path it leads to
    ("08-los-angeles-tablets", "forbids-core", "existing-school", "yes", "hold"),
    ("06-kansas-summit", "switchers", "district-opt-in-school", "yes", "district-opt-in-school"),
]


@pytest.mark.parametrize(("example", "question", "home", "answer", "path"), OPEN)
def test_a_question_that_could_turn_the_advice_is_named(
    example: str, question: str, home: str, answer: str, path: str
) -> None:
    found = assessed(example)
    still_open = looked_ahead(example).still_open
    assert (question, home) in [(one.question, one.home) for one in still_open]
    name = parse_name(f"homes.{home}.{question}")
    assert path_with(found, [Supposed(name, answer)]) == path != found.path


def test_a_question_on_which_another_open_home_fails_is_named_with_why() -> None:
    still_open = looked_ahead("short-form").still_open
    (found,) = [one for one in still_open if one.question == "share-of-week"]
    assert found.rests == ("In an after-school program, the work could not last as things stand.",)


def test_where_no_single_answer_leads_elsewhere_nothing_is_added() -> None:
    assert looked_ahead("02-village-high-school").still_open == ()


def test_what_is_named_anyway_is_not_named_twice() -> None:
    found = looked_ahead("short-form")
    named = {(one.question, one.home, one.party) for one in found.unknowns}
    assert not named & {(one.question, one.home, one.party) for one in found.still_open}


def test_the_json_names_it_among_what_is_not_known() -> None:
    found = assessed("08-los-angeles-tablets")
    unknowns = json.loads(assessment_json(found))["unknowns"]
    assert ("forbids-core", "existing-school") in [
        (one["question"], one["home"]) for one in unknowns
    ]
