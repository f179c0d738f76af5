"""What can be typed at any prompt of an interview besides an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import nearest
from advisor.interview import typed
from advisor.interview.typed import NotUnderstoodError
from advisor.knowledge.interview import LISTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from advisor.commands.interviewing.console import Console
    from advisor.commands.interviewing.showing import Showing
    from advisor.explanation.relevance import Asked
    from advisor.interview.answered import Answered
    from advisor.knowledge.parties import PartyKind
    from advisor.model.draft import Draft

COMMANDS = ("why", "skip", "back", "review", "so far", "save", "quit", "help")
"""What can be typed at any question, besides `change` and `explain`, which take a word."""
LIST_COMMANDS = ("ask", "add", "table")
"""What can be typed besides about the parties and the sources of money."""
IN_WORDS = ("text", "name", "phrase", "phrases")
"""Kinds of question that any words answer, so that few of them are taken for a command."""


class Quit(Exception):  # noqa: N818 - nothing has gone wrong
    """The person stops for now."""


class Back(Exception):  # noqa: N818
    """The person goes back one question."""


class AnswerAgain(Exception):  # noqa: N818
    """The person wants to answer another question again.

    Attributes:
        item: The question.
        by_column: Whether it is a line of a list and to be asked for one column at a time.
    """

    def __init__(self, item: str, by_column: bool = False) -> None:
        super().__init__(item)
        self.item = item
        self.by_column = by_column


class Prompt:
    """Does what is typed, where that is a command."""

    def __init__(
        self,
        answered: Answered,
        showing: Showing,
        console: Console,
        kinds: Mapping[str, PartyKind],
        case: str,
        so_far: Callable[[Draft], str],
    ) -> None:
        """Prepares for one interview.

        Args:
            answered: The answers so far.
            showing: Shows them.
            console: Where lines are typed.
            kinds: The kinds of party.
            case: The name of the case file, for what is said.
            so_far: Says in short what follows from a draft.
        """
        self._answered = answered
        self._showing = showing
        self._console = console
        self._kinds = kinds
        self._case = case
        self._so_far = so_far

    def obey(self, line: str, asked: Asked | None) -> bool:
        """Does what was typed, if it is a command.

        Args:
            line: What was typed.
            asked: The question that is being put, if one is.

        Returns:
            Whether it was one.

        Raises:
            Quit: To stop.
            Back: To go back.
            AnswerAgain: To answer another question again.
            NotUnderstoodError: If what the command names is not there.
        """
        word, _, rest = line.partition(" ")
        word, rest = word.lower(), rest.strip()
        if word == "change" and rest:
            raise AnswerAgain(self._named(rest))
        if word == "explain" and rest:
            self._showing.explain(rest)
            return True
        command = line.lower()
        if word in LIST_COMMANDS and self._is_of_list(word, rest, asked):
            return self._of_list(word, rest, asked)
        if command in ("change", "explain"):
            raise NotUnderstoodError("bare", command=command)
        if word == "back" and rest.isdecimal():
            raise NotUnderstoodError("back", number=rest)
        if command in ("skip", "why") and asked is None:
            raise NotUnderstoodError(f"no-{command}")
        if command not in COMMANDS:
            return False
        if command == "quit":
            raise Quit
        if command == "back":
            raise Back
        if command == "why" and asked is not None:
            self._showing.why(asked)
        elif command == "review":
            self._showing.review()
        elif command == "so far":
            self._console.show(self._so_far(self._answered.draft))
        elif command == "save":
            self._answered.save()
            self._showing.say("saved", session=self._answered.file, case=self._case)
        elif command == "help":
            self._showing.say("help")
        return True

    def correct(self, line: str) -> None:
        """Goes to the answer whose number was typed where all are shown.

        Args:
            line: What was typed, which is no command.

        Raises:
            AnswerAgain: If it is the number of an answer.
            NotUnderstoodError: If it is not.
        """
        if line.isdecimal():
            raise AnswerAgain(self._named(line))
        raise NotUnderstoodError("change", typed=line)

    def choose_line(self, text: str, asked: Asked) -> None:
        """Goes to another line of a list if nothing but its name was typed.

        Args:
            text: What was typed.
            asked: The question that is being put.

        Raises:
            AnswerAgain: If it was.
            NotUnderstoodError: If it is a number, which could be that of a line or an answer.
        """
        if typed.is_line(asked.item):
            which = typed.list_of(asked.item)
            entries = self._answered.draft.entries(which)
            if text.isdecimal():
                name = entries[int(text) - 1][1] if 0 < int(text) <= len(entries) else ""
                raise NotUnderstoodError("lone-number", typed=text, name=name)
            known = [name.casefold() for _, name in entries]
            if text.casefold() in known and not self._answered.screen:
                self._of_list("ask", text, asked)

    def _is_of_list(self, word: str, rest: str, asked: Asked | None) -> bool:
        """Whether a command about a list is meant, and not an answer that begins like one."""
        if self._answered.screen:
            return False
        if asked is None or typed.is_line(asked.item):
            return True
        if word == "table":
            return not rest
        if asked.item == "parties":  # where one that is added is an answer, if it is the first
            return bool(self._answered.draft.entries("parties"))
        if self._showing.kind_of(asked.item) not in IN_WORDS:
            return True
        return word == "ask" and self._answered.line_named(rest, "parties") is not None

    def _of_list(self, word: str, rest: str, asked: Asked | None) -> bool:
        """Shows a list, goes to one of its lines, or adds one."""
        which = typed.list_of(asked.item) if asked else "parties"
        if which not in LISTS:
            which = "parties"
        if which == "parties" and not self._answered.draft.entries(which):
            raise NotUnderstoodError("no-parties")
        if word == "table" and not rest:
            self._showing.table(which)
            return True
        if not rest:
            raise NotUnderstoodError("bare", command=word)
        if word == "add" and which == "parties":
            raise AnswerAgain(self._added(rest), by_column=True)
        if word == "ask":
            item = self._answered.line_named(rest, which)
            if item is None:
                names = [name for _, name in self._answered.draft.entries(which)]
                raise NotUnderstoodError("line", typed=rest, known=names)
            raise AnswerAgain(item, by_column=True)
        raise NotUnderstoodError("no-add")

    def _added(self, text: str) -> str:
        """Adds a party to the list.

        Returns:
            Its line; that of the party which has this name already, if one has.
        """
        draft = self._answered.draft
        one = typed.party(text, self._kinds)
        item = f"parties.{one['id']}"
        if item not in dict(draft.entries("parties")):
            self._answered.keep("parties", (), [*(draft.answer("parties") or ()), one])
        return item

    def _named(self, name: str) -> str:
        """The answered question that a person means."""
        numbered = self._showing.numbered()
        rows = list(numbered)
        if name.isdecimal():
            for item, number in numbered.items():
                if number == int(name):
                    return item
        plain = name.lower().replace(" ", "-")
        ends = [one for one in rows if one == plain or one.rpartition(".")[2] == plain]
        entries = self._answered.draft.entries("parties")
        party = None if name.isdigit() else self._answered.line_named(name, "parties")
        if party is not None and (
            not ends or name.casefold() in {one.casefold() for _, one in entries}
        ):
            return party
        if not ends:  # words of the question, as it was put
            draft, wording = self._answered.draft, self._showing.wording
            said = name.casefold().rstrip("?")
            asked = [one for one in rows if said in wording.question_of(one, draft).casefold()]
            ends = asked if len(asked) == 1 else []
        if not ends:
            match = nearest(plain, {one.rpartition(".")[2] for one in rows})
            ends = [one for one in rows if one.rpartition(".")[2] == match]
        if not ends:
            raise NotUnderstoodError("change", typed=name)
        return ends[0]
