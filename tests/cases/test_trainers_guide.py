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
from support.assessed import assessed

from advisor.commands.group import advisor as advisor_command
from advisor.explanation.assess import Assessment
from advisor.explanation.side_by_side import whatif

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
        ("case.yaml clubs-and-teams", "but neither depends on the other."),
        ("case.yaml news-media", "can withhold nothing the work needs."),
        ("shelter-status=refused", "The advised path becomes hold"),
        ("--rule member-of-the-network", "the state education department, which is what"),
        ("--flip --at-most 1", "No change of one answer that somebody would wish for"),
        ("--set parties.district.basis=said", "Fit  not known                         fits"),
        (
            "--set parties.families.stance=firmly-for",
            "The advised path becomes lead-within, instead of hold.",
        ),
        ("--step", "only one on the agenda"),
        ("--step", "The considerations for a home, added up"),
        ("20-mississippi-reading", "(lead-within)"),
        ("assess examples/19-maine-proficiency/case.yaml", "(hold)"),
    ],
)
def test_what_the_trainer_is_told_to_say_fits_the_screen(command: str, shown: str):
    screens = _screen.finditer(GUIDE.read_text("utf-8"))
    [screen] = [one["shown"] for one in screens if command in one["words"]]
    assert re.sub(r"\s+", " ", shown) in re.sub(r"\s+", " ", screen)


VILLAGE, MAINE, MISSISSIPPI = (
    "02-village-high-school",
    "19-maine-proficiency",
    "20-mississippi-reading",
)
PLACE = "homes.district-virtual-school"


def without(case: str, *changes: str) -> Assessment:
    """What is advised when what a reason names is taken away."""
    return whatif(assessed(case), changes).after


def conditions(found: Assessment) -> set[str]:
    return {one.id for one in found.conditions}


REASONS = [  # what the guide says; the case; what is taken away; the path then
    ("another model (L051)", VILLAGE, ["change.kind=upgrade"], "lead-within"),
    ("the district turns against it", VILLAGE, ["parties.district.stance=firmly-against"], "hold"),
    (
        "the certification goes and ordinary rules bind in full",
        VILLAGE,
        [f"{PLACE}.shelter-status=refused", f"{PLACE}.policy-freedom=no"],
        "district-opt-in-school",
    ),
    (
        "learners are placed and no ordinary seat is kept",
        VILLAGE,
        [f"{PLACE}.enrollment=assignment", f"{PLACE}.family-choice=no", f"{PLACE}.seat-kept=no"],
        "district-opt-in-school",
    ),
    ("those it is for do not want it", VILLAGE, [f"{PLACE}.wanted=no"], "hold"),
    ("families have put their names down", VILLAGE, [f"{PLACE}.demand-shown-by=refused"], "hold"),
    (
        "What makes the difference is the certification",
        VILLAGE,
        [
            "parties.state-education-department.stance=firmly-against",
            f"{PLACE}.shelter-status=refused",
        ],
        "hold",
    ),
    (
        "it was their no that stood in the way",
        MAINE,
        ["parties.families.stance=firmly-for", "parties.teachers.stance=firmly-for"],
        "lead-within",
    ),
    (
        "the change is what those with power already want",
        MISSISSIPPI,
        ["parties.families.stance=firmly-against"],
        "hold",
    ),
]


@pytest.mark.parametrize(("said", "case", "taken", "then"), REASONS, ids=lambda one: str(one)[:40])
def test_a_reason_taken_away_takes_the_path_with_it(
    said: str, case: str, taken: list[str], then: str
):
    assert said in re.sub(r"\s+", " ", GUIDE.read_text("utf-8"))
    assert assessed(case).path != then
    assert without(case, *taken).path == then


@pytest.mark.parametrize(
    ("said", "case", "change"),
    [
        (
            "Were it not signed, the path would stay",
            VILLAGE,
            "money.state-money-per-pupil.signed=no",
        ),
        (
            "Where the work is, it stays possible",
            VILLAGE,
            "parties.state-education-department.stance=firmly-against",
        ),
        ("The path stays; what changes is how sure", VILLAGE, "parties.district.basis=said"),
        ("either alone could still end it", MAINE, "parties.families.stance=firmly-for"),
        ("either alone could still end it", MAINE, "parties.teachers.stance=firmly-for"),
    ],
)
def test_what_is_said_to_leave_the_path_leaves_it(said: str, case: str, change: str):
    assert said in re.sub(r"\s+", " ", GUIDE.read_text("utf-8"))
    assert without(case, change).path == assessed(case).path


@pytest.mark.parametrize(
    ("party", "channels"),
    [
        ("families-who-chose-it", ["supplies"]),
        ("district", ["supplies", "sets-rules"]),
        ("state-education-department", ["supplies", "sets-rules"]),
    ],
)
def test_a_member_without_its_channel_is_set_aside(party: str, channels: list[str]):
    def aside(found: Assessment) -> set[str]:
        return {one.party.id for one in found.set_aside}

    assert party not in aside(assessed(VILLAGE))
    assert party in aside(without(VILLAGE, *(f"parties.{party}.{one}=no" for one in channels)))


@pytest.mark.parametrize("party", ["clubs-and-teams", "news-media"])
def test_who_is_set_aside_becomes_a_member_by_a_channel_and_by_nothing_else(party: str):
    def aside(*changes: str) -> set[str]:
        return {one.party.id for one in without(VILLAGE, *changes).set_aside}

    assert party in {one.party.id for one in assessed(VILLAGE).set_aside}
    assert party in aside(f"parties.{party}.stance=firmly-against", f"parties.{party}.basis=said")
    assert party not in aside(f"parties.{party}.supplies=yes")


@pytest.mark.parametrize(
    ("case", "change", "condition"),
    [
        # “the danger is money that stops”, “the “partly” about rules names something to put in
        # place”: the condition goes with its reason
        (MISSISSIPPI, "money.state-budget.ends=none", "keep-money"),
        (VILLAGE, f"{PLACE}.policy-freedom=yes", "widen-shelter"),
    ],
)
def test_a_condition_goes_with_its_reason(case: str, change: str, condition: str):
    assert condition in conditions(assessed(case)) - conditions(without(case, change))


def test_a_condition_comes_where_the_guide_says_so():
    assert "sign-money" in conditions(without(VILLAGE, "money.state-money-per-pupil.signed=no"))
    against = "parties.state-education-department.stance=firmly-against"
    assert "win-consent" in conditions(without(VILLAGE, against))
    assert "willing-districts" in conditions(assessed(MAINE))


def test_no_count_on_the_way_to_the_fit_reads_as_a_contradiction(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(ROOT)
    words = ["why", f"examples/{VILLAGE}/case.yaml", "alignment", "--full", "--width", "100"]
    shown = re.sub(r"\s+", " ", CliRunner().invoke(advisor_command, words).stdout)
    assert "nobody who could stop the work at once has said where they stand; at most" in shown
    assert "have themselves said where they stand: 0" in shown
    assert "0 percent of the power lies with parties of which nobody knows" in shown


def test_a_charter_school_is_not_advised_because_nothing_says_that_it_is_open():
    opened = without(VILLAGE, "homes.charter-school.open=yes")
    assert assessed(VILLAGE).not_chosen["charter-school"].rule == "not-this-home-not-listed"
    assert opened.not_chosen["charter-school"].rule != "not-this-home-not-listed"
