"""Working memory: what holds, and what of it meets a pattern, also after more has followed."""

from __future__ import annotations

import pytest

from advisor.engine.memory import Alpha, Memory

NAMES = {"ally": ("party", "of"), "home": ("home",)}
ROWS = [("a", "b"), ("c", "b"), ("a", "d")]
ALPHAS = {
    "any": (Alpha("ally", [], []), ROWS),
    "a value": (Alpha("ally", [(1, "b")], []), ROWS[:2]),
    "two values": (Alpha("ally", [(0, "a"), (1, "d")], []), ROWS[2:]),
    "a test": (Alpha("ally", [], [lambda row: row[0] != "c"]), [ROWS[0], ROWS[2]]),
    "a value and a test": (Alpha("ally", [(0, "a")], [lambda row: row[1] > "b"]), ROWS[2:]),
    "none": (Alpha("ally", [(0, "x")], []), []),
}


def memory_of(rows):
    return Memory(NAMES, {"ally": dict.fromkeys(rows)})


@pytest.mark.parametrize("begun", [0, 1, 2])
@pytest.mark.parametrize("name", ALPHAS)
def test_what_meets_a_pattern_is_kept_up_to_date_with_what_is_gained(name, begun):
    alpha, expected = ALPHAS[name]
    memory = memory_of(ROWS[:begun])
    matching = memory.matching(alpha)
    assert matching.rows == [row for row in ROWS[:begun] if row in expected]
    for row in ROWS[begun:]:
        memory.add({"ally": {row: None}})
        assert memory.matching(alpha) is matching
    assert matching.rows == expected


@pytest.mark.parametrize("places", [(), (0,), (1,), (0, 1)])
@pytest.mark.parametrize("name", ALPHAS)
def test_an_index_is_kept_up_to_date_too(name, places):
    alpha, expected = ALPHAS[name]
    memory = memory_of(ROWS[:1])
    memory.matching(alpha).index(places)
    memory.add({"ally": dict.fromkeys(ROWS[1:])})
    index = memory.matching(alpha).index(places)
    assert index == memory_of(ROWS).matching(alpha).index(places)
    assert sorted(row for rows in index.values() for row in rows) == sorted(expected)


def test_what_was_given_stays_what_held_from_the_start():
    memory = memory_of(ROWS[:1])
    memory.add({"ally": {ROWS[1]: None}})
    memory.add({"home": {("school",): None}})
    assert memory.given() == {"ally": {ROWS[0]}, "home": set()}
    assert [str(one) for one in memory.facts(["ally"])] == [
        "ally(party: a, of: b)",
        "ally(party: c, of: b)",
    ]


def test_the_facts_stay_when_a_memory_is_settled():
    memory = memory_of(ROWS)
    before = memory.facts()
    memory.matching(ALPHAS["a test"][0]).index((0,))
    memory.settle()
    assert memory.facts() == before
    assert not memory.alphas
