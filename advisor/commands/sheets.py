"""Reads tables from a stranger, as text or workbooks: cells only, and no more of them than fit.

A workbook is an archive of XML. What it unpacks to, and how many cells are read, has a bound;
document types, which could draw in other files or grow without end, are refused; formulas are not
worked out, links not followed, and macros not even looked at.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from advisor.commands.options import needing
from advisor.errors import InputError, echo
from advisor.knowledge.letters import encoding_of
from advisor.knowledge.source import LARGEST, open_file, unreadable

Row = tuple[int, list[str]]
"""The line or row at which it begins, and its cells as text."""
TABLES = (".csv", ".xlsx")
"""How the names of tables end."""
LARGEST_UNPACKED = 500_000_000
"""Bytes that a workbook may unpack to."""
MOST_COLUMNS = 2_000
MOST_ROWS = 200_000
_BROKEN = (KeyError, IndexError, ValueError, TypeError, AttributeError, SyntaxError, zlib.error)
"""What openpyxl raises of a workbook that is damaged."""
_never = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""What cannot stand in XML."""
_saved_at = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_ACTIVE = ("=", "+", "-", "@", "\t", "\r")
"""What begins a formula in a spreadsheet."""
IGNORED = "(ignore)"
"""The end of the name of a sheet that is not read."""


def as_text(cell: object) -> object:
    """A cell that a spreadsheet shows and does not run.

    Args:
        cell: What is to stand there; a text that begins like a formula gets an apostrophe.
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_ACTIVE) else cell


def as_it_was(cell: str) -> str:
    """A text that was read back, without the apostrophe of `as_text`."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_ACTIVE) else cell


def rows_of_table(name: str, sheet: str = "") -> Iterator[Row]:
    """The rows of a table, as text; empty ones are left out.

    Args:
        name: A file in CSV, or a workbook.
        sheet: The sheet of a workbook; by default the first that is not to be ignored.

    Returns:
        Each row with the line or row at which it begins.

    Raises:
        InputError: If it is no table, is too large, or openpyxl is wanted and not installed.
    """
    if not name.lower().endswith(".xlsx"):
        yield from _rows_of_text(name)
        return
    for title, rows in sheets_of(name):
        if not sheet or title.strip().casefold() == sheet.strip().casefold():
            yield from rows
            return
    what = f"There is no sheet {echo(sheet)}." if sheet else "There is no sheet to read."
    raise InputError(what, name, remedy="Sheets whose name ends in “(ignore)” are not read.")


def open_text(name: str) -> io.BufferedReader:
    """Opens a file of lines.

    Raises:
        InputError: If it cannot be.
    """
    try:
        return open_file(name)
    except (OSError, ValueError) as error:
        raise unreadable(name, error) from None


def _rows_of_text(name: str) -> Iterator[Row]:
    """The rows of a table as text, each with the line at which it begins; empty ones left out."""
    with open_text(name) as file:
        encoding = encoding_of(iter(lambda: file.read(LARGEST), b""))
        file.seek(0)
        text = io.TextIOWrapper(file, encoding, newline="")
        head = text.readline(LARGEST)
        mark = max(",;\t", key=head.count)
        text.seek(0)
        reader = csv.reader(text, delimiter=mark, strict=True)
        begins = 1
        try:
            for row in reader:
                if any(cell.strip() for cell in row):
                    yield begins, [as_it_was(cell) for cell in row]
                begins = reader.line_num + 1
        except (csv.Error, UnicodeDecodeError) as error:
            what = f"The table cannot be read: {error}."
            raise InputError(what, name, begins, "Save it again as CSV in UTF-8.") from None


def sheet_names(name: str) -> list[str]:
    """The sheets of a workbook that are to be read; none of another file.

    Raises:
        InputError: As for `rows_of_table`.
    """
    is_book = name.lower().endswith(".xlsx")
    return [title.strip() for title, _ in sheets_of(name)] if is_book else []


def sheets_of(name: str) -> Iterator[tuple[str, Iterator[Row]]]:
    """The sheets of a workbook that are to be read, each with its rows.

    Raises:
        InputError: As for `rows_of_table`.
    """
    with needing("tables", "A workbook needs"):
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException
    broken = (zipfile.BadZipFile, InvalidFileException, *_BROKEN)
    try:
        open_text(name).close()
        _check(name)
        book = load_workbook(name, read_only=True, data_only=True, keep_links=False)
        try:
            for sheet in book.worksheets:
                if not sheet.title.strip().lower().endswith(IGNORED):
                    yield sheet.title, _rows(sheet, name)
        finally:
            book.close()
    except broken as error:
        what = f"The workbook cannot be read: {type(error).__name__}."
        raise InputError(what, name, remedy="Save it again as XLSX or CSV.") from error
    except OSError as error:
        raise unreadable(name, error) from None


def _rows(sheet: Any, name: str) -> Iterator[Row]:
    sheet.reset_dimensions()  # what the file says of its size may be wrong
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        if number > MOST_ROWS or len(row) > MOST_COLUMNS:
            what = f"The sheet has more than {MOST_ROWS:,} rows or {MOST_COLUMNS:,} columns."
            raise InputError(what, name, number, "Divide it, or delete what stands far outside.")
        cells = [text_of_cell(cell) for cell in row]
        if any(cells):
            yield number, cells


def text_of_cell(value: object) -> str:
    """A cell as the person would have written it in a case file."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return "" if value is None else str(value).strip()


def _check(name: str) -> None:
    """Refuses what would unpack to too much, or holds a document type.

    Raises:
        InputError: If it does.
        OSError: If it cannot be read.
        zipfile.BadZipFile: If it is no archive.
    """
    with zipfile.ZipFile(name) as archive:
        entries = archive.infolist()
        if sum(one.file_size for one in entries) > LARGEST_UNPACKED:
            what = f"The workbook unpacks to more than {LARGEST_UNPACKED // 1_000_000} MB."
            raise InputError(what, name, remedy="Save its cells as CSV.")
        for entry in entries:
            if entry.filename.endswith((".xml", ".rels")):
                with archive.open(entry) as file:
                    if b"<!DOCTYPE" in file.read(4096).replace(b"\0", b""):
                        what = "The workbook declares a document type, which no workbook needs."
                        raise InputError(what, name, remedy="Save it again, or as CSV.")


def csv_of(rows: Iterable[Iterable[str]]) -> str:
    """Rows as CSV."""
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows([map(as_text, row) for row in rows])
    return made.getvalue()


def workbook_of(sheets: Mapping[str, Iterable[Iterable[str]]]) -> bytes:
    """Sheets as a workbook: text in every cell, and the same bytes every time.

    Raises:
        InputError: If openpyxl is not installed.
    """
    with needing("tables", "A workbook needs"):
        from openpyxl import Workbook
    book = Workbook()
    del book[book.sheetnames[0]]
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for number, row in enumerate(rows, 1):
            for place, text in enumerate(row, 1):
                cell = sheet.cell(number, place, _never.sub("", text))
                cell.data_type = "s"  # whatever it begins with
    written, made = io.BytesIO(), io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = _saved_at.sub(rb"\g<1>2000-01-01T00:00:00Z", old.read(entry))
            new.writestr(zipfile.ZipInfo(entry.filename), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()
