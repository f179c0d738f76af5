"""Whether a path stands however what is ours is set: what is varied, and what is said of it."""

from __future__ import annotations

import pytest
from support.assessed import NAMES, assessed
from support.knowledge import base_of

from advisor.explanation.robustness import OURS, all_variations, weigh, whose_word
from advisor.knowledge.rule import CERTAINTIES
from advisor.knowledge.rulebook import load_rulebook

RULE = """topic: support
rules:
- id: judged
  title: A party against is an opponent
  when:
  - party: {party: $party, stance: against, power: {is: $power, at-least: "@veto-power"}}
  then:
  - opponent: {party: $party, power: $power}
  because: "{party} is against."
  rests-on: []
  certainty: ours
  otherwise:
    because: Who takes no side may turn.
    when:
    - party: {party: $party, stance: {not: for}, power: $power}
- id: ranked
  title: The only opponent is the strongest
  when:
  - opponent: {party: $party}
  then:
  - strongest: {party: $party}
  because: "{party} is an opponent."
  rests-on: []
  certainty: ours
  role: ranks
"""
NUMBERS = """thresholds:
  veto-power:
    value: 3
    about: "From where a party counts."
    range: [2, 3]
    range-because: "Two is much, and four does not exist."
  support-needed:
    value: 50
    about: "Percent that is enough."
    role: defines
"""


@pytest.fixture
def rulebook(tmp_path):
    base = base_of(tmp_path, RULE)
    (base / "thresholds.yaml").write_text(NUMBERS, "utf-8")
    return load_rulebook(base)


def test_a_number_is_moved_to_each_end_of_its_range_and_a_judgment_read_otherwise(rulebook):
    found = [(one.id, one.moved, one.because) for one, _ in all_variations(rulebook)]
    assert found == [
        ("veto-power", 2, "Two is much, and four does not exist."),
        ("judged", None, "Who takes no side may turn."),
    ]


def test_a_number_is_moved_wherever_a_rule_names_it_and_nowhere_else(rulebook):
    (_, ((now, then),)), _ = all_variations(rulebook)
    assert str(now.when[0]).replace("at-least: 3", "at-least: 2") == str(then.when[0])
    assert (then.then, then.unless) == (now.then, now.unless)


@pytest.mark.parametrize("name", NAMES)
def test_the_certainty_word_is_the_articles_own_where_the_path_stands_and_ours_where_it_hangs(name):
    assessment = assessed(name)
    found = weigh(assessment)
    steps = {one.reason.certainty for one in assessment.reasons}
    if found.hinges:
        assert found.certainty == OURS
    else:
        assert found.certainty == max(steps - {OURS}, key=CERTAINTIES.index)
    assert all(one.path != assessment.path for one in found.hinges)
    assert found.tried >= len(found.hinges)


def test_the_examples_do_not_all_come_out_the_same():
    found = [weigh(assessed(name)) for name in NAMES]
    assert 0 < sum(one.stands for one in found) < len(found)
    assert len({one.certainty for one in found}) > 2


@pytest.mark.parametrize("name", NAMES)
def test_every_other_reading_still_comes_to_one_path(name):
    assert all(one.path for one in weigh(assessed(name)).hinges)


def test_each_rule_of_the_proof_is_told_once_as_the_articles_or_as_ours():
    reasons = [one.reason for one in assessed("02-village-high-school").reasons]
    found = whose_word(reasons)
    articles, ours = found.articles, found.ours
    assert sorted((*articles, *ours)) == sorted({one.title for one in reasons})
    assert {one.title for one in reasons if one.certainty == OURS} == {*ours}
