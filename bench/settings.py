"""The product's settings, with two bare views beside it on the same server to compare with, and wide limits."""

import re

from config.settings import *  # noqa: F403
from config.settings import ACCOUNT_RATE_LIMITS as LIMITS

ROOT_URLCONF = "bench.urls"
# Tries are counted as in production, but nobody is stopped: the measuring client is one address.
ACCOUNT_RATE_LIMITS = {
    action: limits and re.sub(r"(^|,)\d+/", r"\g<1>100000/", limits) for action, limits in LIMITS.items()
}
