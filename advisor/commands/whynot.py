"""`advisor whynot`: what speaks against a path, a home or a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor.commands.options import (
    case_argument,
    complete_subject,
    engine_option,
    format_option,
    output_option,
    width_option,
)

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Show what speaks against a path, and what would have to change.")
@case_argument
@click.argument("subject", metavar="PATH|HOME|RULE", shell_complete=complete_subject)
@format_option("rules/whynot.schema.json")
@width_option
@output_option("the reasons")
@engine_option
def whynot(case: Path, subject: str, form: str, width: int, output: str, engine: str) -> None:
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
    from advisor import assess, load_case, reasoning_json, whynot_text
    from advisor import whynot as ask
    from advisor.commands.files import check_output, give

    check_output(output, source=case)
    found = ask(assess(load_case(case), engine=engine), subject)
    if form == "json":
        give(reasoning_json(found), output, source=case)
    else:
        give(whynot_text(found, width=width), output, source=case, read=True)
