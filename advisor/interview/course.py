"""One interview from question to question, whatever screen it is led on."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from advisor.explanation.relevance import PATH, Asked, Relevance
from advisor.interview.reasons import Clash, Turn, Turns, WhyAsked, clashes, reason_of
from advisor.interview.understanding import Understanding
from advisor.knowledge.interview import LISTS, is_across, list_of
from advisor.presentation.interview import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from advisor.explanation.open_answers import Unit
    from advisor.interview.answered import Answered
    from advisor.knowledge.base import Knowledge
    from advisor.knowledge.interview import Topic
    from advisor.model.draft import Draft

ASKING = "need-more-information"
"""The path of a case whose answers do not suffice for advice."""
_Found = TypeVar("_Found")
_PICKED = ("choice", "several", "table", "home", "score", "records")
"""Kinds of question that are answered by picking, at which nothing has to be understood."""


class TopicSoFar(NamedTuple):
    """How far one topic of the interview has come."""

    topic: str
    title: str
    items: tuple[str, ...]
    """Its questions that have been put or answered, in order."""
    open: tuple[str, ...]
    """Those that could still come, as far as is known."""
    rest: tuple[str, ...]
    """Those that can change nothing, as far as is known."""

    @property
    def state(self) -> str:
        """`done`, `begun` or `open`."""
        return "done" if not self.open else "begun" if self.items else "open"


class Standing(NamedTuple):
    """Where the answers lead so far."""

    path: str
    """The id of the path."""
    settled: bool
    """Whether it is proved that nothing left open can change it."""
    could_change: tuple[Unit, ...]
    """Open or unknown answers that could still change it."""

    @property
    def questions(self) -> tuple[str, ...]:
        """Their questions."""
        return tuple(dict.fromkeys(one.item for one in self.could_change))


class TheAnswer(NamedTuple):
    """A question with its answer, in words."""

    item: str
    question: str
    answer: str
    """Nothing where it was passed over."""
    settled: bool
    """Whether it has been put or answered."""
    in_own_words: bool = False
    """Whether the answer was typed, so that it is worth a look what was made of it."""


class Course:
    """The course of one interview: what comes next, and what an answer does to it.

    Attributes:
        knowledge: The knowledge base.
        answered: The answers so far, and where they are kept.
        relevance: What finds the next question.
        understanding: Makes answers of what is typed.
        wording: Questions and answers in words.
        turn: How the last answer turned the advice, if it did so after the memo was offered.
    """

    def __init__(self, knowledge: Knowledge, answered: Answered) -> None:
        """Begins or goes on.

        Args:
            knowledge: The knowledge base.
            answered: The answers so far.
        """
        self.knowledge = knowledge
        self.answered = answered
        self.relevance = Relevance(knowledge, answered.screen)
        self.understanding = Understanding(
            knowledge, self.relevance.agenda, draft=lambda: self.answered.draft
        )
        self.wording = Wording(knowledge, self.relevance.agenda)
        self._came_to_the_memo = answered.stage != "path"
        self._turns = Turns(self.relevance)
        self.turn: Turn | None = None
        self._known: dict[str, tuple[tuple[Any, ...], Any]] = {}

    @property
    def draft(self) -> Draft:
        """The answers so far, as a case file holds them."""
        return self.answered.draft

    def next(self) -> Asked | None:
        """The question that comes next: for the path, then for the memo, then for its words.

        Returns:
            The question; nothing when none is left that could matter.
        """
        return self._once("next", self._next)

    def comes_to_the_memo(self) -> bool:
        """Whether all is asked on which the path mostly rests, told the first time it is so."""
        first = not self._came_to_the_memo and self.is_ready()
        self._came_to_the_memo = self._came_to_the_memo or first
        return first

    def is_ready(self) -> bool:
        """Whether all is asked on which the path mostly rests, so that the memo can be had."""
        self.next()  # first, for it tells the stage
        return self.answered.stage != "path" or self._before_the_memo() is None

    def _before_the_memo(self) -> Asked | None:
        return self._once("before", lambda: self.relevance.before_the_memo(self.draft))

    def _next(self) -> Asked | None:
        answered = self.answered
        for stage, goals in (("path", PATH), ("memo", self.knowledge.interview.goals)):
            answered.stage = stage
            while True:
                early = stage == "path" and not self._came_to_the_memo
                asked = self._before_the_memo() if early else None
                asked = asked or self.relevance.next(self.draft, goals)
                if asked is not None:
                    return asked
                if not answered.stand_again():
                    break
        left = () if answered.screen else self.words_left()
        answered.stage = "words" if left else "done"
        return Asked(left[0], (), None) if left else None

    def _once(self, what: str, find: Callable[[], _Found]) -> _Found:
        """What was found for the answers as they are; found anew when one has changed."""
        if not self._is_known(what):
            found = find()
            self._known[what] = (self.draft.content, [*self.draft.asked]), found
        return cast("_Found", self._known[what][1])

    def _is_known(self, what: str) -> bool:
        """Whether something was found for the answers as they are."""
        kept = self._known.get(what)
        return kept is not None and kept[0][0] is self.draft.content and (
            kept[0][1] == self.draft.asked
        )  # fmt: skip

    def words_left(self) -> tuple[str, ...]:
        """The questions for words of the memo that are still open."""
        asked = self.knowledge.interview.words_asked
        return tuple(one for one in asked if not self.draft.is_settled(one))

    def asked(self, item: str) -> Asked:
        """A question as it is to be put now: with the reason why it comes, if it comes next."""
        coming = self.next()
        return coming if coming is not None and coming.item == item else self.again(item)

    def again(self, item: str) -> Asked:
        """An earlier or a later question, to be put now.

        Args:
            item: The question.
        """
        agenda = self.relevance.agenda
        homes: tuple[str, ...] = ()
        if item.startswith("homes."):
            given = self.draft.answer(item) or {}
            homes = tuple(given) or agenda.homes(item, self.draft, self.draft.homes(self.knowledge))
        return Asked(item, homes, None)

    def keep(self, asked: Asked, value: Any) -> None:
        """Takes an answer and keeps it.

        Args:
            asked: The question.
            value: The answer as a case file holds it; nothing passes the question over.

        Raises:
            InputError: If no case can hold it; then everything is as before.
        """
        if self.draft.is_settled(asked.item):
            self.relevance.forget()
        if self._came_to_the_memo and not self._turns.path:  # gone on with after a stop
            self._turns.look(self.draft)
        self.answered.keep(asked.item, asked.homes, value)
        self.turn = self._turns.since(self.draft)

    def before(self, item: str) -> str:
        """The question that was put before another one; none before the first."""
        items = {item, *self.relevance.agenda.items(self.draft, words=True)}
        put = [one for one in self.draft.asked if one in items]
        at = put.index(item) if item in put else len(put)
        return put[at - 1] if at else ""

    def version(self, item: str) -> str:
        """What tells whether the answer to a question is as it was: a short sum over it."""
        text = json.dumps(self.answered.offered(item), sort_keys=True)
        return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:12]

    def back(self) -> Asked | None:
        """Takes the last answer back; gives its question, to be put again."""
        before = self.answered.back()
        self.relevance.forget()
        return None if before is None else Asked(before.item, before.homes, None)

    def ahead(self) -> Callable[[], bool]:
        """What works out beforehand what the next questions need; it may run beside all else."""
        return self.relevance.ahead(self.draft, offered=self._came_to_the_memo)

    def is_item(self, item: str) -> bool:
        """Whether there is such a question in this case."""
        return item in self.relevance.agenda.items(self.draft, words=True)

    def sections(self) -> tuple[TopicSoFar, ...]:
        """The topics of the interview, each with what is answered and what could still come."""
        ended = self.next() is None  # first, for it can let old answers stand
        draft, agenda = self.draft, self.relevance.agenda
        units = () if ended else self.relevance.open_units(draft, self.knowledge.interview.goals)
        could = {*(one.item for one in units), *(() if ended else self.words_left())}
        could |= {one for one in agenda.items(draft)
                  if is_across(one) and not draft.is_settled(one)}  # fmt: skip
        found = []
        for topic in self.knowledge.interview.topics:
            items = [*self._items_of(topic, agenda.items(draft, words=True))]
            done = tuple(one for one in items if draft.is_settled(one))
            left = tuple(one for one in items if one in could)
            rest = tuple(one for one in items if one not in (*done, *left))
            if items:
                found.append(TopicSoFar(topic.topic, topic.title, done, left, rest))
        return tuple(found)

    def left_at_most(self) -> int:
        """How many questions can come at most, lines of lists not known yet left out.

        None when the interview is over, though some that were never put may be open.
        """
        if self.next() is None:
            return 0
        words = () if self.answered.screen else self.words_left()
        return self.relevance.most(self.draft, self.knowledge.interview.goals) + len(words)

    def missing(self) -> tuple[str, ...]:
        """The questions without whose answers there is no case yet."""
        agenda = self.relevance.agenda
        needed = agenda.needed & self.knowledge.interview.needed
        return tuple(one for one in agenda.items(self.draft)
                     if one in needed and not self.draft.is_settled(one))  # fmt: skip

    def standing(self) -> Standing | None:
        """The path the answers lead to so far, and what could still change it.

        Returns:
            Where they lead; nothing while there is no case yet.
        """
        return None if self.missing() else self._once("standing", self._standing)

    def _standing(self) -> Standing:
        path = self.relevance.path(self.draft)
        lines = [item for head in LISTS for item, _ in self.entries(head)]
        if not all(
            self.relevance.agenda.is_told(one, self.draft) for one in lines
        ):  # they come next, and can change it all
            return Standing(path, False, ())
        open_ = self.relevance.could_change(self.draft)
        return Standing(path, open_ == (), open_ or ())

    def reason(self, item: str, *, at_length: bool = False) -> WhyAsked:
        """Why a question is asked.

        Args:
            item: The question.
            at_length: Whether what takes a while is said, too.
        """
        return self._once(
            f"reason {item} {at_length}",
            lambda: reason_of(self.asked(item), self.answered, self.relevance.agenda,
                              self.wording, at_length=at_length),
        )  # fmt: skip

    def clashes(self) -> tuple[Clash, ...]:
        """The answers that do not go together."""
        return clashes(self.draft, self.relevance.agenda)

    def terms(self, item: str, *texts: str) -> list[Mapping[str, Any]]:
        """The terms of the glossary that help with a question.

        Args:
            item: The question.
            texts: What is said with it.

        Returns:
            Those of several words that stand in the texts, and the one that the question is most
            about, by the statements behind both.
        """
        every = self.knowledge.glossary.values()
        said = " ".join(texts).casefold()
        found = [one for one in every if re.search(r"\W", one["term"])
                 and re.search(rf"\b{re.escape(one['term'].casefold())}s?\b", said)]  # fmt: skip
        question = self.relevance.agenda.question(item)
        behind = set(question.rests_on if question is not None else ())
        about = [(len(behind & {*one["statements"]}) / max(1, len(one["statements"])), one)
                 for one in every if one not in found]  # fmt: skip
        share, most = max(about, key=lambda one: one[0])
        return [*found, *([most] if share else [])]

    def told(self, item: str) -> TheAnswer:
        """A question with its answer, in words."""
        draft = self.draft
        settled = draft.is_settled(item)
        words = self.in_words(item, draft.answer(item)) if settled else ""
        question = self.wording.question_of(item, draft)
        found = self.relevance.agenda.question(item)
        picked = found is None or found.type in _PICKED
        return TheAnswer(item, question, words, settled,
                         item in LISTS or not picked)  # fmt: skip

    def in_words(self, item: str, value: Any) -> str:
        """An answer in words."""
        return self.wording.answer(item, value)

    def answered_so_far(self) -> int:
        """How many questions have been put or answered."""
        items = self.relevance.agenda.items(self.draft, words=True)
        return sum(map(self.draft.is_settled, items))

    def standing_in_words(self, *, at_once: bool = False) -> dict[str, Any] | None:
        """Where the answers lead so far, as a screen says it; nothing while there is no case.

        Args:
            at_once: Whether it is left open what could still change it, if that is not known yet:
                to prove it takes a while, and the next question must not wait for it.
        """
        told = self._is_known("standing") or self.relevance.is_known(self.draft)
        if at_once and not told and not self.missing():
            path = self._once("path", lambda: self.relevance.path(self.draft))
            return {"path": self.knowledge.paths[path]["label"], "asking": path == ASKING,
                    "settled": None, "could": []}  # fmt: skip
        standing = self.standing()
        if standing is None:
            return None
        words = self.wording.questions_of(standing.could_change, self.draft)
        return {
            "path": self.knowledge.paths[standing.path]["label"],
            "asking": standing.path == ASKING,
            "settled": standing.settled,
            "could": list(zip((one.item for one in standing.could_change), words)),
        }

    def _items_of(self, topic: Topic, items: Iterable[str]) -> Iterable[str]:
        return (one for one in items if list_of(one) in topic.asks)

    def entries(self, head: str) -> list[tuple[str, str]]:
        """The lines of a list, each with its question and its name; none for other questions."""
        return self.draft.entries(head) if head in LISTS else []
