"""The case file to fill in that `advisor new` writes."""

from __future__ import annotations


def new_case_text() -> str:
    """A case file with every question as a comment and no answers.

    Returns:
        YAML.
    """
    from advisor.knowledge.base import shipped_knowledge
    from advisor.knowledge.locate import templates_folder
    from advisor.model.case_text import blank_case

    return blank_case(shipped_knowledge(), templates_folder())
