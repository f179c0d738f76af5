"""Which question can still change a conclusion, and whether the path is settled.

A question is put only if there is a *witness* for it: two ways to complete all open answers that
differ in its answer alone and come to different conclusions. The solver finds one, or has proved
that there is none. The path is settled when no way to complete what is open, and what the person
does not know, ends on another path. Both speak of the parties and sources of money that are listed.

This module is long because both questions share what the rules were grounded with.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.engine.consultation import conclusions
from advisor.explanation.agenda import Agenda
from advisor.explanation.assess import standing_facts
from advisor.explanation.open_answers import MONEY_COLUMNS, PARTY_COLUMNS, OpenAnswers, Unit
from advisor.knowledge.interview import LISTS, is_across, list_of
from advisor.model.base_facts import base_facts
from advisor.model.case import UNKNOWN
from advisor.solver.pairs import Pairs, UndecidedError
from advisor.solver.session import MOST_PARTIES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from advisor.knowledge.base import Knowledge
    from advisor.model.draft import Draft
    from advisor.model.fact import Fact
    from advisor.solver.pairs import Pair, Picks

PATH: tuple[str, ...] = ("path",)
"""The goals of the first part of an interview."""
OPENING = ("place", "homes")
"""The questions that tell which places are open."""
ROLE = "client.role"
"""The question that tells which places are within reach where nobody says which are open."""
STRUCTURE = ("place", "parties", "money")
"""The questions whose answers decide what else there is to answer."""
FEW = 2
"""Questions on which the path seldom rests that are asked before the memo is offered; no more."""
AHEAD = 1
"""Questions from what is looked ahead for, lines of a list among them."""
OPEN_LINES = 3
"""Parties of whom nothing is known, above which nothing is said of what could change the path."""
LARGE = 100_000
"""A number above any that a client is likely to give."""

_OF_MONEY = (*MONEY_COLUMNS, "amount", "covers")
"""Keys of a source of money that decide nothing of what else there is to answer."""
_NOT_KNOWN: tuple[object, ...] = (None, UNKNOWN, [UNKNOWN])
"""Answers that leave everything open."""


class Witness(NamedTuple):
    """Why a question matters: two completions that differ in its answer alone."""

    unit: Unit
    values: tuple[Any, Any]
    conclusions: tuple[tuple[Fact, ...], tuple[Fact, ...]]
    rest: Draft
    """The other answers of both completions."""


class Asked(NamedTuple):
    """A question to be put now."""

    item: str
    homes: tuple[str, ...]
    """The places it is asked about; none if it is not about places."""
    witness: Witness | None
    """Why it matters; nothing for a question without which there is no case."""


class _Ground(NamedTuple):
    """The rules over a draft as it was, good as long as what was fixed stays as it is."""

    structure: object
    fixed: Mapping[Unit, Any]
    figures: frozenset[int]
    """The numbers that an open answer could be."""
    pairs: Pairs[Unit]


class _Found(NamedTuple):
    """What could change the path: true as long as answers are only added."""

    structure: object
    told: Mapping[Unit, Any]
    pairs: Pairs[Unit]
    pair: Pair[Unit] | None
    """Two completions that come to different paths; nothing if it is proved there are none."""


def _is_added_to(old: Any, new: Any) -> bool:
    """Whether an answer is the old one and tells more."""
    if isinstance(old, dict) and isinstance(new, dict):
        return all(value in (new.get(key), UNKNOWN) for key, value in old.items())
    return old in _NOT_KNOWN


def _is_crowded(draft: Draft) -> bool:
    """Whether there are more parties than the solver can look at while a person waits."""
    return len(draft.content.get("parties") or ()) > MOST_PARTIES


class Relevance:
    """Finds what is worth asking next.

    Attributes:
        knowledge: The knowledge base.
        agenda: What could be asked.
    """

    def __init__(self, knowledge: Knowledge, screen: bool = False) -> None:
        """Prepares for one interview.

        Args:
            screen: Whether only the questions of the short form are asked.
        """
        self.knowledge = knowledge
        self.agenda = Agenda(knowledge, screen)
        self.answers = OpenAnswers(self.agenda)
        self._grounds: dict[tuple[str, ...], _Ground] = {}
        self._whole: _Ground | None = None
        self._grounding, self._proving = threading.Lock(), threading.Lock()
        self._idle: dict[tuple[str, ...], set[Unit]] = {}
        self._found: _Found | None = None

    def before_the_memo(self, draft: Draft) -> Asked | None:
        """The next question before the memo is offered, if one is left.

        First come those on which the path mostly rests, then those without which a memo says
        little, then the last few on which the path seldom rests.

        Args:
            draft: The answers so far.
        """
        plan, asked = self.agenda.plan, self.next(draft)
        often = asked is not None and not self.agenda.is_seldom(asked.item, draft)
        if self.agenda.screen or often:
            return asked
        wanted = self.next(draft, plan.goals, plan.wanted)
        if wanted is not None or asked is None:
            return wanted
        return asked if len(self.left(draft, PATH, FEW)) <= FEW else None

    def next(
        self, draft: Draft, goals: tuple[str, ...] = PATH, among: Collection[str] = ()
    ) -> Asked | None:
        """The next question whose answer can change a conclusion; of some alone (`among`).

        Returns:
            The first in the order of the plan for which there is a witness; nothing when it is
            proved that there is none for any.

        Raises:
            SolverMissingError: If clingo cannot be loaded.
        """
        in_play = draft.homes(self.knowledge)
        items = [one for one in self._open_items(draft, goals)
                 if not among or list_of(one) in among]  # fmt: skip
        # What there is to ask about comes before any question that may not matter.
        for item in items:
            if self._is_structure(item):
                return Asked(item, self.agenda.homes(item, draft, in_play), None)
        if not items:
            return None
        if _is_crowded(draft):  # then every question is put
            return Asked(items[0], self.agenda.homes(items[0], draft, in_play), None)
        ground = self._ground(draft, goals)
        given, clashing = self._given(draft, ground), self._clashes(draft)
        idle = self._idle.setdefault(goals, set())
        units = [unit for item in items for unit in self.agenda.units(item, draft, in_play)
                 if unit not in idle]  # fmt: skip
        first = None
        # Mostly the question that comes first matters; if not, all are looked at together, and
        # then those before the one that was found, until nothing before it matters.
        before = [one for one in units if one.item == units[0].item] if units else []
        while before:
            try:
                pair = ground.pairs.differing(before, given, clashing=clashing)
            except UndecidedError:  # then the question is put
                unit = units[0]
                return Asked(unit.item, (unit.home,) if unit.home else (), None)
            if pair is not None:
                first, before = pair, units[: units.index(pair.differs[0])]
            else:
                idle.update(before)  # with more answers fewer completions remain
                before = units if first is None and len(before) < len(units) else []
            before = [one for one in before if one not in idle]
        if first is None:
            return None
        (unit,) = first.differs
        behind = self.agenda.plan.behind.get(unit.item, "")
        if behind and not draft.is_settled(behind):
            return Asked(behind, self.agenda.homes(behind, draft, in_play), None)
        alike = [one for one in units if one.item == unit.item and one != unit and one not in idle]
        homes = [unit.home] if unit.home else []
        homes += [one.home for one in alike if self._may_matter(one, ground, given, clashing)]
        return Asked(unit.item, tuple(homes), self._witness(first, draft))

    def _may_matter(
        self, unit: Unit, ground: _Ground, given: Mapping[Unit, Picks], clashing: bool
    ) -> bool:
        """Whether an answer can change a conclusion, or the solver has not come to an end."""
        try:
            return ground.pairs.differing([unit], given, clashing=clashing) is not None
        except UndecidedError:
            return True

    def _is_structure(self, item: str) -> bool:
        """Whether a question tells what there is to ask about: places, and who is on a list."""
        line_of, _, entry = item.partition(".")
        if is_across(item):
            return True
        return item in (*self.agenda.needed, *OPENING) or bool(entry and line_of in LISTS)

    def _decides(self, item: str) -> bool:
        """Whether an answer decides what the rules are grounded with."""
        return item in (*self.agenda.plan.needed, *OPENING, *LISTS, ROLE)

    def is_settled(self, draft: Draft) -> bool:
        """Whether the path is certain: no completion of what is not known changes it.

        What a person has answered with "I don't know", or passed over, counts as open.
        """
        return self.could_change(draft) == ()

    def could_change(self, draft: Draft) -> tuple[Unit, ...] | None:
        """Open or unknown answers that could change the path once they are found out.

        Returns:
            One that could alone, else some that could together; empty if it is proved that none
            can; nothing where the solver has not come to an end.
        """
        lines = [item for head in LISTS for item, _ in draft.entries(head)]
        if sum(draft.answer(item) is None for item in lines) > OPEN_LINES:
            return None
        if _is_crowded(draft):
            return None
        found = self._found_before(draft) or self._prove(draft)
        return None if found is None else found.pair.differs if found.pair else ()

    def _prove(self, draft: Draft) -> _Found | None:
        """Finds what could change the path; nothing where the solver has not come to an end."""
        with self._proving:
            found = self._found_before(draft)
            if found is not None:  # meanwhile
                return found
            ground, clashing = self._whole_ground(draft), self._clashes(draft)
            pairs, pair = ground.pairs, None
            given = self._given_in_full(pairs, draft)
            try:
                for alone in (True, False):
                    pair = pair or pairs.differing(
                        pairs.units, given, clashing=clashing, in_one_alone=alone
                    )
            except UndecidedError:
                return None
            told = {unit: unit.value(draft) for unit in ground.fixed}
            self._found = _Found((self._whole_structure(draft), clashing), told, pairs, pair)
            return self._found

    def _found_before(self, draft: Draft) -> _Found | None:
        """What was found of the path, if it is true of these answers, too: nothing is proved again.

        No completion is left that was not there before, and an example stands as long as the
        answers that came since are those of the example.
        """
        found = self._found
        if found is None or found.structure != (self._whole_structure(draft), self._clashes(draft)):
            return None
        for unit, old in found.told.items():
            new = unit.value(draft)
            if new != old and not (unit in found.pairs.units and _is_added_to(old, new)):
                return None
        if found.pair is None:
            return found
        whole = self._whole
        stands = whole is not None and whole.pairs is found.pairs and self._is_at_hand(draft)
        given = self._given_in_full(found.pairs, draft) if stands else {}
        return found if stands and found.pairs.agree(found.pair, given) else None

    def _given_in_full(self, pairs: Pairs[Unit], draft: Draft) -> dict[Unit, Picks]:
        """What is picked for the answers since the rules were grounded that leave nothing open."""
        return {unit: frozenset(self.answers.picks(unit, unit.value(draft)))
                for unit in pairs.units if unit.value(draft) not in _NOT_KNOWN
                and self._leaves_nothing_open(unit, draft)}  # fmt: skip

    def path(self, draft: Draft) -> str:
        """The path that follows from the answers of a draft."""
        facts = base_facts(draft.case(self.knowledge), self.knowledge).facts
        (found,) = conclusions(self.knowledge.rulebook, facts, PATH)
        return found.word("path")

    def is_complete(self, draft: Draft) -> bool:
        """Whether all that tells what there is to ask about is answered."""
        return not any(map(self._is_structure, self._open_items(draft, PATH)))

    def forget(self) -> None:
        """Looks at every question afresh, after an earlier answer was changed."""
        self._idle.clear()

    def ahead(self, draft: Draft, *, offered: bool = False) -> Callable[[], bool]:
        """What the next questions need, to be worked out beforehand so that nobody waits for it.

        Args:
            offered: Whether the memo has been offered.

        Returns:
            What works it out, and tells whether it is worth looking ahead once more; it may run
            beside all else, also after the next answer has come.
        """
        draft, plan = draft.copy(), self.agenda.plan
        left = [*self._open_items(draft, PATH)]
        first = [item for item in left if self._is_structure(item)]
        if len(first) > AHEAD or any(map(self._decides, first)) or _is_crowded(draft):
            return lambda: False  # it is not known yet what there is to ask about
        at_hand = not left or self._kept_ground(draft, PATH) is not None
        often = [item for item in left
                 if not self.agenda.is_seldom(item, draft)
                 and plan.covered.get(item) not in left]  # fmt: skip
        soon = self.left(draft, PATH, AHEAD, often) if at_hand and often else often
        wanted = [one for one in self._open_items(draft, plan.goals) if one in plan.wanted]

        def work() -> bool:
            if left:
                self._ground(draft, PATH)
            if len(soon) <= AHEAD:
                self._ground(draft, plan.goals)
            if not offered and (self._whole is None or len(soon) + len(wanted) <= AHEAD):
                self._prove(draft)  # where it is ready, the memo says what could change the path
            return not at_hand

        return work

    def most(self, draft: Draft, goals: tuple[str, ...]) -> int:
        """How many questions can come at most, lines of lists not known yet left out."""
        return sum(1 for _ in self._open_items(draft, goals))

    def left(
        self, draft: Draft, goals: tuple[str, ...], most: int | None = None,
        among: Collection[str] = (),
    ) -> list[str]:  # fmt: skip
        """The questions that can still come, as far as the answers go: each has a witness now.

        One without will have none later, for with more answers fewer completions remain. Where the
        solver does not come to an end, it is all that are open. Beyond `most` it looks no further;
        of some alone it looks at no others (`among`).
        """
        in_play = draft.homes(self.knowledge)
        items = [one for one in self._open_items(draft, goals) if not among or one in among]
        if _is_crowded(draft):
            return items
        found = {item for item in items if self._is_structure(item)}
        ground = self._ground(draft, goals)
        given, clashing = self._given(draft, ground), self._clashes(draft)
        idle = self._idle.setdefault(goals, set())
        every = (self.agenda.units(item, draft, in_play) for item in items if item not in found)
        units = [unit for units in every for unit in units if unit not in idle]
        while units and (most is None or len(found) <= most):
            try:
                pair = ground.pairs.differing(units, given, clashing=clashing)
            except UndecidedError:
                found |= {unit.item for unit in units}
                break
            if pair is None:
                idle.update(units)
                break
            found.add(pair.differs[0].item)
            units = [one for one in units if one.item != pair.differs[0].item]
        return [item for item in items if item in found]

    def open_units(self, draft: Draft, goals: tuple[str, ...] = PATH) -> tuple[Unit, ...]:
        """Every answer that is not settled and that some rule on the way to the goals reads."""
        return tuple(self._units(self._open_items(draft, goals), draft))

    def _open_items(self, draft: Draft, goals: tuple[str, ...]) -> Iterator[str]:
        plan = self.agenda.plan
        items = list(self.agenda.items(draft))
        if goals == PATH:  # first what the path rests on most
            items.sort(key=lambda item: self.agenda.is_seldom(item, draft))
        for item in items:
            covering = plan.covered.get(item)
            if draft.is_settled(item) or (covering and draft.answer(covering) is not None):
                continue
            if self._has_nothing_before(item, draft):
                continue
            if item in self.agenda.needed or self.agenda.bears(item, goals):
                yield item

    def _has_nothing_before(self, item: str, draft: Draft) -> bool:
        """Whether a question comes behind another one that leaves nothing to ask of."""
        before = self.agenda.plan.behind.get(item)
        if before is None:
            return False
        first = draft.answer(before)
        if first is None:  # it was passed over
            return draft.is_settled(before)
        return bool(first) and isinstance(first, dict) and {*first.values()} <= {"none", UNKNOWN}

    def _witness(self, pair: Pair[Unit], draft: Draft) -> Witness:
        (unit,) = pair.differs
        rest = draft.copy()
        for other in self._all_units(draft):
            value = self.answers.value(other, pair.picks[0])
            if value is not None and other != unit and not draft.is_settled(other.item):
                other.put(rest, value)
        first, second = (self.answers.value(unit, picks) for picks in pair.picks)
        return Witness(unit, (first, second), pair.conclusions, rest)

    def _given(self, draft: Draft, ground: _Ground) -> dict[Unit, Picks]:
        """What is picked for the answers that came after the rules were grounded."""
        return {
            unit: frozenset(self.answers.picks(unit, unit.value(draft)))
            for unit in ground.pairs.units
            if self.agenda.is_told(unit.item, draft)
        }

    def _clashes(self, draft: Draft) -> bool:
        return bool(draft.case(self.knowledge).contradictions)

    def _all_units(self, draft: Draft) -> Iterator[Unit]:
        return self._units(self.agenda.items(draft), draft)

    def _homes(self, draft: Draft, doubted: Iterable[str], unknown: bool) -> tuple[str, ...]:
        """The places that can have a part: all, until somebody has said which are open.

        Args:
            doubted: Places of which somebody said not to know whether they are open.
            unknown: Whether what is not known is open, such as the place of the work.
        """
        if draft.answer("homes") is None or (unknown and draft.place == UNKNOWN):
            return tuple(self.knowledge.homes)
        in_play = {*draft.homes(self.knowledge), *doubted}
        return tuple(one for one in self.knowledge.homes if one in in_play)

    def _units(
        self, items: Iterable[str], draft: Draft, homes: tuple[str, ...] | None = None
    ) -> Iterator[Unit]:
        in_play = draft.homes(self.knowledge) if homes is None else homes
        for item in items:
            yield from self.agenda.units(item, draft, in_play)

    def _ground(self, draft: Draft, goals: tuple[str, ...]) -> _Ground:
        """The rules over a draft; grounded anew where what was fixed has changed."""
        with self._grounding:
            ground = self._kept_ground(draft, goals)
            if ground is None:
                structure = self._structure(draft)
                ground = self._grounds[goals] = self._grounded(draft, goals, structure)
                self._idle.pop(goals, None)
            return ground

    def _kept_ground(self, draft: Draft, goals: tuple[str, ...]) -> _Ground | None:
        """The rules as they were grounded before, if they will do for a draft."""
        ground = self._grounds.get(goals)
        return ground if (
            ground is not None
            and ground.structure == self._structure(draft)
            and all(unit.value(draft) == value for unit, value in ground.fixed.items())
            and self._has_figures(ground, draft)
        ) else None  # fmt: skip

    def _grounded(
        self, draft: Draft, goals: tuple[str, ...], structure: object, unknown: bool = False
    ) -> _Ground:
        """The rules over a draft.

        Args:
            structure: What `_structure` says of it.
            unknown: Whether what was passed over, or is not known, is open as well.
        """
        fixed: dict[Unit, Any] = {}
        open_ = {}
        figures = self._figures(draft)
        said = (draft.answer("homes.open") or {}) if unknown else {}
        doubted = [home for home, one in said.items() if one == UNKNOWN]
        homes = self._homes(draft, doubted, unknown)
        units = self._units(self.agenda.items(draft), draft, homes if unknown else None)
        for unit in (*units, *(Unit("homes.open", home) for home in doubted)):
            value = unit.value(draft)
            matters = self.agenda.bears(unit.item, goals) or unit.item in self.agenda.plan.needed
            own = unit.item not in LISTS  # whose lines stand for themselves
            if unknown and matters and own:  # what it was when the rules were grounded
                fixed[unit] = value
            first = (*self.agenda.plan.needed, ROLE)
            if unit.item in first and not draft.is_settled(unit.item):
                continue
            if self.agenda.is_told(unit.item, draft) and not unknown:
                if own:
                    fixed[unit] = value
            elif matters:
                names = self.answers.names(unit, draft, figures)
                names = self.answers.still_open(unit, value, names)
                if names:
                    open_[unit] = names
        standing = () if goals == PATH else standing_facts(self.knowledge)
        case = draft.case(self.knowledge)
        pairs = Pairs(case, self.knowledge, goals, open_, homes, standing)
        return _Ground(structure, fixed, frozenset(figures), pairs)

    def _has_figures(self, ground: _Ground, draft: Draft) -> bool:
        """Whether each number answered since is one that the rules were grounded with."""
        values = (unit.value(draft) for unit in ground.pairs.units)
        return all(one in ground.figures for one in values if isinstance(one, int))

    def _whole_ground(self, draft: Draft) -> _Ground:
        """The rules over a draft with all open that is not known; kept as long as it will do.

        It will where each answer that came since was open as a whole, and leaves nothing open.
        """
        if self._whole is None or not self._is_at_hand(draft):
            structure = self._whole_structure(draft)
            self._whole = self._grounded(draft, PATH, structure, unknown=True)
        return self._whole

    def is_known(self, draft: Draft) -> bool:
        """Whether it can be told at once what could still change the path."""
        return self._found_before(draft) is not None

    def _is_at_hand(self, draft: Draft) -> bool:
        """Whether the rules over all that is not known are grounded as these answers need it."""
        ground = self._whole
        return ground is not None and ground.structure == self._whole_structure(draft) and all(
            value == unit.value(draft) or (unit in ground.pairs.units and value in _NOT_KNOWN
                                           and self._leaves_nothing_open(unit, draft))
            for unit, value in ground.fixed.items()
        )  # fmt: skip

    def _whole_structure(self, draft: Draft) -> object:
        return self._structure(draft), repr(draft.answer("homes.open"))

    def _leaves_nothing_open(self, unit: Unit, draft: Draft) -> bool:
        """Whether an answer can be picked as it is: in full, and no number of the client's own."""
        value = unit.value(draft)
        names = self.answers.names(unit, draft)
        return value in _NOT_KNOWN or not (
            isinstance(value, int) or self.answers.still_open(unit, value, names)
        )

    def _structure(self, draft: Draft) -> object:
        """What has to be as it was for the rules to need no grounding."""
        lists = tuple(
            tuple((key, value) for one in draft.answer(head) or () for key, value in one.items()
                  if key not in (PARTY_COLUMNS if head == "parties" else _OF_MONEY))
            for head in LISTS
        )  # fmt: skip
        settled = tuple(draft.is_settled(item) for item in (*STRUCTURE, "homes"))
        return draft.place, draft.homes(self.knowledge), repr(lists), settled

    def _figures(self, draft: Draft) -> tuple[int, ...]:
        """Numbers that stand for all: rules compare them with thresholds and with one another."""
        known = {0, LARGE}
        for entry in self.knowledge.rulebook.entries:
            for pattern in entry.patterns:
                if pattern.kind in ("figure", "home-figure"):
                    known.update(test.operand for test in pattern.tests
                                 if isinstance(test.operand, int))  # fmt: skip
        for unit in self._all_units(draft):
            value = unit.value(draft)
            if isinstance(value, int):
                known.add(value)
        return tuple(sorted({abs(one + by) for one in known for by in (-1, 0, 1)}))
