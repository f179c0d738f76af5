"""Reading one file of the knowledge base, with all its problems reported together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from types import MappingProxyType
from typing import Any, TypeVar

from advisor.errors import InputError, KnowledgeError, Problem, did_you_mean, echo
from advisor.knowledge.source import Mapping, Sequence, parse, read_text_source

Record = TypeVar("Record")

is_slug = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?").fullmatch
"""Whether text is a slug: at most 64 small letters, digits and hyphens."""


class Reader:
    """One file of the knowledge base, and the problems found in it so far."""

    def __init__(self, path: str) -> None:
        """Reads and parses the file.

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

    def named(self, part: str, key: str, what: str, called: str) -> Iterator[tuple[str, Mapping]]:
        """The entries of a file that is one list, each with its name.

        Args:
            key: The key under which an entry has its name; no two have the same.
            what: What an entry is, with its article, for messages.
            called: What stands before its name in messages.
        """
        top = self.mapping(self.content, "The file", 1)
        self.only(top, (part,), "this file", required=(part,))
        seen: set[str] = set()
        for entry in self.sequence(top.get(part), part, 1):
            mapping = self.mapping(entry, what, self.line_of(entry))
            name = self.slug(mapping.get(key), mapping.line, what)
            self.once(name, seen, f"{called} “{name}”", mapping.line)
            seen.add(name)
            yield name, mapping

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
            known: The keys it may have.
            where: What it is, for messages.
            required: The keys it must have.
            instead: What to write for keys that others would use.
        """
        names = tuple(known)
        for key in mapping:
            if key not in names:
                remedy = did_you_mean(key, names, f"Known are {', '.join(names)}.")
                remedy = (instead or {}).get(key, remedy)
                self.wrong(f"There is no key {echo(key)} in {where}.", mapping.lines[key], remedy)
        for key in required:
            if key not in mapping:
                self.wrong(f"The key “{key}” is missing in {where}.", mapping.line, "Add it.")
            elif mapping[key] is None:
                what = f"The key “{key}” has no value in {where}."
                self.wrong(what, mapping.lines[key], "Fill it.")

    def text(self, mapping: Mapping, key: str) -> str:
        """The text under a key; empty, and a problem, when it is something else."""
        value = mapping.get(key)
        if isinstance(value, str):
            return value.strip()
        if value is not None:
            self.wrong(f"“{key}” is not text.", mapping.lines[key], "Put it in quotation marks.")
        return ""

    def word(self, mapping: Mapping, key: str, known: tuple[str, ...]) -> str:
        """The text under a key that takes some words only; a problem when it is none of them."""
        word = self.text(mapping, key)
        if word and word not in known:
            remedy = f"Known are {', '.join(known)}. {did_you_mean(word, known, '')}".strip()
            self.wrong(f"There is no {key} {echo(word)}.", mapping.lines[key], remedy)
        return word

    def once(self, name: str, known: Iterable[str], what: str, line: int) -> None:
        """Notes a name that stands for the second time."""
        if name in known:
            self.wrong(f"{what} stands twice.", line, "Keep one of the two.", "id-reused")

    def slug(self, name: Any, line: int, what: str) -> str:
        """A name of small letters, digits and hyphens; a problem when it is something else."""
        if isinstance(name, str) and is_slug(name):
            return name
        wrong = f"{what} is written in small letters, digits and hyphens, not {echo(name)}."
        self.wrong(wrong, line, "Rename it.")
        return str(name)

    def record(
        self,
        kind: Callable[..., Record],
        value: Any,
        what: str,
        beside: tuple[str, ...] = (),
        **given: Any,
    ) -> Record:
        """A mapping as a named tuple: each of its fields stands under its own name.

        A field with a default may be left out; the others must be there. Text, lists of words,
        yes or no and mappings of words are read as the field says; other fields are given.

        Args:
            kind: The named tuple; its fields end in an underscore where Python has the word.
            what: What it is, with its article, for messages.
            beside: Fields that are given and are no keys.
        """
        mapping = self.mapping(value, what[:1].upper() + what[1:], self.line_of(value))
        shape: Any = kind
        keys = {
            name.rstrip("_").replace("_", "-"): name for name in shape._fields if name not in beside
        }
        optional = shape._field_defaults
        self.only(mapping, keys, what, [key for key, name in keys.items() if name not in optional])
        values = dict(given)
        for key, name in keys.items():
            if name not in values and (name not in optional or key in mapping):
                type_ = shape.__annotations__[name]
                values[name] = _AS[getattr(type_, "__forward_arg__", type_)](self, mapping, key)
        return kind(**values)


def _words(reader: Reader, mapping: Mapping, key: str) -> tuple[str, ...]:
    """A list of words; `ours`, in place of numbered statements, is an empty one."""
    value = mapping.get(key)
    return () if value is None or value == "ours" else tuple(value)


def _table(reader: Reader, mapping: Mapping, key: str) -> MappingProxyType[str, Any]:
    line = mapping.lines.get(key, mapping.line)
    return MappingProxyType(dict(reader.mapping(mapping.get(key), f"“{key}”", line)))


def _texts(reader: Reader, mapping: Mapping, key: str) -> MappingProxyType[str, str]:
    inside = reader.mapping(mapping.get(key), f"“{key}”", mapping.lines.get(key, mapping.line))
    return MappingProxyType({name: reader.text(inside, name) for name in inside})


_AS: dict[str, Callable[[Reader, Mapping, str], Any]] = {
    "str": Reader.text,
    "bool": lambda reader, mapping, key: mapping.get(key) == "yes",
    "int": lambda reader, mapping, key: mapping.get(key),
    "int | None": lambda reader, mapping, key: mapping.get(key),
    "Any": lambda reader, mapping, key: mapping.get(key),
    "tuple[str, ...]": _words,
    "frozenset[str]": lambda reader, mapping, key: frozenset(_words(reader, mapping, key)),
    "Mapping[str, str]": _texts,
    "Mapping[str, int]": _table,
    "Mapping[str, Mapping[str, Any]]": _table,
    "Mapping[str, tuple[str, ...]]": lambda reader, mapping, key: MappingProxyType(
        {name: tuple(one) for name, one in _table(reader, mapping, key).items()}
    ),
}
"""How a field of a record is read, by its type."""
