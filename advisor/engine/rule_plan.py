"""One rule made ready: how it is matched, and what follows from a match."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.engine.memory import Memory, Pending, Row, Signature, row_picker
from advisor.engine.plan import Joins, Step, in_good_order, literals_of
from advisor.engine.trace import Firing
from advisor.errors import ConsultationError, echo
from advisor.knowledge.rule import Head, Pattern, Rule, Variable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from advisor.knowledge.vocabulary import Value, Vocabulary
    from advisor.model.fact import Fact


_new_tuple = tuple.__new__

KEPT = 32
"""Results that a rule keeps for cases like the last ones."""


def _arranged(pick: Callable[[Row], Row], literals: Row, rows: Iterable[Row]) -> Row:
    """A match made of the rows of its premises."""
    return pick(sum(rows, ())) + literals


JOINS = ("_all", "_deltas", "_start", "_literals", "first", "later")
"""What of a plan serves for joining alone."""


class Way(NamedTuple):
    """One order in which the patterns of a rule can be joined."""

    steps: tuple[Step, ...]
    arrange: Callable[[Row], Row]
    """Puts a match in the one order that all ways share."""


class HeadPlan(NamedTuple):
    """How a fact that follows is made from a match."""

    kind: str
    row: Callable[[Row], Row]
    open_values: tuple[tuple[int, frozenset[Value]], ...]
    """Places whose value only the case decides, with what the vocabulary allows there."""


class RulePlan:
    """One rule, ready to be matched and fired.

    Everything is worked out when it is first asked for: most rules do not fire in a case, and
    with durable_rules, which matches by itself, none is joined here.

    An arranged match holds the value of each variable, then the row of each premise, then the
    literals that the conclusions need. Arranged matches sort in canonical order.
    """

    def __init__(self, vocabulary: Vocabulary, rule: Rule, growing: frozenset[str]) -> None:
        """Compiles a rule.

        Args:
            vocabulary: The kinds of fact.
            rule: The rule.
            growing: The kinds that gain facts while the rule's stratum is worked on.
        """
        self.rule = rule
        self._vocabulary = vocabulary
        self._growing = growing
        self._seen: dict[tuple[int, ...], list[Row]] = {}

    def prepare(self, *, joins: bool) -> None:
        """Works out at once what is otherwise worked out when it is first asked for."""
        for name, part in vars(RulePlan).items():
            if isinstance(part, cached_property) and (joins or name not in JOINS):
                getattr(self, name)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The variables, in the order in which the rule names them."""
        return self.rule.variables

    @cached_property
    def _reads(self) -> tuple[str, ...]:
        """The kinds that must have facts."""
        return self.rule.reads

    @cached_property
    def _watches(self) -> tuple[str, ...]:
        """The kinds on which it depends what matches."""
        return tuple(dict.fromkeys((*self._reads, *self.rule.waits_for)))

    @cached_property
    def _head_literals(self) -> Row:
        """The values written in the conclusions."""
        values = [value for head in self.rule.then for value in head.values]
        return tuple(value for value in values if not isinstance(value, Variable))

    @cached_property
    def _literals(self) -> list[Value]:
        """Every value that a match begins with."""
        return [*literals_of((*self.rule.when, *self.rule.unless)), *self._head_literals]

    @cached_property
    def _spans(self) -> tuple[tuple[str, int, int], ...]:
        """For each premise its kind, and where its row stands in an arranged match."""
        place = len(self.names)
        spans = []
        for pattern in self.rule.when:
            width = len(self._vocabulary.kinds[pattern.kind].fields)
            spans.append((pattern.kind, place, place + width))
            place += width
        return tuple(spans)

    @cached_property
    def _variables_of(self) -> Callable[[Row], Row]:
        """Picks the value of each variable from the rows of all premises in a row."""
        found: dict[str, int] = {}
        for pattern, (kind, start, _) in zip(self.rule.when, self._spans, strict=True):
            positions = self._vocabulary.kinds[kind].positions
            for test in pattern.tests:
                if test.relation == "is" and isinstance(test.operand, Variable):
                    place = start - len(self.names) + positions[test.field]
                    found.setdefault(test.operand.name, place)
        return row_picker(tuple(found[name] for name in self.names))

    @cached_property
    def _heads(self) -> tuple[HeadPlan, ...]:
        """How the conclusions are made."""
        return tuple(self._head(head) for head in self.rule.then)

    @cached_property
    def _absent(self) -> tuple[tuple[str, Callable[[Row], Row]], ...]:
        """How the record says what was absent."""
        return tuple(self._absence(pattern) for pattern in self.rule.unless)

    @cached_property
    def _start(self) -> Row:
        """What each match begins with."""
        return Joins(self._vocabulary, self._literals).literals

    @cached_property
    def _all(self) -> Way:
        """The joins with all facts."""
        return self._way(None)

    @cached_property
    def _deltas(self) -> tuple[Way, ...]:
        """The joins that begin with new facts, one for each pattern that may meet some."""
        when = self.rule.when
        return tuple(
            self._way(place) for place, pattern in enumerate(when) if pattern.kind in self._growing
        )

    def _way(self, first: int | None) -> Way:
        """The joins in one order."""
        joins = Joins(self._vocabulary, self._literals)
        when = self.rule.when
        order = in_good_order(when, first)
        steps = [joins.step(when[place]) for place in order]
        steps += [joins.step(pattern, absent=True) for pattern in self.rule.unless]
        arranged = [joins.variables[name] for name in self.names]
        for place in range(len(when)):
            arranged.extend(joins.rows[order.index(place)])
        arranged.extend(joins.position(value) for value in self._head_literals)
        return Way(tuple(steps), row_picker(tuple(arranged)))

    def _head(self, head: Head) -> HeadPlan:
        """A conclusion as positions in an arranged match."""
        kind = self._vocabulary.kinds[head.kind]
        literals_start = self._spans[-1][2]
        positions = []
        open_values = []
        for at, (value, type_) in enumerate(zip(head.values, kind.fields.values(), strict=True)):
            if not isinstance(value, Variable):
                known = [(type(one), one) for one in self._head_literals]
                positions.append(literals_start + known.index((type(value), value)))
                continue
            positions.append(self.names.index(value.name))
            if type_.allowed is not None and not self._is_closed(value.name):
                open_values.append((at, frozenset(type_.allowed)))
        return HeadPlan(head.kind, row_picker(tuple(positions)), tuple(open_values))

    def _is_closed(self, name: str) -> bool:
        """Whether a list in the vocabulary limits what a variable may hold."""
        return any(
            self._vocabulary.kinds[pattern.kind].fields[test.field].allowed is not None
            for pattern in self.rule.when
            for test in pattern.tests
            if test.relation == "is" and test.operand == Variable(name)
        )

    def _absence(self, pattern: Pattern) -> tuple[str, Callable[[Row], Row]]:
        """A negated pattern as a line of text with places for the variables of the rule."""
        positions = []
        shown = []
        for test in pattern.tests:
            if isinstance(test.operand, Variable) and test.operand.name in self.names:
                positions.append(self.names.index(test.operand.name))
                shown.append(str(test).replace(str(test.operand), "%s"))
            else:
                shown.append(str(test))
        return f"{pattern.kind}({', '.join(shown)})", row_picker(tuple(positions))

    @cached_property
    def first(self) -> tuple[Signature, Any]:
        """Where the facts stand that its joins begin with: an index, and the place in it."""
        return self._entrance(self._all)

    @cached_property
    def later(self) -> tuple[tuple[Way, Signature, Any], ...]:
        """The same for each way that begins with new facts."""
        return tuple((way, *self._entrance(way)) for way in self._deltas)

    def _entrance(self, way: Way) -> tuple[Signature, Any]:
        step = way.steps[0]
        return step.signature, step.key(self._start)

    def matches(self, rows: Iterable[Row], memory: Memory) -> list[Row]:
        """Every match with the facts that hold, arranged.

        Args:
            rows: The rows that stand at `first`.
            memory: The facts that hold.

        Returns:
            The matches, each once, in no order that means something.
        """
        tables = memory.tables
        for kind in self._reads:
            if not tables[kind]:
                return []
        return self._joined(self._all, rows, memory)

    def matches_again(self, rows: Iterable[Row], memory: Memory) -> list[Row]:
        """The same as `matches`, kept for the next memory that holds the same of what matters.

        Cases that are tried one after another differ in little, so most rules find what they
        found before.
        """
        content = memory.content(self._watches)
        found = self._seen.get(content)
        if found is None:
            if len(self._seen) >= KEPT:
                self._seen.clear()
            found = self._seen[content] = self.matches(rows, memory)
        return found

    def matches_with(self, begun: list[tuple[Way, list[Row]]], memory: Memory) -> list[Row]:
        """Every match that uses at least one of some new facts, arranged.

        Args:
            begun: Ways that begin with new facts, and the rows that stand where they begin.
            memory: The facts that hold, the new ones among them.

        Returns:
            The matches, each once, in no order that means something.
        """
        if len(begun) == 1:
            return self._joined(*begun[0], memory)
        found: dict[Row, None] = {}
        for way, rows in begun:
            found.update(dict.fromkeys(self._joined(way, rows, memory)))
        return list(found)

    def _joined(self, way: Way, rows: Iterable[Row], memory: Memory) -> list[Row]:
        """The matches that begin with some rows, arranged."""
        steps = way.steps
        found = steps[0].begin(self._start, rows)
        for step in steps[1:]:
            if not found:
                return found
            found = step.extend(found, memory)
        return list(map(way.arrange, found))

    def matcher(self, order: Sequence[int]) -> Callable[[Iterable[Row]], Row]:
        """What arranges a match whose premises are given in some order.

        Args:
            order: The places of the patterns in the order in which their rows will come.

        Returns:
            A function of the rows.
        """
        starts = {}
        width = 0
        for place in order:
            _, start, end = self._spans[place]
            starts[place] = width
            width += end - start
        flat = tuple(
            at
            for place, (_, start, end) in enumerate(self._spans)
            for at in range(starts[place], starts[place] + end - start)
        )
        return partial(
            _arranged, row_picker((*map(int, self._variables_of(flat)), *flat)), self._head_literals
        )

    def conclude(self, matches: list[Row], memory: Memory, pending: Pending) -> None:
        """Works out what follows from matches.

        Args:
            matches: Arranged matches.
            memory: The facts that hold.
            pending: Rows that follow in this round; gains those that do not hold yet.

        Raises:
            ConsultationError: If a value from the case does not fit a conclusion.
        """
        for kind, row_of, open_values in self._heads:
            table = memory.tables[kind]
            rows = {row: None for row in map(row_of, matches) if row not in table}
            if not rows:
                continue
            if open_values:
                self._refuse_misfits(kind, rows, open_values)
            waiting = pending.get(kind)
            if waiting is None:
                pending[kind] = rows
            else:
                waiting.update(rows)

    def firing(self, match: Row, memory: Memory, known: Mapping[str, dict[Row, None]]) -> Firing:
        """The record of one firing, in full.

        Args:
            match: An arranged match.
            memory: The facts that hold in the end.
            known: What was established before, by kind; gains what this firing establishes.

        Returns:
            The record.
        """
        fact, tables = memory.fact, memory.tables
        asserted: tuple[Fact, ...] = ()
        new: tuple[Fact, ...] = ()
        for kind, row_of, _ in self._heads:
            row = row_of(match)
            one = tables[kind][row] or fact(kind, row)
            asserted += (one,)
            before = known[kind]
            if row not in before:
                before[row] = None
                new += (one,)
        premises = []
        for kind, start, end in self._spans:
            row = match[start:end]
            premises.append(tables[kind][row] or fact(kind, row))
        absent: tuple[str, ...] = ()
        if self._absent:
            absent = tuple([text % values(match) for text, values in self._absent])
        # `zip` ends with the names; the match goes on after the variables.
        bindings = tuple(zip(self.names, match))
        # Without the detour through the named tuple's own constructor.
        made = self.rule.id, bindings, tuple(premises), absent, asserted, new
        return _new_tuple(Firing, made)

    def _refuse_misfits(
        self,
        kind: str,
        rows: Iterable[Row],
        open_values: tuple[tuple[int, frozenset[Value]], ...],
    ) -> None:
        """Refuses conclusions that the vocabulary does not allow."""
        for at, allowed in open_values:
            wrong = [row[at] for row in rows if row[at] not in allowed]
            if wrong:
                field = list(self._vocabulary.kinds[kind].fields)[at]
                raise ConsultationError(
                    f"The rule “{self.rule.id}” ({self.rule.file}:{self.rule.line}) would "
                    f"conclude “{kind}” with “{field}” {echo(min(wrong))}, which the vocabulary "
                    "does not allow. Narrow the variable in its patterns."
                )
