"""Writing the files that a command was asked for, all of a file or nothing of it."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

from advisor.commands.streams import produce, show, tell
from advisor.errors import InputError, writing
from advisor.model.replacing import clear_left, refuse_links, replace

RECORD_MARK = '"advisor-memo"'
"""By what a record of ours is known."""
PICTURE_MARK = '<title id="t">Who has power over it</title>'
"""By what a picture of ours is known."""
PRIVATE = 0o600
"""The permissions of a file that nobody but its owner may read."""
ELSEWHERE = "Name a file in a folder you may write to; nothing has been changed."
WORD = ".docx"
"""The ending of a memo that is a Word file."""
STANDARD_OUTPUT = "-"
"""The file name that stands for standard output."""


def give(text: str | bytes, output: str, *, source: Path, read: bool = False) -> None:
    """Puts text where the person wants it, and says so if that is a file.

    Args:
        text: What the command was asked for, or a file that is no text.
        output: The file's name, or `-` for standard output.
        source: The case that was read; it is never overwritten.
        read: Whether it is to be read by a person, in whatever letters the terminal has.

    Raises:
        InputError: If nothing can be written there.
    """
    if output == STANDARD_OUTPUT and read and isinstance(text, str):
        show(text)
        return
    write(text, output, source=source)
    if output != STANDARD_OUTPUT:
        tell(f"Wrote {output}")


def write(text: str | bytes, output: str, *, source: Path, private: bool = False) -> None:
    """Puts text where the person wants it.

    A file that is there already is replaced in one step when the new one is complete; if
    anything fails before, it stays as it was.

    Args:
        output: The file's name, or `-` for standard output.
        source: The case that was read; it is never overwritten.
        private: Whether nobody but its owner may read it.

    Raises:
        InputError: If nothing can be written there.
    """
    if output == STANDARD_OUTPUT:
        produce(text)
        return
    _refuse_source(output, source)
    data = text if isinstance(text, bytes) else text.encode("utf-8", "backslashreplace")
    with writing(output, ELSEWHERE):
        target = Path(output).resolve()  # a link goes on pointing where it did
        if target.exists() and not os.access(target, os.W_OK):
            # The step below asks only the folder, and would not respect it.
            raise PermissionError(errno.EACCES, "it is protected against writing")
        if target.exists() and not target.is_file():
            target.write_bytes(data)  # a pipe or a terminal
        else:
            clear_left(target)
            replace(target, data, PRIVATE if private else None)


def create(text: str, output: str) -> None:
    """Makes a new file, and never touches one that is there.

    Args:
        output: The file's name, or `-` for standard output.

    Raises:
        InputError: If the file is there already or cannot be made.
    """
    if output == STANDARD_OUTPUT:
        produce(text)
        return
    with writing(output, ELSEWHERE):
        file = open(output, "xb")  # noqa: SIM115 - closed below, and removed if incomplete
        try:
            with file:
                file.write(text.encode("utf-8", "backslashreplace"))
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(output)
            raise


def check_output(output: str, *, source: Path | None = None) -> None:
    """Refuses a hopeless output before any work is done for it.

    Args:
        output: The file's name, or `-` for standard output.
        source: The case that will be read; without one, the file must be new.

    Raises:
        InputError: If the output is the case itself, a folder, or in a folder that is not there;
            or is there already and must be new.
    """
    if output == STANDARD_OUTPUT:
        return
    with writing(output, ELSEWHERE):
        path = Path(output)
        if source is None and path.exists():
            raise FileExistsError
        _refuse_source(output, source)
        if path.is_dir():
            raise InputError(
                "This is a folder.", file=output, remedy="Name a file in it, for example memo.md."
            )
        if not path.resolve().parent.is_dir():
            raise InputError(
                "There is no such folder to write into.",
                file=output,
                remedy="Make the folder first.",
            )


def record_beside(memo: Path) -> Path:
    """The record that belongs to a memo: what it was made of, for “advisor reissue”."""
    name = memo.name if memo.suffix.lower() == WORD else memo.stem
    return memo.with_name(f"{name}.memo.json")


def is_ordinary(output: str) -> bool:
    """Whether a file is, or will be, one that keeps what is written: no pipe and no terminal."""
    path = Path(output)
    return not path.exists() or path.is_file()


def refuse_foreign(derived: Path, mark: str) -> None:
    """Refuses a link, and a file that somebody else made, at a name that nobody typed.

    Args:
        derived: A file whose name was made from another.
        mark: What stands in such a file of ours.

    Raises:
        InputError: If the file is there and is none of ours.
    """
    refuse_links(derived)
    with writing(str(derived), ELSEWHERE):
        if derived.exists() and mark not in derived.read_text("utf-8", "replace"):
            raise InputError(
                "This file is there already, and it was not written with a memo.",
                file=str(derived),
                remedy="Name another memo, move the file away, or say --picture none, --no-record.",
            )


def _refuse_source(output: str, source: Path | None) -> None:
    try:
        same = source is not None and os.path.samefile(output, source)
    except OSError:  # one of them does not exist
        return
    if same:
        raise InputError(
            "This is the case itself.", file=output, remedy="Name another file to write to."
        )
