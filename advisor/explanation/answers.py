"""Answers in words: what a base fact says, where it stands, who could change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from advisor.explanation.contract import Contract, Number, one_of
from advisor.knowledge.rule import Pattern, Rule
from advisor.knowledge.texts import put
from advisor.model.answer_names import AnswerName, name_of, question_of
from advisor.model.case import UNKNOWN
from advisor.model.fact import ASSUMED, STATED, Fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.engine.trace import Firing
    from advisor.explanation.record import Record

NOBODY = "nobody"
"""Who can change what is as it is."""

USUAL = "usual"
"""The basis of what such parties usually hold, which no answer of the client can change."""

_OTHER = frozenset({"decision", "contradiction", "event", "part", "rating"})
"""Kinds of base fact that stand for more than one answer."""


class Given(Contract, frozen=True):
    """An answer, or what stands for one."""

    answer: str | None
    """The answer's name, as whatif --set takes it; null for what is usual of such parties."""
    value: str
    """The answer."""
    says: str
    """The same in words."""
    about: str | None
    """The home, party or source of money in words."""
    basis: Annotated[str, one_of("stated", "assumed", "unknown", "usual")]
    line: Number | None
    because: str | None
    """Why it was assumed."""
    who_can_change: str | None
    """Who could change it, or nobody."""


class AnswerWords:
    """Says the base facts of a case in words."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._knowledge = record.knowledge

    def behind(self, firing: Firing) -> tuple[Given, ...]:
        """What a firing takes straight from the answers, each answer once, in its order."""
        entry = self._knowledge.rulebook.entry(firing.rule)
        patterns = entry.when if isinstance(entry, Rule) else entry.patterns
        found: dict[Given, None] = {}
        for fact in firing.premises:
            if self._record.proofs.firing(fact) is None:
                found.update(dict.fromkeys(self.given(fact, _tested(patterns, fact.kind))))
        return tuple(found)

    def given(self, fact: Fact, fields: Iterable[str] = ()) -> Iterator[Given]:
        """A base fact as answers.

        Args:
            fields: Of a fact made of several answers, those to tell of.
        """
        if fact.kind == "usual-lean":
            yield self._lean(fact)
            return
        if fact.kind in _OTHER:
            yield from self._other(fact, fields)
            return
        origin = self._record.base.origins[fact]
        name = name_of(fact, origin, self._knowledge)
        if name is None:
            yield self._usual(fact)
        elif name.question and fact.kind != "home":
            yield self._one(fact, name)
        else:
            for field in fields:
                yield from self._field(fact, name, field)

    def name(self, name: AnswerName) -> str:
        """Whom or what an answer is about, in words; empty for the work itself."""
        if name.part == "homes":
            home = self._knowledge.homes.get(name.subject)
            return home.label if home else "every place"
        if name.part == "parties":
            return self._record.narrator.party(name.subject)
        return self._record.narrator.source(name.subject) if name.part == "money" else ""

    def clause(self, name: AnswerName, value: str) -> str:
        """An answer as a clause: its own words, or the question's with the value."""
        question = question_of(name, self._knowledge)
        if value == UNKNOWN:
            return f"the file does not say {question.unknown or question.id.replace('-', ' ')}"
        if name.question == "place":
            home = self._knowledge.homes.get(value)
            return f"the work sits or is planned {home.at if home else value}"
        if name.row in question.rows:
            return f"{question.rows[name.row].label or name.row}: {value}"
        if question.type == "party-kind" and value in self._knowledge.parties:
            words = self._knowledge.section("readings", "answers")["party-kind"]
            return put(words, kind=self._knowledge.parties[value].one)
        if value in question.values and question.values[value].clause:
            return question.values[value].clause
        label = question.values[value].label if value in question.values else value
        return f"{question.id.replace('-', ' ')}: {label}"

    def _one(self, fact: Fact, name: AnswerName) -> Given:
        values = dict(fact.fields)
        held = next((one for one in ("is", "value", "power") if one in values), fact.fields[-1][0])
        return self._made(fact, name, fact.word(held))

    def _field(self, fact: Fact, name: AnswerName, field: str) -> Iterator[Given]:
        """One field of a fact about a home, a party or a source of money."""
        value = fact.word(field)
        if field == "place":
            yield self._made(fact, AnswerName("", "", "place"), self._record.case.place)
            return
        name = name._replace(question=field)
        question = self._knowledge.questions.levels[name.level].questions.get(field)
        if field == "group" or question is None:
            return
        for choice in question.values.values():  # power is a number inside
            if field == "power" and str(choice.number) == value:
                value = choice.name
        yield self._made(fact, name, value)

    def _made(self, fact: Fact, name: AnswerName, value: str) -> Given:
        case, origin = self._record.case, self._record.base.origins[fact]
        assumption, line = origin.assumed_from, origin.line
        basis, reason = origin.basis, assumption.reason if assumption else ""
        if fact.kind == "party" and name.party:
            basis, reason = self._of_party(name)
            line = case.party(name.party).line_of(name.question) or line
        elif fact.kind == "money":
            basis, reason = STATED, ""
        elif fact.kind == "home" and name.question == "place":
            basis, reason, line = STATED, "", case.top.line_of("place")
        elif (name.question, value, case.in_home(name.home, "open")) == ("open", "no", None):
            value = UNKNOWN  # it counts as closed only because the file does not list it as open
        if value == UNKNOWN:
            basis, reason = UNKNOWN, ""
        says = self.clause(name, "yes" if value == ASSUMED else value)
        who = question_of(name, self._knowledge).who_can_change
        return Given(
            str(name), value, says, self.name(name) or None, basis, line, reason or None,
            who or NOBODY,
        )  # fmt: skip

    def _of_party(self, name: AnswerName) -> tuple[str, str]:
        """Whether a party's answer was given or assumed."""
        for one in self._record.base.assumptions:
            if one.party == name.party and one.question == name.question:
                return ASSUMED, one.reason
        return STATED, ""

    def _other(self, fact: Fact, fields: Iterable[str]) -> Iterator[Given]:
        """A fact that sums up a part of the file."""
        said = [f"{name}: {fact.word(name)}" for name in fields]
        if said:
            origin = self._record.base.origins[fact]
            says = f"{fact.kind.replace('-', ' ')} ({'; '.join(said)})"
            about = origin.given if fact.kind in ("event", "rating", "contradiction") else None
            yield Given(None, "", says, about or None, origin.basis, origin.line, None, NOBODY)

    def _lean(self, fact: Fact) -> Given:
        path, tension = fact.word("path"), fact.word("tension")
        because = str(self._knowledge.paths[path]["leans"][tension]["because"])
        return Given(None, fact.word("toward"), because, None, USUAL, None, None, None)

    def _usual(self, fact: Fact) -> Given:
        kind = self._knowledge.parties[fact.word("kind")]
        words = self._knowledge.section("words", "values")["channel"]
        says = f"{kind.many} {words[fact.word('channel')]['clause']}"
        about = self._knowledge.homes[fact.word("home")].label
        return Given(None, fact.word("channel"), says, about, USUAL, None, None, None)


def _tested(patterns: Iterable[Pattern], kind: str) -> tuple[str, ...]:
    """The fields of a kind that patterns ask about, in their order."""
    fields: dict[str, None] = {}
    for pattern in patterns:
        if pattern.kind == kind:
            for test in pattern.tests:
                joins = test.variable and test.field in ("party", "home")
                if not joins and test.field not in ("party", "home", "source"):
                    fields[test.field] = None
    return tuple(fields)
