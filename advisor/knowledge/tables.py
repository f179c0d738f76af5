"""Decision tables and ordered choices, written out as the ordinary rules they stand for.

    - table: grid
      title: What kind of offer the work is at the start
      each:
        when:
        - weaker: {home: $home, is: <weaker>}
        - better: {home: $home, is: <better>}
        then: {grid: {home: $home, is: <row>}}
        ...
      rows:
        no-case: {cells: {weaker: [yes, partly], better: no}, title: ..., because: ...}

`each` is a rule with columns in angle brackets, and every row is that rule with its cells put in,
under the id of the table and its own: `grid-no-case`, or the `id` that `each` gives. Engines,
solver and traces see rules only.

A `first` is written alike, with the rows in order: a row holds only where none before it does. So
each row asks also for the absence of what the rows before it ask for. That is one negated pattern a
row, because a row that others follow may ask for one fact only; what takes more to say is
concluded by a rule of its own and has a name then.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from advisor.errors import did_you_mean, echo
from advisor.knowledge.reading import Reader
from advisor.knowledge.source import Mapping, Sequence

TABLE, FIRST = "table", "first"
SORTS = (TABLE, FIRST)

RULE_KEYS = (
    "id", "title", "when", "then", "because", "rests-on", "certainty", "role", "otherwise", "note",
)  # fmt: skip
ROW_KEYS = (
    "cells", "when", "title", "because", "rests-on", "certainty", "role", "otherwise", "note",
)  # fmt: skip
EACH_KEYS = tuple(one for one in RULE_KEYS if one != "otherwise")
OTHERWISE = ("cells", "when", "then")
"""What the other reading of a row can put in the place of the row's own."""
IN_ORDER = ("also", "beside")
"""What a row of a `first` may have besides."""
_ID = "row"
"""The column that every table has: the id of the row."""
_OWN = "<when>"
"""Where among the patterns of the table those of a row stand, if not at the end."""
_column = re.compile(r"<([a-z0-9-]+)>")


class Row(NamedTuple):
    """One row of a table."""

    rule: str
    """The id of its rule."""
    carried: tuple[int, int]
    """In a `first`, how many of the rule's patterns, and of its negated ones, only say that no row
    before it holds; they stand first."""


class Table(NamedTuple):
    """Rules that are written as the rows of one table, or as one choice of the first that holds."""

    id: str
    sort: str
    """`table`, or `first` where the order of the rows counts."""
    title: str
    topic: str
    rows: tuple[Row, ...]
    file: str
    line: int


class _Cells(NamedTuple):
    """The cells of a row, by column."""

    row: str
    values: dict[str, Any]
    lines: dict[str, int]


class _Asked(NamedTuple):
    """A pattern that a row asks for."""

    pattern: Any
    line: int
    own: bool
    """Whether this row alone asks for it, so that later rows of a `first` ask for the opposite."""
    carried: bool = False
    """Whether it only says that an earlier row does not hold."""


class _Row(NamedTuple):
    """A row with its cells put in."""

    cells: _Cells
    body: Mapping
    """The rule, but for what it asks for."""
    when: list[_Asked]
    also: list[_Asked]
    """What it asks for besides, which does not count for the order."""
    beside: str
    """The row beside which this one stands, or nothing."""


_LEFT_OUT: Any = object()
"""What stands for a cell that a row leaves out."""


