"""Reads patterns and heads: the parts of a rule that name facts."""

from __future__ import annotations

from typing import Any

from advisor.errors import did_you_mean, echo
from advisor.knowledge.reading import Reader, is_slug
from advisor.knowledge.rule import COMPARISONS, FieldTest, Head, Pattern, Variable
from advisor.knowledge.source import Mapping, Sequence
from advisor.knowledge.vocabulary import Kind, Value, Words, hint

TESTS = ("is", "not", *COMPARISONS)
"""The keys of a test that is written as a mapping."""


class PatternReader:
    """Reads patterns and heads of one file, and notes what is wrong with them.

    Attributes:
        where: The rule that is being read, for messages.
    """

    def __init__(self, reader: Reader, words: Words) -> None:
        self._wrong = reader.wrong
        self._reader = reader
        self._words = words
        self.where = ""

    def pattern(self, entry: Any, line: int) -> Pattern | None:
        """Reads `kind: {field: test, …}`.

        Returns:
            The pattern, or nothing when it is too wrong to go on with.
        """
        found = self._one_kind(entry, line)
        if found is None:
            return None
        kind, body, line = found
        tests: list[FieldTest] = []
        for field, test in body.items():
            if self._known_field(kind, field, body.lines[field]):
                tests.extend(self._tests(kind, field, test, body.lines[field]))
        return Pattern(kind.name, tuple(tests), line)

    def head(self, entry: Any, line: int) -> Head | None:
        """Reads a fact that follows; every field of its kind has a value or a variable.

        Returns:
            The head, or nothing when it is too wrong to go on with.
        """
        found = self._one_kind(entry, line)
        if found is None:
            return None
        kind, body, line = found
        if kind.given:
            what = f"Facts of kind “{kind.name}” come from the case; {self.where} cannot conclude"
            remedy = "Conclude another kind, or take “given” from this one in the vocabulary."
            self._wrong(f"{what} them.", line, remedy, "given-concluded")
        for field in body:
            self._known_field(kind, field, body.lines[field])
        values: list[Value | Variable] = []
        thresholds: list[str | None] = []
        for field in kind.fields:
            if field not in body:
                what = f"The field “{field}” of “{kind.name}” is missing in {self.where}."
                self._wrong(what, line, "A fact that follows needs a value for every field.")
            elif operand := self._operand(body[field], body.lines[field]):
                if not isinstance(operand[0], Variable):
                    self._allowed(kind, field, operand[0], body.lines[field])
                values.append(operand[0])
                thresholds.append(operand[1])
        if len(values) != len(kind.fields):
            return None
        return Head(kind.name, tuple(values), line, tuple(thresholds))

    def _one_kind(self, entry: Any, line: int) -> tuple[Kind, Mapping, int] | None:
        """The kind and the fields of a mapping that must have exactly one key."""
        if not isinstance(entry, Mapping) or len(entry) != 1:
            what = f"A pattern in {self.where} is not one kind of fact with its fields."
            line = self._reader.line_of(entry, line)
            self._wrong(what, line, "Write it as “kind: {field: value}”.")
            return None
        ((name, fields),) = entry.items()
        at = entry.lines[name]
        kind = self._words.vocabulary.kinds.get(name)
        if kind is None:
            near = hint(name, self._words.vocabulary.kinds)
            remedy = "Declare it in the vocabulary, or correct its name." + near
            self._wrong(f"There is no kind of fact {echo(name)}.", at, remedy, "unknown-fact")
            return None
        if type(fields) is not Mapping:
            fields = self._reader.mapping(fields, f"What follows “{name}” in {self.where}", at)
        return kind, fields, at

    def _known_field(self, kind: Kind, field: str, line: int) -> bool:
        """Notes a field that the kind does not have."""
        if field in kind.fields:
            return True
        remedy = did_you_mean(field, kind.fields, f"Known are {', '.join(kind.fields)}.")
        what = f"A fact of kind “{kind.name}” has no field {echo(field)}; see {self.where}."
        self._wrong(what, line, remedy, "unknown-fact")
        return False

    def _tests(self, kind: Kind, field: str, entry: Any, line: int) -> list[FieldTest]:
        """The tests on one field, in whichever of the forms they are written."""
        if not isinstance(entry, Mapping):
            if type(entry) is str and entry in (kind.fields[field].allowed or ()):  # most are
                return [FieldTest(field, "is", entry, line)]
            relation = "one-of" if isinstance(entry, Sequence) else "is"
            return self._test(kind, field, relation, entry, line)
        tests: list[FieldTest] = []
        known = f"Known are {', '.join(TESTS)}."
        if not entry:
            self._wrong(f"The test on “{field}” is empty.", line, known)
        for key, operand in entry.items():
            at = entry.lines[key]
            if key not in TESTS:
                remedy = known + hint(key, TESTS)
                self._wrong(f"There is no test {echo(key)}.", at, remedy)
                continue
            relation = key
            if isinstance(operand, Sequence):
                relation = {"is": "one-of", "not": "none-of"}.get(key, key)
            tests.extend(self._test(kind, field, relation, operand, at))
        return tests

    def _test(
        self, kind: Kind, field: str, relation: str, entry: Any, line: int
    ) -> list[FieldTest]:
        """One test, checked against what the field may hold."""
        if relation in COMPARISONS and not kind.fields[field].number:
            holds = f"The field “{field}” of “{kind.name}” holds words"
            what = f"{holds}, which “{relation}” cannot compare."
            self._wrong(what, line, "Compare numbers only, or list the words.", "type-mismatch")
            return []
        if isinstance(entry, Sequence):
            if relation in ("one-of", "none-of"):
                return self._list_test(kind, field, relation, entry, line)
            self._wrong(f"“{relation}” takes one number, not a list.", line, "Give one.")
            return []
        found = self._operand(entry, line)
        if found is None:
            return []
        operand, threshold = found
        if relation in COMPARISONS and not isinstance(operand, (int, Variable)):
            what = f"“{relation}” takes a number, not {echo(operand)}."
            self._wrong(what, line, "Give one.", "type-mismatch")
            return []
        if relation not in COMPARISONS and not isinstance(operand, Variable):
            self._allowed(kind, field, operand, line)
        return [FieldTest(field, relation, operand, line, threshold)]

    def _list_test(
        self, kind: Kind, field: str, relation: str, entry: Sequence, line: int
    ) -> list[FieldTest]:
        """A test against a list of values."""
        values: list[Value] = []
        for item, at in zip(entry, entry.lines):
            found = self._operand(item, at)
            value = found[0] if found else None
            if isinstance(value, Variable):
                what = f"A list holds values, not {value}."
                self._wrong(what, at, "Write a test of its own.")
            elif value is not None:
                self._allowed(kind, field, value, at)
                values.append(value)
        if not entry:
            self._wrong(f"The list for “{field}” is empty.", line, "Name at least one value.")
        return [FieldTest(field, relation, tuple(dict.fromkeys(values)), line)]

    def _operand(self, entry: Any, line: int) -> tuple[Value | Variable, str | None] | None:
        """A value, `$variable` or `@threshold`; nothing, and a problem, when it is none of them."""
        name = entry[1:] if isinstance(entry, str) else ""
        if name and entry[0] == "$":
            if is_slug(name):
                return Variable(name), None
            what = f"{echo(entry)} is not a variable."
            self._wrong(what, line, "Write $ and a name like $party.")
        elif name and entry[0] == "@":
            thresholds = self._words.thresholds
            if name in thresholds:
                return thresholds[name].value, name
            what = f"There is no threshold {echo(name)}."
            remedy = "Add it to thresholds.yaml, or correct its name." + hint(name, thresholds)
            self._wrong(what, line, remedy, "unknown-threshold")
        elif type(entry) is int or (isinstance(entry, str) and is_slug(entry)):
            return entry, None
        else:
            what = f"{echo(entry)} is not a value a field can hold."
            words = "a word of small letters, digits and hyphens, a whole number, $variable"
            remedy = f"Use {words} or “@threshold” in quotation marks."
            self._wrong(what, line, remedy, "unknown-value")
        return None

    def _allowed(self, kind: Kind, field: str, value: Value, line: int) -> None:
        """Notes a value that the field cannot hold."""
        type_ = kind.fields[field]
        if type_.accepts(value):
            return
        otherwise = "Correct the value, or add it in the vocabulary."
        remedy = did_you_mean(str(value), map(str, type_.allowed or ()), otherwise)
        what = f"The field “{field}” of “{kind.name}” takes {type_.describe()}, not {echo(value)}."
        fault = "unknown-value" if type_.number == isinstance(value, int) else "type-mismatch"
        self._wrong(what, line, remedy, fault)
