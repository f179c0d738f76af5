"""What the benchmarks reason over: rulebooks and cases of chosen sizes."""

from __future__ import annotations

import copy
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from advisor.knowledge.base import shipped_knowledge  # noqa: E402
from advisor.knowledge.rule import FieldTest, Head, Pattern, Rule, Variable  # noqa: E402
from advisor.knowledge.rulebook import Rulebook  # noqa: E402
from advisor.knowledge.source import read  # noqa: E402
from advisor.knowledge.vocabulary import FieldType, Kind, Vocabulary  # noqa: E402
from advisor.model import answer_types  # noqa: E402
from advisor.model.base_facts import base_facts  # noqa: E402
from advisor.model.case_reader import load_case, read_case  # noqa: E402
from advisor.model.fact import Fact  # noqa: E402
from advisor.model.names import slug_of  # noqa: E402

if TYPE_CHECKING:
    from advisor.model.case import Case

LEVELS = 5
RULES_A_LEVEL = 16
SUBJECTS = 10
FACTS = 60
CROWDED = 23
"""The example with the most parties."""
STANCES = ("firmly-for", "for", "neutral", "against", "firmly-against")
EXAMPLES = sorted((ROOT / "examples").glob("*/case.yaml"))


def small(times: int = 1) -> Rulebook:
    """Eighty rules in five levels: each joins two facts of a subject, some exclude a third.

    Args:
        times: How often the eighty rules stand there, each time over kinds of their own.
    """
    word = FieldType("text-slug", number=False)
    fields = {"subject": word, "topic": word}
    kinds = {}
    rules: list[Rule] = []
    for copy_ in range(times):
        for level in range(LEVELS + 1):
            name = f"level-{copy_}-{level}"
            kinds[name] = Kind(name, "", level == 0, fields, {"subject": 0, "topic": 1}, 1)
        for number in range(LEVELS * RULES_A_LEVEL):
            level, topic = divmod(number, RULES_A_LEVEL)
            kind = f"level-{copy_}-{level}"
            head = Head(f"level-{copy_}-{level + 1}", (Variable("subject"), f"topic-{topic}"), 1)
            rules.append(
                Rule(
                    f"rule-{copy_}-{number}", "", "",
                    (_pattern(kind, topic), _pattern(kind, topic + 1)),
                    (_pattern(kind, topic + 2),) if topic % 4 == 0 else (),
                    (head,), "", (), "ours", "", number, len(rules),
                )
            )  # fmt: skip
    return Rulebook(Vocabulary(kinds, {}, ""), rules)


def _pattern(kind: str, topic: int) -> Pattern:
    tests = (
        FieldTest("subject", "is", Variable("subject"), 1),
        FieldTest("topic", "is", f"topic-{topic}", 1),
    )
    return Pattern(kind, tests, 1)


def small_case(number: int) -> list[Fact]:
    """Sixty facts; the names of the subjects differ from case to case, so that none is known."""
    return [
        Fact("level-0-0", (("subject", f"s{number}-{at // 6}"), ("topic", f"topic-{at % 6}")))
        for at in range(FACTS)
    ]


SIZES = (*[6] * 5, *[5] * 2, *[4] * 2, 3, *[1] * 9)
"""How many facts each subject has in a mixed case: 60 in all, with which 69 rules fire."""


def mixed_case(number: int) -> list[Fact]:
    """Sixty facts over subjects of different sizes, as few as one fact; 69 firings."""
    return [
        Fact("level-0-0", (("subject", f"s{number}-{subject}"), ("topic", f"topic-{at}")))
        for subject, size in enumerate(SIZES)
        for at in range(size)
    ]


def multiplied(rulebook: Rulebook, times: int) -> Rulebook:
    """A rulebook whose rules and totals stand there several times, under other names."""

    def again(entry: Any, number: int, order: int) -> Any:
        name = entry.id if number == 0 else f"{entry.id}-again-{number}"
        return entry._replace(id=name, order=order)

    rules = []
    totals = []
    for number in range(times):
        start = number * len(rulebook.entries)
        rules += [again(rule, number, start + rule.order) for rule in rulebook.rules]
        totals += [again(total, number, start + total.order) for total in rulebook.totals]
    return Rulebook(rulebook.vocabulary, rules, totals)


def example_facts() -> list[tuple[Fact, ...]]:
    """The base facts of every example."""
    knowledge = shipped_knowledge()
    return [base_facts(load_case(str(path), knowledge), knowledge).facts for path in EXAMPLES]


def district(number: int) -> Case:
    """A case of its own for each of many districts: an example, changed.

    Every party has another id, one party at random another stance, and the district another
    number of learners, so that nothing found for one district serves the next.
    """
    source = copy.deepcopy(_sources()[number % len(EXAMPLES)])
    random = Random(number)
    _set(source["client"], "name", f"District {number}")
    _set(source["client"], "learners-in-system", 1000 + random.randrange(90_000))
    parties = source.get("parties") or ()
    names = {}
    for at, party in enumerate(parties):
        name = f"party-{number}-{at}"
        names[party.get("id") or slug_of(party["name"])] = name
        _set(party, "id", name)
    rename_parties(source, names)
    if parties:
        _set(random.choice(parties), "stance", random.choice(STANCES))
    return read_case(source, f"district-{number}.yaml", shipped_knowledge())


def with_parties(count: int) -> Case:
    """A case with as many parties as wanted: those of one example, again and again.

    A case file may name 200 at most; the limit stands above the engines, so it is lifted here
    to see how they grow past it.
    """
    source = copy.deepcopy(_sources()[CROWDED])
    originals = list(source["parties"])
    del source["parties"][:], source["parties"].lines[:]
    for number in range(count):
        party = copy.deepcopy(originals[number % len(originals)])
        round_ = number // len(originals)
        if round_:
            party["name"] = f"{party['name']} {round_ + 1}"
            _set(party, "id", f"party-{number}")
        source["parties"].append(party)
        source["parties"].lines.append(source["parties"].line)
    most, answer_types.MOST_ENTRIES = answer_types.MOST_ENTRIES, 100_000
    try:
        return read_case(source, f"{count}-parties.yaml", shipped_knowledge())
    finally:
        answer_types.MOST_ENTRIES = most


def rename_parties(value: Any, names: dict[str, str]) -> None:
    """Gives the parties their new ids wherever a case names one."""
    if isinstance(value, dict):
        for question in ("party", "turns"):
            if value.get(question) in names:
                value[question] = names[value[question]]
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            rename_parties(one, names)


def _set(answers: Any, question: str, value: str | int) -> None:
    """An answer, as if the file had said so."""
    answers[question] = value
    answers.lines.setdefault(question, answers.line)


_READ: list[Any] = []


def _sources() -> list[Any]:
    if not _READ:
        _READ.extend(read(str(path)) for path in EXAMPLES)
    return _READ
