"""A proof goes on through “nothing of the kind” and numbers, down to parties and answers."""

from __future__ import annotations

from functools import cache

import pytest
from support.assessed import NAMES, PAIRS, VARIANTS, assessed
from support.changed import changed_case

from advisor import why_text
from advisor.explanation.assess import Assessment, assess, suppose_all
from advisor.explanation.near_miss import MOST_NEAREST, bound, lacks, match
from advisor.explanation.proof_tree import FEW, MOST_GROUNDS, ProofStep
from advisor.explanation.why import Why, why
from advisor.explanation.whynot import whynot
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.rule import Total
from advisor.model.changed_case import suppose

HELD = ["07-altschool", "18-westminster",
        "19-maine-proficiency", "22-san-francisco-algebra", "27-rocketship"]  # fmt: skip
"""The examples on hold."""
CLOSED = "each of five open homes ruled out"
MADE = {
    CLOSED: (PAIRS["m1"]["base"], PAIRS["m1"]["changes"]),
    "no place yet and no home": (
        PAIRS["m1"]["base"],
        {**PAIRS["m1"]["changes"], "place": "nowhere"},
    ),
    "operations that clash": ("22-san-francisco-algebra", {"change.kind": "infrastructure"}),
}


@cache
def held(name: str) -> Assessment:
    """An example on hold, or a case made of one for another sort of hold."""
    if name not in MADE:
        return assessed(name)
    found = assess(changed_case(*MADE[name], shipped_knowledge()), engine="reference")
    assert found.route == "hold", f"{name} is no hold any more: change what it is made of"
    return found


@cache
def proved(name: str) -> Why:
    """The proof of its path."""
    return why(held(name))


def test_these_are_the_examples_on_hold():
    assert [name for name in NAMES if assessed(name).route == "hold"] == HELD


on_hold = pytest.mark.parametrize("name", [*HELD, *MADE])


def _concluded(found: Why) -> set[str]:
    return {str(fact) for step in found.steps for fact in step.reason.firing.asserted}


@on_hold
def test_a_hold_names_all_who_could_end_the_work_where_it_is_planned(name):
    assessment = held(name)
    vetoes = assessment.record.about("veto", assessment.place)
    assert {str(fact) for fact in vetoes} <= _concluded(proved(name))
    text = " ".join(why_text(proved(name), full=True).split()).lower()
    for fact in vetoes:
        party = assessment.narrator.party(fact.word("party")).lower()
        assert f"no more than {party} would be needed to end the work" in text
        assert f"parties.{fact.word('party')}.stance=firmly-against, line" in text


@on_hold
def test_a_hold_tells_of_each_open_home_why_it_does_not_pass(name):
    assessment = held(name)
    told = _concluded(proved(name))
    moved = assessment.case.change.word("kind") != "infrastructure"  # operations cannot be moved
    for home in assessment.record.of("home") if moved else ():
        slug = home.word("home")
        if home.word("open") != "no" and slug != "existing-school":
            (verdict,) = assessment.record.about("verdict", slug)
            assert verdict.word("is") in ("fails", "unknown")
            assert str(verdict) in told
            kind = "blocked" if verdict.word("is") == "fails" else "open-question"
            found = {str(fact) for fact in assessment.record.about(kind, slug)}
            assert len(found & told) >= min(len(found), MOST_GROUNDS)


def test_there_is_a_hold_with_several_open_homes():
    homes = held(CLOSED).record.of("home")
    assert sum(home.word("open") != "no" for home in homes) > 3


@on_hold
def test_a_home_said_to_want_one_answer_alone_would_take_the_work_with_it(name):
    assessment = held(name)
    only = {
        given.answer
        for step in proved(name).steps
        for absence in step.absent
        for given in absence.only
        if given.answer.endswith(".open")
    }
    for answer in only:
        opened = suppose(f"{answer}=yes", assessment.case, assessment.knowledge)
        assert suppose_all(assessment, [opened]).route != "hold", answer


def test_some_hold_would_end_with_one_home_open():
    steps = proved(CLOSED).steps
    only = [given.answer for step in steps for one in step.absent for given in one.only]
    assert "homes.charter-school.open" in only


@pytest.mark.parametrize("name", [*NAMES, *VARIANTS])
def test_what_is_told_in_place_of_something_holds_and_that_does_not(name):
    assessment = assessed(name)
    record = assessment.record
    facts = set(assessment.consultation.facts)
    for firing in why(assessment).firings:
        entry = assessment.knowledge.rulebook.entry(firing.rule)
        for pattern in getattr(entry, "unless", ()):
            barred = bound(pattern, dict(firing.bindings))
            assert not any(match(barred, fact, {}) is not None for fact in record.of(barred.kind))
            for lack in lacks(record, barred):
                assert lack.instead
                assert {one.fact for one in lack.instead} <= facts
                assert lack.distance >= 1


