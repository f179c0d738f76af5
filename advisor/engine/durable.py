"""The durable_rules adapter (being written)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import ConsultationError

if TYPE_CHECKING:
    from advisor.engine.memory import Memory
    from advisor.engine.program import Program
    from advisor.engine.trace import Firing
    from advisor.knowledge.rulebook import Rulebook


def why_missing() -> str:
    """Why durable_rules cannot serve; empty when it can."""
    return "the adapter is not written yet"


def unavailable(reason: str) -> ConsultationError:
    """The error for asking for durable_rules where it cannot serve."""
    return ConsultationError(f"durable_rules cannot be used here: {reason}.")


def infer(
    rulebook: Rulebook, program: Program, memory: Memory, firing_limit: int
) -> tuple[Firing, ...]:
    """Carries out a rulebook with durable_rules."""
    raise unavailable(why_missing())
