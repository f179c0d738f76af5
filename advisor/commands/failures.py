"""How a command ends: the exit statuses, and what a person reads when something goes wrong."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import Final

import click

from advisor.commands.streams import forget_standard_output, tell
from advisor.errors import AdvisorError

DONE: Final = 0
"""The command did what was asked."""

FAULT: Final = 1
"""Advisor could not do it: a fault of its own, or the engine asked for cannot be loaded."""

NOT_USABLE: Final = 2
"""The case, an option or the place to write cannot be used. Nothing has been written."""

FINDINGS: Final = 3
"""A check found an error in the rules, or what might name somebody in a file to be redacted."""

SOME_REFUSED: Final = 4
"""Some cases of a batch cannot be used. The results of all others have been written."""

INTERRUPTED: Final = 130
"""The person stopped it (Ctrl-C), or the input of an interview ended before it did.

The same goes for an interview that got too many lines which were no answer.
Nothing has been written but the answers of the interview, from which it can go on.
"""

READER_GONE: Final = 141
"""Whoever read standard output stopped reading, as `head` does once it has enough."""

_DEBUG = "ADVISOR_DEBUG"
"""The environment variable that asks for the traceback of a fault."""


class ReaderGone(Exception):  # noqa: N818 - nothing has gone wrong
    """Whoever read standard output has stopped reading."""


@contextlib.contextmanager
def noticing_a_gone_reader() -> Iterator[None]:
    """Keeps a broken pipe out of click's hands, which would make a failure of it.

    Raises:
        ReaderGone: If the pipe broke.
    """
    try:
        yield
    except BrokenPipeError as error:
        raise ReaderGone from error


def status_of(failure: BaseException) -> int:
    """Tells the person what went wrong."""
    if isinstance(failure, (ReaderGone, BrokenPipeError)):
        forget_standard_output()
        return READER_GONE
    if isinstance(failure, SystemExit):
        return failure.code if isinstance(failure.code, int) else DONE
    if isinstance(failure, click.exceptions.Exit):
        return failure.exit_code
    if isinstance(failure, click.Abort) and "marshal" in str(failure.__cause__):
        # What Python keeps of a module, from a full disk; click takes it for the end of the input.
        tell("advisor: a file that Python keeps of Advisor is cut off, perhaps by a full disk.")
        tell("Remove the folders called __pycache__ where Advisor is installed, then try again.")
        return FAULT
    if isinstance(failure, (KeyboardInterrupt, click.Abort)):
        return INTERRUPTED
    if isinstance(failure, click.UsageError):
        return _wrong_usage(failure)
    if isinstance(failure, click.ClickException):
        tell(*f"advisor: {failure.format_message()}".split("\n"))
        return NOT_USABLE
    if isinstance(failure, AdvisorError):
        tell(*(f"advisor: {line}" for line in str(failure).splitlines()))
        return failure.exit_status
    return _fault(failure)


def _wrong_usage(failure: click.UsageError) -> int:
    if isinstance(failure, click.exceptions.NoArgsIsHelpError):
        tell(*failure.format_message().split("\n"))
        return NOT_USABLE
    tell(*f"advisor: {failure.format_message()}".split("\n"))
    if failure.ctx is not None:
        tell(f"For help: {failure.ctx.command_path} --help")
    return NOT_USABLE


def _fault(failure: BaseException) -> int:
    if os.environ.get(_DEBUG):
        import traceback

        tell(*"".join(traceback.format_exception(failure)).rstrip().split("\n"))
    said = " ".join(str(failure).split())
    tell(f"advisor: a fault in Advisor, not in your case: {type(failure).__name__}: {said}")
    tell(f"Please report it with the case; {_DEBUG}=1 shows where it happened.")
    return FAULT
