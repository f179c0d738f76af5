"""What comes of a batch: one schema of tables, as a database and as CSV.

While a batch runs, its results stand in a working database beside the last ones, case by case, so
that whoever is stopped goes on where he was. The files that are given are made of it at the end, in
the order of the cases, so that the way there leaves no trace in them.
"""

from __future__ import annotations

import csv
import os
import shutil
import sqlite3
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from advisor.commands.sheets import as_text
from advisor.errors import InputError, Problem
from advisor.model.replacing import refuse_links, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from advisor.commands.batching.work import Done, Work

    Rows = Mapping[str, Sequence[tuple[object, ...]]]
    """For each table its rows, without number (and of `cases` without name and hash)."""

TABLES: dict[str, tuple[str, ...]] = {
    "cases": (
        "case", "input_hash", "file", "line", "status", "client", "region", "role", "kind",
        "scope", "place", "path", "route", "form", "home", "fit", "keystone", "assumptions",
        "memo", "answers_hash",
        "rules_version", "rules_hash", "engine", "advisor_version",
    ),
    "alternatives": ("rank", "path", "open"),
    "homes": (
        "home", "open", "place", "chosen", "autonomy", "policy", "opt_in", "trade_off", "grid",
        "demand", "verdict",
    ),
    "bars": ("home", "by"),
    "parties": ("party", "name", "kind", "power", "stance", "basis", "channels", "ally"),
    "risks": ("risk", "level", "about"),
    "conditions": ("condition", "home", "holder", "by", "keystone"),
    "problems": ("weight", "file", "line", "what", "remedy"),
}  # fmt: skip
"""The tables with their columns; each begins with the number of the case. docs/batch.md describes
them; a change that could break a reader raises `VERSION`."""
CHILDREN = tuple(table for table in TABLES if table != "cases")
VERSION = 1
ADVISED, REFUSED = "advised", "refused"
"""What becomes of a case."""
ERROR, NOTE = "error", "note"
"""What a problem means for its case: it is refused, or something was read that could be better."""
DATABASE = "results.sqlite"
WORKING = ".results.part"
MEMOS = "memos"
_NUMBERS = {"line", "rank", "power", "assumptions"}
_OURS = 0x41445652
"""How SQLite knows that a database is one of ours."""
_GO_ON = "Make room, and run the command again: it goes on where it was."
_ELSEWHERE = "Wait for another batch that writes there, or name another folder."


class BatchCount(NamedTuple):
    """What came of a batch."""

    paths: dict[str, int]
    """How many cases are advised each path, the most frequent first."""
    refused: int
    known: int
    """How many of all were done before."""
    problems: tuple[Problem, ...]
    """What is wrong with those that are refused."""


