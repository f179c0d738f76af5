"""A case with some answers supposed to be different."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from advisor.errors import InputError, echo
from advisor.knowledge.base import Knowledge
from advisor.knowledge.source import Mapping as SourceMapping
from advisor.knowledge.source import Sequence as SourceSequence
from advisor.model.answer_names import AnswerName, all_names, find_name, question_of
from advisor.model.answer_reader import AnswerReader
from advisor.model.answer_types import is_blank
from advisor.model.case import UNKNOWN, Answers, Case
from advisor.model.case_reader import case_of
from advisor.model.former_words import in_present_words
from advisor.model.names import party_id, slug_of, unique_slug

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


def suppose(typed: str, case: Case, knowledge: Knowledge) -> Supposed:
    """Reads `ANSWER=VALUE` as a person types it.

    Args:
        typed: For example `change.kind=upgrade` or `board.stance=for`.

    Returns:
        The answer and what it is supposed to be.

    Raises:
        InputError: If there is no such answer, or it cannot be that.
    """
    name, equals, value = in_present_words(typed, knowledge).partition("=")
    if not equals or not name.strip() or not value.strip():
        what = f"{echo(typed)} is not an answer with a value."
        raise InputError(what, remedy="Write it like change.kind=upgrade.")
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
        name: The answer. For a home, the answer for every home counts where it has none itself.
    """
    value: Any
    if name.part == "homes":
        value = case.in_home(name.subject, name.question)
    elif name.subject:
        entries = {"parties": case.parties, "money": case.money}[name.part]
        value = next(one for one in entries if one.id == name.subject).get(name.question)
    else:
        answers = case.top.get(name.part) if name.part else case.top
        value = answers.get(name.question) if isinstance(answers, Answers) else None
    if name.row:
        value = (value or {}).get(name.row)
    return value


def possible_changes(case: Case, knowledge: Knowledge, typed: str) -> list[str]:
    """What could be typed to suppose another answer: names, and after a name its values."""
    name, equals, _ = typed.partition("=")
    if not equals:
        return [f"{one}=" for one in all_names(case, knowledge)]
    try:
        question = question_of(find_name(name, case, knowledge), knowledge)
    except InputError:
        return []
    values = (*question.values, *(knowledge.homes if question.type == "home" else ()))
    return [f"{name}={value}" for value in (*values, UNKNOWN)]


def changed_case(case: Case, changes: Iterable[Supposed], knowledge: Knowledge) -> Case:
    """The case as it would be read if the file gave other answers.

    Args:
        knowledge: The questions, homes and kinds of party.

    Returns:
        The case; contradictions and the answers that depend on others are found anew.

    Raises:
        InputError: If an answer cannot be what is supposed.
    """
    value = case.source
    changes = tuple(changes)
    for change in changes:
        value = _with_answer(value, [*filter(None, change.name)], change.value)
    try:
        return case_of(value, AnswerReader(case.file, knowledge))
    except InputError as error:
        said = " ".join(str(one) for one in changes)
        raise InputError.together(
            one._replace(file=None, line=None, what=f"{said}: {one.what}")
            for one in error.problems[:1]
        ) from error


def with_party(case: Case, party: Mapping[str, str], knowledge: Knowledge) -> Case:
    """The case as it would be read if the file listed one party more.

    Args:
        party: Its answers, its name and kind among them.
        knowledge: The questions, homes and kinds of party.

    Raises:
        InputError: If no case can hold such a party.
    """
    entry = SourceMapping(1)
    entry.update(party)
    entry.lines = dict.fromkeys(party, 1)
    try:
        value = vary(case.source, {"parties.+": entry}, case.file)
        return case_of(value, AnswerReader(case.file, knowledge))
    except InputError as error:
        raise InputError.together(
            one._replace(file=None, line=None) for one in error.problems
        ) from error


def vary(value: Any, changes: Mapping[str, Any], file: str) -> Any:
    """What was read from a case file with a few answers changed, for test cases that differ little.

    Args:
        value: What was read; it stays as it is.
        changes: Dotted paths in the case file, each with the new value. A step into a list is the
            id of an entry or the slug of its name; `+` adds an entry.
        file: The file that names the changes, for messages.

    Raises:
        InputError: If a path leads nowhere.
    """
    for path, new in changes.items():
        try:
            value = _with_answer(value, path.split("."), new)
        except (TypeError, KeyError):
            what = f"The path {echo(path)} leads nowhere in the case it is to change."
            remedy = "Write it like change.kind, or parties.board.stance."
            raise InputError(what, file, remedy=remedy) from None
    return value


def _with_answer(holder: Any, steps: list[str], answer: Any) -> Any:
    """What was read from a file with another answer; what does not change is the same object."""
    if not steps:
        return _list(answer, holder) if isinstance(answer, tuple) else answer
    step, *rest = steps
    if isinstance(holder, SourceSequence):
        entries = _list(holder, holder)
        if step == "+":
            entries.append(answer)
            entries.lines.append(holder.line)
        else:
            at = _ids(holder)[step]
            entries[at] = _with_answer(holder[at], rest, answer)
        return entries
    if not isinstance(holder, SourceMapping):
        raise TypeError(step)
    made = SourceMapping(holder.line)
    made.update(holder)
    made.lines = {step: holder.line, **holder.lines}
    inner = holder.get(step)
    if rest and inner in (None, UNKNOWN):
        inner = SourceMapping(holder.line)
    made[step] = _with_answer(inner if rest else holder, rest, answer)
    return made


def _list(entries: Any, like: Any) -> SourceSequence:
    lines = like.lines if entries is like else [like.line] * len(entries)
    return SourceSequence(like.line, entries, lines)


def _ids(entries: SourceSequence) -> dict[str, int]:
    """The places of the entries of a list by the ids that a reader gives them."""
    taken: set[str] = set()
    found: dict[str, int] = {}
    for at, entry in enumerate(entries):
        if isinstance(entry, SourceMapping) and not is_blank(entry):
            name = str(entry.get("name", entry.get("source", "")))
            slug = slug_of(name) or "source" if "source" in entry else party_id(name)
            found[entry.get("id") or unique_slug(slug, taken)] = at
    return found
