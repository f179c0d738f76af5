"""Many cases as one: where they fall, what stands in the way of most, and what would free most."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from advisor.knowledge.texts import fill, put
from advisor.model.case import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from advisor.explanation.assess import Assessment
    from advisor.explanation.happenings import Change
    from advisor.explanation.outlook import Outlook
    from advisor.knowledge.texts import Place

WAITING = ("hold", "need-more-information")
"""The paths that something would free a case from."""


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One case of a cohort."""

    name: str
    client: str
    change: str
    path: str
    """The words for the advised path."""
    keystone: str
    """What most hangs on; may be empty."""


class Share(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that is so in several cases."""

    what: str
    cases: tuple[str, ...]


class Cohort(NamedTuple):
    """What is found of many cases together; each list has what is so in most cases first."""

    members: tuple[Member, ...]
    paths: tuple[Share, ...]
    barred: tuple[Share, ...]
    """What bars the places open to the clients, by place."""
    waiting: tuple[str, ...]
    """The cases that are held, or wait for answers."""
    freed: tuple[Share, ...]
    """What would, alone, lead those that wait to another path."""
    conditions: tuple[Share, ...]
    unasked: tuple[Share, ...]
    """Kinds of party with power of whom nobody knows where they stand."""


def survey(cases: Iterable[tuple[str, Assessment, Outlook | None]]) -> Cohort:
    """Puts cases together.

    Args:
        cases: Each with its name, what the reasoning found and what would change it; without
            that, nothing is said of what would free it.
    """
    words: Mapping[str, Mapping[str, str]] = {}
    members: list[Member] = []
    waiting: list[str] = []
    counted: dict[str, dict[str, dict[str, None]]] = {}

    def count(list_: str, what: str, name: str) -> None:
        counted.setdefault(list_, {}).setdefault(what, {})[name] = None

    for name, found, outlook in cases:
        words = words or found.knowledge.section("words", "cohort")
        labels = {
            one.id: fill(str(one.words["label"]), _generic(words)) for one in found.conditions
        }
        path = str(found.knowledge.paths[found.path]["label"])
        change, keystone = found.case.change, found.keystone
        members.append(
            Member(
                name, found.case.client.text("name"), change.text("name") or change.text("short"),
                path, labels[keystone.id] if keystone else "",
            )
        )  # fmt: skip
        count("paths", path, name)
        for home in found.homes:
            for by in home.blocked_by if home.open == "yes" else ():
                count("barred", f"{home.home.label}: {words['bars'][by]}", name)
        for label in labels.values():
            count("conditions", label, name)
        for seat in found.seats:
            if seat.stance == UNKNOWN:
                count("unasked", found.knowledge.parties[seat.party.kind].many, name)
        if found.path in WAITING:
            waiting.append(name)
            for change_ in outlook.changes if outlook else ():
                if change_.id in words["freed"] and change_.path not in WAITING:
                    count("freed", _freed(found, change_, words["freed"]), name)
    shares = {
        list_: tuple(
            Share(what, tuple(names))
            for what, names in sorted(whats.items(), key=lambda one: (-len(one[1]), one[0]))
        )
        for list_, whats in counted.items()
    }
    return Cohort(
        tuple(members), shares.get("paths", ()), shares.get("barred", ()), tuple(waiting),
        shares.get("freed", ()), shares.get("conditions", ()), shares.get("unasked", ()),
    )  # fmt: skip


def _generic(words: Mapping[str, Mapping[str, str]]) -> Callable[[Place], str]:
    """Fills what differs from case to case with what it is in any of them."""
    return lambda place: words["places"][
        place.name if not place.style else f"{place.name}:{place.style}"
    ]


def _freed(found: Assessment, change: Change, says: Mapping[str, str]) -> str:
    """What would lead a case to another path, as it can be said of several."""
    subject = change.happenings[0].subject
    kinds = {one.id: found.knowledge.parties[one.kind].many for one in found.case.parties}
    home = found.knowledge.homes.get(subject)
    return put(says[change.id], kind=kinds.get(subject, ""), home=home.label if home else "")
