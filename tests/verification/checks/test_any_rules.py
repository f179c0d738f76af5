"""Whatever a slip makes of a file, the check says what is wrong and never fails itself."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from advisor.verification.check import check

GOOD = Path(__file__).parent / "good"
SLIPS = ("null", "[]", "{}", "5", "-", "yes", "[1, 2]", "{a: b}", "$x", '"{x}"', "''")
ROUNDS = 100


def _slip(lines: list[str], dice: random.Random) -> None:
    """Drops, doubles, cuts or misspells one line."""
    place = dice.randrange(len(lines))
    sort = dice.random()
    if sort < 0.3:
        del lines[place]
    elif sort < 0.7 and ":" in lines[place]:
        lines[place] = f"{lines[place].split(':')[0]}: {dice.choice(SLIPS)}"
    elif sort < 0.85:
        lines.insert(place, dice.choice(lines))
    else:
        lines[place] = lines[place].replace(dice.choice("aeiou"), "x", 1)


@pytest.mark.parametrize("seed", range(4))
def test_a_slip_in_any_file_is_told_and_breaks_nothing(
    seed: int, tmp_path: Path, effort: int
) -> None:
    dice = random.Random(seed)
    base = Path(shutil.copytree(GOOD, tmp_path / "rules"))
    files = sorted(base.rglob("*.yaml"))
    for _ in range(ROUNDS // 4 * effort):
        file = dice.choice(files)
        before = file.read_text("utf-8")
        lines = before.splitlines()
        for _ in range(dice.choice((1, 1, 2))):
            if lines:
                _slip(lines, dice)
        file.write_text("\n".join(lines or ["a: b"]) + "\n", "utf-8")
        report = check(base)
        assert all(one.what and one.file for one in report.findings)
        file.write_text(before, "utf-8")
