"""What a typed line means as the answer to a question of the interview.

This module is long because it knows every kind of question; each is understood elsewhere.
"""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any

from advisor.interview import (
    choosing,
    counting,
    dates,
    hearing,
    naming,
    tables,
)
from advisor.interview.coming import days_of
from advisor.interview.hearing import NotUnderstoodError
from advisor.interview.likeness import named_in, part_of
from advisor.knowledge.base import usual_knowledge
from advisor.knowledge.interview import LISTS, is_across, is_line, list_of
from advisor.model.case import UNKNOWN
from advisor.model.draft import Draft
from advisor.model.line import with_words
from advisor.presentation.interview import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from advisor.explanation.agenda import Agenda
    from advisor.explanation.relevance import Asked
    from advisor.knowledge.base import Knowledge
    from advisor.knowledge.interview import Column
    from advisor.knowledge.questions import Question
    from advisor.presentation.interview import NumberedAnswer, Wording

_ALL, _HALF = 0.98, 0.5
"""Parts of the cost from which a payer pays all of it, and above which most."""
_NEVER_UNKNOWN = ("client.name", "change.short", "parties")
"""Questions that even somebody who knows little has to answer: without them there is no case."""


_sentence = re.compile(r"[.;]\s+|,\s+(?:but )?|\s+but\s+")
_called = re.compile(r"(?:the )?[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+)+").fullmatch
"""The name of somebody."""


def _names_of(choices: Iterable[NumberedAnswer]) -> dict[int, tuple[str, ...]]:
    """The names of the parties among numbered answers, and the last words that one alone has."""
    names = {one.number: one.label for one in choices if one.value not in ("none", UNKNOWN)}
    last = [name.split()[-1].lower() for name in names.values()]
    return {
        number: (name, word) if last.count(word) == 1 else (name,)
        for (number, name), word in zip(names.items(), last)
    }


