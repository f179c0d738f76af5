"""What carries each statement of the articles, and which cases exercise each rule.

The cases stand in case files, and in files of variations of them. A file of variations holds, by
name, a case it starts from (`base`: the name of another case) and the answers that differ
(`changes`: dotted paths with new values).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from advisor.engine.consultation import consult
from advisor.errors import InputError, echo, nearest
from advisor.explanation.assess import standing_facts
from advisor.explanation.contract import Contract, Number, Versioned, one_of
from advisor.knowledge.base import Knowledge
from advisor.knowledge.locate import PACKAGE
from advisor.knowledge.source import Mapping as SourceMapping
from advisor.knowledge.source import read
from advisor.model.base_facts import base_facts
from advisor.model.case import Case
from advisor.model.case_reader import read_case
from advisor.model.changed_case import vary
from advisor.model.names import file_name
from advisor.verification.diagnostics import read_explanations


class NamedCase(NamedTuple):
    """A case with the name under which a report tells of it."""

    name: str
    case: Case


def usual_places() -> tuple[Path, ...]:
    """Where a checkout keeps its cases; an installed copy has none."""
    root = PACKAGE.parent
    if not (root / "pyproject.toml").is_file():
        return ()
    places = (root / "examples", root / "tests" / "cases")
    return tuple(place for place in places if place.is_dir())


def read_cases(places: Iterable[Path], knowledge: Knowledge) -> tuple[NamedCase, ...]:
    """Reads every case in some files and folders.

    Args:
        places: Case files, files of variations, and folders with any of them; other files in a
            folder are passed over.
        knowledge: The questions, homes and kinds of party.

    Returns:
        The cases: files first, then variations, each in the order of their names.

    Raises:
        InputError: If a file that was named is no case, or a variation cannot be made.
    """
    cases: dict[str, Path] = {}
    variations: dict[str, tuple[Path, SourceMapping]] = {}
    for file, named in _files(places):
        content = read(str(file))
        if isinstance(content, SourceMapping) and "advisor-case" in content:
            cases[file_name(file)] = file
        elif isinstance(content, SourceMapping) and _varies(content):
            for name, entry in content.items():
                variations[f"{file.stem}/{name}"] = (file, entry)
        elif named:
            raise InputError(
                "This file holds neither a case nor variations of cases.", str(file), 1,
                "Name a case file, or one whose entries have “base” and “changes”.",
            )  # fmt: skip
    found = [
        NamedCase(name, read_case(read(str(file)), str(file), knowledge))
        for name, file in sorted(cases.items())
    ]
    for name, (file, entry) in sorted(variations.items()):
        base = cases.get(str(entry["base"]))
        if base is None:
            near = nearest(str(entry["base"]), cases)
            raise InputError(
                f"The variation “{name}” starts from {echo(entry['base'])}, which is not among "
                "the cases.", str(file), entry.lines["base"],
                f"Did you mean “{near}”?" if near else "Name the folder of that case too.",
            )  # fmt: skip
        value = vary(read(str(base)), entry["changes"], str(file))
        found.append(NamedCase(name, read_case(value, str(file), knowledge)))
    return tuple(found)


def _files(places: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """Each file, and whether the person named it."""
    for place in places:
        if place.is_dir():
            for file in sorted(place.rglob("*.yaml")):
                yield file, False
        else:
            yield place, True


def _varies(content: dict[str, Any]) -> bool:
    return all(
        isinstance(entry, SourceMapping)
        and "base" in entry
        and isinstance(entry.get("changes"), SourceMapping)
        for entry in content.values()
    )


class CoveredRule(Contract, frozen=True):
    """A rule and the cases that exercise it."""

    id: str
    title: str
    file: str
    """Seen from the folder."""
    line: Number
    rests_on: tuple[str, ...]
    cases: tuple[str, ...]
    """The cases that fire it."""
    reason: str | None
    """Why no case fires it, from explained.yaml."""


class CoveredStatement(Contract, frozen=True):
    """A statement of the articles and what carries it."""

    id: str
    says: str
    carried: Annotated[str | None, one_of("rule", "glossary", "background", None)]
    how: str | None
    """The glossary's term, or why no rule needs it."""
    rules: tuple[str, ...]
    """The rules that rest on it."""
    cases: tuple[str, ...]
    """The cases that fire one of them."""

    @property
    def accounted(self) -> bool:
        """Whether it is where it is said to be."""
        return bool(self.rules) if self.carried == "rule" else bool(self.carried and self.how)


