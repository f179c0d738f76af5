"""The easier way out and the plan that is turned down are answered by a fact of the case."""

from __future__ import annotations

import pytest
from support.assessed import NAMES, assessed, viewed
from support.changed import changed_case

from advisor.explanation.assess import assess
from advisor.knowledge.base import shipped_knowledge
from advisor.presentation.memo import write_memo

TEMPTED = [name for name in NAMES if assessed(name).case.plan.text("tempting-alternative")]
TURNED_DOWN = [name for name in NAMES if viewed(name).plan_fails]
NO_FACT = "No fact on file defeats it by itself"


def bullet(memo: str) -> str:
    """The first thing considered and not recommended."""
    return memo.split("## Considered and not recommended\n\n")[1].split("\n")[0].replace("\\", "")


def changed(base: str, changes: dict[str, object]) -> str:
    return bullet(write_memo(assess(changed_case(base, changes, shipped_knowledge()))))


def own_words(name: str) -> list[str]:
    """What belongs to one case alone: its parties, what they do, and what is missing."""
    view = viewed(name)
    words = [party.said for party in view.all_parties] + list(view.facts[:3])
    words += [assessed(name).case.change.text("evidence-note"), f"only {view.waiting} have asked"]
    return [one for one in (*words, "trained staff and tested technology") if one]


@pytest.mark.parametrize("name", TEMPTED)
def test_a_way_out_that_tempts_fails_on_a_fact_of_this_case(name):
    said = bullet(write_memo(assessed(name)))
    assert said.lower().startswith(f"- *{assessed(name).case.plan.text('tempting-alternative')}.*")
    answer = said.split("Tempting, because")[1].split(". ", 1)[1]
    assert any(words in answer for words in own_words(name)), answer
    assert NO_FACT not in said


@pytest.mark.parametrize("name", TURNED_DOWN)
def test_a_plan_that_is_turned_down_fails_on_a_fact_of_this_case(name):
    said = bullet(write_memo(assessed(name)))
    assert "The plan so far. " in said
    assert any(words in said for words in own_words(name)), said


def test_every_example_whose_plan_is_turned_down_answers_it():
    for name in NAMES:
        view = viewed(name)
        if (view.moved or view.route == "hold") and view.plan.text("original"):
            assert view.plan_fails or view.tempting_fails, name


def test_every_example_says_what_sort_of_way_out_it_is():
    for name in TEMPTED:
        assert assessed(name).case.plan.word("tempting-kind") != "unknown"


def test_work_that_is_not_ready_is_no_better_bought_at_once():
    said = changed("08-los-angeles-tablets", {"change.evidence": "some"})
    assert said.endswith("what is missing (trained staff and tested technology).")


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("explain", "But it does not give families of advanced students what they guard"),
        ("unknown", "Whatever else it does, it has to leave families of advanced students what"),
        ("other", "Whatever else it does, it has to leave families of advanced students what"),
    ],
)
def test_a_way_out_of_no_known_sort_is_answered_with_care(kind, says):
    assert says in changed("01-mountain-view-math", {"plan.tempting-kind": kind})


def test_placing_people_fails_on_those_who_asked():
    assert (
        "But only 30 have asked for the North-Phillips micro-school; those placed would not"
        in changed("21-edgecombe", {})
    )
    said = changed("21-edgecombe", {"homes.district-opt-in-school.seat-kept": "no"})
    assert "ordinary seat" not in said


def test_joining_ordinary_schools_fails_on_those_who_would_leave_or_on_what_draws_it_back():
    assert "families who choose them can go back to the ordinary schools" in changed(
        "11-kettle-moraine", {}
    )
    pulled = changed("11-kettle-moraine", {"parties.families.stance": "neutral"})
    assert (
        "it adds a tie to those that draw the work back already: a vote ahead, only partial"
        in pulled
    )


def test_a_way_out_that_nothing_on_file_speaks_against_is_not_argued_down():
    said = changed("28-career-academies", {
        "plan.tempting-alternative": "start a year later", "plan.tempting-kind": "later",
    })  # fmt: skip
    assert f"{NO_FACT}, so ask employers about it by name before you set it aside." in said
    assert "Tempting, because" not in said


def test_the_sort_of_a_way_out_that_nobody_named_decides_nothing():
    case = changed_case("02-village-high-school", {"plan.tempting-kind": "explain"},
                        shipped_knowledge())  # fmt: skip
    assert not any(one.way == "tempting" for one in assess(case).failing_ways)
