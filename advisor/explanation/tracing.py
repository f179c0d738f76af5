"""The trace: every firing of a consultation in order, with the moment in which it happens.

The steps that a person means are found by a rule, by what they are about, or by what they prove.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from advisor.engine import trace as record
from advisor.engine.trace import Activation, Firing
from advisor.errors import InputError, as_name, did_you_mean, echo
from advisor.explanation.assess import Assessment
from advisor.explanation.contract import Contract
from advisor.explanation.near_miss import bound, lacks, nearest
from advisor.explanation.reason import Reason
from advisor.explanation.record import holds_in_order
from advisor.explanation.speech import Clauses
from advisor.explanation.why import proof_firings
from advisor.knowledge.rule import Rule
from advisor.model.fact import Fact
from advisor.model.names import slug_of

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
    """The fact in one line; of one with many fields, the first and those the rule asks for."""


class Binding(Contract, frozen=True):
    """What a variable of a rule stands for."""

    variable: str
    value: str | int
    words: str


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
    def activation(self) -> str:
        """Its rule and what the variables of that stand for, as the agenda lists it."""
        values = ", ".join(f"{one.variable}: {one.value}" for one in self.bindings)
        return f"{self.firing.rule} ({values})" if values else self.firing.rule

    @property
    def old(self) -> tuple[Fact, ...]:
        """What it concludes that held before."""
        return tuple(fact for fact in self.firing.asserted if fact not in self.firing.new)


class Trace:
    """The reasoning, firing by firing, with the agenda and working memory before each.

    Its `steps` are in order; `select` finds some of them; `agenda` and `memory` say what could
    fire and what held after so many firings.

    Attributes:
        assessment: The assessment whose reasoning is shown.
    """

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self._clauses = Clauses(assessment.record)

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
        return self.memory(0)

    def memory(self, done: int) -> tuple[Fact, ...]:
        """Working memory after so many firings, sorted."""
        facts = self.assessment.consultation.facts
        return tuple(one for one in facts if self._by.get(one, 0) <= done)

    def memory_size(self, done: int) -> int:
        """How many facts hold after so many firings."""
        return len(self.given) + self._came[done]

    def changes(self, after: int, until: int) -> tuple[Fact, ...]:
        """What comes into working memory between two moments, in the order in which it does."""
        return tuple(fact for firing in self.firings[after:until] for fact in firing.new)

    def agenda(self, done: int) -> tuple[TraceStep, ...]:
        """What could fire after so many firings; the first is the next. See `engine.trace`."""
        return tuple(self.steps[one.place] for one in self.waiting(done))

    def waiting(self, done: int) -> tuple[Activation, ...]:
        """The agenda after so many firings, as `engine.trace` has it."""
        return record.agenda(self._schedule, done)

    def choice(self, done: int) -> str:
        """Why the first of the agenda comes before the second, as `engine.trace.choice` says."""
        return record.choice(self.waiting(done))

    def begins_stratum(self, done: int) -> bool:
        """Whether the next firing is the first of its stratum."""
        return done == 0 or self._schedule[done].stratum != self._schedule[done - 1].stratum

    def step_of(self, fact: Fact) -> int | None:
        """The number of the step that established a fact; nothing for an answer."""
        return self._by.get(fact)

    def select(
        self, *, rule: str = "", about: str = "", since: str = "", proof_of: str = ""
    ) -> tuple[TraceStep, ...]:
        """The steps that pass every filter that is not empty, in order.

        Args:
            rule: The id of a rule or total.
            about: A kind of fact, with values or without (`flag`, `seat:board`), or something
                that facts speak of, such as a party or a home.
            since: The number of the first step, or the rule whose first firing it is.
            proof_of: A conclusion; the steps it rests on, itself among them.

        Raises:
            InputError: If a filter names something that this trace does not have.
        """
        steps = self.steps
        if since:
            steps = steps[self._first_step(since) - 1 :]
        if rule:
            wanted = self._fired_rule(rule)
            steps = tuple(one for one in steps if one.firing.rule == wanted)
        if proof_of:
            proof = {one.number for one in self.proof_steps(proof_of)}
            steps = tuple(one for one in steps if one.number in proof)
        if about:
            fits = self.facts_about(about)
            steps = tuple(
                one
                for one in steps
                if any(map(fits, one.firing.asserted)) or any(map(fits, one.firing.premises))
            )
        return steps

    def proof_steps(self, conclusion: str = "") -> tuple[TraceStep, ...]:
        """The steps that a conclusion rests on, those that hold instead of what it bars included.

        Args:
            conclusion: Its name; the advised path if it is empty. Of the advised path, the homes
                it was compared with are left out, as `advisor why` does.

        Raises:
            InputError: If there is no such conclusion.
        """
        return self.steps_of(proof_firings(self.assessment, conclusion))

    def steps_of(self, firings: Iterable[Firing]) -> tuple[TraceStep, ...]:
        """The steps that some of its firings are, in order."""
        wanted = set(map(id, firings))
        return tuple(one for one in self.steps if id(one.firing) in wanted)

    def instead_of(self, step: TraceStep) -> tuple[int, ...]:
        """The numbers of steps that conclude what holds instead of something a step bars."""
        entry = self.assessment.knowledge.rulebook.entry(step.firing.rule)
        bindings = dict(step.firing.bindings)
        barred = (bound(one, bindings) for one in getattr(entry, "unless", ()))
        found = (
            self.step_of(instead.fact)
            for pattern in barred
            for lack in nearest(lacks(self.assessment.record, pattern))
            for instead in lack.instead
        )
        return tuple(dict.fromkeys(one for one in found if one is not None))

    def known_rule(self, typed: str) -> str:
        """The id of a rule or total, whether it fires in the case or not.

        Raises:
            InputError: If there is no such rule; the message names the nearest.
        """
        wanted = as_name(typed)
        known = [entry.id for entry in self.assessment.knowledge.rulebook.entries]
        if wanted in known:
            return wanted
        remedy = did_you_mean(wanted, known, "“advisor trace” with --short lists them.")
        raise InputError(f"There is no rule {echo(typed)}.", remedy=remedy)

    def facts_about(self, typed: str) -> Callable[[Fact], bool]:
        """Tells the facts that a person means from the others.

        Args:
            typed: A kind of fact, alone or with values after colons; or a value that facts hold,
                such as a party, by its id or name, or a home.

        Raises:
            InputError: If no fact of the case is meant; the message names the nearest word.
        """
        kind, *values = [as_name(part) for part in typed.split(":")]
        facts = self.assessment.consultation.facts
        parties = {slug_of(party.name): party.id for party in self.assessment.case.parties}
        if kind in self.assessment.knowledge.rulebook.vocabulary.kinds:
            found = {one for one in facts if one.kind == kind and holds_in_order(one, values)}
        else:
            wanted = [parties.get(kind, kind), *values]
            found = {one for one in facts if holds_in_order(one, wanted)}
        if found:
            return found.__contains__
        words = [*parties, *(word for fact in facts for word in _words(fact))]
        otherwise = "Name a kind of fact, such as seat or flag:demand, a party or a home."
        remedy = did_you_mean(as_name(typed), dict.fromkeys(words), otherwise)
        raise InputError(f"No fact of this case is about {echo(typed)}.", remedy=remedy)

    def _fired_rule(self, typed: str) -> str:
        """The id of a rule that fires in the case."""
        rule = self.known_rule(typed)
        if any(firing.rule == rule for firing in self.firings):
            return rule
        raise InputError(
            f"The rule {echo(typed)} does not fire in this case.",
            remedy="“advisor whynot” says what is missing.",
        )

    def _first_step(self, typed: str) -> int:
        """The number of a step, given as a number or as the rule whose first firing it is."""
        given = typed.strip()
        if given.isascii() and given.isdigit():
            number = int(given[:9])
            if 1 <= number <= len(self.firings):
                return number
            raise InputError(
                f"There is no step {echo(given)}.",
                remedy=f"There are steps 1 to {len(self.firings)}.",
            )
        rule = self._fired_rule(typed)
        return next(number for number, one in enumerate(self.firings, 1) if one.rule == rule)

    @cached_property
    def _schedule(self) -> tuple[Activation, ...]:
        return record.activations(self.assessment.knowledge.rulebook, self.assessment.consultation)

    @cached_property
    def _came(self) -> list[int]:
        """How many facts came into working memory by so many firings."""
        return [0, *accumulate(len(one.new) for one in self.firings)]

    @cached_property
    def _by(self) -> Mapping[Fact, int]:
        return {
            fact: number for number, one in enumerate(self.firings, start=1) for fact in one.new
        }

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
        for fact in firing.premises:
            asked = (one.tests for one in entry.patterns if one.kind == fact.kind)
            yield frozenset(test.field for tests in asked for test in tests)

    def _premise(self, fact: Fact, asked: frozenset[str]) -> Premise:
        short = _in_short(fact, asked)
        step = self._by.get(fact)
        if step is not None:
            return Premise(fact, step, "", None, short)
        origin = self.assessment.base.origins.get(fact)
        if origin is None:
            return Premise(fact, None, STANDING, None, short)
        return Premise(fact, None, origin.basis, origin.line, short)


def _words(fact: Fact) -> Iterator[str]:
    """What a person could have meant by a word near to one of these."""
    yield fact.kind
    yield from (value for _, value in fact.fields if isinstance(value, str))


def _in_short(fact: Fact, asked: frozenset[str]) -> str:
    """A fact in one line, with a mark where fields nobody asks for are left out.

    The first field stays: it says what the fact is about.
    """
    first = fact.fields[0][0]
    kept = [f"{name}: {value}" for name, value in fact.fields if name in asked or name == first]
    if len(fact.fields) < MANY or len(kept) == len(fact.fields):
        return str(fact)
    return f"{fact.kind}({', '.join([*kept, '…'])})"
