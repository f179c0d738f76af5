"""What is shown at each moment of an interview."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.commands.interviewing import typed
from advisor.commands.interviewing.typed import NotUnderstoodError
from advisor.errors import nearest
from advisor.presentation.interview import Wording, say

if TYPE_CHECKING:
    from advisor.commands.interviewing.answered import Answered
    from advisor.commands.interviewing.columns import Line
    from advisor.commands.interviewing.console import Console
    from advisor.explanation.relevance import Relevance
    from advisor.explanation.witnesses import Asked, Witness
    from advisor.knowledge.base import Knowledge
    from advisor.model.case import Contradiction
    from advisor.presentation.interview import Choice

MOST_RULES = 3
"""Rules that `why` names."""
MOST_ANSWERS = 3
"""Answers of a list that `why` names."""


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
            self._topic = topic.topic
            self.say("topic", title=topic.title)
            if topic.topic == "measures" and not self._measures_told:
                self._measures_told = True
                self.say("measures")

    def question(
        self, asked: Asked, choices: tuple[Choice, ...], old: Any, by_column: bool
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
            number=self._answered.put,
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

    def column(self, line: Line, most: int, name: str) -> tuple[Choice, ...]:
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
        entries = self._agenda.reading(asked.item, self._answered.goals)
        witness = asked.witness
        home = witness.unit.home if witness else ""
        self.say(
            "why",
            needed=asked.item in self._plan.needed,
            words_only=self._answered.stage == "words",
            witness=None if witness is None else self._both_sides(asked.item, witness),
            home=self.wording.home(home) if home else "",
            rules=entries[:MOST_RULES],
            more=max(0, len(entries) - MOST_RULES),
        )

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
            {"name": name, "answer": self.wording.answer(item, draft.answer(item))}
            for item, name in draft.entries(which)
        ]
        self.say("table", rows=rows, parties=which == "parties")

    def rows(self) -> list[str]:
        """The questions that have been put or answered, in their order."""
        draft = self._answered.draft
        return [one for one in self._agenda.items(draft, words=True) if draft.is_settled(one)]

    def review(self) -> None:
        """Shows all answers, and how many questions are open."""
        draft, answered = self._answered.draft, self._answered
        topics: dict[str, list[dict[str, Any]]] = {}
        for number, item in enumerate(self.rows(), 1):
            topic = self._plan.topic_of(typed.list_of(item)).title
            topics.setdefault(topic, []).append(
                {
                    "number": number,
                    "question": self.wording.question_of(item, draft),
                    "answer": self.wording.answer(item, draft.answer(item)) or "left open",
                }
            )
        done = answered.stage == "done"
        self.say(
            "review",
            topics=[{"title": title, "rows": found} for title, found in topics.items()],
            open=0 if done else self._relevance.most(draft, answered.goals),
        )

    def check(self) -> None:
        """Shows all answers, and which do not go together."""
        self.say("check", screen=self._agenda.screen)
        self.review()
        clashes = self._answered.draft.case(self._knowledge).contradictions
        if clashes:
            self.say("contradictions", clashes=[self._clash(one) for one in clashes])

    def _both_sides(self, item: str, witness: Witness) -> dict[str, Any]:
        first, second = (self.wording.answer(item, _begun(one)) or "left open"
                         for one in witness.values)  # fmt: skip
        more = [_left_out(one) for one in witness.values]
        here, there = witness.conclusions
        return {
            "first": first, "second": second, "first_more": more[0], "second_more": more[1],
            "first_says": self._says(here, there), "second_says": self._says(there, here),
        }  # fmt: skip

    def _says(self, found: Any, other: Any) -> str:
        """What one set of conclusions holds that the other does not, in words."""
        only = [fact for fact in found if fact not in other]
        for fact in only:
            if fact.kind == "path":
                return str(self._knowledge.paths[fact.word("path")]["label"])
        said = [" ".join(str(value) for _, value in fact.fields) for fact in only[:2]]
        kinds = [fact.kind for fact in only[:2]]
        return (
            "; ".join(
                f"{kind.replace('-', ' ')}: {one.replace('-', ' ')}"
                for kind, one in zip(kinds, said)
            )
            or "no such conclusion"
        )

    def _clash(self, clash: Contradiction) -> dict[str, Any]:
        items = []
        for level, question, _ in clash.between:
            if level == "party":
                items.append(f"parties.{clash.party}")
            else:
                items.append(f"{'homes' if level == 'home' else level}.{question}")
        rows = self.rows()
        numbers = [rows.index(one) + 1 for one in items if one in rows]
        return {
            "says": clash.says,
            "mend": [f"change {one}" for one in dict.fromkeys(numbers)] or ["review"],
        }

    def _how(self, item: str, choices: tuple[Choice, ...], by_column: bool) -> dict[str, Any]:
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


def _begun(value: Any) -> Any:
    """The first answers of a list; any other answer whole."""
    return value[:MOST_ANSWERS] if isinstance(value, (list, tuple)) else value


def _left_out(value: Any) -> int:
    """How many answers of a list are not named."""
    return max(0, len(value) - MOST_ANSWERS) if isinstance(value, (list, tuple)) else 0
