"""A case with some answers supposed to be different."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.errors import InputError, echo
from advisor.knowledge.source import Mapping, Sequence
from advisor.model.answer_names import GROUPS, AnswerName, all_names, find_name, question_of
from advisor.model.case import UNKNOWN, Answers, Case, Rating
from advisor.model.case_reader import read_case
from advisor.model.former_words import in_present_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.model.case_reader import CaseKnowledge

Given = str | int | tuple[str, ...]
"""An answer as it is supposed to be."""


class Supposed(NamedTuple):
    """One answer that is supposed to be different."""

    name: AnswerName
    value: Given

    def __str__(self) -> str:
        """As a person types it."""
        return f"{self.name}={shown(self.value)}"


def shown(value: Any) -> str:
    """An answer as a person types it; `unknown` where there is none."""
    if value is None or value == ():
        return UNKNOWN
    if isinstance(value, (tuple, list)):
        return ",".join(map(str, value))
    return str(value)


def suppose(typed: str, case: Case, knowledge: CaseKnowledge) -> Supposed:
    """Reads `ANSWER=VALUE` as a person types it.

    Args:
        typed: For example `change.kind=upgrade` or `board.stance=for`.
        case: The case.
        knowledge: The questions and homes.

    Returns:
        The answer and what it is supposed to be.

    Raises:
        InputError: If there is no such answer, or it cannot be that.
    """
    name, equals, value = in_present_words(typed, knowledge).partition("=")
    if not equals or not name.strip() or not value.strip():
        raise InputError(
            f"{echo(typed)} is not an answer with a value.",
            remedy="Write it like change.kind=upgrade.",
        )
    found = find_name(name, case, knowledge)
    return Supposed(found, _value(value.strip(), question_of(found, knowledge).type))


def _value(text: str, kind: str) -> Given:
    if kind == "several":
        parts = tuple(one.strip() for one in text.strip("[]").split(",") if one.strip())
        return parts if parts else UNKNOWN
    if text.lstrip("-").isdecimal() and text.isascii() and len(text) < 10:
        return int(text)
    return text


def answer_in(case: Case, name: AnswerName) -> Any:
    """What the client answered, or nothing.

    Args:
        case: The case.
        name: The answer. For a home, the answer for every home counts where it has none itself.
    """
    value: Any
    if name.part == "homes":
        value = case.in_home(name.subject, name.question)
    elif name.part == "parties":
        value = case.party(name.subject).get(name.question)
    elif name.part == "money":
        value = next(one for one in case.money if one.id == name.subject).get(name.question)
    elif name.part:
        answers = case.top.get(name.part)
        value = answers.get(name.question) if isinstance(answers, Answers) else None
    else:
        value = case.top.get(name.question)
    if name.row:
        value = (value or {}).get(name.row)
    return value


def possible_changes(case: Case, knowledge: CaseKnowledge, typed: str) -> list[str]:
    """What could be typed to suppose another answer: names, and after a name its values.

    Args:
        case: The case.
        knowledge: The questions and homes.
        typed: What has been typed so far.
    """
    name, equals, _ = typed.partition("=")
    if not equals:
        return [f"{one}=" for one in all_names(case, knowledge)]
    try:
        question = question_of(find_name(name, case, knowledge), knowledge)
    except InputError:
        return []
    values = (*question.values, *(knowledge.homes if question.type == "home" else ()))
    return [f"{name}={value}" for value in (*values, UNKNOWN)]


def changed_case(case: Case, changes: Iterable[Supposed], knowledge: CaseKnowledge) -> Case:
    """The case as it would be read if the file gave other answers.

    Args:
        case: The case.
        changes: What is supposed.
        knowledge: The questions, homes and kinds of party.

    Returns:
        The case; contradictions and the answers that depend on others are found anew.

    Raises:
        InputError: If an answer cannot be what is supposed.
    """
    value = as_source(case.top)
    changes = tuple(changes)
    for change in changes:
        _put(value, case, change)
    try:
        return read_case(value, case.file, knowledge)
    except InputError as error:
        said = " ".join(str(one) for one in changes)
        raise InputError.together(
            one._replace(file=None, line=None, what=f"{said}: {one.what}")
            for one in error.problems[:1]
        ) from error


def _put(value: Mapping, case: Case, change: Supposed) -> None:
    part, subject, question, row = change.name
    holder = value
    if part in GROUPS:
        if part == "homes":
            holder = _inside(_inside(holder, "homes"), subject)
        else:
            subjects = case.parties if part == "parties" else case.money
            place = [one.id for one in subjects].index(subject)
            holder = holder[part][place]
    elif part:
        holder = _inside(holder, part)
    if row:
        holder, question = _inside(holder, question), row
    holder[question] = (
        _sequence(change.value, holder.line) if isinstance(change.value, tuple) else change.value
    )
    holder.lines.setdefault(question, holder.line)


def _inside(holder: Mapping, key: str) -> Mapping:
    found = holder.get(key)
    if not isinstance(found, Mapping):
        found = holder[key] = Mapping(holder.line)
        holder.lines.setdefault(key, holder.line)
    return found


def as_source(answers: Answers) -> Mapping:
    """Answers as if they had just been read from a file, so that they can be read again.

    Args:
        answers: A part of a case.
    """
    value: Mapping = _source(answers, answers.line)
    return value


def _source(value: Any, line: int) -> Any:
    if isinstance(value, Answers):
        found = Mapping(value.line)
        for key in (*value, *(one for one in value.lines if one not in value)):
            found.lines[key] = value.lines.get(key, value.line)
            found[key] = _source(value[key], found.lines[key]) if key in value else UNKNOWN
        return found
    if isinstance(value, Rating):
        return _rating(value, line)
    if isinstance(value, (tuple, list)):
        return _sequence(value, line)
    if hasattr(value, "items"):
        found = Mapping(line)
        for key, inner in value.items():
            found.lines[key] = line
            found[key] = _source(inner, line)
        return found
    return value


def _sequence(values: Iterable[Any], line: int) -> Sequence:
    found = Sequence(line)
    for one in values:
        found.append(_source(one, line))
        found.lines.append(one.line if isinstance(one, Answers) else line)
    return found


def _rating(rating: Rating, line: int) -> Mapping:
    found = Mapping(line)
    for key, score in rating._asdict().items():
        if score is not None:
            found[key], found.lines[key] = score, line
    return found
