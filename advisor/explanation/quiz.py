"""A quiz on the reasoning about a case: which rule fires, what follows, which path is advised.

The same trace, seed and number of questions always make the same quiz, on any machine. Wrong
choices are near misses: rules of the same stratum that ask for the same kinds of fact, and what
other rules conclude of the same kind.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Literal, NamedTuple, TypeVar

import msgspec

from advisor.errors import InputError
from advisor.explanation.answers import AnswerWords, Given
from advisor.explanation.assess import Assessment
from advisor.explanation.near_miss import nearest_match
from advisor.explanation.reason import Reason
from advisor.explanation.speech import Clauses, stating
from advisor.explanation.tracing import Trace, TraceStep
from advisor.knowledge.rule import Rule, Variable
from advisor.knowledge.source import open_file
from advisor.knowledge.strata import Entry
from advisor.model.fact import Fact

Item = TypeVar("Item")

FIRES, CONCLUDES, PATH = KINDS = ("fires", "concludes", "path")
"""What a question asks: which rule fires, what follows, which path is advised."""

CHOICES = 4
"""Choices of a question, the right one among them."""
FEWEST = 3
"""Choices with which a question is still worth asking."""
SHOWN = 5
"""Facts of a firing that a question names."""
NOT_KNOWN = -1
"""The answer “I don't know”."""
SEED, NUMBER = 1, 10
"""The seed, and how many questions, where nothing is said of them."""

LARGEST = 100_000
"""Bytes of a file that could keep the answers to a quiz."""

_TELLING = frozenset({
    "path", "chosen-home", "route", "front-runner", "best", "standing", "point", "candidate",
})  # fmt: skip
"""Kinds of fact that would give the last question away."""


class QuizChoice(NamedTuple):
    """One answer to choose."""

    text: str
    rule: str
    """The id of the rule it stands for; of a path, its slug."""
    right: bool = False
    missing: str = ""
    """Of a rule that does not fire: what would have to hold, or must not, as a clause."""
    in_the_way: bool = False
    """Whether that must not hold."""
    reason: str = ""
    """Of a path that is not advised: why, as a sentence."""


class QuizQuestion(NamedTuple):
    """One question with its choices and what is said once it is answered."""

    kind: str
    """One of `KINDS`."""
    step: int
    """The number of the step it is about."""
    title: str
    """The title of the rule that fires."""
    answers: tuple[Given, ...]
    """The answers of the case that the firing takes, at most `SHOWN`."""
    before: tuple[str, ...]
    """What earlier steps concluded that it takes, in sentences, at most `SHOWN`."""
    more: int
    """How many facts are not named."""
    choices: tuple[QuizChoice, ...]
    reason: Reason
    """What the firing says."""

    @property
    def right(self) -> int:
        """Which choice is right, counted from 0."""
        return next(place for place, one in enumerate(self.choices) if one.right)


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
    """Makes a quiz: which rule fires, what follows, which path is advised.

    Args:
        assessment: The assessment of the case.
        seed: Another seed, another quiz.
        number: How many questions at most; the last is about the path.

    Returns:
        The questions with their choices; its `answered` takes what somebody chose, and its
        `right` says how many of these were right.
    """
    return Quiz(assessment, seed, number, _Maker(Trace(assessment), seed).make(number))


