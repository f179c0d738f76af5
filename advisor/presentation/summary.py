"""The result in a few words: what screens, JSON and the annex of the memo tell of an assessment."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from advisor.explanation.robustness import Hinge, Robustness, WhoseWord, whose_word
from advisor.explanation.unknowns import Unknown, is_said_otherwise
from advisor.presentation.wording import CaseWords

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from advisor.explanation.assess import Assessment
    from advisor.explanation.outlook import Outlook
    from advisor.explanation.places import NumberedReason
    from advisor.model.fact import Assumption


class NotChosen(NamedTuple):
    """A reason against one or several paths."""

    labels: tuple[str, ...]
    sentence: str
    rule: str
    """The rule that gives the reason."""
    paths: tuple[str, ...]
    """Their slugs."""


class Held(NamedTuple):
    """A condition in a few words."""

    id: str
    label: str
    by: str
    keystone: bool


class Assumed(NamedTuple):
    """What was assumed for one reason, for all homes or parties it was made for."""

    answers: tuple[str, ...]
    """Each question, as a clause, with what was assumed."""
    about: tuple[str, ...]
    reason: str


class HingeView(NamedTuple):
    """A number or a judgment of ours on which the path hangs."""

    id: str
    """The threshold, or the rule."""
    what: str
    """What it decides, as a clause."""
    because: str
    """Why it could be set or read otherwise, as a clause."""
    value: int | None
    """The number as it is; nothing for a judgment."""
    turns: tuple[tuple[int | None, str], ...]
    """The numbers at which another path is advised, each with the path in a few words.

    Without words, where no single path would be.
    """


class Summary:
    """An assessment and its outlook, in words.

    Attributes:
        assessment: What the reasoning found.
        outlook: What is not known, and what would change the advice.
        words: Fills the words of conditions with those of the case.
    """

    def __init__(self, assessment: Assessment, outlook: Outlook) -> None:
        self.assessment = assessment
        self.outlook = outlook
        self.words = CaseWords(assessment)
        self._knowledge = assessment.knowledge

    @property
    def name(self) -> str:
        """The change as a sentence calls it."""
        return self.words.name

    @property
    def client(self) -> str:
        """The client's name."""
        return self.assessment.case.client.text("name")

    @cached_property
    def running(self) -> bool:
        """Whether the work already lives in its place."""
        return self.assessment.case.change.word("running") == "yes"

    def path_label(self, path: str) -> str:
        """A path in a few words."""
        words = self._knowledge.paths[path]
        return str(words.get("label-running", words["label"]) if self.running else words["label"])

    @property
    def path(self) -> str:
        """The advised path in a few words."""
        return str(self._knowledge.paths[self.assessment.path]["label"])

    @cached_property
    def alternatives(self) -> tuple[tuple[str, str], ...]:
        """Paths to fall back on, best first: each in a few words, and its slug."""
        return tuple((self.path_label(one.path), one.path) for one in self.assessment.alternatives)

    @cached_property
    def conditions(self) -> tuple[Held, ...]:
        """All conditions, the one on which most hangs first."""
        return tuple(
            Held(one.id, self.words.condition(one), one.by, one.keystone)
            for one in self.assessment.conditions
        )

    @property
    def robustness(self) -> Robustness:
        """Whether the path stands whatever our own numbers and judgments."""
        return self.outlook.robustness

    @cached_property
    def hinges(self) -> tuple[HingeView, ...]:
        """What of ours the path hangs on."""
        return hinges_of(self.robustness, self.path_label)

    @cached_property
    def whose_word(self) -> WhoseWord:
        """The steps to the path, those of the articles and ours."""
        return whose_word(one.reason for one in self.assessment.reasons)

    @cached_property
    def not_chosen(self) -> tuple[NotChosen, ...]:
        """Every path not chosen: each reason once, with the labels of the paths it speaks of."""
        alike = self._knowledge.section("paths", "reasons-against")["alike"]
        grouped: dict[str, list[str]] = {}
        told: dict[str, tuple[str, str]] = {}
        for path, reason in self.assessment.not_chosen.items():
            key = reason.rule if reason.rule in alike else reason.sentence
            told.setdefault(key, (str(alike[key]) if key in alike else key, reason.rule))
            grouped.setdefault(key, []).append(path)
        return tuple(
            NotChosen(tuple(map(self.path_label, paths)), *told[key], tuple(paths))
            for key, paths in grouped.items()
        )

    # What is not known

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
        place = self.assessment.place
        case = self.assessment.case
        placed = (
            case.in_home(place, "enrollment") in ("assignment", "opt-out")
            or case.in_home(place, "family-choice") == "no"
        )
        return one.question == "demand-shown-by" and (
            self.assessment.route == "playbook" or (placed and one.home == place)
        )

    @cached_property
    def gaps_in_words(self) -> tuple[str, ...]:
        """Everything unknown on which something rests, each once; what decides comes first."""
        deciding = self.outlook.deciding
        return tuple(dict.fromkeys(one.what for one in (*deciding, *self.unanswered)))

    @cached_property
    def contradictions(self) -> tuple[str, ...]:
        """Answers that cannot both hold, and which was used, as sentences, each once."""
        return tuple(dict.fromkeys(one.says for one in self.assessment.case.contradictions))

    def _asked(self, level: str, question: str) -> str:
        """What a question is about, as a clause."""
        found = self._knowledge.questions.levels[level].questions.get(question)
        return (found.unknown if found else "") or question.replace("-", " ")

    def _answered(self, level: str, question: str, value: str) -> str:
        found = self._knowledge.questions.levels[level].questions.get(question)
        choice = found.values.get(value) if found else None
        return (choice.label if choice else "") or value.replace("-", " ")

    # What was taken for granted

    @cached_property
    def near_assumptions(self) -> tuple[Assumed, ...]:
        """What was taken for granted about the change, the planned and the advised home."""
        near = ("", self.assessment.place, self.assessment.chosen_home)
        friends = {one.party.id for one in self.assessment.seats if one.side == "for"}
        seated = {one.party.id for one in self.assessment.seats}
        return self._assumed(
            one
            for one in self.assessment.assumptions
            if one.home in near
            and (not one.party or one.party in seated)
            and not (one.question == "stop-mode" and one.party in friends)
        )

    def _assumed(self, assumptions: Iterable[Assumption]) -> tuple[Assumed, ...]:
        """What is usual for a party stands on one line, and on the line of others like it."""
        answers: dict[tuple[str, str], list[str]] = {}
        for one in assumptions:
            levels: tuple[str, ...] = ("change", "client", "case")
            about, reason = "", one.reason
            if one.party:
                levels, about = ("party",), self.assessment.narrator.party(one.party)
                kind = self._knowledge.parties[self.assessment.case.party(one.party).kind].many
                if reason.startswith(kind):
                    reason = self._knowledge.assumptions.because("several", parties=kind)
            elif one.home:
                levels, about = ("home",), self._knowledge.homes[one.home].label
            known = [
                level for level in levels
                if one.question in self._knowledge.questions.levels[level].questions
            ]  # fmt: skip
            level = known[0] if known else levels[0]
            what = self._asked(level, one.question)
            taken = f"{what}: {self._answered(level, one.question, one.value)}"
            taken = _ITS.sub(_of_them, taken) if one.party else taken
            answers.setdefault((about, reason), []).append(taken)
        alike: dict[tuple[tuple[str, ...], str], list[str]] = {}
        for (about, reason), lines in answers.items():
            alike.setdefault((tuple(lines), reason), []).append(about)
        return tuple(
            Assumed(lines, tuple(filter(None, about)), reason)
            for (lines, reason), about in alike.items()
        )


