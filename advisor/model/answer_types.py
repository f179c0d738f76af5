"""The types of answer a question can have: the one declaration of what a good answer is.

A question of `rules/questions.yaml` names its type; here stands, once for each type, how an answer
is read and refused. The module is long because the declaration is one; each type can be read by
itself.
"""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from advisor.errors import as_name, did_you_mean, echo, nearest
from advisor.knowledge.parties import OTHER, kind_named
from advisor.knowledge.questions import UNKNOWN, Choice, Question
from advisor.knowledge.reading import is_slug
from advisor.knowledge.source import Mapping as SourceMapping
from advisor.knowledge.source import Sequence as SourceSequence
from advisor.model.case import EVERY_HOME, Answers, Rating
from advisor.model.written import day_written, is_seen, number_written, settled, word_written

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from advisor.knowledge.base import Knowledge
    from advisor.model.answer_reader import AnswerReader

LONGEST_NAME = 200
LONGEST_PHRASE = 400
"""Characters of a phrase above which the reader warns."""
LONGEST_TEXT = 2_000
MOST_ENTRIES = 200
"""Entries that a list in a case may have."""
NONE = "none"
WRITE_KEYS = "Write its keys on lines below it, each with a colon and an answer."
NOT_GIVEN: Any = object()
"""Stands for no answer, `unknown`, and an answer that was refused with a problem."""

_day_or_less = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII).fullmatch
_ABBREVIATIONS = ("etc.", "inc.", "co.", "corp.", "jr.", "sr.", "st.", "no.")


# Words.


def _text(
    question: Question, given: Any, line: int, reader: AnswerReader,
    most: int = LONGEST_TEXT, style: str = "text",
) -> Any:  # fmt: skip
    """Words of the client on one line."""
    if isinstance(given, (dict, list)):
        what = f"“{question.id}” takes text, not a list or a mapping."
        return reader.wrong(what, line, "If the text holds a colon, put it in quotation marks.")
    text = " ".join(str(given).split())
    most = question.most or most
    if len(text) > most:
        what = f"“{question.id}” has {len(text):,} characters; {most:,} are the most."
        return reader.wrong(what, line, "Shorten it.")
    unnamed = style == "name" and text == NONE and not question.required
    if not text or unnamed:
        return NOT_GIVEN
    if style == "text":
        return text
    if len(text) > LONGEST_PHRASE:
        what = f"“{question.id}” has {len(text)} characters; it is used inside a sentence."
        reader.warn(what, line, "A dozen words read best.")
    return _without_stop(text)


def _phrases(question: Question, given: Any, line: int, reader: AnswerReader) -> Any:
    """A list of a few words each."""
    entries = given if isinstance(given, SourceSequence) else [given]
    if len(entries) > MOST_ENTRIES:
        return too_many(question, entries, line, reader)
    written = getattr(entries, "written", {})
    said = (written.get(place, entry) for place, entry in enumerate(entries))
    telling = (one for one in map(settled, said) if one not in (UNKNOWN, NONE))
    found = [_phrase(question, one, line, reader) for one in telling if not is_blank(one)]
    return tuple(phrase for phrase in found if phrase is not NOT_GIVEN) or NOT_GIVEN


def _slug(question: Question, given: Any, line: int, reader: AnswerReader) -> Any:
    """An id."""
    if isinstance(given, str) and is_slug(given):
        return given
    what = f"“{question.id}” takes small letters, digits and hyphens, not {shown(given)}."
    return reader.wrong(what, line, "Rename it, or leave it out: it is made from the name.")


_phrase = partial(_text, style="phrase")


# Numbers and dates.


def _number(question: Question, given: Any, line: int, reader: AnswerReader) -> Any:
    """A whole number, or one of a few."""
    given = number_written(given)
    if isinstance(given, int) and 0 <= given < 2**31:
        if question.values and str(given) not in question.values:
            return not_allowed(question, given, line, reader, tuple(question.values))
        return given
    what = f"“{question.id}” takes a whole number, not {shown(given)}."
    return reader.wrong(what, line, "Write digits only, such as 60; unknown is an answer too.")


def _score(question: Question, given: Any, line: int, reader: AnswerReader) -> Any:
    """A number from 1 to 5."""
    given = number_written(given)
    if isinstance(given, int) and 1 <= given <= 5:
        return given
    what = f"“{question.id}” takes a number from 1 to 5, not {shown(given)}."
    return reader.wrong(what, line, "Write 1, 2, 3, 4, 5 or unknown.")


