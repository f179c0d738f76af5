"""The search for witnesses: why a question can still change a conclusion.

A *witness* is two ways to complete the remaining answers that differ in the answer to one question
alone and lead to different conclusions.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.explanation.agenda import Unit
from advisor.explanation.completing import (
    FOR_ALL_PLACES,
    HOPEFUL,
    NONE_WELL,
    SAMPLED,
    SILENT,
    Completing,
    Supposition,
    well,
)
from advisor.explanation.concluding import PATH, Concluding, Conclusions
from advisor.model.case import EVERY_HOME

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.explanation.agenda import Agenda
    from advisor.explanation.completions import Found
    from advisor.model.draft import Draft

FEW_VALUES = 3
"""Answers that are tried first for each question."""
EVERY = 99
"""All places where a witness is looked for."""
SAMPLES = 30
"""Random completions that are tried when a question has to be found otherwise."""
SAMPLES_OF_PATHS = 80
"""The same for the path alone, of which it is said at the end that none was found to change it."""


_STRUCTURE = ("place", "homes", "parties")
"""What decides which answers there are to give at random."""


class Witness(NamedTuple):
    """Why a question matters: two completions that differ in its answer alone."""

    unit: Unit
    supposing: Supposition
    values: tuple[Any, Any]
    conclusions: tuple[Conclusions, Conclusions]
    rest: Draft
    """The other answers of both completions."""


class Asked(NamedTuple):
    """A question to be put now."""

    item: str
    homes: tuple[str, ...]
    """The places it is asked about; none if it is not about places."""
    witness: Witness | None
    """Why it matters; nothing for a question without which there is no case."""


class Search(NamedTuple):
    """How far the search for witnesses has come."""

    witnesses: dict[Unit, Witness]
    tried: dict[Unit, int]
    """In how many places a witness has been looked for in vain."""
    fruitful: list[Supposition]
    """Under which the last witnesses were found, the latest first."""

    def copy(self) -> Search:
        """The same, to go on from without changing it."""
        return Search({**self.witnesses}, {**self.tried}, [*self.fruitful])


class Witnesses:
    """Looks for witnesses among the completions of one draft."""

    def __init__(
        self,
        agenda: Agenda,
        completing: Completing,
        concluding: Concluding,
        draft: Draft,
        goals: tuple[str, ...],
        search: Search,
    ) -> None:
        """Prepares to look.

        Args:
            agenda: What could be asked.
            completing: Completes drafts.
            concluding: Reasons over them.
            draft: The answers so far.
            goals: The kinds of conclusion that count.
            search: How far earlier searches have come; kept up to date.
        """
        self._agenda = agenda
        self._completing = completing
        self._concluding = concluding
        self._draft = draft
        self._goals = goals
        self._search = search
        self._in_play = draft.homes(agenda.knowledge)

    def first(self, items: Iterable[str], most: int) -> Asked | None:
        """The first question with a witness.

        Args:
            items: The questions, in the order in which they would be asked.
            most: In how many places a witness is looked for.
        """
        for item in items:
            if item in self._agenda.needed:
                return Asked(item, self._agenda.homes(item, self._draft, self._in_play), None)
            found = []
            for unit in self._units(item):
                witness = self._again(unit)
                if witness is None and self._search.tried.get(unit, 0) < most:
                    witness = self._further(unit, most)
                if witness is not None:
                    found.append(witness)
            if found:
                return _asked(item, found)
        return None

    def reached(self, items: Iterable[str]) -> Asked | None:
        """A question found between the draft and a completion that ends elsewhere.

        Somewhere on the way from one to the other, answer by answer, the conclusion changes; the
        answer that is given there matters. If no completion ends elsewhere, there is nothing to
        find between them either.

        Args:
            items: The questions.
        """
        units = [unit for item in items for unit in self._units(item)
                 if unit.item not in _STRUCTURE]  # fmt: skip
        start = self._found(self._draft)
        for values in self._ways(units):
            if self._found(_given(self._draft, values)) not in (None, start):
                found = self._between(values, start)
                if found is not None:
                    return found
        return None

    def swept(self, items: Iterable[str]) -> Asked | None:
        """The first question whose answer alone would change what follows as things stand.

        Args:
            items: The questions, in the order in which they would be asked.
        """
        for item in items:
            found = []
            for unit in self._units(item):
                most = None if self._goals == PATH else FEW_VALUES
                witness = self._try(unit, SILENT, self._domain(unit)[:most])
                if witness is not None:
                    self._search.witnesses[unit] = witness
                    found.append(witness)
            if found:
                return _asked(item, found)
        return None

    def _units(self, item: str) -> tuple[Unit, ...]:
        return self._agenda.units(item, self._draft, self._in_play)

    def _domain(self, unit: Unit) -> tuple[Any, ...]:
        return self._agenda.domain(unit, self._draft, self._in_play)

    def _found(self, draft: Draft) -> Found | None:
        return self._concluding.found(draft, self._goals)

    def _told(self, one: Found, other: Found) -> tuple[Conclusions, Conclusions]:
        facts = self._concluding.facts
        return facts(self._goals, one), facts(self._goals, other)

    # Where rules are nearly met

    def _again(self, unit: Unit) -> Witness | None:
        """The witness of the last time, if it is one still."""
        last = self._search.witnesses.get(unit)
        if last is None:
            return None
        witness = self._try(unit, last.supposing, last.values)
        if witness is None:
            del self._search.witnesses[unit]
        return witness

    def _further(self, unit: Unit, most: int) -> Witness | None:
        """Goes on looking for a witness where the search for it stopped.

        A search that failed is not begun again: with more answers fewer completions remain, so
        what could not matter before cannot matter now.
        """
        tried = self._search.tried
        if tried.get(unit, 0) == 0 and not self._can_win(unit.home):
            tried[unit] = EVERY
            return None
        trials = self._trials(unit)
        for number in range(tried.get(unit, 0), min(most, len(trials))):
            tried[unit] = number + 1
            witness = self._try(unit, *trials[number])
            if witness is not None:
                self._search.witnesses[unit] = witness
                if not witness.supposing.home:
                    latest = dict.fromkeys((witness.supposing, *self._search.fruitful))
                    self._search.fruitful[:] = latest
                return witness
        tried[unit] = max(tried.get(unit, 0), most)
        return None

    def _trials(self, unit: Unit) -> list[tuple[Supposition, tuple[Any, ...]]]:
        """Where to look for a witness, the likeliest places first."""
        domain, fruitful = self._domain(unit), self._search.fruitful
        few = domain[:FEW_VALUES]
        wells = [one for one in self._completing.suppositions(self._draft) if one.home]
        own = [one for one in wells if one.home == unit.home] or wells[:2]
        others = (SILENT,) if unit.home else (HOPEFUL, SILENT)
        likely = list(dict.fromkeys((*own[:1], *fruitful[:1], *others)))
        rest = dict.fromkeys((*fruitful[:3], *own, *wells[:1], *FOR_ALL_PLACES))
        trials = [(one, few) for one in likely]
        if len(domain) > len(few):
            trials += [(one, domain) for one in likely[:2]]
        return [*trials, *((one, few) for one in rest if one not in likely)]

    def _can_win(self, home: str) -> bool:
        """Whether a place that turns out well, when all others do not, changes anything."""
        if self._goals != PATH or home in ("", self._draft.place, EVERY_HOME):
            return True
        one, none = (
            self._found(self._completing.completed(self._draft, supposing))
            for supposing in (well(home), NONE_WELL)
        )
        return one != none

    def _try(self, unit: Unit, supposing: Supposition, values: tuple[Any, ...]) -> Witness | None:
        """Two of some answers that lead to different conclusions, the rest being supposed."""
        rest = self._completing.completed(self._draft, supposing, unit)
        first: tuple[Any, Found] | None = None
        for value in _beginning_with_the_supposed(unit, supposing, values):
            full = rest.copy()
            unit.put(full, value)
            found = self._found(full)
            if found is None:  # an answer that does not go with another
                continue
            if first is None:
                first = (value, found)
            elif found != first[1]:
                both = self._told(first[1], found)
                return Witness(unit, supposing, (first[0], value), both, rest)
        return None

    # Between the draft and a completion that ends elsewhere

    def _ways(self, units: list[Unit]) -> Iterator[dict[Unit, Any]]:
        """Ways to complete the answers: as they are supposed elsewhere, and at random."""
        if not units:
            return
        draft = self._draft
        for supposing in self._completing.suppositions(draft):
            full = self._completing.completed(draft, supposing)
            yield {one: one.value(full) for one in units if one.value(full) is not None}
        domains = {unit: self._domain(unit) for unit in units}
        dice = Random(len(draft.asked))
        for _ in range(SAMPLES_OF_PATHS if self._goals == PATH else SAMPLES):
            share = dice.choice((0.1, 0.3, 0.6, 0.9))
            yield {one: dice.choice(domains[one]) for one in units if dice.random() < share}

    def _between(self, values: dict[Unit, Any], start: Found | None) -> Asked | None:
        """The answer at which the conclusion changes."""
        order = list(values)
        low, high = 0, len(order)  # at `low` as in the draft, at `high` otherwise
        while high - low > 1:
            middle = (low + high) // 2
            part = _given(self._draft, {one: values[one] for one in order[:middle]})
            if self._found(part) in (None, start):
                low = middle
            else:
                high = middle
        unit = order[low]
        before = _given(self._draft, {one: values[one] for one in order[:low]})
        after = _given(before, {unit: values[unit]})
        first, found = self._found(before), self._found(after)
        if first is None or found is None or first == found:
            return None  # the change is at an answer that does not go with another
        pair = (unit.value(before), values[unit])
        return _asked(unit.item, [Witness(unit, SAMPLED, pair, self._told(first, found), before)])


def _beginning_with_the_supposed(
    unit: Unit, supposing: Supposition, values: tuple[Any, ...]
) -> tuple[Any, ...]:
    """The answers, that first which other searches suppose too and have reasoned over."""
    if supposing is SILENT and None in values:
        return (None, *(one for one in values if one is not None))
    grim = supposing.homes == "grim" and unit.home not in ("", supposing.home)
    if grim and len(values) > 1:
        return (values[1], values[0], *values[2:])
    return values


def _given(draft: Draft, values: Mapping[Unit, Any]) -> Draft:
    """A draft with some answers more."""
    full = draft.copy()
    for unit, value in values.items():
        unit.put(full, value)
    return full


def _asked(item: str, found: list[Witness]) -> Asked:
    homes = tuple(one.unit.home for one in found if one.unit.home)
    return Asked(item, homes, found[0])
