"""Finds blocks of a user's template that replace nothing, which Jinja would pass over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import nodes

from advisor.errors import InputError, echo, nearest

if TYPE_CHECKING:
    from jinja2 import Environment

_LONGEST_CHAIN = 20
"""Templates that extend each other; a template that extends itself fails when it is rendered."""


def refuse_unknown_blocks(environment: Environment, name: str) -> None:
    """Refuses a block that no template above has, since it would never be printed.

    A block inside another one, and one that the template calls through `self`, are the user's
    own and may have any name.

    Args:
        environment: Where the templates are found.
        name: The template to start from.

    Raises:
        InputError: If there is such a block, with the nearest name.
        TemplateError: If a template of the chain cannot be read.
    """
    chain = _chain(environment, name)
    for place, (file, tree) in enumerate(chain[:-1]):
        above = [block.name for _, parent in chain[place + 1 :] for block in _blocks(parent)]
        inner = {one.name for block in _blocks(tree) for one in block.find_all(nodes.Block)}
        for block in _blocks(tree):
            if block.name in above or block.name in inner or block.name in _called(tree):
                continue
            meant = nearest(block.name, above)
            raise InputError(
                f"The template extended here has no block {echo(block.name)}.",
                file=file,
                line=block.lineno,
                remedy=(f"Did you mean “{meant}”? " if meant else "")
                + "docs/templates.md lists the blocks.",
            )


def _chain(environment: Environment, name: str) -> list[tuple[str | None, nodes.Template]]:
    """A template and those it extends, each with its file; short of one named by a variable."""
    chain: list[tuple[str | None, nodes.Template]] = []
    while environment.loader is not None and len(chain) < _LONGEST_CHAIN:
        source, file, _ = environment.loader.get_source(environment, name)
        tree = environment.parse(source, name, file)
        chain.append((file, tree))
        extends = tree.find(nodes.Extends)
        if extends is None or not isinstance(extends.template, nodes.Const):
            break
        name = environment.join_path(str(extends.template.value), name)
    return chain


def _blocks(tree: nodes.Template) -> list[nodes.Block]:
    return list(tree.find_all(nodes.Block))


def _called(tree: nodes.Template) -> set[str]:
    """The blocks that a template prints by name, as in `self.title()`."""
    return {
        one.attr
        for one in tree.find_all(nodes.Getattr)
        if isinstance(one.node, nodes.Name) and one.node.name == "self"
    }
