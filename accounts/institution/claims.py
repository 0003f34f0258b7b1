"""What an institution says of a person, read with distrust: any claim can be missing, of another type, or far too long."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

LONGEST = {"name": 150, "organisation": 255, "word": 255, "acr": 255}
MOST_WORDS = 20


@dataclass(frozen=True, slots=True)
class Claims:
    """Claims of one login, of the form that SURFconext passes on.

    ``subject`` is the institution's pseudonym for the person (``sub``), ``organisation`` a domain name
    (``schac_home_organization``), it and ``mail`` in lower case, ``kinds`` are values of ``eduperson_affiliation``,
    ``programmes`` of the claim that OIDC_PROGRAMME_CLAIM names, ``acr`` says how sure the institution was. What was not
    said is empty.
    """

    issuer: str
    subject: str
    name: str = ""
    mail: str = ""
    mail_verified: bool = False
    organisation: str = ""
    kinds: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    acr: str = ""
    authenticated_at: datetime | None = None

    @property
    def uid(self) -> str:
        """Return one key for issuer and subject: another institution's subject "1" is another person."""
        return sha256(f"{self.issuer} {self.subject}".encode()).hexdigest()

    @property
    def mail_domain(self) -> str:
        """Return the domain of the mail address."""
        return self.mail.rpartition("@")[2]


def read(said: Mapping[str, Any], *, programme_claim: str) -> Claims:
    """Return the claims in what ID token and user-info address said together; ``iss`` and ``sub`` are checked before."""
    mail = _text(said.get("email"), 254).lower()
    return Claims(
        issuer=str(said["iss"]),
        subject=str(said["sub"]),
        name=_name(said),
        mail=mail if _is_mail(mail) else "",
        mail_verified=said.get("email_verified") in (True, "true"),
        organisation=_text(said.get("schac_home_organization"), LONGEST["organisation"]).lower(),
        kinds=_words(said.get("eduperson_affiliation")),
        programmes=_words(said.get(programme_claim)) if programme_claim else (),
        acr=_text(said.get("acr"), LONGEST["acr"]),
        authenticated_at=_moment(said.get("auth_time")),
    )


def _name(said: Mapping[str, Any]) -> str:
    parts = (_text(said.get("given_name"), LONGEST["name"]), _text(said.get("family_name"), LONGEST["name"]))
    return (_text(said.get("name"), LONGEST["name"]) or " ".join(filter(None, parts)))[: LONGEST["name"]]


def _text(value: object, longest: int) -> str:
    if isinstance(value, list) and value:  # SURFconext gives some single values as a list
        value = value[0]
    if not isinstance(value, str):
        return ""
    printable = "".join(letter if letter.isprintable() else " " for letter in value)
    return " ".join(printable.split())[:longest]


def _words(value: object) -> tuple[str, ...]:
    words = value if isinstance(value, list) else [value]
    return tuple(filter(None, (_text(word, LONGEST["word"]) for word in words[:MOST_WORDS])))


def _is_mail(value: str) -> bool:
    try:
        validate_email(value)
    except ValidationError:
        return False
    return True


def _moment(value: object) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        return None
