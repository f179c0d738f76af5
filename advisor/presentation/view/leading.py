"""How to lead the work: choices, steps and tripwires."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from advisor.presentation.telling import Telling
from advisor.presentation.view.paths import OtherPaths
from advisor.presentation.view.rows import LeadingChoice, StepView, TripwireView
from advisor.presentation.view.subject import MARGIN_TO_START
from advisor.presentation.wording import Owner, role_in_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.explanation.leading import Lean, Matter, TensionState
    from advisor.explanation.risks import Condition

LONGEST_MARGIN = 2
"""Days a condition is to be met before the decision it belongs to."""

MARKS = ("now", "wanted")
"""What a rater marks on each tension."""

_LAST = 9
"""The weight of a step that is told where there is room."""


class Leading(OtherPaths):
    """Choices about leading, next steps, tripwires."""

    @cached_property
    def _telling(self) -> Telling:
        return Telling(self.assessment, self.words)

    @cached_property
    def _all_choices(self) -> tuple[LeadingChoice, ...]:
        """The choices: those the ratings put first, those the case makes matter, the others."""
        states = {one.tension: one for one in self.assessment.tensions}
        leans = {one.tension: one for one in self.assessment.leans}
        if all(one.toward == "middle" for one in leans.values()):
            return ()  # nothing is known yet that would speak for a side
        urgent = {"talk-first": 0, "move": 1}
        rated = sorted(
            (one for one in leans if states[one].state in urgent),
            key=lambda one: urgent[states[one].state],
        )
        reasons = self._reasons(rated)
        order = dict.fromkeys((*rated, *reasons, *leans))
        return tuple(self._choice(leans[one], states[one], reasons.get(one)) for one in order)

    def _reasons(self, rated: Iterable[str]) -> Mapping[str, Matter]:
        """For each tension the fact of the case that makes it matter most, if there is one.

        Each party, source of money or event speaks once as long as there are others.
        """
        told = [one for one in self.assessment.matters if self._is_told(one)]
        chosen: dict[str, Matter] = {}
        again: dict[str, Matter] = {}
        speakers: set[str] = set()
        for one in told:
            general = one.about in (*self._knowledge.homes, "case")
            subject = one.why if general else one.about
            if one.tension in chosen:
                continue
            if subject in speakers:
                again.setdefault(one.tension, one)
                continue
            speakers.add(subject)
            chosen[one.tension] = one
        for tension in again:
            chosen.setdefault(tension, again[tension])
        return chosen

    def _is_told(self, matter: Matter) -> bool:
        """Whether every text of a reason that the memo needs can be told."""
        lean = next((one for one in self.assessment.leans if one.tension == matter.tension), None)
        if lean is None:
            return False
        needed = ("fact", "ask") if lean.toward == "middle" else ("fact", "ask", lean.toward)
        return all(self._telling.text(matter, key) for key in needed)

    def _choice(self, lean: Lean, state: TensionState, matter: Matter | None) -> LeadingChoice:
        words = self._knowledge.tensions[lean.tension]
        other = {"one": "five", "five": "one"}.get(lean.toward, "")
        said = self._telling.text
        return LeadingChoice(
            lean.tension,
            str(words["label"]),
            str(words[lean.toward]["label"]) if other else "",
            str(words[other]["label"]) if other else "",
            lean.because,
            (said(matter, lean.toward) if matter else "") or lean.gives_up,
            said(matter, "fact") if matter else "",
            said(matter, "ask") if matter else "",
            str(words["talk"]),
            state.state,
            state.raters,
            max(state.spread_now or 0, state.spread_wanted or 0),
            self._views(lean.tension, state),
            _marked(state),
        )

    def _views(self, tension: str, state: TensionState) -> tuple[tuple[str, int], ...]:
        """The raters who stand furthest apart on a tension, with their marks."""
        if state.state != "talk-first":
            return ()
        column = MARKS.index(_marked(state))
        marks: list[tuple[str, int]] = []
        for one in self.case.raters:
            mark = one.ratings.get(tension, (None, None))[column]
            if mark is not None:
                marks.append((one.who, mark))
        marks.sort(key=lambda one: one[1])
        return (marks[0], marks[-1]) if len(marks) > 1 else ()

    @cached_property
    def choices(self) -> tuple[LeadingChoice, ...]:
        """The choices about leading that ratings or facts of this case make matter."""
        urgent = ("talk-first", "move")
        told: dict[str, LeadingChoice] = {}
        for one in self._all_choices:
            if one.state in urgent or (
                one.fact and one.fact not in {other.fact for other in told.values()}
            ):
                told[one.id] = one
        return tuple(told.values())[: self.room.choices]

    @cached_property
    def rated(self) -> tuple[LeadingChoice, ...]:
        """The choices shown on which the team's raters stand far apart."""
        return tuple(one for one in self.choices if one.state == "talk-first")

    @cached_property
    def further_choices(self) -> tuple[LeadingChoice, ...]:
        """The other choices, for the annex."""
        return tuple(one for one in self._all_choices if one not in self.choices)

    @cached_property
    def talk_by(self) -> str:
        """The day of the team's talk about the choices, where a step is made for it."""
        step = next((one for one in self.assessment.steps if one.id == "choose-together"), None)
        if step is None:
            return ""
        days = min(int(step.words["days"]), max(self.decide_in - LONGEST_MARGIN, 0))
        return self.words.due(days)

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
                if one.by == "before-decision" or (one.keystone and self.route == "hold"):
                    days = min(days, max(self.decide_in - LONGEST_MARGIN, 0))
                if one.by in ("before-decision", "before-launch"):
                    days = self._before_start(days)
                rows.append((-1 if one.keystone else rank, self._step(words, days, one)))
        for step in self.assessment.steps:
            days = self.decide_in if step.id == "decide" else int(step.words["days"])
            before = step.words.get("before", ())
            if "vote" in before and self.route not in ("hold", "ask"):
                days = min(days, max(self.decide_in - LONGEST_MARGIN, 0))
            if "start" in before:
                days = self._before_start(days)
            exact = step.id == "decide" and bool(self.meeting)
            rows.append((self._weight(step.words), self._step(step.words, days, exact=exact)))
        return tuple(sorted(rows, key=lambda row: row[0]))

    def _weight(self, words: Mapping[str, Any]) -> int:
        unheard = self.case.missing_parties or self.absent_kinds
        if unheard and "weight-unheard" in words:
            return int(words["weight-unheard"])
        return int(words.get("weight", _LAST))

    @cached_property
    def keystone_step(self) -> StepView | None:
        """The step by which the condition on which most hangs is met."""
        if not self.assessment.keystone:
            return None
        return next((step for rank, step in self._ranked_steps if rank == -1), None)

    @cached_property
    def keystone_owner(self) -> str:
        """Who takes that step, inside a sentence."""
        return role_in_sentence(self.keystone_step.owner) if self.keystone_step else ""

    @cached_property
    def _all_steps(self) -> tuple[tuple[bool, StepView], ...]:
        """Every step, those for the memo marked, the earliest first."""
        chosen = self._ranked_steps[: self.room.steps]
        ordered = sorted(self._ranked_steps, key=lambda row: row[1].days)
        return tuple((row in chosen, row[1]) for row in ordered)

    @cached_property
    def urgent_steps(self) -> tuple[StepView, ...]:
        """The four steps that matter most, the earliest first; none that is the team's own."""
        own = {step.words["do"] for step in self.assessment.steps if "team" in step.words}
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
        first = keystone.words.get("watched-by") if keystone else None
        return tuple(
            TripwireView(
                self.words.tripwire(one, "when", self._latest(one.id)),
                self.words.tripwire(one, "act"),
            )
            for one in sorted(self.assessment.tripwires, key=lambda one: one.id != first)
        )

    def _latest(self, tripwire: str) -> int | None:
        """The day by which the condition is due whose failing a tripwire shows, if it is soon."""
        last = self._days_to("deadline")
        due = {
            "before-decision": self.decide_in if last is None else last,
            "before-launch": self.days_to_start,
        }
        days = [
            due.get(one.by)
            for one in self.assessment.conditions
            if one.words.get("watched-by") == tripwire
        ]
        return min((day for day in days if day is not None), default=None)

    @cached_property
    def tripwires(self) -> tuple[TripwireView, ...]:
        """What to watch."""
        return self.every_tripwire[: self.room.tripwires]

    @cached_property
    def further_tripwires(self) -> tuple[TripwireView, ...]:
        """What to watch beside it, for the annex."""
        return self.every_tripwire[self.room.tripwires :]


def _marked(state: TensionState) -> str:
    """Where the raters are further apart; what they want comes first where both are alike."""
    return "now" if (state.spread_now or 0) > (state.spread_wanted or 0) else "wanted"
