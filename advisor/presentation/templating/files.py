"""Which templates there are: ours by name, and those of a user in a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import InputError, echo, nearest
from advisor.knowledge.locate import templates_folder

if TYPE_CHECKING:
    from pathlib import Path

SUFFIX = ".md.j2"
DEFAULT = "memo"


def names() -> tuple[str, ...]:
    """The templates of ours that can be asked for by name."""
    found = (path.name.removesuffix(SUFFIX) for path in templates_folder().glob("*" + SUFFIX))
    return tuple(sorted(name for name in found if not name.startswith("_")))


def only_template(folder: Path) -> str:
    """The template to start from in the user's folder.

    Args:
        folder: The folder.

    Returns:
        The name of its file.

    Raises:
        InputError: If there is none, or several and none of them is called like ours.
    """
    found = sorted(path.name for path in folder.glob("*" + SUFFIX) if not path.name.startswith("_"))
    if DEFAULT + SUFFIX in found:
        return DEFAULT + SUFFIX
    if len(found) != 1:
        raise InputError(
            f"This folder holds {len(found) or 'no'} templates, so it is not clear which to use.",
            file=str(folder),
            remedy=f"Keep one file in it whose name ends in {SUFFIX}; parts start with “_”.",
        )
    return found[0]


def unknown_template(name: str) -> InputError:
    """The message for a name that is neither a template of ours nor a folder."""
    known = names()
    meant = nearest(name, known)
    hint = f"Did you mean “{meant}”?" if meant else f"There are: {', '.join(known)}."
    return InputError(
        f"There is no template or folder {echo(name)}.",
        remedy=f"{hint} Or name a folder with a template of your own.",
    )
