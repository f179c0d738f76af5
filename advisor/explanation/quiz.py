"""A quiz on the theory, asked of one case: who is a member, through what, what would overturn it.

The same case, seed and number of questions always make the same quiz, on any machine. Its course
stands here without any screen: what is asked in which order, what was answered, how it is taken up.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Literal, NamedTuple

import msgspec

from advisor.errors import InputError
from advisor.explanation.assess import Assessment
from advisor.explanation.quiz_questions import (
    CARRIES,
    CHANNEL,
    FITS,
    KINDS,
    LEANS,
    MEMBER,
    OPEN,
    OVERTURNS,
    PASSES,
    PATH,
    QuestionMaker,
    QuizQuestion,
)  # fmt: skip
from advisor.explanation.quiz_size import NUMBER, SEED
from advisor.knowledge.source import open_file

_FIRST = (PATH, OVERTURNS, MEMBER, CHANNEL, LEANS, PASSES, OPEN, FITS, CARRIES)
"""The kinds from which questions are taken in turn, when there are more than wanted."""

NOT_KNOWN = -1
"""The answer “I don't know”."""
LARGEST = 100_000
"""Bytes of a file that could keep the answers to a quiz."""


class Quiz(NamedTuple):
    """A quiz, with what has been answered."""

    assessment: Assessment
    seed: int
    number: int
    """How many questions were asked for."""
    questions: tuple[QuizQuestion, ...]
    given: tuple[int, ...] = ()
    """The choice taken for each question so far, counted from 0, or `NOT_KNOWN`."""

    @property
    def right(self) -> int:
        """How many were answered rightly."""
        return sum(one == question.right for one, question in zip(self.given, self.questions))

    @property
    def unknown(self) -> int:
        """How many were answered with “I don't know”."""
        return self.given.count(NOT_KNOWN)

    @property
    def again(self) -> tuple[QuizQuestion, ...]:
        """The questions that were not answered rightly."""
        answered = zip(self.given, self.questions)
        return tuple(question for one, question in answered if one != question.right)

    @property
    def mark(self) -> str:
        """What tells this quiz from one of another case, other rules, or other questions."""
        stamp = self.assessment.stamp
        asked = [(one.id, *(choice.id for choice in one.choices)) for one in self.questions]
        told = repr((stamp.answers_hash, stamp.rules_hash, asked))
        return hashlib.sha256(told.encode()).hexdigest()[:12]

    def answered(self, given: Sequence[int]) -> Quiz:
        """The quiz with answers.

        Args:
            given: The choice taken for each question so far, counted from 0, or -1 for
                “I don't know”.

        Raises:
            ValueError: If there are more answers than questions, or no such choice.
        """
        if len(given) > len(self.questions) or not all(
            NOT_KNOWN <= one < len(question.choices) for one, question in zip(given, self.questions)
        ):
            raise ValueError("these are no answers to this quiz")
        return self._replace(given=tuple(given))


def quiz(assessment: Assessment, *, seed: int = SEED, number: int = NUMBER) -> Quiz:
    """Makes a quiz on what the theory says of a case.

    Args:
        assessment: The assessment of the case.
        seed: Another seed, another quiz.
        number: How many questions at most.

    Returns:
        The questions with their choices; its `answered` takes what somebody chose, and its
        `right` says how many of these were right.
    """
    every: list[QuizQuestion] = []
    for of_kind in (-(-number // len(KINDS)), number):  # more only where some kinds have none
        every = QuestionMaker(assessment, seed).every(of_kind)
        if len(every) >= number:
            break
    return Quiz(assessment, seed, number, _chosen(every, number))


def _chosen(every: Sequence[QuizQuestion], number: int) -> tuple[QuizQuestion, ...]:
    """As many as are wanted, of every kind before two of one; to leave some out tells nothing.

    Those about members come in the order of names, so that no order tells who is one.
    """
    left = {kind: [one for one in every if one.kind == kind] for kind in _FIRST}
    kept: set[str] = set()
    while len(kept) < number and any(left.values()):
        for kind in _FIRST:
            if left[kind] and len(kept) < number:
                kept.add(left[kind].pop(0).id)
    found = [one for one in every if one.id in kept]
    members = sorted(
        (one for one in found if one.kind == MEMBER), key=lambda one: (one.about["party"], one.id)
    )
    return (*members, *(one for one in found if one.kind != MEMBER))


class QuizState(msgspec.Struct, frozen=True, rename="kebab"):
    """Where somebody is in a quiz, as a file keeps it."""

    version: Literal[2] = msgspec.field(name="advisor-quiz")
    """The version of the file."""
    mark: str
    """Of the quiz: another case, other rules or another seed have another."""
    seed: int
    number: int = msgspec.field(name="questions")
    """How many questions were asked for."""
    given: tuple[int, ...]
    """The choice taken for each question so far, counted from 0, or `NOT_KNOWN`."""


def state_text(quiz: Quiz) -> str:
    """The file that keeps what has been answered."""
    state = QuizState(2, quiz.mark, quiz.seed, quiz.number, quiz.given)
    return msgspec.json.format(msgspec.json.encode(state).decode(), indent=2) + "\n"


def read_state(path: str) -> QuizState | None:
    """The state in a file.

    Returns:
        The state, or nothing if there is no such file.

    Raises:
        InputError: If the file is something else.
    """
    try:
        with open_file(path) as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError(
            f"This file cannot be read: {error.strerror}.", path, remedy="Name another file."
        ) from error
    try:
        return msgspec.json.decode(data, type=QuizState)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(
            "This file is not a quiz, and is left as it is.",
            path,
            remedy="Name the file of a quiz begun with --state, or one that is not there yet.",
        ) from error


def taken_up(found: Quiz, mark: str, given: Sequence[int], file: str | None = None) -> Quiz:
    """A quiz with the answers that were kept of it.

    Args:
        found: The quiz as it is made now.
        mark: The mark of the quiz that was answered.
        file: The file that kept it, if a file did.

    Raises:
        InputError: If it is another quiz, or these are no answers to it.
    """
    try:
        if mark == found.mark:
            return found.answered(given)
    except ValueError:
        pass
    raise InputError(
        "This quiz was begun with another case, other rules, or other options.",
        file,
        remedy="Begin a new one."
        if file is None
        else "Name a file that is not there yet, to begin a new one.",
    )


def resume(assessment: Assessment, file: str, *, seed: int | None, number: int | None) -> Quiz:
    """Makes a quiz, with the answers that a file keeps.

    Args:
        file: The file; empty, or one that is not there, for a quiz without answers.
        seed: Another seed, another quiz; by default that of the file, or 1.
        number: How many questions at most; by default as many as in the file, or 10.

    Raises:
        InputError: If the file is something else, or of another quiz.
    """
    state = read_state(file) if file else None
    if seed is None:
        seed = state.seed if state else SEED
    if number is None:
        number = state.number if state else NUMBER
    found = quiz(assessment, seed=seed, number=number)
    return found if state is None else taken_up(found, state.mark, state.given, file)
