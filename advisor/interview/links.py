"""Links that open one part of a case to one other person, until they run out or are withdrawn.

They stand in a file beside the cases that only its owner can read. It holds a hash of each link's
secret, so that not even this file opens anything.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import InputError, writing
from advisor.model.replacing import refuse_links, replace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILE = ".advisor-links.json"
USUAL_DAYS = 14
MOST_DAYS = 90
RATER, SECTION = "rater", "section"


class OpenLink(NamedTuple):
    """What one link opens."""

    key: str
    """A hash of its secret."""
    case: str
    kind: str
    """`rater` or `section`."""
    part: str
    """The role of the rater, or the topic of the section."""
    until: str
    """The last moment at which it opens anything, in ISO form."""


class Links:
    """All links into the cases of a folder."""

    def __init__(
        self,
        folder: Path,
        clock: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
    ) -> None:
        """Takes the folder of the cases."""
        self.path = folder / FILE
        self._clock = clock
        self._guard = threading.Lock()
        for left in folder.glob(f".{FILE}.*.part"):
            left.unlink(missing_ok=True)  # of a server that was killed while it wrote

    def make(self, case: str, kind: str, part: str, days: int = USUAL_DAYS) -> str:
        """Makes a link.

        Args:
            kind: `rater` or `section`.
            part: The role of the rater, or the topic of the section.

        Returns:
            Its secret, which is kept nowhere.
        """
        secret = secrets.token_urlsafe(32)
        until = self._clock() + timedelta(days=max(1, min(days, MOST_DAYS)))
        made = OpenLink(_hash(secret), case, kind, part, until.isoformat(timespec="seconds"))
        self._change(lambda links: [*links, made])
        return secret

    def find(self, secret: str) -> OpenLink | None:
        """The link of a secret; nothing if there is none, or it has run out."""
        key = _hash(secret)
        return next((one for one in self._standing() if one.key == key), None)

    def of(self, case: str) -> list[OpenLink]:
        """The links into a case that open something, in the order in which they were made."""
        return [one for one in self._standing() if one.case == case]

    def withdraw(self, case: str, key: str | None = None) -> None:
        """Has a link into a case open nothing any more; without its key, all of them."""
        self._change(
            lambda links: [one for one in links if one.case != case or key not in (None, one.key)]
        )

    def rename(self, case: str, new: str) -> None:
        """Has the links into a case follow it to its new name."""
        self._change(
            lambda links: [one._replace(case=new) if one.case == case else one for one in links]
        )

    def _standing(self) -> list[OpenLink]:
        now = self._clock()
        return [one for one in self._read() if datetime.fromisoformat(one.until) >= now]

    def _change(self, change: Callable[[list[OpenLink]], list[OpenLink]]) -> None:
        with self._guard:
            before = self._read()
            after = change(self._standing())
            if after == before:
                return
            text = json.dumps([one._asdict() for one in after], ensure_ascii=False, indent=1)
            refuse_links(self.path)
            with writing(self.path, "Make room, or serve a folder you may write to."):
                replace(self.path, f"{text}\n".encode(), 0o600)

    def _read(self) -> list[OpenLink]:
        try:
            found = [OpenLink(**one) for one in json.loads(self.path.read_bytes())]
            for one in found:
                datetime.fromisoformat(one.until)
            return found
        except FileNotFoundError:
            return []
        except (OSError, ValueError, TypeError):
            raise InputError(
                "This file of links cannot be read. It is left as it is; no link opens anything.",
                file=str(self.path), remedy="Move it away, and make the links anew.",
            ) from None  # fmt: skip


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
