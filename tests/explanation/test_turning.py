"""What the memo says would change the advice does change it, and is worth saying."""

from __future__ import annotations

import pytest
from support.assessed import NAMES, VARIANTS, assessed, looked_ahead, path_with
from support.changed import changed_case
from support.lined import lined

from advisor.explanation.assess import assess
from advisor.explanation.flip import flips
from advisor.explanation.outlook import ENOUGH, OF_ONE_PATH, WISHED, look_ahead
from advisor.knowledge.base import shipped_knowledge

every_example = pytest.mark.parametrize("name", [*NAMES, *VARIANTS])


@every_example
def test_each_change_that_the_memo_tells_leads_where_it_says(name):
    assessment = assessed(name)
    for change in looked_ahead(name).changes:
        assert path_with(assessment, change.supposed) == change.path != assessment.path
        assert change.path != "need-more-information"  # an answer that is missing is no advice


@every_example
def test_what_one_would_wish_for_stands_first_and_nothing_crowds_the_rest_out(name):
    changes = looked_ahead(name).changes
    assert len(changes) <= ENOUGH
    assert sorted(changes, key=lambda one: one.adverse) == list(changes)
    assert sum(not one.adverse for one in changes) <= WISHED
    paths = [one.path for one in changes]
    assert all(paths.count(path) <= OF_ONE_PATH for path in paths)
    assert len({one.id for one in changes}) == len(changes)


def test_dropping_an_objection_is_enough_where_coming_out_in_favor_does_no_more():
    (change,) = [one for one in looked_ahead("07-altschool").changes if not one.adverse]
    assert change.id == "opponent-softens"


def test_two_deeds_are_told_together_only_where_none_is_enough():
    """The investors object, and nobody it is for wants it: one of the two gone is too little."""
    unwanted = {"homes.private-microschool.wanted": "no"}
    assessment = assess(changed_case("07-altschool", unwanted, shipped_knowledge()))
    (change,) = look_ahead(assessment).changes
    assert [deed.id for deed in change.happenings] == ["opponent-softens", "offer-wanted"]
    assert path_with(assessment, change.supposed) == change.path == "private-microschool"
    assert [path_with(assessment, deed.supposed) for deed in change.happenings] == ["hold", "hold"]
    assert not change.adverse


def test_what_leads_elsewhere_and_is_not_told_has_no_room():
    """Every deed that is enough alone is told, or as many as are told at most, or like one told."""
    for name in NAMES[::5]:
        changes = looked_ahead(name).changes
        against = [one for one in flips(assessed(name), largest=1).against if one.path]
        told = {one.id for one in changes}
        assert len(changes) == ENOUGH or all(
            one.id in told or [each.path for each in changes].count(one.path) == OF_ONE_PATH
            for one in against
        )


@pytest.mark.parametrize("name", NAMES[::6])
def test_flip_proposes_no_loss_and_tells_losses_apart(name):
    found = flips(assessed(name), largest=1)
    assert not any(act.adverse for flip in found.flips for act in flip.acts)
    assert all(one.adverse for one in found.against)
    assert not any(one.adverse for one in found.deeds)
    for one in (*found.deeds, *found.against):
        assert path_with(assessed(name), one.supposed) == one.path


def test_what_flip_tells_for_a_wanted_path_leads_there():
    found = flips(assessed("02-village-high-school"), "hold", largest=1)
    assert found.against
    assert {one.path for one in found.against} == {"hold"}


LABELS = ("kind", "form", "priority", "replaces-school-time", "own-timetable", "share-of-week")


@every_example
def test_nothing_that_would_change_the_advice_calls_the_work_by_another_name(name):
    found = flips(assessed(name), largest=1)
    told = [*looked_ahead(name).changes, *found.deeds, *found.against]
    questions = {one.name.question for change in told for one in change.supposed}
    assert not questions & {*LABELS}


def test_families_who_turn_against_it_are_lost_demand_where_they_would_come_by_choice():
    (turn,) = [
        one
        for one in flips(assessed("02-village-high-school"), largest=1).against
        if one.happenings[0].subject == "families-who-chose-it"
    ]
    refused = {one.name.home for one in turn.supposed if one.name.question == "demand-shown-by"}
    assert "district-virtual-school" in refused
    assert "existing-school" not in refused  # there, learners are assigned
    assert turn.path == "hold"


def test_families_who_turn_are_no_lost_demand_while_others_still_want_it():
    others = {"name": "Families of the next town", "kind": "families", "stance": "for"}
    more = {"parties.+": lined(others)}
    case = changed_case("02-village-high-school", more, shipped_knowledge())
    for one in flips(assess(case), largest=1).against:
        if one.happenings[0].subject == "families-who-chose-it":
            assert {each.name.part for each in one.supposed} == {"parties"}
