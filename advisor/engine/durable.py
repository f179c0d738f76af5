"""The durable_rules adapter: the only module that touches the extension.

durable_rules matches; everything else is done here, in one thread and one session at a time:
handing facts over one by one with numbers of our own, carrying out what a rule concludes,
counting firings, and closing the session whatever happens. Its own host, with its timer
threads, swallowed exceptions and batches, is not used. `advisor.engine.durable_compiler` says
how rules are put so that the matcher is sound; the tests hold each point.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import partial
from itertools import count
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from advisor.engine import kept
from advisor.engine.durable_compiler import (
    WARM_UP_FACT,
    WARM_UP_RULE,
    Compiled,
    CompiledStratum,
    compile_rulebook,
)
from advisor.engine.limits import check_firings
from advisor.engine.plan import in_good_order
from advisor.engine.trace import canonical, firings_of
from advisor.errors import ConsultationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from advisor.engine.durable_facts import Encoder, Marks, Met
    from advisor.engine.memory import Memory, Pending, Row
    from advisor.engine.program import Program, Stratum
    from advisor.engine.rule_plan import RulePlan
    from advisor.engine.totals import TotalPlan
    from advisor.engine.trace import Firing, Record
    from advisor.knowledge.rulebook import Rulebook

try:
    import durable_rules_engine as _engine

    _missing = ""
except ImportError as error:  # no compiler, or a Python whose symbols the extension lacks
    _engine = None
    # Without the path, which says where it is installed and would stand in every memo.
    _missing = str(error).replace(f"{error.path}: ", "").partition("\n")[0]

_numbers = re.compile(r'"id":"(\d+)"').findall
"""The numbers of the facts with which a rule fires. Nothing else in them looks so: fields have
names of ours, and values are words and numbers without quotation marks."""

LARGE_BLOCK = 16_000_000
"""More than what a session takes at once, in bytes; never written to."""
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
        record = Reasoning(network, memory, firing_limit).run()
    return partial(_in_order, rulebook, memory, record)


def _in_order(rulebook: Rulebook, memory: Memory, record: Record) -> tuple[Firing, ...]:
    """The firings of a record that durable_rules has ordered."""
    given = [memory.fact(kind, row) for kind, rows in memory.given().items() for row in rows]
    return canonical(rulebook, given, firings_of(record, memory))


class Network:
    """A rulebook inside durable_rules; made once, used for one consultation after another."""

    def __init__(self, rulebook: Rulebook, program: Program) -> None:
        """Hands the rules over.

        Args:
            rulebook: The rulebook.
            program: The same, ready.
        """
        self.lock = Lock()
        """Held during a consultation: the extension knows no two."""
        compiled = _compiled(rulebook)
        self.readers = compiled.readers
        _keep_memory()
        with in_words():
            self.strata = tuple(map(StratumNetwork, count(), program.strata, compiled.strata))


def _keep_memory() -> None:
    """Has the C library keep what a session lets go of for the next one.

    It gives memory back to the system, page by page, and asks for it again, unless it has seen a
    larger block come and go; a fifth of the time of a small case went into that.
    """
    bytes(LARGE_BLOCK)


class StratumNetwork:
    """The rules of one stratum inside durable_rules."""

    def __init__(self, number: int, stratum: Stratum, compiled: CompiledStratum) -> None:
        """Hands the rules over.

        Args:
            number: The number of the stratum.
            stratum: What each rule concludes, and the totals.
            compiled: The rules as durable_rules takes them.
        """
        self.number = number
        self.totals = stratum.totals
        self.compiled = compiled
        self._plans = stratum.rules
        self._rules: dict[str, FiringRule] = {}
        self.handle: int = _engine.create_ruleset(f"stratum-{number}", compiled.definition)

    def rule(self, name: str) -> FiringRule:
        """A rule by the name that it has in durable_rules."""
        found = self._rules.get(name)
        if found is None:
            plan = self._plans[self.compiled.names.index(name)]
            when = plan.rule.when
            found = FiringRule(plan, plan.matcher(in_good_order(when)), len(when))
            self._rules[name] = found
        return found


class FiringRule(NamedTuple):
    """What has to be known of a rule when it fires."""

    plan: RulePlan
    match_of: Callable[[Iterable[Row]], Row]
    """Makes a match of the facts, in the order in which they are joined."""
    width: int
    """How many facts make a match."""


def _compiled(rulebook: Rulebook) -> Compiled:
    """The rulebook as durable_rules takes it, kept between runs where it may be."""
    found = kept.load(rulebook, "durable")
    if isinstance(found, Compiled):
        return found
    compiled = compile_rulebook(rulebook)
    kept.keep(rulebook, "durable", compiled)
    return compiled


class Reasoning:
    """One consultation of durable_rules."""

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
        self._record: Record = []
        self._fired = 0
        self._facts: dict[str, dict[Met, list[Row]]] = {kind: {} for kind in network.readers}
        """What rules can be met by, and by what of it."""
        for kind, table in memory.tables.items():
            self._note(kind, sorted(table))

    def _note(self, kind: str, rows: Iterable[Row]) -> dict[Met, list[Row]]:
        """Takes note of facts that hold; returns them by what they meet."""
        reader = self._network.readers.get(kind)
        if reader is None:
            return {}
        by_met = reader.by_met(rows)
        known = self._facts[kind]
        for met, alike in by_met.items():
            if met in known:
                known[met] += alike
            else:
                known[met] = alike[:]
        return by_met

    def run(self) -> Record:
        """Reasons stratum by stratum until nothing is new.

        Returns:
            What fired, in the order in which durable_rules chose.

        Raises:
            ConsultationError: As `infer`.
        """
        with in_words():
            for stratum in self._network.strata:
                self._totals(stratum.totals)
                self._rules(stratum)
        return self._record

    def _totals(self, totals: Iterable[TotalPlan]) -> None:
        """Makes the totals of a stratum."""
        pending: Pending = {}
        for plan in totals:
            made = plan.made(self._memory)
            plan.conclude(made, self._memory, pending)
            self._record.append((plan, made))
            self._fired += len(made)
        for kind, rows in self._memory.admit(pending).items():
            self._note(kind, rows)

    def _rules(self, stratum: StratumNetwork) -> None:
        """Lets the rules of a stratum fire, if any may."""
        compiled, number = stratum.compiled, stratum.number
        found = [
            (encoder, met[number], rows)
            for kind, encoder in compiled.encoders.items()
            for met, rows in self._facts[kind].items()
            if met[number]
        ]
        held = 0
        for _, marks, _ in found:
            held |= marks
        wanted = compiled.wanted(held)
        if not wanted:
            return
        session = Session(stratum)
        try:
            for part in (wanted & compiled.negated, wanted & ~compiled.negated):
                if part & held:
                    for encoder, marks, rows in found:
                        if marks & part:
                            session.hand_over(encoder, marks & part, rows)
            self._fire(session, wanted)
        finally:
            # Also after an error or an interruption: the next session must not meet this one.
            session.close()

    def _fire(self, session: Session, wanted: Marks) -> None:
        """Lets the rules of a stratum fire until none can."""
        memory = self._memory
        for plan, matches in session.firings():
            pending: Pending = {}
            plan.conclude(matches, memory, pending)
            self._record.append((plan, matches))
            self._fired += len(matches)
            check_firings(self._fired, self._limit)
            for kind, rows in memory.admit(pending).items():
                for met, alike in self._note(kind, rows).items():
                    marks = met[session.number] & wanted
                    if marks:
                        session.hand_over(session.encoders[kind], marks, alike)


class Session:
    """What durable_rules holds while it reasons over one stratum."""

    def __init__(self, stratum: StratumNetwork) -> None:
        """Begins with a fact on which a rule fires: without a firing, closing can abort.

        Args:
            stratum: The rules.
        """
        self._stratum = stratum
        self.number = stratum.number
        self.encoders = stratum.compiled.encoders
        self._rows: list[Row] = [()]
        _, self._state = _engine.assert_fact(stratum.handle, WARM_UP_FACT)

    def hand_over(self, encoder: Encoder, marks: Marks, rows: Iterable[Row]) -> None:
        """Hands over facts with some marks."""
        handle, known = self._stratum.handle, self._rows
        for text, shown in encoder.forms(marks):
            for row in rows:
                # One at a time: batches lose facts without a word.
                _engine.assert_fact(handle, text % (len(known), *shown(row)))
                known.append(row)

    def firings(self) -> Iterator[tuple[RulePlan, list[Row]]]:
        """Each rule that durable_rules fires, with matches that it had waiting, until none can."""
        stratum, rows, state = self._stratum, self._rows, self._state
        handle = stratum.handle
        begun = _engine.start_action_for_state(handle, state)
        result = None if begun is None else begun[1]
        while result is not None:
            # The rule and its facts, match by match in the order in which they were joined:
            # `{"rule":[{"alias":{"id":"number", …}, …}, …]}`.
            name = result[2 : result.index('"', 2)]
            if name != WARM_UP_RULE:
                plan, match_of, width = stratum.rule(name)
                found = [rows[int(number)] for number in _numbers(result)]
                yield (
                    plan,
                    [match_of(found[at : at + width]) for at in range(0, len(found), width)],
                )
            result = _engine.complete_and_start_action(handle, state)

    def close(self) -> None:
        """Lets go of everything."""
        _engine.delete_state(self._stratum.handle, SESSION)


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
