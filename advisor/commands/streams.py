"""The two streams of a command: what it produces, and what it has to say about it."""

from __future__ import annotations

import click


def produce(text: str) -> None:
    """Puts text on standard output, in UTF-8 whatever the machine's settings.

    Args:
        text: What the command was asked for.
    """
    click.echo(text.encode("utf-8", "backslashreplace"), nl=False)


def tell(message: str) -> None:
    """Puts a message on standard error.

    Args:
        message: One line, or several, without the last line's end.
    """
    click.echo(f"{message}\n".encode("utf-8", "backslashreplace"), nl=False, err=True)
