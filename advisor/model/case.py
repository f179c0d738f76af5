"""A case as a client gave it: answers in the client's own words, with their lines.

Nothing here is inferred. What a case leaves out is not in it; what follows from it for the
reasoning, assumptions included, is made in `advisor.model.base_facts`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from advisor.errors import Problem

UNKNOWN = "unknown"
EVERY_HOME = "every-home"
"""The key whose answers hold for every home that has none of its own."""
NOWHERE = "nowhere"
"""The place of work that has none yet."""

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Answers(Mapping[str, Any]):
    """The answers in one part of the case file, by question id.

    Holds only what was answered: text and dates as text, a choice as its word, numbers as
    numbers, several answers as a tuple, a table as a mapping. "unknown" and nothing at all
    are the same here, and neither is in the mapping.

    Attributes:
        level: The part of the case file, as in `rules/questions.yaml`.
        line: The line where the part starts; 0 when it was left out.
    """

    __slots__ = ("_lines", "_values", "level", "line")

    def __init__(
        self,
        level: str,
        values: Mapping[str, Any] = _NOTHING,
        lines: Mapping[str, int] = _NOTHING,
        line: int = 0,
    ) -> None:
        self.level = level
        self.line = line
        self._values = dict(values)
        self._lines = dict(lines)

    def __getitem__(self, question: str) -> Any:
        """The answer to a question.

        Raises:
            KeyError: If it was not answered.
        """
        return self._values[question]

    def get(self, question: str, otherwise: Any = None) -> Any:
        """The answer to a question, or what to take when it was not answered."""
        return self._values.get(question, otherwise)

    def __contains__(self, question: object) -> bool:
        """Whether a question was answered."""
        return question in self._values

    def __iter__(self) -> Iterator[str]:
        """The questions that were answered, in the order of the file."""
        return iter(self._values)

    def __len__(self) -> int:
        """How many questions were answered."""
        return len(self._values)

    def __repr__(self) -> str:
        """The answers, for a developer."""
        return f"{type(self).__name__}({self.level!r}, {self._values!r})"

    def word(self, question: str) -> str:
        """A choice, or `unknown`."""
        value = self._values.get(question, UNKNOWN)
        return value if isinstance(value, str) else UNKNOWN

    def text(self, question: str, otherwise: str = "") -> str:
        """Text in the client's words, or what to take when there is none."""
        value = self._values.get(question)
        return value if isinstance(value, str) else otherwise

    def number(self, question: str) -> int | None:
        """A number, or nothing."""
        value = self._values.get(question)
        return value if isinstance(value, int) else None

    def several(self, question: str) -> tuple[str, ...]:
        """Several answers; empty when there is none."""
        value = self._values.get(question)
        return value if isinstance(value, tuple) else ()

    def table(self, question: str) -> Mapping[str, Any]:
        """A table by its rows; empty when there is none."""
        value = self._values.get(question)
        return value if isinstance(value, Mapping) else _NOTHING

    @property
    def lines(self) -> Mapping[str, int]:
        """The line of each question that stands in the file, answered or `unknown`."""
        return self._lines

    def line_of(self, question: str) -> int | None:
        """The line where a question stands, answered or `unknown`; nothing if it does not."""
        return self._lines.get(question)


class Entry(Answers):
    """The answers in one entry of a list.

    Attributes:
        id: Its slug, unique in the list.
    """

    __slots__ = ("id",)

    called_by = "name"
    """The question whose answer is what the client calls it."""

    def __init__(self, answers: Answers, slug: str) -> None:
        # Nothing of them is ever changed, so they need not be copied.
        self.level, self.line = answers.level, answers.line
        self._values, self._lines = answers._values, answers._lines
        self.id = slug

    @property
    def name(self) -> str:
        """What the client calls it."""
        return self.text(self.called_by)


class Party(Entry):
    """A party the client listed.

    Attributes:
        kind: The kind of party, or `other`.
        plural: Whether its name takes "are".
    """

    __slots__ = ("kind", "plural")

    def __init__(self, answers: Answers, slug: str, kind: str, plural: bool) -> None:
        super().__init__(answers, slug)
        self.kind = kind
        self.plural = plural


class Money(Entry):
    """A source of money."""

    __slots__ = ()
    called_by = "source"


class Event(Entry):
    """A coming event."""

    __slots__ = ()
    called_by = "kind"


