"""Finds answers of a case that cannot both hold."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any

from advisor.model.case import EVERY_HOME, NOWHERE, Answers, Case, Contradiction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from advisor.knowledge.questions import Incompatible, Questions

_CHANNELS = ("supplies", "sets-rules", "votes")


def find_contradictions(case: Case, questions: Questions) -> tuple[Contradiction, ...]:
    """Finds the contradictions of a case.

    Args:
        case: The case.
        questions: The questions, which list the answers that cannot both hold.

    Returns:
        A contradiction for each place or party in which one is found, in the order of
        `rules/questions.yaml`.
    """
    found: list[Contradiction] = []
    held = cache(partial(_in_force, case, questions=questions))
    for rule in questions.incompatible:
        for home, party, parts in _subjects(case, rule, held):
            contradiction = _check(rule, home, party, parts)
            if contradiction is not None:
                found.append(contradiction)
    return tuple(found)


def _subjects(
    case: Case, rule: Incompatible, held: Callable[[str], Answers]
) -> Iterator[tuple[str, str, dict[str, Answers]]]:
    """The homes or parties in which a rule could be broken, with the answers that count."""
    levels = {level for level, _, _ in rule.when}
    if "party" in levels:
        for party in case.parties:
            yield "", party.id, {"party": party, "change": case.change}
    elif "home" in levels:
        asked = {question for level, question, _ in rule.when if level == "home"}
        for home in (case.place,) if rule.at_place else case.homes:
            merged = held(home)
            if asked <= merged.keys():
                yield home, "", {"home": merged, "change": case.change, "case": case.top}
    else:
        yield "", "", {"change": case.change, "client": case.client}


def _in_force(case: Case, home: str, questions: Questions) -> Answers:
    """The answers that hold in a home: its own, and those for every home that it leaves standing.

    A summary for every home does not stand where the home answers a finer question.
    """
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    own: Mapping[str, Any] = case.homes.get(home, {})
    known = questions.levels["home"].questions
    for key in (EVERY_HOME, home):
        answers = case.homes.get(key)
        if answers is None:
            continue
        for question, value in answers.items():
            finer = known[question].summary_of
            if key == home or not any(one in own for one in finer):
                values[question] = value
                lines[question] = answers.line_of(question) or 0
    return Answers("home", values, lines)


def _check(
    rule: Incompatible, home: str, party: str, parts: dict[str, Answers]
) -> Contradiction | None:
    between: list[tuple[str, str, int | None]] = []
    if rule.when[0][2] == ("same",):  # two lists that must have nothing in common
        (level, first, _), (other_level, second, _) = rule.when
        others = parts[other_level].several(second)
        common = [one for one in parts[level].several(first) if one != "none" and one in others]
        if not common:
            return None
        between = [(level, one, parts[level].line_of(one)) for level, one, _ in rule.when]
        instead = tuple((level, first, f"not:{entry}") for entry in common)
        return Contradiction(rule.id, rule.says, tuple(between), instead)
    for level, question, answers in rule.when:
        part = parts[level]
        if question == "any-channel":
            yes = [channel for channel in _CHANNELS if part.word(channel) == "yes"]
            if not yes:
                return None
            question = yes[0]
        elif not matches(part.get(question), answers):
            return None
        between.append((level, question, part.line_of(question)))
    return Contradiction(rule.id, rule.says, tuple(between), rule.then, home, party)


def matches(value: Any, answers: tuple[str, ...]) -> bool:
    """Whether an answer is one of those that clash; `any` is any but none and nowhere."""
    if value is None:
        return False
    given = value if isinstance(value, tuple) else (value,)
    if "any" in answers:
        return given not in (("none",), (NOWHERE,))
    return any(one in answers for one in given)
