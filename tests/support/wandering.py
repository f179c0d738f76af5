"""An interview with somebody who types at random, watched at every step."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

from support.interviews import any_answer
from support.scripted import Scripted

from advisor.commands import interview as command
from advisor.commands.interviewing import conversation
from advisor.commands.interviewing.conversation import Conversation
from advisor.engine.consultation import conclusions
from advisor.errors import InputError
from advisor.explanation.assess import assess, standing_facts
from advisor.explanation.relevance import OPENING, PATH, Asked
from advisor.interview import answered
from advisor.interview.answered import Answered, Before
from advisor.interview.session import InterviewSession
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.interview import LISTS, is_across, list_of
from advisor.model.base_facts import base_facts
from advisor.model.case_reader import load_case
from advisor.model.draft import Draft

KNOWLEDGE = shipped_knowledge()
WORDS = (
    "\x1b[31mred\x1b[0m", "Señor “Ñ” — 学校", "a: b # c", "yes", "- x", "{", "null", "2020-01",
    "12", "a noun with its article", "; ;", "1 2 3", "'", "~", "none", "*bold* <b>", "&a !!x",
)  # fmt: skip
LINES = range(15, 90)
"""Lines after which somebody who types at random stops."""


class Typist:
    """Types at random: answers, commands, nonsense; a patient one till the fuller memo is there."""

    def __init__(self, seed: int, patient: bool = False) -> None:
        self.dice = Random(seed)
        self.patient = patient
        self.lines = self.dice.choice(LINES)

    def __call__(self, shown: str) -> str:
        dice = self.dice
        self.lines -= 1
        if self.patient and ("Go on for a fuller memo" in shown or "Add words of" in shown):
            return "2"
        if self.lines < 0 and not self.patient:
            return "quit"
        if self.lines < -60:
            return "" if "Check your answers" in shown else "skip"
        if "Check your answers" in shown:
            return "" if dice.random() < 0.7 else f"change {dice.randrange(30)}"
        chance = dice.random()
        if chance < 0.3:
            return dice.choice(
                ("back", "skip", "?", "I don't know", "repeat", "bcak", "note x", "why", "review",
                 "help", "save", "explain pull", "-",
                 f"change {dice.randrange(30)}", f"change {dice.randrange(9)}", "change homes",
                 dice.choice(WORDS), "so far" if dice.random() < 0.2 else "back")
            )  # fmt: skip
        if " of at most " in shown and dice.random() < 0.1:
            return dice.choice(
                ("ask", "", "table", "ask 1", "ask 2", "add Union", "add Chess club")
            )
        if "Type yes, partly or no" in shown:
            return dice.choice(("yes", "partly", "no", "I don't know"))
        numbers = [int(one) for one in re.findall(r" (\d+)\. ", shown[shown.find("? ") :])]
        if "not clear here" in shown and not numbers:
            return "1"
        if numbers:
            typed = [str(dice.randint(1, max(numbers[-1], 1)))]
            if "all that apply" in shown or "names of your own" in shown:
                typed += [str(dice.randint(1, numbers[-1])) for _ in range(dice.randrange(3))]
            return " ".join(dict.fromkeys(typed))
        return dice.choice(WORDS)


class WatchedAnswers(Answered):
    """Answers of which each that is kept, and each that is gone back on, is looked at."""

    counts: Counter[str]

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._snapshots: list[str] = []

    def keep(self, item: str, homes: tuple[str, ...], value: Any) -> None:
        before = self.draft.copy()
        super().keep(item, homes, value)
        self._snapshots.append(_text(before))
        self.counts["answers"] += 1
        spared = {item, *self._plan.depends.get(item, ())}
        for other in before.asked:
            heads = list_of(other).partition(".")[0], list_of(item).partition(".")[0]
            if is_across(item) or (is_across(other) and heads[0] == heads[1]):
                continue  # one thing of all lines is a thing of each
            same_list = heads[0] in LISTS and heads[0] == heads[1]
            if other in spared or heads[0] in spared:
                continue
            if other == heads[0] and same_list:  # a list holds its lines
                assert _names(self.draft.answer(other)) == _names(before.answer(other))
            else:
                assert self.draft.answer(other) == before.answer(other), (item, other)
        saved = self._session.load()
        assert saved is not None
        assert saved["draft"] == json.loads(json.dumps(self.draft.content)), "not saved"
        assert saved["asked"] == self.draft.asked

    def back(self) -> Before | None:
        before = super().back()
        if before is not None and self._snapshots:  # else it was before a stop
            assert _text(self.draft) == self._snapshots.pop(), "back to another place"
        self.counts["back"] += 1
        return before


class Watched(Conversation):
    """An interview in which each question, and each claim about the path, is looked at."""

    counts: Counter[str]
    dice: Random
    whole: bool
    """Whether it goes on for the fuller memo."""
    checked: int
    """How many witnesses are held against the reference evaluator; every one if negative."""

    def _ask_all(self, goals: tuple[str, ...]) -> None:
        self._goals = goals
        super()._ask_all(goals)

    def _ask(self, asked: Asked) -> None:
        self.counts["questions"] += 1
        if asked.witness is not None:
            assert not self.draft.is_settled(asked.item), f"{asked.item} is asked again"
            self._look_at(asked, self._goals)
        else:
            agenda = self.relevance.agenda
            in_words = asked.item in agenda.plan.topics[-1].asks
            line = (
                list_of(asked.item).partition(".")[0] in LISTS
            )  # which one can ask for by its name
            again = self.draft.is_settled(asked.item) or asked.item in self.answered.offers or line
            before = agenda.plan.behind.values()  # what another question comes behind
            structure = asked.item in (*agenda.needed, *OPENING, *before)
            assert structure or in_words or again, asked.item
        super()._ask(asked)

    def _look_at(self, asked: Asked, goals: tuple[str, ...]) -> None:
        """The witness leaves what is answered as it is, and the whole case bears it out."""
        witness = asked.witness
        assert witness is not None
        assert witness.conclusions[0] != witness.conclusions[1]
        for item in self.draft.asked:
            answer = self.draft.answer(item)
            if isinstance(answer, dict) and item.startswith("homes."):
                kept = witness.rest.answer(item) or {}
                assert {home: kept.get(home) for home in answer} == answer, (asked.item, item)
            elif answer is not None and item not in (*LISTS, "homes"):
                assert witness.rest.answer(item) == answer, (asked.item, item)
        if self.checked >= 0 and self.dice.random() > self.checked / 40:
            return
        self.counts["witnesses"] += 1
        found = []
        for value in witness.values:
            completion = witness.rest.copy()
            witness.unit.put(completion, value)
            found.append(anew(completion, goals))
        assert found[0] != found[1], asked.item

    def run(self) -> None:
        self.whole = self.answered.stage in ("memo", "words")
        super().run()
        if self.whole and not self._ended:
            left = self.relevance.next(self.draft, self._plan.goals)
            assert left is None, f"{left} was not asked for the fuller memo"

    def _goes_on(self) -> bool:
        relevance = self.relevance
        path = relevance.path(self.draft)
        certain = relevance.is_settled(self.draft)
        if not self.answered.screen:
            name = "certain" if certain else "not certain"
            self.counts[name] += 1
            changed = sum(
                one not in ("", path) for one in some_completions(self.draft, relevance, self.dice)
            )
            assert not (certain and changed), f"{path} was said to be certain"
            self.counts[f"{name}, but a completion changed the path"] += changed > 0
        self.whole = super()._goes_on()
        return self.whole


def some_completions(draft: Draft, relevance: Any, dice: Random, number: int = 6) -> list[str]:
    """The paths of some ways to complete the answers, by the reference evaluator."""
    found = []
    for _ in range(number):
        completion = draft.copy()
        share = dice.choice((0.1, 0.4, 0.8))
        for unit in relevance.open_units(draft):
            if dice.random() < share:
                unit.put(completion, any_answer(dice, relevance, draft, unit))
        try:
            found.append(next((one.word("path") for one in anew(completion, PATH)), ""))
        except InputError:  # answers that no case can hold together
            continue
    return found


def anew(draft: Draft, goals: tuple[str, ...]) -> tuple[Any, ...]:
    """The conclusions of a draft from the whole case, by the reference evaluator."""
    facts = (*base_facts(draft.case(KNOWLEDGE), KNOWLEDGE).facts, *standing_facts(KNOWLEDGE))
    return conclusions(KNOWLEDGE.rulebook, facts, goals)


def wander(seed: int, case: Path, counts: Counter[str], checked: int = 3) -> None:
    """Holds an interview, stopped and gone on with, until its memo is written.

    Args:
        seed: Of what is typed.
        case: The case file that comes of it.
        counts: Takes what was seen.
        checked: About how many witnesses of forty are held against the reference evaluator.

    Raises:
        AssertionError: If something is lost, asked in vain or said wrongly.
    """
    talks: list[Watched] = []

    watched = type("CountedAnswers", (WatchedAnswers,), {"counts": counts})

    def begin(*given: Any, **named: Any) -> Watched:
        talk = Watched(*given, **named)
        talk.counts, talk.dice, talk.checked = counts, Random(seed), checked
        talks.append(talk)
        return talk

    patient = seed % 4 == 1
    typists = [Typist(seed, patient), Typist(seed + 1), _to_the_end]
    conversation.Conversation = begin  # type: ignore[assignment,misc]
    answered.Answered = watched  # type: ignore[assignment,misc]
    try:
        for typist in typists:
            console = Scripted(typist)
            with InterviewSession(case) as session:
                short = seed % 4 == 0 and not case.exists()
                try:
                    command.converse(case, KNOWLEDGE, console, session, screen=short)
                except KeyboardInterrupt:
                    if "lines in a row were" not in " ".join(console.shown[-1].split()):
                        raise
                    counts["gave up"] += 1
                saved = session.load()
            counts["lines"] += console.transcript.count("\n> ")
            assert not any("\x1b" in one for one in console.shown if not one.startswith("> "))
            if saved is None:
                break
            counts["stopped and gone on with"] += 1
            assert saved["draft"] == json.loads(json.dumps(talks[-1].draft.content))
            assert saved["asked"] == talks[-1].draft.asked
    finally:
        conversation.Conversation = Conversation  # type: ignore[misc]
        answered.Answered = Answered  # type: ignore[misc]
    counts["interviews"] += 1
    assert case.with_suffix(".memo.md").exists()
    found = assess(load_case(str(case), KNOWLEDGE), engine="reference").path
    assert found == talks[-1].relevance.path(talks[-1].draft), "the file says otherwise"


def _to_the_end(shown: str) -> str:
    if "Check your answers" in shown:
        return ""
    if "Go on for a fuller memo" in shown or "Add words of your own" in shown:
        return "1"
    return "a word" if "This answer is needed" in shown and "a few words" in shown else (
        "1" if "This answer is needed" in shown else "skip")  # fmt: skip


def _names(entries: Any) -> list[str]:
    return [one.get("name") or one.get("source") for one in entries or ()]


def _text(draft: Draft) -> str:
    """All that is answered; the same text for the same answers."""
    return json.dumps(draft.content, sort_keys=True)
