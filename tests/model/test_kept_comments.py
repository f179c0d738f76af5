"""A person's comments outlive a case file that is written anew."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.changed import EXAMPLES
from support.scripted import Scripted, hold

from advisor import new_case_text
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.source import parse, read
from advisor.model.case_text import case_text, every_comment
from advisor.model.file_answers import answers_in
from advisor.model.kept_comments import with_comments

QUESTIONS = shipped_knowledge().questions
EXAMPLE_FILES = sorted(Path(EXAMPLES).glob("*/case.yaml"))
HEAD = "A case."
OURS = f"{every_comment(QUESTIONS, HEAD)}\n\n{new_case_text()}"
KEY = re.compile(r"\s*(?:- )?([a-z-]+):").match


def rewritten(path):
    """A case file as an interview writes it, without comments of a person."""
    value = read(str(path))
    return case_text(answers_in(value, QUESTIONS), QUESTIONS, HEAD)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("# Mine\nplace: a\n", "place: b\n", "# Mine\nplace: b\n"),
        ("place: a  # asked\n", "# Which?\nplace: b\n", "# Which?\nplace: b  # asked\n"),
        ("place: a\t# asked\n", "place: b\n", "place: b  # asked\n"),
        ("place: a\n# the end\n", "place: b\n", "place: b\n# the end\n"),
        ("# one\n#\n# two\nplace: a\n", "place: b\n", "# one\n#\n# two\nplace: b\n"),
        ("--- # mine\nplace: a\n", "place: b\n", "# mine\nplace: b\n"),
        (
            "change:\n  kind: a\n  # form: other\nplace: a\n",
            "change:\n  kind: b\nplace: a\n",
            "change:\n  kind: b\n  # form: other\nplace: a\n",
        ),
        (
            "change:\n  kind: a\n  # of May\nplace: a\n",
            "change:\n  kind: b\n  scope: c\nplace: a\n",
            "change:\n  kind: b\n    # of May\n  scope: c\nplace: a\n",
        ),
        (
            "parties:\n- name: Board\n- name: Union  # since May\n  power: slowly\n",
            "parties:\n- name: Union\n  power: none\n",
            "parties:\n- name: Union  # since May\n  power: none\n",
        ),
        (
            "parties:\n- name: Board\n  # power: slowly\n- name: Union\n",
            "parties:\n- name: Board\n- name: Union\n",
            "parties:\n- name: Board\n  # power: slowly\n- name: Union\n",
        ),
        (
            "parties:\n- # on Mondays\n  name: Board\n  kind: a\n- # in May\n  name: Union\n",
            "parties:\n- name: Board\n  kind: b\n- name: Union\n",
            "parties:\n# on Mondays\n- name: Board\n  kind: b\n# in May\n- name: Union\n",
        ),
        (
            "parties:\n- name: Union\n  # one\n  # two\n  power: slowly  # since May\n",
            "place: a\n",
            "place: a\n# parties, Union, power: one\n# two\n# parties, Union, power: since May\n",
        ),
        (
            "decides:\n  staff: yes  # but one\n",
            "decides: {staff: no}\n",
            "# staff: but one\ndecides: {staff: no}\n",
        ),
        ("ideas:\n- one  # the first\n- two\n", "ideas: [one]\n", "# the first\nideas: [one]\n"),
        ("why: |  # of May\n  # none\nplace: a\n", "why: b\n", "why: b  # of May\n"),
        ("why: 'it # is'\n", "why: it\n", "why: it\n"),
        ('why: "a\\Nb"  # mine\n', 'why: "a\\u0085b"\n', 'why: "a\\u0085b"  # mine\n'),
        ("{not: [a case\n# lost?\n", "place: a\n", "place: a\n"),
    ],
)  # fmt: skip
def test_a_comment_stands_again_where_it_stood(old, new, expected):
    assert with_comments(new, old, "") == expected


def test_what_we_write_ourselves_is_known_by_its_words_and_short_lines_by_the_line_before():
    ours = "# Which of these would you say it is, or\n# none?\nplace:  # here\n"
    old = f"{ours}# none?\nmine: a\n"
    assert with_comments("mine: a\n", old, ours) == "# none?\nmine: a\n"


@pytest.mark.parametrize("path", EXAMPLE_FILES, ids=lambda path: path.parent.name)
def test_all_comments_of_an_example_outlive_it_and_change_no_answer(path):
    old, new = path.read_text("utf-8"), rewritten(path)
    found = with_comments(new, old, "")
    assert parse(found.encode(), "") == parse(new.encode(), "")
    for line in old.splitlines():
        if line.lstrip().startswith("# "):
            assert line.lstrip("# ") in found
    assert with_comments(new, found, OURS) == found, "once more they would stand elsewhere"


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_a_comment_anywhere_stands_once_and_at_its_key(data):
    path = data.draw(st.sampled_from(EXAMPLE_FILES))
    lines = path.read_text("utf-8").splitlines()
    beside = {}
    for number in data.draw(st.sets(st.integers(0, len(lines) - 1), max_size=6)):
        lines[number] += f"  # beside {number}."
        key = KEY(lines[number])
        if key and not lines[number].lstrip().startswith("#"):
            beside[f"beside {number}."] = key[1]
    whole = data.draw(st.sets(st.integers(0, len(lines)), max_size=6))
    for number in sorted(whole, reverse=True):
        indent = " " * data.draw(st.integers(0, 9))
        lines.insert(number, f"{indent}# note {number}.")
    new = rewritten(path)
    found = with_comments(new, "\n".join(lines) + "\n", OURS)
    assert parse(found.encode(), "") == parse(new.encode(), "")
    written = found.splitlines()
    for mark in [*(f"note {number}." for number in whole), *beside]:
        assert len([line for line in written if line.endswith(mark)]) == 1, mark
    for mark, key in beside.items():
        (at,) = (number for number, line in enumerate(written) if line.endswith(mark))
        here = KEY(next(line for line in written[at:] if not line.lstrip().startswith("#")))
        assert (here and here[1] == key) or f"{key}: {mark}" in written[at], mark


def test_questions_written_as_comments_are_not_taken_for_a_persons_own(tmp_path):
    for path in EXAMPLE_FILES:
        assert with_comments("place: a\n", rewritten(path), OURS) == "place: a\n"
    assert with_comments("place: a\n", new_case_text(), OURS) == "place: a\n"


def test_an_interview_keeps_comments_and_writes_none_twice(tmp_path):
    case = tmp_path / "case.yaml"
    case.write_text(
        "advisor-case: 1\nclient:\n\tname: Hill\n".replace("\t", "  ")
        + "change: {short: a class, kind: unknown}\nplace: existing-school\t# as ever\n"
        "parties:\n- {name: '2027', kind: families}  # its year\n", "utf-8",
    )  # fmt: skip

    def typed(shown):
        return "" if "Check your answers" in shown else "2" if "1. Go on" in shown else "skip"

    for _ in ("once", "once more"):
        hold(Scripted(typed), case)
        text = case.read_text("utf-8")
        assert "place: existing-school  # as ever" in text
        assert text.count("its year") == 1
        assert 'name: "2027"' in text
        assert text.count("What is the organization called?") == 1
