"""Every conclusion can be followed down to answers, and is as sure as its weakest link."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.engine.consultation import conclusions
from advisor.explanation.assess import Assessment, assess
from advisor.explanation.outlook import look_ahead
from advisor.knowledge.base import shipped_knowledge
from advisor.model.case_reader import load_case

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*/case.yaml"))
every_example = pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.parent.name)


def _assessed(file: Path) -> Assessment:
    return assess(load_case(str(file), shipped_knowledge()), engine="reference")


@every_example
def test_the_proof_of_the_path_ends_in_answers_and_assumptions(file: Path) -> None:
    assessment = _assessed(file)
    path = assessment.consultation.of_kind("path")
    leaves = assessment.proofs.answers(path)
    given = {
        name for name, kind in assessment.knowledge.rulebook.vocabulary.kinds.items() if kind.given
    }
    assert leaves
    assert {fact.kind for fact in leaves} <= given


@every_example
def test_in_the_proof_every_premise_stands_before_what_follows_from_it(file: Path) -> None:
    assessment = _assessed(file)
    established = set(assessment.base.facts)
    established |= {one for one in assessment.consultation.facts if one.kind == "usual-lean"}
    for firing in assessment.proofs.chain(assessment.consultation.of_kind("path")):
        assert established.issuperset(firing.premises)
        established.update(firing.asserted)


@every_example
def test_every_sentence_of_every_firing_can_be_said(file: Path) -> None:
    assessment = _assessed(file)
    for firing in assessment.consultation.firings:
        sentence = assessment.narrator.reason(firing).sentence
        assert sentence[0] == sentence[0].upper()
        assert sentence.endswith(".")
        assert not {"{", "}"} & set(sentence)


@every_example
def test_the_part_of_the_rules_used_for_trials_gives_the_same_path(file: Path) -> None:
    assessment = _assessed(file)
    found = conclusions(assessment.knowledge.rulebook, assessment.base.facts, ["path"])
    assert found == assessment.consultation.of_kind("path")


@every_example
def test_what_would_change_the_advice_does_lead_to_another_path(file: Path) -> None:
    for change in look_ahead(_assessed(file)).changes:
        assert change.path != _assessed(file).path
        for deed in change.happenings:
            assert deed.says
            assert not deed.says.endswith(".")
