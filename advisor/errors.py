"""The errors a user of Advisor can meet.

Every error that a person can put right is an `InputError`: it says what is wrong, where
(file and line), and what to do about it. The commands print it without a traceback and
leave with its `exit_status`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

LONGEST_ECHO = 60
"""Characters of a wrong value that a message repeats."""
NEAR = 0.72
"""How like a name must be to be proposed, from 0 to 1: about one slip in four letters. With
less, "teachers" would be answered with "learners" and "governor" with "vendor"."""


class AdvisorError(Exception):
    """The root of all errors that Advisor raises on purpose."""

    exit_status = 1


class Problem(NamedTuple):
    """One thing that is wrong with what the user gave."""

    what: str
    """What is wrong, as a sentence."""
    file: str | None = None
    """The file as the user named it."""
    line: int | None = None
    """The line in that file, counted from 1."""
    remedy: str = ""
    """What to do about it, as a sentence."""
    fault: str = ""
    """The sort of fault, by its short name in docs/diagnostics.md; empty for a fault of form."""

    @property
    def place(self) -> str:
        """The place in the form editors understand: `file:line`."""
        if self.file is None:
            return ""
        file = printable(self.file)
        return file if self.line is None else f"{file}:{self.line}"

    def __str__(self) -> str:
        """The message on one line: place, what is wrong, what to do."""
        start = f"{self.place}: " if self.place else ""
        return f"{start}{self.what} {self.remedy}".rstrip()


class InputError(AdvisorError):
    """Something the user gave cannot be used; carries every problem that was found.

    Raise it with one problem, `InputError("No such file.", file=name, remedy="…")`, or with
    all that a file has, `InputError.together(problems)`.
    """

    exit_status = 2

    def __init__(
        self,
        what: str,
        file: str | None = None,
        line: int | None = None,
        remedy: str = "",
    ) -> None:
        """Makes an error with a single problem.

        Args:
            what: What is wrong, as a sentence.
            file: The file as the user named it.
            line: The line in that file, counted from 1.
            remedy: What to do about it, as a sentence.
        """
        super().__init__(what)
        self.problems: tuple[Problem, ...] = (Problem(what, file, line, remedy),)

    @classmethod
    def together(cls, problems: Iterable[Problem]) -> InputError:
        """Makes one error of several problems, sorted by place."""
        ordered = sorted(dict.fromkeys(problems), key=lambda one: (one.file or "", one.line or 0))
        error = cls(*ordered[0][:4])
        error.problems = tuple(ordered)
        return error

    def __str__(self) -> str:
        """All problems, one a line."""
        return "\n".join(str(problem) for problem in self.problems)


class KnowledgeError(InputError):
    """The knowledge base (`rules/`, `templates/`) cannot be used as it is written."""


@contextmanager
def writing(file: str | os.PathLike[str], remedy: str) -> Iterator[None]:
    """Makes a message of whatever the system says against writing a file.

    Args:
        remedy: What to do if it cannot be written.

    Raises:
        InputError: In the place of an error of the system.
    """
    try:
        yield
    except FileExistsError:
        raise InputError(
            "This file is there already, and is left as it is.",
            os.fspath(file),
            remedy="Choose another name, or move the file away first.",
        ) from None
    except (OSError, RuntimeError) as error:  # before Python 3.13, links in a circle are the latter
        reason = getattr(error, "strerror", None) or type(error).__name__
        what = f"Cannot write this file: {reason}."
        raise InputError(what, os.fspath(file), remedy=remedy) from error


class ConsultationError(AdvisorError):
    """The inference engine could not finish the consultation."""


class LimitError(ConsultationError):
    """The rules have more to do in this case than a consultation may take."""

    exit_status = 2


class ReadingWarning(UserWarning):
    """A file is read, though something in it could be better; one line for a person."""


class FormerWordsWarning(ReadingWarning):
    """A file uses words of an earlier version, which are still read; one line for a person."""


def echo(value: object) -> str:
    """A value from outside, made safe to repeat in a message.

    Args:
        value: Anything that was read from a file or a command line.

    Returns:
        The value between quotation marks, with control and direction characters escaped and
        long text cut, so that a message can neither drive a terminal nor fill it.
    """
    text = str(value)
    shown = text[: LONGEST_ECHO - 1] + "…" if len(text) > LONGEST_ECHO else text
    return f"“{printable(shown)}”"


def printable(text: str) -> str:
    """The text on one line, with everything that a terminal would obey shown as it is written."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii")
        for letter in text
    )


def as_name(typed: str) -> str:
    """What was typed for a name, in the form that names have: small letters, and hyphens."""
    return typed.strip().lower().replace("_", "-").replace(" ", "-")


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """What to do about a name that nothing has.

    Args:
        known: The names that would have been right.
        otherwise: What to say where none of them is close.
    """
    match = nearest(word, known)
    return f"Did you mean “{match}”?" if match else otherwise


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name most like a wrong one.

    Returns:
        The best match, or nothing when none is close. No answer is better than one that turns the
        meaning round.
    """
    from difflib import get_close_matches  # only when something is wrong: it costs a start

    given = as_name(word)[:64]
    names = list(known)
    for name in names:
        if name == given:
            return name
    for name in names:  # the same letters in another order: a slip of the fingers; but "on", "no"
        if len(name) > 2 and sorted(name) == sorted(given):
            return name
    matches = get_close_matches(given, names, n=1, cutoff=NEAR)
    if matches:
        return matches[0]
    if len(given) >= 4:
        for name in sorted(names, key=len):
            if given in name or (len(name) >= 4 and name in given):
                return name
    return None