def written_out(reader: Reader, entry: Mapping, topic: str) -> tuple[Table, list[Mapping]]:
    """The rules that a table or an ordered choice stands for.

    Args:
        reader: The file, which takes note of problems.

    Returns:
        The table, and a rule for each row, as if an author had written it.
    """
    sort = FIRST if FIRST in entry else TABLE
    name = reader.slug(entry[sort], entry.lines[sort], f"The id of a “{sort}”")
    where = f"the {sort} “{name}”"
    reader.only(entry, (sort, "title", "each", "rows", "note"), where, ("title", "each", "rows"))
    line = entry.lines[sort]
    each = reader.mapping(entry.get("each"), f"“each” of {where}", entry.lines.get("each", line))
    reader.only(each, EACH_KEYS, f"“each” of {where}", ("then",))
    listed = reader.mapping(entry.get("rows"), f"“rows” of {where}", entry.lines.get("rows", line))
    known = (*ROW_KEYS, *IN_ORDER) if sort == FIRST else ROW_KEYS
    columns = _columns(each)
    asked = reader.sequence(each.get("when"), f"“when” of {where}", each.lines.get("when", line))
    shared = [(pattern, at, _columns(pattern)) for pattern, at in zip(asked, asked.lines)]

    def row_of(row: str, at: int, own: Mapping) -> _Row | None:
        cells = reader.mapping(own.get("cells"), f"“cells” of “{row}”", at)
        for column in cells:
            if column not in columns:
                what = f"Nothing in {where} asks for the column {echo(column)}."
                remedy = did_you_mean(column, columns, f"Write <{column}> where its cells belong.")
                reader.wrong(what, cells.lines[column], remedy)
        full = str(each.get("id", f"{name}-<{_ID}>")).replace(f"<{_ID}>", row)
        given = _Cells(row, {_ID: row, **cells}, {_ID: at, **cells.lines})
        rule = _rule(reader, full, each, own, given, at)
        if rule is None:
            return None
        when = _asked(_patterns(reader, where, own, "when"), shared, given)
        also = _patterns(reader, where, own, "also")
        return _Row(given, rule, when, also, str(own.get("beside") or ""))

    rows: list[_Row] = []
    others: dict[str, _Row | None] = {}
    for row, body in listed.items():
        at = listed.lines[row]
        inside = reader.mapping(body, f"The row “{row}” of {where}", at)
        reader.only(inside, known, f"the row “{row}” of {where}")
        if made := row_of(row, at, inside):
            rows.append(made)
            if "otherwise" in inside:
                others[row] = row_of(
                    row, at, _otherwise(reader, inside, sort, f"“{row}” of {where}")
                )
    if sort == FIRST:
        _in_order(reader, rows)
    for made in rows:
        _set(made.body, "when", _listed(made.when, made.body.line), made.body.line)
        if other := others.get(made.cells.row):
            given, at = made.body["otherwise"], made.body.lines["otherwise"]
            # In order a row's place says what it asks for, and only the conclusion can differ.
            when = other.when if sort == TABLE else made.when
            written = Mapping(at)
            _set(written, "because", given.get("because"), at)
            _set(written, "when", _listed(when, at), at)
            _set(written, "then", other.body["then"], at)
            _set(made.body, "otherwise", written, at)
    told = tuple(Row(str(made.body["id"]), _carried(made)) for made in rows)
    table = Table(name, sort, reader.text(entry, "title"), topic, told, reader.file, line)
    return table, [made.body for made in rows]


def _otherwise(reader: Reader, own: Mapping, sort: str, where: str) -> Mapping:
    """A row by its other reading, as if an author had written it so."""
    what = f"“otherwise” of {where}"
    other = reader.mapping(own["otherwise"], what, own.lines["otherwise"])
    known = [one for one in OTHERWISE if sort == TABLE or one != "when"]
    reader.only(other, ("because", *known), what, required=("because",))
    row = Mapping(own.line)
    for key, value in own.items():
        if key != "otherwise":
            _set(row, key, value, own.lines[key])
    for key in known:
        if key not in other:
            continue
        value = other[key]
        if key == "cells" and isinstance(value, Mapping) and isinstance(own.get(key), Mapping):
            value = Mapping(value.line)
            for cells in (own[key], other[key]):
                for column, cell in cells.items():
                    _set(value, column, cell, cells.lines[column])
        _set(row, key, value, other.lines[key])
    return row


def _listed(asked: list[_Asked], line: int) -> Sequence:
    """What a row asks for, as a list of a file."""
    return Sequence(line, [one.pattern for one in asked], [one.line for one in asked])


def _columns(value: Any) -> set[str]:
    """The columns that are asked for anywhere in a value."""
    if isinstance(value, str):
        return set() if value == _OWN else set(_column.findall(value))
    parts = value.values() if isinstance(value, Mapping) else value
    return set().union(*map(_columns, parts)) if isinstance(value, (Mapping, Sequence)) else set()


def _carried(row: _Row) -> tuple[int, int]:
    """How many patterns, and negated ones, only say that no row before this one holds."""
    passed = [one for one in row.when if one.carried]
    negative = sum(isinstance(one.pattern, Mapping) and "not" in one.pattern for one in passed)
    return len(passed) - negative, negative


def _rule(
    reader: Reader, name: str, each: Mapping, own: Mapping, cells: _Cells, line: int
) -> Mapping | None:
    """The rule of one row but for what it asks for; nothing, and a problem, without a cell."""
    body = Mapping(line)
    _set(body, "id", name, line)
    # A role under “each” is that of the rows that are ours.
    ours = "role" in own or own.get("certainty", each.get("certainty")) == "ours"
    for key in RULE_KEYS:
        source = own if key in own else each
        if key not in source or key in ("id", "when") or (key == "role" and not ours):
            continue
        value = source[key]
        if key == "then":
            left_out = _columns(value).difference(cells.values)
            for column in sorted(left_out):
                what = f"“{name}” has no cell for the column “{column}”, which “{key}” needs."
                reader.wrong(what, line, "Add it under “cells”.")
            if left_out:
                return None
            value = _filled(value, cells)
        elif isinstance(value, str) and "<" in value:
            value = _said(reader, value, cells, name, line)
        _set(body, key, value, source.lines[key] if source is own else line)
    return body


