"""What a template can use: an assessment, sorted into what a memo has room for.

A memo says little of much. This module picks: at most so many parties, risks, steps and so on,
in an order of weight that never depends on chance; what is left over goes to the annex.
The words are the templates' business. docs/templates.md lists everything here.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.presentation import language
from advisor.presentation.citations import cite, sources_of
from advisor.presentation.room import AMPLE, Room
from advisor.presentation.wording import Owner, Wording, role_in_sentence

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping

    from advisor.explanation.assessment import Assessment
    from advisor.explanation.homes import HomeReading
    from advisor.explanation.leading import Lean, TensionState
    from advisor.explanation.network import Seat
    from advisor.explanation.reason import Reason
    from advisor.explanation.risks import Condition, Flag
    from advisor.model.case import Answers, Case, Money
    from advisor.model.provenance import Assumption
    from advisor.presentation.citations import Citation, SourceUsed



LONGEST_MARGIN = 2
"""Days a condition is to be met before the decision it belongs to."""


class PartyView(NamedTuple):
    """A member of the network as the memo shows it."""

    id: str
    name: str
    """The client's name for it."""
    said: str
    """The name inside a sentence."""
    plural: bool
    power: int
    stance: str
    side: str
    basis: str
    ally: str
    can_do: str
    """What it can do to the work, after "can"."""
    usual: bool
    """Whether `can_do` is what such parties usually can do, not the client's words."""
    guards: str
    """What it would lose first; empty if the client does not say."""


class MoneyView(NamedTuple):
    """A source of money that a condition is about."""

    said: str
    """What the client calls it, inside a sentence."""
    amount: str
    covers: str


class Held(NamedTuple):
    """A condition in the words of the case."""

    id: str
    label: str
    keystone: str
    closes: str
    document: str
    fallback: str
    by: str
    money: MoneyView | None
    """The money it is about, if any."""


class Risk(NamedTuple):
    """A risk; `items` are what a sentence of the template lists, if there are several."""

    flag: str
    level: str
    sentence: str
    items: tuple[str, ...] = ()


class Rejected(NamedTuple):
    """A path that was considered and not chosen."""

    path: str
    label: str
    sentence: str
    open: bool = True
    """Whether it needs no home that is closed to the client."""


class NotChosen(NamedTuple):
    """A reason against one or several paths."""

    labels: tuple[str, ...]
    sentence: str
    told: bool
    """Whether the memo itself has given it."""


class TurningPoint(NamedTuple):
    """A change after which the advice is another one."""

    says: str
    """The change as a clause after "if"."""
    lever: str
    """What sort of change it is, as in `rules/levers.yaml`."""
    subject: str
    """The party it is about, inside a sentence, or empty."""
    path: str
    label: str


class Choice(NamedTuple):
    """One of the seven choices about leading, with the lean of this path."""

    id: str
    label: str
    lean: str
    """The pole's words; empty for the middle."""
    other: str
    because: str
    price: str
    talk: str
    state: str
    raters: int
    spread: int


class StepView(NamedTuple):
    """A next step."""

    do: str
    owner: str
    proposed: bool
    days: int
    by: str
    product: str


class TripwireView(NamedTuple):
    """What to watch, and who does what then."""

    when: str
    act: str


class Assumed(NamedTuple):
    """One assumption, for all homes or parties it was made for."""

    what: str
    value: str
    about: tuple[str, ...]
    reason: str


class Gap(NamedTuple):
    """Something unknown and what rests on it."""

    what: str
    question: str
    rests: str
    """A sentence."""


