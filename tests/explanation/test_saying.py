"""Which sentences a memo says, and in which order: on a memo in small, case by case.

The cases stand in `saying.yaml`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.assessed import assessed, looked_ahead
from support.tiny_memo import chosen, tiny_memo

from advisor.explanation.saying import choose
from advisor.knowledge.source import read

CASES: dict[str, Any] = read(str(Path(__file__).with_name("saying.yaml")))  # type: ignore[assignment]


@pytest.mark.parametrize("name", CASES)
def test_what_is_said(name, tmp_path, monkeypatch):
    case = CASES[name]
    block = case.get("block", "basket")
    memo = tiny_memo(tmp_path, f"block: {block}\nsentences:\n{case['sentences']}")
    sayings = chosen(memo, case["facts"], monkeypatch)
    assert [one.id for one in sayings.blocks[block]] == case["says"]
    assert [one.id for one in sayings.further.get(block, ())] == case.get("further", [])
    for sentence, gathered in case.get("gathered", {}).items():
        (said,) = (one for one in sayings.blocks[block] if one.id == sentence)
        for variable, values in gathered.items():
            assert list(said.bindings[variable]) == values


def test_a_sentence_keeps_the_matches_it_rests_on(tmp_path, monkeypatch):
    case = CASES["what is gathered is one sentence"]
    memo = tiny_memo(tmp_path, f"block: basket\nsentences:\n{case['sentences']}")
    (said,) = chosen(memo, case["facts"], monkeypatch).blocks["basket"]
    premises = {fact.word("fruit") for one in said.firings for fact in one.premises}
    assert premises == {"apple", "pear"}


def test_the_days_of_tasks_are_told(tmp_path, monkeypatch):
    memo = tiny_memo(tmp_path, "block: work\nsentences:\n- {id: one, task: pick, say: 'So.'}\n")
    facts = [{"due": {"task": "pick", "days": 20, "clear": "yes", "in-time": "yes"}}]
    assert chosen(memo, facts, monkeypatch).due == {"pick": 20}


def test_the_same_facts_say_the_same_whatever_their_order(tmp_path, monkeypatch):
    case = CASES["rows of one group that all have an order are put in one"]
    memo = tiny_memo(tmp_path, f"block: basket\nsentences:\n{case['sentences']}")
    there = chosen(memo, case["facts"], monkeypatch).blocks
    back = chosen(memo, case["facts"][::-1], monkeypatch).blocks
    assert there == back


@pytest.mark.parametrize("name", ["13-northern-cass", "24-city-view", "asking first"])
def test_blocks_keep_to_their_room_and_groups_to_one_voice(name):
    found = assessed(name)
    sayings = choose(found, looked_ahead(name), None)
    for section in found.knowledge.memo.sections:
        for block in section.blocks:
            said = sayings.blocks.get(block.id, ())
            assert len(said) <= block.most
            single = [one.sentence.group for one in said if not one.sentence.each]
            assert len(single) == len(set(single))
