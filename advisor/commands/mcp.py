"""`advisor mcp`: the cases of a folder for a program that speaks the Model Context Protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor.commands import options

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Let an assistant program lead cases through.")
@options.cases_argument
def mcp(folder: Path) -> None:
    """Serve the cases of FOLDER to an assistant program, over standard input and output.

    The program starts this command itself; docs/assistants.md says how it is told to.

    \b
    Examples:
      advisor mcp
      advisor mcp our-cases
    """
    from advisor.interview.desk import Desk
    from advisor.knowledge.base import usual_knowledge

    with options.needing("assistant", "Assistant programs need"):
        from advisor.assistant.server import serve
    serve(Desk(folder, usual_knowledge()))
