"""From a case to its assessment: base facts, consultation, assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor._version import __version__
from advisor.engine.consultation import consult
from advisor.explanation.assessment import Assessment, Stamp
from advisor.explanation.leading import (
    read_leans,
    read_matters,
    read_tensions,
)
from advisor.explanation.network import read_network, read_part_order, read_set_aside
from advisor.explanation.paths import (
    read_alternatives,
    read_failing_ways,
    read_home,
    read_not_chosen,
    read_proof,
)
from advisor.explanation.record import Record
from advisor.explanation.risks import read_conditions, read_flags, read_pull
from advisor.knowledge.base import Knowledge, usual_knowledge
from advisor.model.base_facts import BaseFacts, base_facts
from advisor.model.case import answers_hash
from advisor.model.fact import Fact

if TYPE_CHECKING:
    from advisor.engine.trace import Consultation
    from advisor.model.case import Case

HOUSED = ("playbook", "new-home", "split")
"""The kinds of path that put the work somewhere."""


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
    knowledge = knowledge if knowledge is not None else usual_knowledge()
    base = base_facts(case, knowledge)
    facts = (*base.facts, *standing_facts(knowledge))
    return read_assessment(case, knowledge, base, consult(knowledge.rulebook, facts, engine))


def standing_facts(knowledge: Knowledge) -> tuple[Fact, ...]:
    """The facts that hold in every case: the lean each path suggests on each tension."""
    return tuple(
        Fact("usual-lean", (("path", path), ("tension", tension), ("toward", str(lean["lean"]))))
        for path, words in knowledge.paths.items()
        for tension, lean in words["leans"].items()
    )


def read_assessment(
    case: Case, knowledge: Knowledge, base: BaseFacts, consultation: Consultation
) -> Assessment:
    """Reads the assessment off the record of a consultation; it concludes nothing itself.

    Args:
        case: The case.
        knowledge: The knowledge it was judged with.
        base: The case as facts.
        consultation: What an engine made of them.
    """
    record = Record(case, knowledge, base, consultation)
    path, route = record.only("path").word("path"), record.only("route").word("by")
    place = case.place
    chosen = next((fact.word("home") for fact in record.of("chosen-home")), None)
    stated_form = case.change.word("form")
    usual_form = knowledge.homes[chosen].form if chosen else None
    undecided = [fact.word("home") for fact in record.of("home-undecided")]
    told_homes = frozenset({place, chosen or place, *undecided})
    housed = chosen if route in HOUSED else None
    flags = read_flags(record)
    return Assessment(
        record=record,
        stamp=Stamp(
            rules_version=knowledge.version,
            rules_hash=knowledge.hash,
            answers_hash=answers_hash(case),
            engine=consultation.engine,
            engine_note=consultation.note,
            advisor_version=__version__,
            case_version=case.top.number("advisor-case") or 1,
        ),
        path=path,
        route=route,
        place=place,
        chosen_home=chosen,
        form=usual_form if stated_form == "unknown" else stated_form,
        alternatives=read_alternatives(record, path),
        not_chosen=read_not_chosen(record, path),
        failing_ways=read_failing_ways(record),
        reasons=read_proof(record, told_homes),
        told_homes=told_homes,
        alignment=next((fact.word("is") for fact in record.of("alignment")), "none"),
        networks={home: read_network(record, home) for home in (*knowledge.homes, "nowhere")},
        set_aside=read_set_aside(record),
        vetoes=tuple(map(record.party, record.about("veto", place))),
        fit_reasons=record.reasons((*record.about("clash", place), *record.about("fit", place))),
        part_order=read_part_order(record),
        homes=tuple(read_home(record, home, home == housed) for home in knowledge.homes),
        flags=flags,
        pull=read_pull(record, chosen, flags),
        conditions=read_conditions(record),
        leans=read_leans(record, path),
        tensions=read_tensions(record),
        matters=read_matters(record),
    )
