"""How many minutes an interview at the terminal takes three leaders, to where the memo is offered.

    python benchmarks/typed_minutes.py

Reckoned, not timed, as `minutes.py` does. What they type stands in tests/interview/leaders.yaml;
where a guess is offered they take it.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.scripted import Scripted, hold  # type: ignore[import-not-found]  # noqa: E402

from advisor.knowledge.source import read  # noqa: E402

WORDS_A_MINUTE = 200
SECONDS_AN_ANSWER = 10
SHORT = 3
"""Words of a line that is read each time it is shown."""


class Typist:
    """One of the leaders, and what the interview has cost so far."""

    def __init__(self, types: dict[str, list[str]]) -> None:
        self._left = {words: [*lines] for words, lines in types.items()}
        self._seen: set[str] = set()
        self.console: Any = None
        self.at = self.words = self.again = self.answers = self.back = 0
        self.offered = False

    def __call__(self, shown: str) -> str:
        """Types a line at what was shown last."""
        if self.offered:
            return ""
        for line in "".join(self.console.shown[self.at :]).splitlines():
            words = len(line.split())
            self.again += words
            self.words += words if words <= SHORT or line not in self._seen else 0
            self._seen.add(line)
        self.at = len(self.console.shown) + 1
        if "Go on for a fuller memo" in shown:
            self.offered = True
            return "finish"
        self.answers += 1
        self.back += "is not " in shown.partition("”")[2][:8]
        guess = re.search(r"Did you mean (\d+), .*Type (yes|the number)", shown)
        if guess:
            return "yes" if guess[2] == "yes" else guess[1]
        for pattern, lines in self._left.items():
            if lines and re.search(pattern, shown, re.IGNORECASE):
                return lines.pop(0)
        return "skip"


def main() -> None:
    """Prints the answers and minutes of each leader."""
    leaders: Any = read(str(ROOT / "tests/interview/leaders.yaml"))
    for leader in leaders:
        typist = Typist(leader["types"])
        typist.console = Scripted(typist, int(leader["columns"]))
        typist.console.plain = leader["plain"] == "yes"
        with tempfile.TemporaryDirectory() as folder:
            hold(typist.console, Path(folder) / "case.yaml")
        minutes, again = (
            words / WORDS_A_MINUTE + typist.answers * SECONDS_AN_ANSWER / 60
            for words in (typist.words, typist.again)
        )
        print(f"{leader['leader']}: {minutes:.1f} minutes ({typist.answers} answers, {typist.back} "
              f"asked back, {typist.words:,} words) [{again:.0f}]")  # fmt: skip


if __name__ == "__main__":
    main()
