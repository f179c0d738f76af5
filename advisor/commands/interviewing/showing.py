"""What is shown at each moment of an interview."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.errors import nearest
from advisor.interview import typed
from advisor.interview.reasons import clashes, reason_of
from advisor.interview.typed import NotUnderstoodError
from advisor.presentation.interview import Wording, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.commands.interviewing.console import Console
    from advisor.explanation.open_answers import Unit
    from advisor.explanation.relevance import Asked, Relevance
    from advisor.interview.answered import Answered
    from advisor.interview.columns import Line
    from advisor.knowledge.base import Knowledge
    from advisor.presentation.interview import NumberedAnswer


class Showing:
    """Shows questions, reasons and answers.

    Attributes:
        wording: Questions and answers in words.
    """

    def __init__(
        self, knowledge: Knowledge, relevance: Relevance, answered: Answered, console: Console
    ) -> None:
        """Prepares for one interview.

        Args:
            knowledge: The knowledge base.
            relevance: What finds the next question.
            answered: The answers so far.
            console: Where it is shown.
        """
        self.wording = Wording(knowledge, relevance.agenda)
        self._knowledge = knowledge
        self._plan = knowledge.interview
        self._relevance = relevance
        self._agenda = relevance.agenda
        self._answered = answered
        self._console = console
        self._topic = ""
        self._measures_told = False
        self._parties_told = False
        self._later_told = False

    def say(self, part: str, **values: Any) -> None:
        """Says a part of the template, unless nobody reads it."""
        if not self._console.silent:
            self._console.show(say(part, self._console.width, **values))

    def not_understood(self, error: NotUnderstoodError) -> None:
        """Says what is wrong with what was typed."""
        self.say("wrong", what=error.what, **error.values)

    def topic(self, item: str) -> None:
        """Says what is spoken of, where that changes."""
        topic = self._plan.topic_of(typed.list_of(item))
        if topic.topic != self._topic and not self._console.silent:
            if self._topic == typed.list_of("parties") and not self._agenda.screen:
                self._lines_later()
            self._topic = topic.topic
            self.say("topic", title=topic.title)
            if topic.topic == "measures" and not self._measures_told:
                self._measures_told = True
                self.say("measures")

    def _lines_later(self) -> None:
        """Says, once, that not all lines of the parties have been asked for."""
        draft = self._answered.draft
        left = [one for one, _ in draft.entries("parties") if not draft.is_settled(one)]
        if left and not self._later_told:
            self._later_told = True
            self.say("lines-later", left=len(left))

    def question(
        self, asked: Asked, choices: tuple[NumberedAnswer, ...], old: Any, by_column: bool
    ) -> None:
        """Shows a question, and how to answer it.

        Args:
            asked: The question.
            choices: Its numbered answers, if it has any.
            old: The answer that is offered.
            by_column: Whether lines of lists are asked for one column at a time.
        """
        item, homes, draft = asked.item, asked.homes, self._answered.draft
        question = self._agenda.question(item)
        names = dict(draft.entries(typed.list_of(item))) if typed.is_line(item) else {}
        instead = names.get(item, "")
        if item == "parties" and self._agenda.screen:
            instead = say("ending").strip()
        elif item == "homes":
            instead = self.wording.question_of(item, draft)
        if item == "parties":
            self._parties_told = False  # their columns are explained with the next line
        untold = old is None or (typed.is_line(item) and by_column)
        self.say(
            "question",
            number=self._answered.number_of(item),
            question=question,
            instead=instead,
            help="" if question is None or instead else self._plan.help.get(item, question.help),
            choices=choices,
            homes=[self.wording.home(one) for one in homes],
            tell_home=len(homes) == 1 and homes[0] in self._knowledge.homes,
            old="" if untold else self.wording.answer(item, old),
        )
        how = self._how(item, choices, by_column)
        self.say("how", old=old is not None, screen=self._agenda.screen, **how)

    def column(self, line: Line, most: int, name: str) -> tuple[NumberedAnswer, ...]:
        """Shows the question for one column of a line.

        Args:
            line: The line.
            most: How many columns there are.
            name: The name of the line, if it is to be said.

        Returns:
            The numbered answers.
        """
        column = line.column
        assert column is not None
        choices = self.wording.of_column(column)
        self.say(
            "column", name=name, number=line.number, most=most, ask=column.ask, help=column.help,
            choices=choices, several=bool(column.ties), date=column.date,
            old=self.wording.of_words(column, line.words),
        )  # fmt: skip
        return choices

    def why(self, asked: Asked) -> None:
        """Says what waits for the answer to a question, and by which rules."""
        told = reason_of(asked, self._answered, self._agenda, self.wording)
        self.say("why", **told._asdict())

    def explain(self, term: str) -> None:
        """Says what a term means.

        Raises:
            NotUnderstoodError: If the glossary has none of that name.
        """
        terms = self._knowledge.glossary
        known = {str(one["term"]).lower(): one for one in terms.values()}
        found = known.get(term.lower()) or terms.get(term.lower().replace(" ", "-"))
        if found is None:  # a part of one term's name will do
            within = [one for name, one in known.items() if term.lower() in name.split()]
            found = within[0] if len(within) == 1 else None
        if found is None:
            raise NotUnderstoodError("term", typed=term, nearest=nearest(term, known) or "")
        self.say("term", term={"test": "", "is-not": "", **found})

    def table(self, which: str) -> None:
        """Shows all lines of a list."""
        draft = self._answered.draft
        rows = [
            {
                "name": name,
                "begun": not draft.is_settled(item),
                "answer": self.wording.answer(item, self._answered.offered(item)),
            }
            for item, name in draft.entries(which)
        ]
        self.say("table", rows=rows, parties=which == "parties")

    def kind_of(self, item: str) -> str:
        """The kind of a question; none for the line of a list."""
        question = self._agenda.question(item)
        return question.type if question else ""

    def numbered(self) -> dict[str, int]:
        """The questions that have been put or answered, in their order, with their numbers.

        A question keeps the number under which it was put; those that were answered elsewhere
        come after the last of these.
        """
        draft = self._answered.draft
        rows = [one for one in self._agenda.items(draft, words=True) if draft.is_settled(one)]
        places = {one: number for number, one in enumerate(draft.asked, 1)}
        elsewhere = [one for one in rows if one not in places]
        places.update({one: number for number, one in enumerate(elsewhere, len(places) + 1)})
        return {one: places[one] for one in rows}

    def review(self) -> None:
        """Shows all answers, and how many questions are open."""
        draft, answered = self._answered.draft, self._answered
        topics: dict[str, list[dict[str, Any]]] = {}
        for item, number in self.numbered().items():
            topic = self._plan.topic_of(typed.list_of(item)).title
            topics.setdefault(topic, []).append(
                {
                    "number": number,
                    "question": self.wording.question_of(item, draft),
                    "answer": self.wording.answer(item, draft.answer(item))
                    or self._left_open(item),
                }
            )
        still_open: set[str] = set()
        if answered.stage != "done":
            still_open = {one.item for one in self._relevance.open_units(draft, answered.goals)}
        lines = sum(map(typed.is_line, still_open))
        self.say(
            "review",
            topics=[{"title": title, "rows": found} for title, found in topics.items()],
            open=len(still_open) - lines,
            lines=lines,
        )

    def questions_of(self, units: Iterable[Unit]) -> list[str]:
        """The questions of some answers, each with the place it is about."""
        return self.wording.questions_of(units, self._answered.draft)

    def _left_open(self, item: str) -> str:
        draft = self._answered.draft
        homes = self._agenda.homes(item, draft, draft.homes(self._knowledge))
        return self.wording.left_open(item, homes)

    def taken(self, line: str, item: str, value: Any, choices: tuple[NumberedAnswer, ...]) -> None:
        """Says what was made of a line, unless it was a number or the very words of an answer.

        Args:
            line: What was typed.
            item: The question.
            value: What was made of it.
            choices: The numbered answers to the question.
        """
        plain = typed.is_unknown(line) or typed.is_none(line)
        if plain or (choices and self._is_short(line, choices)):
            answer = self.wording.answer(item, value) or self._left_open(item)
            if answer.casefold() != line.casefold():
                self.say("taken", answer=answer)

    def taken_in_column(self, line: str, words: tuple[str, ...], line_of: Line) -> None:
        """Says what was made of a line that answers one column, as `taken` does."""
        column = line_of.column
        if column is not None and self._is_short(line, self.wording.of_column(column)):
            self.say("taken", answer=self.wording.of_words(column, words))

    def off_list(self, old: Any, value: Any) -> None:
        """Says which parties are on the list no longer."""
        kept = {one["id"] for one in value or ()}
        names = [one["name"] for one in old or () if one["id"] not in kept]
        if names:
            self.say("off-list", names=names)

    def _is_short(self, line: str, choices: tuple[NumberedAnswer, ...]) -> bool:
        """Whether a line stands for an answer in other words than its own."""
        labels = {choice.label.casefold() for choice in choices}
        return line.casefold() not in labels and any(letter.isalpha() or letter == "?"
                                                     for letter in line)  # fmt: skip

    def check(self) -> None:
        """Shows all answers, and which do not go together."""
        self.say("check", screen=self._agenda.screen)
        self.review()
        numbered = self.numbered()
        told = [
            {
                "says": one.says,
                "mend": [f"change {numbered[item]}" for item in one.items if item in numbered]
                or ["review"],
            }
            for one in clashes(self._answered.draft, self._agenda)
        ]
        if told:
            self.say("contradictions", clashes=told)

    def _how(
        self, item: str, choices: tuple[NumberedAnswer, ...], by_column: bool
    ) -> dict[str, Any]:
        head = item.partition(".")[0]
        question = self._agenda.question(item)
        if typed.is_line(item):
            if by_column:
                return {"kind": "by-column"}
            if head == "money":
                return {"kind": "source"}
            told, self._parties_told = self._parties_told, True
            return {"kind": "party-again" if told else "party", "usual": ""}
        if item == "parties":
            kind = "one-party" if self._agenda.screen else "parties"
            return {"kind": kind, "kinds": list(self._knowledge.parties)}
        if item in ("homes", "money", "events"):
            return {"kind": "several"}
        if head == "tensions":
            tension = self._knowledge.tensions[item.partition(".")[2]]
            return {"kind": "tension", "one": tension["one"]["label"],
                    "five": tension["five"]["label"]}  # fmt: skip
        assert question is not None
        if question.type == "table":
            example = " ".join("yypn?ny"[: len(question.rows)])
            rows = [one.label or one.name for one in question.rows.values()]
            return {"kind": "table", "example": example, "rows": rows}
        if question.type in ("several", "number", "date"):
            return {"kind": question.type, "example": question.example}
        if choices:
            return {"kind": "choice"}
        plain = isinstance(question.example, (str, int))
        return {"kind": "text", "example": question.example if plain else ""}
