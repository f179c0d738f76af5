"""What each construct of the rule language means, on small cases."""

from __future__ import annotations

import pytest
from support.knowledge import GOOD, base_of

from advisor.engine import durable
from advisor.engine.consultation import conclusions, consult
from advisor.engine.plans import mean_in_tenths
from advisor.errors import ConsultationError
from advisor.knowledge.rulebook import load_rulebook
from advisor.model.fact import Fact, fact

MISSING = durable.why_missing()
ENGINES = [
    "reference",
    pytest.param("durable", marks=pytest.mark.skipif(bool(MISSING), reason=MISSING)),
]


@pytest.fixture(scope="module")
def rulebook():
    return load_rulebook(GOOD)


@pytest.fixture
def make(rulebook):
    return lambda kind, **values: fact(rulebook.vocabulary, kind, values)


def party(make, name, power, stance):
    return make("party", party=name, power=power, stance=stance)


def rows(consultation, kind):
    return [tuple(value for _, value in one.fields) for one in consultation.of_kind(kind)]


@pytest.mark.parametrize("engine", ENGINES)
class TestConstructs:
    def test_a_chain_goes_as_far_as_it_can(self, rulebook, make, engine):
        links = [make("ally", party=f"p{at + 1}", of=f"p{at}") for at in range(6)]
        found = rows(consult(rulebook, links, engine), "protected")
        assert len(found) == 6 * 7 // 2
        assert ("p0", "p6") in found

    def test_a_ring_of_conclusions_ends(self, rulebook, make, engine):
        ring = [make("ally", party="a", of="b"), make("ally", party="b", of="a")]
        assert len(rows(consult(rulebook, ring, engine), "protected")) == 4

    def test_a_fact_may_match_two_patterns_of_one_rule(self, rulebook, make, engine):
        found = consult(rulebook, [make("ally", party="a", of="a")], engine)
        twice = [one for one in found.firings if one.rule == "protected-through-others"]
        assert [one.premises[0] == one.premises[1] for one in twice] == [True]

    def test_not_looks_at_finished_work(self, rulebook, make, engine):
        base = [
            make("home", home="school", open="yes"),
            party(make, "board", 3, "against"),
            party(make, "union", 3, "against"),
            make("ally", party="staff", of="union"),
        ]
        assert rows(consult(rulebook, base, engine), "veto") == [("school", "board")]

    def test_a_comparison_with_a_variable_inside_not(self, rulebook, make, engine):
        base = [party(make, name, power, "against") for name, power in
                (("a", 1), ("b", 3), ("c", 3), ("d", 2))]  # fmt: skip
        assert rows(consult(rulebook, base, engine), "strongest") == [("b",), ("c",)]

    def test_two_fields_of_one_fact_are_compared(self, rulebook, make, engine):
        base = [make("rating", rater=name, now=now, wanted=wanted)
                for name, now, wanted in (("a", 1, 4), ("b", 4, 1), ("c", 2, 2))]  # fmt: skip
        assert rows(consult(rulebook, base, engine), "eager") == [("a",)]

    def test_a_list_after_not_excludes_all_of_it(self, rulebook, make, engine):
        base = [party(make, stance, 1, stance) for stance in ("against", "neutral", "for")]
        assert rows(consult(rulebook, base, engine), "opponent") == [("against", 1)]

    def test_a_comparison_excludes_the_edge_or_does_not(self, rulebook, make, engine):
        base = [party(make, "none", 0, "against"), party(make, "some", 1, "against")]
        assert rows(consult(rulebook, base, engine), "opponent") == [("some", 1)]

    def test_a_group_with_nothing_to_count_gets_zero(self, rulebook, make, engine):
        base = [make("home", home="school", open="yes"), make("home", home="charter", open="no")]
        assert rows(consult(rulebook, base, engine), "opponents-of") == [
            ("charter", 0), ("school", 0),
        ]  # fmt: skip

    def test_every_measure_of_ratings(self, rulebook, make, engine):
        base = [make("rating", rater=name, now=now, wanted=3)
                for name, now in (("a", 1), ("b", 2), ("c", 2))]  # fmt: skip
        assert dict(rows(consult(rulebook, base, engine), "summary")) == {
            "raters": 3, "largest": 2, "smallest": 1, "spread": 1, "mean": 17,
        }  # fmt: skip

    def test_nothing_has_no_largest_but_a_count(self, rulebook, engine):
        found = consult(rulebook, [], engine)
        assert rows(found, "summary") == [("raters", 0)]
        assert rows(found, "weight") == [("all", 0)]

    def test_a_share_is_rounded_down_and_shows_what_was_divided(self, rulebook, make, engine):
        base = [party(make, "a", 2, "for"), party(make, "b", 1, "against")]
        found = consult(rulebook, base, engine)
        assert rows(found, "share") == [(66,)]
        (firing,) = [one for one in found.firings if one.rule == "share-in-favor"]
        assert dict(firing.bindings) == {"total": 66, "part": 2, "whole": 3}
        assert firing.premises == (base[0], base[1])

    def test_a_share_of_nothing_is_zero(self, rulebook, engine):
        assert rows(consult(rulebook, [], engine), "share") == [(0,)]

    def test_equal_facts_count_once(self, rulebook, make, engine):
        base = [party(make, "a", 2, "for"), party(make, "a", 2, "for")]
        assert rows(consult(rulebook, base, engine), "weight") == [("all", 2)]

    def test_a_conclusion_rests_on_totals_and_thresholds(self, rulebook, make, engine):
        base = [
            make("home", home="school", open="yes"),
            make("home", home="charter", open="no"),
            party(make, "a", 2, "for"),
            party(make, "b", 2, "against"),
        ]
        assert rows(consult(rulebook, base, engine), "verdict") == [("school", "supports")]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_record_says_what_matched_what_was_absent_and_what_was_new(rulebook, make, engine):
    base = [make("home", home="school", open="yes"), party(make, "board", 3, "against")]
    found = consult(rulebook, base, engine)
    (veto,) = [one for one in found.firings if one.rule == "veto"]
    opponent = make("opponent", party="board", power=3)
    assert veto.bindings == (("party", "board"), ("home", "school"))
    assert veto.premises == (opponent, base[0])
    assert veto.absent == ("protected(party: board)", "ally(party: board, of: board)")
    assert veto.asserted == veto.new == (make("veto", home="school", party="board"),)
    negating = {rule.id for rule in rulebook.rules if rule.unless}
    assert {one.absent for one in found.firings if one.rule not in negating} == {()}
    (strongest,) = [one for one in found.firings if one.rule == "strongest-opponent"]
    assert strongest.absent == ("opponent(power: {more-than: 3})",)


