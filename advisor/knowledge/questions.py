"""The questions a case file can answer, as `rules/questions.yaml` puts them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from advisor.knowledge.reading import Reader
from advisor.knowledge.source import Mapping as SourceMapping

TYPES = frozenset(
    {
        "name", "phrase", "text", "phrases", "number", "score", "day", "date", "choice", "several",
        "table", "now-and-wanted", "home", "party-kind", "party", "id",
        "record", "records", "records-by-home", "kept",
    }
)  # fmt: skip
"""The types of answer; `rules/questions.yaml` says at its head what each looks like."""

UNKNOWN = "unknown"
"""The answer that every question takes."""

_NO_CHOICES: Mapping[str, Choice] = MappingProxyType({})


class Choice(NamedTuple):
    """One of the answers a question allows, or one row of a table, with its wording."""

    name: str
    label: str = ""
    clause: str = ""
    loss: str = ""
    price: str = ""
    remedy: str = ""
    number: int | None = None
    """Its place on a scale, where the answers make one."""
    asked: str = ""
    """How the interview puts it, where the label would need a reason first."""
    noun: str = ""
    """What an event of this kind is called where the client has no words for it."""


class Implied(NamedTuple):
    """The answer that is taken for given where another question has been answered."""

    answer: str
    level: str
    question: str
    being: tuple[str, ...]
    """The answers of the other question that imply it; `any` stands for any answer."""
    because: str
    """Why, as a clause."""


class Question(NamedTuple):
    """One question; its fields are explained at the head of `rules/questions.yaml`."""

    level: str
    line: int
    id: str
    type: str
    question: str
    help: str = ""
    example: Any = None
    unknown: str = ""
    who_can_change: str = ""
    asks: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    required: bool = False
    most: int = 0
    """Characters of an answer, where they are not the most that its type takes."""
    values: Mapping[str, Choice] = _NO_CHOICES
    also: tuple[str, ...] = ()
    rows: Mapping[str, Choice] = _NO_CHOICES
    rows_are: str = ""
    cells: str = ""
    of: str = ""
    summary_of: tuple[str, ...] = ()
    beside_usual: tuple[str, ...] = ()
    """The answers, of one row each in a table, beside which the usual summary still stands."""
    gives: str = ""
    carries: bool = False
    """Whether an answer for the planned place is assumed for a home the file is silent on."""
    implied: tuple[Implied, ...] = ()
    """What is taken for given where the file is silent; the first that holds."""

    def leaves_usual(self, given: Any) -> bool:
        """Whether what is usual for the summary of this question stands beside an answer.

        Args:
            given: The answer: a word, several words, or a table.
        """
        if isinstance(given, Mapping):
            given = tuple(given.values())
        words = given if isinstance(given, tuple) else (given,)
        return all(one in self.beside_usual for one in words)


class Level(NamedTuple):
    """One part of the case file."""

    level: str
    title: str
    about: str
    questions: Mapping[str, Question]


class Incompatible(NamedTuple):
    """Two answers that cannot both hold, and what the reader goes on with."""

    id: str
    when: tuple[tuple[str, str, tuple[str, ...]], ...]
    """Level, question, and the answers that clash (`any` stands for any answer)."""
    then: tuple[tuple[str, str, str], ...]
    """Level, question, and the answer to go on with."""
    at_place: bool
    """Whether only the home counts in which the work sits or is planned."""
    says: str


class Questions:
    """All questions, by level and id.

    Attributes:
        levels: The parts of the case file, in order.
        incompatible: The answers that cannot both hold.
    """

    def __init__(self, levels: Iterable[Level], incompatible: Iterable[Incompatible]) -> None:
        self.levels: Mapping[str, Level] = MappingProxyType({one.level: one for one in levels})
        self.incompatible = tuple(incompatible)

    def __iter__(self) -> Iterator[Question]:
        """Every question, level by level."""
        for level in self.levels.values():
            yield from level.questions.values()

    def find(self, level: str, question: str) -> Question:
        """One question.

        Args:
            level: A part of the case file, such as `home`.
            question: The question's id, which is its key in the case file.

        Raises:
            KeyError: If there is none.
        """
        return self.levels[level].questions[question]

    def choice(self, level: str, question: str, answer: str) -> Choice:
        """The wording of one answer.

        Args:
            answer: One of the allowed answers or rows, or `unknown`.

        Returns:
            Its wording; for `unknown`, the clause "the file does not say …".

        Raises:
            KeyError: If the question or the answer does not exist.
        """
        found = self.find(level, question)
        for known in (found.values, found.rows):
            if answer in known:
                return known[answer]
        if answer == UNKNOWN:
            return Choice(UNKNOWN, "not known", f"the file does not say {found.unknown}")
        raise KeyError(answer)


def read_questions(path: str) -> Questions:
    """Reads the questions.

    Raises:
        KnowledgeError: If the file is not as described at its head.
    """
    reader = Reader(path)
    top = reader.mapping(reader.content, "The file", 1)
    reader.only(top, ("levels", "contradictions"), "this file", required=("levels",))
    levels = [_level(reader, entry) for entry in reader.sequence(top.get("levels"), "levels", 1)]
    known = {level.level: level.questions for level in levels}
    clashes = [
        _incompatible(reader, entry, known)
        for entry in reader.sequence(top.get("contradictions"), "contradictions", 1)
    ]
    for level in levels:
        for question in level.questions.values():
            if question.of and question.of not in known:
                what = f"There is no level “{question.of}”."
                reader.wrong(what, question.line, "Add it, or name another.")
            for implied in question.implied:
                if implied.question not in known.get(implied.level, {}):
                    what = f"There is no question “{implied.level}.{implied.question}”."
                    reader.wrong(what, question.line, "Write level.question.")
            for finer in question.summary_of:
                if finer not in level.questions:
                    what = f"“{question.id}” sums up “{finer}”, which this level does not ask."
                    reader.wrong(what, question.line, "Name a question of the same level.")
    reader.finish()
    return Questions(levels, clashes)


def _level(reader: Reader, entry: Any) -> Level:
    mapping = reader.mapping(entry, "A level", reader.line_of(entry))
    name = reader.text(mapping, "level")
    questions: dict[str, Question] = {}
    for one in reader.sequence(mapping.get("questions"), "questions", mapping.line):
        question = _question(reader, name, one)
        what = f"The question “{question.id}” of “{name}”"
        reader.once(question.id, questions, what, question.line)
        questions[question.id] = question
    return reader.record(Level, entry, "a level", questions=MappingProxyType(questions))


def _question(reader: Reader, level: str, entry: Any) -> Question:
    mapping = reader.mapping(entry, "A question", reader.line_of(entry))
    kind = mapping.get("type")
    if isinstance(kind, str) and kind not in TYPES:
        what = f"There is no type “{kind}”."
        reader.wrong(what, mapping.lines["type"], "Take one from the head.")
    return reader.record(
        Question, entry, "a question", ("level", "line"), level=level, line=mapping.line,
        values=_choices(reader, mapping, "values"), rows=_choices(reader, mapping, "rows"),
        implied=tuple(_implied(reader, mapping)),
    )  # fmt: skip


def _implied(reader: Reader, question: SourceMapping) -> Iterator[Implied]:
    given = question.get("implied", [])
    for one in given if isinstance(given, list) else [given]:
        yield _one_implied(reader, one, question.lines["implied"])


def _one_implied(reader: Reader, given: Any, line: int) -> Implied:
    mapping = reader.mapping(given, "“implied”", line)
    keys = ("answer", "by", "being", "because")
    reader.only(mapping, keys, "“implied”", required=keys)
    level, _, other = reader.text(mapping, "by").partition(".")
    being = mapping.get("being")
    answers = tuple(being) if isinstance(being, list) else (str(being),)
    answer, because = reader.text(mapping, "answer"), reader.text(mapping, "because")
    return Implied(answer, level, other, answers, because)


def _choices(reader: Reader, question: SourceMapping, key: str) -> Mapping[str, Choice]:
    if key not in question:
        return _NO_CHOICES
    line = question.lines[key]
    choices: dict[str, Choice] = {}
    for name, wording in reader.mapping(question[key], f"“{key}”", line).items():
        choice = reader.record(Choice, wording, f"the wording of “{name}”", ("name",), name=name)
        label = choice.label or name.replace("-", " ")
        choices[name] = choice._replace(label=label, asked=choice.asked or label)
    return MappingProxyType(choices)


def _incompatible(
    reader: Reader, entry: Any, known: Mapping[str, Mapping[str, Question]]
) -> Incompatible:
    mapping = reader.mapping(entry, "A contradiction", reader.line_of(entry))
    keys = ("id", "when", "at", "then", "says")
    reader.only(mapping, keys, "a contradiction", required=("id", "when", "then", "says"))

    def addressed(part: str) -> list[tuple[str, str, Any]]:
        line = mapping.lines.get(part, mapping.line)
        answers = []
        for key, answer in reader.mapping(mapping.get(part), f"“{part}”", line).items():
            level, _, question = key.partition(".")
            if question not in known.get(level, {}) and question != "any-channel":
                reader.wrong(f"There is no question “{key}”.", line, "Write level.question.")
            answers.append((level, question, answer))
        return answers

    when = tuple(
        (level, question, tuple(answer) if isinstance(answer, list) else (answer,))
        for level, question, answer in addressed("when")
    )
    name, says = reader.text(mapping, "id"), reader.text(mapping, "says")
    return Incompatible(name, when, tuple(addressed("then")), mapping.get("at") == "place", says)
