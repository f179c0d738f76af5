"""The facts of many cases that differ little, made part by part and kept.

`base_facts` makes the facts of one case with their origins. For a search that supposes thousands of
cases, each with one or two answers changed, most parts are the same every time: the facts
about a home depend on what is said of it and little else.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from advisor.model.base_facts import answer_facts, other_facts
from advisor.model.case import EVERY_HOME, Answers, hashable
from advisor.model.home_facts import HomeFacts
from advisor.model.party_facts import party_facts
from advisor.model.provenance import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from advisor.model.case import Case
    from advisor.model.case_reader import CaseKnowledge
    from advisor.model.fact import Fact


class Parts(NamedTuple):
    """The facts of a case by what they are about."""

    common: tuple[Fact, ...]
    """About the client, the change, the parties, money and everything else."""
    homes: dict[str, tuple[Fact, ...]]
    """About each home."""

    @property
    def facts(self) -> list[Fact]:
        """All of them."""
        return [*self.common, *(fact for facts in self.homes.values() for fact in facts)]


class FactParts:
    """Makes the facts of cases, and keeps what parts of them are made of."""

    def __init__(self, knowledge: CaseKnowledge) -> None:
        """Takes the questions, homes and kinds of party."""
        self._knowledge = knowledge
        self._carried = tuple(
            one.id for one in knowledge.questions.levels["home"].questions.values() if one.carries
        )
        self._kept: dict[Hashable, tuple[Fact, ...]] = {}

    def of(self, case: Case) -> Parts:
        """The facts of a case; together the same as `base_facts` makes.

        Args:
            case: The case.
        """
        return Parts(tuple(chain.from_iterable(self.common(case))), self.homes(case))

    def homes(self, case: Case) -> dict[str, tuple[Fact, ...]]:
        """The facts about each home; of the same, the same tuple every time.

        Args:
            case: The case.
        """
        knowledge = self._knowledge
        every = _said(case.homes.get(EVERY_HOME))
        silent = not any("open" in one for home, one in case.homes.items() if home != EVERY_HOME)
        carried = tuple(hashable(case.in_home(case.place, one)) for one in self._carried)
        shared = (case.place, case.client.word("role"), silent, every, carried)
        ledger = Ledger()
        maker = HomeFacts(ledger, case, knowledge)
        homes = {}
        for slug, home in knowledge.homes.items():
            own = tuple(
                (one.instead, one.home)
                for one in case.contradictions
                if one.home in (slug, EVERY_HOME)
            )
            key = ("home", slug, shared, own, _said(case.homes.get(slug)))
            found = self._kept.get(key)
            if found is None:
                before = len(ledger.origins)
                maker.add_one(home)
                found = self._kept[key] = tuple(ledger.origins)[before:]
            homes[slug] = found
        return homes

    def common(self, case: Case) -> tuple[tuple[Fact, ...], ...]:
        """The facts about no home in parts; of the same, the same tuples every time.

        Args:
            case: The case.
        """
        knowledge = self._knowledge
        clashes = tuple((one.instead, one.home, one.party) for one in case.contradictions)
        client, change = case.client.said, case.change.said
        plain = tuple(
            (key, value) for key, value in case.top.items() if isinstance(value, (str, int))
        )
        top = (
            client,
            change,
            case.plan.said,
            clashes,
            case.partners,
            len(case.missing_parties),
            plain,
        )
        listed = tuple((one.id, one.kind, one.said) for one in case.parties)
        parties = (case.place, clashes, listed)
        other = (
            case.as_of,
            change,
            parties,
            case.decision.said,
            tuple(one.said for one in case.raters),
            tuple((one.id, one.said) for one in case.money),
            tuple((one.id, one.said) for one in case.events),
            tuple((one.id, one.said) for one in case.parts),
        )
        return (
            self._part(("answers", top), lambda to: answer_facts(to, case, knowledge)),
            self._part(("parties", parties), lambda to: party_facts(to, case, knowledge)),
            self._part(("other", other), lambda to: other_facts(to, case, knowledge)),
        )

    def _part(self, key: Hashable, make: Callable[[Ledger], None]) -> tuple[Fact, ...]:
        found = self._kept.get(key)
        if found is None:
            ledger = Ledger()
            make(ledger)
            found = self._kept[key] = tuple(ledger.origins)
        return found


def _said(answers: Answers | None) -> Hashable:
    """What a part of a case says; lines count where silence is told from unknown."""
    return None if answers is None else answers.said
