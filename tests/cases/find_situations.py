"""Finds situations that tell a rule from the same rule with a fault.

    python tests/cases/find_situations.py [MINUTES] [--all]

For every rule or total whose loss no test notices (with --all: for every such fault), answers of a
documented case are changed at random, as the rules that bear on it would have it, until a
conclusion that a reader is told differs; then what the difference does not need is taken back. What
is left is added to situations.yaml.
Read each before you keep it: it holds what the rules conclude today, right or wrong. Afterwards
`pytest --refresh-goldens tests/cases` writes the fingerprints.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.mutants import Mutant, mutants  # noqa: E402
from support.mutation import CONCLUSIONS, Bench, Watched, told  # noqa: E402
from support.scrambled import NAMES, PAIRS, RULE_CASES, _values, facts_of  # noqa: E402
from support.situations import FILE, KEYS, Situation, changed, key_of, situations  # noqa: E402

from advisor.engine.consultation import conclusions  # noqa: E402
from advisor.errors import ConsultationError  # noqa: E402
from advisor.knowledge.base import shipped_knowledge  # noqa: E402
from advisor.knowledge.rule import Pattern, Rule, Variable  # noqa: E402
from advisor.model.fact import Fact  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable

RULEBOOK = shipped_knowledge().rulebook
KINDS = RULEBOOK.vocabulary.kinds
SLUGS = {"about": "weaker-and-stronger"}


def support_of(rule: str) -> list[Pattern]:
    """The patterns over base facts of a rule and of those it rests on, the nearest first."""
    found, seen, queue = [], {rule}, [rule]
    for one in queue:
        entry = RULEBOOK.entry(one)
        if isinstance(entry, Rule):
            patterns = [*entry.when, *entry.unless]
        else:
            patterns = [one for one in (entry.for_each, entry.of, entry.share_of) if one]
        for pattern in patterns:
            if KINDS[pattern.kind].given:
                found.append(pattern)
            else:
                new = [e.id for e in RULEBOOK.concluding(pattern.kind) if e.id not in seen]
                seen.update(new)
                queue.extend(new)
    return found


def also_above(rule: str, dice: Random) -> list[Pattern]:
    """Patterns of rules that go on from a rule's conclusions, so that they come to be told."""
    entry = RULEBOOK.entry(rule)
    readers = [
        one for one in RULEBOOK.entries
        if set(entry.concludes) & {*one.reads, *one.waits_for}
    ]  # fmt: skip
    return support_of(dice.choice(readers).id)[:6] if readers else []


def instance(pattern: Pattern, base: dict, home: str, dice: Random) -> Fact | None:
    """A base fact that a pattern asks for, or nearly."""
    kind = KINDS[pattern.kind]
    asked = {}
    for test in pattern.tests:
        operand = test.operand
        if isinstance(operand, Variable):
            continue
        values = operand if isinstance(operand, tuple) else (operand,)
        if test.relation in ("is", "one-of"):
            asked[test.field] = dice.choice(values)
        elif test.relation in ("not", "none-of"):
            others = [one for one in _values(kind.name, test.field) if one not in values]
            asked[test.field] = dice.choice(others or list(values))
        else:
            asked[test.field] = int(values[0]) + dice.choice((-1, 0, 1))
    like = [
        one for one in base.values()
        if one.kind == kind.name
        and all(one.get(f) == asked[f] for f in KEYS[one.kind] if f in asked)
        and (one.kind not in ("home-answer", "home-item", "home-figure", "home-decides", "home")
             or "home" in asked or one.get("home") == home)
    ]  # fmt: skip
    before = dice.choice(like).as_dict() if like else {}
    row = []
    for field, type_ in kind.fields.items():
        if field in asked:
            value = asked[field]
        elif field in before:
            value = before[field]
        elif field == "home":
            value = home
        elif field == "party":
            value = dice.choice([str(o.get("party")) for o in base.values() if o.kind == "party"])
        elif field == "basis":
            value = "stated"
        elif type_.number:
            value = dice.randrange(6)
        else:
            value = dice.choice(list(_values(kind.name, field)) or [SLUGS.get(field, "some")])
        row.append((field, value))
    return sensible(Fact(kind.name, tuple(row)))


