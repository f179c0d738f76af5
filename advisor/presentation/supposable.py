"""The answers of one case in words: whom they are about, the question, and what it could be."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from advisor.explanation.contract import Contract
from advisor.model.answer_names import AnswerName, all_names, question_of
from advisor.model.case import UNKNOWN
from advisor.model.changed_case import answer_in, shown
from advisor.model.home_facts import takes_part
from advisor.presentation import language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from advisor.explanation.acts import Act
    from advisor.explanation.assess import Assessment

_ONE_OF = ("choice", "home")
"""Types of answer of which one is picked out of a list."""
_CHANGE = "change"


class AnswerToSuppose(Contract, frozen=True):
    """An answer that could be another one."""

    name: str
    question: str
    help: str
    now: str
    """The answer as it is typed; `unknown` where there is none."""
    choices: tuple[tuple[str, str], ...]
    """What it could be: as it is typed, and in words, which are empty for `unknown`."""


class AnswerChanged(Contract, frozen=True):
    """An answer as it is and as it would be, in words."""

    about: str
    question: str
    now: str
    """Empty where nothing is known."""
    then: str
    who: str
    """Who could change it; empty where nobody could."""
    own: bool
    """Whether that is the person who leads the work."""


class SupposableAnswers:
    """Puts the answers of one case into words."""

    def __init__(self, assessment: Assessment) -> None:
        self._assessment = assessment
        self._case = assessment.case
        self._knowledge = assessment.knowledge

    def subjects(self) -> dict[str, str]:
        """What the answers are about, by the first words of their names; the change comes first."""
        found = {_CHANGE: self._knowledge.questions.levels[_CHANGE].title}
        found.update((f"parties.{one.id}", one.name) for one in self._case.parties)
        found.update((f"money.{one.id}", one.name) for one in self._case.money)
        homes = (one.word("home") for one in self._assessment.record.of("home") if takes_part(one))
        found.update((f"homes.{one}", self._knowledge.homes[one].label) for one in homes)
        return {key: language.capital(title) for key, title in found.items()}

    def of(self, subject: str) -> tuple[AnswerToSuppose, ...]:
        """The answers about a subject of which one is picked out of a list."""
        return tuple(map(self._to_suppose, self._by_subject.get(subject, ())))

    def named(self, name: str) -> AnswerToSuppose:
        """The answer of a name.

        Raises:
            KeyError: If it is none that is picked out of a list.
        """
        return self._to_suppose(self._by_name[name])

    def now(self, name: AnswerName) -> str:
        """The answer as it is typed; `unknown` where there is none."""
        return shown(answer_in(self._case, name))

    def about(self, name: AnswerName) -> str:
        """Whom or what an answer is about; empty for one about the change or the whole case."""
        if name.home in self._knowledge.homes:  # also one that is closed
            return language.capital(self._knowledge.homes[name.home].label)
        return self.subjects().get(f"{name.part}.{name.subject}", "") if name.subject else ""

    def question(self, name: AnswerName) -> str:
        """The question."""
        return question_of(name, self._knowledge).question

    def value(self, name: AnswerName, value: str) -> str:
        """An answer in words; empty where nothing is known."""
        if value == UNKNOWN:
            return ""
        question = question_of(name, self._knowledge)
        if question.type == "home" and value in self._knowledge.homes:
            return self._knowledge.homes[value].label
        known = question.values
        parts = value.split(",") if question.type == "several" else [value]
        return ", ".join(known[one].label if one in known else one for one in parts)

    def changed(self, act: Act) -> AnswerChanged:
        """An answer as it is and as it would be, in words."""
        return AnswerChanged(
            self.about(act.name), self.question(act.name), self.value(act.name, act.before),
            self.value(act.name, act.after), act.who, act.own,
        )  # fmt: skip

    @cached_property
    def _by_name(self) -> Mapping[str, AnswerName]:
        every = all_names(self._case, self._knowledge).items()
        return {key: one for key, one in every
                if question_of(one, self._knowledge).type in _ONE_OF}  # fmt: skip

    @cached_property
    def _by_subject(self) -> Mapping[str, Sequence[AnswerName]]:
        found: dict[str, list[AnswerName]] = {}
        for one in self._by_name.values():
            whole = one.part in ("", _CHANGE)
            found.setdefault(_CHANGE if whole else f"{one.part}.{one.subject}", []).append(one)
        return found

    def _to_suppose(self, name: AnswerName) -> AnswerToSuppose:
        question = question_of(name, self._knowledge)
        values = self._knowledge.homes if question.type == "home" else question.values
        could_be = dict.fromkeys((*values, *question.also, UNKNOWN))
        return AnswerToSuppose(
            str(name), question.question, question.help, self.now(name),
            tuple((one, language.capital(self.value(name, one))) for one in could_be),
        )  # fmt: skip
