"""A question as fields to fill in, for pages and programs, and filled-in fields as its answer.

What is posted becomes the line that somebody would type at a terminal, so that one core says what
an answer means. The module is long because one class puts every kind of question, and reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from advisor.explanation.contract import Contract
from advisor.explanation.relevance import Asked
from advisor.interview import dates, hearing
from advisor.interview.hearing import NotUnderstoodError
from advisor.interview.listing import Listing, Ticked
from advisor.knowledge.interview import LISTS, is_across, is_line
from advisor.model.case import UNKNOWN
from advisor.model.line import is_asked, with_words, words_in
from advisor.presentation.interview import DONT_KNOW

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from advisor.interview.course import Course
    from advisor.knowledge.interview import Column
    from advisor.presentation.interview import NumberedAnswer

    Posted = Mapping[str, Sequence[str]]
    """What stands in each field, by its name."""

USUAL = "usual"
"""Stands for what is taken for granted where nobody answers."""
TABLE = {"yes": "y", "partly": "p", "no": "n", UNKNOWN: "?"}
"""The answers in a table, and how they are typed."""
SCALE = ("1", "2", "3", "4", "5")
DATE, WHAT = "date", "what"
"""What may be written beside a coming event: its day, and of one of no kind what it is."""
_WRITTEN = {"number": "number", "date": "date", "day": "date", "phrases": "lines", "text": "long"}


class Option(Contract, frozen=True):
    """An answer that can be picked."""

    key: str
    label: str
    picked: bool
    alone: bool = False
    """Whether it cannot stand beside others."""
    beside: Mapping[str, str] = {}
    """What may be written beside it, by the end of the name of the field, with what is there."""


class Field(Contract, frozen=True):
    """Something to fill in."""

    name: str
    kind: str
    """`one` or `several` of the options, a `cell` of a table, a `scale`; or written: `line`,
    `long`, `lines`, `number` or `date`."""
    about: str = ""
    help: str = ""
    options: tuple[Option, ...] = ()
    written: str = ""
    dated: bool = False
    """Whether a date can stand in the place of the options."""
    home: str = ""
    """The place it is about, where each has its own."""


class UnfitError(NotUnderstoodError):
    """An answer that is not understood, and the field in which it stands."""

    def __init__(self, error: NotUnderstoodError, field: str) -> None:
        super().__init__(error.what, **error.values)
        self.error = error
        self.field = field


class QuestionForm:
    """One question as a page puts it.

    Attributes:
        kind: `fields`, `table`, `tension`, `line` or `list`.
        fields: What is to be filled in; nothing for a list.
        listing: What is to be ticked, of a list.
        each: Whether each place has fields of its own.
        card: Whether all columns of a line stand on one card.
    """

    def __init__(
        self, course: Course, asked: Asked, posted: Posted | None = None, *,
        each: bool | None = None, card: bool = False,
    ) -> None:  # fmt: skip
        """Puts a question, with the answer there is or with what was posted.

        Args:
            posted: What was posted, to be shown again or understood.
            each: Whether each place is to have its own fields; else as the answer has it.
            card: Whether all columns of a line are to stand on one card.
        """
        self.asked, self.card = asked, card
        self._course, self._posted = course, posted
        self._old = course.answered.offered(asked.item)
        if is_line(asked.item):
            told = course.relevance.agenda.told_before(asked.item, course.draft)
            self._old = {**told, **(self._old or {})} or None
        self._question = course.relevance.agenda.question(asked.item)
        values = [(self._old or {}).get(one) for one in asked.homes]
        differ = any(one != values[0] for one in values)
        self.each = len(asked.homes) > 1 and (differ if each is None else each)
        self.kind = self._kind()
        self.columns = self._columns() if self.kind == "line" else ()
        self.listing = self._listing() if self.kind == "list" else None
        self.fields = tuple(self._fields())

    @property
    def unchanged(self) -> dict[str, list[str]]:
        """What would be posted if nothing were changed."""
        found = {"shown": [one.column for one in self.columns]}
        for one in self.fields:
            picked = [option.key for option in one.options if option.picked]
            found[one.name] = picked or [one.written]
            found[f"{one.name}.{DATE}"] = [one.written]
            found |= {f"{one.name}.{option.key}.{key}": [written] for option in one.options
                      for key, written in option.beside.items()}  # fmt: skip
        for row in self.listing.rows if self.listing else ():
            found.setdefault("pick", []).extend([row.key] if row.picked else [])
            if row.own:
                found.setdefault("name", []).append(row.name)
                found.setdefault("kind", []).append(row.kind)
        return found

    def value(self) -> Any:
        """The answer that was posted, as a case file holds it.

        Raises:
            UnfitError: If it is none.
        """
        if self.listing is not None:
            try:
                return self.listing.value()
            except NotUnderstoodError as error:
                raise UnfitError(error, "names") from None
        if self.kind == "line":
            return self.row
        if not self.each:
            return self._understood(self.asked, "answer", self._old)
        found: dict[str, Any] = {}
        for home in self.asked.homes:
            try:
                asked = Asked(self.asked.item, (home,), None)
                found.update(self._understood(asked, f"answer.{home}", None))
            except UnfitError as unfit:
                if unfit.error.what != "nothing":
                    raise
                found[home] = None
        if not any(one is not None for one in found.values()):
            raise UnfitError(NotUnderstoodError("nothing"), self.fields[0].name)
        return found

    def unknown(self) -> Any:
        """What it means not to know.

        Raises:
            UnfitError: If there is no case without an answer.
        """
        try:
            if self.kind == "line" and not self.card:
                row = self._old or {}
                for column in self.columns:
                    row = with_words(row, column, (UNKNOWN,))
                return row
            if is_across(self.asked.item):
                choices = self._choices(())
                return self._course.understanding.answer(self.asked, choices, DONT_KNOW, None)
            return self._course.understanding.not_known(self.asked)
        except NotUnderstoodError as error:
            raise UnfitError(error, self.fields[0].name if self.fields else "names") from None

    def skipped(self) -> Any:
        """What it means to pass the question over.

        Raises:
            UnfitError: If there is no case without an answer.
        """
        try:
            if self.asked.item == "parties" and not self._old:
                return self._course.understanding.not_known(self.asked)
            return self._old or self._course.understanding.passed_over(
                self.asked.item, self._choices(self.asked.homes)
            )
        except NotUnderstoodError as error:
            raise UnfitError(error, self.fields[0].name if self.fields else "names") from None

    # How a question is put

    def _kind(self) -> str:
        item, question = self.asked.item, self._question
        if is_line(item):
            return "line"
        if item in LISTS and not self._course.answered.screen:
            return "list"
        if item.startswith("tensions."):
            return "tension"
        return "table" if question is not None and question.type == "table" else "fields"

    def _listing(self) -> Listing:
        """The list, as it was answered or as it was posted."""
        item, posted = self.asked.item, self._posted
        if posted is None:
            return Listing(self._course, item)
        pick, name, kind = (posted.get(one, ()) for one in ("pick", "name", "kind"))
        return Listing(self._course, item, Ticked(pick, name, kind, self._written("names")))

    def _fields(self) -> Iterable[Field]:
        if self.kind == "line":
            yield from map(self._of_column, self.columns)
        elif self.kind == "tension":
            for one in ("now", "wanted"):
                picked = self._picked(f"answer.{one}", (self._old or {}).get(one))
                yield Field(f"answer.{one}", "scale", options=tuple(
                    Option(score, "", score in picked) for score in SCALE))  # fmt: skip
        elif self.kind != "list":
            for home in self.asked.homes if self.each else ("",):
                yield from self._of_home(home)

    def _of_home(self, home: str) -> Iterable[Field]:
        name = f"answer.{home}" if home else "answer"
        old, homes = self._old, (home,) if home else self.asked.homes
        if homes:
            old = (old or {}).get(homes[0])
        label = self._course.wording.home(home) if home else ""
        question = self._question
        if self.kind == "table" and question is not None:
            for row in question.rows.values():
                own = f"{name}.{row.name}"
                cell = None if old is None else old.get(row.name, UNKNOWN)
                picked = self._picked(own, cell)
                options = tuple(Option(one, "", one in picked) for one in TABLE)
                yield Field(own, "cell", row.label or row.name, options=options, home=label)
            return
        choices = self._choices(homes)
        if choices:
            several = self._takes_several()
            events = {str(one.get("kind")): one for one in old or ()} if self._comes else None
            if self._comes:
                old = None if old is None else [one.get("kind") for one in old] or ["none"]
            elif self.asked.item == "parties":  # of the short form
                old = [one["id"] for one in old or ()][:1]
            elif is_across(self.asked.item):
                answer = self._course.relevance.agenda.across(self.asked.item).answer
                old = None if old is None else [key for key, one in old.items() if one == answer]
            elif self.asked.item == "homes":
                old = None if old is None else old or ["none"]
            picked = self._picked(name, old)
            options = tuple(
                _option(one, picked, several, self._beside(name, one.value, events))
                for one in choices
            )
            yield Field(name, "several" if several else "one", options=options, home=label)
            return
        kind = _WRITTEN.get(question.type if question is not None else "", "line")
        written = "\n".join(old) if isinstance(old, (list, tuple)) else old
        if self._posted is not None:
            written = self._written(name)
        shown = "" if written in (None, UNKNOWN) else str(written)
        yield Field(name, kind, written=shown, home=label)

    @property
    def _comes(self) -> bool:
        """Whether it asks what is coming up."""
        return self.asked.item == "events"

    def _beside(
        self, name: str, kind: Any, events: Mapping[str, Any] | None
    ) -> dict[str, str]:  # fmt: skip
        """What is written beside the kind of a coming event."""
        if events is None or kind in ("none", UNKNOWN):
            return {}
        known, keys = events.get(kind, {}), (WHAT, DATE) if kind == "other" else (DATE,)
        shown = {key: "" if known.get(key) in (None, UNKNOWN) else str(known[key]) for key in keys}
        return shown if self._posted is None else {
            key: self._written(f"{name}.{kind}.{key}") for key in keys}  # fmt: skip

    def _of_column(self, column: Column) -> Field:
        words = words_in(self._old or {}, column)
        name, several = column.column, bool(column.ties)
        day = next((one for one in words if column.date and one not in column.labels), "")
        old = [DATE] if day and day != UNKNOWN else list(words)
        picked = self._picked(name, old or None)
        options = [
            Option(one.value, one.label, one.value in picked,
                   several and one.value not in column.answers)
            for one in self._course.wording.of_column(column)
        ]  # fmt: skip
        if column.date:
            options.insert(-1, Option(DATE, "", DATE in picked))
        written = day if self._posted is None else self._written(f"{name}.{DATE}")
        return Field(name, "several" if several else "one", column.ask, column.help,
                     tuple(options), written, column.date)  # fmt: skip

    def _columns(self) -> tuple[Column, ...]:
        """The columns that are shown: those posted, all on a card, or those that are left."""
        every = self._course.understanding.columns(self.asked.item)
        if self._posted is not None:
            return tuple(one for one in every if one.column in self._posted.get("shown", ()))
        if self.card:
            return self._course.relevance.agenda.apt_columns(self.asked.item, self._course.draft)
        begun, row = self._course.answered.begun, self._old or {}
        at = begun[1] if begun and begun[0] == self.asked.item else 0
        asked = self._asked_columns()
        found = [one for one in every[at:] if one in asked
                 and (is_asked(one, row, every) or words_in(row, one))]  # fmt: skip
        return tuple(found) or asked

    def _asked_columns(self) -> tuple[Column, ...]:
        """What is asked of this line by itself."""
        return self._course.relevance.agenda.columns(self.asked.item, self._course.draft)

    def _choices(self, homes: Sequence[str]) -> tuple[NumberedAnswer, ...]:
        return self._course.wording.choices(self.asked.item, self._course.draft, tuple(homes))

    def _takes_several(self) -> bool:
        question = self._question
        return (
            self.asked.item in ("homes", "events")
            or is_across(self.asked.item)
            or (question is not None and question.type == "several")
        )

    def _written(self, name: str) -> str:
        return next(iter((self._posted or {}).get(name, ())), "")

    def _picked(self, name: str, old: Any) -> list[str]:
        if self._posted is not None:
            return [*self._posted.get(name, ())]
        if isinstance(old, (list, tuple)):
            return [str(one) for one in old] or ["none"]
        return [] if old is None else [str(old)]

    # What was posted

    def _understood(self, asked: Asked, name: str, old: Any) -> Any:
        """The answer in the fields of a name."""
        fields = [one for one in self.fields if one.name == name or one.name.startswith(f"{name}.")]
        choices = self._choices(asked.homes)
        try:
            text = self._line(fields, choices)
            value = self._course.understanding.answer(asked, choices, text, old)
        except NotUnderstoodError as error:
            raise UnfitError(error, fields[0].name) from None
        if self._comes and value:  # those known already keep what is known of them
            known = {one.get("kind"): one for one in old or ()}
            value = [self._told_of(name, known.get(one["kind"], one)) for one in value]
        return value

    def _told_of(self, name: str, event: dict[str, Any]) -> dict[str, Any]:
        """A coming event with what was written beside its kind.

        Raises:
            UnfitError: If that is no day.
        """
        for key in (WHAT, DATE):
            own = f"{name}.{event['kind']}.{key}"
            if own not in (self._posted or {}):
                continue
            written = hearing.clean(self._written(own))
            try:
                told = dates.date(written) if key == DATE and written else hearing.words(written)
            except NotUnderstoodError as error:
                raise UnfitError(error, own) from None
            kept = {one: part for one, part in event.items() if one != key}
            event = {**kept, key: told} if told else kept
        return event

    def _line(self, fields: Sequence[Field], choices: Sequence[NumberedAnswer]) -> str:
        """What somebody would type who gives the answer that was posted."""
        field = fields[0]
        picked = [one.key for each in fields for one in each.options if one.picked]
        if field.kind in ("one", "several"):
            picked = [str(one.number) for one in choices if _key(one.value) in picked]
        elif field.kind == "cell":
            by_row = [next((one.key for one in each.options if one.picked), UNKNOWN)
                      for each in fields]  # fmt: skip
            picked = [TABLE[one] for one in by_row] if picked else []
        elif field.kind == "scale":
            if picked and len(picked) < len(fields):
                raise NotUnderstoodError("scale")
        elif field.kind == "lines":
            lines = (hearing.clean(one).replace(";", ",") for one in field.written.splitlines())
            picked = ["; ".join(filter(None, lines))]
        else:
            picked = [hearing.clean(field.written)]
        text = " ".join(picked)
        if not text.strip():
            raise NotUnderstoodError("nothing")
        return text

    @property
    def row(self) -> dict[str, Any]:
        """The line of a list with what was posted for the columns shown.

        Raises:
            UnfitError: If a column is not understood, or nothing was posted but a whole card.
        """
        row = dict(self._old or {})
        given = False
        for column, field in zip(self.columns, self.fields):
            words = tuple(one.key for one in field.options if one.picked)
            given = given or bool(words)
            try:
                if DATE in words and field.dated:
                    words = (dates.date(hearing.clean(field.written)),)
                elif len(words) > 1 and not set(words) <= set(column.answers):
                    raise NotUnderstoodError("alone-here")
            except NotUnderstoodError as error:
                raise UnfitError(error, field.name) from None
            row = with_words(row, column, words)
        if not (given or self.card):
            raise UnfitError(NotUnderstoodError("nothing"), self.fields[0].name)
        return row


def _key(value: Any) -> str:
    if value is None:
        return USUAL
    return str(value["id"]) if isinstance(value, dict) else str(value)


def _option(
    choice: NumberedAnswer, picked: Sequence[str], several: bool, beside: Mapping[str, str]
) -> Option:  # fmt: skip
    key = _key(choice.value)
    alone = several and key in ("none", UNKNOWN, USUAL)
    return Option(key, choice.label, key in picked, alone, beside)
