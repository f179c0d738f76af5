"""The eighty small rules in zen-engine, as far as it can say them.

zen-engine evaluates a graph of tables and expressions once, from its inputs to its outputs. It
has no facts to join and does not chain, so the work of the rules' variable and of their levels
is done by hand: one evaluation for each subject, and the rules as expressions, level after
level. The real rules join facts with one another and total them up; they cannot be said so.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import zen
from loads import LEVELS, RULES_A_LEVEL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.model.fact import Fact


class Zen:
    """The eighty rules as one decision of zen-engine."""

    def __init__(self) -> None:
        """Hands the rules over, in the order in which they must be worked out."""
        expressions = []
        for level in range(LEVELS):
            for topic in range(RULES_A_LEVEL):
                parts = [self._holds(level, topic), self._holds(level, topic + 1)]
                if topic % 4 == 0:
                    parts.append(f"not ({self._holds(level, topic + 2)})")
                key = f"l{level + 1}_{topic}"
                expressions.append({"id": key, "key": key, "value": " and ".join(parts)})
        nodes = [
            {"id": "in", "name": "in", "type": "inputNode", "content": {}},
            {
                "id": "rules",
                "name": "rules",
                "type": "expressionNode",
                "content": {"expressions": expressions},
            },
            {"id": "out", "name": "out", "type": "outputNode", "content": {}},
        ]
        edges = [
            {"id": "a", "type": "edge", "sourceId": "in", "targetId": "rules"},
            {"id": "b", "type": "edge", "sourceId": "rules", "targetId": "out"},
        ]
        self._decision: Any = zen.ZenEngine().create_decision(
            json.dumps({"nodes": nodes, "edges": edges})
        )

    @staticmethod
    def _holds(level: int, topic: int) -> str:
        """The condition that a fact of a level holds; there is none past the last topic."""
        if topic >= RULES_A_LEVEL:
            return "false"
        return f"l0_{topic} == true" if level == 0 else f"$.l{level}_{topic} == true"

    def consult(self, base: Iterable[Fact], *, trace: bool = True) -> dict[str, dict[str, bool]]:
        """What follows for each subject."""
        subjects: dict[str, dict[str, bool]] = {}
        for _, ((_, subject), (_, topic)) in base:
            held = subjects.setdefault(str(subject), {})
            held["l0_" + str(topic)[len("topic-") :]] = True
        options = {"trace": trace}
        return {
            subject: self._decision.evaluate(held, options)["result"]
            for subject, held in subjects.items()
        }
