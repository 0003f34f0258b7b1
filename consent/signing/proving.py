"""A signer who studies or works somewhere may prove who they are by logging in there. It is an offer: nobody has to.

It logs nobody in here. What the institution said is kept in the signer's session until they sign, then with the signature.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from accounts.institution import configured
from accounts.institution.claims import Claims
from consent.models import Capacity, IdentityProof, Signature, Signer, SubjectKind

WHO_MAY = frozenset({SubjectKind.STAFF, SubjectKind.LECTURER, SubjectKind.STUDENT})


@dataclass(frozen=True, slots=True)
class Proven:
    """What the institution said of whoever sits here; ``at`` is when they logged in there (ISO 8601, with its zone).

    ``by`` is what the institution's login is called here; the rest as in ``consent.models.IdentityProof``.
    """

    name: str
    by: str
    organisation: str
    issuer: str
    subject: str
    acr: str
    at: str

    def differs_from(self, name: str) -> bool:
        """Return whether the institution calls them otherwise; capitals, accents and the order of names say nothing."""
        return not same_person(self.name, name)


def offered(signer: Signer) -> bool:
    """Return whether a signer can prove their identity: staff, lecturer or student, for themself, where one can log in.

    Not of staff who are the patient: their employer need not see that they sign (L5).
    """
    subject = signer.subject
    for_themself = signer.capacity == Capacity.SELF and not subject.counts_as_patient
    return configured() and for_themself and subject.kind in WHO_MAY


def proven(claims: Claims, *, now: datetime) -> Proven:
    """Return what is kept of an institution's claims. Lengths are those of the database."""
    return Proven(
        name=claims.name,
        by=settings.OIDC_NAME[:100],
        organisation=claims.organisation,
        issuer=claims.issuer[:255],
        subject=claims.subject[:255],
        acr=claims.acr,
        at=(claims.authenticated_at or now).isoformat(),
    )


def to_session(found: Proven) -> dict[str, str]:
    """Return a proof as a session holds it."""
    return asdict(found)


def from_session(kept: Mapping[str, Any] | None) -> Proven | None:
    """Return the proof that a session holds."""
    return Proven(**kept) if kept else None


def store(found: Proven, signature: Signature) -> IdentityProof:
    """Keep a proof with its signature, in the transaction of the signature."""
    return IdentityProof.objects.create(
        signature=signature,
        name=found.name,
        by=found.by,
        organisation=found.organisation,
        issuer=found.issuer,
        subject=found.subject,
        acr=found.acr,
        at=datetime.fromisoformat(found.at),
    )


def same_person(name: str, other: str) -> bool:
    """Return whether two names are the same; capitals, accents and the order of names say nothing."""
    return _plain(name) == _plain(other)


def _plain(name: str) -> list[str]:
    letters = unicodedata.normalize("NFKD", name.replace("\u0131", "i")).casefold()  # the Turkish i without its dot
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return sorted("".join(letter if letter.isalnum() else " " for letter in bare).split())
