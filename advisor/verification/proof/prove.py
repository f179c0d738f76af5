"""The proof as a whole: every property, or a slice of whole cases drawn at random."""

from __future__ import annotations

import random
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from advisor.verification.proof.beside import TooManyError
from advisor.verification.proof.finding import Finding, Violation, Violations
from advisor.verification.proof.properties import (
    ask_where_it_matters,
    every_path,
    factoring,
    grants_never_harm,
    no_idle_rule,
    no_veto,
    one_path,
    open_home,
    unknowns_are_announced,
)
from advisor.verification.proof.space import Space
from advisor.verification.proof.whole_case import carry_out, random_case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import ModuleType

    from advisor.knowledge.base import Knowledge
    from advisor.verification.proof.whole_case import Outcome

PROPERTIES = (
    one_path,
    open_home,
    no_veto,
    ask_where_it_matters,
    every_path,
    grants_never_harm,
    unknowns_are_announced,
    factoring,
    no_idle_rule,
)
"""In the order in which they are proved; the last looks at what the others carried out."""

IDS = tuple(one.ID for one in PROPERTIES)

IN_ONE_CASE = (one_path, open_home, no_veto)
"""Those that can be seen in one whole case."""

FACTORED = "parts-agree"
"""The id of the check that whole cases come to what the parts come to."""


class Proof(NamedTuple):
    """What came of proving a knowledge base."""

    folder: str
    findings: tuple[Finding, ...]
    rules: int
    """How many rules and totals bear on the path."""
    answers: tuple[str, ...]
    """The answers that bear on the path."""
    evaluations: int
    """How often the reference evaluator carried out rules."""
    sampled: int
    """How many whole cases were drawn, for a slice; 0 for the whole proof."""
    seed: int

    @property
    def holds(self) -> bool:
        """Whether nothing broke a property."""
        return all(one.holds for one in self.findings)


def prove(
    knowledge: Knowledge,
    only: Iterable[str] = (),
    homes: Iterable[str] = (),
    ended: Callable[[Finding], None] | None = None,
) -> Proof:
    """Proves the properties of a knowledge base over all answers.

    Args:
        knowledge: The knowledge base.
        only: The ids of the properties wanted; all, when none is named.
        homes: The homes there are; all of them, when none is named.
        ended: What hears of each property as it ends.

    Returns:
        What came of each.
    """
    space = Space(knowledge, homes)
    wanted = set(only) or set(IDS)
    findings = []
    for one in PROPERTIES:
        if one.ID in wanted:
            findings.append(_prove(one, space))
            if ended is not None:
                ended(findings[-1])
    return _proof(space, tuple(findings))


def _prove(one: ModuleType, space: Space) -> Finding:
    """What comes of one property; broken, too, where there is too much to go through."""
    try:
        found: Finding = one.prove(space)
    except TooManyError as too_many:
        return Finding(one.ID, 0, 0, (Violation(str(too_many), ""),))
    return found


def sample(knowledge: Knowledge, number: int, seed: int = 0) -> Proof:
    """Looks at whole cases drawn at random; a quick slice of the proof.

    Args:
        knowledge: The knowledge base.
        number: How many cases.
        seed: The same seed draws the same cases.

    Returns:
        What came of the properties that can be seen in one case, and of the check that the
        path of a whole case is the one that its parts come to.
    """
    space = Space(knowledge)
    dice = random.Random(seed)
    cases = [random_case(space, dice) for _ in range(number)]
    outcomes = [carry_out(space, case) for case in cases]
    findings = [_look(space, one.ID, outcomes, one.broken) for one in IN_ONE_CASE]
    unannounced = partial(unknowns_are_announced.unannounced, space)
    findings.append(_look(space, unknowns_are_announced.ID, outcomes, unannounced))
    findings.append(_look(space, FACTORED, outcomes, lambda one: disagreement(space, one)))
    return _proof(space, tuple(findings), number, seed)


def disagreement(space: Space, outcome: Outcome) -> str:
    """Whether a case comes to another path once homes are closed that should not count.

    No rule should see more of the other homes than the front-runner, or a home that waits for an
    answer, and one more that it asks for; so whole cases with no others must come to the same.
    """
    case = outcome.case
    front = [*map(str, outcome.values("front-runner", "home"))]
    passing = [str(one) for one in outcome.values("candidate", "home") if one not in front]
    special = [one for one in passing if one in space.sorts_of_home]
    waiting = [
        home
        for home, open_ in outcome.homes.items()
        if open_ != "no" and "unknown" in outcome.values("verdict", "is", home=home)
    ]
    district = [
        str(one)
        for one in outcome.values("candidate", "home", group="district")
        if one not in front
    ]
    for extra in [*special, *district, *([] if front else waiting), ""]:
        kept = {case.place, *front, extra}
        fewer = case._replace(
            answers=tuple(one for one in case.answers if not one[0].home or one[0].home in kept)
        )
        if carry_out(space, fewer).paths == outcome.paths:
            return ""
    return f"the path is {', '.join(outcome.paths)}, and another one with two other homes only"


def _look(
    space: Space, name: str, outcomes: list[Outcome], broken: Callable[[Outcome], str]
) -> Finding:
    violations = Violations(space)
    for outcome in outcomes:
        says = broken(outcome)
        if says:
            violations.add_case(says, outcome.case, broken)
    return Finding(name, len(outcomes), 0, violations.found)


def _proof(space: Space, findings: tuple[Finding, ...], sampled: int = 0, seed: int = 0) -> Proof:
    return Proof(
        str(space.knowledge.folder.name),
        findings,
        len(space.bearing),
        tuple(str(one) for one in space.relevant),
        space.reasoner.evaluations,
        sampled,
        seed,
    )