def sensible(one: Fact) -> Fact:
    """The fact as a case file could give it."""
    fields = one.as_dict()
    if one.kind in ("answer", "home-answer"):
        known = fields["is"] != "unknown"
        basis = fields["basis"] if fields["basis"] != "unknown" else "stated"
        fields["basis"] = basis if known else "unknown"
    elif one.kind == "rating":
        for field in ("now", "wanted"):
            fields[field] = min(5, max(1, int(fields[field])))
        fields["change"] = int(fields["wanted"]) - int(fields["now"])
    elif one.kind in ("party", "power-stated"):
        fields["power"] = min(3, max(0, int(fields["power"])))
    return Fact(one.kind, tuple(fields.items()))


def attempt(rule: str, dice: Random) -> tuple[str, list[Fact], list[Fact]]:
    """A documented case with a few facts changed as the rules around a rule have it."""
    name = dice.choice([*NAMES, *PAIRS])
    facts = {key_of(one): one for one in facts_of(name)}
    place = [str(one.get("home")) for one in facts.values()
             if one.kind == "home" and one.get("place") == "yes"]  # fmt: skip
    homes = [str(one.get("home")) for one in facts.values() if one.kind == "home"]
    home = place[0] if place and dice.random() < 0.6 else dice.choice(homes)
    near = support_of(rule)
    far = also_above(rule, dice)
    count = dice.choice((1, 2, 3, 4, 6, 9, 14))
    given: dict[tuple[object, ...], Fact] = {}
    without = []
    own = near[: max(4, count)]
    for _ in range(count):
        patterns = own if dice.random() < 0.6 else near if dice.random() < 0.6 else (far or near)
        if not patterns:
            break
        made = instance(dice.choice(patterns), {**facts, **given}, home, dice)
        if made is None or made.kind == "usual-lean":
            continue
        if dice.random() < 0.12 and key_of(made) in facts:
            without.append(facts[key_of(made)])
        else:
            given[key_of(made)] = made
    return name, list(given.values()), without


def differs(bench: Bench, mutant: Mutant, facts: tuple[Fact, ...]) -> bool:
    """Whether a fault changes what is told."""
    try:
        right = told(conclusions(RULEBOOK, facts))
    except ConsultationError:
        return False
    wrong = bench.concluded(mutant, facts)
    return wrong is None or told(wrong) != right


def smallest(bench: Bench, mutant: Mutant, name: str, given: list, without: list) -> Situation:
    """The same difference with as few changes as possible."""

    def shows(some: list, left_out: list) -> bool:
        return differs(bench, mutant, changed(facts_of(name), some, left_out))

    again = True
    while again:
        again = False
        for at in range(len(given)):
            if shows(given[:at] + given[at + 1 :], without):
                given, again = given[:at] + given[at + 1 :], True
                break
        else:
            for at in range(len(without)):
                if shows(given, without[:at] + without[at + 1 :]):
                    without, again = without[:at] + without[at + 1 :], True
                    break
    known = {key_of(one): one for one in facts_of(name)}
    slim = []
    for at, one in enumerate(given):  # single fields back to what the base has
        before = known.get(key_of(one))
        for field in [f for f, v in one.fields if before and before.get(f) != v]:
            tried = Fact(one.kind, tuple(
                (f, before.get(f) if f == field else v) for f, v in one.fields
            ))  # fmt: skip
            if sensible(tried) == tried and shows([*slim, tried, *given[at + 1 :]], without):
                one = tried
        slim.append(one)
    given = [one for one in slim if known.get(key_of(one)) != one]
    return Situation("", name, tuple(given), tuple(without))


def _shows(bench: Bench, mutant: Mutant) -> bool:
    """Whether a fault changes what is concluded."""
    notice = bench.noticed(mutant)
    return notice is not None and notice.by == CONCLUSIONS


