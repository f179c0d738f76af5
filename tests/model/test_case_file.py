"""A case file that is saved keeps what a person wrote into it: comments, order and layout."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from support.changed import EXAMPLES
from support.scripted import Scripted, hold

from advisor import new_case_text
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.source import parse
from advisor.model.case_file import saved_text, with_rater
from advisor.model.case_reader import read_case
from advisor.model.case_text import case_text
from advisor.model.draft import content_of

KNOWLEDGE = shipped_knowledge()
QUESTIONS = KNOWLEDGE.questions
EXAMPLE_FILES = sorted(Path(EXAMPLES).glob("*/case.yaml"))
KEY = re.compile(r"\s*(?:- )?([a-z-]+):").match


def content(text):
    return content_of(read_case(parse(text.encode(), ""), "", KNOWLEDGE, begun=True), QUESTIONS)


def saved(old, answers):
    text = saved_text(old.encode(), answers, KNOWLEDGE, "A case.")
    assert content(text) == content(case_text(answers, QUESTIONS, "A case."))
    return text


def shuffled_answers(given, dice):
    """Some answers taken out, some parties gone, some added."""
    found = {**given, "note": "a new note"}
    found.pop("money", None)  # what names a party that is gone
    found["change"] = {key: one for key, one in found["change"].items() if key != "parts"}
    for key in dice.sample(sorted(found), min(3, len(found))):
        if key not in ("advisor-case", "parties"):
            del found[key]
    parties = [{**one, "power": "none"} for one in found.get("parties", [])]
    dice.shuffle(parties)
    found["parties"] = [*parties[1:], {"name": "Somebody new", "kind": "vendor"}]
    return found


@pytest.mark.parametrize("path", EXAMPLE_FILES, ids=lambda path: path.parent.name)
def test_a_case_file_saved_with_the_same_answers_is_the_same_file(path):
    text = path.read_text("utf-8")
    assert saved(text, content(text)) == text


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("# Mine\nplace: nowhere\n", {"place": "unknown"}, "# Mine\nplace: unknown\n"),
        ("place: nowhere  # asked\n", {"place": "summer-program"},
         "place: summer-program # asked\n"),
        ("place: nowhere\n# the end\n", {"place": "summer-program"},
         "place: summer-program\n# the end\n"),
        ("# one\n#\n# two\nplace: nowhere\n", {"place": "unknown"},
         "# one\n#\n# two\nplace: unknown\n"),
        ("note: One.\nplace: nowhere\n", {"note": "One.", "place": "unknown"},
         "note: One.\nplace: unknown\n"),
        (
            "change:\n  kind: upgrade\n  # form: other\nplace: nowhere\n",
            {"change": {"kind": "new-model"}, "place": "nowhere"},
            "change:\n  kind: new-model\n  # form: other\nplace: nowhere\n",
        ),
        (
            ("change:\n  # of May\n  kind: upgrade\n  # of June\n  scope: state\n# its place\n"
            "place: nowhere\n"),
            {"change": {"scope": "state", "form": "other"}, "place": "nowhere"},
            ("change:\n  # of June\n  scope: state\n  form: other\n# its place\nplace: nowhere\n"
            "# change, kind: of May\n"),
        ),
        (
            "parties:\n- name: Board\n- name: Union  # since May\n  power: slowly\n",
            {"parties": [{"name": "Union", "power": "none"}]},
            "parties:\n- name: Union  # since May\n  power: none\n",
        ),
        (
            "parties:\n# the first\n- name: Board\n# the second\n- name: Union  # since May\n",
            {"parties": [{"name": "Union", "power": "none"}, {"name": "Board"}]},
            ("parties:\n# the second\n- name: Union  # since May\n  power: none\n"
            "# the first\n- name: Board\n"),
        ),
        (
            ("parties:\n- name: Board # b\n  # its kind\n  kind: donor\n# of the union\n"
            "- name: Union\n"),
            {"parties": [{"name": "Board", "kind": "donor", "power": "none"}, {"name": "Union"}]},
            ("parties:\n- name: Board # b\n  # its kind\n  kind: donor\n  power: none\n"
            "# of the union\n- name: Union\n"),
        ),
        (
            "parties:\n  - name: Union\n    # one\n    # two\n    power: slowly  # since May\n",
            {"place": "nowhere"},
            ("# Where would students meet it?\n"
            "place: nowhere\n"
            "# parties, Union, power: one\n# parties, Union, power: two\n"
            "# parties, Union, power: since May\n"),
        ),
        (
            "parties:\n-\n- name: Union  # since May\n",
            {"parties": [{"name": "Union", "power": "none"}, {"name": "Board"}]},
            "parties:\n- name: Union  # since May\n  power: none\n- name: Board\n",
        ),
        ("place: nowhere\nnote: 'it # is'\n", {"place": "unknown", "note": "it # is"},
         "place: unknown\nnote: 'it # is'\n"),
        ("client: {name: Hill,   role: teacher}   # h\n",
         {"client": {"name": "Hill", "role": "principal"}},
         "client: {name: Hill, role: principal}   # h\n"),
        ("homes:\n    charter-school: # c\n        open: yes\n",
         {"homes": {"charter-school": {"open": "no"}, "every-home": {"autonomy": "yes"}}},
         "homes:\n    charter-school: # c\n        open: no\n    every-home: {autonomy: yes}\n"),
        ("note: 'No'\nplace: nowhere\n", {"note": "No", "place": "unknown"},
         "note: 'No'\nplace: unknown\n"),
    ],
)  # fmt: skip
def test_a_comment_stands_where_it_stood(old, new, expected):
    found = saved(old, new)
    assert found == expected


@pytest.mark.parametrize("old", ["{note: a, place: nowhere}\n", "{not: [a case\n# lost?\n"])
def test_a_file_that_cannot_be_changed_line_by_line_is_written_anew(old):
    assert saved(old, {"note": "b"}) == case_text({"note": "b"}, QUESTIONS, "A case.")


def test_what_we_write_ourselves_is_not_kept_where_its_answer_is_gone():
    for path in EXAMPLE_FILES:
        written = case_text(content(path.read_text("utf-8")), QUESTIONS, "A case.")
        assert saved(written, {"advisor-case": 1}).splitlines() == ["# A case.", "advisor-case: 1"]
    assert "# Which" not in saved(new_case_text(), {"note": "a"}).partition("note: a\n")[2]


@pytest.mark.parametrize("seed", range(15))
def test_a_comment_anywhere_stands_once_whatever_changes(seed):
    dice = Random(seed)
    lines = dice.choice(EXAMPLE_FILES).read_text("utf-8").splitlines()
    marks = {}
    for number in dice.sample(range(len(lines)), 5):
        lines[number] += f"  # beside {number}."
        key = KEY(lines[number])
        marks[f"beside {number}."] = key[1] if key else ""
    for number in sorted(dice.sample(range(len(lines) + 1), 5), reverse=True):
        lines.insert(number, f"{' ' * dice.randrange(9)}# note {number}.")
        marks[f"note {number}."] = ""
    old = "\n".join(lines) + "\n"
    written = saved(old, shuffled_answers(content(old), dice)).splitlines()
    for mark, key in marks.items():
        (line,) = (line for line in written if line.endswith(mark))
        assert key in line


@pytest.mark.parametrize("path", EXAMPLE_FILES[::4], ids=lambda path: path.parent.name)
def test_one_more_rater_changes_no_other_line(path):
    text = path.read_text("utf-8")
    once = with_rater(text, "f", "Board", {"pace": {"now": 1, "wanted": 3}}, KNOWLEDGE)
    found = with_rater(once, "f", "Head: #1", {"pace": {"now": 2, "wanted": 3}}, KNOWLEDGE)
    lines = iter(found.splitlines())
    assert all(line in lines for line in text.splitlines())
    raters = content(found)["tensions"]["raters"]
    assert [one["who"] for one in raters[-2:]] == ["Board", "Head: #1"]


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
        assert "place: existing-school\t# as ever" in text
        assert text.count("its year") == 1
        assert "name: '2027'" in text


def test_only_what_saves_a_case_file_loads_the_library_for_it():
    program = "import sys; from advisor.commands.group import advisor; advisor(sys.argv[1:], None)"
    check = f"""import sys
try:
    exec({program!r})
except SystemExit as end:
    assert not end.code and "ruamel.yaml" not in sys.modules
"""
    for words in (["assess", str(EXAMPLE_FILES[0])], ["new", "-"], ["--help"]):
        done = subprocess.run([sys.executable, "-c", check, *words], capture_output=True)
        assert not done.returncode, (words, done.stderr)
