"""Interviews held in memory, with answers from a documented case or from dice."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

from support.changed import EXAMPLES

from advisor.explanation.concluding import PATH
from advisor.explanation.relevance import Relevance
from advisor.explanation.witnesses import Asked
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.interview import LISTS
from advisor.knowledge.source import read
from advisor.model.draft import Draft, copied

RATER = shipped_knowledge().interview.rater
_PARTY = ("name", "id", "kind", "plural")
_MONEY = ("source", "kind", "party")


def documented(name: str) -> Draft:
    """The answers of a documented case."""
    source = Draft(copied(read(str(Path(EXAMPLES) / name / "case.yaml"))), rater=RATER)
    source.entries("parties")
    return source


def told(source: Draft, asked: Asked) -> Any:
    """What a person who knows a documented case answers to a question."""
    if asked.homes:
        homes = source.content.get("homes") or {}
        tail = asked.item.partition(".")[2]
        every = homes.get("every-home", {}).get(tail)
        return {home: copied(homes.get(home, {}).get(tail, every)) for home in asked.homes}
    answer = copied(source.answer(asked.item))
    keys = {"parties": _PARTY, "money": _MONEY}.get(asked.item)
    if keys and answer:
        answer = [{key: one[key] for key in keys if key in one} for one in answer]
    return answer


def diced(dice: Random, relevance: Relevance, draft: Draft, asked: Asked) -> Any:
    """Any answer to a question."""
    in_play = draft.homes(relevance.knowledge)
    values = {
        unit.home: copied(dice.choice(relevance.agenda.domain(unit, draft, in_play)))
        for unit in relevance.agenda.units(asked.item, draft, in_play)
        if not asked.homes or unit.home in asked.homes
    }
    return values if asked.homes else values[""]


def interview(
    answer: Any, relevance: Relevance | None = None, goals: tuple[str, ...] = PATH
) -> tuple[Relevance, Draft, list[tuple[Draft, Asked]]]:
    """Holds an interview until nothing is left to ask; `answer` tells what is answered."""
    relevance = relevance or Relevance(shipped_knowledge())
    draft = Draft(rater=RATER)
    announced = relevance.most(draft, goals)
    put = []
    while (asked := relevance.next(draft, goals)) is not None:
        assert not draft.is_settled(asked.item), f"{asked.item} was asked twice"
        put.append((draft.copy(), asked))
        draft.put(asked.item, answer(relevance, draft, asked))
        draft.pass_over(asked.item)
    lines = sum(asked.item.partition(".")[0] in LISTS and "." in asked.item for _, asked in put)
    assert len(put) - lines <= announced, "more questions than were announced"
    return relevance, draft, put
