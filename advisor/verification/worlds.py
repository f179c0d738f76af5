"""The cases in which some rules could fire, as a program for the solver.

A slice takes the rules that conclude one kind of fact, and those that lead to them some steps
back; every fact that lies further back is left open, and so is the result of a total. What cannot
be in a slice can therefore be in no case. A slice is small, because it tells apart only the values
that its rules name, and two more of each sort that stand for all others.

Facts of a kind of which there is one for some fields (`one-for` in the vocabulary) are written
field by field, `f_seat__power(Home,Party,Power)`, so that no field is multiplied with the others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from advisor.knowledge.rule import TOTAL_VARIABLES, FieldTest, Head, Pattern, Rule, Total, Variable
from advisor.knowledge.strata import Entry
from advisor.knowledge.vocabulary import FieldType, Kind, Value
from advisor.solver.program import column, comparisons, operand, predicate, term, variable
from advisor.verification.values import ANY_NUMBER, Domain, Form, Node, Values, is_asked

OTHERS = 2
"""Values no rule names that stand for all such: two, so that they can differ."""

_variable = re.compile(r"\b(?:V_\w+|X\d+)")
_BESIDE = {"at-least": (-1, 0), "less-than": (-1, 0), "at-most": (0, 1), "more-than": (0, 1)}
"""The numbers around one that is compared with, between which the answer changes."""


class Slice:
    """The rules that lead to one kind of fact, and the facts they rest on.

    Attributes:
        own: The rules and totals that conclude the kind.
        lines: The program, to which questions may be added.
    """

    def __init__(
        self,
        kind: str,
        kinds: Mapping[str, Kind],
        concluding: Mapping[str, list[Entry]],
        values: Values,
        most: int,
    ) -> None:
        """Collects the rules and writes them.

        Args:
            concluding: The rules and totals that conclude each kind.
            most: Rules after which the way back ends.
        """
        self._kinds = kinds
        self._concluding = concluding
        self._values = values
        self._made_up = 0
        self._bodies: dict[Rule, str] = {}
        self._tested: set[tuple[str, str]] = set()
        self._names: dict[tuple[str, str], str] = {}
        self._named: dict[Node, dict[Value, None]] = {}
        self._words: dict[Node, dict[Value, None]] = {}
        self.own = concluding.get(kind, [])
        self.lines: list[str] = []
        read, followed, entries = self._way_back(kind, most)
        self._tell_apart(entries)
        for one in sorted(read - followed):
            self._open(one, entries)
        for one in sorted(followed):
            for entry in concluding[one]:
                for head in entry.then:
                    if head.kind == one:
                        self._conclude(entry, head)
            self._only_one(kinds[one])

    def _way_back(self, kind: str, most: int) -> tuple[set[str], set[str], list[Entry]]:
        """The kinds that are read, those whose rules are taken in, and all rules that are."""
        entries = {entry.id: entry for entry in self.own}
        read = {pattern.kind for entry in self.own for pattern in entry.patterns}
        followed: set[str] = set()
        edge = read
        while edge:
            edge = {one for one in edge - followed if self._concluding.get(one)}
            found = {entry.id: entry for one in sorted(edge) for entry in self._concluding[one]}
            if len(entries | found) > most:
                break
            entries |= found
            followed |= edge
            edge = {one.kind for entry in found.values() for one in _needed(entry)}
            read |= edge
        return read, followed, list(entries.values())

    # What the rules say

    def add(self, head: str, body: str) -> None:
        """Adds a rule to the program; a variable used once stands for anything."""
        line = f"{head} :- {body}." if body else f"{head}."
        used = Counter(_variable.findall(line))
        self.lines.append(_variable.sub(lambda one: "_" if used[one[0]] == 1 else one[0], line))

    def body(self, rule: Rule) -> str:
        """What must hold for a rule to fire."""
        if rule in self._bodies:
            return self._bodies[rule]
        literals = [text for pattern in rule.when for text in self.pattern(pattern)]
        literals += [self._absent(rule, one) for one in rule.unless]
        self._bodies[rule] = "; ".join(literals)
        return self._bodies[rule]

    def pattern(self, pattern: Pattern) -> list[str]:
        """What a pattern asks for.

        Tests of a field that name no variable become a predicate of their own, so that the
        values they allow are not multiplied with those of other fields. Comparisons of numbers
        that always or never hold are told by themselves and left out here.
        """
        kind = self._kinds[pattern.kind]
        tests = [one for one in pattern.tests if self._values.out_of_reach(pattern, one) is None]
        asked = {field: [one for one in tests if one.field == field] for field in kind.fields}
        keys = _keys(kind)
        terms = [self._value(asked[field]) for field in keys]
        found = [text for field, value in zip(keys, terms) for text in _tests(value, asked[field])]
        others = [field for field in kind.fields if field not in keys and asked[field]]
        for field in others:
            if any(test.relation == "is" or not test.named for test in asked[field]):
                value = self._value(asked[field])
                found.append(_applied(column(kind.name, field), (*terms, value)))
                found += _tests(value, asked[field])
            else:
                held = _applied(column(kind.name, field), [*_places(kind), "V"])
                body = ", ".join([held, *_tests("V", asked[field])])
                found.append(_applied(self._name_for("t", _places(kind), body), terms))
        return found if others else [_applied(predicate(pattern.kind), terms), *found]

    def _absent(self, rule: Rule, pattern: Pattern) -> str:
        """That nothing matches a negated pattern; a predicate says that something does."""
        body = ", ".join(self.pattern(pattern))
        shared = [one for one in pattern.variables if one in rule.variables]
        compared = {one.variable for one in pattern.tests if one.variable}
        if not compared.intersection(rule.variables) <= set(shared):
            return f"#false : {body}"
        terms = [variable(one) for one in shared]
        return f"not {_applied(self._name_for('n', terms, body), terms)}"

    def _name_for(self, letter: str, terms: Sequence[str], body: str) -> str:
        """The predicate that holds where a body does, written once."""
        renamed: dict[str, str] = {}
        body = re.sub(r"X\d+", lambda one: renamed.setdefault(one[0], f"X{len(renamed)}"), body)
        key = letter + ",".join(terms), body
        if key not in self._names:
            self._names[key] = f"{letter}{len(self._names)}"
            self.add(_applied(self._names[key], terms), body)
        return self._names[key]

    def _value(self, tests: Iterable[FieldTest]) -> str:
        """What stands in a field: a value, a variable, or a variable that is made up."""
        for test in tests:
            if test.relation == "is":
                return operand(test.operand)
        self._made_up += 1
        return f"X{self._made_up}"

    def _conclude(self, entry: Entry, head: Head) -> None:
        """Writes that an entry concludes a fact."""
        kind = self._kinds[head.kind]
        held = {field: operand(value) for field, value in zip(kind.fields, head.values)}
        keys = [held[field] for field in _keys(kind)]
        facts = [
            _applied(predicate(kind.name), keys),
            *(_applied(column(kind.name, field), [*keys, held[field]])
              for field in kind.fields if field not in _keys(kind)),
        ]  # fmt: skip
        if isinstance(entry, Rule):
            body = self.body(entry)
        else:
            results = [
                f"{self._pool((kind.name, field))}({operand(value)})"
                for field, value in zip(kind.fields, head.values)
                if isinstance(value, Variable) and value.name in TOTAL_VARIABLES
            ]
            body = _applied(f"r{entry.order}_{entry.then.index(head)}", held.values())
            each = ", ".join(self.pattern(entry.for_each)) if entry.for_each is not None else ""
            self.add(f"{{ {body} : {', '.join(results)} }} 1", each)
        for fact in facts:
            self.add(fact, body)

    def _only_one(self, kind: Kind) -> None:
        """Of facts of which there is one, no field holds two values."""
        for field in kind.fields:
            if field not in _keys(kind):
                each = _applied(column(kind.name, field), [*_places(kind), "V"])
                fact = _applied(predicate(kind.name), _places(kind))
                self.lines.append(f":- {fact}, 2 {{ {each} }}.")

    # What is left open

    def _open(self, name: str, entries: Iterable[Entry]) -> None:
        """Leaves open which facts of a kind there are."""
        kind = self._kinds[name]
        forms = self._asked(name, entries)
        for form in forms:
            self._choose(kind, {field: self._pool((name, field), values)
                                for field, values in form.fields.items()})  # fmt: skip
        if not kind.given and kind.one_for is None:
            for entry in self._concluding.get(name, ()):
                for head in entry.then:
                    if head.kind == name:
                        held = dict(zip(kind.fields, head.values))
                        self._choose(kind, {
                            field: self._pool((name, field), None if isinstance(one, Variable)
                                              else (one,))
                            for field, one in held.items()
                        })  # fmt: skip
        elif not forms and (kind.given or self._concluding.get(name)):
            self._choose(kind, {field: self._pool((name, field)) for field in kind.fields})

    def _choose(self, kind: Kind, pools: Mapping[str, str]) -> None:
        """Leaves open which facts there are, by what each field may hold.

        A field that no rule here tests is left out, or holds one value where every field counts.
        """
        keys, places = _keys(kind), _places(kind)
        fact = _applied(predicate(kind.name), places)
        each = ", ".join(f"{pools[field]}({one})" for one, field in zip(places, keys))
        self.lines.append(f"{{ {fact} : {each} }}." if each else f"{{ {fact} }}.")
        for field in kind.fields:
            if field not in keys and (kind.name, field) in self._tested:
                held = _applied(column(kind.name, field), [*places, "V"])
                body = ", ".join(filter(None, (fact, each)))
                self.lines.append(f"1 {{ {held} : {pools[field]}(V) }} 1 :- {body}.")

    def _asked(self, name: str, entries: Iterable[Entry]) -> list[Form]:
        """What questions give of a kind of fact; those that no rule here names are left out."""
        patterns = [pattern for entry in entries for pattern in entry.patterns]
        forms = [one for one in self._values.forms if one.kind == name and one.source]
        return [one for one in forms if is_asked(one, patterns)]

    def _tell_apart(self, entries: Iterable[Entry]) -> None:
        """Notes the values that the rules name, and the numbers beside those."""
        for entry in entries:
            for pattern in entry.patterns:
                for test in pattern.tests:
                    self._tested.add((pattern.kind, test.field))
                    for value in test.named:
                        self._note(pattern.kind, test.field, value)
                        for by in _BESIDE.get(test.relation, (0, 1)):
                            if isinstance(value, int):
                                self._note(pattern.kind, test.field, value + by)
            for head in entry.then:
                for field, said in zip(self._kinds[head.kind].fields, head.values):
                    if not isinstance(said, Variable):
                        self._note(head.kind, field, said)

    def _note(self, kind: str, field: str, value: Value) -> None:
        root = self._values.root((kind, field))
        self._named.setdefault(root, {})[value] = None
        types = [one for one in self._values.held(kind, field) if isinstance(one, FieldType)]
        if all(one.allowed is None for one in types):
            self._words.setdefault(root, {})[value] = None

    def _pool(self, node: Node, values: Domain = None) -> str:
        """A predicate for the values a field may hold, of those that are told apart.

        Args:
            values: The only ones it may hold here; nothing for all it can.
        """
        type_ = self._kinds[node[0]].fields[node[1]]
        named = self._named.get(self._values.root(node), {})
        pool: dict[Value, None] = {}
        if self._kinds[node[0]].one_for is None and node not in self._tested:
            pool = {"any": None}
        elif isinstance(values, tuple):
            pool = dict.fromkeys(values)
        elif type_.number and type_.allowed is None:
            numbers = self._values.bounds(node)
            ends = () if numbers == ANY_NUMBER else (numbers[0], numbers[-1])
            tried = {*named, *ends, *self._values.concluded_numbers(node)} or {0, 1}
            pool = dict.fromkeys(one for one in tried if one in numbers)
        else:
            for held in self._values.held(*node):
                if not isinstance(held, FieldType):
                    pool[held] = None
                    continue
                words = self._words.get(self._values.root(node), {})
                known = words if held.allowed is None else held.allowed
                others = [f"other-{number}" for number in range(OTHERS)]
                if held.allowed is not None:
                    others = [str(one) for one in held.allowed if one not in named][:OTHERS]
                pool.update((one, None) for one in known if one in named)
                pool.update(dict.fromkeys(others))
                self.lines += [
                    f"spare({term(one)})."
                    for one in others[1:]
                    if not any(one in told for told in self._named.values())
                ]
        listed = ";".join(map(term, pool))
        if ("d", listed) not in self._names:
            self._names["d", listed] = f"d{len(self._names)}"
            self.lines.append(f"{self._names['d', listed]}({listed}).")
        return self._names["d", listed]


def _needed(entry: Entry) -> Iterator[Pattern]:
    """The patterns on which it rests whether a rule fires, or for what a total is made."""
    if isinstance(entry, Total):
        yield from [entry.for_each] if entry.for_each is not None else []
    else:
        yield from (pattern for pattern in entry.patterns)


def _keys(kind: Kind) -> tuple[str, ...]:
    """The fields that tell the facts of a kind apart."""
    return tuple(kind.fields) if kind.one_for is None else kind.one_for


def _places(kind: Kind) -> list[str]:
    """Variables for the fields that tell the facts of a kind apart."""
    return [f"K{number}" for number in range(len(_keys(kind)))]


def _tests(value: str, tests: Iterable[FieldTest]) -> list[str]:
    return [text for test in tests for text in comparisons(value, test)]


def _applied(name: str, terms: Iterable[str]) -> str:
    inside = ",".join(terms)
    return f"{name}({inside})" if inside else name
