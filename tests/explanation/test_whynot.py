"""What is said to be missing for a path is missing: with it, the reason is gone.

Each example is asked about one path, so that all paths are asked about; `--every-path` asks
every example about every path, which takes a minute or two.
"""

from __future__ import annotations

import pytest
from support.assessed import NAMES, assessed

from advisor import whynot_text
from advisor.errors import InputError
from advisor.explanation.acts import Acts
from advisor.explanation.assess import suppose_all
from advisor.explanation.whynot import STANDINGS, whynot
from advisor.knowledge.base import shipped_knowledge
from advisor.model.changed_case import suppose
from advisor.model.home_facts import takes_part


@pytest.fixture
def few(request: pytest.FixtureRequest) -> int:
    """Of how many paths not chosen one is asked about."""
    return 1 if request.config.getoption("--every-path") else 14


@pytest.mark.parametrize("name", NAMES)
def test_with_what_is_missing_the_reason_against_a_path_is_gone(name, few):
    assessment = assessed(name)
    paths = [path for path in assessment.knowledge.paths if path != assessment.path]
    for path in paths[NAMES.index(name) % few :: few]:
        found = whynot(assessment, path)
        assert {block.why for block in found.blocks} == {
            fact.word("why")
            for fact in assessment.consultation.of_kind("not-chosen")
            if fact.word("path") == path
        }
        for block in found.blocks:
            if block.missing is None:
                continue
            after = suppose_all(assessment, [act.supposed for act in block.missing.acts])
            left = {
                fact.word("why")
                for fact in after.consultation.of_kind("not-chosen")
                if fact.word("path") == path
            }
            assert block.why not in left
            assert after.path == block.missing.path
            assert len(block.missing.still) <= len(left)
            assert (block.missing.path == path) <= (not block.missing.still)


@pytest.mark.parametrize("name", NAMES[::7])
def test_the_gravest_reason_stands_first(name):
    found = whynot(assessed(name), "dual" if assessed(name).path != "dual" else "hold")
    ranks = [STANDINGS.index(block.standing) for block in found.blocks]
    assert ranks == sorted(ranks)
    assert found.standing == found.blocks[0].standing


def test_a_home_the_file_does_not_list_as_open_is_not_told_as_an_answer():
    village = assessed("02-village-high-school")
    block = whynot(village, "charter-school").blocks[0]
    assert block.rule == "not-this-home-not-listed"
    assert [(one.basis, one.value) for one in block.behind] == [("unknown", "unknown")]
    said_no = suppose_all(
        village, [suppose("charter-school.open=no", village.case, village.knowledge)]
    )
    block = whynot(said_no, "charter-school").blocks[0]
    assert [(one.basis, one.value) for one in block.behind] == [("stated", "no")]


def test_ruled_out_outranked_and_not_known_are_told_apart():
    village = assessed("02-village-high-school")
    assert whynot(village, "private-microschool").standing == "ruled-out"
    assert whynot(village, "district-opt-in-school").standing == "outranked"
    asking = assessed("asking first")
    assert whynot(asking, "hold").standing == "not-known"


def test_what_the_leader_can_change_is_told_from_what_others_and_nobody_can():
    village = assessed("02-village-high-school")
    (block,) = whynot(village, "charter-school").blocks
    assert [(str(act.name), act.after, act.own) for act in block.missing.acts] == [
        ("homes.charter-school.open", "yes", False)
    ]
    assert block.missing.acts[0].who == "state agency"  # it opens charter schools
    policy, _ = whynot(village, "verdict:district-virtual-school").blocks
    assert policy.missing.acts[0].who == "state agency"
    assert not policy.missing.acts[0].own


@pytest.mark.parametrize("name", NAMES[::3])
def test_nobody_is_told_to_relabel_the_work_or_to_forget_an_answer(name):
    assessed_here = assessed(name)
    paths = [path for path in assessed_here.knowledge.paths if path != assessed_here.path]
    for path in paths[NAMES.index(name) % 7 :: 7]:
        for block in whynot(assessed_here, path).blocks:
            for act in block.missing.acts if block.missing else ():
                assert act.name.question not in ("kind", "place")
                assert act.after != "unknown" and act.who


@pytest.mark.parametrize(
    ("name", "subject"),
    [("13-northern-cass", "verdict:charter-school"), ("18-westminster", "verdict:existing-school")],
)
def test_where_nobody_can_help_it_is_said_that_this_is_proved(name, subject):
    found = whynot(assessed(name), subject)
    assert None in [block.missing for block in found.blocks]
    assert "bring about would help; this is proved" in " ".join(
        whynot_text(found, everything=True).split()
    )


@pytest.mark.parametrize("name", NAMES[::9])
def test_no_single_change_that_helps_is_overlooked(name):
    """Where two are proposed, or none, no single one is enough: all are tried."""
    assessment = assessed(name)
    acts = Acts(assessment.case, assessment.knowledge).every()
    path = next(one for one in ("dual", "hold") if one != assessment.path)
    counting = {one.word("home") for one in assessment.record.of("home") if takes_part(one)}
    for block in whynot(assessment, path).blocks:
        if block.missing is None or len(block.missing.acts) > 1:
            for act in acts:
                if not act.name.home or act.name.home in counting or act.name.question == "open":
                    after = suppose_all(assessment, [act.supposed])
                    against = after.consultation.of_kind("not-chosen")
                    reasons = {(one.word("path"), one.word("why")) for one in against}
                    assert (path, block.why) in reasons, str(act.supposed)
            break


def test_what_nobody_would_wish_for_is_told_as_such():
    """Where the work fits, only a loss would make it not fit."""
    found = whynot(assessed("20-mississippi-reading"), "dual")
    (act,) = found.blocks[0].missing.acts
    assert act.adverse
    assert "Nobody would wish for it, but this would go if" in whynot_text(found)
    other = whynot(assessed("02-village-high-school"), "charter-school")
    assert "Nobody would wish for it" not in whynot_text(other)


def test_an_objection_softened_is_no_loss():
    acts = Acts(assessed("01-mountain-view-math").case, shipped_knowledge())
    softer = suppose(
        "advanced-families.stance=against",
        assessed("01-mountain-view-math").case,
        shipped_knowledge(),
    )
    assert not acts.act(softer).adverse


def test_a_rule_says_which_of_its_conditions_hold_and_which_does_not():
    found = whynot(assessed("01-mountain-view-math"), "playbook-for-an-aligned-program")
    assert (
        found.title == "An aligned program in the present schools is led with ordinary leadership"
    )
    assert found.standing == "missing"
    assert any("aligned" in block.sentence for block in found.blocks)
    assert not any("present schools" in block.sentence for block in found.blocks)  # that holds


@pytest.mark.parametrize(
    ("subject", "message"),
    [
        ("hold", "is the one advised. “advisor why” proves it"),
        ("charter", "There is no path, home or rule “charter”. Did you mean “charter-school”?"),
        ("clash-by-veto", "The rule “clash-by-veto” fires in this case."),
    ],
)
def test_what_cannot_be_asked_is_answered_with_help(subject, message):
    with pytest.raises(InputError) as caught:
        whynot(assessed("22-san-francisco-algebra"), subject)
    assert message in str(caught.value)
