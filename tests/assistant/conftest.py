"""What tests of the assistant's server share: a folder, and a program that talks to the server."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.assistant_talk import talking

from advisor.assistant.server import make_server
from advisor.interview.desk import Desk
from advisor.knowledge.base import shipped_knowledge

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "cases"
    made.mkdir()
    return made


@pytest.fixture
def program(folder):
    with talking(make_server(Desk(folder, shipped_knowledge()))) as found:
        yield found


@pytest.fixture
def example(folder):
    """Puts an example into the folder under a name."""

    def put(of, name):
        (found,) = EXAMPLES.glob(f"{of}-*/case.yaml")
        shutil.copy(found, folder / f"{name}.yaml")
        return folder / f"{name}.yaml"

    return put
