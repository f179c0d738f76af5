"""A case that is being answered: its content so far, question by question.

The content is nothing but what a case file holds, so whatever can be done with a case file can be
done with a draft. A question of the interview is named by its place in the case file, with three
that hold several answers: `homes.autonomy` is the answer for each place, `parties` the list of
parties and `parties.board` the line of one of them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from advisor.knowledge.source import Mapping, Sequence
from advisor.model.case import EVERY_HOME, NOWHERE, UNKNOWN
from advisor.model.case_reader import VERSION, read_case
from advisor.model.home_facts import homes_in_play
from advisor.model.names import slug_of, unique_slug

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.model.case import Case
    from advisor.model.case_reader import CaseKnowledge

Content = dict[str, Any]
"""What a case file holds: mappings, lists, words and numbers."""

STOPGAP = "-"
"""Stands for a needed word that nobody has given yet, while the rest is being reasoned over."""


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
            asked: The questions already put.
            rater: Whose ratings of the tensions are given.
        """
        self.content: Content = content if content is not None else {"advisor-case": VERSION}
        self.asked = list(asked)
        self.rater = rater

    def copy(self) -> Draft:
        """A draft of its own with the same answers."""
        return Draft(copied(self.content), self.asked, self.rater)

    @property
    def state(self) -> tuple[str, ...]:
        """All that is answered and all that has been put, to compare with another time."""
        return (self.text, *self.asked)

    @property
    def text(self) -> str:
        """All that is answered; the same text for the same answers."""
        return json.dumps(self.content, sort_keys=True)

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
        if head == "parties":
            row = self._party(tail)
            return row if row and any(one in row for one in _ROW) else None
        if head == "money":
            row = self._source(tail)
            return row if row and len(set(row) - {"source", "kind"}) > 0 else None
        if head == "tensions":
            return (self._ratings() or {}).get(tail)
        if not tail:
            return found
        return found.get(tail) if isinstance(found, dict) else None

    def put(self, item: str, value: Any) -> None:
        """Takes an answer.

        Args:
            item: The question.
            value: The answer as a case file holds it; nothing takes it back. Of `homes.autonomy`
                a mapping with an answer, or nothing, for each home that was asked about.
        """
        head, _, tail = item.partition(".")
        if item == "homes":
            self._put_open_homes(value)
        elif head == "homes":
            for home, one in (value or {}).items():
                self._put_in(self._home(home), tail, one)
            self._tidy_homes()
        elif item == "parties":
            self._put_list(item, "id", value)
        elif item == "money":
            self._put_list(item, "source", value)
        elif head == "parties":
            row = self._party(tail)
            if row is not None:
                _put_row(row, _ROW, value)
        elif head == "money":
            row = self._source(tail)
            if row is not None:
                _put_row(row, _MONEY_ROW, value)
        elif head == "tensions":
            self._put_rating(tail, value)
        elif not tail:
            self._put_in(self.content, head, value)
        else:
            self._put_in(self.content.setdefault(head, {}), tail, value)
            if not self.content[head]:
                del self.content[head]

    def pass_over(self, item: str) -> None:
        """Remembers that a question has been put."""
        if item in self.asked:
            self.asked.remove(item)
        self.asked.append(item)

    def is_settled(self, item: str) -> bool:
        """Whether a question has been put or answered."""
        return item in self.asked or self.answer(item) is not None

    def entries(self, item: str) -> list[tuple[str, str]]:
        """The entries of a list, each with the name of its line and what it is called."""
        if item == "parties":
            return [(f"parties.{one['id']}", str(one["name"])) for one in self._named_parties()]
        found: list[tuple[str, str]] = []
        taken: set[str] = set()
        for one in self.content.get("money") or ():
            source = unique_slug(slug_of(str(one.get("source"))) or "source", taken)
            found.append((f"money.{source}", str(one.get("source"))))
        return found

    def case(self, knowledge: CaseKnowledge, file: str = "the interview") -> Case:
        """The case of the answers so far.

        What every case needs and this one has not yet is filled in with a stopgap, so that the
        rest can be reasoned over.

        Args:
            knowledge: The questions, homes and kinds of party.
            file: The name of the file, for messages.

        Raises:
            InputError: If an answer is not one a case file can hold.
        """
        return read_case(as_source(_complete(self.content)), file, knowledge)

    def homes(self, knowledge: CaseKnowledge) -> tuple[str, ...]:
        """The places that are open or planned, the planned one first."""
        found = list(homes_in_play(self.case(knowledge), knowledge))
        return tuple(sorted(found, key=lambda home: home != self.place))

    # The parts that are not plain.

    def _open_homes(self) -> list[str] | None:
        homes = self.content.get("homes") or {}
        said = {
            home: answers["open"]
            for home, answers in homes.items()
            if home != EVERY_HOME and isinstance(answers, dict) and answers.get("open") is not None
        }
        if not said:
            return None
        return [home for home, open_ in said.items() if open_ == "yes" and home != self.place]

    def _put_open_homes(self, value: Any) -> None:
        for answers in (self.content.get("homes") or {}).values():
            answers.pop("open", None)
        if value is not None:
            wanted = [*value] if self.place in (NOWHERE, UNKNOWN) else [self.place, *value]
            for home in wanted:
                self._home(home)["open"] = "yes"
            if not wanted:  # nothing open at all is an answer, too
                self._home("existing-school")["open"] = "no"
        self._tidy_homes()

    def _home(self, home: str) -> Content:
        homes: Content = self.content.setdefault("homes", {})
        answers: Content = homes.setdefault(home, {})
        return answers

    def _tidy_homes(self) -> None:
        homes = self.content.get("homes") or {}
        for home in [home for home, answers in homes.items() if not answers]:
            del homes[home]
        if not homes:
            self.content.pop("homes", None)

    def _named_parties(self) -> list[Content]:
        """The parties, each with an id, as the reader would give it."""
        parties = self.content.get("parties") or []
        for number, one in enumerate(parties, 1):
            if not one.get("id"):
                one["id"] = slug_of(str(one.get("name"))) or f"party-{number}"
        return list(parties)

    def _party(self, party: str) -> Content | None:
        return next((one for one in self._named_parties() if one["id"] == party), None)

    def _source(self, source: str) -> Content | None:
        names = [name for name, _ in self.entries("money")]
        if f"money.{source}" not in names:
            return None
        row: Content = self.content["money"][names.index(f"money.{source}")]
        return row

    def _put_list(self, item: str, key: str, value: Any) -> None:
        """Puts a list in place; entries that were there already keep their answers."""
        if value is None:
            self.content.pop(item, None)
            return
        old = {one.get(key): one for one in self.content.get(item) or ()}
        self.content[item] = [{**old.get(one.get(key), {}), **one} for one in value]

    def _put_in(self, answers: Content, key: str, value: Any) -> None:
        if value is None:
            answers.pop(key, None)
        else:
            answers[key] = value

    def _ratings(self) -> Content | None:
        raters = (self.content.get("tensions") or {}).get("raters") or ()
        return next((one for one in raters if one.get("who") == self.rater), None)

    def _put_rating(self, tension: str, value: Any) -> None:
        ratings = self._ratings()
        if ratings is None:
            if value is None:
                return
            ratings = {"who": self.rater}
            tensions = self.content.setdefault("tensions", {})
            tensions.setdefault("raters", []).append(ratings)
        self._put_in(ratings, tension, value)


