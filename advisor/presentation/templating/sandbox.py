"""What a template may do: look into what a document is made of, in bounded time and space."""

from __future__ import annotations

import datetime
from collections.abc import ItemsView, KeysView, ValuesView
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from jinja2 import nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from jinja2.runtime import Context

LONGEST_OUTPUT = 2_000_000
"""Characters a template may produce; a memo has a hundredth of that."""
_COUNTED = "counted"
"""The filter that counts the rounds of a loop; the compiler puts it in."""


class Bounds:
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


_opened: dict[type, bool] = {}
"""What `_is_open` found of the classes met so far."""


def _is_open(kind: type) -> bool:
    """Whether a template may use the attributes of objects of a class.

    Whatever is not known to be harmless is closed: with a path, for one, files could be written;
    so are classes themselves.
    """
    if issubclass(kind, type):
        return False
    package, _, rest = kind.__module__.partition(".")
    if package == "advisor":
        return rest.partition(".")[0] in _OPEN or rest == "engine.trace"
    return package in ("jinja2", "markupsafe") or issubclass(kind, _PLAIN)


def _refuse_growth(*values: object) -> None:
    """Refuses numbers that would make a text or a list of any size."""
    for value in values:
        if isinstance(value, int) and abs(value) > Bounds.NUMBER:
            raise SecurityError("the number is too large")
        if isinstance(value, (str, list, tuple)) and len(value) > LONGEST_OUTPUT:
            raise SecurityError("the text is too long")


def _refuse_filling(text: str, arguments: tuple[object, ...]) -> None:
    """Refuses what makes a method of a text, such as `ljust` or `replace`, fill the memory."""
    for one in arguments:
        size = one if isinstance(one, int) else len(one) * len(text) if isinstance(one, str) else 0
        if size > LONGEST_OUTPUT:
            raise SecurityError("the text is too long")


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment of every template, ours and a stranger's."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, **options: Any) -> None:
        """Makes an environment.

        Args:
            options: What Jinja's own environment takes.
        """
        super().__init__(**options)
        self.bounds = Bounds()
        self.filters[_COUNTED] = self.bounds.counted
        for filling in ("batch", "center", "format", "indent", "slice", "wordwrap"):
            del self.filters[filling]  # they make text of any length of a number

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
        kind = type(obj)
        if kind not in _opened:
            _opened[kind] = _is_open(kind)
        return _opened[kind] and super().is_safe_attribute(obj, attr, value)

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
