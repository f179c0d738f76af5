"""The cases that exercise the rules: case files, and files of variations of them.

A file of variations holds, by name, a case it starts from (`base`: the name of another case) and
the answers that differ (`changes`: dotted paths with new values).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.errors import InputError, echo, nearest
from advisor.knowledge.locate import PACKAGE
from advisor.knowledge.source import Mapping, read
from advisor.model.case_reader import read_case
from advisor.model.changed_case import vary
from advisor.model.names import file_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.knowledge.base import Knowledge
    from advisor.model.case import Case


class Named(NamedTuple):
    """A case with the name under which a report tells of it."""

    name: str
    case: Case


def usual_places() -> tuple[Path, ...]:
    """Where a checkout keeps its cases; an installed copy has none."""
    root = PACKAGE.parent
    if not (root / "pyproject.toml").is_file():
        return ()
    places = (root / "examples", root / "tests" / "cases")
    return tuple(place for place in places if place.is_dir())


def read_cases(places: Iterable[Path], knowledge: Knowledge) -> tuple[Named, ...]:
    """Reads every case in some files and folders.

    Args:
        places: Case files, files of variations, and folders with any of them; other files in a
            folder are passed over.
        knowledge: The questions, homes and kinds of party.

    Returns:
        The cases: files first, then variations, each in the order of their names.

    Raises:
        InputError: If a file that was named is no case, or a variation cannot be made.
    """
    cases: dict[str, Path] = {}
    variations: dict[str, tuple[Path, Mapping]] = {}
    for file, named in _files(places):
        content = read(str(file))
        if isinstance(content, Mapping) and "advisor-case" in content:
            cases[file_name(file)] = file
        elif isinstance(content, Mapping) and _varies(content):
            for name, entry in content.items():
                variations[f"{file.stem}/{name}"] = (file, entry)
        elif named:
            raise InputError(
                "This file holds neither a case nor variations of cases.", str(file), 1,
                "Name a case file, or one whose entries have “base” and “changes”.",
            )  # fmt: skip
    found = [
        Named(name, read_case(read(str(file)), str(file), knowledge))
        for name, file in sorted(cases.items())
    ]
    for name, (file, entry) in sorted(variations.items()):
        base = cases.get(str(entry["base"]))
        if base is None:
            near = nearest(str(entry["base"]), cases)
            raise InputError(
                f"The variation “{name}” starts from {echo(entry['base'])}, which is not among "
                "the cases.", str(file), entry.lines["base"],
                f"Did you mean “{near}”?" if near else "Name the folder of that case too.",
            )  # fmt: skip
        value = vary(read(str(base)), entry["changes"], str(file))
        found.append(Named(name, read_case(value, str(file), knowledge)))
    return tuple(found)


def _files(places: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """Each file, and whether the person named it."""
    for place in places:
        if place.is_dir():
            for file in sorted(place.rglob("*.yaml")):
                yield file, False
        else:
            yield place, True


def _varies(content: dict[str, Any]) -> bool:
    return all(
        isinstance(entry, Mapping) and "base" in entry and isinstance(entry.get("changes"), Mapping)
        for entry in content.values()
    )
