"""Flips: all smallest sets of changes that lead to another path, proved to be the smallest."""

from __future__ import annotations

from collections.abc import Iterable
from math import prod
from typing import NamedTuple

from advisor.errors import InputError, as_name, did_you_mean, echo
from advisor.explanation.acts import Act, Acts, only_where_open
from advisor.explanation.assess import Assessment
from advisor.explanation.happenings import Change, Happenings, led_to
from advisor.model.fact import Fact
from advisor.solver.session import LARGEST, Session


class Flip(NamedTuple):
    """A smallest set of changes after which the path is another one."""

    acts: tuple[Act, ...]
    path: str
    """The path that would be advised."""

    @property
    def cost(self) -> int:
        """How hard it is to bring about."""
        return sum(act.cost for act in self.acts)


class Folded(NamedTuple):
    """Smallest sets that differ only in changes of which any will do."""

    choices: tuple[tuple[Act, ...], ...]
    """For each change of a set, those that are interchangeable, the easiest first."""
    path: str
    """The path that would be advised."""

    @property
    def cost(self) -> int:
        """How hard the easiest of the sets is to bring about."""
        return sum(acts[0].cost for acts in self.choices)

    @property
    def sets(self) -> int:
        """How many sets these are."""
        return prod(map(len, self.choices))


class Flips(NamedTuple):
    """What leads to another path; what is not listed is proved not to be."""

    assessment: Assessment
    to: str
    """The path that was wanted; empty if any other would do."""
    flips: tuple[Flip, ...]
    """The sets, the easiest first; all of one size, and all there are of it."""
    folded: tuple[Folded, ...]
    """The same, with interchangeable changes put together."""
    size: int
    """How many answers each set changes; without any, how many were allowed at most."""
    acts: int
    """How many changes of one answer somebody can bring about."""
    deeds: tuple[Change, ...] = ()
    """What somebody would wish for that changes several answers at once and leads there."""
    against: tuple[Change, ...] = ()
    """What nobody would wish for and what would lead there all the same."""


def flips(assessment: Assessment, to: str = "", *, largest: int = LARGEST) -> Flips:
    """Finds all smallest sets of changes that lead to another path.

    Args:
        to: The path that is wanted; any other than the advised if it is empty.
        largest: How many answers a set may change at most, 1 to 3.

    Returns:
        Every set of the smallest size there is, the easiest first.

    Raises:
        InputError: If there is no such path, or it is advised already.
        SolverMissingError: If clingo cannot be loaded.
    """
    wanted = _wanted(assessment, to)
    case, knowledge = assessment.case, assessment.knowledge
    acts = {one.supposed: one for one in Acts(case, knowledge).every()}
    changes = [Change((one,)) for one in Happenings(assessment).every()]
    together = [one.supposed for one in changes]
    session = Session(case, knowledge, acts, more=only_where_open(assessment), together=together)
    paths = led_to(session.after_one())
    leading = [one.leading(paths) for one in changes]
    nowhere = {assessment.path, *knowledge.section("happenings", "no-aim")} - {wanted}
    found: list[Flip] = []
    size = 0
    while not found and size < largest:
        size += 1
        worlds = session.worlds(
            acts,
            at_most=size,
            without=[] if wanted else [_path(path) for path in sorted(nowhere)],
            having=[_path(wanted)] if wanted else [],
        )
        for world in worlds:
            made = tuple(acts[one] for one in world.changes)
            found.append(Flip(made, world.only("path").word("path")))
    found.sort(key=lambda flip: (flip.cost, [str(act.supposed) for act in flip.acts]))
    told = [
        one
        for one in leading
        if one.path not in ("", assessment.path, *knowledge.section("happenings", "untold"))
        and wanted in ("", one.path)
    ]
    return Flips(
        assessment,
        wanted,
        tuple(found),
        tuple(fold(found)),
        size,
        len(acts),
        tuple(one for one in told if not one.adverse and len(one.supposed) > 1),
        tuple(one for one in told if one.adverse),
    )


def fold(found: Iterable[Flip]) -> list[Folded]:
    """Puts sets together that differ in one change, as long as there are any.

    Args:
        found: Sets of changes, the easiest first.

    Returns:
        Each set once, as one choice out of each of its lists; the easiest first.
    """
    folded = [Folded(tuple((act,) for act in flip.acts), flip.path) for flip in found]
    merged = True
    while merged:
        merged = False
        alike: dict[tuple[str, frozenset[tuple[Act, ...]]], list[Folded]] = {}
        for one in folded:
            for acts in one.choices:
                alike.setdefault((one.path, frozenset(one.choices) - {acts}), []).append(one)
        left = dict.fromkeys(folded)
        for (_, rest), several in sorted(alike.items(), key=lambda each: -len(each[1])):
            together = [one for one in several if one in left]
            if len(together) > 1:
                merged = True
                for one in together:
                    del left[one]
                left[_any_of(together, rest)] = None
        folded = list(left)
    return sorted(
        folded, key=lambda one: (one.cost, [str(acts[0].supposed) for acts in one.choices])
    )


def _any_of(several: list[Folded], rest: frozenset[tuple[Act, ...]]) -> Folded:
    """Sets that have the rest of their changes in common as one."""
    apart = [choice for one in several for choice in one.choices if choice not in rest]
    any_of = tuple(sorted({act for choice in apart for act in choice}, key=_easiest))
    choices = sorted((*rest, any_of), key=lambda choice: _easiest(choice[0]))
    return several[0]._replace(choices=tuple(choices))


def _easiest(act: Act) -> tuple[int, str]:
    return act.cost, str(act.supposed)


def _path(path: str) -> Fact:
    return Fact("path", (("path", path),))


def _wanted(assessment: Assessment, to: str) -> str:
    wanted, paths = as_name(to), assessment.knowledge.paths
    if wanted and wanted not in paths:
        remedy = did_you_mean(wanted, paths, f"The paths are: {', '.join(paths)}.")
        raise InputError(f"There is no path {echo(to)}.", remedy=remedy)
    if wanted == assessment.path:
        raise InputError(
            f"The path “{wanted}” is advised already.",
            remedy="Name another, or leave --to out to see what would change it.",
        )
    return wanted
