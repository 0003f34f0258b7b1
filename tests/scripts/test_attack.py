"""The demo that is attacked lets the tools through: a wall that stops them half-way hides what is behind it.

A wall that begins between two of wapiti's questions also looks like a directory that answers differently.
"""

from attack import settings as attacked
from config import settings as product


def test_no_limit_of_the_product_stops_a_tool() -> None:
    """Each setting that says how often somebody may try is lifted, the next one that is added too."""
    limits = [name for name in dir(product) if name.isupper() and "RATE" in name.split("_")]

    assert {"ACCOUNT_RATE_LIMITS", "MFA_RATE_LIMITS", "VERIFY_RATE"} <= set(limits)
    assert [name for name in limits if getattr(attacked, name) == getattr(product, name)] == []
