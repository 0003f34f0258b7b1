"""Where personal data of a request stands, row by row, and what is left of each when it is destroyed (decision 0016)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Model, QuerySet, Value
from django.db.models.functions import Cast, Concat

from consent.models import (
    DestroyedRow,
    Freeze,
    IdentityProof,
    Invitation,
    LastingLink,
    PaperDraft,
    PaperForm,
    Preview,
    Publication,
    RepresentativeRoute,
    Request,
    Review,
    Rule,
    Signature,
    Signer,
    StepLink,
    Subject,
    TakeDown,
    Use,
    Wish,
)

KEY = Concat(Value("#"), Cast("pk", CharField()))
"""What stands where a name stood: the row's own key, which names nobody."""
OF_REQUEST = (
    "title",
    "purpose",
    "affiliation",
    "supervisor_name",
    "supervisor_mail",
    "permitted_party_name",
    "existing_source",
    "existing_owner",
    "place",
    "ward_contact",
    "recorder",
    "reactions_watcher",
)
"""What the requester wrote: each can name somebody."""


@dataclass(frozen=True, slots=True)
class Plain:
    """Rows of a table that the application may change itself: they take ``values``, or go where there are none."""

    found: QuerySet[Any]
    values: dict[str, Any] | None = None

    @property
    def table(self) -> str:
        """Return the table's name."""
        return table_of(self.found.model)

    def count(self) -> int:
        """Return how many rows there are."""
        return self.found.count()

    def carry_out(self) -> None:
        """Empty or remove them."""
        if self.values is None:
            self.found.delete()
        else:
            self.found.update(**self.values)


def rows(request: Request, subject: Subject | None) -> list[tuple[str, int]]:
    """Return tables and keys of the rows that may only grow and were not emptied yet; of one subject only theirs."""
    whose: dict[str, Any] = {"subject": subject} if subject else {"subject__request": request}
    signatures = Signature.objects.filter(signer__in=Signer.objects.filter(**whose))
    found: list[QuerySet[Any]] = [
        signatures,
        IdentityProof.objects.filter(signature__in=signatures),
        PaperForm.objects.filter(signature__in=signatures),
        Freeze.objects.filter(**whose),
        RepresentativeRoute.objects.filter(**whose),
    ]
    if subject is None:
        found += [Review.objects.filter(request=request), Publication.objects.filter(use__request=request)]
    return [(table_of(some.model), key) for some in found for key in _whole(some).values_list("pk", flat=True)]


def table_of(model: type[Model]) -> str:
    """Return the name of a model's table."""
    return model._meta.db_table  # noqa: SLF001 -- Django's documented way to it


def _whole(some: QuerySet[Any]) -> QuerySet[Any]:
    emptied = DestroyedRow.objects.filter(kind=table_of(some.model)).values("key")
    return some.exclude(pk__in=emptied).order_by("pk")


def plain(request: Request, subject: Subject | None, rule: Rule) -> list[Plain]:
    """Return what else goes under a rule: after the term how people are reached, at the end who they were."""
    subjects = Subject.objects.filter(request=request)
    if subject:
        subjects = subjects.filter(pk=subject.pk)
    signers = Signer.objects.filter(subject__in=subjects)
    found = [
        Plain(Invitation.objects.filter(signer__in=signers)),
        Plain(PaperDraft.objects.filter(signer__in=signers)),
        Plain(Wish.objects.filter(signer__in=signers)),
    ]
    if subject is None:
        found += [Plain(StepLink.objects.filter(step__request=request))]
    if rule == Rule.TERM:
        return [*found, Plain(signers.exclude(mail=""), {"mail": ""})]
    found += [
        Plain(LastingLink.objects.filter(signer__in=signers)),
        Plain(signers, {"name": KEY, "mail": "", "relation": ""}),
        Plain(subjects, {"name": KEY, "birth_date": None}),
    ]
    return found if subject else [*found, *_of_request(request)]


def _of_request(request: Request) -> list[Plain]:
    return [
        Plain(Preview.objects.filter(use__request=request), {"title": "-", "words": "-", "link": ""}),
        Plain(TakeDown.objects.filter(publication__use__request=request).exclude(done=""), {"done": ""}),
        Plain(Use.objects.filter(request=request), {"name": KEY, "url": ""}),
        Plain(Request.objects.filter(pk=request.pk), dict.fromkeys(OF_REQUEST, "")),
    ]