@pytest.mark.parametrize("name", [*NAMES, *VARIANTS])
def test_what_is_told_of_an_absence_is_bounded(name):
    for step in why(assessed(name)).steps:
        for absence in step.absent:
            assert len(absence.alike) + len(absence.only) <= 2 * MOST_NEAREST
            assert all(len(one.about) > FEW for one in absence.alike)
            told = (absence.steps, absence.given, absence.only, absence.alike)
            assert not absence.more or any(told)


@pytest.mark.parametrize("name", [*NAMES, *VARIANTS])
def test_a_total_tells_the_parties_that_it_adds_up_and_those_it_just_leaves_out(name):
    assessment = assessed(name)
    for step in why(assessment).steps:
        firing = step.reason.firing
        entry = assessment.knowledge.rulebook.entry(firing.rule)
        assert (step.counted is not None) == isinstance(entry, Total)
        if isinstance(entry, Total) and entry.measure == "count" and entry.of.kind == "seat":
            inside = [party for group in step.counted.inside for party in group.about]
            outside = [party for group in step.counted.outside for party in group.about]
            number = dict(firing.bindings)
            assert len(inside) == number.get("part", number["total"])
            assert not set(inside) & set(outside)


def test_nobody_has_spoken_though_nothing_is_unknown():
    """Who goes by signs is known to lean, and has still not said so; both numbers say of whom."""
    village = assessed("02-village-high-school")
    text = " ".join(why_text(why(village, "alignment")).split())
    silent = "have themselves said where they stand: 0."
    known = "0 percent of the power lies with parties of which nobody knows where they stand."
    heavy = [one.word("party") for one in village.record.of("seat") if one.number("power") == 3]
    assert silent in text and known in text and heavy
    for said, why_not in (
        (silent, "(it could stop the work at once; going by signs)"),
        (known, "(in favor)"),
    ):
        left_out = text.split(said)[1].split("Not counted: ")[1].split(why_not)[0]
        assert village.narrator.party("district") in left_out


@pytest.mark.parametrize("name", [*NAMES, *VARIANTS])
def test_numbers_that_only_put_homes_in_order_are_no_steps(name):
    assessment = assessed(name)
    kinds = assessment.knowledge.rulebook.vocabulary.kinds
    steps: list[ProofStep] = [*why(assessment).steps]
    chosen = [step for step in steps if step.ranking]
    gathered = assessment.consultation.of_kind("gather-first")  # the only home, and not ranked
    assert bool(chosen) == (assessment.route == "new-home" and not gathered)
    for step in steps:
        for fact in step.reason.firing.asserted:
            if kinds[fact.kind].ranks:  # a reason for a home, where there is a choice
                assert step.reason.rule.startswith(("points-for", "order-of"))
                assert all(len(one.ranking) > 1 for one in chosen)


def test_of_steps_of_which_one_is_enough_each_is_named():
    (member,) = (
        step
        for step in why(assessed("22-san-francisco-algebra"), "advanced-families").steps
        if step.reason.rule == "member-of-the-network"
    )
    assert member.any_of == tuple(step.number for step in member.steps)
    assert len(member.any_of) == 2


def test_a_conclusion_that_comes_about_in_two_ways_is_proved_in_both():
    found = why(assessed("22-san-francisco-algebra"), "clash:existing-school:veto")
    assert len(found.also) == 1
    assert "voters" in found.also[0].reason.sentence
    assert "in 2 ways; any one of them is enough" in why_text(found)


def test_where_two_parties_hold_a_veto_why_not_names_both():
    block = whynot(assessed("22-san-francisco-algebra"), "lead-within").blocks[0]
    assert "advanced students" in block.sentence
    assert [sentence.split()[0] for sentence in block.also] == ["Voters"]
    for party in ("advanced-families", "voters"):
        answers = {one.answer for one in block.behind}
        assert {f"parties.{party}.power", f"parties.{party}.stance"} <= answers
    verdict = whynot(assessed("22-san-francisco-algebra"), "verdict:existing-school").blocks[0]
    assert "parties.voters.stance" in {one.answer for one in verdict.behind}


def test_that_a_party_has_no_hold_is_proved_by_the_three_answers_that_say_so():
    before = assessed("25-learn-everywhere")
    tie = suppose("parties.teachers-groups.tie=information", before.case, before.knowledge)
    found = why(suppose_all(before, [tie]), "teachers-groups")
    (absence,) = found.proof.absent
    assert [one.answer for one in absence.given] == [
        "parties.teachers-groups.supplies",
        "parties.teachers-groups.sets-rules",
        "parties.teachers-groups.votes",
    ]
