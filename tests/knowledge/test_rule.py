"""What a test on a field lets pass."""

from __future__ import annotations

import pytest

from advisor.knowledge.rule import RELATIONS, FieldTest, Variable


@pytest.mark.parametrize(
    ("relation", "operand", "passing", "failing"),
    [
        ("is", "red", ["red"], ["blue", "re"]),
        ("not", "red", ["blue", "re"], ["red"]),
        ("one-of", ("red", "blue"), ["red", "blue"], ["green", "re"]),
        ("none-of", ("red", "blue"), ["green", "re"], ["red", "blue"]),
        ("at-least", 2, [2, 3], [1, -2]),
        ("at-most", 2, [2, 1, -2], [3]),
        ("more-than", 2, [3], [2, 1]),
        ("less-than", 2, [1], [2, 3]),
    ],
)
class TestAccepts:
    def test_a_value_the_rule_names(self, relation, operand, passing, failing):
        test = FieldTest("field", relation, operand, 1)
        assert [test.accepts(value) for value in passing] == [True] * len(passing)
        assert [test.accepts(value) for value in failing] == [False] * len(failing)

    def test_a_value_that_a_variable_stands_for(self, relation, operand, passing, failing):
        test = FieldTest("field", relation, Variable("other"), 1)
        assert all(test.accepts(value, operand) for value in passing)
        assert not any(test.accepts(value, operand) for value in failing)


def test_every_relation_is_tried_here():
    assert len(RELATIONS) == 8
