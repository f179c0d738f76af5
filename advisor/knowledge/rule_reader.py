"""Reads one file of rules and totals.

Everything that can be known to be wrong without a case is found here or in
`advisor.knowledge.variables`, and reported together, each with its line.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from advisor.errors import echo
from advisor.knowledge.pattern_reader import read_head, read_pattern
from advisor.knowledge.reading import Reader, is_slug
from advisor.knowledge.rule import (
    CERTAINTIES,
    MEASURES,
    TOTAL_VARIABLES,
    Head,
    Pattern,
    Rule,
    Total,
)
from advisor.knowledge.source import Mapping
from advisor.knowledge.tables import SORTS, Table, written_out
from advisor.knowledge.texts import SOURCES, places
from advisor.knowledge.variables import check_rule, check_total
from advisor.knowledge.vocabulary import Words, did_you_mean

COMMON = ("id", "title", "because", "rests-on", "certainty")
RULE_KEYS = ("id", "title", "when", "then", "because", "rests-on", "certainty", "note")
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


class _Common(NamedTuple):
    """What rules and totals have in common."""

    id: str
    title: str
    because: str
    rests_on: tuple[str, ...]
    certainty: str
    line: int


def read_rules(path: str, words: Words, first_order: int) -> tuple[RuleFile, Reader]:
    """Reads one file of `rules/reasoning/`.

    Args:
        path: The file.
        words: The vocabulary and the thresholds.
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
    rules: list[Rule] = []
    totals: list[Total] = []
    tables: list[Table] = []
    bodies: list[Mapping] = []
    for line, key, entry in entries:
        body = reader.mapping(entry, "An entry", line)
        order = first_order + len(bodies)
        if key == "totals":
            bodies.append(body)
            total = _total(reader, words, body, topic, order)
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
            rule = _rule(reader, words, rule_body, topic, place)
            rules.extend([rule] if rule else [])
            # What is wrong under “each” is wrong in every row, and told once.
            new = [one for one in reader.problems[before:] if (one.line, one.remedy) not in told]
            reader.problems[before:] = new
            told.update((one.line, one.remedy) for one in new)
    return RuleFile(tuple(rules), tuple(totals), tuple(tables), tuple(bodies)), reader


def _rule(reader: Reader, words: Words, body: Mapping, topic: str, order: int) -> Rule | None:
    """One entry under `rules`; nothing when it is too wrong to go on with."""
    before = len(reader.problems)
    common = _common(reader, body, RULE_KEYS, ("when", "then"))
    where = f"the rule “{common.id}”"
    when, unless = _conditions(reader, words, body, where)
    then = _heads(reader, words, body.get("then"), body.lines.get("then", body.line), where)
    if unless and not when and words.vocabulary.always is not None:
        when = (Pattern(words.vocabulary.always, (), body.lines["when"]),)
    if "when" in body and not when and len(reader.problems) == before:
        reader.wrong(
            f"{where[0].upper()}{where[1:]} has no positive pattern.",
            body.lines["when"],
            "Say what must hold before what must not.",
        )
    rule = Rule(
        id=common.id, title=common.title, topic=topic, when=when, unless=unless, then=then,
        because=common.because, rests_on=common.rests_on, certainty=common.certainty,
        file=reader.file, line=common.line, order=order,
    )  # fmt: skip
    if len(reader.problems) == before:
        check_rule(reader, words.vocabulary, rule)
        _check_because(reader, words, body, rule.variables, where)
    return rule if len(reader.problems) == before else None


def _total(reader: Reader, words: Words, body: Mapping, topic: str, order: int) -> Total | None:
    """One entry under `totals`; nothing when it is too wrong to go on with."""
    before = len(reader.problems)
    common = _common(reader, body, TOTAL_KEYS, ("of", "take", "then"))
    where = f"the total “{common.id}”"
    patterns: dict[str, Pattern | None] = {}
    for key in ("for-each", "of", "as-percent-of"):
        entry = body.get(key)
        if entry is None:
            patterns[key] = None
        else:
            patterns[key] = read_pattern(reader, words, entry, body.lines[key], where)
    measure, variable = _take(reader, body)
    then = _heads(reader, words, body.get("then"), body.lines.get("then", body.line), where)
    of, share_of = patterns["of"], patterns["as-percent-of"]
    if share_of is not None and measure not in ("count", "sum"):
        reader.wrong(
            "Only a count or a sum can be a percentage.",
            body.lines["as-percent-of"],
            "Take a count or a sum, or leave “as-percent-of” out.",
        )
    if of is None or len(reader.problems) != before:
        return None
    total = Total(
        id=common.id, title=common.title, topic=topic, for_each=patterns["for-each"], of=of,
        measure=measure, variable=variable, share_of=share_of, then=then,
        because=common.because, rests_on=common.rests_on, certainty=common.certainty,
        file=reader.file, line=common.line, order=order,
    )  # fmt: skip
    check_total(reader, words.vocabulary, total, body.lines["take"])
    added = TOTAL_VARIABLES if share_of is not None else TOTAL_VARIABLES[:1]
    _check_because(reader, words, body, (*total.variables, *added), where)
    return total if len(reader.problems) == before else None


