"""What is concluded about a case, without the reasons: for thousands of cases at once.

Reasons are more than half the work of an assessment. Whatever stands here is equal to what the
assessment of the case has, which a test holds for every example.
"""

from __future__ import annotations

from typing import NamedTuple

from advisor.engine.consultation import consult
from advisor.explanation.assess import HOUSED, standing_facts
from advisor.explanation.carrying_out import LEVELS
from advisor.explanation.places import HomeReading, Seat, read_home, read_network
from advisor.explanation.record import Record
from advisor.knowledge.base import Knowledge
from advisor.model.base_facts import base_facts
from advisor.model.case import UNKNOWN, Case


class ConditionOutline(NamedTuple):
    """Something that must hold, as `Condition` has it."""

    id: str
    home: str
    holder: str
    by: str
    keystone: bool


class Outline(NamedTuple):
    """What is concluded about a case; each field as that of an assessment with the same name."""

    record: Record
    path: str
    route: str
    chosen_home: str | None
    form: str | None
    alignment: str
    alternatives: tuple[tuple[str, bool], ...]
    """Path, and whether it needs a home that is closed to the client."""
    homes: tuple[HomeReading, ...]
    seats: tuple[Seat, ...]
    flags: tuple[tuple[str, str, str], ...]
    """Risk, level and what it is about; the gravest first."""
    conditions: tuple[ConditionOutline, ...]


def outline(case: Case, knowledge: Knowledge, engine: str) -> Outline:
    """Reasons over a case, and reads what is concluded.

    Args:
        case: The case.
        knowledge: The knowledge base.
        engine: As for `assess`.

    Raises:
        ConsultationError: If the engine asked for cannot be used.
    """
    base = base_facts(case, knowledge)
    facts = (*base.facts, *standing_facts(knowledge))
    record = Record(case, knowledge, base, consult(knowledge.rulebook, facts, engine))
    path, route = record.only("path").word("path"), record.only("route").word("by")
    chosen = next((fact.word("home") for fact in record.of("chosen-home")), None)
    form = case.change.word("form")
    usual_form = knowledge.homes[chosen].form if chosen else None
    housed = chosen if route in HOUSED else None
    is_open = {fact.word("home"): fact.word("open") for fact in record.of("home")}
    best = sorted(record.of("alternative"), key=lambda one: -one.number("points"))
    others = dict.fromkeys(one.word("path") for one in best if one.word("path") != path)
    flags = [(one.word("flag"), one.word("level"), one.word("about")) for one in record.of("flag")]
    return Outline(
        record=record,
        path=path,
        route=route,
        chosen_home=chosen,
        form=usual_form if form == "unknown" else form,
        alignment=next((fact.word("is") for fact in record.of("alignment")), "none"),
        alternatives=tuple((other, is_open.get(other) in ("no", UNKNOWN)) for other in others),
        homes=tuple(
            read_home(record, home, home == housed, reasoned=False) for home in knowledge.homes
        ),
        seats=read_network(record, case.place).seats,
        flags=tuple(sorted(flags, key=lambda one: LEVELS.index(one[1]))),
        conditions=_conditions(record),
    )


def _conditions(record: Record) -> tuple[ConditionOutline, ...]:
    keystones = {fact.word("condition") for fact in record.of("keystone")}
    found: dict[str, ConditionOutline] = {}
    for fact in sorted(record.of("condition"), key=lambda one: one.number("rank")):
        name = fact.word("condition")
        home, holder, by = fact.word("home"), fact.word("holder"), fact.word("by")
        found.setdefault(name, ConditionOutline(name, home, holder, by, name in keystones))
    return tuple(found.values())
