"""Giving a person, or another program, what the commands about the reasoning have found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.commands.files import STANDARD_OUTPUT, write
from advisor.commands.streams import show, tell

if TYPE_CHECKING:
    from pathlib import Path


def give(text: str, output: str, *, source: Path, read: bool = False) -> None:
    """Puts text where the person wants it, and says so if that is a file.

    Args:
        text: What the command was asked for.
        output: The file's name, or `-` for standard output.
        source: The case that was read; it is never overwritten.
        read: Whether it is to be read by a person, in whatever letters the terminal has.

    Raises:
        InputError: If nothing can be written there.
    """
    if output == STANDARD_OUTPUT and read:
        show(text)
        return
    write(text, output, source=source)
    if output != STANDARD_OUTPUT:
        tell(f"Wrote {output}")
