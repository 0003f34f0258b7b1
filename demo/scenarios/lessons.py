"""Scenarios 4, 5, 8 and 10: students, lecturers, colleagues and material that already exists."""

from datetime import timedelta

from consent.models import Outcome, Programme, Request, Subject, Way
from consent.requesting.operations import Details, Person, Place
from consent.review import operations as review
from demo import clock, jobs
from demo.scenarios.world import Sign, Wish, World, decide, enrol, filed, open_enrolment, refuse, sign, social, when

GROUP = (
    "Daan Visser", "Emma de Jong", "Finn Jansen", "Fleur van Dijk", "Gijs Meijer", "Hanna Bos", "Ilse Vos", "Jasper Smits",
    "Julia Peters", "Kofi Mensah", "Lars Dekker", "Lina Haddad", "Luuk Brouwer", "Maud Kok", "Mees Schouten", "Naomi Lopes",
    "Olivier Blom", "Pim Hoekstra", "Romy Willems", "Sara El Amrani", "Sofie Claes", "Teun Verhoeven", "Yara Osman",
    "Zeynep Kaya", "Bram Kuipers",
)  # fmt: skip
"""Twenty-five students."""


def group_photo(world: World) -> Request:
    """Twenty-five students: two say no to social media, one says no, one still has to answer.

    Twenty were named; the last five enrolled today with the code in the lecture hall, where one place is still free.
    """
    sam = world.people["sam"]
    named, late = GROUP[:20], GROUP[20:]
    wish = Wish(
        title="Groepsfoto van jaar 3",
        purpose="Een groepsfoto na de laatste werkgroep, voor onze eigen accounts en het jaarboek.",
        media=["photo"],
        places=[social("Instagram @jaar3.geneeskunde"), Place("teaching", "Jaarboek Geneeskunde")],
        people=[Person(name=name, kind="student", mail=_mail(name)) for name in named],
        details=when(world.day(2, 15, 30), world.day(2, 16), "Hijmans van den Bergh, collegezaal Blauw"),
    )
    request = filed(sam, wish, at=world.day(-6, 17))
    for number, name in enumerate(named[:-1]):
        shy = Sign(no=["own_account"] if number in {4, 11} else [], way=Way.MAIL)
        sign(request, name, shy, at=world.day(-5 + number // 8, 18, number % 8 * 7))
    enrolment = open_enrolment(
        request, places=6, at=world.now - timedelta(minutes=45), until=world.now + timedelta(hours=8)
    )
    sign(request, named[-1], Sign(), at=world.now - timedelta(minutes=44))
    refuses = late[-2]
    for number, name in enumerate(late):
        at = world.now - timedelta(minutes=40 - 5 * number)
        enrol(enrolment, name, at=at)
        if number < 3:
            sign(request, name, Sign(way=Way.QR), at=at + timedelta(minutes=3))
        elif name == refuses:
            refuse(request, name, way=Way.QR, at=at + timedelta(minutes=2))
    return request


def _mail(name: str) -> str:
    return name.lower().replace(" ", ".") + "@student.example"


def jansen(world: World) -> Request:
    """Dr Jansen lets his slides be used but not his voice, and his own image in teaching only."""
    sam, rosa = world.people["sam"], world.people["rosa"]
    wish = Wish(
        title="Samenvatting van het college Anatomie",
        purpose="Fragmenten en dia's uit het college in een samenvatting voor medestudenten.",
        media=["slides", "audio", "film"],
        places=[Place("teaching", "Brightspace, Anatomie 1"), social("YouTube Sam studeert")],
        people=[Person(name="Dr. Peter Jansen", kind="lecturer", mail="p.jansen@hospital.example")],
        details=Details(
            origin="existing",
            existing_date=world.day(-40, 0).date(),
            existing_source="Collegeopname Anatomie 1",
            existing_owner="Dr. Peter Jansen",
        ),
    )
    request = filed(sam, wish, at=world.day(-16, 20))
    request = decide(request, Outcome.CLEARED, rosa, at=world.day(-15, 9))
    how = Sign(no=["audio", "own_account"], way=Way.MAIL, choices={"name": "full_name", "term": "1"})
    sign(request, "Dr. Peter Jansen", how, at=world.day(-13, 8, 30))
    return decide(
        request, Outcome.APPROVED, rosa, at=world.day(-12, 16), note="Let op: geen geluid, en alleen in het onderwijs."
    )


def lucia(world: World) -> Request:
    """Lucía, intern from Valencia, signs the English form; a colleague signs the Dutch one of the same version."""
    intern = world.people["lucia"]
    abroad = Programme.objects.filter(elsewhere=True).last()
    wish = Wish(
        title="My internship at the heart lab",
        purpose="Photos and a short interview for the website of my home university and my own LinkedIn page.",
        media=["photo", "interview"],
        places=[social("LinkedIn Lucía García"), Place("partner", "Universitat de València, international office")],
        people=[
            Person(name="Lucía García", kind="student", mail=intern.email, language="en"),
            Person(name="Joost Hendriks", kind="staff", mail="j.hendriks@hospital.example"),
        ],
        details=when(
            world.day(6, 11), world.day(6, 12), "Heart lab, room G2.41",
            programme_id=abroad.pk if abroad else None, affiliation="Universitat de València",
        ),
    )  # fmt: skip
    request = filed(intern, wish, at=world.day(-4, 10, 50))
    sign(
        request,
        "Lucía García",
        Sign(way=Way.MAIL, language="en", choices={"name": "full_name"}),
        at=world.day(-3, 9, 30),
    )
    sign(request, "Joost Hendriks", Sign(choices={"name": "role", "term": "once"}), at=world.day(-1, 15, 15))
    return request


def podcast(world: World) -> Request:
    """A podcast of 2024 without forms: one speaker moved, another died. On hold; the desk's decision is logged."""
    thomas, rosa = world.people["thomas"], world.people["rosa"]
    wish = Wish(
        title="Podcast “Op de gang” uit 2024",
        purpose="Drie afleveringen opnieuw publiceren. Destijds zijn er geen formulieren getekend.",
        media=["audio"],
        places=[Place("hospital_social", "Spotify, podcast Op de gang", account_type="business")],
        people=[
            Person(name="Merel Scholten", kind="staff", mail="m.scholten@hospital.example"),
            Person(name="Arie Kramer", kind="relative"),
            Person(name="Bep van Leeuwen", kind="relative"),
        ],
        details=Details(
            origin="existing",
            existing_date=world.day(-900, 0).date(),
            existing_source="Podcast Op de gang, seizoen 1",
            existing_owner="Redactie Op de gang",
        ),
    )
    request = filed(thomas, wish, at=world.day(-25, 13))
    request = decide(request, Outcome.CLEARED, rosa, at=world.day(-22, 10))
    sign(request, "Merel Scholten", Sign(way=Way.MAIL, choices={"recognisable": "voice_only"}), at=world.day(-20, 11))
    frozen = world.day(-17, 9, 30)
    with clock.at(frozen):
        review.freeze_subject(
            subject_id=Subject.objects.get(request=request, name="Bep van Leeuwen").pk,
            by=rosa,
            note="Overleden in 2025. De familie wil geen nieuwe publicatie.",
            now=frozen,
        )
        jobs.run_waiting()
    return decide(
        request,
        Outcome.SENT_BACK,
        rosa,
        at=world.day(-17, 9, 45),
        note="Aangehouden: de aflevering met mevrouw Van Leeuwen vervalt. Zoek het nieuwe adres van de heer Kramer.",
    )
