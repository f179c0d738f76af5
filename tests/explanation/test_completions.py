"""What the interview concludes from kept parts is what the rules conclude from the whole case."""

from __future__ import annotations

from random import Random

import pytest
from support.changed import EXAMPLES
from support.interviews import documented

from advisor.engine.consultation import conclusions
from advisor.errors import InputError
from advisor.explanation.assess import standing_facts
from advisor.explanation.concluding import PATH
from advisor.explanation.relevance import Relevance
from advisor.knowledge.base import shipped_knowledge
from advisor.model.base_facts import base_facts
from advisor.model.draft import Draft

KNOWLEDGE = shipped_knowledge()
CASES = sorted(path.parent.name for path in EXAMPLES.glob("[0-9]*/case.yaml"))


def anew(draft: Draft, goals: tuple[str, ...]):
    """The conclusions from the whole case, all homes and all rules."""
    facts = (*base_facts(draft.case(KNOWLEDGE), KNOWLEDGE).facts, *standing_facts(KNOWLEDGE))
    return conclusions(KNOWLEDGE.rulebook, facts, goals)


@pytest.mark.parametrize("goals", [PATH, KNOWLEDGE.interview.goals], ids=["path", "memo"])
def test_one_completion_after_the_other_comes_to_what_the_rules_say(goals, effort):
    relevance, dice, tried = Relevance(KNOWLEDGE), Random(len(goals)), 0
    for _ in range(6 * effort):
        draft = documented(dice.choice(CASES))
        in_play = draft.homes(KNOWLEDGE)
        units = [one for item in relevance.agenda.items(draft)
                 for one in relevance.agenda.units(item, draft, in_play)]  # fmt: skip
        for _ in range(10):
            for unit in dice.sample(units, dice.choice((1, 3, 20))):
                unit.put(draft, dice.choice(relevance.agenda.domain(unit, draft, in_play)))
            try:
                found = relevance.concluding.conclusions(draft, goals)
            except InputError:  # answers that do not go together
                break
            assert found == anew(draft, goals)
            tried += 1
    assert tried > 20
