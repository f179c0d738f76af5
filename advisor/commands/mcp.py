"""`advisor mcp`: the cases of a folder for a program that speaks the Model Context Protocol."""

from __future__ import annotations

from pathlib import Path

import click

from advisor.errors import InputError


@click.command(short_help="Let an assistant program lead cases through.")
@click.argument("folder", default=".", metavar="[FOLDER]", type=click.Path(path_type=Path))
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

    if not folder.is_dir():
        raise InputError("There is no such folder.", file=str(folder), remedy="Make it first.")
    try:
        from advisor.assistant.server import serve
    except ImportError as error:
        raise InputError(
            "Assistant programs need what is not installed here.",
            remedy="Install it with: pip install 'advisor[assistant]'",
        ) from error
    serve(Desk(folder, usual_knowledge()))