@contextmanager
def _writing(what: str, where: Path, remedy: str) -> Iterator[None]:
    """Says in words that something cannot be written, and why."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        said = f"{what} cannot be written: {getattr(error, 'strerror', None) or error}."
        raise InputError(said, str(where), remedy=remedy) from error


class Results:
    """The results of a batch in a folder, while it runs."""

    def __init__(self, folder: Path) -> None:
        """Goes on with what is there, or begins.

        Raises:
            InputError: If the folder cannot be written to, holds files of others under these names,
                or another batch is writing there.
        """
        self._folder = folder
        self._known = 0
        self._working = folder / WORKING
        beside = (folder / f"{WORKING}{end}" for end in ("-wal", "-shm", "-journal"))
        refuse_links(self._working, folder / MEMOS, *beside)
        done = folder / DATABASE
        with _writing("The results", folder, _ELSEWHERE):
            folder.mkdir(parents=True, exist_ok=True)
            if not self._working.exists() and done.exists():
                _refuse_foreign(done)
                shutil.copyfile(done, self._working)
            self._base = sqlite3.connect(self._working, timeout=0, isolation_level=None)
            self._begin()

    def _begin(self) -> None:
        run = self._base.execute
        run("PRAGMA locking_mode = EXCLUSIVE")
        run("PRAGMA journal_mode = WAL")
        run("PRAGMA synchronous = NORMAL")
        run("BEGIN EXCLUSIVE")
        for table in TABLES:
            run(f"CREATE TABLE IF NOT EXISTS {_declared(table)}")
        for table in CHILDREN:
            run(f"CREATE INDEX IF NOT EXISTS of_{table} ON {table} (number)")
        run('CREATE UNIQUE INDEX IF NOT EXISTS by_name ON cases ("case")')
        run("CREATE TABLE IF NOT EXISTS placed (place INTEGER PRIMARY KEY, number INTEGER)")
        run("DELETE FROM placed")
        run("COMMIT")

    def close(self) -> None:
        """Lets go of the working database; what was put there stays."""
        self._base.close()

    def known(self, task: Work) -> bool:
        """Takes a case into the batch if it is done.

        Returns:
            Whether it is done, and its memo there.
        """
        wanted = 'SELECT number, memo FROM cases WHERE "case" = ? AND input_hash = ?'
        found = self._base.execute(wanted, (task.given.name, task.key)).fetchone()
        if found is None or found[1] not in (None, task.memo):
            return False
        if found[1] and not (self._folder / task.memo).is_file():
            return False
        self._base.execute("INSERT INTO placed VALUES (?, ?)", (task.place, found[0]))
        self._known += 1
        return True

    def put(self, came: Iterable[tuple[Work, Done]]) -> None:
        """Keeps what came of some cases; all of them, or none if it is stopped meanwhile.

        Raises:
            InputError: If a memo cannot be written.
        """
        run = self._base.execute
        run("BEGIN")
        for task, done in came:
            if done.memo:
                file = self._folder / task.memo
                with _writing("The memo", file, _GO_ON):
                    file.parent.mkdir(exist_ok=True)
                    replace(file, done.memo)
            old = run('SELECT number FROM cases WHERE "case" = ?', (task.given.name,)).fetchone()
            for table in TABLES if old else ():
                run(f"DELETE FROM {table} WHERE number = ?", old)
            ((*case,),) = done.rows["cases"]
            number = run(_insert("cases"), (None, task.given.name, task.key, *case)).lastrowid
            run("INSERT INTO placed VALUES (?, ?)", (task.place, number))
            for table in CHILDREN:
                filled = [(number, *row) for row in done.rows.get(table, ())]
                self._base.executemany(_insert(table), filled)
        run("COMMIT")

    def finish(self) -> BatchCount:
        """Gives the results of the batch as a database and as CSV, and ends the work on them.

        Raises:
            InputError: If they cannot be written; what is done is kept.
        """
        made = self._folder / f"{WORKING}.made"
        run = self._base.execute
        with _writing("The results", self._folder, _GO_ON):
            made.unlink(missing_ok=True)
            run("ATTACH DATABASE ? AS made", (str(made),))
            run(f"PRAGMA made.application_id = {_OURS}")
            run(f"PRAGMA made.user_version = {VERSION}")
            run("BEGIN")
            for table in TABLES:
                run(f"CREATE TABLE made.{_declared(table)}")
                run(f"INSERT INTO made.{table} {_placed(table)}")
            run("COMMIT")
            run("DETACH DATABASE made")
            for table, columns in TABLES.items():
                rows = run(_placed(table))
                _write_table(self._folder / f"{table}.csv", ("number", *columns), rows)
            os.replace(made, self._folder / DATABASE)
        summary = self._summary()
        self.close()
        for ending in ("", "-wal", "-shm"):
            with suppress(OSError):
                os.unlink(f"{self._working}{ending}")
        return summary

    def _summary(self) -> BatchCount:
        rows = self._base.execute(
            "SELECT status, path, count(*) FROM placed JOIN cases USING (number) "
            "GROUP BY status, path ORDER BY 3 DESC, 2"
        ).fetchall()
        problems = tuple(
            Problem(what, file, line, remedy)
            for _, weight, file, line, what, remedy in self._base.execute(_placed("problems"))
            if weight == ERROR
        )
        paths = {path: count for status, path, count in rows if status == ADVISED}
        refused = sum(count for status, _, count in rows if status == REFUSED)
        return BatchCount(paths, refused, self._known, problems)


def _declared(table: str) -> str:
    """A table as SQL declares it."""
    key = " PRIMARY KEY" if table == "cases" else ""
    columns = (f'"{one}" {"INTEGER" if one in _NUMBERS else "TEXT"}' for one in TABLES[table])
    return f"{table} (number INTEGER{key}, {', '.join(columns)})"


def _insert(table: str) -> str:
    return f"INSERT INTO {table} VALUES ({', '.join('?' * (1 + len(TABLES[table])))})"


def _placed(table: str) -> str:
    """Asks for the rows of a table in the order of the batch, with the numbers they have there.

    While a batch runs, a case keeps the number it once got, wherever it stands.
    """
    columns = ", ".join(f'one."{column}"' for column in TABLES[table])
    return (
        f"SELECT placed.place, {columns} FROM main.placed CROSS JOIN main.{table} AS one "
        "ON one.number = placed.number ORDER BY placed.place, one.rowid"
    )


def _write_table(target: Path, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Writes a table as CSV for spreadsheets: no cell of it is a formula."""
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)  # of a batch that was killed; or a link, which would be followed
    with open(part, "x", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(columns)
        for row in rows:
            table.writerow([as_text(cell) for cell in row])
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, target)


def _refuse_foreign(done: Path) -> None:
    """Refuses to go on from a database of somebody else, or of another version.

    Raises:
        InputError: If it is one.
        sqlite3.DatabaseError: If it is no database.
    """
    with closing(sqlite3.connect(f"file:{quote(str(done))}?mode=ro", uri=True)) as base:
        (ours,) = base.execute("PRAGMA application_id").fetchone()
        (version,) = base.execute("PRAGMA user_version").fetchone()
    if (ours, version) != (_OURS, VERSION):
        what = "This file is there already, and this version of “advisor batch” did not make it."
        raise InputError(what, str(done), remedy="Move it away, or name another folder.")
