"""Holds memory flat: 20,000 consultations in one process may grow it by 20 MB at most.

    python benchmarks/memory.py [--engine durable|reference] [--consultations 20000]

Each consultation gets another case: the base facts of the examples, in turn, each time with
one answer changed, so that nothing can be answered from what was kept.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from advisor.engine.consultation import consult  # noqa: E402
from advisor.knowledge.rulebook import Rulebook, load_rulebook  # noqa: E402
from advisor.model.fact import Fact  # noqa: E402

ALLOWED = 20_000_000


def resident() -> int:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096


def cases(rulebook: Rulebook) -> list[tuple[Fact, ...]]:
    """The base facts of every example."""
    from advisor.knowledge.base import shipped_knowledge
    from advisor.model.base_facts import base_facts
    from advisor.model.case_reader import load_case

    knowledge = shipped_knowledge()
    found = []
    for path in sorted((ROOT / "examples").glob("*/case.yaml")):
        found.append(base_facts(load_case(str(path), knowledge), knowledge).facts)
    return found


def changed(base: tuple[Fact, ...], number: int) -> list[Fact]:
    """The facts with one party's name made unheard of, so that its facts are new."""
    facts = []
    for fact in base:
        if fact.kind == "party":
            fields = dict(fact.fields)
            fields["party"] = f"party-{number}"
            fact = Fact("party", tuple(fields.items()))
        facts.append(fact)
    return facts


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", default="durable", choices=("durable", "reference"))
    parser.add_argument("--consultations", type=int, default=20_000)
    arguments = parser.parse_args()
    rulebook = load_rulebook(ROOT / "rules")
    bases = cases(rulebook)
    for number in range(2 * len(bases)):
        consult(rulebook, changed(bases[number % len(bases)], number), arguments.engine)
    before = resident()
    begun = time.process_time()
    for number in range(arguments.consultations):
        consult(rulebook, changed(bases[number % len(bases)], number), arguments.engine)
    seconds = time.process_time() - begun
    growth = resident() - before
    print(
        f"{arguments.engine}: {arguments.consultations:,} consultations in {seconds:.0f} s "
        f"({1000 * seconds / arguments.consultations:.1f} ms each), "
        f"memory {before / 1e6:.0f} MB before, growth {growth / 1e6:.1f} MB "
        f"(allowed {ALLOWED / 1e6:.0f} MB)"
    )
    return 0 if growth < ALLOWED else 1


if __name__ == "__main__":
    sys.exit(main())
