"""What the memo says would change the advice does change it, and is worth saying."""

from __future__ import annotations

import pytest
from support.assessed import NAMES, VARIANTS, assessed, looked_ahead

from advisor.engine.consultation import conclusions
from advisor.explanation.assess import assess
from advisor.explanation.flip import flips
from advisor.explanation.outlook import look_ahead
from advisor.explanation.trial import Trials
from advisor.explanation.turning import ENOUGH, OF_ONE_PATH, WISHED, Turning
from advisor.model.base_facts import base_facts
from advisor.model.changed_case import changed_case

every_example = pytest.mark.parametrize("name", [*NAMES, *VARIANTS])


def path_anew(assessment, supposed):
    """The path, from the whole case and all rules."""
    knowledge = assessment.knowledge
    case = changed_case(assessment.case, supposed, knowledge)
    found = conclusions(knowledge.rulebook, base_facts(case, knowledge).facts)
    return next(fact.word("path") for fact in found if fact.kind == "path")


@every_example
def test_each_change_that_the_memo_tells_leads_where_it_says(name):
    assessment = assessed(name)
    for change in looked_ahead(name).changes:
        assert path_anew(assessment, change.supposed) == change.path != assessment.path
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


def test_no_more_is_tried_than_is_asked_for():
    assessment = assess(assessed("02-village-high-school").case, engine="reference")
    trials = Trials(assessment)
    turning = Turning(assessment, trials)
    first = turning.first(1)
    tried = len(trials._paths)
    assert turning.first(1) == first
    assert len(trials._paths) == tried
    assert turning.first()[:1] == first
    assert len(trials._paths) > tried


def test_dropping_an_objection_is_enough_where_coming_out_in_favor_does_no_more():
    (change,) = [one for one in looked_ahead("07-altschool").changes if not one.adverse]
    assert change.id == "opponent-softens"


def test_two_deeds_are_told_together_only_where_none_is_enough(monkeypatch):
    assessment = assess(assessed("18-westminster").case, engine="reference")
    turning = Turning(assessment, Trials(assessment))
    enough = {str(one) for change in turning.every() for one in change.supposed}
    assert "change.separable=yes" in enough  # alone, with the real rules

    def path(self, changes):
        said = {str(one) for one in changes}
        together = "change.separable=yes" in said and any(".stance=for" in one for one in said)
        return "dual" if together and len(said) <= 3 else assessment.path

    monkeypatch.setattr(Trials, "path", path)
    fresh = assess(assessment.case, engine="reference")
    (change,) = look_ahead(fresh).changes
    assert len(change.deeds) == 2 and change.path == "dual"
    assert not change.adverse


@pytest.mark.parametrize("name", NAMES[::6])
def test_flip_proposes_no_loss_and_tells_losses_apart(name):
    found = flips(assessed(name), largest=1)
    assert not any(act.adverse for flip in found.flips for act in flip.acts)
    assert all(one.adverse for one in found.against)
    assert not any(one.adverse for one in found.deeds)
    for one in (*found.deeds, *found.against):
        assert path_anew(assessed(name), one.supposed) == one.path


def test_what_flip_tells_for_a_wanted_path_leads_there():
    found = flips(assessed("02-village-high-school"), "hold", largest=1)
    assert found.against
    assert {one.path for one in found.against} == {"hold"}
