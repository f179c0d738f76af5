"""`advisor rules check`: what is wrong or odd in a knowledge base."""

from __future__ import annotations

from pathlib import Path

import click

from advisor.commands.options import format_option, output_option


@click.command(short_help="Find what is wrong or odd in the rules.")
@click.argument(
    "folder", metavar="[FOLDER]", required=False,
    type=click.Path(readable=False, path_type=Path),
)  # fmt: skip
@click.option("--strict", is_flag=True, help="Fail on a warning for which no reason is given, too.")
@click.option("--known", is_flag=True, help="Show the known findings too, each with its reason.")
@format_option("rules/rules-check.schema.json")
@output_option("the findings")
@click.pass_context
def check(
    context: click.Context, folder: Path | None, strict: bool, known: bool, form: str, output: str
) -> None:
    """Check the knowledge base in FOLDER, or the one that comes with Advisor.

    Each finding has a code, a place and what to do about it; docs/diagnostics.md explains every
    code. An error makes advice wrong or impossible. A warning is very likely not what its author
    meant; one that is meant has its reason in explained.yaml. A hint is harmless. One file's
    faults do not hide those of another.

    The exit status is 3 if there is an error, with --strict also if there is a warning without a
    reason.

    \b
    Examples:
      advisor rules check
      advisor rules check my-rules/ --strict
      advisor rules check my-rules/ --known
      advisor rules check --format json | jq '.findings[].code'
    """
    from advisor.commands.failures import DONE, FINDINGS
    from advisor.commands.files import check_output, give
    from advisor.knowledge.locate import rules_folder
    from advisor.presentation.contracts.rules import check_json
    from advisor.presentation.rules_text import check_text
    from advisor.verification.check import check as check_rules

    source = folder if folder is not None else rules_folder()
    check_output(output, source=source)
    report = check_rules(source)
    text = check_json(report) if form == "json" else check_text(report, known=known)
    give(text, output, source=source, read=form == "text")
    failed = report.unexplained if strict else report.failed
    context.exit(FINDINGS if failed else DONE)
