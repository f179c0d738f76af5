"""The sizes that durable_rules can take, checked before it is given anything.

Behind each limit it hangs, crashes, or answers with a bare number. They are read off its
sources (2.0.28) and confirmed by trying; see the tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import ConsultationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from advisor.engine.durable_compiler import Condition
    from advisor.knowledge.rule import Rule

POSITIVE = 15
"""Positive conditions of one rule."""
JOINS = 28
"""Joins of one condition."""
RULES = 4000
"""Rules of one rulebook."""
BRANCHES = 511
"""Different tests side by side; the 513th makes it hang."""
DEPTH = 64
"""Tests that one fact may pass side by side and one below the other."""

FIRST_PRIME = 0x01000193
OFFSET = 0x811C9DC5


def check_rules(count: int) -> None:
    """Refuses a rulebook with more rules than durable_rules can take.

    Args:
        count: How many there are.

    Raises:
        ConsultationError: If there are too many.
    """
    if count > RULES:
        raise _too_much(f"{count} rules", RULES, "Merge rules.")


def check_conditions(rules: Iterable[tuple[Rule, Sequence[Condition]]]) -> None:
    """Refuses rules that durable_rules cannot take.

    Args:
        rules: Each rule with its conditions.

    Raises:
        ConsultationError: If a limit would be passed; the message names the rule.
    """
    for rule, conditions in rules:
        where = f"the rule “{rule.id}” ({rule.file}:{rule.line})"
        positive = sum(not one.negated for one in conditions)
        if positive > POSITIVE:
            raise _too_much(f"{positive} patterns in {where}", POSITIVE, "Split the rule.")
        for one in conditions:
            if len(one.joins) > JOINS:
                raise _too_much(f"{len(one.joins)} joins in {where}", JOINS, "Split the rule.")


def check_names(marks: Sequence[tuple[str, str]]) -> None:
    """Refuses more groups of marks than durable_rules has room for, and names that look alike.

    Args:
        marks: The name of each mark, with that of its group before it.

    Raises:
        ConsultationError: If there are too many, or it would take two for one.
    """
    names = {name for both in marks for name in both}
    groups = {group for group, _ in marks}
    if len(groups) > BRANCHES:
        raise _too_much(f"{len(groups)} groups of patterns in a stratum", BRANCHES, "Merge rules.")
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
