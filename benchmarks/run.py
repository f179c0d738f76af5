"""All benchmarks in one command; `docs/performance.md` keeps what they said, and of which machine.

    python benchmarks/run.py                        everything, about half an hour
    python benchmarks/run.py --quick                the same with few repetitions, some minutes
    python benchmarks/run.py --only engines,parties

Times are those of this process on the processor, not of the clock on the wall, and what is
compared is measured in turn, case by case, so that a busy machine slows all alike. Of the rounds,
`least` is the one that was disturbed least; ratios are between medians. clipspy is measured if it
is installed.
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import loads
from loads import ROOT
from memory import resident

from advisor.engine import durable
from advisor.engine.consultation import conclusions, consult
from advisor.engine.trace import Consultation
from advisor.explanation.assess import assess
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.rulebook import Rulebook
from advisor.model.base_facts import base_facts
from advisor.presentation.memo import write_memo

Way = tuple[str, Callable[[Any], object]]
DURABLE, REFERENCE, WHAT_IF = "durable_rules, full trace", "reference, full trace", "reference"
CLIPS, CLIPS_BULK = "CLIPS, callback", "CLIPS, callback, bulk"
CLIPS_AS_IS = "CLIPS, callback, clipspy as it is"


def times(ways: Sequence[Way], cases: Sequence[Any], rounds: int) -> dict[str, list[float]]:
    """Seconds a case for each way, round by round; ways take turns at every case."""
    found: dict[str, list[float]] = {name: [] for name, _ in ways}
    for _, way in ways:
        way(cases[0])
    for number in range(rounds):
        spent = dict.fromkeys(found, 0.0)
        for case in cases:
            turn = list(ways)[number % len(ways) :] + list(ways)[: number % len(ways)]
            for name, way in turn:
                begun = time.process_time()
                way(case)
                spent[name] += time.process_time() - begun
        for name, seconds in spent.items():
            found[name].append(seconds / len(cases))
    return found


def table(taken: dict[str, list[float]], base: str = "") -> dict[str, float]:
    """Prints a line for each way; returns the medians."""
    medians = {name: statistics.median(seconds) for name, seconds in taken.items()}
    for name, seconds in taken.items():
        middle = medians[name]
        ratio = f"   {medians[base] / middle:6.2f} x {base}" if base in medians else ""
        print(
            f"  {name:34} {middle * 1000:8.3f} ms a case (least {min(seconds) * 1000:8.3f})"
            f"  {1 / middle:7.0f} a second{ratio}"
        )
    return medians


def judge(what: str, figure: float, target: float) -> None:
    """Prints whether a target is met."""
    word = "met" if figure >= target else "NOT MET"
    print(f"  target: {what}: {figure:.2f}, wanted {target:.2f}: {word}")


def engines(quick: bool) -> None:
    """Consultations a second, each engine on the same rules and cases."""
    rounds = 5 if quick else 25
    small = loads.small()
    mixed = [loads.mixed_case(number) for number in range(20)]
    _engines("80 rules in 5 levels, 60 facts, 69 firings", small, mixed, [], rounds)
    full = [loads.small_case(number) for number in range(20)]
    _engines("the same rules, 60 facts, 100 firings", small, full, [], rounds)
    real = shipped_knowledge().rulebook
    cases = [base_facts(loads.district(n), shipped_knowledge()).facts for n in range(29)]
    title = f"the real rules ({len(real.rules)} and {len(real.totals)} totals), 29 districts"
    _engines(title, real, cases, ["path"], max(3, rounds // 4))


def _engines(
    title: str,
    rulebook: Rulebook,
    cases: list[Any],
    goals: list[str],
    rounds: int,
) -> None:
    print(f"\n{title}")
    ways: list[Way] = [
        (DURABLE, lambda case: consult(rulebook, case, "durable")),
        (DURABLE + ", read", lambda case: read(consult(rulebook, case, "durable"))),
        (REFERENCE, lambda case: consult(rulebook, case, "reference")),
        (REFERENCE + ", read", lambda case: read(consult(rulebook, case, "reference"))),
        (
            WHAT_IF + (", path only, no trace" if goals else ", no trace"),
            lambda case: conclusions(rulebook, case, goals),
        ),
    ]
    if importlib.util.find_spec("clips"):
        from clips_engine import Clips

        by_hand = Clips(rulebook, bulk=False)
        as_is = Clips(rulebook, bulk=False, as_is=True)
        bulk = Clips(rulebook)
        premises = Clips(rulebook, premises=True)
        documented = Clips(rulebook, bulk=False, premises=True)
        plain = Clips(rulebook, callback=False)
        for one in (by_hand, as_is, bulk, premises, documented, plain):
            one.consult(cases[0])
            if one.facts() != consult(rulebook, cases[0], "reference").facts:
                raise SystemExit("CLIPS comes to other facts: the comparison means nothing.")
        ways += [
            (CLIPS, by_hand.consult),
            (CLIPS_AS_IS, as_is.consult),
            (CLIPS + " with premises", documented.consult),
            (CLIPS_BULK, bulk.consult),
            (CLIPS_BULK + ", premises", premises.consult),
            ("CLIPS, no trace, bulk", plain.consult),
        ]
    gc.collect()
    gc.freeze()  # what is loaded once is not to be searched for cycles again and again
    taken = times(ways, cases, rounds)
    medians = table(taken, CLIPS)
    gc.unfreeze()
    share = inside_the_extension(rulebook, cases)
    print(f"  of durable_rules' time, {share:.0%} passes inside its extension, the rest in Python")
    if CLIPS in medians:
        for base in (CLIPS, CLIPS_BULK, CLIPS_AS_IS):
            judge(f"durable_rules against “{base}”", medians[base] / medians[DURABLE], 1)
            judge(f"reference against “{base}”", medians[base] / medians[REFERENCE], 10)


def read(consultation: Consultation) -> object:
    """Has everything made of a record that can be: all facts, and all firings in full."""
    return consultation.facts, consultation.firings


def inside_the_extension(rulebook: Rulebook, cases: Sequence[Any]) -> float:
    """The part of a consultation's time that is out of our hands."""
    real: Any = vars(durable)["_engine"]
    inside = 0.0

    def timed(name: str) -> Callable[..., Any]:
        function = getattr(real, name)

        def call(*arguments: object) -> Any:
            nonlocal inside
            begun = time.process_time()
            try:
                return function(*arguments)
            finally:
                inside += time.process_time() - begun

        return call

    names = [name for name in dir(real) if callable(getattr(real, name)) and name != "error"]
    stand_in = SimpleNamespace(error=real.error, **{name: timed(name) for name in names})
    vars(durable)["_engine"] = stand_in
    begun = time.process_time()
    try:
        for case in cases:
            consult(rulebook, case, "durable")
    finally:
        vars(durable)["_engine"] = real
    return inside / (time.process_time() - begun)


