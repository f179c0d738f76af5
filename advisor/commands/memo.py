"""`advisor memo`: the justified memo for a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor.commands.options import (
    case_argument,
    date_option,
    engine_option,
    output_option,
)

if TYPE_CHECKING:
    import datetime
    from pathlib import Path


@click.command(short_help="Write the memo for a case.")
@case_argument
@output_option("the memo")
@date_option
@click.option(
    "--template",
    default="memo",
    show_default=True,
    metavar="NAME|DIR",
    help="memo, brief (one page for a board), or a folder with your own template, which may "
    "extend ours and change only some blocks.",
)
@engine_option
def memo(case: Path, output: str, date: datetime.date | None, template: str, engine: str) -> None:
    """Write the memo for the CASE, in Markdown.

    The same case, rules and options always give the same memo, to the byte: its date is not
    today's but the case's, unless you give one.

    \b
    Examples:
      advisor memo my-case.yaml                               read it here
      advisor memo my-case.yaml -o memo.md                    write it to a file
      advisor memo my-case.yaml --date 2025-02-03 -o memo.md
      advisor memo my-case.yaml --template brief -o board.md  one page for the board
      advisor memo my-case.yaml --template our-firm/          your own template
    """
    from advisor import assess, load_case, write_memo
    from advisor.commands.files import check_output, write
    from advisor.commands.streams import tell

    check_output(output, source=case)
    assessment = assess(load_case(case), engine=engine)
    write(write_memo(assessment, date=date, template=template), output, source=case)
    if output != "-":
        tell(f"Wrote {output}")
