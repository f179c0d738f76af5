"""Predict first: the questions to a class that are open, and what each voice expects.

They live in memory and end with the program. Whoever has the code of one can predict and see the
tally, and nothing else.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import Counter

LETTERS = "BCDFGHJKMNPQRSTVWXZ"
LENGTH = 6
LONGEST = 4 * 3600
"""Seconds that a lesson lasts."""
MOST_LESSONS, MOST_VOICES = 20, 200
FEWEST = 3
"""Predictions below which no tally is shown, so that no single person can be read from it."""
WRONG_CODES, PAUSE = 30, 60
"""Wrong codes after which none is tried for so many seconds."""


class Prediction:
    """One question to a class: which path would be advised then?"""

    def __init__(self, case: str, query: str, choices: dict[str, str], answer: str) -> None:
        """Opens it for predictions.

        Args:
            case: The name of the case.
            query: What is supposed, as the address of the explorer has it.
            choices: The paths to choose from, each with its name in a few words.
            answer: The path that is advised.
        """
        self.case, self.query, self.choices, self.answer = case, query, choices, answer
        self.until = time.monotonic() + LONGEST
        self.revealed = False
        self.said: dict[str, str] = {}

    @property
    def answer_shown(self) -> str | None:
        """The path that is advised; nothing before the reveal."""
        return self.answer if self.revealed else None

    @property
    def tally(self) -> list[tuple[str, int]] | None:
        """How many expect each path; nothing before the reveal, or where too few have said."""
        if not self.revealed or len(self.said) < FEWEST:
            return None
        counted = Counter(self.said.values())
        return [(label, counted[path]) for path, label in self.choices.items()]


class Predictions:
    """The lessons that are open."""

    def __init__(self) -> None:
        self._open: dict[str, Prediction] = {}
        self._guard = threading.Lock()
        self._wrong: list[float] = []

    def begin(self, lesson: Prediction) -> str:
        """Opens a lesson; gives its code."""
        with self._guard:
            while len(self._open) >= MOST_LESSONS:
                del self._open[next(iter(self._open))]
            code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
            self._open[code] = lesson
        return code

    def find(self, code: str) -> Prediction | None:
        """The lesson of a code; nothing if there is none, or too many wrong codes were tried."""
        now = time.monotonic()
        with self._guard:
            self._wrong = [one for one in self._wrong if now - one < PAUSE]
            if len(self._wrong) >= WRONG_CODES:
                return None
            lesson = self._open.get(code.strip().upper())
            if lesson is None or lesson.until < now:
                self._wrong.append(now)
                return None
            return lesson

    def end(self, code: str) -> None:
        """Forgets a lesson with all that was predicted in it."""
        with self._guard:
            self._open.pop(code, None)
