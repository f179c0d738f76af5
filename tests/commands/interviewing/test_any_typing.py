"""Whatever is typed, in whatever order, an interview goes on and loses nothing."""

from __future__ import annotations

import json
import os
import re
from random import Random

import pytest
from support.scripted import Scripted, by_question, hold

from advisor.commands.interviewing.conversation import Conversation, Quit
from advisor.commands.interviewing.session import Session
from advisor.commands.interviewing.typed import clean
from advisor.explanation.assess import assess
from advisor.explanation.relevance import Relevance
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.source import parse
from advisor.model.case_reader import read_case
from advisor.model.case_text import case_text
from advisor.model.draft import Draft

KNOWLEDGE = shipped_knowledge()
RUNS = int(os.environ.get("ADVISOR_LONG_TESTS") or 0)
WORDS = (
    "\x1b[31mred\x1b[0m", "Señor “Ñ” — 学校", "a: b # c", "yes", "- x", "{", "null", "2020-01",
    "12", "a noun with its article",
)  # fmt: skip


class Typist:
    """Types at random: answers, commands, nonsense."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        self.lines = 0

    def __call__(self, shown: str) -> str:
        dice = self.dice
        self.lines += 1
        if self.lines > 150:
            return "quit"
        if "Check your answers" in shown:
            return "" if dice.random() < 0.7 else f"change {dice.randrange(12)}"
        chance = dice.random()
        if chance < 0.3:
            return dice.choice(
                ("back", "skip", "?", "why", "review", "help", "save", "explain pull", "so far",
                 f"change {dice.randrange(9)}", dice.choice(WORDS))
            )  # fmt: skip
        if "Five short answers" in shown or "Hold (s r v" in shown:
            return " ".join(
                (dice.choice(("s", "srv", "v", "i", "n", "-")), dice.choice("0123-"),
                 dice.choice(("-2", "-1", "0", "1", "2", "?")), dice.choice("sig-"))
            )  # fmt: skip
        if "Two numbers from 1" in shown:
            return f"{dice.randint(1, 5)} {dice.randint(1, 5)}"
        if "Type y (yes)" in shown:
            return dice.choice("ypn?")
        numbers = [int(one) for one in re.findall(r" (\d+)\. ", shown[shown.find("? ") :])]
        if numbers:
            return str(dice.randint(1, max(numbers[-1], 1)))
        return dice.choice(WORDS)


@pytest.mark.parametrize("seed", range(RUNS or 3))
def test_an_interview_never_crashes_and_ends_as_its_file_does(seed, tmp_path):
    typist = Typist(seed)
    console = Scripted(typist)
    screen = seed % 3 != 1
    with Session(tmp_path / "case.yaml") as session:
        draft = Draft(rater=KNOWLEDGE.interview.rater)
        talk = Conversation(
            KNOWLEDGE, draft, console, session, case="case.yaml", screen=screen,
            so_far=lambda draft: Relevance(KNOWLEDGE).path(draft),
        )  # fmt: skip
        try:
            talk.run()
            talk.check()
        except Quit:
            pass
        saved = session.load()
    if saved is not None:
        assert saved["draft"] == json.loads(json.dumps(talk.draft.content))
        assert saved["asked"] == talk.draft.asked
    assert not any("\x1b" in one for one in console.shown if not one.startswith("> "))
    agenda = talk.relevance.agenda
    for asked in talk.asked:
        again = asked.witness is None  # a question put again by back or change, or a needed one
        assert again or asked.witness.conclusions[0] != asked.witness.conclusions[1]
    if {"client.name", "change.short", "parties"} <= set(talk.draft.asked):
        text = case_text(talk.draft.content, KNOWLEDGE.questions, "made by a test")
        case = read_case(parse(text.encode(), "case.yaml"), "case.yaml", KNOWLEDGE)
        assert assess(case, engine="reference").path == talk.relevance.path(talk.draft)
    assert agenda.plan.asks


def test_the_short_form_asks_ten_questions_at_most_and_ends_in_a_memo(tmp_path):
    script = {
        "Where does the work": ["existing-school"],
        "Which of these describes": ["3"],
        "Which one party": ["2"],
        "School board": ["srv 3 -2 s n"],
        "": ["1"],
    }
    console = Scripted(by_question(script))
    hold(console, tmp_path / "case.yaml", screen=True)
    asked = re.findall(r"^(\d+)\. .*", "".join(console.shown), re.MULTILINE)
    print(f"the short form: {asked[-1]} prompts")
    assert 4 <= int(asked[-1]) <= 10
    assert (tmp_path / "case.memo.md").exists()


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("\x1b[2Jhello", "hello"),
        ("\x1b]0;title\x07name", "name"),
        ("a\u202eb\x00c", "abc"),
        ("Zoë  and\tLi", "Zoë and Li"),
    ],
)
def test_what_a_terminal_would_act_on_is_taken_out_of_an_answer(pasted, kept):
    assert clean(pasted) == kept


def test_a_damaged_or_foreign_session_is_reported_and_kept(tmp_path):
    from advisor.errors import InputError

    session = Session(tmp_path / "case.yaml")
    session.save(Draft(rater="x"), stage="path", put=0, screen=False)
    good = session.path.read_bytes()
    for bad in (b"", good[:-30], good.replace(b'"path"', b'"memo"'), b"{}", b"[1]", b"\xff\x00"):
        session.path.write_bytes(bad)
        with pytest.raises(InputError, match="left as it is"):
            session.load()
        assert session.path.read_bytes() == bad
    session.path.write_bytes(good)
    assert session.load()["stage"] == "path"
