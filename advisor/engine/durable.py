"""The durable_rules adapter: the only module that touches the extension.

durable_rules matches; everything else is done here, in one thread and one session at a time:
handing facts over one by one with numbers of our own, carrying out what a rule concludes,
counting firings, and closing the session whatever happens. Its own host, with its timer
threads, swallowed exceptions and batches, is not used. `advisor.engine.durable_compiler` says
how rules are put so that the matcher is sound; the tests hold each point.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from advisor.engine import kept
from advisor.engine.durable_compiler import WARM_UP, Compiled, compile_rulebook, encode_token
from advisor.engine.limits import check_firings
from advisor.engine.trace import canonical, firings_of
from advisor.errors import ConsultationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from advisor.engine.memory import Memory, Pending, Row
    from advisor.engine.program import Program, Stratum
    from advisor.engine.rule_plan import RulePlan
    from advisor.engine.trace import Firing, Record
    from advisor.knowledge.rulebook import Rulebook

try:
    import durable_rules_engine as _engine

    _missing = ""
except ImportError as error:  # no compiler, or a Python whose symbols the extension lacks
    _engine = None
    # Without the path, which says where it is installed and would stand in every memo.
    _missing = str(error).replace(f"{error.path}: ", "").partition("\n")[0]

_read = json.JSONDecoder().raw_decode

SESSION = "0"
"""The one session that is ever open."""

_CODES = {
    "101": "out of memory",
    "303": "a fact passes more tests than the matcher has room for",
    "311": "a fact lacks a field that a rule joins",
    "312": "a rule compares values of different types",
}


def why_missing() -> str:
    """Why durable_rules cannot serve; empty when it can."""
    return f"durable_rules could not be loaded ({_missing})" if _engine is None else ""


def unavailable() -> ConsultationError:
    """The error for asking for durable_rules where it cannot serve."""
    return ConsultationError(
        f"The engine cannot be used: {why_missing()}. Install it again (on Python 3.13 and later "
        "with CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject), or use the reference engine, "
        "which gives the same result."
    )


def infer(
    rulebook: Rulebook, program: Program, memory: Memory, firing_limit: int
) -> Callable[[], tuple[Firing, ...]]:
    """Carries out a rulebook with durable_rules.

    Args:
        rulebook: The rulebook.
        program: The same, ready; it says what each rule concludes.
        memory: The base facts, checked; gains everything that follows.
        firing_limit: How many firings are too many.

    Returns:
        What makes every firing, in canonical order, of the record that was kept.

    Raises:
        ConsultationError: If durable_rules cannot be loaded or cannot take the rules, the
            limit is passed, or a value from the case does not fit a conclusion.
    """
    if _engine is None:
        raise unavailable()
    network = rulebook.prepared.get("durable")
    if not isinstance(network, Network):
        network = rulebook.prepared["durable"] = Network(rulebook, program)
    with network.lock:
        record = Session(network, memory, firing_limit).run()
    return partial(_in_order, rulebook, memory, record)


def _in_order(rulebook: Rulebook, memory: Memory, record: Record) -> tuple[Firing, ...]:
    """The firings of a record that durable_rules has ordered."""
    given = [memory.fact(kind, row) for kind, rows in memory.given().items() for row in rows]
    return canonical(rulebook, given, firings_of(record, memory))


class Network:
    """A rulebook inside durable_rules; made once, used for one session after another."""

    def __init__(self, rulebook: Rulebook, program: Program) -> None:
        """Hands the rules over, and lets one rule fire, without which deletion can abort.

        Args:
            rulebook: The rulebook.
            program: The same, ready.
        """
        self.lock = Lock()
        """Held during a session: the extension knows no two."""
        self.compiled = _compiled(rulebook)
        self.strata = program.strata
        plans = {plan.rule.id: plan for stratum in program.strata for plan in stratum.rules}
        self.plans: dict[str, tuple[RulePlan, tuple[str, ...]]] = {}
        for number, rule in enumerate(self.compiled.rules):
            plan = plans[rule]
            aliases = tuple(f"a{place}" for place in range(len(plan.rule.when)))
            self.plans[f"r{number}"] = plan, aliases
        self.has_negation = tuple(
            any(plan.rule.unless for plan in stratum.rules) for stratum in program.strata
        )
        """For each stratum whether rules wait for its token."""
        with in_words():
            self.handle: int = _engine.create_ruleset("advisor", self.compiled.definition)


def _compiled(rulebook: Rulebook) -> Compiled:
    """The rulebook as durable_rules takes it, kept between runs where it may be."""
    found = kept.load(rulebook, "durable")
    if isinstance(found, Compiled):
        return found
    compiled = compile_rulebook(rulebook)
    kept.keep(rulebook, "durable", compiled)
    return compiled


class Session:
    """One consultation inside durable_rules."""

    def __init__(self, network: Network, memory: Memory, firing_limit: int) -> None:
        """Prepares a consultation; nothing is handed over yet.

        Args:
            network: The rules.
            memory: The base facts; gains everything that follows.
            firing_limit: How many firings are too many.
        """
        self._network = network
        self._memory = memory
        self._limit = firing_limit
        self._rows: list[Row] = []
        self._state = 0
        self._record: Record = []
        self._fired = 0

    def run(self) -> Record:
        """Reasons stratum by stratum until nothing is new.

        Returns:
            What fired, in the order in which durable_rules chose.

        Raises:
            ConsultationError: As `infer`.
        """
        with in_words():
            self._assert_token(WARM_UP)
            try:
                for kind, table in self._memory.tables.items():
                    for row in sorted(table):
                        self._assert(kind, row)
                for number, stratum in enumerate(self._network.strata):
                    self._totals(stratum)
                    if self._network.has_negation[number]:
                        self._assert_token(number)
                    self._fire_all()
            finally:
                # Also after an error or an interruption: the next session must not meet this one.
                _engine.delete_state(self._network.handle, SESSION)
        return self._record

    def _totals(self, stratum: Stratum) -> None:
        """Makes the totals of a stratum and hands them over."""
        pending: Pending = {}
        for plan in stratum.totals:
            made = plan.made(self._memory)
            plan.conclude(made, self._memory, pending)
            self._record.append((plan, made))
            self._fired += len(made)
        for kind, rows in self._memory.admit(pending).items():
            for row in rows:
                self._assert(kind, row)

    def _fire_all(self) -> None:
        """Lets rules fire until none can."""
        handle, state = self._network.handle, self._state
        begun = _engine.start_action_for_state(handle, state)
        result = None if begun is None else begun[1]
        while result is not None:
            self._fire(result)
            check_firings(self._fired, self._limit)
            result = _engine.complete_and_start_action(handle, state)

    def _fire(self, result: str) -> None:
        """Carries out one firing that durable_rules has chosen.

        Args:
            result: The rule and its facts, as JSON: `{rule: {alias: fact, …}}`.
        """
        ((name, facts),) = _read(result)[0].items()
        found = self._network.plans.get(name)
        if found is None:
            return  # the rule that every session begins with
        plan, aliases = found
        rows = self._rows
        match = plan.match_of([rows[int(facts[alias]["id"])] for alias in aliases])
        self._record.append((plan, [match]))
        self._fired += 1
        for kind, row in plan.follows(match, self._memory):
            self._memory.add(kind, row)
            self._assert(kind, row)

    def _assert(self, kind: str, row: Row) -> None:
        """Hands over a fact, unless no rule can be met by it."""
        encoder = self._network.compiled.encoders.get(kind)
        if encoder is None:
            return
        text = encoder.encode(len(self._rows), row)
        if text is not None:
            self._rows.append(row)
            # One at a time: batches lose facts without a word.
            _engine.assert_fact(self._network.handle, text)

    def _assert_token(self, stratum: int) -> None:
        """Hands over the token that says a stratum may begin."""
        text = encode_token(len(self._rows), stratum)
        self._rows.append(())
        _, self._state = _engine.assert_fact(self._network.handle, text)


@contextmanager
def in_words() -> Iterator[None]:
    """Says in words what the extension's error numbers mean.

    Raises:
        ConsultationError: If it reports an error.
    """
    try:
        yield
    except _engine.error as error:
        code = str(error).rsplit(" ", 1)[-1]
        meaning = _CODES.get(code, str(error))
        raise ConsultationError(f"durable_rules could not go on: {meaning}.") from error
