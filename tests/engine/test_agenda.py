"""The agenda shows what could fire at each moment, neither more nor less, and what is next."""

from __future__ import annotations

import pytest
from support.assessed import assessed

from advisor.engine import trace as agendas
from advisor.engine.program import FIRING_LIMIT, new_matches, program_for

NAMES = ["01-mountain-view-math", "20-mississippi-reading"]


@pytest.fixture(params=NAMES, scope="module")
def moments(request):
    assessment = assessed(request.param)
    rulebook = assessment.knowledge.rulebook
    return rulebook, assessment.consultation, agendas.activations(rulebook, assessment.consultation)


def test_the_first_on_the_agenda_is_always_the_next_to_fire(moments):
    _, consultation, schedule = moments
    for done, firing in enumerate(consultation.firings):
        assert agendas.agenda(schedule, done)[0].firing is firing
    assert agendas.agenda(schedule, len(schedule)) == ()


def test_everything_on_the_agenda_has_its_premises_and_belongs_to_one_stratum(moments):
    _, consultation, schedule = moments
    memory = set(consultation.facts) - {fact for one in consultation.firings for fact in one.new}
    for done, firing in enumerate(consultation.firings):
        waiting = agendas.agenda(schedule, done)
        assert all(memory.issuperset(one.firing.premises) for one in waiting)
        assert {one.stratum for one in waiting} == {schedule[done].stratum}
        memory.update(firing.new)


def test_a_stratum_ends_when_its_agenda_is_empty(moments):
    _, _, schedule = moments
    for done in range(1, len(schedule)):
        if schedule[done].stratum != schedule[done - 1].stratum:
            assert len(agendas.agenda(schedule, done - 1)) == 1


def matched(plan, memory):
    """Each match of a rule, as its firing begins."""
    candidates = plan.candidates(memory, FIRING_LIMIT)
    matches = new_matches(plan, memory, candidates, None) if candidates else []
    for match in matches:
        premises = [memory.fact(kind, match[start:end]) for kind, start, end in plan.spans]
        yield plan.entry.id, tuple(zip(plan.names, match)), tuple(premises)


def test_the_agenda_is_what_matching_the_rules_anew_finds(moments):
    """An opinion of its own: the rules of the stratum matched with all facts of the moment."""
    rulebook, consultation, schedule = moments
    program = program_for(rulebook)
    firings = consultation.firings
    facts = set(consultation.facts) - {fact for one in firings for fact in one.new}
    for done in range(len(firings)):
        if done % 40 == 0 or schedule[done].round > 1:
            memory = program.remember(facts)
            stratum = schedule[done].stratum
            rules = [
                plan for stage in program.stages if stage.stratum == stratum for plan in stage.rules
            ]
            found = {one for plan in rules for one in matched(plan, memory)}
            fired = {one[:3] for one in firings[:done]}
            waiting = [one.firing for one in agendas.agenda(schedule, done)]
            totals = {one.id for one in rulebook.totals}
            assert found - fired == {one[:3] for one in waiting if one.rule not in totals}
        facts.update(firings[done].new)


def test_why_one_comes_before_another_is_true(moments):
    rulebook, _, schedule = moments
    seen = set()
    rounds = {(one.stratum, one.round) for one in schedule if one.round != agendas.TOTALS}
    assert all((stratum, 1) in rounds for stratum, _ in rounds), "rounds are counted from 1"
    for done in range(len(schedule)):
        waiting = agendas.agenda(schedule, done)
        why = agendas.choice(waiting)
        seen.add(why)
        if why == agendas.ONLY:
            assert len(waiting) == 1
            continue
        first, second = waiting[:2]
        order = [rulebook.entry(one.firing.rule).order for one in (first, second)]
        if why == agendas.TOTAL_FIRST:
            assert first.round == agendas.TOTALS < second.round
        elif why == agendas.EARLIER_ROUND:
            assert agendas.TOTALS < first.round < second.round
        elif why == agendas.EARLIER_RULE:
            assert first.round == second.round
            assert order[0] < order[1]
        else:
            assert first.firing.rule == second.firing.rule
    assert seen == {
        agendas.ONLY,
        agendas.TOTAL_FIRST,
        agendas.EARLIER_ROUND,
        agendas.EARLIER_RULE,
        agendas.BY_VALUES,
    }