class View:
    """An assessment as templates see it.

    Attributes:
        assessment: The assessment itself, for what this class does not offer.
        day: The memo's date, or nothing.
        room: How much there is room for.
        annex: Whether the annex is wanted; without it, the body can be measured faster.
        words: Fills the words of the rules with those of the case.
    """

    def __init__(
        self,
        assessment: Assessment,
        day: datetime.date | None,
        room: Room = AMPLE,
        *,
        annex: bool = True,
    ) -> None:
        """Takes the assessment, the memo's date, and how much there is room for."""
        self.annex = annex
        self.assessment = assessment
        self.room = room
        self.day = day
        self.words = Wording(assessment, day)
        self._knowledge = assessment.knowledge

    # The client and the change

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
        from advisor.knowledge.parties import looks_plural

        return looks_plural(self.name)

    @cached_property
    def described(self) -> str:
        """The change in a few words with their article, where it has a name beside them."""
        return self.change.text("short") if self.change.text("name") else ""

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

    # The decision

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
        given = self.decision.text(question)
        day = language.calendar_day(given)
        if day is not None and self.day is not None and day < self.day:
            return ""
        return language.date(given)

    @cached_property
    def decide_in(self) -> int:
        """The days until the decision: the meeting's, else thirty, and never after a deadline."""
        meeting = self._days_to("next-meeting")
        if meeting is not None:
            return meeting
        deadline = self._days_to("deadline")
        return 30 if deadline is None else min(30, deadline)

    def _days_to(self, question: str) -> int | None:
        day = language.calendar_day(self.decision.text(question))
        if day is None or self.day is None or day < self.day:
            return None
        return (day - self.day).days

    # The advice

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
    def running(self) -> bool:
        """Whether the work already lives in its place."""
        return self.change.word("running") == "yes"

    @cached_property
    def moved(self) -> bool:
        """Whether the advice puts the work somewhere else than planned."""
        return self.route in ("new-home", "split") and self.place != self.assessment.chosen_home

    @cached_property
    def placed(self) -> bool:
        """Whether people would be placed where the work is planned."""
        return self.case.in_home(self.place, "enrolment") in ("assignment", "opt-out") or (
            self.case.in_home(self.place, "family-choice") == "no"
        )

    @cached_property
    def partial(self) -> bool:
        """Whether the work fills only a part of a learner's week."""
        return self.change.word("share-of-week") in ("under-15", "15-to-40", "40-to-80")

    @cached_property
    def tempting_repeats(self) -> bool:
        """Whether the tempting way out starts like the plan, so that naming both says it twice."""
        first = self.plan.text("tempting-alternative").split(" ", 1)[0]
        return first == self.plan.text("original").split(" ", 1)[0]

    def path_label(self, path: str) -> str:
        """A path in a few words."""
        return str(self._knowledge.paths[path]["label"])

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

    # The parties

    @cached_property
    def all_parties(self) -> tuple[PartyView, ...]:
        """The network of the planned place, or of the advised home if there is no place."""
        seats = self.assessment.seats
        if not seats and self.place == "nowhere" and self.assessment.chosen_home:
            seats = self.assessment.seats_at(self.assessment.chosen_home)
        return tuple(self._party(seat) for seat in seats)

    def _party(self, seat: Seat) -> PartyView:
        party = seat.party
        own = party.text("can-do")
        usual = self._knowledge.parties.get(party.kind)
        return PartyView(
            party.id, party.name, self.assessment.narrator.party(party.id), party.plural,
            seat.power, seat.stance, seat.side, seat.basis, seat.ally,
            own or (usual.can_do if usual else ""), not own, party.text("guards"),
        )  # fmt: skip

    @cached_property
    def parties(self) -> tuple[PartyView, ...]:
        """Those that the memo's table shows."""
        return self.all_parties[:self.room.parties]

    @cached_property
    def further_parties(self) -> tuple[PartyView, ...]:
        """Those that only the annex shows."""
        return self.all_parties[self.room.parties:]

    def on(self, *sides: str) -> tuple[PartyView, ...]:
        """The parties on these sides, the heaviest first."""
        return tuple(one for one in self.all_parties if one.side in sides)

    @cached_property
    def vetoes(self) -> tuple[PartyView, ...]:
        """Those that alone could end the work where it is planned, and would."""
        ids = {one.id for one in self.assessment.vetoes}
        return tuple(one for one in self.all_parties if one.id in ids)

    @cached_property
    def guarding(self) -> tuple[PartyView, ...]:
        """Those that could end the work, would, and have something to lose."""
        return tuple(one for one in self.vetoes if one.guards)

    @cached_property
    def losers(self) -> tuple[PartyView, ...]:
        """Those with something to lose that is not among what people give up by joining."""
        given_up = self.in_home("joins-give-up")
        objectors = [one for one in self.on("against") if one.guards]
        told = objectors[:1] if self.change.text("priority-in-words") else []
        return tuple(
            one
            for one in self.all_parties
            if one.guards and one.guards not in given_up and one not in told
        )

    @cached_property
    def supporters_at_risk(self) -> tuple[PartyView, ...]:
        """Supporters that could undo the work, learners and families first."""
        kinds = {party.id: party.kind for party in self.case.parties}
        found = [one for one in self.on("for") if one.can_do and not one.usual]
        return tuple(
            sorted(found, key=lambda one: (kinds[one.id] not in ("families", "learners")))
        )

    @cached_property
    def protectors(self) -> tuple[PartyView, ...]:
        """Those that have said they would stand up for the work in public."""
        return tuple(one for one in self.all_parties if one.ally == "yes" and one.side == "for")

    @cached_property
    def freed(self) -> tuple[PartyView, ...]:
        """Opponents of the plan who have nothing to stop in the advised home."""
        return tuple(one for one in self.on("against") if one.id in self._lost)

    @cached_property
    def _lost(self) -> Mapping[str, str]:
        """Members without a seat in the advised home, and why."""
        home = self.assessment.chosen_home
        if not self.moved or home is None:
            return {}
        lost = self.assessment.lost_at(home)
        return {one.party.id: one.why for one in lost if one.why != "sheltered"}

    @cached_property
    def absent_kinds(self) -> tuple[str, ...]:
        """Groups that nobody on the list speaks for: `families`, `staff`."""
        kinds = {party.kind for party in self.case.parties}
        groups = {"families": {"families", "learners"}, "staff": {"staff", "union"}}
        return tuple(name for name, members in groups.items() if not members & kinds)

    # The homes

    @cached_property
    def questions_apply(self) -> bool:
        """Whether the four questions are put: not where the change fits as it is."""
        return self.route != "playbook"

    @cached_property
    def homes(self) -> tuple[HomeReading, ...]:
        """The homes the memo's table shows: advised, planned, fallbacks, others that are open."""
        order: list[str] = []
        wanted = [self.assessment.chosen_home, self.place]
        wanted += [one.path for one in self.assessment.alternatives]
        wanted += [one.home.home for one in self.assessment.homes if one.open == "yes"]
        known = {one.home.home for one in self.assessment.homes}
        for slug in wanted:
            if slug in known and slug not in order:
                order.append(str(slug))
        return tuple(self.assessment.home(slug) for slug in order[:self.room.homes])

    def named(self, home: str, question: str) -> tuple[str, ...]:
        """Several answers about a home in words, "none" left out."""
        given = self.case.in_home(home, question)
        if not isinstance(given, tuple):
            return ()
        choices = self._knowledge.questions.find("home", question).values
        return tuple(choices[one].label or one for one in given if one != "none")

    def in_home(self, question: str) -> str:
        """The client's words on the advised home, else on the planned one, or nothing."""
        for home in (self.assessment.chosen_home, self.place):
            given = self.case.in_home(home, question) if home else None
            if isinstance(given, str) and given != "unknown":
                return given
        return ""

    # Conditions and risks

    @cached_property
    def keystone(self) -> Held | None:
        """The condition on which most hangs."""
        found = self.assessment.keystone
        return self._held(found) if found else None

    @cached_property
    def _others(self) -> tuple[Condition, ...]:
        return tuple(one for one in self.assessment.conditions if not one.keystone)

    @cached_property
    def conditions(self) -> tuple[Held, ...]:
        """The next conditions."""
        return tuple(self._held(one) for one in self._others[:self.room.conditions])

    @cached_property
    def every_condition(self) -> tuple[Held, ...]:
        """All conditions, the one on which most hangs first."""
        return tuple(self._held(one) for one in self.assessment.conditions)

    @cached_property
    def further_conditions(self) -> tuple[Held, ...]:
        """Conditions that only the annex has."""
        return tuple(self._held(one) for one in self._others[self.room.conditions:])

    def _held(self, condition: Condition) -> Held:
        money = next((one for one in self.case.money if one.id == condition.source), None)
        return Held(
            condition.id,
            self.words.condition(condition, "label"),
            self.words.condition(condition, "keystone"),
            self.words.condition(condition, "closes"),
            self.words.condition(condition, "document"),
            self.words.condition(condition, "fallback"),
            condition.by,
            self._money(money) if money else None,
        )

    def _money(self, money: Money) -> MoneyView:
        said = self.assessment.narrator.source(money.id)
        return MoneyView(said, money.text("amount"), money.text("covers"))

    @cached_property
    def _all_risks(self) -> tuple[Risk, ...]:
        """Risks, several of one sort made one, without what the memo says elsewhere."""
        risks: list[Risk] = []
        seen: dict[tuple[str, str], int] = {}
        for flag in self.assessment.flags:
            if self._told_elsewhere(flag):
                continue
            key = (flag.flag, flag.level)
            if flag.flag == "execution" and flag.about != "readiness":
                if flag.about == "funding-signed" and self._held_by("sign-money"):
                    continue
                item = self._item(flag.about)
                if key in seen:
                    old = risks[seen[key]]
                    risks[seen[key]] = old._replace(items=(*old.items, item))
                    continue
                seen[key] = len(risks)
                risks.append(Risk(flag.flag, flag.level, flag.reason.sentence, (item,)))
            elif key not in seen and all(flag.reason.sentence != one.sentence for one in risks):
                seen[key] = len(risks)
                risks.append(Risk(flag.flag, flag.level, flag.reason.sentence))
        return tuple(risks)

    def _told_elsewhere(self, flag: Flag) -> bool:
        if flag.flag in ("veto", "no-decision", "contradiction", "evidence-alone"):
            return True
        if flag.about == self.place and self.moved:
            return True  # it is about the plan that the advice drops
        told = {
            "money-cliff": ("sign-money", "replace-money"),
            "demand": ("show-demand",),
            "unverified-fit": ("verify-fit",),
            "execution": ("ready-first-day",),
            "single-payer": ("keep-money",),
            "payer-aims": ("align-payer",),
        }
        return self._held_by(*told.get(flag.flag, ()))

    def _held_by(self, *conditions: str) -> bool:
        """Whether one of these is the condition on which most hangs."""
        keystone = self.assessment.keystone
        return keystone is not None and keystone.id in conditions

    def _item(self, about: str) -> str:
        words = self._knowledge.section("words", "values").get("item", {}).get(about)
        return str(words["clause"]) if words else about.replace("-", " ")

    @cached_property
    def risks(self) -> tuple[Risk, ...]:
        """The gravest risks."""
        return tuple(one for one in self._all_risks if one.level != "low")[:self.room.risks]

    @cached_property
    def further_risks(self) -> tuple[Risk, ...]:
        """Risks that only the annex has."""
        said = {gap.rests for gap in (*self.unknowns, *self.further_unknowns)}
        return tuple(
            one for one in self._all_risks if one not in self.risks and one.sentence not in said
        )

    @cached_property
    def pull_signs(self) -> tuple[str, ...]:
        """The signs on record that the parent district draws the unit back, by rule."""
        pull = self.assessment.pull
        return tuple(one.rule for one in pull.signs) if pull else ()

    @cached_property
    def contradictions(self) -> tuple[str, ...]:
        """Answers that cannot both hold, and which was used, as sentences."""
        return tuple(one.says for one in self.case.contradictions)

    def remarks(self, section: str, most: int = 1) -> tuple[Reason, ...]:
        """Sentences worth saying in a section, the most important first."""
        by_rule = {one.rule: one for one in reversed(self.assessment.remarks(section))}
        return tuple(one for one in self.assessment.remarks(section) if one in by_rule.values())[
            :most
        ]

    def flagged(self, flag: str) -> bool:
        """Whether the reasoning raised a risk of this name."""
        return any(one.flag == flag for one in self.assessment.flags)

    # Other paths

    @cached_property
    def rejected(self) -> tuple[Rejected, ...]:
        """Paths worth a word in the memo: ordinary leadership, fallbacks, what was planned."""
        reasons = self.assessment.not_chosen
        order: list[str] = []
        if self.route != "playbook":
            order.append("lead-within")
        if self.moved or self.route in ("hold", "ask"):
            order.append(self.place)
        order += [one.path for one in self.assessment.alternatives]
        order += ["district-opt-in-school", "dual", "hold"]
        order = [one for one in order if one != "need-more-information"]
        most = self.room.rejected - bool(self.plan.text("tempting-alternative"))
        if self.vetoes:  # why ordinary leadership fails has been said
            order.remove("lead-within") if "lead-within" in order else None
        chosen: list[Rejected] = []
        for path in dict.fromkeys(order):
            if path in reasons and len(chosen) < most:
                sentence = reasons[path].sentence
                if all(sentence != one.sentence for one in chosen):
                    chosen.append(Rejected(path, self.path_label(path), sentence))
        return tuple(chosen)

    @cached_property
    def not_chosen(self) -> tuple[NotChosen, ...]:
        """Every path not chosen: each reason once, with the labels of the paths it speaks of."""
        grouped: dict[str, list[str]] = {}
        for path, reason in self.assessment.not_chosen.items():
            grouped.setdefault(reason.sentence, []).append(self.path_label(path))
        said = {one.sentence for one in self.rejected}
        return tuple(
            NotChosen(tuple(labels), sentence, sentence in said)
            for sentence, labels in grouped.items()
        )

    @cached_property
    def alternatives(self) -> tuple[Rejected, ...]:
        """Paths to fall back on, best first."""
        return tuple(
            Rejected(one.path, self.path_label(one.path), one.reason.sentence, one.open)
            for one in self.assessment.alternatives
        )

    @cached_property
    def next_best(self) -> Rejected | None:
        """The first path to fall back on that the memo does not name otherwise."""
        named = {one.path for one in self.turning_points} | {"need-more-information"}
        return next((one for one in self.alternatives if one.path not in named), None)

    @cached_property
    def turning_points(self) -> tuple[TurningPoint, ...]:
        """What would change the advice; changes that lead to one path stand together."""
        return tuple(
            TurningPoint(
                one.says, one.lever, self._subject(one.subject), one.path,
                self.path_label(one.path),
            )
            for one in self.assessment.changes[:self.room.changes]
        )  # fmt: skip

    def _subject(self, subject: str) -> str:
        parties = {party.id for party in self.case.parties}
        return self.assessment.narrator.party(subject) if subject in parties else ""

    # How to lead it

    @cached_property
    def _all_choices(self) -> tuple[Choice, ...]:
        states = {one.tension: one for one in self.assessment.tensions}
        choices = [self._choice(lean, states[lean.tension]) for lean in self.assessment.leans]
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
        return self._all_choices[:self.room.choices]

    @cached_property
    def further_choices(self) -> tuple[Choice, ...]:
        """The other choices, for the annex."""
        return self._all_choices[self.room.choices:]

    @cached_property
    def process(self) -> tuple[Mapping[str, Any], ...]:
        """The four steps of talking the choices through."""
        return self._knowledge.process

    # Next steps

    @cached_property
    def _all_steps(self) -> tuple[tuple[bool, StepView], ...]:
        """Every step, those for the memo marked."""
        rows: list[tuple[int, StepView]] = []
        for rank, one in enumerate(self.assessment.conditions):
            words = one.words.get("step")
            if words:
                days = int(words["days"])
                if one.by == "before-decision":
                    days = min(days, max(self.decide_in - LONGEST_MARGIN, 0))
                rows.append((-1 if one.keystone else rank, self._step(words, days, one)))
        weight = {
            "decide": -2, "ask-powerful": -1, "run-again": 0, "look-for-allies": 1,
            "review-hold": 1, "list-missing": 2 if self.case.missing_parties else 9,
            "invite-first": 3, "train-and-supply": 1, "tell-values": 8,
        }  # fmt: skip
        for step in self.assessment.steps:
            days = self.decide_in if step.id == "decide" else int(step.words["days"])
            rows.append((weight.get(step.id, 9), self._step(step.words, days)))
        chosen = sorted(rows, key=lambda row: row[0])[:self.room.steps]
        ordered = sorted(rows, key=lambda row: row[1].days)
        return tuple((row in chosen, row[1]) for row in ordered)

    def _step(
        self, words: Mapping[str, Any], days: int, condition: Condition | None = None
    ) -> StepView:
        owner: Owner = self.words.owner(str(words.get("owner", "project")))
        return StepView(
            self.words.step(words, condition), owner.role, owner.proposed, days, self.due(days),
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
        """All that is worth watching."""
        return tuple(
            TripwireView(
                self.words.tripwire(one.words, "when"), self.words.tripwire(one.words, "act")
            )
            for one in self.assessment.tripwires
        )

    @cached_property
    def tripwires(self) -> tuple[TripwireView, ...]:
        """What to watch."""
        return self.every_tripwire[:self.room.tripwires]

    @cached_property
    def further_tripwires(self) -> tuple[TripwireView, ...]:
        """What to watch beside it, for the annex."""
        return self.every_tripwire[self.room.tripwires:]

    # What is known

    @cached_property
    def numbers(self) -> tuple[tuple[str, str, str], ...]:
        """Figures the client gives: what, how many, as of when."""
        return tuple(
            (one.text("what"), str(one.get("value", "")), language.date(one.text("as-of")))
            for one in self.case.numbers
            if one.get("what") and one.get("value")
        )

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """What the client says as a fact: figures, what was tried, what is shown."""
        facts = [
            f"{value} {what}" if what.startswith(("in ", "of ")) else f"{what} ({value})"
            for what, value, _ in self.numbers[: self.room.numbers]
        ]
        facts.append(self.client.text("tried-before-note"))
        if not self.flagged("evidence-alone"):
            facts.append(self.change.text("evidence-note"))
        return tuple(fact for fact in facts if fact)

    @cached_property
    def waiting(self) -> int | None:
        """How many have asked for the work in the advised home, if the file says."""
        given = self.case.in_home(self.assessment.chosen_home or self.place, "waiting")
        return given if isinstance(given, int) else None

    @cached_property
    def inferred(self) -> tuple[PartyView, ...]:
        """Parties with weight whose stance nobody heard from themselves."""
        return tuple(
            one
            for one in self.all_parties
            if one.power >= 2 and one.side in ("for", "against", "neutral")
            and one.basis in ("signs", "guess", "unknown")
        )[:4]  # fmt: skip

    @cached_property
    def unchecked_pull(self) -> tuple[str, ...]:
        """What nobody has checked about the parent district, as clauses."""
        pull = self.assessment.pull
        if pull is None or pull.at_most == pull.level:
            return ()
        said = {one.sentence for one in pull.unchecked_signs}
        return tuple(one.what for one in self.assessment.unknowns if set(one.rests) & said)

    @cached_property
    def silent(self) -> tuple[PartyView, ...]:
        """Parties with weight of whom nobody knows where they stand."""
        return tuple(one for one in self.on("unknown") if one.power >= 2)

    @cached_property
    def _gaps(self) -> tuple[Gap, ...]:
        """What is unknown beside where parties stand, and what rests on it."""
        gaps: list[Gap] = []
        unchecked = self.assessment.pull.unchecked_signs if self.assessment.pull else ()
        signs = {one.sentence for one in unchecked}
        pull = {one.what for one in self.assessment.unknowns if signs & set(one.rests)}
        said = {risk.sentence for risk in self.risks}
        for one in self.assessment.unknowns:
            rests = next((r for r in one.rests if r not in said), "")
            if one.party or one.what in pull or not rests:
                continue
            if any(one.what == gap.what for gap in gaps):
                continue
            if one.question == "demand-shown-by" and self.route == "playbook":
                continue  # nobody signs up for what reaches everyone
            said.add(rests)
            gaps.append(Gap(one.what, one.question, rests))
        last = ("leader-stays", "forbids-core", "mixes-old-and-new")  # asked in nearly every case
        return tuple(
            sorted(gaps, key=lambda gap: gap.question in last and last.index(gap.question) + 1)
        )

    @cached_property
    def gaps_in_words(self) -> tuple[str, ...]:
        """Everything unknown on which something rests, as clauses, each once."""
        return tuple(dict.fromkeys(one.what for one in self.assessment.unknowns))

    @property
    def _room_for_gaps(self) -> int:
        told = bool(self.unchecked_pull) + bool(self.silent) + bool(self.not_on_file)
        return max(self.room.unknowns - told, 0)

    @cached_property
    def unknowns(self) -> tuple[Gap, ...]:
        """The gaps that the memo names."""
        return self._gaps[: self._room_for_gaps]

    @cached_property
    def further_unknowns(self) -> tuple[Gap, ...]:
        """The gaps that only the annex names."""
        return self._gaps[self._room_for_gaps :]

    @property
    def not_on_file(self) -> tuple[str, ...]:
        """What the client knows to be missing, as far as there is room."""
        return self.case.not_on_file[:self.room.not_on_file]

    @property
    def further_not_on_file(self) -> tuple[str, ...]:
        """What else the client knows to be missing."""
        return self.case.not_on_file[self.room.not_on_file:]

    @cached_property
    def has_more(self) -> bool:
        """Whether anything was left over for the annex."""
        return bool(
            self.further_parties or self.further_conditions or self.further_risks
            or self.further_choices or self.further_steps or self.further_tripwires
            or self.further_unknowns or self.further_not_on_file or self.contradictions
            or self.assessment.set_aside[1:]
        )  # fmt: skip

    @cached_property
    def assumptions(self) -> tuple[Assumed, ...]:
        """What was taken for granted, each once, with the homes or parties it was taken for."""
        return self._assumed(self.assessment.assumptions)

    @cached_property
    def near_assumptions(self) -> tuple[Assumed, ...]:
        """What was taken for granted about the change, the planned and the advised home."""
        near = ("", self.place, self.assessment.chosen_home)
        return self._assumed(one for one in self.assessment.assumptions if one.home in near)

    def _assumed(self, assumptions: Iterable[Assumption]) -> tuple[Assumed, ...]:
        grouped: dict[tuple[str, str, str], list[str]] = {}
        for one in assumptions:
            level = "party" if one.party else "home" if one.home else ""
            question, value = self._question(level, one.question, one.value)
            about = ""
            if one.party:
                about = self.assessment.narrator.party(one.party)
            elif one.home:
                about = self._knowledge.homes[one.home].label
            grouped.setdefault((question, value, one.reason), []).append(about)
        return tuple(
            Assumed(what, value, tuple(dict.fromkeys(filter(None, about))), reason)
            for (what, value, reason), about in grouped.items()
        )

    def _question(self, level: str, question: str, value: str) -> tuple[str, str]:
        """A question and an answer to it in words."""
        questions = self._knowledge.questions
        levels: Iterable[str] = (level,) if level else ("change", "client", "case")
        for one in levels:
            found = questions.levels[one].questions.get(question)
            if found is not None:
                choice = found.values.get(value)
                label = (choice.label if choice else "") or value.replace("-", " ")
                return found.unknown or question.replace("-", " "), label
        return question.replace("-", " "), value.replace("-", " ")

    # The annex

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """The statements of the articles that the advice rests on."""
        used = [
            statement
            for one in self.assessment.reasons
            for statement in one.reason.statements
        ]
        return cite(self._knowledge, used)

    @cached_property
    def sources(self) -> tuple[SourceUsed, ...]:
        """The articles behind the advice, with their sections."""
        return sources_of(self.citations)


