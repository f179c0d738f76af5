"""The memo shows as much as there is room for, and gives up things in one order."""

from __future__ import annotations

import pytest

from advisor.presentation.room import AMPLE, GIVEN_UP, first_fit, room


def test_each_step_gives_up_one_thing_and_none_is_given_up_wholly():
    for number in range(len(GIVEN_UP)):
        before, after = room(number), room(number + 1)
        assert sum(before) - sum(after) == 1
        assert min(after) >= 1
    assert room(0) == AMPLE


@pytest.mark.parametrize("needed", range(len(GIVEN_UP) + 1))
def test_the_most_ample_room_that_fits_is_found(needed):
    wanted = room(needed)
    assert first_fit(lambda one: sum(one) <= sum(wanted)) == wanted


def test_if_nothing_fits_the_tightest_is_taken():
    assert first_fit(lambda one: False) == room(len(GIVEN_UP))
