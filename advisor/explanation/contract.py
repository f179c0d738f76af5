"""What all contracts with other programs have in common.

A contract is a class: its fields are the keys of the JSON, in this order, and the words under each
field describe it in the published schema. Where a result is told as it stands, its class is the
contract. Elsewhere what a field holds is read off the result of the same name, or from where `At`
says. Names are stable: a change that could break a reader raises `VERSION`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter
from types import UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    NamedTuple,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

import msgspec
from msgspec import Meta

if TYPE_CHECKING:
    from typing_extensions import Self

    from advisor.explanation.assess import Assessment

VERSION: Literal[3] = 3
"""The version of the contracts."""


class At(NamedTuple):
    """Says that a field is read from an attribute of another name."""

    place: str | Callable[[Any], Any]
    """Names with dots between, or what makes the value of the result: a function, or a lambda that
    names nothing of its module, for it is read as a part of its class."""


def one_of(*words: str | None) -> Meta:
    """Says which words a field can hold."""
    return Meta(extra_json_schema={"enum": list(words)})


Hash = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
"""A SHA-256 in hexadecimal."""
Path = Annotated[str, Meta(extra_json_schema={"$ref": "#/$defs/path"})]
Home = Annotated[str, Meta(extra_json_schema={"$ref": "#/$defs/home"})]
Certainty = Annotated[str, one_of("firm", "mostly", "sometimes", "one-author", "ours")]
Statement = Annotated[str, Meta(pattern="^[LX][0-9]{2,3}$")]
Count = Annotated[int, Meta(ge=0)]
Number = Annotated[int, Meta(ge=1)]


class Contract(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Part of a contract."""

    @classmethod
    def of(cls, source: object = None, **given: Any) -> Self:
        """Reads a part off a result.

        Args:
            source: The result; nothing where every field is given.
            given: Fields that are not read off it.
        """
        return cls(
            **{
                name: _filled(kind, given[name] if name in given else read(source))
                for name, kind, read in _fields(cls)
                if name != "contract_version"
            }
        )

    def json(self) -> str:
        """The part as JSON text, with a line break at its end."""
        return json.dumps(msgspec.to_builtins(self), ensure_ascii=False, indent=2) + "\n"


class Versioned(Contract, frozen=True):
    """What the JSON of every command begins with."""

    contract_version: Literal[3] = VERSION


class OneCase(Versioned, frozen=True, kw_only=True):
    """What every contract about one case begins with."""

    client: str
    """The client's name."""
    path: Path
    """The advised path."""
    rules_version: str
    rules_hash: Hash
    answers_hash: Hash

    @classmethod
    def about(cls, assessment: Assessment, source: object, **given: Any) -> Self:
        """Reads a contract about one case off a result."""
        stamp = assessment.stamp
        return cls.of(
            source,
            client=assessment.case.client.text("name"),
            path=assessment.path,
            rules_version=stamp.rules_version,
            rules_hash=stamp.rules_hash,
            answers_hash=stamp.answers_hash,
            **given,
        )


@cache
def _fields(contract: type[Contract]) -> tuple[tuple[str, Any, Callable[[Any], Any]], ...]:
    """Each field with its type and where it is read from."""
    found = []
    for name, kind in get_type_hints(contract, include_extras=True).items():
        places = [one.place for one in getattr(kind, "__metadata__", ()) if isinstance(one, At)]
        place = places[-1] if places else name
        found.append((name, kind, attrgetter(place) if isinstance(place, str) else place))
    return tuple(found)


def _filled(kind: Any, value: Any) -> Any:
    """A value as its type has it: a reason by its sentence, an empty text that may be missing."""
    if get_origin(kind) is Annotated:
        return _filled(get_args(kind)[0], value)
    if isinstance(kind, type) and issubclass(kind, Contract):
        return value if isinstance(value, kind) else kind.of(value)
    inner = get_args(kind)
    if get_origin(kind) is tuple:
        return tuple(_filled(inner[0], one) for one in value)
    if get_origin(kind) is Mapping:
        return {key: _filled(inner[1], one) for key, one in value.items()}
    if get_origin(kind) in (Union, UnionType) and type(None) in inner:
        return None if value is None or value == "" else _filled(inner[0], value)
    if kind is str:
        return value.sentence if hasattr(value, "sentence") else str(value)
    return value
