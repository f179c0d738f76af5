"""Ways out: changes of answers that could undo a firing, found along its proof.

A firing is undone by another answer anywhere beneath it, or by something whose absence it rests on.
What is listed here are suggestions; whether they help is for a trial to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.explanation.acts import Act, Acts
from advisor.explanation.answers import AnswerWords
from advisor.knowledge.rule import Rule, Variable
from advisor.model.answer_names import AnswerName, parse_name, question_of
from advisor.model.case import UNKNOWN
from advisor.model.changed_case import Supposed, answer_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.engine.trace import Firing
    from advisor.explanation.assessment import Assessment
    from advisor.knowledge.rule import Pattern
    from advisor.knowledge.vocabulary import Value

_FAR = 10
"""How far away the kind of path is: it is the same for all reasons."""
_DEEPEST = 3
"""Rules that stand between an answer and what it could establish, at most."""


class WaysOut:
    """Finds the changes that could undo firings of one assessment."""

    def __init__(self, assessment: Assessment) -> None:
        """Takes the assessment."""
        self._assessment = assessment
        self._knowledge = assessment.knowledge
        self._words = AnswerWords(assessment.record)
        self._acts = Acts(assessment.case, assessment.knowledge)
        self._concluding: dict[str, list[Rule]] = {}
        for rule in assessment.knowledge.rulebook.rules:
            for kind in rule.concludes:
                self._concluding.setdefault(kind, []).append(rule)

    def of(self, firings: Iterable[Firing]) -> list[Act]:
        """The changes that could undo firings, those nearest to them first.

        Args:
            firings: Firings of the consultation.

        Returns:
            Each change once. What nobody can change stands last, after it what could only become
            unknown; what lies beneath the kind of path comes after what lies beneath the rest.
        """
        found: dict[Supposed, int] = {}
        for place, firing in self._beneath(firings):
            for given in self._words.behind(firing):
                if given.name:
                    for supposed in self._otherwise(parse_name(given.name), given.value):
                        found.setdefault(supposed, place)
            rule = self._knowledge.rulebook.entry(firing.rule)
            if isinstance(rule, Rule):
                for pattern in rule.unless:
                    for supposed in self.establishing(pattern, dict(firing.bindings)):
                        found.setdefault(supposed, place)
        acts = [(self._acts.act(one), place) for one, place in found.items() if self._bears(one)]
        return [act for act, place in sorted(acts, key=self._easiest_first)]

    def _bears(self, supposed: Supposed) -> bool:
        """Whether a change can matter by itself: of a closed home, only the opening does."""
        home = supposed.name.home
        return supposed.name.question == "open" or not any(
            fact.get("open") == "no" and fact.get("place") != "yes"
            for fact in self._assessment.record.about("home", home)
        )

    def _easiest_first(self, found: tuple[Act, int]) -> tuple[object, ...]:
        act, place = found
        unknown = act.supposed.value == UNKNOWN
        return (
            act.adverse,
            unknown,
            not act.who,
            act.last,
            place,
            not act.own,
            act.cost,
            self._distance(act),
        )

    def _beneath(self, firings: Iterable[Firing]) -> Iterator[tuple[int, Firing]]:
        """The firings and all that any of their premises follow from, each with how near it is."""
        seen: set[int] = set()
        waiting = [(0, firing) for firing in firings]
        while waiting:
            waiting.sort(key=lambda one: one[0])
            place, firing = waiting.pop(0)
            if id(firing) in seen:
                continue
            seen.add(id(firing))
            yield place, firing
            for fact in firing.premises:
                far = _FAR if fact.kind == "route" else 1
                waiting.extend((place + far, one) for one in self._assessment.proofs.firings(fact))

    def _distance(self, act: Act) -> int:
        """How far an answer moves on its scale, where it has one."""
        values = question_of(act.name, self._knowledge).values
        before, after = values.get(act.before), values.get(act.after)
        if before is None or after is None or before.number is None or after.number is None:
            return list(values).index(act.after) if act.after in values else 0
        return abs(before.number - after.number)

    def act(self, supposed: Supposed) -> Act:
        """A change with who could bring it about."""
        return self._acts.act(supposed)

    def otherwise(self, name: str, value: str) -> Iterator[Supposed]:
        """The other answers that could be given to a question.

        Args:
            name: The answer's whole name.
            value: What it is now.
        """
        yield from self._otherwise(parse_name(name), value)

    def _otherwise(self, name: AnswerName, value: str) -> Iterator[Supposed]:
        question = question_of(name, self._knowledge)
        given = answer_in(self._assessment.case, name)
        if question.type == "choice":
            for other in (*question.values, UNKNOWN):
                if other not in (value, given):
                    yield Supposed(name, other)
        elif question.type == "several" and isinstance(given, tuple):
            left = tuple(one for one in given if one != value)
            yield Supposed(name, left or UNKNOWN)
        elif question.type == "home":
            for home in (*self._knowledge.homes, *question.also):
                if home != value:
                    yield Supposed(name, home)
        elif question.type == "table":
            for cell in self._cells(name):
                if cell != given:
                    yield Supposed(name, cell)

    def _cells(self, name: AnswerName) -> tuple[str, ...]:
        question = question_of(name, self._knowledge)
        if question.cells == "power":
            return tuple(self._knowledge.questions.find("party", "power").values)
        return ("yes", "partly", "no") if question.cells == "yes-partly-no" else ()

    # What is absent

    def establishing(
        self, pattern: Pattern, bindings: dict[str, Value], deep: int = 0
    ) -> Iterator[Supposed]:
        """The changes that could help to establish what a pattern asks for."""
        if self._knowledge.rulebook.vocabulary.kinds[pattern.kind].given:
            yield from self._answering(pattern, bindings)
            return
        if deep == _DEEPEST:
            return
        for entry in self._concluding.get(pattern.kind, ()):
            for inner in self._bound_by(entry, pattern, bindings):
                for needed in entry.when:
                    yield from self.establishing(needed, inner, deep + 1)

    def _bound_by(
        self, rule: Rule, pattern: Pattern, bindings: dict[str, Value]
    ) -> Iterator[dict[str, Value]]:
        """What a rule's variables must be for its conclusion to be what a pattern asks for."""
        fields = list(self._knowledge.rulebook.vocabulary.kinds[pattern.kind].fields)
        for head in rule.then:
            if head.kind != pattern.kind:
                continue
            inner: dict[str, Value] = {}
            fits = True
            for test in pattern.tests:
                wanted = test.operand
                if isinstance(wanted, Variable):
                    if test.relation != "is" or wanted.name not in bindings:
                        continue
                    wanted = bindings[wanted.name]
                made = head.values[fields.index(test.field)]
                if isinstance(made, Variable):
                    if test.relation == "is" and not isinstance(wanted, tuple):
                        inner[made.name] = wanted
                elif test.relation == "is":
                    fits = fits and made == wanted
                elif test.relation == "one-of" and isinstance(wanted, tuple):
                    fits = fits and made in wanted
            if fits:
                yield inner

    def _answering(self, pattern: Pattern, bindings: dict[str, Value]) -> Iterator[Supposed]:
        """The answers that would make a pattern on answers match."""
        tests = {test.field: test for test in pattern.tests}
        asked = tests.get("to") or tests.get("of")
        held = tests.get("is")
        if asked is None or held is None or not isinstance(asked.operand, str):
            if pattern.kind == "home" and "home" in tests:
                yield from self._opening(pattern, bindings)
            return
        home = self._value(tests["home"].operand, bindings) if "home" in tests else ""
        if home is None or isinstance(held.operand, Variable):
            return
        for name in self._names(asked.operand, str(home)):
            question = question_of(name, self._knowledge)
            values = held.operand if isinstance(held.operand, tuple) else (held.operand,)
            if held.relation in ("not", "none-of"):
                values = tuple(one for one in question.values if one not in values)
            for value in values:
                if value not in question.values:
                    continue
                if question.type == "several":
                    given = answer_in(self._assessment.case, name) or ()
                    kept = tuple(one for one in given if one not in ("none", value))
                    yield Supposed(name, (*kept, str(value)))
                elif answer_in(self._assessment.case, name) != value:
                    yield Supposed(name, str(value))

    def _opening(self, pattern: Pattern, bindings: dict[str, Value]) -> Iterator[Supposed]:
        for test in pattern.tests:
            if test.field == "home":
                home = self._value(test.operand, bindings)
                if isinstance(home, str) and home in self._knowledge.homes:
                    name = AnswerName("homes", home, "open")
                    if answer_in(self._assessment.case, name) != "yes":
                        yield Supposed(name, "yes")

    def _value(self, operand: object, bindings: dict[str, Value]) -> Value | None:
        if isinstance(operand, Variable):
            return bindings.get(operand.name)
        return operand if isinstance(operand, (str, int)) else None

    def _names(self, question: str, home: str) -> Iterator[AnswerName]:
        if home:
            yield AnswerName("homes", home, question)
            return
        for part in ("", "change", "client"):
            if question in self._knowledge.questions.levels[part or "case"].questions:
                yield AnswerName(part, "", question)
