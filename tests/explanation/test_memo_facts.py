"""What the memo works out for its sentences: answers, days, who decides and who takes what.

The cases stand in `memo-facts.yaml`.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from support.assessed import NAMES, VARIANTS, assessed, looked_ahead
from support.changed import changed_case

from advisor.explanation.assess import Assessment, assess
from advisor.explanation.memo_facts import MemoFacts, is_reader
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.source import read
from advisor.model.days import calendar_day
from advisor.model.fact import Fact
from advisor.presentation.memo import memo_day

CASES: dict[str, Any] = read(str(Path(__file__).with_name("memo-facts.yaml")))  # type: ignore[assignment]
NOTHING_AHEAD: Any = SimpleNamespace(
    unknowns=(), changes=(), answers=(), missing="",
    robustness=SimpleNamespace(hinges=(), certainty="firm"),
)  # fmt: skip


def facts_of(found: Assessment, day: datetime.date | None, outlook: Any = NOTHING_AHEAD):
    return MemoFacts(found, outlook, day, found.knowledge.memo).every()


def changed(changes: dict[str, Any]) -> Assessment:
    knowledge = shipped_knowledge()
    return assess(changed_case("24-city-view", changes, knowledge), engine="reference")


def is_like(fact: Fact, wanted: dict[str, dict[str, object]]) -> bool:
    """Whether a fact is of the kind and has the values that a pattern names."""
    ((kind, values),) = wanted.items()
    return fact.kind == kind and all(fact.get(key) == value for key, value in values.items())


@pytest.mark.parametrize("name", CASES)
def test_what_the_memo_works_out(name):
    case = CASES[name]
    day = calendar_day(str(case["day"])) if "day" in case else None
    facts = facts_of(changed(dict(case["changes"])), day)
    for wanted in case.get("facts", ()):
        (kind,) = wanted
        same = [str(one) for one in facts if one.kind == kind]
        assert any(is_like(one, wanted) for one in facts), f"{wanted}, but {same}"
    for unwanted in case.get("not", ()):
        assert [str(one) for one in facts if is_like(one, unwanted)] == []


def due(found: Assessment, day: datetime.date | None) -> dict[str, int]:
    return {
        one.word("task"): one.number("days") for one in facts_of(found, day) if one.kind == "due"
    }


@pytest.mark.parametrize("example", [*NAMES, *VARIANTS])
def test_nothing_is_due_before_the_memo_nor_after_what_it_must_precede(example):
    found = assessed(example)
    day = memo_day(found, None)
    facts = facts_of(found, day)
    until = {
        one.word("of"): one.number("days")
        for one in facts
        if one.kind == "day" and one.word("when") == "ahead"
    }
    days = due(found, day)
    tasks = found.knowledge.memo.tasks
    assert set(days) == set(tasks)
    for name, task in tasks.items():
        assert days[name] >= 0, name
        if task.anchor == "decision" and task.days < 0:
            assert days[name] <= days["decide"], name
        if task.anchor == "memo":
            assert days[name] <= max(days["decide"], task.days), name
        if task.anchor == "start" and task.days < 0 and "start" in until:
            assert days[name] <= until["start"], name


@pytest.mark.parametrize("away", range(0, 120, 7))
@pytest.mark.parametrize("running", ["yes", "no"])
def test_whatever_the_day_of_the_meeting_tasks_keep_their_order(away, running):
    day = datetime.date(2025, 2, 3)
    meeting = (day + datetime.timedelta(days=away)).isoformat()
    changes = {"decision.next-meeting": meeting, "decision.deadline": "unknown",
               "change.running": running}  # fmt: skip
    days = due(changed(changes), day)
    tasks = shipped_knowledge().memo.tasks
    assert days["decide"] == away
    for name, task in tasks.items():
        assert days[name] >= 0
        if task.anchor == "decision" and task.days <= 0:
            assert days[name] <= away, name
    before = sorted((one for one in tasks.values() if one.anchor == "decision" and one.days <= 0),
                    key=lambda one: one.days)  # fmt: skip
    assert [days[one.id] for one in before] == sorted(days[one.id] for one in before)


def test_no_task_falls_on_a_weekend_unless_the_day_itself_does():
    monday = datetime.date(2025, 2, 3)
    for name, away in due(changed({"decision.next-meeting": "2025-03-28"}), monday).items():
        assert (monday + datetime.timedelta(days=away)).weekday() < 5, name


def test_the_facts_of_the_reasoning_are_among_them():
    found = assessed("24-city-view")
    assert set(found.consultation.facts) <= set(facts_of(found, None))


def test_the_same_case_has_the_same_facts_each_once():
    found = assessed("24-city-view")
    facts = facts_of(found, None)
    assert facts == facts_of(found, None)
    assert list(facts) == sorted(set(facts))


@pytest.mark.parametrize("example", [*NAMES[::4], *VARIANTS])
def test_every_fact_is_one_the_vocabulary_declares_and_what_can_be_once_is(example):
    found = assessed(example)
    kinds = found.knowledge.memo.rulebook.vocabulary.kinds
    facts = facts_of(found, memo_day(found, None), looked_ahead(example))
    for one in facts:
        fields = kinds[one.kind].fields
        assert set(dict(one.fields)) == set(fields), one
        assert all(fields[name].accepts(value) for name, value in one.fields), one
    for kind in kinds.values():
        if kind.given and kind.one_for is not None:
            keys = [tuple(one.get(field) for field in kind.one_for) for one in facts
                    if one.kind == kind.name]  # fmt: skip
            assert len(keys) == len(set(keys)), kind.name


@pytest.mark.parametrize("example", NAMES[::3])
def test_the_most_dangerous_stand_first_in_the_table(example):
    found = assessed(example)
    rows = sorted((one for one in facts_of(found, None) if one.kind == "row"),
                  key=lambda one: one.number("place"))  # fmt: skip
    home = found.place if found.seats else found.chosen_home or ""
    seats = {one.party.id: one for one in found.seats_at(home)} if home else {}
    against = [seats[one.word("party")].power for one in rows
               if one.word("party") in seats
               and seats[one.word("party")].stance == "firmly-against"]  # fmt: skip
    assert against == sorted(against, reverse=True)
    assert [one.number("place") for one in rows] == list(range(len(rows)))


@pytest.mark.parametrize(
    ("role", "reader", "same"),
    [
        ("Superintendent", "Superintendent", True),
        ("the superintendent", "Superintendent", True),
        ("State Superintendent", "State Superintendent of Education", True),
        ("Superintendent of Education", "State Superintendent of Education", False),
        ("Board president", "Superintendent", False),
        ("", "Superintendent", False),
        ("Superintendent", "", False),
    ],
)
def test_a_role_is_the_readers_in_whole_or_short(role, reader, same):
    assert is_reader(role, reader, shipped_knowledge().memo.words) == same
