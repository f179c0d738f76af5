"""The Jinja environments in which templates run: strict, sandboxed, and safe for client text.

Whatever a template of a memo prints goes through `markdown.escape` once, unless it is Markdown
already; what stands in the template itself is left alone. So a template's author need not think
of it. A web page's is escaped for HTML, by Jinja.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.compiler import CodeGenerator
from jinja2.exceptions import SecurityError
from jinja2.loaders import split_template_path
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from advisor.errors import echo
from advisor.knowledge.locate import leads_out, templates_folder
from advisor.presentation import language, markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jinja2 import BaseLoader, Environment, nodes
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
        return super().get_source(environment, template)


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

    def join_path(self, template: str, parent: str) -> str:
        """Lets a template extend ours of the same name."""
        return f"{_OURS}/{template}" if template == parent else template

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of what stands in the data before a method of the same name."""
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
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
        """Makes an environment."""
        super().__init__(
            FileSystemLoader(templates_folder()), _without_what_is_not_seen, autoescape=True
        )


class Indent(int):
    """How far a line of plain text is moved in; the only value that is printed as blanks."""


def _on_one_line(value: object) -> str:
    """What a terminal may be shown of a value: no line breaks, no control characters."""
    if isinstance(value, Indent):
        return " " * value
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