class Rating(NamedTuple):
    """Where one person sees one tension, from 1 to 5."""

    now: int | None
    wanted: int | None


class Rater(Entry):
    """One person's ratings."""

    __slots__ = ()
    called_by = "who"

    @property
    def who(self) -> str:
        """What the client calls the rater."""
        return self.name

    @property
    def ratings(self) -> dict[str, Rating]:
        """The ratings by tension."""
        return {key: value for key, value in self.items() if isinstance(value, Rating)}


class Contradiction(NamedTuple):
    """Two answers that cannot both hold; the reasoning goes on with the cautious one."""

    id: str
    says: str
    """Both answers and the one that is used, as a sentence."""
    between: tuple[tuple[str, str, int | None], ...]
    """Level, question and line of each answer that clashes."""
    instead: tuple[tuple[str, str, str], ...]
    """Level, question and the answer that is used."""
    home: str = ""
    """The home it concerns (which may be `every-home`), if any."""
    party: str = ""
    """The party it concerns, if any."""


class Case(NamedTuple):
    """All that a case file says."""

    file: str
    as_of: str
    """The day the answers describe, or empty."""
    client: Answers
    change: Answers
    parts: tuple[Entry, ...]
    """The parts of the change that people see otherwise than the rest."""
    plan: Answers
    place: str
    """A home slug, `nowhere` or `unknown`."""
    parties: tuple[Party, ...]
    homes: Mapping[str, Answers]
    """Answers per home that the file names, `every-home` among them."""
    money: tuple[Money, ...]
    decision: Answers
    events: tuple[Event, ...]
    owners: Mapping[str, str]
    numbers: tuple[Answers, ...]
    missing_parties: tuple[str, ...]
    not_on_file: tuple[str, ...]
    raters: tuple[Rater, ...]
    sources: tuple[Answers, ...]
    note: str
    top: Answers
    """The answers at the top of the file, with their lines."""
    source: Any
    """What was read from the file; it is never changed."""
    contradictions: tuple[Contradiction, ...]
    warnings: tuple[Problem, ...]
    """What the reader took but would rather see otherwise."""

    @property
    def short_name(self) -> str:
        """The client's name as used in a sentence."""
        return self.client.text("short-name") or self.client.text("name")

    def party(self, party: str) -> Party:
        """The party with this id.

        Raises:
            KeyError: If the case has none.
        """
        return {one.id: one for one in self.parties}[party]

    def part(self, level: str) -> Answers | None:
        """The answers of a part of which a case has one; nothing for the level of a list."""
        parts = {"client": self.client, "change": self.change, "plan": self.plan,
                 "case": self.top, "decision": self.decision}  # fmt: skip
        return parts.get(level)

    def entries(self, level: str) -> Mapping[str, Answers]:
        """The entries of a list by their ids, numbers by their place; empty for other levels."""
        if level == "number":
            return {f"number-{place}": one for place, one in enumerate(self.numbers, 1)}
        listed: Mapping[str, tuple[Entry, ...]]
        listed = {"party": self.parties, "money": self.money, "part": self.parts,
                  "event": self.events}  # fmt: skip
        return {one.id: one for one in listed.get(level, ())}

    def in_home(self, home: str, question: str) -> Any:
        """What the client says of one home: its own answer, else the one for every home.

        Returns:
            The answer, or nothing.
        """
        for key in (home, EVERY_HOME):
            answers = self.homes.get(key)
            if answers is not None and (value := answers.get(question)) is not None:
                return value
        return None

    def plain(self) -> dict[str, Any]:
        """The answers, `unknown` among them, as plain mappings, lists, text and numbers."""
        return _plain(self.top)  # type: ignore[no-any-return]


def answers_hash(case: Case) -> str:
    """The hash of what the case says, whatever its layout.

    Comments, the order of keys, YAML or JSON make no difference; any answer does.
    """
    import hashlib
    import json

    content = json.dumps(case.plain(), sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(content.encode("ascii")).hexdigest()


def _plain(value: Any) -> Any:
    """A value without lines and types of ours."""
    if isinstance(value, Rating):
        return {"now": value.now, "wanted": value.wanted}
    if isinstance(value, Answers):
        questions = dict.fromkeys((*value.lines, *value))
        return {one: _plain(value[one]) if one in value else UNKNOWN for one in questions}
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    return value
