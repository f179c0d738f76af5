"""A person's comments outlive a case file that is written anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.changed import EXAMPLES
from support.scripted import Scripted, hold

from advisor import new_case_text
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.source import parse, read
from advisor.model.case_text import case_text, comments_of
from advisor.model.draft import Draft, copied
from advisor.model.kept_comments import comments_in, with_comments

QUESTIONS = shipped_knowledge().questions
EXAMPLE_FILES = sorted(Path(EXAMPLES).glob("*/case.yaml"))
HEAD = "A case."


def rewritten(path):
    """A case file as an interview writes it, without comments of a person."""
    draft = Draft(copied(read(str(path))), rater="x")
    draft.entries("parties")
    return case_text(draft.content, QUESTIONS, HEAD)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("# Ours\nplace: a\n", "place: b\n", "# Ours\nplace: b\n"),
        ("place: a  # asked\n", "# Which?\nplace: b\n", "# Which?\nplace: b  # asked\n"),
        ("place: a\n# the end\n", "place: b\n", "place: b\n# the end\n"),
        (
            "change:\n  kind: a\n  # see the minutes\nplace: a\n",
            "change:\n  kind: b\nplace: a\n",
            "change:\n  kind: b\n    # see the minutes\nplace: a\n",
        ),
        (
            "parties:\n- name: Board\n- name: Union  # since May\n  power: slowly\n",
            "parties:\n- name: Union\n  power: none\n",
            "parties:\n- name: Union  # since May\n  power: none\n",
        ),
        (
            "parties:\n- name: Union\n  power: slowly  # since May\n",
            "place: a\n",
            "place: a\n# parties, Union, power: since May\n",
        ),
        (
            "decides:\n  staff: yes  # but one\n",
            "decides: {staff: no}\n",
            "# staff: but one\ndecides: {staff: no}\n",
        ),
        ("ideas:\n- one  # the first\n- two\n", "ideas: [one]\n", "# the first\nideas: [one]\n"),
        ("why: |\n  # no comment\nplace: a\n", "place: a\n", "place: a\n"),
        ("why: 'it # is'\n", "why: it\n", "why: it\n"),
        ("{not: [a case\n# lost?\n", "place: a\n", "place: a\n"),
    ],
)  # fmt: skip
def test_a_comment_stands_again_where_it_stood(old, new, expected):
    assert with_comments(new, old, frozenset()) == expected


@pytest.mark.parametrize("path", EXAMPLE_FILES, ids=lambda path: path.parent.name)
def test_all_comments_of_an_example_outlive_it_and_change_no_answer(path):
    old, new = path.read_text("utf-8"), rewritten(path)
    found = with_comments(new, old, frozenset())
    assert parse(found.encode(), "") == parse(new.encode(), "")
    assert comments_in(new) | comments_in(old) <= comments_in(found)
    ours = comments_in(new)
    assert with_comments(new, found, ours) == found, "once more they would stand elsewhere"


@given(st.data())
def test_a_comment_anywhere_outlives_the_file(data):
    path = data.draw(st.sampled_from(EXAMPLE_FILES))
    lines = path.read_text("utf-8").splitlines()
    for number in data.draw(st.lists(st.integers(0, len(lines)), max_size=6)):
        indent = " " * data.draw(st.integers(0, 9))
        lines.insert(number, f"{indent}# note {number}")
    for number in data.draw(st.lists(st.integers(0, len(lines) - 1), max_size=6)):
        lines[number] += f"  # beside {number}"
    old, new = "\n".join(lines) + "\n", rewritten(path)
    found = with_comments(new, old, comments_in(new))
    assert parse(found.encode(), "") == parse(new.encode(), "")
    for comment in comments_in(old):
        assert comment.lstrip("# ") in found


def test_questions_written_as_comments_are_not_taken_for_a_persons_own(tmp_path):
    ours = comments_of(QUESTIONS, HEAD)
    for path in EXAMPLE_FILES:
        assert comments_in(rewritten(path)) <= ours
    case = tmp_path / "case.yaml"
    text = new_case_text()
    filled = {
        "place": "existing-school  # as ever", "  name": "Hill School", "  short": "a program",
        "  kind": "unknown", "- name": "Families",
    }  # fmt: skip
    for key, answer in filled.items():
        text = text.replace(f"\n{key}:\n", f"\n{key}: {answer}\n", 1)
    case.write_text(text, "utf-8")

    def answered(shown):
        return "" if "Check your answers" in shown else "2" if "1. Go on" in shown else "skip"

    for _ in ("once", "once more"):
        hold(Scripted(answered), case)
        text = case.read_text("utf-8")
        assert comments_in(text) - comments_of(QUESTIONS, "") >= {"# as ever"}
        assert text.count("# as ever") == 1
        assert text.count("What is the organization called?") == 1
        assert "For example" not in text