def _now_and_wanted(question: Question, given: Any, line: int, reader: AnswerReader) -> Any:
    """Where somebody sees a tension, and where it should be."""
    if not isinstance(given, SourceMapping):
        what = f"“{question.id}” takes two ratings, not {shown(given)}."
        return reader.wrong(what, line, "Write {now: 2, wanted: 4}.")
    ratings: dict[str, int | None] = {"now": None, "wanted": None}
    for key, score in given.items():
        if key not in ratings:
            no_such(key, given.lines[key], "rating", ratings, reader)
        elif not is_blank(score) and settled(score) != UNKNOWN:
            answer = _score(question, score, given.lines[key], reader)
            ratings[key] = None if answer is NOT_GIVEN else answer
    return Rating(**ratings) if any(ratings.values()) else NOT_GIVEN


def _date(
    question: Question, given: Any, line: int, reader: AnswerReader, *, whole: bool = False
) -> Any:
    """A day of the calendar; where a month or a year will do, that too."""
    text = str(given).strip() if isinstance(given, (str, int)) else ""
    day = day_written(text, whole=whole)
    if day and day.is_guess:
        what = f"“{question.id}”: {echo(text)} is read as {day.in_words}."
        reader.warn(what, line, f"Write {day.text} if that is the day.")
    text = day.text if day else text
    if text in question.also or (_is_date(text) and not (whole and len(text) < 10)):
        return text
    other = "".join(f", {word}" for word in question.also)
    sort = "a day" if whole else "a date"
    what = f"“{question.id}” takes {sort}, and {shown(given)} is none."
    remedy = f"Write year, month, day, such as 2015-06-30{other}, or unknown."
    return reader.wrong(what, line, remedy)


# Choices.


def _choice(question: Question, given: Any, line: int, reader: AnswerReader) -> Any:
    """One of the words that a question allows."""
    if isinstance(given, int) or (isinstance(given, str) and given[:1].isdecimal()):
        number = number_written(given)
        for choice in question.values.values():
            if choice.number == number:
                return choice.name
        if {"yes", "no"} <= question.values.keys() and number in (0, 1):
            return "yes" if number else "no"
    return one_of(question, given, line, reader, question.values)


def _several(question: Question, given: Any, line: int, reader: AnswerReader) -> Any:
    """Some of the words that a question allows, or none."""
    is_list = isinstance(given, SourceSequence)
    entries = given if is_list else SourceSequence(line, [given], [line])
    if not entries:
        what = f"The list “{question.id}” is empty, which says neither none nor unknown."
        return reader.wrong(what, line, "Write one of the two.")
    allowed = (*question.values, NONE)
    read = (
        UNKNOWN if settled(entry) == UNKNOWN
        else one_of(question, entry, entry_line, reader, allowed, several=True)
        for entry, entry_line in zip(entries, entries.lines)
    )  # fmt: skip
    found = dict.fromkeys(word for word in read if word is not NOT_GIVEN)
    for alone in (NONE, UNKNOWN):
        if alone in found and len(found) > 1:
            what = f"“{question.id}” says {alone} and something else."
            remedy = f"Write {alone} alone, or leave it out of the list."
            return reader.wrong(what, line, remedy)
    return NOT_GIVEN if not found or UNKNOWN in found else tuple(found)


def _home(question: Question, given: Any, line: int, reader: AnswerReader) -> Any:
    """A home, by its slug."""
    allowed = (*reader.knowledge.homes, *question.also)
    if isinstance(given, str) and not {given, word_written(given)} & {*allowed}:
        return no_such(given, line, "home", allowed, reader)
    return one_of(question, given, line, reader, allowed)


def _party_kind(question: Question, given: Any, line: int, reader: AnswerReader) -> Any:
    """A kind of party, by its slug."""
    kinds = reader.knowledge.parties
    guessed = isinstance(given, str) and given not in kinds
    meant = kind_named(given, kinds) if guessed else OTHER
    if meant != OTHER:
        known = reader.present(as_name(given), kinds)
        if known not in kinds:
            what = f"“{question.id}” does not take the answer {shown(given)}."
            return reader.wrong(what, line, f"Did you mean “{meant}”?")
    return one_of(question, given, line, reader, kinds)


# Tables.


