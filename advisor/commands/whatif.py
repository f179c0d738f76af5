"""`advisor whatif`: the same case with other answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor.commands.completion import complete_change
from advisor.commands.options import (
    case_argument,
    engine_option,
    format_option,
    output_option,
    width_option,
)

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Show what other answers would change.")
@case_argument
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="ANSWER=VALUE",
    shell_complete=complete_change,
    help="Suppose that an answer is another one. May be given several times.",
)
@click.option("--all", "every_firing", is_flag=True, help="Show every reason that comes or goes.")
@format_option("rules/whatif.schema.json")
@width_option
@output_option("the result")
@engine_option
def whatif(
    case: Path,
    changes: tuple[str, ...],
    every_firing: bool,
    form: str,
    width: int,
    output: str,
    engine: str,
) -> None:
    """Suppose other answers in the CASE, and show what is different then.

    Name an answer by the way to it in the case file: change.kind, place, homes.HOME.open,
    parties.PARTY.stance, money.SOURCE.aims. The first word may be left out where it is clear
    what is meant. Several values are divided by commas. The file itself is left as it is.

    \b
    Examples:
      advisor whatif my-case.yaml --set change.scope=volunteers
      advisor whatif my-case.yaml --set board.stance=for --set board.basis=said
      advisor whatif my-case.yaml --set homes.charter-school.open=yes --format json
    """
    from advisor import assess, load_case, reasoning_json, whatif_text
    from advisor import whatif as suppose
    from advisor.commands.files import check_output
    from advisor.commands.reading import give

    if not changes:
        raise click.UsageError("There is nothing to suppose: add --set ANSWER=VALUE.")
    check_output(output, source=case)
    found = suppose(assess(load_case(case), engine=engine), changes)
    if form == "json":
        give(reasoning_json(found), output, source=case)
    else:
        text = whatif_text(found, width=width, every_firing=every_firing)
        give(text, output, source=case, read=True)
