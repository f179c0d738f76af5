"""The documented cases and the minimal pairs come out as the articles' logic says.

`expected.yaml` and `minimal-pairs.yaml` say what is expected and why. A strict hit is the path
named first, a lenient hit one of `also-ok`; the README shows both counts.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.changed import EXAMPLES, changed_case

from advisor.engine import durable
from advisor.explanation.assess import Assessment, assess
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.source import read
from advisor.model.case import Case
from advisor.model.case_reader import load_case

HERE = Path(__file__).parent
EXPECTED: dict[str, Any] = read(str(HERE / "expected.yaml"))
PAIRS: dict[str, Any] = read(str(HERE / "minimal-pairs.yaml"))


def _example(name: str) -> Case:
    return load_case(str(EXAMPLES / name / "case.yaml"), shipped_knowledge())


def _pair(name: str) -> Case:
    pair = PAIRS[name]
    return changed_case(pair["base"], pair["changes"], shipped_knowledge())


def _both_engines(case: Case) -> Assessment:
    """The assessment by the reference engine, after durable_rules has given the same record."""
    by_reference = assess(case, engine="reference")
    if not durable.why_missing():
        by_durable = assess(case, engine="durable")
        assert by_durable.consultation.facts == by_reference.consultation.facts
        assert by_durable.consultation.firings == by_reference.consultation.firings
    return by_reference


def _holds(assessment: Assessment, expected: dict[str, Any]) -> None:
    path = assessment.path
    assert path in [expected["expect"], *expected["also-ok"]], expected["why"]
    assert path not in expected["never"], expected["why"]
    if "form" in expected:
        assert assessment.form == expected["form"]
    flags = {flag.flag for flag in assessment.flags}
    level = assessment.pull.level if assessment.pull else ""
    for flag in expected["flags"]:
        if flag.startswith("pull-"):
            assert level in flag.removeprefix("pull-").split("-or-"), flag
        else:
            assert flag in flags, flag
    for flag in expected.get("not-flags", ()):
        assert flag not in flags


@pytest.mark.parametrize("name", list(EXPECTED))
def test_a_documented_case_gets_a_path_its_reading_of_the_articles_allows(name: str) -> None:
    _holds(_both_engines(_example(name)), EXPECTED[name])


@pytest.mark.parametrize("name", list(PAIRS))
def test_changing_one_answer_changes_the_path_or_leaves_it_as_it_should(name: str) -> None:
    _holds(_both_engines(_pair(name)), PAIRS[name])


@pytest.mark.parametrize("name", list(EXPECTED))
def test_every_path_not_chosen_has_a_reason_and_at_least_one_alternative_is_named(
    name: str,
) -> None:
    assessment = assess(_example(name), engine="reference")
    paths = set(assessment.knowledge.paths)
    assert set(assessment.not_chosen) == paths - {assessment.path}
    assert assessment.alternatives
    assert all(one.sentence.endswith(".") for one in assessment.not_chosen.values())
