"""Whether the suite notices a fault in the knowledge, found out quickly.

*What counts as noticed.* A fault is noticed if, with it, some test that holds the conclusions of
a case would fail. Those tests are:

* `tests/cases/test_conclusions.py`, for every documented case, minimal pair and rule case: all
  conclusions of the kinds that a reader is told (`TOLD`), no more and no fewer, and by which rules
  each is concluded, for these are the reasons that a reader is given;
* the same for the situations of `situations.yaml`: a documented case with a few answers changed;
* the same for some generated cases, in which many answers are replaced at random.

Nothing else counts here, although more would fail: a changed weight or point is not noticed as
such, only where it changes something that is told; the words of a memo do not count, since a
proof that names one premise less is no wrong conclusion; nor do the random slices of answers,
since they hold only what is true of all cases. So the share noticed is a lower bound. A fault
that changes only the reasons is told apart (`Notice.by`).

*Why it is quick.* A fault changes one rule. If in the completed facts of a case the rule with the
fault concludes what the rule without it concluded, then what was complete without the fault is
complete with it: every other rule is as it was, and what a rule negates or totals up is finished
in a lower stratum. The case need not be reasoned over again, unless the rule rests on its own
conclusions in a circle; then it is. Where the conclusions differ, the case is reasoned over by
the reference evaluator, with the plans of all other rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.engine.plans import RulePlan, TotalPlan
from advisor.engine.program import FIRING_LIMIT, Program, Reasoning, new_matches
from advisor.errors import ConsultationError, KnowledgeError
from advisor.knowledge.rule import Rule
from advisor.knowledge.rulebook import Rulebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from support.mutants import Mutant

    from advisor.engine.alpha import Memory, Row
    from advisor.model.fact import Fact

TOLD = {
    "network": (
        "alignment", "channel", "clash", "fit", "member", "no-seat", "part-clashes", "part-order",
        "part-outlives", "seat", "set-aside", "share", "tally", "veto", "weight",
    ),
    "questions": (
        "better", "demand", "family-choice", "gap", "grid", "open-question", "reads", "weaker",
    ),
    "homes": ("assumed-reading", "blocked", "unsuited", "verdict"),
    "path": (
        "alternative", "chosen-home", "home-undecided", "not-chosen", "path", "point", "route",
    ),
    "choices": ("leaning", "matters", "way-fails"),
    "risks": ("flag", "pull-count", "pull-indicator", "pull-unchecked"),
    "doing": ("condition", "keystone", "lean"),
    "words": ("mean", "raters", "spread", "tension-state"),
}  # fmt: skip
"""The kinds of conclusion that explanations and memos read by name, by what they tell of."""
_TOLD = frozenset(kind for kinds in TOLD.values() for kind in kinds)

Concluded = frozenset["Fact"]

CONCLUSIONS, REASONS, READER = "conclusions", "reasons", "the reader"
"""By what a fault is noticed: by what is concluded, by why, or because the rules cannot be read."""


class Notice(NamedTuple):
    """That a fault is noticed, and how."""

    case: str
    """The first case that notices; none where the rules cannot be read."""
    by: str
    """`CONCLUSIONS`, `REASONS` or `READER`."""


class Watched(NamedTuple):
    """A case of which a test holds all that is told, as it is today."""

    name: str
    base: tuple[Fact, ...]


class _Case(NamedTuple):
    watched: Watched
    memory: Memory
    """The completed facts, without any fault."""
    told: Concluded
    """What a reader is told of them."""


def told(concluded: Iterable[Fact]) -> Concluded:
    """The conclusions a reader is told."""
    return frozenset(fact for fact in concluded if fact.kind in _TOLD)


class Bench:
    """A rulebook and the cases that watch over it, ready for many faults."""

    def __init__(
        self, rulebook: Rulebook, cases: Iterable[Watched], like: Bench | None = None
    ) -> None:
        """Reasons over every case once.

        Args:
            rulebook: The rulebook without a fault.
            cases: The cases.
            like: A bench for the same rulebook, whose plans can be used.
        """
        self.rulebook = rulebook
        self._program = Program(rulebook) if like is None else like._program
        self._made: dict[int, Any] = {} if like is None else like._made
        self._plans: dict[str, Any] = {
            plan.entry.id: plan
            for stage in self._program.stages
            for plan in (*stage.totals, *stage.rules)
        }
        self._cases = []
        for watched in cases:
            completed = self._memory(self._program, watched.base)
            self._cases.append(_Case(watched, completed, told(completed.facts())))
        self._above = self._reached() if like is None else like._above

    def noticed(self, mutant: Mutant) -> Notice | None:
        """How a fault is first noticed; nothing if it is not."""
        differing = self.differing(mutant)
        try:
            program = self._with(mutant) if differing else self._program
        except KnowledgeError:
            return Notice("", READER)
        completed = []
        for case in differing:
            try:
                completed.append(self._memory(program, case.watched.base))
            except ConsultationError:
                return Notice(case.watched.name, CONCLUSIONS)
            if told(completed[-1].facts()) != case.told:
                return Notice(case.watched.name, CONCLUSIONS)
        for case, memory in zip(differing, completed):
            if _reasons(program, memory) != _reasons(self._program, case.memory):
                return Notice(case.watched.name, REASONS)
        return None

    def concluded(self, mutant: Mutant | None, base: Sequence[Fact]) -> Concluded | None:
        """Everything concluded from some facts with a fault; nothing if it cannot be."""
        program = self._program if mutant is None else self._with(mutant)
        try:
            return frozenset(self._memory(program, base).facts())
        except ConsultationError:
            return None

    def differing(self, mutant: Mutant) -> list[_Case]:
        """The cases in which the rule with the fault may conclude something else."""
        if mutant.entry is not None and self._is_circular(mutant.entry):
            return self._cases
        before = self._plans[mutant.rule]
        after = None if mutant.entry is None else self._plan(mutant.entry)
        return [
            case
            for case in self._cases
            if _heads(before, case.memory) != (_heads(after, case.memory) if after else frozenset())
        ]

    def _plan(self, entry: Any) -> Any:
        found = self._made.get(id(entry))
        if found is None:
            make = RulePlan if isinstance(entry, Rule) else TotalPlan
            found = self._made[id(entry)] = make(entry, self._program.network)
        return found

    @staticmethod
    def _memory(program: Program, base: Iterable[Fact]) -> Memory:
        reasoning = Reasoning(program.remember(base), FIRING_LIMIT)
        program.run(reasoning)
        return reasoning.memory

    def _with(self, mutant: Mutant) -> Program:
        """The program with a fault; the plans of all other rules are the same objects."""
        before, after = self.rulebook.entry(mutant.rule), mutant.entry
        if after is not None and not (
            set(after.waits_for) <= set(before.waits_for)
            and set(after.reads) <= {*before.reads, *before.waits_for}
            and set(after.concludes) <= set(before.concludes)
        ):  # which may put rules in another order
            entries = [after if one is before else one for one in self.rulebook.entries]
            rules = [one for one in entries if isinstance(one, Rule)]
            totals = [one for one in entries if not isinstance(one, Rule)]
            return Program(Rulebook(self.rulebook.vocabulary, rules, totals))
        put = {mutant.rule: () if after is None else (self._plan(after),)}
        program = Program.__new__(Program)  # a copy would forget what was seen of cases
        program.__dict__.update(self._program.__dict__)
        program.stages = tuple(
            stage._replace(totals=_put(stage.totals, put), rules=_put(stage.rules, put))
            for stage in self._program.stages
        )
        return program

    def _reached(self) -> dict[str, set[str]]:
        """For each kind, every kind that may depend on it."""
        direct: dict[str, set[str]] = {}
        for entry in self.rulebook.entries:
            for kind in (*entry.reads, *entry.waits_for):
                direct.setdefault(kind, set()).update(entry.concludes)
        found = {}
        for kind in self.rulebook.vocabulary.kinds:
            seen = {kind}
            queue = [kind]
            for one in queue:
                new = direct.get(one, set()) - seen
                seen |= new
                queue.extend(new)
            found[kind] = seen
        return found

    def _is_circular(self, entry: Any) -> bool:
        reads = {*entry.reads, *entry.waits_for}
        return any(reads & self._above[kind] for kind in entry.concludes)


def _put(plans: Any, put: dict[str, tuple[Any, ...]]) -> tuple[Any, ...]:
    return tuple(one for plan in plans for one in put.get(plan.entry.id, (plan,)))


def _reasons(program: Program, memory: Memory) -> frozenset[tuple[str, str, Row]]:
    """For each conclusion that is told, every rule that concludes it."""
    return frozenset(
        (plan.entry.id, kind, row)
        for stage in program.stages
        for plan in stage.rules
        if _TOLD.intersection(plan.entry.concludes)
        for kind, row in _heads(plan, memory)
        if kind in _TOLD
    )


def _heads(plan: Any, memory: Memory) -> frozenset[tuple[str, Row]]:
    """What a rule or total concludes from completed facts."""
    for pattern in plan.entry.patterns:  # what only the rule with the fault asks for
        alpha = plan._network.element(pattern).alpha
        if alpha not in memory.rows:
            memory.rows[alpha] = [row for row in memory.tables[alpha.kind] if alpha.accepts(row)]
    if isinstance(plan, TotalPlan):
        matches = plan.matches(memory)
    else:
        candidates = plan.candidates(memory, FIRING_LIMIT)
        matches = new_matches(plan, memory, candidates, None) if candidates else []
    return frozenset((one.kind, one.row(match)) for one in plan.conclusions for match in matches)
