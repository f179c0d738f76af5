"""Puts every fault of one condition into the rules, and reports which the suite does not notice.

    python tests/cases/mutation_report.py [N]

Takes some minutes; with N, every rule is dropped, but only one in N of the other faults is tried.
Writes the figures into `docs/mutation.md`, and prints what `unnoticed.yaml` beside this file
lacks or has too much: faults that nobody notices and that it gives no reason for, and faults that
are noticed after all. What counts as noticed is said in `tests/support/mutation.py`.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any
from zlib import crc32

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.linted import Lint  # noqa: E402
from support.mutants import Mutant, mutants  # noqa: E402
from support.mutation import REASONS, Bench, Notice, Watched  # noqa: E402
from support.situations import situations, watched  # noqa: E402

from advisor.knowledge.base import shipped_knowledge  # noqa: E402
from advisor.knowledge.source import read  # noqa: E402

UNNOTICED = Path(__file__).with_name("unnoticed.yaml")
PAGE = ROOT / "docs" / "mutation.md"
TIERS = (
    "documented cases, minimal pairs and rule cases",
    "situations",
    "generated cases",
    "the reasons given in any of them",
    "the reader, which refuses such a rule",
    "`advisor rules check`",
    "nobody, for a reason on the list",
    "nobody",
)
CASES, SITUATIONS, GENERATED, GIVEN, REFUSED, FOUND, ARGUED, NOBODY = TIERS


def argued() -> dict[str, str]:
    """The faults that nobody need notice, each with the reason."""
    groups: Any = read(str(UNNOTICED))
    return {str(fault): one["because"] for one in groups.values() for fault in one["faults"]}


def bench() -> Bench:
    """All watched cases, each of which holds if all that is told is as it is today."""
    return Bench(shipped_knowledge().rulebook, [Watched(*one) for one in watched().items()])


def sort_of(one: Mutant) -> str:
    """The kind of fault, for the table."""
    fault = one.fault
    if one.entry is None:
        return "rule or total dropped"
    if fault.startswith("concludes "):
        return "concluded value changed"
    if (
        fault.startswith(("for_each", "of:", "share_of", "no percentage"))
        or " instead of " in fault
    ):
        return "total counts something else, or otherwise"
    if fault.startswith(("without not ", "not … ")) or fault.endswith("instead of its absence"):
        return "negated pattern dropped, asked for or changed"
    if re.fullmatch(r"(without|not) [a-z-]+\(.*\)", fault):
        return "pattern dropped or negated"
    if fault.startswith("without "):
        return "test dropped"
    return "test turned round, number off by one, value left out of a list"


class Suite:
    """All tests that a fault in the rules could turn red."""

    def __init__(self) -> None:
        """Reasons over every case once, and reads the rules for the check."""
        self.bench = bench()
        self.argued = argued()
        self._lint = Lint()
        self._named = set(situations())

    def tier(self, one: Mutant) -> str:
        """Which of the tests notices a fault first."""
        notice = self.bench.noticed(one)
        if notice is not None:
            return self._of_cases(notice)
        if self._lint.refusal(one):
            return REFUSED
        if self._lint.finding(one):
            return FOUND
        return ARGUED if one.name in self.argued else NOBODY

    def _of_cases(self, notice: Notice) -> str:
        if not notice.case:
            return REFUSED
        if notice.by == REASONS:
            return GIVEN
        if notice.case.startswith("generated "):
            return GENERATED
        return SITUATIONS if notice.case in self._named else CASES


def main(every: int) -> None:
    """Tries the faults and writes the report."""
    start = time.process_time()
    suite = Suite()
    tiers: Counter[str] = Counter()
    sorts: dict[str, list[int]] = {}
    for one in mutants(suite.bench.rulebook):
        if one.entry is not None and crc32(one.name.encode()) % every:
            continue
        tier = suite.tier(one)
        tiers[tier] += 1
        counts = sorts.setdefault(sort_of(one), [0, 0])
        counts[0] += 1
        counts[1] += tier not in (ARGUED, NOBODY)
        if tier == NOBODY:
            print("not noticed:", one.name, flush=True)
        elif tier != ARGUED and one.name in suite.argued:
            print("noticed, yet on the list:", one.name, flush=True)
    total = sum(tiers.values())
    lines = ["| noticed first by | faults | share |", "|---|--:|--:|"]
    lines += [f"| {one} | {tiers[one]} | {tiers[one] / total:.1%} |" for one in TIERS]
    lines += [f"| all | {total} | |", ""]
    lines += ["| fault | tried | noticed |", "|---|--:|--:|"]
    lines += [
        f"| {sort} | {tried} | {noticed / tried:.1%} |"
        for sort, (tried, noticed) in sorted(sorts.items())
    ]
    if every > 1:
        lines += ["", f"(Every rule dropped; of all other faults one in {every}, chosen by hash.)"]
    report = "\n".join(lines)
    page = PAGE.read_text("utf-8")
    before, _, rest = page.partition("<!-- knowledge:start -->\n")
    _, end, after = rest.partition("<!-- knowledge:end -->")
    PAGE.write_text(f"{before}<!-- knowledge:start -->\n{report}\n{end}{after}", "utf-8")
    print(report, f"\n{time.process_time() - start:.0f} s of processor time")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
