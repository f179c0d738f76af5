"""What can be typed at any prompt of an interview besides an answer."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from advisor.errors import nearest
from advisor.interview import dates, hearing, naming
from advisor.interview.hearing import NotUnderstoodError
from advisor.knowledge.base import usual_knowledge
from advisor.knowledge.interview import LISTS, is_line, list_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from advisor.commands.interviewing.console import Console
    from advisor.commands.interviewing.showing import Showing
    from advisor.explanation.relevance import Asked
    from advisor.interview.answered import Answered
    from advisor.knowledge.parties import PartyKind
    from advisor.model.draft import Draft

COMMANDS = (
    "why", "skip", "back", "repeat", "review", "so far", "save", "finish", "quit", "help", "?",
)  # fmt: skip
"""What can be typed at any question, besides those of `WITH_WORDS`."""
WITH_WORDS = ("change", "explain", "note", "date")
"""What takes words behind it."""
SAID = ("why", "skip", "back", "repeat", "review", "finish", "quit", "help", "?")
"""Those for which `rules/speech.yaml` has other sayings."""
LIST_COMMANDS = ("ask", "add", "table")
"""What can be typed besides about the parties and the sources of money."""
IN_WORDS = ("text", "name", "phrase", "phrases")
"""Kinds of question that any words answer, so that few of them are taken for a command."""


_NO_ANSWER = ("number", "figure", "date", "letters", "scale", "count")


def command_of(line: str) -> str:
    """The command that a line is, in whatever words; else the line in small letters."""
    words = hearing.plain(line) or line.strip()
    if set(words) == {"?"}:
        return "?"
    if words in COMMANDS:
        return words
    speech = usual_knowledge().speech
    return next((one for one in SAID if speech.whole(one, speech.said(line))), words)


def near_command(line: str) -> str:
    """The command that a mistyped word comes near to, such as “bcak”; nothing if none."""
    word = hearing.plain(line)
    if len(word) < 4 or " " in word or line[:1].isupper() or word in COMMANDS:
        return ""
    speech = usual_knowledge().speech
    others = (one for name in SAID for saying in speech.words(name) for one in saying.split("/"))
    known = [
        one for one in (*COMMANDS, *WITH_WORDS, *LIST_COMMANDS, *others)
        if one.isalpha() and len(one) > 3
    ]  # fmt: skip
    if word in known:
        return ""
    turned = [one for one in known if sorted(one) == sorted(word)]
    return next(iter(turned or get_close_matches(word, known, 1, 0.8)), "")


def or_command(line: str, error: NotUnderstoodError) -> NotUnderstoodError:
    """What to say of a line that is no answer: a command that it comes near to, if it does.

    Args:
        line: What was typed.
        error: What is wrong with it as an answer.
    """
    near = near_command(line) if error.what in _NO_ANSWER else ""
    if near and not (error.values.get("guesses") or error.values.get("meant")):
        return NotUnderstoodError("near-command", typed=line, command=near)
    return error


class Quit(Exception):  # noqa: N818 - nothing has gone wrong
    """The person stops for now."""


class Back(Exception):  # noqa: N818
    """The person goes back one question."""


class Finish(Exception):  # noqa: N818
    """The person wants the case file and the memo now."""


class AnswerAgain(Exception):  # noqa: N818
    """The person wants to answer another question again.

    Attributes:
        item: The question.
    """

    def __init__(self, item: str) -> None:
        super().__init__(item)
        self.item = item


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
            Finish: To come to the end now.
            Back: To go back.
            AnswerAgain: To answer another question again.
            NotUnderstoodError: If what the command names is not there.
        """
        word, _, rest = line.partition(" ")
        word, rest = word.lower(), rest.strip()
        command = command_of(line)
        if word in WITH_WORDS and rest and self._takes_words(word, rest, asked):
            self._with_words(word, rest)
            return True
        if word in LIST_COMMANDS and self._is_of_list(word, rest, asked):
            return self._of_list(word, rest, asked)
        if command in WITH_WORDS:
            raise NotUnderstoodError("bare", command=command)
        if word == "back" and rest.isdecimal():
            raise NotUnderstoodError("back", number=rest)
        if command in ("skip", "why") and asked is None:
            raise NotUnderstoodError(f"no-{command}")
        if command not in COMMANDS:
            in_words = asked is not None and self._showing.kind_of(asked.item) in (
                *IN_WORDS,
                "records",
            )
            if in_words and (near := near_command(line)):
                raise NotUnderstoodError("near-command", typed=line, command=near)
            return False
        if command in _STOPS:
            raise _STOPS[command]
        if command == "why" and asked is not None:
            self._showing.why(asked)
        elif command == "?" and asked is not None:
            self._showing.help_on(asked)
        elif command == "repeat":
            self._showing.repeat()
        elif command == "review":
            self._showing.review()
        elif command == "so far":
            self._console.show(self._so_far(self._answered.draft))
        elif command == "save":
            self._answered.save()
            self._showing.say("saved", session=self._answered.file, case=self._case)
        elif command in ("help", "?"):
            self._showing.say("help")
        return True

    def _takes_words(self, word: str, rest: str, asked: Asked | None) -> bool:
        """Whether such a command is meant, and not an answer in words that begins like one."""
        if word in ("change", "explain") or asked is None:
            return True
        if self._showing.kind_of(asked.item) in IN_WORDS:
            return False
        return word != "date" or any(one.isdigit() for one in rest)

    def _with_words(self, word: str, rest: str) -> None:
        if word == "change":
            raise AnswerAgain(self._named(rest))
        if word == "explain":
            self._showing.explain(rest)
            return
        draft = self._answered.draft
        if word == "note":
            if not self._answered.add_to_note(hearing.words(rest)):
                raise NotUnderstoodError("note-full")
        else:
            day = dates.date(rest)
            if len(day) != len("2026-12-08"):
                raise NotUnderstoodError("date", typed=rest, meant="")
            draft.put("as-of", day)
        self._answered.save()
        self._showing.say("kept", note=word == "note", day=draft.answer("as-of"))

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
            asked: The line that is being asked for.

        Raises:
            AnswerAgain: If it was.
        """
        entries = self._answered.draft.entries(list_of(asked.item))
        known = [name.casefold() for item, name in entries if item != asked.item]
        if text.casefold() in known and not self._answered.screen:
            self._of_list("ask", text, asked)

    def _is_of_list(self, word: str, rest: str, asked: Asked | None) -> bool:
        """Whether a command about a list is meant, and not an answer that begins like one."""
        if self._answered.screen:
            return False
        if asked is None or is_line(asked.item):
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
        which = list_of(asked.item) if asked else "parties"
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
            raise AnswerAgain(self._added(rest))
        if word == "ask":
            item = self._answered.line_named(rest, which)
            if item is None:
                names = [name for _, name in self._answered.draft.entries(which)]
                raise NotUnderstoodError("line", typed=rest, known=names)
            raise AnswerAgain(item)
        raise NotUnderstoodError("no-add")

    def _added(self, text: str) -> str:
        """Adds a party to the list.

        Returns:
            Its line; that of the party which has this name already, if one has.
        """
        draft = self._answered.draft
        one = naming.party(text, self._kinds)
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


_STOPS = {"quit": Quit, "finish": Finish, "back": Back}
