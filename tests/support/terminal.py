"""Somebody at a real terminal who knows a documented case and answers what the screen asks."""

from __future__ import annotations

import os
import re
import signal
import sys
from pathlib import Path
from typing import Any

import pexpect
from support.interviews import documented

from advisor.knowledge.base import shipped_knowledge
from advisor.model.line import words_in
from advisor.presentation.interview import say

ROOT = Path(__file__).resolve().parents[2]
KNOWLEDGE = shipped_knowledge()
PLACES = say("open-places").split("\n")[0][:40]
WAIT = 90


def start(case: Path, *options: str, columns: int = 100) -> pexpect.spawn:
    """Begins an interview in a terminal of its own."""
    return pexpect.spawn(
        sys.executable,
        ["-m", "advisor", "interview", str(case), *options],
        cwd=str(ROOT),
        encoding="utf-8",
        dimensions=(50, columns),
        timeout=WAIT,
        echo=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        # A shell that starts the tests in its background has Ctrl-C switched off for them.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


def screen(terminal: pexpect.spawn) -> str:
    """What is shown until the next prompt, on one line; empty at the end."""
    found = terminal.expect([r"(?:\r\n|^)(?:1 or 2: |> )$", pexpect.EOF])
    return "" if found else " ".join(str(terminal.before).split())


class Leader:
    """Answers as a documented case has it."""

    def __init__(self, name: str, whole: bool = False) -> None:
        self._source = documented(name)
        self._whole = whole
        self._row_asked: dict[str, Any] = {}
        self._listed = ""
        self._names = {one["name"]: one["id"] for one in self._source.content["parties"]}
        self.lines = len(self._names) + len(self._source.content.get("money") or ())

    def answer(self, shown: str) -> str:
        """What is typed at a screen."""
        question = shown.rpartition("  ")[2]
        if "Go on for a fuller memo" in question:
            return "2" if self._whole or "can still change it" in question else "1"
        if "Add words of your own" in question:
            return "1"
        if "Check your answers" in question or "Type read to have" in shown:
            return ""
        if PLACES in question:
            return ", ".join(self._source.answer("homes") or ["none"])
        if "When is this:" in question or "Which party on your list pays it" in question:
            return ""
        for one in KNOWLEDGE.interview.across:
            if one.ask in question:
                rows = self._source.content["parties"]
                picked = [row["name"] for row in rows if row.get(one.column) == one.answer]
                offered = [name for name in picked if f". {name} " in question]
                return ", ".join(offered) or "none of these"
        if any(one.ask in question for one in KNOWLEDGE.interview.columns["money"]):
            return "skip"
        asks = "|".join(re.escape(one.ask) for one in KNOWLEDGE.interview.columns["party"])
        for name in sorted(self._names, key=len, reverse=True):
            if re.search(rf"\d+\. {re.escape(name)} (?:1 of at most|{asks})", question):
                self._row_asked = self._source.answer(f"parties.{self._names[name]}") or {}
        if " of at most " in question or re.search(asks, question):
            return self._column(question)
        for item in KNOWLEDGE.interview.asks:
            level, _, tail = item.partition(".")
            level = {"homes": "home"}.get(level, level)
            if item == "homes" or level == "tensions":
                continue
            known = KNOWLEDGE.questions.find(level if tail else "case", tail or level)
            if re.search(rf"\d+\. (?:[^?]+: )?{re.escape(known.question)} ", question + " "):
                return self._typed(item, known, question)
        raise AssertionError(f"what is asked here? {shown}")

    def _column(self, question: str) -> str:
        """The answer to one column of a party, by the numbers of its answers."""
        asked = max(KNOWLEDGE.interview.columns["party"], key=lambda one: question.rfind(one.ask))
        words = words_in(self._row_asked, asked)
        numbers = [*asked.labels, "unknown"]
        return ", ".join(str(numbers.index(one) + 1) for one in words)

    def _typed(self, item: str, question: Any, shown: str) -> str:
        if item == "parties":
            listed = self._source.content["parties"]
            return "; ".join(f"{one['name']} = {one.get('kind', 'other')}" for one in listed)
        if item in ("events", "decision.next-meeting"):  # whose days have passed
            return "skip"
        if item == "money":
            kinds = [one.get("kind", "unknown") for one in self._source.content.get("money") or ()]
            return ", ".join(dict.fromkeys(one for one in kinds if one != "unknown")) or "none"
        if not item.startswith("homes."):
            return self._word(self._source.answer(item), question)
        homes = self._source.content["homes"]
        every = homes.get("every-home", {}).get(question.id)
        asked = self._places(shown) or [str(self._source.place)]
        words = [self._word(homes.get(one, {}).get(question.id, every), question) for one in asked]
        if len(set(words)) == 1:
            return words[0]
        return "; ".join("-" if one == "skip" else one for one in words)

    def _places(self, shown: str) -> list[str]:
        """The places a question is asked about, in the order in which they stand there."""
        found = re.findall(r"\d+\. ([^?]+?): [A-Z][^?]*\?", shown)
        if found:  # else they are those of the question before
            self._listed = found[-1].lower()
        listed = self._listed
        if re.match(r"at (?:both|all)|wherever", listed):  # they were named as open ones
            return list(self._source.answer("homes") or [])
        at = {home.home: listed.find(home.label) for home in KNOWLEDGE.homes.values()}
        return sorted((one for one in at if at[one] >= 0), key=lambda one: at[one])

    def _word(self, value: Any, question: Any) -> str:
        if value is None:
            return "skip"
        if value == "unknown":
            return "I don't know"
        if isinstance(value, list):
            return ", ".join(map(str, value)) or "none"
        if isinstance(value, dict):
            return " ".join(str(value.get(row, "?"))[0].replace("u", "?") for row in question.rows)
        return str(value)