class Coverage(Versioned, frozen=True, kw_only=True):
    """Which cases exercise which rules, and what carries each statement.

    A change that could break a reader raises contract_version.
    """

    folder: str
    """The folder of the knowledge base."""
    complete: bool
    """Every rule fired or excused with a reason, every statement accounted for."""
    cases: tuple[str, ...]
    """The cases that were run; a variation is named FILE/NAME."""
    rules: tuple[CoveredRule, ...]
    statements: tuple[CoveredStatement, ...]

    @property
    def fired(self) -> tuple[CoveredRule, ...]:
        """The rules that a case fires."""
        return tuple(one for one in self.rules if one.cases)

    @property
    def unfired(self) -> tuple[CoveredRule, ...]:
        """The rules that no case fires and for which no reason is given."""
        return tuple(one for one in self.rules if not one.cases and not one.reason)

    @property
    def excused(self) -> tuple[CoveredRule, ...]:
        """The rules that no case fires, with the reason."""
        return tuple(one for one in self.rules if not one.cases and one.reason)

    @property
    def refuted(self) -> tuple[CoveredRule, ...]:
        """The rules that a case fires although a reason says that none does."""
        return tuple(one for one in self.rules if one.cases and one.reason)

    @property
    def lost(self) -> tuple[CoveredStatement, ...]:
        """The statements that are not accounted for."""
        return tuple(one for one in self.statements if not one.accounted)

    @property
    def counts(self) -> dict[str, int]:
        """How many statements each way of carrying them has."""
        return {
            carried: sum(one.carried == carried for one in self.statements)
            for carried in ("rule", "glossary", "background")
        }

    @property
    def exercised(self) -> int:
        """How many statements a case exercises through a rule."""
        return sum(bool(one.cases) for one in self.statements)


def fired(knowledge: Knowledge, cases: Iterable[NamedCase]) -> dict[str, tuple[str, ...]]:
    """The cases that fire each rule and total, by its id."""
    standing = standing_facts(knowledge)
    found: dict[str, dict[str, None]] = {}
    for named in cases:
        facts = (*base_facts(named.case, knowledge).facts, *standing)
        for firing in consult(knowledge.rulebook, facts, "reference").firings:
            found.setdefault(firing.rule, {})[named.name] = None
    return {rule: tuple(names) for rule, names in found.items()}


def cover(knowledge: Knowledge, cases: Iterable[NamedCase]) -> Coverage:
    """Runs cases and notes which rules they fire.

    Returns:
        Every rule and every statement with the cases that exercise it.

    Raises:
        KnowledgeError: If the knowledge base cannot be used.
    """
    cases = tuple(cases)
    firing = fired(knowledge, cases)
    reasons = {one.about: one.reason for one in read_explanations(knowledge.folder).unfired}
    rules = tuple(
        CoveredRule(
            entry.id, entry.title, _relative(entry.file, knowledge), entry.line, entry.rests_on,
            firing.get(entry.id, ()), reasons.get(entry.id),
        )
        for entry in knowledge.rulebook.entries
    )  # fmt: skip
    telling = _telling(knowledge)
    statements = tuple(
        _statement(number, words, rules, telling) for number, words in knowledge.statements.items()
    )
    fired_or_excused = all(bool(one.cases) is not bool(one.reason) for one in rules)
    return Coverage(
        folder=str(knowledge.folder),
        complete=fired_or_excused and all(one.accounted for one in statements),
        cases=tuple(named.name for named in cases),
        rules=rules,
        statements=statements,
    )


def _telling(knowledge: Knowledge) -> Mapping[str, tuple[str, ...]]:
    """The rules and sentences of the memo that rest on each statement, by their ids."""
    found: dict[str, tuple[str, ...]] = {}
    if not knowledge.tells:
        return found
    for entry in knowledge.memo.rulebook.entries:
        said = knowledge.memo.sentences.get(entry.id)
        for number in (*entry.rests_on, *(said.rests_on if said else ())):
            found[number] = (*found.get(number, ()), entry.id)
    return found


def _statement(
    number: str,
    words: Mapping[str, Any],
    rules: tuple[CoveredRule, ...],
    telling: Mapping[str, tuple[str, ...]],
) -> CoveredStatement:
    carried, _, how = (part.strip() for part in str(words.get("carried", "")).partition(":"))
    citing = [one for one in rules if number in one.rests_on]
    cases = dict.fromkeys(case for one in citing for case in one.cases)
    ids = (*(one.id for one in citing), *telling.get(number, ()))
    return CoveredStatement(
        number, str(words["says"]), carried or None, how or None, ids, tuple(cases)
    )


def _relative(file: str, knowledge: Knowledge) -> str:
    return file.removeprefix(f"{knowledge.folder}/").replace("\\", "/")
