"""Every proposed set of changes flips the advice, and no part of it or smaller set does.

The search keeps parts of its work from one supposed case to the next. Here each case is made
anew from the changed answers and reasoned over as a whole; test_flip_by_brute_force.py tries all.
"""

from __future__ import annotations

from itertools import combinations

import pytest
from support.assessed import NAMES, VARIANTS, assessed

from advisor.engine.consultation import conclusions
from advisor.errors import InputError
from advisor.explanation.acts import Acts
from advisor.explanation.flip import Search, flips
from advisor.explanation.supposing import Paths
from advisor.explanation.trial import suppose_all
from advisor.model.base_facts import base_facts
from advisor.model.changed_case import changed_case


def path_anew(assessment, acts):
    """The path, from the whole case and all rules."""
    knowledge = assessment.knowledge
    case = changed_case(assessment.case, [act.supposed for act in acts], knowledge)
    found = conclusions(knowledge.rulebook, base_facts(case, knowledge).facts, ["path"])
    return found[0].word("path")


@pytest.mark.parametrize("name", [*NAMES, *VARIANTS])
def test_divided_by_home_the_rules_come_to_the_same_path(name):
    paths = Paths(assessed(name))
    assert paths.path(paths.world([])) == assessed(name).path


@pytest.mark.parametrize("name", [*NAMES[::5], "asking first"])
def test_each_proposed_change_flips_and_none_is_proposed_that_nobody_can_make(name):
    assessment = assessed(name)
    found = flips(assessment, largest=1)
    assert found.all_tried and found.size == 1
    for flip in found.flips:
        assert suppose_all(assessment, [act.supposed for act in flip.acts]).path == flip.path
        assert flip.path != assessment.path
        assert all(act.who and act.who != "nobody" for act in flip.acts)
    assert [flip.cost for flip in found.flips] == sorted(flip.cost for flip in found.flips)


def test_two_changes_are_proposed_only_where_no_single_one_is_enough():
    assessment = assessed("19-maine-proficiency")
    found = flips(assessment, "charter-school", largest=2)
    assert found.size == 2
    assert found.flips
    for flip in found.flips:
        assert path_anew(assessment, flip.acts) == "charter-school"
        for part in (flip.acts[:1], flip.acts[1:]):
            assert path_anew(assessment, part) != "charter-school"
    assert not flips(assessment, "charter-school", largest=1).flips


def test_put_together_two_changes_give_the_same_path_as_read_anew():
    assessment = assessed("02-village-high-school")
    search = Search(assessment)
    pairs = search.pairs()
    for pair in pairs[:: len(pairs) // 60]:
        assert search.path(pair) == path_anew(assessment, pair), [str(a.supposed) for a in pair]


@pytest.mark.parametrize(
    "change",
    [
        "homes.existing-school.open=no",
        "homes.charter-school.stronger=no",
        "homes.charter-school.forbids-core=yes",
        "homes.district-cte-school.enrollment=assignment",
        "change.mixes-old-and-new=yes",
        "parties.staff.stance=firmly-against",
    ],
)
def test_what_makes_the_offer_worse_is_never_proposed(change):
    for name in ("02-village-high-school", "24-city-view"):
        assessment = assessed(name)
        acts = {str(act.supposed) for act in Acts(assessment.case, assessment.knowledge).every()}
        assert change not in acts


def test_no_ally_is_asked_to_want_it_less():
    assessment = assessed("20-mississippi-reading")
    stances = {
        str(act.name): act.after
        for act in Acts(assessment.case, assessment.knowledge).every()
        if act.name.question == "stance"
    }
    assert not stances  # everybody listed wants it already


def test_nothing_is_proposed_for_the_sake_of_waiting_unless_that_is_asked_for():
    assessment = assessed("08-los-angeles-tablets")
    assert "hold" not in {flip.path for flip in flips(assessment, largest=1).flips}
    assert {flip.path for flip in flips(assessment, "hold", largest=1).flips} == {"hold"}


def test_leading_a_state_is_not_deciding_alone_what_its_rules_forbid():
    for name in NAMES:
        assessment = assessed(name)
        if assessment.case.client.word("role") == "state-leader":
            for act in Acts(assessment.case, assessment.knowledge).every():
                if act.name.question == "forbids-core":
                    assert not act.own


def test_it_says_when_nothing_within_the_bound_leads_there():
    found = flips(assessed("02-village-high-school"), "early-childhood", largest=1)
    assert found.flips == ()
    assert found.all_tried


def test_the_pieces_of_a_set_are_about_different_answers():
    search = Search(assessed("04-embark"))
    for two in search.pairs()[:500]:
        assert len({act.name for act in two}) == 2
    for three in search.triples()[:500]:
        assert len({act.name for pair in combinations(three, 2) for act in pair}) == 3


@pytest.mark.parametrize(
    ("to", "message"),
    [
        ("charter", "There is no path “charter”. Did you mean “charter-school”?"),
        ("district-virtual-school", "The path “district-virtual-school” is advised already."),
    ],
)
def test_a_path_that_cannot_be_wanted_is_answered_with_help(to, message):
    with pytest.raises(InputError) as caught:
        flips(assessed("02-village-high-school"), to)
    assert message in str(caught.value)