_ROW = ("supplies", "sets-rules", "votes", "tie", "power", "stance", "basis", "ally")
_MONEY_ROW = ("share", "signed", "ends", "aims")


def _put_row(row: Content, keys: Iterable[str], value: Any) -> None:
    for key in keys:
        row.pop(key, None)
        if value and value.get(key) is not None:
            row[key] = value[key]


def copied(value: Any) -> Any:
    """A copy of some content that shares nothing with it that can change."""
    if isinstance(value, dict):
        return {key: copied(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [copied(one) for one in value]
    return value


def as_source(value: Any) -> Any:
    """Content as the reader of case files takes it."""
    if isinstance(value, dict):
        found = Mapping(1)
        for key, one in value.items():
            found.lines[key] = 1
            found[key] = as_source(one)
        return found
    if isinstance(value, (list, tuple)):
        sequence = Sequence(1)
        for one in value:
            sequence.append(as_source(one))
            sequence.lines.append(1)
        return sequence
    return value


def _complete(content: Content) -> Content:
    """Content with a stopgap for whatever every case needs."""
    full = {"advisor-case": VERSION, **content}
    client, change = dict(full.get("client") or {}), dict(full.get("change") or {})
    client.setdefault("name", STOPGAP)
    if not change.get("short") and not change.get("summary"):
        change["short"] = STOPGAP
    change.setdefault("kind", UNKNOWN)
    full.update(client=client, change=change)
    full.setdefault("place", UNKNOWN)
    if not full.get("parties") and not full.get("homes"):
        full["homes"] = {EVERY_HOME: {"joins-give-up": STOPGAP}}
    return full
