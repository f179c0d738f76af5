"""A register of stakeholders, as consultants keep it: what each row says of a party.

Columns are known by their usual names, in any order, and words and scales of registers are read as
answers of the case file (`register` in `rules/words.yaml`). Power is how strongly somebody could
act, never through what: who has no hold in the file stays without one and is named. Whatever is not
understood is kept with its party, unread, and comes back when the register is written again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any, NamedTuple

from advisor.errors import InputError, Problem, as_name, did_you_mean, echo
from advisor.knowledge.base import Knowledge
from advisor.knowledge.parties import OTHER, kind_named
from advisor.model.draft import Content, copied
from advisor.model.names import party_id
from advisor.model.written import word_written

KEPT = "register"
"""The key of a party under which stands what was not understood."""
POWER_AT = "power-at."
_HOLDS = ("supplies", "sets-rules", "votes")
_FIRST_ROWS = 10
"""Rows in which the names of the columns may stand, below a title."""
_said_beside = re.compile(r"\([^)]*\)|[^a-z0-9/.+\- ]")
_as_whole = re.compile(r"\.0+$").sub


class RegisterRow(NamedTuple):
    """What a row says of a party."""

    line: int
    answers: Content
    kept: dict[str, str]
    """Cells that nothing reads, by the name of their column."""
    unclear: tuple[str, ...]
    """Columns that are read, and whose cell is not understood."""
    read: tuple[str, ...]
    """Columns whose cell is an answer and nothing else."""


class Register(NamedTuple):
    """A register, read."""

    columns: dict[str, str]
    """Each column with the answer that it gives, or nothing."""
    rows: list[RegisterRow]
    nameless: tuple[int, ...]
    """Rows that say something of nobody."""


class PartyChange(NamedTuple):
    """What a row of a register makes of a party."""

    name: str
    is_new: bool
    changes: tuple[tuple[str, str, str], ...]
    """Question, what was answered before (or nothing), and what is now."""
    unclear: tuple[tuple[str, str], ...]
    """Column and cell that are not understood, and kept."""
    kept: tuple[str, ...]
    """Other columns that nothing reads, and whose cells are kept and were not there before."""


def read_register(
    rows: Iterable[tuple[int, list[str]]], file: str, knowledge: Knowledge,
    mapped: Mapping[str, str],
) -> Register:  # fmt: skip
    """Reads a register.

    Args:
        rows: Its rows with their lines, the names of the columns among the first.
        file: Its name, for messages.
        knowledge: The questions, and the words of registers.
        mapped: Columns of which a person has said which answer they give.

    Raises:
        InputError: If no column holds names, two rows have the same, or a column that was mapped is
            not there.
    """
    reader = _RegisterReader(file, knowledge, mapped)
    left = iter(rows)
    first = list(islice(left, _FIRST_ROWS))
    named = (at for at, row in enumerate(first) if "name" in reader.fields(row[1]).values())
    head = next(named, None)
    if head is None:
        what = "No column holds the names of parties."
        remedy = "Call one “Name”, or say which it is: --map “COLUMN=name”."
        raise InputError(what, file, first[0][0] if first else None, remedy)
    return reader.register(*first[head], chain(first[head + 1 :], left))


class _RegisterReader:
    """Reads one register."""

    def __init__(self, file: str, knowledge: Knowledge, mapped: Mapping[str, str]) -> None:
        self._file = file
        self._knowledge = knowledge
        self._words = knowledge.section("words", KEPT) or {}
        self._questions = knowledge.questions.levels["party"].questions
        self._mapped = {_plain(column): field for column, field in mapped.items()}
        read = [one.id for one in self._questions.values() if one.type in ("choice", "phrase")]
        own = [*read, *(f"{POWER_AT}{home}" for home in knowledge.homes)]
        usual = {name: field for field, names in self._words["columns"].items() for name in names}
        self._fields = {_plain(one.replace("-", " ")): one for one in own} | usual | self._mapped

    def fields(self, names: Iterable[str]) -> dict[str, str]:
        """Each column with the answer that it gives; an answer is given by one column."""
        found: dict[str, str] = {}
        for name in names:
            plain = _plain(name)
            field = self._fields.get(plain) or self._fields.get(plain.replace("-", " "), "")
            found[name] = "" if field in found.values() else field
        return found

    def _wrongly_mapped(self, fields: Mapping[str, str], line: int) -> Iterator[Problem]:
        """Columns that are not there, and answers that no party has."""
        columns = {*map(_plain, fields)}
        there = f"There are: {', '.join(filter(None, fields))}."
        for column, field in self._mapped.items():
            if column not in columns:
                yield Problem(f"There is no column {echo(column)}.", self._file, line, there)
            elif field not in self._questions:
                remedy = did_you_mean(field, self._questions, "docs/registers.md lists them.")
                yield Problem(f"A party has no answer {echo(field)}.", remedy=remedy)

    def register(
        self, line: int, names: list[str], rows: Iterable[tuple[int, list[str]]]
    ) -> Register:
        """The rows below the names of the columns, which stand in a line."""
        fields = self.fields(names)
        problems = [*self._wrongly_mapped(fields, line)]
        found: dict[str, RegisterRow] = {}
        nameless = []
        for line, cells in () if problems else rows:
            row = self._row(line, fields, dict(zip(names, cells)))
            name = row.answers.get("name")
            if not name:
                nameless.append(line)
                continue
            same = found.get(_key(name))
            if same:
                twice = f"for the second time; the first is in row {same.line}."
                remedy = "Keep one of the two, or give one another name."
                what = f"The party {echo(name)} stands here {twice}"
                problems.append(Problem(what, self._file, line, remedy))
            found[_key(name)] = row
        if problems:
            raise InputError.together(problems)
        columns = {name: field for name, field in fields.items() if name.strip()}
        return Register(columns, [*found.values()], tuple(nameless))

    def _row(self, line: int, fields: Mapping[str, str], cells: Mapping[str, str]) -> RegisterRow:
        answers: Content = {}
        kept: dict[str, str] = {}
        unclear, read_as = [], []
        for column, cell in cells.items():
            text = cell.strip()
            if not text or not column.strip():
                continue
            field = fields[column]
            read = self._answers(field, text) if field else None
            if read is None:
                kept[column.strip()] = text
                if field:
                    unclear.append(column.strip())
                continue
            if field == "supplies" and as_name(text) not in ("yes", "no", "unknown"):
                kept[column.strip()] = text  # what it is
            else:
                read_as.append(column.strip())
            elsewhere = {**answers.get("power-at", {}), **read.get("power-at", {})}
            answers |= {**read, "power-at": elsewhere} if elsewhere else read
        return RegisterRow(line, answers, kept, tuple(unclear), tuple(read_as))

    def _answers(self, field: str, text: str) -> Content | None:
        """The answers that a cell gives; nothing where it is not understood."""
        word = word_written(text)
        if field.startswith(POWER_AT):
            power = self._answers("power", text)
            return power and {"power-at": {field.removeprefix(POWER_AT): power["power"]}}
        if field == "kind":
            kinds = self._knowledge.parties
            kind = word if word in kinds else kind_named(text, kinds)
            return None if kind == OTHER and word != OTHER else {"kind": kind}
        question = self._questions[field]
        if question.type != "choice":
            return {field: text}
        if word in question.values or word == "unknown":
            return {field: word}
        plain = _plain(_as_whole("", text))
        known = self._words.get(field, {})
        for answer, words in {**known, "unknown": self._words["unknown"]}.items():
            if plain in words or text in words:
                return {"divided": "yes"} if answer == "divided" else {field: answer}
        return {"supplies": "yes"} if field == "supplies" else None


def merged(content: Content, register: Register) -> tuple[Content, list[PartyChange]]:
    """Lays a register over the parties of a case: by id or name, what it says takes their place.

    Returns:
        The answers with those of the register, and what it changes, row by row.
    """
    made = copied(content)
    parties = made.setdefault("parties", [])
    by_id = {str(one.get("id") or party_id(str(one["name"]))): one for one in parties}
    by_name = {_key(str(one["name"])): one for one in parties}
    told = []
    for row in register.rows:
        name = row.answers["name"]
        party = by_id.get(row.answers.get("id", "")) or by_name.get(_key(name))
        is_new = party is None
        if party is None:
            party = {}
            parties.append(party)
        before = party.get(KEPT, {})
        changes = tuple(_laid_over(party, row))
        unclear = tuple((column, row.kept[column]) for column in row.unclear)
        kept = tuple(
            column for column, cell in row.kept.items()
            if column not in row.unclear and before.get(column) != cell
        )  # fmt: skip
        told.append(PartyChange(str(party["name"]), is_new, changes, unclear, kept))
    return made, told


def _laid_over(party: Content, row: RegisterRow) -> Iterator[tuple[str, str, str]]:
    """Lays a row over a party; tells what it changes."""
    for field, answer in row.answers.items():
        old = party.get(field)
        if field == "name" and old and _key(old) == _key(answer):
            continue  # only other capitals
        if isinstance(answer, dict):
            answer = {**(old or {}), **answer}
        if old != answer:
            party[field] = answer
            yield field, _told(old), _told(answer)
    kept = {**party.get(KEPT, {}), **row.kept}
    for column in row.read:  # it was not understood before
        kept.pop(column, None)
    if kept:
        party[KEPT] = kept
    else:
        party.pop(KEPT, None)


def _told(answer: Any) -> str:
    if isinstance(answer, dict):
        return ", ".join(f"{key}: {one}" for key, one in answer.items())
    return "" if answer is None else str(answer)


def without_hold(content: Content) -> list[str]:
    """The parties of which the file says neither that they have a hold nor that they have none."""
    return [
        str(one["name"])
        for one in content.get("parties", ())
        if not any(key in one for key in (*_HOLDS, "tie"))
    ]


def as_table(content: Content, knowledge: Knowledge) -> tuple[list[str], list[list[str]]]:
    """The parties of a case as a register.

    Returns:
        The names of the columns, and a row for each party. Read again, it gives the same answers.
    """
    parties: list[Content] = list(content.get("parties", ()))
    questions = knowledge.questions.levels["party"].questions.values()
    plain = [one.id for one in questions if one.type not in ("table", "kept")]
    fields = [one for one in plain if any(one in party for party in parties)]
    homes = dict.fromkeys(home for party in parties for home in party.get("power-at", ()))
    kept = dict.fromkeys(column for party in parties for column in party.get(KEPT, ()))
    names = {one: _LABELS.get(one, one.replace("-", " ").capitalize()) for one in fields}
    # What was not understood, or is more than an answer, stands in the column of the answer.
    reads = {
        field: column for column, field in _RegisterReader("", knowledge, {}).fields(kept).items()
    }
    names |= {field: column for field, column in reads.items() if field in names}
    others = [column for column in kept if column not in names.values()]

    def cell(party: Content, field: str) -> str:
        return str(party.get(KEPT, {}).get(names[field]) or _told(party.get(field)))

    rows = [
        [
            *(cell(party, one) for one in fields),
            *(_told(party.get("power-at", {}).get(home)) for home in homes),
            *(party.get(KEPT, {}).get(column, "") for column in others),
        ]
        for party in parties
    ]
    return [*names.values(), *(f"{POWER_AT}{home}" for home in homes), *others], rows


_LABELS = {"name": "Label", "id": "ID", "kind": "Type"}
"""What Kumu calls them, too."""


def connections(content: Content, client: str) -> list[list[str]]:
    """Who has a hold over the client, and by what: from, to, type."""
    return [
        [str(party["name"]), client, hold.replace("-", " ")]
        for party in content.get("parties", ())
        for hold in _HOLDS
        if party.get(hold) == "yes"
    ]


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _plain(name: str) -> str:
    """A name of a column or a word in small letters, without what stands beside it in brackets."""
    text = " ".join(_said_beside.sub(" ", name.lower().replace("_", " ")).split())
    return text.replace(" / ", "/").replace(" - ", "-")
