"""The rulebook: all rules and totals, with the words and numbers they use.

`load_rulebook` is the way in. What it returns is complete and checked; nothing in it changes
afterwards, so engines may prepare themselves for it once and keep what they prepared.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from advisor.errors import InputError, KnowledgeError, Problem, did_you_mean
from advisor.knowledge.locate import refuse_leaving
from advisor.knowledge.reading import Reader
from advisor.knowledge.strata import Entry, Strata, stratify
from advisor.knowledge.vocabulary import Threshold, Vocabulary, thresholds_in, vocabulary_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.knowledge.rule import Rule, Total
    from advisor.knowledge.tables import Table

REASONING = "reasoning"
"""The folder with the files of rules, inside the folder of the knowledge base."""


class Rulebook:
    """Everything an engine needs to reason.

    Attributes:
        rules: Every rule, in the order of the files.
        totals: Every total, in the same order.
        vocabulary: The kinds of fact.
        thresholds: The named numbers.
        entries: Rules and totals together, in that order.
        strata: The order in which the reasoning proceeds.
        tables: The tables and ordered choices whose rows are among the rules.
        prepared: What engines have prepared for this rulebook, by their own names.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        rules: Iterable[Rule],
        totals: Iterable[Total] = (),
        thresholds: Mapping[str, Threshold] = MappingProxyType({}),
        tables: Iterable[Table] = (),
    ) -> None:
        """Puts a rulebook together.

        Raises:
            KnowledgeError: If two entries have one id, or a conclusion depends on its own
                absence.
        """
        self.vocabulary = vocabulary
        self.rules = tuple(rules)
        self.totals = tuple(totals)
        self.thresholds = MappingProxyType(dict(thresholds))
        self.tables = tuple(tables)
        entries: list[Entry] = [*self.rules, *self.totals]
        self.entries = tuple(sorted(entries, key=lambda one: one.order))
        if problems := _twice(self.entries):
            raise KnowledgeError.together(problems[:1])
        self._by_id = {entry.id: entry for entry in self.entries}
        self.strata: Strata = stratify(vocabulary.kinds, self.entries)
        self.prepared: dict[str, Any] = {}

    def entry(self, id: str) -> Entry:  # noqa: A002  (the field's own word)
        """The rule or total with this id.

        Args:
            id: An id, as a firing carries it.

        Raises:
            InputError: If there is none; the message names the nearest.
        """
        found = self._by_id.get(id)
        if found is None:
            remedy = did_you_mean(id, self._by_id, "List them all to see.")
            raise InputError(f"There is no rule or total “{id}”.", remedy=remedy)
        return found

    def table(self, id: str) -> Table | None:  # noqa: A002
        """The table or ordered choice with this id, if there is one."""
        return next((one for one in self.tables if one.id == id), None)

    def table_of(self, rule: str) -> Table | None:
        """The table or ordered choice of which a rule is a row, if it is one."""
        return next((one for one in self.tables if any(row.rule == rule for row in one.rows)), None)

    def concluding(self, kind: str) -> tuple[Entry, ...]:
        """The rules and totals from which facts of a kind follow."""
        return self._concluding.get(kind, ())

    @cached_property
    def _concluding(self) -> dict[str, tuple[Entry, ...]]:
        found: dict[str, tuple[Entry, ...]] = {}
        for entry in self.entries:
            for kind in entry.concludes:
                found[kind] = (*found.get(kind, ()), entry)
        return found


def load_rulebook(rules_dir: Path | str) -> Rulebook:
    """Reads the knowledge base of a folder.

    Args:
        rules_dir: The folder with `vocabulary.yaml`, `thresholds.yaml` and `reasoning/`.

    Raises:
        KnowledgeError: With everything that is wrong, each with file and line.
    """
    # What reads rules is not needed where they are kept from the last run.
    from advisor.knowledge.rule_reader import read_rules
    from advisor.knowledge.vocabulary import Words

    folder = Path(rules_dir)
    paths = [folder / "vocabulary.yaml", folder / "thresholds.yaml"]
    refuse_leaving(folder, paths)
    reader = Reader(str(paths[0]))
    vocabulary = vocabulary_in(reader)
    reader.finish()
    reader = Reader(str(paths[1]))
    words = Words(vocabulary, thresholds_in(reader))
    reader.finish()
    files = sorted((folder / REASONING).glob("*.yaml"), key=lambda path: path.name)
    if not files:
        what = "There are no rules."
        raise KnowledgeError(what, str(folder / REASONING), remedy="Add a file of rules.")
    refuse_leaving(folder, files)
    rules: list[Rule] = []
    totals: list[Total] = []
    tables: list[Table] = []
    problems: list[Problem] = []
    for path in files:
        found, reader = read_rules(str(path), words, len(rules) + len(totals))
        rules.extend(found.rules)
        totals.extend(found.totals)
        tables.extend(found.tables)
        problems.extend(reader.problems)
    problems.extend(_twice(sorted([*rules, *totals], key=lambda one: one.order)))
    if problems:
        raise KnowledgeError.together(problems)
    return Rulebook(vocabulary, rules, totals, words.thresholds, tables)


def _twice(entries: Iterable[Entry]) -> list[Problem]:
    """A problem for each id that stands for the second time."""
    seen: dict[str, Entry] = {}
    problems = []
    for entry in entries:
        first = seen.setdefault(entry.id, entry)
        if first is not entry:
            place = f"the first is {first.file}:{first.line}."
            what = f"The id “{entry.id}” stands here for the second time; {place}"
            remedy = "Give one of them another id."
            problems.append(Problem(what, entry.file, entry.line, remedy, "id-reused"))
    return problems
