"""What a case can answer, column by column: every content a given column can have.

The allowed answers come from `rules/questions.yaml` and the vocabulary. An answer may be stated
or assumed, whatever the templates of the homes assume today, so that the proof does not hang on
them; `unknown` has the basis unknown, as the reader of cases makes it.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from advisor.verification.proof.clashes import Clashes
from advisor.verification.proof.likeness import content_of
from advisor.verification.proof.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from advisor.engine.memory import Row
    from advisor.knowledge.base import Knowledge
    from advisor.knowledge.questions import Question
    from advisor.verification.proof.columns import Column
    from advisor.verification.proof.likeness import Content, Likeness

UNKNOWN = "unknown"
NONE = "none"

ORDERS = (1, 2, 3)
"""Numbers that are only compared with one another: three values give every order of three."""


CLOSED_PLACE = {("case", "place", ("any",)), ("home", "open", ("no",))}
"""The answers that put the work in a place and say that this place is not open ..."""

GIVEN_UP = ("case", "place", "nowhere")
"""... where the reader of cases goes on without a place, if the knowledge base tells it to."""


class Answers:
    """The contents that given columns can have."""

    def __init__(self, knowledge: Knowledge, likeness: Likeness) -> None:
        """Prepares for a knowledge base.

        Args:
            knowledge: The questions and homes.
            likeness: Which answers no rule tells apart.
        """
        self._knowledge = knowledge
        self._likeness = likeness
        self._kept: dict[Column, tuple[Content, ...]] = {}
        self._kinds = knowledge.rulebook.vocabulary.kinds
        self.clashes = Clashes(knowledge.questions)
        """Which answers cannot both be given."""
        self._gives_up_a_closed_place = any(
            set(one.when) == CLOSED_PLACE and GIVEN_UP in one.then
            for one in knowledge.questions.incompatible
        )

    def table(
        self,
        column: Column,
        place: str = "",
        only: Callable[[Column, Content], bool] | None = None,
        marked: bool = False,
    ) -> Table:
        """What a given column can hold, alike contents as one, with how many there are.

        Args:
            column: A column the case gives.
            place: For the column of a home itself, whether the work is planned there.
            only: Which contents count; all, without it.
            marked: Whether answers that no rule tells apart are kept apart where one of them
                clashes with something that the other does not clash with.

        Returns:
            A table of that column.
        """
        rows: dict[tuple[Content, ...], tuple[int, tuple[object, ...]]] = {}
        kept: dict[object, Content] = {}
        for facts, number in self._contents(column, place, marked):
            content = content_of(facts)
            if only is not None and not only(column, content):
                continue
            alike = self._likeness.content(column.kind, column.home, content)
            marks = self.clashes.marks(column, content) if marked else ()
            amount = (kept.setdefault((alike, marks), content if any(marks) else alike),)
            before = rows.get(amount)
            rows[amount] = (
                (number, ((column, content),))
                if before is None
                else (before[0] + number, before[1])
            )
        return Table((column,), rows)

    def contents(self, column: Column) -> tuple[Content, ...]:
        """Every content of a given column, one of each sort the rules tell apart."""
        found = self._kept.get(column)
        if found is None:
            found = tuple(content_of(facts) for facts, _ in self._contents(column, "no"))
            self._kept[column] = found
        return found

    def question(self, column: Column) -> Question | None:
        """The question a column is the answer to."""
        levels = ("home",) if column.kind.startswith("home-") else ("change", "client", "case")
        for level in levels:
            found = self._knowledge.questions.levels[level].questions.get(column.about)
            if found is not None:
                return found
        return None

    def _contents(
        self, column: Column, place: str, marked: bool = False
    ) -> Iterator[tuple[tuple[Row, ...], int]]:
        kind = column.kind
        if kind in ("answer", "home-answer"):
            for row in self._single(column):
                yield (row,), 1
        elif kind in ("item", "home-item"):
            yield from self._several(column, marked)
        elif kind in ("figure", "home-figure"):
            yield (), 1
            yield from ((((column.about, number),), 1) for number in ORDERS)
        elif kind == "home-decides":
            yield (), 1
            for word in self._knowledge.rulebook.vocabulary.values["reading"]:
                yield ((column.about, word),), 1
        elif kind == "home":
            group = self._knowledge.homes[column.home].group
            for open_ in ("no", "yes", "assumed"):
                if open_ == "no" and place == "yes" and self._gives_up_a_closed_place:
                    continue
                yield ((group, open_, place),), 1
        elif kind == "decision":
            for body, dated in product(("unknown", "stated"), ("no", "yes")):
                yield ((body, dated),), 1
        elif kind == "money":
            yield from self._money()
        else:
            raise LookupError(kind)

    def _single(self, column: Column) -> Iterator[Row]:
        """The answers to a question with one answer."""
        question = self.question(column)
        yield (column.about, UNKNOWN, UNKNOWN)
        for word in question.values if question is not None else ():
            yield (column.about, word, "stated")
            if column.kind == "home-answer":
                yield (column.about, word, "assumed")

    def _several(self, column: Column, marked: bool) -> Iterator[tuple[tuple[Row, ...], int]]:
        """Every set of answers to a question with several, one of each sort the rules know."""
        question = self.question(column)
        sorts: dict[object, list[Row]] = {}
        for word in question.values if question is not None else ():
            row: Row = (column.about, word)
            marks = self.clashes.marks(column, content_of((row,))) if marked else ()
            sort = self._likeness.sort(column.kind, column.home, row), marks
            sorts.setdefault(sort, []).append(row)
        for chosen in product(*((False, True) for _ in sorts)):
            taken = [rows for rows, is_in in zip(sorts.values(), chosen, strict=True) if is_in]
            if len(taken) > 1 and any(rows[0][1] == NONE for rows in taken):
                continue  # the reader of cases refuses a list with none and something else
            number = 1
            for rows in taken:
                number *= 2 ** len(rows) - 1
            yield tuple(rows[0] for rows in taken), number

    def _money(self) -> Iterator[tuple[tuple[Row, ...], int]]:
        """At most one source of money of each sort the rules know."""
        fields = self._kinds["money"].fields
        named = [name for name in fields if name != "source"]
        sorts: dict[object, Row] = {}
        for values in product(*(fields[name].allowed or () for name in named)):
            row: Row = ("payer", *values)
            sorts.setdefault(self._likeness.sort("money", "", row), row)
        found = [row for sort, row in sorts.items() if sort is not None]
        for chosen in product((False, True), repeat=len(found)):
            rows = [
                (f"payer-{number}", *row[1:])
                for number, (row, is_in) in enumerate(zip(found, chosen, strict=True))
                if is_in
            ]
            yield tuple(rows), 1
