"""Where a statement stands: author, title, year and section."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.knowledge.base import Knowledge


class Citation(NamedTuple):
    """One statement and its place."""

    id: str
    says: str
    author: str
    title: str
    year: str
    section: str
    printed: bool
    """Whether the section's heading is printed in the source."""
    certainty: str
    secondary: bool
    """Whether the source is a public page beside the five articles."""


class SourceUsed(NamedTuple):
    """A source with the sections that were used."""

    author: str
    title: str
    year: str
    sections: tuple[str, ...]


def cite(knowledge: Knowledge, statements: Iterable[str]) -> tuple[Citation, ...]:
    """Finds statements and where they stand.

    Args:
        knowledge: The knowledge base.
        statements: Numbers of statements; those the knowledge base does not have are left out.

    Returns:
        One citation for each, by number.
    """
    found = []
    for number in sorted(set(statements)):
        statement = knowledge.statements.get(number)
        if statement is None:
            continue
        source = knowledge.sources[str(statement["source"])]
        section = str(statement.get("section") or "")
        found.append(
            Citation(
                number,
                str(statement["says"]),
                str(source.get("cite-as") or source.get("author") or source.get("outlet") or ""),
                str(source["title"]),
                str(source.get("date") if source.get("year") is None else source["year"]),
                section,
                bool(section) and not section.startswith("("),
                str(statement["certainty"]),
                source.get("kind") != "article",
            )
        )
    return tuple(found)


def sources_of(citations: Iterable[Citation]) -> tuple[SourceUsed, ...]:
    """The sources of citations, each once, with its printed sections in order of appearance."""
    sections: dict[tuple[str, str, str], list[str]] = {}
    for one in citations:
        if one.secondary:
            continue
        used = sections.setdefault((one.author, one.title, one.year), [])
        if one.printed and one.section not in used:
            used.append(one.section)
    return tuple(SourceUsed(*key, tuple(used)) for key, used in sections.items())
