"""System checks: a production start with the demo's key, seal or DEBUG refuses.

They are deployment checks, so that a checkout without settings can still make migrations and messages; what serves or works
(``config.wsgi``, ``manage.py worker``) runs them, and so does ``manage.py check --deploy``.
"""

from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from django.conf import settings
from django.core.checks import CheckMessage, Critical, Error, register


@register("akkoord", deploy=True)
def production(**_: Any) -> list[CheckMessage]:
    """Refuse what is only for the demo. In the demo itself nothing is refused."""
    if settings.DEMO:
        return _demo()
    found: list[CheckMessage] = []
    if settings.SECRET_KEY == settings.DEMO_SECRET_KEY:
        found.append(
            Critical("The demo's secret key is in use.", hint="Set SECRET_KEY or SECRET_KEY_FILE.", id="akkoord.C001")
        )
    if settings.DEBUG:
        found.append(Critical("DEBUG shows personal data to strangers.", hint="Unset DEBUG.", id="akkoord.C002"))
    found += _seal()
    if not settings.HTTPS:
        found.append(
            Error("Cookies and links would go unencrypted.", hint="Set BASE_URL to https://…", id="akkoord.E004")
        )
    return found


def _seal() -> list[CheckMessage]:
    """Refuse a seal that is missing, unreadable or the demo's: read here, not at the first signature."""
    if not settings.SEAL_PKCS12:
        return [
            Critical(
                "There is no seal, so nothing can be archived.",
                hint="Set SEAL_PKCS12 to a PKCS#12 file and SEAL_PASSPHRASE; the demo seal is made in the demo only.",
                id="akkoord.C003",
            )
        ]
    try:
        bundle = load_pkcs12(Path(settings.SEAL_PKCS12).read_bytes(), settings.SEAL_PASSPHRASE.encode() or None)
    except (OSError, ValueError):
        bundle = None
    if bundle is None or bundle.cert is None:
        hint = "Check that SEAL_PKCS12 names a file that this process may read, and SEAL_PASSPHRASE."
        return [Critical("The seal cannot be read.", hint=hint, id="akkoord.C006")]
    if "DEMO" in bundle.cert.certificate.subject.rfc4514_string():
        hint = "Set SEAL_PKCS12 to the hospital's own certificate."
        return [Critical("The demo's seal is in use.", hint=hint, id="akkoord.C007")]
    return []


def _demo() -> list[CheckMessage]:
    if settings.HTTPS:
        return [
            Critical(
                "The demo mailbox shows every mail to everybody, so the demo must not stand on a public address.",
                hint="Unset AKKOORD_DEMO, or use a local BASE_URL.",
                id="akkoord.C005",
            )
        ]
    return []
