"""The Jinja environment in which templates run: sandboxed, strict, and safe for client text.

Whatever a template prints goes through `markdown.escape` once, unless it is Markdown already;
what stands in the template itself is left alone. So a template's author need not think of it.
"""

from __future__ import annotations

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
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from advisor.errors import InputError, KnowledgeError, echo, nearest
from advisor.knowledge.locate import templates_folder
from advisor.presentation import language, markdown
from advisor.presentation.blocks import refuse_unknown_blocks
from advisor.presentation.compiled import kept_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from jinja2 import BaseLoader, Template, nodes
    from jinja2.compiler import Frame

SUFFIX = ".md.j2"
DEFAULT = "memo"
_OURS = "advisor"
"""The folder under which our templates can be named apart from the user's."""
LONGEST_OUTPUT = 2_000_000
"""Characters a template may produce; a memo has a hundredth of that."""


class _MarkdownCode(CodeGenerator):
    """Compiles `~` so that it escapes for Markdown where Jinja would escape for HTML."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class MemoEnvironment(ImmutableSandboxedEnvironment):
    """The environment of all our templates and of those that extend them."""

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
            loaders.insert(0, FileSystemLoader(own))
        super().__init__(
            loader=ChoiceLoader(loaders),
            undefined=StrictUndefined,
            autoescape=not plain,
            finalize=_on_one_line if plain else markdown.escape,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            bytecode_cache=kept_code("plain" if plain else "markdown"),
        )
        # Jinja's own versions of these escape for HTML.
        self.filters.update(
            {
                "e": markdown.escape,
                "escape": markdown.escape,
                "forceescape": lambda value: markdown.escape(str(value)),
                "join": self._join,
            }
        )
        self.filters.update(FILTERS)
        self.globals.update(FUNCTIONS)

    def join_path(self, template: str, parent: str) -> str:
        """Lets a template extend ours of the same name."""
        return f"{_OURS}/{template}" if template == parent else template

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


class Indent(int):
    """How far a line of plain text is moved in; the only value that is printed as blanks."""


def _on_one_line(value: object) -> str:
    """What a terminal may be shown of a value: no line breaks, no control characters."""
    if isinstance(value, Indent):
        return " " * value
    return markdown.one_line(str(value))


FILTERS: dict[str, Callable[..., Any]] = {
    "text": markdown.escape,
    "label": markdown.label,
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

FUNCTIONS: dict[str, Callable[..., Any]] = {"verb": language.verb}
"""What templates can call."""


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
            raise _unknown(name)
        own, wanted = folder, _only_template(folder)
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


def names() -> tuple[str, ...]:
    """The templates of ours that can be asked for by name."""
    found = (path.name.removesuffix(SUFFIX) for path in templates_folder().glob("*" + SUFFIX))
    return tuple(sorted(name for name in found if not name.startswith("_")))


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


def _only_template(folder: Path) -> str:
    """The template to start from in the user's folder."""
    found = sorted(path.name for path in folder.glob("*" + SUFFIX) if not path.name.startswith("_"))
    if DEFAULT + SUFFIX in found:
        return DEFAULT + SUFFIX
    if len(found) != 1:
        raise InputError(
            f"This folder holds {len(found) or 'no'} templates, so it is not clear which to use.",
            file=str(folder),
            remedy=f"Keep one file in it whose name ends in {SUFFIX}; parts start with “_”.",
        )
    return found[0]


def _unknown(name: str) -> InputError:
    known = names()
    meant = nearest(name, known)
    hint = f"Did you mean “{meant}”?" if meant else f"There are: {', '.join(known)}."
    return InputError(
        f"There is no template or folder {echo(name)}.",
        remedy=f"{hint} Or name a folder with a template of your own.",
    )
