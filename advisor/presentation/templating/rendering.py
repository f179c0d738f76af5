"""Finds a template and renders it; what goes wrong becomes one message with file and line."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import SecurityError

from advisor.errors import InputError, KnowledgeError, echo, nearest
from advisor.knowledge.locate import templates_folder
from advisor.presentation import language
from advisor.presentation.templating.environment import MemoEnvironment, PageEnvironment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment, Template

SUFFIX = ".md.j2"
DEFAULT = "memo"


class Found(NamedTuple):
    """A template that was found."""

    template: Template
    own: Path | None = None
    """The user's folder, if it is theirs."""


def names() -> tuple[str, ...]:
    """The templates of ours that can be asked for by name."""
    found = (path.name.removesuffix(SUFFIX) for path in templates_folder().glob("*" + SUFFIX))
    return tuple(sorted(name for name in found if not name.startswith("_")))


def own_folder(name: str) -> Path | None:
    """The user's folder that a name means; nothing where it is a template of ours.

    Raises:
        InputError: If it is neither.
    """
    if "/" not in name and "\\" not in name and (templates_folder() / (name + SUFFIX)).is_file():
        return None
    if Path(name).is_dir():
        return Path(name)
    known = names()
    meant = nearest(name, known)
    hint = f"Did you mean “{meant}”?" if meant else f"There are: {', '.join(known)}."
    raise InputError(
        f"There is no template or folder {echo(name)}.",
        remedy=f"{hint} Or name a folder with a template of your own.",
    )


@cache
def _environment(dialect: str, templates: Path) -> Environment:
    """An environment that keeps what it has compiled as long as the program runs."""
    del templates  # where they stand: another folder has templates of its own
    return PageEnvironment() if dialect == "page" else MemoEnvironment(plain=dialect == "plain")


def _ours(name: str, dialect: str) -> Found:
    try:
        return Found(_environment(dialect, templates_folder()).get_template(name))
    except TemplateError as error:
        raise template_failure(error, None) from error


def memo_template(name: str) -> Found:
    """A template of ours that makes a memo or a rule book, by its name before `.md.j2`."""
    return _ours(name + SUFFIX, "markdown")


def plain_template(name: str) -> Found:
    """A template of ours that makes plain text."""
    return _ours(name, "plain")


def markdown_template(name: str) -> Found:
    """A template of ours that makes a document in Markdown other than a memo.

    Args:
        name: The name of its file before `.markdown.j2`, by which it is none to ask for.
    """
    return _ours(f"{name}.markdown.j2", "markdown")


def page_template(name: str) -> Found:
    """A template of ours that makes a web page; client text is escaped where it is printed."""
    return _ours(name, "page")


def render(found: Found, values: Mapping[str, Any]) -> str:
    """Renders a template.

    Args:
        found: The template.
        values: What the template can use.

    Returns:
        The document.

    Raises:
        InputError: If the template uses something that is not there or not allowed.
    """
    try:
        return found.template.render(values)
    except Exception as error:
        raise template_failure(error, found.own) from error


def template_failure(error: Exception, own: Path | None) -> InputError:
    """Turns what went wrong in a template into a message with file and line.

    Args:
        error: What Jinja or the template raised.
        own: The user's folder, if a template of theirs was used.

    Returns:
        The error to raise.
    """
    if isinstance(error, InputError):
        return error
    file, line = _place(error)
    ours = own is None or (file is not None and Path(file).is_relative_to(templates_folder()))
    kind = KnowledgeError if ours else InputError
    if isinstance(error, TemplateSyntaxError):
        return kind(
            "This template is not written as Jinja wants it: "
            + language.sentence(error.message or "it cannot be read"),
            file=error.filename or file,
            line=error.lineno,
            remedy="See jinja.palletsprojects.com for how templates are written.",
        )
    if isinstance(error, TemplateNotFound):
        return kind(
            f"There is no template {echo(error.name or '')} to extend or include.",
            file=file,
            line=line,
            remedy=f"Ours are: {', '.join(name + SUFFIX for name in names())}.",
        )
    if isinstance(error, (OSError, UnicodeDecodeError)):
        what, remedy = "A template cannot be read.", "A template is a text file in UTF-8."
        return kind(what, file=file or str(own), line=line, remedy=remedy)
    if isinstance(error, RecursionError):
        what = "This template calls or extends itself without end."
        remedy = "Look for a macro, block or include that leads back to itself."
        return kind(what, file=file, line=line, remedy=remedy)
    if isinstance(error, MemoryError):
        what = "This template needs more memory than the 512 MB that one may use."
        remedy = "Look for a text or a list that grows."
        return kind(what, file=file, line=line, remedy=remedy)
    said = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, SecurityError):
        what = f"This template does something that templates may not do: {said}."
    else:
        what = f"This template fails: {said}."
    remedy = "docs/templates.md lists what a template can use."
    return kind(what.replace("..", "."), file=file, line=line, remedy=remedy)


def _place(error: Exception) -> tuple[str | None, int | None]:
    """The innermost place in a template that an error went through."""
    file: str | None = None
    line: int | None = None
    trace = error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.endswith(".j2"):
            file, line = name, trace.tb_lineno
        trace = trace.tb_next
    return file, line
