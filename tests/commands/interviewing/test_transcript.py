"""The walk through one interview in the docs is what the program really says."""

from __future__ import annotations

import re
from pathlib import Path

from support.scripted import Scripted, by_question, hold

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "interview.md"
MARK = "```text\n"
SCRIPT = {
    "What do you want to change?": ["a math class in which each student sets the pace"],
    "What do you run today?": ["superintendent"],
    "What sort of change is it?": ["a new kind of school"],
    "What is your organization called?": ["Hillside Middle School"],
    "Which state are you in?": ["Colorado"],
    "Where would students meet it?": ["our schools"],
    "Which other places could you use?": ["a magnet school, after school"],
    "Who could help it or stop it there?": ["School board, families and math teachers"],
    "School board Is it": ["explain value network", "neutral, just my guess"],
    "Families Is it": ["they love it"],
    "math teachers Is it": ["divided, they told us"],
    "Who of them could stop it at once": ["the board and families"],
    "Who else could stop it": ["1"],
    "Who of them would stand up": ["families"],
    "Who decides about it": ["the school board"],
    "When do they meet next": ["second tuesday of january"],
    "What is coming up": ["board elections", "November 2, 2027"],
    "Must it take place in school hours": ["so far", "for credit"],
    "Which of these could they decide": ["yes, yes, partly, no, no, no, no"],
    "Is there a rule there that forbids": ["dont think so"],
    "Would it be clearly better": ["yes"],
    "Where would it be clearly better": ["?", "personal attention"],
    "Is that what the people": ["why", "I don't know"],
    "How do students get in": ["sign-up"],
    "How many have given their names": ["about 30"],
    "": ["skip"],
}


def test_the_walk_through_an_interview_is_up_to_date(tmp_path, monkeypatch, refresh):
    monkeypatch.chdir(tmp_path)
    console = Scripted(by_question(SCRIPT))
    hold(console, Path("hillside.yaml"))
    text = DOCUMENT.read_text("utf-8")
    before, _, rest = text.partition(MARK)
    _, end, after = rest.partition("```\n")
    shown = "\n".join(line.rstrip() for line in console.transcript.strip().splitlines())
    fresh = f"{before}{MARK}{shown}\n{end}{after}"
    if refresh:
        DOCUMENT.write_text(fresh, "utf-8")
    assert fresh == text or refresh, "refresh it with --refresh-goldens"


def test_each_test_that_the_page_names_is_there():
    """What holds a promise is looked for where the page says it is."""
    tests = Path(__file__).resolve().parents[2]
    named = re.findall(r"`(test_\w+\.py)(?:::(test_\w+))?`", DOCUMENT.read_text("utf-8"))
    assert len(named) > 15
    for file, name in named:
        texts = [one.read_text("utf-8") for one in tests.rglob(file)]
        assert any(f"def {name}" in text for text in texts), (file, name)
