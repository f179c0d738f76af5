"""How long a person waits for the next question, in interviews with the answers of the examples.

    python benchmarks/interview.py [NUMBER-OF-AN-EXAMPLE …]

What is worked out while a person reads and types is not counted, as a person does not wait for it;
time is processor time, so that other programs do not disturb.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.interviews import RATER, documented, told  # type: ignore[import-not-found]  # noqa: E402

from advisor.explanation.relevance import PATH, Relevance  # noqa: E402
from advisor.knowledge.base import shipped_knowledge  # noqa: E402
from advisor.model.draft import Draft  # noqa: E402


def main() -> None:
    """Prints the waits for each example, then over all."""
    knowledge = shipped_knowledge()
    waits = []
    wanted = sys.argv[1:]
    for path in sorted((ROOT / "examples").glob("*/case.yaml")):
        if path.parent.name == "short-form" or (wanted and path.parent.name[:2] not in wanted):
            continue
        source = documented(path.parent.name)
        relevance, draft = Relevance(knowledge), Draft(rater=RATER)
        prompts = []
        for goals in (PATH, knowledge.interview.goals):
            while True:
                start = time.process_time()
                asked = relevance.next(draft, goals)
                prompts.append(time.process_time() - start)
                if asked is None:
                    break
                relevance.look_ahead(draft, goals)
                draft.put(asked.item, told(source, asked))
                draft.pass_over(asked.item)
            if goals == PATH:
                until_path = len(prompts) - 1
        waits += prompts
        print(f"{path.parent.name:32} {until_path:3} to the path, {len(prompts) - 2:3} in all")
    waits.sort()
    print(f"{len(waits)} waits: median {_ms(waits, 0.5)}, 95th percentile {_ms(waits, 0.95)}, "
          f"longest {_ms(waits, 1)}")  # fmt: skip


def _ms(waits: list[float], part: float) -> str:
    return f"{1000 * waits[min(len(waits) - 1, int(part * len(waits)))]:.0f} ms"


if __name__ == "__main__":
    main()