def _asked(own: list[_Asked], each: list[tuple[Any, int, set[str]]], cells: _Cells) -> list[_Asked]:
    """What a row asks for: the patterns of the table, and its own at their place among them."""
    found: list[_Asked] = []
    placed = False
    for pattern, line, columns in each:
        if pattern == _OWN:
            found.extend(own)
            placed = True
        elif not columns:
            found.append(_Asked(pattern, line, own=False))
        elif not columns.isdisjoint(cells.values):
            found.append(_Asked(_filled(pattern, cells), line, own=True))
    return found if placed else [*found, *own]


def _patterns(reader: Reader, where: str, body: Mapping, key: str) -> list[_Asked]:
    """The patterns that a row lists by itself."""
    listed = reader.sequence(body.get(key), f"“{key}” of {where}", body.lines.get(key, 1))
    return [_Asked(pattern, line, own=True) for pattern, line in zip(listed, listed.lines)]


def _set(body: Mapping, key: str, value: Any, line: int) -> None:
    body[key] = value
    body.lines[key] = line


def _filled(value: Any, cells: _Cells) -> Any:
    """A value of `each` with cells in the places of columns; a test without its cell falls away."""
    if isinstance(value, str):
        column = _column.fullmatch(value)
        return cells.values.get(column[1], _LEFT_OUT) if column else value
    if isinstance(value, Mapping):
        mapping = Mapping(value.line)
        for key, part in value.items():
            filled = _filled(part, cells)
            if filled is not _LEFT_OUT:
                column = _column.fullmatch(part) if isinstance(part, str) else None
                line = cells.lines[column[1]] if column else value.lines[key]
                _set(mapping, key, filled, line)
        return mapping if mapping or not value else _LEFT_OUT
    if isinstance(value, Sequence):
        return Sequence(value.line, (_filled(part, cells) for part in value), value.lines)
    return value


def _said(reader: Reader, text: str, cells: _Cells, name: str, line: int) -> str:
    """A text with the words of cells in it."""

    def word(match: re.Match[str]) -> str:
        if match[1] not in cells.values:
            reader.wrong(f"“{name}” has no cell for <{match[1]}>.", line, "Add it under “cells”.")
        return str(cells.values.get(match[1], "")).replace("-", " ")

    return _column.sub(word, text)


def _in_order(reader: Reader, rows: list[_Row]) -> None:
    """Lets each row ask for the absence of what the rows before it ask for."""
    passed: list[_Asked] = []
    places: dict[str, tuple[list[_Asked], list[_Asked]]] = {}
    ordered = [row for row in rows if not row.beside]
    for row in ordered:
        own = [one for one in row.when if one.own]
        if row is not ordered[-1] and len(own) != 1:
            facts = f"{len(own) or 'no'} facts of its own"
            what = f"“{row.body['id']}” asks for {facts}, and others follow it."
            remedy = "Put the row that asks for nothing last."
            if own:
                remedy = "Ask for one pattern: what takes more is concluded by a rule of its own."
            reader.wrong(what, row.body.line, remedy)
        shared = {name for one in row.when if not one.own for name in _variables(one.pattern)}
        places[row.cells.row] = ([*passed], [*row.when])
        row.when[:] = [*passed, *row.also, *row.when]
        passed.extend(
            one._replace(pattern=_negated(one.pattern, shared), carried=True) for one in own
        )
    for row in rows:
        if row.beside in places:
            before, when = places[row.beside]
            own = [one for one in row.when if one.own]
            row.when[:] = [*before, *own, *row.also, *when]
        elif row.beside:
            what = f"“{row.body['id']}” stands beside {echo(row.beside)}, which is no row in order."
            reader.wrong(what, row.body.line, f"Name one of {', '.join(places)}.")


def _negated(pattern: Any, shared: set[str]) -> Any:
    """The opposite of a pattern: its absence, or where absence is asked for, its presence.

    Variables that only this pattern names stand for anything, so they are left out, lest another
    pattern of a later row that happens to use the same name be tied to them.
    """
    if not isinstance(pattern, Mapping):
        return pattern
    if "not" in pattern:
        asked = pattern["not"]
        return _without(asked, shared, _variables(asked))
    opposite = Mapping(pattern.line)
    _set(opposite, "not", _without(pattern, shared, _variables(pattern)), pattern.line)
    return opposite


def _without(value: Any, shared: set[str], names: list[str]) -> Any:
    """A pattern without the variables that nothing else of it or of the choice names."""
    if not isinstance(value, Mapping):
        return value
    found = Mapping(value.line)
    for key, part in value.items():
        kept = part
        if isinstance(part, Mapping):
            kept = _without(part, shared, names)
        elif isinstance(part, str) and part.startswith("$") and part[1:] not in shared:
            if names.count(part[1:]) == 1:
                continue
            kept = f"{part}-before"
        _set(found, key, kept, value.lines[key])
    return found


def _variables(value: Any) -> list[str]:
    """The variables in a pattern, as often as they stand there."""
    if isinstance(value, str):
        return [value[1:]] if value.startswith("$") else []
    if isinstance(value, (Mapping, Sequence)):
        parts = value.values() if isinstance(value, Mapping) else value
        return [name for part in parts for name in _variables(part)]
    return []
