"""What the interview says: every screen is a part of one template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.knowledge.interview import LISTS, is_across, is_line, list_of
from advisor.model.case import EVERY_HOME, NOWHERE, UNKNOWN
from advisor.model.line import words_in
from advisor.presentation.language import date
from advisor.presentation.templating.rendering import plain_template, render
from advisor.presentation.terminal import USUAL, fitted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.explanation.agenda import Agenda
    from advisor.explanation.open_answers import Unit
    from advisor.knowledge.base import Knowledge
    from advisor.knowledge.interview import Column
    from advisor.knowledge.questions import Question
    from advisor.model.draft import Draft

TEMPLATE = "interview.txt.j2"
DONT_KNOW = "I don't know"
NONE_OF_THESE = "None of these"
NO_PLACE = "No place yet"
LEFT_OPEN = "left open"


class NumberedAnswer(NamedTuple):
    """A numbered answer."""

    number: int
    label: str
    value: Any


def say(part: str, width: int = USUAL, **values: Any) -> str:
    """What the interview says at one moment.

    Returns:
        Plain text; control characters in the client's words are left out.
    """
    text = fitted(render(plain_template(TEMPLATE), {"say": part, **values}), width)
    return text.replace("\u00a0", " ")  # which has kept a short answer with its meaning


class Wording:
    """Questions and answers of one interview in words."""

    def __init__(self, knowledge: Knowledge, agenda: Agenda) -> None:
        self._knowledge = knowledge
        self._agenda = agenda

    def choices(
        self, item: str, draft: Draft, homes: tuple[str, ...]
    ) -> tuple[NumberedAnswer, ...]:
        """The numbered answers to a question; none for one that is answered in words."""
        head = item.partition(".")[0]
        found: list[tuple[str, Any]] = []
        if item == "homes":
            others = [one for one in self._knowledge.homes.values() if one.home != draft.place]
            found = [(_with(one.label, one.about), one.home) for one in others]
            found += [(NONE_OF_THESE, "none"), (DONT_KNOW, UNKNOWN)]
        elif item == "place":
            ours = self._agenda.plan.own("place", draft.answer("client.role"))
            every = sorted(self._knowledge.homes.values(), key=lambda one: one.home != ours)
            found = [(_with(one.label, one.about), one.home) for one in every]
            found += [(NO_PLACE, NOWHERE), (DONT_KNOW, UNKNOWN)]
        elif item == "parties":
            found = [(self._listed(one, draft), one) for one in self._offered(draft)]
        elif is_across(item):
            names = self._agenda.asked_across(self._agenda.across(item), draft)
            found = [*((name, name) for name in names), (NONE_OF_THESE, "none")]
            found.append((DONT_KNOW, UNKNOWN))
        elif item in ("money", "events"):
            level = "money" if item == "money" else "event"
            kinds = self._knowledge.questions.find(level, "kind").values.values()
            found = [(one.asked, one.name) for one in kinds]
            found += [(NONE_OF_THESE, "none"), (DONT_KNOW, UNKNOWN)]
        elif head not in (*LISTS, "tensions"):
            given = draft.answer(self._agenda.plan.without.get(item, "")) or ()
            found = [one for one in self._of_question(item, homes) if one[1] not in given]
        return tuple(NumberedAnswer(number, *one) for number, one in enumerate(found, 1))

    def known_beside(
        self, item: str, choices: Iterable[NumberedAnswer], draft: Draft
    ) -> list[str]:  # fmt: skip
        """Of a question about all parties, the names of those that it does not ask any more."""
        offered = {one.label for one in choices}
        every = [name for _, name in draft.entries("parties")] if is_across(item) else []
        return [one for one in every if one not in offered]

    def _offered(self, draft: Draft) -> list[dict[str, Any]]:
        """The parties on the list already, then the usual ones that are not."""
        listed = [
            {key: one[key] for key in ("name", "id", "kind") if key in one}
            for one in draft.answer("parties") or ()
        ]
        ids = {one.get("id") for one in listed}
        usual = self._agenda.usual_entries("parties", draft)
        return [*listed, *(one for one in usual if one["id"] not in ids)]

    def _listed(self, entry: Mapping[str, Any], draft: Draft) -> str:
        """A party as the list offers it; of one that is not there yet, what it would be."""
        would_be = self._agenda.plan.would_be.get(str(entry.get("kind")))
        if not would_be or draft.answer("client.role") in would_be["for"]:
            return str(entry["name"])
        return f"{entry['name']}: {would_be['says']}"

    def _of_question(self, item: str, homes: tuple[str, ...]) -> list[tuple[str, Any]]:
        question = self._agenda.question(item)
        if question is None or question.type not in ("choice", "several"):
            return []
        found = [
            (
                NONE_OF_THESE if one.name == "none" and question.type == "several" else one.asked,
                one.name,
            )
            for one in question.values.values()
        ]
        if question.type == "several" and "none" not in question.values:
            found.append((NONE_OF_THESE, "none"))
        found.append((DONT_KNOW, UNKNOWN))
        usual = self._usual(question, homes)
        return [*found, (usual, None)] if usual else found

    def _usual(self, question: Question, homes: tuple[str, ...]) -> str:
        """What is taken for granted where nobody answers, as one more choice."""
        usual: dict[str, str] = {}
        for home in homes:
            known = self._knowledge.homes.get(home)
            supplied = known.assume.get(question.id) if known else None
            if known is not None and supplied is not None:
                choice = self._knowledge.questions.choice("home", question.id, supplied.answer)
                usual[known.label] = choice.asked
        said = [f"{home}: {label}" for home, label in usual.items()]
        if len(usual) == len(homes) and len({*usual.values()}) == 1:
            said = [*usual.values()][:1]
        return f"What is usual there ({'; '.join(said)})" if said else ""

    def left_open(self, item: str, homes: tuple[str, ...]) -> str:
        """What holds where a question was passed over, in words."""
        question = self._agenda.question(item)
        usual = self._usual(question, homes) if question is not None else ""
        return f"{usual[:1].lower()}{usual[1:]}" if usual else LEFT_OPEN

    def home(self, home: str) -> str:
        """A place by its name."""
        if home == EVERY_HOME:
            return "every place"
        return self._knowledge.homes[home].label

    def answer(self, item: str, value: Any) -> str:
        """An answer in words."""
        if value is None:
            return ""
        head = item.partition(".")[0]
        if is_across(item):
            across = self._agenda.across(item)
            named = [name for name, one in value.items() if one == across.answer]
            not_known = set(value.values()) == {UNKNOWN} and across.others != UNKNOWN
            return ", ".join(named) or ("not known" if not_known else NONE_OF_THESE.lower())
        if head == "homes" and isinstance(value, dict):
            said = {
                home: self._one(item, one) if one is not None else self.left_open(item, (home,))
                for home, one in value.items()
            }
            if len(set(said.values())) == 1:
                return next(iter(said.values()))
            return "; ".join(f"{self.home(home)}: {one}" for home, one in said.items())
        if head in LISTS and isinstance(value, dict):
            return self._row(head, value)
        if item in LISTS:
            return ", ".join(str(one.get("name") or one.get("source")) for one in value) or "none"
        if item == "events":
            return ", ".join(map(self.event, value)) or "none"
        return self._one(item, value)

    def event(self, event: Mapping[str, Any]) -> str:
        """A coming event with its day, where that is told."""
        kinds = self._knowledge.questions.find("event", "kind").values
        kind = kinds.get(event.get("kind", UNKNOWN))
        day = str(event.get("date", UNKNOWN))
        called = str(event.get("what") or (kind.asked if kind else "not known"))
        return called if day == UNKNOWN else f"{called} ({date(day)})"

    def _one(self, item: str, value: Any) -> str:
        question = self._agenda.question(item)
        if value is None:
            return LEFT_OPEN
        if isinstance(value, dict):
            return ", ".join(f"{key} {one}" for key, one in value.items())
        if isinstance(value, (list, tuple)):
            return ", ".join(self._one(item, one) for one in value) or NONE_OF_THESE.lower()
        if value == UNKNOWN:
            return "not known"
        if item == "place" and value == NOWHERE:
            return NO_PLACE.lower()
        if value in self._knowledge.homes:
            return self.home(str(value))
        if question is not None and value in question.values:
            return question.values[value].asked
        dated = question is not None and question.type in ("date", "day")
        return date(str(value)) if dated else str(value)

    def of_column(self, column: Column) -> tuple[NumberedAnswer, ...]:
        """The numbered answers of a column that is asked for alone."""
        found = [(label, word) for word, label in column.labels.items()]
        found.append((DONT_KNOW, UNKNOWN))
        return tuple(
            NumberedAnswer(number, f"{label[:1].upper()}{label[1:]}", word)
            for number, (label, word) in enumerate(found, 1)
        )

    def payers(self, draft: Draft, kind: str) -> tuple[NumberedAnswer, ...]:
        """The parties of which one may pay; none where nobody on the list may.

        Args:
            draft: The answers so far.
            kind: The kind of money.
        """
        kinds = self._agenda.plan.payers.get(kind, ())
        found = [(str(one["name"]), one["id"]) for one in draft.answer("parties") or ()
                 if one.get("kind") in kinds and one.get("supplies", "yes") == "yes"]  # fmt: skip
        others = [(NONE_OF_THESE, "none"), (DONT_KNOW, UNKNOWN)] if found else []
        return tuple(NumberedAnswer(number, *one)
                     for number, one in enumerate([*found, *others], 1))  # fmt: skip

    def of_words(self, column: Column, words: Iterable[str]) -> str:
        """The answer in a column, in the words of its labels."""
        labels = {**column.labels, UNKNOWN: "not known"}
        return ", ".join(labels.get(one, one) for one in words)

    def _row(self, head: str, row: dict[str, Any]) -> str:
        said = []
        for column in self._agenda.plan.columns[LISTS[head]]:
            words = words_in(row, column)
            answer = self.of_words(column, words)
            if answer:
                bare = column.bare and UNKNOWN not in words
                said.append(answer if bare else f"{column.title}: {answer}")
        return "; ".join(said)

    def question_of(self, item: str, draft: Draft) -> str:
        """The question of an item, or the name of a line."""
        question = self._agenda.question(item)
        if item == "homes":
            return say("open-places", 1000).strip()
        if question is not None:
            return question.question
        if is_across(item):
            return self._agenda.across(item).ask
        names = dict(draft.entries(item.partition(".")[0]))
        return names.get(item, item)

    def help_of(self, item: str, draft: Draft) -> str:
        """The line of help below a question; of the open places and of a line there is none."""
        behind = self._agenda.plan.help_if.get(item)
        if behind is not None and draft.answer(behind.question) == behind.answer:
            return behind.help
        if is_across(item):
            return self._agenda.across(item).help
        question = None if item == "homes" else self._agenda.question(item)
        return "" if question is None else self._agenda.plan.help.get(item, question.help)

    def questions_of(self, units: Iterable[Unit], draft: Draft) -> list[str]:
        """The questions of some answers, each with the place it is about."""
        found = []
        for unit in units:
            question = self.question_of(unit.item, draft)
            if is_line(unit.item):
                question = say("of-line", 1000, name=question, of=list_of(unit.item)).strip()
            at = unit.home in self._knowledge.homes
            found.append(f"{question} ({self.home(unit.home)})" if at else question)
        return found


def _with(label: str, about: str) -> str:
    about = about.rstrip(".")
    return f"{label[:1].upper()}{label[1:]}: {about[:1].lower()}{about[1:]}"
