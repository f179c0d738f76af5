"""What is wrong in the plan of the interview is told with its line, and nothing else happens."""

from __future__ import annotations

import pytest

from advisor.errors import KnowledgeError
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.interview import read_plan
from advisor.knowledge.locate import rules_folder

KNOWLEDGE = shipped_knowledge()
SHIPPED = (rules_folder() / "interview.yaml").read_text(encoding="utf-8")
BEGINS = SHIPPED.index("\nhelp-if:") + 1
ENDS = SHIPPED.index("\nlikely:") + 1


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("help-if: none\n", "is not a mapping"),
        ("help-if: [events]\n", "is not a mapping"),
        ("help-if:\n  events: until when\n", "A line of help is not a mapping"),
        ("help-if:\n  events: {question: change.running, help: When?}\n", "“answer” is missing"),
        ("help-if:\n  events: {question: x, answer: yes, help: When?}\n", "No topic asks “x”"),
    ],
)
def test_a_line_of_help_that_is_no_line_of_help_is_told(tmp_path, written, told):
    path = tmp_path / "interview.yaml"
    path.write_text(SHIPPED[:BEGINS] + written + SHIPPED[ENDS:], encoding="utf-8")
    with pytest.raises(KnowledgeError, match=told):
        read_plan(str(path), KNOWLEDGE.questions, KNOWLEDGE.rulebook.vocabulary.kinds)
