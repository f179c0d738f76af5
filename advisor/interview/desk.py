"""The cases of one folder, for whoever serves them: named, opened one at a time, kept at once."""

from __future__ import annotations

import datetime
import threading
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advisor.errors import InputError
from advisor.explanation.contract import Contract
from advisor.interview.answered import Answered
from advisor.interview.course import Course
from advisor.interview.links import Links
from advisor.interview.session import HeldElsewhereError, InterviewSession
from advisor.knowledge.source import read
from advisor.model.case_reader import read_case
from advisor.model.draft import Draft, content_of
from advisor.model.replacing import refuse_links

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.base import Knowledge

SUFFIX = ".yaml"
MOST_OPEN = 60
"""Cases that are kept open; the rules grounded over one take some 40 MB, 90 without a place."""
IDLE = 600.0
"""Seconds after which a case at which nobody looks is kept open no longer, but for the last one."""
LONGEST_NAME = 60
"""Letters of the name of a case."""
NOT_IN_NAMES = frozenset('/\\:*?"<>|')
"""What some system does not take in the name of a file."""
PATIENCE = 2.0
"""Seconds to wait for a case that another program holds."""


class NoSuchCaseError(InputError):
    """A case that is not in the folder."""


class Listed(Contract, frozen=True):
    """A case in the list."""

    name: str
    begun: bool
    """Whether answers wait in a session that are not in the case file yet."""


class Opened:
    """A case that is open: its files, its course, and what they were when it was read.

    Attributes:
        name: Its name in the folder, without ending.
        path: The case file, which may not be there yet.
        session: Where answers are kept until the case file is written.
        course: The interview over it.
        seen: When somebody last looked at it.
    """

    seen = 0.0

    def __init__(self, name: str, path: Path, knowledge: Knowledge) -> None:
        """Reads the session, or else the case file, or begins with nothing.

        Raises:
            InputError: If a file is damaged or is no case.
        """
        self.name = name
        self.path = path
        self.session = InterviewSession(path)
        self.stamp = _stamp(path, self.session.path)
        self.course = Course(knowledge, _answered(path, self.session, knowledge))

    @property
    def is_begun(self) -> bool:
        """Whether answers wait in the session that are not in the case file yet."""
        return self.session.path.exists()

    @property
    def is_current(self) -> bool:
        """Whether the files are as they were when they were last read or written here."""
        return self.stamp == _stamp(self.path, self.session.path)


