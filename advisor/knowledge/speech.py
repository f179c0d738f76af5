"""How people say yes, no, a number or that they do not know, as `rules/speech.yaml` has it."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from advisor.knowledge.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_apostrophes = re.compile(r"\b(\w+?)('s|'d|'re|'ve|'ll|'m|n't)\b")
_dictated = re.compile(r",? period[.]?$|(?<=^yes) period|(?<=^no) period")
"""The full stop in words, but not a period of a school day."""
_LONGER = {"'s": " is", "'d": " would", "'re": " are", "'ve": " have", "'ll": " will",
           "'m": " am", "n't": " not"}  # fmt: skip
_NAMES = (
    "short", "joints", "reservations", "terms", "before", "after", "unknown", "none", "denials",
    "passed",
    "usual", "all", "all-but", "everybody", "both", "yes", "yes-alone", "no", "no-alone",
    "no-before", "partly", "negative", "alike", "asides", "aside", "asking", "sides", "some-of",
    "pending", "little",
    "numbers", "ordinals", "unit", "loose", "other-unit", "takes-back", "apiece",
    "dollars", "yearly",
    "months", "weekdays", "seasons", "rest", "before-a-name", "behind-a-name", "oneself",
    "verbs", "programs",
    "vague", "regions", "back", "quit", "finish", "repeat", "help", "skip", "why", "?",
    "review", "all-right",
)  # fmt: skip
_WITH_IS = frozenset({"it", "that", "there", "he", "she", "what", "who", "here", "this"})
"""Words behind which 's is a verb."""


class SpokenWords:
    """Sayings, whatever the question; their names are explained at the head of the file."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self._words = words
        self.little = frozenset(self.words("little"))
        self.alike: Mapping[str, str] = words["alike"]
        self.negative = frozenset(self.words("negative"))
        short = words["short"]
        self._short = re.compile(rf"(?<![\w'])(?:{'|'.join(map(re.escape, short))})(?![\w'])")

    def words(self, name: str) -> tuple[str, ...]:
        """A list of words."""
        return tuple(map(str, self._words[name]))

    def within(self, name: str, part: str) -> Any:
        """A part of some words that have parts."""
        return self._words[name][part]

    def one_of(self, name: str) -> str:
        """A pattern for any of some words, the longest first."""
        return "|".join(re.escape(one) for one in sorted(self.words(name), key=len, reverse=True))

    def whole(self, name: str, text: str) -> bool:
        """Whether a text is one of some sayings, and no more."""
        return self._sayings[name].fullmatch(f"{text} ") is not None

    def rest(self, name: str, text: str) -> str | None:
        """What follows in a text behind a saying it begins with; nothing if it does not."""
        found = self._sayings[name].match(f"{text} ")
        return f"{text} "[found.end() :].strip() if found else None

    def begins(self, name: str, text: str) -> bool:
        """Whether a text begins with one of some words."""
        return any(f"{text} ".startswith(f"{one} ") for one in self.words(name))

    @lru_cache(maxsize=4096)  # noqa: B019 - as long as the knowledge
    def said(self, text: str) -> str:
        """Text in small letters, its short words written out."""
        text = " ".join(text.lower().replace("’", "'").replace("`", "'").split())
        text = self._short.sub(lambda one: str(self._words["short"][one[0]]), text)
        text = _apostrophes.sub(_written_out, text)
        return _dictated.sub("", text).replace(" ,", ",").rstrip(".!?,;:- ")

    @lru_cache(maxsize=4096)  # noqa: B019
    def clauses(self, text: str) -> tuple[str, ...]:
        """The clauses of what was said, each with the joint it begins with."""
        parts = self._between_clauses.split(self.said(text))
        return tuple(one for part in parts if part and (one := part.strip(" ,-–—")))

    def without_fillers(self, clause: str) -> str:
        """A clause without words that have no weight, at its beginning and its end."""
        while True:
            shorter = self.without_end(self.rest("before", clause) or clause)
            if shorter == clause:
                return clause
            clause = shorter

    def without_end(self, clause: str) -> str:
        """A clause without words that have no weight at its end."""
        match = self._after.search(f"{clause} ")
        shorter = clause[: match.start()] if match and match.start() else clause
        return shorter.strip(" ,")

    @cached_property
    def _sayings(self) -> Mapping[str, re.Pattern[str]]:
        return {name: _pattern(map(str, found)) for name, found in self._words.items()
                if isinstance(found, list)}  # fmt: skip

    @cached_property
    def _after(self) -> re.Pattern[str]:
        return re.compile(rf",? (?:{self._sayings['after'].pattern})$")

    @cached_property
    def _between_clauses(self) -> re.Pattern[str]:
        return re.compile(
            rf"[.!?;:,]+(?=\s|$)|\s[-–—]+\s|—|[()]|\s(?=(?:{self.one_of('joints')})\s)"
        )


def _written_out(found: re.Match[str]) -> str:
    word, end = found[1], found[2]
    return found[0] if end == "'s" and word not in _WITH_IS else word + _LONGER[end]


def _pattern(sayings: Iterable[str]) -> re.Pattern[str]:
    """The pattern for some sayings, each word of the text with a blank behind it."""
    return re.compile("|".join(f"(?:{_one(saying)})" for saying in sayings))


def _one(saying: str) -> str:
    found = ""
    for piece in re.findall(r"\([^)]*\)|\[[^\]]*\]|\S+", saying):
        if "…" in piece:
            found += ".*"
            continue
        choices = "|".join(map(re.escape, piece.strip("()[]").split("/")))
        found += f"(?:(?:{choices}) ){'?' if piece.startswith('(') else ''}"
    return found


def read_speech(path: str) -> SpokenWords:
    """Reads the sayings.

    Raises:
        KnowledgeError: If it cannot be read.
    """
    reader = Reader(path)
    words = reader.mapping(reader.content, "The file", 1)
    for name in _NAMES:
        if not words.get(name):
            reader.wrong(f"“{name}” is missing or empty.", 1, "Write it as ours is written.")
    reader.finish()
    return SpokenWords(words)
