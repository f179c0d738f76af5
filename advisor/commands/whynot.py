"""`advisor whynot`: what speaks against a path, a home or a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import advisor
from advisor.commands import options

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Show what speaks against a path, and what would have to change.")
@options.case_argument
@click.argument("subject", metavar="PATH|HOME|RULE", shell_complete=options.complete_subject)
@options.report_options("the reasons", "rules/whynot.schema.json")
def whynot(case: Path, subject: str, report: options.Wanted) -> None:
    """Show why a PATH is not advised in the CASE, and what would have to be different.

    Each reason against it, the gravest first: whether it rules the path out, leaves it open, or
    puts another path before it; the answers behind it; the easiest change of answers after
    which the reason is gone, and who could make it; and what would still speak against the
    path after that.

    Ask of a home with verdict: before it, and of a rule by its id.

    \b
    Examples:
      advisor whynot my-case.yaml charter-school
      advisor whynot my-case.yaml lead-within
      advisor whynot my-case.yaml verdict:private-microschool
      advisor whynot my-case.yaml route-split --format json
    """
    found = advisor.whynot(report.assess(case), subject)
    report.give(
        case,
        text=lambda: advisor.whynot_text(found, width=report.width),
        json=lambda: advisor.reasoning_json(found),
    )
