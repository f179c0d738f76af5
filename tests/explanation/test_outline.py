"""What is concluded without the reasons is what is concluded with them."""

from __future__ import annotations

import pytest
from support.assessed import NAMES, VARIANTS, assessed

from advisor.explanation.assess import outline


@pytest.mark.parametrize("name", [*NAMES, *VARIANTS])
def test_the_outline_of_a_case_is_that_of_its_assessment(name):
    full = assessed(name)
    found = outline(full.case, full.knowledge, "reference")
    for field in ("path", "route", "chosen_home", "form", "alignment"):
        assert getattr(found.advice, field) == getattr(full, field), field
    assert found.seats == full.seats
    assert list(found.alternatives) == [(one.path, not one.open) for one in full.alternatives]
    for ours, theirs in zip(found.homes, full.homes, strict=True):
        fields = [one for one in ours.__struct_fields__ if one != "reasons"]
        assert [getattr(ours, one) for one in fields] == [getattr(theirs, one) for one in fields]
    assert sorted(found.flags) == sorted((one.flag, one.level, one.about) for one in full.flags)
    assert [one[1] for one in found.flags] == [one.level for one in full.flags]
    assert [*map(tuple, found.conditions)] == [
        (one.id, one.home, one.holder, one.by, one.keystone) for one in full.conditions
    ]
    assert found.record.consultation.facts == full.consultation.facts
