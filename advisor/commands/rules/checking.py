"""The commands that check the rules: `advisor rules check` and `advisor rules coverage`."""

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
    from advisor.knowledge.base import usual_knowledge
    from advisor.presentation.contracts.rules import check_json
    from advisor.presentation.rules_text import check_text
    from advisor.verification.check import check as check_rules

    source = folder if folder is not None else usual_knowledge().folder
    check_output(output, source=source)
    report = check_rules(source)
    text = check_json(report) if form == "json" else check_text(report, known=known)
    give(text, output, source=source, read=form == "text")
    failed = report.unexplained if strict else report.failed
    context.exit(FINDINGS if failed else DONE)


@click.command(short_help="Show which cases exercise which rules and statements.")
@click.argument(
    "cases", metavar="[CASES]...", nargs=-1, type=click.Path(readable=False, path_type=Path)
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
    from advisor.knowledge.base import usual_knowledge
    from advisor.presentation.contracts.rules import coverage_json
    from advisor.presentation.rules_text import coverage_text
    from advisor.verification.case_set import read_cases, usual_places
    from advisor.verification.coverage import cover

    knowledge = usual_knowledge()
    check_output(output, source=knowledge.folder)
    found = cover(knowledge, read_cases(cases or usual_places(), knowledge))
    if form == "json":
        text = coverage_json(found)
    else:
        text = coverage_text(found, rules=by_rule, statements=by_statement)
    give(text, output, source=knowledge.folder, read=form == "text")
    context.exit(FINDINGS if strict and not found.complete else DONE)
