"""From a case to its assessment: everything concluded, ready to be told.

Plain values, read once off the record of the consultation. What other answers would lead to stands
beside it, in `advisor.explanation.outlook`. For thousands of cases at once there is the outline:
reasons are more than half the work of an assessment, and it has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from advisor._version import __version__
from advisor.engine.consultation import consult
from advisor.engine.trace import Consultation
from advisor.explanation.carrying_out import (
    LEVELS,
    Condition,
    Flag,
    Lean,
    Pull,
    read_conditions,
    read_flags,
    read_leans,
    read_matters,
    read_pull,
)
from advisor.explanation.contract import Contract, Hash
from advisor.explanation.places import (
    Alternative,
    FitArithmetic,
    HomeReading,
    NumberedReason,
    Seat,
    SetAside,
    ValueNetwork,
    read_alternatives,
    read_home,
    read_network,
    read_not_chosen,
    read_proof,
    read_set_aside,
)
from advisor.explanation.reason import Narrator, Reason
from advisor.explanation.record import Proofs, Record
from advisor.knowledge.base import Knowledge, usual_knowledge
from advisor.model.base_facts import BaseFacts, base_facts
from advisor.model.case import UNKNOWN, Case, answers_hash
from advisor.model.changed_case import Supposed, changed_case, suppose
from advisor.model.fact import Assumption, Fact


class Stamp(Contract, frozen=True):
    """What is needed to make the same memo again."""

    rules_version: str
    rules_hash: Hash
    answers_hash: Hash
    engine: str
    """`durable` or `reference`."""
    engine_note: str
    """Why another engine served than the one preferred; mostly empty."""
    advisor_version: str
    case_version: int


class Assessment(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What the advisor concludes about a case."""

    record: Record
    """The record of the consultation and what it was made from: for proofs and traces."""
    stamp: Stamp
    """What is needed to make the same memo again."""

    # The path

    path: str
    """The advised path."""
    route: str
    """The kind of path: `playbook`, `new-home`, `split`, `hold` or `ask`."""
    place: str
    """The home where the work sits or is planned, or `nowhere`."""
    chosen_home: str | None
    """The home the advised work sits in; for a hold and for asking, the planned one."""
    form: str | None
    """The form beside the path, such as virtual; the client's, else the usual one."""
    alternatives: tuple[Alternative, ...]
    """Paths to fall back on, best first; never empty."""
    not_chosen: Mapping[str, Reason]
    """The first reason against each path that was not chosen, in the order of the paths."""
    reasons: tuple[NumberedReason, ...]
    """The proof of the path, from what was concluded first to the path itself.

    It tells of the planned place and the advised home; how the others fared is in `homes`.
    """
    told_homes: frozenset[str]
    """The homes the path is about: the planned, the advised, and those still undecided."""

    # The network and the fit

    alignment: str
    """Whether the work fits where it is planned; `none` where it has no place yet."""
    networks: Mapping[str, ValueNetwork]
    """The network of each home that has any, and of the planned place."""
    set_aside: tuple[SetAside, ...]
    """The parties that do not count for the decision."""

    homes: tuple[HomeReading, ...]
    """All twelve homes, in the order of the knowledge base."""

    # Risks and conditions

    flags: tuple[Flag, ...]
    """The risks, the gravest first."""
    pull: Pull | None
    """The pull of the parent district, where the advised home stays inside one."""
    conditions: tuple[Condition, ...]
    """What must hold, the one on which most hangs first."""

    # How to lead it

    leans: tuple[Lean, ...]
    """Which pole of each tension the path suggests; our inference, never a finding;
    and what the ratings say about it."""
    matters: tuple[str, ...]
    """The tension that each fact of the case makes matter, the weightiest first."""

    @property
    def case(self) -> Case:
        """The case."""
        return self.record.case

    @property
    def knowledge(self) -> Knowledge:
        """The knowledge it was judged with."""
        return self.record.knowledge

    @property
    def base(self) -> BaseFacts:
        """The answers as facts, with their origins and the assumptions."""
        return self.record.base

    @property
    def consultation(self) -> Consultation:
        """The facts and firings of the reasoning."""
        return self.record.consultation

    @property
    def narrator(self) -> Narrator:
        """What puts the client's words into sentences."""
        return self.record.narrator

    @property
    def proofs(self) -> Proofs:
        """What each conclusion rests on."""
        return self.record.proofs

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """Everything taken for granted because the client did not say."""
        return self.base.assumptions

    @property
    def seats(self) -> tuple[Seat, ...]:
        """The network of the planned place: the heaviest first, the most opposed of them first."""
        return self.seats_at(self.place)

    def seats_at(self, home: str) -> tuple[Seat, ...]:
        """The network of one home, in the same order."""
        network = self.networks.get(home)
        return network.seats if network else ()

    @property
    def fit(self) -> FitArithmetic | None:
        """The arithmetic of the fit where the work is planned; nothing without a place."""
        network = self.networks.get(self.place)
        return network.fit if network else None

    @property
    def keystone(self) -> Condition | None:
        """The condition on which most else hangs, if there is any condition."""
        return next((one for one in self.conditions if one.keystone), None)

    def home(self, slug: str) -> HomeReading:
        """The reading of one home.

        Raises:
            KeyError: If there is no such home.
        """
        for one in self.homes:
            if one.home.home == slug:
                return one
        raise KeyError(slug)


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
    return read_assessment(case, knowledge, *_consulted(case, knowledge, engine))


