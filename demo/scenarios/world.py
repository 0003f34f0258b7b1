"""What the scenarios are told with: who is there, and the steps of a request's life at a moment of choice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_urlsafe

from accounts.models import User
from consent import facts, steps
from consent.groups import operations as groups
from consent.models import (
    Capacity,
    Enrolment,
    Identity,
    MarkKind,
    Medium,
    Office,
    Outcome,
    Programme,
    Request,
    Signature,
    Signer,
    Way,
)
from consent.requesting import operations as requesting
from consent.requesting.rules import STATEMENTS
from consent.review import operations as review
from consent.signing import operations as signing
from consent.signing.evidence import Evidence
from consent.signing.marks import Mark
from consent.states import State
from demo import clock, drawing, jobs

OFFICERS: dict[str, str] = {
    Office.PRESS: "Inge van Dam",
    Office.SOCIAL_MEDIA: "Team social media",
    Office.WARD: "Joke Prins",
}
"""Who says yes for the other offices."""

USUAL = {
    "recognisable": "recognisable",
    "name": "first_name",
    "health": "nothing",
    "term": "2",
    "preview": "no",
    "tagging": "no",
    "ai": "no",
}
"""What people choose who do not choose anything special; media and uses are a yes."""


@dataclass(frozen=True, slots=True)
class World:
    """The day on which the demo begins, and its accounts by first name in lower case."""

    now: datetime
    people: dict[str, User]

    def day(self, days: int, hour: int, minute: int = 0) -> datetime:
        """Return a moment so many days from today (negative: before)."""
        return clock.moment(days, hour, minute, since=self.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody asks for."""

    title: str
    purpose: str
    media: Sequence[str]
    places: Sequence[requesting.Place]
    people: Sequence[requesting.Person]
    details: requesting.Details = field(default_factory=requesting.Details)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """How somebody signs. ``no`` holds the media and channels to which they say no; ``choices`` what else is special."""

    no: Iterable[str] = ()
    choices: dict[str, str] = field(default_factory=dict)
    way: Way = Way.HANDOVER
    language: str = "nl"
    mark: Mark | None = None
    professional: str = ""
    childs_say: str = ""
    childs_view: str = ""


def draft(requester: User, wish: Wish, *, at: datetime) -> Request:
    """File a request as far as the last page of the form."""
    with clock.at(at):
        request = requesting.start_draft(requester=requester, now=at)
        programme = request.programme or Programme.objects.filter(elsewhere=False).first()
        usual = requesting.Details(
            title=wish.title,
            purpose=wish.purpose,
            programme_id=programme.pk if programme else None,
            supervisor_name="Dr. Marijke Smit",
            supervisor_mail="m.smit@hospital.example",
            permitted_party="student",
            origin="new",
            clinical_area=False,
            uses_brand=False,
            treats_patients=False,
        )
        for details in (usual, wish.details):
            requesting.save_details(request_id=request.pk, by=requester, details=details)
        requesting.set_media(request_id=request.pk, by=requester, media=[Medium(one) for one in wish.media])
        for place in wish.places:
            requesting.add_use(request_id=request.pk, by=requester, place=place)
        requesting.add_group(request_id=request.pk, by=requester, people=wish.people)
        jobs.run_waiting()
    return Request.objects.get(pk=request.pk)


def submit(request: Request, *, at: datetime) -> Request:
    """Tick every statement and hand the request in."""
    with clock.at(at):
        everything = [statement.key for statement in STATEMENTS]
        requesting.acknowledge(request_id=request.pk, by=request.requester, items=everything, now=at)
        requesting.submit(request_id=request.pk, by=request.requester, now=at)
        jobs.run_waiting()
    return Request.objects.get(pk=request.pk)


def filed(requester: User, wish: Wish, *, at: datetime) -> Request:
    """File a request and hand it in."""
    return submit(draft(requester, wish, at=at), at=at)


def offices_agree(request: Request, *, at: datetime) -> None:
    """Let every other office that must agree say yes on its own page."""
    with clock.at(at):
        for step in steps.waited_for(request):
            said = steps.Said(agrees=True, name=OFFICERS[step.office])
            steps.answer(step_id=step.pk, said=said, by=f"office:{step.office}", seen=step.asked_sha256, now=at)
        jobs.run_waiting()