class Desk:
    """All cases of a folder.

    Attributes:
        folder: Where they are.
        knowledge: The knowledge base.
        links: What opens a part of a case to others.
    """

    def __init__(self, folder: Path, knowledge: Knowledge) -> None:
        """Takes a folder."""
        self.folder = folder
        self.knowledge = knowledge
        self.links = Links(folder)
        self._opened: dict[str, Opened] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()

    def listed(self) -> list[Listed]:
        """The cases of the folder, by name.

        Raises:
            InputError: If the folder cannot be read any more.
        """
        try:
            files = [one.name for one in self.folder.iterdir() if not one.name.startswith(".")]
        except OSError as error:
            raise InputError(
                f"Cannot read this folder: {error.strerror}.", file=str(self.folder),
                remedy="Put it back, or stop the server and name another.",
            ) from error  # fmt: skip
        begun = {one.removesuffix(SUFFIX + ".session") for one in files
                 if one.endswith(SUFFIX + ".session")}  # fmt: skip
        written = {one.removesuffix(SUFFIX) for one in files if one.endswith(SUFFIX)}
        return [Listed(name, name in begun) for name in sorted(begun | written, key=str.casefold)]

    def path_of(self, name: str) -> Path:
        """The case file of a name, whether it is there or not.

        A person can put files of any name into the folder; a new case gets one that every system
        takes.

        Raises:
            NoSuchCaseError: If no case of this folder can be called so.
        """
        path = self.folder / f"{name}{SUFFIX}"
        plain = name == name.strip() and name.isprintable() and len(name) <= LONGEST_NAME
        inside = name and not name.startswith(".") and not set(name) & set("/\\\0")
        if not inside or ((not plain or set(name) & NOT_IN_NAMES) and not _is_there(path)):
            raise NoSuchCaseError("This cannot be the name of a case.", remedy="Choose another.")
        return path

    def exists(self, name: str) -> bool:
        """Whether there is a case of this name, written or only begun."""
        return _is_there(self.path_of(name))

    def stamp(self, name: str) -> tuple[Any, ...]:
        """What tells whether the files of a case are as they were."""
        path = self.path_of(name)
        return _stamp(path, InterviewSession(path).path)

    @contextmanager
    def open(self, name: str, *, new: bool = False) -> Iterator[Opened]:
        """Holds a case to look at it or to answer; nobody else has it meanwhile.

        Args:
            new: Whether it need not be there yet.

        Raises:
            NoSuchCaseError: If it is not there.
            InputError: If a file of it cannot be used, or somebody holds it at a terminal.
        """
        path = self.path_of(name)
        with self._lock(name):
            if not new and not self.exists(name):
                self._opened.pop(name, None)
                raise _missing(name)
            yield self._current(name, path)

    @contextmanager
    def change(self, name: str, *, new: bool = False) -> Iterator[Opened]:
        """Holds a case to change it, so that no other program changes it at the same time.

        Args:
            new: Whether it need not be there yet.

        Raises:
            InputError: As for `open`, and if somebody holds it at a terminal.
        """
        with self.open(name, new=new) as held, _locked(held.session):
            opened = self._current(name, held.path)  # which may have changed until we had it
            try:
                yield opened
            finally:
                opened.stamp = _stamp(opened.path, opened.session.path)

    def _current(self, name: str, path: Path) -> Opened:
        """The case as its files are now."""
        opened = self._opened.get(name)
        if opened is None or not opened.is_current:
            refuse_links(path, InterviewSession(path).path)
            opened = Opened(name, path, self.knowledge)
        with self._guard:
            self._opened.pop(name, None)
            self._opened[name] = opened
            opened.seen = time.monotonic()
            for one in [*self._opened.values()][:-1]:  # those longest not looked at first
                if len(self._opened) > MOST_OPEN or opened.seen - one.seen > IDLE:
                    del self._opened[one.name]
        return opened

    @contextmanager
    def alone(self, name: str) -> Iterator[Path]:
        """Holds the files of a case, whatever is in them, and gives its case file.

        Raises:
            NoSuchCaseError: If it is not there.
            InputError: If somebody holds it at a terminal, or nothing can be written.
        """
        path = self.path_of(name)
        with self._lock(name):
            if not self.exists(name):
                raise _missing(name)
            with _locked(InterviewSession(path)):
                yield path

    def forget(self, name: str) -> None:
        """Reads a case afresh when it is opened next."""
        self._opened.pop(name, None)

    def _lock(self, name: str) -> threading.Lock:
        with self._guard:
            return self._locks.setdefault(name, threading.Lock())


@contextmanager
def _locked(session: InterviewSession) -> Iterator[None]:
    """Holds a session, after a short wait where another program has it."""
    with ExitStack() as stack:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                stack.enter_context(session)
                break
            except HeldElsewhereError:  # by another server: for a moment only
                if time.monotonic() > until:
                    raise
                time.sleep(0.02)
        yield


def _is_there(path: Path) -> bool:
    return path.exists() or InterviewSession(path).path.exists()


def _missing(name: str) -> NoSuchCaseError:
    return NoSuchCaseError(
        f"There is no case “{name}” here.", remedy="Go back to the list of cases."
    )


def _answered(path: Path, session: InterviewSession, knowledge: Knowledge) -> Answered:
    """The answers that are kept of a case."""
    kept = Answered.resumed(knowledge, session)
    if kept is not None:
        return kept
    rater = knowledge.interview.rater
    if path.exists():
        case = read_case(read(str(path)), str(path), knowledge, begun=True)
        draft = Draft(content_of(case, knowledge.questions), rater=rater)
        draft.entries("parties")
    else:
        draft = Draft(rater=rater)
        draft.put("as-of", datetime.date.today().isoformat())
    return Answered(knowledge, draft, session)


def _stamp(*paths: Path) -> tuple[Any, ...]:
    """What tells whether files are as they were: of each its time, size and number."""
    found: list[Any] = []
    for path in paths:
        try:
            state = path.stat()
            found.append((state.st_mtime_ns, state.st_size, state.st_ino))
        except OSError:
            found.append(None)
    return tuple(found)
