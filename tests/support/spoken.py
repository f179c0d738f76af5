"""Answers of a case as a person would say them to a program that puts the questions."""

from __future__ import annotations

from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.interview import LISTS, is_across, is_line, list_of
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
        if is_across(item):
            answer = item.rpartition(".")[2]
            offered = {one["key"] for one in question["fields"][0]["options"]}
            named = [one for one in found or () if found[one] == answer and one in offered]
            return ", ".join(named) or "none of these"
        if found in (None, [], {}):
            needed = item in self._plan.needed
            return "none" if found == [] and not needed else "I don't know" if needed else ""
        if item == "parties":
            return "; ".join(f"{one['name']} = {one.get('kind', 'other')}" for one in found)
        if is_line(item):
            columns = self._plan.columns[LISTS[list_of(item)]]
            told = {one.column: ", ".join(words_in(found, one)) for one in columns}
            return {key: one for key, one in told.items() if one}
        if item in ("money", "events"):
            return ", ".join(one["kind"] for one in found)
        fields = [one["name"] for one in question["fields"]]
        if isinstance(found, dict):
            told = dict(_parts(found, "answer", fields))
            return told if [*told] != ["answer"] else told["answer"]
        return _said(found, question["fields"][0]["kind"])


def _parts(found, name, fields):
    """What is said in each field: of a place, of a row, or of a row of a place."""
    for key, one in found.items():
        inner = (
            f"{name}.{key}" if any(each.startswith(f"{name}.{key}") for each in fields) else name
        )
        if isinstance(one, dict):
            yield from _parts(one, inner, fields)
        elif one is not None and inner in fields:
            yield inner, _said(one, "one")


def _said(value, kind):
    joint = "; " if kind == "lines" else ", "
    return joint.join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
