"""Texts that name facts of the case: what makes a choice matter, what is on file of a condition.

They stand under `here` in `rules/tensions.yaml` and under `on-file` in `rules/conditions.yaml`. A
text with a place the case cannot fill is no text: it is passed over, and no gap is ever printed.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from advisor.knowledge import texts
from advisor.presentation import language
from advisor.presentation.wording import role_in_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.explanation.assessment import Assessment
    from advisor.explanation.leading import Matter
    from advisor.explanation.risks import Condition
    from advisor.knowledge.texts import Place
    from advisor.model.case import Event
    from advisor.presentation.wording import CaseWords

_learners = re.compile(r"(?i)\b(?:famil|student|parent|pupil|learner|child|freshm|grader)")

_HEAVY = 2
"""Power from which a party is named beside the condition on which most hangs."""

_FEW_WORDS = 6


def _brief(names: tuple[str, ...]) -> bool:
    return sum(map(language.words, names)) <= _FEW_WORDS


class _GapError(Exception):
    """The case cannot fill a place."""


class Telling:
    """Fills the words for one case."""

    def __init__(self, assessment: Assessment, wording: CaseWords) -> None:
        """Takes the assessment and what fills its other words."""
        self._assessment = assessment
        self._case = assessment.case
        self._knowledge = assessment.knowledge
        self._wording = wording
        self._entries: dict[tuple[str, str], Mapping[str, Any]] = {
            (one["tension"], one["why"]): one
            for one in self._knowledge.section("tensions", "here") or ()
        }

    def text(self, matter: Matter, key: str) -> str:
        """One of the texts of a reason, or nothing where there is none to print.

        Args:
            matter: What makes a tension matter.
            key: `fact`, `ask`, or a pole: `one`, `five` or `middle`.
        """
        texts = self._entries.get((matter.tension, matter.why), {}).get(key, "")
        told = (
            self._filled(str(one), matter.about, matter.about)
            for one in (texts if isinstance(texts, list) else [texts])
        )
        return next((one for one in told if one), "")

    def on_file(self, condition: Condition, party: str) -> str:
        """What the file has on a condition, as a sentence, or nothing.

        Args:
            condition: The condition.
            party: The party on which it hangs, or nothing.
        """
        texts = self._on_file(condition).get("facts", ())
        told = (self._filled(str(one), party, condition.source) for one in texts)
        return next((language.capital(one) for one in told if one), "")

    def why(self, condition: Condition) -> str:
        """Why so much hangs on a condition, in one sentence, or nothing."""
        return self._wording.fill(str(self._on_file(condition).get("why", "")), condition)

    def fallback(self, condition: Condition, party: str) -> str:
        """What to do when a condition cannot be had, in words of the case, or nothing."""
        text = str(self._on_file(condition).get("fallback", ""))
        return self._filled(text, party, condition.source)

    def _on_file(self, condition: Condition) -> Mapping[str, Any]:
        entries = self._knowledge.section("conditions", "on-file") or {}
        return entries.get(condition.id, {})  # type: ignore[no-any-return]

    def _filled(self, text: str, party: str, source: str) -> str:
        try:
            said = texts.fill(text, lambda place: self._value(place, party, source))
        except _GapError:
            return ""
        return said.replace(" can not ", " might not ")

    def _value(self, place: Place, about: str, source: str) -> str:
        name, style = place.name, place.style or ""
        if name == "party" and not about:
            value = ""
        elif name == "party" and place.forms is not None:
            value = place.forms[1 if self._case.party(about).plural else 0]
        elif name == "party":
            value = self._party(about, style or "")
        elif name == "event":
            value = self._event(about, style or "")
        elif name == "source":
            found = next((one for one in self._case.money if one.id == source), None)
            said = self._assessment.narrator.source(source)
            value = found.text(style) if found and style else said
        elif name == "barrier":
            words = self._knowledge.section("words", "values")["barrier"]
            value = words[about]["clause"] if about in words else ""
        elif name == "parts" and style in ("turns", "turns-can-do"):
            value = self._turned(style)
        elif name == "owner" and style:
            value = role_in_sentence(self._wording.owner(style).role)
        elif name == "case" and style in self._of_case:
            value = self._of_case[style]
        else:
            return self._wording.fill(str(place))
        if not value:
            raise _GapError
        return value

    def _party(self, party: str, style: str) -> str:
        one = self._case.party(party)
        if style == "can-do":
            usual = self._knowledge.parties.get(one.kind)
            return one.text("can-do") or (usual.can_do if usual else "")
        if style == "leans":
            return str(self._knowledge.section("words", "leans").get(one.word("stance"), ""))
        if style == "basis":
            return str(self._knowledge.section("words", "known-by")[one.word("basis")])
        return one.text(style) if style else self._assessment.narrator.party(party)

    def _turned(self, style: str) -> str:
        """The first party that a disputed part could turn against the work, or what it can do."""
        order = self._assessment.part_order
        named = [one.text("turns") for one in order.disputed if one.text("turns")] if order else []
        return self._party(named[0], "can-do" if style == "turns-can-do" else "") if named else ""

    def _event(self, event: str, style: str) -> str:
        found: Event = next(one for one in self._case.events if one.id == event)
        if style == "when":
            date = language.date(found.text("date"))
            return f" ({date})" if date else " (date not on file)"
        return found.text("what") or found.word("kind").replace("-", " ")

    @cached_property
    def _of_case(self) -> Mapping[str, str]:
        """What the case as a whole has for the places that begin with `case:`."""
        start = self._case.client.number("learners-at-start")
        system = self._case.client.number("learners-in-system")
        missing = self._case.missing_parties
        learners = [one for one in missing if _learners.search(one)]
        keystone = self._assessment.keystone
        others = [
            self._assessment.narrator.source(one.id)
            for one in self._case.money
            if one.word("signed") != "no" and keystone and one.id != keystone.source
        ]
        rest = system - start if start and system and system > start else None
        return {
            "waiting": self._number(self._in_home("waiting")),
            "start": self._number(start),
            "system": self._number(system),
            "rest": self._number(rest),
            "not-ready": self._listed("item", self._case.change.several("not-ready")),
            "judged-by": language.join(self._labels("judged-by")),
            "signs": language.join(self._ties[:2]),
            "signs-or": language.join(self._ties[:2], "or"),
            "missing": language.join(missing[:2] if _brief(missing[:2]) else missing[:1]),
            "missing-learners": learners[0] if learners else "",
            "other-money": language.join(others),
            "other-money-is": "are" if len(others) > 1 else "is",
            "weaker": language.join(self._named("weaker-on")),
            "barriers": self._listed("barrier", self._several("left-out-by")),
            "needed": self._number(self._wording.needed),
            "starts": language.date(self._case.plan.text("starts")),
            "deadline": language.date(self._case.decision.text("deadline")),
            **self._groups,
            "undecided": self._undecided,
            "tried": self._case.client.text("tried-before-note"),
        }

    @property
    def _undecided(self) -> str:
        """What is not known of the undecided home about which least is missing, in sentences."""
        record = self._assessment.record
        homes = (one.word("home") for one in record.of("home-undecided"))
        missing = min((record.about("open-question", one) for one in homes), key=len, default=())
        said = [language.clause(one.sentence) for one in record.reasons(missing[:2])]
        return "; ".join(map(language.uncapital, said))

    @cached_property
    def signs(self) -> tuple[str, ...]:
        """What on record draws the work back to the district, in a few words each."""
        return self._labels_of(self._signs)

    @cached_property
    def _signs(self) -> tuple[str, ...]:
        pull = self._assessment.pull
        return tuple(one.firing.asserted[0].word("sign") for one in pull.signs) if pull else ()

    @cached_property
    def _ties(self) -> tuple[str, ...]:
        """The signs that somebody could cut, what can be touched before what is a degree."""
        words = self._knowledge.section("words", "values")["sign"]
        cut = [one for one in self._signs if words[one].get("cut") != "no"]
        return self._labels_of(sorted(cut, key=lambda one: words[one].get("cut") == "in-part"))

    def _labels_of(self, signs: Iterable[str]) -> tuple[str, ...]:
        words = self._knowledge.section("words", "values")["sign"]
        label = "to-principal" if self._case.client.word("role") == "principal" else "label"
        return tuple(str(words[one].get(label, words[one]["label"])) for one in signs)

    @cached_property
    def _groups(self) -> Mapping[str, str]:
        """Parties by where they stand, the heaviest first, as series."""
        by_choice = self._knowledge.kinds_of("come-by-choice")
        heavy = [one for one in self._assessment.seats if one.power >= _HEAVY]
        advised = self._assessment.seats_at(self._assessment.chosen_home or "")
        groups = {
            "objectors": [one for one in self._assessment.seats if one.side == "against"],
            "supporters": [one for one in heavy if one.side == "for"],
            "unheard": [
                one for one in advised or heavy if one.side == "unknown" and one.power >= _HEAVY
            ],
            "people": [one for one in heavy if one.side == "for" and one.party.kind in by_choice],
            "inferred": [
                one
                for one in heavy
                if one.basis != "said" and one.side != "unknown" and one.party.kind != "voters"
            ],
        }
        said = self._assessment.narrator.party
        named = {name: [said(one.party.id) for one in seats[:3]] for name, seats in groups.items()}
        are = {
            f"{name}-are": "are" if len(seats) > 1 or seats[0].party.plural else "is"
            for name, seats in groups.items()
            if seats
        }
        return {**{name: language.join(names) for name, names in named.items()}, **are}

    def _named(self, question: str) -> tuple[str, ...]:
        choices = self._knowledge.questions.find("home", question).values
        return tuple(choices[one].label or one for one in self._several(question) if one != "none")

    def _several(self, question: str) -> tuple[str, ...]:
        given = self._in_home(question)
        return given if isinstance(given, tuple) else ()

    def _in_home(self, question: str) -> object:
        home = self._assessment.chosen_home or self._assessment.place
        return self._case.in_home(home, question)

    def _labels(self, question: str) -> tuple[str, ...]:
        choices = self._knowledge.questions.find("home", question).values
        usual = self._knowledge.section("words", "conventional-measures")
        return tuple(choices[one].label for one in self._several(question) if one in usual)

    def _listed(self, field: str, values: tuple[str, ...]) -> str:
        words = self._knowledge.section("words", "values")[field]
        known = (words[one]["clause"] for one in values if one != "funding-signed" and one in words)
        return language.join(tuple(known))

    @staticmethod
    def _number(value: object) -> str:
        return language.number(value) if isinstance(value, int) and value else ""
