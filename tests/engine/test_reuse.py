"""Reasoning that keeps what rules concluded: the same facts, for less."""

from __future__ import annotations

from random import Random
from types import SimpleNamespace

import pytest
from support.knowledge import GOOD, base_of
from support.random_rulebooks import case, random_rulebook
from support.scrambled import facts_of

from advisor.engine import reuse as reusing
from advisor.engine.consultation import consult
from advisor.engine.reuse import NOTHING, Numbers, Reuse, Stages
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.rulebook import load_rulebook
from advisor.model.fact import Fact, fact

ANSWERS = """topic: answers
rules:
- id: by-one-answer
  title: One answer
  when:
  - answer: {to: charter, is: fails}
  then: {verdict: {home: charter, is: fails}}
  because: So.
  rests-on: []
  certainty: ours
- id: by-one-of-two
  title: One of two answers
  when:
  - answer: {to: [school, charter], is: good}
  - ally: {party: $party}
  then: {eager: {rater: $party}}
  because: So.
  rests-on: []
  certainty: ours
- id: by-any-answer
  title: Any answer
  when:
  - answer: {to: $question, is: great}
  then: {strongest: {party: $question}}
  because: So.
  rests-on: []
  certainty: ours
- id: by-other-answers
  title: Answers to all questions but two
  when:
  - answer: {to: {not: [school, charter]}, is: bad}
  then: {verdict: {home: school, is: fails}}
  because: So.
  rests-on: []
  certainty: ours
- id: by-no-answer
  title: No answer
  when:
  - party: {party: $party, power: {at-least: 2}}
  - not: {answer: {to: school, is: good}}
  then: {opponent: {party: $party, power: 1}}
  because: So.
  rests-on: []
  certainty: ours
"""


class Follower:
    """A rulebook that is asked about one case after another."""

    def __init__(self, rulebook):
        self.rulebook = rulebook
        self.kinds = rulebook.vocabulary.kinds
        self.numbers = Numbers()
        self.stages = Stages(rulebook)
        self.reuse = Reuse(self.stages, self.numbers)
        self.last = None

    def given(self, base):
        rows = {kind: [] for kind in self.stages.given}
        for one in base:
            if one.kind in rows:
                rows[one.kind].append(tuple(value for _, value in one.fields))
        return [
            place
            for kind, own in rows.items()
            for place in self.reuse.told(kind, self.numbers.number(own))
        ]

    def facts(self, base, start=None):
        """What is concluded."""
        self.last = self.reuse.follow(self.given(base), start)
        return {
            Fact(kind, tuple(zip(self.stages.names[kind], row)))
            for kind, place in self.stages.places.items()
            if not self.kinds[kind].given
            for row in self.numbers.rows(self.last[place])
        }

    def agrees(self, base, start=None):
        found = self.facts(base, start)
        reasoned = consult(self.rulebook, base, "reference").facts
        assert found == {one for one in reasoned if not self.kinds[one.kind].given}


@pytest.fixture
def carried_out(monkeypatch):
    """How many times rules were carried out."""
    counted = []
    real = reusing.reference.run

    def run(*arguments):
        counted.append(arguments[0])
        return real(*arguments)

    monkeypatch.setattr(reusing, "reference", SimpleNamespace(run=run))
    return counted


@pytest.mark.parametrize("seed", range(40))
def test_what_is_kept_of_one_case_never_changes_what_follows_in_another(seed):
    dice = Random(seed)
    follower = Follower(random_rulebook(dice))
    cases = [case(dice, follower.rulebook.vocabulary) for _ in range(3)]
    cases += [[one for one in cases[0] if dice.random() < 0.7], cases[1], []]
    for base in cases:
        follower.agrees(base)
        follower.agrees(base, follower.last)
    for base in cases:  # from one case to the next, with what differs only
        follower.agrees(base, follower.last)


def test_it_follows_what_the_shipped_rules_say_from_one_documented_case_to_the_next():
    follower = Follower(shipped_knowledge().rulebook)
    for name in ("01-mountain-view-math", "25-learn-everywhere", "m7", "01-mountain-view-math"):
        follower.agrees(facts_of(name), follower.last)


@pytest.fixture
def answers(tmp_path):
    return Follower(load_rulebook(base_of(tmp_path, ANSWERS)))


def answer(follower, to, given):
    return fact(follower.rulebook.vocabulary, "answer", {"to": to, "is": given})


@pytest.mark.parametrize("seed", range(10))
def test_answers_are_told_apart_by_their_question(answers, seed):
    dice = Random(seed)
    words = answers.rulebook.vocabulary
    for _ in range(12):
        base = [
            answer(answers, to, given)
            for to in ("school", "charter", "other", "another")
            for given in ("fails", "good", "great", "bad")
            if dice.random() < 0.2
        ]
        party = {"party": "a", "power": dice.randrange(4), "stance": "for"}
        base.append(fact(words, "party", party))
        if dice.random() < 0.5:
            base.append(fact(words, "ally", {"party": "a", "of": "b"}))
        answers.agrees(base, answers.last)


