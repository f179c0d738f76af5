"""Many cases as one: as text, Markdown, a page, a table for a spreadsheet, and JSON."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.explanation.contract import Versioned
from advisor.explanation.side_by_side import Cohort, Member, Share
from advisor.presentation.templating.rendering import (
    markdown_template,
    page_template,
    render,
    screen,
)
from advisor.presentation.terminal import USUAL

MOST = 12
"""How many lines of a list the text shows; the other forms have all."""


class CohortJson(Versioned, frozen=True, kw_only=True):
    """What is found of many cases together; each list has what is so in most cases first.

    A change that could break a reader raises contract_version.
    """

    members: tuple[Member, ...]
    paths: tuple[Share, ...]
    barred: tuple[Share, ...]
    """What bars the places open to the clients, by place."""
    waiting: tuple[str, ...]
    """The cases that are held, or wait for answers."""
    freed: tuple[Share, ...]
    """What would, alone, lead those that wait to another path."""
    conditions: tuple[Share, ...]
    unasked: tuple[Share, ...]
    """Kinds of party with power of whom nobody knows where they stand."""


def cohort_json(cohort: Cohort) -> str:
    """What is found of many cases, as JSON text with a line break at its end."""
    return CohortJson.of(cohort).json()


def cohort_text(cohort: Cohort, *, width: int = USUAL) -> str:
    """What is found of many cases, for a terminal.

    Args:
        cohort: What was found.
        width: The columns there are.
    """
    return screen("cohort", width, {"c": cohort, "most": MOST})


def cohort_markdown(cohort: Cohort) -> str:
    """What is found of many cases, as a document in Markdown."""
    return render(markdown_template("cohort"), {"c": cohort})


def cohort_page(cohort: Cohort) -> str:
    """What is found of many cases, as one page that needs no network."""
    return render(page_template("cohort.html.j2"), {"c": cohort})


def cohort_rows(cohort: Cohort) -> Iterator[tuple[str, ...]]:
    """What is found of many cases as rows for a spreadsheet: one for each thing and case."""
    yield "list", "what", "cases", "case"
    for name in ("paths", "barred", "freed", "conditions", "unasked"):
        for share in getattr(cohort, name):
            for case in share.cases:
                yield name, share.what, str(len(share.cases)), case