def _consulted(case: Case, knowledge: Knowledge, engine: str) -> tuple[BaseFacts, Consultation]:
    base = base_facts(case, knowledge)
    facts = (*base.facts, *standing_facts(knowledge))
    return base, consult(knowledge.rulebook, facts, engine)


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
    """Reads the assessment off the record of a consultation; it concludes nothing itself."""
    record = Record(case, knowledge, base, consultation)
    advice = _read_advice(record)
    path, chosen, place = advice.path, advice.chosen_home, case.place
    undecided = [fact.word("home") for fact in record.of("home-undecided")]
    told_homes = frozenset({place, chosen or place, *undecided})
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
        route=advice.route,
        place=place,
        chosen_home=chosen,
        form=advice.form,
        alternatives=read_alternatives(record, path),
        not_chosen=read_not_chosen(record, path),
        reasons=read_proof(record, told_homes),
        told_homes=told_homes,
        alignment=advice.alignment,
        networks={home: read_network(record, home) for home in (*knowledge.homes, "nowhere")},
        set_aside=read_set_aside(record),
        homes=tuple(read_home(record, home, home == advice.housed) for home in knowledge.homes),
        flags=flags,
        pull=read_pull(record, chosen, flags),
        conditions=read_conditions(record),
        leans=read_leans(record, path),
        matters=read_matters(record),
    )


class Advice(NamedTuple):
    """What assessment and outline tell alike; each field as in `Assessment`."""

    path: str
    route: str
    chosen_home: str | None
    form: str | None
    alignment: str
    housed: str | None
    """The chosen home, where the advice puts the work there."""


def _read_advice(record: Record) -> Advice:
    path, route = record.only("path").word("path"), record.only("route").word("by")
    chosen = next((fact.word("home") for fact in record.of("chosen-home")), None)
    form: str | None = record.case.change.word("form")
    if form == "unknown":
        form = record.knowledge.homes[chosen].form if chosen else None
    alignment = next((fact.word("is") for fact in record.of("alignment")), "none")
    return Advice(path, route, chosen, form, alignment, chosen if route in HOUSED else None)


class ConditionOutline(NamedTuple):
    """Something that must hold, as `Condition` has it."""

    id: str
    home: str
    holder: str
    by: str
    keystone: bool


class Outline(NamedTuple):
    """What is concluded about a case, without reasons; each field as that of `Assessment`."""

    record: Record
    advice: Advice
    alternatives: tuple[tuple[str, bool], ...]
    """Path, and whether it needs a home that is closed to the client."""
    homes: tuple[HomeReading, ...]
    seats: tuple[Seat, ...]
    flags: tuple[tuple[str, str, str], ...]
    """Risk, level and what it is about; the gravest first."""
    conditions: tuple[ConditionOutline, ...]


def outline(case: Case, knowledge: Knowledge, engine: str) -> Outline:
    """Reasons over a case, and reads what is concluded; arguments and errors are as of `assess`."""
    record = Record(case, knowledge, *_consulted(case, knowledge, engine))
    advice = _read_advice(record)
    is_open = {fact.word("home"): fact.word("open") for fact in record.of("home")}
    best = sorted(record.of("alternative"), key=lambda one: -one.number("points"))
    others = dict.fromkeys(one.word("path") for one in best if one.word("path") != advice.path)
    flags = [(one.word("flag"), one.word("level"), one.word("about")) for one in record.of("flag")]
    keystones = {fact.word("condition") for fact in record.of("keystone")}
    conditions: dict[str, ConditionOutline] = {}
    for fact in sorted(record.of("condition"), key=lambda one: one.number("rank")):
        name, home, holder, by = map(fact.word, ("condition", "home", "holder", "by"))
        conditions.setdefault(name, ConditionOutline(name, home, holder, by, name in keystones))
    return Outline(
        record,
        advice,
        alternatives=tuple((other, is_open.get(other) in ("no", UNKNOWN)) for other in others),
        homes=tuple(
            read_home(record, home, home == advice.housed, reasoned=False)
            for home in knowledge.homes
        ),
        seats=read_network(record, case.place).seats,
        flags=tuple(sorted(flags, key=lambda one: LEVELS.index(one[1]))),
        conditions=tuple(conditions.values()),
    )


def suppose_all(
    assessment: Assessment, changes: Iterable[Supposed], case: Case | None = None
) -> Assessment:
    """The assessment as it would be if some answers were different.

    Args:
        case: The case they are supposed of, where it lists more than the one assessed.

    Returns:
        A whole assessment, with the record of every step; by the reference engine.

    Raises:
        InputError: If an answer cannot be what is supposed.
    """
    case = changed_case(case or assessment.case, changes, assessment.knowledge)
    return assess(case, engine="reference", knowledge=assessment.knowledge)


def suppose_one(assessment: Assessment, typed: str) -> Assessment:
    """The same for one answer: the assessment itself where every rule fires as it does now.

    For hundreds of answers, each supposed alone; most change nothing that is told.

    Args:
        typed: The answer with its value, such as `change.kind=upgrade`.

    Raises:
        InputError: If there is no such answer, or no case can hold it.
    """
    knowledge = assessment.knowledge
    change = suppose(typed, assessment.case, knowledge)
    case = changed_case(assessment.case, [change], knowledge)
    base, consultation = _consulted(case, knowledge, "reference")
    if consultation.fired == assessment.consultation.fired:
        return assessment
    return read_assessment(case, knowledge, base, consultation)