def _common(
    reader: Reader, body: Mapping, known: tuple[str, ...], required: tuple[str, ...]
) -> _Common:
    """The keys that rules and totals share, checked."""
    name = body.get("id")
    where = "an entry without “id”"
    if name is not None:
        where = f"the entry “{name}”" if is_slug(str(name)) else f"the entry {echo(name)}"
    reader.only(body, known, where, required=(*COMMON, *required), instead=INSTEAD)
    line = body.lines.get("id", body.line)
    if name is not None:
        reader.slug(name, line, "The id of a rule")
    certainty = reader.text(body, "certainty")
    if certainty and certainty not in CERTAINTIES:
        reader.wrong(
            f"There is no certainty {echo(certainty)}.",
            body.lines["certainty"],
            f"Known are {', '.join(CERTAINTIES)}.{did_you_mean(certainty, CERTAINTIES)}",
        )
    at = body.lines.get("rests-on", body.line)
    statements = reader.sequence(body.get("rests-on"), "“rests-on”", at)
    for statement, place in zip(statements, statements.lines):
        if not isinstance(statement, str) or not _statement(statement):
            reader.wrong(
                f"{echo(statement)} is not the number of a statement.",
                place,
                "Write it as L012.",
                fault="citation-dangling",
            )
    if not statements and certainty and certainty != "ours":
        reader.wrong(
            f"Nothing stands under “rests-on” of {where}.",
            at,
            "Name the statements of the articles, or call the certainty “ours”.",
            fault="citation-missing",
        )
    for key in ("title", "because"):
        if isinstance(body.get(key), str) and not body[key].strip():
            reader.wrong(
                f"“{key}” of {where} is empty.",
                body.lines[key],
                "Write it: a reader is told it wherever the rule fires.",
            )
    return _Common(
        str(name),
        reader.text(body, "title"),
        reader.text(body, "because"),
        tuple(str(statement) for statement in statements),
        certainty,
        line,
    )


def _conditions(
    reader: Reader, words: Words, body: Mapping, where: str
) -> tuple[tuple[Pattern, ...], tuple[Pattern, ...]]:
    """The positive and the negated patterns of a rule."""
    when: list[Pattern] = []
    unless: list[Pattern] = []
    listed = reader.sequence(body.get("when"), f"“when” of {where}", body.lines.get("when", 1))
    for entry, line in zip(listed, listed.lines):
        target = when
        if isinstance(entry, Mapping) and "not" in entry and len(entry) == 1:
            entry, line, target = entry["not"], entry.lines["not"], unless
        pattern = read_pattern(reader, words, entry, line, where)
        if pattern is not None:
            target.append(pattern)
    return tuple(when), tuple(unless)


def _heads(reader: Reader, words: Words, entry: Any, line: int, where: str) -> tuple[Head, ...]:
    """The facts that follow: one, or a list of them."""
    if isinstance(entry, Mapping):
        head = read_head(reader, words, entry, line, where)
        return (head,) if head is not None else ()
    listed = reader.sequence(entry, f"“then” of {where}", line)
    heads = [read_head(reader, words, one, at, where) for one, at in zip(listed, listed.lines)]
    if entry is not None and not listed:
        reader.wrong(f"Nothing follows from {where}.", line, "Name a fact under “then”.")
    return tuple(head for head in heads if head is not None)


def _take(reader: Reader, body: Mapping) -> tuple[str, str | None]:
    """What a total takes: the measure, and the variable it is taken of."""
    entry = body.get("take")
    match = _measure(entry) if isinstance(entry, str) else None
    if match is None:
        if entry is not None:
            reader.wrong(
                f"A total cannot take {echo(entry)}.",
                body.lines["take"],
                "Write count, or one of sum, largest, smallest, spread, mean "
                "with a variable: “sum of $power”.",
            )
        return MEASURES[0], None
    return match[1] or match[2], match[3]


def _check_because(
    reader: Reader, words: Words, body: Mapping, variables: tuple[str, ...], where: str
) -> None:
    """Notes places in the sentence that nothing will fill."""
    line = body.lines.get("because", body.line)
    try:
        found = places(reader.text(body, "because"))
    except ValueError as error:
        reader.wrong(
            f"A brace under “because” of {where} opens or closes nothing: {echo(error)}.",
            line,
            "Write {variable}, {variable:style} or {variable|one|many}.",
            fault="unbound-in-text",
        )
        return
    for place in found:
        if place.name == "threshold" and place.style not in words.thresholds:
            reader.wrong(
                f"There is no threshold {echo(place.style)}.",
                line,
                "Correct its name." + did_you_mean(str(place.style), words.thresholds),
                fault="unknown-threshold",
            )
        elif place.name in SOURCES and place.style is None:
            reader.wrong(
                f"{{{place.name}}} under “because” of {where} names nothing.",
                line,
                f"Write {{{place.name}:name}}.",
                fault="unbound-in-text",
            )
        elif place.name not in SOURCES and place.name not in variables:
            reader.wrong(
                f"{{{place.name}}} under “because” of {where} is no variable of it.",
                line,
                f"Known are {', '.join(variables) or 'none'}."
                + did_you_mean(place.name, variables),
                fault="unbound-in-text",
            )
