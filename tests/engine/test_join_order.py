"""The order in which the patterns of a rule are joined; any finds the same, a good one sooner."""

from __future__ import annotations

import pytest
from support.knowledge import base_of

from advisor.engine.joins import in_good_order
from advisor.knowledge.rulebook import load_rulebook

RULE = """topic: one
rules:
- id: one
  title: A rule
  when:
  - {}
  then: {{eager: {{rater: $a}}}}
  because: So.
  rests-on: []
  certainty: ours
"""

ORDERS = {
    "what names values comes before what names none": (
        ["rating: {rater: $a, now: $b}", "home: {home: school}"],
        [1, 0],
    ),
    "two values come before one": (
        ["ally: {party: x, of: $a}", "ally: {party: x, of: y}"],
        [1, 0],
    ),
    "a value comes before a list, and a list before nothing": (
        ["rating: {rater: $a}", "home: {home: [school, charter]}", "home: {open: yes}"],
        [2, 1, 0],
    ),
    "a comparison with a number comes before nothing": (
        ["rating: {rater: $a, now: $b}", "party: {power: {at-least: 2}}"],
        [1, 0],
    ),
    "what is joined by a variable comes before what names a value": (
        ["rating: {rater: $a, now: 1, wanted: 2}", "home: {open: yes}", "ally: {party: $a}"],
        [0, 2, 1],
    ),
    "a variable that nothing has found yet settles nothing": (
        ["ally: {party: $a, of: $b}", "rating: {rater: $a, now: {at-least: 2}}"],
        [1, 0],
    ),
    "a comparison with a variable settles nothing": (
        ["rating: {rater: $a, now: $b, wanted: {more-than: $b}}", "home: {open: [yes, no]}"],
        [1, 0],
    ),
    "a joined variable weighs as much as a value and a comparison together": (
        [
            "rating: {rater: $a, now: 1, wanted: 2}",
            "ally: {party: $a}",
            "party: {power: {at-least: 1}, stance: for}",
            "ally: {of: $a}",
        ],
        [0, 1, 2, 3],
    ),
    "of two that settle as much, the first as it is written": (
        ["ally: {party: $a}", "home: {home: $b}", "rating: {rater: $c}"],
        [0, 1, 2],
    ),
}


def patterns_of(folder, patterns):
    (rule,) = load_rulebook(base_of(folder, RULE.format("\n  - ".join(patterns)))).rules
    return rule.when


@pytest.mark.parametrize("name", ORDERS)
def test_joins_begin_where_few_facts_fit(tmp_path, name):
    patterns, order = ORDERS[name]
    assert in_good_order(patterns_of(tmp_path, patterns)) == order


def test_with_new_facts_the_pattern_that_meets_them_comes_first(tmp_path):
    patterns, _ = ORDERS["what is joined by a variable comes before what names a value"]
    when = patterns_of(tmp_path, patterns)
    assert [in_good_order(when, first)[0] for first in range(3)] == [0, 1, 2]
    assert in_good_order(when, 2) == [2, 0, 1]
