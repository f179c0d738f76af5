"""Every proposed set of changes flips the advice, no part of it does, and nothing is left out.

Each case is made anew here from the changed answers and reasoned over by the engine, which knows
nothing of the solver; test_flip_by_brute_force.py tries all that is not proposed.
"""

from __future__ import annotations

import time

import pytest
from support.assessed import NAMES, VARIANTS, assessed, path_with

from advisor.errors import InputError
from advisor.explanation.acts import Acts
from advisor.explanation.flip import flips, fold


def supposed(acts):
    return [act.supposed for act in acts]


def parts(flip):
    """The set without one of its changes; none that answers for a home it no longer opens."""
    opened = {act.name.home for act in flip.acts if act.name.question == "open"}
    for left_out in flip.acts:
        part = [act for act in flip.acts if act != left_out]
        if left_out.name.question != "open" or not {act.name.home for act in part} & opened:
            yield supposed(part)


@pytest.mark.parametrize("name", [*NAMES, *VARIANTS])
def test_each_proposed_set_leads_where_it_says_and_no_part_of_it_leads_elsewhere(name, effort):
    assessment = assessed(name)
    found = flips(assessment)
    standing = {assessment.path, *assessment.knowledge.section("happenings", "no-aim")}
    for flip in found.flips[: 10 * effort]:
        assert len(flip.acts) == len({act.name for act in flip.acts}) == found.size
        assert path_with(assessment, supposed(flip.acts)) == flip.path
        assert flip.path not in standing
        assert all(act.who and act.who != "nobody" for act in flip.acts)
        for part in parts(flip):
            assert path_with(assessment, part) in (None, *standing)
    assert [flip.cost for flip in found.flips] == sorted(flip.cost for flip in found.flips)
    assert sum(one.sets for one in found.folded) == len(found.flips)


def test_two_changes_are_proposed_only_where_no_single_one_is_enough():
    assessment = assessed("22-san-francisco-algebra")
    found = flips(assessment, "lead-within", largest=2)
    assert found.size == 2
    assert found.flips
    for flip in found.flips:
        assert path_with(assessment, supposed(flip.acts)) == "lead-within"
        for part in parts(flip):
            assert path_with(assessment, part) != "lead-within"
    assert not flips(assessment, "lead-within", largest=1).flips


@pytest.mark.parametrize(
    ("name", "to", "number"),
    [("01-mountain-view-math", "dual", 6), ("19-maine-proficiency", "private-microschool", 3)],
)
def test_three_changes_are_found_that_no_search_over_the_easiest_saw(name, to, number):
    found = flips(assessed(name), to)
    assert (found.size, len(found.flips), len(found.folded)) == (3, number, 1)
    for flip in found.flips:
        assert path_with(found.assessment, supposed(flip.acts)) == to


def test_sets_that_differ_in_changes_of_which_any_will_do_are_one():
    found = flips(assessed("22-san-francisco-algebra"))
    together = next(one for one in found.folded if one.path == "after-school-program")
    assert [[str(act.supposed) for act in acts] for acts in together.choices] == [
        ["homes.after-school-program.open=yes"],
        ["homes.after-school-program.stronger=yes", "homes.existing-school.stronger=yes"],
    ]
    single = [flip for flip in found.flips if flip.path == "after-school-program"]
    assert together.sets == len(single) == 2
    assert [one.sets for one in fold(single[:1])] == [1]
    assert fold([]) == []


@pytest.mark.parametrize(
    "change",
    [
        "homes.existing-school.open=no",
        "homes.charter-school.stronger=no",
        "homes.existing-school.wanted=no",
        "homes.charter-school.forbids-core=yes",
        "homes.district-cte-school.enrollment=assignment",
        "change.mixes-old-and-new=yes",
        "change.kind=upgrade",
        "change.form=other",
        "change.priority=career-links",
        "change.replaces-school-time=no",
        "change.share-of-week=under-15",
        "place=nowhere",
        "parties.staff.stance=firmly-against",
    ],
)
def test_what_makes_the_offer_worse_or_only_relabels_the_work_is_never_proposed(change):
    for name in ("02-village-high-school", "24-city-view"):
        assessment = assessed(name)
        acts = {str(act.supposed) for act in Acts(assessment.case, assessment.knowledge).every()}
        assert change not in acts


def test_not_even_among_losses_is_it_told_that_the_work_had_no_use_for_anybody():
    for name in NAMES[::6]:
        assessment = assessed(name)
        for act in Acts(assessment.case, assessment.knowledge).every(adverse=True):
            assert (act.name.question, act.after) not in {("stronger", "no"), ("wanted", "no")}


def test_no_ally_is_asked_to_want_it_less():
    assessment = assessed("20-mississippi-reading")
    stances = {
        str(act.name): act.after
        for act in Acts(assessment.case, assessment.knowledge).every()
        if act.name.question == "stance"
    }
    assert not stances  # everybody listed wants it already


def test_nothing_is_proposed_for_the_sake_of_waiting_unless_that_is_asked_for():
    assessment = assessed("22-san-francisco-algebra")
    away = flips(assessment, "need-more-information")
    assert {flip.path for flip in away.flips} <= {"need-more-information"}
    for name in NAMES[::4]:
        found = flips(assessed(name), largest=1)
        assert not {flip.path for flip in found.flips} & {"hold", "need-more-information"}


def test_leading_a_state_is_not_deciding_alone_what_its_rules_forbid():
    for name in NAMES:
        assessment = assessed(name)
        if assessment.case.client.word("role") == "state-leader":
            for act in Acts(assessment.case, assessment.knowledge).every():
                if act.name.question == "forbids-core":
                    assert not act.own


def test_where_nothing_within_the_bound_leads_there_that_is_what_it_says():
    found = flips(assessed("02-village-high-school"), "early-childhood", largest=1)
    assert found.flips == found.folded == ()
    assert found.size == 1


def test_of_a_closed_home_nothing_changes_but_with_its_opening():
    found = flips(assessed("19-maine-proficiency"))
    for flip in found.flips:
        homes = {act.name.home for act in flip.acts} - {"", "existing-school"}
        assert homes <= {act.name.home for act in flip.acts if act.name.question == "open"}


@pytest.mark.parametrize("name", ["24-city-view", "01-mountain-view-math"])
def test_the_proof_takes_less_than_a_second_of_processor_time(name):
    assessed(name)
    begun = time.process_time()
    flips(assessed(name))
    assert time.process_time() - begun < 1


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
