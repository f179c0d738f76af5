"""The sizes that durable_rules can take, checked before it is given anything.

Behind each limit it hangs, crashes, or answers with a bare number. They are read off its
sources (2.0.28) and confirmed by trying; see the tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.errors import ConsultationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.knowledge.rule import Rule
    from advisor.knowledge.vocabulary import Value

CONDITIONS = 15
"""Positive conditions of one rule, the token of its stratum included."""
JOINS = 28
"""Joins of one condition."""
RULES = 4000
"""Rules of one rulebook."""
BRANCHES = 511
"""Different tests side by side; the 513th makes it hang."""
USERS = 255
"""Conditions that end in one and the same test; the 256th makes it crash."""
DEPTH = 64
"""Tests that one fact may pass side by side and one below the other."""

FIRST_PRIME = 0x01000193
OFFSET = 0x811C9DC5


class Literal(NamedTuple):
    """A test of a field against a value."""

    field: str
    value: Value
    operator: str = ""
    """As durable_rules writes it; nothing for equality."""
    one_of: str = ""
    """What this is one of: a fact passes one test of several that have the same here."""

    def data(self) -> dict[str, Any]:
        """The test as durable_rules takes it."""
        plain = {self.field: self.value}
        return {self.operator: plain} if self.operator else plain


class PatternTests(NamedTuple):
    """One condition: tests against literals, then joins."""

    literals: list[Literal]
    joins: list[dict[str, Any]]

    def condition(self) -> dict[str, Any]:
        """The condition as durable_rules takes it."""
        return {"$and": [*[test.data() for test in self.literals], *self.joins]}


class _Node:
    """A test in the network that durable_rules will build."""

    def __init__(self) -> None:
        self.literals: dict[Literal, _Node] = {}
        self.joins = 0
        self.users = 0

    def passed_at_once(self) -> int:
        """The most tests below this one that wait at the same time for one fact."""
        equal: dict[str, int] = {}
        other: list[int] = []
        for test, node in self.literals.items():
            below = node.passed_at_once()
            if test.operator:
                other.append(below)
            else:  # a field has one value, so it passes one of several tests for equality
                alike = test.one_of or test.field
                equal[alike] = max(equal.get(alike, 0), below)
        branches = [*equal.values(), *other]
        width = len(branches) + self.joins
        deepest = max([*branches, 1 if self.joins else 0], default=0)
        return max(width, width - 1 + deepest) if width else 0


def check_limits(
    rules: Sequence[tuple[Rule, list[tuple[str, PatternTests]]]], warm_up: PatternTests
) -> None:
    """Refuses what durable_rules cannot take.

    Args:
        rules: Each rule with its translated conditions.
        warm_up: The condition of the rule that every session begins with.

    Raises:
        ConsultationError: If a limit would be passed; the message names the rule.
    """
    if len(rules) > RULES:
        raise _too_much(f"{len(rules)} rules", RULES, "Merge rules.")
    root = _Node()
    _insert(root, warm_up, "the first rule")
    for rule, conditions in rules:
        where = f"the rule “{rule.id}” ({rule.file}:{rule.line})"
        positive = [alias for alias, _ in conditions if not alias.endswith("$not")]
        if len(positive) > CONDITIONS:
            raise _too_much(f"{len(positive)} patterns in {where}", CONDITIONS, "Split the rule.")
        for _, tests in conditions:
            if len(tests.joins) > JOINS:
                raise _too_much(f"{len(tests.joins)} joins in {where}", JOINS, "Split the rule.")
            _insert(root, tests, where)
    if root.passed_at_once() > DEPTH:
        raise _too_much(
            f"{root.passed_at_once()} tests that one fact may pass",
            DEPTH,
            "Use more kinds of fact.",
        )
    _check_names(root)


def _insert(root: _Node, tests: PatternTests, where: str) -> None:
    """Adds one condition to the network."""
    path = [root]
    for test in tests.literals:
        node = path[-1].literals.get(test)
        if node is None:
            node = path[-1].literals[test] = _Node()
        path.append(node)
    last = path[-1]
    if tests.joins:  # a join is never shared between conditions: the rest is a chain of its own
        last.joins += 1
    else:
        last.users += 1
    if last.users > USERS:
        raise _too_much(f"{last.users} conditions like one of {where}", USERS, "Merge rules.")
    for node in path:
        if len(node.literals) + node.joins > BRANCHES:
            raise _too_much(
                f"{len(node.literals) + node.joins} different tests side by side, up to {where}",
                BRANCHES,
                "Use more kinds of fact.",
            )


def _check_names(root: _Node) -> None:
    """Refuses two field names that durable_rules would take for one."""
    names: set[str] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        for test, below in node.literals.items():
            waiting.append(below)
            names.add(test.field)
    if len({fingerprint(name) for name in names}) != len(names):
        raise ConsultationError("Two field names look alike to durable_rules.")


def fingerprint(text: str) -> int:
    """The 32-bit hash by which durable_rules knows names and facts (FNV-1a)."""
    value = OFFSET
    for byte in text.encode():
        value = ((value ^ byte) * FIRST_PRIME) & 0xFFFFFFFF
    return value


def _too_much(what: str, limit: int, remedy: str) -> ConsultationError:
    """The error about a limit."""
    return ConsultationError(
        f"The rules are too large for durable_rules: {what}, at most {limit} are safe. {remedy} "
        "The reference engine has no such limit."
    )
