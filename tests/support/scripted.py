"""An interview in memory: what is typed is chosen by what was asked, and all is recorded."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from advisor.commands.interview import converse
from advisor.commands.interviewing.console import Console
from advisor.interview.session import InterviewSession
from advisor.knowledge.base import shipped_knowledge

TODAY = datetime.date(2026, 11, 30)
SHORT_FORM = {
    "Where would students meet": ["existing-school"],
    "What sort of change": ["3"],
    'Whose "no" alone': ["2"],
    "School board": ["1, 2, 3", "4", "1"],
    "": ["1"],
}
"""What is typed, in the short form, by the beginning of the question."""


class Scripted(Console):
    """A console whose lines come from a function of what was shown last."""

    def __init__(self, typed: Callable[[str], str], width: int = 76) -> None:
        super().__init__()
        self.width = width
        self.shown: list[str] = []
        self._since: list[str] = []
        self._typed = typed

    def show(self, text: str) -> None:
        self.shown.append(text)
        self._since.append(text)

    def line(self, hint: str) -> str:
        line = self._typed(" ".join("".join(self._since).split()))
        self._since.clear()
        self.shown.append(f"> {line}\n")
        return line

    @property
    def transcript(self) -> str:
        """All that was shown and typed."""
        return "".join(self.shown)


def by_question(script: Mapping[str, Sequence[str]]) -> Callable[[str], str]:
    """Types the lines written down for a question, one after the other, then the last again."""
    left = {fragment: list(lines) for fragment, lines in script.items()}
    asked = [""]

    def typed(shown: str) -> str:
        if "Check your answers" in shown:
            return ""
        begun = (one for one in left if one and re.search(rf"\d+\. {re.escape(one)}", shown))
        if "Go on for a fuller memo" in shown:
            return "1"
        again = "" if re.search(r"\b\d+\. [A-Z][^?]*\?", shown) else asked[0]
        asked[0] = next(begun, again)
        lines = left[asked[0]]
        return lines.pop(0) if len(lines) > 1 else lines[0]

    return typed


def hold(console: Console, case: Path, screen: bool = False) -> None:
    """Holds an interview."""
    with InterviewSession(case) as session:
        converse(case, shipped_knowledge(), console, session, screen=screen, today=TODAY)
