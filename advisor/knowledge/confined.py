"""Files of a folder that somebody else made: none may lead out of it.

A folder of rules or templates can come from a stranger. A link in it would make Advisor read,
and perhaps print, whatever the person who runs it may read; a pipe would make it wait for ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import KnowledgeError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def leads_out(folder: Path, path: Path) -> bool:
    """Whether a path inside a folder stands for something outside it.

    Args:
        folder: The folder; it may be a link itself.
        path: A path below it, with all its links.
    """
    return not path.resolve().is_relative_to(folder.resolve())


def refuse_leaving(folder: Path, paths: Iterable[Path]) -> None:
    """Refuses files that stand for something else than a file of their folder.

    Args:
        folder: The folder of a knowledge base.
        paths: Files in it; what is not there is no concern here.

    Raises:
        KnowledgeError: If one leads out of the folder, or is no ordinary file.
    """
    for path in paths:
        if leads_out(folder, path):
            raise KnowledgeError(
                "This file is a link that leads out of its folder, and is not read.",
                str(path),
                remedy="Put the file itself there.",
            )
        if path.exists() and not path.is_file() and not path.is_dir():
            raise KnowledgeError(
                "This is no ordinary file, and is not read.", str(path), remedy="Put a file there."
            )
