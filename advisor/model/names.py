"""Slugs for names in the client's words, and the names of case files."""

from __future__ import annotations

import os
import re
from pathlib import Path

LONGEST = 64

_other = re.compile(r"[^a-z0-9]+")


def slug_of(name: str) -> str:
    """A slug of a name.

    Args:
        name: A name, such as "Families of advanced students".

    Returns:
        Small letters, digits and hyphens; empty when the name has no letter we can write so.
    """
    if not name.isascii():
        import unicodedata  # seldom needed

        name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    return _other.sub("-", name.replace("'", "").lower()).strip("-")[:LONGEST].rstrip("-")


def party_id(name: str) -> str:
    """The id of a party that has none of its own.

    Returns:
        A slug of it; for a name in another script, or one that is cut off, one that is its own
        wherever it stands.
    """
    slug = slug_of(name)
    if slug and (len(slug) < LONGEST - 1 or len(name) <= LONGEST):
        return slug
    import hashlib  # seldom needed

    own = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{slug[: LONGEST - 9].rstrip('-') or 'party'}-{own}"


def unique_slug(slug: str, taken: set[str]) -> str:
    """A slug that nobody has yet; takes it.

    Args:
        taken: The slugs that are taken; the result is added.

    Returns:
        The slug, with a number behind it if it was taken.
    """
    result, number = slug, 2
    while result in taken:
        result = f"{slug[: LONGEST - 4]}-{number}"
        number += 1
    taken.add(result)
    return result


def file_name(file: str | os.PathLike[str]) -> str:
    """The name of a case file without its ending; of `case.yaml` its folder's."""
    path = Path(file)
    return path.parent.name if path.stem == "case" and path.parent.name else path.stem
