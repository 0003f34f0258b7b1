"""Reads of the requesting stage."""

from accounts.models import Affiliation, User
from consent.models import (
    AgeGroup,
    Ambassador,
    Channel,
    ComingOfAge,
    Medium,
    Origin,
    Programme,
    Request,
    Signature,
    Signer,
    Subject,
    SubjectKind,
    Use,
)
from consent.requesting.accounts import Place
from consent.requesting.rules import IntakeFacts
from consent.states import SignerStatus, State, SubjectStatus


def standing_uses(request: Request) -> list[Use]:
    """Return the uses that the requester asks for now."""
    return list(request.uses.filter(dropped_at=None))


def subjects_in(request: Request) -> list[Subject]:
    """Return who will be in the recording, with their signers, in two queries."""
    return list(request.subjects.exclude(status=SubjectStatus.LEFT_OUT).prefetch_related("signers"))


def programme_of(user: User) -> Programme | None:
    """Return the programme that the institution's claims stand for (G1): its own claim first, then the kinds of people.

    What stands for what is data: ``Programme.claims``.
    """
    affiliation = Affiliation.objects.filter(user=user).first()
    if affiliation is None:
        return None
    known = {
        str(claim).casefold(): programme
        for programme in Programme.objects.filter(active=True).order_by("-position", "-pk")
        for claim in programme.claims
    }
    said = [str(claim).casefold() for claim in (*affiliation.programmes, *affiliation.kinds)]
    return next((known[claim] for claim in said if claim in known), None)


def place_of(use: Use) -> Place:
    """Return a use as the rules of G9 see it."""
    return Place(use.channel, use.name, use.url, use.account_type, use.brand_in_title)


def ambassador_of(user: User) -> tuple[str, ...]:
    """Return the accounts for which the desk appointed somebody (G9)."""
    return tuple(Ambassador.objects.filter(user=user, ended_at=None).values_list("account", flat=True))


def intake_facts(request: Request) -> IntakeFacts:
    """Return what the intake rules look at, as stored now."""
    people = subjects_in(request)
    uses = standing_uses(request)
    media = set(request.media.values_list("medium", flat=True))
    return IntakeFacts(
        patients=any(person.counts_as_patient for person in people),
        minors=any(person.age_group != AgeGroup.ADULT for person in people),
        press=Medium.TELEVISION in media or any(use.channel == Channel.PRESS_TV for use in uses),
        clinical_area=bool(request.clinical_area),
        brand=bool(request.uses_brand) or any(use.brand_in_title for use in uses),
        existing=request.origin == Origin.EXISTING,
    )


def was_added(request: Request, key: str) -> bool:
    """Return whether the form with this key added something to the request already."""
    return request.added_rows.filter(key=key).exists()


def has_answered(subject: Subject) -> bool:
    """Whether anything was ever answered or written down for a subject: such a subject is left out, never deleted."""
    signers = subject.signers.all()
    return (
        signers.exclude(status=SignerStatus.WAITING).exists()
        or Signature.objects.filter(signer__in=signers).exists()
        or signers.filter(postponements__isnull=False).exists()
        or signers.exclude(stood_down_at=None).exists()
        or ComingOfAge.objects.filter(subject=subject).exists()
    )


def is_answered(use: Use) -> bool:
    """Whether somebody answered a use, or something was published under it: such a use is dropped, never deleted."""
    return use.answers.exists() or use.publications.exists()


def answered_count(request: Request) -> int:
    """Return how many people have answered, yes and no alike: the requester never learns which."""
    waited_for = Signer.objects.filter(status=SignerStatus.WAITING, stood_down_at=None)
    waiting = Subject.objects.filter(request=request, signers__in=waited_for)
    return request.subjects.exclude(status__in=[SubjectStatus.LEFT_OUT]).exclude(pk__in=waiting.values("pk")).count()


def untouched_draft(user: User) -> Request | None:
    """Return a draft that the requester opened before and left empty, so that drafts do not pile up."""
    return (
        Request.objects.filter(requester=user, status=State.DRAFT, title="", purpose="", media=None, uses=None)
        .filter(subjects=None)
        .first()
    )


def has_patients(request: Request) -> bool:
    """Whether a patient takes part, a staff member filmed about their own treatment included (L5)."""
    people = request.subjects.exclude(status=SubjectStatus.LEFT_OUT)
    return people.filter(kind=SubjectKind.PATIENT).exists() or people.filter(is_patient_here=True).exists()
