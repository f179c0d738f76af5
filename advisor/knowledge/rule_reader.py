"""Reads one file of rules and totals.

Everything that can be known to be wrong without a case is found here or in
`advisor.knowledge.variables`, and reported together, each with its line.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from advisor.errors import echo
from advisor.knowledge.pattern_reader import PatternReader
from advisor.knowledge.reading import Reader, is_slug
from advisor.knowledge.rule import (
    CERTAINTIES,
    MEASURES,
    ROLES,
    TOTAL_VARIABLES,
    Head,
    OtherReading,
    Pattern,
    Rule,
    Total,
)
from advisor.knowledge.source import Mapping
from advisor.knowledge.tables import RULE_KEYS, SORTS, Table, written_out
from advisor.knowledge.texts import SOURCES, places
from advisor.knowledge.variables import check_rule, check_total
from advisor.knowledge.vocabulary import Words, hint

COMMON = ("id", "title", "because", "rests-on", "certainty")
TOTAL_KEYS = (
    "id", "title", "for-each", "of", "take", "as-percent-of",
    "then", "because", "rests-on", "certainty", "note",
)  # fmt: skip

_NEGATED = "Write each as a line “- not: {kind: {field: value}}” under “when”."
INSTEAD = {"unless": _NEGATED, "not": _NEGATED, "except": _NEGATED, "if": "Write “when”."}
"""What to write for keys that other rule languages have."""

_statement = re.compile(r"[A-Z]{1,2}[0-9]{1,4}").fullmatch
_measure = re.compile(r"(count)|(sum|largest|smallest|spread|mean) of \$([a-z0-9-]+)").fullmatch


class RuleFile(NamedTuple):
    """What one file holds."""

    rules: tuple[Rule, ...]
    totals: tuple[Total, ...]
    tables: tuple[Table, ...] = ()
    """The tables and ordered choices, whose rows are among the rules."""
    bodies: tuple[Mapping, ...] = ()
    """What each rule and total is written as; of a row, what it stands for."""


def read_rules(path: str, words: Words, first_order: int) -> tuple[RuleFile, Reader]:
    """Reads one file of `rules/reasoning/`.

    Args:
        first_order: The place of its first rule among all rules.

    Returns:
        The rules and totals, and the reader that holds the problems found.

    Raises:
        KnowledgeError: If the file cannot be read at all.
    """
    reader = Reader(path)
    top = reader.mapping(reader.content, "The file", 1)
    reader.only(top, ("topic", "about", "totals", "rules"), "a file of rules", required=("topic",))
    topic = reader.text(top, "topic")
    entries: list[tuple[int, str, Any]] = []
    for key in ("totals", "rules"):
        listed = reader.sequence(top.get(key), f"“{key}”", top.lines.get(key, 1))
        entries.extend((line, key, entry) for line, entry in zip(listed.lines, listed))
    entries.sort(key=lambda entry: entry[0])  # the order of the file, whichever comes first
    read = EntryReader(reader, words, topic)
    rules: list[Rule] = []
    totals: list[Total] = []
    tables: list[Table] = []
    bodies: list[Mapping] = []
    for line, key, entry in entries:
        body = reader.mapping(entry, "An entry", line)
        order = first_order + len(bodies)
        if key == "totals":
            bodies.append(body)
            total = read.total(body, order)
            totals.extend([total] if total else [])
            continue
        written = [body]
        if any(sort in body for sort in SORTS):
            table, written = written_out(reader, body, topic)
            tables.append(table)
        bodies.extend(written)
        told: set[tuple[int | None, str]] = set()
        for place, rule_body in enumerate(written, order):
            before = len(reader.problems)
            rule = read.rule(rule_body, place)
            rules.extend([rule] if rule else [])
            # What is wrong under “each” is wrong in every row, and told once.
            new = [one for one in reader.problems[before:] if (one.line, one.remedy) not in told]
            reader.problems[before:] = new
            told.update((one.line, one.remedy) for one in new)
    return RuleFile(tuple(rules), tuple(totals), tuple(tables), tuple(bodies)), reader


class EntryReader(PatternReader):
    """Reads the rules and totals of one file, one at a time."""

    def __init__(self, reader: Reader, words: Words, topic: str) -> None:
        super().__init__(reader, words)
        self._topic = topic

    def rule(self, body: Mapping, order: int) -> Rule | None:
        """One entry under `rules`; nothing when it is too wrong to go on with."""
        problems = self._reader.problems
        before = len(problems)
        common = self._common(body, "rule", RULE_KEYS, ("when", "then"), order)
        when, unless = self.conditions(body)
        if unless and not when and self._words.vocabulary.always is not None:
            when = (Pattern(self._words.vocabulary.always, (), body.lines["when"]),)
        then = self._heads(body)
        if "when" in body and not when and len(problems) == before:
            what = f"{self.where[0].upper()}{self.where[1:]} has no positive pattern."
            self._wrong(what, body.lines["when"], "Say what must hold before what must not.")
        rule = Rule(when=when, unless=unless, then=then, **common)
        rule = self._ours(body, rule)
        if len(problems) == before:
            for one in (rule, *filter(None, [rule.reread])):
                check_rule(self._reader, self._words.vocabulary, one)
            self._check_because(body, rule.variables)
        return rule if len(problems) == before else None

    def total(self, body: Mapping, order: int) -> Total | None:
        """One entry under `totals`; nothing when it is too wrong to go on with."""
        problems = self._reader.problems
        before = len(problems)
        common = self._common(body, "total", TOTAL_KEYS, ("of", "take", "then"), order)
        for_each, of, share_of = (
            self.pattern(body[key], body.lines[key]) if body.get(key) is not None else None
            for key in ("for-each", "of", "as-percent-of")
        )
        measure, variable = self._take(body)
        then = self._heads(body)
        if share_of is not None and measure not in ("count", "sum"):
            what = "Only a count or a sum can be a percentage."
            remedy = "Take a count or a sum, or leave “as-percent-of” out."
            self._wrong(what, body.lines["as-percent-of"], remedy)
        if of is None or len(problems) != before:
            return None
        total = Total(
            for_each=for_each, of=of, measure=measure, variable=variable, share_of=share_of,
            then=then, **common,
        )  # fmt: skip
        check_total(self._reader, self._words.vocabulary, total, body.lines["take"])
        added = TOTAL_VARIABLES if share_of is not None else TOTAL_VARIABLES[:1]
        self._check_because(body, (*total.variables, *added))
        return total if len(problems) == before else None

    def _common(
        self, body: Mapping, sort: str, known: tuple[str, ...], required: tuple[str, ...],
        order: int,
    ) -> dict[str, Any]:  # fmt: skip
        """What rules and totals share, checked."""
        reader = self._reader
        name = body.get("id")
        where = "an entry without “id”"
        if name is not None:
            where = f"the entry “{name}”" if is_slug(str(name)) else f"the entry {echo(name)}"
        reader.only(body, known, where, required=(*COMMON, *required), instead=INSTEAD)
        line = body.lines.get("id", body.line)
        if name is not None:
            reader.slug(name, line, "The id of a rule")
        certainty = reader.word(body, "certainty", CERTAINTIES)
        at = body.lines.get("rests-on", body.line)
        statements = reader.sequence(body.get("rests-on"), "“rests-on”", at)
        for statement, place in zip(statements, statements.lines):
            if not isinstance(statement, str) or not _statement(statement):
                what = f"{echo(statement)} is not the number of a statement."
                self._wrong(what, place, "Write it as L012.", "citation-dangling")
        if not statements and certainty and certainty != "ours":
            what = f"Nothing stands under “rests-on” of {where}."
            remedy = "Name the statements of the articles, or call the certainty “ours”."
            self._wrong(what, at, remedy, "citation-missing")
        for key in ("title", "because"):
            if isinstance(body.get(key), str) and not body[key].strip():
                what = f"“{key}” of {where} is empty."
                remedy = "Write it: a reader is told it wherever the rule fires."
                self._wrong(what, body.lines[key], remedy)
        self.where = f"the {sort} “{name}”"
        return {
            "id": str(name), "title": reader.text(body, "title"), "topic": self._topic,
            "because": reader.text(body, "because"), "rests_on": tuple(map(str, statements)),
            "certainty": certainty, "file": reader.file, "line": line, "order": order,
        }  # fmt: skip

    def conditions(self, body: Mapping) -> tuple[tuple[Pattern, ...], tuple[Pattern, ...]]:
        """The positive and the negated patterns under `when`; none where there is no such key."""
        when: list[Pattern] = []
        unless: list[Pattern] = []
        line = body.lines.get("when", 1)
        listed = self._reader.sequence(body.get("when"), f"“when” of {self.where}", line)
        for entry, line in zip(listed, listed.lines):
            target = when
            if isinstance(entry, Mapping) and "not" in entry and len(entry) == 1:
                entry, line, target = entry["not"], entry.lines["not"], unless
            pattern = self.pattern(entry, line)
            if pattern is not None:
                target.append(pattern)
        return tuple(when), tuple(unless)

    def _ours(self, body: Mapping, rule: Rule) -> Rule:
        """A rule with what only rules of ours have: a role, or another reading beside it."""
        rule = rule._replace(role=self._reader.word(body, "role", ROLES))
        if "otherwise" in body:
            rule = rule._replace(otherwise=self._otherwise(body, rule))
        for key in ("role", "otherwise"):
            if key in body and rule.certainty != "ours":
                remedy = f"Leave “{key}” out, or call the certainty “ours”."
                what = f"“{key}” stands under {self.where}, which is the articles’ word."
                self._wrong(what, body.lines[key], remedy)
        return rule

    def _otherwise(self, body: Mapping, rule: Rule) -> OtherReading:
        """What a scholar could conclude instead: on other conditions, or something else."""
        line, where = body.lines["otherwise"], f"“otherwise” of {self.where}"
        inside = self._reader.mapping(body["otherwise"], where, line)
        self._reader.only(inside, ("because", "when", "then"), where, required=("because",))
        other = rule
        if "when" in inside:
            when, unless = self.conditions(inside)
            other = other._replace(when=when, unless=unless)
        if "then" in inside:
            other = other._replace(then=self._heads(inside))
        remedy = "Give another “when” or “then” that answers the same question."
        if _said(other) == _said(rule):
            self._wrong(f"{where} says what the rule says.", line, remedy)
        elif {*other.concludes} != {*rule.concludes}:
            self._wrong(f"{where} concludes another kind of fact than the rule.", line, remedy)
        elif rule.role:
            what = f"{where} stands beside “role: {rule.role}”."
            self._wrong(what, line, "Keep one: what judges nothing has no other reading.")
        because = self._reader.text(inside, "because")
        return OtherReading(other.when, other.unless, other.then, because)

    def _heads(self, body: Mapping) -> tuple[Head, ...]:
        """The facts that follow: one, or a list of them."""
        entry, line = body.get("then"), body.lines.get("then", body.line)
        if isinstance(entry, Mapping):
            heads = [self.head(entry, line)]
        else:
            listed = self._reader.sequence(entry, f"“then” of {self.where}", line)
            heads = [self.head(one, at) for one, at in zip(listed, listed.lines)]
            if entry is not None and not listed:
                what = f"Nothing follows from {self.where}."
                self._wrong(what, line, "Name a fact under “then”.")
        return tuple(head for head in heads if head is not None)

    def _take(self, body: Mapping) -> tuple[str, str | None]:
        """What a total takes: the measure, and the variable it is taken of."""
        entry = body.get("take")
        match = _measure(entry) if isinstance(entry, str) else None
        if match is not None:
            return match[1] or match[2], match[3]
        if entry is not None:
            others = "sum, largest, smallest, spread, mean with a variable"
            remedy = f"Write count, or one of {others}: “sum of $power”."
            self._wrong(f"A total cannot take {echo(entry)}.", body.lines["take"], remedy)
        return MEASURES[0], None

    def _check_because(self, body: Mapping, variables: tuple[str, ...]) -> None:
        """Notes places in the sentence that nothing will fill."""
        line = body.lines.get("because", body.line)
        of = f"under “because” of {self.where}"
        fault = "unbound-in-text"
        try:
            found = places(self._reader.text(body, "because"))
        except ValueError as error:
            what = f"A brace {of} opens or closes nothing: {echo(error)}."
            remedy = "Write {variable}, {variable:style} or {variable|one|many}."
            self._wrong(what, line, remedy, fault)
            return
        thresholds = self._words.thresholds
        for place in found:
            name = place.name
            if name == "threshold" and place.style not in thresholds:
                remedy = "Correct its name." + hint(str(place.style), thresholds)
                what = f"There is no threshold {echo(place.style)}."
                self._wrong(what, line, remedy, "unknown-threshold")
            elif name in SOURCES and place.style is None:
                what = f"{{{name}}} {of} names nothing."
                self._wrong(what, line, f"Write {{{name}:name}}.", fault)
            elif name not in SOURCES and name not in variables:
                known = f"Known are {', '.join(variables) or 'none'}."
                what = f"{{{name}}} {of} is no variable of it."
                self._wrong(what, line, known + hint(name, variables), fault)


def _said(rule: Rule) -> list[str]:
    """What a rule asks for and concludes, wherever it is written and whatever its numbers are."""
    heads = [f"{one.kind}{[*map(str, one.values)]} {one.thresholds}" for one in rule.then]
    asked = [(one, "") for one in rule.when] + [(one, "not ") for one in rule.unless]
    numbers = [f"{word}{one} {[test.threshold for test in one.tests]}" for one, word in asked]
    return [*numbers, *heads]
