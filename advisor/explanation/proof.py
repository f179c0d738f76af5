"""Proofs: which firings a conclusion rests on, down to the answers."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from advisor.knowledge.rule import CERTAINTIES

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from advisor.engine.trace import Consultation, Firing
    from advisor.knowledge.rulebook import Rulebook
    from advisor.model.fact import Fact


class Proofs:
    """Finds the support of conclusions in the record of one consultation.

    A conclusion may follow in several ways. The proof is made of the first firing that
    established each fact, so every premise stands before what follows from it.
    """

    def __init__(self, consultation: Consultation, rulebook: Rulebook) -> None:
        """Takes the record and the rules it was made with."""
        self._consultation = consultation
        self._rulebook = rulebook

    @cached_property
    def _first(self) -> Mapping[Fact, Firing]:
        first: dict[Fact, Firing] = {}
        for firing in self._consultation.firings:
            for fact in firing.asserted:
                first.setdefault(fact, firing)
        return first

    @cached_property
    def _all(self) -> Mapping[Fact, tuple[Firing, ...]]:
        every: dict[Fact, list[Firing]] = {}
        for firing in self._consultation.firings:
            for fact in firing.asserted:
                every.setdefault(fact, []).append(firing)
        return {fact: tuple(firings) for fact, firings in every.items()}

    def firing(self, fact: Fact) -> Firing | None:
        """The firing that first established a fact; nothing for an answer."""
        return self._first.get(fact)

    def firings(self, fact: Fact) -> tuple[Firing, ...]:
        """Every firing that concludes a fact."""
        return self._all.get(fact, ())

    def chain(
        self, facts: Iterable[Fact], homes: Container[str] | None = None
    ) -> tuple[Firing, ...]:
        """All firings that facts rest on, answers first.

        Args:
            facts: Conclusions of the consultation.
            homes: The homes to tell of; without it, all. What a conclusion says of other homes
                it was compared with is then left out.

        Returns:
            Each firing once, in the order of the record.
        """
        needed: set[int] = set()
        waiting = list(facts)
        seen: set[Fact] = set()
        while waiting:
            fact = waiting.pop()
            if fact in seen or _elsewhere(fact, homes):
                continue
            seen.add(fact)
            firing = self._first.get(fact)
            if firing is None:
                continue
            needed.add(id(firing))
            waiting.extend(firing.premises)
        return tuple(one for one in self._consultation.firings if id(one) in needed)

    def answers(self, facts: Iterable[Fact]) -> frozenset[Fact]:
        """The answers and assumptions that facts rest on."""
        facts = tuple(facts)
        given = {premise for firing in self.chain(facts) for premise in firing.premises}
        return frozenset(one for one in given | set(facts) if one not in self._first)

    def certainty(self, facts: Iterable[Fact]) -> str:
        """How sure conclusions are: as sure as the weakest rule they rest on.

        Args:
            facts: Conclusions of the consultation.

        Returns:
            One of `CERTAINTIES`; `firm` where no rule is involved.
        """
        weakest = 0
        for firing in self.chain(facts):
            certainty = self._rulebook.entry(firing.rule).certainty
            weakest = max(weakest, CERTAINTIES.index(certainty))
        return CERTAINTIES[weakest]


def _elsewhere(fact: Fact, homes: Container[str] | None) -> bool:
    """Whether a fact is about a home that is not to be told of."""
    if homes is None:
        return False
    return any(name == "home" and value not in homes for name, value in fact.fields)
