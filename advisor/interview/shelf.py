"""Whole cases on a folder's shelf: taken in, copied, renamed, put into the trash; none is lost."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.errors import InputError, writing
from advisor.interview.desk import LONGEST_NAME, NOT_IN_NAMES, SUFFIX
from advisor.interview.session import InterviewSession
from advisor.knowledge.source import parse
from advisor.model.case_reader import case_from_bytes, read_case
from advisor.model.case_text import case_text
from advisor.model.draft import content_of
from advisor.model.replacing import refuse_links
from advisor.presentation.interview import say

if TYPE_CHECKING:
    from advisor.interview.desk import Desk
    from advisor.knowledge.base import Knowledge

ROOM = "Make room, or serve a folder you may write to. Nothing has been changed."
TRASH = ".trash"
"""The folder, inside the one that is served, from which a case can be put back by hand."""
_CASE, _SESSION = SUFFIX, f"{SUFFIX}.session"
_ENDS = (".memo.md", f"{SUFFIX}.before", _SESSION, _CASE)
"""What follows the name of a case in the names of its files; the case file is moved last."""


def free_name(desk: Desk, wanted: str) -> str:
    """A name like the one wanted that no case has.

    Args:
        wanted: A name, of which what cannot stand in one is left out.
    """
    plain = "".join(one for one in wanted if one.isprintable() and one not in NOT_IN_NAMES)
    name = plain.strip(" .")[:LONGEST_NAME].strip() or "case"
    number, found = 1, name
    while desk.exists(found):
        number += 1
        end = f" {number}"
        found = name[: LONGEST_NAME - len(end)].strip() + end
    return found


def begin(desk: Desk, name: str) -> None:
    """Begins a case with nothing in it but the day.

    Raises:
        InputError: If a case has the name, or none can have it.
    """
    refuse_taken(desk, name)
    with desk.change(name, new=True) as opened:
        refuse_taken(desk, name)  # somebody else may have been quicker
        opened.course.answered.save()


def take_in(desk: Desk, name: str, data: bytes, file: str) -> None:
    """Puts a case file from elsewhere among the cases.

    Args:
        name: What it is to be called; no case has the name.
        file: Its name where it comes from, for messages.

    Raises:
        InputError: If it is no case, with every line and what to do; or if it cannot be kept.
    """
    readable = _readable(data, file, desk.knowledge)
    refuse_taken(desk, name)
    _make(desk, name, readable, _CASE)


def copy(desk: Desk, name: str, new: str) -> None:
    """Makes a case with the same answers.

    Args:
        new: What the copy is to be called; no case has the name.

    Raises:
        InputError: If the case cannot be read, or the copy not be written.
    """
    with desk.alone(name) as path, writing(path, ROOM):
        files = {end: _beside(path, end) for end in (_CASE, _SESSION)}
        refuse_links(*files.values())
        found = [(end, file.read_bytes()) for end, file in files.items() if file.exists()]
    refuse_taken(desk, new)
    made: list[Path] = []
    try:
        for end, data in found:
            made.append(_make(desk, new, data, end))
    except InputError:
        for file in made:  # half a copy is none
            file.unlink()
        raise


def rename(desk: Desk, name: str, new: str) -> None:
    """Gives a case another name.

    Args:
        new: The name it gets; no case has it.

    Raises:
        InputError: If somebody holds one of the two, or a file cannot be moved.
    """
    target = desk.path_of(new)
    with desk.alone(name) as path, InterviewSession(target):
        refuse_taken(desk, new)
        _move(path, target)
        desk.links.rename(name, new)
    desk.forget(name)


def discard(desk: Desk, name: str) -> str:
    """Puts a case into the trash.

    Raises:
        InputError: If somebody holds it, or a file cannot be moved.
    """
    trash = desk.folder / TRASH
    refuse_links(trash)
    with desk.alone(name) as path, writing(trash, ROOM):
        trash.mkdir(exist_ok=True)
        number, target = 1, trash / path.name
        while any(_beside(target, end).exists() for end in _ENDS):
            number += 1
            target = trash / f"{name} {number}{SUFFIX}"
        desk.links.withdraw(name)  # another case of its name must not be opened by them
        _move(path, target)
    desk.forget(name)
    return target.name


def _readable(data: bytes, file: str, knowledge: Knowledge) -> bytes:
    """A case file as it can be kept: the same, or in the usual form where it is in another."""
    value = parse(data, file)
    if isinstance(value, dict) and not any("." in key for key in value):
        read_case(value, file, knowledge, begun=True)
        return data
    case = case_from_bytes(data, file, knowledge)
    head = say("file-head", 1000).strip()
    return case_text(content_of(case, knowledge.questions), knowledge.questions, head).encode()


def _make(desk: Desk, name: str, data: bytes, end: str) -> Path:
    """Writes a new file of a case, and nothing where there is one; gives the file."""
    path = _beside(desk.path_of(name), end)
    with writing(path, ROOM):
        file = open(path, "xb")  # noqa: SIM115 - closed below, and removed if incomplete
        try:
            with file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            with contextlib.suppress(OSError):
                path.unlink()
            raise
    return path


def _move(path: Path, target: Path) -> None:
    """Moves all files of a case; those already moved go back where one of them cannot be."""
    moved: list[tuple[Path, Path]] = []
    with writing(path, ROOM):
        try:
            for end in _ENDS:
                if _beside(path, end).exists():
                    os.rename(_beside(path, end), _beside(target, end))
                    moved.append((_beside(path, end), _beside(target, end)))
        except OSError:
            for before, after in moved:
                with contextlib.suppress(OSError):
                    os.rename(after, before)
            raise


def _beside(path: Path, end: str) -> Path:
    return path.with_name(path.name.removesuffix(SUFFIX) + end)


def refuse_taken(desk: Desk, name: str) -> None:
    """Refuses a name that a case has.

    Raises:
        InputError: If one has it.
    """
    if desk.exists(name):
        raise InputError(f"There is a case “{name}” already.", remedy="Choose another name.")
