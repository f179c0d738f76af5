"""With other answers, what is shown as different is different, and nothing else is."""

from __future__ import annotations

import pytest
from support.assessed import NAMES, PAIRS, assessed

from advisor.errors import InputError
from advisor.explanation.side_by_side import compare, whatif


def test_both_paths_stand_side_by_side():
    found = whatif(
        assessed("02-village-high-school"),
        [
            "district-virtual-school.policy-freedom=no",
            "district-virtual-school.shelter-status=refused",
        ],
    )
    rows = {(row.topic, row.about): row.values for row in found.differences}
    assert rows["path", ""] == ("district-virtual-school", "district-opt-in-school")
    assert rows["verdict", "district-virtual-school"] == ("with-conditions", "fails")
    assert [act.before for act in found.changes] == ["partly", "granted"]


def test_reasons_come_and_go_and_none_does_both():
    found = whatif(assessed("01-mountain-view-math"), ["advanced-families.stance=neutral"])
    come = {(one.rule, one.sentence) for one in found.appear}
    go = {(one.rule, one.sentence) for one in found.disappear}
    assert come and go and not come & go
    assert "veto-holder" in {rule for rule, _ in go}


def test_the_same_answer_changes_nothing():
    kind = assessed("01-mountain-view-math").case.change.word("kind")
    found = whatif(assessed("01-mountain-view-math"), [f"kind={kind}"])
    assert found.differences == found.appear == found.disappear == ()


@pytest.mark.parametrize("pair", sorted(PAIRS))
def test_a_minimal_pair_can_be_typed(pair):
    """The pairs of tests/cases, where one answer changed changes the path."""
    changes = PAIRS[pair]["changes"]
    typed = [f"{name}={value}" for name, value in changes.items() if isinstance(value, (str, int))]
    if len(typed) < len(changes) or any(".name" in one or "-words" in one for one in typed):
        pytest.skip("adds a party, or changes words or a list")
    found = whatif(assessed(PAIRS[pair]["base"]), typed)
    expected = {PAIRS[pair]["expect"], *PAIRS[pair]["also-ok"]}
    assert found.after.path in expected


def test_a_case_beside_itself_differs_in_nothing():
    one = assessed(NAMES[0])
    found = compare([one, one])
    assert found.answers == ()
    assert not any(row.differs for row in found.conclusions)
    assert len(set(found.names)) == 2


def test_scenarios_of_one_client_are_told_apart_by_their_files():
    found = compare([assessed("23-vista-high-school"), assessed("23b-vista-whole-freshman-class")])
    assert found.names == ("23-vista-high-school", "23b-vista-whole-freshman-class")
    assert ("place", ("district-opt-in-school", "existing-school")) in {
        (row.about, row.values) for row in found.answers
    }


def test_of_a_risk_seen_twice_the_graver_is_compared():
    found = compare([assessed("06-kansas-summit"), assessed("20-mississippi-reading")])
    (drift,) = [row for row in found.conclusions if (row.topic, row.about) == ("flag", "drift")]
    assert drift.values[0] == "high"


def test_fewer_than_two_cannot_be_compared():
    with pytest.raises(ValueError, match="nothing to compare"):
        compare([assessed(NAMES[0])])


def test_an_answer_that_cannot_be_so_is_refused():
    with pytest.raises(InputError, match="does not take the answer"):
        whatif(assessed(NAMES[0]), ["kind=best"])
