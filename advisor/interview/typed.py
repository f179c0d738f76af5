"""Understands what a person types as the answer to a question."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any

from advisor.knowledge.interview import LISTS
from advisor.knowledge.parties import kind_named
from advisor.model.case import UNKNOWN
from advisor.model.line import NO_HOLD, with_words
from advisor.model.names import slug_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from advisor.knowledge.interview import Column
    from advisor.knowledge.parties import PartyKind
    from advisor.knowledge.questions import Question
    from advisor.presentation.interview import NumberedAnswer

LONGEST = 1500
"""Letters of an answer in words."""
_escape = re.compile(r"\x1b(?:\[[0-9;?<=>]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-_])?")
_unknown = re.compile(
    r"\?+|dk|idk|dunno|unknown|unsure|no idea|(?:it(?:'s| is) )?not known"
    r"|(?:i )?(?:do not|don't|dont|cannot|can't|cant) (?:know|say|tell)"
    r"|(?:i am |i'm |im )?not sure|(?:we )?(?:do not|don't|dont) know|i have no idea"
).fullmatch
_none = re.compile(r"none(?: of (?:these|them))?|nobody|no ?one|nothing").fullmatch
_number = re.compile(r"\d{1,9}|\d{1,3}(?:[ ,]\d{3}){1,2}").fullmatch
_NONE_AMONG = ("none", "no", "never", "nothing")
"""Answers that say what “none” says, where they are among the choices."""
_date = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?").fullmatch


_LETTERS = {"y": "yes", "p": "partly", "n": "no"}


class NotUnderstoodError(Exception):
    """An answer that does not fit; says which part of the template tells so, and its values."""

    def __init__(self, what: str, **values: Any) -> None:
        super().__init__(what)
        self.what = what
        self.values = values


def clean(line: str) -> str:
    """A typed or pasted line without anything a terminal would act on.

    Args:
        line: The line as it came.

    Returns:
        The line with escape sequences and characters that are not seen left out.
    """
    line = _escape.sub("", line)
    shown = "".join(
        letter if letter.isprintable() or letter == " " else " " if letter.isspace() else ""
        for letter in line
    )
    return " ".join(shown.split())


def unquoted(text: str) -> str:
    """Text without the quotation marks that keep it from being taken for a command."""
    marks = {'"': '"', "“": "”", "'": "'"}
    if len(text) > 1 and marks.get(text[0]) == text[-1]:
        return text[1:-1].strip()
    return text


def is_unknown(text: str) -> bool:
    """Whether somebody says that they do not know."""
    plain = text.lower().replace("’", "'").rstrip(".!")
    return _unknown(plain) is not None


def is_none(text: str) -> bool:
    """Whether somebody says that there is none."""
    return _none(text.lower().rstrip(".!")) is not None


def one_of(text: str, choices: Sequence[NumberedAnswer]) -> Any:
    """The value of a numbered answer, typed as its number or in words."""
    if is_unknown(text):
        for choice in choices:
            if choice.value == UNKNOWN:
                return UNKNOWN
    lower = _LETTERS.get(text.lower(), text.lower())
    for choice in choices:
        if lower in (str(choice.number), str(choice.value), choice.label.lower()):
            return choice.value
    said = [one.value for one in choices if one.value in _NONE_AMONG]
    if said and is_none(text):
        return said[0]
    begun = [one.value for one in choices if len(lower) > 1 and one.label.lower().startswith(lower)]
    if len(begun) == 1:
        return begun[0]
    raise NotUnderstoodError("number", typed=text, most=len(choices))


def for_homes(text: str, homes: Sequence[str], choices: Sequence[NumberedAnswer]) -> dict[str, Any]:
    """One answer for all places, or one for each."""
    words = _words(text)
    if len(homes) == 1 or len(words) == 1:
        return dict.fromkeys(homes, one_of(text, choices))
    if len(words) != len(homes):
        raise NotUnderstoodError("count", given=len(words), wanted=len(homes))
    return {
        home: None if word == "-" else one_of(word, choices) for home, word in zip(homes, words)
    }


def several(text: str, choices: Sequence[NumberedAnswer]) -> Any:
    """Several numbered answers as a list; `unknown`, or nothing for what is usual."""
    try:
        found = [one_of(text, choices)]  # a single one, which may hold a blank
    except NotUnderstoodError:
        found = [one_of(word, choices) for word in _words(text)]
    found = list(dict.fromkeys(found))
    if len(found) == 1 and found[0] in (UNKNOWN, None):
        return found[0]
    if len(found) > 1 and ("none" in found or UNKNOWN in found or None in found):
        raise NotUnderstoodError("alone")
    return found


def number(text: str) -> Any:
    """A whole number, or `unknown`."""
    if is_unknown(text):
        return UNKNOWN
    if is_none(text):
        return 0
    if not (text.isascii() and _number(text)):  # with a blank or a comma between thousands only
        raise NotUnderstoodError("figure", typed=text)
    return int(text.replace(",", "").replace(" ", ""))


def date(text: str) -> str:
    """A day, a month or a year, or `unknown`."""
    if is_unknown(text):
        return UNKNOWN
    try:
        if not _date(text):
            raise ValueError
        datetime.date.fromisoformat(text + "-01-01"[len(text) - len("2025") :])
    except ValueError:
        raise NotUnderstoodError("date", typed=text) from None
    return text


def words(text: str, longest: int = LONGEST) -> str:
    """Text in a person's own words."""
    if len(text) > longest:
        raise NotUnderstoodError("long", most=longest)
    return text


