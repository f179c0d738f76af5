"""Whole interviews through the pages, and on and back at the terminal."""

from __future__ import annotations

import pytest
from support.changed import EXAMPLES
from support.page_walks import Leader, Page, walk
from support.reckoning import Reckoning

from advisor.explanation.assess import assess
from advisor.knowledge.base import shipped_knowledge
from advisor.model.case_reader import load_case

CASES = (
    "20-mississippi-reading", "01-mountain-view-math", "02-village-high-school", "04-embark",
    "13-northern-cass", "24-city-view", "10-gem-prep-learning-societies", "19-maine-proficiency",
)  # fmt: skip


MINUTES = 20
"""Within which a leader comes to the memo, as the issue wants it."""
MINUTES_OF_ALL = 32


def path_of(case):
    return assess(load_case(str(case), shipped_knowledge()), engine="reference").path


@pytest.mark.parametrize("name", CASES)
def test_an_interview_in_the_browser_comes_to_the_path_of_the_case(name, client, tmp_path):
    client.post("/cases", data={"name": "ours"})
    reckoning = Reckoning()
    reckoning.add(client.get("/").text, "", "list", 1)
    reckoning.add(client.get("/case/ours/").text, "", "tasks", 0)
    walk(client, "ours", Leader(name), reckoning=reckoning)
    assert reckoning.settled.minutes <= MINUTES, "to the memo"
    assert reckoning.total().minutes <= MINUTES_OF_ALL, "with all that makes the memo fuller"
    assert "Finish and see the memo" in Page(client.get("/case/ours/check").text).text
    for page in ("", "check", "memo"):
        shown = client.get(f"/case/ours/{page}").text
        assert "/case/ours/next" not in shown, "which would lead in a circle"
        assert "At most" not in shown and "at most" not in shown.partition("<article")[0]
    done = client.post("/case/ours/finish")
    assert done.headers["Location"] == "/case/ours/memo"
    assert "/case/ours/next" not in client.get("/case/ours/memo").text
    case = tmp_path / "cases" / "ours.yaml"
    assert path_of(case) == path_of(EXAMPLES / name / "case.yaml")
    assert case.with_name("ours.memo.md").exists()
    assert not case.with_name("ours.yaml.session").exists()
