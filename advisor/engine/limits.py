"""The limit that ends a consultation which would go on and on."""

from __future__ import annotations

from advisor.errors import ConsultationError

FIRING_LIMIT = 50_000
"""Firings of one consultation; a real case has some hundreds."""


def check_firings(count: int, limit: int) -> None:
    """Ends a consultation that fires too often.

    Args:
        count: Firings so far.
        limit: How many are allowed.

    Raises:
        ConsultationError: If there are more.
    """
    if count > limit:
        raise ConsultationError(
            f"The consultation was ended after {limit:,} firings. A rule probably joins facts that "
            "have no variable in common; “advisor trace” with a smaller case shows which."
        )
