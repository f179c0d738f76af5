"""Which question can still change a conclusion, given the answers so far.

A question is worth asking when there is a *witness*: two ways to complete the remaining answers
that differ in the answer to that question alone and lead to different conclusions. Nothing is
asked without one. The search for witnesses looks where rules are nearly met: it supposes in turn
that everything not yet known turns out well for one of the places and badly for the others.
"""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.engine.consultation import conclusions
from advisor.errors import InputError
from advisor.explanation.agenda import Agenda, Unit
from advisor.explanation.assess import standing_facts
from advisor.explanation.settled import settled_path
from advisor.knowledge.interview import LISTS
from advisor.model.base_facts import base_facts
from advisor.model.case import EVERY_HOME
from advisor.model.home_facts import homes_in_play

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.knowledge.assumptions import Assumptions
    from advisor.knowledge.base import Knowledge
    from advisor.knowledge.homes import Home
    from advisor.knowledge.parties import PartyKind
    from advisor.knowledge.questions import Questions
    from advisor.model.draft import Draft
    from advisor.model.fact import Fact

PATH: tuple[str, ...] = ("path",)
"""The goals of the first part of an interview."""
REMEMBERED = 3000
"""Conclusions that are kept at most."""
FEW_VALUES = 3
"""Answers that are tried first for each question."""
QUICK = 3
"""Places where a witness is looked for before a question is put off."""
EVERY = 99
"""All places where one is looked for."""
SAMPLES = 12
"""Random completions that are tried when a question has to be found otherwise."""
AHEAD = 120
"""Completions that are reasoned over while a person reads and types."""
AHEAD_OF_ALL = 30
"""The same when every conclusion counts, which takes four times as long each."""

Conclusions = tuple["Fact", ...]


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


class _Homes(NamedTuple):
    """The knowledge, with those homes only that can have a part in the advice."""

    questions: Questions
    homes: Mapping[str, Home]
    parties: Mapping[str, PartyKind]
    assumptions: Assumptions


