"""Every conclusion that a reader is told, in every documented case and every situation, and why.

`fingerprints.yaml` holds, for each case, one fingerprint for each part of the result, and one for
the reasons: which rules come to each of these conclusions. So no
change of a rule goes by unseen, and a pull request shows which cases and which parts it touches.
`situations.yaml` holds documented cases with a few answers changed, each for the sake of one
rule, and names the conclusions that the change brings or takes away. Beside them are watched some
generated cases, with many answers replaced at random.
"""

from __future__ import annotations

import hashlib
from functools import cache

import pytest
from support.mutation import REASONS, TOLD
from support.scrambled import facts_of
from support.situations import (
    FINGERPRINTS,
    facts_watched,
    fingerprints,
    situation,
    situation_names,
    situations,
    watched_names,
)

from advisor.engine.consultation import consult
from advisor.explanation.record import KINDS_READ
from advisor.knowledge.base import shipped_knowledge

SITUATIONS = situation_names()
SHOWN = {kind for kinds in TOLD.values() for kind in kinds}
CASES = watched_names()


@cache
def consulted(name):
    return consult(shipped_knowledge().rulebook, facts_watched(name), engine="reference")


def parts(name):
    """The conclusions that are told, part by part, one a line, and the rules that come to them."""
    found = consulted(name)
    lines = {
        part: [str(fact) for fact in found.facts if fact.kind in kinds]
        for part, kinds in TOLD.items()
    }
    told = {
        (one.rule, fact) for one in found.firings for fact in one.asserted if fact.kind in SHOWN
    }
    lines[REASONS] = sorted(f"{rule}: {fact}" for rule, fact in told if fact.kind in SHOWN)
    return lines


def fingerprint(lines):
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:8]


def test_whatever_an_assessment_shows_is_held():
    assert SHOWN >= KINDS_READ


def test_fingerprints_are_those_of_the_cases(refresh):
    if refresh:
        lines = ["# Written by: pytest --refresh-goldens tests/cases\n"]
        for name in CASES:
            inside = ", ".join(
                f'{part}: "{fingerprint(told)}"' for part, told in parts(name).items()
            )
            lines.append(f'"{name}": {{{inside}}}\n')
        FINGERPRINTS.write_text("".join(lines), "utf-8")
        fingerprints.cache_clear()
    assert list(fingerprints()) == list(CASES), "pytest --refresh-goldens tests/cases"


@pytest.mark.parametrize("name", CASES)
def test_every_conclusion_that_is_told_is_as_it_was(name):
    now = parts(name)
    before = fingerprints().get(name, {})
    changed = [part for part, lines in now.items() if before.get(part) != fingerprint(lines)]
    shown = "\n".join(line for part in changed for line in [f"{part} is now:", *now[part]])
    assert not changed, (
        f"if this is meant: pytest --refresh-goldens tests/cases, then read what changed\n{shown}"
    )


@pytest.mark.parametrize("name", SITUATIONS)
def test_in_this_situation_the_rule_makes_the_difference(name):
    one = situation(name)
    found = set(map(str, consulted(name).facts))
    assert one.concludes or one.concludes_not
    assert set(one.concludes) <= found
    assert not set(one.concludes_not) & found


def test_a_situation_differs_from_its_case_and_changes_only_what_it_says():
    for name, one in situations().items():
        before, after = set(facts_of(one.base)), set(one.facts)
        assert before != after, name
        assert after - before == set(one.given), f"{name}: some of it is in the case already"
        assert set(one.without) <= before, name
