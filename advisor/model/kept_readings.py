"""Reading the cases of drafts that differ little: a part that is the same is read but once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from advisor.knowledge.source import Mapping, Sequence
from advisor.model.answer_reader import AnswerReader
from advisor.model.case import EVERY_HOME, UNKNOWN, Answers
from advisor.model.case_reader import VERSION, WHOLE, case_of

if TYPE_CHECKING:
    from advisor.model.case import Case
    from advisor.model.case_reader import CaseKnowledge

    Made = TypeVar("Made")

STOPGAP = "-"
"""Stands for a needed word that nobody has given yet, while the rest is being reasoned over."""
MOST_PARTS = 50_000
"""Parts that are kept at most."""


class KeptReadings:
    """Reads content whose parts are never changed where they stand, and keeps what it has read."""

    def __init__(self) -> None:
        """Has nothing read yet."""
        self._kept: dict[tuple[str, int], tuple[Any, Any]] = {}
        self._knowledge: CaseKnowledge | None = None

    def case(self, content: dict[str, Any], file: str, knowledge: CaseKnowledge) -> Case:
        """The case of some content, with a stopgap for whatever every case needs.

        Args:
            content: What a case file holds.
            file: The name of the file, for messages.
            knowledge: The questions, homes and kinds of party.

        Returns:
            The same as a reader who has read nothing before would make.

        Raises:
            InputError: If an answer is not one a case file can hold.
        """
        if self._knowledge is not knowledge or len(self._kept) > MOST_PARTS:
            self._kept.clear()
            self._knowledge = knowledge
        source = self._source(self._complete(content))
        return case_of(source, _Reader(self, file, knowledge))

    def recall(self, what: str, part: Any) -> Any:
        """What was made of a part, or nothing.

        Args:
            what: Says what is made.
            part: A part that is never changed.
        """
        found = self._kept.get((what, id(part)))
        return None if found is None else found[1]

    def keep(self, what: str, part: Any, made: Made) -> Made:
        """Keeps what was made of a part, and the part, so that no other gets its id."""
        self._kept[what, id(part)] = (part, made)
        return made

    def _complete(self, content: dict[str, Any]) -> dict[str, Any]:
        full = {"advisor-case": VERSION, **content}
        for part, completed in (("client", _with_a_name), ("change", _with_a_subject)):
            given = full.get(part) or _NOTHING
            kept_as = f"completed {part}"
            made = self.recall(kept_as, given)
            full[part] = self.keep(kept_as, given, completed(given)) if made is None else made
        full.setdefault("place", UNKNOWN)
        if not full.get("parties") and not full.get("homes"):
            full["homes"] = _NO_HOMES
        return full

    def _source(self, content: dict[str, Any]) -> Mapping:
        """Content as the reader of case files takes it."""
        found = Mapping(1)
        for key, part in content.items():
            found.lines[key] = 1
            found[key] = self._part(part)
        return found

    def _part(self, value: Any) -> Any:
        if not isinstance(value, (dict, list, tuple)):
            return value
        made = self.recall("source", value)
        return self.keep("source", value, self._made(value)) if made is None else made

    def _made(self, value: Any) -> Any:
        if isinstance(value, dict):
            return self._source(value)
        sequence = Sequence(1)
        for one in value:
            sequence.append(self._part(one))
            sequence.lines.append(1)
        return sequence


class _Reader(AnswerReader):
    """Reads the parts of a case that have not been read before."""

    def __init__(self, kept: KeptReadings, file: str, knowledge: CaseKnowledge) -> None:
        super().__init__(file, knowledge)
        self._kept = kept

    def record(self, value: Any, level: str, name: str) -> Answers:
        """Reads a part, unless it has been read and nothing was amiss."""
        if level == WHOLE or not isinstance(value, Mapping):
            return super().record(value, level, name)
        found: Answers | None = self._kept.recall(level, value)
        if found is None:
            amiss = len(self.problems) + len(self.warnings)
            found = super().record(value, level, name)
            if amiss == len(self.problems) + len(self.warnings):
                self._kept.keep(level, value, found)
        return found


_NOTHING: dict[str, Any] = {}
_NO_HOMES = {EVERY_HOME: {"joins-give-up": STOPGAP}}


def _with_a_name(client: dict[str, Any]) -> dict[str, Any]:
    return client if "name" in client else {**client, "name": STOPGAP}


def _with_a_subject(change: dict[str, Any]) -> dict[str, Any]:
    full = {**change}
    if not change.get("short") and not change.get("summary"):
        full["short"] = STOPGAP
    full.setdefault("kind", UNKNOWN)
    return full
