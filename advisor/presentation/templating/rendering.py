"""Finds a template and renders it, strict, sandboxed, and safe for client text.

What goes wrong becomes one message with file and line.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import (
    ChoiceLoader,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.compiler import CodeGenerator
from jinja2.exceptions import SecurityError
from jinja2.loaders import split_template_path
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup
from msgspec import Struct

from advisor.errors import InputError, KnowledgeError, echo, nearest
from advisor.knowledge.locate import leads_out, templates_folder
from advisor.presentation import language, markdown
from advisor.presentation.terminal import Fold, FoldWith, fitted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from jinja2 import BaseLoader, Environment, Template, nodes
    from jinja2.compiler import Frame

_OURS = "advisor"
"""The folder under which our templates can be named apart from the user's."""


class _MarkdownCode(CodeGenerator):
    """Compiles `~` so that it escapes for Markdown where Jinja would escape for HTML."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class _OwnFolder(FileSystemLoader):
    """Loads templates from a folder of the user's, and from nowhere else."""

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        for folder in self.searchpath:
            path = Path(folder, *split_template_path(template))
            if leads_out(Path(folder), path):
                raise SecurityError(f"{echo(template)} is a link that leads out of its folder")
            if os.path.lexists(path) and not path.is_file():  # or ours would be taken in its place
                raise SecurityError(f"{echo(template)} is no file")
        source, file, current = super().get_source(environment, template)
        return source.removeprefix("\ufeff"), file, current


class _Strict(ImmutableSandboxedEnvironment):
    """What all environments of ours have in common."""

    def __init__(
        self, loader: BaseLoader, finalize: Callable[[Any], Any], autoescape: bool
    ) -> None:
        super().__init__(
            loader=loader,
            undefined=StrictUndefined,
            autoescape=autoescape,
            finalize=finalize,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            optimized=False,  # templates compile in three quarters of the time
        )
        self.globals["verb"] = language.verb
        self.filters.update(OF_LANGUAGE)


class MemoEnvironment(_Strict):
    """The environment of templates of a memo, of text, and of those that extend them."""

    code_generator_class = _MarkdownCode

    def __init__(self, own: Path | None = None, *, plain: bool = False) -> None:
        """Makes an environment.

        Args:
            own: A folder with the user's templates, which come before ours of the same name.
            plain: Whether the templates make plain text for a terminal and not Markdown.
        """
        ours = FileSystemLoader(templates_folder())
        loaders: list[BaseLoader] = [ours, PrefixLoader({_OURS: ours})]
        if own is not None:
            loaders.insert(0, _OwnFolder(own))
        finalize = _on_one_line if plain else markdown.escape
        super().__init__(ChoiceLoader(loaders), finalize, autoescape=not plain)
        # Jinja's own versions of these escape for HTML.
        self.filters.update(
            {
                "e": markdown.escape,
                "escape": markdown.escape,
                "forceescape": lambda value: markdown.escape(str(value)),
                "join": self._join,
                "text": markdown.escape,
                "label": markdown.label,
            }
        )
        del self.filters["format"]
        if plain:
            self.globals.update(fold=Fold, fold_with=FoldWith)

    def join_path(self, template: str, parent: str) -> str:
        """Lets a template extend ours of the same name."""
        return f"{_OURS}/{template}" if template == parent else template

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of what stands in the data before a method of the same name."""
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        if isinstance(obj, Struct) and attribute in obj.__struct_fields__:  # plain data of ours
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    @staticmethod
    def joined(parts: tuple[object, ...]) -> str:
        """What `~` does: plain text stays plain until it is printed or meets Markdown."""
        if any(hasattr(part, "__html__") for part in parts):
            return Markup("").join(markdown.escape(part) for part in parts)
        return "".join(str(part) for part in parts)

    def _join(self, items: Iterable[object], mark: str = "", attribute: Any = None) -> str:
        if attribute is not None:
            items = [self.getattr(item, attribute) for item in items]
        parts: list[object] = []
        for item in items:
            parts += [mark, item] if parts else [item]
        return self.joined(tuple(parts))


class PageEnvironment(_Strict):
    """The environment of templates of ours that make a web page."""

    def __init__(self) -> None:
        super().__init__(
            FileSystemLoader(templates_folder()), _without_what_is_not_seen, autoescape=True
        )


class Indent(int):
    """How far a line of plain text is moved in; the only value that is printed as blanks."""


def _on_one_line(value: object) -> str:
    """What a terminal may be shown of a value: no line breaks, no control characters."""
    if isinstance(value, Indent):
        return " " * value
    if isinstance(value, Fold):
        return str(value)
    return markdown.one_line(str(value))


def _without_what_is_not_seen(value: object) -> object:
    """A text without control characters; what is HTML already stays as it is."""
    return value if hasattr(value, "__html__") else markdown.one_line(str(value))


OF_LANGUAGE: dict[str, Callable[..., Any]] = {
    "sentence": language.sentence,
    "clause": language.clause,
    "capital": language.capital,
    "uncapital": language.uncapital,
    "series": language.join,
    "article": language.article,
    "number": language.number,
    "money": language.money,
    "date": language.date,
    "shortened": language.shortened,
}
"""What templates can do with text, beside Jinja's own filters."""


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


def screen(name: str, width: int, values: Mapping[str, Any], rows: int = 0) -> str:
    """A text for a terminal: a template of ours, by its name before `.txt.j2`, rendered to fit.

    Args:
        rows: The lines there are; 0 for as many as it takes.
    """
    return fitted(render(plain_template(f"{name}.txt.j2"), values), width, rows)


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
    if isinstance(error, SyntaxError):  # of what Jinja makes of it, whose lines nobody wrote
        what = f"Python cannot carry out this template: {error.msg}."
        remedy = "Look for blocks or parentheses within one another, or a name that comes twice."
        return kind(what, file=error.filename or file, remedy=remedy)
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
