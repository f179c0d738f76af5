"""Keeps the knowledge that comes with Advisor in the form it has after reading.

Reading and checking the files takes far longer than reasoning over a case, and gives the same
every time. So the result is kept in the user's own cache folder, under the hash of the files
it was made from: with other files, another Python or another version of Advisor, it is not
found and made anew. Nothing outside the cache folder is ever loaded this way, and only this
package's classes and a few functions without effect are: a cache file cannot run code.

`ADVISOR_CACHE=off` switches it off; `ADVISOR_CACHE=DIR` names another folder.
"""

from __future__ import annotations

import os
import pickle
import sys
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, BinaryIO

from advisor._version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_PACKAGE = "advisor."
_KNOWN = frozenset(
    {("builtins", name) for name in ("frozenset", "set", "str", "int", "slice")}
    | {("_operator", name) for name in ("eq", "ne", "ge", "le", "gt", "lt")}
    | {("operator", "itemgetter"), ("functools", "partial"), ("advisor.knowledge.cache", "frozen")}
)
"""What a kept file may name beside the classes of this package; all of it without effect."""


def cache_folder() -> Path | None:
    """Where kept files go, or nothing when they are switched off or there is no such place."""
    named = os.environ.get("ADVISOR_CACHE", "")
    if named.lower() == "off":
        return None
    if named:
        return Path(named)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    else:
        base = os.environ.get("XDG_CACHE_HOME", "")
        if not base and os.environ.get("HOME"):
            base = os.path.join(os.environ["HOME"], ".cache")
    return Path(base) / "advisor" if base else None


def load(name: str, key: str, shared: Sequence[object] = ()) -> Any:
    """What was kept under a key.

    Args:
        name: What it is, such as `knowledge`.
        key: The hash of what it was made from.
        shared: What stands in for the objects that were left out when it was kept.

    Returns:
        The value, or nothing when none was kept or it cannot be used.
    """
    folder = cache_folder()
    if folder is None or not _is_private(folder):
        return None
    try:
        with open(folder / _file(name, key), "rb") as file:
            return _Unpickler(file, shared).load()
    except Exception:  # noqa: BLE001  (whatever is wrong with a kept file, it is made anew)
        return None


def keep(name: str, key: str, value: Any, shared: Sequence[object] = ()) -> None:
    """Keeps a value; does nothing where that is not possible.

    Args:
        name: What it is.
        key: The hash of what it was made from.
        value: The value.
        shared: Objects that are left out of it, since whoever loads it has them already.
    """
    folder = cache_folder()
    if folder is None:
        return
    target = folder / _file(name, key)
    temporary = target.with_suffix(f".{os.getpid()}.new")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_private(folder):
            return
        with open(temporary, "wb") as file:
            _Pickler(file, shared).dump(value)
        os.replace(temporary, target)
        for old in folder.glob(f"{name}-*.kept"):
            if old != target:
                old.unlink()
    except (OSError, pickle.PicklingError, AttributeError, TypeError):
        temporary.unlink(missing_ok=True)


def _file(name: str, key: str) -> str:
    """The name of a kept file; it tells Pythons and, in a checkout, states of the code apart."""
    python = f"{sys.implementation.name}{sys.version_info.major}{sys.version_info.minor}"
    return f"{name}-{__version__}-{python}-{_code_state()}-{key[:32]}.kept"


@cache
def _code_state() -> str:
    """A short hash of the times and sizes of the program's own files."""
    import hashlib

    found: list[str] = []
    folders = [os.path.dirname(os.path.dirname(os.path.abspath(__file__)))]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    status = entry.stat()
                    found.append(f"{entry.path} {status.st_size} {status.st_mtime_ns}\n")
                elif entry.name != "__pycache__" and entry.is_dir():
                    folders.append(entry.path)
    return hashlib.sha256("".join(sorted(found)).encode()).hexdigest()[:12]


def _is_private(folder: Path) -> bool:
    """Whether nobody but the user can write to a folder."""
    if sys.platform == "win32":
        return True
    try:
        status = folder.stat()
    except OSError:
        return False
    return status.st_uid == os.getuid() and not status.st_mode & 0o022


def frozen(values: dict[Any, Any]) -> Mapping[Any, Any]:
    """A mapping that cannot be changed, made of what was kept of it."""
    return MappingProxyType(values)


class _Pickler(pickle.Pickler):
    dispatch_table = {MappingProxyType: lambda one: (frozen, (dict(one),))}  # noqa: RUF012

    def __init__(self, file: BinaryIO, shared: Sequence[object]) -> None:
        super().__init__(file, protocol=5)
        self._places = {id(one): place for place, one in enumerate(shared)}

    def persistent_id(self, obj: object) -> int | None:
        return self._places.get(id(obj))


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: BinaryIO, shared: Sequence[object]) -> None:
        super().__init__(file)
        self._shared = shared

    def persistent_load(self, place: int) -> object:
        return self._shared[place]

    def find_class(self, module: str, name: str) -> Any:
        known = (module, name) in _KNOWN
        if known or (module.startswith(_PACKAGE) and "." not in name):
            found = super().find_class(module, name)
            if known or (isinstance(found, type) and found.__module__ == module):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is not ours")
