"""The two streams of a command: what it produces, and what it has to say about it."""

from __future__ import annotations

import click

from advisor.errors import InputError


def produce(text: str) -> None:
    """Puts text on standard output, in UTF-8 whatever the machine's settings.

    Args:
        text: What the command was asked for.

    Raises:
        InputError: If standard output cannot take it.
        BrokenPipeError: If whoever read standard output has gone.
    """
    try:
        click.echo(text.encode("utf-8", "backslashreplace"), nl=False)
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(f"Cannot write to standard output: {reason}.") from error


def tell(message: str) -> None:
    """Puts a message on standard error.

    Args:
        message: One line, or several, without the last line's end.
    """
    click.echo(f"{message}\n".encode("utf-8", "backslashreplace"), nl=False, err=True)
