"""What the interview asks and in which order, as `rules/interview.yaml` puts it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.knowledge.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.knowledge.questions import Questions

_KEYS = (
    "needed", "topics", "words", "rater", "screen", "goals", "help", "likely", "depends", "suppose",
    "columns",
)  # fmt: skip
_COLUMN_KEYS = (
    "column", "title", "ask", "help", "letters", "answers", "ties", "labels", "unless", "date",
)  # fmt: skip
LISTS = {"parties": "party", "money": "money"}
"""The items that are lists with a line of short columns for each entry, and their level."""
_PLAIN = frozenset({"homes", "events"})


class Topic(NamedTuple):
    """Questions that belong together."""

    topic: str
    title: str
    asks: tuple[str, ...]


class Column(NamedTuple):
    """A short column of a list: what is typed, and the answer it stands for."""

    column: str
    answers: Mapping[str, str]
    """An answer for each word that may be typed; for `hold`, the question answered with yes."""
    ties: Mapping[str, str]
    """For `hold` only: the tie of a party that has no hold."""
    title: str
    ask: str
    """The question, where the columns are asked one at a time."""
    help: str
    labels: Mapping[str, str]
    """The words for each answer."""
    unless: Mapping[str, tuple[str, ...]]
    """Answers in other columns after which this one cannot matter."""
    date: bool
    """Whether a date is an answer, too."""


class Plan(NamedTuple):
    """The interview; its parts are explained at the head of `rules/interview.yaml`."""

    topics: tuple[Topic, ...]
    needed: frozenset[str]
    words: str
    rater: str
    screen: tuple[str, ...]
    goals: tuple[str, ...]
    help: Mapping[str, str]
    likely: Mapping[str, int]
    depends: Mapping[str, tuple[str, ...]]
    suppose: Mapping[str, Mapping[str, Any]]
    columns: Mapping[str, tuple[Column, ...]]

    @property
    def asks(self) -> tuple[str, ...]:
        """Every question, in order."""
        return tuple(one for topic in self.topics for one in topic.asks)

    @property
    def words_asked(self) -> tuple[str, ...]:
        """The questions whose answers no conclusion waits for; the memo prints them."""
        return next((one.asks for one in self.topics if one.topic == self.words), ())

    def topic_of(self, item: str) -> Topic:
        """The topic in which a question is asked."""
        for topic in self.topics:
            if item in topic.asks:
                return topic
        raise KeyError(item)


def read_plan(path: str, questions: Questions, kinds: Mapping[str, Any]) -> Plan:
    """Reads the interview.

    Args:
        path: The file `interview.yaml` of the knowledge base.
        questions: The questions it may ask.
        kinds: The kinds of fact, by name.

    Returns:
        The interview.

    Raises:
        KnowledgeError: If the file is not as described at its head.
    """
    reader = Reader(path)
    top = reader.mapping(reader.content, "The file", 1)
    reader.only(top, _KEYS, "this file", required=_KEYS)
    topics = []
    for entry in reader.sequence(top.get("topics"), "topics", 1):
        mapping = reader.mapping(entry, "A topic", reader.line_of(entry))
        reader.only(mapping, ("topic", "title", "asks"), "a topic", required=("topic", "asks"))
        asks = tuple(mapping.get("asks") or ())
        for one in asks:
            if not _is_known(one, questions):
                reader.wrong(
                    f"There is no question “{one}”.",
                    mapping.lines.get("asks"),
                    "Write it as in the case file, such as change.kind.",
                )
        topics.append(Topic(reader.text(mapping, "topic"), reader.text(mapping, "title"), asks))
    for kind in top.get("goals") or ():
        if kind not in kinds:
            reader.wrong(f"There is no kind of fact “{kind}”.", top.lines["goals"], "Correct it.")
    plan = Plan(
        tuple(topics),
        frozenset(top.get("needed") or ()),
        reader.text(top, "words"),
        reader.text(top, "rater"),
        tuple(top.get("screen") or ()),
        tuple(top.get("goals") or ()),
        MappingProxyType(dict(top["help"])),
        MappingProxyType(dict(top["likely"])),
        MappingProxyType({key: tuple(value) for key, value in top["depends"].items()}),
        MappingProxyType({key: dict(value) for key, value in top["suppose"].items()}),
        MappingProxyType(
            {
                key: tuple(_column(reader, one) for one in value)
                for key, value in top["columns"].items()
            }
        ),
    )
    for one in (*plan.needed, *plan.screen, *plan.help):
        if one not in plan.asks:
            reader.wrong(f"No topic asks “{one}”.", 1, "Add it to a topic.")
    reader.finish()
    return plan


def _column(reader: Reader, entry: Any) -> Column:
    """One column of the line of a list."""
    mapping = reader.mapping(entry, "A column", reader.line_of(entry))
    reader.only(mapping, _COLUMN_KEYS, "a column", required=("column", "title", "ask", "labels"))
    answers = dict(mapping.get("letters") or mapping.get("answers") or {})
    ties = dict(mapping.get("ties") or {})
    labels = dict(mapping.get("labels") or {})
    for answer in (*answers.values(), *ties.values()):
        if answer not in labels:
            reader.wrong(
                f"The answer “{answer}” has no label.",
                mapping.lines.get("labels", mapping.line),
                "Write under labels how a person reads it.",
            )
    return Column(
        reader.text(mapping, "column"),
        MappingProxyType(answers),
        MappingProxyType(ties),
        reader.text(mapping, "title"),
        reader.text(mapping, "ask"),
        reader.text(mapping, "help"),
        MappingProxyType(labels),
        MappingProxyType({key: tuple(one) for key, one in (mapping.get("unless") or {}).items()}),
        mapping.get("date") == "yes",
    )


def _is_known(item: str, questions: Questions) -> bool:
    """Whether an item of a topic is one that can be asked."""
    level, _, question = item.partition(".")
    if not question:
        return item in _PLAIN or item in questions.levels["case"].questions
    level = {"homes": "home", "tensions": "rater"}.get(level, level)
    return level in questions.levels and question in questions.levels[level].questions
