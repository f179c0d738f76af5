"""Where the knowledge base and the templates are, and that no file of a folder leads out of it.

A checkout keeps `rules/`, `templates/` and `examples/` beside the package, where a trainer finds
them; a wheel carries them inside the package, under `advisor/_data/`. A folder of rules or
templates can come from a stranger: a link in it would make Advisor read, and perhaps print,
whatever the person who runs it may read, and a pipe would make it wait for ever.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from advisor._version import __version__
from advisor.errors import KnowledgeError

PACKAGE = Path(__file__).resolve().parent.parent


def installing(extra: str) -> str:
    """What to type, and where, to install what an extra brings.

    It names the copy in hand: on the public index another project may have Advisor's name.
    """
    if (PACKAGE.parent / "pyproject.toml").is_file():
        return f"“pip install '.[{extra}]'” in the folder of Advisor"
    return f"“pip install 'advisor-{__version__}-py3-none-any.whl[{extra}]'” beside that file"


def rules_folder() -> Path:
    """The folder with the rules, the vocabulary and the sources.

    Raises:
        KnowledgeError: If this copy of Advisor has lost the folder.
    """
    return _folder("rules")


def templates_folder() -> Path:
    """The folder with every sentence that a reader sees.

    Raises:
        KnowledgeError: If this copy of Advisor has lost the folder.
    """
    return _folder("templates")


def examples() -> dict[str, Path]:
    """The case files of the examples, by the names of their folders; none in a copy without any."""
    folder = examples_folder()
    found = sorted(folder.glob("*/case.yaml")) if folder else []
    return {one.parent.name: one for one in found}


def example_word(file: str) -> str:
    """The word by which a case can be asked for as an example; empty if it is none."""
    named = {path.resolve(): name.split("-") for name, path in examples().items()}
    mine = named.get(Path(file).resolve(), []) if file else []
    words = [word for each in named.values() for word in each]
    return next((one for one in mine if one.isalpha() and words.count(one) == 1), "")


def examples_folder() -> Path | None:
    """The folder of the examples; nothing in a copy without any."""
    try:
        return _folder("examples")
    except KnowledgeError:
        return None


def _folder(name: str) -> Path:
    # The installed place first: beside an installed package stand other people's folders,
    # and one of them may well be called "rules".
    installed = PACKAGE / "_data" / name
    if installed.is_dir():
        return installed
    checkout = PACKAGE.parent / name
    if checkout.is_dir() and PACKAGE.parent.joinpath("pyproject.toml").is_file():
        return checkout
    what = f"This copy of Advisor has lost its folder “{name}”."
    remedy = "Install Advisor again, or run it from a complete checkout."
    raise KnowledgeError(what, file=str(installed), remedy=remedy)


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
        paths: Files in it; what is not there is no concern here.

    Raises:
        KnowledgeError: If one leads out of the folder, or is no ordinary file.
    """
    for path in paths:
        if leads_out(folder, path):
            what = "This file is a link that leads out of its folder, and is not read."
            raise KnowledgeError(what, str(path), remedy="Put the file itself there.")
        if path.exists() and not path.is_file() and not path.is_dir():
            what = "This is no ordinary file, and is not read."
            raise KnowledgeError(what, str(path), remedy="Put a file there.")
