"""The assessment of a case: everything concluded, ready to be told.

It only reads the record of the consultation and decides nothing. Presentation reads it and
knows no rules.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from advisor._version import __version__
from advisor.explanation.homes import HomeReading, read_home
from advisor.explanation.leading import (
    Lean,
    Matter,
    Step,
    TensionState,
    Tripwire,
    read_leans,
    read_matters,
    read_steps,
    read_tensions,
    read_tripwires,
)
from advisor.explanation.network import (
    FitArithmetic,
    LostSeat,
    Seat,
    SetAside,
    read_fit,
    read_lost_seats,
    read_seats,
    read_set_aside,
)
from advisor.explanation.parts import PartOrder, read_part_order
from advisor.explanation.paths import (
    Alternative,
    NumberedReason,
    WayFails,
    read_alternatives,
    read_failing_ways,
    read_not_chosen,
    read_proof,
)
from advisor.explanation.record import Record
from advisor.explanation.risks import (
    Condition,
    Flag,
    Pull,
    read_conditions,
    read_flags,
    read_pull,
)
from advisor.knowledge.base import RULES_VERSION
from advisor.model.answers_hash import answers_hash

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.engine.trace import Consultation
    from advisor.explanation.flip import Search
    from advisor.explanation.proof import Proofs
    from advisor.explanation.reason import Narrator, Reason
    from advisor.explanation.trial import Trials
    from advisor.explanation.turning import Change, Turning
    from advisor.explanation.unknowns import Unknown
    from advisor.explanation.ways_out import WaysOut
    from advisor.knowledge.base import Knowledge
    from advisor.model.base_facts import BaseFacts
    from advisor.model.case import Case, Party
    from advisor.model.provenance import Assumption

HOUSED = ("playbook", "new-home", "split")
"""The kinds of path that put the work somewhere."""


class Stamp(NamedTuple):
    """What is needed to make the same memo again."""

    rules_version: str
    rules_hash: str
    answers_hash: str
    engine: str
    engine_note: str
    advisor_version: str
    case_version: int


class Assessment:
    """What the advisor concludes about a case.

    Attributes:
        case: The case.
        knowledge: The knowledge it was judged with.
        base: The answers as facts, with their origins and the assumptions.
        consultation: The facts and firings of the reasoning.
        record: The same, ready to be looked up.
    """

    def __init__(
        self, case: Case, knowledge: Knowledge, base: BaseFacts, consultation: Consultation
    ) -> None:
        """Takes a consultation and what it was made from."""
        self.case = case
        self.knowledge = knowledge
        self.base = base
        self.consultation = consultation
        self.record = Record(case, knowledge, base, consultation)

    @property
    def narrator(self) -> Narrator:
        """What puts the client's words into sentences."""
        return self.record.narrator

    @property
    def proofs(self) -> Proofs:
        """What each conclusion rests on."""
        return self.record.proofs

    # The path

    @cached_property
    def path(self) -> str:
        """The advised path."""
        return self.record.only("path").word("path")

    @cached_property
    def route(self) -> str:
        """The kind of path: `playbook`, `new-home`, `split`, `hold` or `ask`."""
        return self.record.only("route").word("by")

    @property
    def place(self) -> str:
        """The home where the work sits or is planned, or `nowhere`."""
        return self.case.place

    @cached_property
    def chosen_home(self) -> str | None:
        """The home the advised work sits in; for a hold and for asking, the planned one."""
        found = self.record.of("chosen-home")
        return found[0].word("home") if found else None

    @cached_property
    def form(self) -> str | None:
        """The form beside the path, such as virtual; the client's, else the usual one."""
        stated = self.case.change.word("form")
        if stated != "unknown":
            return stated
        home = self.chosen_home
        return self.knowledge.homes[home].form if home else None

    @cached_property
    def alternatives(self) -> tuple[Alternative, ...]:
        """Paths to fall back on, best first; never empty."""
        return read_alternatives(self.record, self.path)

    @cached_property
    def not_chosen(self) -> Mapping[str, Reason]:
        """The first reason against each path that was not chosen, in the order of the paths."""
        return read_not_chosen(self.record, self.path)

    @cached_property
    def failing_ways(self) -> tuple[WayFails, ...]:
        """On what the client's easier way out and the plan that is turned down fail."""
        return read_failing_ways(self.record)

    @cached_property
    def certainty(self) -> str:
        """How sure the advice is, as a word: as sure as the weakest rule it rests on."""
        return self.proofs.certainty(self.record.of("path"))

    @cached_property
    def reasons(self) -> tuple[NumberedReason, ...]:
        """The proof of the path, from what was concluded first to the path itself.

        It tells of the planned place and the advised home; how the others fared is in `homes`.
        """
        return read_proof(self.record, self.told_homes)

    @cached_property
    def told_homes(self) -> frozenset[str]:
        """The homes the path is about: the planned, the advised, and those still undecided."""
        undecided = [fact.word("home") for fact in self.record.of("home-undecided")]
        return frozenset({self.place, self.chosen_home or self.place, *undecided})

    # The network and the fit

    @cached_property
    def alignment(self) -> str:
        """Whether the work fits where it is planned; `none` where it has no place yet."""
        found = self.record.of("alignment")
        return found[0].word("is") if found else "none"

    @cached_property
    def seats(self) -> tuple[Seat, ...]:
        """The network of the planned place: the heaviest first, the most opposed of them first."""
        return self.seats_at(self.place)

    def seats_at(self, home: str) -> tuple[Seat, ...]:
        """The network of one home, in the same order."""
        return read_seats(self.record, home)

    def lost_at(self, home: str) -> tuple[LostSeat, ...]:
        """The members that would lose their power in a home."""
        return read_lost_seats(self.record, home)

    @cached_property
    def set_aside(self) -> tuple[SetAside, ...]:
        """The parties that do not count for the decision."""
        return read_set_aside(self.record)

    @cached_property
    def vetoes(self) -> tuple[Party, ...]:
        """The parties that alone could end the work where it is planned, and would."""
        return tuple(map(self.record.party, self.record.about("veto", self.place)))

    @cached_property
    def fit(self) -> FitArithmetic | None:
        """The arithmetic of the fit where the work is planned; nothing without a place."""
        return self.fit_at(self.place)

    def fit_at(self, home: str) -> FitArithmetic | None:
        """The arithmetic of the fit in one home."""
        return read_fit(self.record, home)

    @cached_property
    def fit_reasons(self) -> tuple[Reason, ...]:
        """Why the fit is what it is: clashes first, then the verdict."""
        record, place = self.record, self.place
        return record.reasons((*record.about("clash", place), *record.about("fit", place)))

    @cached_property
    def part_order(self) -> PartOrder | None:
        """Which parts of the change come before which, where their backing differs."""
        return read_part_order(self.record)

    # The homes

    @cached_property
    def homes(self) -> tuple[HomeReading, ...]:
        """All twelve homes, in the order of the knowledge base."""
        chosen = self.chosen_home if self.route in HOUSED else None
        return tuple(read_home(self.record, one, one == chosen) for one in self.knowledge.homes)

    def home(self, slug: str) -> HomeReading:
        """The reading of one home.

        Raises:
            KeyError: If there is no such home.
        """
        for one in self.homes:
            if one.home.home == slug:
                return one
        raise KeyError(slug)

    # Risks and conditions

    @cached_property
    def flags(self) -> tuple[Flag, ...]:
        """The risks, the gravest first."""
        return read_flags(self.record)

    @cached_property
    def pull(self) -> Pull | None:
        """The pull of the parent district, where the advised home stays inside one."""
        return read_pull(self.record, self.chosen_home, self.flags)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """What must hold, the one on which most hangs first."""
        return read_conditions(self.record)

    @cached_property
    def keystone(self) -> Condition | None:
        """The condition on which most else hangs, if there is any condition."""
        return next((one for one in self.conditions if one.keystone), None)

    def remarks(self, section: str) -> tuple[Reason, ...]:
        """Sentences worth saying in a section of the memo, the most important first."""
        found = self.record.about("remark", section, "section")
        ranked = sorted(found, key=lambda one: (-one.number("importance"), one.word("about")))
        return self.record.reasons(ranked)

    # How to lead it

    @cached_property
    def leans(self) -> tuple[Lean, ...]:
        """Which pole of each tension the path suggests; our inference, never a finding."""
        return read_leans(self.record, self.path)

    @cached_property
    def tensions(self) -> tuple[TensionState, ...]:
        """What the ratings say about each tension."""
        return read_tensions(self.record)

    @cached_property
    def matters(self) -> tuple[Matter, ...]:
        """Which facts of the case make which tensions matter, the weightiest first."""
        return read_matters(self.record)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The next steps that belong to the path as a whole, earliest first."""
        return read_steps(self.record)

    @cached_property
    def tripwires(self) -> tuple[Tripwire, ...]:
        """What to watch, in the order of the knowledge base."""
        return read_tripwires(self.record)

    # What is known

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """Everything taken for granted because the client did not say."""
        return self.base.assumptions

    @cached_property
    def unknowns(self) -> tuple[Unknown, ...]:
        """What is not known and what rests on it, the path first."""
        from advisor.explanation.unknowns import find_unknowns

        return find_unknowns(self)

    @cached_property
    def still_open(self) -> tuple[Unknown, ...]:
        """What else is not known and could lead to another path once it is."""
        from advisor.explanation.still_open import find_still_open

        return find_still_open(self)

    @cached_property
    def deciding(self) -> tuple[Unknown, ...]:
        """What alone could lead to another path once it is found out, heavy parties first."""
        from advisor.explanation.deciding import find_deciding

        return find_deciding(self)

    @property
    def changes(self) -> tuple[Change, ...]:
        """What would change the advice: found by trying, with the same rules."""
        return self.turning.first()

    @cached_property
    def turning(self) -> Turning:
        """Finds what would change the advice, as much of it as is asked for."""
        from advisor.explanation.turning import Turning

        return Turning(self)

    @cached_property
    def trials(self) -> Trials:
        """What would be concluded from other answers."""
        from advisor.explanation.trial import Trials

        return Trials(self)

    @cached_property
    def search(self) -> Search:
        """What would lead to another path."""
        from advisor.explanation.flip import Search

        return Search(self)

    @cached_property
    def ways_out(self) -> WaysOut:
        """Which changes of answers could undo a conclusion."""
        from advisor.explanation.ways_out import WaysOut

        return WaysOut(self)

    @cached_property
    def stamp(self) -> Stamp:
        """What is needed to make the same memo again."""
        return Stamp(
            rules_version=RULES_VERSION,
            rules_hash=self.knowledge.hash,
            answers_hash=answers_hash(self.case),
            engine=self.consultation.engine,
            engine_note=self.consultation.note,
            advisor_version=__version__,
            case_version=self.case.top.number("advisor-case") or 1,
        )
