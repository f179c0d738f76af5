"""Puts every fault of one condition into the rules, and reports which the suite does not notice.

    python tests/cases/mutation_report.py [N]

Takes some minutes; with N, every rule is dropped, but only one in N of the other faults is tried.
Writes `unnoticed.txt` beside this file, and the figures into
`docs/mutation.md`. What counts as noticed is said in `tests/support/mutation.py`.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from pathlib import Path
from zlib import crc32

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.mutants import Mutant, mutants  # noqa: E402
from support.mutation import Bench, Watched, told  # noqa: E402
from support.situations import situations, watched  # noqa: E402

from advisor.engine.consultation import conclusions  # noqa: E402
from advisor.knowledge.base import shipped_knowledge  # noqa: E402

UNNOTICED = Path(__file__).with_name("unnoticed.txt")
PAGE = ROOT / "docs" / "mutation.md"
TIERS = (
    "documented cases, minimal pairs and rule cases",
    "situations",
    "generated cases",
    "the reader",
)


def bench() -> Bench:
    """All watched cases, each of which holds if all that is told is as it is today."""
    rulebook = shipped_knowledge().rulebook

    def watch(name: str, base: tuple) -> Watched:
        want = told(conclusions(rulebook, base))
        return Watched(name, base, lambda found: told(found) == want)

    return Bench(rulebook, [watch(name, base) for name, base in watched().items()])


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


def tier_of(name: str, named: set[str]) -> str:
    """Which of the tests noticed."""
    if name == "the reader":
        return TIERS[3]
    if name.startswith("generated "):
        return TIERS[2]
    return TIERS[1] if name in named else TIERS[0]


def main(every: int) -> None:
    """Tries the faults and writes the report."""
    start = time.monotonic()
    everything = bench()
    named = set(situations())
    tiers: Counter[str] = Counter()
    sorts: dict[str, list[int]] = {}
    left = []
    for one in mutants(everything.rulebook):
        if one.entry is not None and crc32(one.name.encode()) % every:
            continue
        by = everything.noticed_by(one)
        counts = sorts.setdefault(sort_of(one), [0, 0])
        counts[0] += 1
        if by is None:
            left.append(one.name)
        else:
            counts[1] += 1
            tiers[tier_of(by, named)] += 1
    UNNOTICED.write_text("".join(f"{name}\n" for name in left), "utf-8")
    total = sum(tiers.values()) + len(left)
    lines = ["| first noticed by | faults | share |", "|---|--:|--:|"]
    lines += [f"| {one} | {tiers[one]} | {tiers[one] / total:.1%} |" for one in TIERS]
    lines += [f"| nobody | {len(left)} | {len(left) / total:.1%} |", f"| all | {total} | |", ""]
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
    print(report, f"\n{time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
