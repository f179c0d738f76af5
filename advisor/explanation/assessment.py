"""The assessment of a case: everything concluded, ready to be told.

Plain values, read once off the record of the consultation by `advisor.explanation.assess`. What
other answers would lead to stands beside it, in `advisor.explanation.outlook`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.engine.trace import Consultation
    from advisor.explanation.leading import Lean, Matter, TensionState
    from advisor.explanation.network import FitArithmetic, PartOrder, Seat, SetAside, ValueNetwork
    from advisor.explanation.paths import Alternative, HomeReading, NumberedReason, WayFails
    from advisor.explanation.reason import Narrator, Reason
    from advisor.explanation.record import Proofs, Record
    from advisor.explanation.risks import Condition, Flag, Pull
    from advisor.knowledge.base import Knowledge
    from advisor.model.base_facts import BaseFacts
    from advisor.model.case import Case, Party
    from advisor.model.provenance import Assumption


Hash = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
"""A SHA-256 in hexadecimal."""


class Stamp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
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
    failing_ways: tuple[WayFails, ...]
    """On what the client's easier way out and the plan that is turned down fail."""
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
    vetoes: tuple[Party, ...]
    """The parties that alone could end the work where it is planned, and would."""
    fit_reasons: tuple[Reason, ...]
    """Why the fit is what it is: clashes first, then the verdict."""
    part_order: PartOrder | None
    """Which parts of the change come before which, where their backing differs."""

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
    """Which pole of each tension the path suggests; our inference, never a finding."""
    tensions: tuple[TensionState, ...]
    """What the ratings say about each tension."""
    matters: tuple[Matter, ...]
    """Which facts of the case make which tensions matter, the weightiest first."""

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
