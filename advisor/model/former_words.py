"""Keys and words that were spelled otherwise in earlier versions, and are still read.

`rules/words.yaml` lists them under `renamed`. Whoever reads a file of a person's with one of them
goes on with its present spelling and says so once; nothing is rewritten but what is saved.
"""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, Any

from advisor.errors import FormerWordsWarning, Problem, echo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.knowledge.base import Knowledge

_words = re.compile(r"[a-z]+(?:-[a-z]+)*")


def renamed(knowledge: Knowledge) -> Mapping[str, str]:
    """The present spelling of each former word."""
    return knowledge.section("words", "renamed") or {}


def in_present_words(text: str, knowledge: Knowledge) -> str:
    """A text with each former word in its present spelling; only whole words are changed."""
    present = renamed(knowledge)
    return _words.sub(lambda word: present.get(word[0], word[0]), text)


def former_in(text: str, knowledge: Knowledge) -> dict[str, str]:
    """The former words in a text, with their present spelling."""
    present = renamed(knowledge)
    return {word: present[word] for word in _words.findall(text) if word in present}


def in_present_session(saved: Any, file: str, knowledge: Knowledge) -> Any:
    """What an interview kept, with the names of questions and their words in present spelling."""
    present = renamed(knowledge)
    found: dict[str, str] = {}

    def spelled(value: Any) -> Any:
        if isinstance(value, dict):
            return {spelled(key): spelled(one) for key, one in value.items()}
        if isinstance(value, list):
            return [spelled(one) for one in value]
        outer, dot, word = value.rpartition(".") if isinstance(value, str) else ("", "", "")
        if word in present:
            found[word] = present[word]
            return f"{outer}{dot}{present[word]}"
        return value

    made = spelled(saved)
    tell_former(file, found)
    return made


def tell_former(file: str, found: Mapping[str, str], rewritten: str = "saving the answers") -> None:
    """Says once that a file uses former words.

    Args:
        found: The former words in it, with their present spelling; with none, nothing is said.
    """
    if found:
        words = ", ".join(f"{echo(one)} as {echo(found[one])}" for one in sorted(found))
        said = Problem(
            f"Former words are read in their present spelling: {words}.",
            file,
            remedy=f"Nothing has to be done; {rewritten} puts the present spelling into it.",
        )
        warnings.warn(str(said), FormerWordsWarning, stacklevel=2)
