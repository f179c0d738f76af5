"""What a sentence of the memo rests on: answers with their line, conclusions with their rule."""

from __future__ import annotations

import itertools
from functools import cache

import pytest
from support.assessed import EXAMPLES, NAMES, assessed, looked_ahead

from advisor.errors import InputError
from advisor.explanation.saying import (
    Said,
    Sayings,
    SentenceProof,
    choose,
    find_said,
    prove_sentence,
)
from advisor.presentation.memo import memo_day

SOME = NAMES[::5]


@cache
def sayings_of(example: str) -> Sayings:
    found = assessed(example)
    return choose(found, looked_ahead(example), memo_day(found, None))


def said_in(example: str) -> list[Said]:
    return list(itertools.chain(*sayings_of(example).blocks.values()))


@cache
def proofs(example: str) -> tuple[SentenceProof, ...]:
    found = assessed(example)
    return tuple(prove_sentence(found, sayings_of(example), one) for one in said_in(example))


@pytest.mark.parametrize("example", SOME)
def test_every_sentence_has_its_grounds_in_words(example):
    for proof in proofs(example):
        for ground in proof.grounds:
            assert ground.says.strip(), proof.said.id
            assert not {"{", "}"} & set(ground.says), (proof.said.id, ground.says)
            assert ground.sort in ("answer", "assumed", "concluded", "worked-out")
        for clause in proof.absent:
            assert clause.strip()
            assert not {"{", "}"} & set(clause), (proof.said.id, clause)


@pytest.mark.parametrize("example", SOME)
def test_a_sentence_with_conditions_has_grounds(example):
    bare = [
        proof.said.id
        for proof in proofs(example)
        if not proof.grounds and not proof.absent
        and any(one.kind not in ("decision", "given") for one in proof.said.sentence.rule.when)
    ]  # fmt: skip
    assert bare == []


@pytest.mark.parametrize("example", SOME)
def test_what_a_rule_concluded_has_its_rule_and_its_statements(example):
    knowledge = assessed(example).knowledge
    rules = {one.id: one for one in knowledge.rulebook.entries}
    own = {one.id for one in knowledge.memo.rulebook.entries}
    for ground in itertools.chain(*(one.grounds for one in proofs(example))):
        if ground.sort == "concluded":
            assert ground.rule in rules
            assert set(ground.statements) <= set(knowledge.statements)
        elif ground.rule:
            assert ground.sort == "worked-out"
            assert ground.rule in own


@pytest.mark.parametrize("example", SOME)
def test_an_answer_names_the_line_where_it_stands(example):
    lines = (EXAMPLES / example / "case.yaml").read_text("utf-8").splitlines()
    with_line = 0
    for ground in itertools.chain(*(one.grounds for one in proofs(example))):
        if ground.sort == "answer" and ground.line:
            assert 1 <= ground.line <= len(lines)
            with_line += 1
            if ground.fact.kind in ("given", "stated", "count"):
                key = ground.fact.word("to")
                assert key in lines[ground.line - 1], (ground.says, lines[ground.line - 1])
        elif ground.sort != "assumed":
            assert ground.line is None or ground.sort == "answer"
    assert with_line


@pytest.mark.parametrize("example", SOME)
def test_nothing_is_told_twice(example):
    for proof in proofs(example):
        told = [one.says for one in proof.grounds]
        assert len(told) == len(set(told)), proof.said.id
        assert len(proof.absent) == len(set(proof.absent)), proof.said.id


def test_what_is_taken_for_granted_is_not_told_as_an_answer():
    for example in SOME:
        origins = assessed(example).base.origins
        for proof in proofs(example):
            for ground in proof.grounds:
                if ground.sort == "assumed":
                    assert ground.fact in origins
                    assert ground.line is None


def test_a_sentence_is_found_by_its_id_and_by_that_of_its_entry():
    sayings = sayings_of("24-city-view")
    for one in said_in("24-city-view"):
        assert find_said(sayings, one.id) == one
        assert find_said(sayings, one.sentence.id).sentence == one.sentence


def test_what_a_block_has_no_room_for_is_not_said():
    sayings = sayings_of("24-city-view")
    shown = {one.id for one in said_in("24-city-view")}
    for one in itertools.chain(*sayings.further.values()):
        if one.id not in shown and one.sentence.id not in shown:
            with pytest.raises(InputError, match="has no sentence"):
                find_said(sayings, one.id)