def rules(quick: bool) -> None:
    """How cost grows with the number of rules."""
    rounds = 3 if quick else 9
    for title, make, cases, engines_ in (
        (
            "rules that find nothing: the small rules, 1, 4 and 16 times, facts for the first 80",
            loads.small,
            [loads.small_case(number) for number in range(20)],
            {1: "durable", 4: "durable", 16: "durable"},
        ),
        (
            "rules that all fire: the real rules, 1, 4 and 16 times (durable_rules takes 4,000)",
            lambda number: loads.multiplied(shipped_knowledge().rulebook, number),
            loads.example_facts()[:8],
            {1: "durable", 4: "durable"},
        ),
    ):
        print(f"\n{title}")
        ways: list[Way] = []
        for number in (1, 4, 16):
            rulebook = make(number)
            for engine in filter(None, (engines_.get(number), "reference")):
                name = f"{engine}, x{number}: {len(rulebook.entries)} rules"
                ways.append((name, partial(_consult, rulebook, engine)))
        table(times(ways, cases, rounds), ways[0][0])


def _consult(rulebook: Rulebook, engine: str, case: Any) -> object:
    return consult(rulebook, case, engine)


def _apply(work: Callable[[int], object], count: int, _: object) -> object:
    return work(count)


def parties(quick: bool) -> None:
    """How cost grows with the number of parties."""
    rounds = 3 if quick else 7
    knowledge = shipped_knowledge()
    print("\nparties: one example with its parties repeated")
    sizes = (8, 30, 100, 300)
    cases = {count: loads.with_parties(count) for count in sizes}
    facts = {count: base_facts(case, knowledge).facts for count, case in cases.items()}
    assessed = {count: assess(case, engine="reference") for count, case in cases.items()}
    steps: list[tuple[str, Callable[[int], object]]] = [
        ("base facts", lambda count: base_facts(cases[count], knowledge)),
        ("durable_rules", lambda count: consult(knowledge.rulebook, facts[count], "durable")),
        ("reference", lambda count: consult(knowledge.rulebook, facts[count], "reference")),
        ("assess", lambda count: assess(cases[count])),
        ("write_memo", lambda count: write_memo(assessed[count])),
    ]
    for step, work in steps:
        ways: list[Way] = [
            (f"{step}, {count} parties", partial(_apply, work, count)) for count in sizes
        ]
        medians = list(table(times(ways, [None], rounds)).values())
        added = [
            (medians[at] - medians[at - 1]) / (sizes[at] - sizes[at - 1])
            for at in range(1, len(sizes))
        ]
        print(
            "    each further party: "
            + ", ".join(f"{one * 1000:.3f} ms up to {n}" for one, n in zip(added, sizes[1:]))
        )


