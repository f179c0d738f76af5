"""Where the cases of a batch stand: files, folders, rows of a table, lines of JSON.

Each case is handed on as it is written, so that whoever works on it needs no disk of ours and what
is done is known by what it says.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from advisor.commands.sheets import TABLES, Row, open_text, rows_of_table
from advisor.errors import InputError, Problem
from advisor.knowledge.base import usual_knowledge
from advisor.knowledge.source import LARGEST, read_text_source
from advisor.model.flat_case import read_columns

CASE_FILES = (".yaml", ".yml", ".json")
JSON_LINES = (".jsonl", ".ndjson")
MARK = b"advisor-case"
"""By what a case file in a folder is known."""


class Written(NamedTuple):
    """One case as it is written."""

    name: str
    """What it is called in the results: its file, and behind "#" its line or row."""
    file: str
    line: int
    """The line at which it begins."""
    data: bytes
    """A case file; or the cells of a row as JSON, a list of pairs of column and text."""
    is_row: bool = False
    unread: tuple[Problem, ...] = ()
    """Why it cannot be read."""


class Book(NamedTuple):
    """What was named on the command line, or one file of a folder."""

    file: str
    size: int
    """How many cases stand in it, at most."""
    cases: Callable[[], Iterator[Written]]
    """Reads them one by one."""


class Shelf(NamedTuple):
    """What was found."""

    books: list[Book]
    left_out: list[str]
    """Files of folders that are links, or hold no case."""


def find_cases(named: tuple[str, ...], out: Path) -> Shelf:
    """Finds the cases.

    Args:
        out: The folder of the results, which is left out.

    Returns:
        What was found, in the order in which it was named; a folder in the order of names.

    Raises:
        InputError: If there is no such file, a table has columns that lead nowhere, or there is
            no case.
    """
    found = Shelf([], [])
    problems: list[Problem] = []
    for name in dict.fromkeys(named):
        try:
            if os.path.isdir(name):
                _look_through(name, out, found)
            else:
                found.books.append(_book(name))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError.together(problems)
    once = {os.path.realpath(book.file): book for book in reversed(found.books)}
    found.books[:] = reversed(once.values())
    if not any(book.size for book in found.books):
        what, remedy = "There is no case here.", "Name case files, or a folder or table of them."
        raise InputError(what, ", ".join(named), remedy=remedy)
    return found


def _look_through(folder: str, out: Path, found: Shelf) -> None:
    """Finds the case files in a folder by their names, then those in the folders below it."""
    for root, folders, files in os.walk(folder):
        inside = [one for one in folders if Path(root, one).resolve() != out.resolve()]
        folders[:] = sorted(one for one in inside if not one.startswith("."))
        for name in sorted(files):
            path = os.path.join(root, name)
            if name.startswith(".") or not name.lower().endswith(CASE_FILES):
                continue
            is_case = os.path.isfile(path) and not os.path.islink(path)
            if is_case:
                with open(path, "rb") as file:
                    is_case = MARK in file.read(LARGEST + 1)
            if is_case:
                found.books.append(_file(path))
            else:
                found.left_out.append(path)


def _book(name: str) -> Book:
    ending = os.path.splitext(name)[1].lower()
    if ending in TABLES:
        return _table(name, lambda: rows_of_table(name))
    if ending in JSON_LINES:
        return Book(name, sum(1 for _ in _lines(name)), lambda: _lines(name))
    if not os.path.isfile(name):
        read_text_source(name)  # says what is wrong with it
    return _file(name)


def _file(path: str) -> Book:
    def read() -> Iterator[Written]:
        try:
            yield Written(path, path, 1, read_text_source(path))
        except InputError as error:
            yield Written(path, path, 1, b"", unread=error.problems)

    return Book(path, 1, read)


def _lines(name: str) -> Iterator[Written]:
    """The cases of a file of JSON lines."""
    with open_text(name) as file:
        for number, line in enumerate(iter(lambda: file.readline(LARGEST + 1), b""), 1):
            if len(line) > LARGEST:
                what = f"This line is longer than {LARGEST:,} bytes."
                raise InputError(what, name, number, "Keep the answers only, one case a line.")
            if line.strip():
                yield Written(f"{name}#{number}", name, number, line.strip())


def _table(name: str, rows: Callable[[], Iterator[Row]]) -> Book:
    """A table whose first row names the answers."""
    lines = rows()
    line, names = next(lines, (1, []))
    columns = read_columns(names, name, line, usual_knowledge())
    if not any(columns):
        what = "The first row names no answers."
        remedy = "Name each column by the way to its answer, such as client.name."
        raise InputError(what, name, line, remedy)

    def read() -> Iterator[Written]:
        filled = rows()
        next(filled)
        for number, cells in filled:
            pairs = [pair for pair in zip(names, cells) if pair[1].strip()]
            data = json.dumps(pairs, ensure_ascii=True).encode("ascii")
            yield Written(f"{name}#{number}", name, number, data, is_row=True)

    return Book(name, sum(1 for _ in lines), read)
