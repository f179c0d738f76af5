"""From a case to its assessment: base facts, consultation, assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.engine.consultation import consult
from advisor.explanation.assessment import Assessment
from advisor.knowledge.base import Knowledge, shipped_knowledge
from advisor.model.base_facts import base_facts
from advisor.model.fact import Fact

if TYPE_CHECKING:
    from advisor.model.case import Case


def assess(case: Case, *, engine: str = "auto", knowledge: Knowledge | None = None) -> Assessment:
    """Reasons over a case.

    Args:
        case: A case, as `load_case` returns it.
        engine: `durable` for durable_rules, `reference` for the plain-Python evaluator, `auto`
            for durable_rules where it can be loaded.
        knowledge: The knowledge base; the one that comes with Advisor if none is given.

    Returns:
        The assessment. Both engines give the same, but for the name of the engine in the stamp.

    Raises:
        ConsultationError: If the engine asked for cannot be used.
        KnowledgeError: If the knowledge base cannot be used.
    """
    knowledge = knowledge if knowledge is not None else shipped_knowledge()
    base = base_facts(case, knowledge)
    facts = (*base.facts, *standing_facts(knowledge))
    return Assessment(case, knowledge, base, consult(knowledge.rulebook, facts, engine))


def standing_facts(knowledge: Knowledge) -> tuple[Fact, ...]:
    """The facts that hold in every case: the lean each path suggests on each tension."""
    return tuple(
        Fact("usual-lean", (("path", path), ("tension", tension), ("toward", str(lean["lean"]))))
        for path, words in knowledge.paths.items()
        for tension, lean in words["leans"].items()
    )
