"""The same case under many rulebooks that differ in a rule or two, reasoned over cheaply.

All variations are made ready together. A case is reasoned over once with the rules as they are;
then it is asked of each variation whether what it puts in the place of a rule concludes anything
else. Only where it does is the reasoning done again, from the stage in which that rule stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.engine.plans import RulePlan, TotalPlan
from advisor.engine.program import FIRING_LIMIT, Program, Reasoning
from advisor.engine.reference import carry_out, new_matches
from advisor.knowledge.rule import Rule
from advisor.knowledge.rulebook import Rulebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from advisor.engine.memory import Memory, Row
    from advisor.engine.program import Stage
    from advisor.knowledge.strata import Entry
    from advisor.model.fact import Fact

Plan = RulePlan | TotalPlan


class Swap(NamedTuple):
    """A rule or total, and what stands in its place."""

    stage: int
    """From where the reasoning differs."""
    now: Plan
    then: Plan


class VariedProgram:
    """A rulebook and variations of it, ready for any case."""

    def __init__(
        self,
        rulebook: Rulebook,
        variations: Iterable[Sequence[tuple[Entry, Entry]]],
        goals: Iterable[str],
    ) -> None:
        """Makes all of them ready.

        Args:
            rulebook: The rulebook as it is.
            variations: For each the rules and totals that it replaces, each with what stands in
                its place; that must conclude the same kinds of fact.
            goals: The kinds of fact that are wanted.

        Raises:
            KnowledgeError: If a conclusion of a variation depends on its own absence.
        """
        entries: list[Entry] = [*rulebook.entries]
        named: list[list[tuple[str, str]]] = []
        for swaps in variations:
            named.append([])
            for now, then in swaps:
                entries.append(then._replace(id=f"{now.id}~{len(entries)}"))
                named[-1].append((now.id, entries[-1].id))
        rules = [one for one in entries if isinstance(one, Rule)]
        totals = [one for one in entries if not isinstance(one, Rule)]
        self._goals = tuple(goals)
        self._program = Program(Rulebook(rulebook.vocabulary, rules, totals), self._goals)
        found: dict[str, tuple[int, Plan]] = {}
        for at, stage in enumerate(self._program.stages):
            found.update({plan.entry.id: (at, plan) for plan in stage.totals})
            found.update({plan.entry.id: (at, plan) for plan in stage.rules})
        self.variations = tuple(
            tuple(
                Swap(min(found[now][0], found[then][0]), found[now][1], found[then][1])
                for now, then in swaps
                if now in found
            )
            for swaps in named
        )
        """What each variation replaces, in their order, as far as it bears on the goals."""
        self._begins = {swap.stage for swaps in self.variations for swap in swaps}
        self._others = {swap.then for swaps in self.variations for swap in swaps}
        self._stages = [_but(one, self._others) for one in self._program.stages]

    def differing(self, base: Iterable[Fact]) -> Iterator[tuple[int, tuple[Fact, ...]]]:
        """The variations under which something on the way to the goals is concluded otherwise.

        Args:
            base: The facts of a case.

        Returns:
            The place of each among the variations, and the facts of the wanted kinds that follow.

        Raises:
            ConsultationError: As `advisor.engine.consultation.consult`.
        """
        reasoning = Reasoning(self._program.remember(base), FIRING_LIMIT)
        before: dict[int, Memory] = {}
        for at, stage in enumerate(self._stages):
            if at in self._begins:
                before[at] = reasoning.memory.fork()
            reasoning.totals(stage)
            carry_out(stage, reasoning)
        memory = reasoning.memory
        for place, swaps in enumerate(self.variations):
            if all(_concluded(one.now, memory) == _concluded(one.then, memory) for one in swaps):
                continue
            first = min(one.stage for one in swaps)
            again = Reasoning(before[first].fork(), FIRING_LIMIT)
            out = {one.now for one in swaps} | self._others - {one.then for one in swaps}
            for stage in self._program.stages[first:]:
                left = _but(stage, out)
                again.totals(left)
                carry_out(left, again)
            yield place, again.memory.facts(self._goals)


def _but(stage: Stage, out: set[Plan]) -> Stage:
    """A stage without some of its rules and totals."""
    return stage._replace(
        totals=tuple([one for one in stage.totals if one not in out]),
        rules=tuple([one for one in stage.rules if one not in out]),
    )


def _concluded(plan: Plan, memory: Memory) -> set[tuple[str, Row]]:
    """What a rule or total concludes from what holds in the end."""
    if isinstance(plan, TotalPlan):
        matches = plan.matches(memory)
    else:
        candidates = plan.candidates(memory, FIRING_LIMIT)
        matches = new_matches(plan, memory, candidates, None) if candidates else []
    return {(kind, row_of(match)) for kind, row_of, _ in plan.conclusions for match in matches}
