"""Totals that stand less close to the example than those of the good knowledge base."""

from __future__ import annotations

import pytest
from support.agreement import opinions
from support.knowledge import base_of

from advisor.engine.consultation import conclusions, consult
from advisor.errors import ConsultationError
from advisor.knowledge.rulebook import load_rulebook
from advisor.model.fact import fact

ENTRY = """- id: one
  title: A total
  {}
  because: So.
  rests-on: []
  certainty: ours
"""


@pytest.fixture
def rulebook_of(tmp_path):
    def made(*totals):
        entries = [
            ENTRY.format("\n  ".join(lines)).replace("one", f"total-{at}", 1)
            for at, lines in enumerate(totals)
        ]
        return load_rulebook(base_of(tmp_path, "topic: many\ntotals:\n" + "".join(entries)))

    return made


def facts(rulebook, *rows):
    return [fact(rulebook.vocabulary, kind, values) for kind, values in rows]


def party(name, power):
    return "party", {"party": name, "power": power, "stance": "for"}


def rating(name, now):
    return "rating", {"rater": name, "now": now, "wanted": 5}


def concluded(rulebook, base, kind):
    """What all engines conclude of a kind."""
    found = opinions(rulebook, base)
    assert len(set(found.values())) == 1, found
    return [
        tuple(value for _, value in one.fields) for one in found["reference"] if one.kind == kind
    ]


def test_a_number_of_the_group_is_added_up_once_for_each_fact_counted(rulebook_of):
    rulebook = rulebook_of([
        "for-each: {party: {party: $party, power: $power}}",
        "of: {ally: {party: $party}}",
        "take: sum of $power",
        "then: {opponent: {party: $party, power: $total}}",
    ])  # fmt: skip
    base = facts(
        rulebook, party("a", 3), party("b", 2),
        ("ally", {"party": "a", "of": "x"}), ("ally", {"party": "a", "of": "y"}),
    )  # fmt: skip
    assert concluded(rulebook, base, "opponent") == [("a", 6), ("b", 0)]


def test_a_number_may_stand_first_in_its_fact(rulebook_of):
    rulebook = rulebook_of(
        ["of: {rating: {rater: $rater, now: $now}}", "take: sum of $now",
         "then: {share: {percent: $total}}"],
        ["of: {share: {percent: $percent}}", "take: sum of $percent",
         "then: {weight: {of: all, amount: $total}}"],
    )  # fmt: skip
    base = facts(rulebook, rating("a", 2), rating("b", 3))
    assert concluded(rulebook, base, "weight") == [("all", 5)]


@pytest.mark.parametrize("first", ["a", "b"])
def test_a_group_without_anything_to_take_leaves_the_others_alone(rulebook_of, first):
    rulebook = rulebook_of([
        "for-each: {party: {party: $party}}",
        "of: {rating: {rater: $party, now: $now}}",
        "take: largest of $now",
        "then: {opponent: {party: $party, power: $total}}",
    ])  # fmt: skip
    base = facts(rulebook, *[party(name, 1) for name in sorted("ab", key=lambda one: one != first)])
    base += facts(rulebook, rating("b", 4))
    assert concluded(rulebook, base, "opponent") == [("b", 4)]


def test_a_group_may_ask_for_something_before_it_names_its_variable(rulebook_of):
    rulebook = rulebook_of([
        "for-each: {home: {open: yes, home: $home}}",
        "of: {party: {party: $party}}",
        "take: count",
        "then:",
        "- opponents-of: {home: $home, number: $total}",
        "- verdict: {home: $home, is: unknown}",
        "- veto: {home: charter, party: board}",
    ])  # fmt: skip
    base = facts(
        rulebook, party("a", 1), ("home", {"home": "school", "open": "yes"}),
        ("home", {"home": "charter", "open": "no"}),
    )  # fmt: skip
    assert concluded(rulebook, base, "opponents-of") == [("school", 1)]
    assert concluded(rulebook, base, "verdict") == [("school", "unknown")]
    assert concluded(rulebook, base, "veto") == [("charter", "board")]


@pytest.mark.parametrize(
    "run", [conclusions, lambda *case: consult(*case, "reference"), lambda *case: consult(*case)]
)
def test_a_word_of_the_case_that_the_conclusion_does_not_take_is_refused(rulebook_of, run):
    rulebook = rulebook_of([
        "for-each: {answer: {to: $home}}",
        "of: {party: {party: $party}}",
        "take: count",
        "then: {opponents-of: {home: $home, number: $total}}",
    ])  # fmt: skip

    def answers(*homes):
        return facts(rulebook, *[("answer", {"to": home, "is": "yes"}) for home in homes])

    assert run(rulebook, answers("school"))
    with pytest.raises(ConsultationError) as caught:
        run(rulebook, answers("school", "house", "castle"))
    assert "would conclude “opponents-of” with “home” castle, which" in str(caught.value)
    assert str(caught.value).endswith("does not allow.")
