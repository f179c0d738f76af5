"""Whether the path is certain, whatever the remaining answers turn out to be."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from advisor.explanation.agenda import patterns_of
from advisor.explanation.possibility import TooMuchError, possible
from advisor.knowledge.interview import LISTS
from advisor.knowledge.rule import Variable
from advisor.model.base_facts import base_facts
from advisor.model.case import EVERY_HOME, UNKNOWN
from advisor.model.contradictions import in_force, matches
from advisor.model.fact import Fact
from advisor.model.home_facts import homes_in_play
from advisor.model.provenance import ASSUMED, STATED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from advisor.explanation.agenda import Agenda, Unit
    from advisor.knowledge.base import Knowledge
    from advisor.knowledge.questions import Incompatible, Question
    from advisor.model.case import Case
    from advisor.model.draft import Draft

_Open = set[tuple[str, str, str]]
"""Home or empty, level, and question of the answers that are not settled."""
_STRUCTURE = ("place", "homes", "parties")
_LARGE = 999_999_999
_MONEY_FIELDS = frozenset({"kind", "share"})


def settled_path(
    draft: Draft,
    agenda: Agenda,
    units: Iterable[Unit],
    goals: tuple[str, ...],
    pause: Callable[[], None] = lambda: None,
) -> str:
    """The path that every completion of the remaining answers leads to.

    Args:
        draft: The answers so far.
        agenda: What could be asked.
        units: The answers that are not settled.
        goals: The kind of conclusion, `path`.
        pause: Called now and then; what it raises ends the work.

    Returns:
        The path; nothing if it is not certain, or cannot be shown to be.
    """
    knowledge = agenda.knowledge
    open_: _Open = set()
    money = False
    case = draft.case(knowledge)
    homes = homes_in_play(case, knowledge)
    for unit in units:
        head, _, tail = unit.item.partition(".")
        if unit.item in _STRUCTURE or (head in LISTS and tail):
            return ""
        if head == "money":
            money = True
        elif head == "homes":
            for home in homes if unit.home == EVERY_HOME else (unit.home,):
                open_.add((home, "home", tail))
        elif not tail:
            open_.add(("", "case", head))
        else:
            open_.add(("", head, tail))
    if money and not _money_tests(agenda, goals) <= _MONEY_FIELDS:
        return ""
    if not draft.is_settled("homes"):
        return ""
    if ("", "client", "role") in open_ and draft.answer("homes") is None:
        return ""  # which places are open is then assumed by the role
    _grow(open_, knowledge, tuple(homes), case)
    if ("", "case", "place") in open_:  # the place itself may have to be given up
        return ""
    base = base_facts(case, knowledge).facts
    base = tuple(one for one in base if dict(one.fields).get("home", case.place) in homes
                 or "home" not in dict(one.fields))  # fmt: skip
    must = [one for one in base if not _is_open(one, open_, draft.place)]
    can = [*base, *_possible_facts(open_, knowledge, base)]
    if money:
        can += _money_facts(knowledge)
        must = [one for one in must if one.kind != "money"]
    try:
        paths = possible(knowledge.rulebook, can, must, agenda.entries(goals), pause).of("path")
    except TooMuchError:
        return ""
    return next(iter(paths)).word("path") if len(paths) == 1 else ""


def _grow(open_: _Open, knowledge: Knowledge, homes: tuple[str, ...], case: Case) -> None:
    """Adds the answers that count for something else when an open one is given."""
    questions = knowledge.questions.levels["home"].questions
    leads = {"shelter": "shelter-status"}
    leads.update((finer, one.id) for one in questions.values() for finer in one.summary_of)
    size = -1
    while len(open_) != size:
        size = len(open_)
        for home in homes:
            for one, other in leads.items():
                if (home, "home", one) in open_:
                    open_.add((home, "home", other))
            for rule in knowledge.questions.incompatible:
                if _may_clash(rule, open_, case, home, knowledge):
                    open_ |= {(home if level == "home" else "", level, one)
                              for level, one, _ in rule.then}  # fmt: skip
            for question in questions.values():
                if question.carries and (case.place, "home", question.id) in open_:
                    open_.add((home, "home", question.id))


def _may_clash(
    rule: Incompatible, open_: _Open, case: Case, home: str, knowledge: Knowledge
) -> bool:
    """Whether an answer that is not settled could make a contradiction."""
    said = {
        "home": in_force(case, home, knowledge.questions),
        "change": case.change,
        "case": case.top,
    }
    waits = False
    for level, question, answers in rule.when:
        if level not in said:
            return False  # about a party; all of its answers are settled together
        if (home if level == "home" else "", level, question) in open_:
            waits = True
        elif answers != ("same",) and not matches(said[level].get(question), answers):
            return False
    return waits


def _is_open(fact: Fact, open_: _Open, place: str) -> bool:
    """Whether a fact says something that is not settled."""
    values = dict(fact.fields)
    key = values.get("to", values.get("of"))
    if fact.kind in ("home-answer", "home-item", "home-figure"):
        return (str(values["home"]), "home", str(key)) in open_
    if fact.kind == "home-decides":
        return (str(values["home"]), "home", "decides") in open_
    if fact.kind in ("answer", "item", "figure"):
        return any(("", level, str(key)) in open_ for level in ("change", "client", "case"))
    return fact.kind == "contradiction"


def _possible_facts(open_: _Open, knowledge: Knowledge, base: tuple[Fact, ...]) -> Iterator[Fact]:
    """Every fact that an answer not yet settled could give."""
    numbers = _telling_numbers(knowledge, base)
    for home, level, name in sorted(open_):
        question = knowledge.questions.levels[level].questions.get(name)
        if question is not None and name != "open":
            yield from _facts_of(question, home, numbers)


def _facts_of(question: Question, home: str, numbers: tuple[int, ...]) -> Iterator[Fact]:
    where = (("home", home),) if home else ()
    before = "home-" if home else ""
    name = question.id
    if question.type == "choice":
        kind = f"{before}answer"
        yield Fact(kind, (*where, ("to", name), ("is", UNKNOWN), ("basis", UNKNOWN)))
        for value, basis in product(question.values, (STATED, ASSUMED)):
            yield Fact(kind, (*where, ("to", name), ("is", value), ("basis", basis)))
    elif question.type == "several":
        for value in question.values:
            yield Fact(f"{before}item", (*where, ("of", name), ("is", value)))
    elif question.type == "number":
        for number in numbers:
            yield Fact(f"{before}figure", (*where, ("of", name), ("value", number)))
    elif question.gives == "home-decides":
        for row, value in product(question.rows, ("yes", "partly", "no")):
            yield Fact("home-decides", (*where, ("item", row), ("is", value)))


def _telling_numbers(knowledge: Knowledge, base: tuple[Fact, ...]) -> tuple[int, ...]:
    """Numbers that stand for all: around every threshold and every number on file, and beyond."""
    known = {one.value for one in knowledge.rulebook.thresholds.values()}
    known |= {fact.number("value") for fact in base if fact.kind in ("figure", "home-figure")}
    around = {number + step for number in known for step in (-1, 0, 1)}
    return tuple(sorted(one for one in (around | {0, 1, _LARGE}) if one >= 0))


def _money_tests(agenda: Agenda, goals: tuple[str, ...]) -> frozenset[str]:
    """What the rules on the way to some conclusions ask of a source of money."""
    return frozenset(
        test.field
        for entry in agenda.entries(goals)
        for pattern in patterns_of(entry)
        if pattern.kind == "money"
        for test in pattern.tests
        if not isinstance(test.operand, Variable) or test.field != "source"
    )


def _money_facts(knowledge: Knowledge) -> Iterator[Fact]:
    fields = knowledge.rulebook.vocabulary.kinds["money"].fields
    for kind, share in product(fields["kind"].allowed or (), fields["share"].allowed or ()):
        told = {"kind": kind, "share": share, "source": "any"}
        yield Fact("money", tuple((name, told.get(name, UNKNOWN)) for name in fields))
