"""Answers of a case as a person would say them to a program that puts the questions."""

from __future__ import annotations

from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.interview import LISTS
from advisor.model.case_reader import load_case
from advisor.model.draft import Draft, content_of
from advisor.model.line import words_in


class Person:
    """Somebody who knows what a case file says."""

    def __init__(self, file):
        knowledge = shipped_knowledge()
        self._plan = knowledge.interview
        self._draft = Draft(
            content_of(load_case(file), knowledge.questions), rater=self._plan.rater
        )

    def answer(self, question):
        """What they say to a question, as `next_question` tells it; nothing to pass it over."""
        item = question["question"]
        found = self._draft.answer(item)
        if found in (None, [], {}):
            needed = item in self._plan.needed
            return "none" if found == [] and not needed else "I don't know" if needed else ""
        if item == "parties":
            return "; ".join(f"{one['name']} = {one.get('kind', 'other')}" for one in found)
        if question["form"] == "line":
            columns = self._plan.columns[LISTS[item.partition(".")[0]]]
            told = {one.column: ", ".join(words_in(found, one)) for one in columns}
            return {key: one for key, one in told.items() if one}
        if item in ("money", "events"):
            return " ".join(one["kind"] for one in found)
        if isinstance(found, dict):
            asked = [one["value"] for one in question["parts"]] or [*found]
            told = {key: _said(one, question) for key, one in found.items() if key in asked}
            return (told if question["parts"] else next(iter(told.values()))) or ""
        return _said(found, question)


def _said(value, question):
    if isinstance(value, dict):
        return " ".join(str(one)[:1] for one in value.values())
    joint = "; " if question["form"] == "phrases" else ", "
    return joint.join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
