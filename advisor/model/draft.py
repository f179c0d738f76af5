"""A case that is being answered: its content so far, question by question.

The content is nothing but what a case file holds, so whatever can be done with a case file can be
done with a draft. A question of the interview is named by its place in the case file, with three
that hold several answers: `homes.autonomy` is the answer for each place, `parties` the list of
parties and `parties.board` the line of one of them. `across.power.at-once` is one column of all
these lines, by the names of the parties.

Content is never changed where it stands: an answer that is given replaces the parts it stands in,
and all others are the same as before, in every copy. So copies cost nothing, and what has been
read need not be read again until an answer changes.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from advisor.knowledge.interview import ACROSS, is_across
from advisor.knowledge.source import Mapping as SourceMapping
from advisor.knowledge.source import Sequence as SourceSequence
from advisor.knowledge.source import read
from advisor.model.case import EVERY_HOME, NOWHERE, UNKNOWN
from advisor.model.case_reader import VERSION, read_case
from advisor.model.home_facts import homes_in_play
from advisor.model.names import party_id, slug_of, unique_slug

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.knowledge.base import Knowledge
    from advisor.knowledge.questions import Questions
    from advisor.model.case import Case

STOPGAP = "-"
"""Stands for a needed word that nobody has given yet, while the rest is being reasoned over."""

Content = dict[str, Any]
"""What a case file holds: mappings, lists, words and numbers."""


def content_of_file(file: str, knowledge: Knowledge) -> Content:
    """What a case file answers, after checking that it can be used as far as it goes.

    Args:
        file: The file, which may be only begun.

    Raises:
        InputError: If it cannot be used.
    """
    return content_of(read_case(read(file), file, knowledge, begun=True), knowledge.questions)


def content_of(case: Case, questions: Questions) -> Content:
    """What a case file answers, as a draft holds it.

    Left out is what the file leaves empty, and a whole part or list of which it says no more than
    that it is unknown, so that its questions are asked.

    Args:
        case: The case, which may be only begun.
    """
    return {"advisor-case": VERSION, **_answered(case.plain(), "case", questions)}


def _answered(given: Content, level: str, questions: Questions) -> Content:
    found: Content = {}
    for name, answer in given.items():
        question = questions.find(level, name)
        if question.of and answer == UNKNOWN:
            continue
        if question.type == "record":
            answer = _answered(answer, question.of, questions)
        elif question.type == "records-by-home":
            parts = {home: _answered(one, question.of, questions) for home, one in answer.items()}
            answer = {home: one for home, one in parts.items() if one}
        elif question.type == "records":
            answer = [_answered(one, question.of, questions) for one in answer]
        if answer != {}:
            found[name] = answer
    return found


class Draft:
    """The answers so far.

    Attributes:
        content: What the case file will hold.
        asked: The questions that have been put, answered or passed over, in order.
    """

    def __init__(
        self, content: Content | None = None, asked: Iterable[str] = (), rater: str = ""
    ) -> None:
        """Begins with some content.

        Args:
            content: Of a case file, or of an earlier session.
            rater: Whose ratings of the tensions are given.
        """
        self.content: Content = content if content is not None else {"advisor-case": VERSION}
        self.asked = list(asked)
        self.rater = rater
        self._read: tuple[Content, str, Knowledge, Case] | None = None

    def copy(self) -> Draft:
        """A draft of its own with the same answers."""
        copy = Draft(self.content, self.asked, self.rater)
        copy._read = self._read
        return copy

    @property
    def place(self) -> str:
        """Where the work sits or is planned: a home, `nowhere` or `unknown`."""
        return str(self.content.get("place") or UNKNOWN)

    def answer(self, item: str) -> Any:
        """The answer to a question; nothing if there is none.

        Args:
            item: The question. `homes.autonomy` gives a mapping from home to answer.
        """
        head, _, tail = item.partition(".")
        found = self.content.get(head)
        if item == "homes":
            return self._open_homes()
        if head == "homes":
            homes = found or {}
            return {
                home: answers[tail]
                for home, answers in homes.items()
                if isinstance(answers, dict) and answers.get(tail) is not None
            } or None
        if item in ("parties", "money", "events"):
            return found
        if head == ACROSS:
            column = tail.partition(".")[0]
            rows = self.content.get("parties") or ()
            return {str(one["name"]): one[column] for one in rows if column in one} or None
        if head in _ROWS:
            row = self._row(head, tail) or {}
            said = _ROWS[head] if head == "parties" else set(row) - {"source", "kind", "party"}
            return row if any(one in row for one in said) else None
        if head == "tensions":
            return (self._ratings() or {}).get(tail)
        if not tail:
            return found
        return found.get(tail) if isinstance(found, dict) else None

    def put(self, item: str, value: Any) -> None:
        """Takes an answer.

        Args:
            value: The answer as a case file holds it; nothing takes it back. Of `homes.autonomy`
                a mapping with an answer, or nothing, for each home that was asked about; of a
                question about all parties one with an answer, or nothing, for each name.
        """
        head, _, tail = item.partition(".")
        if item == "homes":
            self._put_open_homes(value)
        elif head == "homes":
            homes = self._homes()
            for home, one in (value or {}).items():
                homes[home] = _with(homes.get(home, {}), tail, one)
            self._put_homes(homes)
        elif head == ACROSS:
            column, given = tail.partition(".")[0], value or {}
            self._put("parties", [
                _with(one, column, given[one["name"]]) if one["name"] in given else one
                for one in self.content.get("parties") or ()
            ])  # fmt: skip
        elif item in _ROWS:
            self._put_list(item, "id" if item == "parties" else "source", value)
        elif head in _ROWS:
            self._put_row(head, self._row(head, tail), value)
        elif head == "tensions":
            self._put_rating(tail, value)
        elif not tail:
            self._put(head, value)
        else:
            self._put(head, _with(self.content.get(head, {}), tail, value) or None)

    def pass_over(self, item: str) -> None:
        """Remembers that a question has been put; one that is put again keeps its place."""
        if item not in self.asked:
            self.asked.append(item)

    def is_settled(self, item: str) -> bool:
        """Whether a question has been put or answered."""
        return item in self.asked or (not is_across(item) and self.answer(item) is not None)

    def entries(self, item: str) -> list[tuple[str, str]]:
        """The entries of a list, each with the name of its line and what it is called."""
        if item == "parties":
            return [(f"parties.{one['id']}", str(one["name"])) for one in self._named_parties()]
        taken: set[str] = set()
        called = [str(one.get("source")) for one in self.content.get("money") or ()]
        return [(f"money.{unique_slug(slug_of(one) or 'source', taken)}", one) for one in called]

    def case(self, knowledge: Knowledge, file: str = "the interview") -> Case:
        """The case of the answers so far.

        What every case needs and this one has not yet is filled in with a stopgap, so that the
        rest can be reasoned over.

        Args:
            knowledge: The questions, homes and kinds of party.
            file: The name of the file, for messages.

        Raises:
            InputError: If an answer is not one a case file can hold.
        """
        read = self._read
        if read is None or read[0] is not self.content or read[1:3] != (file, knowledge):
            case = read_case(_as_read(_completed(self.content)), file, knowledge)
            self._read = read = self.content, file, knowledge, case
        return read[3]

    def homes(self, knowledge: Knowledge) -> tuple[str, ...]:
        """The places that are open or planned, the planned one first."""
        found = list(homes_in_play(self.case(knowledge), knowledge))
        return tuple(sorted(found, key=lambda home: home != self.place))

    # The parts that are not plain.

    def _open_homes(self) -> list[str] | None:
        given = (self.answer("homes.open") or {}).items()
        said = {home: one for home, one in given if home != EVERY_HOME and one != UNKNOWN}
        if not said:
            return None
        return [home for home, open_ in said.items() if open_ == "yes" and home != self.place]

    def _put_open_homes(self, value: Any) -> None:
        kept = (UNKNOWN,) if value is None else ()  # who passes it over takes nothing back
        homes = {
            home: answers if answers.get("open") in kept else _with(answers, "open", None)
            for home, answers in self._homes().items()
        }
        if value is not None:
            wanted = [*value] if self.place in (NOWHERE, UNKNOWN) else [self.place, *value]
            # Nothing open at all is an answer, too.
            said = dict.fromkeys(wanted, "yes") or {"existing-school": "no"}
            for home, open_ in said.items():
                homes[home] = _with(homes.get(home, {}), "open", open_)
        self._put_homes(homes)

    def _homes(self) -> Content:
        return {**(self.content.get("homes") or {})}

    def _put_homes(self, homes: Content) -> None:
        answered = {home: answers for home, answers in homes.items() if answers}
        self._put("homes", answered or None)

    def _named_parties(self) -> list[Content]:
        """The parties, each with an id, as the reader would give it."""
        parties = self.content.get("parties") or []
        if not all(one.get("id") for one in parties):
            parties = [
                one if one.get("id") else
                {**one, "id": party_id(str(one.get("name")))}
                for number, one in enumerate(parties, 1)
            ]  # fmt: skip
            self._put("parties", parties)
        return list(parties)

    def _row(self, item: str, name: str) -> Content | None:
        """The line of an entry of a list."""
        names = [one for one, _ in self.entries(item)]  # gives the parties their ids
        rows = zip(names, self.content.get(item) or ())
        return next((row for one, row in rows if one == f"{item}.{name}"), None)

    def _put_list(self, item: str, key: str, value: Any) -> None:
        """Puts a list in place; entries that were there already keep their answers."""
        old = {one.get(key): one for one in self.content.get(item) or ()}
        self._put(item, None if value is None else [{**old.get(one.get(key), {}), **one}
                                                    for one in value])  # fmt: skip

    def _put_row(self, item: str, row: Content | None, value: Content | None) -> None:
        """Puts the line of an entry in place of the one it had."""
        if row is None:
            return
        keys, value = _ROWS[item], value or {}
        changed = {key: one for key, one in row.items() if key not in keys}
        given = {key: value[key] for key in keys if value.get(key) is not None}
        rows = [one if one is not row else {**changed, **given} for one in self.content[item]]
        self._put(item, rows)

    def _put(self, key: str, value: Any) -> None:
        self.content = _with(self.content, key, value)

    def _raters(self) -> list[Content]:
        return list((self.content.get("tensions") or {}).get("raters") or ())

    def _ratings(self) -> Content | None:
        return next((one for one in self._raters() if one.get("who") == self.rater), None)

    def _put_rating(self, tension: str, value: Any) -> None:
        ratings, raters = self._ratings(), self._raters()
        if ratings is not None:
            raters = [one if one is not ratings else _with(one, tension, value) for one in raters]
        elif value is not None:
            raters.append({"who": self.rater, tension: value})
        else:
            return
        self._put("tensions", _with(self.content.get("tensions") or {}, "raters", raters))


_PARTY = "supplies sets-rules votes tie power stance divided basis ally"
_ROWS = {"parties": tuple(_PARTY.split()), "money": ("amount", "share", "signed", "ends", "aims")}
"""The questions that the line of an entry of a list answers."""


def _with(content: Content, key: str, value: Any) -> Content:
    """Content with another value for a key, or without it."""
    changed = {**content}
    if value is None:
        changed.pop(key, None)
    else:
        changed[key] = value
    return changed


def copied(value: Any) -> Any:
    """A copy of some content that shares nothing with it that can change."""
    return json.loads(json.dumps(value))


def _completed(content: Content) -> Content:
    """Content with a stopgap for whatever every case needs."""
    change = {"kind": UNKNOWN, **(content.get("change") or {})}
    if not change.get("short") and not change.get("summary"):
        change["short"] = STOPGAP
    client = {"name": STOPGAP, **(content.get("client") or {})}
    usual = {"advisor-case": VERSION, "place": UNKNOWN}
    full = {**usual, **content, "client": client, "change": change}
    if not full.get("parties") and not full.get("homes"):
        full["homes"] = {EVERY_HOME: {"joins-give-up": STOPGAP}}
    return full


def _as_read(value: Any) -> Any:
    """Content as if it had been read from a file of one line."""
    if isinstance(value, dict):
        mapping = SourceMapping(1)
        mapping.update((key, _as_read(one)) for key, one in value.items())
        mapping.lines = dict.fromkeys(value, 1)
        return mapping
    if isinstance(value, (list, tuple)):
        return SourceSequence(1, map(_as_read, value), [1] * len(value))
    return value