class Understanding:
    """Makes answers, as a case file holds them, of what a person typed or left out."""

    def __init__(
        self, knowledge: Knowledge, agenda: Agenda, today: datetime.date | None = None,
        draft: Callable[[], Draft] = Draft,
    ) -> None:  # fmt: skip
        """Prepares for one interview.

        Args:
            knowledge: The knowledge base.
            agenda: What could be asked.
            today: The day from which a date without a year is the next one; that of the computer
                if none is given.
            draft: Gives the answers so far.
        """
        self._today = today
        self._draft = draft
        self._knowledge = knowledge
        self._agenda = agenda
        self._plan = knowledge.interview

    def columns(self, item: str) -> tuple[Column, ...]:
        """The short columns of the line of a list; none for any other question."""
        if not is_line(item):
            return ()
        return self._plan.columns[LISTS[list_of(item)]]

    def answer(
        self, asked: Asked, choices: tuple[NumberedAnswer, ...], text: str, old: Any,
        known: Iterable[str] = (),
    ) -> Any:  # fmt: skip
        """The answer a person typed.

        Args:
            asked: The question.
            choices: Its numbered answers, if it has any.
            text: What was typed.
            old: The answer there is already.
            known: Of a question about all parties, the names of those that it does not ask.

        Raises:
            NotUnderstoodError: If it is no answer to the question.
        """
        try:
            return self._answer(asked, choices, text, old, known)
        except NotUnderstoodError as error:
            raise self._with_guess(
                error, text, choices, self._agenda.question(asked.item)
            ) from None

    def _with_guess(
        self, error: NotUnderstoodError, text: str, choices: tuple[NumberedAnswer, ...],
        question: Question | None,
    ) -> NotUnderstoodError:  # fmt: skip
        """What asks back, with a guess by what the rest of the knowledge says of each answer."""
        unclear = error.what == "number" and not error.values.get("guesses")
        picked = question is not None and question.type in ("choice", "several")
        if question is None or not (unclear and picked) or choosing.number_of(text) is not None:
            return error
        told = {one.name: [one.label, one.clause] for one in question.values.values()}
        return choosing.ask_back(text, choices, choosing.guesses(text, choices, told))

    def _answer(
        self, asked: Asked, choices: tuple[NumberedAnswer, ...], text: str, old: Any,
        known: Iterable[str],
    ) -> Any:  # fmt: skip
        """The answer a person typed, as `answer` has it."""
        item, homes = asked.item, asked.homes
        question = self._agenda.question(item)
        said = self._said(item)
        literal = hearing.unquoted(text)
        if literal != text and question is not None and question.type in ("name", "phrase", "text"):
            return hearing.words(literal)
        text = literal
        if (not hearing.plain(text) and "?" in text) or (
            not choices and hearing.is_unknown(text) and item.partition(".")[0] != "tensions"
        ):
            return self.not_known(asked)
        if hearing.is_passed(text):
            passed = self.passed_over(item, choices)
            return dict.fromkeys(homes, passed) if homes else passed
        if is_line(item):
            raise NotUnderstoodError("line-whole")
        if item == "parties":
            return self._parties(text, choices, old)
        if item.partition(".")[0] == "tensions":
            return counting.rating(text)
        if is_across(item):
            left, doubted = self._doubted(text, choices)
            chosen = self._named(left, choices, known)
            return {**self._across(item, choices, chosen, old), **dict.fromkeys(doubted, UNKNOWN)}
        if item in ("homes", "money", "events"):
            chosen = choosing.several(text, choices, said)
            if chosen == UNKNOWN:
                return self.not_known(asked)
            several = [one for one in chosen if one != "none"]
            if item == "events":
                days = days_of(text, choices, said, several, self._today)
                return [{"kind": one, **days.get(one, {})} for one in several]
            return several if item == "homes" else self._sources(several)
        assert question is not None
        if question.type == "several":
            return self._placed(
                text, homes, lambda one: choosing.several(one, choices, said), apart=False
            )
        if question.type == "table":
            return dict.fromkeys(homes, tables.table(text, question, said))
        if choices:
            return self._placed(text, homes, lambda one: choosing.one_of(one, choices, said))
        if question.type in ("number", "date", "day") and len(homes) > 1:
            kind = question.type
            return self._placed(text, homes, lambda one: self._in_words(kind, one))
        value = self._own_words(item, question.type, text)
        if item in self._plan.to_come:
            self.to_come(text, value)
        if value is None:
            value = self.passed_over(item, choices)
        return dict.fromkeys(homes, value) if homes else value

    def of_column(
        self, item: str, column: Column, choices: tuple[NumberedAnswer, ...], text: str
    ) -> tuple[str, ...]:
        """The answer a person typed about one thing of an entry of a list.

        Args:
            item: The list, or the line of one of its entries.
            column: What is asked.
            choices: Its numbered answers.
            text: What was typed.

        Raises:
            NotUnderstoodError: If it is no answer.
        """
        part = counting.share(text) if column.column == "share" else None
        if part is not None:
            return ("all" if part >= _ALL else "most" if part > _HALF else "some",)
        said = self._plan.said.get(f"{LISTS[list_of(item)]}.{column.column}", {})
        try:
            return tables.column_answer(text, column, choices, said, self._today)
        except NotUnderstoodError as error:
            amount = counting.amount(text) if column.column == "share" else ""
            if amount and not error.values.get("guesses"):
                raise NotUnderstoodError("amount", amount=amount) from None
            question = self._knowledge.questions.levels[LISTS[list_of(item)]].questions.get(
                column.column
            )
            raise self._with_guess(error, text, choices, question) from None

    def beside(self, item: str, column: Column, wording: Wording, text: str) -> dict[str, str]:
        """What is said of a party beside the answer to a column, in the same line.

        Args:
            item: The line.
            column: What was asked.
            wording: The numbered answers of columns.
            text: What was typed.

        Returns:
            By column, each answer that alone is named for it and that no list of all asks better.
        """
        amount = counting.amount(text) if column.column == "share" else ""
        found = {"amount": amount} if amount else {}
        for other in self.columns(item):
            if other == column or not other.across or not other.heard:
                continue
            said = self._plan.said.get(f"{LISTS[list_of(item)]}.{other.column}", {})
            said = said if other.heard == "said" else {}
            value = tables.alone_named(text, wording.of_column(other), said)
            if value:
                found[other.column] = value
        return found

    def _said(self, item: str) -> dict[str, Any]:
        """What people call the answers to a question; what is “ours” goes by what they run."""
        key = "place" if item == "homes" else item
        said = {**self._plan.said.get(key, {})}
        ours = self._plan.ours.get(key, {})
        own = self._plan.own(key, self._draft().answer("client.role"))
        if not own:
            return said
        said = {one: [each for each in words if each not in ours["words"]]
                for one, words in said.items()}  # fmt: skip
        return {**said, own: [*said.get(own, ()), *ours["words"]]}

    def to_come(self, text: str, day: Any) -> None:
        """Asks back where a day that is to come has passed already.

        Args:
            text: What was typed.
            day: What was made of it.

        Raises:
            NotUnderstoodError: If it has.
        """
        asked = self._draft().answer("as-of") or (self._today or datetime.date.today()).isoformat()
        if len(str(day)) == len("2026-12-08") and str(day) < asked:
            later = int(asked[:4]) + (str(day)[4:] < asked[4:])
            raise NotUnderstoodError("past", typed=text, meant=f"{later}{str(day)[4:]}")

    def _placed(
        self, text: str, homes: tuple[str, ...], take: Callable[[str], Any], apart: bool = True
    ) -> Any:
        """What a line says of each place it was asked about; where of none, what it says."""
        if not homes:
            return take(text)
        names = {home: self._names_of_place(home) for home in homes}
        return tables.by_place(text, homes, names, take, apart)

    def _names_of_place(self, home: str) -> list[str]:
        """What people call a place."""
        label = self._knowledge.homes[home].label if home in self._knowledge.homes else ""
        called = map(str, self._plan.said["place"].get(home, ()))
        return [one for one in (label, *called) if one]

    def _named(
        self, text: str, choices: tuple[NumberedAnswer, ...], known: Iterable[str]
    ) -> Any:  # fmt: skip
        """The parties that are named; who is not asked about any more may be named beside."""
        text = "none" if hearing.agrees(text) == "no" else text
        names = [one.label for one in choices if one.value not in ("none", UNKNOWN)]
        last = [name.split()[-1].lower() for name in (*names, *known)]
        said = {name: [one] for name, one in zip(names, last) if last.count(one) == 1}
        try:
            return choosing.several(text, choices, said)
        except NotUnderstoodError:
            others = {number: (name,) for number, name in enumerate(known)}
            own = _names_of(choices)
            but = usual_knowledge().speech.rest("all-but", hearing.plain(text))
            left = [
                part for part in choosing.between_parts.split(but or text)
                if choosing.number_of(part) is not None or part_of(part, own)
                or not (part_of(part, others) or named_in(part, others))
            ]  # fmt: skip
            if not (left or but):
                raise
            return choosing.several(
                ", ".join(left) if not but else f"all but {', '.join(left)}" if left else "all",
                choices, said,
            )  # fmt: skip

    def _doubted(self, text: str, choices: tuple[NumberedAnswer, ...]) -> tuple[str, list[str]]:
        """What is left of a text without what is not known of some parties, and which these are."""
        names = _names_of(choices)
        speech = usual_knowledge().speech
        left, doubted = [], set()
        for part in filter(None, _sentence.split(text)):
            named = {*named_in(part, names), *part_of(part, names)}
            rest = any(f" {one} " in f" {speech.said(part)} " for one in speech.words("rest"))
            if (named or rest) and hearing.is_unknown(part):
                doubted |= {*names} if rest else named
            else:
                left.append(part)
        if not (left and doubted):
            return text, []
        kept = ", ".join(left)
        sure = {*named_in(kept, names)} | {choosing.number_of(one) for one in kept.split()}
        return kept, [str(one.value) for one in choices if one.number in doubted - sure]

    def unlisted(
        self, asked: Asked, choices: tuple[NumberedAnswer, ...], text: str, known: Iterable[str]
    ) -> list[str]:  # fmt: skip
        """Who is named at a question about all parties and is none of them.

        Args:
            asked: The question.
            choices: Its numbered answers.
            text: What was typed and understood.
            known: The names of the parties that it does not ask about.
        """
        if not is_across(asked.item) or hearing.is_unknown(text) or hearing.is_none(text):
            return []
        names = {**_names_of(choices), **{-at: (one,) for at, one in enumerate(known, 1)}}
        return [
            part for part in choosing.between_parts.split(hearing.unquoted(text))
            if _called(part) and not (named_in(part, names) or part_of(part, names))
        ]  # fmt: skip

    def _across(
        self, item: str, choices: tuple[NumberedAnswer, ...], chosen: Any, old: Any
    ) -> dict[str, Any]:
        """What holds of each party a question was about, by their names."""
        across, before = self._agenda.across(item), old or {}
        names = [str(one.value) for one in choices if one.value not in ("none", UNKNOWN)]
        if chosen == UNKNOWN:
            return dict.fromkeys(names, UNKNOWN)
        kept = {one: before[one] for one in names if before.get(one) not in (None, across.answer)}
        others = {one: across.others or kept.get(one) for one in names}
        return {**others, **{one: across.answer for one in chosen if one in names}}

    def _parties(self, text: str, choices: tuple[NumberedAnswer, ...], old: Any) -> Any:
        one = self._agenda.screen
        if hearing.is_none(text) or hearing.is_unknown(text):
            raise NotUnderstoodError("needed", item="one-party" if one else "parties")
        found = naming.parties(text, choices, self._knowledge.parties)
        if not found:  # nothing but separators
            raise NotUnderstoodError("empty", text=False)
        if one:
            return [{**found[0], "ends-it": "yes"}]
        if text.startswith(";"):
            listed = [choice.value for choice in choices][: len(old or ())]
            taken = {entry["id"] for entry in listed}
            return [*listed, *(entry for entry in found if entry["id"] not in taken)]
        return found

    def not_known(self, asked: Asked) -> Any:
        """The answer of a person who does not know, whatever the kind of question.

        Raises:
            NotUnderstoodError: If there is no case without an answer.
        """
        item = asked.item
        if item in _NEVER_UNKNOWN:
            one = item == "parties" and self._agenda.screen
            raise NotUnderstoodError("needed", item="one-party" if one else item)
        question = self._agenda.question(item)
        if is_line(item):
            row: dict[str, Any] = {}
            for column in self.columns(item):
                row = with_words(row, column, (UNKNOWN,))
            return row
        if question is None or item in (*LISTS, "homes", "events") or item.startswith("tensions."):
            return None  # a case file has no word for it there: the question stays open
        value: Any = {} if question.type == "table" else UNKNOWN
        return dict.fromkeys(asked.homes, value) if asked.homes else value

    def passed_over(self, item: str, choices: tuple[NumberedAnswer, ...]) -> Any:
        """What it means to pass over a question: nothing, but where every case needs an answer.

        Raises:
            NotUnderstoodError: If there is no case without an answer.
        """
        if item not in self._plan.needed:
            return None
        if any(choice.value == UNKNOWN for choice in choices):
            return UNKNOWN
        raise NotUnderstoodError("empty", text=not choices)

    def stand_in(self, item: str, draft: Draft) -> Any:
        """What a needed answer is when nobody is asked."""
        if item == "client.name":
            return say("placeholder-name").strip()
        if item == "change.short":
            return say("placeholder-short").strip()
        if item == "parties":
            return self._agenda.usual_entries(item, draft)
        return UNKNOWN

    def _sources(self, kinds: list[str]) -> list[dict[str, Any]]:
        values = self._knowledge.questions.find("money", "kind").values
        return [
            {"source": values[kind].label[:1].upper() + values[kind].label[1:], "kind": kind}
            for kind in kinds
        ]

    def _own_words(self, item: str, kind: str, text: str) -> Any:
        """What somebody says in words of their own; nothing if there is nothing to say."""
        if item == "change.short":
            return hearing.words(naming.as_a_thing(text))
        if item == "plan.starts":
            what, day = dates.with_day(text, self._today)
            return self._in_words(kind, what) if what else day
        if item == "change.yearly-cost" and not hearing.is_none(text):
            return hearing.words(counting.price(text))
        if item == "client.region":
            return naming.region(text)
        if item == "homes.forbids-what" and not hearing.is_none(text):
            return hearing.words(naming.as_forbidden(text))
        return self._in_words(kind, text)

    def _in_words(self, kind: str, text: str) -> Any:
        if kind == "number":
            return counting.number(text)
        if kind in ("date", "day"):
            return dates.date(text, self._today, past=kind == "day")
        if hearing.is_none(text):
            return None
        if kind == "phrases":
            kinds = self._knowledge.parties
            parts = text.split(";") if ";" in text else naming.parts(text, (), kinds)
            return [hearing.words(one) for part in parts if (one := part.strip())] or None
        if naming.is_vague(text):
            raise NotUnderstoodError("vague", typed=text)
        return naming.own_name(text) if kind == "name" else hearing.words(naming.without_lead(text))
