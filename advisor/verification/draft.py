"""A knowledge base as far as it can be read: what a check looks at.

Where `Knowledge` refuses a folder with a fault in it, a draft notes the fault and goes on, so
that one report can name the faults of all files.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from advisor.errors import InputError, KnowledgeError, Problem
from advisor.knowledge.homes import Home, read_assumptions, read_homes
from advisor.knowledge.parties import PartyKind, read_parties
from advisor.knowledge.questions import Questions, read_questions
from advisor.knowledge.reading import Reader
from advisor.knowledge.rule import Rule, Total
from advisor.knowledge.rule_reader import read_rules
from advisor.knowledge.rulebook import REASONING, Rulebook
from advisor.knowledge.sentences import MEMO, read_memo
from advisor.knowledge.source import Mapping, Sequence
from advisor.knowledge.vocabulary import Threshold, Vocabulary, Words, thresholds_in, vocabulary_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.knowledge.sentences import MemoKnowledge
    from advisor.knowledge.strata import Entry

    Part = TypeVar("Part")

WORD_FILES = (
    "paths", "statements", "sources", "glossary", "tensions", "conditions", "happenings",
    "words", "readings",
)  # fmt: skip
"""The files of words, of which a small knowledge base may lack any."""
OTHER_FILES = ("questions", "homes", "parties", "assumptions")


class RuleDraft:
    """One folder of knowledge, read as far as it can be.

    Attributes:
        folder: The folder.
        problems: What the readers found wrong.
        vocabulary: The kinds of fact that could be read.
        thresholds: The thresholds that could be read.
        entries: The rules and totals that could be read, in order.
        questions: The questions, unless they are missing or faulty.
        homes: The homes, unless they are missing or faulty.
        parties: The kinds of party, unless they are missing or faulty.
        memo: What the memo can say, unless it is missing or anything at all is faulty.
        absent: The files that a whole knowledge base has and this folder lacks.
        prepared: What checks have worked out and others need too, by its name.
    """

    def __init__(self, folder: Path) -> None:
        """Reads a folder.

        Raises:
            InputError: If there is no such folder, or it is no knowledge base.
        """
        self.folder = folder
        if not (folder / "vocabulary.yaml").is_file():
            raise InputError(
                "This is not the folder of a knowledge base."
                if folder.is_dir()
                else "There is no such folder.",
                str(folder),
                remedy="Name a folder that holds vocabulary.yaml, thresholds.yaml and reasoning/.",
            )
        self.problems: list[Problem] = []
        self._readers: dict[str, Reader | None] = {}
        self._bodies: dict[tuple[str, int], Mapping] = {}
        """What each rule and total is written as, by file and line."""
        self.prepared: dict[str, Any] = {}
        self.vocabulary = self._vocabulary()
        self.thresholds = self._thresholds()
        self.entries: tuple[Entry, ...] = tuple(self._entries())
        self.questions: Questions | None = self._part("questions", read_questions)
        homes = self._part("homes", read_homes)
        self.homes: dict[str, Home] | None = None if homes is None else dict(homes)
        parties = self._part("parties", read_parties)
        self.parties: dict[str, PartyKind] | None = None if parties is None else dict(parties)
        self._part("assumptions", read_assumptions)
        for name in WORD_FILES:
            self._reader(f"{name}.yaml")
        self.memo = self._memo()
        self.absent = tuple(
            f"{name}.yaml"
            for name in (*OTHER_FILES, *WORD_FILES)
            if not (folder / f"{name}.yaml").is_file()
        )

    @property
    def whole(self) -> bool:
        """Whether everything that is there could be read."""
        return not self.problems

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        """The rules and totals by id; of two with one id, the first."""
        found: dict[str, Entry] = {}
        for entry in self.entries:
            found.setdefault(entry.id, entry)
        return found

    def relative(self, file: str | None) -> str:
        """A file's name as seen from the folder."""
        if file is None:
            return ""
        path = Path(file)
        return (
            path.relative_to(self.folder).as_posix() if path.is_relative_to(self.folder) else file
        )

    def content(self, name: str) -> Mapping:
        """What a file of words holds; an empty mapping if it is missing or faulty.

        Args:
            name: The file, without its ending.
        """
        reader = self._readers.get(f"{name}.yaml")
        top = reader.content if reader is not None else None
        return top if isinstance(top, Mapping) else Mapping(1)

    def listed(self, name: str, part: str) -> list[Mapping]:
        """The entries of a list in a file of words, those that are mappings.

        Args:
            name: The file, without its ending.
        """
        entries = self.content(name).get(part)
        return (
            [one for one in entries or () if isinstance(one, Mapping)]
            if isinstance(entries, Sequence)
            else []
        )

    def has(self, name: str) -> bool:
        """Whether a file of words is there and could be read."""
        return self._readers.get(f"{name}.yaml") is not None

    @property
    def has_words(self) -> bool:
        """Whether there is more than rules alone: any file of words could be read."""
        return any(self.has(name) for name in (*OTHER_FILES, *WORD_FILES))

    @property
    def rule_files(self) -> list[tuple[str, Any]]:
        """Each file of rules that could be parsed, and what it holds."""
        return [
            (name, reader.content)
            for name, reader in self._readers.items()
            if name.startswith(REASONING) and reader is not None
        ]

    def line_of(self, entry: Entry, key: str, value: str | None = None) -> int:
        """The line of a key of a rule or total, or of one entry of the list under it.

        Args:
            entry: The rule or total.
        """
        body = self._bodies.get((self.relative(entry.file), entry.line))
        if body is None:
            return entry.line
        listed = body.get(key)
        if value is not None and isinstance(listed, Sequence) and value in listed:
            return listed.lines[listed.index(value)]
        return body.lines.get(key, entry.line)

    @cached_property
    def memo_entries(self) -> tuple[Entry, ...]:
        """The memo's rules and totals, and its sentences as rules."""
        return self.memo.rulebook.entries if self.memo is not None else ()

    @cached_property
    def memo_cites(self) -> dict[str, tuple[str, int, str]]:
        """The statements that sentences and rules of the memo rest on: file, line and id."""
        found: dict[str, tuple[str, int, str]] = {}
        for entry in self.memo_entries:
            said = self.memo.sentences.get(entry.id) if self.memo else None
            for number in (*entry.rests_on, *(said.rests_on if said else ())):
                found.setdefault(number, (self.relative(entry.file), entry.line, entry.id))
        return found

    # Reading

    def _reader(self, name: str) -> Reader | None:
        """A file, parsed once; nothing, and its problems noted, when it is missing or faulty."""
        path = self.folder / name
        if name not in self._readers:
            self._readers[name] = None
            if path.is_file():
                try:
                    self._readers[name] = Reader(str(path))
                except KnowledgeError as error:
                    self.problems.extend(error.problems)
        return self._readers[name]

    def _vocabulary(self) -> Vocabulary:
        reader = self._reader("vocabulary.yaml")
        if reader is None:
            return Vocabulary({}, {}, str(self.folder / "vocabulary.yaml"))
        vocabulary = vocabulary_in(reader)
        self.problems.extend(reader.problems)
        return vocabulary

    def _thresholds(self) -> dict[str, Threshold]:
        reader = self._reader("thresholds.yaml")
        if reader is None:
            return {}
        thresholds = thresholds_in(reader)
        self.problems.extend(reader.problems)
        return thresholds

    def _entries(self) -> list[Entry]:
        """The rules and totals of every file that can be parsed."""
        words = Words(self.vocabulary, self.thresholds)
        found: list[Entry] = []
        for path in sorted((self.folder / REASONING).glob("*.yaml")):
            reader = self._reader(f"{REASONING}/{path.name}")
            if reader is None or self._readers["vocabulary.yaml"] is None:
                continue  # without any kind of fact every rule would seem wrong
            file, reader = read_rules(str(path), words, len(found))
            self.problems.extend(reader.problems)
            for body in file.bodies:
                line = body.lines.get("id", body.line)
                self._bodies[self.relative(str(path)), line] = body
            found.extend(sorted((*file.rules, *file.totals), key=lambda one: one.order))
        return found

    def _memo(self) -> MemoKnowledge | None:
        if self.problems or self.questions is None or not (self.folder / MEMO).is_dir():
            return None
        rules = [one for one in self.entries if isinstance(one, Rule)]
        totals = [one for one in self.entries if isinstance(one, Total)]
        try:
            book = Rulebook(self.vocabulary, rules, totals, self.thresholds)
            return read_memo(self.folder, book, self.questions)
        except KnowledgeError as error:
            self.problems.extend(error.problems)
            return None

    def _part(self, name: str, read: Callable[[str], Part]) -> Part | None:
        if self._reader(f"{name}.yaml") is None:
            return None
        try:
            return read(str(self.folder / f"{name}.yaml"))
        except KnowledgeError as error:
            self.problems.extend(error.problems)
            return None
        except (TypeError, ValueError, AttributeError) as error:
            self.problems.append(
                Problem(
                    f"The file has not the form it should have: {error}.",
                    str(self.folder / f"{name}.yaml"),
                    1,
                    "The head of the file in Advisor's own knowledge says what it holds.",
                )
            )
            return None
