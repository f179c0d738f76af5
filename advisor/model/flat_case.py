"""A case told in one row: each column is the way to an answer, with dots between the keys.

`client.name`, `change.kind`, `homes.charter-school.open`; entries of a list are numbered, as in
`parties.1.name`; several values stand in one cell with `|` between them. So a spreadsheet or a form
can hold cases, one a row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.errors import InputError, Problem, as_name, did_you_mean, echo
from advisor.knowledge.source import Mapping, Sequence
from advisor.model.answer_types import MOST_ENTRIES, is_blank, rows_of
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


class AnswerColumn(NamedTuple):
    """Where the cells of a column belong."""

    path: tuple[str | int, ...]
    """Keys, and for entries of a list their number."""
    type: str
    """The type of answer, as in `rules/questions.yaml`."""


def read_columns(
    names: Mapping | Iterable[str], file: str, line: int, knowledge: Knowledge
) -> list[AnswerColumn | None]:
    """Finds where each column belongs.

    Args:
        names: What stands at the head of each, or the keys of a flat form.
        file: The file, for messages.

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
                at = names.lines[name] if isinstance(names, Mapping) else line
                problems.append(Problem(what, file, at, remedy))
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
            helps = did_you_mean(part, known, _known(kind, known))
            raise LookupError(
                what, f"{helps} A column of yours is left unread where its name ends in (ignore)."
            )
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


def unfolded(flat: Mapping, file: str, knowledge: Knowledge) -> Mapping:
    """Makes of a flat form what a case file would have said.

    Args:
        flat: The way to each answer, with dots, and the answer.
        file: The file, for messages.

    Raises:
        InputError: With every key that is no way to an answer.
    """
    columns = read_columns(flat, file, flat.line, knowledge)
    return _folded(
        (
            (column, flat.written.get(key, answer), flat.lines[key])
            for column, (key, answer) in zip(columns, flat.items())
        ),
        flat.line,
    )


def case_from_row(cells: Iterable[tuple[AnswerColumn | None, str]], line: int) -> Mapping:
    """Makes of a row what a case file would have said.

    Args:
        cells: Each cell as text, with its column; an empty one says nothing.

    Returns:
        The value for `read_case`; all of it stands on the line of the row.
    """
    return _folded(((column, text, line) for column, text in cells), line)


def _folded(answers: Iterable[tuple[AnswerColumn | None, Any, int]], line: int) -> Mapping:
    top = Mapping(line)
    lists: list[tuple[Mapping, str]] = []
    for column, answer, at in answers:
        if column is None or is_blank(answer):
            continue
        inside, *way = column.path
        holder = top
        for key in way:
            # Entries wait under their numbers until all are there: gaps are closed below.
            name = str(inside)
            if name not in holder:
                _put(holder, name, Mapping(at), at)
                if type(key) is int:
                    lists.append((holder, name))
            holder, inside = holder[name], key
        _put(holder, str(inside), _value(column, answer, at), at)
    for holder, name in reversed(lists):
        numbers = sorted(holder[name], key=int)
        entries = [holder[name][key] for key in numbers]
        lines = [holder[name].lines[key] for key in numbers]
        holder[name] = Sequence(holder.lines[name], entries, lines)
    if VERSION_KEY not in top:
        _put(top, VERSION_KEY, 1, line)
    return top


def _put(holder: Mapping, key: str, value: Any, line: int) -> None:
    holder[key], holder.lines[key] = value, line


def _value(column: AnswerColumn, answer: Any, line: int) -> Any:
    """The value of one cell."""
    if not isinstance(answer, str):
        return answer
    text = answer.strip()
    if column.type not in ("several", "phrases") or BETWEEN not in text:
        return text
    parts = [one.strip() for one in text.split(BETWEEN) if one.strip()]
    return Sequence(line, parts, [line] * len(parts))
