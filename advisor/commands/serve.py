"""`advisor serve`: the interview and the memo as pages of this computer."""

from __future__ import annotations

from pathlib import Path

import click

from advisor.commands.streams import tell
from advisor.errors import InputError


@click.command(short_help="Answer questions and read memos in a browser.")
@click.argument("folder", default=".", metavar="[FOLDER]", type=click.Path(path_type=Path))
@click.option("--port", default=8765, show_default=True, help="The port of this computer.")
def serve(folder: Path, port: int) -> None:
    """Open the cases of FOLDER as pages in a browser, on this computer alone.

    \b
    Examples:
      advisor serve
      advisor serve our-cases --port 8000
    """
    from advisor.knowledge.base import usual_knowledge

    if not folder.is_dir():
        raise InputError("There is no such folder.", file=str(folder), remedy="Make it first.")
    try:
        import waitress

        from advisor.web.application import make_application
    except ImportError as error:
        raise InputError(
            "The pages need what is not installed here.",
            remedy="Install it with: pip install 'advisor[web]'",
        ) from error
    tell(f"Advisor is at http://127.0.0.1:{port}/ – Ctrl-C ends it.")
    waitress.serve(make_application(folder, usual_knowledge()), listen=f"127.0.0.1:{port}")
