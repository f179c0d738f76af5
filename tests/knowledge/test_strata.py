"""The order of the reasoning: what is negated or totalled up is finished before."""

from __future__ import annotations

from random import Random

import pytest
from support.knowledge import base_of
from support.random_rulebooks import random_rulebook

from advisor.errors import KnowledgeError
from advisor.knowledge.rulebook import load_rulebook
from advisor.knowledge.strata import find_cycles

RULE = """- id: {0}
  title: A rule
  when:
  - party: {{party: $p}}
  {1}
  then: {{{2}: {{{3}: $p}}}}
  because: So.
  rests-on: []
  certainty: ours
"""


def rulebook_of(folder, *rules):
    text = "topic: one\nrules:\n" + "".join(RULE.format(*one) for one in rules)
    return load_rulebook(base_of(folder, text))


def test_each_absence_waits_for_the_one_before_it_however_the_rules_are_ordered(tmp_path):
    strata = rulebook_of(
        tmp_path,
        ("last", "- not: {strongest: {party: $p}}", "protected", "by: $p, party"),
        ("third", "- eager: {rater: $p}", "strongest", "party"),
        ("second", "- not: {veto: {party: $p}}", "eager", "rater"),
        ("first", "", "veto", "home: school, party"),
    ).strata
    assert strata.entries == {"first": 0, "second": 1, "third": 1, "last": 2}
    assert {strata.kinds[kind] for kind in ("party", "veto")} == {0}
    assert {strata.kinds[kind] for kind in ("eager", "strongest")} == {1}
    assert strata.kinds["protected"] == 2
    assert strata.height == 3


@pytest.mark.parametrize("seed", range(30))
def test_what_is_read_is_no_later_and_what_is_waited_for_is_earlier(seed):
    rulebook = random_rulebook(Random(seed))
    strata = rulebook.strata
    for entry in rulebook.entries:
        own = strata.entries[entry.id]
        assert all(strata.kinds[kind] <= own for kind in entry.reads)
        assert all(strata.kinds[kind] < own for kind in entry.waits_for)
        assert all(strata.kinds[kind] >= own for kind in entry.concludes)
        assert own < strata.height


def test_a_circle_through_an_absence_is_shown_with_every_step(tmp_path):
    with pytest.raises(KnowledgeError) as caught:
        rulebook_of(
            tmp_path,
            ("one", "- not: {strongest: {party: $p}}", "eager", "rater"),
            ("two", "- eager: {rater: $p}", "protected", "by: $p, party"),
            ("three", "- protected: {party: $p}", "strongest", "party"),
        )
    (problem,) = caught.value.problems
    assert problem.fault == "cycle"
    told = problem.what
    assert told.startswith(
        "“eager” depends on itself through a step that negates “strongest”: “one” ("
    )
    assert [told.index(f"“{name}” (") for name in ("one", "three", "two")] == sorted(
        told.index(f"“{name}” (") for name in ("one", "two", "three")
    )
    assert (
        problem.remedy == "Break the circle: let one of these rules rest on another kind of fact."
    )


def test_every_circle_is_told_once_and_what_is_no_circle_is_not(tmp_path):
    rules = [
        ("alone", "- not: {ally: {party: $p}}", "opponent", "power: 1, party"),
        ("one", "- not: {strongest: {party: $p}}", "eager", "rater"),
        ("two", "- not: {eager: {rater: $p}}", "strongest", "party"),
        ("three", "- not: {protected: {party: $p}}", "veto", "home: school, party"),
        ("four", "- not: {veto: {party: $p}}", "protected", "by: $p, party"),
    ]
    entries = []
    for place, rule in enumerate(rules):
        (tmp_path / str(place)).mkdir()
        entries += rulebook_of(tmp_path / str(place), rule).rules
    assert len(find_cycles(entries)) == 2
    (told,) = find_cycles(entries[:3])
    assert (told.what.count("“one” ("), told.what.count("“two” (")) == (1, 1)
    assert "“alone”" not in told.what
    assert find_cycles(entries[:2]) == ()
