"""The same rules in CLIPS, as someone who knows CLIPS would write them for speed.

`tests/support/clips_opinion.py` translates in the plainest way, to be a judge; this translation
is an opponent. What it does to be quick:

* the environment is built once; a case is `reset`, its facts, one `run`;
* values stand in the patterns themselves, and a variable shared by patterns is a join of CLIPS'
  own; a `test` by function call is left only for comparisons of numbers;
* patterns stand in the order in which each finds few facts (the order our engines use);
* strata are saliences: rules of a lower stratum go first, so that what is absent is decided
  late enough, and no token or phase has to be joined with every rule;
* totals are made inside CLIPS, with its queries over facts, in the stratum where they belong;
* facts go in one by one through their templates, as clipspy's manual shows it, or (`bulk`) as
  one text a case, with clipspy's own message router taken out: with the router in, CLIPS asks
  Python about every character it reads, without it this is several times quicker than one by one;
* one by one, clipspy 1.0.6 holds on to every fact for ever: it gives each back with one argument
  too many and passes over the error. CLIPS then walks past ever more dead facts, and each case
  costs more than the one before. Here a fact is given back as it was meant to be, unless `as_is`;
* a firing calls one Python function with the number of its rule and the values of its variables;
  with `premises`, also with the facts it rests on and the facts it makes, as numbers. Our engines
  record more: the facts themselves, what was absent, what was new, in one order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import clips
from clips._clips import lib

from advisor.engine.joins import in_good_order
from advisor.knowledge.rule import FieldTest, Head, Pattern, Rule, Total, Variable
from advisor.model.fact import Fact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.knowledge.rulebook import Rulebook
    from advisor.knowledge.vocabulary import Value

release: Any = lib.ReleaseFact

Record = tuple["int | Value", ...]
"""The number of a rule or total, then the values of its variables."""

_COMPARES = {"at-least": ">=", "at-most": "<=", "more-than": ">", "less-than": "<"}
_TURNED = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}


class Clips:
    """A rulebook inside CLIPS; made once, used for one case after another."""

    def __init__(
        self,
        rulebook: Rulebook,
        *,
        bulk: bool = True,
        callback: bool = True,
        premises: bool = False,
        as_is: bool = False,
    ) -> None:
        """Builds the templates and rules.

        Args:
            rulebook: The rulebook.
            bulk: Whether facts go in as one text.
            callback: Whether each firing calls a Python function that records it.
            premises: Whether the record names the facts a firing rests on and makes.
            as_is: Whether facts that went in one by one are never given back, as in clipspy.
        """
        self._as_is = as_is
        self.fired: list[Record] = []
        self.rulebook = rulebook
        self._bulk = bulk
        environment = self.environment = clips.Environment()
        fired = self.fired

        def record(*values: Value) -> None:
            fired.append(values)

        environment.define_function(record, "fired")
        for kind in rulebook.vocabulary.kinds.values():
            slots = " ".join(f"(slot {field})" for field in kind.fields)
            environment.build(f"(deftemplate {kind.name} {slots})")
        entries: list[Rule | Total] = [*rulebook.rules, *rulebook.totals]
        for number, entry in enumerate(entries):
            stratum = rulebook.strata.entries[entry.id]
            writer = _Writer(rulebook, number, stratum, callback, premises)
            text = writer.total(entry) if isinstance(entry, Total) else writer.rule(entry)
            environment.build(text)
        if bulk:
            for router in list(environment.routers()):
                if router.name == "python-error-router":
                    router.delete()
        self._templates = {
            kind: environment.find_template(kind) for kind in rulebook.vocabulary.kinds
        }

    def consult(self, base: Iterable[Fact]) -> list[Record]:
        """Reasons over one case.

        Args:
            base: The facts of the case.

        Returns:
            The record of every firing.
        """
        environment = self.environment
        environment.reset()
        self.fired.clear()
        if self._bulk:
            environment.load_facts(text_of(base))
        else:
            templates = self._templates
            for kind, fields in base:
                fact = templates[kind].assert_fact(**dict(fields))
                if not self._as_is:
                    release(fact._fact)
        environment.run()
        return self.fired[:]

    def facts(self) -> tuple[Fact, ...]:
        """What holds after a case; only for comparing, since it takes as long as the case."""
        kinds = self.rulebook.vocabulary.kinds
        return tuple(
            sorted(
                Fact(fact.template.name, tuple(dict(fact).items()))
                for fact in self.environment.facts()
                if fact.template.name in kinds
            )
        )


def text_of(base: Iterable[Fact]) -> str:
    """The facts as CLIPS reads them."""
    return "\n".join(
        [
            f"({kind} {' '.join([_slot(name, value) for name, value in fields])})"
            for kind, fields in base
        ]
    )


def _slot(name: str, value: Value) -> str:
    return f'({name} "{value}")' if isinstance(value, str) else f"({name} {value})"


class _Writer:
    """Writes one rule or total as a `defrule`."""

    def __init__(
        self, rulebook: Rulebook, number: int, stratum: int, callback: bool, premises: bool
    ) -> None:
        self._kinds = rulebook.vocabulary.kinds
        self._number = number
        self._stratum = stratum
        self._callback = callback
        self._premises = premises and callback
        self._late: list[tuple[str, FieldTest]] = []

    def rule(self, rule: Rule) -> str:
        """A rule."""
        known: set[str] = set()
        patterns = [
            f"?f{place} <- " * self._premises + self._pattern(rule.when[place], known, f"p{place}")
            for place in in_good_order(rule.when)
        ]
        if self._late:
            raise ValueError(f"{rule.id} compares with a variable that nothing binds")
        patterns += [
            self._negated(pattern, set(known), f"n{at}") for at, pattern in enumerate(rule.unless)
        ]
        actions = [self._assert(head) for head in rule.then]
        names = " ".join(f"?{name}" for name in rule.variables)
        if self._premises:
            actions = [f"(bind ?x{at} {action})" for at, action in enumerate(actions)]
            made = [f"f{at}" for at in range(len(rule.when))]
            made += [f"x{at}" for at in range(len(actions))]
            names += " " + " ".join(f"(fact-index ?{name})" for name in made)
        return self._defrule(rule.id, -2 * self._stratum - 1, patterns, actions, names)

    def total(self, total: Total) -> str:
        """A total: one firing for each fact that makes a group, guarded so that one counts."""
        known: set[str] = set()
        patterns = []
        if total.for_each is not None:
            patterns.append(self._pattern(total.for_each, known, "g"))
        names = " ".join(f"?{name}" for name in total.variables)
        taken = "1" if total.variable is None else self._taken(total, total.of)
        query = self._query(total.of, known)
        lines = ["(bind ?n 0) (bind ?sum 0) (bind ?low 0) (bind ?high 0)"]
        lines.append(
            f"(do-for-all-facts ((?c {total.of.kind})) {query} "
            f"(bind ?v {taken}) "
            "(if (or (= ?n 0) (< ?v ?low)) then (bind ?low ?v)) "
            "(if (or (= ?n 0) (> ?v ?high)) then (bind ?high ?v)) "
            "(bind ?n (+ ?n 1)) (bind ?sum (+ ?sum ?v)))"
            if total.measure not in ("count", "sum")
            else self._added(total.of, query, "?sum", taken)
        )
        result = {
            "count": "?sum",
            "sum": "?sum",
            "largest": "?high",
            "smallest": "?low",
            "spread": "(- ?high ?low)",
            "mean": "(* (if (< ?sum 0) then -1 else 1) (div (+ (* 20 (abs ?sum)) ?n) (* 2 ?n)))",
        }[total.measure]
        made = [f"(bind ?total {result})"]
        extra = "?total"
        if total.share_of is not None:
            taken = "1" if total.variable is None else self._taken(total, total.share_of)
            whole = self._query(total.share_of, known)
            made = [
                f"(bind ?part {result}) (bind ?whole 0)",
                self._added(total.share_of, whole, "?whole", taken),
                "(bind ?total (if (= ?whole 0) then 0 else (div (* 100 ?part) ?whole)))",
            ]
            extra = "?total ?part ?whole"
        made += [self._assert(head) for head in total.then]
        if self._callback:
            made.append(f"(fired {self._number} {names} {extra})")
        if total.measure in ("count", "sum"):
            lines += made
        else:
            lines.append(f"(if (> ?n 0) then {' '.join(made)})")
        return (
            f"(defrule {total.id} (declare (salience {-2 * self._stratum})) "
            f"{' '.join(patterns)} => {' '.join(lines)})"
        )

    @staticmethod
    def _added(pattern: Pattern, query: str, name: str, taken: str) -> str:
        """The action that adds up what the facts of a query bring."""
        return f"(do-for-all-facts ((?c {pattern.kind})) {query} (bind {name} (+ {name} {taken})))"

    def _taken(self, total: Total, pattern: Pattern) -> str:
        """The number that a fact brings."""
        for test in pattern.tests:
            if test.relation == "is" and test.operand == Variable(str(total.variable)):
                return f"?c:{test.field}"
        return f"?{total.variable}"

    def _query(self, pattern: Pattern, known: set[str]) -> str:
        """Which facts count."""
        own: dict[str, str] = {}
        parts = []
        for test in pattern.tests:
            if test.relation == "is" and isinstance(test.operand, Variable):
                name = test.operand.name
                if name in known:
                    parts.append(f"(eq ?c:{test.field} ?{name})")
                elif name in own:
                    parts.append(f"(eq ?c:{test.field} {own[name]})")
                else:
                    own[name] = f"?c:{test.field}"
        for test in pattern.tests:
            operand = test.operand
            if isinstance(operand, tuple):
                either = " ".join(f"(eq ?c:{test.field} {_literal(value)})" for value in operand)
                either = f"(or FALSE {either})"
                parts.append(either if test.relation == "one-of" else f"(not {either})")
                continue
            if isinstance(operand, Variable):
                if test.relation == "is":
                    continue
                right = own.get(operand.name, f"?{operand.name}")
            else:
                right = _literal(operand)
            relation = {"is": "eq", "not": "neq", **_COMPARES}[test.relation]
            parts.append(f"({relation} ?c:{test.field} {right})")
        return f"(and {' '.join(parts)})" if len(parts) > 1 else parts[0] if parts else "TRUE"

    def _pattern(self, pattern: Pattern, known: set[str], prefix: str) -> str:
        """A pattern with its tests inside; binds its variables."""
        parts: dict[str, list[str]] = {}
        bound = set(known)
        for test in pattern.tests:
            if test.relation == "is" and isinstance(test.operand, Variable):
                parts.setdefault(test.field, []).append(f"?{test.operand.name}")
                bound.add(test.operand.name)
        after = []
        for test in pattern.tests:
            operand = test.operand
            if isinstance(operand, Variable) and test.relation == "is":
                continue
            if isinstance(operand, Variable) and operand.name not in bound:
                name = f"{prefix}-{test.field}"
                parts.setdefault(test.field, []).insert(0, f"?{name}")
                self._late.append((name, test))
                continue
            if isinstance(operand, Variable) and operand.name not in known:
                # In one pattern, in whichever order: a test after the pattern is plain and sure.
                name = f"{prefix}-{test.field}"
                parts.setdefault(test.field, []).insert(0, f"?{name}")
                after.append((name, test))
                continue
            self._constrain(parts, test, prefix)
        known |= bound
        written = " ".join(f"({field} {'&'.join(ones)})" for field, ones in parts.items())
        lines = [f"({pattern.kind} {written})"]
        settled = [one for one in self._late if str(one[1].operand)[1:] in known]
        self._late = [one for one in self._late if one not in settled]
        for name, test in [*after, *settled]:
            relation = _COMPARES.get(test.relation, "neq")
            lines.append(f"(test ({relation} ?{name} ?{str(test.operand)[1:]}))")
        return " ".join(lines)

    def _negated(self, pattern: Pattern, known: set[str], prefix: str) -> str:
        """A negated pattern."""
        written = self._pattern(pattern, known, prefix)
        return f"(not (and {written}))" if " (test " in written else f"(not {written})"

    def _constrain(self, parts: dict[str, list[str]], test: FieldTest, prefix: str) -> None:
        """Adds a test against values or a known variable to a field."""
        operand = test.operand
        ones = parts.setdefault(test.field, [])
        if isinstance(operand, tuple):
            if test.relation == "one-of":
                ones.append("|".join(map(_literal, operand)))
            else:
                ones.append("&".join(f"~{_literal(value)}" for value in operand))
            return
        right = f"?{operand.name}" if isinstance(operand, Variable) else _literal(operand)
        if test.relation == "is":
            ones.append(right)
        elif test.relation == "not":
            ones.append(f"~{right}")
        else:
            name = f"?{prefix}-{test.field}"
            if not ones or not ones[0].startswith("?"):
                ones.insert(0, name)
            ones.append(f":({_COMPARES[test.relation]} {ones[0]} {right})")

    def _assert(self, head: Head) -> str:
        """The action that makes a fact."""
        slots = " ".join(
            f"({field} {f'?{value.name}' if isinstance(value, Variable) else _literal(value)})"
            for field, value in zip(self._kinds[head.kind].fields, head.values)
        )
        return f"(assert ({head.kind} {slots}))"

    def _defrule(
        self, name: str, salience: int, patterns: list[str], actions: list[str], names: str
    ) -> str:
        if self._callback:
            actions = [*actions, f"(fired {self._number} {names})"]
        return (
            f"(defrule {name} (declare (salience {salience})) "
            f"{' '.join(patterns)} => {' '.join(actions)})"
        )


def _literal(value: Any) -> str:
    return str(value) if isinstance(value, int) else f'"{value}"'
