"""A case told in one row: each column is the way to an answer, with dots between the keys.

`client.name`, `change.kind`, `homes.charter-school.open`; entries of a list are numbered, as in
`parties.1.name`; several values stand in one cell with `|` between them. So a spreadsheet or a form
can hold cases, one a row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.errors import InputError, Problem, as_name, did_you_mean, echo
from advisor.knowledge.source import Mapping, Sequence, plain_scalar
from advisor.model.answer_types import MOST_ENTRIES, NONE, rows_of
from advisor.model.case import EVERY_HOME
from advisor.model.former_words import renamed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from advisor.knowledge.base import Knowledge
    from advisor.knowledge.questions import Question

VERSION_KEY = "advisor-case"
BETWEEN = "|"
"""What stands between several values in one cell."""
IGNORED = "(ignore)"
"""The end of the name of a column that is not read."""
_NUMBERS = tuple(map(str, range(1, MOST_ENTRIES + 1)))
_WORDS = ("name", "phrase", "text", "party", "id")
"""Types of answer that keep what was written."""


class AnswerColumn(NamedTuple):
    """Where the cells of a column belong."""

    path: tuple[str | int, ...]
    """Keys, and for entries of a list their number."""
    type: str
    """The type of answer, as in `rules/questions.yaml`."""


def read_columns(
    names: Iterable[str], file: str, line: int, knowledge: Knowledge
) -> list[AnswerColumn | None]:
    """Finds where each column belongs.

    Args:
        names: What stands at the head of each.
        file: The file, for messages.
        line: The line of the names.
        knowledge: The questions.

    Returns:
        A column for each name; nothing for one that is empty or ends in "(ignore)".

    Raises:
        InputError: With every name that is no way to an answer, and every one that stands twice.
    """
    found: list[AnswerColumn | None] = []
    problems: list[Problem] = []
    for name in names:
        column = None
        if name.strip() and not name.strip().lower().endswith(IGNORED):
            try:
                column = _column(name, knowledge)
            except LookupError as error:
                what, remedy = error.args
                problems.append(Problem(what, file, line, remedy))
        if column and any(one and one.path == column.path for one in found):
            what = f"The column {echo(name)} stands here for the second time."
            problems.append(Problem(what, file, line, "Keep one of the two."))
        found.append(column)
    if problems:
        raise InputError.together(problems)
    return found


def _column(name: str, knowledge: Knowledge) -> AnswerColumn:
    """Where a column belongs.

    Raises:
        LookupError: With what is wrong and what helps.
    """
    path: list[str | int] = []
    kind, of, question = "record", "case", None
    for part in map(as_name, name.split(".")):
        known = _below(kind, of, question, knowledge)
        key = part if part in known else renamed(knowledge).get(part, part)
        if key not in known:
            where = f" under “{'.'.join(map(str, path))}”" if path else ""
            what = f"The column {echo(name)} leads to no answer: there is no {echo(part)}{where}."
            raise LookupError(what, did_you_mean(part, known, _known(kind, known)))
        path.append(int(key) if kind == "records" else key)
        if kind == "record":
            question = knowledge.questions.find(of, key)
            kind, of = question.type, question.of
        elif kind in ("records", "records-by-home"):
            kind = "record"
        else:
            kind = question.cells if question and kind == "table" else "score"
    known = _below(kind, of, question, knowledge)
    if known:
        what = f"The column {echo(name)} holds more than one answer."
        raise LookupError(what, f"Go on with a dot. {_known(kind, known)}")
    return AnswerColumn(tuple(path), kind)


def _below(kind: str, of: str, question: Question | None, knowledge: Knowledge) -> Collection[str]:
    """What can stand behind the next dot; nothing where an answer is reached."""
    if kind == "record":
        return knowledge.questions.levels[of].questions
    if kind == "records":
        return _NUMBERS
    if kind == "records-by-home":
        return (*knowledge.homes, EVERY_HOME)
    if kind == "table" and question:
        return rows_of(question, knowledge)
    return ("now", "wanted") if kind == "now-and-wanted" else ()


def _known(kind: str, known: Iterable[str]) -> str:
    if kind == "records":
        return "Number the entries of a list, from 1."
    return f"Known are: {', '.join(known)}." if known else "Leave it out."


def case_from_row(cells: Iterable[tuple[AnswerColumn | None, str]], line: int) -> Mapping:
    """Makes of a row what a case file would have said.

    Args:
        cells: Each cell as text, with its column; an empty one says nothing.
        line: The line of the row.

    Returns:
        The value for `read_case`; all of it stands on the line of the row.
    """
    top = Mapping(line)
    lists: list[tuple[Mapping, str]] = []
    for column, text in cells:
        text = text.strip()
        if column is None or not text:
            continue
        inside, *way = column.path
        holder = top
        for key in way:
            # Entries wait under their numbers until all are there: gaps are closed below.
            name = str(inside)
            if name not in holder:
                _put(holder, name, Mapping(line))
                if type(key) is int:
                    lists.append((holder, name))
            holder, inside = holder[name], key
        _put(holder, str(inside), _value(column, text, line))
    for holder, name in reversed(lists):
        entries = [holder[name][key] for key in sorted(holder[name], key=int)]
        holder[name] = Sequence(line, entries, [line] * len(entries))
    if VERSION_KEY not in top:
        _put(top, VERSION_KEY, 1)
    return top


def _put(holder: Mapping, key: str, value: Any) -> None:
    holder[key], holder.lines[key] = value, holder.line


def _value(column: AnswerColumn, text: str, line: int) -> Any:
    """The value of one cell."""
    if column.type in _WORDS:
        return text
    if column.type not in ("several", "phrases"):
        return plain_scalar(text)
    parts = [one.strip() for one in text.split(BETWEEN) if one.strip()]
    if len(parts) < 2:
        return plain_scalar(parts[0]) if parts else NONE
    return Sequence(line, parts, [line] * len(parts))
