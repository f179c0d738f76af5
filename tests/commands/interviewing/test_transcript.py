"""The walk through one interview in the docs is what the program really says."""

from __future__ import annotations

from pathlib import Path

from support.scripted import Scripted, by_question, hold

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "interview.md"
MARK = "```text\n"
SCRIPT = {
    "What is the organization called?": ["Hillside Middle School"],
    "Where would learners meet the work": ["present schools"],
    "Which of these places could you use": ["4 5"],
    "What is it, in a few words?": ["a math class in which each student sets the pace"],
    "Which of these describes it best?": ["3"],
    "Which people and bodies": ["2 6; Math teachers = staff"],
    "School board ": ["explain value network", "srv 3 0 i n"],
    "Families ": ["", "1 3", "4", "5", "1", "2"],
    "Math teachers ": ["s 2 -1 s n"],
    "Would it be clearly stronger on": ["yes"],
    "On what would it be clearly stronger": ["back", "2"],
    "On which usual measures": ["3"],
    "Would it be weaker": ["yes"],
    "Do the people it is for want": ["why", "?"],
    "Could the first group be": ["yes"],
    "How do learners get in": ["by choice"],
    "Does an ordinary seat stay open": ["yes"],
    "Do families and learners come": ["yes"],
    "Are the adults who work in it": ["yes"],
    "Can the program run itself": ["so far", "partly"],
    "Which of these can the program decide": ["y y p n n ? ?"],
    "Does a rule there forbid": ["no"],
    "Which rules made for ordinary schools": ["4"],
    "Is the work free there": ["partly"],
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
