"""The Jinja environment in which templates run: sandboxed, strict, and safe for client text.

Whatever a template prints goes through `markdown.escape` once, unless it is Markdown already;
what stands in the template itself is left alone. So a template's author need not think of it.
"""

from __future__ import annotations

import datetime
from collections.abc import ItemsView, KeysView, ValuesView
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import (
    ChoiceLoader,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    nodes,
)
from jinja2.compiler import CodeGenerator
from jinja2.exceptions import SecurityError
from jinja2.loaders import split_template_path
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from advisor.errors import InputError, KnowledgeError, echo, nearest
from advisor.knowledge.confined import leads_out
from advisor.knowledge.locate import templates_folder
from advisor.presentation import language, markdown
from advisor.presentation.blocks import refuse_unknown_blocks
from advisor.presentation.compiled import kept_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from jinja2 import BaseLoader, Environment, Template
    from jinja2.compiler import Frame
    from jinja2.runtime import Context

SUFFIX = ".md.j2"
DEFAULT = "memo"
_COUNTED = "counted"
"""The filter that counts the rounds of a loop; the compiler puts it in."""
_OURS = "advisor"
"""The folder under which our templates can be named apart from the user's."""
LONGEST_OUTPUT = 2_000_000
"""Characters a template may produce; a memo has a hundredth of that."""
LONGEST_TRACE = 50_000_000
"""Characters a template of ours may produce that tells all of a case's reasoning."""


class _MarkdownCode(CodeGenerator):
    """Compiles `~` so that it escapes for Markdown where Jinja would escape for HTML."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class _Bounds:
    """What a template may use up while it is rendered, so that none goes on for ever."""

    STEPS = 500_000
    """Rounds of loops and calls; a memo needs some thousands."""
    NUMBER = 10**12
    """The largest number that a template may calculate."""

    def __init__(self) -> None:
        self.steps = 0

    def step(self) -> None:
        """Counts one round or call."""
        self.steps += 1
        if self.steps > self.STEPS:
            raise SecurityError("it goes on without end")

    def counted(self, items: Iterable[Any]) -> Iterator[Any]:
        """The same items, each round of the loop over them counted."""
        for item in items:
            self.step()
            yield item


_PLAIN = (
    str, int, float, list, tuple, dict, set, frozenset, range, datetime.date, MappingProxyType,
    KeysView, ValuesView, ItemsView, type(None),
)  # fmt: skip
_OPEN = ("presentation", "verification", "explanation", "model", "knowledge")
"""The rooms whose objects a template may look into: they hold what is known, and do nothing."""


def _is_open(obj: object) -> bool:
    """Whether a template may use the attributes of an object.

    Whatever is not known to be harmless is closed: with a path, for one, files could be written.
    """
    if isinstance(obj, type):
        return False
    module = type(obj).__module__
    package, _, rest = module.partition(".")
    if package == "advisor":
        return rest.partition(".")[0] in _OPEN or module == "advisor.engine.trace"
    return package in ("jinja2", "markupsafe") or isinstance(obj, _PLAIN)


def _refuse_growth(*values: object) -> None:
    """Refuses numbers that would make a text or a list of any size."""
    for value in values:
        if isinstance(value, int) and abs(value) > _Bounds.NUMBER:
            raise SecurityError("the number is too large")
        if isinstance(value, (str, list, tuple)) and len(value) > LONGEST_OUTPUT:
            raise SecurityError("the text is too long")


def _refuse_filling(text: str, arguments: tuple[object, ...]) -> None:
    """Refuses what makes a method of a text, such as `ljust` or `replace`, fill the memory."""
    for one in arguments:
        size = one if isinstance(one, int) else len(one) * len(text) if isinstance(one, str) else 0
        if size > LONGEST_OUTPUT:
            raise SecurityError("the text is too long")


class _OwnFolder(FileSystemLoader):
    """Loads templates from a folder of the user's, and from nowhere else."""

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        for folder in self.searchpath:
            path = Path(folder, *split_template_path(template))
            if leads_out(Path(folder), path):
                raise SecurityError(f"{echo(template)} is a link that leads out of its folder")
        return super().get_source(environment, template)


class MemoEnvironment(ImmutableSandboxedEnvironment):
    """The environment of all our templates and of those that extend them."""

    code_generator_class = _MarkdownCode
    intercepted_binops = frozenset({"+", "*", "**", "%"})

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
        for filling in ("batch", "center", "format", "indent", "slice", "wordwrap"):
            del self.filters[filling]  # they make text of any length of a number
        self.bounds = _Bounds()
        self.filters[_COUNTED] = self.bounds.counted

    def join_path(self, template: str, parent: str) -> str:
        """Lets a template extend ours of the same name."""
        return f"{_OURS}/{template}" if template == parent else template

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None,
        defer_init: bool = False,
    ) -> str:  # fmt: skip
        """Compiles a template so that its loops are counted."""
        for loop in list(source.find_all(nodes.For)):
            loop.iter = nodes.Filter(loop.iter, _COUNTED, [], [], None, None, lineno=loop.lineno)
            loop.set_environment(self)
        return super()._generate(source, name, filename, defer_init)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Lets templates look into what a memo is made of, and into nothing else."""
        return _is_open(obj) and super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """Refuses `format`, which could fill a text to any width."""
        if super().wrap_str_format(value) is not None:
            raise SecurityError("put texts together with ~")
        return None

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Calls something, as far as a template may."""
        self.bounds.step()
        if isinstance(getattr(obj, "__self__", None), str):
            _refuse_filling(obj.__self__, (*args, *kwargs.values()))
        made = super().call(context, obj, *args, **kwargs)
        _refuse_growth(made)
        return made

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Calculates, as far as the result stays small."""
        if operator == "%" and isinstance(left, str):
            raise SecurityError("put texts together with ~")
        if operator == "**" and not (isinstance(right, (int, float)) and abs(right) <= 10):
            raise SecurityError("the number is too large")
        if operator == "*":
            for many, times in ((left, right), (right, left)):
                grows = isinstance(times, int) and isinstance(many, (str, list, tuple))
                if grows and len(many) * times > LONGEST_OUTPUT:
                    raise SecurityError("the text is too long")
        _refuse_growth(left, right)
        made = super().call_binop(context, operator, left, right)
        _refuse_growth(made)
        return made

    @staticmethod
    def joined(parts: tuple[object, ...]) -> str:
        """What `~` does: plain text stays plain until it is printed or meets Markdown."""
        if sum(len(part) for part in parts if isinstance(part, str)) > LONGEST_OUTPUT:
            raise SecurityError("the text is too long")
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


def markdown_template(name: str) -> Found:
    """A template of ours that makes a document in Markdown other than a memo.

    Args:
        name: The name of its file before `.markdown.j2`, by which it is none to ask for.
    """
    return Found(MemoEnvironment().get_template(f"{name}.markdown.j2"), None)


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
    if isinstance(template.environment, MemoEnvironment):
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
