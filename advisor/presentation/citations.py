"""Where a statement stands: author, title, year and section."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.explanation.contract import Contract

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.knowledge.base import Knowledge


class Citation(Contract, frozen=True):
    """One statement and its place."""

    id: str
    says: str
    author: str
    title: str
    year: str
    section: str
    certainty: str
    secondary: bool
    """Whether the source is a public page beside the five articles."""


class SourceUsed(NamedTuple):
    """A source with the statements that were used, by section."""

    author: str
    title: str
    year: str
    secondary: bool
    sections: tuple[tuple[str, tuple[Citation, ...]], ...]
    """Each section's heading (in round brackets where the source prints none)."""


def cite(knowledge: Knowledge, statements: Iterable[str]) -> tuple[Citation, ...]:
    """Finds statements and where they stand.

    Args:
        statements: Numbers of statements; those the knowledge base does not have are left out.
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
                str(statement["certainty"]),
                source.get("kind") != "article",
            )
        )
    return tuple(found)


def sources_of(citations: Iterable[Citation]) -> tuple[SourceUsed, ...]:
    """The sources of citations, each once, with what was used of each section."""
    used: dict[tuple[str, str, str, bool], dict[str, list[Citation]]] = {}
    for one in citations:
        sections = used.setdefault((one.author, one.title, one.year, one.secondary), {})
        sections.setdefault(one.section, []).append(one)
    return tuple(
        SourceUsed(*source, tuple((name, tuple(found)) for name, found in sections.items()))
        for source, sections in used.items()
    )
