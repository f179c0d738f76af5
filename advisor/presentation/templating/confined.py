"""Renders a template from a stranger, in a process of its own that may use little.

The process that writes the memo starts this one (see `own`). It is given what to render as JSON,
a line for each document, and answers each with a line of JSON: the document, or what is wrong.
All that a template can reach here is plain data, and the files of its own folder and of ours.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from jinja2 import Environment, nodes

from advisor.errors import InputError, KnowledgeError, echo, nearest
from advisor.presentation.templating.rendering import (
    Found,
    MemoEnvironment,
    render,
    template_failure,
)

MOST_MEMORY = 512 * 1024 * 1024
"""Bytes that the process may use."""
LONGEST_DOCUMENT = 2_000_000
"""Characters of a document; a memo has a hundredth of that."""
FORMER_BLOCKS = {
    "recommendation": "advice", "request": "decision", "parties": "stop",
    "reading": "stop", "missing": "stop", "arithmetic": "fit", "verdict": "fit", "why_fit": "fit",
    "questions": "fit", "trade": "fit", "keystone": "hinge", "keystone_task": "hinge",
    "conditions": "hinge", "risks": "again", "give_up": "losses", "rejected": "tempting",
    "change": "unknown", "agenda": "lead", "tripwires": "again", "known": "unknown",
    "annex_homes": "annex_places", "annex_rest": "annex_told", "annex_method": "annex",
}  # fmt: skip
"""The blocks of earlier versions, with the one that holds their matter now."""
_LONGEST_CHAIN = 20
"""Templates that extend each other; a template that extends itself fails when it is rendered."""


def serve() -> None:
    """Answers lines on standard input until it ends; the first says which template it is."""
    _limit_memory()
    job = json.loads(sys.stdin.readline())
    found: Found | None = None
    for line in sys.stdin:
        try:
            found = found or _found(Path(job["folder"]), job["template"])
            document = render(found, {"memo": json.loads(line)})
            if len(document) > LONGEST_DOCUMENT:
                raise InputError(
                    "This template writes without end.",
                    file=found.template.filename,
                    remedy="Look for a loop over too many things.",
                )
            reply: dict[str, Any] = {"document": document}
        except InputError as error:
            what, file, at, remedy, _ = error.problems[0]
            ours = isinstance(error, KnowledgeError)
            reply = {"what": what, "file": file, "line": at, "remedy": remedy, "ours": ours}
        print(json.dumps(reply), flush=True)


def _limit_memory() -> None:
    """Keeps the process to its memory; says so on standard error where the system cannot."""
    try:
        import resource

        if sys.platform == "darwin":  # takes the limit and does not keep to it
            raise OSError
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    except (ImportError, OSError, ValueError):
        told = "advisor: this system cannot limit the memory of a template, only its time."
        print(told, file=sys.stderr)


def _found(own: Path, name: str) -> Found:
    """The user's template, compiled.

    Raises:
        InputError: If it cannot be read, is not written as Jinja wants it, or has a block that
            replaces nothing.
    """
    try:
        environment = MemoEnvironment(own)
        found = Found(environment.get_template(name), own)
        _refuse_unknown_blocks(environment, name)
        return found
    except InputError:
        raise
    except Exception as error:
        raise template_failure(error, own) from error


def _refuse_unknown_blocks(environment: Environment, name: str) -> None:
    """Refuses a block that no template above has, since it would never be printed.

    A block inside another one, and one that the template calls through `self`, are the user's
    own and may have any name.
    """
    chain = _chain(environment, name)
    for place, (file, tree) in enumerate(chain[:-1]):
        known = {one.name for _, parent in chain[place + 1 :] for one in _blocks(parent)}
        own = {one.name for block in _blocks(tree) for one in block.find_all(nodes.Block)}
        own |= {
            one.attr
            for one in tree.find_all(nodes.Getattr)
            if isinstance(one.node, nodes.Name) and one.node.name == "self"
        }
        for block in _blocks(tree):
            if block.name not in known | own:
                meant = FORMER_BLOCKS.get(block.name) or nearest(block.name, sorted(known))
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
