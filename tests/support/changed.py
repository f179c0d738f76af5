"""Makes the case of a minimal pair: a case of examples/ with a few answers changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from advisor.knowledge.base import Knowledge
from advisor.knowledge.source import Mapping, Sequence, read
from advisor.model.case import Case
from advisor.model.case_reader import read_case
from advisor.model.names import slug_of

EXAMPLES = Path(__file__).parents[2] / "examples"


def changed_case(base: str, changes: dict[str, Any], knowledge: Knowledge) -> Case:
    """The case of an example with answers changed.

    Args:
        base: A folder of examples/.
        changes: Dotted paths in the case file, as minimal-pairs.yaml explains them, with the
            new values.
        knowledge: The knowledge base.

    Returns:
        The case, read as if the file had said so.
    """
    file = str(EXAMPLES / base / "case.yaml")
    value = read(file)
    for path, new in changes.items():
        _set(value, path.split("."), new)
    return read_case(value, file, knowledge)


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
