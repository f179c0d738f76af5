"""The conversation itself: which question comes, what was typed, and what is done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.commands.interviewing import typed
from advisor.commands.interviewing.ahead import Ahead
from advisor.commands.interviewing.columns import Line
from advisor.commands.interviewing.typed import NotUnderstoodError
from advisor.errors import InputError, nearest
from advisor.explanation.concluding import PATH
from advisor.explanation.relevance import Relevance
from advisor.explanation.witnesses import Asked
from advisor.knowledge.interview import LISTS
from advisor.model.case import EVERY_HOME, UNKNOWN
from advisor.model.draft import Draft, copied
from advisor.presentation.interview import Wording, say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from advisor.commands.interviewing.console import Console
    from advisor.commands.interviewing.session import Session
    from advisor.knowledge.base import Knowledge
    from advisor.knowledge.interview import Column
    from advisor.presentation.interview import Choice

COMMANDS = ("why", "skip", "back", "review", "so far", "save", "quit", "help")
"""What can be typed at any question, besides `change` and `explain`, which take a word."""
LIST_COMMANDS = ("ask", "add", "table")
"""What can be typed besides at the lines of a list."""
TRIES = 25
"""Answers to one question that are not understood before the interview stops, as of a pipe."""


class Quit(Exception):  # noqa: N818 - nothing has gone wrong
    """The person stops for now."""


class GaveUp(Exception):  # noqa: N818 - told as the person's own stopping is
    """Too many lines in a row were no answer to a question; `check` if to whether all is right."""


class _Back(Exception):  # noqa: N818
    """The person goes back one question."""


class _Change(Exception):  # noqa: N818
    """The person wants to answer another question again."""

    def __init__(self, item: str) -> None:
        super().__init__(item)
        self.item = item


class _Before(NamedTuple):
    """How things were before a question was answered."""

    item: str
    homes: tuple[str, ...]
    content: dict[str, Any]
    asked: list[str]


class Conversation:
    """One interview, from its first question to the last.

    Attributes:
        draft: The answers so far.
        relevance: What finds the next question.
        put: How many questions have been put.
        asked: Each question put, with the witness that it matters.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        draft: Draft,
        console: Console,
        session: Session,
        *,
        case: str,
        screen: bool = False,
        so_far: Callable[[Draft], str] = lambda draft: "",
        stage: str = "path",
        again: Mapping[str, Any] | None = None,
        line: Sequence[Any] = (),
    ) -> None:
        """Begins or goes on.

        Args:
            knowledge: The knowledge base.
            draft: The answers so far.
            console: Where questions are put and answers come from.
            session: Where answers are kept.
            case: The name of the case file, for what is said.
            screen: Whether to ask the ten questions of the short form only.
            so_far: Says in short what follows from a draft.
            stage: How far the interview had come.
            again: Old answers that were to be looked at again.
            line: The line that was being asked for column by column, and how many columns of it
                were passed.
        """
        self.draft = draft
        self.relevance = Relevance(knowledge, screen)
        self.put = 0
        self.asked: list[Asked] = []
        self.stage = stage
        self._knowledge = knowledge
        self._plan = knowledge.interview
        self._console = console
        self._session = session
        self._case = case
        self._screen = screen
        self._so_far = so_far
        self._wording = Wording(knowledge, self.relevance.agenda)
        self._history: list[_Before] = []
        self._offers: dict[str, Any] = {**(again or {})}
        self._ahead = Ahead(self.relevance)
        self._topic = ""
        self._measures_told = False
        self._parties_told = False
        self._by_column = bool(line)
        self._begun: tuple[str, int] | None = (line[0], line[1]) if line else None

    # The course of an interview

    def run(self) -> None:
        """Puts questions until none is left or the person has had enough.

        Raises:
            Quit: If the person stops before the end.
            GaveUp: If nothing that is typed is an answer.
            EOFError: If the input ends.
        """
        self._go_on_with_line()
        while self.stage == "path":
            self._ask_all(PATH)
            try:
                self.stage = "memo" if self._goes_on() else "done"
            except _Change as change:
                self._answer_again(change.item)
            except _Back:
                self._back()
            self.save()
        if self.stage == "memo":
            self._ask_all(self._plan.goals)
            self.stage = "words"
            self.save()
        if self.stage == "words":
            self._ask_words()
            self.stage = "done"
            self.save()
        self._fill_in()

    def _go_on_with_line(self) -> None:
        """Asks for the rest of a line of which some columns were answered before the stop."""
        item = self._begun[0] if self._begun else ""
        if item in dict(self.draft.entries(_list_of(item))):
            self._answer_again(item)

    def _fill_in(self) -> None:
        """Gives what every case needs and the short form does not ask."""
        for item in ("client.name", "change.short"):
            if self.draft.answer(item) is None and not self.draft.answer("change.summary"):
                self.draft.put(item, self._stand_in(item))
        self.save()

    def check(self) -> None:
        """Shows all answers, says which do not go together, and lets the person change any.

        Raises:
            GaveUp: If nothing that is typed is a yes or a change; that is no yes either.
        """
        changed = True
        tries = TRIES
        while tries:
            if changed:
                self._show_all()
                tries = TRIES
            changed = False
            line = self._console.line("")
            if not line:
                return
            tries -= 1
            try:
                self._command(line, None)
            except _Change as change:
                changed = True
                self._answer_again(change.item)
                self._ask_all(PATH)  # what matters now and did not before
            except _Back:
                changed = True
                self._back()  # to before what was filled in
                self._ask_all(PATH)
                self._fill_in()
            except NotUnderstoodError as error:
                self._say("wrong", what=error.what, **error.values)
        raise GaveUp("check")

    def _show_all(self) -> None:
        """Shows all answers, and which do not go together."""
        self._say("check", screen=self._screen)
        self._review()
        clashes = self.draft.case(self._knowledge).contradictions
        if clashes:
            self._say("contradictions", clashes=[self._clash(one) for one in clashes])

    def _ask_all(self, goals: tuple[str, ...]) -> None:
        while True:
            asked = self.relevance.next(self.draft, goals)
            if asked is not None:
                self._ask(asked, goals)
            elif not self._stand_again():
                return

    def _ask_words(self) -> None:
        agenda = self.relevance.agenda
        told = False
        while True:
            items = [one for one in agenda.items(self.draft, words=True)
                     if agenda.plan.topic_of(_list_of(one)).topic == self._plan.words]  # fmt: skip
            item = next((one for one in items if not self.draft.is_settled(one)), None)
            if item is None:
                return
            if not told:
                self._say("words-now")
                told = True
            self._ask(Asked(item, (), None), self._plan.goals)

    def _goes_on(self) -> bool:
        """Says where the path stands, and whether the person goes on for a fuller memo."""
        if self._screen:  # which looks at ten questions only, and claims nothing of the others
            return False
        path = self.relevance.concluding.path(self.draft)
        label = str(self._knowledge.paths[path]["label"])
        if path == ASKING:
            self._say("asking", path=label, worth=self._worth_finding_out())
        elif self.relevance.is_settled(self.draft):
            self._say("settled", path=label)
        else:
            self._say("found", path=label, tried=self.relevance.tried)
        if self._console.silent:
            return True
        self._say("stop-here", most=self.most_left(self._plan.goals))
        for _ in range(TRIES):
            line = self._line("1 or 2", None, self._plan.goals)
            if line in ("", "1", "2"):
                return line != "2"
            try:
                self._command(line, None)
            except NotUnderstoodError:
                self._say("wrong", what="number", typed=line, most=2)
        raise GaveUp

    def _worth_finding_out(self) -> list[str]:
        """What is not known and the path rests on, as clauses."""
        from advisor.explanation.assess import assess

        unknowns = assess(self.draft.case(self._knowledge), engine="reference").unknowns
        return list(dict.fromkeys(one.what for one in unknowns))[:MOST_UNKNOWNS]

    def most_left(self, goals: tuple[str, ...]) -> int:
        """How many questions can come at most, words for the memo included.

        Args:
            goals: The kinds of conclusion that count.
        """
        agenda = self.relevance.agenda
        words = len(next(one.asks for one in self._plan.topics if one.topic == self._plan.words))
        return self.relevance.most(self.draft, goals) + (0 if agenda.screen else words)

    # One question

    def _ask(self, asked: Asked, goals: tuple[str, ...]) -> None:
        self.put += 1
        self.asked.append(asked)
        self._tell_topic(asked.item)
        try:
            self._settle(asked, goals)
        except (Quit, GaveUp, EOFError, KeyboardInterrupt):
            self.put -= 1  # it will be put again
            raise
        except _Back:
            self.put -= 1
            self._back()
        except _Change as change:
            self.put -= 1
            self._answer_again(change.item)

    def _settle(self, asked: Asked, goals: tuple[str, ...]) -> None:
        """Puts a question until it is answered or passed over, and keeps the answer."""
        item, homes = asked.item, asked.homes
        old = self._offers.get(item, self.draft.answer(item))
        prepared = self._console.prepared(item, homes)
        if prepared is not None:
            self._keep(item, homes, prepared[0])
            return
        if self._console.silent:
            value = self._stand_in(item) if item in self._plan.needed else None
            self._keep(item, homes, value)
            return
        choices = self._wording.choices(item, self.draft, homes)
        self._show(item, homes, choices, old)
        if typed.is_line(item) and self._by_column:
            value = self._read_columns(asked, old, goals)
        else:
            value = self._read(asked, choices, old, goals)
        try:
            self._keep(item, homes, value)
        except InputError as error:  # an answer that a case file cannot hold
            self._say("wrong", what="refused", says=error.problems[0].what)
            self._history.pop()
            self._settle(asked, goals)

    def _line(self, hint: str, asked: Asked | None, goals: tuple[str, ...]) -> str:
        """A line that a person types, while the next question is looked for."""
        if not self._console.waits:
            return typed.clean(self._console.line(hint))
        self._ahead.begin(self.draft, asked, goals)
        try:
            return typed.clean(self._console.line(hint))
        finally:
            self._ahead.end()

    def _read(
        self, asked: Asked, choices: tuple[Choice, ...], old: Any, goals: tuple[str, ...]
    ) -> Any:
        for _ in range(TRIES):
            line = self._line("", asked, goals)
            if typed.is_line(asked.item) and line.lower() in (("ask",) if old else ("ask", "")):
                return self._read_columns(asked, old, goals)
            try:
                self._chosen_line(line, asked)
                if not line:
                    if old is not None:
                        return old
                    return self._passed_over(asked.item, choices)
                if self._command(line, asked):
                    if line.lower() == "skip":
                        return self._passed_over(asked.item, choices)
                    continue
                if typed.is_unknown(line):
                    return self._not_known(asked)
                return self._understood(asked.item, asked.homes, choices, typed.unquoted(line))
            except NotUnderstoodError as error:
                self._say("wrong", what=error.what, **error.values)
        raise GaveUp

    def _read_columns(self, asked: Asked, old: Any, goals: tuple[str, ...]) -> Any:
        """The line of a list, asked for column by column; each is kept as soon as it is given."""
        named, self._by_column = self._by_column, True  # whether its name was said just now
        item, columns = asked.item, self._columns(asked.item)
        at = self._begun[1] if self._begun and self._begun[0] == item else 0
        line = Line(columns, old or {}, at)
        name = dict(self.draft.entries(_list_of(item)))[item]
        while (column := line.column) is not None:
            self._begun = (item, line.at)
            self._offers[item] = line.row
            self.save()
            choices = self._wording.of_column(column)
            said = self._wording.of_words(column, line.words)
            self._say(
                "column", name="" if named else name, number=line.number, most=len(columns),
                ask=column.ask, help=column.help, choices=choices, several=bool(column.ties),
                date=column.date, old=said,
            )  # fmt: skip
            named = False
            whole = self._read_column(asked, line, choices, goals)
            if whole is not None:
                self._by_column = False
                return whole
        self._begun = None
        return line.row

    def _read_column(
        self, asked: Asked, line: Line, choices: tuple[Choice, ...], goals: tuple[str, ...]
    ) -> Any:
        """Takes the answer to one column; gives the whole line if that was typed instead."""
        column = line.column
        assert column is not None
        for _ in range(TRIES):
            text = self._line("", asked, goals)
            try:
                if not text:
                    line.keep()
                elif text.lower() == "skip":
                    line.take(())
                elif text.lower() == "back" and line.back():
                    pass
                elif self._command(text, asked):
                    continue
                elif " " in text and line.number == 1 and not text[0].isdigit():
                    return typed.row(text, self._columns(asked.item))
                else:
                    line.take(typed.column_answer(text, column, choices))
                return None
            except NotUnderstoodError as error:
                self._say("wrong", what=error.what, **error.values)
        raise GaveUp

    def _chosen_line(self, text: str, asked: Asked) -> None:
        """Goes to another line of a list if nothing but its number or name was typed.

        Raises:
            _Change: If it was.
        """
        if typed.is_line(asked.item) and not self._screen:
            which = _list_of(asked.item)
            known = dict(self.draft.entries(which)).values()
            if text.isdecimal() or text.casefold() in [name.casefold() for name in known]:
                self._list_command("ask", text, asked)

    def _passed_over(self, item: str, choices: tuple[Choice, ...]) -> Any:
        """What it means to pass over a question: nothing, but where every case needs an answer."""
        if item not in self._plan.needed:
            return None
        if any(choice.value == UNKNOWN for choice in choices):
            return UNKNOWN
        raise NotUnderstoodError("empty", text=not choices)

    def _not_known(self, asked: Asked) -> Any:
        """The answer of a person who does not know, whatever the kind of question."""
        item = asked.item
        if item in _NEVER_UNKNOWN:
            one = item == "parties" and self._screen
            raise NotUnderstoodError("needed", item="one-party" if one else item)
        question = self.relevance.agenda.question(item)
        return typed.not_known(item, asked.homes, question, self._columns(item))

    def _columns(self, item: str) -> tuple[Column, ...]:
        """The short columns of the line of a list; none for any other question."""
        if not typed.is_line(item):
            return ()
        return self._plan.columns[LISTS[_list_of(item)]]

    def _understood(
        self, item: str, homes: tuple[str, ...], choices: tuple[Choice, ...], text: str
    ) -> Any:
        """The answer a person typed, as a case file holds it."""
        head, _, _tail = item.partition(".")
        question = self.relevance.agenda.question(item)
        if typed.is_line(item):
            return typed.row(text, self._columns(item))
        if item == "parties":
            found = typed.parties(text, choices, self._knowledge.parties)
            if not found:  # nothing but separators
                raise NotUnderstoodError("empty", text=False)
            if self._screen and found:
                return [{**found[0], "ends-it": "yes"}]
            return found
        if head == "tensions":
            return typed.rating(text)
        if item in ("homes", "money", "events"):
            several = [one for one in typed.several(text, choices) if one != "none"]
            return several if item == "homes" else self._entries(item, several)
        assert question is not None
        if question.type == "several":
            value = typed.several(text, choices)
            value = UNKNOWN if value == UNKNOWN else value
            return dict.fromkeys(homes, value) if homes else value
        if question.type == "table":
            return dict.fromkeys(homes, typed.table(text, question))
        if choices:
            return typed.for_homes(text, homes, choices) if homes else typed.one_of(text, choices)
        value = self._in_words(question.type, text)
        return dict.fromkeys(homes, value) if homes else value

    def _in_words(self, kind: str, text: str) -> Any:
        if kind == "number":
            return typed.number(text)
        if kind in ("date", "day"):
            return typed.date(text)
        if kind == "phrases":
            return [typed.words(one.strip()) for one in text.split(";") if one.strip()]
        return typed.words(text, 200 if kind == "name" else typed.LONGEST)

    def _entries(self, item: str, kinds: list[str]) -> list[dict[str, Any]]:
        if item == "events":
            return [{"kind": kind} for kind in kinds]
        values = self._knowledge.questions.find("money", "kind").values
        return [
            {"source": values[kind].label[:1].upper() + values[kind].label[1:], "kind": kind}
            for kind in kinds
        ]

    def _stand_in(self, item: str) -> Any:
        """What a needed answer is when nobody is asked."""
        if item == "client.name":
            return say("placeholder-name").strip()
        if item == "change.short":
            return say("placeholder-short").strip()
        if item == "parties":
            return self.relevance.agenda.usual_entries(item, self.draft)
        return UNKNOWN

    def _keep(self, item: str, homes: tuple[str, ...], value: Any) -> None:
        """Takes an answer into the draft and keeps it in the session file."""
        self._history.append(_Before(item, homes, copied(self.draft.content), [*self.draft.asked]))
        before = self.draft.answer(item)
        draft = self.draft.copy()
        draft.put(item, dict.fromkeys(homes) if homes and value is None else value)
        if item in self._plan.depends and before is not None and value != before:
            for other in self._plan.depends[item]:
                self._take_back(draft, other)
        draft.pass_over(item)
        draft.case(self._knowledge)  # an answer no case can hold must not be kept
        self.draft = draft
        if self._begun and self._begun[0] == item:
            self._begun = None
        self._offers.pop(item, None)
        self.save()

    def _take_back(self, draft: Draft, item: str) -> None:
        """Opens a question again; its answer so far will be offered."""
        if draft.answer(item) is not None:
            self._offers[item] = copied(draft.answer(item))
        if item in draft.asked:
            draft.asked.remove(item)
        draft.put(item, None)

    def _stand_again(self) -> bool:
        """Lets old answers stand that nothing made worth asking for again.

        Returns:
            Whether there were any.
        """
        before = len(self.draft.asked)
        for item, old in self._offers.items():
            if self.draft.is_settled(item) or old in (None, {}):
                continue
            draft = self.draft.copy()
            if item.startswith("homes."):  # of a place that is no longer open nothing is needed
                known = draft.homes(self._knowledge)
                old = {home: one for home, one in old.items() if home in (*known, EVERY_HOME)}
                if not old:
                    continue
            if typed.is_line(item) and item not in dict(draft.entries(_list_of(item))):
                continue
            draft.put(item, old)
            draft.pass_over(item)
            try:
                draft.case(self._knowledge)
            except InputError:  # it does not go together with what was changed
                continue
            self.draft = draft
        self._offers.clear()
        return len(self.draft.asked) > before

    # Going back

    def _back(self) -> None:
        if not self._history:
            self._say("wrong", what="nothing-before")
            return
        before = self._history.pop()
        self.put = max(0, self.put - 1)
        self._offers[before.item] = self.draft.answer(before.item)
        self.draft.content, self.draft.asked = before.content, before.asked
        self.relevance.forget()
        self.save()
        self._ask(Asked(before.item, before.homes, None), PATH)

    def _answer_again(self, item: str) -> None:
        """Puts an earlier question again, the old answer offered."""
        agenda = self.relevance.agenda
        homes: tuple[str, ...] = ()
        if item.startswith("homes."):
            homes = tuple(self.draft.answer(item) or ()) or agenda.homes(
                item, self.draft, self.draft.homes(self._knowledge)
            )
        self.relevance.forget()
        self._ask(Asked(item, homes, None), PATH)

    # Commands

    def _command(self, line: str, asked: Asked | None) -> bool:
        """Does what was typed, if it is a command.

        Raises:
            Quit: To stop.
            _Back: To go back.
            _Change: To answer another question again.
            NotUnderstoodError: If what the command names is not there.
        """
        word, _, rest = line.partition(" ")
        word, rest = word.lower(), rest.strip()
        if word == "change" and rest:
            raise _Change(self._named(rest))
        if word == "explain" and rest:
            self._explain(rest)
            return True
        command = line.lower()
        if word in LIST_COMMANDS and self._at_list(asked):
            return self._list_command(word, rest, asked)
        if command in ("change", "explain"):
            raise NotUnderstoodError("bare", command=command)
        if command == "skip" and asked is None:
            raise NotUnderstoodError("no-skip")
        if command not in COMMANDS:
            return asked is None and self._unknown_command(line)
        if command == "quit":
            raise Quit
        if command == "back":
            raise _Back
        if command == "why" and asked is not None:
            self._why(asked)
        elif command == "review":
            self._review()
        elif command == "so far":
            self._console.show(self._so_far(self.draft))
        elif command == "save":
            self.save()
            self._say("saved", session=self._session.path.name, case=self._case)
        elif command == "help":
            self._say("help")
        return True

    def _at_list(self, asked: Asked | None) -> bool:
        """Whether the parties, or the sources of money, are being looked at."""
        return not self._screen and (asked is None or typed.is_line(asked.item))

    def _list_command(self, word: str, rest: str, asked: Asked | None) -> bool:
        """Shows a list, goes to one of its lines, or adds one.

        Raises:
            _Change: To ask for a line.
            NotUnderstoodError: If there is none of that name.
        """
        which = _list_of(asked.item) if asked else "parties"
        if word == "table" and not rest:
            self._table(which)
            return True
        if not rest:
            raise NotUnderstoodError("bare", command=word)
        if word == "add" and which == "parties":
            self._by_column = True
            raise _Change(self._added(rest))
        if word == "ask":
            item = self._line_named(rest, which)
            if item is None:
                names = [name for _, name in self.draft.entries(which)]
                raise NotUnderstoodError("line", typed=rest, known=names)
            self._by_column = True
            raise _Change(item)
        raise NotUnderstoodError("no-add")

    def _added(self, text: str) -> str:
        """Adds a party to the list.

        Returns:
            Its line; that of the party which has this name already, if one has.
        """
        one = typed.party(text, self._knowledge.parties)
        listed = [dict(other) for other in self.draft.answer("parties") or ()]
        item = f"parties.{one['id']}"
        if item not in dict(self.draft.entries("parties")):
            self._keep("parties", (), [*listed, one])
        return item

    def _table(self, which: str) -> None:
        """Shows all lines of a list."""
        rows = [
            {"name": name, "answer": self._wording.answer(item, self.draft.answer(item))}
            for item, name in self.draft.entries(which)
        ]
        self._say("table", rows=rows, parties=which == "parties")

    def _line_named(self, text: str, which: str) -> str | None:
        """The line of a list that is meant by a number of the table or a name."""
        entries = self.draft.entries(which)
        if text.isdecimal() and 1 <= int(text) <= len(entries):
            return entries[int(text) - 1][0]
        wanted = text.casefold()
        meant = [item for item, name in entries if name.casefold() == wanted]
        meant = meant or [item for item, name in entries if name.casefold().startswith(wanted)]
        return meant[0] if len(meant) == 1 else None

    def _party_names(self) -> set[str]:
        return {name.casefold() for _, name in self.draft.entries("parties")}

    def _unknown_command(self, line: str) -> bool:
        raise NotUnderstoodError("change", typed=line)

    def _explain(self, term: str) -> None:
        terms = self._knowledge.glossary
        known = {str(one["term"]).lower(): one for one in terms.values()}
        found = known.get(term.lower()) or terms.get(term.lower().replace(" ", "-"))
        if found is None:  # a part of one term's name will do
            within = [one for name, one in known.items() if term.lower() in name.split()]
            found = within[0] if len(within) == 1 else None
        if found is None:
            raise NotUnderstoodError("term", typed=term, nearest=nearest(term, known) or "")
        self._say("term", term={"test": "", "is-not": "", **found})

    def _why(self, asked: Asked) -> None:
        goals = PATH if self.stage == "path" else self._plan.goals
        entries = self.relevance.agenda.reading(asked.item, goals)
        witness = asked.witness
        told = None
        if witness is not None:
            first, second = (self._wording.answer(asked.item, _begun(one)) or "left open"
                             for one in witness.values)  # fmt: skip
            more = [_left_out(one) for one in witness.values]
            told = {
                "first": first, "second": second, "first_more": more[0], "second_more": more[1],
                "first_says": self._says(witness.conclusions[0], witness.conclusions[1]),
                "second_says": self._says(witness.conclusions[1], witness.conclusions[0]),
            }  # fmt: skip
        home = witness.unit.home if witness else ""
        self._say(
            "why",
            needed=asked.item in self._plan.needed,
            words_only=self.stage == "words",
            witness=told,
            home=self._wording.home(home) if home else "",
            rules=entries[:MOST_RULES],
            more=max(0, len(entries) - MOST_RULES),
        )

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

    def _named(self, name: str) -> str:
        """The answered question that a person means."""
        rows = self._rows()
        if name.isdigit() and 1 <= int(name) <= len(rows):
            return rows[int(name) - 1]
        plain = name.lower().replace(" ", "-")
        ends = [one for one in rows if one == plain or one.rpartition(".")[2] == plain]
        party = None if name.isdigit() else self._line_named(name, "parties")
        if party is not None and (not ends or name.casefold() in self._party_names()):
            return party
        if not ends:
            match = nearest(plain, {one.rpartition(".")[2] for one in rows})
            ends = [one for one in rows if one.rpartition(".")[2] == match]
        if not ends:
            raise NotUnderstoodError("change", typed=name)
        return ends[0]

    def _rows(self) -> list[str]:
        """The questions that have been put or answered, in their order."""
        items = self.relevance.agenda.items(self.draft, words=True)
        return [one for one in items if self.draft.is_settled(one)]

    def _review(self) -> None:
        rows = self._rows()
        topics: dict[str, list[dict[str, Any]]] = {}
        for number, item in enumerate(rows, 1):
            topic = self._plan.topic_of(_list_of(item)).title
            topics.setdefault(topic, []).append(
                {
                    "number": number,
                    "question": self._wording.question_of(item, self.draft),
                    "answer": self._wording.answer(item, self.draft.answer(item)) or "left open",
                }
            )
        goals = PATH if self.stage == "path" else self._plan.goals
        still_open = self.relevance.most(self.draft, goals) if self.stage != "done" else 0
        self._say(
            "review",
            topics=[{"title": title, "rows": found} for title, found in topics.items()],
            open=still_open,
        )

    def _clash(self, clash: Any) -> dict[str, Any]:
        items = []
        for level, question, _ in clash.between:
            if level == "party":
                items.append(f"parties.{clash.party}")
            else:
                items.append(f"{'homes' if level == 'home' else level}.{question}")
        rows = self._rows()
        numbers = [rows.index(one) + 1 for one in items if one in rows]
        return {
            "says": clash.says,
            "mend": [f"change {one}" for one in dict.fromkeys(numbers)] or ["review"],
        }

    # What is shown

    def _tell_topic(self, item: str) -> None:
        topic = self._plan.topic_of(_list_of(item))
        if topic.topic != self._topic and not self._console.silent:
            self._topic = topic.topic
            self._say("topic", title=topic.title)
            if topic.topic == "measures" and not self._measures_told:
                self._measures_told = True
                self._say("measures")

    def _show(
        self, item: str, homes: tuple[str, ...], choices: tuple[Choice, ...], old: Any
    ) -> None:
        question = self.relevance.agenda.question(item)
        by_column = typed.is_line(item) and self._by_column
        names = dict(self.draft.entries(_list_of(item))) if typed.is_line(item) else {}
        instead = names.get(item, "")
        if item == "parties" and self._screen:
            instead = say("ending").strip()
        elif item == "homes":
            instead = self._wording.question_of(item, self.draft)
        if item == "parties":
            self._parties_told = False  # their columns are explained with the next line
        self._say(
            "question",
            number=self.put,
            question=question,
            instead=instead,
            help="" if question is None or instead else self._plan.help.get(item, question.help),
            choices=choices,
            homes=[self._wording.home(one) for one in homes],
            tell_home=len(homes) == 1 and homes[0] in self._knowledge.homes,
            old="" if old is None or by_column else self._wording.answer(item, old),
        )
        self._say("how", old=old is not None, screen=self._screen, **self._how(item, choices))

    def _how(self, item: str, choices: tuple[Choice, ...]) -> dict[str, Any]:
        head = item.partition(".")[0]
        question = self.relevance.agenda.question(item)
        if typed.is_line(item):
            if self._by_column:
                return {"kind": "by-column"}
            if head == "money":
                return {"kind": "source"}
            told, self._parties_told = self._parties_told, True
            return {"kind": "party-again" if told else "party", "usual": ""}
        if item == "parties":
            kind = "one-party" if self._screen else "parties"
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

    def _say(self, part: str, **values: Any) -> None:
        if not self._console.silent:
            self._console.show(say(part, self._console.width, **values))

    @property
    def answered(self) -> int:
        """How many questions have been put, those to be put again among them."""
        part = self._begun[0] if self._begun else ""
        again = [one for one, old in self._offers.items() if old not in (None, {}) and one != part]
        return len({*self.draft.asked, *again})

    def save(self) -> None:
        """Keeps all answers in the session file, the old ones to be looked at again too."""
        self._session.save(
            self.draft, stage=self.stage, put=self.put, screen=self._screen, again=self._offers,
            line=self._begun or (),
        )  # fmt: skip


_NEVER_UNKNOWN = ("client.name", "change.short", "parties")
"""Questions that even somebody who knows little has to answer: without them there is no case."""
ASKING = "need-more-information"
"""The path of a case whose answers do not suffice for advice."""
MOST_UNKNOWNS = 3
"""Open answers that are named as worth finding out."""
MOST_RULES = 3
"""Rules that `why` names."""
MOST_ANSWERS = 3
"""Answers of a list that `why` names."""


def _begun(value: Any) -> Any:
    """The first answers of a list; any other answer whole."""
    return value[:MOST_ANSWERS] if isinstance(value, (list, tuple)) else value


def _left_out(value: Any) -> int:
    """How many answers of a list are not named."""
    return max(0, len(value) - MOST_ANSWERS) if isinstance(value, (list, tuple)) else 0


def _list_of(item: str) -> str:
    """The item itself, or the list whose line it is."""
    head = item.partition(".")[0]
    return head if head in LISTS else item
