"""Files of your own laid over the knowledge: they add, replace and silence, and the rest stays.

A firm has other numbers, a class tries another rule, a district words a sentence its own way. Such
a file is laid over a folder of knowledge by writing the folder anew with its entries in it, so
whatever reads knowledge reads it like any other. Each line of the new folder knows the file it
came from, so that what is wrong is told where it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple

from advisor.errors import KnowledgeError, Problem, did_you_mean, echo
from advisor.knowledge.base import Knowledge, shipped_knowledge
from advisor.knowledge.locate import refuse_leaving, rules_folder
from advisor.knowledge.reading import Reader
from advisor.knowledge.source import Mapping

KEYS = ("advisor-overlay", "name", "about", "silence", "thresholds", "totals", "rules",
        "sentences", "questions")  # fmt: skip
ENTRIES = ("totals", "rules", "sentences")
"""The lists whose entries an overlay can add, replace or silence, by their id."""


_begins = re.compile(r"(?: {0,2}- \{?id: \"?)([a-z0-9-]+)")


class PlacedLine(NamedTuple):
    """A line of text that knows where it stands."""

    text: str
    file: str
    number: int


class PlacedFolder(NamedTuple):
    """Where the lines of a folder were written that was made of others."""

    folder: Path
    """Where files stand that were taken over as they were."""
    lines: dict[str, list[PlacedLine]]
    """Those of the files that were changed or added, by their names seen from the folder."""

    def place(self, file: str, line: int | None) -> tuple[str, int | None]:
        """The file and line at which a line was written.

        Args:
            file: Its file, seen from the folder that was made.
        """
        lines = self.lines.get(file)
        if lines and line:
            origin = lines[min(line, len(lines)) - 1]
            return origin.file, origin.number
        return str(self.folder / file), line


class Page:
    """One file of a folder, to be written anew.

    Changes are noted, and made when it is written.
    """

    def __init__(self, path: Path) -> None:
        """Takes a file; it is read when it is needed."""
        self._path = path
        self._changes: dict[int, tuple[int, list[PlacedLine]]] = {}
        self._after: dict[int, list[PlacedLine]] = {}

    @cached_property
    def lines(self) -> list[PlacedLine]:
        """Its lines, as they stand there."""
        text = self._path.read_text("utf-8-sig").splitlines()
        return [PlacedLine(one, str(self._path), number) for number, one in enumerate(text, 1)]

    @cached_property
    def reader(self) -> Reader:
        """What the file says, and what is wrong with it."""
        return Reader(str(self._path))

    @cached_property
    def content(self) -> Mapping:
        """What the file says."""
        return self.reader.mapping(self.reader.content, "The file", 1)

    def entry(self, line: int) -> list[PlacedLine]:
        """The lines of the entry that begins on a line: all that is set further in."""
        end = line
        while end < len(self.lines) and (
            not self.lines[end].text.strip()
            or _indent(self.lines[end].text) > _indent(self.lines[line - 1].text)
        ):
            end += 1
        while not self.lines[end - 1].text.strip():
            end -= 1
        return self.lines[line - 1 : end]

    def replace(self, line: int, new: list[PlacedLine]) -> None:
        """Puts other lines, or none, in the place of the entry that begins on a line."""
        old = self.entry(line)
        self._changes[line] = (len(old), set_in(new, _indent(old[0].text)))

    def append(self, line: int, new: list[PlacedLine]) -> None:
        """Puts an entry behind the one that begins on a line."""
        old = self.entry(line)
        after = self._after.setdefault(old[-1].number, [])
        after.extend(set_in(new, _indent(old[0].text)))

    def written(self) -> list[PlacedLine]:
        """The lines with all changes."""
        made: list[PlacedLine] = []
        number = 1
        while number <= len(self.lines):
            length, new = self._changes.get(number, (1, [self.lines[number - 1]]))
            made += new
            for passed in range(number, number + length):
                made += self._after.get(passed, ())
            number += length
        return made


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def set_in(lines: list[PlacedLine], indent: int) -> list[PlacedLine]:
    """The same lines, the first of them so many columns in."""
    if not lines:
        return []
    own = _indent(lines[0].text)
    return [one._replace(text=f"{'':{indent}}{one.text[own:]}".rstrip()) for one in lines]


def load_knowledge(folder: Path | str | None = None, adds: Iterable[Path | str] = ()) -> Knowledge:
    """The knowledge of a folder, with files of your own laid over it.

    Args:
        folder: A folder like `rules/`; by default the knowledge that comes with Advisor.
        adds: The overlays, each over all before it. docs/own-rules.md says what one holds.

    Returns:
        Knowledge to pass to `load_case` and `assess`. It has been read, so that what is wrong
        with a file of yours is known before it is used.

    Raises:
        KnowledgeError: With all that is wrong, each with file and line.
    """
    source = Path(folder) if folder is not None else rules_folder()
    if not source.is_dir():
        what = "There is no such folder." if not source.exists() else "This is no folder."
        remedy = "Name a folder made like rules/ of Advisor."
        raise KnowledgeError(what, str(source), remedy=remedy)
    files = [Path(one) for one in adds]
    if not files:
        return Knowledge(source) if folder is not None else shipped_knowledge()
    return _Laying(source).over(files)


def _placed(problem: Problem, made: Path, origin: PlacedFolder) -> Problem:
    """A problem with the file and line at which it was written."""
    if problem.file is None or not Path(problem.file).is_relative_to(made):
        return problem
    file, line = origin.place(Path(problem.file).relative_to(made).as_posix(), problem.line)
    return problem._replace(file=file, line=line)


class _Laying:
    """Lays overlays over the files of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        paths = sorted(folder.rglob("*.yaml"))
        refuse_leaving(folder, paths)
        self._paths = {path.relative_to(folder).as_posix(): path for path in paths}
        self._pages: dict[str, Page] = {}
        self._new: dict[str, list[PlacedLine]] = {}

    def over(self, files: list[Path]) -> Knowledge:
        names = [self._lay(Page(file), file) for file in files]
        made = Path(mkdtemp(prefix="advisor-rules-"))
        changed: dict[str, list[PlacedLine]] = {}
        for name in (*self._paths, *self._new):
            target = made / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if name in self._pages or name in self._new:
                lines = self._new.get(name) or self._pages[name].written()
                changed[name] = lines
                target.write_text("\n".join(one.text for one in lines) + "\n", "utf-8")
            else:
                target.write_bytes(self._paths[name].read_bytes())
        origin = PlacedFolder(self._folder, changed)
        knowledge = Knowledge(made, name=f"with {', '.join(names)}", origin=origin)
        try:
            knowledge.read_all()
        except KnowledgeError as error:
            found = [_placed(one, made, origin) for one in error.problems]
            knowledge.close()
            raise KnowledgeError.together(found) from None
        return knowledge

    def _page(self, name: str) -> Page:
        if name not in self._pages:
            self._pages[name] = Page(self._paths[name])
        return self._pages[name]

    def _lay(self, own: Page, file: Path) -> str:
        """Notes what one overlay changes; its name."""
        reader, top = own.reader, own.content
        reader.only(top, KEYS, "a file of your own rules", required=("advisor-overlay",))
        if str(top.get("advisor-overlay")) != "1":
            line = top.lines.get("advisor-overlay", 1)
            reader.wrong("“advisor-overlay” is not 1.", line, "Write advisor-overlay: 1.")
        reader.finish()
        held = self._held()
        for name, line in _listed(reader, top):
            if name in held:
                self._page(held[name][0]).replace(held[name][1], [])
            else:
                remedy = did_you_mean(name, held, "“advisor rules list” names the rules.")
                what = f"There is no rule and no sentence {echo(name)} to silence."
                reader.wrong(what, line, remedy)
        added: dict[str, list[PlacedLine]] = {}
        for key in ENTRIES:
            for body, line in _bodies(reader, top, key):
                self._entry(own, held, key, body, line, added)
        for name, lines in added.items():
            self._new[f"{name}-{len(self._new):02}.yaml"] = lines
        self._thresholds(own)
        self._questions(own)
        reader.finish()
        return reader.text(top, "name") or file.name

    def _held(self) -> dict[str, tuple[str, int]]:
        """The file and line of every entry with an id that can be replaced."""
        held: dict[str, tuple[str, int]] = {}
        for name in self._paths:
            if name.startswith(("reasoning/", "memo/reasoning/", "memo/sentences/")):
                for line in self._page(name).lines:
                    if found := _begins.match(line.text):
                        held[found[1]] = (name, line.number)
        return held

    def _entry(
        self, own: Page, held: dict[str, tuple[str, int]], key: str, body: Mapping, line: int,
        added: dict[str, list[PlacedLine]],
    ) -> None:  # fmt: skip
        """Notes an entry that takes the place of one, or is new."""
        name, block = str(body.get("id")), str(body.get("block") or "")
        if key == "sentences" and not self._on_own_lines(own, body, line):
            return
        lines = [one for one in own.entry(line) if one.number != body.lines.get("block")]
        if name in held:
            self._page(held[name][0]).replace(held[name][1], lines)
        elif key == "sentences" and not block:
            what = f"The new sentence {echo(name)} has no block."
            own.reader.wrong(what, line, "Write block: and a block of rules/memo/sections.yaml.")
        else:
            of_memo = key == "sentences"
            place = f"memo/sentences/zz-{block}" if of_memo else f"reasoning/zz-{key}"
            head = f"block: {block}" if of_memo else "topic: own"
            top = [lines[0]._replace(text=text) for text in (head, f"{key}:")]
            added.setdefault(place, top).extend(set_in(lines, 0))

    def _thresholds(self, own: Page) -> None:
        """Notes numbers set otherwise, and new ones."""
        given = own.reader.mapping(own.content.get("thresholds"), "“thresholds”", 1)
        page = self._page("thresholds.yaml")
        listed = page.content.get("thresholds") or Mapping()
        for name, value in given.items():
            line = own.lines[given.lines[name] - 1]
            if isinstance(value, Mapping):
                entry = own.entry(line.number)
                if name in listed:
                    page.replace(listed.lines[name], entry)
                else:
                    page.append([*listed.lines.values()][-1], entry)
            elif name in listed and not _within(value, listed[name].get("range")):
                what = (
                    f"{echo(str(value))} is outside the range {listed[name]['range']} of “{name}”."
                )
                remedy = "Take a number in it, or give the whole entry, with a range of your own."
                own.reader.wrong(what, line.number, remedy)
            elif name in listed:
                at = listed[name].lines["value"]
                page.replace(
                    at, [line._replace(text=f"{page.lines[at - 1].text.split(':')[0]}: {value}")]
                )
            else:
                remedy = did_you_mean(name, listed, "rules/thresholds.yaml has them all.")
                own.reader.wrong(f"There is no number {echo(name)}.", line.number, remedy)

    def _questions(self, own: Page) -> None:
        """Notes questions asked in other words, and new ones."""
        page = self._page("questions.yaml")
        levels = {
            str(one.get("id", one.get("level"))): one for one in page.content.get("levels", ())
        }
        for body, line in _bodies(own.reader, own.content, "questions"):
            level = levels.get(str(body.get("level")))
            if level is None:
                what = f"There is no level {echo(str(body.get('level')))} of questions."
                remedy = did_you_mean(
                    str(body.get("level")), levels, f"There are {', '.join(levels)}."
                )
                own.reader.wrong(what, line, remedy)
            elif self._on_own_lines(own, body, line):
                asked = {str(one.get("id")): one for one in level["questions"]}
                old = asked.get(str(body.get("id")))
                if old is None:
                    lines = [one for one in own.entry(line) if one.number != body.lines["level"]]
                    page.append(level["questions"].lines[-1], lines)
                    continue
                for key in [one for one in body if one not in ("level", "id")]:
                    entry = own.entry(body.lines[key])
                    if key in old:
                        page.replace(old.lines[key], entry)
                    else:
                        page.append(old.lines["question"], entry)

    def _on_own_lines(self, own: Page, body: Mapping, line: int) -> bool:
        """Whether each key stands on a line of its own, the id first; a problem where not."""
        whole = len(set(body.lines.values())) == len(body) and next(iter(body), "") == "id"
        if not whole:
            remedy = "Begin with “- id:”, and write each key on a line of its own."
            own.reader.wrong("This entry is not set as it has to be.", line, remedy)
        return whole


def _listed(reader: Reader, top: Mapping) -> list[tuple[str, int]]:
    listed = reader.sequence(top.get("silence"), "“silence”", top.lines.get("silence", 1))
    return [(str(one), line) for one, line in zip(listed, listed.lines)]


def _within(value: object, between: object) -> bool:
    """Whether a number may stand there; one without a range may be any."""
    if not isinstance(value, int):
        return False
    return not isinstance(between, list) or between[0] <= value <= between[-1]


def _bodies(reader: Reader, top: Mapping, key: str) -> list[tuple[Mapping, int]]:
    listed = reader.sequence(top.get(key), f"“{key}”", top.lines.get(key, 1))
    return [
        (reader.mapping(one, "An entry", line), line) for one, line in zip(listed, listed.lines)
    ]
