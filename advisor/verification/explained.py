"""The findings that are known and stay, each with its reason: `explained.yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import KnowledgeError, Problem, nearest
from advisor.knowledge.reading import Reader
from advisor.verification.diagnostics import BY_SLUG, ERROR

if TYPE_CHECKING:
    from pathlib import Path

FILE = "explained.yaml"


class Explained(NamedTuple):
    """Why one finding stays."""

    slug: str
    """The sort of finding; empty for a rule that no case fires."""
    about: str
    """What the finding is about, as the finding says it."""
    reason: str
    line: int


class Explanations(NamedTuple):
    """What the file says."""

    findings: tuple[Explained, ...]
    unfired: tuple[Explained, ...]
    problems: tuple[Problem, ...]


def read_explanations(folder: Path) -> Explanations:
    """Reads the reasons for known findings.

    Args:
        folder: The folder of the knowledge base; the file may be missing.

    Returns:
        The reasons, and what is wrong in the file.
    """
    path = folder / FILE
    if not path.is_file():
        return Explanations((), (), ())
    try:
        reader = Reader(str(path))
    except KnowledgeError as error:
        return Explanations((), (), error.problems)
    top = reader.mapping(reader.content, "The file", 1)
    reader.only(top, ("findings", "unfired"), "this file")
    return Explanations(
        _entries(reader, top.get("findings"), ("sort", "about", "reason")),
        _entries(reader, top.get("unfired"), ("rule", "reason")),
        tuple(reader.problems),
    )


def _entries(reader: Reader, entries: object, keys: tuple[str, ...]) -> tuple[Explained, ...]:
    found = []
    for entry in reader.sequence(entries, "This part", 1):
        one = reader.mapping(entry, "An entry", reader.line_of(entry))
        reader.only(one, keys, "an entry", required=keys)
        slug = reader.text(one, "sort") if "sort" in keys else ""
        if slug and slug not in BY_SLUG:
            near = nearest(slug, BY_SLUG)
            reader.wrong(
                f"There is no sort of finding “{slug}”.", one.lines["sort"],
                f"Did you mean “{near}”?" if near else "docs/diagnostics.md lists them.",
            )  # fmt: skip
        elif slug and BY_SLUG[slug].severity == ERROR:
            reader.wrong(f"“{slug}” is an error, and no reason excuses it.", one.line, "Mend it.")
        about = reader.text(one, keys[-2])
        found.append(Explained(slug, about, reader.text(one, "reason"), one.line))
    return tuple(found)
