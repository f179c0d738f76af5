"""`advisor whatif`: the same case with other answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor.commands.options import (
    case_argument,
    complete_change,
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
@click.option(
    "--flip",
    "flipping",
    is_flag=True,
    help="Find the smallest changes after which another path is advised.",
)
@click.option(
    "--to",
    metavar="PATH",
    default="",
    help="With --flip: the path that is wanted, instead of any other.",
)
@click.option(
    "--at-most",
    "largest",
    type=click.IntRange(1, 3),
    default=3,
    show_default=True,
    metavar="N",
    help="With --flip: how many answers may change.",
)
@click.option("--all", "everything", is_flag=True, help="Show all that was found, not the first.")
@format_option("rules/whatif.schema.json, with --flip rules/flip.schema.json")
@width_option
@output_option("the result")
@engine_option
def whatif(
    case: Path,
    changes: tuple[str, ...],
    flipping: bool,
    to: str,
    largest: int,
    everything: bool,
    form: str,
    width: int,
    output: str,
    engine: str,
) -> None:
    """Suppose other answers in the CASE, and show what is different then.

    Name an answer by the way to it in the case file: change.kind, place, homes.HOME.open,
    parties.PARTY.stance, money.SOURCE.aims. The first word may be left out where it is clear
    what is meant. Several values are divided by commas. The file itself is left as it is.

    With --flip nothing is supposed: of all changes that somebody can bring about, the smallest sets
    that lead to another path are shown, up to three answers, the easiest first, with who could
    make them. What is not shown is proved not to lead there.

    \b
    Examples:
      advisor whatif my-case.yaml --set change.scope=volunteers
      advisor whatif my-case.yaml --set board.stance=for --set board.basis=said
      advisor whatif my-case.yaml --flip
      advisor whatif my-case.yaml --flip --to charter-school --at-most 2
    """
    from advisor import assess, flip, flip_text, load_case, reasoning_json, whatif_text
    from advisor import whatif as suppose
    from advisor.commands.files import check_output, give
    from advisor.explanation.flip import Flips

    if flipping == bool(changes):
        raise click.UsageError("Give either --set ANSWER=VALUE, or --flip.")
    if to and not flipping:
        raise click.UsageError("--to goes with --flip.")
    check_output(output, source=case)
    assessment = assess(load_case(case), engine=engine)
    found = flip(assessment, to, largest=largest) if flipping else suppose(assessment, changes)
    if form == "json":
        give(reasoning_json(found), output, source=case)
    elif isinstance(found, Flips):
        text = flip_text(found, width=width, every_flip=everything)
        give(text, output, source=case, read=True)
    else:
        text = whatif_text(found, width=width, every_firing=everything)
        give(text, output, source=case, read=True)
