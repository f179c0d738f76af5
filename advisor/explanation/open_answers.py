"""What an open question may still be answered with, name by name, and back from picks to answers.

The solver knows answers by the names they have in a case file, each with a word or a number; the
interview knows questions, of which one may hold several answers: a list, a table, the line of a
party. Here the one is put for the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.knowledge.interview import LISTS
from advisor.model.answer_names import AnswerName
from advisor.model.case import EVERY_HOME, NOWHERE, UNKNOWN
from advisor.model.line import words_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.explanation.agenda import Agenda
    from advisor.knowledge.questions import Question
    from advisor.knowledge.vocabulary import Value
    from advisor.model.draft import Draft

PARTY_COLUMNS = ("supplies", "sets-rules", "votes", "tie", "power", "stance", "basis", "ally")
MONEY_COLUMNS = ("share", "signed", "ends", "aims")
ANY_SOURCE = "any-source"
"""The source of money that stands for all, while none is listed."""
_ENDS = ("none", "undated")
"""When money may end, seen from no day in particular."""
SCORES = (1, 2, 3, 4, 5)


class Unit(NamedTuple):
    """One answer of a question: that for one place, or the whole of any other question."""

    item: str
    home: str = ""

    def value(self, draft: Draft) -> Any:
        """The answer in a draft, or nothing."""
        found = draft.answer(self.item)
        return (found or {}).get(self.home) if self.home else found

    def put(self, draft: Draft, value: Any) -> None:
        """Gives the answer in a draft."""
        draft.put(self.item, {self.home: value} if self.home else value)


class OpenAnswers:
    """The answers that the questions of an interview can be given."""

    def __init__(self, agenda: Agenda) -> None:
        self._agenda = agenda
        self._knowledge = agenda.knowledge

    def names(
        self, unit: Unit, draft: Draft, figures: Iterable[int] = ()
    ) -> list[tuple[AnswerName, tuple[Value, ...]]]:
        """The names in one answer, each with what may be picked for it.

        Args:
            figures: The numbers that stand for all numbers.

        Returns:
            Nothing for an answer that the solver needs not know: words of the client's own that
            no rule reads.
        """
        head, _, tail = unit.item.partition(".")
        if unit.item == "place":
            return [(AnswerName("", "", "place"), (*self._knowledge.homes, NOWHERE))]
        if unit.item == "homes":
            none: tuple[Value, ...] = () if draft.place in self._knowledge.homes else ("no",)
            return [(AnswerName("homes", home, "open"),
                     ("yes", *(none if home == "existing-school" else ())))
                    for home in self._knowledge.homes]  # fmt: skip
        if unit.item == "parties":
            return []
        if unit.item == "money":
            kinds = tuple(self._knowledge.questions.find("money", "kind").values)
            return [
                (AnswerName("sources", "", "any"), ("yes",)),
                (AnswerName("money", ANY_SOURCE, "kind"), kinds),
                *self._columns("money", ANY_SOURCE, MONEY_COLUMNS),
            ]
        if unit.item == "events":
            kinds = tuple(self._knowledge.questions.find("event", "kind").values)
            return [(AnswerName("events", "", "kind"), kinds)]
        if head == "tensions":
            return [(AnswerName("tensions", tail, one), SCORES) for one in ("now", "wanted")]
        if head in LISTS:
            columns = PARTY_COLUMNS if head == "parties" else MONEY_COLUMNS
            return [*self._columns(head, tail, columns)]
        question = self._agenda.question(unit.item)
        assert question is not None
        return [*self._of_question(question, _name(unit), figures)]

    def still_open(
        self, unit: Unit, value: Any, names: list[tuple[AnswerName, tuple[Value, ...]]]
    ) -> list[tuple[AnswerName, tuple[Value, ...]]]:
        """The names in an answer that it leaves open, or of which it says that nobody knows.

        Args:
            value: What it is in a draft, or nothing.
        """
        if value is None or value in (UNKNOWN, [UNKNOWN]):
            return names
        if not isinstance(value, dict):
            return []
        head = unit.item.partition(".")[0]
        given = {key for key, one in value.items() if one != UNKNOWN}
        if head == "parties" and self._has_a_hold(value):
            given |= {"supplies", "sets-rules", "votes", "tie"}
        for column in self._agenda.plan.columns.get(LISTS.get(head, ""), ()):
            if column.ties and words_in(value, column) not in ((), (UNKNOWN,)):
                given |= {key for key in (*column.answers, "tie") if key not in value}
        key = "row" if head not in LISTS and head != "tensions" else "question"
        return [one for one in names if getattr(one[0], key) not in given]

    def _has_a_hold(self, party: dict[str, Any]) -> bool:
        """Whether one that could stop the work holds, unasked, what its kind usually does."""
        kind = self._knowledge.parties.get(str(party.get("kind")))
        silent = not {"supplies", "sets-rules", "votes", "tie"} & {*party}
        could = party.get("power") not in (None, "none", UNKNOWN)
        return silent and could and bool(kind and kind.channels)

    def picks(self, unit: Unit, value: Any) -> list[tuple[AnswerName, Value]]:
        """An answer as a draft has it, as picks.

        Args:
            value: What it is in a draft; nothing gives no picks.
        """
        head, _, tail = unit.item.partition(".")
        if value is None:
            return []
        if unit.item == "homes":
            return [(AnswerName("homes", home, "open"), "yes") for home in value] or [
                (AnswerName("homes", "existing-school", "open"), "no")
            ]
        if unit.item in ("parties", "money"):
            return []
        if unit.item == "events":
            return [(AnswerName("events", "", "kind"), str(one["kind"])) for one in value]
        if head == "tensions":
            return [(AnswerName("tensions", tail, key), one) for key, one in value.items()]
        if head in LISTS:
            return [
                (AnswerName(head, tail, key), "undated" if _is_date(key, one) else one)
                for key, one in value.items()
                if key in (*PARTY_COLUMNS, *MONEY_COLUMNS)
            ]
        name = _name(unit)
        if isinstance(value, dict):
            return [(name._replace(row=row), one) for row, one in value.items()]
        question = self._agenda.question(unit.item)
        if question is not None and question.type in ("choice", "several", "number"):
            listed = value if isinstance(value, (list, tuple)) else [value]
            return [(name, one) for one in listed]
        return [(name, "any")]

    def value(self, unit: Unit, picks: Iterable[tuple[AnswerName, Value]]) -> Any:
        """What a draft holds for picks; nothing where the question is passed over.

        Args:
            picks: What is picked, of all answers.
        """
        head = unit.item.partition(".")[0]
        found = sorted((name, value) for name, value in picks if self._is_of(name, unit))
        if not found:
            return None
        if unit.item == "homes":
            return [name.subject for name, value in found if value == "yes"]
        if unit.item == "money":
            row = {name.question: value for name, value in found if name.part == "money"}
            listed = any(name.part == "sources" for name, _ in found)
            return [{"source": "Any source", **row}] if listed else None
        if unit.item == "events":
            return [{"kind": value} for _, value in found]
        if head in LISTS or head == "tensions":
            return {name.question: value for name, value in found}
        if found[0][0].row:
            return {name.row: value for name, value in found}
        question = self._agenda.question(unit.item)
        if question is not None and question.type == "several":
            return [value for _, value in found]
        if question is not None and question.type in ("phrases", "date"):
            return ["somebody"] if question.type == "phrases" else "2000-01-01"
        return found[0][1]

    def _is_of(self, name: AnswerName, unit: Unit) -> bool:
        """Whether a name belongs to an answer."""
        head, _, tail = unit.item.partition(".")
        if unit.item == "homes":
            return name.part == "homes" and name.question == "open"
        if unit.item == "money":
            return name.part == "sources" or name.subject == ANY_SOURCE
        if unit.item == "events":
            return name.part == "events"
        if head in LISTS or head == "tensions":
            return (name.part, name.subject) == (head, tail)
        return name._replace(row="") == _name(unit)

    def _columns(
        self, part: str, subject: str, columns: Iterable[str]
    ) -> Iterator[tuple[AnswerName, tuple[Value, ...]]]:
        for column in columns:
            question = self._knowledge.questions.find(LISTS[part], column)
            values = _ENDS if column == "ends" else (*question.values, UNKNOWN)
            yield AnswerName(part, subject, column), tuple(dict.fromkeys(values))

    def _of_question(
        self, question: Question, name: AnswerName, figures: Iterable[int]
    ) -> Iterator[tuple[AnswerName, tuple[Value, ...]]]:
        if question.type == "choice":
            yield name, tuple(dict.fromkeys((*question.values, UNKNOWN)))
        elif question.type == "several":
            yield name, tuple(question.values)
        elif question.type == "number":
            yield name, tuple(figures)
        elif question.type == "table":
            yes_no = question.cells == "yes-partly-no"
            cells: tuple[Value, ...] = ("yes", "partly", "no") if yes_no else SCORES
            for row in question.rows:
                yield name._replace(row=row), cells
        elif question.type in ("phrases", "date") or name.part == "decision":
            yield name, ("any",)


def _name(unit: Unit) -> AnswerName:
    """The name of an answer to a plain question, in the client's part or for one home."""
    head, _, tail = unit.item.partition(".")
    if head == "homes":
        return AnswerName("homes", unit.home or EVERY_HOME, tail)
    return AnswerName(head, "", tail) if tail else AnswerName("", "", head)


def _is_date(key: str, value: Any) -> bool:
    return key == "ends" and value not in (*_ENDS, UNKNOWN)
