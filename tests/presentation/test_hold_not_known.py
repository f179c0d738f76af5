"""A hold over the work that nobody knows is told as not known, never as none."""

from __future__ import annotations

import pytest
from support.changed import changed_case
from support.lined import lined

from advisor.explanation.assess import assess
from advisor.explanation.assessment import Assessment
from advisor.explanation.outlook import worth_finding_out
from advisor.knowledge.base import shipped_knowledge
from advisor.presentation.memo import write_memo
from advisor.presentation.text import assessment_text

BASE = "20-mississippi-reading"
NONE = "{} deserves to be heard, but holds none of the money, rules or votes"
UNKNOWN = "hether the work depends on {} for money, rules or votes"


def union(supplies: str, sets_rules: str, votes: str, **changes: object) -> Assessment:
    """A case whose list has a union with such a hold over the work."""
    hold = {"supplies": supplies, "sets-rules": sets_rules, "votes": votes, "power": "unknown"}
    changes["parties.+"] = lined({"name": "Union", "kind": "union", **hold})
    case = changed_case(BASE, changes, shipped_knowledge())
    return assess(case, engine="reference")


def test_whoever_is_said_to_hold_nothing_is_told_to_hold_nothing():
    memo = write_memo(union("no", "no", "no"))
    assert NONE.format("The union") in memo
    assert UNKNOWN.format("the union") not in memo


@pytest.mark.parametrize("hold", [("unknown",) * 3, ("no", "no", "unknown")], ids=["all", "one"])
def test_whoever_may_hold_something_is_told_as_not_known(hold):
    one = union(*hold)
    memo = write_memo(one)
    assert NONE.format("The union") not in memo
    assert f"- **Unknown:** w{UNKNOWN.format('the union')}" in memo
    assert '["Union"] -.-|"hold not known"| work' in memo
    shown = " ".join(assessment_text(one).split())
    assert f"W{UNKNOWN.format('the union')}" in shown
    (why,) = (aside for aside in one.set_aside if aside.party.id == "union")
    assert (why.as_, why.reason.certainty) == ("not-known", "ours")


def test_what_is_usual_for_a_kind_does_not_answer_what_is_said_to_be_unknown():
    peers = {"name": "Fair Oaks", "kind": "peer-school", "stance": "for"}
    hold = dict.fromkeys(("supplies", "sets-rules", "votes"), "unknown")
    for said, expected in ((peers, "ecosystem"), (peers | hold, "not-known")):
        case = changed_case(BASE, {"parties.+": lined(said)}, shipped_knowledge())
        found = assess(case, engine="reference").set_aside
        assert [one.as_ for one in found if one.party.id == "fair-oaks"] == [expected]


def test_where_too_little_is_known_the_hold_is_worth_finding_out():
    one = union("unknown", "unknown", "unknown", **{"change.kind": "unknown"})
    assert one.path == "need-more-information"
    assert f"w{UNKNOWN.format('the union')}" in worth_finding_out(one)[1]
