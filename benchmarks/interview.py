"""How long a person waits for the next question, in interviews with the answers of the examples.

    python benchmarks/interview.py [NUMBER-OF-AN-EXAMPLE …]

Time is processor time, so that other programs do not disturb.
"""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.interviews import RATER, documented, told  # type: ignore[import-not-found]  # noqa: E402

from advisor.explanation.relevance import PATH, Relevance  # noqa: E402
from advisor.knowledge.base import shipped_knowledge  # noqa: E402
from advisor.model.draft import Draft  # noqa: E402


def main() -> None:
    """Prints the waits for each example, then over all."""
    parser = ArgumentParser()
    parser.add_argument("numbers", nargs="*")
    options = parser.parse_args()
    knowledge = shipped_knowledge()
    every: list[float] = []
    for path in sorted((ROOT / "examples").glob("*/case.yaml")):
        name = path.parent.name
        if name == "short-form" or (options.numbers and name[:2] not in options.numbers):
            continue
        source = documented(name)
        relevance, draft = Relevance(knowledge), Draft(rater=RATER)
        waits: list[float] = []
        prompts = []
        for goals in (PATH, knowledge.interview.goals):
            while True:
                start = time.process_time()
                asked = relevance.next(draft, goals)
                waits.append(time.process_time() - start)
                if asked is None:
                    break
                draft.put(asked.item, told(source, asked))
                draft.pass_over(asked.item)
            prompts.append(len(waits))
        every += waits
        print(f"{name:32} {prompts[0] - 1:3} to the path, {prompts[1] - 2:3} in all; "
              f"longest wait {_ms(sorted(waits), 1)}", flush=True)  # fmt: skip
    every.sort()
    print(f"{len(every)} waits: median {_ms(every, 0.5)}, 95th percentile {_ms(every, 0.95)}, "
          f"longest {_ms(every, 1)}")  # fmt: skip


def _ms(waits: list[float], part: float) -> str:
    return f"{1000 * waits[min(len(waits) - 1, int(part * len(waits)))]:.0f} ms"


if __name__ == "__main__":
    main()
