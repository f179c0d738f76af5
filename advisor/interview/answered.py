"""The answers of one interview: kept as soon as they are given, and the way back to before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.errors import InputError
from advisor.explanation.relevance import PATH
from advisor.interview.session import MORE
from advisor.knowledge.interview import LISTS, is_across, is_line, list_of
from advisor.model.case import EVERY_HOME
from advisor.model.draft import Draft
from advisor.model.former_words import in_present_session

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from advisor.interview.columns import Line
    from advisor.interview.session import InterviewSession
    from advisor.knowledge.base import Knowledge


class Before(NamedTuple):
    """How things were before a question was answered."""

    item: str
    homes: tuple[str, ...]
    content: dict[str, Any]
    asked: list[str]


_PARTS = ("record", "records-by-home")
"""The types of what is no list."""


class Answered:
    """What has been answered so far.

    Attributes:
        draft: The answers.
        stage: How far the interview has come: path, memo, words or done.
        screen: Whether only the ten questions of the short form are asked.
        offers: Old answers that are to be looked at again.
        begun: The line that is being asked for column by column, and how many columns of it have
            been passed.
        history: How things were before each answer, the latest last.
        numbers: The number under which each question was put first, which stays its own.
        heard: The questions whose answers were made of other words than those of the choices.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        draft: Draft,
        session: InterviewSession,
        *,
        stage: str = "path",
        screen: bool = False,
        again: Mapping[str, Any] | None = None,
        line: Sequence[Any] = (),
        numbers: Mapping[str, int] | None = None,
        heard: Sequence[str] = (),
    ) -> None:
        """Begins or goes on.

        Args:
            knowledge: The knowledge base.
            draft: The answers so far.
            session: Where answers are kept.
            stage: How far the interview had come.
            screen: Whether only the ten questions of the short form are asked.
            again: Old answers that were to be looked at again.
            line: The line that was being asked for column by column, and how many columns of it
                were passed.
            numbers: The number of each question that was put.
            heard: The questions whose answers were made of other words.
        """
        self.draft = draft
        self.stage = stage
        self.screen = screen
        self.offers: dict[str, Any] = {**(again or {})}
        self.begun: tuple[str, int] | None = (line[0], line[1]) if line else None
        self.history: list[Before] = []
        self.numbers = {**(numbers or {})}
        self.heard = {*heard}
        for item in draft.asked:
            self.count(item)
        self._knowledge = knowledge
        self._plan = knowledge.interview
        self._session = session

    @classmethod
    def resumed(cls, knowledge: Knowledge, session: InterviewSession) -> Answered | None:
        """What was kept of an interview that is not finished; nothing if there is nothing.

        Args:
            knowledge: The knowledge base.
            session: Where answers are kept.

        Raises:
            InputError: If it is not what an interview keeps.
        """
        saved = session.load()
        if saved is None:
            return None
        saved = in_present_session(saved, str(session.path), knowledge)
        draft = Draft(saved["draft"], saved["asked"], knowledge.interview.rater)
        try:
            draft.case(knowledge, str(session.path))
            for part, one in draft.content.items():
                if isinstance(one, list) and knowledge.questions.find("case", part).type in _PARTS:
                    raise TypeError
        except (AttributeError, KeyError, TypeError, ValueError):
            raise session.damaged() from None
        more = {key: saved[key] for key in MORE if key in saved}
        return cls(knowledge, draft, session, **more)

    @property
    def file(self) -> str:
        """The name of the session file."""
        return self._session.path.name

    @property
    def goals(self) -> tuple[str, ...]:
        """The kinds of conclusion that count at this stage."""
        return PATH if self.stage == "path" else self._plan.goals

    @property
    def number(self) -> int:
        """How many questions have been put, those to be put again among them."""
        part = self.begun[0] if self.begun else ""
        again = [one for one, old in self.offers.items() if old not in (None, {}) and one != part]
        return len({*self.draft.asked, *again})

    def number_of(self, item: str) -> int:
        """The number under which a question is put: its own if it has been, else the next."""
        return self.numbers.get(item, len(self.numbers) + 1)

    def count(self, item: str) -> None:
        """Gives a question its number, if it has none yet."""
        self.numbers.setdefault(item, len(self.numbers) + 1)

    def offered(self, item: str) -> Any:
        """The answer that a question had, or has."""
        known = None if is_across(item) and item not in self.draft.asked else item
        return self.offers.get(item, self.draft.answer(known) if known else None)

    def keep(self, item: str, homes: tuple[str, ...], value: Any) -> None:
        """Takes an answer into the draft and keeps it in the session file.

        Args:
            item: The question.
            homes: The places it was asked about.
            value: The answer, as a case file holds it.

        Raises:
            InputError: If no case can hold it; then everything is as before.
        """
        before = Before(item, homes, self.draft.content, [*self.draft.asked])
        old = self.draft.answer(item)
        draft, offers = self.draft.copy(), {}
        if value is not None or old is not None:  # who passes it over takes nothing else back
            draft.put(item, dict.fromkeys(homes) if homes and value is None else value)
        if item in self._plan.depends and old is not None and value != old:
            for other in self._plan.depends[item]:
                if draft.answer(other) is not None:
                    offers[other] = draft.answer(other)
                if other in draft.asked:
                    draft.asked.remove(other)
                draft.put(other, None)
        draft.pass_over(item)
        self.count(item)
        if item == "parties":
            new = {one["name"] for one in value or ()} - {one["name"] for one in old or ()}
            draft.asked = [one for one in draft.asked if not (new and is_across(one))]
        elif is_across(item) and value and None in value.values():  # what else asks it comes again
            column = item.rpartition(".")[0]
            draft.asked = [one for one in draft.asked if one == item or not one.startswith(column)]
        draft.case(self._knowledge)  # an answer no case can hold must not be kept
        self.history.append(before)
        self.draft = draft
        if self.begun and self.begun[0] == item:
            self.begun = None
        self.offers.update(offers)
        self.offers.pop(item, None)
        self.save()

    def keep_column(self, item: str, line: Line) -> None:
        """Keeps a line of which some columns have been answered."""
        self.begun = (item, line.at)
        self.offers[item] = line.row
        self.save()

    def back(self) -> Before | None:
        """Goes back to before the last answer, which will be offered.

        Returns:
            How things were then; nothing if there is no answer to go back on.
        """
        if not self.history:
            earlier = self._before_the_last()
            if earlier is None:
                return None
            self.history.append(earlier)
        before = self.history.pop()
        self.offers[before.item] = self.draft.answer(before.item)
        self.draft.content, self.draft.asked = before.content, before.asked
        self.save()
        return before

    def _before_the_last(self) -> Before | None:
        """How things were before the last answer of an interview that was gone on with."""
        if not self.draft.asked:
            return None
        item = self.draft.asked[-1]
        draft, old = self.draft.copy(), self.draft.answer(item)
        homes = tuple(old) if item.startswith("homes.") and old else ()
        if item not in LISTS:  # whose lines hold more than this answer
            draft.put(item, dict.fromkeys(homes) if homes else None)
        return Before(item, homes, draft.content, draft.asked[:-1])

    def stand_again(self) -> bool:
        """Lets old answers stand that nothing made worth asking for again.

        Returns:
            Whether there were any.
        """
        before = len(self.draft.asked)
        for item, old in self.offers.items():
            if self.draft.is_settled(item) or old in (None, {}):
                continue
            draft = self.draft.copy()
            if item.startswith("homes."):  # of a place that is no longer open nothing is needed
                known = draft.homes(self._knowledge)
                old = {home: one for home, one in old.items() if home in (*known, EVERY_HOME)}
                if not old:
                    continue
            if is_line(item) and item not in dict(draft.entries(list_of(item))):
                continue
            draft.put(item, old)
            draft.pass_over(item)
            try:
                draft.case(self._knowledge)
            except InputError:  # it does not go together with what was changed
                continue
            self.draft = draft
        self.offers.clear()
        return len(self.draft.asked) > before

    def line_named(self, text: str, which: str) -> str | None:
        """The line of a list that is meant by a number of the table or a name.

        Args:
            text: What was typed.
            which: The list: `parties` or `money`.
        """
        entries = self.draft.entries(which)
        if text.isdecimal() and 1 <= int(text) <= len(entries):
            return entries[int(text) - 1][0]
        wanted = text.casefold()
        meant = [item for item, name in entries if name.casefold() == wanted]
        meant = meant or [item for item, name in entries if name.casefold().startswith(wanted)]
        meant = meant or [item for item, name in entries if wanted in name.casefold().split()]
        return meant[0] if len(meant) == 1 else None

    def add_to_note(self, words: str) -> bool:
        """Adds words to the note of the case; not where it would be longer than a case takes.

        Args:
            words: In the person's own words.

        Returns:
            Whether they are kept.
        """
        note = " ".join(filter(None, (self.draft.answer("note"), words)))
        fits = len(note) <= self._knowledge.questions.find("case", "note").most
        if fits:
            self.draft.put("note", note)
        return fits

    def save(self) -> None:
        """Keeps all answers in the session file, the old ones to be looked at again too."""
        self._session.save(
            self.draft, stage=self.stage, screen=self.screen, again=self.offers,
            line=self.begun or (), numbers=self.numbers, heard=sorted(self.heard),
        )  # fmt: skip