def decide(
    request: Request, outcome: Outcome, by: User, *, at: datetime, note: str = "", conditions: str = ""
) -> Request:
    """Let the desk decide."""
    if outcome == Outcome.APPROVED:
        offices_agree(request, at=at)
    seen = State(Request.objects.values_list("status", flat=True).get(pk=request.pk))
    with clock.at(at):
        review.decide(
            request_id=request.pk, outcome=outcome, by=by, note=note, conditions=conditions, seen=seen, now=at
        )
        jobs.run_waiting()
    return Request.objects.get(pk=request.pk)


def signer_named(request: Request, name: str) -> Signer:
    """Return the signer with this name."""
    return Signer.objects.select_related("subject__request__requester").get(subject__request=request, name=name)


def invite(request: Request, name: str, *, at: datetime) -> None:
    """Mail somebody a link."""
    with clock.at(at):
        signing.mail_invitation(signer_id=signer_named(request, name).pk, by=request.requester)
        jobs.run_waiting()


def hand_over(request: Request, name: str, *, at: datetime) -> Signer:
    """Hand the tablet to somebody, who opens their form."""
    signer = signer_named(request, name)
    with clock.at(at):
        signing.invite(signer_id=signer.pk, way=Way.HANDOVER, by=request.requester, now=at)
        signing.open_sheet(signer_id=signer.pk, way=Way.HANDOVER, now=at)
        jobs.run_waiting()
    return signer


def sign(request: Request, name: str, how: Sign, *, at: datetime) -> Signature:
    """Let somebody read, choose and sign, after a mailed invitation, on the tablet, or on the phone they enrolled with."""
    signer = hand_over(request, name, at=at) if how.way == Way.HANDOVER else signer_named(request, name)
    if how.way == Way.MAIL:
        invite(request, name, at=at)
    sheet = facts.sheet_for(signer, language=how.language)
    with clock.at(at):
        signature = signing.sign(
            signer_id=signer.pk,
            answers={choice.id: _answer(choice.id, how, request) for choice in sheet.choices},
            mark=how.mark or Mark(MarkKind.DRAWN, strokes=drawing.signature(name)),
            evidence=_evidence(signer, how, at),
            sheet_sha256=sheet.sha256(),
            language=how.language,
            now=at,
        )
        jobs.run_waiting()
    return signature


def refuse(request: Request, name: str, *, at: datetime, way: Way = Way.HANDOVER) -> None:
    """Let somebody say no, on the tablet or on the phone they enrolled with."""
    signer = hand_over(request, name, at=at) if way == Way.HANDOVER else signer_named(request, name)
    with clock.at(at):
        signing.refuse(signer_id=signer.pk, way=way, now=at)
        jobs.run_waiting()


def open_enrolment(request: Request, *, places: int, at: datetime, until: datetime) -> Enrolment:
    """Let a group enrol with a code on a screen."""
    with clock.at(at):
        return groups.open_enrolment(request_id=request.pk, by=request.requester, places=places, ends_at=until, now=at)


def enrol(enrolment: Enrolment, name: str, *, at: datetime) -> None:
    """Let a student enrol on their own phone."""
    with clock.at(at):
        groups.enrol(
            enrolment_id=enrolment.pk,
            key=token_urlsafe(32),
            person=requesting.Person(name=name, kind="student"),
            holder=Capacity.SELF,
            way=Way.QR,
            now=at,
        )
        jobs.run_waiting()


def _answer(choice_id: str, how: Sign, request: Request) -> str:
    kind, _, key = choice_id.partition(".")
    if kind == "medium":
        return "no" if key in how.no else "yes"
    if kind == "use":
        return "no" if request.uses.get(pk=int(key)).channel in how.no else "yes"
    return how.choices.get(kind, USUAL[kind])


def _evidence(signer: Signer, how: Sign, at: datetime) -> Evidence:
    by_mail = how.way == Way.MAIL
    return Evidence(
        way=how.way,
        identity=Identity.MAIL_CODE if by_mail else Identity.VOUCHED,
        vouched_by="" if by_mail else signer.subject.request.requester.name,
        device="tablet" if how.way == Way.HANDOVER else "phone",
        capacity_confirmed_by=how.professional,
        capacity_confirmed_at=at if how.professional else None,
        childs_say=how.childs_say,
        childs_view=how.childs_view,
        relation=signer.relation or "ouder",
    )


def social(name: str, url: str = "") -> requesting.Place:
    """Return somebody's own account."""
    return requesting.Place("own_account", name, url, "personal")


def when(start: datetime, end: datetime, place: str, **more: object) -> requesting.Details:
    """Return where and when it is recorded."""
    return requesting.Details(place=place, starts_at=start, ends_at=end, **more)  # type: ignore[arg-type]
