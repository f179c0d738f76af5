"""How many minutes an interview at the terminal takes some leaders, to where the memo is offered.

    python benchmarks/typed_minutes.py

Reckoned, not timed, as `minutes.py` does. What they type stands in tests/interview/leaders.yaml;
where a guess is offered they take it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.leader_typing import leaders, played  # type: ignore[import-not-found]  # noqa: E402


def main() -> None:
    """Prints the answers and minutes of each leader."""
    for leader in leaders():
        with tempfile.TemporaryDirectory() as folder:
            one = played(leader, Path(folder))
        print(f"{one.name}: {one.cost.minutes:.1f} minutes ({one.answers} answers, {one.back} "
              f"asked back, {one.words:,} words) [{one.cost.longest:.0f}]")  # fmt: skip


if __name__ == "__main__":
    main()
