"""A proof goes from a conclusion down to answers, and can be carried out again."""

from __future__ import annotations

import pytest
from support.assessed import NAMES, VARIANTS, assessed

from advisor.engine.consultation import conclusions
from advisor.errors import InputError
from advisor.explanation.record import conclusion_names, find_conclusion
from advisor.explanation.why import why
from advisor.knowledge.rule import CERTAINTIES
from advisor.knowledge.rulebook import Rulebook

every_example = pytest.mark.parametrize("name", [*NAMES, *VARIANTS])


@every_example
def test_every_conclusion_ends_in_answers_assumptions_or_what_is_usual(name):
    assessment = assessed(name)
    for fact in assessment.consultation.facts:
        if assessment.proofs.firing(fact) is None:
            continue
        for leaf in assessment.proofs.answers([fact]):
            assert leaf in assessment.base.origins or leaf.kind == "usual-lean"


@every_example
def test_the_steps_of_the_path_carried_out_again_on_its_answers_give_the_path(name):
    """Only the rules of its shortest proof, and only the answers beneath it."""
    assessment = assessed(name)
    rulebook = assessment.knowledge.rulebook
    found = why(assessment, every_home=True)
    chain = assessment.proofs.chain([found.fact])
    assert set(chain) <= set(found.firings)
    used = {firing.rule for firing in chain}
    few = Rulebook(
        rulebook.vocabulary,
        [rule for rule in rulebook.rules if rule.id in used],
        [total for total in rulebook.totals if total.id in used],
        rulebook.thresholds,
    )
    leaves = assessment.proofs.answers([found.fact])
    assert found.fact in conclusions(few, leaves)


@every_example
def test_every_step_of_the_shortest_proof_is_shown_or_folded_into_the_order_of_homes(name):
    assessment = assessed(name)
    found = why(assessment, every_home=True)
    shown = {step.reason.firing for step in found.steps}
    alike = {(one.rule, assessment.narrator.reason(one).sentence) for one in shown}
    for firing in assessment.proofs.chain([found.fact]):
        assert (firing.rule, assessment.narrator.reason(firing).sentence) in alike
    kinds = assessment.knowledge.rulebook.vocabulary.kinds
    for firing in found.firings:
        for fact in firing.asserted if firing not in shown else ():
            also = {one.rule for one in assessment.proofs.firings(fact)}
            assert kinds[fact.kind].ranks or also & {rule for rule, _ in alike}


@pytest.mark.parametrize("name", [*NAMES[::4], *VARIANTS])
def test_every_conclusion_that_can_be_named_can_be_explained(name):
    assessment = assessed(name)
    for conclusion in conclusion_names(assessment)[::4]:
        found = why(assessment, conclusion)
        assert found.proof.reason.sentence
        assert find_conclusion(assessment, found.conclusion).fact == found.fact


@every_example
def test_each_step_stands_once_and_the_weakest_are_marked(name):
    found = why(assessed(name))
    numbers = [step.number for step in found.steps]
    assert numbers == list(range(1, len(numbers) + 1))
    chain = assessed(name).proofs.chain([found.fact])
    rule = assessed(name).knowledge.rulebook.entry
    weakest = max(CERTAINTIES.index(rule(one.rule).certainty) for one in chain)
    assert found.certainty == CERTAINTIES[weakest]
    if weakest:
        assert {step.reason.certainty for step in found.steps if step.weakest} == {found.certainty}


@pytest.mark.parametrize(
    ("typed", "fact"),
    [
        ("", "path(path: district-virtual-school)"),
        ("district-virtual-school", "path(path: district-virtual-school)"),
        ("alignment", "alignment(is: unknown)"),
        ("Flag:Demand", "flag(flag: demand, level: medium, about: district-virtual-school)"),
        ("verdict:charter-school", "verdict(home: charter-school, is: with-conditions)"),
        ("charter school", "verdict(home: charter-school, is: with-conditions)"),
        ("district", "member(party: district)"),
        ("Families who chose it", "member(party: families-who-chose-it)"),
    ],
)
def test_a_conclusion_can_be_named_as_a_person_would(typed, fact):
    found = find_conclusion(assessed("02-village-high-school"), typed)
    assert str(found.fact).split("(")[0] == fact.split("(")[0]
    if not fact.startswith(("flag", "verdict")):
        assert str(found.fact) == fact


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("alignement", "Did you mean “alignment”?"),
        ("verdict", "could be any of 12 conclusions. Name one: verdict:"),
        ("hold", "is not advised in this case. “advisor whynot” says why"),
        ("route-hold", "does not fire in this case. “advisor whynot” says what is missing."),
        ("specialized", "Nothing of the kind “specialized” is concluded"),
        ("zzz", "There is no conclusion “zzz” in this case. Name a path"),
    ],
)
def test_a_name_that_stands_for_nothing_is_answered_with_help(typed, message):
    with pytest.raises(InputError) as caught:
        why(assessed("02-village-high-school"), typed)
    assert message in str(caught.value)


def test_an_outline_can_be_cut_short_and_says_how_much_is_left_out():
    whole = why(assessed("02-village-high-school"))
    short = why(assessed("02-village-high-school"), depth=1)
    assert len(list(short.steps)) < len(list(whole.steps))
    assert sum(step.left_out for step in short.steps) > 0
    assert short.certainty == whole.certainty
    assert short.statements == whole.statements


def test_homes_that_were_only_compared_are_left_out_unless_asked_for():
    whole = why(assessed("02-village-high-school"), every_home=True)
    usual = why(assessed("02-village-high-school"))
    assert max(len(step.ranking) for step in usual.steps) > 1
    assert not any(step.elsewhere or step.ranking for step in whole.steps)
    assert len([*whole.steps]) > len([*usual.steps])