class Relevance:
    """Finds what is worth asking next.

    Attributes:
        agenda: What could be asked.
        evaluated: How many completions have been reasoned over so far.
    """

    def __init__(self, knowledge: Knowledge, screen: bool = False) -> None:
        """Prepares for one interview.

        Args:
            knowledge: The knowledge base.
            screen: Whether only the questions of the short form are asked.
        """
        self.knowledge = knowledge
        self.agenda = Agenda(knowledge, screen)
        self.evaluated = 0
        self._standing = standing_facts(knowledge)
        self._found: dict[tuple[str, str], Conclusions] = {}
        self._searches: dict[tuple[str, ...], _Search] = {}
        self._settled: dict[str, bool] = {}
        self._state: tuple[str, tuple[str, ...]] = ("", ())
        self._rests: dict[Supposition, Draft] = {}

    def conclusions(self, draft: Draft, goals: tuple[str, ...] = PATH) -> Conclusions:
        """What follows from the answers of a draft, everything else being silent.

        Args:
            draft: The answers.
            goals: The kinds of conclusion that are wanted.
        """
        key = (json.dumps(draft.content, sort_keys=True), "-".join(goals))
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= REMEMBERED:
                self._found.clear()
            found = self._found[key] = self._conclude(draft, goals)
        return found

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
        in_play = draft.homes(self.knowledge)
        search = self._searches.setdefault(goals, _Search({}, {}, []))
        items = list(self._open_items(draft, goals))
        if not all(map(draft.is_settled, self.agenda.needed)):
            # Until it is settled what there is to ask, only what settles it comes in question.
            items = [one for one in items if one in self.agenda.needed or one in _OPENING]
        found = self._first(draft, items, in_play, goals, search, QUICK) or self._sampled(
            draft, items, in_play, goals
        )
        if found is None and not (goals == PATH and self.is_settled(draft)):
            found = self._swept(draft, items, in_play, goals, search)
        return found

    def look_ahead(
        self, draft: Draft, goals: tuple[str, ...] = PATH, evaluations: int | None = None
    ) -> None:
        """Looks for the witnesses of questions to come, so that they are at hand in time.

        Args:
            draft: The answers so far.
            goals: The kinds of conclusion that count.
            evaluations: How many completions are reasoned over; as many as fit in the time that
                a person needs to read and type, if not said.
        """
        if evaluations is None:
            evaluations = AHEAD if goals == PATH else AHEAD_OF_ALL
        if not all(map(draft.is_settled, self.agenda.needed)):
            return  # what there is to ask is not settled yet
        in_play = draft.homes(self.knowledge)
        search = self._searches.setdefault(goals, _Search({}, {}, []))
        limit = self.evaluated + evaluations
        for most in (QUICK, EVERY):
            for item in self._open_items(draft, goals):
                for unit in self.agenda.units(item, draft, in_play):
                    while unit not in search.witnesses and search.tried.get(unit, 0) < most:
                        if self.evaluated >= limit:
                            return
                        step = search.tried.get(unit, 0) + 1
                        self._witness(draft, unit, in_play, goals, search, step)

    def is_settled(self, draft: Draft) -> bool:
        """Whether the path is certain: no completion of the remaining answers changes it."""
        found = self._settled.get(json.dumps(draft.content, sort_keys=True) + repr(draft.asked))
        if found is None:
            if len(self._settled) > REMEMBERED:
                self._settled.clear()
            units = self.open_units(draft)
            found = bool(settled_path(draft, self.agenda, units, PATH))
            self._settled[json.dumps(draft.content, sort_keys=True) + repr(draft.asked)] = found
        return found

    def forget(self) -> None:
        """Looks at every question afresh, after an earlier answer was changed."""
        self._searches.clear()

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

    def _sampled(
        self, draft: Draft, items: list[str], in_play: tuple[str, ...], goals: tuple[str, ...]
    ) -> Asked | None:
        """A question found between the draft and a random completion that ends elsewhere.

        Somewhere on the way from one to the other, answer by answer, the conclusion changes; the
        answer that is given there matters.
        """
        units = [unit for item in items for unit in self.agenda.units(item, draft, in_play)
                 if unit.item not in _OPENING]  # fmt: skip
        domains = {unit: self.agenda.domain(unit, draft, in_play) for unit in units}
        dice = Random(len(draft.asked))
        start = self._concluded(draft, goals)
        for _ in range(SAMPLES if units else 0):
            share = dice.choice((0.3, 0.6, 0.9))
            values = {one: dice.choice(domains[one]) for one in units if dice.random() < share}
            if self._concluded(_given(draft, values), goals) in (None, start):
                continue
            low, high = 0, len(values)  # at `low` as in the draft, at `high` otherwise
            order = list(values)
            found = start
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
            if first is not None and found is not None and first != found:
                supposing = Supposition("sampled", "", "", "")
                pair = (unit.value(before), values[unit])
                return _asked(unit.item, [Witness(unit, supposing, pair, (first, found), before)])
        return None

    def _concluded(self, draft: Draft, goals: tuple[str, ...]) -> Conclusions | None:
        """The conclusions of a completion; nothing if no case can hold its answers together."""
        try:
            return self.conclusions(draft, goals)
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

    def _supposed_path(self, draft: Draft, supposing: Supposition) -> Conclusions:
        try:
            return self.conclusions(self._rest(draft, supposing, Unit("")))
        except InputError:
            return ()

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
        first: tuple[Any, Conclusions] | None = None
        for value in self._beginning_with_the_supposed(unit, supposing, values):
            full = rest.copy()
            unit.put(full, value)
            try:
                found = self.conclusions(full, goals)
            except InputError:  # an answer that does not go with another
                continue
            if first is None:
                first = (value, found)
            elif found != first[1]:
                return Witness(unit, supposing, (first[0], value), (first[1], found), rest)
        return None

    def _rest(self, draft: Draft, supposing: Supposition, unit: Unit) -> Draft:
        """The remaining answers supposed, but for one; kept while the draft stays the same."""
        if unit.item in _OPENING:
            return self.supposed(draft, supposing, unit)
        key = (json.dumps(draft.content, sort_keys=True), tuple(draft.asked))
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

    def _conclude(self, draft: Draft, goals: tuple[str, ...]) -> Conclusions:
        self.evaluated += 1
        knowledge = self.knowledge
        case = draft.case(knowledge)
        if goals != PATH:
            facts = (*base_facts(case, knowledge).facts, *self._standing)
            return conclusions(knowledge.rulebook, facts, goals)
        # A home that is neither open nor planned cannot be the path, nor keep another from it.
        homes = homes_in_play(case, knowledge)
        seen = _Homes(knowledge.questions, homes, knowledge.parties, knowledge.assumptions)
        facts = base_facts(case, seen).facts
        return conclusions(knowledge.rulebook, facts, goals)


SILENT = Supposition("silent", "silent", "silent", "silent")
HOPEFUL = Supposition("hopeful", "hopeful", "hopeful", "hopeful")
NONE_WELL = Supposition("none-well", "hopeful", "grim", "grim")
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


def _given(draft: Draft, values: Mapping[Unit, Any]) -> Draft:
    """A draft with some answers more."""
    full = draft.copy()
    for unit, value in values.items():
        unit.put(full, value)
    return full


def _asked(item: str, found: list[Witness]) -> Asked:
    homes = tuple(one.unit.home for one in found if one.unit.home)
    return Asked(item, homes, found[0])