ORDER = (
    "path", "route", "verdict", "veto", "fit", "blocked", "reads", "flag", "condition", "demand",
    "not-chosen", "alternative", "set-aside", "channel",
)  # fmt: skip


def described(found: Situation, mutant: Mutant, bench: Bench) -> Situation:
    """The situation with a name and the conclusion that the fault would change."""
    right = told(conclusions(RULEBOOK, found.facts))
    wrong = told(bench.concluded(mutant, found.facts) or ())
    entry = RULEBOOK.entry(mutant.rule)

    def first(facts: Iterable[Fact]) -> tuple[str, ...]:
        def rank(one: Fact) -> tuple[bool, int, Fact]:
            place = ORDER.index(one.kind) if one.kind in ORDER else len(ORDER)
            return one.kind not in entry.concludes, place, one

        ranked = sorted(facts, key=rank)
        return tuple(str(one) for one in ranked[:2])

    comes, goes = first(right - wrong), first(wrong - right)
    return found._replace(name=entry.title, concludes=comes, concludes_not=() if comes else goes)


def written(found: Situation) -> str:
    """A situation as situations.yaml has it."""
    known = {key_of(one): one for one in facts_of(found.base)}
    lines = [f"{json.dumps(found.name, ensure_ascii=False)}:", f"  base: {found.base}"]
    for key, facts in (("given", found.given), ("without", found.without)):
        if not facts:
            continue
        lines.append(f"  {key}:")
        for one in facts:
            before = known.get(key_of(one))
            inside = ", ".join(
                f"{field}: {value}" for field, value in one.fields
                if field in KEYS[one.kind] or (key == "given" and (
                    before is None or before.get(field) != value))
            )  # fmt: skip
            lines.append(f"  - {one.kind}: {{{inside}}}")
    for key, texts in (("concludes", found.concludes), ("concludes-not", found.concludes_not)):
        if texts:
            lines.append(f"  {key}:")
            lines += [f"  - {json.dumps(text, ensure_ascii=False)}" for text in texts]
    return "\n".join(lines) + "\n"


def main(minutes: float, all_faults: bool) -> None:
    """Searches until time is up or nothing is left."""
    end = time.monotonic() + 60 * minutes
    dice = Random(1)
    have = situations()
    cases = [Watched(name, facts_of(name)) for name in [*NAMES, *PAIRS, *RULE_CASES]]
    cases += [Watched(name, one.facts) for name, one in have.items()]
    bench = Bench(RULEBOOK, cases)
    every = [one for one in mutants(RULEBOOK) if all_faults or one.entry is None]
    left = [one for one in every if bench.noticed(one) is None]
    print(len(left), "unnoticed", flush=True)
    tries: dict[str, int] = {}
    names = set(have)
    while time.monotonic() < end:
        if not left:
            break
        target = min(dice.sample(left, min(12, len(left))), key=lambda m: tries.get(m.rule, 0))
        tries[target.rule] = tries.get(target.rule, 0) + 1
        name, given, without = attempt(target.rule, dice)
        facts = changed(facts_of(name), given, without)
        try:
            trial = Bench(RULEBOOK, [Watched("trial", facts)], like=bench)
        except ConsultationError:
            continue
        mine = [one for one in left if one.rule == target.rule]
        hit = next((one for one in mine if _shows(trial, one)), None)
        if hit is None:
            continue
        found = described(smallest(bench, hit, name, given, without), hit, bench)
        title, number = found.name, 2
        while found.name in names:
            found = found._replace(name=f"{title} ({number})")
            number += 1
        names.add(found.name)
        small = Bench(RULEBOOK, [Watched("trial", found.facts)], like=bench)
        before = len(left)
        left = [one for one in left if not _shows(small, one)]
        with FILE.open("a", encoding="utf-8") as file:
            file.write(written(found))
        print(len(left), before - len(left), found.name, flush=True)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 5, "--all" in sys.argv)
