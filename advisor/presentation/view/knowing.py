"""What is known, inferred and unknown, and what the advice rests on."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from advisor.explanation.robustness import whose_word
from advisor.explanation.unknowns import is_said_otherwise
from advisor.presentation import language
from advisor.presentation.citations import cite, sources_of
from advisor.presentation.view.leading import Leading
from advisor.presentation.view.rows import Assumed, Gap, HingeView, PartyView, Risk, hinges_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.explanation.network import SetAside
    from advisor.explanation.robustness import Robustness, WhoseWord
    from advisor.explanation.unknowns import Unknown
    from advisor.model.provenance import Assumption
    from advisor.presentation.citations import Citation, SourceUsed


_words = "|".join((*language.NUMBERS[1:], "eleven", "twelve", "fifteen", "twenty", "thirty"))
_one_number = rf"(?:[0-9][0-9,.]*|{_words})"
_year = re.compile(r"(?:19|20)[0-9]{2}")
_count = re.compile(
    rf"(?i)(?:(?:about|around|roughly|nearly|almost|over|under|some|only|up to"
    rf"|(?:more|fewer|less) than|at (?:least|most)) )?"
    rf"{_one_number}(?: (?:to|of|or) {_one_number}| and more)?"
)


def _is_count(value: str) -> bool:
    """Whether what is counted can follow the value: "50 students", but not "2009 year"."""
    return _count.fullmatch(value.strip()) is not None and _year.fullmatch(value.strip()) is None


class Knowing(Leading):
    """What is known and what is not, and the sources."""

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
        facts = list(self._figures[: self.room.numbers])
        if self.plan_unsaid:
            facts.append(f"the plan on file: {self.plan.text('original')}")
        facts.append(self.client.text("tried-before-note"))
        told = self.flagged("evidence-alone") or self.evidence_answers
        if not told and self.change.word("evidence") != "unknown":
            facts.append(self.change.text("evidence-note"))
        return tuple(fact for fact in facts if fact)

    @cached_property
    def further_facts(self) -> tuple[str, ...]:
        """Figures that only the annex has."""
        return tuple(self._figures[self.room.numbers :])

    @cached_property
    def _figures(self) -> tuple[str, ...]:
        return tuple(
            f"{value} {what}"
            if what.startswith(("in ", "of ")) or _is_count(value)
            else f"{what} ({value})"
            for what, value, _ in self.numbers
        )

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
    def unanswered(self) -> tuple[Unknown, ...]:
        """What the file does not say; no summary of what it says more finely."""
        return tuple(
            one
            for one in self.outlook.unknowns
            if one.decides
            or not (
                self._signed_up_by_nobody(one)
                or is_said_otherwise(self.assessment, one.question, one.home)
            )
        )

    def _signed_up_by_nobody(self, one: Unknown) -> bool:
        """Whether it is the demand for what reaches everyone, for which nobody signs up."""
        return one.question == "demand-shown-by" and (
            self.route == "playbook" or (self.placed and one.home == self.place)
        )

    @cached_property
    def unchecked_pull(self) -> tuple[str, ...]:
        """What nobody has checked about the parent district, as clauses."""
        pull = self.assessment.pull
        if pull is None or pull.at_most == pull.level:
            return ()
        said = {one.sentence for one in pull.unchecked_signs}
        return tuple(
            one.what
            for one in self.unanswered
            if set(one.rests) & said
            and not (one.question == "senders-lose-money" and self._students_stay)
            and not (one.question == "partners-can-copy" and self._partner_is_a_college)
        )

    @cached_property
    def _partner_is_a_college(self) -> bool:
        """Whether the partner is one that could not run such a program for itself."""
        kinds = {party.kind for party in self.case.parties}
        return "postsecondary" in kinds and "peer-school" not in kinds

    @cached_property
    def _students_stay(self) -> bool:
        """Whether those who come stay in the school they are in."""
        shared = self.case.in_home(self.assessment.chosen_home or self.place, "shares") or ()
        return self.partial or "building" in shared

    @cached_property
    def silent(self) -> tuple[PartyView, ...]:
        """Parties with weight of whom nobody knows where they stand; any, where all are asked."""
        weight = 1 if self.route == "ask" else 2
        decide = {one.party for one in self.outlook.deciding}
        return tuple(one for one in self.on("unknown") if one.power >= weight or one.id in decide)

    @cached_property
    def without_power(self) -> tuple[SetAside, ...]:
        """Parties that are known to hold no power over the work."""
        return tuple(one for one in self.assessment.set_aside if one.hold_is_known)

    @cached_property
    def holds_not_known(self) -> tuple[str, ...]:
        """Parties of which nobody knows whether they hold power over the work, by name."""
        return tuple(
            self.assessment.narrator.party(one.party.id)
            for one in self.assessment.set_aside
            if not one.hold_is_known
        )

    @cached_property
    def _gaps(self) -> tuple[Gap, ...]:
        """What is unknown beside where parties stand, and what rests on it."""
        gaps: list[Gap] = []
        unchecked = self.assessment.pull.unchecked_signs if self.assessment.pull else ()
        signs = {one.sentence for one in unchecked}
        pull = {one.what for one in self.unanswered if signs & set(one.rests)}
        said = {risk.sentence for risk in self.risks}
        for one in self.unanswered:
            rests = next((r for r in one.rests if r not in said), "")
            if one.party or one.decides or one.what in pull or not rests:
                continue
            if any(one.what == gap.what for gap in gaps):
                continue
            if one.question == "mixes-old-and-new" and self.partial:
                continue  # whoever comes for a part of the week has both
            if one.question in ("wanted", "stronger") and self.route == "hold":
                continue  # that nobody wants it is why the advice is to hold
            said.add(rests)
            gaps.append(Gap(one.what, one.question, rests))
        last = ("leader-stays", "forbids-core", "mixes-old-and-new")  # asked in nearly every case
        return tuple(
            sorted(gaps, key=lambda gap: gap.question in last and last.index(gap.question) + 1)
        )

    @cached_property
    def could_turn(self) -> tuple[str, ...]:
        """What is not known and could change the advice by itself, as clauses, each once.

        Not what is told of already as something that can happen to that party, or in that home.
        """
        told = {
            (answer.name.question, happening.subject)
            for one in self.outlook.changes[: self.room.changes]
            for happening in one.happenings
            for answer in happening.supposed
        }
        left = (
            one.what
            for one in self.outlook.deciding
            if (one.question, one.home or one.party or None) not in told
        )
        return tuple(dict.fromkeys(left))

    @cached_property
    def deciding(self) -> tuple[str, ...]:
        """What alone could lead to another path, beside where parties stand, as clauses."""
        return tuple(dict.fromkeys(one.what for one in self.outlook.deciding if not one.party))

    @cached_property
    def settle_first(self) -> tuple[str, ...]:
        """What alone could change the path, as clauses, where no party’s word could."""
        deciding = self.outlook.deciding
        parties = self.silent or any(one.party for one in deciding)
        if self.route != "ask" or self.keystone or parties:
            return ()
        return tuple(dict.fromkeys(one.what for one in deciding))[:2]

    @cached_property
    def gaps_in_words(self) -> tuple[str, ...]:
        """Everything unknown on which something rests, each once; what decides comes first."""
        deciding = self.outlook.deciding
        return tuple(dict.fromkeys(one.what for one in (*deciding, *self.unanswered)))

    @property
    def _room_for_gaps(self) -> int:
        said = (self.unchecked_pull, self.silent, self.holds_not_known, self.not_on_file)
        told = (*said, self.deciding)
        return max(self.room.unknowns - sum(map(bool, told)), 0)

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
        return self.case.not_on_file[: self.room.not_on_file]

    @property
    def further_not_on_file(self) -> tuple[str, ...]:
        """What else the client knows to be missing."""
        return self.case.not_on_file[self.room.not_on_file :]

    @cached_property
    def has_more(self) -> bool:
        """Whether anything but risks was left over for the annex."""
        return bool(
            self.further_parties or self.further_conditions
            or self.further_steps or self.further_tripwires
            or self.further_facts or self.further_unknowns or self.further_not_on_file
            or self.contradictions
            or self.without_power[1:]
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
            Assumed(what, value, self._places(tuple(dict.fromkeys(filter(None, about)))), reason)
            for (what, value, reason), about in grouped.items()
        )

    def _places(self, about: tuple[str, ...]) -> tuple[str, ...]:
        """The same labels, or "every place" where they are those of nearly every home."""
        every = [one.home.label for one in self.assessment.homes]
        left = [one for one in every if one not in about]
        if len(about) < 6 or len(left) > 2 or set(about) - set(every):
            return about
        return (f"every place but {language.join(left)}" if left else "every place",)

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

    @cached_property
    def further_risks(self) -> tuple[Risk, ...]:
        """Risks that only the annex has, among them all grave ones the memo has not shown.

        A template may leave out those of which it says as much under what is unknown.
        """
        left = [one for one in self._all_risks if one not in self.risks]
        shown = {one.sentence for one in (*self.risks, *left)}
        return (*left, *(one for one in self.dropped_risks if one.sentence not in shown))

    @property
    def robustness(self) -> Robustness:
        """Whether the path stands whatever our own numbers and judgments."""
        return self.outlook.robustness

    @cached_property
    def hinges(self) -> tuple[HingeView, ...]:
        """What of ours the path hangs on."""
        return hinges_of(self.robustness, self.path_label)

    @cached_property
    def shown_hinges(self) -> tuple[HingeView, ...]:
        """The first of them, as far as there is room."""
        return self.hinges[: self.room.hinges]

    @cached_property
    def whose_word(self) -> WhoseWord:
        """The steps to the path, those of the articles and ours."""
        return whose_word(one.reason for one in self.assessment.reasons)

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """The statements of the articles that the advice rests on."""
        used = [statement for one in self.assessment.reasons for statement in one.reason.statements]
        return cite(self._knowledge, used)

    @cached_property
    def sources(self) -> tuple[SourceUsed, ...]:
        """The articles behind the advice, with their sections."""
        return sources_of(self.citations)
