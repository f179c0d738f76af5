"""The screens in the trainer's guide are what the program prints.

A screen stands below a comment `<!-- screen -->`. `lines=1-20` shows those lines of what is
printed, `lines=-34` the last 34; `given="…"` is what the program is given to read.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from advisor.commands.group import advisor as advisor_command

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "trainers-guide.md"
LEFT_OUT = "[…]"
_screen = re.compile(
    r"(?P<head><!-- screen(?: given=\"(?P<given>[^\"]*)\")?"
    r"(?: lines=(?P<first>\d*)-(?P<last>\d+))? -->"
    r"\n```console\n\$ advisor (?P<words>.*)\n)(?P<shown>(?:(?!```).*\n)*)```\n"
)


def printed(screen: re.Match[str]) -> str:
    """What stands below the command."""
    given = (screen["given"] or "").replace("\\n", "\n")
    words = shlex.split(screen["words"])
    result = CliRunner().invoke(advisor_command, words, given, prog_name="advisor")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    if screen["last"] is None:
        shown = lines
    elif screen["first"]:
        first, last = int(screen["first"]), int(screen["last"])
        assert last < len(lines), f"there are {len(lines)} lines: {screen['words']}"
        shown = [*([LEFT_OUT] if first > 1 else []), *lines[first - 1 : last], LEFT_OUT]
    else:
        shown = [LEFT_OUT, *lines[-int(screen["last"]) :]]
    return "".join(f"{line}\n" for line in shown)


def test_every_screen_is_what_the_program_prints(refresh: bool, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(ROOT)
    text = GUIDE.read_text("utf-8")
    assert len(_screen.findall(text)) == text.count("```console") > 8
    today = _screen.sub(lambda one: f"{one['head']}{printed(one)}```\n", text)
    if refresh:
        GUIDE.write_text(today, "utf-8")
    assert GUIDE.read_text("utf-8") == today


def test_every_screen_fits_a_projector():
    for screen in _screen.finditer(GUIDE.read_text("utf-8")):
        if "--width" in screen["words"]:
            assert max(map(len, screen["shown"].splitlines())) <= 72, screen["words"]


def test_every_lesson_has_goals_timings_questions_and_answers():
    lessons = re.split(r"(?m)^## ", GUIDE.read_text("utf-8"))
    for minutes in (20, 45, 90):
        [lesson] = [one for one in lessons if one.startswith(f"The {minutes}-minute lesson")]
        for part in (
            "**By the end**", "| Minutes |", "**Ask:**", "**Expected:**", "misunderstanding",
        ):  # fmt: skip
            assert part in lesson, (minutes, part)
        ends = re.findall(r"(?m)^\| \d+–(\d+) \| [^|]+ \|$", lesson)
        assert int(ends[-1]) == minutes


def test_every_statement_and_link_is_there():
    from advisor.knowledge.base import shipped_knowledge

    text = GUIDE.read_text("utf-8")
    assert set(re.findall(r"\bL\d{3}\b", text)) <= set(shipped_knowledge().statements)
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        assert (GUIDE.parent / target).exists(), target


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ("--rule member-of-the-network", "the state education department, which is what"),
        ("--flip --at-most 1", "No change of one answer that somebody would wish for"),
        ("--set parties.district.basis=said", "Fit  not known                         fits"),
        ("--set parties.families.stance=firmly-for", "The advised path stays hold."),
        ("--step", "only one on the agenda"),
        ("--step", "added up [points-added-up]"),
        ("20-mississippi-reading", "(lead-within)"),
        ("assess examples/19-maine-proficiency/case.yaml", "(hold)"),
    ],
)
def test_what_the_trainer_is_told_to_say_fits_the_screen(command: str, shown: str):
    screens = [one[0] for one in _screen.finditer(GUIDE.read_text("utf-8"))]
    [screen] = [one for one in screens if command in one.split("```console")[1]]
    assert re.sub(r"\s+", " ", shown) in re.sub(r"\s+", " ", screen)
