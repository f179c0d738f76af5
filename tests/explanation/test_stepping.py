"""A walk through a trace goes forward, back and to breakpoints, and never past its ends."""

from __future__ import annotations

import pytest
from support.assessed import assessed

from advisor.errors import InputError
from advisor.explanation.stepping import Walk
from advisor.explanation.tracing import Trace


@pytest.fixture(scope="module")
def trace():
    return Trace(assessed("02-village-high-school"))


@pytest.fixture
def walk(trace):
    return Walk(trace)


def test_a_walk_begins_before_the_first_step_and_stays_within_its_ends(walk):
    assert walk.done == 0
    walk.back()
    assert walk.done == 0
    walk.forward(3)
    assert walk.done == 3
    walk.back(2)
    assert walk.done == 1
    walk.forward(10**6)
    assert walk.at_end
    walk.back()
    assert walk.next_step.number == len(walk.trace.firings)


def test_a_walk_through_a_proof_stops_at_its_steps_only(trace):
    steps = trace.proof_steps()
    walk = Walk(trace, steps)
    seen = []
    while not walk.at_end:
        seen.append(walk.next_step)
        walk.forward()
    assert seen == list(steps)
    walk.back()
    assert walk.next_step == steps[-1]


def test_a_walk_without_steps_is_at_its_end(trace):
    walk = Walk(trace, ())
    assert walk.at_end
    walk.back()
    assert walk.at_end


@pytest.mark.parametrize(
    ("name", "sort"),
    [
        ("front-runner", "rule"), ("flag", "fact"), ("seat:charter-school", "fact"),
        ("charter-school", "fact"), ("route", "fact"),
    ],
)  # fmt: skip
def test_a_breakpoint_knows_what_its_name_is(walk, name, sort):
    assert walk.add(name).sort == sort


def test_running_stops_before_the_firing_that_a_breakpoint_waits_for(walk):
    rule = walk.add("front-runner")
    fact = walk.add("seat")
    conclusion = walk.add("alignment", "conclusion")
    assert walk.run() is fact
    assert walk.next_step.firing.new[0].kind == "seat"
    walk.delete(fact.number)
    assert walk.run() is conclusion
    assert "alignment" in {one.kind for one in walk.next_step.firing.new}
    assert walk.run() is rule
    assert walk.next_step.firing.rule == "front-runner"
    assert walk.run() is None
    assert walk.at_end


def test_numbers_of_breakpoints_are_not_used_twice(walk):
    walk.delete(walk.add("front-runner").number)
    assert walk.add("front-runner").number == 2
    with pytest.raises(InputError, match="There is no breakpoint 1"):
        walk.delete(1)


@pytest.mark.parametrize(
    ("name", "sort", "message"),
    [
        ("rout", "", "Did you mean “route”?"),
        ("front-runer", "rule", "Did you mean “front-runner”?"),
        ("seet", "fact", "Did you mean “seat”?"),
        ("alignmnt", "conclusion", "Did you mean “alignment”?"),
        ("xyzzy", "", "Name a rule, a kind of fact such as seat"),
    ],
)
def test_a_wrong_name_is_answered_with_the_nearest(walk, name, sort, message):
    with pytest.raises(InputError) as caught:
        walk.add(name, sort)
    assert message in str(caught.value)
    assert walk.breakpoints == {}


def test_what_does_not_hold_yet_is_not_told(walk):
    with pytest.raises(InputError, match="is not in working memory yet"):
        walk.holds("alignment")
    walk.add("alignment")
    walk.run()
    walk.forward()
    assert walk.holds("alignment").kind == "alignment"