@pytest.mark.parametrize("engine", ENGINES)
def test_only_the_first_way_to_a_conclusion_is_new(rulebook, make, engine):
    base = [make("ally", party="a", of="b"), make("ally", party="b", of="a")]
    firings = consult(rulebook, base, engine).firings
    new = [one for firing in firings for one in firing.new]
    assert len(new) == len(set(new))
    assert any(firing.asserted and not firing.new for firing in firings)


@pytest.mark.parametrize("engine", ENGINES)
def test_every_premise_is_given_or_established_before(rulebook, make, engine):
    base = [make("ally", party=f"p{at + 1}", of=f"p{at}") for at in range(5)]
    known = set(base)
    for firing in consult(rulebook, base, engine).firings:
        assert known.issuperset(firing.premises)
        known.update(firing.new)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_order_of_the_input_does_not_matter(rulebook, make, engine):
    base = [party(make, f"p{at}", at % 4, "against") for at in range(8)]
    base += [make("home", home="school", open="yes")]
    found, turned = consult(rulebook, base, engine), consult(rulebook, base[::-1], engine)
    assert found.facts == turned.facts
    assert found.firings == turned.firings


@pytest.mark.parametrize("engine", ENGINES)
def test_a_fact_that_is_known_before_it_is_joined_is_compared_with_what_comes_later(
    tmp_path, engine
):
    rules = """\
topic: one
rules:
- id: shield
  title: An ally of an ally of the board and the staff
  when:
  - ally: {party: $any}
  - ally: {party: board, of: $of}
  - ally: {party: {is: staff, not: $any}, of: $of}
  then:
  - protected: {party: $any, by: $of}
  because: So.
  rests-on: []
  certainty: ours
"""
    rulebook = load_rulebook(base_of(tmp_path, rules))
    base = [Fact("ally", (("party", name), ("of", "union"))) for name in ("board", "staff", "kin")]
    found = consult(rulebook, base, engine)
    assert rows(found, "protected") == [("board", "union"), ("kin", "union")]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_value_only_the_case_decides_is_checked_when_it_arrives(tmp_path, engine):
    rules = """\
topic: one
rules:
- id: says-so
  title: A verdict as answered
  when:
  - answer: {to: $home, is: $verdict}
  then:
  - verdict: {home: $home, is: $verdict}
  because: "{home:at}, {verdict}."
  rests-on: []
  certainty: ours
"""
    rulebook = load_rulebook(base_of(tmp_path, rules))
    good = Fact("answer", (("to", "school"), ("is", "fails")))
    assert len(consult(rulebook, [good], engine).of_kind("verdict")) == 1
    bad = Fact("answer", (("to", "school"), ("is", "maybe")))
    with pytest.raises(ConsultationError, match=r"“says-so” .* would conclude .* “maybe”"):
        consult(rulebook, [bad], engine)
    assert len(consult(rulebook, [good], engine).of_kind("verdict")) == 1
    worse = Fact("answer", (("to", "school"), ("is", "never")))
    for given in ([bad, worse], [worse, bad]):  # of several, the same one whatever the order
        with pytest.raises(ConsultationError, match="“maybe”" if engine == "reference" else "“"):
            consult(rulebook, given, engine)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "beside",
    ["home: {home: $other}", "home: {home: {not: $home}}", "home: {open: yes}", "home: {}"],
)
def test_it_is_checked_also_where_another_pattern_speaks_of_what_is_listed(
    tmp_path, beside, engine
):
    rules = f"""\
topic: one
rules:
- id: says-so
  title: A home as answered
  when:
  - answer: {{to: $home, is: fails}}
  - {beside}
  then:
  - verdict: {{home: $home, is: fails}}
  because: "{{home:at}}."
  rests-on: []
  certainty: ours
"""
    rulebook = load_rulebook(base_of(tmp_path, rules))
    there = fact(rulebook.vocabulary, "home", {"home": "charter", "open": "yes"})
    for home, fits in (("school", True), ("castle", False)):
        base = [there, Fact("answer", (("to", home), ("is", "fails")))]
        if fits:
            assert rows(consult(rulebook, base, engine), "verdict") == [(home, "fails")]
        else:
            with pytest.raises(ConsultationError) as caught:
                consult(rulebook, base, engine)
            assert str(caught.value).endswith(
                ":3) would conclude “verdict” with “home” “castle”, which the vocabulary does not "
                "allow. Narrow the variable in its patterns."
            )


