"""The three streams of a command: what it produces, what it has to say about that, what it reads.

Nothing here draws over a line, and only a heading is ever bold, so that everything reads the same
from a pipe and to a screen reader.
"""

from __future__ import annotations

import contextlib
import os
import sys
import warnings
from collections.abc import Iterator
from typing import Any

import click

from advisor.errors import InputError, ReadingWarning, echo, printable

PLAIN = {
    "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "→": "->",
    "×": "x", "\u00a0": " ", "•": "*",
}  # fmt: skip
"""Marks of print, and what stands for them where a terminal has no such letters."""
LONGEST_LINE = 100_000
"""Bytes that are read as one line of an answer."""


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
        data = text.encode(encoding)
    except UnicodeEncodeError:
        data = "".join(PLAIN.get(letter, letter) for letter in text).encode(encoding, "replace")
    except LookupError:  # an encoding that Python does not know
        data = "".join(PLAIN.get(letter, letter) for letter in text).encode("ascii", "replace")
    _put(data)


CLEAR = "\x1b[H\x1b[2J"
"""What takes everything off a terminal and begins at its top."""


def show_heading(text: str, *, plain: bool, cleared: bool = False) -> None:
    """Shows a screen, its first line in bold where the terminal and the person allow it.

    Args:
        plain: Whether the person wants no bold type, and nothing taken off the screen.
        cleared: Whether it takes the place of what the terminal shows.
    """
    if not plain and _may_be_bold():
        first, rest = text.split("\n", 1)
        text = f"{CLEAR if cleared else ''}\x1b[1m{first}\x1b[0m\n{rest}"
    show(text)


def _may_be_bold() -> bool:
    if os.environ.get("NO_COLOR") or os.environ.get("TERM", "") in ("", "dumb"):
        return False
    return os.name != "nt" and sys.stdout.isatty()


def produce(text: str | bytes) -> None:
    """Puts text on standard output, in UTF-8 whatever the machine's settings.

    Args:
        text: What the command was asked for; bytes go out as they are.

    Raises:
        InputError: If standard output cannot take it.
        BrokenPipeError: If whoever read standard output has gone.
    """
    _put(text if isinstance(text, bytes) else text.encode("utf-8", "backslashreplace"))


def _put(data: bytes) -> None:
    if sys.stdout is None:
        raise InputError("Cannot write to standard output: it is closed.")
    stream = sys.stdout.buffer
    try:
        while data:  # a stream without a buffer may take a part only, and fail at the next
            data = data[stream.write(data) :]
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        forget_standard_output()
        reason = error.strerror or type(error).__name__
        raise InputError(f"Cannot write to standard output: {reason}.") from error


def tell(*lines: str) -> None:
    """Puts a message on standard error; what could drive a terminal is shown as it is written.

    Args:
        *lines: Its lines. A line break in one, such as in the name of a file, begins no other.
    """
    shown = "".join(f"{printable(line)}\n" for line in lines)
    click.echo(shown.encode("utf-8", "backslashreplace"), nl=False, err=True)


def read_line(prompt: str) -> str | None:
    """One line from the person, or from a pipe; nothing when there are no more.

    Args:
        prompt: What to ask with. From a pipe, the line that was read is shown behind it.
    """
    if at_terminal():
        try:
            return input(prompt)
        except EOFError:
            show("\n")
            return None
    line = piped_line()
    if line is None:
        return None
    said = line.strip()
    show(f"{prompt}{echo(said)[1:-1]}\n")
    return said


def piped_line() -> str | None:
    """One line from a pipe or a file, without its end; nothing when there are no more.

    Raises:
        InputError: If it is not UTF-8: a letter would be lost, or taken for another.
    """
    data = sys.stdin.buffer.readline(LONGEST_LINE)
    try:
        return data.decode("utf-8").rstrip("\r\n") if data else None
    except UnicodeDecodeError as error:
        shown = data.decode("utf-8", "replace").strip()
        raise InputError(
            f"A line of the input is not text in UTF-8: {echo(shown)}.",
            remedy="Write the input in UTF-8, then try again.",
        ) from error


def at_terminal() -> bool:
    """Whether a person types what is read."""
    return sys.stdin.isatty()


@contextlib.contextmanager
def telling_of_former_words() -> Iterator[None]:
    """Tells once of each thing in a file that was read and could be better."""
    with warnings.catch_warnings():
        show_others = warnings.showwarning

        def show_warning(message: Any, category: type[Warning], *rest: Any, **more: Any) -> None:
            if issubclass(category, ReadingWarning):
                tell(f"advisor: {message}")
            else:
                show_others(message, category, *rest, **more)

        warnings.simplefilter("once", ReadingWarning)
        warnings.showwarning = show_warning
        yield


def forget_standard_output() -> None:
    """Lets nothing more reach standard output, once it has failed.

    Python flushes it again on its way out, would fail again, and leave with another status.
    """
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # no such file beneath it, as in a test
        return
