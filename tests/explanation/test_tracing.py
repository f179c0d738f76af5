"""A trace tells every firing with the moment in which it happens, and finds the steps one means."""

from __future__ import annotations

import pytest
from support.assessed import NAMES, assessed

from advisor.errors import InputError
from advisor.explanation.tracing import STANDING, Trace
from advisor.explanation.why import why

VILLAGE = "02-village-high-school"


@pytest.fixture(scope="module")
def trace():
    return Trace(assessed(VILLAGE))


@pytest.mark.parametrize("name", NAMES)
def test_every_premise_comes_from_an_earlier_step_from_the_case_or_from_the_tables(name):
    trace = Trace(assessed(name))
    for step in trace.steps:
        for premise in step.premises:
            if premise.step is None:
                assert premise.basis
                assert (premise.basis == STANDING) == (premise.fact.kind == "usual-lean")
            else:
                assert premise.step < step.number
                assert premise.fact in trace.firings[premise.step - 1].new


def test_working_memory_grows_from_what_is_given_to_all_that_holds(trace):
    end = len(trace.firings)
    assert trace.memory(0) == trace.given
    assert trace.memory(end) == trace.assessment.consultation.facts
    for done in (0, 1, 100, 464, end):
        held = trace.memory(done)
        assert len(held) == trace.memory_size(done)
        assert {*trace.given, *trace.changes(0, done)} == set(held)


def test_of_a_fact_with_many_fields_those_are_told_that_the_rule_asks_for(trace):
    step = trace.select(rule="power-through-resources")[0]
    (premise,) = step.premises
    assert len(premise.fact.fields) > 10
    party = premise.fact.word("party")
    assert premise.short == f"party(party: {party}, hold: stated, supplies: yes, …)"
    for step in trace.steps:
        for premise in step.premises:
            kind, _, told = premise.short.removesuffix(")").removesuffix(", …").partition("(")
            assert kind == premise.fact.kind
            assert all(part in str(premise.fact) for part in told.split(", "))


def test_a_rule_finds_its_firings(trace):
    found = trace.select(rule="power-through-resources")
    assert len(found) > 1
    assert {one.firing.rule for one in found} == {"power-through-resources"}


def test_a_party_a_home_and_a_kind_of_fact_find_what_is_about_them(trace):
    for about in ("State education department", "charter-school", "seat", "seat:charter-school"):
        found = trace.select(about=about)
        assert 0 < len(found) < len(trace.steps)
    assert set(trace.select(about="seat:charter-school")) < set(trace.select(about="seat"))
    assert all(
        any("charter-school" in str(fact) for fact in (*one.firing.asserted, *one.firing.premises))
        for one in trace.select(about="charter school")
    )


def test_since_takes_a_number_or_the_first_firing_of_a_rule(trace):
    assert trace.select(since="500")[0].number == 500
    first = trace.select(since="front-runner")[0]
    assert first.firing.rule == "front-runner"
    assert trace.select(since=str(first.number)) == trace.select(since="front-runner")


def test_the_proof_of_the_path_is_the_one_that_why_shows(trace):
    found = why(trace.assessment)
    shown = {step.reason.firing for step in found.steps}
    assert shown < {step.firing for step in trace.proof_steps()} == set(found.firings)


def test_filters_add_up(trace):
    both = trace.select(about="charter-school", since="400")
    assert set(both) == set(trace.select(about="charter-school")) & set(trace.select(since="400"))


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"rule": "front-runer"}, "There is no rule “front-runer”. Did you mean “front-runner”?"),
        ({"rule": "path-hold-lever"}, "There is no rule"),
        ({"about": "chartr-school"}, "Did you mean “charter-school”?"),
        ({"about": "seat:nobody"}, "No fact of this case is about “seat:nobody”."),
        ({"since": "0"}, "There is no step “0”. There are steps 1 to "),
        ({"since": "9999999999999999999999"}, "There is no step “9999999999999999999999”."),
        ({"since": "²"}, "There is no rule “²”."),
        ({"proof_of": "pth"}, "There is no conclusion “pth” in this case."),
        ({"about": "\x1b[31m"}, "\\x1b[31m"),
    ],
)
def test_a_wrong_name_is_answered_with_the_nearest(trace, wanted, message):
    with pytest.raises(InputError) as caught:
        trace.select(**wanted)
    assert message in str(caught.value)


def test_a_rule_that_does_not_fire_is_told_from_one_that_does_not_exist(trace):
    fired = {one.rule for one in trace.firings}
    silent = next(
        one.id for one in trace.assessment.knowledge.rulebook.entries if one.id not in fired
    )
    with pytest.raises(InputError, match="does not fire in this case"):
        trace.select(rule=silent)
