"""Case files that can be read, with the facts they give, and those that cannot, with the messages.

Each file in good/ and bad/ beside this one is a test and says at its top what it is about. A good
one ends with the facts it must give, a bad one with every message it is answered with.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.errors import InputError
from advisor.knowledge.base import Knowledge
from advisor.model.base_facts import base_facts
from advisor.model.case_reader import load_case

HERE = Path(__file__).resolve().parent
KNOWLEDGE = Knowledge(HERE.parents[1] / "rules")


def files(folder: str) -> list[Path]:
    found = sorted((HERE / folder).glob("*.yaml"))
    assert found
    return found


def listed(path: Path, heading: str) -> list[str]:
    """The comment lines under a heading at the end of a file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if heading not in lines:
        return []
    entries = []
    for line in lines[lines.index(heading) + 1 :]:
        if not line.startswith("#   "):
            break
        entries.append(line.removeprefix("#   "))
    assert entries
    return entries


@pytest.mark.parametrize("path", files("good"), ids=lambda path: path.stem)
def test_a_good_case_gives_its_facts(path):
    facts = {str(fact) for fact in base_facts(load_case(str(path), KNOWLEDGE), KNOWLEDGE).facts}
    for expected in listed(path, "# Gives:"):
        assert expected in facts
    assert facts.isdisjoint(listed(path, "# Does not give:"))


@pytest.mark.parametrize("path", files("bad"), ids=lambda path: path.stem)
def test_a_bad_case_is_answered_with_all_its_messages(path):
    with pytest.raises(InputError) as caught:
        load_case(str(path), KNOWLEDGE)
    messages = [f"{one.line}: {one.what} {one.remedy}" for one in caught.value.problems]
    assert messages == listed(path, "# Advisor answers:")
    assert {one.file for one in caught.value.problems} == {str(path)}
    assert caught.value.exit_status == 2
