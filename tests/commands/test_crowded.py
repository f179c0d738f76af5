"""A case of 200 parties, as a stranger might send one, keeps no command busy."""

from __future__ import annotations

import copy
import json
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from advisor.commands.group import advisor as advisor_command
from advisor.knowledge.source import read
from advisor.solver.session import MOST_PARTIES

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "24-city-view" / "case.yaml"


@pytest.fixture
def crowded(tmp_path, monkeypatch) -> str:
    monkeypatch.chdir(tmp_path)
    value = json.loads(json.dumps(read(str(EXAMPLE))))
    parties = value["parties"]
    for number in range(len(parties), 200):
        party = copy.deepcopy(parties[number % len(parties)])
        parties.append({**party, "name": f"{party['name']} {number}", "id": f"party-{number}"})
    (tmp_path / "case.json").write_text(json.dumps(value), "utf-8")
    return "case.json"


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("assess", 0), ("memo -o memo.docx", 0), ("why --every-home", 0), ("trace", 0),
        ("whynot charter-school", 2), ("whatif --flip", 2), ("quiz --format json", 0),
        ("whatif --set change.scope=volunteers", 0), ("batch --jobs 1 --out out", 0),
    ],
)  # fmt: skip
def test_two_hundred_parties_take_five_seconds_at_most(words, status, crowded):
    command, *rest = words.split()
    begin = time.process_time()
    result = CliRunner().invoke(advisor_command, [command, crowded, *rest])
    assert time.process_time() - begin < 5
    assert result.exit_code == status, result.output
    if status:
        assert "The case has 200 parties." in result.stderr
        assert f"at most {MOST_PARTIES}" in result.stderr


@pytest.mark.parametrize("command", ["memo", "assess"])
def test_what_is_left_out_for_it_is_said(command, crowded):
    said = " ".join(CliRunner().invoke(advisor_command, [command, crowded]).stdout.split())
    assert "was not worked out" in said
    assert f"a case of at most {MOST_PARTIES} parties" in said
