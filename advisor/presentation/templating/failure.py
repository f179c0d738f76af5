"""What went wrong in a template, as one message with file and line."""

from __future__ import annotations

from pathlib import Path

from jinja2 import TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import SecurityError

from advisor.errors import InputError, KnowledgeError, echo
from advisor.knowledge.locate import templates_folder
from advisor.presentation import language
from advisor.presentation.templating.files import SUFFIX, names


def template_failure(error: Exception, own: Path | None) -> InputError:
    """Turns what went wrong in a template into a message with file and line.

    Args:
        error: What Jinja or the template raised.
        own: The user's folder, if a template of theirs was used.

    Returns:
        The error to raise.
    """
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
    said = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, SecurityError):
        what = f"This template does something that templates may not do: {said}."
    else:
        what = f"This template fails: {said}."
    return kind(
        what.replace("..", "."),
        file=file,
        line=line,
        remedy="docs/templates.md lists what a template can use.",
    )


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
