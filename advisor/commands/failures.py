"""What a person reads when something goes wrong, and the exit status that goes with it."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

import click

from advisor.commands import statuses
from advisor.commands.streams import forget_standard_output, tell
from advisor.errors import AdvisorError

if TYPE_CHECKING:
    from collections.abc import Iterator

DEBUG = "ADVISOR_DEBUG"
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
    """Tells the person what went wrong.

    Args:
        failure: What ended the command.

    Returns:
        The exit status.
    """
    if isinstance(failure, (ReaderGone, BrokenPipeError)):
        forget_standard_output()
        return statuses.READER_GONE
    if isinstance(failure, SystemExit):
        return failure.code if isinstance(failure.code, int) else statuses.DONE
    if isinstance(failure, click.exceptions.Exit):
        return failure.exit_code
    if isinstance(failure, (KeyboardInterrupt, click.Abort)):
        return statuses.INTERRUPTED
    if isinstance(failure, click.UsageError):
        return _wrong_usage(failure)
    if isinstance(failure, click.ClickException):
        tell(f"advisor: {failure.format_message()}")
        return statuses.NOT_USABLE
    if isinstance(failure, AdvisorError):
        for line in str(failure).splitlines():
            tell(f"advisor: {line}")
        return failure.exit_status
    return _fault(failure)


def _wrong_usage(failure: click.UsageError) -> int:
    if isinstance(failure, click.exceptions.NoArgsIsHelpError):
        tell(failure.format_message())
        return statuses.NOT_USABLE
    tell(f"advisor: {failure.format_message()}")
    if failure.ctx is not None:
        tell(f"For help: {failure.ctx.command_path} --help")
    return statuses.NOT_USABLE


def _fault(failure: BaseException) -> int:
    if os.environ.get(DEBUG):
        import traceback

        tell("".join(traceback.format_exception(failure)).rstrip())
    said = " ".join(str(failure).split())
    tell(f"advisor: a fault in Advisor, not in your case: {type(failure).__name__}: {said}")
    tell(f"Please report it with the case; {DEBUG}=1 shows where it happened.")
    return statuses.FAULT
