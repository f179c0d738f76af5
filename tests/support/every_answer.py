"""Every answer to every question of a case, one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from support.changed import EXAMPLES
from support.lined import lined

from advisor.errors import InputError
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.source import read
from advisor.model.case import Case
from advisor.model.case_reader import read_case
from advisor.model.draft import copied

KNOWLEDGE = shipped_knowledge()
LEVELS = KNOWLEDGE.questions.levels
PARTS = ("client", "change", "plan", "decision", "tensions")
LISTS = ("parties", "money", "events")
HARD = ("unknown", ["none"])
"""Answers that are easily forgotten; the first of them is tried at every second place."""

Place = tuple[Any, ...]


def changed_by_one(name: str, hard: bool = False) -> Iterator[tuple[str, Case]]:
    """The cases that differ from an example in one answer, each with what differs.

    Args:
        name: A folder of examples/.
        hard: Whether to give only the answers that are easily forgotten, and only in one place
            and one entry of each list.
    """
    content = copied(read(str(Path(EXAMPLES) / name / "case.yaml")))
    for number, (place, question) in enumerate(_places(content, most=1 if hard else 99)):
        answers = _answers(question)
        if hard:
            answers = [one for one in answers if one in HARD[number % 2 :]]
        for answer in answers:
            try:
                case = read_case(lined(_with(content, place, answer)), "case.yaml", KNOWLEDGE)
            except InputError:
                continue
            yield f"{'.'.join(map(str, place))}: {answer}", case


def _places(content: dict[str, Any], most: int) -> Iterator[tuple[Place, Any]]:
    """Every place of an answer in a case file, with its question."""
    for part in ("case", *PARTS):
        for question in LEVELS[part].questions.values():
            if question.id != "advisor-case" and question.type != "record":
                yield ((question.id,) if part == "case" else (part, question.id)), question
    for question in LEVELS["home"].questions.values():
        for home in list(dict.fromkeys([*(content.get("homes") or {}), "every-home"]))[:most]:
            yield ("homes", home, question.id), question
    for part in LISTS:
        level = LEVELS["case"].questions[part].of
        for number in range(min(most, len(content.get(part) or ()))):
            for question in LEVELS[level].questions.values():
                yield (part, number, question.id), question


def _answers(question: Any) -> list[Any]:
    words = [one for one in question.values if one != "none"]
    if question.type == "choice":
        return [*question.values, "unknown"]
    if question.type == "several":
        return [*([one] for one in words), words, "none", ["none"], [], "unknown"]
    if question.type == "home":
        return [*KNOWLEDGE.homes, *question.also, "unknown"]
    if question.type == "party-kind":
        return [*KNOWLEDGE.parties]
    if question.type == "number":
        return [0, 1, 100_000, "unknown"]
    if question.type == "table":
        cells = ("yes", "partly", "no", "unknown")
        return ["unknown", *(dict.fromkeys(question.rows, cell) for cell in cells)]
    example = [] if question.example is None else [question.example]
    return [*example, "unknown"]


def _with(content: Any, place: Place, answer: Any) -> Any:
    """The content with one answer in place of another."""
    key, *rest = place
    if rest:
        inside = content[key] if isinstance(content, list) else content.get(key) or {}
        answer = _with(inside, tuple(rest), answer)
    if isinstance(content, list):
        return [answer if number == key else one for number, one in enumerate(content)]
    return {**content, key: answer}
