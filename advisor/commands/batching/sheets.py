"""Reads the sheets of a workbook from a stranger: cells only, and no more of them than fit.

A workbook is an archive of XML. What it unpacks to, and how many cells are read, has a bound;
document types, which could draw in other files or grow without end, are refused; formulas are not
worked out, links not followed, and macros not even looked at.
"""

from __future__ import annotations

import datetime
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from advisor.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_UNPACKED = 500_000_000
"""Bytes that a workbook may unpack to."""
MOST_COLUMNS = 2_000
MOST_ROWS = 200_000
_BROKEN = (KeyError, IndexError, ValueError, TypeError, AttributeError, SyntaxError, zlib.error)
"""What openpyxl raises of a workbook that is damaged."""
IGNORED = "(ignore)"
"""The end of the name of a sheet that is not read."""


def rows_of_workbook(name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet that is to be read, as text; empty ones are left out.

    Args:
        name: The workbook.

    Returns:
        Each row with its number.

    Raises:
        InputError: If it is no workbook, is too large, or openpyxl is not installed.
    """
    for _, rows in sheets_of(name):
        yield from rows
        return


def sheets_of(name: str) -> Iterator[tuple[str, Iterator[tuple[int, list[str]]]]]:
    """The sheets of a workbook that are to be read, each with its rows.

    Args:
        name: The workbook.

    Raises:
        InputError: As for `rows_of_workbook`.
    """
    try:
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError:
        what = "A workbook is read with openpyxl, which is not installed."
        remedy = "Install it with “pip install advisor[tables]”, or save the table as CSV."
        raise InputError(what, name, remedy=remedy) from None
    broken = (zipfile.BadZipFile, InvalidFileException, *_BROKEN)
    try:
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
        what = f"The file cannot be read: {error.strerror or type(error).__name__}."
        raise InputError(what, name, remedy="Check the name.") from None


def _rows(sheet: Any, name: str) -> Iterator[tuple[int, list[str]]]:
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
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return str(value).strip()


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
