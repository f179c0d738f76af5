"""Putting the properties to the solver."""

from __future__ import annotations

from pathlib import Path

import clingo

PROPERTIES = Path(__file__).with_name("properties.lp")
"""The properties, as rules of an answer-set program."""


def ground(text: str, *parts: str) -> clingo.Control:
    """A program with the properties, made ready."""
    control = clingo.Control(["--warn=none", "--configuration=tweety"])
    control.load(str(PROPERTIES))
    control.add("base", [], text)
    control.ground([(part, []) for part in parts])
    return control


def model_of(
    control: clingo.Control, *assumed: clingo.Symbol | tuple[clingo.Symbol, bool]
) -> list[clingo.Symbol] | None:
    """What holds in one way in which some atoms hold, or do not; nothing if there is none."""
    found: list[clingo.Symbol] = []
    given = [one if isinstance(one, tuple) else (one, True) for one in assumed]
    result = control.solve(assumptions=given, on_model=lambda one: keep(one, found))
    return found if result.satisfiable else None


def keep(model: clingo.Model, found: list[clingo.Symbol]) -> None:
    """Takes over what holds in a model, in place of what held in the one before."""
    found[:] = model.symbols(atoms=True)


def possible(control: clingo.Control, name: str) -> set[clingo.Symbol]:
    """The atoms of a name each of which holds in some way."""
    found: set[clingo.Symbol] = set()
    for one in [one.symbol for one in control.symbolic_atoms if one.symbol.name == name]:
        if one not in found:
            found.update(each for each in model_of(control, one) or () if each.name == name)
    return found


def atoms_of(control: clingo.Control, kind: str, name: str) -> list[clingo.Symbol]:
    """The atoms of a property, in order."""
    symbols = (one.symbol for one in control.symbolic_atoms if one.symbol.name == kind)
    return sorted(one for one in symbols if one.arguments[0].string == name)


def sentence(says: clingo.Symbol) -> str:
    """What is wrong, from its parts."""
    if says.type is clingo.SymbolType.Function and says.arguments:
        return " ".join(map(sentence, says.arguments))
    return says.string if says.type is clingo.SymbolType.String else str(says)