_THEIRS = {"can": "can", "gives": "give", "has": "have", "is": "are", "sets": "set",
           "stands": "stand", "supplies": "supply", "votes": "vote", "would": "would"}  # fmt: skip
_ITS = re.compile(rf"\bit ({'|'.join(_THEIRS)})\b( on the work or elects)?|\bits\b")


def _of_them(said: re.Match[str]) -> str:
    """A question about a party, asked of whom it names: "how much power they have"."""
    if not said[1]:
        return "their"
    return f"they {_THEIRS[said[1]]}{' on the work or elect' if said[2] else ''}"


def hinges_of(robustness: Robustness, label: Callable[[str], str]) -> tuple[HingeView, ...]:
    """What of ours a path hangs on, each once, ready to be told."""
    turns: dict[str, list[Hinge]] = {}
    for one in robustness.hinges:
        turns.setdefault(one.variation.id, []).append(one)
    return tuple(
        HingeView(
            name,
            found[0].variation.what.rstrip("."),
            found[0].variation.because.rstrip("."),
            found[0].variation.value,
            tuple((one.variation.moved, one.path and label(one.path)) for one in found),
        )
        for name, found in turns.items()
    )


def last_steps(assessment: Assessment, most: int) -> tuple[NumberedReason, ...]:
    """The steps to the path on which no other rests, what they rest on, and that again.

    Steps that only put homes in order are passed over.
    """
    kinds = assessment.knowledge.rulebook.vocabulary.kinds
    steps = [
        one
        for one in assessment.reasons
        if not all(kinds[fact.kind].ranks for fact in one.reason.firing.asserted)
    ]
    by_number = {one.number: one for one in steps}
    shown: set[int] = set()
    nearer = set(by_number).difference(*(one.uses for one in steps))
    for _ in range(3):
        shown |= set(sorted(nearer, reverse=True)[: most - len(shown)])
        nearer = {number for one in shown for number in by_number[one].uses} - shown
        nearer &= by_number.keys()
    return tuple(one for one in steps if one.number in shown)
