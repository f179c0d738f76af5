"""Contrast pairs: one answer of a case is changed, and another path is advised."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from advisor.errors import InputError, KnowledgeError, did_you_mean, echo
from advisor.explanation.assess import Assessment, assess
from advisor.explanation.contract import Contract
from advisor.explanation.reason import Reason
from advisor.explanation.side_by_side import WhatIf, parted, whatif
from advisor.knowledge.locate import examples_folder
from advisor.knowledge.reading import Reader
from advisor.model.case_reader import load_case

VERSION = 1
"""The version of the file."""


class ContrastPair(Contract, frozen=True):
    """A contrast pair: an answer of a case with which another path is advised."""

    id: str
    case: str
    """The file of the case."""
    change: str
    """The answer that is changed, as whatif --set takes it."""
    title: str
    ask: str
    expected: str


class Contrast(NamedTuple):
    """A pair worked out."""

    pair: ContrastPair
    found: WhatIf
    now: Reason
    """Where the roads part: the first step to the path as it is that does not come about then."""
    then: Reason
    """The first step toward the other path that does not come about now."""

    @property
    def statements(self) -> tuple[str, ...]:
        """The numbered statements behind the two steps."""
        return (*self.now.statements, *self.then.statements)


def needed_pairs(file: Path | None) -> Path:
    """The file of pairs: the one that is named, else that of the examples.

    Raises:
        InputError: If none is named and there is none.
    """
    folder = examples_folder()
    usual = folder / "contrast" / "pairs.yaml" if folder else None
    if file is None and usual and usual.is_file():
        file = usual
    if file is None:
        raise InputError(
            "This copy has no examples beside it, so it has no contrast pairs.",
            remedy="Name a file of pairs with --pairs.",
        )
    return file


def load_pairs(path: str | os.PathLike[str] | None = None) -> tuple[ContrastPair, ...]:
    """Reads contrast pairs: an answer of a case each, with which another path is advised.

    Args:
        path: A file as `examples/contrast/pairs.yaml`; that file if none is given.

    Returns:
        The pairs, in its order; the case files as seen from here.

    Raises:
        InputError: With everything that is wrong, each with its line; or if no file is given and
            this copy has no examples.
    """
    file = needed_pairs(None if path is None else Path(path))
    try:
        return _read(str(file))
    except KnowledgeError as error:  # the reader is that of the rules; this file is not one
        raise InputError.together(error.problems) from None


def _read(path: str) -> tuple[ContrastPair, ...]:
    reader = Reader(path)
    top = reader.mapping(reader.content, "A file of contrast pairs", 1)
    if top.get("advisor-contrast") != VERSION:
        raise InputError(
            "This is no file of contrast pairs: it has no line “advisor-contrast: 1”.",
            path,
            1,
            "examples/contrast/pairs.yaml shows how one is written.",
        )
    reader.only(top, ("advisor-contrast", "pairs"), "a file of contrast pairs", ("pairs",))
    listed = reader.sequence(top.get("pairs"), "“pairs”", top.lines.get("pairs", 1))
    found = []
    for entry in listed:
        one = reader.mapping(entry, "A pair", reader.line_of(entry, listed.line))
        reader.only(one, ContrastPair.__struct_fields__, "a pair", ("id", "case", "change"))
        values = {key: reader.text(one, key) for key in ContrastPair.__struct_fields__}
        values["case"] = (Path(path).parent / values["case"]).as_posix()
        found.append(ContrastPair(**values))
    reader.finish()
    return tuple(found)


def find_pair(name: str, pairs: Iterable[ContrastPair]) -> ContrastPair:
    """The pair of a name.

    Raises:
        InputError: If there is none; the message names the nearest.
    """
    known = {one.id: one for one in pairs}
    if name not in known:
        remedy = did_you_mean(name, known, f"There are: {', '.join(known)}.")
        raise InputError(f"There is no contrast pair {echo(name)}.", remedy=remedy)
    return known[name]


def contrast(pair: ContrastPair, *, engine: str = "auto") -> Contrast:
    """Works a contrast pair out: both results, and the rule at which the roads part.

    Args:
        pair: One of those that `load_pairs` returned.
        engine: As for `assess`.

    Raises:
        InputError: If its case cannot be read, or the path stays the same.
    """
    return work_out(assess(load_case(pair.case), engine=engine), pair)


def work_out(assessment: Assessment, pair: ContrastPair) -> Contrast:
    """Works a pair out from the assessment of its case.

    Raises:
        InputError: If the answer cannot be what it is changed to, or the path stays the same.
    """
    found = whatif(assessment, [pair.change])
    if found.before.path == found.after.path:
        raise InputError(
            f"The change {echo(pair.change)} leaves the path as it is, so the pair shows nothing.",
            pair.case,
            remedy="“advisor whatif CASE --flip” finds changes after which the path is another.",
        )
    return Contrast(pair, found, *parted(found.before, found.after))
