"""The knowledge base as a whole: rules, questions, homes, parties, sources and words.

Parts are read when they are first needed, so that a command pays only for what it uses.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, cached_property
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Any
from weakref import finalize

from advisor.errors import KnowledgeError
from advisor.knowledge.homes import Assumptions, Home, read_assumptions, read_homes
from advisor.knowledge.locate import refuse_leaving, rules_folder
from advisor.knowledge.parties import PartyKind, read_parties
from advisor.knowledge.questions import Questions, read_questions
from advisor.knowledge.reading import Reader
from advisor.knowledge.rulebook import Rulebook, load_rulebook
from advisor.knowledge.texts import misfits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.knowledge.interview import Plan
    from advisor.knowledge.overlay import PlacedFolder
    from advisor.knowledge.sentences import MemoKnowledge
    from advisor.knowledge.source import Mapping as SourceMapping
    from advisor.knowledge.speech import SpokenWords

RULES_VERSION = "2026.1"
"""The version of the knowledge base; it changes when advice can change."""


def _listed(
    file: str, part: str = "", key: str = "id"
) -> cached_property[Mapping[str, Mapping[str, Any]]]:
    """A list of a file of words, as a mapping by one key of its entries."""

    def read(knowledge: Knowledge) -> Mapping[str, Mapping[str, Any]]:
        name = part or file
        entries = knowledge._file(file).get(name)
        if not isinstance(entries, list) or not all(
            isinstance(one, dict) and key in one for one in entries
        ):
            what = f"“{name}” is no list of entries, each with its “{key}”."
            raise KnowledgeError(what, knowledge._path(file), remedy="Write it as ours is written.")
        return {str(entry[key]): entry for entry in entries}

    return cached_property(read)


class Knowledge:
    """One folder of knowledge, read part by part.

    Attributes:
        folder: The folder the knowledge is read from.
        version: Whose knowledge it is, and in which version; a memo's stamp names it.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        name: str = "",
        origin: PlacedFolder | None = None,
    ) -> None:
        """Takes a folder; without one, the knowledge that comes with Advisor.

        Args:
            name: What to call it beside the version; by default its own name where it is not
                the folder that comes with Advisor.
            origin: Where its lines were written, if the folder was made for this knowledge; it
                goes with it.
        """
        self.folder = folder if folder is not None else rules_folder()
        own = name or ("" if folder is None or folder == rules_folder() else folder.name)
        self.version = f"{RULES_VERSION} ({own})" if own else RULES_VERSION
        self.origin = origin
        self._remove = finalize(self, rmtree, self.folder, ignore_errors=True) if origin else None
        self._files: dict[str, SourceMapping] = {}

    @cached_property
    def rulebook(self) -> Rulebook:
        """The rules, checked against the vocabulary."""
        return load_rulebook(self.folder)

    @cached_property
    def questions(self) -> Questions:
        """The questions a case file can answer."""
        return read_questions(self._path("questions"))

    @cached_property
    def homes(self) -> Mapping[str, Home]:
        """The twelve homes, by slug."""
        return read_homes(self._path("homes"))

    @cached_property
    def parties(self) -> Mapping[str, PartyKind]:
        """The kinds of party, by slug."""
        return read_parties(self._path("parties"))

    @cached_property
    def assumptions(self) -> Assumptions:
        """What is taken for granted of parties, money and openness."""
        return read_assumptions(self._path("assumptions"))

    @cached_property
    def interview(self) -> Plan:
        """What the interview asks, in order."""
        from advisor.knowledge.interview import read_plan

        return read_plan(self._path("interview"), self.questions, self.rulebook.vocabulary.kinds)

    @cached_property
    def speech(self) -> SpokenWords:
        """How people say yes, no, that they do not know, numbers and days."""
        from advisor.knowledge.speech import read_speech

        return read_speech(self._path("speech"))

    @property
    def tells(self) -> bool:
        """Whether the folder says what a memo can say; a folder of rules alone does not."""
        return (self.folder / "memo").is_dir()

    @cached_property
    def memo(self) -> MemoKnowledge:
        """The sentences of the memo, and when each may be said."""
        from advisor.knowledge.sentences import read_memo

        return read_memo(self.folder, self.rulebook, self.questions)

    paths = _listed("paths", key="slug")
    """The fifteen paths with their words, by slug."""

    statements = _listed("statements")
    """Every statement of the articles in our words, by number."""

    sources = _listed("sources")
    """The articles and pages behind the statements, by id."""

    glossary = _listed("glossary", part="terms")
    """The terms of the field, by id."""

    tensions = _listed("tensions")
    """The seven tensions with their words, by id."""

    conditions = _listed("conditions")
    """The words for every condition, by id."""

    @cached_property
    def hash(self) -> str:
        """The SHA-256 of everything the knowledge base says, in hexadecimal.

        Line ends do not count; names and content of the files do.
        """
        digest = hashlib.sha256()
        for path in sorted(self.folder.rglob("*.yaml")):
            content = path.read_bytes().replace(b"\r\n", b"\n")
            name = path.relative_to(self.folder).as_posix()
            digest.update(f"{name} {len(content)}\n".encode())
            digest.update(content)
        return digest.hexdigest()

    def close(self) -> None:
        """Removes what was made for this knowledge; it is not read any more."""
        if self._remove is not None:
            self._remove()

    def read_all(self) -> None:
        """Reads what reasoning, asking and the memo need.

        Raises:
            KnowledgeError: With what is wrong, with file and line.
        """
        for part in ("rulebook", "questions", "homes", "parties", "assumptions", "interview"):
            getattr(self, part)
        if self.tells:
            _ = self.memo

    def section(self, name: str, key: str) -> Any:
        """One top-level part of a file of words.

        Args:
            name: The file, without its ending.

        Returns:
            What stands there, or nothing.
        """
        return self._file(name).get(key)

    def _path(self, name: str) -> str:
        path = self.folder / f"{name}.yaml"
        refuse_leaving(self.folder, [path])
        return str(path)

    def _file(self, name: str) -> Mapping[str, Any]:
        if name not in self._files:
            reader = Reader(self._path(name))
            self._files[name] = reader.mapping(reader.content, "The file", 1)
            for one in misfits(name, self._files[name]):
                reader.wrong(one.what, one.line, one.remedy, "unbound-in-text")
            reader.finish()
        return self._files[name]


@cache
def shipped_knowledge() -> Knowledge:
    """The knowledge that comes with Advisor, read once in a process."""
    return Knowledge()


_used: ContextVar[Knowledge | None] = ContextVar("knowledge", default=None)


def usual_knowledge() -> Knowledge:
    """The knowledge used where none is named: what comes with Advisor, or another, `using` it."""
    return _used.get() or shipped_knowledge()


@contextmanager
def using(knowledge: Knowledge) -> Iterator[None]:
    """Uses another knowledge meanwhile, wherever none is named."""
    token = _used.set(knowledge)
    try:
        yield
    finally:
        _used.reset(token)
