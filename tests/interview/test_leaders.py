"""Leaders who type what they once said in a play come to the memo within twenty minutes."""

from __future__ import annotations

import pytest
from support.leader_typing import leaders, played

MINUTES = 20
"""Within which a leader comes to the memo, at 200 words a minute and ten seconds an answer."""


@pytest.mark.parametrize("leader", leaders(), ids=lambda one: one["leader"])
def test_a_leader_is_offered_the_memo_within_twenty_minutes(leader, tmp_path, told):
    one = played(leader, tmp_path)
    told(f"{one.name}: {one.cost.minutes:.1f} minutes, {one.cost.longest:.1f} if each line is read "
         f"each time; {one.answers} answers, {one.back} asked back")  # fmt: skip
    assert one.cost.longest <= MINUTES
    assert (tmp_path / "case.memo.md").exists()
