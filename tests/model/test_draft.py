"""A draft is read once until it changes; that must show in nothing but the time."""

from __future__ import annotations

from random import Random

import pytest
from support.interviews import RATER, any_answer

from advisor.errors import InputError
from advisor.explanation.relevance import Relevance
from advisor.knowledge.base import shipped_knowledge
from advisor.model.draft import Draft, copied

KNOWLEDGE = shipped_knowledge()
WRONG = ("", "no such word", 7, ["none", "unknown"], {"open": "maybe"}, "x" * 500)


@pytest.mark.parametrize("seed", range(6))
def test_a_draft_that_changes_reads_as_if_it_had_never_been_read(seed):
    dice, draft = Random(seed), Draft(rater=RATER)
    others = []
    relevance = Relevance(KNOWLEDGE)
    agenda = relevance.agenda
    for _ in range(60):
        others.append((draft.copy(), copied(draft.content)))
        in_play = tuple(KNOWLEDGE.homes)[: dice.randrange(4)]
        item = dice.choice(list(agenda.items(draft)))
        unit = dice.choice(agenda.units(item, draft, in_play) or (None,))
        if unit is None:
            continue
        wrong = dice.random() < 0.05 and not unit.item.startswith(("parties", "money", "homes"))
        answer = dice.choice(WRONG) if wrong else any_answer(dice, relevance, draft, unit)
        unit.put(draft, answer)
        assert read(draft) == read(Draft(copied(draft.content), rater=RATER))
        if isinstance(read(draft), str):
            draft = others[-1][0].copy()
    for other, content in others:
        assert other.content == content, "an answer given to one draft stands in another"


def read(draft):
    """All that the reader makes of a draft, or what it refuses it for."""
    try:
        case = draft.case(KNOWLEDGE)
    except InputError as error:
        return str(error)
    return repr(case)
