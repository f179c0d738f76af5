"""A change whose parts have different backing: what comes first, what outlives its money."""

from __future__ import annotations

import pytest
from support.assessed import EXAMPLES, NAMES, assessed
from support.changed import changed_case

from advisor.errors import InputError
from advisor.explanation.assess import assess
from advisor.explanation.assessment import Assessment
from advisor.knowledge.base import shipped_knowledge
from advisor.presentation.memo import ANNEX, write_memo

CASE = "20-mississippi-reading"
GATE = "change.parts.the-third-grade-gate"
HELP = "change.parts.the-coaches-and-the-training"


def changed(changes: dict[str, object]) -> Assessment:
    return assess(changed_case(CASE, changes, shipped_knowledge()), engine="reference")


def body(assessment: Assessment) -> str:
    return write_memo(assessment).partition(ANNEX)[0]


def test_the_part_that_is_wanted_comes_before_the_part_that_is_not():
    memo = body(assessed(CASE))
    title, *_ = memo.splitlines()
    assert title.endswith("the coaches and the training before the third-grade gate")
    advice = memo.split("## Recommendation\n\n")[1].split("\n")[0]
    assert "with the coaches and the training at work before the third-grade gate." in advice
    assert "do not let the third-grade gate arrive ahead of the coaches and the training." in advice
    assert "first the coaches and the training, then the third-grade gate." in memo
    assert "for the third-grade gate alone no support is on file." in memo


def test_the_keystone_says_which_part_the_law_keeps_going_without_its_help():
    says = "while the law keeps the third-grade gate going (our inference)."
    assert says in body(assessed(CASE))
    assert says not in body(changed({f"{GATE}.set-in-law": "no"}))
    assert says not in body(changed({f"{HELP}.set-in-law": "yes"}))


def test_the_disputed_part_has_a_tripwire_and_a_step_of_its_own():
    memo = body(assessed(CASE))
    assert "fewer than eight in ten of the first schools have the coaches and the training" in memo
    assert "seek a later date for the third-grade gate from whoever sets it." in memo
    assert "Read the text behind the third-grade gate" in memo
    assert "Ask families and staff about each part by itself" in memo


@pytest.mark.parametrize("support", ["for", "unknown"])
def test_parts_that_nobody_is_known_to_dispute_have_no_order(support):
    assessment = changed({f"{GATE}.support": support})
    assert assessment.part_order is None
    assert "arrive ahead of" not in body(assessment)


def test_a_part_that_a_strong_party_would_end_the_work_over_is_kept_apart():
    assessment = changed({f"{GATE}.support": "firmly-against"})
    assert assessment.fit is not None
    assert assessment.alignment == "mixed"
    assert assessment.path == "dual"
    memo = body(assessment)
    assert "over the third-grade gate families would end the work." in memo
    lighter = changed({
        f"{GATE}.support": "firmly-against", "parties.families.power": "within-a-year",
    })  # fmt: skip
    assert lighter.path == "lead-within"


def test_a_part_names_a_party_that_is_listed():
    with pytest.raises(InputError, match="No party “famlies” is listed"):
        changed({f"{GATE}.turns": "famlies"})


@pytest.mark.parametrize("name", NAMES)
def test_a_case_without_parts_reads_as_before(name):
    if name != CASE:
        assert assessed(name).part_order is None
        assert "parts:" not in (EXAMPLES / name / "case.yaml").read_text("utf-8")
