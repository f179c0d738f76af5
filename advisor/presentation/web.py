"""The Jinja environment for web pages: sandboxed, strict, and escaping for HTML."""

from __future__ import annotations

from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from advisor.knowledge.locate import templates_folder
from advisor.presentation import language, markdown
from advisor.presentation.compiled import kept_code
from advisor.presentation.environment import FILTERS, FUNCTIONS, LONGEST_TRACE, Found, render


def page(name: str, values: dict[str, Any]) -> str:
    """Renders a template of ours that makes a web page.

    Args:
        name: The template's file.
        values: What the template can use. Text is escaped where it is printed.

    Returns:
        HTML.
    """
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(templates_folder()),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=kept_code("html"),
    )
    # Some escape for Markdown, which is not what a page needs.
    ours = {name: one for name, one in FILTERS.items() if one.__module__ == language.__name__}
    environment.filters.update(ours)
    environment.globals.update(FUNCTIONS)
    return render(Found(environment.get_template(name), None), values, LONGEST_TRACE)


def _shown(value: object) -> object:
    """Leaves out of a text what is not seen; what is HTML already stays as it is."""
    return value if hasattr(value, "__html__") else markdown.one_line(str(value))
