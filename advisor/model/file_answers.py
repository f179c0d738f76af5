"""What a case file answers, as a draft holds it: without all that the file leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.model.case import UNKNOWN
from advisor.model.case_reader import VERSION

if TYPE_CHECKING:
    from advisor.knowledge.questions import Question, Questions
    from advisor.model.draft import Content


def answers_in(value: Any, questions: Questions) -> Content:
    """What a case file answers.

    Left out is what the file leaves empty, and a whole part or list of which it says no more than
    that it is unknown, so that its questions are asked.

    Args:
        value: What was read from the file, and can be used.
        questions: The questions.
    """
    return {"advisor-case": VERSION, **_part(value, "case", questions)}


def _part(given: Any, level: str, questions: Questions) -> Content:
    """The answers of one part; empty if there are none."""
    if not isinstance(given, dict):
        return {}
    answers = {
        name: _answer(one, questions.find(level, name), questions) for name, one in given.items()
    }
    return {name: one for name, one in answers.items() if one is not None}


def _answer(given: Any, question: Question, questions: Questions) -> Any:
    """The answer to one question; `None` if it is left open."""
    if question.type == "record":
        return _part(given, question.of, questions) or None
    if question.type == "records-by-home":
        homes = given if isinstance(given, dict) else {}
        parts = {home: _part(one, question.of, questions) for home, one in homes.items()}
        return {home: one for home, one in parts.items() if one} or None
    if question.type == "records":
        if given in (None, UNKNOWN):
            return None
        entries = [one for one in (_part(one, question.of, questions) for one in given) if one]
        return entries if entries or not given else None  # an empty list says that there are none
    if isinstance(given, dict):
        return {row: one for row, one in given.items() if one is not None} or None
    if isinstance(given, list):
        return [one for one in given if one is not None] or None
    return given
