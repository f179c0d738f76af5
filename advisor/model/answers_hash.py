"""The hash of a case's answers, by which a memo can be matched to the case it was made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advisor.model.case import Case


def answers_hash(case: Case) -> str:
    """The hash of what the case says, whatever its layout.

    Comments, the order of keys, YAML or JSON make no difference; any answer does.

    Args:
        case: A case.

    Returns:
        SHA-256 in hexadecimal.
    """
    import hashlib
    import json

    content = json.dumps(case.plain(), sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(content.encode("ascii")).hexdigest()
