"""A list that somebody ticks and adds to: the usual entries, and those of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.errors import nearest
from advisor.interview import hearing, naming
from advisor.interview.hearing import NotUnderstoodError
from advisor.knowledge.parties import kind_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.interview.course import Course


class ListRow(NamedTuple):
    """An entry of a list, or one that could be."""

    key: str
    name: str
    kind: str
    picked: bool
    own: bool = False
    meant: str = ""
    """A usual entry that its name comes close to."""


class Ticked(NamedTuple):
    """What somebody made of a list."""

    picked: Sequence[str]
    """The keys of usual entries, and the places of those of their own."""
    names: Sequence[str]
    """Those of their own."""
    kinds: Sequence[str]
    """The kind of each."""
    more: str
    """Names to be added, as they were typed."""


class Listing:
    """The parties or the sources of money of a case, to be ticked.

    Attributes:
        kinds: The kinds that an entry can have, in words.
        added: The names that were typed to be added.
        rows: The usual entries, then those of somebody's own.
    """

    def __init__(self, course: Course, item: str, ticked: Ticked | None = None) -> None:
        """Takes a list.

        Args:
            item: `parties` or `money`.
            ticked: What somebody made of it; else it is as it was answered.
        """
        self._knowledge, self._item = course.knowledge, item
        self._old: list[dict[str, Any]] = course.answered.offered(item) or []
        if item == "parties":
            kinds = course.knowledge.parties.values()
            self.kinds = {one.kind: one.one.removeprefix("the ") for one in kinds}
            usual = course.relevance.agenda.usual_entries(item, course.draft)
        else:
            values = course.knowledge.questions.find(item, "kind").values.values()
            self.kinds = {one.name: one.label for one in values}
            usual = [{"source": label[:1].upper() + label[1:], "kind": kind}
                     for kind, label in self.kinds.items()]  # fmt: skip
        self._usual = {self._id(one): one for one in usual}
        self.added = naming.names(ticked.more) if ticked else []
        self.rows = self._rows(ticked)

    def value(self) -> list[dict[str, Any]]:
        """The entries that were picked; those that were listed before keep their order.

        Raises:
            NotUnderstoodError: If there are none, or a name is too long.
        """
        found: dict[str, dict[str, Any]] = {}
        for row in self.rows:
            if row.picked and row.name:
                one = self._entry(row) if row.own else self._usual[row.key]
                found.setdefault(self._id(one), one)
        if not found:
            needed = self._item == "parties"
            raise NotUnderstoodError("needed" if needed else "nothing", item=self._item)
        before = [self._id(one) for one in self._old]
        place = {key: before.index(key) if key in before else len(before) for key in found}
        return [found[key] for key in sorted(found, key=place.__getitem__)]

    def _rows(self, ticked: Ticked | None) -> list[ListRow]:
        listed = {self._id(one): one for one in self._old}
        picked = listed if ticked is None else ticked.picked
        rows = [ListRow(key, _name(one), one["kind"], key in picked)
                for key, one in self._usual.items()]  # fmt: skip
        if ticked is None:
            own = [one for key, one in listed.items() if key not in self._usual]
            return rows + [ListRow(str(at), _name(one), one.get("kind", ""), True, own=True)
                           for at, one in enumerate(own)]  # fmt: skip
        for at, (name, kind) in enumerate(zip(ticked.names, ticked.kinds)):
            rows.append(ListRow(str(at), hearing.clean(name), kind, str(at) in picked, own=True))
        names = {one.name.casefold(): one.name for one in rows if not one.own}
        for name in self.added:
            same = names.get(name.casefold())
            if same:
                rows = [one._replace(picked=True) if one.name == same else one for one in rows]
                continue
            at = sum(one.own for one in rows)
            close = names.get(nearest(name.casefold(), names) or "", "")
            alone = len(naming.names(name)) == 1  # not both that an “and” divides, as one
            rows.append(ListRow(str(at), name, self._kind_of(name), alone, True, close))
        return rows

    def _entry(self, row: ListRow) -> dict[str, Any]:
        kind = {"kind": row.kind} if row.kind in self.kinds else {}
        if self._item == "parties":
            return {**naming.party(row.name, self._knowledge.parties), **kind}
        return {"source": hearing.words(row.name, 200), **kind}

    def _kind_of(self, name: str) -> str:
        """The kind that a name tells of; nothing if it does not."""
        if self._item == "parties":
            return kind_named(name, self._knowledge.parties)
        words = name.casefold().split()
        return next((key for key, label in self.kinds.items()
                     if key in words or label.split()[-1] in words), "")  # fmt: skip

    def _id(self, entry: dict[str, Any]) -> str:
        return str(entry.get("id" if self._item == "parties" else "source"))


def _name(entry: dict[str, Any]) -> str:
    return str(entry.get("name") or entry.get("source") or "")
