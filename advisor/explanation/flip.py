"""Flips: the smallest sets of changes that lead to another path, found by trying them all."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from advisor.engine.collecting import uncollected
from advisor.errors import InputError, echo, nearest
from advisor.explanation.acts import Act, Acts
from advisor.explanation.supposing import Paths, World
from advisor.explanation.trial import Trials
from advisor.explanation.turning import Turning

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.explanation.assessment import Assessment
    from advisor.explanation.turning import Change

LARGEST = 3
"""Answers that a set may change."""
MOST_OF_THREE = 4000
"""Sets of three that are tried, the easiest first."""
MOST_ACTS_OF_THREE = 40
"""Changes of which sets of three are made, the easiest first."""


class Flip(NamedTuple):
    """A smallest set of changes after which the path is another one."""

    acts: tuple[Act, ...]
    path: str
    """The path that would be advised."""

    @property
    def cost(self) -> int:
        """How hard it is to bring about."""
        return sum(act.cost for act in self.acts)


class Flips(NamedTuple):
    """What a search for flips has found."""

    assessment: Assessment
    to: str
    """The path that was wanted; empty if any other would do."""
    flips: tuple[Flip, ...]
    """The sets, the easiest first; all of one size."""
    size: int
    """How many answers each set changes; without any, how many were tried at most."""
    acts: int
    """How many changes of one answer somebody can bring about."""
    tried: int
    """How many sets were tried."""
    all_tried: bool
    """Whether every set up to this size was tried."""
    deeds: tuple[Change, ...] = ()
    """What somebody would wish for that changes several answers at once and leads there."""
    against: tuple[Change, ...] = ()
    """What nobody would wish for and what would lead there all the same."""


class Search:
    """Tries changes of one case's answers, alone and together."""

    def __init__(self, assessment: Assessment) -> None:
        """Takes the case as it is."""
        self._assessment = assessment
        self._paths = Paths(assessment)
        found = self._paths.world([])
        assert found is not None
        self._base = found
        self.acts = Acts(assessment.case, assessment.knowledge).every()
        self.tried = 0
        self._changed: dict[Act, World] = {}
        """The facts after each change that rules can tell from the case as it is."""
        self._asleep: dict[Act, frozenset[str]] = {}
        """Changes only of what is said of homes that do not count, and which homes these are."""
        counting = self._counting(found)
        for act in self.acts:
            home = act.name.home
            if home and home not in counting and act.name.question != "open":
                self._asleep[act] = frozenset([home])  # to be asked of it would count as open
                continue
            world = self._paths.world([act.supposed])
            if world is None:
                continue
            common, homes = self._paths.differences(found, world)
            if not common and not homes:
                continue
            self._changed[act] = world
            if not common and not homes & (counting | self._counting(world)):
                self._asleep[act] = homes

    def _counting(self, world: World) -> frozenset[str]:
        """The homes that count."""
        counts = self._paths.counts
        return frozenset(home for home, own in world.homes.items() if counts(own))

    def _awake(self) -> list[Act]:
        """The changes that make a difference by themselves."""
        return [act for act in self._changed if act not in self._asleep]

    def singles(self) -> Iterator[tuple[Act, ...]]:
        """Every change that makes any difference."""
        return ((act,) for act in self._awake())

    def pairs(self) -> list[tuple[Act, ...]]:
        """Every two changes that could make a difference together, the easiest first.

        What is said of a home that does not count matters only where the other change makes it
        count.
        """
        awake = self._awake()
        found = [two for two in combinations(awake, 2) if two[0].name != two[1].name]
        before = self._counting(self._base)
        for act in awake:
            opened = self._counting(self._changed[act]) - before
            if opened:
                found += [
                    (act, other)
                    for other, homes in self._asleep.items()
                    if homes & opened and other.name != act.name
                ]
        return sorted(found, key=_cost)

    def triples(self) -> list[tuple[Act, ...]]:
        """Three changes, each of which makes a difference by itself, the easiest first.

        Only the easiest changes are combined.
        """
        some = self._awake()[:MOST_ACTS_OF_THREE]
        found = [three for three in combinations(some, 3) if len({act.name for act in three}) == 3]
        return sorted(found, key=_cost)

    def path(self, acts: tuple[Act, ...]) -> str | None:
        """The path after some changes; nothing where they cannot all be."""
        self.tried += 1
        world = self._together(acts)
        return None if world is None else self._paths.path(world)

    def _together(self, acts: tuple[Act, ...]) -> World | None:
        """The facts after several changes: put together where they do not touch the same."""
        world: World | None = self._base
        for act in acts:
            changed = self._changed.get(act)
            if changed is not None and world is not None:
                world = self._paths.together(self._base, world, changed)
            else:
                world = None
        if world is None:
            return self._paths.world([act.supposed for act in acts])
        return world


def flips(assessment: Assessment, to: str = "", *, largest: int = LARGEST) -> Flips:
    """Finds the smallest sets of changes that lead to another path.

    Args:
        assessment: An assessment.
        to: The path that is wanted; any other than the advised if it is empty.
        largest: How many answers a set may change at most, 1 to 3.

    Returns:
        Every set of the smallest size there is, the easiest first.

    Raises:
        InputError: If there is no such path, or it is advised already.
    """
    wanted = _wanted(assessment, to)
    with uncollected():
        return _flips(assessment, wanted, largest)


def _flips(assessment: Assessment, wanted: str, largest: int) -> Flips:
    """The same as `flips`, for a path that can be wanted."""
    search, trials = Search(assessment), Trials(assessment)
    nowhere = {None, assessment.path, *assessment.knowledge.section("acts", "no-aim")} - {wanted}

    def hits(sets: Iterable[tuple[Act, ...]]) -> list[Flip]:
        """The sets that lead where they should."""
        found: list[Flip] = []
        for acts in sets:
            path = search.path(acts)
            if path in nowhere or wanted not in ("", path):
                continue
            if path == trials.path(act.supposed for act in acts):  # read anew
                found.append(Flip(acts, str(path)))
        return found

    def result(found: list[Flip], size: int, all_tried: bool) -> Flips:
        found.sort(key=lambda flip: (flip.cost, [str(act.supposed) for act in flip.acts]))
        every = Turning(assessment, trials).every()
        leading = [one for one in every if wanted in ("", one.path)]
        return Flips(
            assessment,
            wanted,
            tuple(found),
            size,
            len(search.acts),
            search.tried,
            all_tried,
            tuple(one for one in leading if not one.adverse and len(one.supposed) > 1),
            tuple(one for one in leading if one.adverse),
        )

    found = hits(search.singles())
    if found or largest == 1:
        return result(found, 1, True)
    found = hits(search.pairs())
    if found or largest == 2:
        return result(found, 2, True)
    triples = search.triples()
    found = hits(triples[:MOST_OF_THREE])
    return result(found, LARGEST, False)


def _wanted(assessment: Assessment, to: str) -> str:
    wanted = to.strip().lower().replace("_", "-").replace(" ", "-")
    paths = assessment.knowledge.paths
    if wanted and wanted not in paths:
        match = nearest(wanted, paths)
        raise InputError(
            f"There is no path {echo(to)}.",
            remedy=f"Did you mean “{match}”?" if match else f"The paths are: {', '.join(paths)}.",
        )
    if wanted == assessment.path:
        raise InputError(
            f"The path “{wanted}” is advised already.",
            remedy="Name another, or leave --to out to see what would change it.",
        )
    return wanted


def _cost(acts: tuple[Act, ...]) -> tuple[int, list[str]]:
    return sum(act.cost for act in acts), [str(act.supposed) for act in acts]
