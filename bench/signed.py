"""``python -m bench.signed COUNT``: forms that are signed and wait for their seal, by the product's own operations."""

import json
import sys
from typing import cast

import django

django.setup()

from django.utils import timezone  # noqa: E402

from bench.signers import make  # noqa: E402
from consent.models import Signer  # noqa: E402
from demo.scenarios import world  # noqa: E402

if __name__ == "__main__":
    now = timezone.now()
    keys = cast("list[int]", make(int(sys.argv[1]))["signers"])
    signers = Signer.objects.filter(pk__in=keys).select_related("subject__request")
    made = [world.sign(signer.subject.request, signer.name, world.Sign(), at=now).pk for signer in signers]
    print(json.dumps(made))
