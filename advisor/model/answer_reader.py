"""Reads single answers and whole parts of a case file, each type in its own method."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from advisor.errors import InputError, Problem, echo, nearest
from advisor.knowledge.questions import UNKNOWN
from advisor.knowledge.reading import is_slug
from advisor.knowledge.source import MOST_PROBLEMS
from advisor.knowledge.source import Mapping as SourceMapping
from advisor.knowledge.source import Sequence as SourceSequence
from advisor.model.case import EVERY_HOME, Answers, Rating

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from advisor.knowledge.homes import Home
    from advisor.knowledge.parties import PartyKind
    from advisor.knowledge.questions import Question, Questions

LONGEST_NAME = 200
LONGEST_PHRASE = 400
"""Characters of a phrase above which the reader warns."""
LONGEST_TEXT = 2_000
MOST_ENTRIES = 200
"""Entries that a list in a case may have."""
NONE = "none"

_day = re.compile(r"(\d{4})-(\d{2})-(\d{2})").fullmatch
_month_or_year = re.compile(r"(\d{4})(?:-(\d{2}))?").fullmatch
_grouped_number = re.compile(r"\d{1,3}(?:[, ]\d{3})+").fullmatch
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_NOT_GIVEN: Any = object()
"""Stands for no answer, `unknown`, and an answer that was refused with a problem."""


class AnswerReader:
    """Reads the parts of one case file.

    Attributes:
        problems: What makes the file unusable, so far.
        warnings: What could be better, so far.
    """

    def __init__(
        self,
        file: str,
        questions: Questions,
        homes: Mapping[str, Home],
        parties: Mapping[str, PartyKind],
    ) -> None:
        """Prepares for one file.

        Args:
            file: Its name, for messages.
            questions: The questions it may answer.
            homes: The homes by slug.
            parties: The kinds of party by slug.
        """
        self.file = file
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self._questions = questions
        self._homes = tuple(homes)
        self._kinds = tuple(parties)
        self._types: dict[str, Callable[[Question, Any, int], Any]] = {
            "name": self._name,
            "phrase": self._phrase,
            "text": self._text,
            "phrases": self._phrases,
            "number": self._number,
            "score": self._score,
            "day": self._whole_day,
            "date": self._date,
            "choice": self._choice,
            "several": self._several,
            "table": self._table,
            "now-and-wanted": self._now_and_wanted,
            "home": self._home,
            "party-kind": self._party_kind,
            "party": self._name,
            "id": self._id,
            "record": self._record,
            "records": self._records,
            "records-by-home": self._records_by_home,
        }

    def wrong(self, what: str, line: int | None, remedy: str) -> Any:
        """Notes a problem; returns the mark for "no answer".

        Raises:
            InputError: When there are too many problems to help anybody.
        """
        self.problems.append(Problem(what, self.file, line, remedy))
        if len(self.problems) >= MOST_PROBLEMS:
            raise InputError.together(self.problems)
        return _NOT_GIVEN

    def warn(self, what: str, line: int | None, remedy: str) -> None:
        """Notes what could be better."""
        self.warnings.append(Problem(what, self.file, line, remedy))

    def is_given(self, value: Any, *keys: str) -> bool:
        """Whether something stands under a path of keys, be it `unknown` or wrong.

        Text where a part with keys should stand counts: it has a problem of its own.
        """
        for key in keys:
            if not isinstance(value, dict):
                return value is not None and value != UNKNOWN
            value = value.get(key)
        return not _is_blank(value)

    def record(self, value: Any, level: str, name: str) -> Answers:
        """Reads one part of the file.

        Args:
            value: What stands there.
            level: The level whose questions it answers.
            name: What the part is called in messages.

        Returns:
            Its answers; problems are noted.
        """
        if value is None or value == UNKNOWN:
            return Answers(level)
        if not isinstance(value, SourceMapping):
            line = value.line if isinstance(value, SourceSequence) else None
            self.wrong(f"{name} is not made of “key: value” lines.", line, _WRITE_KEYS)
            return Answers(level)
        known = self._questions.levels[level].questions
        values: dict[str, Any] = {}
        for key, given in value.items():
            line = value.lines[key]
            question = known.get(key)
            if question is None:
                self._unknown_key(key, line, level, name)
                continue
            if _is_blank(given) or (given == UNKNOWN and isinstance(given, str)):
                continue
            answer = self._types[question.type](question, given, line)
            if answer is not _NOT_GIVEN:
                values[key] = answer
        if level not in _OWN_MINIMUM:
            for question in known.values():
                if question.required and not _stands(value.get(question.id), question):
                    self.wrong(
                        f"{name} lacks “{question.id}”.",
                        value.line,
                        f"Add it; the question is: {question.question}",
                    )
        lines = {key: line for key, line in value.lines.items() if not _is_blank(value[key])}
        return Answers(level, values, lines, value.line)

    def _unknown_key(self, key: str, line: int, level: str, name: str) -> None:
        known = self._questions.levels[level].questions
        match = nearest(key, known)
        elsewhere = [
            other.title.lower()
            for other in self._questions.levels.values()
            if key in other.questions and other.level != level
        ]
        if match:
            remedy = f"Did you mean “{match}”?"
        elif elsewhere:
            remedy = f"It belongs to: {'; '.join(elsewhere)}."
        else:
            remedy = f"Known are: {', '.join(known)}."
        self.wrong(f"{name} has no key {echo(key)}.", line, remedy)

    # Parts within parts.

    def _record(self, question: Question, value: Any, line: int) -> Any:
        if not isinstance(value, SourceMapping):
            return self.wrong(
                f"“{question.id}” is not made of “key: value” lines.", line, _WRITE_KEYS
            )
        return self.record(value, question.of, f"“{question.id}”")

    def _records(self, question: Question, value: Any, line: int) -> Any:
        if not isinstance(value, SourceSequence):
            return self.wrong(
                f"“{question.id}” is not a list.", line, "Start each entry with “- ”."
            )
        if len(value) > MOST_ENTRIES:
            return self.wrong(
                f"“{question.id}” has {len(value)} entries; {MOST_ENTRIES} are the most.",
                line,
                "Keep those that matter.",
            )
        title = self._questions.levels[question.of].title.lower()
        found = []
        for entry, entry_line in zip(value, value.lines):
            if _is_blank(entry):
                continue
            if isinstance(entry, SourceMapping):
                found.append(self.record(entry, question.of, f"An entry of “{question.id}”"))
            else:
                self.wrong(
                    f"An entry of “{question.id}” is not {title} in “key: value” lines.",
                    entry_line,
                    _WRITE_KEYS,
                )
        return tuple(found)

    def _records_by_home(self, question: Question, value: Any, line: int) -> Any:
        if not isinstance(value, SourceMapping):
            return self.wrong(
                f"“{question.id}” is not made of homes.", line, "Write a home, a colon, and below "
                "it the answers for that home."
            )  # fmt: skip
        found: dict[str, Answers] = {}
        for home, entry in value.items():
            entry_line = value.lines[home]
            if home not in self._homes and home != EVERY_HOME:
                self._no_such(home, entry_line, "home", (*self._homes, EVERY_HOME))
            elif _is_blank(entry) or entry == UNKNOWN:
                continue
            elif not isinstance(entry, SourceMapping):
                self.wrong(
                    f"The home “{home}” is not made of “key: value” lines.",
                    entry_line,
                    "Write “open: yes” below it, indented, to say that it is open.",
                )
            else:
                found[home] = self.record(entry, question.of, f"The home “{home}”")
        return MappingProxyType(found)

    # Words.

    def _words(self, question: Question, value: Any, line: int, most: int) -> Any:
        if isinstance(value, (dict, list)):
            return self.wrong(
                f"“{question.id}” takes text, not a list or a mapping.",
                line,
                "If the text holds a colon, put it in quotation marks.",
            )
        text = " ".join(str(value).split())
        if len(text) > most:
            return self.wrong(
                f"“{question.id}” has {len(text):,} characters; {most:,} are the most.",
                line,
                "Shorten it.",
            )
        return text or _NOT_GIVEN

    def _name(self, question: Question, value: Any, line: int) -> Any:
        text = self._words(question, value, line, LONGEST_NAME)
        if text is _NOT_GIVEN or (text == NONE and not question.required):
            return _NOT_GIVEN
        return _without_stop(text)

    def _text(self, question: Question, value: Any, line: int) -> Any:
        return self._words(question, value, line, LONGEST_TEXT)

    def _phrase(self, question: Question, value: Any, line: int) -> Any:
        text = self._words(question, value, line, LONGEST_TEXT)
        if text is _NOT_GIVEN:
            return text
        if len(text) > LONGEST_PHRASE:
            self.warn(
                f"“{question.id}” has {len(text)} characters; it is used inside a sentence.",
                line,
                "A dozen words read best.",
            )
        return _without_stop(text)

    def _phrases(self, question: Question, value: Any, line: int) -> Any:
        entries = value if isinstance(value, SourceSequence) else [value]
        if len(entries) > MOST_ENTRIES:
            return self.wrong(
                f"“{question.id}” has {len(entries)} entries; {MOST_ENTRIES} are the most.",
                line,
                "Keep those that matter.",
            )
        found = [
            self._phrase(question, entry, line)
            for entry in entries
            if entry is not None and entry != UNKNOWN
        ]
        kept = tuple(phrase for phrase in found if phrase is not _NOT_GIVEN)
        return kept or _NOT_GIVEN

    def _id(self, question: Question, value: Any, line: int) -> Any:
        if isinstance(value, str) and is_slug(value):
            return value
        return self.wrong(
            f"“{question.id}” takes small letters, digits and hyphens, not {_shown(value)}.",
            line,
            "Rename it, or leave it out: it is made from the name.",
        )

    # Numbers and dates.

    def _number(self, question: Question, value: Any, line: int) -> Any:
        if isinstance(value, str) and _grouped_number(value):
            value = int(value.replace(",", "").replace(" ", ""))
        if isinstance(value, int) and 0 <= value < 2**31:
            if question.values and str(value) not in question.values:
                return self._not_allowed(question, value, line, tuple(question.values))
            return value
        return self.wrong(
            f"“{question.id}” takes a whole number, not {_shown(value)}.",
            line,
            "Write digits only, such as 60; unknown is an answer too.",
        )

    def _score(self, question: Question, value: Any, line: int) -> Any:
        if isinstance(value, int) and 1 <= value <= 5:
            return value
        return self.wrong(
            f"“{question.id}” takes a number from 1 to 5, not {_shown(value)}.",
            line,
            "Write 1, 2, 3, 4, 5 or unknown.",
        )

    def _whole_day(self, question: Question, value: Any, line: int) -> Any:
        if isinstance(value, str) and _is_date(value) and len(value) == 10:
            return value
        return self._no_date(question, value, line, "a day")

    def _date(self, question: Question, value: Any, line: int) -> Any:
        if isinstance(value, str) and value in question.also:
            return value
        text = str(value) if isinstance(value, (str, int)) else ""
        if _is_date(text):
            return text
        return self._no_date(question, value, line, "a date")

    def _no_date(self, question: Question, value: Any, line: int, what: str) -> Any:
        other = "".join(f", {word}" for word in question.also)
        return self.wrong(
            f"“{question.id}” takes {what}, and {_shown(value)} is none.",
            line,
            f"Write year, month, day, such as 2015-06-30{other}, or unknown.",
        )

    # Choices.

    def _choice(self, question: Question, value: Any, line: int) -> Any:
        if isinstance(value, str) and value in question.values:
            return value
        if isinstance(value, int):
            for choice in question.values.values():
                if choice.number == value:
                    return choice.name
        return self._not_allowed(question, value, line, tuple(question.values))

    def _several(self, question: Question, value: Any, line: int) -> Any:
        entries = value if isinstance(value, SourceSequence) else [value]
        if not entries:
            return self.wrong(
                f"The list “{question.id}” is empty, which says neither none nor unknown.",
                line,
                "Write one of the two.",
            )
        lines = value.lines if isinstance(value, SourceSequence) else [line]
        found: dict[str, None] = {}
        for entry, entry_line in zip(entries, lines):
            if isinstance(entry, str) and (entry in question.values or entry in (NONE, UNKNOWN)):
                found[entry] = None
            else:
                self._not_allowed(
                    question, entry, entry_line, (*question.values, NONE), several=True
                )
        for alone in (NONE, UNKNOWN):
            if alone in found and len(found) > 1:
                return self.wrong(
                    f"“{question.id}” says {alone} and something else.",
                    line,
                    f"Write {alone} alone, or leave it out of the list.",
                )
        if not found or UNKNOWN in found:
            return _NOT_GIVEN
        return tuple(found)

    def _home(self, question: Question, value: Any, line: int) -> Any:
        allowed = (*self._homes, *question.also)
        if isinstance(value, str) and value in allowed:
            return value
        if isinstance(value, str):
            return self._no_such(value, line, "home", allowed)
        return self._not_allowed(question, value, line, allowed)

    def _party_kind(self, question: Question, value: Any, line: int) -> Any:
        if isinstance(value, str) and value in self._kinds:
            return value
        return self._not_allowed(question, value, line, self._kinds)

    def _no_such(self, name: str, line: int, what: str, known: tuple[str, ...]) -> Any:
        match = nearest(name, known)
        return self.wrong(
            f"There is no {what} {echo(name)}.",
            line,
            f"Did you mean “{match}”?" if match else f"Known are: {', '.join(known)}.",
        )

    def _not_allowed(
        self,
        question: Question,
        value: Any,
        line: int,
        allowed: tuple[str, ...],
        several: bool = False,
        where: str = "",
    ) -> Any:
        if isinstance(value, (dict, list)):
            shape = "words in a list" if several else "one answer"
            kind = "a list" if isinstance(value, list) else "a mapping"
            return self.wrong(
                f"“{where or question.id}” takes {shape}, not {kind}.",
                line,
                f"Write one of {', '.join((*allowed, UNKNOWN))}.",
            )
        match = nearest(str(value), allowed)
        answers = list(dict.fromkeys((*allowed, UNKNOWN)))
        remedy = f"It takes {', '.join(answers)}."
        numbers = [one.number for one in question.values.values() if one.number is not None]
        if isinstance(value, int) and numbers:
            remedy = f"It takes a number from {min(numbers)} to {max(numbers)}, or {UNKNOWN}."
        if match:
            remedy = f"Did you mean “{match}”?" + (f" {remedy}" if len(allowed) < 9 else "")
        return self.wrong(
            f"“{where or question.id}” does not take the answer {_shown(value)}.", line, remedy
        )

    # Tables.

    def rows_of(self, question: Question) -> tuple[str, ...]:
        """The rows that a table question has."""
        if question.rows_are == "homes":
            return self._homes
        if question.rows_are == "tensions":
            raters = self._questions.levels["rater"].questions.values()
            return tuple(one.id for one in raters if one.type == "now-and-wanted")
        return tuple(question.rows)

    def _table(self, question: Question, value: Any, line: int) -> Any:
        rows = self.rows_of(question)
        if not isinstance(value, SourceMapping):
            return self.wrong(
                f"“{question.id}” takes an answer for each row, not {_shown(value)}.",
                line,
                f"Write “row: answer” lines; the rows are {', '.join(rows)}.",
            )
        found: dict[str, Any] = {}
        for row, cell in value.items():
            cell_line = value.lines[row]
            if row not in rows:
                self._no_such(row, cell_line, f"row of “{question.id}” called", rows)
            elif cell is not None and cell != UNKNOWN:
                answer = self._cell(question, row, cell, cell_line)
                if answer is not _NOT_GIVEN:
                    found[row] = answer
        return MappingProxyType(found) if found else _NOT_GIVEN

    def _cell(self, question: Question, row: str, cell: Any, line: int) -> Any:
        if question.cells == "phrase":
            return self._phrase(question, cell, line)
        if question.cells == "score":
            return self._score(question, cell, line)
        if question.cells == "power":
            return self._choice(self._questions.find("party", "power"), cell, line)
        if cell in ("yes", "partly", "no"):
            return cell
        return self._not_allowed(question, cell, line, ("yes", "partly", "no"), where=row)

    def _now_and_wanted(self, question: Question, value: Any, line: int) -> Any:
        if not isinstance(value, SourceMapping):
            return self.wrong(
                f"“{question.id}” takes two ratings, not {_shown(value)}.",
                line,
                "Write {now: 2, wanted: 4}.",
            )
        ratings: dict[str, int | None] = {"now": None, "wanted": None}
        for key, given in value.items():
            if key not in ratings:
                self._no_such(key, value.lines[key], "rating", tuple(ratings))
            elif given is not None and given != UNKNOWN:
                answer = self._score(question, given, value.lines[key])
                ratings[key] = None if answer is _NOT_GIVEN else answer
        if ratings["now"] is None and ratings["wanted"] is None:
            return _NOT_GIVEN
        return Rating(ratings["now"], ratings["wanted"])


_WRITE_KEYS = "Write its keys on lines below it, each with a colon and an answer."
_OWN_MINIMUM = frozenset({"case", "client", "change"})
"""Levels whose required answers the reader of the whole case reports."""


def _is_blank(value: Any) -> bool:
    """Whether nothing was filled in: a key without a value, or a part made of such keys."""
    if isinstance(value, dict):
        return all(_is_blank(inner) for inner in value.values())
    if isinstance(value, list) and value:
        return all(_is_blank(inner) for inner in value)
    return value is None


def _stands(value: Any, question: Question) -> bool:
    """Whether a required answer is there; a name cannot be unknown."""
    return value is not None and (value != UNKNOWN or question.type not in ("name", "phrase"))


def _shown(value: Any) -> str:
    """A wrong value for a message."""
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a mapping"
    return echo(value)


def _is_date(text: str) -> bool:
    """Whether text is a day, a month or a year of the calendar, in digits."""
    match = _day(text) or _month_or_year(text)
    if match is None:
        return False
    year, month, *day = (int(part) if part else 1 for part in match.groups())
    if not 1800 <= year <= 2200 or not 1 <= month <= 12:
        return False
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return not day or 1 <= day[0] <= _DAYS[month - 1] + leap


def _without_stop(text: str) -> str:
    """Words without the full stop at their end; "etc." and "Inc." keep theirs."""
    if text.endswith(".") and not text.endswith("..") and "." not in text.split()[-1][:-1]:
        last = text.split()[-1].lower()
        if last not in ("etc.", "inc.", "co.", "corp.", "jr.", "sr.", "st.", "no."):
            return text[:-1].rstrip()
    return text
