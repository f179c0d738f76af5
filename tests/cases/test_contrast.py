"""The contrast pairs that come with the examples: one answer, another path."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result
from support.assessed import EXAMPLES, assessed

from advisor.commands.group import advisor as advisor_command
from advisor.errors import InputError
from advisor.explanation.contrast import ContrastPair, load_pairs, work_out
from advisor.presentation.reasoning_text import contrast_text

FILE = EXAMPLES / "contrast" / "pairs.yaml"
PAIRS = load_pairs(str(FILE))


def of(pair: ContrastPair) -> str:
    return Path(pair.case).parent.name


@pytest.mark.parametrize("pair", PAIRS, ids=lambda one: one.id)
def test_one_answer_is_changed_and_another_path_is_advised(pair):
    found = work_out(assessed(of(pair)), pair)
    assert len(found.found.changes) == 1
    assert found.found.before.path != found.found.after.path
    # where the roads part: each rule says it in one half alone
    after = {(one.rule, one.sentence) for one in found.found.appear}
    before = {(one.rule, one.sentence) for one in found.found.disappear}
    assert (found.now.rule, found.now.sentence) in before
    assert (found.then.rule, found.then.sentence) in after
    assert pair.title
    assert pair.ask.endswith("?")
    assert pair.expected.endswith(".")


@pytest.mark.parametrize("pair", PAIRS[::3], ids=lambda one: one.id)
@pytest.mark.parametrize("width", [60, 100])
def test_a_pair_fits_its_terminal(pair, width):
    text = contrast_text(work_out(assessed(of(pair)), pair), width=width)
    assert max(map(len, text.splitlines())) <= width
    assert "{" not in text


@pytest.mark.parametrize(
    ("name", "told"),
    [("rule-maker-turns", False), ("payer-wants-it", False), ("families-turn", True)],
)
def test_statements_about_families_are_not_told_of_a_rule_maker(name, told):
    pair = next(one for one in PAIRS if one.id == name)
    found = work_out(assessed(of(pair)), pair)
    assert ({"L012", "L013"} <= set(found.statements)) == told
    assert ("L013: " in contrast_text(found, everything=True)) == told
    assert "L034" in found.statements


def test_pairs_have_names_of_their_own():
    assert len({one.id for one in PAIRS}) == len(PAIRS) >= 8


def test_a_change_that_changes_no_path_is_no_pair():
    pair = msgspec.structs.replace(PAIRS[0], change="parties.district.basis=said")
    with pytest.raises(InputError, match="leaves the path as it is"):
        work_out(assessed("02-village-high-school"), pair)


def typed(*words: str) -> Result:
    return CliRunner().invoke(advisor_command, ["contrast", *words], prog_name="advisor")


def test_the_command_lists_and_shows_them():
    listed = typed()
    assert listed.exit_code == 0
    assert all(f"  advisor contrast {one.id}\n" in listed.stdout for one in PAIRS)
    shown = typed("rule-maker-turns", "--engine", "reference", "--width", "72")
    assert shown.exit_code == 0
    assert "\nWhere the roads part\n" in shown.stdout and "\nOnly now\n" not in shown.stdout
    assert "\nOnly now\n" in typed("rule-maker-turns", "--all", "--engine", "reference").stdout


def test_what_is_wrong_is_one_message_and_status_2(tmp_path, monkeypatch):
    assert "Did you mean “families-turn”?" in typed("famlies-turn").stderr
    for text in ("a: 1\n", "advisor-contrast: 1\npairs:\n- id: x\n"):
        (tmp_path / "p.yaml").write_text(text, "utf-8")
        done = typed("--pairs", str(tmp_path / "p.yaml"))
        assert done.exit_code == 2
        assert "Traceback" not in done.stderr
    monkeypatch.setattr("advisor.explanation.contrast.examples_folder", lambda: None)
    done = typed()
    assert done.exit_code == 2
    assert "no examples beside it" in done.stderr