def _table(question: Question, given: Any, line: int, reader: AnswerReader) -> Any:
    """An answer for each row."""
    rows = rows_of(question, reader.knowledge)
    if not isinstance(given, SourceMapping):
        what = f"“{question.id}” takes an answer for each row, not {shown(given)}."
        remedy = f"Write “row: answer” lines; the rows are {', '.join(rows)}."
        return reader.wrong(what, line, remedy)
    found: dict[str, Any] = {}
    for row, cell in given.items():
        cell_line = given.lines[row]
        if row not in rows:
            no_such(row, cell_line, f"row of “{question.id}” called", rows, reader)
        elif not is_blank(cell) and settled(cell) != UNKNOWN:
            cell = given.written.get(row, cell) if question.cells in TEXTS else cell
            asked = cell_of(question, row, reader.knowledge)
            answer = TYPES[asked.type](asked, cell, cell_line, reader)
            if answer is not NOT_GIVEN:
                found[row] = answer
    return MappingProxyType(found) if found else NOT_GIVEN


# Parts with questions of their own.


def _part(question: Question, given: Any, line: int, reader: AnswerReader) -> Any:
    """A part of the file whose keys are questions of a level."""
    if not isinstance(given, SourceMapping):
        what = f"“{question.id}” is not made of “key: value” lines."
        return reader.wrong(what, line, WRITE_KEYS)
    return reader.record(given, question.of, f"“{question.id}”")


def _parts(question: Question, given: Any, line: int, reader: AnswerReader) -> Any:
    """A list of such parts."""
    if not isinstance(given, SourceSequence):
        what = f"“{question.id}” is not a list."
        return reader.wrong(what, line, "Start each entry with “- ”.")
    if len(given) > MOST_ENTRIES:
        return too_many(question, given, line, reader)
    title = reader.knowledge.questions.levels[question.of].title.lower()
    found = []
    for entry, entry_line in zip(given, given.lines):
        if isinstance(entry, SourceMapping) and not is_blank(entry):
            found.append(reader.record(entry, question.of, f"An entry of “{question.id}”"))
        elif not is_blank(entry):
            what = f"An entry of “{question.id}” is not {title} in “key: value” lines."
            reader.wrong(what, entry_line, WRITE_KEYS)
    return tuple(found)


def _parts_by_home(question: Question, given: Any, line: int, reader: AnswerReader) -> Any:
    """Such a part for each of some homes."""
    if not isinstance(given, SourceMapping):
        what = f"“{question.id}” is not made of homes."
        remedy = "Write a home, a colon, and below it the answers for that home."
        return reader.wrong(what, line, remedy)
    found: dict[str, Answers] = {}
    known = (*reader.knowledge.homes, EVERY_HOME)
    for home, entry in given.items():
        if home not in known:
            no_such(home, given.lines[home], "home", known, reader)
        elif isinstance(entry, SourceMapping) and not is_blank(entry):
            found[home] = reader.record(entry, question.of, f"The home “{home}”")
        elif not is_blank(entry) and settled(entry) != UNKNOWN:
            what = f"The home “{home}” is not made of “key: value” lines."
            remedy = "Write “open: yes” below it, indented, to say that it is open."
            reader.wrong(what, given.lines[home], remedy)
    return MappingProxyType(found)


def _kept(question: Question, given: Any, line: int, reader: AnswerReader) -> Any:
    """Words under names of somebody's own, which nothing reads."""
    if not isinstance(given, SourceMapping) or any(
        isinstance(one, (dict, list)) for one in given.values()
    ):
        return reader.wrong(f"“{question.id}” takes “name: words” lines.", line, WRITE_KEYS)
    if len(given) > MOST_ENTRIES:
        return too_many(question, [*given], line, reader)
    said = {key: given.written.get(key, one) for key, one in given.items()}
    kept = {key: str(one) for key, one in said.items() if not is_blank(one)}
    return MappingProxyType(kept) if kept else NOT_GIVEN


TYPES: Mapping[str, Callable[[Question, Any, int, AnswerReader], Any]] = {
    "name": partial(_text, most=LONGEST_NAME, style="name"),
    "phrase": _phrase,
    "text": _text,
    "phrases": _phrases,
    "number": _number,
    "score": _score,
    "day": partial(_date, whole=True),
    "date": _date,
    "choice": _choice,
    "several": _several,
    "table": _table,
    "now-and-wanted": _now_and_wanted,
    "home": _home,
    "party-kind": _party_kind,
    "party": partial(_text, most=LONGEST_NAME, style="name"),
    "id": _slug,
    "record": _part,
    "records": _parts,
    "kept": _kept,
    "records-by-home": _parts_by_home,
}
"""What reads an answer, by the name its type has in `rules/questions.yaml`.

It takes the question, what stands in the file (neither nothing nor `unknown`), the line, and the
reader, which notes problems and warnings. It returns the answer as a case holds it, or `NOT_GIVEN`.
"""
TEXTS = frozenset({"name", "phrase", "text", "party", "id", "phrases"})
"""The types that keep what was written."""
_YES_PARTLY_NO = {word: Choice(word, word) for word in ("yes", "partly", "no")}


