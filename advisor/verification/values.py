"""What cases can give, and which values the fields of facts can hold by that and by the rules.

`advisor.model.base_facts` makes the facts of one case; the forms say which it could make of any,
and a test holds the two together. Fields that meet in one variable of a rule share their values:
the power of a party, of a seat and of a threshold is one scale. From where the numbers of a scale
come follows between which they lie.
"""

from __future__ import annotations

from collections import defaultdict
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from advisor.knowledge.questions import UNKNOWN, Question, Questions
from advisor.knowledge.rule import FieldTest, Head, Pattern, Total, Variable
from advisor.knowledge.strata import ASKED, Entry, patterns_of
from advisor.knowledge.vocabulary import LARGEST_NUMBER, FieldType, Kind, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.knowledge.homes import Home
    from advisor.knowledge.parties import PartyKind
    from advisor.verification.draft import RuleDraft

Domain = tuple["Value", ...] | range | None
"""The values a field may hold: listed, numbers in a row, or all that its type allows."""

_CASE_LEVELS = ("client", "change", "case")
ANSWERING = (*_CASE_LEVELS, "plan", "home")
"""The parts of the case file whose questions give such facts."""

_SCALED = {("party", "power"): ("party", "power"), ("power-stated", "power"): ("party", "power")}
"""The fields that hold the number of an answer on its scale: level and question."""
_SCORE = range(1, 6)
_SCORED = {
    ("rating", "now"): _SCORE,
    ("rating", "wanted"): _SCORE,
    ("rating", "change"): range(-4, 5),
}
"""The fields that hold scores, or the difference of two."""


class Form(NamedTuple):
    """Facts that can be there: a kind, and what each of its fields may hold."""

    kind: str
    fields: Mapping[str, Domain]
    source: str
    """The question they come from; empty for facts that simply are."""

    def may_hold(self, field: str, value: Value) -> bool:
        """Whether a field may hold a value that its type allows."""
        domain = self.fields[field]
        return domain is None or value in domain


def is_asked(form: Form, patterns: Iterable[Pattern]) -> bool:
    """Whether some pattern could ask for the answers to the question of a form."""
    field = ASKED[form.kind]
    return any(
        all(one.accepts(form.source) for one in pattern.tests if one.field == field and one.named)
        for pattern in patterns
        if pattern.kind == form.kind
    )


def given_forms(
    kinds: Mapping[str, Kind],
    questions: Questions | None,
    homes: Mapping[str, Home] | None = None,
    parties: Mapping[str, PartyKind] | None = None,
) -> tuple[Form, ...]:
    """The forms of all facts a case can give.

    Args:
        questions: The questions; without them, every given fact the vocabulary allows.
        homes: What is known of the homes, where it is known.
        parties: What is known of the kinds of party, where it is known.
    """
    forms = []
    asked = tuple(_asked(questions)) if questions is not None else ()
    for kind in kinds.values():
        if not kind.given:
            continue
        whole: dict[str, Domain] = {
            name: type_.allowed or _span(kind.name, name, questions)
            for name, type_ in kind.fields.items()
        }
        known = tuple(_known(kind, homes or {}, parties or {}))
        name = ASKED.get(kind.name)
        if known:
            forms += [Form(kind.name, {**whole, **one}, "") for one in known]
        elif name is None or questions is None or not {name, "is", "value"} & set(kind.fields):
            forms.append(Form(kind.name, whole, ""))
        else:
            said = "value" if "value" in kind.fields else "is"
            for answers, question, values in asked:
                if answers == kind.name:
                    told: dict[str, Domain] = {name: (question,)}
                    if values is not None and said in kind.fields:
                        told[said] = values
                    forms.append(Form(kind.name, {**whole, **told}, question))
    return tuple(forms)


def _known(
    kind: Kind, homes: Mapping[str, Home], parties: Mapping[str, PartyKind]
) -> Iterator[dict[str, Domain]]:
    """What the fields of a kind hold that says what is known of homes and of kinds of party."""
    if kind.name == "home" and {"home", "group"} <= set(kind.fields):
        grouped = _by_value({name: home.group for name, home in homes.items()})
        for group, alike in grouped:
            yield {"home": alike, "group": (group,)}
    elif kind.name == "usual" and {"kind", "home", "channel"} <= set(kind.fields):
        for name, party in parties.items():
            for bearing, alike in _by_value(party.at):
                yield {"kind": (name,), "home": alike, "channel": (bearing,)}


