"""System checks: a production start with the demo's key, seal or DEBUG refuses."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Critical, Error, register


@register()
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
    if not settings.SEAL_PKCS12:
        found.append(
            Critical(
                "There is no seal, so nothing can be archived.",
                hint="Set SEAL_PKCS12 to a PKCS#12 file and SEAL_PASSPHRASE; the demo seal is made in the demo only.",
                id="akkoord.C003",
            )
        )
    if not settings.HTTPS:
        found.append(
            Error("Cookies and links would go unencrypted.", hint="Set BASE_URL to https://…", id="akkoord.E004")
        )
    return found


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
