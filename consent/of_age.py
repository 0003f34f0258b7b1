"""Who came of age and was not heard yet, and what an answer after a birthday renews (L2; ``models.ComingOfAge``).

Read along with the subjects, so that it costs no query of its own.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from consent.models import ComingOfAge, Signature, Subject
from consent.states import SignerStatus, SubjectStatus


def dressed(subjects: QuerySet[Subject]) -> QuerySet[Subject]:
    """Return subjects with their last coming of age, for the functions below."""
    last = ComingOfAge.objects.filter(subject=OuterRef("pk")).order_by("-at", "-pk")
    return subjects.annotate(
        came_at=Subquery(last.values("at")[:1]),
        came_years=Subquery(last.values("years")[:1]),
        consent_since=Subquery(last.values("consent_since")[:1]),
        consent_asked=Subquery(last.values("asked_sha256")[:1]),
    )


def paused(subject: Subject) -> bool:
    """Whether a consent stood when a subject, read with ``dressed``, came of age, and they did not answer themself yet."""
    return subject.status == SubjectStatus.WAITING and getattr(subject, "consent_since", None) is not None


def renewed(subject: Subject, signature: Signature) -> datetime | None:
    """Return since when the consent stands that a signature renews: it was given after a birthday, for the same request.

    None for a signature that stands on its own.
    """
    came: datetime | None = getattr(subject, "came_at", None)
    since: datetime | None = getattr(subject, "consent_since", None)
    same = getattr(subject, "consent_asked", "") == signature.asked_sha256
    return since if came and signature.at >= came and same else None


def renewals(subjects: Iterable[Subject], signatures: Iterable[Signature]) -> dict[int, datetime]:
    """Return since when the consent stands that each of these signatures renews, by its key; the others are left out."""
    by_key = {subject.pk: subject for subject in subjects}
    found = ((signature.pk, renewed(by_key[signature.signer.subject_id], signature)) for signature in signatures)
    return {key: since for key, since in found if since is not None}


def consent_since(subject_id: int) -> datetime | None:
    """Return when the consent of a subject that stands now was complete; None where there is none."""
    subject = dressed(Subject.objects.filter(pk=subject_id)).get()
    if paused(subject):
        before: datetime = getattr(subject, "consent_since")  # noqa: B009 - an annotation
        return before
    if subject.status != SubjectStatus.GRANTED:
        return None
    return max(_moments(subject), default=None)


def _moments(subject: Subject) -> Iterable[datetime]:
    standing = Signature.objects.filter(
        signer__subject=subject, signer__status=SignerStatus.SIGNED, signer__stood_down_at=None, voiding=None
    )
    return [renewed(subject, signature) or signature.at for signature in standing]
