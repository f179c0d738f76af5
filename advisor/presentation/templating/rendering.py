"""Finds a template and renders it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import TemplateError

from advisor.errors import InputError
from advisor.knowledge.locate import templates_folder
from advisor.presentation.templating.blocks import refuse_unknown_blocks
from advisor.presentation.templating.environment import MemoEnvironment, PageEnvironment
from advisor.presentation.templating.failure import template_failure
from advisor.presentation.templating.files import SUFFIX, only_template, unknown_template
from advisor.presentation.templating.sandbox import LONGEST_OUTPUT, Sandbox

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Template

LONGEST_TRACE = 50_000_000
"""Characters a template of ours may produce that tells all of a case's reasoning."""


class Found(NamedTuple):
    """A template that was found."""

    template: Template
    own: Path | None
    """The user's folder, if it is theirs."""


def find_template(name: str) -> Found:
    """Finds a template of ours by name, or the user's in a folder.

    Args:
        name: `memo`, `brief`, or a folder that holds one template.

    Returns:
        The template, compiled.

    Raises:
        InputError: If there is no such template, or it is not written as Jinja wants it.
    """
    folder = Path(name)
    own: Path | None = None
    wanted = name + SUFFIX
    if "/" in name or "\\" in name or not (templates_folder() / wanted).is_file():
        if not folder.is_dir():
            raise unknown_template(name)
        own, wanted = folder, only_template(folder)
    try:
        environment = MemoEnvironment(own)
        found = Found(environment.get_template(wanted), own)
        if own is not None:
            refuse_unknown_blocks(environment, wanted)
        return found
    except TemplateError as error:
        raise template_failure(error, own) from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            "This template cannot be read.",
            file=str((own or templates_folder()) / wanted),
            remedy="A template is a text file in UTF-8.",
        ) from error


def plain_template(name: str) -> Found:
    """A template of ours that makes plain text."""
    return Found(MemoEnvironment(plain=True).get_template(name), None)


def markdown_template(name: str) -> Found:
    """A template of ours that makes a document in Markdown other than a memo.

    Args:
        name: The name of its file before `.markdown.j2`, by which it is none to ask for.
    """
    return Found(MemoEnvironment().get_template(f"{name}.markdown.j2"), None)


def page_template(name: str) -> Found:
    """A template of ours that makes a web page; client text is escaped where it is printed."""
    return Found(PageEnvironment().get_template(name), None)


def render(found: Found, values: Mapping[str, Any], longest: int = LONGEST_OUTPUT) -> str:
    """Renders a template.

    Args:
        found: The template.
        values: What the template can use.
        longest: Characters that it may produce.

    Returns:
        The document.

    Raises:
        InputError: If the template uses something that is not there or not allowed.
    """
    template, own = found
    if isinstance(template.environment, Sandbox):
        template.environment.bounds.steps = 0
    pieces: list[str] = []
    size = 0
    try:
        for piece in template.generate(values):
            pieces.append(piece)
            size += len(piece)
            if size > longest:
                raise InputError(
                    "This template writes without end.",
                    file=template.filename,
                    remedy="Look for a loop over too many things.",
                )
    except InputError:
        raise
    except RecursionError as error:
        raise InputError(
            "This template calls or extends itself without end.",
            file=template.filename,
            remedy="Look for a macro, block or include that leads back to itself.",
        ) from error
    except Exception as error:
        raise template_failure(error, own) from error
    return "".join(pieces)
