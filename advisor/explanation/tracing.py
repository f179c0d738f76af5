"""The trace: every firing of a consultation in order, with the moment in which it happens."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from advisor.engine import agenda as agendas
from advisor.explanation.clauses import Clauses
from advisor.knowledge.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.engine.agenda import Activation
    from advisor.engine.trace import Firing
    from advisor.explanation.assessment import Assessment
    from advisor.explanation.reason import Reason
    from advisor.knowledge.vocabulary import Value
    from advisor.model.fact import Fact

MANY = 5
"""Fields of a fact from which on only those that matter are shown."""

STANDING = "standing"
"""The basis of a fact that comes from the knowledge and holds in every case."""


class Premise(NamedTuple):
    """A fact that a firing takes, and where it comes from."""

    fact: Fact
    step: int | None
    """The number of the step that established it; nothing for an answer."""
    basis: str
    """Of an answer: `stated`, `assumed`, `unknown` or `standing`; else empty."""
    line: int | None
    """Of an answer: its line in the case file, where it has one."""
    short: str
    """The fact in one line; of one with many fields, only those that the rule asks for."""


class Binding(NamedTuple):
    """A variable of a rule and what it stands for."""

    name: str
    value: Value
    words: str
    """The value as it stands in a sentence about the case."""


class TraceStep(NamedTuple):
    """One firing, with everything a person wants to know of it."""

    number: int
    """Counted from 1, in the order of the record."""
    stratum: int
    """Counted from 1."""
    round: int
    """Counted from 1 in each stratum; 0 for a total."""
    firing: Firing
    reason: Reason
    premises: tuple[Premise, ...]
    bindings: tuple[Binding, ...]
    absent: tuple[str, ...]
    """What had to be absent, as clauses."""

    @property
    def old(self) -> tuple[Fact, ...]:
        """What it concludes that held before."""
        return tuple(fact for fact in self.firing.asserted if fact not in self.firing.new)


class Trace:
    """The firings of one consultation, and the agenda and working memory before each.

    Attributes:
        assessment: The assessment whose reasoning is shown.
    """

    def __init__(self, assessment: Assessment) -> None:
        """Takes an assessment."""
        self.assessment = assessment

    @property
    def firings(self) -> tuple[Firing, ...]:
        """The firings, in order."""
        return self.assessment.consultation.firings

    @property
    def strata(self) -> int:
        """How many strata the rulebook has."""
        return self.assessment.knowledge.rulebook.strata.height

    @cached_property
    def steps(self) -> tuple[TraceStep, ...]:
        """Every firing, in order."""
        return tuple(map(self._step, self._schedule))

    @cached_property
    def given(self) -> tuple[Fact, ...]:
        """The facts that the reasoning starts from, sorted."""
        return tuple(one for one in self.assessment.consultation.facts if one not in self._by)

    def memory(self, done: int) -> tuple[Fact, ...]:
        """Working memory after so many firings, sorted."""
        by = self._by
        return tuple(
            one for one in self.assessment.consultation.facts if by.get(one, 0) <= done
        )  # fmt: skip

    def memory_size(self, done: int) -> int:
        """How many facts hold after so many firings."""
        return self._sizes[done]

    def changes(self, after: int, until: int) -> tuple[Fact, ...]:
        """What comes into working memory between two moments, in the order in which it does."""
        return tuple(fact for firing in self.firings[after:until] for fact in firing.new)

    def agenda(self, done: int) -> tuple[TraceStep, ...]:
        """What could fire after so many firings; the first is the next. See `engine.agenda`."""
        return tuple(self.steps[one.place] for one in agendas.agenda(self._schedule, done))

    def choice(self, done: int) -> str:
        """Why the first of the agenda comes before the second, as `engine.agenda.choice` says."""
        return agendas.choice(agendas.agenda(self._schedule, done))

    def begins_stratum(self, done: int) -> bool:
        """Whether the next firing is the first of its stratum."""
        return done == 0 or self._schedule[done].stratum != self._schedule[done - 1].stratum

    def step_of(self, fact: Fact) -> int | None:
        """The number of the step that established a fact; nothing for an answer."""
        return self._by.get(fact)

    def select(
        self, *, rule: str = "", about: str = "", since: str = "", proof_of: str = ""
    ) -> tuple[TraceStep, ...]:
        """The steps that pass every filter that is not empty; see `trace_filter.select`."""
        from advisor.explanation.trace_filter import select

        return select(self, rule=rule, about=about, since=since, proof_of=proof_of)

    def steps_of(self, firings: Iterable[Firing]) -> tuple[TraceStep, ...]:
        """The steps of some firings, in order."""
        wanted = {id(one) for one in firings}
        return tuple(one for one in self.steps if id(one.firing) in wanted)

    @cached_property
    def _schedule(self) -> tuple[Activation, ...]:
        return agendas.activations(
            self.assessment.knowledge.rulebook, self.assessment.consultation
        )  # fmt: skip

    @cached_property
    def _by(self) -> Mapping[Fact, int]:
        return {
            fact: number for number, one in enumerate(self.firings, start=1) for fact in one.new
        }  # fmt: skip

    @cached_property
    def _sizes(self) -> tuple[int, ...]:
        sizes = [len(self.given)]
        for firing in self.firings:
            sizes.append(sizes[-1] + len(firing.new))
        return tuple(sizes)

    @cached_property
    def _clauses(self) -> Clauses:
        return Clauses(self.assessment.record)

    def _step(self, one: Activation) -> TraceStep:
        narrator = self.assessment.narrator
        return TraceStep(
            one.place + 1,
            one.stratum + 1,
            one.round,
            one.firing,
            narrator.reason(one.firing),
            tuple(map(self._premise, one.firing.premises, self._asked(one.firing))),
            tuple(
                Binding(name, value, narrator.value(name, value))
                for name, value in one.firing.bindings
            ),
            self._clauses.absent(one.firing),
        )

    def _asked(self, firing: Firing) -> Iterator[frozenset[str]]:
        """For each premise of a firing, the fields that its rule asks for."""
        entry = self.assessment.knowledge.rulebook.entry(firing.rule)
        if isinstance(entry, Rule):
            for pattern in entry.when:
                yield frozenset(test.field for test in pattern.tests)
            return
        patterns = [one for one in (entry.for_each, entry.of, entry.share_of) if one is not None]
        for fact in firing.premises:
            yield frozenset(
                test.field for one in patterns if one.kind == fact.kind for test in one.tests
            )

    def _premise(self, fact: Fact, asked: frozenset[str]) -> Premise:
        short = _in_short(fact, asked)
        step = self._by.get(fact)
        if step is not None:
            return Premise(fact, step, "", None, short)
        origin = self.assessment.base.origins.get(fact)
        if origin is None:
            return Premise(fact, None, STANDING, None, short)
        return Premise(fact, None, origin.basis, origin.line, short)


def _in_short(fact: Fact, asked: frozenset[str]) -> str:
    """A fact in one line, with a mark where fields nobody asks for are left out."""
    kept = [f"{name}: {value}" for name, value in fact.fields if name in asked]
    if len(fact.fields) < MANY or len(kept) == len(fact.fields):
        return str(fact)
    return f"{fact.kind}({', '.join([*kept, '…'])})"