def test_each_question_that_a_rule_names_has_a_place_of_its_own(answers):
    slots = answers.stages.slots["answer"]
    assert set(slots) == {"charter", "school", reusing.OTHERS}
    assert len(set(slots.values())) == 3
    told = dict(answers.given([answer(answers, "school", "good")]))
    assert [slot for slot, place in slots.items() if told[place] != NOTHING] == ["school"]
    told = dict(answers.given([answer(answers, "another", "good")]))
    assert [slot for slot, place in slots.items() if told[place] != NOTHING] == [reusing.OTHERS]


def test_rules_are_carried_out_again_only_for_what_they_see(answers, carried_out):
    words = answers.rulebook.vocabulary
    party = fact(words, "party", {"party": "a", "power": 3, "stance": "for"})
    first = [party, answer(answers, "charter", "fails")]
    answers.facts(first)
    assert {
        plan.entry.id for one in carried_out for stage in one.stages for plan in stage.rules
    } == {
        "by-one-answer", "by-one-of-two", "by-any-answer", "by-other-answers", "by-no-answer",
    }  # fmt: skip
    start = answers.last
    carried_out.clear()

    def carried_out_for(*changes):
        carried_out.clear()
        answers.agrees([*first, *changes], start)
        ids = {plan.entry.id for one in carried_out for stage in one.stages for plan in stage.rules}
        carried_out.clear()
        return ids

    assert carried_out_for() == set()
    assert carried_out_for(answer(answers, "charter", "fails")) == set()
    assert carried_out_for(answer(answers, "another", "fails")) == set()
    assert carried_out_for(answer(answers, "charter", "bad")) == set()
    assert carried_out_for(answer(answers, "charter", "good")) == {"by-one-of-two"}
    both = {"by-no-answer", "by-one-of-two"}
    assert carried_out_for(answer(answers, "school", "good")) == both
    assert carried_out_for(answer(answers, "another", "great")) == {"by-any-answer"}
    assert carried_out_for(answer(answers, "another", "great")) == set(), "it was kept"
    assert carried_out_for(answer(answers, "another", "bad")) == {"by-other-answers"}
    weaker = fact(words, "party", {"party": "b", "power": 1, "stance": "for"})
    assert carried_out_for(weaker) == set()
    other_stance = fact(words, "party", {"party": "a", "power": 3, "stance": "against"})
    assert carried_out_for(other_stance) == set(), "no rule looks at it"
    stronger = fact(words, "party", {"party": "b", "power": 2, "stance": "for"})
    assert carried_out_for(stronger) == {"by-no-answer"}


def test_where_nothing_changed_nothing_is_looked_at(answers, monkeypatch):
    base = [answer(answers, "charter", "fails")]
    answers.facts(base)
    before = answers.last
    monkeypatch.setattr(answers.reuse, "_carried_out", None)
    found = answers.reuse.follow(answers.given(base), before)
    assert found == before
    assert found is not before


@pytest.mark.parametrize("seed", range(25))
def test_cases_in_which_rules_see_the_same_come_to_the_same(seed):
    dice = Random(seed)
    follower = Follower(random_rulebook(dice))
    kinds = [kind.name for kind in follower.rulebook.vocabulary.kinds.values() if kind.given]
    seeing = follower.reuse.seeing(kinds)
    known = {}
    for _ in range(30):
        base = case(dice, follower.rulebook.vocabulary)[: dice.randrange(5)]
        rows = {kind: [] for kind in kinds}
        for one in base:
            rows[one.kind].append(tuple(value for _, value in one.fields))
        seen = seeing(tuple(follower.numbers.number(own) for own in rows.values()))
        concluded = {
            one
            for one in consult(follower.rulebook, base, "reference").facts
            if one.kind not in kinds
        }
        assert known.setdefault(seen, concluded) == concluded


def test_what_no_rule_can_tell_apart_is_seen_as_the_same(answers):
    kinds = ["answer", "party", "home"]
    seeing = answers.reuse.seeing(kinds)
    words = answers.rulebook.vocabulary

    def seen(*base):
        rows = {kind: [] for kind in kinds}
        for one in base:
            rows[one.kind].append(tuple(value for _, value in one.fields))
        return seeing(tuple(answers.numbers.number(own) for own in rows.values()))

    def party(power, stance):
        return fact(words, "party", {"party": "a", "power": power, "stance": stance})

    home = fact(words, "home", {"home": "school", "open": "yes"})
    assert seen() == seen(home) == seen(party(1, "for")) == (NOTHING,) * 3
    assert seen(party(2, "for")) != seen()
    assert seen(answer(answers, "charter", "fails")) != seen()
    assert seen(answer(answers, "charter", "bad")) == seen()


def test_the_same_rows_have_the_same_number_in_any_order():
    numbers = Numbers()
    assert numbers.number([]) == NOTHING
    assert numbers.rows(NOTHING) == frozenset()
    one, two = numbers.number([("a",)]), numbers.number([("b",), ("c",)])
    assert numbers.number([("c",), ("b",), ("c",)]) == two != one
    both = numbers.union((one, two, one))
    assert numbers.rows(both) == {("a",), ("b",), ("c",)}
    assert numbers.union((two, one)) == both
    assert numbers.union((one, NOTHING)) == one
    assert numbers.union(()) == NOTHING


def test_a_kind_can_be_asked_for_that_no_rule_reads_or_concludes():
    rulebook = load_rulebook(GOOD)
    assert "answer" not in Stages(rulebook).places
    assert "answer" in Stages(rulebook, ["answer"]).places
