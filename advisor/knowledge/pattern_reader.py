"""Reads patterns and heads: the parts of a rule that name facts."""

from __future__ import annotations

from typing import Any

from advisor.errors import echo
from advisor.knowledge.reading import Reader, is_slug
from advisor.knowledge.rule import COMPARISONS, FieldTest, Head, Pattern, Variable
from advisor.knowledge.source import Mapping, Sequence
from advisor.knowledge.vocabulary import FieldType, Kind, Value, Words, did_you_mean

TESTS = ("is", "not", *COMPARISONS)
"""The keys of a test that is written as a mapping."""


def read_pattern(reader: Reader, words: Words, entry: Any, line: int, where: str) -> Pattern | None:
    """Reads `kind: {field: test, …}`.

    Args:
        reader: The file, which takes note of problems.
        words: The vocabulary and the thresholds.
        entry: The mapping with the one kind.
        line: Where it stands.
        where: The rule, for messages.

    Returns:
        The pattern, or nothing when it is too wrong to go on with.
    """
    found = _one_kind(reader, words, entry, line, where)
    if found is None:
        return None
    kind, body, line = found
    tests: list[FieldTest] = []
    for field, test in body.items():
        at = body.lines[field]
        if not _known_field(reader, kind, field, at, where):
            continue
        tests.extend(_tests(reader, words, kind, field, test, at))
    return Pattern(kind.name, tuple(tests), line)


def read_head(reader: Reader, words: Words, entry: Any, line: int, where: str) -> Head | None:
    """Reads a fact that follows; every field of its kind has a value or a variable.

    Args:
        reader: The file, which takes note of problems.
        words: The vocabulary and the thresholds.
        entry: The mapping with the one kind.
        line: Where it stands.
        where: The rule, for messages.

    Returns:
        The head, or nothing when it is too wrong to go on with.
    """
    found = _one_kind(reader, words, entry, line, where)
    if found is None:
        return None
    kind, body, line = found
    if kind.given:
        reader.wrong(
            f"Facts of kind “{kind.name}” come from the case; {where} cannot conclude them.",
            line,
            "Conclude another kind, or take “given” from this one in the vocabulary.",
            fault="given-concluded",
        )
    for field in body:
        _known_field(reader, kind, field, body.lines[field], where)
    values: list[Value | Variable] = []
    for field, type_ in kind.fields.items():
        if field not in body:
            reader.wrong(
                f"The field “{field}” of “{kind.name}” is missing in {where}.",
                line,
                "A fact that follows needs a value for every field.",
            )
            continue
        operand = _operand(reader, words, body[field], body.lines[field])
        if operand is None:
            continue
        value = operand[0]
        if not isinstance(value, Variable):
            _allowed(reader, kind, field, type_, value, body.lines[field])
        values.append(value)
    return Head(kind.name, tuple(values), line) if len(values) == len(kind.fields) else None


def _one_kind(
    reader: Reader, words: Words, entry: Any, line: int, where: str
) -> tuple[Kind, Mapping, int] | None:
    """The kind and the fields of a mapping that must have exactly one key."""
    if not isinstance(entry, Mapping) or len(entry) != 1:
        reader.wrong(
            f"A pattern in {where} is not one kind of fact with its fields.",
            reader.line_of(entry, line),
            "Write it as “kind: {field: value}”.",
        )
        return None
    ((name, fields),) = entry.items()
    at = entry.lines[name]
    kind = words.vocabulary.kinds.get(name)
    if kind is None:
        reader.wrong(
            f"There is no kind of fact {echo(name)}.",
            at,
            "Declare it in the vocabulary, or correct its name."
            + did_you_mean(name, words.vocabulary.kinds),
            fault="unknown-fact",
        )
        return None
    return kind, reader.mapping(fields, f"What follows “{name}” in {where}", at), at


def _known_field(reader: Reader, kind: Kind, field: str, line: int, where: str) -> bool:
    """Notes a field that the kind does not have."""
    if field in kind.fields:
        return True
    reader.wrong(
        f"A fact of kind “{kind.name}” has no field {echo(field)}; see {where}.",
        line,
        did_you_mean(field, kind.fields).strip() or f"Known are {', '.join(kind.fields)}.",
        fault="unknown-fact",
    )
    return False


