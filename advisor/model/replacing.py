"""Putting a new file in the place of an old one: all of it or nothing, and never through a link.

click's own atomic files take the place of the old one even when writing them has failed, so the
step from the old file to the new one is made here.
"""

from __future__ import annotations

import contextlib
import glob
import os
import stat
import time
from pathlib import Path

from advisor.errors import InputError

BINARY = getattr(os, "O_BINARY", 0)  # only Windows tells text from other files


def refuse_links(*derived: Path) -> None:
    """Refuses to write by way of a link or a pipe at a name that nobody typed.

    Beside a case from a stranger, a link at a name made from the case's own could lead to any
    file of the person who runs Advisor, and a pipe would be waited for, for ever.

    Args:
        *derived: Files whose names were made from that of the case.

    Raises:
        InputError: If one of them is a link, a pipe or a device.
    """
    for path in derived:
        if path.is_symlink():
            raise InputError(
                "This is a link, and Advisor would write where it leads.",
                file=str(path),
                remedy="Move it away, or name another case.",
            )
        if path.exists() and not path.is_file() and not path.is_dir():
            raise InputError(
                "This is a pipe or a device, and no file.",
                file=str(path),
                remedy="Move it away, or name another case.",
            )


def clear_left(target: Path) -> None:
    """Removes what programs that were killed while they wrote a file left beside it.

    Args:
        target: The file. What is younger than an hour may be another program's, at work.
    """
    for left in target.parent.glob(f".{glob.escape(target.name[:40])}.*.part"):
        with contextlib.suppress(OSError):
            if time.time() - left.lstat().st_mtime > 3600:
                left.unlink()


def replace(target: Path, data: bytes, mode: int | None = None) -> None:
    """Writes beside the target, then takes its place; the folder is the same, so it is one step.

    Args:
        target: The file, whose permissions are kept. A link would be replaced by a file.
        mode: The permissions it gets, whatever it has.

    Raises:
        OSError: If it cannot be written; the target is as it was.
    """
    # By hand: the module tempfile would cost a start a hundredth of a second.
    temporary = target.with_name(f".{target.name[:40]}.{os.getpid()}.part")
    first = _mode(target) if mode is None else mode
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, first)
    try:
        with open(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if (
            mode is None and target.exists()
        ):  # then its permissions hold, whatever the person's mask is
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
