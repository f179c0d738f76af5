"""Cases that nobody wrote: each answer is of some real case, and no two need be of the same."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from advisor.errors import InputError
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.source import Mapping, Sequence, read
from advisor.model.case import Case
from advisor.model.case_reader import read_case

ROOT = Path(__file__).resolve().parents[2]
KEEP = 0.7
"""How likely an answer is the first case's own."""
STANDING = ("stance", "basis", "power", "supplies", "votes", "rules")
"""What a party may have of another."""


@cache
def pool() -> tuple[Mapping, ...]:
    """The case files of the examples and the fresh rounds, as read."""
    files = [
        *ROOT.glob("examples/[0-9]*/case.yaml"),
        *ROOT.glob("tests/cases/fresh/round-*/*.yaml"),
    ]
    return tuple(read(str(file)) for file in sorted(files))


def mixed_case(seed: str) -> Case:
    """A case of answers from several; the same seed, the same case.

    A mixture that the reader refuses, because it names a party of another case, say, gives way
    to the next.
    """
    dice = Random(seed)
    while True:
        mixed = mix(dice.choice(pool()), dice)
        try:
            return read_case(mixed, seed, shipped_knowledge())
        except InputError:
            continue


def mix(own: Mapping, dice: Random) -> Mapping:
    """A case file with some answers of others; its places and the names of its parties stay."""
    changed: dict[str, Any] = {}
    for key, value in own.items():
        other = dice.choice(pool()).get(key)
        if key == "parties":
            changed[key] = Sequence(value.line, [stood(one, dice) for one in value], value.lines)
        elif key == "homes" or type(other) is not type(value):
            continue
        elif isinstance(value, Mapping):
            changed[key] = replaced(value, {
                name: answer
                for name, answer in [*value.items(), *other.items()]
                if name not in value or dice.random() > KEEP
            })  # fmt: skip
        elif isinstance(value, Sequence) and dice.random() > KEEP:
            changed[key] = other
    return replaced(own, changed)


def stood(party: Mapping, dice: Random) -> Mapping:
    """A party that stands, or has power, as one of another case does."""
    other = dice.choice(dice.choice(pool()).get("parties") or [party])
    return replaced(
        party, {name: other[name] for name in STANDING if name in other and dice.random() > KEEP}
    )


def replaced(own: Mapping, changed: dict[str, Any]) -> Mapping:
    """The same with some values changed or added."""
    made = Mapping(own.line)
    made.update(own)
    made.update(changed)
    made.lines = {**dict.fromkeys(made, own.line), **own.lines}
    return made
