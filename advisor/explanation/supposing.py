"""Which path would be advised, for very many supposed cases: quick, because parts are kept."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from advisor.engine.locality import Halves, halves
from advisor.engine.reuse import NOTHING, Numbers, Reuse, Stages
from advisor.errors import InputError
from advisor.model.changed_case import Supposed, changed_case
from advisor.model.fact import Fact
from advisor.model.fact_parts import FactParts

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from advisor.engine.memory import Row
    from advisor.explanation.assessment import Assessment
    from advisor.knowledge.rulebook import Rulebook
    from advisor.model.case import Case

_GOAL = "path"
_SUBJECT = "home"


class World(NamedTuple):
    """The facts of a supposed case that bear on the path, kind by kind, as numbers."""

    common: tuple[int, ...]
    """About the change, the parties and money."""
    homes: dict[str, tuple[int, ...]]
    """About each home."""


class Paths:
    """Finds the path of supposed cases.

    A home is judged by itself, so what follows for it is worked out once for all supposed cases in
    which the same is said of it; so is what follows from the homes together.
    """

    def __init__(self, assessment: Assessment) -> None:
        """Takes the assessment of the case as it is."""
        self._assessment = assessment
        self._parts = FactParts(assessment.knowledge)
        self._closed: dict[Fact, bool] = {}
        self._plainer: dict[Fact, Fact] = {}
        self.numbers = Numbers()
        """What the numbers of a world stand for."""
        divided = self._divided = _divided(assessment.knowledge.rulebook)
        self._halves = divided.halves
        self._kinds = divided.kinds
        self._local = Reuse(divided.local, self.numbers)
        self._whole = Reuse(divided.whole, self.numbers)
        self._seen_by_local = self._local.seeing(divided.kinds)
        self._seen_by_whole = self._whole.seeing(divided.kinds)
        self._seen_of_handed = self._whole.seeing(divided.handed)
        self._counting: dict[int, bool] = {}
        self._of_homes: dict[tuple[int, tuple[Fact, ...]], tuple[int, ...]] = {}
        self._at = assessment.knowledge.rulebook.vocabulary.kinds[_GOAL].positions["path"]
        self._judged: dict[tuple[tuple[int, ...], tuple[int, ...]], tuple[int, ...]] = {}
        self._first: dict[str, list[int]] = {}
        self._chosen: dict[Hashable, str] = {}
        self._last: list[int] | None = None
        self._merged: dict[tuple[int, int, int], int | None] = {}

    def world(self, changes: Iterable[Supposed]) -> World | None:
        """The facts of a supposed case.

        Args:
            changes: What is supposed.

        Returns:
            The facts that bear on the path; nothing where an answer cannot be so.
        """
        try:
            case = changed_case(self._assessment.case, changes, self._assessment.knowledge)
        except InputError:
            return None
        return self._world(case)

    def _world(self, case: Case) -> World:
        parts = self._parts.of(case)
        about = self._about
        more: dict[str, list[Fact]] = {}
        common: list[Fact] = []
        for fact in parts.common:
            if fact.kind in about:
                more.setdefault(fact.word(_SUBJECT), []).append(fact)
            elif self._reads(fact):
                common.append(self._plain(fact))
        return World(
            self._numbered(common),
            {home: self._of_home(facts, more.get(home, ())) for home, facts in parts.homes.items()},
        )

    def _of_home(self, facts: tuple[Fact, ...], more: Iterable[Fact]) -> tuple[int, ...]:
        """The numbers of what is said of a home; facts that are kept are numbered once."""
        key = id(facts), tuple(more)  # the parts keep these facts, so no others get their id
        found = self._of_homes.get(key)
        if found is None:
            read = filter(self._reads, (*facts, *more))
            found = self._of_homes[key] = self._numbered(read)
        return found

    def _numbered(self, facts: Iterable[Fact]) -> tuple[int, ...]:
        rows: dict[str, list[Row]] = {}
        for fact in facts:
            rows.setdefault(fact.kind, []).append(tuple([value for _, value in fact.fields]))
        number = self.numbers.number
        return tuple([number(rows[kind]) if kind in rows else NOTHING for kind in self._kinds])

    @cached_property
    def _about(self) -> frozenset[str]:
        kinds = self._assessment.knowledge.rulebook.vocabulary.kinds
        return frozenset(name for name, kind in kinds.items() if _SUBJECT in kind.fields)

    def _reads(self, fact: Fact) -> bool:
        """Whether a fact can make a difference to the path; remembered."""
        known = self._closed.get(fact)
        if known is None:
            known = self._closed[fact] = self._halves.reads(fact)
        return known

    def _plain(self, fact: Fact) -> Fact:
        """A fact with one value for all that make no difference in a field nobody reads."""
        known = self._plainer.get(fact)
        if known is None:
            kind = self._assessment.knowledge.rulebook.vocabulary.kinds[fact.kind]
            read = self._halves.fields.get(fact.kind, frozenset())
            known = self._plainer[fact] = Fact(
                fact.kind,
                tuple(
                    (name, value if name in read or not (allowed := kind.fields[name].allowed)
                     else allowed[0])
                    for name, value in fact.fields
                ),
            )  # fmt: skip
        return known

    def counts(self, own: tuple[int, ...]) -> bool:
        """Whether a home can be chosen or the work sits there: it is open, or the place.

        Args:
            own: The facts about it.
        """
        number = own[self._kinds.index(_SUBJECT)]
        found = self._counting.get(number)
        if found is None:
            at = self._assessment.knowledge.rulebook.vocabulary.kinds[_SUBJECT].positions
            found = self._counting[number] = any(
                row[at["open"]] != "no" or row[at["place"]] == "yes"
                for row in self.numbers.rows(number)
            )
        return found

    def differences(self, one: World, other: World) -> tuple[bool, frozenset[str]]:
        """Where rules can tell the facts of two cases apart.

        Args:
            one: The facts of a case.
            other: Those of another.

        Returns:
            Whether in what is common to all homes, and in which homes.
        """

        def differ(first: tuple[int, ...], second: tuple[int, ...]) -> bool:
            """Whether a rule sees a difference."""
            return first != second and any(
                seen(first) != seen(second) for seen in (self._seen_by_local, self._seen_by_whole)
            )

        return differ(one.common, other.common), frozenset(
            home
            for home, own in one.homes.items()
            if differ(own, other.homes[home]) or self.counts(own) != self.counts(other.homes[home])
        )

    def together(self, base: World, one: World, other: World) -> World | None:
        """What two changes of a case make of its facts together.

        Args:
            base: The facts of the case as it is.
            one: The facts after the one change.
            other: The facts after the other.

        Returns:
            The facts after both; nothing where both change the same fact, or facts about the
            same home, so that the case has to be read anew.
        """
        common = self._together(base.common, one.common, other.common)
        if common is None:
            return None
        homes = dict(one.homes)
        for home, own in other.homes.items():
            if own != base.homes[home]:
                if homes[home] != base.homes[home]:
                    return None  # one answer about a home can decide whether another counts
                homes[home] = own
        return World(common, homes)

    def _together(
        self, base: tuple[int, ...], one: tuple[int, ...], other: tuple[int, ...]
    ) -> tuple[int, ...] | None:
        if one == base:
            return other
        if other == base:
            return one
        found = []
        for own, first, second in zip(base, one, other, strict=True):
            if first == own:
                found.append(second)
            elif second == own:
                found.append(first)
            else:
                both = self._both(own, first, second)
                if both is None:
                    return None
                found.append(both)
        return tuple(found)

    def _both(self, base: int, one: int, other: int) -> int | None:
        """The rows after two changes of them; nothing where both touch the same rows."""
        key = (base, one, other)
        if key not in self._merged:
            rows = self.numbers.rows
            own, first, second = rows(base), rows(one), rows(other)
            apart = not (own - first) & (own - second) and not (first - own) & (second - own)
            self._merged[key] = (
                self.numbers.number((own & first & second) | (first - own) | (second - own))
                if apart
                else None
            )
        return self._merged[key]

    def path(self, world: World) -> str:
        """The path that would be advised.

        Args:
            world: The facts of a supposed case.
        """
        local, whole = self._seen_by_local, self._seen_by_whole
        common = local(world.common)
        counting = [(home, own) for home, own in world.homes.items() if self.counts(own)]
        if not counting:
            counting = [("", (NOTHING,) * len(common))]
        judged = [(whole(own), self._judge(home, common, local(own))) for home, own in counting]
        alone = whole(world.common)
        key = alone, tuple(judged)
        path = self._chosen.get(key)
        if path is None:
            path = self._chosen[key] = self._choose(alone, judged)
        return path

    def _judge(self, home: str, common: tuple[int, ...], own: tuple[int, ...]) -> tuple[int, ...]:
        """What follows for one home, as far as it matters to the others."""
        key = (common, own)
        found = self._judged.get(key)
        if found is None:
            union = self.numbers.union
            told = self._local.told
            given = [
                one_place
                for kind, one, other in zip(self._kinds, common, own, strict=True)
                for one_place in told(kind, union((one, other)) if one and other else one or other)
            ]
            values = self._local.follow(given, self._first.get(home))
            self._first.setdefault(home, values)
            handed = tuple([values[place] for place in self._divided.places])
            found = self._judged[key] = self._seen_of_handed(handed)
        return found

    def _choose(
        self, common: tuple[int, ...], homes: list[tuple[tuple[int, ...], tuple[int, ...]]]
    ) -> str:
        """The path that follows from the homes together."""
        union = self.numbers.union
        divided = self._divided
        own, judged = zip(*homes, strict=True)
        told: dict[str, int] = {}
        for kind, several in zip(self._kinds, zip(common, *own, strict=True), strict=True):
            if kind in divided.whole.given:
                told[kind] = union(several)
        for kind, several in zip(divided.handed, zip(*judged, strict=True), strict=True):
            told[kind] = union((told.get(kind, NOTHING), *several))
        given = [one for kind, number in told.items() for one in self._whole.told(kind, number)]
        found = self._whole.follow(given, self._last)
        self._last = self._last or found
        rows = self.numbers.rows(found[divided.whole.places[_GOAL]])
        return next((str(row[self._at]) for row in sorted(rows)), "")


class _Divided(NamedTuple):
    """The rules about the path, divided and put in order, and how the one part feeds the other."""

    halves: Halves
    kinds: tuple[str, ...]
    """The kinds of fact that the case gives, in the order in which a world holds them."""
    local: Stages
    whole: Stages
    handed: tuple[str, ...]
    """The kinds that the first part concludes and the second reads."""
    places: tuple[int, ...]
    """Their places in the first part."""


def _divided(rulebook: Rulebook) -> _Divided:
    """The rules divided, the first time they are asked for."""
    found = rulebook.prepared.get("divided")
    if not isinstance(found, _Divided):
        parts = halves(rulebook, _GOAL, _SUBJECT)
        known = rulebook.vocabulary.kinds
        kinds = tuple(kind for kind in sorted(parts.fields) if known[kind].given)
        local, whole = Stages(parts.local, kinds), Stages(parts.whole, [_GOAL])
        concluded = {kind for entry in parts.local.entries for kind in entry.concludes}
        handed = tuple(kind for kind in parts.handed_over if kind in concluded)
        found = rulebook.prepared["divided"] = _Divided(
            parts,
            kinds,
            local,
            whole,
            handed,
            tuple(local.places[kind] for kind in handed),
        )
    return found
