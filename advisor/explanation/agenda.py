"""What an interview could still ask: its questions, the places they are about, their answers."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from advisor.engine.program import needed_for
from advisor.explanation.open_answers import Unit
from advisor.knowledge.interview import LISTS, is_across, list_of
from advisor.knowledge.strata import ASKED
from advisor.model.case import EVERY_HOME, NOWHERE, UNKNOWN
from advisor.model.line import is_asked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.knowledge.base import Knowledge
    from advisor.knowledge.interview import Across, Column
    from advisor.knowledge.questions import Question
    from advisor.knowledge.rule import Pattern
    from advisor.knowledge.strata import Entry
    from advisor.model.draft import Draft

_WHOLE = {
    "party": "parties", "usual": "parties", "money": "money", "event": "events",
    "home": "homes", "home-decides": "homes.decides", "decision": "decision",
    "rating": "tensions", "contradiction": "contradiction",
}  # fmt: skip
"""Kinds of base fact that one part of the case file gives."""
_OPENING = ("place", "homes", "client.role")
"""The questions that tell which places are open."""


class Agenda:
    """The questions of an interview.

    Attributes:
        knowledge: The knowledge base.
        screen: Whether only the questions of the short form are asked.
    """

    def __init__(self, knowledge: Knowledge, screen: bool = False) -> None:
        """Takes the plan of the knowledge base, or its short form."""
        self.knowledge = knowledge
        self.plan = knowledge.interview
        self.screen = screen

    @cached_property
    def needed(self) -> frozenset[str]:
        """The questions that are put without a witness."""
        asked = frozenset(self.plan.screen if self.screen else self.plan.asks)
        return (self.plan.needed | self.plan.always) & asked

    def question(self, item: str) -> Question | None:
        """The question behind an item; nothing for a line of a list and for the open places."""
        level, _, tail = item.partition(".")
        if is_across(item):
            return None
        levels = self.knowledge.questions.levels
        if item == "homes":
            return levels["home"].questions["open"]
        if not tail:
            return levels["case"].questions[level]
        level = {"homes": "home", "tensions": "rater"}.get(level, level)
        return None if level in LISTS else levels[level].questions[tail]

    def items(self, draft: Draft, words: bool = False) -> Iterator[str]:
        """Every question in order, with a line for each entry of a list.

        Args:
            words: Whether to take in the questions that give the memo its words.
        """
        for topic in self.plan.topics:
            if topic.topic == self.plan.words and not words:
                continue
            for item in topic.asks:
                if self.screen and item not in self.plan.screen:
                    continue
                if not self._is_called_for(item, draft):
                    continue
                yield item
                if item in LISTS:
                    yield from (name for name, _ in draft.entries(item))
                if item == "parties" and not self.screen:
                    for one in self.plan.across:
                        if one.item in draft.asked or self.left_across(one, draft):
                            yield one.item

    def _is_called_for(self, item: str, draft: Draft) -> bool:
        """Whether the answers are there with which alone a question is put."""
        conditions = self.plan.only.get(item, {})
        if conditions and item.startswith("homes."):
            told = all(
                said in (draft.answer(one) or {}).values() for one, said in conditions.items()
            )
            return told and bool(self.homes(item, draft, draft.homes(self.knowledge)))
        return all(draft.answer(one) == said for one, said in conditions.items())

    def is_seldom(self, item: str, draft: Draft) -> bool:
        """Whether the path seldom rests on a question, so that it comes after the offer."""
        unless = self.plan.seldom_unless.get(item, {})
        return item in self.plan.seldom and not any(
            said in (given.values() if isinstance(given := draft.answer(one), dict) else (given,))
            for one, said in unless.items()
        )

    def columns(self, item: str, draft: Draft) -> tuple[Column, ...]:
        """What is asked of the line of a list by itself; all of it where it was asked already."""
        every = self.apt_columns(item, draft)
        if self.screen or draft.is_settled(item):
            return every
        row = self._listed(item, draft)
        if list_of(item) == "money":
            told = self.told_before(item, draft)
            payer = draft.answer(f"parties.{row.get('party')}") or {}
            wish_is_told = payer.get("stance", UNKNOWN) != UNKNOWN
            return tuple(one for one in every if one.column not in told
                         and not (one.column == "aims" and wish_is_told))  # fmt: skip
        usual = bool(self.knowledge.parties[str(row.get("kind", "other"))].channels)
        return tuple(one for one in every if not (one.across or (one.unusual and usual)))

    def apt_columns(self, item: str, draft: Draft) -> tuple[Column, ...]:
        """What can be asked of the line of a list, given its kind."""
        kind = self._listed(item, draft).get("kind")
        every = self.plan.columns[LISTS[list_of(item)]]
        return tuple(one for one in every if kind not in one.unless.get("kind", ()))

    def told_before(self, item: str, draft: Draft) -> dict[str, Any]:
        """What was told of a source of money elsewhere: the day on which the only grant ends."""
        grants = [name for (name, _), one in zip(draft.entries("money"),
                                                 draft.answer("money") or ())
                  if one.get("kind") == "grant"]  # fmt: skip
        events = [one for one in draft.answer("events") or () if one["kind"] == "grant-end"]
        days = [one["date"] for one in events if "date" in one]
        return {"ends": days[0]} if grants == [item] and len(days) == len(events) == 1 else {}

    @staticmethod
    def _listed(item: str, draft: Draft) -> dict[str, Any]:
        """The entry of a list as it stands there, also before anything was asked of it."""
        head = list_of(item)
        names = (name for name, _ in draft.entries(head))
        row: dict[str, Any] = dict(zip(names, draft.answer(head) or ())).get(item, {})
        return row

    def across(self, item: str) -> Across:
        """The question about all parties that has a name."""
        return next(one for one in self.plan.across if one.item == item)

    def left_across(self, across: Across, draft: Draft) -> list[str]:
        """The names of the parties of which nothing is known yet that such a question asks."""
        return [name for name, row in self._about(across, draft) if across.column not in row]

    def asked_across(self, across: Across, draft: Draft) -> list[str]:
        """The names that such a question offers: those left, or where it is put again, all."""
        left = () if across.item in draft.asked else self.left_across(across, draft)
        own = (None, across.answer, across.others, UNKNOWN) if across.others else ()
        return [*left] or [name for name, row in self._about(across, draft)
                           if not own or row.get(across.column) in own]  # fmt: skip

    def _about(self, across: Across, draft: Draft) -> Iterator[tuple[str, dict[str, Any]]]:
        """The parties of which it can matter, once they were asked about themselves."""
        columns = self.plan.columns["party"]
        column = next(one for one in columns if one.column == across.column)
        rows = draft.answer("parties") or ()
        for (item, name), row in zip(draft.entries("parties"), rows):
            if draft.is_settled(item) and is_asked(column, row, columns):
                yield name, row

    def is_told(self, item: str, draft: Draft) -> bool:
        """Whether a question has been put, and of a party also what is asked of all at once."""
        names = dict(draft.entries("parties"))
        return draft.is_settled(item) and not (item in names and any(
            one.item not in draft.asked and names[item] in self.left_across(one, draft)
            for one in self.plan.across
        ))  # fmt: skip

    def homes(self, item: str, draft: Draft, in_play: Iterable[str]) -> tuple[str, ...]:
        """The places a question is about; none for a question that is not about places."""
        if not item.startswith("homes."):
            return ()
        question = self.question(item)
        place = draft.place if draft.place not in (NOWHERE, UNKNOWN) else EVERY_HOME
        if (question is not None and question.carries) or self.screen:
            return (place,)
        found = tuple(in_play) or (EVERY_HOME,)
        for one, said in self.plan.only.get(item, {}).items():
            answers = draft.answer(one) or {}
            found = tuple(
                home for home in found if answers.get(home, answers.get(EVERY_HOME)) == said
            )
        return found

    def units(self, item: str, draft: Draft, in_play: Iterable[str]) -> tuple[Unit, ...]:
        """The answers that a question can be given."""
        if is_across(item):  # whose answers are those of the lines
            return ()
        homes = self.homes(item, draft, in_play)
        return tuple(Unit(item, home) for home in homes) or (Unit(item),)

    def bearing(self, goals: tuple[str, ...]) -> frozenset[str]:
        """The questions that some rule on the way to these conclusions reads.

        Returns:
            Items without the lines of lists, which go with their list.
        """
        return _bearing(self.knowledge, goals)

    def bears(self, item: str, goals: tuple[str, ...]) -> bool:
        """Whether some rule on the way to these conclusions reads what a question gives."""
        head = list_of(item).partition(".")[0]
        bearing = self.bearing(goals)
        return (
            item in bearing
            or (head in LISTS and head in bearing)
            or head in (bearing & {"tensions", "decision"})
        )

    def reading(self, item: str, goals: tuple[str, ...]) -> tuple[Entry, ...]:
        """The rules that take the answer to a question directly."""
        named = _names(item)
        return tuple(entry for entry, items in _asked_by(self.knowledge, goals) if named & items)

    def usual_entries(self, item: str, draft: Draft) -> list[dict[str, Any]]:
        """The entries that a list usually has where the work sits or is planned."""
        if item == "money":
            return [{"source": "Grant", "kind": "grant"}]
        place = draft.place
        found = []
        for kind in self.knowledge.parties.values():
            if kind.at.get(place, "strong") in _USUALLY_THERE and kind.tie == "power":
                name = kind.one.removeprefix("the ")
                name = name[:1].upper() + name[1:]
                found.append({"name": name, "id": kind.kind, "kind": kind.kind})
        return found[:MOST_USUAL]


@lru_cache(maxsize=8)
def _asked_by(
    knowledge: Knowledge, goals: tuple[str, ...]
) -> tuple[tuple[Entry, frozenset[str]], ...]:
    """The rules and totals on the way to some conclusions, in order, with what each reads."""
    wanted = needed_for(knowledge.rulebook, goals)
    return tuple((entry, frozenset(_items_of(entry, knowledge)))
                 for entry in knowledge.rulebook.entries if entry.id in wanted)  # fmt: skip


@lru_cache(maxsize=8)
def _bearing(knowledge: Knowledge, goals: tuple[str, ...]) -> frozenset[str]:
    direct: set[str] = set(_OPENING)
    for _, items in _asked_by(knowledge, goals):
        direct |= items
    if "homes.shelter-status" in direct:
        direct.add("homes.shelter")
    grown = True
    while grown:  # of two answers that clash, one decides what the other counts for
        grown = False
        for rule in knowledge.questions.incompatible:
            then = {_item(level, question) for level, question, _ in rule.then}
            if "contradiction" in direct or then & direct:
                when = {_item(level, question) for level, question, _ in rule.when}
                grown = grown or not when <= direct
                direct |= when
    return frozenset(direct)


def _items_of(entry: Entry, knowledge: Knowledge) -> Iterator[str]:
    """The questions whose facts an entry reads."""
    for pattern in entry.patterns:
        if pattern.kind in _WHOLE:
            yield _WHOLE[pattern.kind]
        elif pattern.kind in ASKED:
            yield from _named(pattern, knowledge)


def _named(pattern: Pattern, knowledge: Knowledge) -> Iterator[str]:
    key = ASKED[pattern.kind]
    named = [
        one
        for test in pattern.tests
        if test.field == key and test.relation in ("is", "one-of")
        for one in (test.operand if isinstance(test.operand, tuple) else (test.operand,))
    ]
    levels = knowledge.questions.levels
    of_home = pattern.kind.startswith("home")
    for level in ("home",) if of_home else ("client", "change", "case", "plan"):
        for question in levels[level].questions:
            shared = question == "shared-assumptions" and not of_home
            if (
                question in named
                or (shared and any("shared-" in str(n) for n in named))
                or not all(isinstance(one, str) for one in named)
                or not named
            ):
                yield _item(level, question)


_USUALLY_THERE = ("strong", "with-pull", "by-choice")
MOST_USUAL = 8
"""Parties offered from the template at most."""


def _item(level: str, question: str) -> str:
    if level == "party":
        return "parties"
    return question if level == "case" else f"{'homes' if level == 'home' else level}.{question}"


def _names(item: str) -> frozenset[str]:
    """The item and the part it belongs to, where a rule reads the part as a whole."""
    head = list_of(item).partition(".")[0]
    whole = {head} if head in (*LISTS, "tensions", "decision") else set()
    return frozenset({item, *whole} | ({"homes"} if item in ("place", "client.role") else set()))
