"""A rule read out where there is no case: its conditions, conclusions and reason in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.explanation.speech import PatternWords, plain, stating
from advisor.knowledge.rule import FieldTest, Head, Pattern, Rule, Variable
from advisor.knowledge.texts import Place, fill

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.knowledge.base import Knowledge
    from advisor.knowledge.sentences import Sentence
    from advisor.knowledge.strata import Entry
    from advisor.knowledge.tables import Table
    from advisor.knowledge.vocabulary import Kind


class RuleReading(NamedTuple):
    """What a rule or total says, in words."""

    id: str
    title: str
    topic: str
    sort: str
    """`rule` or `total`."""
    when: tuple[str, ...]
    """The clauses that must hold; of a total, what it is made for and what it counts."""
    unless: tuple[str, ...]
    """The clauses of which none may hold."""
    then: tuple[str, ...]
    """The clauses that follow."""
    because: str
    """The reason, with the places of the sentence in plain words."""
    measure: str
    """How a total is taken; empty for a rule."""
    grouped: bool
    """Whether a total is made once for each match of its first clause."""
    statements: tuple[str, ...]
    certainty: str
    file: str
    """Where it stands, seen from the folder of the knowledge."""
    line: int


class SentenceReading(NamedTuple):
    """What a sentence of the memo asks for and says, in words."""

    id: str
    block: str
    group: str
    rank: int
    when: tuple[str, ...]
    unless: tuple[str, ...]
    says: tuple[str, ...]
    """Its words with their places; of a row, each cell."""
    ours: bool
    statements: tuple[str, ...]
    file: str
    line: int


class TableReading(NamedTuple):
    """What a table or an ordered choice says, in words."""

    id: str
    sort: str
    """`table` or `first`."""
    title: str
    topic: str
    when: tuple[str, ...]
    """The clauses that must hold for every row."""
    unless: tuple[str, ...]
    then: tuple[str, ...]
    """The clauses that follow from every row."""
    rows: tuple[RuleReading, ...]
    """The rule of each row, without what every row says."""
    file: str
    line: int


class RuleWords:
    """Reads rules out in the words of the knowledge."""

    def __init__(self, knowledge: Knowledge, kinds: Mapping[str, Kind] | None = None) -> None:
        """Takes the knowledge, and the kinds of fact where they are not those of its rules."""
        self._knowledge = knowledge
        self._kinds = kinds

    def sentence(self, sentence: Sentence) -> SentenceReading:
        """A sentence of the memo in words: what must hold for it, and what it says."""
        speech = _Speech(self._knowledge, sentence.rule, self._kinds)
        when = speech.patterns(sentence.rule.when)
        unless = speech.patterns(speech.bound(one) for one in sentence.rule.unless)
        return SentenceReading(
            sentence.id, sentence.block, sentence.group, sentence.rank, when, unless,
            sentence.texts, sentence.ours, sentence.rests_on,
            self._file(sentence.rule.file), sentence.rule.line,
        )  # fmt: skip

    def read(self, entry: Entry) -> RuleReading:
        """A rule or total in words.

        Args:
            entry: The rule or total.
        """
        speech = _Speech(self._knowledge, entry, self._kinds)
        sort, measure, grouped = "rule", "", False
        unless: tuple[str, ...] = ()
        if isinstance(entry, Rule):
            when = speech.patterns(entry.when)
            unless = speech.patterns(speech.bound(one) for one in entry.unless)
        else:
            sort, grouped = "total", entry.for_each is not None
            measure = entry.measure if entry.share_of is None else "percent"
            each = () if entry.for_each is None else (entry.for_each,)
            when = speech.patterns((*each, speech.counted(entry.of)))
            if entry.share_of is not None:
                when += speech.patterns([speech.bound(entry.share_of, entry.variables)])
        return RuleReading(
            entry.id, entry.title, entry.topic, sort,
            when, unless, tuple(dict.fromkeys(speech.head(one) for one in entry.then)),
            speech.reason(entry.because), measure, grouped, tuple(entry.rests_on), entry.certainty,
            self._file(entry.file), entry.line,
        )  # fmt: skip

    def table(self, table: Table) -> TableReading:
        """A table or an ordered choice in words, what all rows say told once."""
        read = []
        for row in table.rows:
            entry = self._knowledge.rulebook.entry(row.rule)
            if isinstance(entry, Rule):
                positive, negative = row.carried
                entry = entry._replace(when=entry.when[positive:], unless=entry.unless[negative:])
            read.append(self.read(entry))
        when, unless, then = (
            _in_all([getattr(one, part) for one in read]) for part in ("when", "unless", "then")
        )
        rows = tuple(
            one._replace(
                when=_but(one.when, when),
                unless=_but(one.unless, unless),
                then=_but(one.then, then),
            )
            for one in read
        )
        return TableReading(
            table.id, table.sort, table.title, table.topic, when, unless, then, rows,
            self._file(table.file), table.line,
        )  # fmt: skip

    def _file(self, file: str) -> str:
        """A file as seen from the folder of the knowledge."""
        return file.replace("\\", "/").removeprefix(f"{self._knowledge.folder.as_posix()}/")

    def topic(self, topic: str) -> str:
        """The short name of a topic."""
        known = self._knowledge.section("readings", "topics").get(topic)
        return str(known) if known else topic.replace("-", " ").capitalize()


class _Speech(PatternWords):
    """One rule being read out: a variable is named in full once, then with "the"."""

    def __init__(
        self, knowledge: Knowledge, entry: Entry, kinds: Mapping[str, Kind] | None = None
    ) -> None:
        super().__init__(knowledge, kinds)
        self._variables: Mapping[str, list[str]] = knowledge.section("readings", "variables")
        self._named: set[str] = set()
        self._compared = {
            test.variable
            for pattern in entry.patterns
            for test in pattern.tests
            if test.variable and test.relation != "is"
        }

    def patterns(self, patterns: Iterable[Pattern]) -> tuple[str, ...]:
        """Clauses, one after the other; one that says the same again is left out.

        That a fact is there which is there always is not said.
        """
        always = self._knowledge.rulebook.vocabulary.always
        asked = [one for one in patterns if one.tests or one.kind != always]
        return tuple(dict.fromkeys(self.clause(one) for one in asked))

    def bound(self, pattern: Pattern, among: Iterable[str] | None = None) -> Pattern:
        """A pattern without the variables that anything may fill.

        Args:
            pattern: A pattern that binds nothing, such as a negated one.
            among: The variables that have a value; by default those named so far.
        """
        known = self._named if among is None else frozenset(among)
        return pattern._replace(
            tests=tuple(one for one in pattern.tests if not one.variable or one.variable in known)
        )

    def counted(self, pattern: Pattern) -> Pattern:
        """The facts of a total, each by itself: what it leaves out differs from one to the next."""
        kind = self._knowledge.rulebook.vocabulary.kinds[pattern.kind]
        asked = {test.field for test in pattern.tests}
        left = [field for field in kind.one_for or kind.fields if field not in asked]
        each = (FieldTest(field, "is", Variable(field), pattern.line) for field in left)
        return pattern._replace(tests=(*pattern.tests, *each))

    def head(self, head: Head) -> str:
        """A conclusion as a clause."""
        fields = self._knowledge.rulebook.vocabulary.kinds[head.kind].fields
        return self.clause(stating(head.kind, zip(fields, head.values, strict=True)))

    def reason(self, because: str) -> str:
        """The sentence of a rule with plain words in its places."""
        said = fill(because, self._in_reason)
        return said[:1].upper() + said[1:]

    def _in_reason(self, place: Place) -> str:
        if place.name == "threshold":
            return str(self._knowledge.rulebook.thresholds[str(place.style)].value)
        if place.forms is not None:
            return place.forms[0]
        said = self._variable(place.name)
        if not (place.style or "").startswith(("at", "as")):
            return said
        return f"{self._any('in')} {said}" if str(place.style).startswith("at") else said

    def _said(self, kind: Kind) -> str:
        return kind.asked

    def _unnamed(self, test: FieldTest) -> str:
        """A variable is named where it is compared with another or stood before."""
        assert test.variable
        name = test.variable
        told = name in self._compared | self._named
        said = f"{plain(test.field)}: {self._variable(name)}" if told else ""
        self._named.add(name)
        return said

    def _variable(self, name: str) -> str:
        first, again = self._variables.get(name, [f"the {plain(name)}"] * 2)
        said = again if name in self._named else first
        self._named.add(name)
        return said


def _in_all(told: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The clauses that stand in every one of some lists."""
    return tuple(one for one in told[0] if all(one in other for other in told)) if told else ()


def _but(clauses: tuple[str, ...], told: tuple[str, ...]) -> tuple[str, ...]:
    """The clauses that are not told already."""
    return tuple(one for one in clauses if one not in told)
