"""What follows from a draft, and what has followed from those before it."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from advisor.errors import InputError
from advisor.explanation.assess import standing_facts
from advisor.explanation.completions import Completions, Found
from advisor.model.home_facts import homes_in_play

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.knowledge.base import Knowledge
    from advisor.model.draft import Draft
    from advisor.model.fact import Fact

Conclusions = tuple["Fact", ...]
Key = tuple[tuple[str, ...], bytes]
"""Goals, and what stands for a draft."""
PATH: tuple[str, ...] = ("path",)
"""The goals of the first part of an interview."""
REMEMBERED = 20_000
"""Drafts of which the conclusions are kept at most."""


class StoppedError(Exception):
    """Looking ahead was stopped, for the person has answered."""


class Concluding:
    """Reasons over drafts, over each but once.

    Attributes:
        looked_at: The drafts that were asked about since this was last emptied.
        stopped: Tells that it is time to stop, if somebody may want that.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        """Prepares for one interview.

        Args:
            knowledge: The knowledge base.
        """
        self.looked_at: set[Key] = set()
        self.stopped: Callable[[], bool] | None = None
        self._knowledge = knowledge
        self._standing = standing_facts(knowledge)
        self._completions: dict[tuple[str, ...], Completions] = {}
        self._found: dict[Key, Found] = {}

    def found(self, draft: Draft, goals: tuple[str, ...]) -> Found | None:
        """The conclusions as numbers, which are quick to compare.

        Args:
            draft: The answers; whatever they leave out is silent.
            goals: The kinds of conclusion that are wanted.

        Returns:
            For each goal the number of what follows; nothing if no case can hold the answers
            together.

        Raises:
            StoppedError: If it is time to stop.
        """
        try:
            return self._found_in(draft, goals)
        except InputError:
            return None

    def facts(self, goals: tuple[str, ...], found: Found) -> Conclusions:
        """The conclusions behind numbers.

        Args:
            goals: The kinds of conclusion.
            found: Their numbers, as `found` gave them.
        """
        return self._completions[goals].facts(found)

    def conclusions(self, draft: Draft, goals: tuple[str, ...] = PATH) -> Conclusions:
        """What follows from the answers of a draft, everything else being silent.

        Args:
            draft: The answers.
            goals: The kinds of conclusion that are wanted.

        Raises:
            InputError: If no case can hold the answers together.
        """
        return self.facts(goals, self._found_in(draft, goals))

    def path(self, draft: Draft) -> str:
        """The path that follows from the answers of a draft."""
        found = self.conclusions(draft)
        return found[0].word("path") if found else ""

    def pause(self) -> None:
        """Ends looking ahead when it is time.

        Raises:
            StoppedError: If it is.
        """
        if self.stopped is not None and self.stopped():
            raise StoppedError

    def _found_in(self, draft: Draft, goals: tuple[str, ...]) -> Found:
        key = (goals, blake2b(draft.text.encode(), digest_size=16).digest())
        self.looked_at.add(key)
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= REMEMBERED:
                self._found.clear()
                self._completions.clear()
            found = self._found[key] = self._conclude(draft, goals)
        return found

    def _conclude(self, draft: Draft, goals: tuple[str, ...]) -> Found:
        self.pause()
        knowledge = self._knowledge
        completions = self._completions.get(goals)
        if completions is None:
            standing = () if goals == PATH else self._standing
            completions = self._completions[goals] = Completions(knowledge, goals, standing)
        case = draft.case(knowledge)
        # A home that is neither open nor planned cannot be the path, nor keep another from it.
        homes = homes_in_play(case, knowledge) if goals == PATH else knowledge.homes
        return completions.conclude(case, homes)
