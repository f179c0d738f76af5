"""A rulebook divided by subject: the parts together conclude what the whole concludes."""

from __future__ import annotations

from random import Random

import pytest
from support.knowledge import base_of
from support.random_rulebooks import case, random_rulebook, value

from advisor.engine.consultation import conclusions
from advisor.engine.locality import halves, part_of
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.rulebook import load_rulebook
from advisor.model.fact import Fact

SUBJECT = "a1"
"""A field that about two in three kinds have."""

RULES = """topic: homes
rules:
- id: open-home
  title: Reads and concludes about one home
  when:
  - home: {home: $home, open: yes}
  - party: {party: $party, power: {at-least: 1}}
  then: {veto: {home: $home, party: $party}}
  because: So.
  rests-on: []
  certainty: ours
- id: this-home
  title: About a home that is named
  when:
  - home: {home: school, open: yes}
  then: {verdict: {home: school, is: fails}}
  because: So.
  rests-on: []
  certainty: ours
- id: about-a-home-from-none
  title: Concludes about a home and reads of none
  when:
  - ally: {party: $party, of: y}
  then: {verdict: {home: charter, is: fails}}
  because: So.
  rests-on: []
  certainty: ours
- id: nothing-about-a-home
  title: About none
  when:
  - ally: {party: $party, of: x}
  then: {eager: {rater: $party}}
  because: So.
  rests-on: []
  certainty: ours
- id: another-home
  title: Concludes about a home that it does not read
  when:
  - home: {home: $home}
  - answer: {to: $other, is: good}
  then: {opponents-of: {home: $other, number: 1}}
  because: So.
  rests-on: []
  certainty: ours
- id: two-homes
  title: Reads of two homes
  when:
  - veto: {home: $home, party: $party}
  - home: {home: $other, open: no}
  then: {opponents-of: {home: $home, number: 2}}
  because: So.
  rests-on: []
  certainty: ours
- id: some-homes
  title: Reads of any home in a list
  when:
  - home: {home: [school, charter], open: no}
  - rating: {rater: $rater}
  then: {protected: {party: $rater, by: $rater}}
  because: So.
  rests-on: []
  certainty: ours
- id: for-all-of-them
  title: Concludes about none of what is about one
  when:
  - veto: {home: $home, party: $party}
  - rating: {rater: $party, now: $now, wanted: 3}
  then: {opponent: {party: $party, power: $now}}
  because: So.
  rests-on: []
  certainty: ours
- id: after-all-of-them
  title: Reads what is not local
  when:
  - opponent: {party: $party}
  - home: {home: $home, open: yes}
  then: {verdict: {home: $home, is: unknown}}
  because: So.
  rests-on: []
  certainty: ours
totals:
- id: of-each-home
  title: Counts in one home
  for-each: {home: {home: $home}}
  of: {veto: {home: $home}}
  take: count
  then: {opponents-of: {home: $home, number: $total}}
  because: So.
  rests-on: []
  certainty: ours
- id: of-all-homes
  title: Counts over all homes
  of: {veto: {party: $party}}
  take: count
  then: {weight: {of: against, amount: $total}}
  because: So.
  rests-on: []
  certainty: ours
"""


@pytest.fixture(scope="module")
def homes(tmp_path_factory):
    return load_rulebook(base_of(tmp_path_factory.mktemp("homes"), RULES))


def ids(rulebook):
    return {entry.id for entry in rulebook.entries}


@pytest.mark.parametrize(
    ("goal", "local", "whole"),
    [
        ("opponents-of", {"open-home", "of-each-home"}, {"two-homes", "another-home"}),
        ("veto", {"open-home"}, set()),
        ("eager", {"nothing-about-a-home"}, set()),
        (
            "verdict",
            {"open-home", "this-home", "about-a-home-from-none"},
            {"for-all-of-them", "after-all-of-them"},
        ),
        ("protected", set(), {"some-homes"}),
        ("weight", {"open-home"}, {"of-all-homes"}),
    ],
)
def test_a_rule_is_local_if_all_it_reads_and_concludes_is_about_one_home(homes, goal, local, whole):
    parts = halves(homes, goal, "home")
    assert (ids(parts.local), ids(parts.whole)) == (local, whole)


