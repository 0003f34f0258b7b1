"""Seals second factors anew after a change of the secret key, so that the earlier key can go."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts import sealing
from accounts.adapters.factor import PURPOSE

SEALED = ("secret", "seed")
"""What is sealed in an authenticator's data: the app's secret, and where the recovery codes come from."""


def renew() -> tuple[int, int]:
    """Seal every secret with today's key. Return how many factors that were, and how many no known key opens.

    One factor is one transaction: it can be stopped at any moment and run again.
    """
    renewed = lost = 0
    for pk in Authenticator.objects.order_by("pk").values_list("pk", flat=True):
        try:
            renewed += _renew_one(pk)
        except sealing.CannotOpen:
            lost += 1
    return renewed, lost


@transaction.atomic
def _renew_one(pk: int) -> int:
    factor = Authenticator.objects.select_for_update().filter(pk=pk).first()
    if factor is None:
        return 0
    fresh = {key: sealing.renew(factor.data[key], purpose=PURPOSE) for key in SEALED if key in factor.data}
    if not fresh:
        return 0
    factor.data |= fresh
    factor.save(update_fields=["data"])
    return 1
