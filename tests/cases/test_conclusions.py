"""Every conclusion that a reader is told, in every documented case and every situation.

`fingerprints.yaml` holds, for each case, one fingerprint for each part of the result; so no
change of a rule goes by unseen, and a pull request shows which cases and which parts it touches.
`situations.yaml` holds documented cases with a few answers changed, each for the sake of one
rule, and names the conclusions that the change brings or takes away. Beside them are watched some
generated cases, with many answers replaced at random.
"""

from __future__ import annotations

import hashlib

import pytest
from support.mutation import TOLD
from support.scrambled import facts_of
from support.situations import FINGERPRINTS, fingerprints, situations, watched

from advisor.engine.consultation import conclusions
from advisor.knowledge.base import shipped_knowledge

SITUATIONS = situations()
CASES = watched()


def concluded(name):
    return conclusions(shipped_knowledge().rulebook, CASES[name])


def parts(facts):
    """The conclusions that are told, part by part, one a line."""
    return {
        part: [str(fact) for fact in facts if fact.kind in kinds] for part, kinds in TOLD.items()
    }


def fingerprint(lines):
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:8]


def test_fingerprints_are_those_of_the_cases(refresh):
    if refresh:
        lines = ["# Written by: pytest --refresh-goldens tests/cases\n"]
        for name in CASES:
            inside = ", ".join(
                f'{part}: "{fingerprint(told)}"' for part, told in parts(concluded(name)).items()
            )
            lines.append(f'"{name}": {{{inside}}}\n')
        FINGERPRINTS.write_text("".join(lines), "utf-8")
    assert list(fingerprints()) == list(CASES), "pytest --refresh-goldens tests/cases"


@pytest.mark.parametrize("name", CASES)
def test_every_conclusion_that_is_told_is_as_it_was(name):
    now = parts(concluded(name))
    before = fingerprints().get(name, {})
    changed = [part for part, lines in now.items() if before.get(part) != fingerprint(lines)]
    shown = "\n".join(line for part in changed for line in [f"{part} is now:", *now[part]])
    assert not changed, (
        f"if this is meant: pytest --refresh-goldens tests/cases, then read what changed\n{shown}"
    )


@pytest.mark.parametrize("name", SITUATIONS)
def test_in_this_situation_the_rule_makes_the_difference(name):
    situation = SITUATIONS[name]
    found = set(map(str, concluded(name)))
    assert situation.concludes or situation.concludes_not
    assert set(situation.concludes) <= found
    assert not set(situation.concludes_not) & found


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_situation_differs_from_its_case_and_changes_only_what_it_says(name):
    situation = SITUATIONS[name]
    before, after = set(facts_of(situation.base)), set(situation.facts)
    assert before != after
    assert after - before == set(situation.given), "some of what is given is in the case already"
    assert set(situation.without) <= before
