"""The course of an interview: which question comes, what was typed, and what is done about it.

The module is long because each of its loops reads lines, and any line can turn to another question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.commands.interviewing.at_the_prompt import (
    AnswerAgain,
    Back,
    Finish,
    Prompt,
    command_of,
    or_command,
)
from advisor.commands.interviewing.showing import Showing
from advisor.errors import InputError
from advisor.explanation.relevance import PATH, Asked, Relevance
from advisor.interview import choosing, dates, hearing
from advisor.interview.columns import Line
from advisor.interview.course import ASKING
from advisor.interview.finishing import fill_in
from advisor.interview.hearing import NotUnderstoodError
from advisor.interview.reasons import Turns
from advisor.interview.understanding import Understanding
from advisor.knowledge.interview import is_line, list_of
from advisor.model.case import UNKNOWN

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from advisor.commands.interviewing.console import Console
    from advisor.interview.answered import Answered
    from advisor.knowledge.base import Knowledge
    from advisor.model.draft import Draft
    from advisor.presentation.interview import NumberedAnswer

TRIES = 25
"""Answers to one question that are not understood before the interview stops, as of a pipe."""
MOST_UNKNOWNS = 3
"""Open answers that are named as worth finding out."""


class GaveUp(Exception):  # noqa: N818 - told as the person's own stopping is
    """Too many lines in a row were no answer to a question; `check` if to whether all is right."""


class Conversation:
    """One interview, from its first question to the last.

    Attributes:
        answered: The answers so far.
        relevance: What finds the next question.
        asked: Each question put, with the witness that it matters.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        answered: Answered,
        console: Console,
        *,
        case: str,
        so_far: Callable[[Draft], str] = lambda draft: "",
        today: datetime.date | None = None,
    ) -> None:
        """Begins or goes on.

        Args:
            knowledge: The knowledge base.
            answered: The answers so far.
            console: Where questions are put and answers come from.
            case: The name of the case file, for what is said.
            so_far: Says in short what follows from a draft.
            today: The day from which dates are understood; that of the computer if none is given.
        """
        self.answered = answered
        self.relevance = Relevance(knowledge, answered.screen)
        self.asked: list[Asked] = []
        self._knowledge = knowledge
        self._plan = knowledge.interview
        self._console = console
        self._showing = Showing(knowledge, self.relevance, answered, console)
        self._understanding = Understanding(
            knowledge, self.relevance.agenda, today, lambda: self.answered.draft
        )
        self._prompt = Prompt(answered, self._showing, console, knowledge.parties, case, so_far)
        self._turns = Turns(self.relevance)
        self._ended = False
        self._today = today

    @property
    def draft(self) -> Draft:
        """The answers so far, as a case file holds them."""
        return self.answered.draft

    # The course of an interview

    def run(self) -> None:
        """Puts questions until none is left or the person has had enough.

        Raises:
            Quit: If the person stops before the end.
            GaveUp: If nothing that is typed is an answer.
            EOFError: If the input ends.
        """
        try:
            self._ask_through()
        except Finish:
            self._end()
        fill_in(self.answered, self._understanding)

    def _ask_through(self) -> None:
        answered = self.answered
        self.finish_line()
        if answered.stage != "path":
            self._turns.look(self.draft)
        if answered.stage == "done":  # what was taken back before the stop
            self._ask_all(PATH)
        while answered.stage == "path":
            self._ask_all(PATH)
            try:
                answered.stage = "memo" if self._goes_on() else "done"
            except AnswerAgain as change:
                self._answer_again(change)
            except Back:
                self._back()
            answered.save()
        if answered.stage in ("memo", "words"):
            self._ask_all(self._plan.goals)
            answered.stage = "words"
            answered.save()
            if self._gives_words():
                self._ask_words()
            answered.stage = "done"
            answered.save()

    def _end(self) -> None:
        """Asks no more, whatever is open; what every case needs is filled in."""
        self._ended = True
        self.answered.begun = None
        self.answered.stage = "done"
        for item in self.relevance.agenda.items(self.draft):
            if item in self._plan.needed and self.draft.answer(item) is None:
                self.draft.put(item, self._understanding.stand_in(item, self.draft))
                self.draft.pass_over(item)
                self.answered.count(item)
        self.answered.save()
        self._showing.say("ended")

    def take_over(self) -> None:
        """Counts what is answered already as put, so that each answer has its number for good."""
        for item in self.relevance.agenda.items(self.draft, words=True):
            if self.draft.answer(item) is not None:
                self.draft.pass_over(item)
                self.answered.count(item)

    def finish_line(self) -> None:
        """Asks for the rest of a line of which some columns were answered before the stop."""
        item = self.answered.begun[0] if self.answered.begun else ""
        if item in dict(self.draft.entries(list_of(item))):
            self._answer_again(AnswerAgain(item))

    def check(self) -> None:
        """Shows all answers, says which do not go together, and lets the person change any.

        Raises:
            GaveUp: If nothing that is typed is a yes or a change; that is no yes either.
        """
        changed, item = True, ""
        tries = TRIES
        while tries:
            if changed:
                self._showing.check(item)
                tries = TRIES
            changed, item = True, ""
            line = hearing.clean(self._console.line(""))
            if hearing.plain(line) == "all":
                self._showing.review()
                changed, tries = False, TRIES
                continue
            if not line or hearing.is_said("all-right", line) or hearing.agrees(line) == "yes":
                return
            tries -= 1
            try:
                if not self._prompt.obey(line, None):
                    self._prompt.correct(line)
                changed = False
            except AnswerAgain as change:
                self._answer_again(change)
                item = change.item
            except Back:
                self._back()
            except Finish:
                return
            except NotUnderstoodError as error:
                self._showing.not_understood(error)
                changed = False
            if changed:
                self._ask_on()
                fill_in(self.answered, self._understanding)  # again: it may have been gone back on
        raise GaveUp("check")

    def _ask_on(self) -> None:
        """Asks what matters now and did not before, unless the person wanted the end."""
        if self._ended:
            return
        try:
            self._ask_all(PATH)
        except Finish:
            self._end()

    def _ask_all(self, goals: tuple[str, ...]) -> None:
        if self._console.leaves_open:  # whatever matters; only what every case needs is filled in
            for item in self.relevance.agenda.items(self.draft):
                if item in self._plan.needed and not self.draft.is_settled(item):
                    self._ask(Asked(item, (), None))
            return
        while True:
            if goals == PATH:
                asked = self.relevance.before_the_memo(self.draft)
            else:
                asked = self.relevance.next(self.draft, goals)
            if asked is not None:
                self._ask(asked)
            elif not self.answered.stand_again():
                return

    def _words_left(self) -> list[str]:
        """The questions for words of the memo that are still open."""
        return [one for one in self._plan.words_asked if not self.draft.is_settled(one)]

    def _gives_words(self) -> bool:
        """Says that no conclusion waits any more, and whether the person adds words."""
        while left := self._words_left():
            if self._console.silent:
                return True
            self._showing.say("words-now", left=len(left))
            try:
                return not self._first_of_two("why-words")
            except AnswerAgain as change:
                self._answer_again(change)
            except Back:
                self._back()
            self._ask_all(self._plan.goals)
        return False

    def _ask_words(self) -> None:
        while left := self._words_left():
            self._ask(Asked(left[0], (), None))
            self._ask_all(self._plan.goals)  # what matters after a change among the words

    def _goes_on(self) -> bool:
        """Says where the path stands, and whether the person goes on for a fuller memo."""
        if self.answered.screen:  # which looks at ten questions, and claims nothing of the others
            return False
        path = self.relevance.path(self.draft)
        self._turns.look(self.draft)
        label = str(self._knowledge.paths[path]["label"])
        say = self._showing.say
        if path == ASKING:
            alone, beside = self._worth_finding_out()
            say("asking", path=label, alone=alone, beside=beside)
        else:
            open_ = self.relevance.could_change(self.draft)
            seldom = [] if open_ == () else self.relevance.left(self.draft, PATH)
            if open_ == ():
                say("settled", path=label)
            elif seldom:
                asks = [self._showing.wording.question_of(one, self.draft) for one in seldom]
                say("path-so-far", path=label, seldom=asks)
            else:
                say("unchanging", path=label, open=self._showing.questions_of(open_ or ()))
        if self._console.silent:
            return True
        say("stop-here", most=len(self.relevance.left(self.draft, self._plan.goals)))
        return not self._first_of_two("why-go-on")

    def _first_of_two(self, why: str) -> bool:
        """Reads which of two numbered ways on is taken; Enter and skip take the first.

        Args:
            why: The part of the template that says what the choice is for.
        """
        say = self._showing.say
        for _ in range(TRIES):
            line = self._line("1 or 2")
            words = command_of(line).rstrip(".)")
            sign = hearing.agrees(line)
            if sign or words in ("", "1", "2", "skip", "go on", "stop here"):
                return sign == "no" or words in ("", "1", "skip", "stop here")
            if words in ("why", "?"):
                say(why)
                continue
            try:
                if not self._prompt.obey(line, None):
                    say("wrong", what="number", typed=line, most=2, guesses=())
            except NotUnderstoodError as error:
                self._showing.not_understood(error)
        raise GaveUp

    def _worth_finding_out(self) -> tuple[list[str], list[str]]:
        """What could change the path once it is known: alone, and with others; as clauses."""
        from advisor.explanation.assess import assess
        from advisor.explanation.outlook import worth_finding_out

        assessment = assess(self.draft.case(self._knowledge), engine="reference")
        alone, beside = worth_finding_out(assessment)
        room = MOST_UNKNOWNS - len(alone[:MOST_UNKNOWNS])
        return list(alone[:MOST_UNKNOWNS]), list(beside[:room])

    # One question

    def _ask(self, asked: Asked) -> None:
        self.asked.append(asked)
        self._showing.topic(asked.item)
        try:
            self._settle(asked)
        except Back:
            self._back()
        except AnswerAgain as change:
            self._answer_again(change)

    def _settle(self, asked: Asked) -> None:
        """Puts a question until it is answered or passed over, and keeps the answer."""
        item, homes = asked.item, asked.homes
        prepared = self._console.prepared(item, homes)
        if prepared is not None:
            self.answered.keep(item, homes, prepared[0])
            return
        if self._console.silent:
            needed = item in self._plan.needed
            value = self._understanding.stand_in(item, self.draft) if needed else None
            self.answered.keep(item, homes, value)
            return
        old = self.answered.offered(item)
        choices = self._showing.wording.choices(item, self.draft, homes)
        self._showing.question(asked, choices, old)
        if is_line(item):
            value = self._read_columns(asked, old)
        else:
            value = self._read(asked, choices, old)
        try:
            value = self._filled_up(asked, value, old)
        except Back:  # to the question itself, which is not kept yet
            self._settle(asked)
            return
        try:
            self.answered.keep(item, homes, value)
        except InputError as error:  # an answer that a case file cannot hold
            self._showing.say("wrong", what="refused", says=error.problems[0].what)
            self.answered.offers.pop(item, None)  # or it would be offered, and refused, again
            self._settle(asked)
            return
        turn = self._turns.since(self.draft)
        if turn is not None:
            self._showing.say("turn", **turn._asdict())

    def _filled_up(self, asked: Asked, value: Any, old: Any) -> Any:
        """An answer with what is asked behind it: of other places, of who pays, of a day."""
        if asked.item == "parties":
            self._showing.off_list(old, value)
        if asked.item == "money" and value:
            return [self._with_payer(one) for one in value]
        if asked.item == "events" and value:
            known = {one.get("kind"): one for one in old or ()}
            return [
                whole if one.get("date") and (one["kind"] != "other" or whole.get("what"))
                else self._with_day(whole)
                for one in value
                for whole in [{**known.get(one["kind"], {}), **one}]
            ]  # fmt: skip
        return self._of_all_places(asked, value)

    def _line(self, hint: str) -> str:
        """A line that a person types."""
        return hearing.clean(self._console.line(hint))

    def _line_or(self, offered: str) -> str:
        """A line that a person types; of one that says yes to what was offered, that."""
        line = self._line("")
        return offered if offered and hearing.agrees(line) == "yes" else line

    def _read(self, asked: Asked, choices: tuple[NumberedAnswer, ...], old: Any) -> Any:
        understanding, offered = self._understanding, ""
        for _ in range(TRIES):
            line = self._line_or(offered)
            try:
                if not line:
                    if old is not None:
                        return old
                    return understanding.passed_over(asked.item, choices)
                if self._prompt.obey(line, asked):
                    if command_of(line) == "skip":
                        return understanding.passed_over(asked.item, choices)
                    continue
                known = self._showing.wording.known_beside(asked.item, choices, self.draft)
                value = understanding.answer(asked, choices, line, old, known)
                self._showing.taken(line, asked.item, value, choices)
                left_out = understanding.unlisted(asked, choices, line, known)
                if left_out:
                    self._showing.say("unlisted", names=left_out)
                return value
            except NotUnderstoodError as error:
                offered = error.offered
                self._showing.slip(line)
                self._showing.not_understood(or_command(line, error))
                self._showing.again()
        raise GaveUp

    def _of_all_places(self, asked: Asked, value: Any) -> Any:
        """The answer for all places of a question; those of which nothing was said are asked."""
        left = [one for one in asked.homes if isinstance(value, dict) and one not in value]
        for home in left if asked.homes else ():
            alone = asked._replace(homes=(home,))
            choices = self._showing.wording.choices(asked.item, self.draft, alone.homes)
            self._showing.question(alone, choices, None)
            value = {**value, **(self._read(alone, choices, None) or {home: None})}
        return value

    def _with_payer(self, source: dict[str, Any]) -> dict[str, Any]:
        """A source of money with the party that pays it, if it is on the list."""
        choices = self._showing.wording.payers(self.draft, source["kind"])
        if not choices:
            return source
        for _ in range(TRIES):
            self._showing.payer(source["source"], choices)
            line = self._line("")
            try:
                if not line or hearing.is_passed(line):
                    return source
                if self._prompt.obey(line, None):
                    continue
                party = choosing.one_of(line, choices)
                return source if party in ("none", UNKNOWN) else {**source, "party": party}
            except NotUnderstoodError as error:
                if error.what == "no-skip":
                    return source
                self._showing.not_understood(error)
        raise GaveUp

    def _with_day(self, event: dict[str, Any]) -> dict[str, Any]:
        """A coming event with the day on which it is, if the person knows it.

        One of no kind of its own is asked what it is; a day of nothing would tell nobody anything.
        """
        if event["kind"] == "other":
            what, day = dates.with_day(self._what_it_is(str(event.get("what", ""))), self._today)
            only_day = bool(day) and not what  # what it is was asked, and not when
            if day and not self._is_to_come(day):
                day = ""
            if day:
                self._showing.taken_day("", day)
            if only_day:
                what = self._what_it_is("")
            if not what:
                return event
            event = {**event, "what": what, **({"date": day} if day else {})}
            if day:
                return event
        self._showing.event(event)
        offered = ""
        for _ in range(TRIES):
            line = self._line_or(offered)
            try:
                if not line or hearing.is_unknown(line) or hearing.is_passed(line):
                    return event
                if self._prompt.obey(line, None):
                    continue
                day = dates.date(line, self._today)
                self._understanding.to_come(line, day)
                self._showing.taken_day(line, day)
                return {**event, "date": day}
            except NotUnderstoodError as error:
                if error.what == "no-skip":
                    return event
                offered = error.offered
                self._showing.not_understood(error)
                self._showing.again()
        raise GaveUp

    def _is_to_come(self, day: str) -> bool:
        """Whether a day has not passed; says so if it has."""
        try:
            self._understanding.to_come(day, day)
        except NotUnderstoodError as error:
            self._showing.not_understood(error)
            return False
        return True

    def _what_it_is(self, old: str) -> str:
        """What a coming day brings, in the person's own words; nothing if it is left out."""
        self._showing.follow_up("event-what", old=old)
        for _ in range(TRIES):
            line = self._line("") or old
            try:
                if not line or hearing.is_unknown(line) or hearing.is_passed(line):
                    return ""
                if not self._prompt.obey(line, None):
                    return hearing.words(line)
            except NotUnderstoodError as error:
                if error.what == "no-skip":
                    return ""
                self._showing.not_understood(error)
        raise GaveUp

    def _read_columns(self, asked: Asked, old: Any) -> Any:
        """The line of a list, asked for column by column; each is kept as soon as it is given."""
        item, begun = asked.item, self.answered.begun
        at = begun[1] if begun and begun[0] == item else 0
        every = self._understanding.columns(item)
        agenda = self.relevance.agenda
        known = agenda.told_before(item, self.draft)
        line = Line(every, {**known, **(old or {})}, at, agenda.columns(item, self.draft))
        name = dict(self.draft.entries(list_of(item)))[item]
        named = True  # just now, as the question
        while line.column is not None:
            self.answered.keep_column(item, line)
            choices = self._showing.column(line, name, named)
            named = False
            if not self._read_column(asked, line, choices):
                break
        self.answered.begun = None
        return line.row

    def _read_column(self, asked: Asked, line: Line, choices: tuple[NumberedAnswer, ...]) -> bool:
        """Takes the answer to one column.

        Returns:
            Whether there is more to ask of this entry; not if the rest is skipped.
        """
        column = line.column
        assert column is not None
        offered = ""
        for _ in range(TRIES):
            text = self._line_or(offered)
            command = command_of(text)
            try:
                if not text or hearing.is_passed(text):
                    line.keep()
                elif command == "skip":
                    return False
                elif command == "back" and line.back():
                    pass
                elif command == "ask":
                    raise NotUnderstoodError("one-at-a-time")
                elif self._prompt.obey(text, asked):
                    continue
                else:
                    self._prompt.choose_line(text, asked)
                    words = self._understanding.of_column(asked.item, column, choices, text)
                    beside = self._understanding.beside(
                        asked.item, column, self._showing.wording, text
                    )
                    beside = {key: one for key, one in beside.items() if key not in line.row}
                    self._showing.taken_in_column(text, words, asked.item, line, beside)
                    line.take(words)
                    line.row = {**line.row, **beside}
                return True
            except NotUnderstoodError as error:
                offered = error.offered
                if "amount" in error.values:
                    line.row = {**line.row, "amount": error.values["amount"]}
                else:
                    self._showing.slip(text)
                self._showing.not_understood(or_command(text, error))
                self._showing.again()
        raise GaveUp

    # Going back

    def _back(self) -> None:
        before = self.answered.back()
        if before is None:
            self._showing.say("wrong", what="nothing-before", answered=self.answered.number)
            return
        self.relevance.forget()
        self._ask(Asked(before.item, before.homes, None))

    def _answer_again(self, change: AnswerAgain) -> None:
        """Puts an earlier question again, the old answer offered."""
        item, agenda = change.item, self.relevance.agenda
        homes: tuple[str, ...] = ()
        if item.startswith("homes."):
            homes = tuple(self.draft.answer(item) or ()) or agenda.homes(
                item, self.draft, self.draft.homes(self._knowledge)
            )
        self.relevance.forget()
        self._ask(Asked(item, homes, None))
