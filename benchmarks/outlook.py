"""How long the solver takes over a case: what would change the advice, and what is still open.

    python benchmarks/outlook.py

Prints milliseconds of processor time over the examples, in one process: the median, the 95th
percentile and the largest.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from advisor.explanation.assess import Assessment, assess
from advisor.explanation.flip import flips
from advisor.explanation.outlook import look_ahead
from advisor.knowledge.base import shipped_knowledge
from advisor.model.case_reader import load_case

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
ASKED: dict[str, Callable[[Assessment], object]] = {
    "what a memo tells": look_ahead,
    "all smallest changes": flips,
}


def main() -> None:
    """Measures, and prints a line for each question."""
    knowledge = shipped_knowledge()
    files = sorted(EXAMPLES.glob("*/case.yaml"))
    assessments = [assess(load_case(str(file), knowledge), knowledge=knowledge) for file in files]
    for label, ask in ASKED.items():
        ask(assessments[0])  # writes the program, once a process
        taken = []
        for one in assessments:
            start = time.process_time()
            ask(one)
            taken.append((time.process_time() - start) * 1000)
        near_most = statistics.quantiles(taken, n=20)[-1]
        median = statistics.median(taken)
        print(f"{label}: median {median:.0f}, 95 of 100 {near_most:.0f}, largest {max(taken):.0f}")


if __name__ == "__main__":
    main()
