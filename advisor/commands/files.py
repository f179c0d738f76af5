"""Writing the files that a command was asked for, all of a file or nothing of it."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path

from advisor.commands.streams import produce, show, tell
from advisor.errors import InputError

BINARY = getattr(os, "O_BINARY", 0)  # only Windows tells text from other files

STANDARD_OUTPUT = "-"
"""The file name that stands for standard output."""


def give(text: str, output: str, *, source: Path, read: bool = False) -> None:
    """Puts text where the person wants it, and says so if that is a file.

    Args:
        text: What the command was asked for.
        output: The file's name, or `-` for standard output.
        source: The case that was read; it is never overwritten.
        read: Whether it is to be read by a person, in whatever letters the terminal has.

    Raises:
        InputError: If nothing can be written there.
    """
    if output == STANDARD_OUTPUT and read:
        show(text)
        return
    write(text, output, source=source)
    if output != STANDARD_OUTPUT:
        tell(f"Wrote {output}")


def write(text: str, output: str, *, source: Path) -> None:
    """Puts text where the person wants it.

    A file that is there already is replaced in one step when the new one is complete; if
    anything fails before, it stays as it was.

    Args:
        text: What the command was asked for.
        output: The file's name, or `-` for standard output.
        source: The case that was read; it is never overwritten.

    Raises:
        InputError: If nothing can be written there.
    """
    if output == STANDARD_OUTPUT:
        produce(text)
        return
    _refuse_source(output, source)
    data = text.encode("utf-8", "backslashreplace")
    try:
        # A link goes on pointing where it did.
        target = Path(output).resolve()
        if not target.exists():
            replace(target, data)
        elif not target.is_file():
            _fill(target, data)
        elif os.access(target, os.W_OK):
            replace(target, data)
        else:  # a step that only asks the folder would not respect it
            raise PermissionError(errno.EACCES, "it is protected against writing")
    except OSError as error:
        raise _cannot_write(output, error) from error


def create(text: str, output: str) -> None:
    """Makes a new file, and never touches one that is there.

    Args:
        text: What the file will say.
        output: The file's name, or `-` for standard output.

    Raises:
        InputError: If the file is there already or cannot be made.
    """
    if output == STANDARD_OUTPUT:
        produce(text)
        return
    try:
        file = open(output, "xb")  # noqa: SIM115 - closed below, and removed if incomplete
    except FileExistsError:
        raise InputError(
            "This file is there already, and is left as it is.",
            file=output,
            remedy="Choose another name, or move the file away first.",
        ) from None
    except OSError as error:
        raise _cannot_write(output, error) from error
    try:
        with file:
            file.write(text.encode("utf-8", "backslashreplace"))
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(output)
        if isinstance(error, OSError):
            raise _cannot_write(output, error) from error
        raise


def check_output(output: str, *, source: Path) -> None:
    """Refuses a hopeless output before any work is done for it.

    Args:
        output: The file's name, or `-` for standard output.
        source: The case that will be read.

    Raises:
        InputError: If the output is the case itself, a folder, or in a folder that is not there.
    """
    if output == STANDARD_OUTPUT:
        return
    _refuse_source(output, source)
    path = Path(output)
    if path.is_dir():
        raise InputError(
            "This is a folder.", file=output, remedy="Name a file in it, for example memo.md."
        )
    if not path.resolve().parent.is_dir():
        raise InputError(
            "There is no such folder to write into.", file=output, remedy="Make the folder first."
        )


def _refuse_source(output: str, source: Path) -> None:
    try:
        same = os.path.samefile(output, source)
    except OSError:  # one of them does not exist
        return
    if same:
        raise InputError(
            "This is the case itself.", file=output, remedy="Name another file to write to."
        )


def replace(target: Path, data: bytes) -> None:
    """Writes beside the target, then takes its place; the folder is the same, so it is one step."""
    # By hand: the module tempfile would cost a start a hundredth of a second.
    temporary = target.with_name(f".{target.name[:40]}.{os.getpid()}.part")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, _mode(target))
    try:
        with open(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():  # then its permissions hold, whatever the person's mask is
            os.chmod(temporary, _mode(target))
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _mode(target: Path) -> int:
    """The permissions the file has, or those any new file would get."""
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        return 0o666  # of which the person's mask is taken


def _fill(target: Path, data: bytes) -> None:
    """Writes into something that is no ordinary file, such as a pipe or a terminal."""
    with open(target, "wb", buffering=0) as file:
        file.write(data)


def _cannot_write(output: str, error: OSError) -> InputError:
    reason = error.strerror or type(error).__name__
    return InputError(
        f"Cannot write this file: {reason}.",
        file=output,
        remedy="Name a file in a folder you may write to; nothing has been changed.",
    )