def _tests(
    reader: Reader, words: Words, kind: Kind, field: str, entry: Any, line: int
) -> list[FieldTest]:
    """The tests on one field, in whichever of the forms they are written."""
    if not isinstance(entry, Mapping):
        relation = "one-of" if isinstance(entry, Sequence) else "is"
        return _test(reader, words, kind, field, relation, entry, line)
    tests: list[FieldTest] = []
    if not entry:
        reader.wrong(f"The test on “{field}” is empty.", line, f"Known are {', '.join(TESTS)}.")
    for key, operand in entry.items():
        at = entry.lines[key]
        if key not in TESTS:
            reader.wrong(
                f"There is no test {echo(key)}.",
                at,
                f"Known are {', '.join(TESTS)}." + did_you_mean(key, TESTS),
            )
            continue
        relation = key
        if isinstance(operand, Sequence):
            relation = {"is": "one-of", "not": "none-of"}.get(key, key)
        tests.extend(_test(reader, words, kind, field, relation, operand, at))
    return tests


def _test(
    reader: Reader, words: Words, kind: Kind, field: str, relation: str, entry: Any, line: int
) -> list[FieldTest]:
    """One test, checked against what the field may hold."""
    type_ = kind.fields[field]
    if relation in COMPARISONS and not type_.number:
        reader.wrong(
            f"The field “{field}” of “{kind.name}” holds words, which “{relation}” cannot compare.",
            line,
            "Compare numbers only, or list the words.",
            fault="type-mismatch",
        )
        return []
    if isinstance(entry, Sequence):
        if relation not in ("one-of", "none-of"):
            reader.wrong(f"“{relation}” takes one number, not a list.", line, "Give one.")
            return []
        return _list_test(reader, words, kind, field, relation, entry, line)
    found = _operand(reader, words, entry, line)
    if found is None:
        return []
    operand, threshold = found
    if relation in COMPARISONS:
        if not isinstance(operand, (int, Variable)):
            reader.wrong(
                f"“{relation}” takes a number, not {echo(operand)}.",
                line,
                "Give one.",
                fault="type-mismatch",
            )
            return []
    elif not isinstance(operand, Variable):
        _allowed(reader, kind, field, type_, operand, line)
    return [FieldTest(field, relation, operand, line, threshold)]


def _list_test(
    reader: Reader, words: Words, kind: Kind, field: str, relation: str, entry: Sequence, line: int
) -> list[FieldTest]:
    """A test against a list of values."""
    values: list[Value] = []
    for item, at in zip(entry, entry.lines):
        found = _operand(reader, words, item, at)
        if found is None:
            continue
        if isinstance(found[0], Variable):
            reader.wrong(f"A list holds values, not {found[0]}.", at, "Write a test of its own.")
            continue
        _allowed(reader, kind, field, kind.fields[field], found[0], at)
        values.append(found[0])
    if not entry:
        reader.wrong(f"The list for “{field}” is empty.", line, "Name at least one value.")
    return [FieldTest(field, relation, tuple(dict.fromkeys(values)), line)]


def _operand(
    reader: Reader, words: Words, entry: Any, line: int
) -> tuple[Value | Variable, str | None] | None:
    """A value, `$variable` or `@threshold`; nothing, and a problem, when it is none of them."""
    if isinstance(entry, str) and entry.startswith("$"):
        name = entry[1:]
        if is_slug(name):
            return Variable(name), None
        reader.wrong(f"{echo(entry)} is not a variable.", line, "Write $ and a name like $party.")
        return None
    if isinstance(entry, str) and entry.startswith("@"):
        name = entry[1:]
        if name in words.thresholds:
            return words.thresholds[name].value, name
        reader.wrong(
            f"There is no threshold {echo(name)}.",
            line,
            "Add it to thresholds.yaml, or correct its name."
            + did_you_mean(name, words.thresholds),
            fault="unknown-threshold",
        )
        return None
    if type(entry) is int or (isinstance(entry, str) and is_slug(entry)):
        return entry, None
    reader.wrong(
        f"{echo(entry)} is not a value a field can hold.",
        line,
        "Use a word of small letters, digits and hyphens, a whole number, $variable "
        "or “@threshold” in quotation marks.",
        fault="unknown-value",
    )
    return None


def _allowed(
    reader: Reader, kind: Kind, field: str, type_: FieldType, value: Value, line: int
) -> None:
    """Notes a value that the field cannot hold."""
    if type_.accepts(value):
        return
    reader.wrong(
        f"The field “{field}” of “{kind.name}” takes {type_.describe()}, not {echo(value)}.",
        line,
        did_you_mean(str(value), [str(one) for one in type_.allowed or ()]).strip()
        or "Correct the value, or add it in the vocabulary.",
        fault="unknown-value" if type_.number == isinstance(value, int) else "type-mismatch",
    )
