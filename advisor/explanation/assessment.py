"""The assessment of a case: everything concluded, ready to be told.

It only reads the record of the consultation and decides nothing. Presentation reads it and
knows no facts and no firings.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from advisor._version import __version__
from advisor.explanation.findings import (
    Alternative,
    Condition,
    Flag,
    HomeReading,
    Lean,
    NumberedReason,
    Pull,
    Stamp,
    Step,
    TensionState,
    Tripwire,
    Unknown,
)
from advisor.explanation.network import STANCES, FitArithmetic, LostSeat, Seat, SetAside
from advisor.explanation.proof import Proofs
from advisor.explanation.reason import Narrator, Reason
from advisor.knowledge.base import RULES_VERSION
from advisor.model.answers_hash import answers_hash
from advisor.model.case import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.engine.trace import Consultation, Firing
    from advisor.explanation.counterfactual import Change
    from advisor.knowledge.base import Knowledge
    from advisor.model.base_facts import BaseFacts
    from advisor.model.case import Case, Party
    from advisor.model.fact import Fact, Value
    from advisor.model.provenance import Assumption

LEVELS = ("warning", "high", "medium", "low")
"""Levels of risk, the first to be told first."""


class Assessment:
    """What the advisor concludes about a case.

    Attributes:
        case: The case.
        knowledge: The knowledge it was judged with.
        base: The answers as facts, with their origins and the assumptions.
        consultation: The record of the reasoning.
    """

    def __init__(
        self, case: Case, knowledge: Knowledge, base: BaseFacts, consultation: Consultation
    ) -> None:
        """Takes the record of a consultation."""
        self.case = case
        self.knowledge = knowledge
        self.base = base
        self.consultation = consultation

    # The path

    @cached_property
    def path(self) -> str:
        """The advised path."""
        return str(self._only("path").get("path"))

    @cached_property
    def route(self) -> str:
        """The kind of path: `playbook`, `new-home`, `split`, `hold` or `ask`."""
        return str(self._only("route").get("by"))

    @property
    def place(self) -> str:
        """The home where the work sits or is planned, or `nowhere`."""
        return self.case.place

    @cached_property
    def chosen_home(self) -> str | None:
        """The home the advised work sits in; for a hold and for asking, the planned one."""
        found = self._of("chosen-home")
        return str(found[0].get("home")) if found else None

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
        open_homes = {one.home.home for one in self.homes if one.open != "no"}
        best: dict[str, tuple[int, Fact]] = {}
        for fact in self._of("alternative"):
            path, points = str(fact.get("path")), int(fact.get("points"))
            if path not in best or points > best[path][0]:
                best[path] = (points, fact)
        ranked = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
        homes = self.knowledge.homes
        return tuple(
            Alternative(path, path not in homes or path in open_homes, self._reason(fact))
            for path, (_, fact) in ranked
            if path != self.path
        )

    @cached_property
    def not_chosen(self) -> Mapping[str, Reason]:
        """The first reason against each path that was not chosen, in the order of the paths."""
        order = {entry.id: entry.order for entry in self.knowledge.rulebook.entries}
        first: dict[str, tuple[int, Firing]] = {}
        for fact in self._of("not-chosen"):
            path = str(fact.get("path"))
            for firing in self._proofs.firings(fact):
                rank = order[firing.rule]
                if path not in first or rank < first[path][0]:
                    first[path] = (rank, firing)
        return {
            path: self._narrator.reason(first[path][1])
            for path in self.knowledge.paths
            if path in first and path != self.path
        }

    @cached_property
    def certainty(self) -> str:
        """How sure the advice is, as a word: as sure as the weakest rule it rests on."""
        return self._proofs.certainty(self._of("path"))

    @cached_property
    def reasons(self) -> tuple[NumberedReason, ...]:
        """The proof of the path, from what was concluded first to the path itself."""
        chain = self._proofs.chain((*self._of("path"), *self._of("chosen-home")))
        numbers: dict[Fact, int] = {}
        steps = []
        for number, firing in enumerate(chain, 1):
            uses = sorted({numbers[one] for one in firing.premises if one in numbers})
            for fact in firing.asserted:
                numbers.setdefault(fact, number)
            steps.append(NumberedReason(number, self._narrator.reason(firing), tuple(uses)))
        return tuple(steps)

    # The network and the fit

    @cached_property
    def alignment(self) -> str:
        """Whether the work fits where it is planned; `none` where it has no place yet."""
        found = self._of("alignment")
        return str(found[0].get("is")) if found else "none"

    @cached_property
    def seats(self) -> tuple[Seat, ...]:
        """The network of the planned place: the heaviest first, the most opposed of them first."""
        return self.seats_at(self.place)

    def seats_at(self, home: str) -> tuple[Seat, ...]:
        """The network of one home, in the same order."""
        channels: dict[str, list[str]] = defaultdict(list)
        for fact in self._of("channel"):
            channels[str(fact.get("party"))].append(str(fact.get("by")))
        seats = [
            Seat(
                self._party(fact),
                int(fact.get("power")),
                str(fact.get("stance")),
                str(fact.get("side")),
                str(fact.get("basis")),
                tuple(channels[str(fact.get("party"))]),
                self._party(fact).word("ally"),
            )
            for fact in self._of("seat")
            if fact.get("home") == home
        ]
        order = {party.id: place for place, party in enumerate(self.case.parties)}
        return tuple(
            sorted(
                seats,
                key=lambda one: (-one.power, STANCES.index(one.stance), order[one.party.id]),
            )
        )

    def lost_at(self, home: str) -> tuple[LostSeat, ...]:
        """The members that would lose their power in a home."""
        return tuple(
            LostSeat(self._party(fact), str(fact.get("why")), self._reason(fact))
            for fact in self._of("no-seat")
            if fact.get("home") == home
        )

    @cached_property
    def set_aside(self) -> tuple[SetAside, ...]:
        """The parties that do not count for the decision."""
        return tuple(
            SetAside(self._party(fact), str(fact.get("as")), self._reason(fact))
            for fact in self._of("set-aside")
        )

    @cached_property
    def vetoes(self) -> tuple[Party, ...]:
        """The parties that alone could end the work where it is planned, and would."""
        return tuple(
            self._party(fact) for fact in self._of("veto") if fact.get("home") == self.place
        )

    @cached_property
    def fit(self) -> FitArithmetic | None:
        """The arithmetic of the fit where the work is planned; nothing without a place."""
        return None if self.place == NOWHERE else self.fit_at(self.place)

    def fit_at(self, home: str) -> FitArithmetic | None:
        """The arithmetic of the fit in one home."""
        weights = self._by("weight", home, "of", "amount")
        if not weights:
            return None
        shares = self._by("share", home, "of", "percent")
        tallies = self._by("tally", home, "of", "number")
        total, for_ = weights["all"], weights["for"]
        against, unknown = weights["against"], weights["unknown"]
        thresholds = self.knowledge.rulebook.thresholds
        clashes = {str(one.get("by")) for one in self._of("clash") if one.get("home") == home}
        return FitArithmetic(
            home,
            total,
            for_,
            against,
            total - for_ - against - unknown,
            unknown,
            shares["for"],
            shares["unknown"],
            tallies["strong-opponents"],
            tallies["heavy"],
            tallies["heavy-verified"],
            tuple(one for one in ("veto", "opponents", "policy") if one in clashes),
            thresholds["support-share-needed"].value,
            thresholds["unknown-share-limit"].value,
        )

    @cached_property
    def fit_reasons(self) -> tuple[Reason, ...]:
        """Why the fit is what it is: clashes first, then the verdict."""
        facts = [one for one in self._of("clash") if one.get("home") == self.place]
        facts += [one for one in self._of("fit") if one.get("home") == self.place]
        return tuple(self._reason(one) for one in facts)

    # The homes

    @cached_property
    def homes(self) -> tuple[HomeReading, ...]:
        """All twelve homes, in the order of the knowledge base."""
        return tuple(self._home(slug) for slug in self.knowledge.homes)

    def home(self, slug: str) -> HomeReading:
        """The reading of one home.

        Raises:
            KeyError: If there is no such home.
        """
        for one in self.homes:
            if one.home.home == slug:
                return one
        raise KeyError(slug)

    def _home(self, slug: str) -> HomeReading:
        status = next(one for one in self._of("home") if one.get("home") == slug)
        reads = self._by("reads", slug, "question", "is")
        values = {
            kind: next(iter(self._by(kind, slug, "home", "is").values()), "unknown")
            for kind in ("weaker", "better", "grid", "demand", "verdict")
        }
        blocked = [one for one in self._of("blocked") if one.get("home") == slug]
        verdict = [one for one in self._of("verdict") if one.get("home") == slug]
        support = [one for one in self._of("unsuited") if one.get("home") == slug]
        support += blocked or [
            one for one in (*self._of("open-question"), *self._of("gap")) if one.get("home") == slug
        ]
        return HomeReading(
            self.knowledge.homes[slug],
            str(status.get("open")),
            status.get("place") == "yes",
            slug == self.chosen_home and self.route in ("playbook", "new-home", "split"),
            *(str(reads.get(one, "unknown")) for one in ("autonomy", "policy", "opt-in")),
            str(reads.get("trade-off", "unknown")),
            *(str(values[kind]) for kind in ("weaker", "better", "grid", "demand", "verdict")),
            tuple(str(one.get("by")) for one in blocked),
            tuple(self._reason(one) for one in (support or verdict)),
        )

    # Risks and conditions

    @cached_property
    def flags(self) -> tuple[Flag, ...]:
        """The risks, the gravest first."""
        found = [
            Flag(
                str(one.get("flag")), str(one.get("level")), str(one.get("about")),
                self._reason(one),
            )
            for one in self._of("flag")
        ]  # fmt: skip
        order = {entry.id: entry.order for entry in self.knowledge.rulebook.entries}
        return tuple(
            sorted(found, key=lambda one: (LEVELS.index(one.level), order[one.reason.rule]))
        )

    @cached_property
    def pull(self) -> Pull | None:
        """The pull of the parent district, where the advised home stays inside one."""
        level = next((one.level for one in self.flags if one.flag == "pull"), None)
        if level is None or self.chosen_home is None:
            return None
        counts = self._by("pull-count", self.chosen_home, "of", "number")
        thresholds = self.knowledge.rulebook.thresholds
        most = counts["recorded"] + counts["unchecked"]
        at_most = "low"
        if most >= thresholds["pull-medium"].value:
            at_most = "medium"
        if most >= thresholds["pull-high"].value:
            at_most = "high"
        return Pull(
            level,
            counts["recorded"],
            counts["unchecked"],
            at_most,
            tuple(self._reason(one) for one in self._of("pull-indicator")),
            tuple(self._reason(one) for one in self._of("pull-unchecked")),
        )

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """What must hold, the one on which most hangs first."""
        keystones = {one.get("condition") for one in self._of("keystone")}
        best: dict[str, Fact] = {}
        reasons: dict[str, list[Reason]] = defaultdict(list)
        for fact in sorted(self._of("condition"), key=lambda one: int(one.get("rank"))):
            name = str(fact.get("condition"))
            best.setdefault(name, fact)
            reasons[name].extend(map(self._narrator.reason, self._proofs.firings(fact)))
        return tuple(
            Condition(
                name,
                str(fact.get("home")),
                str(fact.get("holder")),
                str(fact.get("by")),
                int(fact.get("rank")),
                name in keystones,
                self._source_of(reasons[name]),
                tuple(reasons[name]),
                self.knowledge.conditions.get(name, {}),
            )
            for name, fact in best.items()
        )

    @cached_property
    def keystone(self) -> Condition | None:
        """The condition on which most else hangs, if there is any condition."""
        return next((one for one in self.conditions if one.keystone), None)

    def remarks(self, section: str) -> tuple[Reason, ...]:
        """Sentences worth saying in a section of the memo, the most important first."""
        found = [one for one in self._of("remark") if one.get("section") == section]
        found.sort(key=lambda one: (-int(one.get("importance")), str(one.get("about"))))
        return tuple(self._reason(one) for one in found)

    # How to lead it

    @cached_property
    def leans(self) -> tuple[Lean, ...]:
        """Which pole of each tension the path suggests; our inference, never a finding."""
        toward = {str(one.get("tension")): str(one.get("toward")) for one in self._of("lean")}
        leans = []
        for tension, words in self.knowledge.tensions.items():
            if tension not in toward:
                continue
            pole = toward[tension]
            because = str(self.knowledge.paths[self.path]["leans"][tension]["because"])
            chosen = words.get(pole, {})
            leans.append(
                Lean(
                    tension,
                    pole,
                    because,
                    str(chosen.get("benefit", "")),
                    str(chosen.get("gives-up", "")),
                )
            )
        return tuple(leans)

    @cached_property
    def tensions(self) -> tuple[TensionState, ...]:
        """What the ratings say about each tension."""
        states: dict[str, set[str]] = defaultdict(set)
        for one in self._of("tension-state"):
            states[str(one.get("tension"))].add(str(one.get("is")))
        return tuple(self._tension(one, states[one]) for one in self.knowledge.tensions)

    def _tension(self, tension: str, states: set[str]) -> TensionState:
        means = self._by("mean", tension, "of", "tenths", "tension")
        spreads = self._by("spread", tension, "of", "points", "tension")
        raters = self._by("raters", tension, "tension", "number", "tension")
        ranked = ("talk-first", "move", "leave", "single-view")
        return TensionState(
            tension,
            int(raters.get(tension, 0)),
            means.get("now"),
            means.get("wanted"),
            means.get("change"),
            spreads.get("now"),
            spreads.get("wanted"),
            next((one for one in ranked if one in states), "unrated"),
        )

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The next steps that belong to the path as a whole, earliest first."""
        found = {str(one.get("step")): str(one.get("phase")) for one in self._of("step")}
        return tuple(
            Step(name, found[name], words)
            for name, words in self.knowledge.steps.items()
            if name in found
        )

    @cached_property
    def tripwires(self) -> tuple[Tripwire, ...]:
        """What to watch, in the order of the knowledge base."""
        found = {str(one.get("tripwire")) for one in self._of("tripwire")}
        return tuple(
            Tripwire(name, words)
            for name, words in self.knowledge.tripwires.items()
            if name in found
        )

    # What is known

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """What was taken for granted because the client did not say."""
        return self.base.assumptions

    @cached_property
    def used_assumptions(self) -> tuple[Assumption, ...]:
        """The assumptions the advised path itself rests on."""
        used = self._proofs.answers((*self._of("path"), *self._of("chosen-home")))
        homes = {self.chosen_home, self.place, ""}
        found = []
        for fact in sorted(used):
            origin = self.base.origins.get(fact)
            one = origin.assumed_from if origin else None
            if one is not None and one.home in homes and one not in found:
                found.append(one)
        return tuple(found)

    @cached_property
    def unknowns(self) -> tuple[Unknown, ...]:
        """What is not known and what rests on it, the path first."""
        from advisor.explanation.unknowns import find_unknowns

        return find_unknowns(self)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What would change the advice: found by trying, with the same rules."""
        from advisor.explanation.counterfactual import find_changes

        return find_changes(self)

    @cached_property
    def stamp(self) -> Stamp:
        """What is needed to make the same memo again."""
        return Stamp(
            RULES_VERSION,
            self.knowledge.hash,
            answers_hash(self.case),
            self.consultation.engine,
            self.consultation.note,
            __version__,
            self.case.top.number("advisor-case") or 1,
        )

    # Reading the record

    @property
    def narrator(self) -> Narrator:
        """What puts the client's words into sentences."""
        return self._narrator

    @property
    def proofs(self) -> Proofs:
        """The proofs of the consultation."""
        return self._proofs

    @cached_property
    def _narrator(self) -> Narrator:
        return Narrator(self.case, self.knowledge)

    @cached_property
    def _proofs(self) -> Proofs:
        return Proofs(self.consultation, self.knowledge.rulebook)

    @cached_property
    def _kinds(self) -> Mapping[str, tuple[Fact, ...]]:
        kinds: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.consultation.facts:
            kinds[fact.kind].append(fact)
        return {kind: tuple(facts) for kind, facts in kinds.items()}

    def _of(self, kind: str) -> tuple[Fact, ...]:
        return self._kinds.get(kind, ())

    def _only(self, kind: str) -> Fact:
        facts = self._of(kind)
        if len(facts) != 1:
            raise LookupError(f"expected one fact of kind {kind}, found {len(facts)}")
        return facts[0]

    def _by(
        self, kind: str, subject: str, key: str, value: str, field: str = "home"
    ) -> dict[str, Value]:
        """One field by another, for the facts of a kind about one subject."""
        return {
            str(fact.get(key)): fact.get(value)
            for fact in self._of(kind)
            if fact.get(field) == subject
        }

    def _party(self, fact: Fact) -> Party:
        return self.case.party(str(fact.get("party")))

    def _reason(self, fact: Fact) -> Reason:
        firing = self._proofs.firing(fact)
        if firing is None:
            raise LookupError(f"nothing concluded {fact}")
        return self._narrator.reason(firing)

    @staticmethod
    def _source_of(reasons: Iterable[Reason]) -> str:
        for reason in reasons:
            for name, value in reason.firing.bindings:
                if name == "source":
                    return str(value)
        return ""
