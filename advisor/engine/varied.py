"""The same case under many rulebooks that differ in a rule or two, reasoned over cheaply.

All variations are made ready together. A case is reasoned over once with the rules as they are;
then it is asked of each variation whether what it puts in the place of a rule concludes anything
else. Only where it does is the reasoning done again, and of it only what rests on the difference.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from advisor.engine.plans import RulePlan, TotalPlan
from advisor.engine.program import FIRING_LIMIT, Program, Reasoning, Stage, carry_out, new_matches
from advisor.knowledge.rule import Rule
from advisor.knowledge.rulebook import Rulebook

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from advisor.engine.alpha import Memory, Row
    from advisor.knowledge.strata import Entry
    from advisor.model.fact import Fact

    _Conclusions = dict[str, set[Row]]
    _Made = dict["Plan", _Conclusions]

Plan = RulePlan | TotalPlan


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
        stages = self._program.stages
        plans: dict[str, Plan] = {plan.entry.id: plan for stage in stages for plan in _plans(stage)}
        self.variations = tuple(
            {plans[now]: plans[then] for now, then in swaps if now in plans} for swaps in named
        )
        """What each variation puts in the place of what, in their order, as far as it matters."""
        others = {plan for swaps in self.variations for plan in swaps.values()}
        self._stages = [
            stage._replace(
                totals=tuple([one for one in stage.totals if one not in others]),
                rules=tuple([one for one in stage.rules if one not in others]),
            )
            for stage in stages
        ]
        self._concluding: dict[str, list[Plan]] = defaultdict(list)
        # The kinds of fact on which each rule and total rests, also by their absence.
        self._asked: dict[Plan, tuple[str, ...]] = {}
        for stage in self._stages:
            for plan in _plans(stage):
                self._asked[plan] = (*plan.reads, *plan.entry.waits_for)
                for kind in plan.entry.concludes:
                    self._concluding[kind].append(plan)

    def differing(self, base: Iterable[Fact]) -> Iterator[tuple[int, tuple[Fact, ...]]]:
        """The variations under which something on the way to the goals is concluded otherwise.

        Returns:
            The place of each among the variations, and the facts of the wanted kinds that follow.

        Raises:
            ConsultationError: As `advisor.engine.consultation.consult`.
        """
        reasoning = Reasoning(self._program.remember(base), FIRING_LIMIT)
        for stage in self._stages:
            reasoning.totals(stage)
            carry_out(stage, reasoning)
        memory = reasoning.memory
        made = {plan: _concluded(plan, memory) for stage in self._stages for plan in _plans(stage)}
        given = memory.given()
        for place, swaps in enumerate(self.variations):
            if any(_concluded(then, memory) != made[now] for now, then in swaps.items()):
                world = self._under(swaps, memory, given, made)
                yield place, world.facts(self._goals)

    def _under(
        self, swaps: Mapping[Plan, Plan], memory: Memory, given: dict[str, set[Row]], made: _Made
    ) -> Memory:
        """What holds under a variation: only what rests on a difference is worked out again."""
        world = memory.fork()
        now: dict[Plan, _Conclusions] = {}
        changed: set[str] = set()

        def rows(kind: str, without: Collection[Plan] = ()) -> dict[Row, None]:
            found = dict.fromkeys(given[kind])
            for plan in self._concluding[kind]:
                if plan not in without:
                    found.update(dict.fromkeys(now.get(plan, made[plan]).get(kind, ())))
            return found

        for stage in self._stages:
            for plans in (stage.totals, stage.rules):
                touched: list[Plan] = [
                    one for one in plans if one in swaps or not changed.isdisjoint(self._asked[one])
                ]
                if touched and plans is stage.rules and stage.circular:
                    touched = [*plans]
                    for kind in {kind for one in plans for kind in one.entry.concludes}:
                        world.replace(kind, rows(kind, without=touched))
                    put = [swaps.get(one, one) for one in stage.rules]
                    rules = tuple([one for one in put if isinstance(one, RulePlan)])
                    carry_out(stage._replace(rules=rules), Reasoning(world, FIRING_LIMIT))
                fresh = set()
                for plan in touched:
                    now[plan] = _concluded(swaps.get(plan, plan), world)
                    kinds = now[plan].keys() | made[plan].keys()
                    fresh |= {one for one in kinds if now[plan].get(one) != made[plan].get(one)}
                for kind in fresh:
                    world.replace(kind, rows(kind))
                changed |= fresh
        return world


def _plans(stage: Stage) -> list[Plan]:
    """The totals and rules of a stage."""
    return [*stage.totals, *stage.rules]


def _concluded(plan: Plan, memory: Memory) -> _Conclusions:
    """What a rule or total concludes from what holds in the end, by kind."""
    if isinstance(plan, TotalPlan):
        matches = plan.matches(memory)
    else:
        candidates = plan.candidates(memory, FIRING_LIMIT)
        matches = new_matches(plan, memory, candidates, None) if candidates else []
    found: _Conclusions = {}
    for kind, row_of, _ in plan.conclusions if matches else ():
        found.setdefault(kind, set()).update(map(row_of, matches))
    return found
