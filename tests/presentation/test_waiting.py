"""What waiting costs, and the clock of others, are told where the work is put off."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from support.changed import changed_case

from advisor.explanation.assess import assess
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.source import read
from advisor.presentation.memo import write_memo

COST = {"change.cost-of-waiting": "the seats promised to the first families"}
TOLD = "A year of waiting would cost the seats promised to the first families."
RULE_CASES: Any = read(str(Path(__file__).parents[1] / "cases" / "rule-cases.yaml"))
EVENTS: dict[str, object] = RULE_CASES["clock-of-others"]["changes"]
CLOCK = "Waiting does not stop the clock that others have set"


def memo(base: str, changes: dict[str, object]) -> str:
    return write_memo(assess(changed_case(base, changes, shipped_knowledge()), engine="reference"))


def test_a_hold_says_what_a_year_of_waiting_costs_where_the_file_says_it():
    assert TOLD in memo("27-rocketship", COST)
    assert "year of waiting" not in memo("27-rocketship", {})


def test_what_is_started_waits_for_nothing():
    assert TOLD not in memo("04-embark", COST)


def test_a_takeover_ahead_is_a_risk_of_holding_and_not_of_starting():
    assert CLOCK in memo("27-rocketship", EVENTS)
    assert CLOCK not in memo("04-embark", EVENTS)
