"""Reads the parts of a case file, noting every problem with its line and what would help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.errors import InputError, Problem, did_you_mean, echo
from advisor.knowledge.questions import UNKNOWN
from advisor.knowledge.source import MOST_PROBLEMS
from advisor.knowledge.source import Mapping as SourceMapping
from advisor.knowledge.source import Sequence as SourceSequence
from advisor.model.answer_types import NOT_GIVEN, TEXTS, TYPES, WRITE_KEYS, is_blank
from advisor.model.case import Answers
from advisor.model.former_words import renamed
from advisor.model.written import settled

if TYPE_CHECKING:
    from collections.abc import Container

    from advisor.knowledge.base import Knowledge

_OWN_MINIMUM = frozenset({"case", "client", "change"})
"""Levels whose required answers the reader of the whole case reports."""


class AnswerReader:
    """Reads the parts of one case file.

    Attributes:
        file: Its name, for messages.
        knowledge: The questions, homes and kinds of party.
        problems: What makes the file unusable, so far.
        warnings: What could be better, so far.
        former: The former words met so far, with their present spelling.
    """

    def __init__(self, file: str, knowledge: Knowledge) -> None:
        self.file = file
        self.knowledge = knowledge
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.former: dict[str, str] = {}

    def wrong(self, what: str, line: int | None, remedy: str) -> Any:
        """Notes a problem; returns the mark for "no answer".

        Raises:
            InputError: When there are too many problems to help anybody.
        """
        self.problems.append(Problem(what, self.file, line, remedy))
        if len(self.problems) >= MOST_PROBLEMS:
            raise InputError.together(self.problems)
        return NOT_GIVEN

    def warn(self, what: str, line: int | None, remedy: str) -> None:
        """Notes what could be better."""
        self.warnings.append(Problem(what, self.file, line, remedy))

    def present(self, word: str, known: Container[str]) -> str:
        """A word as it is known; a former word, which is noted, in its present spelling."""
        if word in known:
            return word
        present = renamed(self.knowledge).get(word, "")
        if present not in known:
            return word
        self.former[word] = present
        return present

    def record(self, value: Any, level: str, name: str) -> Answers:
        """Reads one part of the file."""
        if value is None or value == UNKNOWN:
            return Answers(level)
        if not isinstance(value, SourceMapping):
            line = value.line if isinstance(value, SourceSequence) else None
            self.wrong(f"{name} is not made of “key: value” lines.", line, WRITE_KEYS)
            return Answers(level)
        known = self.knowledge.questions.levels[level].questions
        if not value.keys() <= known.keys():
            self._spell_keys(value, known)
        values: dict[str, Any] = {}
        lines: dict[str, int] = {}
        standing: set[str] = set()
        for key, given in value.items():
            line = value.lines[key]
            question = known.get(key)
            if question is None:
                self._unknown_key(key, line, level, name)
                continue
            if question.type in TEXTS:
                given = value.written.get(key, given)
            given = settled(given)
            # A name cannot be unknown; to other questions it is an answer.
            open_ = given == UNKNOWN and question.type in ("name", "phrase")
            if not is_blank(given) and not open_:
                standing.add(question.id)
            if is_blank(given):
                continue
            lines[question.id] = line
            if isinstance(given, str) and given == UNKNOWN:
                continue
            answer = TYPES[question.type](question, given, line, self)
            if answer is not NOT_GIVEN:
                values[question.id] = answer
        if level not in _OWN_MINIMUM:
            for question in known.values():
                if question.required and question.id not in standing:
                    what = f"{name} lacks “{question.id}”."
                    self.wrong(what, value.line, f"Add it; the question is: {question.question}")
        return Answers(level, values, lines, value.line)

    def _spell_keys(self, value: SourceMapping, known: Container[str]) -> None:
        """Puts former keys of a part in their present spelling, where they stand."""
        given, lines = [*value.items()], {**value.lines}
        value.clear()
        for key, answer in given:
            present = self.present(key, known)
            if present in value:
                first = f"the first is on line {value.lines[present]}."
                what = f"The key {echo(key)} stands here for the second time; {first}"
                self.wrong(what, lines[key], "Keep one of the two.")
            value[present], value.lines[present] = answer, lines[key]

    def _unknown_key(self, key: str, line: int, level: str, name: str) -> None:
        levels = self.knowledge.questions.levels
        known = levels[level].questions
        elsewhere = [one.title.lower() for one in levels.values() if key in one.questions]
        otherwise = f"Known are: {', '.join(known)}."
        if elsewhere:
            otherwise = f"It belongs to: {'; '.join(elsewhere)}."
        self.wrong(f"{name} has no key {echo(key)}.", line, did_you_mean(key, known, otherwise))
