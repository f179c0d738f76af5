"""The cases of `tests/presentation/said`: what a memo must say, and what it must not."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from support.assessed import EXAMPLES, NAMES, PAIRS, VARIANTS, assessed, looked_ahead
from support.mixed import mixed_case

from advisor.explanation.assess import Assessment, assess
from advisor.explanation.outlook import Outlook, look_ahead
from advisor.explanation.saying import Sayings, choose
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.source import parse, read
from advisor.model.case import Case
from advisor.model.case_reader import read_case
from advisor.model.changed_case import vary
from advisor.presentation.memo import memo_day

MIXED = 40
"""How many cases that nobody wrote are looked at beside those that somebody did."""
FOLDER = Path(__file__).resolve().parents[1] / "presentation" / "said"
CASES = FOLDER.parents[1] / "cases"
KEYS = {"name", "case", "text", "changes", "says", "not", "why"}


class SaidCase(NamedTuple):
    """A case with sentences that its memo must say, and others that it must not."""

    name: str
    file: str
    example: str
    """The example it changes; empty where the case is written out."""
    text: str
    changes: dict[str, Any]
    says: tuple[str, ...]
    unsaid: tuple[str, ...]
    why: str

    def case(self) -> Case:
        """The case itself."""
        knowledge = shipped_knowledge()
        if self.example:
            fresh = self.example.startswith("fresh/")
            file = str(
                CASES / f"{self.example}.yaml" if fresh else EXAMPLES / self.example / "case.yaml"
            )
            content: Any = read(file)
        else:
            file = f"{self.name}.yaml"
            content = parse(self.text.encode(), file)
        return read_case(vary(content, self.changes, file), file, knowledge)


@cache
def said_cases() -> tuple[SaidCase, ...]:
    """All cases of all files, in the order of the files' names."""
    found = []
    for file in sorted(FOLDER.glob("*.yaml")):
        entries: Any = read(str(file))
        for one in entries:
            unknown = set(one) - KEYS
            assert not unknown, f"{file.name}: {one.get('name')}: no key {sorted(unknown)}"
            found.append(
                SaidCase(
                    str(one["name"]), file.name, str(one.get("case", "")),
                    str(one.get("text", "")), dict(one.get("changes", {})),
                    tuple(one.get("says", ())), tuple(one.get("not", ())), str(one.get("why", "")),
                )
            )  # fmt: skip
    return tuple(found)


class Heard(NamedTuple):
    """A case whose memo is looked at, with all that it rests on."""

    name: str
    assessment: Assessment
    outlook: Outlook
    sayings: Sayings

    @property
    def ids(self) -> frozenset[str]:
        """The entries that its memo says, and each sentence with what it is about."""
        every = [one for block in self.sayings.blocks.values() for one in block]
        return frozenset({one.id for one in every} | {one.sentence.id for one in every})


def heard(name: str, assessment: Assessment, outlook: Outlook) -> Heard:
    """What the memo of an assessment says."""
    day = memo_day(assessment, None)
    return Heard(name, assessment, outlook, choose(assessment, outlook, day))


@cache
def heard_case(case_name: str) -> Heard:
    """What the memo of a said-case says."""
    (one,) = (one for one in said_cases() if one.name == case_name)
    found = assess(one.case(), engine="reference")
    return heard(one.name, found, look_ahead(found))


@cache
def heard_everywhere(one_in: int = 1) -> tuple[Heard, ...]:
    """The memos of all examples, variants, minimal pairs and said-cases, and of mixed cases.

    Args:
        one_in: Of the cases that are no examples one in so many is heard.
    """
    from support.changed import changed_case

    found = [heard(name, assessed(name), looked_ahead(name)) for name in (*NAMES, *VARIANTS)]
    for name, pair in PAIRS.items():
        base = str(pair["base"])
        if base not in NAMES or crc32(name.encode()) % one_in:
            continue
        one = assess(
            changed_case(base, dict(pair["changes"]), shipped_knowledge()), engine="reference"
        )
        found.append(heard(f"pair {name}", one, look_ahead(one)))
    said = (one.name for one in said_cases())
    found += [heard_case(one) for one in said if not crc32(one.encode()) % one_in]
    for number in range(0, MIXED, one_in):
        one = assess(mixed_case(f"memo {number}"), engine="reference")
        found.append(heard(f"mixed {number}", one, look_ahead(one)))
    return tuple(found)
