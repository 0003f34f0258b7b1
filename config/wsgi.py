"""The WSGI door."""

import os

from django.core.checks import ERROR, run_checks
from django.core.management.base import SystemCheckError
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
_refusals = [message for message in run_checks(include_deployment_checks=True) if message.is_serious(ERROR)]
if _refusals:
    raise SystemCheckError("\n".join(str(message) for message in _refusals))
