"""What is shown at each moment of an interview.

The module is long because each moment is a short method of one class: what was said once decides
what is said again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.errors import nearest
from advisor.interview import hearing
from advisor.interview.hearing import NotUnderstoodError
from advisor.interview.reasons import clashes, reason_of
from advisor.knowledge.interview import LISTS, is_across, is_line, list_of
from advisor.model.case import EVERY_HOME, UNKNOWN
from advisor.presentation import language
from advisor.presentation.interview import LEFT_OPEN, Wording, say
from advisor.presentation.terminal import WIDEST

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from advisor.commands.interviewing.console import Console
    from advisor.explanation.open_answers import Unit
    from advisor.explanation.relevance import Asked, Relevance
    from advisor.interview.answered import Answered
    from advisor.interview.columns import Line
    from advisor.knowledge.base import Knowledge
    from advisor.presentation.interview import NumberedAnswer

FEW = 8
"""Answers that stand below each other; more stand in two columns where there is room."""
INDENT = 2
_PLACES = ("place", "homes")
"""Questions whose answers are told with what they mean, which `?` says."""
_WEAKER = ("homes.weaker-on", "homes.weaker")
"""Questions before which it is said that to be weaker is no shame."""
MOST_TERMS = 5
"""Words of the glossary that are named where none was found."""


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
        self._later_told = False
        self._repeat: tuple[str, dict[str, Any]] | None = None
        self._slip = self._item = ""
        self._places: list[str] = []
        self._told: set[str] = set()

    def say(self, part: str, **values: Any) -> None:
        """Says a part of the template, unless nobody reads it."""
        if not self._console.silent:
            self._console.show(say(part, self._console.width, **values))

    def _first(self, told: str) -> bool:
        """Whether something that holds throughout is to be said; it is, but once."""
        first = told not in self._told
        self._told.add(told)
        return first

    def not_understood(self, error: NotUnderstoodError) -> None:
        """Says what is wrong with what was typed."""
        self.say("wrong", what=error.what, **error.values)

    def topic(self, item: str) -> None:
        """Says what is spoken of, where that changes."""
        topic = self._plan.topic_of(list_of(item))
        if topic.topic != self._topic and not self._console.silent:
            if self._topic == list_of("parties") and not self._agenda.screen:
                self._lines_later()
            self._topic = topic.topic
            self.say("topic", title=topic.title)
        if item in _WEAKER and not self._console.silent and self._first("measures"):
            self.say("measures")

    def _lines_later(self) -> None:
        """Says, once, that not all lines of the parties have been asked for."""
        draft = self._answered.draft
        left = [one for one, _ in draft.entries("parties") if not draft.is_settled(one)]
        if left and not self._later_told:
            self._later_told = True
            self.say("lines-later", left=len(left))

    def question(self, asked: Asked, choices: tuple[NumberedAnswer, ...], old: Any) -> None:
        """Shows a question, and how to answer it.

        Args:
            asked: The question.
            choices: Its numbered answers, if it has any.
            old: The answer that is offered.
        """
        item, homes, draft = asked.item, asked.homes, self._answered.draft
        self._answered.heard.discard(item)
        self._slip, self._item = "", item
        question = self._agenda.question(item)
        names = dict(draft.entries(list_of(item))) if is_line(item) else {}
        instead = names.get(item, "")
        if item == "parties" and self._agenda.screen:
            instead = say("ending").strip()
        elif item == "homes" or is_across(item):
            instead = self.wording.question_of(item, draft)
        values = {
            "number": self._answered.number_of(item),
            "question": question,
            "instead": instead,
            "help": "" if instead and not is_across(item) else self.wording.help_of(item, draft),
            "rows": self._rows(
                [
                    one.label.partition(": ")[0] if asked.item in _PLACES else one.label
                    for one in choices
                ]
            ),
            "homes": [
                self.wording.home(one) if one != EVERY_HOME else say("anywhere").strip()
                for one in homes
            ],
            "old": "" if old is None or is_line(item) else self.wording.answer(item, old),
            "first": True,
            "each": False,
            "long": len(choices) if self._console.plain and len(choices) > FEW else 0,
            "long_first": False,
            **self._how(item, choices),
        }
        if values["long"]:
            values["long_first"] = self._first("long")
        first = values["kind"] != "several" or self._first("several")
        named = values["homes"] != self._places
        self._places = values["homes"] or self._places
        shown = values["homes"] if named else []
        each = named and len(homes) > 1 and self._first("each")
        same = 0 if named or len(homes) < 2 else len(homes)
        self.say("question", **{**values, "first": first, "homes": shown, "each": each,
                                "same_places": same})  # fmt: skip
        if not is_line(item):
            self._repeat = "question", {**values, "help": "", "long_first": False}

    def repeat(self) -> None:
        """Shows the question again that is being put."""
        if self._repeat is not None:
            part, values = self._repeat
            self.say(part, **values)

    def again(self) -> None:
        """Names the question again that is being put, without its choices."""
        if self._repeat is not None:
            part, values = self._repeat
            if part not in ("column", "question"):
                self.say(part, **values)
                return
            ask = values["ask"] if part == "column" else values["instead"]
            self.say("again", **{"homes": (), **values, "column": part == "column",
                                 "ask": ask or values["question"].question})  # fmt: skip

    def help_on(self, asked: Asked) -> None:
        """Says more of the question that is being put, and what can be typed there."""
        choices = self.wording.choices(asked.item, self._answered.draft, asked.homes)
        self.say(
            "help-on",
            help=self.wording.help_of(asked.item, self._answered.draft),
            told=[one.label for one in choices if ": " in one.label],
            line=is_line(asked.item),
            first=True,
            **self._how(asked.item, choices),
        )

    def _rows(self, labels: Sequence[str]) -> list[str]:
        """Numbered answers; in two columns, with ~ between, where there are many and room."""
        numbered = [f"{number}. {label}" for number, label in enumerate(labels, 1)]
        half = -(-len(numbered) // 2)
        left, right = numbered[:half], numbered[half:]
        wide = max(map(len, left), default=0) + INDENT
        if len(numbered) <= FEW or not right or self._console.plain or (
            INDENT + wide + max(map(len, right)) > min(self._console.width, WIDEST)
        ):  # fmt: skip
            return numbered
        pairs = zip(left, [*right, ""])
        return [f"{one:{wide}}{other}".rstrip().replace(" ", "~") for one, other in pairs]

    def column(self, line: Line, name: str, named: bool) -> tuple[NumberedAnswer, ...]:
        """Shows the question for one column of a line.

        Args:
            line: The line.
            name: The name of the line.
            named: Whether it has just been said.

        Returns:
            The numbered answers.
        """
        column = line.column
        assert column is not None
        choices = self.wording.of_column(column)
        values = {
            "name": name, "number": line.number, "most": len(line.asked), "ask": column.ask,
            "help": column.help, "choices": choices, "several": bool(column.ties),
            "date": column.date,
            "old": self.wording.of_words(column, line.words),
            "same": "", "first": True, "first_date": True, "first_open": True,
        }  # fmt: skip
        told: dict[str, Any] = {
            "name": "" if named else name,
            "first": bool(column.ties) and self._first("several"),
            "first_date": column.date and self._first("date"),
            "first_open": not line.words and self._first("open"),
        }
        far = self._console.plain and column in self._plan.columns["money"]  # by ear too far back
        if not self._first(column.column) and not far:
            same = "first" if self._first("same") else "again"
            told.update(help="", choices=(), same=same)
        self.say("column", **{**values, **told})
        self._repeat = "column", {**values, "help": ""}
        return choices

    def follow_up(self, part: str, **values: Any) -> None:
        """Asks what belongs to an answer that was just given; that is then what is repeated."""
        self.say(part, **values)
        self._repeat = part, values

    def payer(self, source: str, choices: Sequence[NumberedAnswer]) -> None:
        """Asks which party pays a source of money."""
        self.follow_up("payer", source=source, choices=choices)

    def event(self, event: Mapping[str, Any]) -> None:
        """Asks for the day of a coming event."""
        what = self.wording.event({**event, "date": UNKNOWN})
        day = str(event.get("date", ""))
        self.follow_up("event-day", event=what, old=language.date(day) if day else "")

    def why(self, asked: Asked) -> None:
        """Says in a sentence what turns on the answer to a question, and which rule uses it."""
        told = reason_of(asked, self._answered, self._agenda, self.wording, at_length=False)
        self.say("why", **told._asdict())

    def explain(self, term: str) -> None:
        """Says what a term means.

        Raises:
            NotUnderstoodError: If the glossary has none of that name; with those that come near.
        """
        terms = {str(one["term"]).lower(): one for one in self._knowledge.glossary.values()}
        wanted = hearing.plain(term).removeprefix("the ")
        found = terms.get(wanted) or terms.get(wanted.removesuffix("s")) or terms.get(f"{wanted}s")
        if found is None:
            near = [name for name in terms if wanted in name or name in wanted]
            near += [one for one in [nearest(wanted, terms)] if one and one not in near]
            raise NotUnderstoodError("term", typed=term, guesses=near[:MOST_TERMS])
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
        draft, numbers = self._answered.draft, dict(self._answered.numbers)
        rows = [one for one in self._agenda.items(draft, words=True) if draft.is_settled(one)]
        for one in rows:
            numbers.setdefault(one, len(numbers) + 1)
        return {one: numbers[one] for one in rows}

    def review(self, only: Collection[str] | None = None) -> None:
        """Shows all answers, or only some, and how many questions are open."""
        draft, answered = self._answered.draft, self._answered
        topics: dict[str, list[dict[str, Any]]] = {}
        for item, number in self.numbered().items():
            if only is not None and item not in only:
                continue
            topic = self._plan.topic_of(list_of(item)).title
            topics.setdefault(topic, []).append(
                {
                    "number": number,
                    "question": self.wording.question_of(item, draft),
                    "answer": self.wording.answer(item, draft.answer(item))
                    or self._left_open(item),
                }
            )
        left = 0 if answered.stage == "done" else len(self._relevance.left(draft, answered.goals))
        self.say(
            "review",
            topics=[{"title": title, "rows": found} for title, found in topics.items()],
            open=left if only is None else 0,
            whole=only is None,
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
        kind = self.kind_of(item)
        plain = hearing.is_unknown(line) or hearing.is_none(line) or hearing.is_passed(line)
        if not (plain or choices or kind in ("number", "date", "day", "table")):
            return
        answer = self._in_full(item, value)
        if self._is_short(line, choices) and answer.casefold() != line.casefold():
            self._say_taken(answer, "" if plain or hearing.is_outright(line, answer) else item)
            self._slip = line if item != "parties" else ""
        self._offer_note(answer)

    def _say_taken(self, answer: str, item: str = "") -> None:
        self._answered.heard |= {item} - {""}
        self.say("taken", answer=answer, first=self._first("taken"))

    def slip(self, line: str) -> None:
        """Notes what was typed and not understood, so that its words can be kept."""
        self._slip = line

    def _offer_note(self, answer: str) -> None:
        """Keeps words as a note of which the answer keeps but a part, and says so once."""
        words, self._slip = self._slip, ""
        if len(words.split()) <= len(answer.split()) + 1:
            return
        about = self.wording.question_of(self._item, self._answered.draft)
        kept = self._answered.add_to_note(f"{about} {words}.")
        if self._first("beside" if kept else "beside-full"):
            self.say("beside", kept=kept)

    def _in_full(self, item: str, value: Any) -> str:
        """An answer in words: parties with their kinds."""
        if item == "parties" and value:
            kinds = self._knowledge.parties
            return "; ".join(
                str(one["name"]) if one.get("kind") == one["id"] or one.get("kind") not in kinds
                else f"{one['name']} ({kinds[one['kind']].kind.replace('-', ' ')})"
                for one in value
            )  # fmt: skip
        return self.wording.answer(item, value) or self._left_open(item)

    def taken_day(self, line: str, day: str) -> None:
        """Says which day was made of a line."""
        if line != day:
            self._say_taken(language.date(day))

    def taken_in_column(
        self, line: str, words: tuple[str, ...], item: str, line_of: Line,
        beside: Mapping[str, str],
    ) -> None:  # fmt: skip
        """Says what was made of a line that answers one column, as `taken` does.

        Args:
            line: What was typed.
            words: The answer to the column.
            item: The line of the list.
            line_of: How far it has come.
            beside: What was heard of other columns.
        """
        column = line_of.column
        answer = ""
        if column is not None and self._is_short(line, self.wording.of_column(column)):
            answer = ", ".join(
                language.date(one) if column.date and one[:1].isdigit()
                else self.wording.of_words(column, (one,))
                for one in words
            )  # fmt: skip
            every = self._plan.columns[LISTS[list_of(item)]]
            more = (self.wording.of_words(one, (beside[one.column],))
                    for one in every if one.column in beside)  # fmt: skip
            answer = "; ".join([answer, *more, *filter(None, [beside.get("amount")])])
            self._say_taken(answer, "" if hearing.is_outright(line, answer) else item)
            self._slip = line
        self._offer_note(answer)

    def off_list(self, old: Any, value: Any) -> None:
        """Says which parties are on the list no longer."""
        kept = {one["id"] for one in value or ()}
        names = [one["name"] for one in old or () if one["id"] not in kept]
        if names:
            self.say("off-list", names=names)

    def _is_short(self, line: str, choices: tuple[NumberedAnswer, ...]) -> bool:
        """Whether a line stands for an answer in other words than its own."""
        labels = {choice.label.partition(": ")[0].casefold() for choice in choices}
        return line.casefold() not in labels and not all(
            one.isdigit() or one in " ,.)" for one in line
        )

    def check(self, changed: str = "") -> None:
        """Shows the answers that were not given in so many words, and which do not go together.

        Args:
            changed: The answer that alone is new since they were shown.
        """
        day, numbered = self._answered.draft.answer("as-of"), self.numbered()
        if changed in numbered:
            self.say("check-again")
            doubtful = [changed]
        else:
            found = self._doubtful(numbered)
            doubtful = [one for one in numbered if one in found]
            self.say("check", screen=self._agenda.screen, doubtful=len(doubtful),
                     whole=len(numbered), day=language.date(day) if day else "")  # fmt: skip
        if doubtful:
            self.review(doubtful)
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

    def _doubtful(self, items: Iterable[str]) -> set[str]:
        """The answers worth a look; of one about all parties, the lines of those named in it."""
        draft, found = self._answered.draft, set[str]()
        lines = {name: item for item, name in draft.entries("parties")}
        for item in filter(self._is_doubtful, items):
            if is_across(item):
                answer = self._agenda.across(item).answer
                given = draft.answer(item) or {}
                found |= {lines[name] for name, one in given.items() if one == answer}
            else:
                found.add(item)
        return found

    def _is_doubtful(self, item: str) -> bool:
        """Whether an answer was made of other words, or is what is usual."""
        answer = self._answered.draft.answer(item)
        return item in self._answered.heard or (
            not self.wording.answer(item, answer) and self._left_open(item) != LEFT_OPEN
        )

    def _how(self, item: str, choices: tuple[NumberedAnswer, ...]) -> dict[str, Any]:
        """How a question is answered: its kind, an example, the rows of a table."""
        head = item.partition(".")[0]
        question = self._agenda.question(item)
        found: dict[str, Any] = {
            "kind": "choice", "example": "", "table": (), "low": "", "high": ""
        }  # fmt: skip
        if is_line(item):
            return {**found, "kind": "line"}
        if item == "parties":
            return {**found, "kind": "one-party" if self._agenda.screen else "parties"}
        if item in ("homes", "money", "events") or is_across(item):
            return {**found, "kind": "several"}
        if head == "tensions":
            tension = self._knowledge.tensions[item.partition(".")[2]]
            return {**found, "kind": "tension", "low": tension["one"]["label"],
                    "high": tension["five"]["label"]}  # fmt: skip
        assert question is not None
        if question.type == "table":
            rows = [one.label or one.name for one in question.rows.values()]
            return {**found, "kind": "table", "table": self._rows(rows)}
        if question.type in ("several", "number", "date", "day"):
            kind = "date" if question.type == "day" else question.type
            return {**found, "kind": kind, "example": question.example}
        if choices:
            return found
        plain = isinstance(question.example, (str, int))
        return {**found, "kind": "text", "example": question.example if plain else ""}
