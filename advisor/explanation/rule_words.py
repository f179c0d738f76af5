"""A rule read out where there is no case: its conditions, conclusions and reason in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.knowledge.because import Place, parts
from advisor.knowledge.rule import FieldTest, Pattern, Rule, Variable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.knowledge.base import Knowledge
    from advisor.knowledge.questions import Question
    from advisor.knowledge.rule import Head
    from advisor.knowledge.strata import Entry
    from advisor.knowledge.vocabulary import Value

_place = re.compile(r"\{([a-z-]+)(:at)?\}")
_ANSWERS = {
    "answer": ("to", "is"), "home-answer": ("to", "is"), "item": ("of", "is"),
    "home-item": ("of", "is"), "figure": ("of", "value"), "home-figure": ("of", "value"),
}  # fmt: skip
"""The kinds of fact that stand for one answer: the fields with the question and the value."""

RULE, COUNTED = "rule", "total"


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


class RuleWords:
    """Reads rules out in the words of the knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Takes the knowledge whose words are used."""
        self._knowledge = knowledge
        self._clauses: Mapping[str, str] = {
            **knowledge.section("clauses", "clauses"),
            **knowledge.section("readings", "clauses"),
        }

    def read(self, entry: Entry) -> RuleReading:
        """A rule or total in words.

        Args:
            entry: The rule or total.
        """
        speech = _Speech(self._knowledge, self._clauses, entry)
        unless: tuple[str, ...] = ()
        measure = ""
        if isinstance(entry, Rule):
            when = speech.patterns(entry.when)
            unless = speech.patterns(speech.bound(one) for one in entry.unless)
        else:
            measure = entry.measure if entry.share_of is None else "percent"
            when = speech.patterns(one for one in (entry.for_each, entry.of) if one is not None)
            if entry.share_of is not None:
                when += speech.patterns([speech.bound(entry.share_of, entry.variables)])
        folder = f"{self._knowledge.folder.as_posix()}/"
        return RuleReading(
            entry.id, entry.title, entry.topic, RULE if isinstance(entry, Rule) else COUNTED,
            when, unless, tuple(dict.fromkeys(speech.head(one) for one in entry.then)),
            speech.reason(entry.because), measure,
            not isinstance(entry, Rule) and entry.for_each is not None,
            tuple(entry.rests_on), entry.certainty,
            entry.file.replace("\\", "/").removeprefix(folder), entry.line,
        )  # fmt: skip

    def topic(self, topic: str) -> str:
        """The short name of a topic."""
        known = self._knowledge.section("readings", "topics").get(topic)
        return str(known) if known else topic.replace("-", " ").capitalize()


class _Speech:
    """One rule being read out: a variable is named in full once, then with "the"."""

    def __init__(self, knowledge: Knowledge, clauses: Mapping[str, str], entry: Entry) -> None:
        self._knowledge = knowledge
        self._clauses = clauses
        self._words: Mapping[str, Any] = knowledge.section("readings", "answers")
        self._variables: Mapping[str, list[str]] = knowledge.section("readings", "variables")
        self._with: Mapping[str, Any] = knowledge.section("readings", "with")
        self._named: set[str] = set()
        self._compared = {
            test.operand.name
            for pattern in _all_patterns(entry)
            for test in pattern.tests
            if isinstance(test.operand, Variable) and test.relation != "is"
        }

    def patterns(self, patterns: Iterable[Pattern]) -> tuple[str, ...]:
        """Clauses, one after the other; one that says the same again is left out."""
        return tuple(dict.fromkeys(self._pattern(one) for one in patterns))

    def bound(self, pattern: Pattern, among: Iterable[str] | None = None) -> Pattern:
        """A pattern without the variables that anything may fill.

        Args:
            pattern: A pattern that binds nothing, such as a negated one.
            among: The variables that have a value; by default those named so far.
        """
        known = self._named if among is None else frozenset(among)
        return pattern._replace(
            tests=tuple(
                one
                for one in pattern.tests
                if not isinstance(one.operand, Variable) or one.operand.name in known
            )
        )

    def head(self, head: Head) -> str:
        """A conclusion as a clause."""
        fields = self._knowledge.rulebook.vocabulary.kinds[head.kind].fields
        tests = tuple(
            FieldTest(name, "is", value, head.line)
            for name, value in zip(fields, head.values, strict=True)
        )
        return self._pattern(Pattern(head.kind, tests, head.line))

    def reason(self, because: str) -> str:
        """The sentence of a rule with plain words in its places."""
        said = "".join(
            part if isinstance(part, str) else self._in_reason(part) for part in parts(because)
        )
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

    def _pattern(self, pattern: Pattern) -> str:
        said: dict[str, list[FieldTest]] = {}
        for test in pattern.tests:
            said.setdefault(test.field, []).append(test)
        if pattern.kind in _ANSWERS:
            return self._answer(pattern.kind, said)
        template = self._clauses.get(pattern.kind, pattern.kind.replace("-", " "))
        used: set[str] = set()

        def fill(match: re.Match[str]) -> str:
            name = match[1]
            used.add(name)
            return self._at(said.get(name)) if match[2] else self._field(name, said.get(name))

        clause = _place.sub(fill, template)
        return clause + self._tail(pattern.kind, {k: v for k, v in said.items() if k not in used})

    def _tail(self, kind: str, fields: Mapping[str, list[FieldTest]]) -> str:
        """What is asked of the fields that the clause does not name."""
        tails = []
        for name, tests in fields.items():
            for test in tests:
                if isinstance(test.operand, Variable) and test.relation == "is":
                    if test.operand.name in self._compared | self._named:
                        tails.append(f"{_plain(name)}: {self._variable(test.operand.name)}")
                    self._named.add(test.operand.name)
                    continue
                known = self._with.get(kind, {}).get(name, {})
                values = test.operand if isinstance(test.operand, tuple) else (test.operand,)
                if test.relation in ("is", "one-of") and all(str(one) in known for one in values):
                    tails.append(self._or(str(known[str(one)]) for one in values))
                else:
                    tails.append(f"{_plain(name)}: {self._test(test)}")
        return f" ({'; '.join(tails)})" if tails else ""

    def _answer(self, kind: str, said: dict[str, list[FieldTest]]) -> str:
        """An answer of the client: its question, and what it has to be."""
        asked, held = _ANSWERS[kind]
        at = f"{self._at(said.get('home'))}, " if "home" in kind else ""
        names = [
            str(value)
            for test in said.get(asked, ())
            if not isinstance(test.operand, Variable)
            for value in (test.operand if isinstance(test.operand, tuple) else (test.operand,))
        ]
        questions = [self._question(kind, name) for name in names]
        others = {key: value for key, value in said.items() if key not in ("home", asked, held)}
        if not questions:
            clause = str(self._words["any"]).replace("{question}", str(self._any("other")))
        elif len(names) == 1 and (clauses := self._choices(questions[0], said.get(held, []))):
            clause = clauses
        else:
            asked_words = f" {self._or_word()} ".join(
                one.question if one is not None else _plain(name)
                for one, name in zip(questions, names)
            )
            value = self._field(held, said.get(held))
            form = "is" if held in said else "any"
            clause = (
                str(self._words[form]).replace("{question}", asked_words).replace("{value}", value)
            )
        return at + clause + self._tail(kind, others)

    def _choices(self, question: Question | None, tests: list[FieldTest]) -> str:
        """The clauses of the answers that are asked for, where all have one."""
        if question is None or len(tests) != 1 or isinstance(tests[0].operand, Variable):
            return ""
        test = tests[0]
        values = test.operand if isinstance(test.operand, tuple) else (test.operand,)
        found = [question.values.get(str(one)) for one in values]
        if not all(one is not None and one.clause for one in found):
            return ""
        said = self._or(one.clause for one in found if one is not None)
        if test.relation in ("is", "one-of"):
            return said
        return str(self._words["not"]).replace("{clause}", said)

    def _question(self, kind: str, name: str) -> Question | None:
        levels = self._knowledge.questions.levels
        order = ["home", *levels] if "home" in kind else [one for one in levels if one != "home"]
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
            known = self._knowledge.section("clauses", "any")
            return str(known.get(name, known["other"]))
        return f" {self._any('and')} ".join(self._test(one) for one in tests)

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
        return f"{self._knowledge.section('clauses', 'tests')[relation]} {said}"

    def _variable(self, name: str) -> str:
        first, again = self._variables.get(name, (f"the {_plain(name)}", f"the {_plain(name)}"))
        said = again if name in self._named else first
        self._named.add(name)
        return said

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
        return str(known["label"]) if known else _plain(word)

    def _or(self, words: Iterable[str]) -> str:
        listed = list(dict.fromkeys(words))
        return (
            f"{', '.join(listed[:-1])} {self._or_word()} {listed[-1]}" if listed[1:] else listed[0]
        )

    def _or_word(self) -> str:
        return str(self._knowledge.section("clauses", "tests")["or"])

    def _any(self, name: str) -> str:
        found = self._words.get(name) or self._knowledge.section("clauses", "any")[name]
        return str(found)


def _all_patterns(entry: Entry) -> tuple[Pattern, ...]:
    if isinstance(entry, Rule):
        return (*entry.when, *entry.unless)
    return tuple(one for one in (entry.for_each, entry.of, entry.share_of) if one is not None)


def _plain(word: str) -> str:
    return word.replace("-", " ")
