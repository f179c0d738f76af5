"""`advisor assess`: the result of a case, as a short text or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor.commands.options import (
    case_argument,
    engine_option,
    format_option,
    output_option,
    width_option,
)

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Show the result of a case, in short or as JSON.")
@case_argument
@format_option("rules/assessment.schema.json")
@width_option
@output_option("the result")
@engine_option
def assess(case: Path, form: str, width: int, output: str, engine: str) -> None:
    """Show what Advisor concludes from the CASE.

    The path, the alternatives, what must hold and the risks; then the last steps to the path,
    why the other paths were not chosen, and what the result rests on that you did not say. JSON
    has all the steps and the four questions home by home.

    \b
    Examples:
      advisor assess my-case.yaml
      advisor assess my-case.yaml --format json -o result.json
      advisor assess my-case.yaml --format json | jq .path
    """
    from advisor import assess as assess_case
    from advisor import assessment_json, assessment_text, load_case
    from advisor.commands.files import check_output, give

    check_output(output, source=case)
    assessment = assess_case(load_case(case), engine=engine)
    if form == "json":
        give(assessment_json(assessment), output, source=case)
    else:
        give(assessment_text(assessment, width=width), output, source=case, read=True)
