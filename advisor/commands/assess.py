"""`advisor assess`: the result of a case, as a short text or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor.commands.options import case_argument, engine_option, output_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Show the result of a case, in short or as JSON.")
@case_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="text to read, json for other programs (rules/assessment.schema.json describes it).",
)
@output_option("the result")
@engine_option
def assess(case: Path, form: str, output: str, engine: str) -> None:
    """Show what Advisor concludes from the CASE.

    The path, the alternatives, why the other paths were not chosen, the four questions home
    by home, and what the result rests on that you did not say.

    \b
    Examples:
      advisor assess my-case.yaml
      advisor assess my-case.yaml --format json -o result.json
      advisor assess my-case.yaml --format json | jq .path
    """
    from advisor import assess as assess_case
    from advisor import assessment_json, assessment_text, load_case
    from advisor.commands.files import check_output, write
    from advisor.commands.streams import tell

    check_output(output, source=case)
    assessment = assess_case(load_case(case), engine=engine)
    text = assessment_json(assessment) if form == "json" else assessment_text(assessment)
    write(text, output, source=case)
    if output != "-":
        tell(f"Wrote {output}")
