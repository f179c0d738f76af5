"""Who is advised on what, who decides, and what is advised.

The module is long because a template asks all of it of one object.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from advisor.model import days
from advisor.presentation import language
from advisor.presentation.room import AMPLE
from advisor.presentation.wording import CaseWords, role_in_sentence

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from advisor.explanation.assessment import Assessment
    from advisor.explanation.outlook import Outlook
    from advisor.explanation.paths import HomeReading
    from advisor.model.case import Answers, Case
    from advisor.presentation.room import Room


_one_place = re.compile(r"\bas an? ((?:(?!as\b)[a-z-]+ ){0,4}?(?:school|program))\b")

MARGIN_TO_START = 7
"""Days what the start depends on is to be done before it."""


class Subject:
    """The client, the change, the decision and the advice.

    Attributes:
        assessment: The assessment itself, for what this class does not offer.
        outlook: What is not known, and what would change the advice.
        day: The memo's date, or nothing.
        room: How much there is room for.
        annex: Whether the annex is wanted; without it, the body can be measured faster.
        words: Fills the words of the rules with those of the case.
    """

    def __init__(
        self,
        assessment: Assessment,
        outlook: Outlook,
        day: datetime.date | None,
        room: Room = AMPLE,
        *,
        annex: bool = True,
    ) -> None:
        """Takes the assessment, the memo's date, and how much there is room for."""
        self.annex = annex
        self.assessment = assessment
        self.outlook = outlook
        self.room = room
        self.day = day
        self.words = CaseWords(assessment, day)
        self._knowledge = assessment.knowledge

    @property
    def case(self) -> Case:
        """The case."""
        return self.assessment.case

    @property
    def client(self) -> Answers:
        """The answers about the client."""
        return self.case.client

    @property
    def change(self) -> Answers:
        """The answers about the change."""
        return self.case.change

    @property
    def plan(self) -> Answers:
        """The answers about the plan before this advice."""
        return self.case.plan

    @property
    def decision(self) -> Answers:
        """The answers about the decision."""
        return self.case.decision

    @property
    def client_name(self) -> str:
        """The client as a sentence calls it."""
        name = self.case.short_name
        return name[:1].lower() + name[1:] if name.startswith(("A ", "An ", "The ")) else name

    @cached_property
    def name(self) -> str:
        """The change as a sentence calls it."""
        return self.words.name

    @cached_property
    def name_plural(self) -> bool:
        """Whether the change's name takes "are"."""
        return self.words.plural

    @cached_property
    def described(self) -> str:
        """The change in the client's own words, where `name` does not give them already."""
        short = self.change.text("short")
        if short:
            return short if self.change.text("name") else ""
        return language.sentence(self.change.text("summary"))

    @cached_property
    def date(self) -> str:
        """The memo's date, or the date as the client wrote it."""
        return language.date(self.day or self.case.as_of)

    def due(self, days: int) -> str:
        """The date so many days after the memo's."""
        return self.words.due(days)

    def text(self, answers: Answers, question: str) -> str:
        """An answer in the client's words, or nothing."""
        return answers.text(question)

    @property
    def body(self) -> str:
        """Who decides, with "the"."""
        return self.words.body

    @cached_property
    def body_named(self) -> bool:
        """Whether the client says who decides."""
        return bool(self.decision.text("body"))

    @cached_property
    def bodies(self) -> bool:
        """Whether those who decide are many."""
        from advisor.knowledge.parties import looks_plural

        return looks_plural(self.decision.text("body"))

    @cached_property
    def chair(self) -> str:
        """Who can call a meeting, inside a sentence."""
        return self.owner_of("decision")

    @cached_property
    def meeting(self) -> str:
        """The date of the next meeting, if it is known and not past."""
        return self._coming("next-meeting")

    @cached_property
    def deadline(self) -> str:
        """The last day for the decision, if it is known and not past."""
        return self._coming("deadline")

    def _coming(self, question: str) -> str:
        return "" if self._passed(question) else language.date(self.decision.text(question))

    @cached_property
    def meeting_about(self) -> str:
        """What is known to come on the day of the next meeting, in the client's words."""
        day = self.decision.text("next-meeting")
        found = (one.text("what") for one in self.case.events if one.text("date") == day)
        return next((what for what in found if what), "") if self.meeting else ""

    def _passed(self, question: str) -> str:
        """A date on file that is before the memo's, or nothing."""
        day = days.calendar_day(self.decision.text(question))
        return language.date(day) if day and self.day and day < self.day else ""

    @cached_property
    def past_meeting(self) -> str:
        """The date of the meeting on file, if it is before the memo's."""
        return self._passed("next-meeting")

    @cached_property
    def past_deadline(self) -> str:
        """The last day on file for the decision, if it is before the memo's."""
        return self._passed("deadline")

    @cached_property
    def decide_in(self) -> int:
        """The days until the decision: the meeting's, else thirty.

        Sixty, where something has to be had first. Without a meeting never after a deadline,
        and before the start.
        """
        meeting = self._days_to("next-meeting")
        if meeting is not None:
            return meeting
        deadline = self._days_to("deadline")
        keystone = self.assessment.keystone
        usual = 60 if keystone and keystone.by == "before-decision" else 30
        days = usual if deadline is None else min(usual, deadline)
        latest = (self.days_to_start or 0) - MARGIN_TO_START
        return min(days, latest) if latest > 0 else days

    @cached_property
    def days_to_start(self) -> int | None:
        """The days until the planned start, if its date is known and still to come."""
        if self.day is None or self.running or self.route in ("hold", "ask"):
            return None
        start = days.month_or_day(self.plan.text("starts"), self.day)
        return (start - self.day).days if start and start > self.day else None

    @cached_property
    def past_start(self) -> bool:
        """Whether the start was planned for a month before the memo's."""
        start = days.month_or_day(self.plan.text("starts"))
        return bool(start and self.day and start.replace(day=1) < self.day.replace(day=1))

    def _days_to(self, question: str) -> int | None:
        day = days.calendar_day(self.decision.text(question))
        if day is None or self.day is None or day < self.day:
            return None
        return (day - self.day).days

    @property
    def route(self) -> str:
        """The kind of path: `playbook`, `new-home`, `split`, `hold` or `ask`."""
        return self.assessment.route

    @property
    def path(self) -> str:
        """The slug of the path."""
        return self.assessment.path

    @cached_property
    def path_words(self) -> Mapping[str, Any]:
        """The words of the path, from `rules/paths.yaml`."""
        return self._knowledge.paths[self.path]

    @cached_property
    def act_words(self) -> Mapping[str, str]:
        """What to do, `act` and `act-running`, with the change's name in it."""
        acts: dict[str, str] = {}
        for key in ("act", "act-running"):
            text = str(self.path_words[key])
            if key == "act" and self.for_volunteers:
                text = str(self.path_words.get("act-volunteers", text))
            if self.name_plural:
                text = _one_place.sub(r"as \1s", text).replace("of its own", "of their own")
                text = text.replace("that carry it", "that carry them")
                text = text.replace("who carry it", "who carry them")
            acts[key] = self.words.fill(text.replace("{change}", "{case:name}"))
        return acts

    @cached_property
    def usual_mistake(self) -> str:
        """What not to do on this path, after "do not"."""
        words = self.path_words
        mistake = words["not"]
        if self.running:
            mistake = words.get("not-running", mistake)
        elif self.for_volunteers:
            mistake = words.get("not-volunteers", mistake)
        return self.words.fill(str(mistake))

    @property
    def for_volunteers(self) -> bool:
        """Whether volunteers alone are to take part."""
        return self.change.word("scope") == "volunteers"

    @cached_property
    def path_price(self) -> str:
        """What the client gives up with this path."""
        words = self.path_words
        kinds = {str(one.get("kind")) for one in self.case.money}
        home = self.assessment.chosen_home
        granted = home is not None and self.case.in_home(home, "shelter-status") == "granted"
        for form, holds in (
            ("gives-up-running", self.running),
            ("gives-up-granted", granted or (self.running and not self.moved)),
            ("gives-up-with-tuition", "tuition" in kinds),
        ):
            if holds and form in words:
                return self.words.fill(str(words[form]))
        return self.words.fill(str(words["gives-up"]))

    @cached_property
    def running(self) -> bool:
        """Whether the work already lives in its place."""
        return self.change.word("running") == "yes"

    @cached_property
    def in_a_district(self) -> bool:
        """Whether the client's own district could hold a unit."""
        by_role = self._knowledge.section("steps", "sectors")["by-role"]
        role = self.client.word("role")
        return by_role.get(role, by_role["unknown"]) in ("school", "district")

    @cached_property
    def has_present_schools(self) -> bool:
        """Whether the client has schools of the usual kind, in which the work could be led."""
        if self.place == "existing-school" or self.words.sector in ("school", "district"):
            return True
        return self.assessment.home("existing-school").open == "yes"

    @cached_property
    def moved(self) -> bool:
        """Whether the advice puts the work somewhere else than planned."""
        return self.route in ("new-home", "split") and self.place not in (
            "nowhere",
            self.assessment.chosen_home,
        )

    @cached_property
    def placed(self) -> bool:
        """Whether people would be placed where the work is planned."""
        return self.case.in_home(self.place, "enrollment") in ("assignment", "opt-out") or (
            self.case.in_home(self.place, "family-choice") == "no"
        )

    @cached_property
    def features(self) -> tuple[str, ...]:
        """What of ordinary school the change does without, as somebody would miss it."""
        if self.no_school_time or self.change.word("share-of-week") in ("under-15", "15-to-40"):
            return ()
        given = self.change.several("features-changed")
        choices = self._knowledge.questions.find("change", "features-changed").values
        found = (choices[one] for one in given if one in choices)
        return tuple(one.loss or one.label for one in found)

    @cached_property
    def no_school_time(self) -> bool:
        """Whether nothing of ordinary school has to give way to the change."""
        return self.change.word("replaces-school-time") == "no"

    @cached_property
    def priority(self) -> str:
        """What the change puts first, in the client's words or else in ours; a noun."""
        own = self.change.text("priority-in-words")
        given = self.change.word("priority")
        choices = self._knowledge.questions.find("change", "priority").values
        if own or given in ("unknown", "other") or given not in choices:
            return own
        return choices[given].label or given.replace("-", " ")

    @cached_property
    def backed_parts(self) -> tuple[str, ...]:
        """The parts that are wanted by themselves, where others are not."""
        return self.words.parts("backed")

    @cached_property
    def disputed_parts(self) -> tuple[str, ...]:
        """The parts that are not wanted by themselves, where others are."""
        return self.words.parts("disputed")

    @cached_property
    def outlives(self) -> tuple[str, str] | None:
        """A part that a law keeps going, and one that ends with its money; or nothing."""
        order = self.assessment.part_order
        pairs = order.outlives if order else ()
        return (pairs[0][0].name, pairs[0][1].name) if pairs else None

    @cached_property
    def part_clash(self) -> tuple[str, str] | None:
        """A part over which one party would end the work, and that party; or nothing."""
        order = self.assessment.part_order
        clashes = order.clashes if order else ()
        narrator = self.assessment.narrator
        return (clashes[0][0].name, narrator.party(clashes[0][1].id)) if clashes else None

    @cached_property
    def partial(self) -> bool:
        """Whether the work fills only a part of a learner's week."""
        return (
            self.change.word("share-of-week") in ("under-15", "15-to-40", "40-to-80")
            or self.change.word("scope") == "one-class-or-grade"
        )

    @cached_property
    def plan_unsaid(self) -> bool:
        """Whether the advice does not name the plan as it was."""
        stays = self.route in ("new-home", "split") and not self.moved
        return bool(self.plan.text("original")) and (self.route == "playbook" or stays)

    @cached_property
    def tempting_repeats(self) -> bool:
        """Whether the tempting way out starts like the plan, so that naming both says it twice."""
        first = self.plan.text("tempting-alternative").split(" ", 1)[0]
        return first == self.plan.text("original").split(" ", 1)[0]

    def path_label(self, path: str) -> str:
        """A path in a few words."""
        words = self._knowledge.paths[path]
        return str(words.get("label-running", words["label"]) if self.running else words["label"])

    @property
    def place(self) -> str:
        """The slug of the home where the work is planned, or `nowhere`."""
        return self.assessment.place

    @cached_property
    def place_home(self) -> HomeReading | None:
        """The home where the work is planned."""
        return None if self.place == "nowhere" else self.assessment.home(self.place)

    @cached_property
    def chosen(self) -> HomeReading | None:
        """The home of the advised work; for a hold and for asking, the planned one."""
        home = self.assessment.chosen_home
        return self.assessment.home(home) if home else None

    def owner_of(self, task: str) -> str:
        """Who takes a task, inside a sentence."""
        return role_in_sentence(self.words.owner(task).role)

    def in_home(self, question: str) -> str:
        """The client's words on the advised home, else on the planned one, or nothing."""
        for home in (self.assessment.chosen_home, self.place):
            given = self.case.in_home(home, question) if home else None
            if isinstance(given, str) and given != "unknown":
                return given
        return ""
