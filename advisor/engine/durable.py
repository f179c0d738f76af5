"""The durable_rules adapter: the only module that touches the extension.

durable_rules matches; everything else is done here, in one thread and one session at a time:
handing facts over one by one with numbers of our own, carrying out what a rule concludes,
counting firings, and closing the session whatever happens. Its own host, with its timer
threads, swallowed exceptions and batches, is not used. `advisor.engine.durable_rulesets` says
how rules are put so that the matcher is sound; the tests hold each point.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from advisor.engine.durable_rulesets import (
    RULES,
    WARM_UP_FACT,
    WARM_UP_RULE,
    Ruleset,
    check_rules,
)
from advisor.engine.program import carry_out
from advisor.errors import ConsultationError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.engine.alpha import Alpha, Row
    from advisor.engine.durable_rulesets import HandedRule, MarkedCondition
    from advisor.engine.plans import Match, RulePlan
    from advisor.engine.program import Program, Reasoning, Stage
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


class DurableNetwork:
    """A rulebook inside durable_rules; made once, used for one consultation after another."""

    def __init__(self, program: Program) -> None:
        """Takes the rules; each is handed over when it may fire for the first time.

        Args:
            program: The rulebook, ready.

        Raises:
            ConsultationError: If the rules would pass a limit of durable_rules.
        """
        check_rules([plan.entry for stage in program.stages for plan in stage.rules])
        self.lock = Lock()
        """Held during a consultation: the extension knows no two."""
        self.rulesets: list[Ruleset] = []
        """What was handed over so far."""
        self._stages = program.stages
        self._handed: dict[RulePlan, HandedRule] = {}
        # Has the C library keep what a session lets go of for the next one. It gives memory back
        # to the system and asks for it again, unless it has seen a larger block come and go; a
        # fifth of the time of a small case went into that.
        bytes(LARGE_BLOCK)

    def run(self, reasoning: Reasoning) -> None:
        """Carries out the rulebook.

        Args:
            reasoning: The base facts; gains what follows, and what fired.

        Raises:
            ConsultationError: If durable_rules cannot take the rules, there are too many firings,
                or a value from the case does not fit a conclusion.
        """
        with self.lock, in_words():
            for stage in self._stages:
                reasoning.totals(stage)
                for ruleset, rules in self._wanted(stage, reasoning).items():
                    session = DurableSession(ruleset, reasoning)
                    try:
                        session.run(stage.stratum, rules)
                    finally:
                        # Also after an error or an interruption: the next session must not meet
                        # this one.
                        session.close()

    def _wanted(self, stage: Stage, reasoning: Reasoning) -> dict[Ruleset, list[HandedRule]]:
        """The rules of a stage that may fire: each of their patterns is met by some fact.

        A stage with too much to join is carried out here by the plain evaluator instead.
        """
        memory, limit = reasoning.memory, reasoning.limit
        plans = [plan for plan in stage.rules if plan.candidates(memory, limit)]
        if any(plan.crowded(memory) for plan in plans):
            carry_out(stage, reasoning)  # which can be stopped within a join
            return {}
        size = RULES
        if stage.circular and plans:  # then any may be met yet
            plans, size = list(stage.rules), len(stage.rules)
        new = [plan for plan in plans if plan not in self._handed]
        if new and not self._handed.keys().isdisjoint(stage.rules):
            # Only the first time no more than are wanted, for a quick start: many small rulesets
            # take many sessions.
            new = [plan for plan in stage.rules if plan not in self._handed]
        for at in range(0, len(new), size):
            ruleset = Ruleset(new[at : at + size], stage.circular)
            ruleset.handle = _engine.create_ruleset(
                f"rules-{len(self.rulesets)}", ruleset.definition()
            )
            self.rulesets.append(ruleset)
            self._handed.update((rule.plan, rule) for rule in ruleset.rules)
        found: dict[Ruleset, list[HandedRule]] = {}
        for plan in plans:
            rule = self._handed[plan]
            found.setdefault(rule.ruleset, []).append(rule)
        return found


def network_for(rulebook: Rulebook, program: Program) -> DurableNetwork:
    """The network of a rulebook, made the first time it is asked for.

    Args:
        program: The same, ready.

    Raises:
        ConsultationError: If durable_rules cannot be loaded, or the rules would pass its limits.
    """
    if _engine is None:
        raise unavailable()
    found = rulebook.prepared.get("durable")
    if not isinstance(found, DurableNetwork):
        found = rulebook.prepared["durable"] = DurableNetwork(program)
    return found


class DurableSession:
    """What durable_rules holds while it works on one set of rules."""

    def __init__(self, ruleset: Ruleset, reasoning: Reasoning) -> None:
        """Begins with a fact on which a rule fires: without a firing, closing can abort."""
        self._handle = ruleset.handle
        self._ruleset = ruleset
        self._reasoning = reasoning
        self._rows: list[Row] = [()]
        """The facts handed over, by their number."""
        _, self._state = _engine.assert_fact(ruleset.handle, WARM_UP_FACT)

    def run(self, stratum: int, rules: list[HandedRule]) -> None:
        """Lets rules fire until none can.

        Args:
            rules: Those that may fire; of others nothing need be handed over.
        """
        # What rules negate comes first: otherwise its absence is decided too early.
        self._hand_over([one for rule in rules for one in rule.negated], {})
        positive = [one for rule in rules for one in rule.positive]
        seen: dict[Alpha, int] = {}
        self._hand_over(positive, seen)
        for rule, matches in self._firings():
            self._reasoning.fire(stratum, rule.plan, matches)
            if self._ruleset.circular:
                fresh = self._reasoning.settle()
                for one in rules:
                    if one.plan.crowded(self._reasoning.memory):
                        raise one.plan.too_many()
                self._hand_over([one for one in positive if one.alpha.kind in fresh], seen)
        self._reasoning.settle()

    def _hand_over(self, conditions: list[MarkedCondition], seen: dict[Alpha, int]) -> None:
        """Hands over what meets some conditions, each fact with a mark for each that it meets.

        Args:
            seen: How many facts were handed over for what conditions ask; brought up to date.
        """
        asked: dict[Alpha, int] = {}
        for _, number, alpha, *_ in conditions:
            asked[alpha] = asked.get(alpha, 0) | 1 << number
        marks: dict[str, dict[Row, int]] = {}
        passing = self._reasoning.memory.rows
        for alpha, mark in asked.items():
            rows = passing.get(alpha, [])
            of_kind = marks.setdefault(alpha.kind, {})
            for row in rows[seen[alpha] :] if alpha in seen else rows:
                of_kind[row] = of_kind.get(row, 0) | mark
            seen[alpha] = len(rows)
        handle, known, assert_fact = self._handle, self._rows, _engine.assert_fact
        for kind, marked in marks.items():
            forms = self._ruleset.forms[kind]
            for row, of_row in marked.items():
                for text, values in forms.get(of_row) or self._ruleset.form(kind, of_row, row):
                    # One at a time: batches lose facts without a word.
                    assert_fact(handle, text % (len(known), *values(row)))
                    known.append(row)

    def _firings(self) -> Iterator[tuple[HandedRule, list[Match]]]:
        """Each rule that durable_rules fires, with matches that it had waiting, until none can."""
        rows, state, handle = self._rows, self._state, self._handle
        begun = _engine.start_action_for_state(handle, state)
        result = None if begun is None else begun[1]
        while result is not None:
            # The rule and its facts, match by match in the order in which they were joined:
            # `{"rule":[{"alias":{"id":"number", …}, …}, …]}`.
            name = result[2 : result.index('"', 2)]
            if name != WARM_UP_RULE:
                rule = self._ruleset.rules[int(name[1:])]
                found = [rows[int(number)] for number in _numbers(result)]
                width = len(rule.positive)
                yield (
                    rule,
                    [rule.match(found[at : at + width]) for at in range(0, len(found), width)],
                )
            result = _engine.complete_and_start_action(handle, state)

    def close(self) -> None:
        """Lets go of everything."""
        _engine.delete_state(self._handle, SESSION)


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
