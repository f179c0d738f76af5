"""Working memory: what holds, and what passes a pattern, also after more has followed."""

from __future__ import annotations

import pytest
from support.knowledge import GOOD

from advisor.engine import alpha as alpha_module
from advisor.engine.alpha import AlphaNetwork, Memory
from advisor.knowledge.rule import FieldTest, Pattern, Variable
from advisor.knowledge.rulebook import load_rulebook

ROWS = [("a", "b"), ("c", "b"), ("a", "d"), ("e", "e")]
X = Variable("x")
PATTERNS = {
    "any": ([], ROWS),
    "a value": ([("of", "is", "b")], ROWS[:2]),
    "two values": ([("of", "is", "d"), ("party", "is", "a")], ROWS[2:3]),
    "a list": ([("party", "one-of", ("c", "e"))], [ROWS[1], ROWS[3]]),
    "a value and a test": ([("party", "is", "a"), ("of", "not", "b")], ROWS[2:3]),
    "one field like the other": ([("party", "is", X), ("of", "is", X)], ROWS[3:]),
    "one field unlike the other": ([("of", "not", X), ("party", "is", X)], ROWS[:3]),
    "another fact's field": ([("of", "not", X)], ROWS),
    "none": ([("party", "is", "x")], []),
}


@pytest.fixture(params=PATTERNS)
def asked(request):
    """A network with all patterns, what one of them asks of a fact by itself, and what passes."""
    patterns = {
        name: Pattern("ally", tuple(FieldTest(*one, 1) for one in tests), 1)
        for name, (tests, _) in PATTERNS.items()
    }
    network = AlphaNetwork(load_rulebook(GOOD).vocabulary, patterns.values())
    return network, network.element(patterns[request.param]).alpha, PATTERNS[request.param][1]


def memory_of(network, rows):
    return Memory(network, {"ally": dict.fromkeys(rows)})


@pytest.mark.parametrize("begun", range(4))
def test_what_passes_is_kept_up_to_date_with_what_is_gained(asked, begun):
    network, alpha, passing = asked
    memory = memory_of(network, ROWS[:begun])
    assert memory.rows.get(alpha, []) == [row for row in ROWS[:begun] if row in passing]
    for row in ROWS[begun:]:
        memory.add({"ally": {row: None}})
    assert memory.rows.get(alpha, []) == passing


@pytest.mark.parametrize("places", [(), (0,), (1,), (0, 1)])
def test_an_index_is_kept_up_to_date_too(asked, places):
    network, alpha, passing = asked
    memory = memory_of(network, ROWS[:1])
    memory.index(alpha, places)
    memory.add({"ally": dict.fromkeys(ROWS[1:])})
    index = memory.index(alpha, places)
    assert index == memory_of(network, ROWS).index(alpha, places)
    assert sorted(row for rows in index.values() for row in rows) == sorted(passing)


def test_patterns_that_ask_the_same_share_what_passes():
    network = AlphaNetwork(load_rulebook(GOOD).vocabulary, ())
    first, second = (
        Pattern("ally", (FieldTest("party", "is", "a", line), FieldTest("of", "is", var, line)), 1)
        for line, var in enumerate((X, Variable("y")))
    )
    assert network.element(first).alpha is network.element(second).alpha
    other = first._replace(tests=(FieldTest("party", "is", "b", 1),))
    assert network.element(other).alpha is not network.element(first).alpha


def test_a_long_run_does_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(alpha_module, "MOST_SEEN", 10)
    pattern = Pattern("ally", (FieldTest("party", "is", "p7", 1),), 1)
    network = AlphaNetwork(load_rulebook(GOOD).vocabulary, [pattern])
    rows = [(f"p{at}", "b") for at in range(50)]
    memory = memory_of(network, rows)
    assert memory.rows[network.element(pattern).alpha] == [("p7", "b")]
    assert 0 < len(network.discriminator("ally").seen) <= 11


def test_what_was_given_stays_what_held_from_the_start():
    memory = memory_of(AlphaNetwork(load_rulebook(GOOD).vocabulary, ()), ROWS[:1])
    memory.add({"ally": {ROWS[1]: None}})
    memory.add({"home": {("school", "yes"): None}})
    given = memory.given()
    assert given.pop("ally") == {ROWS[0]}
    assert not any(given.values())
    assert [str(one) for one in memory.facts(["ally"])] == [
        "ally(party: a, of: b)",
        "ally(party: c, of: b)",
    ]


def test_the_facts_stay_when_a_memory_is_settled(asked):
    network, alpha, _ = asked
    memory = memory_of(network, ROWS)
    before = memory.facts()
    memory.index(alpha, (0,))
    memory.settle()
    assert memory.facts() == before
    assert not memory.rows
