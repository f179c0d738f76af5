"""`advisor whatif`: the same case with other answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import advisor
from advisor.commands import options

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Show what other answers would change.")
@options.case_argument
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="ANSWER=VALUE",
    shell_complete=options.complete_change,
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
@options.report_options(
    "the result", "rules/whatif.schema.json, with --flip rules/flip.schema.json"
)
def whatif(
    case: Path,
    changes: tuple[str, ...],
    flipping: bool,
    to: str,
    largest: int,
    everything: bool,
    report: options.Wanted,
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
    if flipping == bool(changes):
        raise click.UsageError("Give either --set ANSWER=VALUE, or --flip.")
    if to and not flipping:
        raise click.UsageError("--to goes with --flip.")
    assessment = report.assess(case)
    if flipping:
        flips = advisor.flip(assessment, to, largest=largest)
        report.give(
            case,
            text=lambda: advisor.flip_text(flips, width=report.width, every_flip=everything),
            json=lambda: advisor.reasoning_json(flips),
        )
        return
    found = advisor.whatif(assessment, changes)
    report.give(
        case,
        text=lambda: advisor.whatif_text(found, width=report.width, every_firing=everything),
        json=lambda: advisor.reasoning_json(found),
    )
