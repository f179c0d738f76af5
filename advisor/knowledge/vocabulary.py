"""What rules may speak of: the kinds of fact, what their fields may hold, and the named numbers.

Read from `rules/vocabulary.yaml` and `rules/thresholds.yaml`. A field holds a word (a *slug*: small
letters, digits and hyphens) or a whole number, never anything else: that is what both engines can
compare without surprises. A rule names a number as `"@veto-power"`, so that every number is visible
in one file and can be changed there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from advisor.errors import AdvisorError, did_you_mean, echo
from advisor.knowledge.reading import Reader, is_slug
from advisor.knowledge.source import Mapping as SourceMapping
from advisor.knowledge.texts import in_text

Value = str | int
"""What a field of a fact holds."""

LARGEST_NUMBER = 2**31 - 1
"""Numbers lie between minus and plus this; sums of them stay exact in every engine."""

RESERVED_KINDS = frozenset({"not"})


class FactError(AdvisorError):
    """A fact that the vocabulary does not allow; a fault of the program, not of the user."""


class FieldType(NamedTuple):
    """What one field may hold."""

    name: str
    """The name of the type, or the list written out."""
    number: bool
    """Whether the field holds numbers, which can be compared and added up."""
    allowed: tuple[Value, ...] | None = None
    """The values the field may hold; nothing when every word or number will do."""

    def accepts(self, value: object) -> bool:
        """Whether a field of this type may hold the value."""
        if self.allowed is not None:
            return type(value) in (str, int) and value in self.allowed
        if self.number:
            return type(value) is int and -LARGEST_NUMBER <= value <= LARGEST_NUMBER
        return type(value) is str and is_slug(value) is not None

    def describe(self) -> str:
        """What the field takes, for a message."""
        if self.allowed is not None:
            shown = ", ".join(map(str, self.allowed[:12]))
            return f"one of {shown}" + (", …" if len(self.allowed) > 12 else "")
        if self.number:
            return "a whole number"
        return "a word of small letters, digits and hyphens"


class Kind(NamedTuple):
    """One kind of fact."""

    name: str
    about: str
    """What such a fact says, in a sentence."""
    given: bool
    """Whether such facts come from the case; otherwise rules conclude them."""
    fields: Mapping[str, FieldType]
    """The fields in their order."""
    positions: Mapping[str, int]
    """Where each field stands in that order."""
    line: int
    """Where the kind is declared."""
    one_for: tuple[str, ...] | None = None
    """The fields that tell its facts apart: for each of their values there is at most one. None
    at all means one fact in a case; nothing said, as many as follow."""
    always: bool = False
    """Whether every case has such a fact."""
    ranks: bool = False
    """Whether such facts only put others in order; a proof tells their numbers in one line."""
    says: str = ""
    """Such a fact as a clause, with places for its fields; nothing where its question has words."""
    asked: str = ""
    """The same where a rule is read out and there is no case."""
    field_words: Mapping[str, Mapping[str, str]] = MappingProxyType({})
    """What is asked of a field that has no place in the clause, by field and value."""


class Vocabulary:
    """All kinds of fact, by name."""

    def __init__(
        self, kinds: Mapping[str, Kind], values: Mapping[str, tuple[Value, ...]], file: str
    ) -> None:
        self.kinds = MappingProxyType(dict(kinds))
        """Every kind of fact, in the order of the file."""
        self.values = MappingProxyType(dict(values))
        """The named lists of values."""
        self.file = file
        """The file the vocabulary was read from."""
        self.always = next((kind.name for kind in kinds.values() if kind.always), None)
        """The kind of which every case has one fact; a rule that only says what must not hold
        rests on it."""

    def checked(self, kind: str, values: Mapping[str, Value]) -> tuple[tuple[str, Value], ...]:
        """The fields of a fact in their order, after checking them.

        Args:
            values: A value for each field.

        Returns:
            The fields and values in the order of the vocabulary.

        Raises:
            FactError: If the kind does not allow them.
        """
        known = self.kinds.get(kind)
        if known is None:
            raise FactError(f"There is no kind of fact {echo(kind)}.{hint(kind, self.kinds)}")
        for name in values:
            if name not in known.fields:
                what = f"A fact of kind “{kind}” has no field {echo(name)}."
                raise FactError(what + hint(name, known.fields))
        ordered = []
        for name, field in known.fields.items():
            if name not in values:
                raise FactError(f"A fact of kind “{kind}” lacks its field “{name}”.")
            value = values[name]
            if not field.accepts(value):
                takes = f"takes {field.describe()}, not {echo(value)}."
                raise FactError(f"The field “{name}” of “{kind}” {takes}")
            ordered.append((name, value))
        return tuple(ordered)


def hint(word: str, known: Iterable[str]) -> str:
    """A sentence for the end of a message that names the nearest known name, or nothing."""
    return f" {did_you_mean(word, known, '')}".rstrip()


def vocabulary_in(reader: Reader, beside: Vocabulary | None = None) -> Vocabulary:
    """What can be read of a vocabulary; the reader takes note of what is wrong in it.

    Args:
        reader: The file, such as `rules/vocabulary.yaml`.
        beside: A vocabulary whose kinds and lists of values this one adds to.
    """
    top = reader.mapping(reader.content, "The vocabulary", reader.line_of(reader.content))
    reader.only(top, ("about", "values", "facts"), "the vocabulary", required=("facts",))
    values: dict[str, tuple[Value, ...]] = {**beside.values} if beside else {}
    lists = reader.mapping(top.get("values", {}), "“values”", top.lines.get("values", 1))
    for name, entries in lists.items():
        line = lists.lines[name]
        reader.slug(name, line, "The name of a list of values")
        if name in ("id", "number", "text-slug"):
            reader.wrong(f"“{name}” is the name of a type.", line, "Give the list another name.")
        values[name] = _allowed(reader, entries, line)
    kinds: dict[str, Kind] = {**beside.kinds} if beside else {}
    facts = reader.mapping(top.get("facts", {}), "“facts”", top.lines.get("facts", 1))
    for name, body in facts.items():
        line = facts.lines[name]
        reader.slug(name, line, "A kind of fact")
        if name in RESERVED_KINDS:
            reader.wrong(f"A kind of fact cannot be called “{name}”.", line, "Rename it.")
        if name in kinds:
            reader.wrong(f"There is a kind of fact “{name}” already.", line, "Rename this one.")
        kinds[name] = _kind(reader, name, body, line, values)
    return Vocabulary(kinds, values, reader.file)


def _kind(
    reader: Reader, name: str, body: Any, line: int, values: dict[str, tuple[Value, ...]]
) -> Kind:
    """One entry under `facts`."""
    inside = reader.mapping(body, f"The kind “{name}”", line)
    known = (
        "about", "given", "fields", "one-for", "always", "ranks", "says", "asked", "field-words",
    )  # fmt: skip
    reader.only(inside, known, f"the kind “{name}”", required=("about", "fields"))
    fields: dict[str, FieldType] = {}
    at = inside.lines.get("fields", line)
    listed = reader.mapping(inside.get("fields", {}), f"The fields of “{name}”", at)
    for field, type_ in listed.items():
        reader.slug(field, listed.lines[field], "A field")
        fields[field] = _field_type(reader, type_, listed.lines[field], values)
    for key in ("given", "always", "ranks"):
        if inside.get(key, "no") not in ("yes", "no"):
            what = f"“{key}” is yes or no, not {echo(inside[key])}."
            reader.wrong(what, inside.lines[key], "Say yes.")
    one_for = _one_for(reader, name, inside, fields)
    always = inside.get("always") == "yes"
    if always and (inside.get("given") != "yes" or one_for != ()):
        what = f"Only a fact that every case gives once can be there always, unlike “{name}”."
        remedy = "Say “given: yes” and “one-for: []” too, or leave “always” out."
        reader.wrong(what, inside.lines["always"], remedy)
    if not fields and "fields" in inside:
        reader.wrong(f"The kind “{name}” has no field.", line, "Give it at least one.")
    return Kind(
        name,
        reader.text(inside, "about"),
        inside.get("given") == "yes",
        MappingProxyType(fields),
        MappingProxyType({field: place for place, field in enumerate(fields)}),
        line,
        one_for,
        always,
        inside.get("ranks") == "yes",
        *_words(reader, name, inside, fields),
    )


def _words(
    reader: Reader, name: str, inside: Any, fields: dict[str, FieldType]
) -> tuple[str, str, Mapping[str, Mapping[str, str]]]:
    """How facts of a kind are said."""
    known = frozenset({*fields, "home:at"} if "home" in fields else fields)
    for key in ("says", "asked"):
        for one in in_text(str(inside.get(key, "")), inside.lines.get(key, 1), known, forms=False):
            reader.wrong(one.what, one.line, one.remedy, "unbound-in-text")
    line = inside.lines.get("field-words", inside.line)
    listed = reader.mapping(inside.get("field-words"), f"“field-words” of “{name}”", line)
    words: dict[str, Mapping[str, str]] = {}
    for field, said in listed.items():
        at = listed.lines[field]
        words[field] = reader.mapping(said, f"The words for “{field}” of “{name}”", at)
        unknown = [value for value in words[field] if not _takes(fields.get(field), value)]
        if unknown:
            what = f"The field “{field}” of “{name}” never holds {echo(unknown[0])}."
            remedy, fault = "Correct the value.", "unknown-value"
            if field not in fields:
                remedy, fault = f"Known are {', '.join(fields)}.", "unknown-fact"
            reader.wrong(what, at, remedy, fault)
    says = reader.text(inside, "says")
    return says, reader.text(inside, "asked") or says, MappingProxyType(words)


def _takes(type_: FieldType | None, value: str) -> bool:
    return type_ is not None and (type_.allowed is None or value in map(str, type_.allowed))


def _one_for(
    reader: Reader, name: str, inside: Any, fields: dict[str, FieldType]
) -> tuple[str, ...] | None:
    """The fields of which each combination has at most one fact, where the kind says so."""
    if "one-for" not in inside:
        return None
    line = inside.lines["one-for"]
    listed = reader.sequence(inside["one-for"], f"“one-for” of “{name}”", line)
    for field in listed:
        if field not in fields:
            remedy = did_you_mean(str(field), fields, f"Known are {', '.join(fields)}.")
            what = f"A fact of kind “{name}” has no field {echo(field)}."
            reader.wrong(what, line, remedy, "unknown-fact")
    return tuple(field for field in listed if field in fields)


def _field_type(
    reader: Reader, entry: Any, line: int, values: dict[str, tuple[Value, ...]]
) -> FieldType:
    """The type of a field: a basic one, a named list, or a list written out."""
    if entry == "number":
        return FieldType("number", number=True)
    if entry in ("id", "text-slug"):
        return FieldType(entry, number=False)
    if isinstance(entry, list):
        allowed = _allowed(reader, entry, line)
        name = f"[{', '.join(map(str, allowed))}]"
    elif isinstance(entry, str) and entry in values:
        name, allowed = entry, values[entry]
    else:
        near = hint(str(entry), ["id", "text-slug", "number", *values])
        remedy = "Use id, text-slug, number, a list of values, or a name under “values”." + near
        reader.wrong(f"There is no type {echo(entry)}.", line, remedy)
        return FieldType("text-slug", number=False)
    return FieldType(name, bool(allowed) and type(allowed[0]) is int, allowed)


def _allowed(reader: Reader, entries: Any, line: int) -> tuple[Value, ...]:
    """A list of the values a field may hold: all words, or all numbers."""
    if not isinstance(entries, list) or not entries:
        reader.wrong("A list of values is missing.", line, "Write it as [one, two].")
        return ()
    good = [one for one in entries if type(one) is int or (type(one) is str and is_slug(one))]
    if len(good) != len(entries) or len(set(map(type, good))) > 1:
        what = "A list of values holds words of small letters, digits and hyphens, or numbers."
        reader.wrong(what, line, "Do not mix the two.")
    if len(set(good)) != len(good):
        reader.wrong("A value stands in this list twice.", line, "Keep one.")
    return tuple(good)


class Threshold(NamedTuple):
    """One number."""

    name: str
    value: int
    about: str
    """What it decides, in a sentence."""
    line: int
    range: tuple[int, ...] = ()
    """The lowest and the highest number somebody could set it to with reason; may be empty."""
    range_because: str = ""
    """Why it could lie anywhere in the range."""
    role: str = ""
    """`defines` where it only says what a word means, such as none, and could be no other."""

    @property
    def others(self) -> tuple[int, ...]:
        """The ends of its range at which it does not stand itself."""
        return tuple(one for one in self.range if one != self.value)


def thresholds_in(reader: Reader) -> dict[str, Threshold]:
    """What can be read of the thresholds; the reader takes note of what is wrong in them."""
    top = reader.mapping(reader.content, "The file", 1)
    reader.only(top, ("about", "thresholds"), "the thresholds", required=("thresholds",))
    entries = reader.mapping(top.get("thresholds"), "“thresholds”", top.lines.get("thresholds", 1))
    found: dict[str, Threshold] = {}
    for name, body in entries.items():
        line = entries.lines[name]
        reader.slug(name, line, "A threshold")
        inside = reader.mapping(body, f"The threshold “{name}”", line)
        known = ("value", "about", "range", "range-because", "role")
        reader.only(inside, known, f"“{name}”", required=("value", "about"))
        value = inside.get("value")
        if type(value) is not int:
            if value is not None:
                what = f"The value of “{name}” is not a whole number: {echo(value)}."
                reader.wrong(what, inside.lines["value"], "Give a whole number.")
            value = 0
        found[name] = Threshold(
            name, value, reader.text(inside, "about"), line,
            _range(reader, inside, name, value), reader.text(inside, "range-because"),
            reader.word(inside, "role", ("defines",)),
        )  # fmt: skip
    return found


def _range(reader: Reader, inside: SourceMapping, name: str, value: int) -> tuple[int, ...]:
    """Between which numbers a threshold could lie with reason, if that is said."""
    if "range" not in inside:
        return ()
    line, ends = inside.lines["range"], inside["range"]
    good = isinstance(ends, list) and len(ends) == 2 and {*map(type, ends)} == {int}
    if not good or not ends[0] <= value <= ends[1] or ends[0] == ends[1]:
        what = f"The range of “{name}” is not two whole numbers around its value."
        reader.wrong(what, line, "Write [lowest, highest].")
        return ()
    if not inside.get("range-because"):
        remedy = "Say under “range-because” why somebody could set it so."
        reader.wrong(f"Nothing says why “{name}” could lie in its range.", line, remedy)
    return tuple(ends)


class Words(NamedTuple):
    """What rules may speak of."""

    vocabulary: Vocabulary
    thresholds: dict[str, Threshold]
