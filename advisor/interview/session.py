"""Keeps the answers of an interview that is not finished, whatever happens to the program."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from advisor.errors import InputError, writing
from advisor.model.replacing import refuse_links, replace

if TYPE_CHECKING:
    from typing import IO

    from advisor.model.draft import Draft

VERSION = 1
_SUFFIX = ".session"
_LOCK = ".lock"


class HeldElsewhereError(InputError):
    """A case that somebody else is changing at this moment."""


_Part = dict[str, Any]


class _Kept(msgspec.Struct):
    """What a session file holds beside its version and check."""

    draft: dict[str, str | int | float | bool | _Part | list[str | _Part]]
    asked: list[str]
    case: str = ""
    stage: Literal["path", "memo", "words", "done"] = "path"
    screen: bool = False
    again: dict[str, Any] = {}
    line: list[str | int] = []
    numbers: dict[str, int] = {}
    heard: list[str] = []


MORE = tuple(one for one in _Kept.__struct_fields__ if one not in ("draft", "asked", "case"))
"""What is kept beside the answers and the questions that were put."""


class InterviewSession:
    """The session file of one case, and the lock that keeps a second interview off it.

    Attributes:
        path: The session file; it stands beside the case file.
    """

    def __init__(self, case: Path) -> None:
        """Names the session of a case.

        Args:
            case: The case file that the interview will write.
        """
        self.path = case.with_name(case.name + _SUFFIX)
        self._case = case
        self._lock_path = case.with_name(case.name + _LOCK)
        self._lock: IO[bytes] | None = None
        self._begun_with: str | None = None

    def __enter__(self) -> InterviewSession:
        """Takes the lock.

        Raises:
            InputError: If another interview on the case is running, or nothing can be written.
        """
        refuse_links(self._lock_path, self.path)
        with writing(self._lock_path, "Name a case in a folder you may write to."):
            self._lock = _opened(self._lock_path)
        if self._lock is None:
            raise HeldElsewhereError(
                "Another interview on this case is running.",
                file=str(self.path),
                remedy="Finish or quit that one first, or name another case.",
            )
        for left in self.path.parent.glob(f".{self.path.name[:40]}.*.part"):
            left.unlink(missing_ok=True)  # of a program that was killed while it wrote
        return self

    def __exit__(self, *_: object) -> None:
        """Gives the lock back; the system does so too when the program is killed."""
        if self._lock is not None:
            self._lock_path.unlink(missing_ok=True)
            self._lock.close()
            self._lock = None

    def load(self) -> dict[str, Any] | None:
        """What the session file holds.

        Returns:
            The content that was saved; nothing if there is no file.

        Raises:
            InputError: If the file is damaged or not one of ours. It is left as it is.
        """
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise InputError(
                f"Cannot read this file: {error.strerror}.", file=str(self.path)
            ) from error
        try:
            whole = json.loads(data)
            content: dict[str, Any] = whole["content"]
            if whole["advisor-session"] != VERSION or whole["check"] != _check(content):
                raise ValueError
            content["draft"]["advisor-case"]
            kept = msgspec.convert(content, _Kept)
            if [type(one) for one in kept.line] not in ([], [str, int]):
                raise ValueError
            self._begun_with = content.get("case")
        except (ValueError, KeyError, TypeError, RecursionError, msgspec.ValidationError):
            raise self.damaged() from None
        return content

    def damaged(self) -> InputError:
        """The error about a file that is none of ours, or not as it was written."""
        return InputError(
            "This is no session of an interview, or it is damaged. It is left as it is.",
            file=str(self.path),
            remedy="Move it away to begin anew, or name another case.",
        )

    def save(self, draft: Draft, **more: Any) -> None:
        """Puts the answers in the session file, in one step.

        Raises:
            InputError: If the file cannot be written.
        """
        if self._begun_with is None:
            self._begun_with = _digest(self._case)
        content = {"draft": draft.content, "asked": draft.asked, "case": self._begun_with, **more}
        whole = {"advisor-session": VERSION, "check": _check(content), "content": content}
        text = json.dumps(whole, ensure_ascii=False, indent=1)
        with writing(self.path, "Make room, or name a case in another folder."):
            replace(self.path, f"{text}\n".encode("utf-8", "backslashreplace"))

    def has_changed(self) -> bool:
        """Whether the case file is another than when the interview that was loaded began."""
        return self._begun_with not in (None, _digest(self._case))

    def close(self) -> None:
        """Takes the session file away, once the case file is written."""
        self.path.unlink(missing_ok=True)
        self._begun_with = None


def _opened(path: Path) -> IO[bytes] | None:
    """The lock file, locked; nothing if somebody else has it."""
    while True:
        file = open(path, "a+b")  # noqa: SIM115 - held until the end
        if not _locked(file):
            file.close()
            return None
        try:
            if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                return file
        except FileNotFoundError:
            pass  # whoever had it took it away in the meantime
        file.close()


def _digest(case: Path) -> str:
    """A sum over the case file; empty if there is none."""
    try:
        return hashlib.sha256(case.read_bytes()).hexdigest()[:16]
    except OSError:
        return ""


def _check(content: Any) -> str:
    """A sum over the content that tells a damaged file from a whole one."""
    plain = json.dumps(content, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(plain.encode("ascii")).hexdigest()[:16]


if os.name == "nt":  # pragma: no cover
    import msvcrt

    def _locked(file: IO[bytes]) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True

else:
    import fcntl

    def _locked(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
