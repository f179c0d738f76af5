"""Which question can still change a conclusion, given the answers so far.

A question is worth asking when there is a *witness*: two ways to complete the remaining answers
that differ in the answer to that question alone and lead to different conclusions. Nothing is
asked without one. The search for witnesses looks where rules are nearly met: it supposes in turn
that everything not yet known turns out well for one of the places and badly for the others.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.engine.collecting import uncollected
from advisor.errors import InputError
from advisor.explanation.agenda import Agenda, Unit
from advisor.explanation.assess import standing_facts
from advisor.explanation.completions import Completions, Found
from advisor.explanation.settled import settled_path
from advisor.knowledge.interview import LISTS
from advisor.model.case import EVERY_HOME
from advisor.model.home_facts import homes_in_play

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from advisor.knowledge.base import Knowledge
    from advisor.model.draft import Draft
    from advisor.model.fact import Fact

PATH: tuple[str, ...] = ("path",)
"""The goals of the first part of an interview."""
REMEMBERED = 20_000
"""Completions of which the conclusions are kept at most."""
FEW_VALUES = 3
"""Answers that are tried first for each question."""
QUICK = 3
"""Places where a witness is looked for first."""
EVERY = 99
"""All places where one is looked for."""
SAMPLES = 30
"""Random completions that are tried when a question has to be found otherwise."""
Conclusions = tuple["Fact", ...]
_Key = tuple[tuple[str, ...], bytes]
"""Goals, and what stands for a completion."""


class Supposition(NamedTuple):
    """A way to complete the remaining answers."""

    name: str
    plain: str
    """How questions about the work are supposed to turn out: hopeful, grim, or silent."""
    parties: str
    """How the parties are supposed to stand."""
    homes: str
    """How every place but one turns out."""
    home: str = ""
    """The place that turns out well when the others do not."""


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


class _Search(NamedTuple):
    """How far the search for witnesses has come."""

    witnesses: dict[Unit, Witness]
    tried: dict[Unit, int]
    """In how many places a witness has been looked for in vain."""
    fruitful: list[Supposition]
    """Under which the last witnesses were found, the latest first."""


_NOT_BEGUN = _Search({}, {}, [])


class _Step(NamedTuple):
    """One question, looked for."""

    asked: Asked | None
    search: _Search
    tried: set[_Key]
    """The completions that were looked at for it."""


class StoppedError(Exception):
    """Looking ahead was stopped, for the person has answered."""


class Relevance:
    """Finds what is worth asking next.

    Attributes:
        agenda: What could be asked.
    """

    def __init__(self, knowledge: Knowledge, screen: bool = False) -> None:
        """Prepares for one interview.

        Args:
            knowledge: The knowledge base.
            screen: Whether only the questions of the short form are asked.
        """
        self.knowledge = knowledge
        self.agenda = Agenda(knowledge, screen)
        self._standing = standing_facts(knowledge)
        self._completions: dict[tuple[str, ...], Completions] = {}
        self._found: dict[_Key, Found] = {}
        self._looked_at: set[_Key] = set()
        self._tried: set[_Key] = set()
        self._stopped: Callable[[], bool] | None = None
        self._ahead: dict[tuple[str, ...], _Step] = {}
        self._ahead_of = _NOT_BEGUN
        self._searches: dict[tuple[str, ...], _Search] = {}
        self._settled: dict[tuple[str, ...], bool] = {}
        self._state: tuple[str, ...] = ()
        self._rests: dict[Supposition, Draft] = {}

    def conclusions(self, draft: Draft, goals: tuple[str, ...] = PATH) -> Conclusions:
        """What follows from the answers of a draft, everything else being silent.

        Args:
            draft: The answers.
            goals: The kinds of conclusion that are wanted.
        """
        found = self._found_in(draft, goals)
        return self._completions[goals].facts(found)

    def _found_in(self, draft: Draft, goals: tuple[str, ...]) -> Found:
        """The conclusions as numbers, which are quick to compare."""
        text = json.dumps(draft.content, sort_keys=True)
        key = (goals, blake2b(text.encode(), digest_size=16).digest())
        self._looked_at.add(key)
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= REMEMBERED:
                self._found.clear()
                self._completions.clear()
            found = self._found[key] = self._conclude(draft, goals)
        return found

    @property
    def tried(self) -> int:
        """How many completions were looked at for the questions so far."""
        return len(self._tried)

    def path(self, draft: Draft) -> str:
        """The path that follows from the answers of a draft."""
        found = self.conclusions(draft)
        return found[0].word("path") if found else ""

    def next(self, draft: Draft, goals: tuple[str, ...] = PATH) -> Asked | None:
        """The next question whose answer can change a conclusion.

        Args:
            draft: The answers so far.
            goals: The kinds of conclusion that count.

        Returns:
            The first in the order of the plan for which a witness is found; nothing when none
            is left.
        """
        begun = self._searches.get(goals, _NOT_BEGUN)
        step = self._ahead.get(_state(draft, goals)) if self._ahead_of is begun else None
        if step is None:
            with uncollected():
                step = self._step(draft, goals, begun)
        asked, self._searches[goals], tried = step
        self._tried |= tried
        self._ahead.clear()
        return asked

    def look_ahead(
        self, draft: Draft, asked: Asked | None, goals: tuple[str, ...], stopped: Callable[[], bool]
    ) -> None:
        """Works out what would be asked next after each likely answer, while a person thinks.

        Nothing depends on how far it comes but how soon the next question is there.

        Args:
            draft: The answers so far.
            asked: The question that is being put; if none, the answers stay as they are.
            goals: The kinds of conclusion that count.
            stopped: Tells that it is time to stop.
        """
        begun = self._searches.get(goals, _NOT_BEGUN)
        if self._ahead_of is not begun:
            self._ahead.clear()
            self._ahead_of = begun
        self._stopped = stopped
        try:
            with uncollected():
                for later in self._likely(draft, asked):
                    state = _state(later, goals)
                    if state not in self._ahead:
                        self._ahead[state] = self._step(later, goals, begun)
        except StoppedError:
            pass
        finally:
            self._stopped = None

    def _likely(self, draft: Draft, asked: Asked | None) -> Iterator[Draft]:
        """The draft with each answer that stands for others, and with none."""
        if asked is None:
            yield draft
            return
        in_play = draft.homes(self.knowledge)
        unit = Unit(asked.item, *asked.homes[:1])
        values = self.agenda.domain(unit, draft, in_play)
        for value in (*(one for one in values if one is not None), None):
            later = draft.copy()
            try:
                later.put(asked.item, dict.fromkeys(asked.homes, value) if asked.homes else value)
                later.case(self.knowledge)
            except InputError:
                continue
            later.pass_over(asked.item)
            yield later

    def _step(self, draft: Draft, goals: tuple[str, ...], begun: _Search) -> _Step:
        """The next question, and how far the search has come with it."""
        self._looked_at = set()
        search = _Search({**begun.witnesses}, {**begun.tried}, [*begun.fruitful])
        asked = self._next(draft, goals, search)
        return _Step(asked, search, self._looked_at)

    def _next(self, draft: Draft, goals: tuple[str, ...], search: _Search) -> Asked | None:
        in_play = draft.homes(self.knowledge)
        items = list(self._open_items(draft, goals))
        if not all(map(draft.is_settled, self.agenda.needed)):
            # Until it is settled what there is to ask, only what settles it comes in question.
            items = [one for one in items if one in self.agenda.needed or one in _OPENING]
        found = self._first(draft, items, in_play, goals, search, QUICK)
        if found is not None or (goals == PATH and self.is_settled(draft)):
            return found
        return self._reached(draft, items, in_play, goals) or self._swept(
            draft, items, in_play, goals, search
        )

    def is_settled(self, draft: Draft) -> bool:
        """Whether the path is certain: no completion of the remaining answers changes it."""
        state = _state(draft, PATH)
        found = self._settled.get(state)
        if found is None:
            if len(self._settled) > REMEMBERED:
                self._settled.clear()
            units = self.open_units(draft)
            found = bool(settled_path(draft, self.agenda, units, PATH, self._pause))
            self._settled[state] = found
        return found

    def forget(self) -> None:
        """Looks at every question afresh, after an earlier answer was changed."""
        self._searches.clear()
        self._ahead.clear()

    def most(self, draft: Draft, goals: tuple[str, ...]) -> int:
        """How many questions can come at most, lines of lists not known yet left out."""
        return sum(1 for _ in self._open_items(draft, goals))

    def open_units(self, draft: Draft, goals: tuple[str, ...] = PATH) -> tuple[Unit, ...]:
        """Every answer that is not settled and that some rule on the way to the goals reads."""
        in_play = draft.homes(self.knowledge)
        return tuple(
            unit
            for item in self._open_items(draft, goals)
            for unit in self.agenda.units(item, draft, in_play)
        )

    def supposed(self, draft: Draft, supposing: Supposition, but: Unit | None = None) -> Draft:
        """A draft with the remaining answers supposed.

        Args:
            draft: The answers so far.
            supposing: How the rest turns out.
            but: An answer that is left open.
        """
        full = draft.copy()
        if supposing.plain == supposing.parties == supposing.homes == "silent":
            return full
        for item in ("place", "homes"):
            unit = Unit(item)
            if not draft.is_settled(item) and unit != but:
                value = "existing-school" if item == "place" else [*self.knowledge.homes]
                unit.put(full, [one for one in value if one != full.place]
                         if item == "homes" else value)  # fmt: skip
        if not draft.is_settled("parties") and but != Unit("parties"):
            full.put("parties", self.agenda.usual_entries("parties", full))
        in_play = full.homes(self.knowledge)
        for item in self.agenda.items(full):
            if item in ("place", "homes", *LISTS) or draft.is_settled(item):
                continue
            for unit in self.agenda.units(item, full, in_play):
                if unit != but:
                    self._suppose(full, unit, supposing)
        return full

    def suppositions(self, draft: Draft) -> tuple[Supposition, ...]:
        """The ways to complete the answers among which witnesses are looked for."""
        in_play = draft.homes(self.knowledge)
        if not draft.is_settled("homes"):
            in_play = tuple(dict.fromkeys((*in_play, *self.knowledge.homes)))[:MOST_PLACES]
        one_well = tuple(
            Supposition(f"well-{home}", "hopeful", "grim", "grim", home) for home in in_play
        )
        return (*one_well, *_SUPPOSITIONS)

    # The search

    def _open_items(self, draft: Draft, goals: tuple[str, ...]) -> Iterator[str]:
        for item in self.agenda.items(draft):
            if not draft.is_settled(item) and (
                item in self.agenda.needed or self.agenda.bears(item, goals)
            ):
                yield item

    def _first(
        self,
        draft: Draft,
        items: list[str],
        in_play: tuple[str, ...],
        goals: tuple[str, ...],
        search: _Search,
        most: int,
    ) -> Asked | None:
        """The first question with a witness among so many places to look for one."""
        for item in items:
            if item in self.agenda.needed:
                return Asked(item, self.agenda.homes(item, draft, in_play), None)
            found = []
            for unit in self.agenda.units(item, draft, in_play):
                witness = self._again(draft, unit, goals, search)
                if witness is None and search.tried.get(unit, 0) < most:
                    witness = self._witness(draft, unit, in_play, goals, search, most)
                if witness is not None:
                    found.append(witness)
            if found:
                return _asked(item, found)
        return None

    def _reached(
        self, draft: Draft, items: list[str], in_play: tuple[str, ...], goals: tuple[str, ...]
    ) -> Asked | None:
        """A question found between the draft and a completion that ends elsewhere.

        Somewhere on the way from one to the other, answer by answer, the conclusion changes; the
        answer that is given there matters. If no completion ends elsewhere, there is nothing to
        find between them either.
        """
        units = [unit for item in items for unit in self.agenda.units(item, draft, in_play)
                 if unit.item not in _OPENING]  # fmt: skip
        start = self._concluded(draft, goals)
        for values in self._ways(draft, units, in_play):
            if self._concluded(_given(draft, values), goals) not in (None, start):
                found = self._between(draft, values, goals, start)
                if found is not None:
                    return found
        return None

    def _ways(
        self, draft: Draft, units: list[Unit], in_play: tuple[str, ...]
    ) -> Iterator[dict[Unit, Any]]:
        """Ways to complete the answers: as they are supposed elsewhere, and at random."""
        if not units:
            return
        for supposing in self.suppositions(draft):
            full = self._rest(draft, supposing, Unit(""))
            yield {one: one.value(full) for one in units if one.value(full) is not None}
        domains = {unit: self.agenda.domain(unit, draft, in_play) for unit in units}
        dice = Random(len(draft.asked))
        for _ in range(SAMPLES):
            share = dice.choice((0.1, 0.3, 0.6, 0.9))
            yield {one: dice.choice(domains[one]) for one in units if dice.random() < share}

    def _between(
        self, draft: Draft, values: dict[Unit, Any], goals: tuple[str, ...], start: Found | None
    ) -> Asked | None:
        """The answer at which the conclusion changes."""
        order = list(values)
        low, high = 0, len(order)  # at `low` as in the draft, at `high` otherwise
        while high - low > 1:
            middle = (low + high) // 2
            part = _given(draft, {one: values[one] for one in order[:middle]})
            if self._concluded(part, goals) in (None, start):
                low = middle
            else:
                high = middle
        unit = order[low]
        before = _given(draft, {one: values[one] for one in order[:low]})
        after = _given(before, {unit: values[unit]})
        first, found = self._concluded(before, goals), self._concluded(after, goals)
        if first is None or found is None or first == found:
            return None  # the change is at an answer that does not go with another
        pair = (unit.value(before), values[unit])
        both = self._told(goals, first, found)
        return _asked(unit.item, [Witness(unit, _SAMPLED, pair, both, before)])

    def _told(
        self, goals: tuple[str, ...], one: Found, other: Found
    ) -> tuple[Conclusions, Conclusions]:
        facts = self._completions[goals].facts
        return facts(one), facts(other)

    def _concluded(self, draft: Draft, goals: tuple[str, ...]) -> Found | None:
        """The conclusions of a completion; nothing if no case can hold its answers together."""
        try:
            return self._found_in(draft, goals)
        except InputError:
            return None

    def _swept(
        self,
        draft: Draft,
        items: list[str],
        in_play: tuple[str, ...],
        goals: tuple[str, ...],
        search: _Search,
    ) -> Asked | None:
        """The first question whose answer alone would change what follows as things stand."""
        for item in items:
            found = []
            for unit in self.agenda.units(item, draft, in_play):
                domain = self.agenda.domain(unit, draft, in_play)
                witness = self._try(draft, unit, SILENT, domain[:FEW_VALUES], goals)
                if witness is not None:
                    search.witnesses[unit] = witness
                    found.append(witness)
            if found:
                return _asked(item, found)
        return None

    def _again(
        self, draft: Draft, unit: Unit, goals: tuple[str, ...], search: _Search
    ) -> Witness | None:
        """The witness of the last time, if it is one still."""
        last = search.witnesses.get(unit)
        if last is None:
            return None
        witness = self._try(draft, unit, last.supposing, last.values, goals)
        if witness is None:
            del search.witnesses[unit]
        return witness

    def _witness(
        self,
        draft: Draft,
        unit: Unit,
        in_play: tuple[str, ...],
        goals: tuple[str, ...],
        search: _Search,
        most: int,
    ) -> Witness | None:
        """Goes on looking for a witness where the search for it stopped.

        A search that failed is not begun again: with more answers fewer completions remain, so
        what could not matter before cannot matter now.
        """
        if search.tried.get(unit, 0) == 0 and not self._can_win(draft, unit.home, goals):
            search.tried[unit] = EVERY
            return None
        trials = self._trials(draft, unit, in_play, search)
        for number in range(search.tried.get(unit, 0), min(most, len(trials))):
            search.tried[unit] = number + 1
            witness = self._try(draft, unit, *trials[number], goals)
            if witness is not None:
                search.witnesses[unit] = witness
                supposing = witness.supposing
                if not supposing.home:
                    search.fruitful[:] = [
                        supposing,
                        *(one for one in search.fruitful if one != supposing),
                    ]
                return witness
        search.tried[unit] = max(search.tried.get(unit, 0), most)
        return None

    def _trials(
        self, draft: Draft, unit: Unit, in_play: tuple[str, ...], search: _Search
    ) -> list[tuple[Supposition, tuple[Any, ...]]]:
        """Where to look for a witness, the likeliest places first."""
        domain = self.agenda.domain(unit, draft, in_play)
        few = domain[:FEW_VALUES]
        wells = [one for one in self.suppositions(draft) if one.home]
        own = [one for one in wells if one.home == unit.home] or wells[:2]
        others = (SILENT,) if unit.home else (HOPEFUL, SILENT)
        likely = list(dict.fromkeys((*own[:1], *search.fruitful[:1], *others)))
        rest = dict.fromkeys((*search.fruitful[:3], *own, *wells[:1], *_SUPPOSITIONS))
        trials = [(one, few) for one in likely]
        if len(domain) > len(few):
            trials += [(one, domain) for one in likely[:2]]
        return [*trials, *((one, few) for one in rest if one not in likely)]

    def _can_win(self, draft: Draft, home: str, goals: tuple[str, ...]) -> bool:
        """Whether a place that turns out well, when all others do not, changes anything."""
        if goals != PATH or home in ("", draft.place, EVERY_HOME):
            return True
        well = Supposition(f"well-{home}", "hopeful", "grim", "grim", home)
        return self._supposed_path(draft, well) != self._supposed_path(draft, NONE_WELL)

    def _supposed_path(self, draft: Draft, supposing: Supposition) -> Found | None:
        return self._concluded(self._rest(draft, supposing, Unit("")), PATH)

    def _try(
        self,
        draft: Draft,
        unit: Unit,
        supposing: Supposition,
        values: tuple[Any, ...],
        goals: tuple[str, ...],
    ) -> Witness | None:
        """Two of some answers that lead to different conclusions, the rest being supposed."""
        rest = self._rest(draft, supposing, unit)
        first: tuple[Any, Found] | None = None
        for value in self._beginning_with_the_supposed(unit, supposing, values):
            full = rest.copy()
            unit.put(full, value)
            try:
                found = self._found_in(full, goals)
            except InputError:  # an answer that does not go with another
                continue
            if first is None:
                first = (value, found)
            elif found != first[1]:
                both = self._told(goals, first[1], found)
                return Witness(unit, supposing, (first[0], value), both, rest)
        return None

    def _rest(self, draft: Draft, supposing: Supposition, unit: Unit) -> Draft:
        """The remaining answers supposed, but for one; kept while the draft stays the same."""
        if unit.item in _OPENING:
            return self.supposed(draft, supposing, unit)
        key = _state(draft, ())
        if self._state != key:
            self._state = key
            self._rests.clear()
        if supposing not in self._rests:
            self._rests[supposing] = self.supposed(draft, supposing)
        return self._rests[supposing]

    def _beginning_with_the_supposed(
        self, unit: Unit, supposing: Supposition, values: tuple[Any, ...]
    ) -> tuple[Any, ...]:
        """The answers, that first which other searches suppose too and have reasoned over."""
        if supposing is SILENT and None in values:
            return (None, *(one for one in values if one is not None))
        grim = supposing.homes == "grim" and unit.home not in ("", supposing.home)
        if grim and len(values) > 1:
            return (values[1], values[0], *values[2:])
        return values

    def _suppose(self, full: Draft, unit: Unit, supposing: Supposition) -> None:
        head, _, tail = unit.item.partition(".")
        if head in LISTS:
            if supposing.parties != "silent":
                rows = self.agenda.domain(unit, full, ())
                unit.put(full, rows[0] if supposing.parties == "grim" else rows[1])
            return
        how = supposing.plain
        if head == "homes":
            well = unit.home in (supposing.home, EVERY_HOME) and supposing.home
            carried = len(self.agenda.homes(unit.item, full, ("", ""))) == 1
            how = "hopeful" if well or (carried and supposing.home) else supposing.homes
        value = self.agenda.plan.suppose.get(how, {}).get(tail or head)
        if value is not None:
            unit.put(full, value)

    def _pause(self) -> None:
        """Ends looking ahead when it is time."""
        if self._stopped is not None and self._stopped():
            raise StoppedError

    def _conclude(self, draft: Draft, goals: tuple[str, ...]) -> Found:
        self._pause()
        knowledge = self.knowledge
        completions = self._completions.get(goals)
        if completions is None:
            standing = () if goals == PATH else self._standing
            completions = self._completions[goals] = Completions(knowledge, goals, standing)
        case = draft.case(knowledge)
        # A home that is neither open nor planned cannot be the path, nor keep another from it.
        homes = homes_in_play(case, knowledge) if goals == PATH else knowledge.homes
        return completions.conclude(case, homes)


SILENT = Supposition("silent", "silent", "silent", "silent")
HOPEFUL = Supposition("hopeful", "hopeful", "hopeful", "hopeful")
NONE_WELL = Supposition("none-well", "hopeful", "grim", "grim")
_SAMPLED = Supposition("sampled", "", "", "")
_OPENING = ("place", "homes", "parties", "money", "client.role")
"""What settles which other questions there are."""
_SUPPOSITIONS = (
    SILENT,
    HOPEFUL,
    Supposition("grim", "grim", "grim", "grim"),
    Supposition("modest", "grim", "grim", "hopeful"),
    Supposition("parties-against", "silent", "grim", "silent"),
)
MOST_PLACES = 6
"""Places that are each supposed to turn out well while it is not known which are open."""


def _state(draft: Draft, goals: tuple[str, ...]) -> tuple[str, ...]:
    """What the next question depends on, besides the search so far."""
    return (json.dumps(draft.content, sort_keys=True), *draft.asked, "", *goals)


def _given(draft: Draft, values: Mapping[Unit, Any]) -> Draft:
    """A draft with some answers more."""
    full = draft.copy()
    for unit, value in values.items():
        unit.put(full, value)
    return full


def _asked(item: str, found: list[Witness]) -> Asked:
    homes = tuple(one.unit.home for one in found if one.unit.home)
    return Asked(item, homes, found[0])
