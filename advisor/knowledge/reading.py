"""Reading one file of the knowledge base, with all its problems reported together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from advisor.errors import InputError, KnowledgeError, Problem, echo, nearest
from advisor.knowledge.source import Mapping, Sequence, parse, read_text_source

if TYPE_CHECKING:
    from collections.abc import Iterable

is_slug = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?").fullmatch
"""Whether text is a slug: at most 64 small letters, digits and hyphens."""


class Reader:
    """One file of the knowledge base, and the problems found in it so far."""

    def __init__(self, path: str) -> None:
        """Reads and parses the file.

        Args:
            path: The file.

        Raises:
            KnowledgeError: If it cannot be read or is not in the dialect.
        """
        self.file = str(path)
        self.problems: list[Problem] = []
        try:
            data = read_text_source(path)
            self.content: Any = parse(data, self.file)
        except InputError as error:
            raise KnowledgeError.together(error.problems) from None

    def wrong(self, what: str, line: int | None, remedy: str, fault: str = "") -> None:
        """Notes a problem and goes on."""
        self.problems.append(Problem(what, self.file, line, remedy, fault))

    def finish(self) -> None:
        """Ends the reading.

        Raises:
            KnowledgeError: If any problem was noted.
        """
        if self.problems:
            raise KnowledgeError.together(self.problems)

    def line_of(self, value: Any, otherwise: int = 1) -> int:
        """The line where a mapping or a list starts."""
        return value.line if isinstance(value, (Mapping, Sequence)) else otherwise

    def mapping(self, value: Any, what: str, line: int) -> Mapping:
        """The value as a mapping; an empty one, and a problem, when it is something else."""
        if isinstance(value, Mapping):
            return value
        if value is not None and value != {}:
            self.wrong(f"{what} is not a mapping.", line, "Write it as “key: value” lines.")
        return Mapping(line)

    def sequence(self, value: Any, what: str, line: int) -> Sequence:
        """The value as a list; an empty one, and a problem, when it is something else."""
        if isinstance(value, Sequence):
            return value
        if value is not None:
            self.wrong(f"{what} is not a list.", line, "Start each entry with “- ”.")
        return Sequence(line)

    def only(
        self,
        mapping: Mapping,
        known: Iterable[str],
        where: str,
        required: Iterable[str] = (),
        instead: dict[str, str] | None = None,
    ) -> None:
        """Notes keys that are unknown, and required ones that are missing.

        Args:
            mapping: The mapping.
            known: The keys it may have.
            where: What it is, for messages.
            required: The keys it must have.
            instead: What to write for keys that others would use.
        """
        names = tuple(known)
        for key in mapping:
            if key not in names:
                match = nearest(key, names)
                self.wrong(
                    f"There is no key {echo(key)} in {where}.",
                    mapping.lines[key],
                    (instead or {}).get(key)
                    or (f"Did you mean “{match}”?" if match else f"Known are {', '.join(names)}."),
                )
        for key in required:
            if key not in mapping:
                self.wrong(f"The key “{key}” is missing in {where}.", mapping.line, "Add it.")
            elif mapping[key] is None:
                self.wrong(
                    f"The key “{key}” has no value in {where}.", mapping.lines[key], "Fill it."
                )

    def text(self, mapping: Mapping, key: str) -> str:
        """The text under a key; empty, and a problem, when it is something else."""
        value = mapping.get(key)
        if isinstance(value, str):
            return value.strip()
        if value is not None:
            self.wrong(f"“{key}” is not text.", mapping.lines[key], "Put it in quotation marks.")
        return ""

    def slug(self, name: Any, line: int, what: str) -> str:
        """A name of small letters, digits and hyphens; a problem when it is something else."""
        if isinstance(name, str) and is_slug(name):
            return name
        self.wrong(
            f"{what} is written in small letters, digits and hyphens, not {echo(name)}.",
            line,
            "Rename it.",
        )
        return str(name)
