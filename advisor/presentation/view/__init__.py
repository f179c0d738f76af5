"""What a template can use: an assessment, sorted into what a memo has room for.

A memo says little of much. This package picks: at most so many parties, risks, steps and so on,
in an order of weight that never depends on chance; what is left over goes to the annex.
The words are the templates' business. `docs/templates.md` lists what is here for them.
"""

from __future__ import annotations

from advisor.presentation.view.knowing import Knowing

__all__ = ["View"]


class View(Knowing):
    """An assessment as templates see it, in all its parts."""
