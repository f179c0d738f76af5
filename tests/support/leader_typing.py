"""A leader who types what is written down, and what the interview has cost so far."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from support.reckoning import SHORT, Cost
from support.scripted import Scripted, hold

from advisor.knowledge.source import read

LEADERS = Path(__file__).resolve().parents[1] / "interview/leaders.yaml"
OFFER = "Go on for a fuller memo"


class Typist:
    """One of the leaders; at the offer of the memo the interview is at its end.

    Attributes:
        words: Words read until then; a line that was read before counts no more.
        again: Words read if every line is read each time.
        answers: Lines typed; `back` of them were asked back.
        left: What was written down to be typed, and was not.
    """

    def __init__(self, leader: dict[str, Any]) -> None:
        """Prepares what is typed, by the words on the screen at which it is."""
        self.name = str(leader["leader"])
        self.left: dict[str, list[str]] = {key: [*some] for key, some in leader["types"].items()}
        self.console = Scripted(self, int(leader["columns"]))
        self.console.plain = leader["plain"] == "yes"
        self.words = self.again = self.answers = self.back = self._at = 0
        self._seen: set[str] = set()
        self._offered = False

    @property
    def cost(self) -> Cost:
        """What it took to where the memo is offered."""
        return Cost(self.words, self.again, self.answers)

    def __call__(self, shown: str) -> str:
        """Types a line at what was shown last; where a guess is offered, takes it."""
        if self._offered:
            return ""
        for line in "".join(self.console.shown[self._at :]).splitlines():
            words = len(line.split())
            self.again += words
            self.words += words if words <= SHORT or line not in self._seen else 0
            self._seen.add(line)
        self._at = len(self.console.shown) + 1
        if OFFER in shown:
            self._offered = True
            return "finish"
        self.answers += 1
        self.back += "is not " in shown.partition("”")[2][:8]
        guess = re.search(r"Did you mean (\d+), .*Type (yes|the number)", shown)
        if guess:
            return "yes" if guess[2] == "yes" else guess[1]
        for pattern, lines in self.left.items():
            if lines and re.search(pattern, shown, re.IGNORECASE):
                return lines.pop(0)
        return "skip"


def played(leader: dict[str, Any], folder: Path) -> Typist:
    """A leader who has held the interview to the offer of the memo."""
    typist = Typist(leader)
    hold(typist.console, folder / "case.yaml")
    return typist


def leaders() -> list[dict[str, Any]]:
    """What the leaders type."""
    found: Any = read(str(LEADERS))
    return list(found)
