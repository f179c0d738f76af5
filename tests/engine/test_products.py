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