def table(text: str, question: Question) -> dict[str, str]:
    """Yes, partly or no for each row; one letter stands for all."""
    text = "?" if is_unknown(text) else text
    meant = {"y": "yes", "p": "partly", "n": "no", "?": UNKNOWN, "-": UNKNOWN}
    typed = [one.lower()[:1] for one in _words(text)]
    rows = list(question.rows)
    if len(typed) == 1 and len(text) == len(rows):  # without blanks
        typed = list(text.lower())
    for one in typed:
        if one not in meant:
            raise NotUnderstoodError("letters", typed=one)
    if len(typed) == 1:
        typed *= len(rows)
    if len(typed) != len(rows):
        raise NotUnderstoodError("count", given=len(typed), wanted=len(rows))
    return {row: meant[one] for row, one in zip(rows, typed) if meant[one] != UNKNOWN}


def not_known(
    item: str,
    homes: Sequence[str],
    question: Question | None,
    columns: Sequence[Column] = (),
) -> Any:
    """What a case file holds where somebody says, at any question, that they do not know.

    Args:
        item: The question.
        homes: The places it is asked about.
        question: The question in the knowledge base, if it is one of its own.
        columns: Of the line of a list.

    Returns:
        `unknown` wherever a case file can say so, else nothing: the question stays open.
    """
    if is_line(item):
        return row("?", columns)
    if question is None or item in (*LISTS, "homes", "events") or item.startswith("tensions."):
        return None
    value: Any = table("?", question) if question.type == "table" else UNKNOWN
    return dict.fromkeys(homes, value) if homes else value


def parties(
    text: str, choices: Sequence[NumberedAnswer], kinds: Mapping[str, PartyKind]
) -> list[dict[str, Any]]:
    """The parties that count: numbers of the list, and own ones behind semicolons."""
    found: list[dict[str, Any]] = []
    taken: set[str] = set()
    for part in filter(None, (one.strip() for one in text.split(";"))):
        numbers = _words(part)
        if all(one.isascii() and one.isdigit() for one in numbers):
            chosen = [dict(one_of(one, choices)) for one in numbers]
        else:
            chosen = [party(part, kinds)]
        for one in chosen:
            if one["id"] not in taken:
                taken.add(one["id"])
                found.append(one)
    return found


def names(text: str) -> list[str]:
    """The names in a text, which stand a line each or with commas, semicolons or “and” between.

    Args:
        text: Such as “School board, the union and families of athletes”.

    Returns:
        The names in order; those that an “and” divides are followed by both together, as one.
    """
    found = []
    for part in re.split(r"[,;\n]", text):
        whole = re.sub(r"^(?:and|or|&)\s+", "", clean(part), flags=re.IGNORECASE)
        parts = re.split(r"\s+(?:and|&)\s+", whole, flags=re.IGNORECASE)
        found += [*parts, *([whole] if len(parts) > 1 else [])]
    return list(dict.fromkeys(filter(None, found)))


