"""`advisor memo --format json` and `why --sentence --format json` keep their contracts."""

from __future__ import annotations

import itertools
import json
from functools import cache
from typing import Any

import jsonschema
import pytest
from support.assessed import assessed, document, looked_ahead

from advisor.errors import InputError
from advisor.explanation.saying import choose
from advisor.knowledge.locate import rules_folder
from advisor.presentation.contracts.memo import sentence_contract
from advisor.presentation.sentences import UNTOLD


@cache
def schema_of(name: str) -> dict[str, Any]:
    return json.loads((rules_folder() / f"{name}.schema.json").read_text("utf-8"))


@cache
def memo_of(example: str) -> dict[str, Any]:
    return json.loads(document(example).json())


def slips(schema: str, value: Any) -> list[str]:
    found = jsonschema.Draft202012Validator(schema_of(schema)).iter_errors(value)
    return [one.message for one in found]


def test_the_memo_of_every_example_keeps_to_the_schema(example):
    assert slips("memo", memo_of(example)) == []


def test_a_slip_in_the_memo_would_be_noticed():
    memo = memo_of("24-city-view")
    assert slips("memo", memo | {"path": "somewhere"})
    assert slips("memo", {key: value for key, value in memo.items() if key != "sections"})
    assert slips("memo", memo | {"more": 1})


def test_ids_of_sentences_stand_once(example):
    ids = [
        sentence["id"]
        for section in memo_of(example)["sections"]
        for block in section["blocks"]
        for sentence in block["sentences"]
    ]
    assert sorted(ids) == sorted(set(ids))


def test_a_sentence_has_words_or_the_cells_of_its_row(example):
    for section in document(example).sections:
        for block in section.blocks:
            for one in block.sentences:
                assert bool(one.text) != bool(one.cells), one.id
                assert (block.form == "table") == bool(one.cells), one.id
                if one.cells:
                    assert len(one.cells) == len(block.columns), one.id


def test_a_column_of_which_no_row_tells_anything_is_left_out(example):
    for section in document(example).sections:
        for block in section.blocks:
            for place, column in enumerate(block.columns):
                assert {one.cells[place] for one in block.sentences} != {UNTOLD}, column


def test_the_statements_behind_a_sentence_exist(example):
    known = assessed(example).knowledge.statements
    for section in document(example).sections:
        for one in document(example).said(section.id):
            assert set(one.statements) <= set(known), one.id


def test_what_each_sentence_of_a_memo_rests_on_can_be_asked(example):
    found, outlook = assessed(example), looked_ahead(example)
    sayings = choose(found, outlook, None)
    said = list(itertools.chain(*sayings.blocks.values()))
    for one in said[:: max(1, len(said) // 8)]:
        told = sentence_contract(found, outlook, None, one.id)
        assert told.id == one.id
        assert told.text
        assert slips("why-sentence", json.loads(told.json())) == []
        quoted = {number for ground in told.grounds for number in ground.statements}
        assert {citation.id for citation in told.statements} >= quoted


def test_a_sentence_that_is_not_said_is_answered_with_the_nearest():
    found, outlook = assessed("24-city-view"), looked_ahead("24-city-view")
    some = document("24-city-view").sections[0].blocks[0].sentences[0].id
    with pytest.raises(InputError, match=f"Did you mean “{some}”"):
        sentence_contract(found, outlook, None, f"{some}x")
