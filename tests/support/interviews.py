"""Interviews held in memory, with answers from a documented case or from dice."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

from support.changed import EXAMPLES

from advisor.explanation.open_answers import Unit
from advisor.explanation.relevance import PATH, Asked, Relevance
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.interview import is_across, is_line
from advisor.knowledge.source import read
from advisor.model.case import UNKNOWN
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
    if is_across(asked.item):
        across = relevance.agenda.across(asked.item)
        words = (across.answer, across.others or None, UNKNOWN)
        names = relevance.agenda.asked_across(across, draft)
        return {name: dice.choice(words) for name in names}
    in_play = draft.homes(relevance.knowledge)
    values = {
        unit.home: any_answer(dice, relevance, draft, unit)
        for unit in relevance.agenda.units(asked.item, draft, in_play)
        if not asked.homes or unit.home in asked.homes
    }
    return values if asked.homes else values[""]


def any_answer(dice: Random, relevance: Relevance, draft: Draft, unit: Unit) -> Any:
    """Any answer for one place, or to any other question; nothing for leaving it open."""
    if unit.item == "parties":
        return relevance.agenda.usual_entries("parties", draft)
    question = relevance.agenda.question(unit.item)
    several = unit.item in ("homes", "events") or (question and question.type == "several")
    picks = []
    for name, values in relevance.answers.names(unit, draft, (0, 10, 40, 150, 600)):
        if dice.random() < (0.4 if several else 0.8):
            picks += [(name, dice.choice(values))]
    if unit.item.startswith("tensions.") and len(picks) < 2:
        return None
    return relevance.answers.value(unit, picks)


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
    lines = sum(is_line(asked.item) or is_across(asked.item) for _, asked in put)
    assert len(put) - lines <= announced, "more questions than were announced"
    return relevance, draft, put
