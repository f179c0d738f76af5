"""Keys and words that were spelled otherwise in earlier versions, and are still read.

`rules/words.yaml` lists them under `renamed`. Whoever reads a file of a person's with one of them
goes on with its present spelling and says so once; nothing is rewritten but what is saved.
"""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, Any, Protocol

from advisor.errors import Problem, echo

if TYPE_CHECKING:
    from collections.abc import Mapping

_words = re.compile(r"[a-z]+(?:-[a-z]+)*")


class Renaming(Protocol):
    """What has to be known: the words of the knowledge base."""

    def section(self, name: str, key: str) -> Any:
        """One top-level part of a file of words."""


class FormerWordsWarning(UserWarning):
    """A file uses words of an earlier version; the message is one line for a person."""


def renamed(knowledge: Renaming) -> Mapping[str, str]:
    """The present spelling of each former word."""
    return knowledge.section("words", "renamed") or {}


def in_present_words(text: str, knowledge: Renaming) -> str:
    """A text with each former word in its present spelling; only whole words are changed."""
    present = renamed(knowledge)
    return _words.sub(lambda word: present.get(word[0], word[0]), text)


def tell_former(file: str, found: Mapping[str, str]) -> None:
    """Says once that a file uses former words.

    Args:
        file: Its name.
        found: The former words in it, with their present spelling; with none, nothing is said.
    """
    if found:
        words = ", ".join(f"{echo(one)} as {echo(found[one])}" for one in sorted(found))
        said = Problem(f"Former words are read in their present spelling: {words}.", file,
                       remedy="Nothing need be done; saving writes the present ones.")  # fmt: skip
        warnings.warn(str(said), FormerWordsWarning, stacklevel=2)
