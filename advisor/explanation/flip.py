"""Flips: the smallest sets of changes that lead to another path, found by trying them all."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import InputError, echo, nearest
from advisor.explanation.acts import Act, Acts
from advisor.explanation.supposing import Paths, World

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.explanation.assessment import Assessment
    from advisor.model.fact import Fact

LARGEST = 3
"""Answers that a set may change."""
MOST_OF_THREE = 4000
"""Sets of three that are tried, the easiest first."""
MOST_ACTS_OF_THREE = 40
"""Changes of which sets of three are made, the easiest first."""
ASKING = "need-more-information"
"""The path that an answer too few leads to; no change is told for leading there, unless asked."""


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


class _Delta(NamedTuple):
    """What a change does to the facts that bear on the path."""

    gone: frozenset[Fact]
    come: frozenset[Fact]
    homes: dict[str, frozenset[Fact] | None]
    """Each home about which other facts hold then; nothing for one that no longer counts."""


class Search:
    """Tries changes of one case's answers, alone and together."""

    def __init__(self, assessment: Assessment) -> None:
        """Takes the case as it is."""
        self._assessment = assessment
        self._paths = Paths(assessment)
        found = self._paths.world([])
        assert found is not None
        self._base = found
        self._homes = dict(found.homes)
        self.acts = Acts(assessment.case, assessment.knowledge).every()
        self.tried = 0
        self._deltas: dict[Act, _Delta] = {}
        self._asleep: dict[str, list[Act]] = {}
        """Changes about a home that does not count, unless another makes it count."""
        for act in self.acts:
            home = act.name.home
            if home and home not in self._homes and act.name.question != "open":
                self._asleep.setdefault(home, []).append(act)
                continue
            delta = self._delta(act)
            if delta is not None and (delta.gone or delta.come or delta.homes):
                self._deltas[act] = delta

    def singles(self) -> Iterator[tuple[Act, ...]]:
        """Every change that makes any difference."""
        return ((act,) for act in self._deltas)

    def pairs(self) -> list[tuple[Act, ...]]:
        """Every two changes that could make a difference together, the easiest first."""
        found = [two for two in combinations(self._deltas, 2) if two[0].name != two[1].name]
        for act, delta in self._deltas.items():
            for home in delta.homes:
                found += [(act, other) for other in self._asleep.get(home, ())]
        return sorted(found, key=_cost)

    def triples(self) -> list[tuple[Act, ...]]:
        """Three changes, each of which makes a difference by itself, the easiest first.

        Only the easiest changes are combined.
        """
        some = list(self._deltas)[:MOST_ACTS_OF_THREE]
        found = [three for three in combinations(some, 3) if len({act.name for act in three}) == 3]
        return sorted(found, key=_cost)

    def path(self, acts: tuple[Act, ...]) -> str | None:
        """The path after some changes; nothing where they cannot all be."""
        self.tried += 1
        world = self._together(acts)
        return None if world is None else self._paths.path(world)

    def _delta(self, act: Act) -> _Delta | None:
        world = self._paths.world([act.supposed])
        if world is None:
            return None
        homes = dict(world.homes)
        return _Delta(
            self._base.common - world.common,
            world.common - self._base.common,
            {
                home: homes.get(home)
                for home in {**self._homes, **homes}
                if homes.get(home) != self._homes.get(home)
            },
        )

    def _together(self, acts: tuple[Act, ...]) -> World | None:
        """The facts after several changes: put together where they do not touch the same."""
        deltas = [self._deltas.get(act) for act in acts]
        gone: set[Fact] = set()
        come: set[Fact] = set()
        homes: dict[str, frozenset[Fact] | None] = {}
        for delta in deltas:
            if (
                delta is None
                or gone & delta.gone
                or come & delta.come
                or homes.keys() & delta.homes.keys()
            ):
                return self._paths.world([act.supposed for act in acts])
            gone |= delta.gone
            come |= delta.come
            homes.update(delta.homes)
        common = (self._base.common - gone) | come
        changed = {**self._homes, **homes}
        return World(
            common, tuple((home, facts) for home, facts in changed.items() if facts is not None)
        )


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
    search = assessment.search
    search.tried = 0

    def hits(sets: Iterable[tuple[Act, ...]]) -> list[Flip]:
        """The sets that lead where they should."""
        found: list[Flip] = []
        for acts in sets:
            path = search.path(acts)
            if path in (None, assessment.path) or (path == ASKING and wanted != ASKING):
                continue
            if wanted in ("", path) and _real(assessment, acts, str(path)):
                found.append(Flip(acts, str(path)))
        return found

    def result(found: list[Flip], size: int, all_tried: bool) -> Flips:
        found.sort(key=lambda flip: (flip.cost, [str(act.supposed) for act in flip.acts]))
        return Flips(
            assessment, wanted, tuple(found), size, len(search.acts), search.tried, all_tried
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


def _real(assessment: Assessment, acts: tuple[Act, ...], path: str) -> bool:
    """Whether the case, read again with the answers changed, gives the same path."""
    facts = assessment.trials.conclusions(act.supposed for act in acts)
    return facts is not None and any(
        fact.kind == "path" and fact.get("path") == path for fact in facts
    )


def _cost(acts: tuple[Act, ...]) -> tuple[int, list[str]]:
    return sum(act.cost for act in acts), [str(act.supposed) for act in acts]
