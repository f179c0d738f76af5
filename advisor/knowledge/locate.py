"""Where the knowledge base and the templates are, in a checkout and in an installed copy.

A checkout keeps `rules/` and `templates/` beside the package, where a trainer finds them.
A wheel has no such place, so it carries both inside the package, under `advisor/_data/`.
"""

from __future__ import annotations

from pathlib import Path

from advisor.errors import KnowledgeError

PACKAGE = Path(__file__).resolve().parent.parent


def rules_folder() -> Path:
    """The folder with the rules, the vocabulary and the sources.

    Returns:
        An existing folder.

    Raises:
        KnowledgeError: If this copy of Advisor has lost the folder.
    """
    return _folder("rules")


def templates_folder() -> Path:
    """The folder with every sentence that a reader sees.

    Returns:
        An existing folder.

    Raises:
        KnowledgeError: If this copy of Advisor has lost the folder.
    """
    return _folder("templates")


def _folder(name: str) -> Path:
    # The installed place first: beside an installed package stand other people's folders,
    # and one of them may well be called "rules".
    installed = PACKAGE / "_data" / name
    if installed.is_dir():
        return installed
    checkout = PACKAGE.parent / name
    if checkout.is_dir() and PACKAGE.parent.joinpath("pyproject.toml").is_file():
        return checkout
    raise KnowledgeError(
        f"This copy of Advisor has lost its folder “{name}”.",
        file=str(installed),
        remedy="Install Advisor again, or run it from a complete checkout.",
    )
