"""`advisor compare`: clients or scenarios side by side."""

from __future__ import annotations

from pathlib import Path

import click

from advisor.commands.options import engine_option, output_option, width_option


@click.command(short_help="Put cases side by side: what differs, and what is advised.")
@click.argument(
    "cases",
    metavar="CASE CASE…",
    nargs=-1,
    required=True,
    type=click.Path(readable=False, path_type=Path),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="text to read, markdown for a document, json for other programs "
    "(rules/compare.schema.json describes it).",
)
@width_option
@output_option("the comparison")
@engine_option
def compare(cases: tuple[Path, ...], form: str, width: int, output: str, engine: str) -> None:
    """Put two CASEs or more side by side.

    The path, its home, the fit and how sure it is for each, then whatever else differs:
    verdicts on homes, risks, conditions, and the answers behind them. For clients, or for
    scenarios of one client kept in files of their own.

    \b
    Examples:
      advisor compare north.yaml south.yaml
      advisor compare plan-a.yaml plan-b.yaml plan-c.yaml --format markdown -o plans.md
      advisor compare clients/*.yaml --format json | jq .conclusions
    """
    from advisor import assess, compare_markdown, compare_text, load_case, reasoning_json
    from advisor import compare as side_by_side
    from advisor.commands.files import check_output, give

    if len(cases) < 2:
        raise click.UsageError("There is nothing to compare: name two cases or more.")
    for case in cases:
        check_output(output, source=case)
    found = side_by_side([assess(load_case(case), engine=engine) for case in cases])
    if form == "json":
        give(reasoning_json(found), output, source=cases[0])
    elif form == "markdown":
        give(compare_markdown(found), output, source=cases[0])
    else:
        give(compare_text(found, width=width), output, source=cases[0], read=True)
