"""Which rules join everything with everything, and how many combinations a case has for them."""

from __future__ import annotations

import pytest
from support.knowledge import base_of

from advisor.engine.consultation import conclusions, consult
from advisor.errors import ConsultationError
from advisor.knowledge.rulebook import load_rulebook
from advisor.model.fact import fact

RULE = """topic: many
rules:
- id: pairs
  title: A rule
  when:
  - WHEN
  then: {protected: {party: $a, by: $a}}
  because: So.
  rests-on: []
  certainty: ours
"""

ENGINES = [lambda *case, **limit: consult(*case, "reference", **limit), conclusions]


def rulebook_of(folder, *patterns):
    return load_rulebook(base_of(folder, RULE.replace("WHEN", "\n  - ".join(patterns))))


def people(rulebook, count, stance="against", power=1):
    return [
        fact(
            rulebook.vocabulary,
            "party",
            {"party": f"{stance}-{at}", "power": power, "stance": stance},
        )
        for at in range(count)
    ]


def allies(rulebook, count):
    return [
        fact(rulebook.vocabulary, "ally", {"party": f"against-{at}", "of": "x"})
        for at in range(count)
    ]


@pytest.mark.parametrize("run", ENGINES)
@pytest.mark.parametrize(
    "pattern",
    ["party: {party: $b, stance: for}", "party: {party: $b, stance: for, power: 1}"],
)
def test_facts_that_a_literal_rules_out_are_not_counted(tmp_path, run, pattern):
    rulebook = rulebook_of(tmp_path, "ally: {party: $a, of: x}", pattern)
    base = [*allies(rulebook, 6), *people(rulebook, 4, "for"), *people(rulebook, 50)]
    assert run(rulebook, base, firing_limit=6 * 4)
    with pytest.raises(ConsultationError, match="without a common variable") as caught:
        run(rulebook, base, firing_limit=6 * 4 - 1)
    assert str(caught.value).endswith(
        ":3) joins patterns without a common variable, and this case has more than 23 combinations "
        "for it. Give the patterns a variable in common, or the case fewer entries."
    )


@pytest.mark.parametrize("run", ENGINES)
def test_patterns_that_a_third_one_joins_are_no_product(tmp_path, run):
    """Also where the third one stands last: 6 × 6 pairs would be too many, 6 matches are not."""
    rulebook = rulebook_of(
        tmp_path, "ally: {party: $a}", "party: {power: $n}", "party: {party: $a, power: $n}"
    )
    base = [*allies(rulebook, 6)]
    base += [one for at in range(6) for one in people(rulebook, 6, power=at)[at : at + 1]]
    assert run(rulebook, base, firing_limit=6)


@pytest.mark.parametrize("run", ENGINES)
def test_a_rule_whose_patterns_hang_together_may_meet_any_number_of_facts(tmp_path, run):
    rulebook = rulebook_of(tmp_path, "party: {party: $a, power: {at-least: 3}}")
    base = [*people(rulebook, 50), *people(rulebook, 1, "for", power=3)]
    assert run(rulebook, base, firing_limit=1)


@pytest.mark.parametrize("run", [*ENGINES, consult])
def test_what_a_common_variable_joins_ends_with_a_message_too(tmp_path, run):
    """A stranger's rule: eight parties against the same one, of which there are sixty."""
    rulebook = rulebook_of(tmp_path, *(f"ally: {{party: ${one}, of: $x}}" for one in "abcdefgh"))
    with pytest.raises(ConsultationError, match="more than 500,000 combinations") as caught:
        run(rulebook, allies(rulebook, 60))
    assert "“pairs”" in str(caught.value)


CIRCLE = """
- id: seed
  title: A rule that gives the first
  when: [party: {party: $a, stance: for}, ally: {party: $b, of: $c}]
  then: {protected: {party: $a, by: $c}}
  because: So.
  rests-on: []
  certainty: ours
- id: spread
  title: A rule that gives itself more to match
  when: [ally: {party: $a, of: $b}, protected: {party: $c, by: $b}]
  then: {protected: {party: $a, by: $b}}
  because: So.
  rests-on: []
  certainty: ours
"""


def test_a_circle_that_comes_to_match_without_end_is_ended_by_durable_rules_too(tmp_path):
    patterns = [f"protected: {{party: ${one}, by: $x}}" for one in "abcdefgh"]
    rules = RULE.replace("WHEN", "\n  - ".join(patterns)) + CIRCLE
    rulebook = load_rulebook(base_of(tmp_path, rules))
    with pytest.raises(ConsultationError, match="more than 500,000 combinations"):
        consult(rulebook, [*allies(rulebook, 60), *people(rulebook, 1, "for")])
