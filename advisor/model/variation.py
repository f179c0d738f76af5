"""A case file with a few answers changed, for test cases that differ from another in little.

A step into a list of parties or of money is the id of an entry or the slug of its name; `+` adds
an entry.
"""

from __future__ import annotations

from typing import Any

from advisor.errors import InputError, echo
from advisor.knowledge.source import Mapping, Sequence
from advisor.model.names import slug_of


def vary(value: Any, changes: dict[str, Any], file: str) -> Any:
    """Changes what was read from a case file.

    Args:
        value: What was read; it is changed in place.
        changes: Dotted paths in the case file, each with the new value.
        file: The file that names the changes, for messages.

    Returns:
        The same value.

    Raises:
        InputError: If a path leads nowhere.
    """
    for path, new in changes.items():
        try:
            _set(value, path.split("."), new)
        except (ValueError, TypeError, AttributeError):
            raise InputError(
                f"The path {echo(path)} leads nowhere in the case it is to change.",
                file,
                remedy="Write it like change.kind, or parties.board.stance.",
            ) from None
    return value


def _set(value: Any, steps: list[str], new: Any) -> None:
    step, rest = steps[0], steps[1:]
    if isinstance(value, Sequence):
        if step == "+":
            value.append(new)
            value.lines.append(value.line)
            return
        names = [
            entry.get("id") or slug_of(entry.get("name", entry.get("source", "")))
            for entry in value
        ]
        _set(value[names.index(step)], rest, new)
        return
    if not rest:
        value.setdefault(step, None)
        value.lines.setdefault(step, value.line)
        value[step] = new
        return
    if step not in value:
        value[step] = Mapping(value.line)
        value.lines[step] = value.line
    _set(value[step], rest, new)
