"""How long a memo takes once its case is assessed, and what its template costs a first memo.

    python benchmarks/memo.py

Prints milliseconds of processor time, the mean and the largest over the examples, in one process.
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from unittest.mock import patch

from advisor.explanation.assess import assess
from advisor.explanation.outlook import look_ahead
from advisor.knowledge.base import shipped_knowledge
from advisor.model.case_reader import load_case
from advisor.presentation import memo
from advisor.presentation.templating.rendering import memo_template

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def main() -> None:
    """Measures, and prints a line for each figure."""
    knowledge = shipped_knowledge()
    start = time.process_time()
    memo_template("memo")
    print(f"compiling the template, once a process: {_since(start):.0f}")
    assessing, looking, writing = [], [], []
    for file in sorted(EXAMPLES.glob("*/case.yaml")):
        case = load_case(str(file), knowledge)
        start = time.process_time()
        assessment = assess(case, knowledge=knowledge)
        assessing.append(_since(start))
        start = time.process_time()
        outlook = look_ahead(assessment)
        looking.append(_since(start))
        start = time.process_time()
        with patch.object(memo, "look_ahead", return_value=outlook):
            memo.write_memo(assessment)
        writing.append(_since(start))
    for label, found in (
        ("assessing", assessing),
        ("looking ahead", looking),
        ("writing the memo", writing),
    ):
        print(f"{label}: mean {statistics.mean(found):.0f}, largest {max(found):.0f}")


def _since(start: float) -> float:
    return (time.process_time() - start) * 1000


if __name__ == "__main__":
    main()