@pytest.mark.parametrize("engine", ENGINES)
def test_of_several_conclusions_each_is_drawn_though_another_holds_already(tmp_path, engine):
    rules = """\
topic: one
rules:
- id: one
  title: One conclusion
  when:
  - ally: {of: $of}
  then:
  - eager: {rater: $of}
  because: "{of}."
  rests-on: []
  certainty: ours
- id: two
  title: The same and another
  when:
  - ally: {party: $party, of: $of}
  - eager: {rater: $of}
  - not: {home: {home: school, open: $open}}
  then:
  - eager: {rater: $of}
  - strongest: {party: $party}
  because: "{party}."
  rests-on: []
  certainty: ours
"""
    rulebook = load_rulebook(base_of(tmp_path, rules))
    base = [
        fact(rulebook.vocabulary, "ally", {"party": party, "of": of})
        for party, of in (("a", "b"), ("c", "b"))
    ]
    found = consult(rulebook, base, engine)
    assert rows(found, "eager") == [("b",)]
    assert rows(found, "strongest") == [("a",), ("c",)]
    absent = {one.absent for one in found.firings if one.rule == "two"}
    assert absent == {("home(home: school, open: $open)",)}


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_read_of_a_record_is_read_without_reasoning_again(rulebook, make, engine):
    base = [party(make, f"p{at}", at % 4, "against") for at in range(8)]
    found = consult(rulebook, base, engine)
    program = rulebook.prepared["program"]
    expected = consult(rulebook, base, engine).firings
    stages, program.stages = program.stages, ()
    try:
        assert found.firings == expected
        assert found.facts is found.facts
        assert found.firings is found.firings
        assert set(found.facts) >= {fact for one in found.firings for fact in one.asserted}
    finally:
        program.stages = stages


def test_what_if_gives_the_same_facts_for_less(rulebook, make):
    base = [
        make("home", home="school", open="yes"),
        party(make, "a", 2, "for"),
        make("ally", party="a", of="b"),
    ]
    whole = consult(rulebook, base, "reference")
    assert conclusions(rulebook, base) == whole.facts
    assert conclusions(rulebook, base, ["verdict", "veto"]) == (
        whole.of_kind("verdict") + whole.of_kind("veto")
    )
    with pytest.raises(ValueError, match="verdikt"):
        conclusions(rulebook, base, ["verdikt"])


@pytest.mark.parametrize(
    ("numbers", "tenths"),
    [([1], 10), ([1, 2], 15), ([1, 2, 2], 17), ([1, 1, 2], 13), ([-1, -2, -2], -17),
     ([20, 21, 21, 21], 208), ([0, 0, 0, 1, 0, 0, 0, 0], 1), ([-1, 0, 0, 0], -3)],
)  # fmt: skip
def test_a_mean_is_in_tenths_with_halves_away_from_zero(numbers, tenths):
    assert mean_in_tenths(numbers) == tenths
