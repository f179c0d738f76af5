"""A question as fields of a page, and posted fields as its answer.

What is posted becomes the line that somebody would type at a terminal, so that one core says what
an answer means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.errors import nearest
from advisor.explanation.relevance import Asked
from advisor.interview import typed
from advisor.interview.columns import Line
from advisor.interview.typed import NotUnderstoodError
from advisor.knowledge.interview import LISTS
from advisor.model.case import UNKNOWN
from advisor.model.line import is_asked, with_words, words_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from werkzeug.datastructures import MultiDict

    from advisor.interview.course import Course
    from advisor.knowledge.interview import Column
    from advisor.presentation.interview import NumberedAnswer

    Posted = MultiDict[str, str]

USUAL = "usual"
"""Stands for what is taken for granted where nobody answers."""
TABLE = {"yes": "y", "partly": "p", "no": "n", UNKNOWN: "?"}
"""The answers in a table, and how they are typed."""
SCALE = ("1", "2", "3", "4", "5")
DATE = "date"
_WRITTEN = {"number": "number", "date": "date", "day": "date", "phrases": "lines", "text": "long"}


class Option(NamedTuple):
    """An answer that can be picked."""

    key: str
    label: str
    picked: bool
    alone: bool = False
    """Whether it cannot stand beside others."""


class Field(NamedTuple):
    """Something to fill in.

    Attributes:
        kind: `one` or `several` of the options, a `cell` of a table, a `scale`; or written:
            `line`, `long`, `lines`, `number` or `date`.
    """

    name: str
    kind: str
    about: str = ""
    help: str = ""
    options: tuple[Option, ...] = ()
    written: str = ""
    dated: bool = False
    """Whether a date can stand in the place of the options."""
    home: str = ""
    """The place it is about, where each has its own."""


class ListRow(NamedTuple):
    """An entry of a list, or one that could be."""

    key: str
    name: str
    kind: str
    picked: bool
    own: bool = False
    meant: str = ""
    """A usual entry that its name comes close to."""


class UnfitError(Exception):
    """An answer that is not understood, and the field in which it stands."""

    def __init__(self, error: NotUnderstoodError, field: str) -> None:
        super().__init__(error.what)
        self.error = error
        self.field = field


class QuestionForm:
    """One question as a page puts it.

    Attributes:
        kind: `fields`, `table`, `tension`, `line` or `list`.
        fields: What is to be filled in; nothing for a list.
        each: Whether each place has fields of its own.
        card: Whether all columns of a line stand on one card.
    """

    def __init__(
        self, course: Course, asked: Asked, posted: Posted | None = None, *,
        each: bool | None = None, card: bool = False,
    ) -> None:  # fmt: skip
        """Puts a question, with the answer there is or with what was posted.

        Args:
            course: The interview.
            asked: The question.
            posted: What was posted, to be shown again or understood.
            each: Whether each place is to have its own fields; else as the answer has it.
            card: Whether all columns of a line are to stand on one card.
        """
        self.asked, self.card = asked, card
        self._course, self._posted = course, posted
        self._old = course.answered.offered(asked.item)
        self._question = course.relevance.agenda.question(asked.item)
        values = [(self._old or {}).get(one) for one in asked.homes]
        differ = any(one != values[0] for one in values)
        self.each = len(asked.homes) > 1 and (differ if each is None else each)
        self.kind = self._kind()
        self.columns = self._columns() if self.kind == "line" else ()
        self.fields = tuple(self._fields())

    def value(self) -> Any:
        """The answer that was posted, as a case file holds it.

        Raises:
            UnfitError: If it is none.
        """
        if self.kind == "list":
            return self._listed()
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

    def rest(self, row: dict[str, Any]) -> Line | None:
        """What is left to be asked of a line, after the columns that are shown here."""
        columns = self._course.understanding.columns(self.asked.item)
        for at, column in enumerate(columns):
            later = column not in self.columns and at > columns.index(self.columns[0])
            if later and is_asked(column, row, columns):
                return Line(columns, row, at)
        return None

    # How a question is put

    def _kind(self) -> str:
        item, question = self.asked.item, self._question
        if typed.is_line(item):
            return "line"
        if item in LISTS and not self._course.answered.screen:
            return "list"
        if item.startswith("tensions."):
            return "tension"
        return "table" if question is not None and question.type == "table" else "fields"

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
            if self.asked.item == "events":
                old = None if old is None else [one.get("kind") for one in old] or ["none"]
            elif self.asked.item == "parties":  # of the short form
                old = [one["id"] for one in old or ()][:1]
            elif self.asked.item == "homes":
                old = None if old is None else old or ["none"]
            picked = self._picked(name, old)
            options = tuple(_option(one, picked, several) for one in choices)
            yield Field(name, "several" if several else "one", options=options, home=label)
            return
        kind = _WRITTEN.get(question.type if question is not None else "", "line")
        written = "\n".join(old) if isinstance(old, (list, tuple)) else old
        if self._posted is not None:
            written = self._posted.get(name, "")
        shown = "" if written in (None, UNKNOWN) else str(written)
        yield Field(name, kind, written=shown, home=label)

    def _of_column(self, column: Column) -> Field:
        words = words_in(self._old or {}, column)
        name, several = column.column, bool(column.ties)
        day = next((one for one in words if column.date and one not in column.labels), "")
        picked = self._picked(name, [DATE] if day and day != UNKNOWN else list(words))
        options = [
            Option(one.value, one.label, one.value in picked,
                   several and one.value not in column.answers.values())
            for one in self._course.wording.of_column(column)
        ]  # fmt: skip
        if column.date:
            options.insert(-1, Option(DATE, "", DATE in picked))
        written = day if self._posted is None else self._posted.get(f"{name}.{DATE}", "")
        return Field(name, "several" if several else "one", column.ask, column.help,
                     tuple(options), written, column.date)  # fmt: skip

    def _columns(self) -> tuple[Column, ...]:
        """The columns that are shown: those posted, all on a card, or those to come next."""
        every = self._course.understanding.columns(self.asked.item)
        if self._posted is not None:
            return tuple(one for one in every if one.column in self._posted.getlist("shown"))
        if self.card:
            return every
        begun, row = self._course.answered.begun, self._old or {}
        at = begun[1] if begun and begun[0] == self.asked.item else 0
        found: list[Column] = []
        for place, one in enumerate(every[at:], at):
            if is_asked(one, row, every):
                found.append(one)
                if not at and self._course.draft.answer(self.asked.item):
                    continue  # of a line that is known all are shown
                if any(one.column in later.unless for later in every[place + 1 :]):
                    break
        return tuple(found) or every

    def _choices(self, homes: Sequence[str]) -> tuple[NumberedAnswer, ...]:
        return self._course.wording.choices(self.asked.item, self._course.draft, tuple(homes))

    def _takes_several(self) -> bool:
        question = self._question
        return self.asked.item in ("homes", "events") or (
            question is not None and question.type == "several"
        )

    def _picked(self, name: str, old: Any) -> list[str]:
        if self._posted is not None:
            return self._posted.getlist(name)
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
            if fields[0].kind == "line" and typed.is_unknown(text):
                return self._course.understanding.not_known(asked)
            value = self._course.understanding.answer(asked, choices, text, old)
        except NotUnderstoodError as error:
            raise UnfitError(error, fields[0].name) from None
        if asked.item == "events" and value:  # those known already keep what is known of them
            known = {one.get("kind"): one for one in old or ()}
            value = [known.get(one["kind"], one) for one in value]
        return value

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
            lines = (typed.clean(one).replace(";", ",") for one in field.written.splitlines())
            picked = ["; ".join(filter(None, lines))]
        else:
            picked = [typed.clean(field.written)]
        text = " ".join(picked)
        if not text.strip():
            raise NotUnderstoodError("nothing")
        return text

    @property
    def row(self) -> dict[str, Any]:
        """The line of a list with what was posted for the columns shown.

        Raises:
            UnfitError: If a column is not understood, or nothing was posted.
        """
        every = self._course.understanding.columns(self.asked.item)
        row = dict(self._old or {})
        given = False
        for column, field in zip(self.columns, self.fields):
            words = tuple(one.key for one in field.options if one.picked)
            given = given or bool(words)
            try:
                if DATE in words and field.dated:
                    words = (typed.date(typed.clean(field.written)),)
                elif len(words) > 1 and not set(words) <= set(column.answers.values()):
                    raise NotUnderstoodError("alone-here")
            except NotUnderstoodError as error:
                raise UnfitError(error, field.name) from None
            row = with_words(row, column, words if is_asked(column, row, every) else ())
        if not given:
            raise UnfitError(NotUnderstoodError("nothing"), self.fields[0].name)
        return row

    # Lists

    @property
    def kinds(self) -> dict[str, str]:
        """The kinds that an entry of the list can have, in words."""
        if self.asked.item == "parties":
            return {one.kind: one.one.removeprefix("the ")
                    for one in self._course.knowledge.parties.values()}  # fmt: skip
        values = self._course.knowledge.questions.find("money", "kind").values.values()
        return {one.name: one.label for one in values}

    @property
    def rows(self) -> list[ListRow]:
        """The usual entries, then those of somebody's own."""
        usual = self._usual()
        listed = {self._id(one): one for one in self._old or ()}
        if self._posted is None:
            rows = [
                ListRow(key, _name(one), one["kind"], key in listed) for key, one in usual.items()
            ]
            return rows + [ListRow(key, _name(one), one.get("kind", ""), True, own=True)
                           for key, one in listed.items() if key not in usual]  # fmt: skip
        picked = self._posted.getlist("pick")
        rows = [ListRow(key, _name(one), one["kind"], key in picked)
                for key, one in usual.items()]  # fmt: skip
        names = {_name(one).casefold(): _name(one) for one in usual.values()}
        for at, name in enumerate(self._posted.getlist("name")):
            kind = (self._posted.getlist("kind") + [""] * (at + 1))[at]
            rows.append(ListRow(str(at), typed.clean(name), kind, str(at) in picked, own=True))
        for name in self.added:
            key = (
                typed.party(
                    name,
                    {},
                )["id"]
                if self.asked.item == "parties"
                else name
            )
            if key in usual or name.casefold() in names:
                meant = names.get(name.casefold(), _name(usual.get(key, {})))
                rows = [one._replace(picked=True) if one.name == meant else one for one in rows]
                continue
            close = names.get(nearest(name.casefold(), names) or "", "")
            at = sum(one.own for one in rows)
            alone = not typed.names(name)[1:]  # or both together, which the “and” divides
            rows.append(ListRow(str(at), name, self._kind_of(name), alone, own=True, meant=close))
        return rows

    @property
    def added(self) -> list[str]:
        """The names that were typed to be added."""
        return typed.names(self._posted.get("names", "")) if self._posted is not None else []

    def _listed(self) -> list[dict[str, Any]]:
        """The entries that were picked; those that were listed before keep their order."""
        item, usual = self.asked.item, self._usual()
        old = {self._id(one): one for one in self._old or ()}
        found: dict[str, dict[str, Any]] = {}
        for row in self.rows:
            if row.picked and row.name:
                one = usual.get(row.key) if not row.own else self._entry(row)
                assert one is not None
                found.setdefault(self._id(one), one)
        if not found:
            what = "needed" if item == "parties" else "nothing"
            raise UnfitError(NotUnderstoodError(what, item=item), "names")
        before = [*old]
        place = {key: before.index(key) if key in old else len(old) for key in found}
        return [found[key] for key in sorted(found, key=place.__getitem__)]

    def _entry(self, row: ListRow) -> dict[str, Any]:
        kind = row.kind if row.kind in self.kinds else ""
        try:
            if self.asked.item != "parties":
                return {"source": typed.words(row.name, 200), **({"kind": kind} if kind else {})}
            return {**typed.party(row.name, self._course.knowledge.parties), "kind": kind}
        except NotUnderstoodError as error:
            raise UnfitError(error, "names") from None

    def _kind_of(self, name: str) -> str:
        """The kind that a name tells of; nothing if it does not."""
        try:
            if self.asked.item == "parties":
                return str(typed.party(name, self._course.knowledge.parties)["kind"])
        except NotUnderstoodError:
            return ""
        words = name.casefold().split()
        return next((key for key, label in self.kinds.items()
                     if key in words or label.split()[-1] in words), "")  # fmt: skip

    def _usual(self) -> dict[str, dict[str, Any]]:
        if self.asked.item == "parties":
            entries = self._course.relevance.agenda.usual_entries("parties", self._course.draft)
        else:
            entries = [{"source": label[:1].upper() + label[1:], "kind": kind}
                       for kind, label in self.kinds.items()]  # fmt: skip
        return {self._id(one): one for one in entries}

    def _id(self, entry: dict[str, Any]) -> str:
        return str(entry.get("id" if self.asked.item == "parties" else "source"))


def _name(entry: dict[str, Any]) -> str:
    return str(entry.get("name") or entry.get("source") or "")


def _key(value: Any) -> str:
    if value is None:
        return USUAL
    return str(value["id"]) if isinstance(value, dict) else str(value)


def _option(choice: NumberedAnswer, picked: Sequence[str], several: bool) -> Option:
    key = _key(choice.value)
    alone = several and key in ("none", UNKNOWN, USUAL)
    return Option(key, choice.label, key in picked, alone)
