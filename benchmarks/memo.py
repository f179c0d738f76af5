"""How long a memo takes once its case is assessed, and what its template costs a first memo.

    python benchmarks/memo.py
    python benchmarks/memo.py --batch     a memo of a batch, beside the result of the same case

Prints milliseconds of processor time, the mean and the largest over the examples, in one process.
With `--batch`, the mean over 58 districts, and how many times a result each takes: that is what can
be compared where others use the machine, too.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path
from unittest.mock import patch

from districts import districts

from advisor.commands.batching.sources import Written
from advisor.commands.batching.work import Order, Work, work
from advisor.explanation.assess import Assessment, assess
from advisor.explanation.outlook import Outlook, look_ahead
from advisor.knowledge.base import shipped_knowledge, usual_knowledge
from advisor.model.case_reader import load_case
from advisor.presentation import memo
from advisor.presentation.templating.rendering import memo_template

DISTRICTS = 58
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


def batch() -> None:
    """Works on districts as a batch does, in turns with and without a memo."""
    knowledge = usual_knowledge()
    order = Order("reference", "", "", "", "", knowledge.hash, knowledge.version, "", "")
    ahead: list[float] = []

    def look(assessment: Assessment) -> Outlook:
        start = time.process_time()
        try:
            return look_ahead(assessment)
        finally:
            ahead.append(_since(start))

    spent: dict[str, list[float]] = {"": [], "markdown": []}
    with patch.object(memo, "look_ahead", look):
        for number, case in enumerate(districts(DISTRICTS + 3)):
            task = Work(number, "", Written("", "", 1, json.dumps(case).encode()), "memo.md")
            for memos, found in spent.items():
                start = time.process_time()
                work([task], order._replace(memos=memos))
                found.append(_since(start))
    # The first three also read the knowledge and compile the template.
    result, whole, solver = (
        statistics.mean(one[3:]) for one in (spent[""], spent["markdown"], ahead)
    )
    for label, took in (
        ("result", result),
        ("memo", whole),
        ("without the solver", whole - solver),
    ):
        print(f"{label}: {took:.1f}, {took / result:.1f} times a result")


def _since(start: float) -> float:
    return (time.process_time() - start) * 1000


if __name__ == "__main__":
    batch() if "--batch" in sys.argv else main()