def test_a_part_keeps_the_order_and_the_words_of_the_whole(homes):
    part = part_of(homes, ["of-all-homes", "two-homes", "open-home"])
    assert [entry.id for entry in part.rules] == ["open-home", "two-homes"]
    assert [entry.id for entry in part.totals] == ["of-all-homes"]
    assert part.vocabulary is homes.vocabulary
    assert part.thresholds == homes.thresholds


def test_what_is_read_is_told_by_kind_question_and_field(homes):
    parts = halves(homes, "opponents-of", "home")

    def answer(to):
        return Fact("answer", (("to", to), ("is", "good")))

    party = Fact("party", (("party", "a"), ("power", 1), ("stance", "for")))
    rating = Fact("rating", (("rater", "a"), ("now", 1), ("wanted", 1)))
    assert (parts.reads_local(party), parts.reads_whole(party)) == (True, False)
    assert (parts.reads_local(answer("x")), parts.reads_whole(answer("x"))) == (False, True)
    assert parts.reads(party) and parts.reads(answer("x")) and not parts.reads(rating)
    assert parts.handed_over == ("answer", "home", "veto")
    assert parts.fields["party"] == {"party", "power"}
    assert parts.fields["veto"] == {"home", "party"}
    assert "rating" not in parts.fields


def test_only_questions_that_rules_name_are_read():
    """The shipped rules name most of theirs, and go over all questions of a kind in few places."""
    parts = halves(shipped_knowledge().rulebook, "path", "home")

    def answer(to):
        return Fact("answer", (("to", to), ("is", "yes"), ("basis", "stated")))

    assert parts.reads(answer("separable"))
    assert not parts.reads(answer("talked-through"))


def concluded(rulebook, base, goal):
    return {one for one in conclusions(rulebook, base, [goal]) if one.kind == goal}


def by_parts(parts, base, goal):
    """What the halves conclude: subject by subject first, then over all of them."""
    common = [one for one in base if SUBJECT not in dict(one.fields)]
    subjects = {one.get(SUBJECT) for one in base if SUBJECT in dict(one.fields)}
    handed = set(base)
    for subject in subjects or {None}:
        own = [one for one in base if SUBJECT in dict(one.fields) and one.get(SUBJECT) == subject]
        handed.update(conclusions(parts.local, [*common, *own]))
    found = conclusions(parts.whole, [one for one in handed if one.kind in parts.handed_over])
    return {one for one in {*found, *handed} if one.kind == goal}


def test_subject_by_subject_and_then_all_together_comes_to_the_same():
    divided = 0
    for seed in range(150):
        dice = Random(seed)
        rulebook = random_rulebook(dice)
        goal = dice.choice(sorted({kind for one in rulebook.entries for kind in one.concludes}))
        parts = halves(rulebook, goal, SUBJECT)
        about = {name for name, kind in rulebook.vocabulary.kinds.items() if SUBJECT in kind.fields}
        divided += any(about & set(entry.reads) for entry in parts.local.entries)
        divided += any(about & {*one.reads, *one.waits_for} for one in parts.whole.entries)
        for _ in range(3):
            base = case(dice, rulebook.vocabulary)
            assert by_parts(parts, base, goal) == concluded(rulebook, base, goal), seed
    assert divided > 100


def test_what_is_said_not_to_be_read_makes_no_difference():
    for seed in range(150):
        dice = Random(seed)
        rulebook = random_rulebook(dice)
        goal = dice.choice(sorted({kind for one in rulebook.entries for kind in one.concludes}))
        parts = halves(rulebook, goal, SUBJECT)
        base = case(dice, rulebook.vocabulary)
        read = [one for one in base if parts.reads(one)]
        assert all(parts.reads_local(one) or parts.reads_whole(one) for one in read)
        plain = []
        for one in read:
            kind = rulebook.vocabulary.kinds[one.kind]
            fields = tuple(
                (name, old if name in parts.fields[one.kind]
                 else value(Random(0), kind.fields[name].number))
                for name, old in one.fields
            )  # fmt: skip
            plain.append(Fact(one.kind, fields))
        assert concluded(rulebook, plain, goal) == concluded(rulebook, base, goal), seed