def _by_value(known: Mapping[str, str]) -> list[tuple[str, tuple[Value, ...]]]:
    """Each value of a mapping, and the keys that have it."""
    return [
        (value, tuple(key for key, one in known.items() if one == value))
        for value in dict.fromkeys(known.values())
    ]


def _asked(questions: Questions) -> Iterator[tuple[str, str, Domain]]:
    """Kind of fact, question, and the answers it takes, for every question that gives a fact."""
    for name in _CASE_LEVELS:
        level = questions.levels.get(name)
        for question in level.questions.values() if level is not None else ():
            if question.gives != "nothing":
                yield from _case_question(question)
    plan = questions.levels.get("plan")
    if plan is not None and "tempting-kind" in plan.questions:
        yield from _case_question(plan.questions["tempting-kind"])
    yield "figure", "missing-parties", None  # how many parties the file says are missing
    home = questions.levels.get("home")
    for question in home.questions.values() if home is not None else ():
        if question.type == "choice":
            yield "home-answer", question.id, _answers(question)
        elif question.type == "several":
            yield "home-item", question.id, tuple(question.values)
        elif question.type == "number":
            yield "home-figure", question.id, None


def _case_question(question: Question) -> Iterator[tuple[str, str, Domain]]:
    if question.type == "choice":
        yield "answer", question.id, _answers(question)
    elif question.type == "several":
        yield "item", question.id, tuple(question.values)
    elif question.type == "number" and not question.values:
        yield "figure", question.id, None
    elif question.id == "shared-assumptions":
        for row in question.rows:
            yield "figure", f"shared-{row}", _SCORE


def _answers(question: Question) -> tuple[str, ...]:
    return (*question.values, *question.also, UNKNOWN)


def _span(kind: str, field: str, questions: Questions | None) -> range | None:
    """The numbers a field can hold by the scale of its question."""
    level, name = _SCALED.get((kind, field), ("", ""))
    asked = questions.levels.get(level) if questions is not None else None
    question = asked.questions.get(name) if asked is not None else None
    numbers = [one.number for one in question.values.values()] if question is not None else []
    known = [one for one in numbers if one is not None]
    if known:
        return range(min(known), max(known) + 1)
    return _SCORED.get((kind, field)) if questions is not None else None


Node = tuple[str, str]
"""A field, as kind and name, or a variable, as the id of its rule and its name."""

Held = dict["Value | FieldType", None]
"""What a field can hold, in order: values, and types of which it can hold any value."""

ANY_NUMBER = range(-LARGEST_NUMBER, LARGEST_NUMBER + 1)


