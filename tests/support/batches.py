"""Small cases for batches, and workers that end when they should not."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from advisor.commands.group import advisor as advisor_command

COLUMNS = (
    "client.name", "change.short", "change.kind", "place", "client.ages", "parties.1.name",
    "parties.1.kind", "parties.1.stance", "homes.charter-school.open", "notes (ignore)",
)  # fmt: skip


def small_case(name: str = "Alder Schools", kind: str = "new-model") -> str:
    """A case file with the little that is needed."""
    return (
        "advisor-case: 1\n"
        f"client: {{name: {name}}}\n"
        f"change: {{short: a shared ninth grade, kind: {kind}, scope: volunteers}}\n"
        "place: existing-school\n"
        "parties:\n"
        "- {name: Families, kind: families, stance: against}\n"
        "homes: {district-opt-in-school: {open: yes}}\n"
    )


def row(name: str = "Alder Schools", **others: str) -> list[str]:
    """A row of a table of cases; others by their column, with "_" for a dot."""
    cells = dict(
        zip(
            COLUMNS,
            (name, "a shared ninth grade", "new-model", "existing-school", "middle-school|adults",
             "Families", "families", "for", "yes", "seen in May"),
        )
    )  # fmt: skip
    cells.update({key.replace("_", "."): cell for key, cell in others.items()})
    return [cells[name] for name in COLUMNS]


def batch(*words: object) -> Result:
    """Types `advisor batch`."""
    typed = ["batch", *map(str, words)]
    return CliRunner().invoke(advisor_command, typed, prog_name="advisor")


def files_of(folder: Path) -> dict[str, bytes]:
    """All that stands in a folder, those that begin with a dot included."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def doubled(piece: Sequence[Any]) -> list[Any]:
    """Work for a worker: numbers doubled."""
    return [2 * one for one in piece]


def doubled_by_those_who_live(piece: Sequence[Any]) -> list[Any]:
    """The same; the first to see the name of a file that is not there makes it, and ends."""
    for one in piece:
        if isinstance(one, str) and not os.path.exists(one):
            Path(one).touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return [2 * one for one in piece]


def ending_at_seven(piece: Sequence[Any]) -> list[Any]:
    """The same; whoever is given 7 ends."""
    if 7 in piece:
        os.kill(os.getpid(), signal.SIGKILL)
    return [2 * one for one in piece]
