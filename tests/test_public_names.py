"""The public interface: every name is there, documented, typed, and loaded only when used."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import advisor

NAMES = [name for name in advisor.__all__ if name != "__version__"]


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_is_there_and_says_what_it_does(name):
    found = getattr(advisor, name)
    assert callable(found)
    assert len(inspect.getdoc(found) or "") > 20
    assert name in dir(advisor)


def test_those_who_check_types_see_the_same_names_in_the_same_places():
    tree = ast.parse(Path(advisor.__file__).read_text("utf-8"))
    block = next(one for one in tree.body if isinstance(one, ast.If))
    for node in block.body:
        assert isinstance(node, ast.ImportFrom) and node.module is not None
        for alias in node.names:
            found = getattr(advisor, alias.asname or alias.name)
            assert (found.__module__, found.__name__) == (node.module, alias.name)
    typed = [one.asname or one.name for node in block.body for one in node.names]  # type: ignore[attr-defined]
    assert sorted(typed) == sorted(NAMES)


def test_another_name_is_no_name():
    with pytest.raises(AttributeError, match="no attribute 'asess'"):
        advisor.asess  # noqa: B018 - the question is whether it is there


def test_importing_it_costs_nothing():
    script = "import sys, advisor; print(*(one for one in sys.modules if 'advisor' in one))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert sorted(done.stdout.split()) == ["advisor", "advisor._version"]
