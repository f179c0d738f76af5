"""How long an interview in the browser takes: the words that are read, and the answers given."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from typing import NamedTuple

WORDS_A_MINUTE = 200
SECONDS_AN_ANSWER = 10
SHORT = 3
"""Words of a text that is read each time, such as an answer to be picked."""
_LEFT_OUT = {"nav", "header", "footer", "head", "script", "style", "textarea", "select"}
_CONTROLS = {"button", "summary"}
_INLINE = {"a", "strong", "em", "span", "abbr", "code"}
_EMPTY = {"input", "meta", "link", "br", "hr", "img", "path"}


class _Shown(HTMLParser):
    """The texts a page shows unfolded, in blocks, without what every page has around it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.blocks: list[tuple[str, bool]] = []
        """Each with whether it is a button or the like."""
        self._open: list[tuple[str, bool]] = []
        self._said: list[str] = []
        self.feed(html)
        self._end()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _EMPTY:
            return
        if tag not in _INLINE:
            self._end()
        told = dict(attrs)
        folded = tag == "details" and "open" not in told
        classes = (told.get("class") or "").split()
        hidden = tag in _LEFT_OUT or bool({"unseen", "skip"} & {*classes})
        self._open.append((tag, hidden or folded))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self._end()
        self._open.pop()

    def handle_data(self, data: str) -> None:
        tags = [one for one, _ in self._open]
        within = tags[tags.index("details") + 1 :] if "details" in tags else []
        hidden = any(out and not (one == "details" and within[:1] == ["summary"])
                     for one, out in self._open)  # fmt: skip
        if not hidden:
            self._said.append(data)

    def _end(self) -> None:
        text = " ".join("".join(self._said).split())
        if text:
            self.blocks.append((text, any(one in _CONTROLS for one, _ in self._open)))
        self._said = []


class Cost(NamedTuple):
    """What a page costs.

    Attributes:
        words: Words that are read where nothing is read twice: a button, and any text of more
            than three words, once in an interview.
        every: Words when all is read each time.
        answers: Answers given on it.
    """

    words: int
    every: int
    answers: int
    pages: int = 1

    @property
    def minutes(self) -> float:
        """The time it takes who reads nothing twice."""
        return self.words / WORDS_A_MINUTE + self.answers * SECONDS_AN_ANSWER / 60

    @property
    def longest(self) -> float:
        """The time it takes who reads everything each time."""
        return self.every / WORDS_A_MINUTE + self.answers * SECONDS_AN_ANSWER / 60


class Reckoning:
    """Adds up the pages of an interview, by section and by question."""

    def __init__(self) -> None:
        self.pages: list[tuple[str, str, Cost]] = []
        self.read: Counter[str] = Counter()
        """How many words were read of each text."""
        self.settled: Cost | None = None
        """What it took until the advice was settled."""

    def add(self, html: str, section: str, item: str, answers: int) -> None:
        """Takes a page with the answers that were given on it."""
        words = every = 0
        for text, control in _Shown(html).blocks:
            long = len(text.split())
            every += long
            if text not in self.read or not (control or long > SHORT):
                words += long
                self.read[text] += long
        self.pages.append((section, item, Cost(words, every, answers)))

    def mark(self) -> None:
        """Keeps what it took so far: the advice is settled, and the memo can be had."""
        self.settled = self.total()

    def total(self, section: str = "", item: str = "") -> Cost:
        """What all pages cost, or those of a section or a question."""
        found = [cost for of, one, cost in self.pages
                 if section in ("", of) and item in ("", one)]  # fmt: skip
        return Cost(*(sum(each) for each in zip(*found)))
