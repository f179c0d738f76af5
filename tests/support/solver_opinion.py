"""What clingo concludes from the rules as an answer-set program."""

from __future__ import annotations

from collections.abc import Iterable

import clingo

from advisor.knowledge.rulebook import Rulebook
from advisor.model.fact import Fact
from advisor.solver.program import atom, predicate, program


def facts_by_solver(rulebook: Rulebook, base: Iterable[Fact]) -> tuple[Fact, ...]:
    """Everything that holds in the one answer set of the rules and the facts, sorted."""
    control = clingo.Control(["--warn=none"])
    control.add("base", [], program(rulebook) + "".join(f"\n{atom(fact)}." for fact in base))
    control.ground([("base", [])])
    models: list[list[clingo.Symbol]] = []
    control.solve(on_model=lambda model: models.append(model.symbols(atoms=True)))
    (symbols,) = models
    kinds = {predicate(kind.name): kind for kind in rulebook.vocabulary.kinds.values()}
    found = []
    for symbol in symbols:
        kind = kinds[symbol.name]
        values = [
            one.string if one.type is clingo.SymbolType.String else one.number
            for one in symbol.arguments
        ]
        found.append(Fact(kind.name, tuple(zip(kind.fields, values))))
    return tuple(sorted(found))