class _Maker:
    """Makes the questions of one quiz."""

    def __init__(self, trace: Trace, seed: int) -> None:
        self._trace = trace
        self._assessment = trace.assessment
        self._rulebook = trace.assessment.knowledge.rulebook
        self._clauses = Clauses(trace.assessment.record)
        self._answers = AnswerWords(trace.assessment.record)
        self._random = random.Random(seed)
        self._taking: dict[str, list[frozenset[Fact]]] = {}
        for one in trace.firings:
            self._taking.setdefault(one.rule, []).append(frozenset(one.premises))

    def make(self, number: int) -> tuple[QuizQuestion, ...]:
        proof = self._trace.proof_steps()
        steps = [
            one
            for one in proof
            if not _TELLING & {fact.kind for fact in one.firing.asserted}
            and isinstance(self._rulebook.entry(one.firing.rule), Rule)
        ]
        found: dict[str, QuizQuestion] = {}
        for step in self._shuffled(steps):
            if len(found) == number - 1:
                break
            if step.firing.rule in found:
                continue
            kinds = (FIRES, CONCLUDES) if len(found) % 2 == 0 else (CONCLUDES, FIRES)
            question = next(filter(None, (self._about(step, kind) for kind in kinds)), None)
            if question is not None:
                found[step.firing.rule] = question
        return (*sorted(found.values(), key=lambda one: one.step), self._path(proof[-1]))

    def _about(self, step: TraceStep, kind: str) -> QuizQuestion | None:
        entry = self._rulebook.entry(step.firing.rule)
        if kind == FIRES:
            right = QuizChoice(entry.title, entry.id, right=True)
            wrong = self._other_rules(step, entry)
        else:
            fact = step.firing.asserted[0]
            said = self._clauses.conclusion(stating(fact.kind, fact.fields))
            right = QuizChoice(said, entry.id, right=True)
            wrong = self._other_conclusions(fact, entry)
        choices = [right]
        for one in wrong:
            if len(choices) == CHOICES:
                break
            if one.text not in {other.text for other in choices}:
                choices.append(one)
        if len(choices) < FEWEST:
            return None
        return self._question(step, kind, choices)

    def _question(self, step: TraceStep, kind: str, choices: Sequence[QuizChoice]) -> QuizQuestion:
        answers = self._answers.behind(step.firing)
        numbers = dict.fromkeys(one.step for one in step.premises if one.step is not None)
        before = tuple(dict.fromkeys(self._trace.steps[one - 1].reason.sentence for one in numbers))
        room = max(0, SHOWN - len(before))
        return QuizQuestion(
            kind, step.number, step.reason.title, answers[:room], before[:SHOWN],
            max(0, len(answers) - room) + max(0, len(before) - SHOWN),
            tuple(self._shuffled(choices)), step.reason,
        )  # fmt: skip

    def _other_rules(self, step: TraceStep, entry: Entry) -> Iterable[QuizChoice]:
        """Rules of the same stratum that ask for the same kinds, and do not fire on these facts.

        Those that ask for more of the same come first.
        """
        strata = self._rulebook.strata.entries
        asked = {fact.kind for fact in step.firing.premises}
        premises = frozenset(step.firing.premises)
        near = [
            (-len(asked & set(one.reads)), one.topic != entry.topic, self._random.random(), one)
            for one in self._rulebook.rules
            if one.id != entry.id
            and strata[one.id] == strata[entry.id]
            and asked & set(one.reads)
            and one.title != entry.title
            and not any(taken <= premises for taken in self._taking.get(one.id, ()))
        ]
        for *_, one in sorted(near, key=lambda each: each[:3]):
            yield self._miss(one)

    def _miss(self, rule: Rule) -> QuizChoice:
        """A rule as a wrong choice, with what keeps it from firing."""
        choice = QuizChoice(rule.title, rule.id)
        if rule.id in self._taking:
            return choice
        miss = nearest_match(self._assessment.record, rule)
        failing = (*miss.missing, *(pattern for pattern, _ in miss.in_the_way))
        if not failing:
            return choice
        said = self._clauses.pattern(failing[0], miss.bindings)
        return choice._replace(missing=said, in_the_way=not miss.missing)

    def _other_conclusions(self, fact: Fact, entry: Entry) -> Iterable[QuizChoice]:
        """What other rules conclude of the same kind, about the same home and party."""
        found: dict[str, QuizChoice] = {}
        for other in self._rulebook.concluding(fact.kind):
            for head in other.then:
                if head.kind == fact.kind and other.id != entry.id:
                    like = (
                        (name, value if isinstance(own, Variable) else own)
                        for (name, value), own in zip(fact.fields, head.values, strict=True)
                    )
                    said = self._clauses.conclusion(stating(fact.kind, like))
                    found.setdefault(said, QuizChoice(said, other.id))
        yield from self._shuffled(list(found.values()))

    def _path(self, step: TraceStep) -> QuizQuestion:
        assessment, advised = self._assessment, self._assessment.path
        paths = assessment.knowledge.paths
        near = [one.path for one in assessment.alternatives]
        others = list(dict.fromkeys([*near, *self._shuffled(sorted(assessment.not_chosen))]))
        wrong = [
            QuizChoice(str(paths[one]["label"]), one, reason=assessment.not_chosen[one].sentence)
            for one in others[: CHOICES - 1]
        ]
        right = QuizChoice(str(paths[advised]["label"]), advised, right=True)
        return self._question(step, PATH, [right, *wrong])

    def _shuffled(self, items: Sequence[Item]) -> list[Item]:
        """The items in another order; the order depends on the seed alone."""
        left, found = list(items), []
        while left:  # only random() gives the same numbers on every Python
            found.append(left.pop(int(self._random.random() * len(left))))
        return found


class QuizState(msgspec.Struct, frozen=True, rename="kebab"):
    """Where somebody is in a quiz, as a file keeps it."""

    version: Literal[1] = msgspec.field(name="advisor-quiz")
    """The version of the file."""
    answers_hash: str
    """Of the case."""
    rules_hash: str
    seed: int
    number: int = msgspec.field(name="questions")
    """How many questions were asked for."""
    given: tuple[int, ...]
    """The choice taken for each question so far, counted from 0, or `NOT_KNOWN`."""


def state_of(quiz: Quiz) -> QuizState:
    """Where somebody is in a quiz."""
    stamp = quiz.assessment.stamp
    return QuizState(1, stamp.answers_hash, stamp.rules_hash, quiz.seed, quiz.number, quiz.given)


def state_text(quiz: Quiz) -> str:
    """The file that keeps what has been answered."""
    return msgspec.json.format(msgspec.json.encode(state_of(quiz)).decode(), indent=2) + "\n"


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


def resume(assessment: Assessment, file: str, *, seed: int | None, number: int | None) -> Quiz:
    """Makes a quiz, with the answers that a file keeps.

    Args:
        assessment: The assessment of the case.
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
    if state is None:
        return found
    with suppress(ValueError):
        answered = found.answered(state.given)
        if state_of(answered) == state:
            return answered
    raise InputError(
        "This quiz was begun with another case, other rules, or other options.",
        file,
        remedy="Name a file that is not there yet, to begin a new one.",
    )
