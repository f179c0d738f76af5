"""Renders a template from a stranger, in a process of its own that may use little.

The process that writes the memo starts this one (see `own`). It is given what to render as JSON,
a line for each document, and answers each with a line of JSON: the document, or what is wrong.
All that a template can reach here is plain data, and the files of its own folder and of ours.
"""

from __future__ import annotations

import json
import sys
import warnings
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import nodes

from advisor.errors import FormerWordsWarning, InputError, KnowledgeError, echo, nearest
from advisor.presentation.language import due
from advisor.presentation.templating.environment import MemoEnvironment
from advisor.presentation.templating.rendering import Found, render, template_failure

if TYPE_CHECKING:
    from jinja2 import Environment

MOST_MEMORY = 512 * 1024 * 1024
"""Bytes that the process may use."""
LONGEST_DOCUMENT = 2_000_000
"""Characters of a document; a memo has a hundredth of that."""
_LONGEST_CHAIN = 20
"""Templates that extend each other; a template that extends itself fails when it is rendered."""


class PlainValues(dict[str, Any]):
    """What the memo knows of something: its fields, and the client's answers to questions."""

    def text(self, question: str, otherwise: str = "") -> str:
        """An answer in the client's words, or what to take when there is none."""
        value = self.get(question)
        return value if isinstance(value, str) else otherwise

    def word(self, question: str) -> str:
        """A choice, or `unknown`."""
        return self.text(question, "unknown")

    def number(self, question: str) -> int | None:
        """A number, or nothing."""
        value = self.get(question)
        return value if isinstance(value, int) else None

    def several(self, question: str) -> list[str]:
        """Several answers; empty when there is none."""
        value = self.get(question)
        return value if isinstance(value, list) else []

    def in_home(self, home: str, question: str) -> Any:
        """What the client says of one home: its own answer, else the one for every home."""
        homes = self["homes"]
        return homes.get(home, {}).get(question, homes.get("every-home", {}).get(question))


class MemoValues(PlainValues):
    """What a template of a memo can use; `View` is where it is worked out."""

    def on(self, *sides: str) -> list[PlainValues]:
        """The parties on these sides, the heaviest first."""
        return [one for one in self["all_parties"] if one["side"] in sides]

    def remarks(self, section: str, most: int = 1) -> list[PlainValues]:
        """Sentences worth saying in a section, the most important first."""
        return list(self["remarks_by_section"].get(section, ())[:most])

    def flagged(self, flag: str) -> bool:
        """Whether the reasoning raised a risk of this name."""
        return any(one["flag"] == flag for one in self["assessment"]["flags"])

    def due(self, days: int) -> str:
        """The date so many days after the memo's."""
        return due(date.fromisoformat(self["day"]) if self["day"] else None, days)

    def text(self, answers: PlainValues, question: str = "") -> str:  # type: ignore[override]
        """An answer in the client's words, or nothing."""
        return answers.text(question)

    def path_label(self, path: str) -> str:
        """A path in a few words."""
        return str(self["path_labels"][path])

    def owner_of(self, task: str) -> str:
        """Who takes a task, inside a sentence."""
        return str(self["owners"].get(task, self["owners"]["project"]))

    def in_home(self, question: str) -> str:  # type: ignore[override]
        """The client's words on the advised home, else on the planned one, or nothing."""
        return str(self["home_answers"].get(question, ""))

    def named(self, home: str, question: str) -> list[str]:
        """Several answers about a home in words, "none" left out."""
        return list(self["named_answers"].get(home, {}).get(question, ()))


def serve() -> None:
    """Answers lines on standard input until it ends; the first says which template it is."""
    _limit_memory()
    job = json.loads(sys.stdin.readline())
    found: Found | None = None
    for line in sys.stdin:
        try:
            with warnings.catch_warnings(record=True) as told:
                warnings.simplefilter("once", FormerWordsWarning)
                found = found or _found(Path(job["folder"]), job["template"])
                memo = MemoValues(json.loads(line, object_hook=PlainValues))
                document = render(found, {"memo": memo})
            if len(document) > LONGEST_DOCUMENT:
                raise InputError(
                    "This template writes without end.",
                    file=found.template.filename,
                    remedy="Look for a loop over too many things.",
                )
            former = [str(one.message) for one in told if one.category is FormerWordsWarning]
            reply: dict[str, Any] = {"document": document, "former": former}
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
                meant = nearest(block.name, sorted(known))
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
