"""Keeps compiled templates between runs, as Python keeps its own compiled modules.

Compiling the memo's template takes longer than writing the memo. What was compiled is kept in
the user's own cache folder, under the hash of the template, and used only where nobody else
could have put it there. `ADVISOR_CACHE=off` switches it off.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

import jinja2
from jinja2 import FileSystemBytecodeCache

from advisor._version import __version__
from advisor.knowledge.cache import cache_folder

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2.bccache import Bucket

_OTHERS_MAY_WRITE = 0o022


class _KeptCode(FileSystemBytecodeCache):
    """A cache that is never in the way: what goes wrong with it makes it only slower."""

    def load_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(Exception):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(Exception):
            super().dump_bytecode(bucket)


def kept_code(dialect: str) -> FileSystemBytecodeCache | None:
    """Where compiled templates are kept.

    Args:
        dialect: What the templates make; the same template is compiled differently for each.

    Returns:
        A cache, or nothing when caching is off or the folder is not the user's alone.
    """
    base = cache_folder()
    if base is None:
        return None
    folder = base / f"templates-{dialect}-{__version__}-jinja{jinja2.__version__}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours_alone(folder):
            return None
    except OSError:
        return None
    return _KeptCode(str(folder))


def _is_ours_alone(folder: Path) -> bool:
    if os.name == "nt":
        return True
    for one in (folder, folder.parent):
        found = one.stat()
        if found.st_uid != os.getuid() or found.st_mode & _OTHERS_MAY_WRITE:
            return False
    return True
