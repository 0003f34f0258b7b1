"""System checks: a production start with the demo's key, seal or DEBUG refuses.

They are deployment checks, so that a checkout without settings can still make migrations and messages; what serves or works
(``config.wsgi``, ``manage.py worker``) runs them, and so does ``manage.py check --deploy``.
"""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Critical, Error, register

from consent.archive import certificate


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
    if not (settings.SEAL_PKCS12 or settings.SEAL_PKCS11):
        return [
            Critical(
                "There is no seal, so nothing can be archived.",
                hint="Set SEAL_PKCS12 to a PKCS#12 file and SEAL_PASSPHRASE, or SEAL_PKCS11 to a token's library; "
                "the demo seal is made in the demo only.",
                id="akkoord.C003",
            )
        ]
    try:
        bundle = certificate.current()
    except certificate.NoSeal as error:
        hint = f"Check that this process may read it, and SEAL_PASSPHRASE. {error}"
        return [Critical("The seal cannot be read.", hint=hint, id="akkoord.C006")]
    if "DEMO" in bundle.name:
        hint = "Set SEAL_PKCS12 or SEAL_PKCS11 to the hospital's own certificate."
        return [Critical("The demo's seal is in use.", hint=hint, id="akkoord.C007")]
    return _proof()


def _proof() -> list[CheckMessage]:
    """Refuse a level of proof that no setting can bring about."""
    if settings.SEAL_LEVEL != "T" and not (settings.TIMESTAMP_AUTHORITIES and settings.TIMESTAMP_ROOTS):
        return [
            Error(
                f"SEAL_LEVEL {settings.SEAL_LEVEL} needs timestamps, and to know whose certificates are trusted.",
                hint="Set TIMESTAMP_AUTHORITIES and TIMESTAMP_ROOTS, or SEAL_LEVEL to T.",
                id="akkoord.E008",
            )
        ]
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
