"""How to lead the work: choices, steps and tripwires."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from advisor.presentation.view.paths import Paths
from advisor.presentation.view.rows import Choice, StepView, TripwireView
from advisor.presentation.view.subject import MARGIN_TO_START
from advisor.presentation.wording import Owner

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.explanation.leading import Lean, TensionState
    from advisor.explanation.risks import Condition

LONGEST_MARGIN = 2
"""Days a condition is to be met before the decision it belongs to."""

_BEFORE_START = frozenset({"ask-powerful", "look-for-allies", "invite-first"})
"""The steps that would come too late after the start."""

_BEFORE_VOTE = frozenset({"ask-powerful", "list-missing"})
"""The steps that would come too late after the decision."""

_AMONG_THE_TEAM = frozenset({"rate-tensions", "choose-together"})
"""The steps a board need not read of."""

_WATCHED_BY = {
    "sign-money": "money-not-renewed",
    "replace-money": "money-not-renewed",
    "secure-shelter": "shelter-denied",
    "widen-shelter": "shelter-denied",
    "written-autonomy": "power-taken-back",
    "guard-apart": "power-taken-back",
    "staff-volunteer": "staff-do-not-volunteer",
    "show-demand": "too-few-sign-up",
    "agree-on-measures": "judged-on-old-measures",
    "ready-first-day": "not-ready-in-time",
}
"""The tripwire that shows first when a condition does not hold."""


class Leading(Paths):
    """Choices about leading, next steps, tripwires."""

    @cached_property
    def _all_choices(self) -> tuple[Choice, ...]:
        states = {one.tension: one for one in self.assessment.tensions}
        choices = [self._choice(lean, states[lean.tension]) for lean in self.assessment.leans]
        if not any(one.lean for one in choices):
            return ()  # nothing is known yet that would speak for a side
        urgent = {"talk-first": 0, "move": 1}
        telling = ("allocation", "pace", "locus", "sharing", "flexibility", "capacity", "model")
        return tuple(
            sorted(
                choices,
                key=lambda one: (urgent.get(one.state, 2), not one.price, telling.index(one.id)),
            )
        )

    def _choice(self, lean: Lean, state: TensionState) -> Choice:
        words = self._knowledge.tensions[lean.tension]
        other = {"one": "five", "five": "one"}.get(lean.toward, "")
        return Choice(
            lean.tension,
            str(words["label"]),
            str(words[lean.toward]["label"]) if other else "",
            str(words[other]["label"]) if other else "",
            lean.because,
            lean.gives_up,
            str(words["talk"]),
            state.state,
            state.raters,
            max(state.spread_now or 0, state.spread_wanted or 0),
        )

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """The choices about leading that matter most here."""
        return self._all_choices[: self.room.choices]

    @cached_property
    def rated(self) -> tuple[Choice, ...]:
        """The choices shown on which the team's raters stand far apart."""
        return tuple(one for one in self.choices if one.state == "talk-first")

    @cached_property
    def further_choices(self) -> tuple[Choice, ...]:
        """The other choices, for the annex."""
        return self._all_choices[self.room.choices :]

    @cached_property
    def process(self) -> tuple[Mapping[str, Any], ...]:
        """The four steps of talking the choices through."""
        return self._knowledge.process

    @cached_property
    def _ranked_steps(self) -> tuple[tuple[int, StepView], ...]:
        """Every step with its weight, the lightest number first; those of one weight as found."""
        rows: list[tuple[int, StepView]] = []
        for rank, one in enumerate(self.assessment.conditions):
            words = one.words.get("step")
            if words:
                days = int(words["days"])
                if one.by == "before-decision":
                    days = min(days, max(self.decide_in - LONGEST_MARGIN, 0))
                if one.by in ("before-decision", "before-launch"):
                    days = self._before_start(days)
                rows.append((-1 if one.keystone else rank, self._step(words, days, one)))
        weight = {
            "decide": -2, "ask-powerful": -1, "run-again": 0, "look-for-allies": 1,
            "review-hold": 1, "list-missing": 2 if self.case.missing_parties else 9,
            "invite-first": 3, "train-and-supply": 1, "tell-values": 8,
        }  # fmt: skip
        for step in self.assessment.steps:
            days = self.decide_in if step.id == "decide" else int(step.words["days"])
            if step.id in _BEFORE_VOTE and self.route not in ("hold", "ask"):
                days = min(days, max(self.decide_in - LONGEST_MARGIN, 0))
            if step.id in _BEFORE_START:
                days = self._before_start(days)
            exact = step.id == "decide" and bool(self.meeting)
            rows.append((weight.get(step.id, 9), self._step(step.words, days, exact=exact)))
        return tuple(sorted(rows, key=lambda row: row[0]))

    @cached_property
    def _all_steps(self) -> tuple[tuple[bool, StepView], ...]:
        """Every step, those for the memo marked, the earliest first."""
        chosen = self._ranked_steps[: self.room.steps]
        ordered = sorted(self._ranked_steps, key=lambda row: row[1].days)
        return tuple((row in chosen, row[1]) for row in ordered)

    @cached_property
    def urgent_steps(self) -> tuple[StepView, ...]:
        """The four steps that matter most, the earliest first; none that is the team's own."""
        own = {step.words["do"] for step in self.assessment.steps if step.id in _AMONG_THE_TEAM}
        outward = [step for _, step in self._ranked_steps if step.do not in own]
        return tuple(sorted(outward[:4], key=lambda step: step.days))

    def _before_start(self, days: int) -> int:
        """So many days, or fewer where the start comes first and leaves time for that."""
        latest = (self.days_to_start or 0) - MARGIN_TO_START
        return min(days, latest) if latest > 0 else days

    def _step(
        self,
        words: Mapping[str, Any],
        days: int,
        condition: Condition | None = None,
        *,
        exact: bool = False,
    ) -> StepView:
        if not exact:
            days = self.words.workday(days)
        owner: Owner = self.words.owner(str(words.get("owner", "project")))
        return StepView(
            self.words.step(words, condition), owner.role, owner.proposed, days,
            self.words.due(days, exact=True),
            self.words.fill(str(words["product"]), condition),
        )  # fmt: skip

    @cached_property
    def steps(self) -> tuple[StepView, ...]:
        """The next steps, earliest first."""
        return tuple(step for chosen, step in self._all_steps if chosen)

    @property
    def every_step(self) -> tuple[StepView, ...]:
        """All steps, earliest first."""
        return tuple(step for _, step in self._all_steps)

    @cached_property
    def further_steps(self) -> tuple[StepView, ...]:
        """Steps that only the annex has."""
        return tuple(step for chosen, step in self._all_steps if not chosen)

    @cached_property
    def every_tripwire(self) -> tuple[TripwireView, ...]:
        """All that is worth watching; what shows the keystone failing comes first."""
        keystone = self.assessment.keystone
        first = _WATCHED_BY.get(keystone.id) if keystone else None
        latest = None
        if keystone and keystone.by == "before-decision":
            latest = self.decide_in
        elif keystone and keystone.by == "before-launch":
            latest = self.days_to_start
        return tuple(
            TripwireView(
                self.words.tripwire(one.words, "when", latest if one.id == first else None),
                self.words.tripwire(one.words, "act"),
            )
            for one in sorted(self.assessment.tripwires, key=lambda one: one.id != first)
        )

    @cached_property
    def tripwires(self) -> tuple[TripwireView, ...]:
        """What to watch."""
        return self.every_tripwire[: self.room.tripwires]

    @cached_property
    def further_tripwires(self) -> tuple[TripwireView, ...]:
        """What to watch beside it, for the annex."""
        return self.every_tripwire[self.room.tripwires :]
