"""The product's settings for the demo that is attacked: nobody is stopped after a few tries, or the tools would be.

The limits themselves are tried by tests (``tests/accounts/test_limits.py``). Passwords are hashed quickly, so that a tool
gets through the login form in minutes.
"""

from config.settings import *  # noqa: F403
from config.settings import ACCOUNT_RATE_LIMITS as LIMITS
from config.settings import MFA_RATE_LIMITS as FACTOR_LIMITS

ACCOUNT_RATE_LIMITS = dict.fromkeys(LIMITS)
MFA_RATE_LIMITS = dict.fromkeys(FACTOR_LIMITS)  # type: ignore[assignment] # None is no limit to allauth
VERIFY_RATE = ENROL_RATE = SYSTEMS_WRONG_RATE = "100000/m/ip"
SYSTEMS_RATE = "100000/m/key"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
