"""`advisor trace`, typed as a person would."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.plumbing import plumbing_in

from advisor.commands.group import advisor as advisor_command
from advisor.commands.streams import show_heading
from advisor.knowledge.base import shipped_knowledge

EXAMPLES = Path(__file__).parents[2] / "examples"
VILLAGE = str(EXAMPLES / "02-village-high-school" / "case.yaml")


def typed(*words: str, given: str | None = None) -> Result:
    return CliRunner().invoke(advisor_command, ["trace", *words], given, prog_name="advisor")


def test_a_picture_with_more_arrows_than_programs_draw_says_so(monkeypatch):
    from advisor.commands import trace

    monkeypatch.setattr(trace, "MOST_ARROWS", 10)
    result = typed(VILLAGE, "--format", "mermaid")
    assert result.exit_code == 0
    assert "arrows; most programs draw 10 at most" in result.stderr
    assert result.stdout.startswith("flowchart")


def test_a_trace_begins_with_the_layers_of_the_proof():
    done = typed("village")
    assert done.exit_code == 0
    assert done.stdout.startswith("How the advice comes about (")
    assert typed("village", "--rule", "front-runner").stdout.startswith("How the advice came about")


def test_a_trace_in_short_has_a_line_for_each_firing():
    done = typed(VILLAGE, "--short", "--width", "100")
    assert done.exit_code == 0
    assert done.stdout.startswith("How the advice came about, step by step (")
    assert "\n1. " in done.stdout
    assert done.stderr == ""


def test_filters_narrow_the_trace():
    done = typed(VILLAGE, "--proof-of", "path", "--about", "charter-school", "--since", "10")
    assert done.exit_code == 0
    done = typed(VILLAGE, "--rule", "front-runner", "--full")
    assert done.exit_code == 0
    assert "Before step " in done.stdout


def test_json_goes_into_a_file(tmp_path):
    file = tmp_path / "trace.json"
    done = typed(VILLAGE, "--rule", "front-runner", "--format", "json", "-o", str(file))
    assert done.exit_code == 0
    assert done.stderr == f"Wrote {file}\n"
    assert [one["rule"] for one in json.loads(file.read_text("utf-8"))["steps"]] == ["front-runner"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--rule", "front-runer"), "Did you mean “front-runner”?"),
        (("--about", "\x1b[31mred"), "No fact of this case is about “\\x1b[31mred”."),
        (("--since", "100000"), "There is no step “100000”."),
    ],
)
def test_a_wrong_name_is_one_message_and_exit_status_2(words, message):
    done = typed(VILLAGE, *words)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


def stepped(*commands: str, words: tuple[str, ...] = ()) -> Result:
    return typed(VILLAGE, "--step", "--full", *words, given="".join(f"{one}\n" for one in commands))


def test_a_walk_unasked_stops_at_the_layers_and_holds_no_facts_of_the_program():
    done = typed(VILLAGE, "--step", given="\n" * 30)
    assert done.exit_code == 0
    stops = re.findall(r"(?m)^Before step .* \(stop [0-9]+ of ([0-9]+)\)", done.stdout)
    assert len(stops) == int(stops[0]) < 25
    assert "Next is the rule: " in done.stdout
    assert not plumbing_in(done.stdout.replace("step> ", ""), shipped_knowledge())


def test_stepping_from_a_pipe_ends_with_it():
    done = stepped("next", "next 2", "back")
    assert done.exit_code == 0
    assert done.stderr == ""
    assert done.stdout.startswith("Step by step through the reasoning (")
    places = [line for line in done.stdout.splitlines() if line.startswith("Before step ")]
    assert [line.split()[2] for line in places] == ["1", "2", "4", "3"]
    assert "step> next 2\n" in done.stdout


def test_going_back_further_than_the_start_says_that_the_start_is_reached():
    done = stepped("next", "next", "b 3")
    assert "\nBack by two steps, to the first stop: there is none before it\n" in done.stdout
    assert "\nBack by one step\n" in stepped("next", "next", "b").stdout


def test_stepping_shows_agenda_choice_and_what_changes():
    done = stepped("")
    before, after = done.stdout.split("step> \n")
    assert "Agenda: " in before
    assert "  = power-through-resources (party: " in before
    assert "Next is A party that supplies " in before
    assert "because its values come first among" in " ".join(before.split())
    assert "  + channel(party: " in after
    assert " facts before, " in after
    assert "New on the agenda:\n" in after


def test_stepping_runs_to_a_breakpoint_and_explains_what_holds_there():
    done = stepped("break conclusion alignment", "run", "next", "why alignment", "why 12", "breaks")
    assert done.exit_code == 0
    assert done.stderr == ""
    assert "Breakpoint 1 (conclusion alignment): the next firing is one it waits for." in " ".join(
        done.stdout.split()
    )
    assert "The work is judged first by where it sits or is planned" in done.stdout
    assert "\n12. " in done.stdout
    assert "Breakpoints\n  1. conclusion alignment" in done.stdout


def test_stepping_shows_working_memory_the_agenda_and_the_end():
    done = stepped(
        "memory", "memory seat", "m all", "agenda", "end", "agenda", "show", "start", "h"
    )
    assert done.exit_code == 0
    assert "Working memory: 0 facts about seat" in done.stdout
    assert "The end: everything has fired, and the agenda is empty" in done.stdout
    assert "Commands; " in done.stdout


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("nxt", "There is no command “nxt”. Did you mean “next”?"),
        ("next many", "“many” is not a number that fits here."),
        ("goto 100000", "“100000” is not a number that fits here. Give one from 1 to "),
        ("back ²", "“²” is not a number that fits here."),
        ("break", "“break” needs a name."),
        ("break fact seet", "Did you mean “seat”?"),
        ("delete 7", "There is no breakpoint 7. There are: none."),
        ("why alignment", "“alignment” is not in working memory yet."),
        ("why", "is not in working memory yet."),
        ("memory \x1b[31m", "No fact of this case is about “\\x1b[31m”."),
    ],
)
def test_a_wrong_command_is_one_message_and_the_walk_goes_on(command, message):
    done = stepped(command, "next")
    assert done.exit_code == 0
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert "\x1b" not in done.stdout + done.stderr
    assert "\nBefore step 2 of " in done.stdout


def test_stepping_can_be_read_aloud():
    done = stepped("next", "back", "agenda", "memory", "help", words=("--plain", "--width", "60"))
    assert done.exit_code == 0
    assert max(map(len, done.stdout.splitlines())) <= 60
    assert "  next: power-through-resources" in done.stdout
    assert "  added: channel(" in done.stdout
    assert "  taken back: channel(" in done.stdout
    assert not [line for line in done.stdout.splitlines() if line.lstrip()[:1] in set("+-=*|>")]


def test_stepping_stops_where_the_filters_say():
    done = stepped("", "", words=("--rule", "seat-in-the-present-schools", "--since", "50"))
    assert "stop 1 of " in done.stdout
    assert done.exit_code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("--step", "-o", "x"), ("--step", "--format", "json"), ("--step", "--short"), ("--plain",),
        ("--short", "--format", "json"), ("--full", "--format", "html"),
    ],
)  # fmt: skip
def test_options_that_do_not_go_together_are_refused(words):
    done = typed(VILLAGE, *words)
    assert done.exit_code == 2
    assert "go with" in done.stderr or "goes with" in done.stderr


def test_ctrl_c_while_stepping_is_status_130(monkeypatch):
    def interrupt(_: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("advisor.commands.stepping.read_line", interrupt)
    assert typed(VILLAGE, "--step").exit_code == 130


@pytest.mark.parametrize(
    ("form", "start"),
    [("html", "<!DOCTYPE html>\n"), ("mermaid", "flowchart TB\n"), ("dot", "digraph trace {\n")],
)
def test_pictures_and_the_page_show_the_layers_unless_told_otherwise(form, start):
    done = typed(VILLAGE, "--format", form)
    assert done.exit_code == 0
    assert done.stdout.startswith(start)
    other = typed(VILLAGE, "--format", form, "--proof-of", "alignment")
    assert other.exit_code == 0
    layered = "1. Who has power"
    assert layered in done.stdout and layered not in other.stdout


@pytest.mark.parametrize(
    ("environment", "at_terminal", "plain", "bold"),
    [
        ({"TERM": "xterm"}, True, False, True),
        ({"TERM": "xterm"}, True, True, False),
        ({"TERM": "xterm"}, False, False, False),
        ({"TERM": "xterm", "NO_COLOR": "1"}, True, False, False),
        ({"TERM": "dumb"}, True, False, False),
        ({}, True, False, False),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="no bold type there")
def test_headings_are_bold_only_where_terminal_and_person_allow_it(
    environment, at_terminal, plain, bold, monkeypatch
):
    for name in ("TERM", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    shown: list[str] = []
    monkeypatch.setattr("sys.stdout.isatty", lambda: at_terminal, raising=False)
    monkeypatch.setattr("advisor.commands.streams.show", shown.append)
    show_heading("Heading\nText\n", plain=plain)
    assert shown == ["\x1b[1mHeading\x1b[0m\nText\n" if bold else "Heading\nText\n"]