def districts(quick: bool, count: int = 13_000) -> None:
    """Whether the last of many cases costs more than the first, and memory grows."""
    count = min(count, 600) if quick else count
    print(f"\n{count:,} districts assessed in one process, each another case")
    for number in range(100):
        assess(loads.district(number))
    before = resident()
    part = count // 4
    spent = [0.0] * 4
    for number in range(4 * part):
        case = loads.district(1000 + number)
        begun = time.process_time()
        assess(case)
        at = number // part
        spent[at] += time.process_time() - begun
        if number % part == part - 1:
            each, grown = 1000 * spent[at] / part, (resident() - before) / 1e6
            print(f"  quarter {at + 1}: {each:7.2f} ms a case, memory {grown:+.1f} MB", flush=True)
    print(f"  the last quarter costs {spent[-1] / spent[0]:.2f} times the first")


def cold(quick: bool) -> None:
    """`advisor memo` from the start of a process."""
    print("\ncold start: a new process each time, against importing the libraries alone")
    sys.stdout.flush()
    _script("cold_start.py", "--rounds", "5" if quick else "20")


def memory(quick: bool) -> None:
    """Memory over many consultations."""
    print("\nmemory: consultations in one process, each with facts of its own")
    sys.stdout.flush()
    number = "500" if quick else "20000"
    for engine in ("durable", "reference"):
        _script("memory.py", "--engine", engine, "--consultations", number)


def _script(name: str, *arguments: str) -> None:
    subprocess.run([sys.executable, str(ROOT / "benchmarks" / name), *arguments], check=False)


def machine() -> str:
    """What this runs on."""
    model = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    version = platform.python_version()
    return f"{model}, {os.cpu_count()} cores, {platform.system()}, Python {version}"


PARTS: dict[str, Callable[[bool], None]] = {
    one.__name__: one for one in (engines, cold, rules, parties, districts, memory)
}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="few repetitions")
    parser.add_argument("--only", default=",".join(PARTS), help=f"of {', '.join(PARTS)}")
    parser.add_argument("--districts", type=int, default=13_000, help="cases of that part")
    options = parser.parse_args()
    chosen = options.only.split(",")
    unknown = sorted(set(chosen) - set(PARTS))
    if unknown:
        parser.error(f"no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    print(machine())
    for name in chosen:
        if name == "districts":
            districts(options.quick, options.districts)
        else:
            PARTS[name](options.quick)
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
