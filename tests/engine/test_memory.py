"""Working memory: what holds, its indexes, and the numbers that tell contents apart."""

from __future__ import annotations

import pytest

from advisor.engine.memory import Contents, Memory

NAMES = {"ally": ("party", "of"), "home": ("home",)}
ROWS = [("a", "b"), ("c", "b"), ("a", "d")]


@pytest.fixture
def memory():
    return Memory(NAMES, Contents(), {"ally": dict.fromkeys(ROWS[:1])})


def gain(memory, row):
    assert memory.admit({"ally": {row: None}}) == {"ally": [row]}


@pytest.mark.parametrize("places", [(), (0,), (1,), (0, 1)])
def test_an_index_is_kept_up_to_date_with_what_is_gained(memory, places):
    index = memory.index(("ally", places))
    for row in ROWS[1:]:
        gain(memory, row)
    assert memory.index(("ally", places)) is index
    again = Memory(NAMES, Contents(), {"ally": dict.fromkeys(ROWS)}).index(("ally", places))
    assert index == again
    assert sorted(row for rows in index.values() for row in rows) == sorted(ROWS)


def test_what_is_gained_makes_another_content_and_the_same_rows_the_same():
    contents = Contents()
    seen = []
    for rows in (ROWS[:2], ROWS[1::-1]):
        memory = Memory(NAMES, contents, {"ally": dict.fromkeys(rows)})
        before = memory.content(["ally", "home"])
        assert memory.content(["home"]) == before[1:]
        gain(memory, ROWS[2])
        after = memory.content(["ally", "home"])
        assert after[0] != before[0]
        assert after[1] == before[1]
        seen.append((before, after))
    assert seen[0] == seen[1]


def test_the_number_of_a_forgotten_content_is_never_used_again(monkeypatch):
    monkeypatch.setattr(Contents, "MOST", 2)
    contents = Contents()
    numbers = [contents.number([row]) for row in [*ROWS, *ROWS]]
    assert len(set(numbers)) == 6
    assert contents.number([ROWS[2]]) == numbers[-1]


def test_what_was_given_stays_what_held_from_the_start(memory):
    gain(memory, ROWS[1])
    memory.admit({"home": {("school",): None}})
    assert memory.given() == {"ally": {ROWS[0]: None}}
    assert [str(one) for one in memory.facts(["ally"])] == [
        "ally(party: a, of: b)",
        "ally(party: c, of: b)",
    ]
