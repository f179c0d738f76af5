"""`advisor why`: the proof of a conclusion, from the answers up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor.commands.options import (
    case_argument,
    complete_conclusion,
    engine_option,
    format_option,
    output_option,
    width_option,
)

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Show what a conclusion rests on, down to the answers.")
@case_argument
@click.argument("conclusion", required=False, default="", shell_complete=complete_conclusion)
@click.option(
    "--depth",
    type=click.IntRange(1),
    metavar="N",
    help="Show so many steps below the conclusion only. By default all, down to the answers.",
)
@click.option(
    "--every-home",
    is_flag=True,
    help="Show also the homes that the advised one was compared with.",
)
@click.option("--statements", is_flag=True, help="Say what each statement of the articles says.")
@format_option("rules/why.schema.json")
@width_option
@output_option("the proof")
@engine_option
def why(
    case: Path,
    conclusion: str,
    depth: int | None,
    every_home: bool,
    statements: bool,
    form: str,
    width: int,
    output: str,
    engine: str,
) -> None:
    """Show why a CONCLUSION of the CASE holds.

    An outline from the conclusion down to your answers: what each step says in words, the rule
    behind it, the answer and its line, what was assumed, and the articles it rests on. The
    weakest steps are marked. Without a CONCLUSION it is the advised path.

    Name a conclusion as you would: a path or a home (private-microschool), a party (board), a
    rule, or a kind of conclusion with as much more as tells it from others (alignment,
    flag:demand, verdict:charter-school, reads:charter-school:autonomy).

    \b
    Examples:
      advisor why my-case.yaml                        the advised path
      advisor why my-case.yaml --depth 2              in short
      advisor why my-case.yaml alignment
      advisor why my-case.yaml flag:demand --statements
      advisor why my-case.yaml private-microschool --format json
    """
    from advisor import assess, load_case, reasoning_json, why_text
    from advisor import why as prove
    from advisor.commands.files import check_output, give

    check_output(output, source=case)
    found = prove(
        assess(load_case(case), engine=engine), conclusion, depth=depth or 0, every_home=every_home
    )
    if form == "json":
        give(reasoning_json(found), output, source=case)
    else:
        give(why_text(found, width=width, statements=statements), output, source=case, read=True)
