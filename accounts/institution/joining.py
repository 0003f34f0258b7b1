"""Which account is a person whom the institution recognised? Never one that they could have talked their way into.

    NotLetIn                nobody is logged in; ``reason`` is a key for the page
    ├── NotAllowed          neither the organisation nor the mail's domain may make accounts here
    ├── NoMail              the institution gave no mail address
    └── AnotherPerson       the account with this address belongs to another person of the same institution

An institution speaks for the mail addresses of its own domain only, and only if OIDC_DOMAINS trusts it: whoever may claim
any address at some other institution would otherwise claim somebody's account here. No claim ever gives a role.
"""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction

from accounts import trace
from accounts.institution import PROVIDER
from accounts.institution.claims import Claims
from accounts.models import AccountEventKind, Affiliation, User


class NotLetIn(Exception):
    """Nobody is logged in."""

    reason = ""


class NotAllowed(NotLetIn):
    """Neither the organisation nor the mail's domain may make accounts here."""

    reason = "not_allowed"


class NoMail(NotLetIn):
    """The institution gave no mail address."""

    reason = "no_mail"


class AnotherPerson(NotLetIn):
    """The account with this address belongs to another person of the same institution: the address was given out again."""

    reason = "another_person"


def trusted(claims: Claims) -> bool:
    """Return whether the organisation is one of OIDC_DOMAINS."""
    return claims.organisation in {domain.lower() for domain in settings.OIDC_DOMAINS}


def vouched(claims: Claims) -> bool:
    """Return whether the institution vouches for the mail address: verified, and of a trusted organisation's own domain."""
    own = claims.mail_domain == claims.organisation or claims.mail_domain.endswith(f".{claims.organisation}")
    return bool(claims.mail) and claims.mail_verified and trusted(claims) and own


def account_by_mail(claims: Claims) -> User | None:
    """Return the account whose address the institution vouches for. Raises AnotherPerson."""
    if not vouched(claims):
        return None
    user = User.objects.filter(email__iexact=claims.mail).first()
    if user is None:
        found = EmailAddress.objects.filter(email__iexact=claims.mail, verified=True).select_related("user").first()
        user = found.user if found else None
    if user and SocialAccount.objects.filter(user=user, provider=PROVIDER, extra_data__iss=claims.issuer).exists():
        raise AnotherPerson
    return user


def check_new(claims: Claims) -> None:
    """Check that somebody without an account may make one. Raises NotAllowed, NoMail."""
    domains = {domain.lower() for domain in settings.SIGN_UP_DOMAINS}
    if not trusted(claims) and not (claims.mail_verified and claims.mail_domain in domains):
        raise NotAllowed
    if not claims.mail:
        raise NoMail


@transaction.atomic
def join(*, user: User, claims: Claims, now: datetime, address: str | None) -> None:
    """Make an account found by mail safe for its owner: who never showed that the address is theirs loses their password."""
    trace.record(AccountEventKind.INSTITUTION_JOINED, user=user, by=user, at=now, address=address)
    mine = EmailAddress.objects.filter(user=user, email__iexact=claims.mail)
    if not mine.filter(verified=True).exists():
        user.set_unusable_password()
        user.save(update_fields=["password"])
    # In lower case: django-allauth, which looks at it next, knows no other.
    if not mine.update(verified=True, email=claims.mail):
        first = not EmailAddress.objects.filter(user=user).exists()
        EmailAddress.objects.create(user=user, email=claims.mail, verified=True, primary=first)


@transaction.atomic
def keep_affiliation(*, user: User, claims: Claims, now: datetime) -> None:
    """Store what the institution said at this login instead of what it said before."""
    Affiliation.objects.update_or_create(
        user=user,
        defaults={
            "organisation": claims.organisation,
            "kinds": list(claims.kinds),
            "programmes": list(claims.programmes),
            "at": now,
        },
    )


def signed_up(*, user: User, claims: Claims, now: datetime, address: str | None) -> None:
    """Write down that the institution made an account, and what it said. Within the transaction that makes it."""
    keep_affiliation(user=user, claims=claims, now=now)
    trace.record(AccountEventKind.SIGNED_UP, user=user, by=user, at=now, address=address, detail={"how": PROVIDER})