class Values:
    """The values of all fields of a knowledge base.

    Attributes:
        forms: The facts that a case can give.
        concluding: The rules and totals that conclude each kind of fact, and how.
    """

    def __init__(self, draft: RuleDraft) -> None:
        self._kinds = draft.vocabulary.kinds
        self._entries = draft.entries
        self.forms = given_forms(self._kinds, draft.questions, draft.homes, draft.parties)
        self._same: dict[Node, Node] = {}
        self.concluding: dict[str, list[tuple[Entry, Head]]] = defaultdict(list)
        for entry in draft.entries:
            for pattern in entry.patterns:
                for test in pattern.tests:
                    if test.variable:
                        self._join((pattern.kind, test.field), (entry.id, test.variable))
            for head in entry.then:
                self.concluding[head.kind].append((entry, head))
                for field, value in zip(self._kinds[head.kind].fields, head.values):
                    if isinstance(value, Variable):
                        self._join((head.kind, field), (entry.id, value.name))
        self._bounds: dict[Node, range] = {}
        self._held: dict[Node, Held] = {}
        self._numbers: dict[Node, set[int]] = defaultdict(set)
        for kind, concluding in self.concluding.items():
            for _, head in concluding:
                for field, value in zip(self._kinds[kind].fields, head.values):
                    if isinstance(value, int):
                        self._numbers[self.root((kind, field))].add(value)

    def root(self, node: Node) -> Node:
        """The one field or variable that stands for all that share its values."""
        above = self._same.get(node)
        if above is None:
            return node
        top = self.root(above)
        self._same[node] = top
        return top

    def _join(self, one: Node, other: Node) -> None:
        first, second = self.root(one), self.root(other)
        if first != second:
            self._same[first] = second

    def concluded_numbers(self, node: Node) -> set[int]:
        """The numbers that rules name in their conclusions about a field."""
        return self._numbers[self.root(node)]

    # Words

    def held(self, kind: str, field: str) -> Held:
        """What a field can hold: the values that rules give it, and all of some types."""
        node = (kind, field)
        if node not in self._held:
            self._held[node] = {}  # what a field gets from itself adds nothing
            declared = self._kinds[kind]
            found: Held = {declared.fields[field]: None} if declared.given else {}
            for entry, head in self.concluding.get(kind, ()):
                value = head.values[declared.positions[field]]
                found.update(
                    self._bound(entry, value) if isinstance(value, Variable) else {value: None}
                )
            self._held[node] = found
        return self._held[node]

    def may_hold(self, kind: str, field: str, value: Value) -> bool:
        """Whether a field of a kind of fact could hold a value."""
        return self._kinds[kind].fields[field].accepts(value) and any(
            one.accepts(value) if isinstance(one, FieldType) else one == value
            for one in self.held(kind, field)
        )

    def _bound(self, entry: Entry, variable: Variable) -> Held:
        """What a variable can stand for: what the first field that gives it a value can hold."""
        for pattern, negated in patterns_of(entry):
            for test in pattern.tests:
                if (test.relation, test.operand, negated) == ("is", variable, False):
                    return self.held(pattern.kind, test.field)
        return {}

    # Numbers

    def bounds(self, node: Node) -> range:
        """The numbers between which a field or variable lies."""
        root = self.root(node)
        if root not in self._bounds:
            self._bounds[root] = ANY_NUMBER  # a scale that feeds itself has no bounds
            found = list(self._sources(root))
            if found:
                low, high = min(one.start for one in found), max(one.stop for one in found)
                self._bounds[root] = range(low, high)
        return self._bounds[root]

    def out_of_reach(self, pattern: Pattern, test: FieldTest) -> bool | None:
        """Whether a comparison of numbers always (true) or never (false) holds; else nothing."""
        if not test.named or not self._kinds[pattern.kind].fields[test.field].number:
            return None
        numbers = self.bounds((pattern.kind, test.field))
        if numbers == ANY_NUMBER:
            return None
        near = {one + by for one in test.named if isinstance(one, int) for by in (-1, 0, 1)}
        tried = [one for one in {numbers[0], numbers[-1], *near} if one in numbers]
        held = {test.accepts(one) for one in tried}
        return held.pop() if len(held) == 1 else None

    def _sources(self, root: Node) -> Iterator[range]:
        """Where the numbers of a scale come from, and between which they lie there."""
        for form in self.forms:
            for field, values in form.fields.items():
                if self.root((form.kind, field)) == root:
                    yield values if isinstance(values, range) else ANY_NUMBER
        for entry in self._entries:
            for head in entry.then:
                for field, value in zip(self._kinds[head.kind].fields, head.values):
                    if self.root((head.kind, field)) != root:
                        continue
                    if isinstance(value, int):
                        yield range(value, value + 1)
                    elif isinstance(entry, Total) and value == Variable("total"):
                        yield self._measured(entry)
                    elif isinstance(entry, Total) and value in (
                        Variable("part"),
                        Variable("whole"),
                    ):
                        yield ANY_NUMBER

    def _measured(self, total: Total) -> range:
        """What a total can come to."""
        if total.share_of is not None:
            return range(101)
        if total.measure == "count":
            return range(min(self._most(total), LARGEST_NUMBER) + 1)
        taken = self.bounds((total.id, total.variable or ""))
        low, high = taken[0], taken[-1]
        if total.measure == "spread":
            return range(min(high - low, LARGEST_NUMBER) + 1)
        if total.measure == "sum":
            return range(ANY_NUMBER[-1] + 1) if low >= 0 else ANY_NUMBER
        if total.measure == "mean":  # in tenths
            return range(max(10 * low, ANY_NUMBER[0]), min(10 * high, ANY_NUMBER[-1]) + 1)
        return taken

    def _most(self, total: Total) -> int:
        """How many facts a total can count in one group."""
        kind = self._kinds[total.of.kind]
        fixed = {test.field for test in total.of.tests if test.variable in total.variables}
        numbers = []
        for field in kind.fields if kind.one_for is None else kind.one_for:
            if field not in fixed:
                allowed = kind.fields[field].allowed
                if allowed is None:
                    return LARGEST_NUMBER
                tests = [one for one in total.of.tests if one.field == field and one.named]
                numbers.append(sum(all(one.accepts(value) for one in tests) for value in allowed))
        return prod(numbers)


def values_of(draft: RuleDraft) -> Values:
    """The values of all fields of a knowledge base, worked out once."""
    if "values" not in draft.prepared:
        draft.prepared["values"] = Values(draft)
    found = draft.prepared["values"]
    assert isinstance(found, Values)
    return found
