"""The line of a list, such as a party, as it is asked for: column by column.

A column holds words. Most columns are one key of the line; that of the hold a party has stands for
several, each with yes or no, and for what ties a party that has none. That of the stance also holds
whether a party is divided.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.model.case import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from advisor.knowledge.interview import Column

NO_HOLD = "none"
DIVIDED = "divided"
"""Of a party that is for and against at once; it is a key of its own in a case file."""
OPEN = "open"
"""Stands, among the answers that settle another column, for none at all."""


def words_in(row: Mapping[str, Any], column: Column) -> tuple[str, ...]:
    """The answer in a column.

    Returns:
        Its words, `unknown` among them; nothing if it is open.
    """
    if not column.ties:
        value = row.get(column.column)
        if value is None and DIVIDED in column.labels and row.get(DIVIDED) == "yes":
            return (DIVIDED,)
        return () if value is None else (str(value),)
    said = {one: row.get(one) for one in column.answers}
    held = tuple(one for one, value in said.items() if value == "yes")
    if held:
        return held
    if row.get("tie") in column.ties:
        return (str(row["tie"]),)
    if UNKNOWN in said.values():
        return (UNKNOWN,)
    return () if None in said.values() else (NO_HOLD,)


def with_words(row: Mapping[str, Any], column: Column, words: Sequence[str]) -> dict[str, Any]:
    """The line with another answer in a column.

    Args:
        words: The answer; none opens the column again.
    """
    keys = (*column.answers, "tie") if column.ties else (column.column,)
    if words_in(row, column) == (DIVIDED,):
        keys = (*keys, DIVIDED)
    found = {key: value for key, value in row.items() if key not in keys}
    if not words:
        return found
    if not column.ties:
        divided = words[0] == DIVIDED
        return {**found, **({DIVIDED: "yes"} if divided else {column.column: words[0]})}
    if UNKNOWN in words:
        return {**found, **dict.fromkeys(column.answers, UNKNOWN)}
    found.update((one, "yes" if one in words else "no") for one in column.answers)
    if words[0] in column.ties:
        found["tie"] = words[0]
    return found


def is_asked(column: Column, row: Mapping[str, Any], columns: Sequence[Column]) -> bool:
    """Whether the answer in a column can still matter, given those in others."""
    for other in columns:
        settling = column.unless.get(other.column, ())
        if any(one in settling for one in words_in(row, other) or (OPEN,)):
            return False
    return True
