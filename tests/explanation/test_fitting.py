"""A conclusion cites what the articles say of the party or home at hand, or of all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from support.assessed import EXAMPLES, NAMES, VARIANTS, assessed
from support.changed import changed_case

from advisor.explanation.assess import Assessment, assess
from advisor.explanation.reason import Reason
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.source import read

KNOWLEDGE = shipped_knowledge()
VARIED: Mapping[str, Any] = read(str(EXAMPLES.parent / "tests" / "cases" / "rule-cases.yaml"))  # type: ignore[assignment]


def _misfits(assessment: Assessment, reason: Reason) -> Iterator[str]:
    """The statements of a reason that are about other parties or homes than it is."""
    kinds = {party.id: party.kind for party in assessment.case.parties}
    facts = (*reason.firing.premises, *reason.firing.asserted)
    values = {str(value) for fact in facts for _, value in fact.fields}
    here = {
        "party": {kinds[value] for value in values & kinds.keys()},
        "home": values & KNOWLEDGE.homes.keys(),
    }
    for number in reason.statements:
        for key, only in KNOWLEDGE.statements[number].get("about", {}).items():
            if here[key] and not here[key] & set(only):
                yield f"{reason.rule} cites {number} of {sorted(here[key])}"


def _all_misfits(assessment: Assessment) -> set[str]:
    narrator = assessment.narrator
    return {
        misfit
        for firing in assessment.consultation.firings
        for misfit in _misfits(assessment, narrator.reason(firing))
    }


@pytest.mark.parametrize("name", [*NAMES, *VARIANTS])
def test_no_step_of_an_example_cites_a_statement_on_another_party_or_home(name):
    assert _all_misfits(assessed(name)) == set()


@pytest.mark.parametrize("name", sorted(VARIED))
def test_nor_does_any_step_of_a_case_made_for_a_rule(name):
    one = VARIED[name]
    case = changed_case(one["base"], one["changes"], KNOWLEDGE)
    assert _all_misfits(assess(case, engine="reference")) == set()
