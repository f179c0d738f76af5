"""Ids that stand for two things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import echo
from advisor.verification.diagnostics import Diagnostic
from advisor.verification.sorts import ID_REUSED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.verification.draft import Draft

LISTS = (
    ("statements", "statements", "id"), ("sources", "sources", "id"), ("glossary", "terms", "id"),
    ("paths", "paths", "slug"), ("conditions", "conditions", "id"), ("steps", "steps", "id"),
    ("steps", "tripwires", "id"), ("tensions", "tensions", "id"), ("acts", "deeds", "id"),
)  # fmt: skip
"""File, list and key of the ids that must each stand once."""


def find(draft: Draft) -> Iterator[Diagnostic]:
    """Every id that stands for the second time."""
    first: dict[str, str] = {}
    for entry in draft.entries:
        here = f"{draft.relative(entry.file)}:{entry.line}"
        if entry.id in first:
            yield _twice(entry.id, draft.relative(entry.file), entry.line, first[entry.id])
        first.setdefault(entry.id, here)
    for file, part, key in LISTS:
        name = f"{file}.yaml"
        seen: dict[str, str] = {}
        for one in draft.listed(file, part):
            line = one.lines.get(key, one.line)
            id_ = str(one.get(key))
            if id_ in seen:
                yield _twice(id_, name, line, seen[id_])
            seen.setdefault(id_, f"{name}:{line}")


def _twice(id_: str, file: str, line: int, first: str) -> Diagnostic:
    return Diagnostic(
        ID_REUSED, file, line, id_,
        f"The id {echo(id_)} stands here for the second time; the first is {first}.",
        "Give one of them another id.",
    )  # fmt: skip
