"""Closed lists that are kinds, not data: what a question, a medium or a channel can be (glossary of product.md)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Medium(TextChoices):
    """Kinds of recording."""

    PHOTO = "photo", _("photo")
    FILM = "film", _("film")
    AUDIO = "audio", _("audio")
    INTERVIEW = "interview", _("interview")
    TELEVISION = "television", _("television")
    ANIMATION = "animation", _("animation")
    SLIDES = "slides", _("text or slides from a lesson")


class Channel(TextChoices):
    """Kinds of place where a recording is seen or heard."""

    TEACHING = "teaching", _("teaching")
    INTRANET = "intranet", _("intranet and screens")
    HOSPITAL_WEBSITE = "hospital_website", _("hospital website")
    HOSPITAL_SOCIAL = "hospital_social", _("hospital social account")
    OWN_ACCOUNT = "own_account", _("the student's named account")
    PRINT = "print", _("print")
    PRESS_TV = "press_tv", _("press or TV")
    CONFERENCE = "conference", _("conference or journal")
    ADVERTISING = "advertising", _("paid advertising")
    PARTNER = "partner", _("partner")


SOCIAL = frozenset({Channel.HOSPITAL_SOCIAL, Channel.OWN_ACCOUNT})
HIGH_VISIBILITY = frozenset({Channel.PRESS_TV, Channel.ADVERTISING, Channel.PRINT})
"""Uses that need each subject's second yes after the recording (product.md, "The life of a request")."""


class AccountType(TextChoices):
    """Kinds of account (G9)."""

    NONE = "", _("not an account")
    PERSONAL = "personal", _("personal account")
    BUSINESS = "business", _("account of a department or division")
    AMBASSADOR = "ambassador", _("appointed ambassador")


class SubjectKind(TextChoices):
    """Who a subject is to the hospital."""

    PATIENT = "patient", _("patient")
    RELATIVE = "relative", _("relative or visitor")
    STAFF = "staff", _("staff member")
    LECTURER = "lecturer", _("lecturer")
    STUDENT = "student", _("student")


class AgeGroup(TextChoices):
    """Age groups that decide who signs (L2)."""

    UNDER_12 = "under_12", _("under 12")
    FROM_12 = "from_12", _("12 to 15")
    FROM_16 = "from_16", _("16 or 17")
    ADULT = "adult", _("18 or older")


class Capacity(TextChoices):
    """In which capacity a signer signs for a subject."""

    SELF = "self", _("myself")
    GUARDIAN = "guardian", _("my child")
    REPRESENTATIVE = "representative", _("someone I represent")


class ChildsSay(TextChoices):
    """What a child under 12 says of it, when asked (L2). A no is never stored with a yes: it is the end of it."""

    YES = "yes", _("The child wants it")
    NO = "no", _("The child does not want it")
    TOO_YOUNG = "too_young", _("The child is too young to say")


class Question(TextChoices):
    """Kinds of question on the form (consent-form.md, C). The words are data, the kinds are not."""

    MEDIUM = "medium", _("medium")
    USE = "use", _("use")
    RECOGNISABLE = "recognisable", _("recognisable")
    NAME = "name", _("name")
    HEALTH = "health", _("health facts")
    TERM = "term", _("term")
    PREVIEW = "preview", _("preview")
    TAGGING = "tagging", _("tagging")
    AI = "ai", _("AI")


OPTIONS: dict[Question, tuple[str, ...]] = {
    Question.MEDIUM: ("yes", "no"),
    Question.USE: ("yes", "no"),
    Question.RECOGNISABLE: ("recognisable", "unrecognisable", "voice_only"),
    Question.NAME: ("full_name", "first_name", "role", "no_name"),
    Question.HEALTH: ("nothing", "sentence"),
    Question.TERM: ("once", "1", "2", "5"),
    Question.PREVIEW: ("yes", "no"),
    Question.TAGGING: ("yes", "no"),
    Question.AI: ("yes", "no"),
}
"""What can be answered. Nothing is preselected (L1)."""


def options(question: Question, *, longest: int) -> tuple[str, ...]:
    """Return what can be answered where a yes lasts ``longest`` years at most (L8)."""
    values = OPTIONS[question]
    return tuple(one for one in values if question != Question.TERM or not one.isdecimal() or int(one) <= longest)


class MarkKind(TextChoices):
    """Three ways to sign, of the same standing (consent-form.md, E); and by hand, on a paper that the desk registers."""

    DRAWN = "drawn", _("drawn")
    TYPED = "typed", _("typed")
    ASSISTED = "assisted", _("typed by a helper, with a witness")
    PAPER = "paper", _("by hand, on paper")


ON_SCREEN = (MarkKind.DRAWN, MarkKind.TYPED, MarkKind.ASSISTED)
"""The ways to sign that a signer's page offers."""


class Identity(TextChoices):
    """How the signer's identity was checked (consent-form.md, E)."""

    MAIL_CODE = "mail_code", _("code sent by mail")
    VOUCHED = "vouched", _("known to the person in the room who vouches for them")
    DOCUMENT_SEEN = "document_seen", _("identity document seen, not copied")


class Way(TextChoices):
    """How a signer gets to the form."""

    MAIL = "mail", _("link by mail")
    QR = "qr", _("QR code")
    HANDOVER = "handover", _("this device, handed over")
    PAPER = "paper", _("paper form")
