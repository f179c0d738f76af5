"""What a check of the knowledge can say: sorts of diagnostics, and diagnostics."""

from __future__ import annotations

from typing import Final, NamedTuple

ERROR: Final = "error"
"""The advice would be wrong, or the knowledge cannot be used."""
WARNING: Final = "warning"
"""Very likely not what the author meant; mend it, or give the reason for it in the data."""
HINT: Final = "hint"
"""Harmless, and worth a look when somebody is there anyway."""

SEVERITIES = (ERROR, WARNING, HINT)


class Sort(NamedTuple):
    """One sort of diagnostic, as `docs/diagnostics.md` lists it."""

    code: str
    """Its number, which never changes its meaning."""
    slug: str
    """Its short name."""
    severity: str
    """One of `SEVERITIES`."""
    means: str
    """What is wrong, and why it matters."""
    mend: str
    """What an author does about it."""


class Diagnostic(NamedTuple):
    """One finding of a check."""

    sort: Sort
    file: str
    """The file, seen from the folder of the knowledge base."""
    line: int | None
    about: str
    """What it is about: the id of a rule, a question, a threshold and so on."""
    what: str
    """What is wrong, as a sentence."""
    remedy: str = ""
    """What to do about it, as a sentence."""
    reason: str = ""
    """Why it is left as it is, for a known one."""

    @property
    def place(self) -> tuple[str, int, str, str]:
        """By what diagnostics are sorted: file, line, code, text."""
        return self.file, self.line or 0, self.sort.code, self.what
