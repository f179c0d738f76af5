"""Patterns read out as clauses, in the words of the knowledge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.knowledge.rule import COMPARISONS, FieldTest, Pattern, Variable
from advisor.knowledge.texts import Place, fill, put
from advisor.model.case import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from advisor.engine.trace import Firing
    from advisor.explanation.record import Record
    from advisor.knowledge.base import Knowledge
    from advisor.knowledge.questions import Question
    from advisor.knowledge.vocabulary import Kind, Value
    from advisor.model.fact import Fact

_ANSWERS = {
    "answer": ("to", "is"), "home-answer": ("to", "is"), "item": ("of", "is"),
    "home-item": ("of", "is"), "figure": ("of", "value"), "home-figure": ("of", "value"),
    "stated": ("to", "is"), "count": ("to", "value"), "given": ("to", "is"),
}  # fmt: skip
"""The kinds of fact that stand for one answer: the fields with the question and the value."""


_LIKE = {"seat": "party"}
"""Kinds of fact whose fields mean what the answers about something else mean."""


_FEW = 3
"""Values of a field that are told in place of those it must not have."""


class PatternWords:
    """Says what patterns ask for; how variables and names are said is for its heirs."""

    def __init__(self, knowledge: Knowledge, kinds: Mapping[str, Kind] | None = None) -> None:
        """Takes the knowledge whose words are used.

        Args:
            kinds: The kinds of fact that patterns name; by default those of the rules.
        """
        self._knowledge = knowledge
        self._kinds = kinds if kinds is not None else knowledge.rulebook.vocabulary.kinds
        self._words: Mapping[str, Any] = knowledge.section("readings", "answers")

    def kind(self, name: str) -> Kind:
        """A kind of fact by its name."""
        return self._kinds[name]

    def clause(self, pattern: Pattern, *, silent: Container[str] = ()) -> str:
        """What a pattern asks for.

        Args:
            silent: Fields of which nothing is said unless the clause names them.
        """
        said: dict[str, list[FieldTest]] = {}
        for test in pattern.tests:
            said.setdefault(test.field, []).append(test)
        if pattern.kind in _ANSWERS:
            return self._answer(pattern.kind, said)
        template = self._said(self._kinds[pattern.kind]) or plain(pattern.kind)
        used: set[str] = set()

        def field(place: Place) -> str:
            used.add(place.name)
            tests = said.get(place.name)
            return self._at(tests) if place.style == "at" else self._field(place.name, tests)

        clause = fill(template, field)
        left = {name: said[name] for name in said if name not in used and name not in silent}
        return clause + self._tail(pattern.kind, left)

    def _said(self, kind: Kind) -> str:
        """A fact of a kind as a clause, with places for its fields."""
        return kind.says

    def _variable(self, name: str) -> str:
        """What a variable stands for."""
        raise NotImplementedError

    def _unnamed(self, test: FieldTest) -> str:
        """What is said of a field that must be what a variable stands for; may be nothing."""
        raise NotImplementedError

    def _tail(self, kind: str, fields: Mapping[str, list[FieldTest]]) -> str:
        """What is asked of the fields that the clause does not name."""
        tails = []
        for tests in fields.values():
            for test in tests:
                if test.variable and test.relation == "is":
                    said = self._unnamed(test)
                else:
                    said = self._asked(kind, test)
                if said:
                    tails.append(said)
        return f" ({'; '.join(tails)})" if tails else ""

    def _asked(self, kind: str, test: FieldTest) -> str:
        """What is asked of one field: in words of its own, or in those of its question."""
        known = self._kinds[kind].field_words.get(test.field, {})
        level = self._knowledge.questions.levels.get(_LIKE.get(kind, kind))
        question = level.questions.get(test.field) if level is not None else None
        values = self._allowed(test, question)
        negated = test.relation in ("not", "none-of")
        field = self._kinds[kind].fields[test.field]
        others = [one for one in field.allowed or () if one not in values]
        if negated and known and len(others) <= _FEW:
            values, negated = tuple(others), False  # what is left is told more plainly
        clauses = [
            str(known.get(str(one), "")) or (self._choice(question, str(one)) if question else "")
            for one in values
        ]
        if clauses and all(clauses):
            said = self._or(clauses)
            if negated and known:
                return f"{self._any('not-so')} {said}"
            return put(self._words["not"], clause=said) if negated else said
        return f"{plain(test.field)}: {self._test(test)}"

    def _allowed(self, test: FieldTest, question: Question | None) -> tuple[object, ...]:
        """The values a test names; of a bound on a scale, the answers within it."""
        bound = test.operand
        if isinstance(bound, int) and question is not None:
            numbers = {one.name: one.number for one in question.values.values()}
            scale = {name: value for name, value in numbers.items() if value is not None}
            if scale:
                return tuple(name for name, value in scale.items() if test.accepts(value))
        if test.relation in COMPARISONS:
            return ()
        return bound if isinstance(bound, tuple) else (bound,)

    def _answer(self, kind: str, said: dict[str, list[FieldTest]]) -> str:
        """An answer of the client: its question, and what it has to be."""
        asked, held = _ANSWERS[kind]
        at = f"{self._at(said.get('home'))}, " if "home" in kind else ""
        level = next((str(one.operand) for one in said.pop("of", ())), "") if asked == "to" else ""
        if level:
            said.pop("about", None)
        names = [
            str(value) for test in said.get(asked, ()) if not test.variable for value in test.named
        ]
        questions = [self._question(level or kind, name) for name in names]
        others = {key: value for key, value in said.items() if key not in ("home", asked, held)}
        if not questions:
            clause = put(self._words["any"], question=self._any("other"))
        elif len(names) == 1 and (clauses := self._choices(questions[0], said.get(held, []))):
            clause = clauses
        else:
            asked_words = f" {self._or_word()} ".join(
                one.question if one is not None else plain(name)
                for one, name in zip(questions, names)
            )
            value = self._field(held, said.get(held))
            form = "is" if held in said else "any"
            clause = put(self._words[form], question=asked_words, value=value)
        return at + clause + self._tail(kind, others)

    def _choices(self, question: Question | None, tests: list[FieldTest]) -> str:
        """The clauses of the answers that are asked for, where all have one."""
        if question is None or len(tests) != 1 or isinstance(tests[0].operand, Variable):
            return ""
        test = tests[0]
        found = [self._choice(question, str(one)) for one in self._allowed(test, question)]
        if not all(found) or test.relation not in ("is", "one-of", "not", "none-of"):
            return ""
        said = self._or(found)
        if test.relation in ("is", "one-of"):
            return said
        return put(self._words["not"], clause=said)

    def _choice(self, question: Question, value: str) -> str:
        """One answer as a clause, or nothing; not to know has a clause of its own."""
        if question.type == "party-kind" and value in self._knowledge.parties:
            one = self._knowledge.parties[value].one
            return put(self._words["party-kind"], kind=one)
        if value == UNKNOWN and question.unknown:
            return put(self._words["unknown"], what=question.unknown)
        answer = question.values.get(value)
        return answer.clause if answer is not None else ""

    def _question(self, kind: str, name: str) -> Question | None:
        levels = self._knowledge.questions.levels
        order = ["home", *levels] if "home" in kind else [one for one in levels if one != "home"]
        order = [kind, *order] if kind in levels else order
        for level in order:
            found = levels[level].questions.get(name)
            if found is not None:
                return found
        return None

    def _at(self, tests: list[FieldTest] | None) -> str:
        if not tests:
            return str(self._any("at"))
        operand = tests[0].operand
        homes = self._knowledge.homes
        if tests[0].relation == "is" and isinstance(operand, str) and operand in homes:
            return homes[operand].at
        return f"{self._any('in')} {self._field('home', tests)}"

    def _field(self, name: str, tests: list[FieldTest] | None) -> str:
        if not tests:
            known = self._knowledge.section("readings", "any")
            return str(known.get(name, known["other"]))
        said = [self._test(one) for one in tests]
        if tests[-1].relation in ("not", "none-of"):
            return (" " if name == "home" else ", ").join(said)
        return f" {self._any('and')} ".join(said)

    def _test(self, test: FieldTest) -> str:
        """What is asked of one field, in words."""
        operand = test.operand
        if isinstance(operand, Variable):
            said = self._variable(operand.name)
        else:
            values = operand if isinstance(operand, tuple) else (operand,)
            said = self._or(self._value(test.field, one) for one in values)
        if test.relation in ("is", "one-of"):
            return said
        relation = "not" if test.relation == "none-of" else test.relation
        return f"{self._knowledge.section('readings', 'tests')[relation]} {said}"

    def _value(self, field: str, value: Value) -> str:
        word = str(value)
        if not isinstance(value, str):
            return word
        knowledge = self._knowledge
        if field in ("home", "path") and word in knowledge.homes:
            return knowledge.homes[word].label
        if field == "path" and word in knowledge.paths:
            return str(knowledge.paths[word]["label"])
        if field == "tension" and word in knowledge.tensions:
            return str(knowledge.tensions[word]["label"])
        values = knowledge.section("words", "values")
        known = values.get(field, values["reading"] if field == "is" else {}).get(word)
        return str(known["label"]) if known else plain(word)

    def _or(self, words: Iterable[str]) -> str:
        listed = list(dict.fromkeys(words))
        return (
            f"{', '.join(listed[:-1])} {self._or_word()} {listed[-1]}" if listed[1:] else listed[0]
        )

    def _or_word(self) -> str:
        return str(self._knowledge.section("readings", "tests")["or"])

    def _any(self, name: str) -> str:
        found = self._words.get(name) or self._knowledge.section("readings", "any")[name]
        return str(found)


class Clauses(PatternWords):
    """Says in words what patterns ask for, in one case."""

    def __init__(self, record: Record) -> None:
        super().__init__(record.knowledge)
        self._record = record

    def pattern(self, pattern: Pattern, bindings: Mapping[str, Value]) -> str:
        """What a pattern asks for, as a clause.

        Args:
            bindings: What variables stand for; of the others anything will do.
        """
        tests = []
        for test in pattern.tests:
            if not test.variable:
                tests.append(test)
            elif test.variable in bindings:
                tests.append(test._replace(operand=bindings[test.variable]))
        passed = {test.field for test in pattern.tests if test.variable and test.relation == "is"}
        return self.clause(pattern._replace(tests=tuple(tests)), silent=passed)

    def absent(self, firing: Firing) -> tuple[str, ...]:
        """What had to be absent for a firing, as clauses."""
        entry = self._knowledge.rulebook.entry(firing.rule)
        bindings = dict(firing.bindings)
        return tuple(self.pattern(one, bindings) for one in getattr(entry, "unless", ()))

    def fields(self, fact: Fact, fields: Iterable[str]) -> tuple[str, ...]:
        """What some fields of a fact say, each as a clause."""
        return tuple(
            self._asked(fact.kind, FieldTest(field, "is", fact.get(field), 0)) for field in fields
        )

    def _unnamed(self, test: FieldTest) -> str:
        return ""  # whatever the case has bound it to

    def _variable(self, name: str) -> str:
        return self._any(name)

    def _value(self, field: str, value: Value) -> str:
        if field == "party":
            return self._record.narrator.party(str(value))
        if field == "source":
            return self._record.narrator.source(str(value))
        return super()._value(field, value)


def stating(kind: str, fields: Iterable[tuple[str, Value | Variable]]) -> Pattern:
    """The pattern that a fact of a kind with these values meets."""
    return Pattern(kind, tuple(FieldTest(name, "is", value, 0) for name, value in fields), 0)


def plain(word: str) -> str:
    """A name of the knowledge, such as `sets-rules`, as words."""
    return word.replace("-", " ")
