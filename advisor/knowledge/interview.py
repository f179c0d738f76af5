"""What the interview asks and in which order, as `rules/interview.yaml` puts it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.knowledge.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.knowledge.questions import Questions

LISTS = {"parties": "party", "money": "money"}
"""The items that are lists with a line of short columns for each entry, and their level."""


def is_line(item: str) -> bool:
    """Whether an item is the line of a list."""
    head, dot, _ = item.partition(".")
    return bool(dot) and head in LISTS


ACROSS = "across"
"""Begins the name of a question that is put about all parties at once."""


def is_across(item: str) -> bool:
    """Whether an item asks one thing about all parties at once."""
    return item.startswith(f"{ACROSS}.")


def list_of(item: str) -> str:
    """The question itself, or the list whose line it is, or whose entries it is about."""
    head = item.partition(".")[0]
    return "parties" if head == ACROSS else head if head in LISTS else item


_PLAIN = frozenset({"homes", "events"})
_NONE: Mapping[str, Any] = MappingProxyType({})


class Topic(NamedTuple):
    """Questions that belong together."""

    topic: str
    asks: tuple[str, ...]
    why: str = ""
    """Why its questions are asked, in plain words."""
    title: str = ""


class Across(NamedTuple):
    """One question about a column of all lines at once: for whom one answer of it holds."""

    answer: str
    """What holds of those who are picked."""
    ask: str
    help: str = ""
    others: str = ""
    """What holds of those who are not picked; nothing where another question settles it."""
    column: str = ""

    @property
    def item(self) -> str:
        """The name of the question."""
        return f"{ACROSS}.{self.column}.{self.answer}"


class Column(NamedTuple):
    """One thing that is asked of each entry of a list."""

    column: str
    title: str
    ask: str
    """The question."""
    labels: Mapping[str, str]
    """The words for each answer."""
    answers: tuple[str, ...] = ()
    """For `hold` only: the questions of which each can be answered with yes."""
    ties: tuple[str, ...] = ()
    """For `hold` only: the tie of a party that has no hold."""
    help: str = ""
    unless: Mapping[str, tuple[str, ...]] = _NONE
    """Answers in other columns after which this one cannot matter."""
    date: bool = False
    """Whether a date is an answer, too."""
    unusual: bool = False
    """Whether it is asked only of a party of a kind of which nothing usual is known."""
    heard: str = ""
    """Whether an answer to it is heard beside that to another column: `said` in all its sayings,
    `shown` in the words that are shown alone."""
    bare: bool = False
    """Whether its answers tell by themselves what they are about."""
    across: tuple[Across, ...] = ()
    """The questions about all lines at once that stand for it; none where each is asked alone."""


class HelpIf(NamedTuple):
    """A line of help that takes the place of the usual one behind an answer to another question."""

    question: str
    answer: str
    help: str


class Plan(NamedTuple):
    """The interview; its parts are explained at the head of `rules/interview.yaml`."""

    topics: tuple[Topic, ...]
    needed: frozenset[str]
    words: str
    rater: str
    screen: tuple[str, ...]
    goals: tuple[str, ...]
    help: Mapping[str, str]
    help_if: Mapping[str, HelpIf]
    likely: Mapping[str, int]
    depends: Mapping[str, tuple[str, ...]]
    columns: Mapping[str, tuple[Column, ...]]
    payers: Mapping[str, tuple[str, ...]] = _NONE
    """The kinds of money of which it is asked which party pays it, with kinds of such a party."""
    would_be: Mapping[str, Mapping[str, Any]] = _NONE
    """Kinds of party that are not there yet for most: what the list says of them, and for whom."""
    always: frozenset[str] = frozenset()
    """Questions that are put to everybody, though no conclusion may wait for them."""
    only: Mapping[str, Mapping[str, Any]] = _NONE
    """Questions that are put only after these answers to others."""
    seldom: frozenset[str] = frozenset()
    """Questions on which the path seldom rests; the memo is offered before they are put."""
    seldom_unless: Mapping[str, Mapping[str, Any]] = _NONE
    """Of these, questions on which it rests often after these answers to others."""
    wanted: frozenset[str] = frozenset()
    """Questions without which a memo says little; put before it is offered, if they can matter."""
    behind: Mapping[str, str] = _NONE
    """Questions that make sense only behind another one, to which there is something to add."""
    without: Mapping[str, str] = _NONE
    """Questions that do not offer what was answered to another one."""
    covered: Mapping[str, str] = _NONE
    """Questions that ask nearly what another asks, and are not put once that one is answered."""
    to_come: frozenset[str] = frozenset()
    """Questions for a day that has not passed yet."""
    ours: Mapping[str, Mapping[str, Any]] = _NONE
    """What people call their own, and which answer that is, by what somebody runs."""
    said: Mapping[str, Mapping[str, Any]] = _NONE
    """What people call the answers to a question, besides the words they are shown."""

    @property
    def asks(self) -> tuple[str, ...]:
        """Every question, in order."""
        return tuple(one for topic in self.topics for one in topic.asks)

    @property
    def across(self) -> tuple[Across, ...]:
        """The questions that are put about all parties at once, in order."""
        return tuple(one for column in self.columns["party"] for one in column.across)

    @property
    def words_asked(self) -> tuple[str, ...]:
        """The questions whose answers no conclusion waits for; the memo prints them."""
        return next((one.asks for one in self.topics if one.topic == self.words), ())

    def own(self, key: str, role: Any) -> str | None:
        """The answer to a question that people in a role call their own, if there is one."""
        found: str | None = self.ours.get(key, {}).get("is", {}).get(role)
        return found

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

    Raises:
        KnowledgeError: If the file is not as described at its head.
    """
    reader = Reader(path)
    top = reader.mapping(reader.content, "The file", 1)
    topics = [
        reader.record(Topic, entry, "a topic")
        for entry in reader.sequence(top.get("topics"), "topics", 1)
    ]
    for topic in topics:
        for one in topic.asks:
            if not _is_known(one, questions):
                what = f"There is no question “{one}”."
                remedy = "Write it as in the case file, such as change.kind."
                reader.wrong(what, top.lines["topics"], remedy)
    for kind in top.get("goals") or ():
        if kind not in kinds:
            reader.wrong(f"There is no kind of fact “{kind}”.", top.lines["goals"], "Correct it.")
    help_if = reader.mapping(top.get("help-if"), "“help-if”", top.lines.get("help-if", 1))
    plan = reader.record(
        Plan, top, "this file", topics=tuple(topics),
        help_if=MappingProxyType(
            {item: reader.record(HelpIf, one, "a line of help") for item, one in help_if.items()}
        ),
        columns=MappingProxyType(
            {key: tuple(_column(reader, one) for one in value)
             for key, value in top["columns"].items()}
        ),
    )  # fmt: skip
    for one in (*plan.needed, *plan.always, *plan.screen, *plan.help, *plan.only,
                *plan.covered, *plan.covered.values(), *plan.seldom, *plan.seldom_unless,
                *plan.wanted, *plan.behind, *plan.behind.values(), *plan.without,
                *plan.without.values(), *plan.help_if,
                *(one.question for one in plan.help_if.values())):  # fmt: skip
        if one not in plan.asks:
            reader.wrong(f"No topic asks “{one}”.", 1, "Add it to a topic.")
    reader.finish()
    return plan


def _column(reader: Reader, entry: Any) -> Column:
    """One column of the line of a list."""
    across = tuple(
        reader.record(Across, one, "a question about all", column=entry["column"])
        for one in entry.get("across") or ()
    )
    found = reader.record(Column, entry, "a column", across=across)
    for answer in (*found.answers, *found.ties):
        if answer not in found.labels:
            what = f"The answer “{answer}” has no label."
            remedy = "Write under labels how a person reads it."
            reader.wrong(what, entry.lines.get("labels", entry.line), remedy)
    return found


def _is_known(item: str, questions: Questions) -> bool:
    """Whether an item of a topic is one that can be asked."""
    level, _, question = item.partition(".")
    if not question:
        return item in _PLAIN or item in questions.levels["case"].questions
    level = {"homes": "home", "tensions": "rater"}.get(level, level)
    return level in questions.levels and question in questions.levels[level].questions
