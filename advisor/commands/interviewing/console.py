"""Where questions are put and answers come from: a terminal, a pipe, a file, or nobody."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING, Any

from advisor.commands.streams import PLAIN, piped_line, show
from advisor.interview.hearing import clean
from advisor.model.draft import copied
from advisor.presentation.terminal import USUAL

if TYPE_CHECKING:
    from advisor.model.draft import Draft


class Console:
    """A person at a terminal, or what stands for one.

    Attributes:
        width: The columns of a line.
        silent: Whether nobody reads what is said.
        leaves_open: Whether nobody is asked and nothing is answered.
        plain: Whether only plain letters are used, for a screen reader.
    """

    def __init__(
        self, *, plain: bool = False, answers: Draft | None = None, defaults: bool = False
    ) -> None:
        """Opens a conversation.

        Args:
            plain: Whether to use plain letters only, for a screen reader.
            answers: Answers that are taken instead of asking.
            defaults: Whether to ask nobody and leave everything open.
        """
        self.width = shutil.get_terminal_size().columns if sys.stdout.isatty() else USUAL
        self.silent = defaults or answers is not None
        self.leaves_open = defaults and answers is None
        self.plain = plain
        self._answers = answers

    def show(self, text: str) -> None:
        """Says something."""
        if self.plain:
            text = "".join(PLAIN.get(letter, letter) for letter in text)
        show(text)

    def line(self, hint: str) -> str:
        """Reads a line.

        Args:
            hint: What may be typed, in a word or two.

        Raises:
            EOFError: If the input has ended.
            KeyboardInterrupt: On Ctrl-C.
        """
        prompt = f"{hint}: " if hint else "> "
        self.show(prompt)
        if sys.stdin.isatty():
            waiting = is_waiting(sys.stdin.fileno())
            until_typed(sys.stdin.fileno())
            typed = input()
            if waiting:  # pasted before this question was shown
                self.show(f"{clean(typed)}\n")
            return typed
        piped = piped_line()
        if piped is None:
            raise EOFError
        self.show(f"{clean(piped)}\n")  # nothing has been seen of what was typed
        return piped

    def prepared(self, item: str, homes: tuple[str, ...]) -> tuple[Any] | None:
        """The answer to a question that is there already.

        Returns:
            The answer, which may be nothing, in a tuple; nothing if the question must be put.
        """
        source = self._answers
        if source is None:
            return None
        _head, _, tail = item.partition(".")
        found = copied(source.answer(item))
        if homes:
            given = source.content.get("homes") or {}
            every = given.get("every-home") or {}
            return ({home: copied((given.get(home) or {}).get(tail, every.get(tail)))
                     for home in homes},)  # fmt: skip
        if item in _LIST_KEYS and found:
            keys = _LIST_KEYS[item]
            found = [{key: one[key] for key in keys if key in one} for one in found]
        return (found,)


_LIST_KEYS = {
    "parties": ("name", "id", "kind", "plural", "ends-it"),
    "money": ("source", "kind", "party", "largest"),
}


if os.name == "nt":  # pragma: no cover - where Ctrl-C ends a read by itself

    def until_typed(terminal: int) -> None:
        """Returns at once: the read that follows can be interrupted."""

    def is_waiting(terminal: int) -> bool:
        """Whether a line was typed before it was asked for; nobody can tell here."""
        return False

else:
    import select
    import signal
    import threading

    def until_typed(terminal: int) -> None:
        """Waits until a line has been typed, or the input has ended; Ctrl-C wakes at every instant.

        Python notes a signal and acts on it between two steps of its own. One that comes after the
        last step before a read, but before the read itself, would be acted on only when the read
        ends: with the next key. So the wait is on the terminal and on a pipe that the signal itself
        writes to.

        Raises:
            KeyboardInterrupt: On Ctrl-C.
        """
        if threading.current_thread() is not threading.main_thread() or "readline" in sys.modules:
            return  # signals are for the first thread; readline minds them by itself
        woken, wake = os.pipe()
        os.set_blocking(wake, False)
        os.set_blocking(woken, False)
        before = signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        try:
            while terminal not in select.select([terminal, woken], [], [])[0]:
                os.read(woken, 100)  # of a signal that does not end the wait
        finally:
            signal.set_wakeup_fd(before)
            os.close(wake)
            os.close(woken)

    def is_waiting(terminal: int) -> bool:
        """Whether a line was typed, or pasted, before it was asked for."""
        return bool(select.select([terminal], [], [], 0)[0])
