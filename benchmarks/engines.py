"""How many consultations a second each engine manages, in one process.

    python benchmarks/engines.py [--seconds 3]

Two loads: a rulebook of 80 small rules in five levels over 60 facts, the size that engines of
this kind are commonly compared at; and the real rules over the base facts of all examples.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from memory import cases  # noqa: E402

from advisor.engine.consultation import conclusions, consult  # noqa: E402
from advisor.knowledge.rule import FieldTest, Head, Pattern, Rule, Variable  # noqa: E402
from advisor.knowledge.rulebook import Rulebook, load_rulebook  # noqa: E402
from advisor.knowledge.vocabulary import FieldType, Kind, Vocabulary  # noqa: E402
from advisor.model.fact import Fact  # noqa: E402

LEVELS = 5
RULES_A_LEVEL = 16
FACTS = 60


def small() -> tuple[Rulebook, list[Fact]]:
    """Eighty rules in five levels: each joins two facts of one subject, one excludes another."""
    word = FieldType("text-slug", number=False)
    fields = {"subject": word, "topic": word}
    kinds = {}
    for level in range(LEVELS + 1):
        name = f"level-{level}"
        kinds[name] = Kind(name, "", level == 0, fields, {"subject": 0, "topic": 1}, 1)
    rules = []
    for number in range(LEVELS * RULES_A_LEVEL):
        level, topic = divmod(number, RULES_A_LEVEL)
        kind = f"level-{level}"

        def pattern(topic: int, kind: str = kind) -> Pattern:
            tests = (
                FieldTest("subject", "is", Variable("subject"), 1),
                FieldTest("topic", "is", f"topic-{topic}", 1),
            )
            return Pattern(kind, tests, 1)

        rules.append(
            Rule(
                f"rule-{number}",
                "",
                "",
                (pattern(topic), pattern(topic + 1)),
                (pattern(topic + 2),) if topic % 4 == 0 else (),
                (Head(f"level-{level + 1}", (Variable("subject"), f"topic-{topic}"), 1),),
                "",
                (),
                "ours",
                "",
                number,
                number,
            )
        )
    base = [
        Fact("level-0", (("subject", f"subject-{at // 6}"), ("topic", f"topic-{at % 6}")))
        for at in range(FACTS)
    ]
    return Rulebook(Vocabulary(kinds, {}, ""), rules), base


def rate(one: Callable[[int], object], seconds: float) -> float:
    """How often something can be done in a second."""
    for number in range(20):
        one(number)
    begun = time.perf_counter()
    count = 0
    while time.perf_counter() - begun < seconds:
        one(count)
        count += 1
    return count / (time.perf_counter() - begun)


def report(name: str, rulebook: Rulebook, bases: list[list[Fact]], seconds: float) -> None:
    """Prints one line for each way to reason."""
    found = [consult(rulebook, base, "reference") for base in bases]
    facts = sum(map(len, bases)) / len(bases)
    firings = sum(len(one.firings) for one in found) / len(found)
    print(
        f"{name}: {len(rulebook.rules)} rules, {len(rulebook.totals)} totals, "
        f"{facts:.0f} base facts, {firings:.0f} firings"
    )

    def base(number: int) -> list[Fact]:
        return bases[number % len(bases)]

    def what_if(number: int) -> object:
        return conclusions(rulebook, base(number), goals)

    goals = ["path"] if "path" in rulebook.vocabulary.kinds else []
    ways: list[tuple[str, Callable[[int], object]]] = [
        ("durable, with the record", lambda number: consult(rulebook, base(number), "durable")),
        ("reference, with the record", lambda number: consult(rulebook, base(number), "reference")),
        ("reference, what if" + (" (path only)" if goals else ""), what_if),
    ]
    for way, one in ways:
        speed = rate(one, seconds)
        print(f"  {way:32} {speed:8.0f} a second  {1000 / speed:7.2f} ms each")


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure consultations a second.")
    parser.add_argument("--seconds", type=float, default=3.0, help="time for each line")
    seconds = parser.parse_args().seconds
    rulebook, base = small()
    report("small", rulebook, [base], seconds)
    rulebook = load_rulebook(ROOT / "rules")
    report("real", rulebook, [list(one) for one in cases(rulebook)], seconds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
