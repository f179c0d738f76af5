"""`advisor rules coverage`: what carries each statement, and which cases exercise each rule."""

from __future__ import annotations

from pathlib import Path

import click

from advisor.commands.options import format_option, output_option


@click.command(short_help="Show which cases exercise which rules and statements.")
@click.argument(
    "cases", metavar="[CASES]...", nargs=-1, type=click.Path(readable=False, path_type=Path)
)
@click.option(
    "--rules",
    "folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="The knowledge base to use instead of the one that comes with Advisor.",
)
@click.option("--by-rule", is_flag=True, help="List every rule with the cases that fire it.")
@click.option(
    "--by-statement", is_flag=True,
    help="List every statement with what carries it and the cases that exercise it.",
)  # fmt: skip
@click.option("--strict", is_flag=True, help="Fail if a rule or a statement is left over.")
@format_option("rules/rules-coverage.schema.json")
@output_option("the coverage")
@click.pass_context
def coverage(
    context: click.Context,
    cases: tuple[Path, ...],
    folder: Path | None,
    by_rule: bool,
    by_statement: bool,
    strict: bool,
    form: str,
    output: str,
) -> None:
    """Show what the CASES cover of the rules, and what carries each statement of the articles.

    Each statement is carried by rules, by the glossary, or is background with a reason; each rule
    is fired by a case, or named with the reason why none does (explained.yaml). CASES are case
    files, files of variations (entries with “base” and “changes”), and folders with either. A
    checkout has its own; an installed copy has none beside it, so name some.

    With --strict the exit status is 3 if a rule is fired by no case and has no reason, or a
    statement is not accounted for.

    \b
    Examples:
      advisor rules coverage
      advisor rules coverage --by-statement
      advisor rules coverage my-cases/ --rules my-rules/ --by-rule
      advisor rules coverage --format json | jq '.rules[] | select(.cases == [])'
    """
    from advisor.commands.failures import DONE, FINDINGS
    from advisor.commands.files import check_output, give
    from advisor.knowledge.base import Knowledge, shipped_knowledge
    from advisor.presentation.contracts.rules import coverage_json
    from advisor.presentation.rules_text import coverage_text
    from advisor.verification.case_set import read_cases, usual_places
    from advisor.verification.coverage import cover

    knowledge = Knowledge(folder) if folder is not None else shipped_knowledge()
    check_output(output, source=knowledge.folder)
    found = cover(knowledge, read_cases(cases or usual_places(), knowledge))
    if form == "json":
        text = coverage_json(found)
    else:
        text = coverage_text(found, rules=by_rule, statements=by_statement)
    give(text, output, source=knowledge.folder, read=form == "text")
    context.exit(FINDINGS if strict and not found.complete else DONE)
