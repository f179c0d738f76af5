"""The commands that try the rules: `advisor rules check`, `coverage`, `verify`, `impact`, `try`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.commands.options import FILE, Wanted, rules_report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from advisor.knowledge.base import Knowledge
    from advisor.verification.impact import Treatment


@click.command(short_help="Find what is wrong or odd in the rules.")
@click.argument(
    "rules_folder", metavar="[FOLDER]", required=False,
    type=click.Path(readable=False, path_type=Path),
)  # fmt: skip
@click.option("--strict", is_flag=True, help="Fail on a warning for which no reason is given, too.")
@click.option("--known", is_flag=True, help="Show the known findings too, each with its reason.")
@rules_report("the findings", "rules-check", width=False)
@click.pass_context
def check(
    context: click.Context, rules_folder: Path | None, strict: bool, known: bool, report: Wanted
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
    from advisor.knowledge.base import usual_knowledge
    from advisor.presentation.rules_text import check_text
    from advisor.verification.check import check as check_rules

    usual = usual_knowledge()
    source = rules_folder or usual.folder
    report.begin(source)
    found = check_rules(source, None if rules_folder else usual.origin)
    report.give(
        source,
        text=lambda: check_text(found, known=known),
        json=found.json,
    )
    failed = found.unexplained if strict else found.failed
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
@rules_report("the coverage", "rules-coverage", width=False)
@click.pass_context
def coverage(
    context: click.Context,
    cases: tuple[Path, ...],
    by_rule: bool,
    by_statement: bool,
    strict: bool,
    report: Wanted,
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
    from advisor.knowledge.base import usual_knowledge
    from advisor.presentation.rules_text import coverage_text
    from advisor.verification.coverage import cover, read_cases, usual_places

    knowledge = usual_knowledge()
    report.begin(knowledge.folder)
    found = cover(knowledge, read_cases(cases or usual_places(), knowledge))
    report.give(
        knowledge.folder,
        text=lambda: coverage_text(found, rules=by_rule, statements=by_statement),
        json=found.json,
    )
    context.exit(FINDINGS if strict and not found.complete else DONE)


@click.command(short_help="Show which cases other rules would advise otherwise.")
@click.argument("old_rules", metavar="OLD", type=FILE)
@click.argument("new_rules", metavar="NEW", type=FILE)
@click.argument("cases", metavar="CASES…", nargs=-1, required=True, type=FILE)
@rules_report("what changes", "rules-impact")
def impact(old_rules: Path, new_rules: Path, cases: tuple[Path, ...], report: Wanted) -> None:
    """Show which CASES are advised otherwise by the rules NEW than by the rules OLD, and why.

    OLD and NEW are folders of rules, or files of your own that are laid over the rules (as with
    --add). For each case with another path: the rules that lead to the new one, and those of
    the old proof that are not in it. Then the cases in which the memo says other sentences.

    \b
    Examples:
      advisor rules impact rules/ my-rules/ clients/
      advisor rules impact last-year.yaml this-year.yaml clients/ --format json
    """
    _tell(_knowledge(old_rules), _knowledge(new_rules), cases, report)


@click.command("try", short_help="Show what a file of your own would change in the examples.")
@click.argument("own_file", metavar="FILE", type=FILE)
@click.argument("cases", metavar="[CASES]…", nargs=-1, type=FILE)
@rules_report("what changes", "rules-impact")
def try_(own_file: Path, cases: tuple[Path, ...], report: Wanted) -> None:
    """Show what FILE, laid over the rules, changes in the examples, or in CASES of yours.

    \b
    Examples:
      advisor rules try our-numbers.yaml
      advisor rules try our-numbers.yaml clients/
    """
    from advisor.commands.batching.running import pool
    from advisor.errors import InputError
    from advisor.knowledge.base import shipped_knowledge, usual_knowledge
    from advisor.knowledge.overlay import load_knowledge
    from advisor.verification.coverage import usual_places
    from advisor.verification.impact import treated_by_ours

    places = cases or [one for one in usual_places() if one.name == "examples"]
    if not places:
        remedy = "Name case files or folders behind the file."
        raise InputError("This copy of Advisor has no examples beside it.", remedy=remedy)
    usual = usual_knowledge()
    with pool(1) as beside:  # what is ours needs no watch, and half the time so
        ours = usual is shipped_knowledge()
        before = beside.submit(treated_by_ours, places).result if ours else None
        _tell(usual, load_knowledge(usual.folder, [own_file]), places, report, before)


def _knowledge(source: Path) -> Knowledge:
    from advisor.knowledge.overlay import load_knowledge

    return load_knowledge(source) if source.is_dir() else load_knowledge(adds=[source])


def _tell(
    old: Knowledge, new: Knowledge, cases: Iterable[Path], report: Wanted,
    before: Callable[[], list[Treatment]] | None = None,
) -> None:  # fmt: skip
    from advisor.presentation.rules_text import impact_text
    from advisor.verification.impact import impact as compare

    report.begin(new.folder)
    found = compare(old, new, cases, before)
    report.give(
        new.folder,
        text=lambda: impact_text(found, width=report.width),
        json=found.json,
    )


@click.command(short_help="Prove that the advice is sound whatever the answers.")
@click.argument(
    "rules_folder", metavar="[FOLDER]", required=False,
    type=click.Path(readable=False, path_type=Path),
)  # fmt: skip
@click.option(
    "--property", "only", multiple=True, metavar="ID", help="Prove only this property; repeatable."
)
@click.option(
    "--sample",
    "number",
    type=click.IntRange(1, 1_000_000),
    metavar="N",
    help="Look at N whole cases drawn at random instead: a quick slice.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Which cases are drawn.")
@rules_report("what was found", "rules-verify", width=False)
@click.pass_context
def verify(
    context: click.Context,
    rules_folder: Path | None,
    only: tuple[str, ...],
    number: int | None,
    seed: int,
    report: Wanted,
) -> None:
    """Prove the properties every advice must have, over all combinations of answers.

    Exactly one path; never a home that is closed or has a veto holder left in it; never a
    call for more information when everything is answered; every path possible; no rule without
    effect; granting something never makes a home fail; and no home that supports the work
    fails once an unknown is settled. docs/proof.md says what each means, what is enumerated and
    what is not. It takes a minute and a half; standard error names each property as it ends.
    A violation is shown with the smallest case found.

    The exit status is 3 if a property is broken.

    \b
    Examples:
      advisor rules verify
      advisor rules verify my-rules/ --property one-path
      advisor rules verify --sample 500 --seed 7
    """
    from advisor.commands.failures import DONE, FINDINGS
    from advisor.commands.streams import tell
    from advisor.errors import InputError, nearest
    from advisor.knowledge.base import Knowledge, usual_knowledge
    from advisor.presentation.rules_text import verify_text
    from advisor.verification.proof.prove import IDS, prove, sample

    for name in only:
        if name not in IDS:
            meant = nearest(name, IDS)
            raise InputError(
                f"There is no property “{name}”.",
                remedy=f"Did you mean “{meant}”?" if meant else f"There are: {', '.join(IDS)}.",
            )
    knowledge = Knowledge(rules_folder) if rules_folder is not None else usual_knowledge()
    report.begin(knowledge.folder)
    proof = (
        sample(knowledge, number, seed)
        if number is not None
        else prove(knowledge, only, ended=lambda one: tell(f"{one.property}: {_came(one.holds)}"))
    )
    report.give(knowledge.folder, text=lambda: verify_text(proof), json=proof.json)
    context.exit(DONE if proof.holds else FINDINGS)


def _came(holds: bool) -> str:
    return "holds" if holds else "broken"
