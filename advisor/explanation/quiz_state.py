"""Where somebody is in a quiz, as a file keeps it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from advisor.errors import InputError

VERSION = 1
"""The version of the file."""

LARGEST = 100_000
"""Bytes of a file that could be one."""

NOT_KNOWN = -1
"""The answer “I don't know”."""


class QuizState(NamedTuple):
    """A quiz begun, and what has been answered."""

    answers_hash: str
    """Of the case."""
    rules_hash: str
    seed: int
    number: int
    """How many questions were asked for."""
    given: tuple[int, ...] = ()
    """The choice taken for each question so far, counted from 0, or `NOT_KNOWN`."""

    def fits(self, other: QuizState) -> bool:
        """Whether both are of the same quiz."""
        return self[:4] == other[:4]


def state_text(state: QuizState) -> str:
    """The file of a state."""
    found = {
        "advisor-quiz": VERSION,
        "answers-hash": state.answers_hash,
        "rules-hash": state.rules_hash,
        "seed": state.seed,
        "questions": state.number,
        "given": list(state.given),
    }
    return json.dumps(found, indent=2) + "\n"


def read_state(path: str) -> QuizState | None:
    """The state in a file.

    Args:
        path: The file.

    Returns:
        The state, or nothing if there is no such file.

    Raises:
        InputError: If the file is something else.
    """
    try:
        with Path(path).open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError(
            f"This file cannot be read: {error.strerror}.", path, remedy="Name another file."
        ) from error
    try:
        found: Any = json.loads(data.decode("utf-8")) if len(data) <= LARGEST else None
        if found["advisor-quiz"] != VERSION:
            raise ValueError
        state = QuizState(
            str(found["answers-hash"]), str(found["rules-hash"]), _whole(found["seed"]),
            _whole(found["questions"]), tuple(_whole(one) for one in found["given"]),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(
            "This file is not a quiz, and is left as it is.",
            path,
            remedy="Name the file of a quiz begun with --state, or one that is not there yet.",
        ) from error
    return state


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value
