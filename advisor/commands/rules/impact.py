"""`advisor rules impact` and `advisor rules try`: what other rules would change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.commands.options import FILE, format_option, output_option, width_option

if TYPE_CHECKING:
    from advisor.knowledge.base import Knowledge

FORMAT = "rules/rules-impact.schema.json"


@click.command(short_help="Show which cases other rules would advise otherwise.")
@click.argument("old", metavar="OLD", type=FILE)
@click.argument("new", metavar="NEW", type=FILE)
@click.argument("cases", metavar="CASES…", nargs=-1, required=True, type=FILE)
@format_option(FORMAT)
@width_option
@output_option("what changes")
def impact(
    old: Path, new: Path, cases: tuple[Path, ...], form: str, width: int, output: str
) -> None:
    """Show which CASES are advised otherwise by the rules NEW than by the rules OLD, and why.

    OLD and NEW are folders of rules, or files of your own that are laid over the rules (as with
    --add). For each case with another path: the rules that lead to the new one, and those of
    the old proof that are not in it. Then the cases in which the memo says other sentences.

    \b
    Examples:
      advisor rules impact rules/ my-rules/ clients/
      advisor rules impact last-year.yaml this-year.yaml clients/ --format json
    """
    _tell(_knowledge(old), _knowledge(new), cases, form, width, output)


@click.command("try", short_help="Show what a file of your own would change in the examples.")
@click.argument("file", metavar="FILE", type=FILE)
@click.argument("cases", metavar="[CASES]…", nargs=-1, type=FILE)
@format_option(FORMAT)
@width_option
@output_option("what changes")
def try_(file: Path, cases: tuple[Path, ...], form: str, width: int, output: str) -> None:
    """Show what FILE, laid over the rules, changes in the examples, or in CASES of yours.

    \b
    Examples:
      advisor rules try our-numbers.yaml
      advisor rules try our-numbers.yaml clients/
    """
    from advisor.errors import InputError
    from advisor.knowledge.base import usual_knowledge
    from advisor.knowledge.overlay import load_knowledge
    from advisor.verification.case_set import usual_places

    places = cases or [one for one in usual_places() if one.name == "examples"]
    if not places:
        remedy = "Name case files or folders behind the file."
        raise InputError("This copy of Advisor has no examples beside it.", remedy=remedy)
    usual = usual_knowledge()
    _tell(usual, load_knowledge(usual.folder, [file]), tuple(places), form, width, output)


def _knowledge(source: Path) -> Knowledge:
    from advisor.knowledge.overlay import load_knowledge

    return load_knowledge(source) if source.is_dir() else load_knowledge(adds=[source])


def _tell(
    old: Knowledge, new: Knowledge, cases: tuple[Path, ...], form: str, width: int, output: str
) -> None:
    from advisor.commands.files import check_output, give
    from advisor.presentation.contracts.rules import impact_json
    from advisor.presentation.rules_text import impact_text
    from advisor.verification.impact import impact as compare

    check_output(output, source=new.folder)
    found = compare(old, new, cases)
    text = impact_json(found) if form == "json" else impact_text(found, width=width)
    give(text, output, source=new.folder, read=form == "text")
