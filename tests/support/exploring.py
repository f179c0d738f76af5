"""Coverage-guided testing: inputs that reach new lines of the code are varied further."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PACKAGE = str(Path(__file__).resolve().parents[2] / "advisor") + "/"
TOKENS = (
    b"\n", b"  ", b"- ", b": ", b"{", b"}", b"[", b"]", b"'", b'"', b"#", b"&a ", b"*a", b"!!int ",
    b"!!python/object/apply:os.system ", b"<<: ", b"|\n", b">\n", b"---\n", b"%TAG ! x\n", b"\t",
    b"null", b"~", b"yes", b"unknown", b"-1", b"0", b"999999999", b"9999999999", b"1e5", b"0x10",
    b"\\x1b[31m", b"\x1b[31m", "\u202e".encode(), "\u0301".encode(), b"\xff", b"\x00",
    b"$x", b"@x", b"not: ", b"at-least: ", b"{{7*7}}", b"{x|a|b}", b"{", b"x" * 300, b"[" * 40,
)  # fmt: skip


class Explorer:
    """Feeds a function with ever new inputs, and keeps those that reach new lines."""

    def __init__(
        self, run: Callable[[bytes], None], seeds: Iterable[bytes], slowest: float
    ) -> None:
        """Begins with good inputs.

        Args:
            run: What is tried; it raises if it finds anything wrong.
            seeds: Inputs to begin with.
            slowest: Seconds that one input may take.
        """
        self._run = run
        self._slowest = slowest
        self._lines: set[tuple[str, int]] = set()
        self.kept: list[bytes] = []
        self.first = 0
        """Lines that the seeds reach."""
        for seed in seeds:
            self.attempt(seed)
            self.kept.append(seed)
        self.first = len(self._lines)

    @property
    def reached(self) -> int:
        """Lines of the package that were reached."""
        return len(self._lines)

    def attempt(self, data: bytes) -> bool:
        """Runs one input; tells whether it reached a new line."""
        before = len(self._lines)
        lines = self._lines

        def inside(frame: Any, event: str, argument: object) -> Any:
            if event == "line":
                lines.add((frame.f_code.co_filename, frame.f_lineno))
            return inside

        def trace(frame: Any, event: str, argument: object) -> Any:
            return inside if frame.f_code.co_filename.startswith(PACKAGE) else None

        start = time.monotonic()
        former = sys.gettrace()
        sys.settrace(trace)
        try:
            self._run(data)
        except BaseException as error:
            raise AssertionError(f"{type(error).__name__}: {error}; input {data!r}") from error
        finally:
            sys.settrace(former)
        took = time.monotonic() - start
        assert took < self._slowest, f"took {took:.1f} s; input {data!r}"
        return len(lines) > before

    def explore(self, dice: Random, rounds: int) -> None:
        """Tries variations; deterministic for the same dice."""
        for _ in range(rounds):
            data = vary(dice.choice(self.kept[-40:] if dice.random() < 0.7 else self.kept), dice)
            if dice.random() < 0.2:
                data = splice(data, dice.choice(self.kept), dice)
            if self.attempt(data):
                self.kept.append(data)


def vary(data: bytes, dice: Random) -> bytes:
    """A few small changes: lines moved, doubled or lost, tokens put in, bytes turned."""
    for _ in range(dice.choice((1, 1, 2, 4))):
        lines = data.split(b"\n")
        at = dice.randrange(len(lines))
        sort = dice.randrange(7)
        if sort == 0:
            lines[at : at + dice.randint(1, 3)] = []
        elif sort == 1:
            lines.insert(dice.randrange(len(lines)), lines[at])
        elif sort == 2:
            lines[at] = b"  " + lines[at]
        elif sort == 3:
            key, colon, _ = lines[at].partition(b":")
            lines[at] = key + colon + b" " + dice.choice(TOKENS)
        elif sort == 4:
            place = dice.randint(0, len(lines[at]))
            lines[at] = lines[at][:place] + dice.choice(TOKENS) + lines[at][place:]
        elif sort == 5 and lines[at]:
            place = dice.randrange(len(lines[at]))
            lines[at] = lines[at][:place] + lines[at][place + dice.randint(1, 5) :]
        elif lines[at]:
            place = dice.randrange(len(lines[at]))
            turned = bytes([lines[at][place] ^ (1 << dice.randrange(8))])
            lines[at] = lines[at][:place] + turned + lines[at][place + 1 :]
        data = b"\n".join(lines)
    return data


def splice(one: bytes, other: bytes, dice: Random) -> bytes:
    """The beginning of one input with the end of another."""
    first, second = one.split(b"\n"), other.split(b"\n")
    return b"\n".join(
        first[: dice.randrange(len(first) + 1)] + second[dice.randrange(len(second) + 1) :]
    )
