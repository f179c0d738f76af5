"""`advisor new`: a commented case file to fill in."""

from __future__ import annotations

import click


@click.command(short_help="Write a commented case file to fill in.")
@click.argument("case", metavar="CASE.yaml")
def new(case: str) -> None:
    """Write a case file with every question, what it is for, and how to answer it.

    A file that is there already is never touched. Only a few answers are needed; leave out
    what you do not know, or write unknown.

    \b
    Examples:
      advisor new my-case.yaml
      advisor new -              show it here
    """
    from advisor import new_case_text
    from advisor.commands.files import create
    from advisor.commands.streams import tell

    create(new_case_text(), case)
    if case != "-":
        tell(f"Wrote {case}. Fill it in, then: advisor memo {case}")
