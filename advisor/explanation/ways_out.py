"""Ways out: the smallest changes of answers after which something no longer holds, or holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.explanation.acts import Acts, only_where_open
from advisor.explanation.whatif import suppose_all
from advisor.solver.session import LARGEST, Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from advisor.explanation.acts import Act
    from advisor.explanation.assessment import Assessment
    from advisor.model.fact import Fact
    from advisor.solver.session import World

LARGEST_ADVERSE = 2
"""Answers that may change where one of them changes for the worse."""


class WaysOut:
    """One session over an assessed case: what somebody can change may change.

    Attributes:
        session: The session.
    """

    def __init__(self, assessment: Assessment, goals: Sequence[str], more: str = "") -> None:
        """Grounds the session.

        Args:
            assessment: The assessment of the case as it is.
            goals: The kinds of conclusion that are looked for.
            more: Further rules of the program.

        Raises:
            SolverMissingError: If clingo cannot be loaded.
        """
        self._assessment = assessment
        case, knowledge = assessment.case, assessment.knowledge
        every = Acts(case, knowledge).every(adverse=True)
        self._acts = {act.supposed: act for act in every}
        self._wished = [act.supposed for act in every if not act.adverse]
        rules = "\n".join((only_where_open(assessment), more))
        self.session = Session(case, knowledge, self._acts, goals, rules)

    def easiest(
        self,
        rank: Callable[[World], Any],
        without: Iterable[Fact] = (),
        having: Iterable[Fact] = (),
        worth: Iterable[Fact] = (),
    ) -> tuple[tuple[Act, ...], Assessment] | None:
        """The best of the smallest sets of changes after which something is so.

        Args:
            rank: What of a result makes it better; less is better. After that come the cost and
                how far answers move.
            without: Conclusions that must not follow.
            having: Conclusions that must follow.
            worth: Conclusions that must follow, too, where nobody would wish for a change.

        Returns:
            The changes and the assessment after them. Sets with a change that nobody would wish for
            are looked at only where there is no other. Nothing, which is a proof, where there is
            none of the sizes that are looked at.
        """
        gone, there = tuple(without), tuple(having)
        sizes = [(self._wished, size, there) for size in range(1, LARGEST + 1)]
        worse = (*there, *worth)
        sizes += [(list(self._acts), size, worse) for size in range(1, LARGEST_ADVERSE + 1)]
        for among, size, there in sizes:
            worlds = self.session.worlds(among, at_most=size, without=gone, having=there)
            if worlds:
                best = min(worlds, key=lambda world: (rank(world), self._effort(world)))
                acts = tuple(self._acts[one] for one in best.changes)
                return acts, suppose_all(self._assessment, best.changes)
        return None

    def _effort(self, world: World) -> tuple[Any, ...]:
        acts = [self._acts[one] for one in world.changes]
        return (
            sum(act.adverse for act in acts),
            not all(act.own for act in acts),
            sum(act.cost for act in acts),
            sum(act.distance for act in acts),
            [str(act.supposed) for act in acts],
        )