def party(text: str, kinds: Mapping[str, PartyKind]) -> dict[str, Any]:
    """A party in the client's words, with its kind behind `=` if the name does not tell it."""
    if text.lower().startswith("add "):  # as it is typed at the line of a party
        text = text[4:].strip()
    name, _, kind = (one.strip() for one in text.partition("="))
    if kind:
        if slug_of(kind) not in kinds:
            raise NotUnderstoodError("kind", typed=kind, known=list(kinds))
        kind = slug_of(kind)
    else:
        kind = kind_named(name, kinds)
    return {"name": words(name, 200), "id": slug_of(name) or "party", "kind": kind}


def row(text: str, columns: Sequence[Column]) -> dict[str, Any]:
    """The short columns of a line; `?` alone stands for all of them."""
    if is_unknown(text):
        text = "? " * len(columns)
    if is_none(text) and columns and columns[0].ties:
        return with_words({}, columns[0], (NO_HOLD,))
    typed = text.split()
    if len(typed) > len(columns):
        raise NotUnderstoodError("columns", given=len(typed), wanted=len(columns))
    found: dict[str, Any] = {}
    for place, (one, column) in enumerate(zip(typed, columns), 1):
        if one == "-":
            continue
        found = with_words(found, column, _short(one, column, place))
    return found


def _short(typed: str, column: Column, place: int) -> tuple[str, ...]:
    """The words that the short answer in one column stands for."""
    if typed == "?":
        return (UNKNOWN,)
    if column.date and _date(typed):
        return (date(typed),)
    lower = typed.lower()
    if column.ties:
        if lower == "n":
            return (NO_HOLD,)
        if lower in column.ties:
            return (column.ties[lower],)
        if set(lower) <= set(column.answers):
            return tuple(one for letter, one in column.answers.items() if letter in lower)
        raise _not_in(column, lower, place)
    value = column.answers.get(lower.removeprefix("+"))
    if value is None and lower in column.answers.values():
        value = lower
    if value is None:
        raise _not_in(column, typed, place)
    return (value,)


def column_answer(text: str, column: Column, choices: Sequence[NumberedAnswer]) -> tuple[str, ...]:
    """The words of one column that is asked for alone: numbered answers, a date, or letters.

    Args:
        text: What was typed.
        column: The column.
        choices: Its numbered answers.
    """
    if is_unknown(text):
        return (UNKNOWN,)
    if text.isalpha() and len(text) <= len(column.answers):  # a letter of the line, or several
        try:
            return _short(text, column, 0)
        except NotUnderstoodError:
            pass  # words, then
    if not column.ties:
        return (date(text),) if column.date and _date(text) else (str(one_of(text, choices)),)
    found = several(text, choices)
    found = (found,) if isinstance(found, str) else tuple(found)
    if len(found) > 1 and not set(found) <= set(column.answers.values()):
        raise NotUnderstoodError("alone-here")
    return found


def _not_in(column: Column, typed: str, place: int) -> NotUnderstoodError:
    return NotUnderstoodError(
        "column", typed=typed, column=place, title=column.title, date=column.date,
        known=[*column.answers, *(["n", *column.ties] if column.ties else ())],
    )  # fmt: skip


def rating(text: str) -> dict[str, int]:
    """Where one sees a tension: now, and wanted."""
    typed = _words(text)
    if len(typed) != 2 or not all(one in ("1", "2", "3", "4", "5") for one in typed):
        raise NotUnderstoodError("scale")
    return {"now": int(typed[0]), "wanted": int(typed[1])}


def _words(text: str) -> list[str]:
    return text.replace(",", " ").split()


def is_line(item: str) -> bool:
    """Whether an item is the line of a list."""
    head, dot, _ = item.partition(".")
    return bool(dot) and head in LISTS


def list_of(item: str) -> str:
    """The question itself, or the list whose line it is."""
    head = item.partition(".")[0]
    return head if head in LISTS else item
