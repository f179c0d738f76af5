"""What the commands that read out rules share: whose rules."""

from __future__ import annotations

from pathlib import Path

import click

folder_option = click.option(
    "--rules",
    "folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="The knowledge base to use instead of the one that comes with Advisor.",
)
