"""What is kept between runs is found again, and a kept file can do no harm."""

from __future__ import annotations

import os
import pickle
import sys
from pathlib import Path

import pytest

from advisor.knowledge import cache
from advisor.knowledge.vocabulary import did_you_mean


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of its own."""
    monkeypatch.setenv("ADVISOR_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


class Harm:
    """Pickles as a call of any function."""

    def __init__(self, function: object, *arguments: object) -> None:
        self.call = (function, arguments)

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return self.call


def _plant(folder: Path, content: bytes) -> None:
    """Puts content where a kept value would be."""
    cache.keep("thing", "a" * 64, {"good": 1})
    (kept,) = folder.glob("thing-*.kept")
    kept.write_bytes(content)


def test_a_value_is_found_under_its_key_and_under_no_other(folder: Path) -> None:
    cache.keep("thing", "a" * 64, {"one": (1, 2)})
    assert cache.load("thing", "a" * 64) == {"one": (1, 2)}
    assert cache.load("thing", "b" * 64) is None


def test_what_the_loader_has_already_is_not_kept_again_and_is_the_loaders_own(
    folder: Path,
) -> None:
    first, second = ["a long text"], ["another"]
    cache.keep("thing", "a" * 64, {"one": (first, 1)}, [second, first])
    (kept,) = folder.glob("thing-*.kept")
    assert b"a long text" not in kept.read_bytes()
    mine = ["mine"]
    assert cache.load("thing", "a" * 64, [second, mine])["one"][0] is mine
    assert cache.load("thing", "a" * 64, []) is None


def test_only_the_last_state_is_kept(folder: Path) -> None:
    cache.keep("thing", "a" * 64, 1)
    cache.keep("thing", "b" * 64, 2)
    assert len(list(folder.glob("thing-*.kept"))) == 1


@pytest.mark.parametrize(
    "value",
    [
        Harm(os.system, "echo harm"),
        Harm(os.getpid),
        Harm(eval, "1 + 1"),
        Harm(did_you_mean, "a", ["b"]),
        Harm(cache.keep, "other", "c" * 64, 3),
    ],
    ids=["a shell", "another module", "eval", "a function of ours", "the cache itself"],
)
def test_a_kept_file_cannot_call_anything(folder: Path, value: Harm) -> None:
    _plant(folder, pickle.dumps(value))
    assert cache.load("thing", "a" * 64) is None
    assert not list(folder.glob("other-*"))


def test_a_name_cannot_reach_into_what_a_module_has_imported(folder: Path) -> None:
    _plant(folder, b"\x80\x04\x8c\x17advisor.knowledge.cache\x8c\x09os.getpid\x93)R.")
    assert cache.load("thing", "a" * 64) is None


def test_a_damaged_file_is_as_good_as_none(folder: Path) -> None:
    _plant(folder, b"not a pickle")
    assert cache.load("thing", "a" * 64) is None


@pytest.mark.skipif(sys.platform == "win32", reason="about permissions of POSIX")
def test_a_folder_others_can_write_to_is_not_used(folder: Path) -> None:
    cache.keep("thing", "a" * 64, 1)
    folder.chmod(0o777)
    assert cache.load("thing", "a" * 64) is None


def test_it_can_be_switched_off(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_CACHE", "off")
    cache.keep("thing", "a" * 64, 1)
    assert cache.load("thing", "a" * 64) is None
