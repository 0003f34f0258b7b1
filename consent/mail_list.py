"""The mails that the product sends: those whose words the desk may change, and those that stay as they are."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consent.mail_slots import (
    AT,
    CONDITIONS,
    HOURS,
    LINK,
    NAME,
    NEEDED_NOTE,
    NOTE,
    NUMBER,
    OF_REQUEST,
    REQUESTER,
    TITLE,
    URL,
    YEARS,
    Kind,
    Mail,
    Slot,
    day,
    pieces,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_INVITED = (NAME, REQUESTER, LINK, HOURS)
_ASKED = (NAME, *OF_REQUEST, LINK)


def _mail(
    key: str, title: "StrPromise", subject: "StrPromise", *slots: Slot, template: str = "", **when: str | bool
) -> Mail:
    return Mail(key, template or key, title, subject, slots, when)


_CHANGED = _("Something changed, so your answer no longer counts")
_OLDER = _("You are older now: please answer yourself")
_SUBMITTED = _("We have your request %(number)s")
_ROUTE = _("Somebody can sign as representative: request %(number)s")

TO_SIGNERS: tuple[Mail, ...] = (
    _mail(
        "signing_invitation",
        _("To a signer: please read and choose"),
        _("May we make a recording of you? Please read and choose"),
        *_INVITED,
    ),
    _mail("signing_reminder", _("To a signer: reminder"), _("A form is still waiting for you"), *_INVITED),
    _mail(
        "signing_code",
        _("To a signer: the code"),
        _("Your code to open the form"),
        *(NAME, Slot("digits", "digits", "482 915", needed=True), Slot("minutes", "minutes", 10, Kind.NUMBER)),
    ),
    _mail(
        "signing_changed.later",
        _("To a signer: something changed, the new form follows"),
        _CHANGED,
        *(NAME, REQUESTER),
        template="signing_changed",
        link="",
    ),
    _mail("signing_changed", _("To a signer: something changed, please choose again"), _CHANGED, *_INVITED),
    _mail(
        "signing_second_yes",
        _("To a signer: the second yes"),
        _("The recording was made: may it be shown?"),
        *(NAME, REQUESTER, LINK),
    ),
    _mail(
        "signing_came_of_age.no_link",
        _("To a child who turned 12, 16 or 18: asked in another way"),
        _OLDER,
        *(NAME, YEARS),
        template="signing_came_of_age",
        link="",
    ),
    _mail(
        "signing_came_of_age",
        _("To a child who turned 12, 16 or 18: please answer yourself"),
        _OLDER,
        *(NAME, YEARS, LINK, HOURS),
    ),
    _mail(
        "signing_child_came_of_age",
        _("To who signed for a child: the child answers too"),
        _("Your child is older now and answers too"),
        *(NAME, Slot("child", "child", "Noor"), YEARS),
    ),
    _mail(
        "preview_look",
        _("To a signer: see it first"),
        _("You asked to see it first: it is there"),
        *(NAME, LINK, day("day", "day")),
    ),
    _mail(
        "archive_copy", _("To a signer: the copy"), _("Your copy of form {number}"), NAME, REQUESTER, NUMBER, LINK, *AT
    ),
    _mail(
        "withdrawal_confirmed",
        _("To a signer: permission taken back"),
        _("You took your permission back"),
        *(NAME, LINK, *AT),
    ),
)

TO_REQUESTERS: tuple[Mail, ...] = (
    _mail(
        "requesting_submitted.intake",
        _("To the requester: received, the desk looks first"),
        _SUBMITTED,
        *(NAME, *OF_REQUEST, LINK, day("day", "due")),
        template="requesting_submitted",
        intake=True,
    ),
    _mail(
        "requesting_submitted.collecting",
        _("To the requester: received, people can be asked"),
        _SUBMITTED,
        *_ASKED,
        template="requesting_submitted",
        intake=False,
    ),
    _mail(
        "requesting_cleared",
        _("To the requester: you can ask people now"),
        _("You can ask people now: request %(number)s"),
        *_ASKED,
    ),
    _mail(
        "requesting_route_opened.now",
        _("To the requester: a representative can be asked now"),
        _ROUTE,
        *_ASKED,
        template="requesting_route_opened",
        asking=True,
    ),
    _mail(
        "requesting_route_opened.later",
        _("To the requester: a representative can be asked later"),
        _ROUTE,
        *_ASKED,
        template="requesting_route_opened",
        asking=False,
    ),
    _mail(
        "signing_undelivered",
        _("To the requester: an invitation did not arrive"),
        _("Request %(number)s: an invitation did not arrive"),
        *(NAME, NUMBER, LINK),
    ),
    _mail(
        "signing_wished",
        _("To the requester: somebody asks for another form"),
        _("Request %(number)s: somebody asks for another form"),
        *(NAME, NUMBER, LINK),
    ),
    _mail(
        "signing_still_waiting",
        _("To the requester: people are still waited for"),
        _("Request %(number)s: people are still waited for"),
        *(NAME, NUMBER, LINK, Slot("waiting", "waiting", 3, Kind.NUMBER)),
    ),
    _mail(
        "requesting_all_answered",
        _("To the requester: everybody has answered"),
        _("Everybody has answered: request %(number)s"),
        *(NAME, *OF_REQUEST, LINK, day("day", "due")),
    ),
    _mail(
        "requesting_approved",
        _("To the requester: approved"),
        _("Your request %(number)s is approved"),
        *(NAME, *OF_REQUEST, LINK, CONDITIONS, NOTE),
    ),
    _mail(
        "requesting_sent_back",
        _("To the requester: sent back"),
        _("Please look at your request %(number)s again"),
        *(NAME, *OF_REQUEST, LINK, NEEDED_NOTE),
    ),
    _mail(
        "requesting_rejected",
        _("To the requester: not approved"),
        _("Your request %(number)s is not approved"),
        *(NAME, *OF_REQUEST, LINK, NEEDED_NOTE),
    ),
    _mail(
        "preview_answered",
        _("To the requester: everybody looked"),
        _("Everybody looked: request {number}"),
        *(NAME, NUMBER, Slot("piece", "piece", "Film 1"), URL),
    ),
    _mail(
        "requesting_permission_changed",
        _("To the requester: what you may publish has changed"),
        _("What you may publish has changed: request %(number)s"),
        *_ASKED,
    ),
    _mail(
        "publication_take_down",
        _("To the requester: please take down"),
        _("Please take down: request {number}"),
        *(NAME, NUMBER, TITLE, URL),
        pieces("tasks", "Take down at the latest on %(day)s: %(place)s"),
        pieces(
            "printed",
            "Printed: %(place)s. What was handed out cannot be taken back; that is recorded. "
            "Do not hand out or hang up any more.",
            place="Poster, C4",
        ),
    ),
    _mail(
        "publication_reminder",
        _("To the requester: reminder of a take-down"),
        _("Reminder, please take down: request {number}"),
        *(NAME, NUMBER, TITLE, URL),
        pieces("late", "Should have been gone on %(day)s: %(place)s"),
        pieces("tasks", "Take down at the latest on %(day)s: %(place)s"),
    ),
    _mail(
        "retention_term_ending",
        _("To the requester: the term ends soon"),
        _("What you may publish ends soon: request %(number)s"),
        *(NAME, *OF_REQUEST, LINK, day("day", "day", needed=True)),
    ),
)

TO_OTHERS: tuple[Mail, ...] = (
    *(
        _mail(
            f"routing_ask.{office}",
            title,
            _("Do you agree? Request {number}"),
            *(NUMBER, TITLE, LINK, day("day", "day")),
            template="routing_ask",
            office=office,
        )
        for office, title in (
            ("press", _("To the press office: do you agree?")),
            ("social_media", _("To the social media team: do you agree?")),
            ("ward", _("To a ward manager: do you agree?")),
        )
    ),
    *(
        _mail(
            f"review_waiting.{key}",
            title,
            _("Request {number} waits for the desk"),
            *(NUMBER, TITLE, URL),
            template="review_waiting",
            intake=intake,
            press=press,
        )
        for key, title, intake, press in (
            ("press_intake", _("To the press office: a request waits for a first look"), True, True),
            ("press_decide", _("To the press office: a request waits for a decision"), False, True),
            ("desk_intake", _("To the desk: a request waits for a first look"), True, False),
            ("desk_decide", _("To the desk: a request waits for a decision"), False, False),
        )
    ),
    _mail(
        "routing_answered",
        _("To the desk: another office answered"),
        _("Another office answered: request {number}"),
        *(NUMBER, URL),
    ),
    _mail(
        "publication_late",
        _("To the desk: not taken down in time"),
        _("Not taken down in time: request {number}"),
        *(NUMBER, TITLE, URL, Slot("requester", "name", "Sam de Vries"), Slot("mail", "mail", "sam@student.example")),
        Slot("count", "count", 2, Kind.NUMBER),
    ),
    _mail(
        "rights_due",
        _("To the desk: somebody waits for an answer about their own data"),
        _("Somebody waits for an answer about their own data"),
        *(NAME, LINK, day("day", "day", needed=True)),
    ),
    _mail(
        "conversation_message",
        _("To requester and desk: a new message"),
        _("A message about request {number}"),
        *(NUMBER, URL),
    ),
)

MAILS: tuple[Mail, ...] = (*TO_SIGNERS, *TO_REQUESTERS, *TO_OTHERS)
"""Every mail that can be changed: by its readers, each in the order of a request's life."""

FIXED = ("account_", "people_invitation", "archive_checkpoint", "archive_certificate_ends")
"""How the templates begin that nobody changes: they keep accounts and the history safe, and must always read the same."""
