"""The two streams of a command: what it produces, and what it has to say about it."""

from __future__ import annotations

import os
import sys

import click

from advisor.errors import InputError

PLAIN = {
    "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "→": "->",
    "×": "x", "\u00a0": " ", "•": "*",
}  # fmt: skip
"""Marks of print, and what stands for them where a terminal has no such letters."""


def show(text: str) -> None:
    """Puts text on standard output for a person, in the letters that the terminal has.

    Args:
        text: What the command was asked for. A letter that the terminal lacks becomes a plain
            one, or a question mark.

    Raises:
        InputError: If standard output cannot take it.
        BrokenPipeError: If whoever read standard output has gone.
    """
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
        shown = text
    except (UnicodeEncodeError, LookupError):
        shown = "".join(PLAIN.get(letter, letter) for letter in text)
    try:
        data = shown.encode(encoding, "replace")
    except LookupError:
        data = shown.encode("ascii", "replace")
    _put(data)


def produce(text: str) -> None:
    """Puts text on standard output, in UTF-8 whatever the machine's settings.

    Args:
        text: What the command was asked for.

    Raises:
        InputError: If standard output cannot take it.
        BrokenPipeError: If whoever read standard output has gone.
    """
    _put(text.encode("utf-8", "backslashreplace"))


def _put(data: bytes) -> None:
    try:
        click.echo(data, nl=False)
    except BrokenPipeError:
        raise
    except OSError as error:
        forget_standard_output()
        reason = error.strerror or type(error).__name__
        raise InputError(f"Cannot write to standard output: {reason}.") from error


def tell(message: str) -> None:
    """Puts a message on standard error; what could drive a terminal is shown as it is written.

    Args:
        message: One line, or several, without the last line's end.
    """
    shown = "".join(map(_shown, message))
    click.echo(f"{shown}\n".encode("utf-8", "backslashreplace"), nl=False, err=True)


def _shown(letter: str) -> str:
    """A letter of a message; the names of files, too, may hold letters that a terminal obeys."""
    if letter.isprintable() or letter == "\n":
        return letter
    return letter.encode("unicode_escape").decode("ascii")


def forget_standard_output() -> None:
    """Lets nothing more reach standard output, once it has failed.

    Python flushes it again on its way out, would fail again, and leave with another status.
    """
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # no such file beneath it, as in a test
        return