def cell_of(question: Question, row: str, knowledge: Knowledge) -> Question:
    """The question that a cell of a table answers."""
    if question.cells == "power":
        return knowledge.questions.find("party", "power")
    if question.cells == "yes-partly-no":
        return question._replace(id=row, type="choice", values=_YES_PARTLY_NO)
    return question._replace(type=question.cells)


def rows_of(question: Question, knowledge: Knowledge) -> Mapping[str, str]:
    """The rows of a table, each with what it is called, or nothing."""
    if question.rows_are == "homes":
        return dict.fromkeys(knowledge.homes, "")
    if question.rows_are == "tensions":
        raters = knowledge.questions.levels["rater"].questions.values()
        return {one.id: one.question for one in raters if one.type == "now-and-wanted"}
    return {name: row.label for name, row in question.rows.items()}


# What is wrong.


def one_of(
    question: Question, given: Any, line: int, reader: AnswerReader, allowed: Collection[str],
    several: bool = False,
) -> Any:  # fmt: skip
    """A word that is allowed, in its present spelling; else a problem, with the nearest one."""
    if isinstance(given, str):
        word = reader.present(given, allowed)
        if word in allowed:
            return word
        word = reader.present(word_written(given), allowed)
        if word in allowed:
            return word
    return not_allowed(question, given, line, reader, tuple(allowed), several)


def not_allowed(
    question: Question, given: Any, line: int, reader: AnswerReader, allowed: tuple[str, ...],
    several: bool = False,
) -> Any:  # fmt: skip
    """Notes an answer that a question does not take."""
    answers = list(dict.fromkeys((*allowed, UNKNOWN)))
    if isinstance(given, (dict, list)):
        shape = "words in a list" if several else "one answer"
        kind = "a list" if isinstance(given, list) else "a mapping"
        remedy = f"Write one of {', '.join((*allowed, UNKNOWN))}."
        return reader.wrong(f"“{question.id}” takes {shape}, not {kind}.", line, remedy)
    match = nearest(str(given), allowed)
    remedy = f"It takes {', '.join(answers)}."
    numbers = [one.number for one in question.values.values() if one.number is not None]
    if isinstance(given, int) and numbers:
        remedy = f"It takes a number from {min(numbers)} to {max(numbers)}, or {UNKNOWN}."
    if match:
        remedy = f"Did you mean “{match}”?" + (f" {remedy}" if len(allowed) < 9 else "")
    return reader.wrong(f"“{question.id}” does not take the answer {shown(given)}.", line, remedy)


def no_such(name: str, line: int, what: str, known: Iterable[str], reader: AnswerReader) -> Any:
    """Notes a name that nothing has."""
    remedy = did_you_mean(name, known, f"Known are: {', '.join(known)}.")
    return reader.wrong(f"There is no {what} {echo(name)}.", line, remedy)


def too_many(question: Question, entries: Sequence[Any], line: int, reader: AnswerReader) -> Any:
    """Notes a list that is too long."""
    what = f"“{question.id}” has {len(entries)} entries; {MOST_ENTRIES} are the most."
    return reader.wrong(what, line, "Keep those that matter.")


def shown(value: Any) -> str:
    """A wrong value for a message."""
    if isinstance(value, list):
        return "a list"
    return "a mapping" if isinstance(value, dict) else echo(value)


def is_blank(value: Any) -> bool:
    """Whether nothing was filled in: a key without a value, or a part made of such keys.

    Text without a letter that can be seen is nothing, too.
    """
    if isinstance(value, str):
        return not value or (
            not value.strip() or (not value.isascii() and not any(map(is_seen, value)))
        )
    if isinstance(value, dict):
        return all(is_blank(inner) for inner in value.values())
    if isinstance(value, list) and value:
        return all(is_blank(inner) for inner in value)
    return value is None


def _is_date(text: str) -> bool:
    """Whether text is a day, a month or a year of the calendar, in digits."""
    match = _day_or_less(text)
    if match is None:
        return False
    year, month, day = (int(part or 1) for part in match.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return 1800 <= year <= 2200


def _without_stop(text: str) -> str:
    """Words without the full stop at their end; "etc." and "Inc." keep theirs."""
    last = text.split()[-1]
    if last.endswith(".") and "." not in last[:-1] and last.lower() not in _ABBREVIATIONS:
        return text[:-1].rstrip()
    return text
