"""A template of the user's own, rendered in a process that is kept to 10 seconds and 512 MB.

The folder may come from a stranger: its templates get plain data, and what goes on for ever or
fills the memory ends with a message and nothing else.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import Any

from advisor.errors import InputError, KnowledgeError
from advisor.knowledge.letters import visible
from advisor.knowledge.locate import PACKAGE
from advisor.presentation.templating.rendering import DEFAULT, SUFFIX

MOST_SECONDS = 10
"""How long all that is asked of one template may take."""

_SERVE = """import sys; sys.path[:] = {path!r}
from advisor.presentation.templating.confined import serve; serve()"""


class OwnTemplate:
    """The template in a folder of the user's, ready to render as long as it is open."""

    def __init__(self, folder: Path) -> None:
        """Starts the process.

        Raises:
            InputError: If it holds no template, or several and none of them is called like ours.
        """
        self._file = folder / _only_template(folder)
        path = [str(PACKAGE.parent), *filter(None, sys.path)]
        # Isolated: nothing is imported from the folder that happens to be the current one.
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", _SERVE.format(path=path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._in_time = True
        self._timer = Timer(MOST_SECONDS, self._too_late)
        self._timer.daemon = True
        self._timer.start()
        self._say({"folder": str(folder), "template": self._file.name})

    def __enter__(self) -> OwnTemplate:
        """The template itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Ends the process."""
        self._timer.cancel()
        self._process.kill()
        self._process.communicate()

    def render(self, values: dict[str, Any]) -> str:
        """Renders the template.

        Args:
            values: What it can use, as `memo`: plain data.

        Raises:
            InputError: If the template cannot be used, or takes too much time or memory.
        """
        self._say(values)
        assert self._process.stdout is not None
        reply = json.loads(self._process.stdout.readline() or "{}")
        if "document" in reply:
            return visible(str(reply["document"]))
        remedy = "Look for a loop over too many things, or a text that grows."
        if "what" in reply:
            kind = KnowledgeError if reply["ours"] else InputError
            raise kind(reply["what"], reply["file"], reply["line"], reply["remedy"])
        if not self._in_time:
            what = f"This template takes longer than the {MOST_SECONDS} seconds that one may."
        else:
            what = "This template made the process end that was to render it."
        raise InputError(what, file=str(self._file), remedy=remedy)

    def _say(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(message).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # the process has ended; why is told where its answer is missing

    def _too_late(self) -> None:
        self._in_time = False
        self._process.kill()


def _only_template(folder: Path) -> str:
    """The name of the template to start from in a folder."""
    found = sorted(path.name for path in folder.glob("*" + SUFFIX) if not path.name.startswith("_"))
    if DEFAULT + SUFFIX in found:
        return DEFAULT + SUFFIX
    if len(found) != 1:
        raise InputError(
            f"This folder holds {len(found) or 'no'} templates, so it is not clear which to use.",
            file=str(folder),
            remedy=f"Keep one file in it whose name ends in {SUFFIX}; parts start with “_”.",
        )
    return found[0]
