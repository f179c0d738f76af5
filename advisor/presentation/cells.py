"""Cells of a table for a spreadsheet."""

from __future__ import annotations

_ACTIVE = ("=", "+", "-", "@", "\t", "\r")
"""What begins a formula in a spreadsheet."""


def as_text(cell: object) -> object:
    """A cell that a spreadsheet shows and does not run.

    Args:
        cell: What is to stand there; a text that begins like a formula gets an apostrophe.
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_ACTIVE) else cell


def as_it_was(cell: str) -> str:
    """A text that was read back, without the apostrophe of `as_text`."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_ACTIVE) else cell
