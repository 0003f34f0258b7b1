"""Everyday requests, so that every state is there and a newcomer can begin at once."""

from consent.card import operations as card
from consent.models import Outcome, Request, Way
from consent.requesting import operations as requesting
from consent.requesting.operations import Person, Place
from demo import clock, jobs
from demo.scenarios.world import Sign, Wish, World, decide, draft, filed, invite, sign, social, when


def try_it(world: World) -> Request:
    """Sam collects signatures for tomorrow: two people wait, so that the tablet can be handed over at once."""
    sam = world.people["sam"]
    wish = Wish(
        title="Interview over het coschap Interne",
        purpose="Een kort filmpje en twee foto's over samenwerken op de afdeling, voor mijn eigen account.",
        media=["photo", "film"],
        places=[social("Instagram @sam.wordt.dokter"), Place("teaching", "Introductie coschappen")],
        people=[
            Person(name="Fatima Bouzid", kind="student", mail="fatima.bouzid@student.example"),
            Person(name="Karel van den Berg", kind="staff", mail="k.vandenberg@hospital.example"),
            Person(name="Mia Schmidt", kind="student", mail="mia.schmidt@student.example", language="en"),
        ],
        details=when(world.day(3, 14), world.day(3, 15), "Vergaderkamer D5.102"),
    )
    request = filed(sam, wish, at=world.day(-2, 11, 25))
    sign(request, "Fatima Bouzid", Sign(way=Way.MAIL), at=world.day(-1, 16, 20))
    invite(request, "Mia Schmidt", at=world.day(-1, 16, 30))
    return request


def this_week(world: World) -> Request:
    """Approved and being recorded these days: the permission card is green until the end of the week after."""
    sam, rosa = world.people["sam"], world.people["rosa"]
    wish = Wish(
        title="Een week op de dialyse",
        purpose="Foto's en geluid over een week meelopen, voor mijn eigen account en het introductieboekje.",
        media=["photo", "audio"],
        places=[social("Instagram @sam.wordt.dokter"), Place("teaching", "Introductie coschappen")],
        people=[
            Person(name="Latifa Amrani", kind="staff", mail="l.amrani@hospital.example"),
            Person(name="Tom Wolters", kind="student", mail="tom.wolters@student.example"),
        ],
        details=when(world.day(0, 0), world.day(7, 18), "Dialysecentrum C4"),
    )
    request = filed(sam, wish, at=world.day(-5, 13))
    sign(request, "Latifa Amrani", Sign(), at=world.day(-4, 9, 15))
    sign(request, "Tom Wolters", Sign(way=Way.MAIL), at=world.day(-4, 19, 40))
    request = decide(request, Outcome.APPROVED, rosa, at=world.day(-2, 10, 30))
    card.make(request_id=request.pk, by=sam, now=world.day(-2, 12))
    return request


def half_done(world: World) -> Request:
    """A draft that Sam did not finish."""
    wish = Wish(
        title="Timelapse van de nieuwe skillslab-zaal",
        purpose="Een timelapse van de verbouwing.",
        media=["film"],
        places=[Place("intranet", "Schermen in de hal")],
        people=[],
    )
    return draft(world.people["sam"], wish, at=world.day(-1, 20, 40))


def first_look(world: World) -> Request:
    """Sam's request with a patient, which waits for the desk's first look."""
    wish = Wish(
        title="Podcast: een nacht op de spoedeisende hulp",
        purpose="Geluidsopname van een nachtdienst, met een patiënt die achteraf vertelt.",
        media=["audio"],
        places=[social("Spotify, Nachtdienst"), Place("conference", "Congres Acute Zorg")],
        people=[
            Person(name="Gerda Kuijpers", kind="patient"),
            Person(name="Ruben Hoek", kind="staff", mail="r.hoek@hospital.example"),
        ],
        details=when(
            world.day(9, 20), world.day(9, 23), "Spoedeisende hulp", clinical_area=True, ward_contact="Ruben Hoek"
        ),
    )
    return filed(world.people["sam"], wish, at=world.day(-1, 10, 5))


def with_the_logo(world: World) -> Request:
    """A request with the hospital's logo, which waits for the desk's first look."""
    wish = Wish(
        title="Film voor het account van de afdeling Radiologie",
        purpose="Uitleg over de MRI voor nieuwe studenten, met het logo in beeld.",
        media=["film", "animation"],
        places=[Place("hospital_social", "Instagram @radiologie", account_type="business", brand_in_title=True)],
        people=[Person(name="Nadia Rahimi", kind="staff", mail="n.rahimi@hospital.example")],
        details=when(world.day(5, 9), world.day(5, 12), "Radiologie, MRI 3", uses_brand=True),
    )
    return filed(world.people["eline"], wish, at=world.day(-3, 14, 15))


def not_like_this(world: World) -> Request:
    """Rejected at the first look."""
    wish = Wish(
        title="Livestream vanaf de operatiekamer",
        purpose="Live meekijken met een operatie.",
        media=["film"],
        places=[social("Twitch hannah_live")],
        people=[Person(name="Otto Vermaat", kind="patient")],
        details=when(world.day(20, 9), world.day(20, 12), "OK 7", clinical_area=True, ward_contact="Operatieplanning"),
    )
    request = filed(world.people["hannah"], wish, at=world.day(-15, 9))
    why = "Live uitzenden kan niet: de patiënt kan dan niets terugzien of intrekken. Overleg over een opname achteraf."
    return decide(request, Outcome.REJECTED, world.people["rosa"], at=world.day(-14, 13), note=why)


def never_mind(world: World) -> Request:
    """Cancelled by the requester."""
    requester = world.people["thomas"]
    wish = Wish(
        title="Vlog over de bibliotheek",
        purpose="Een vlog over studeren in de bibliotheek.",
        media=["film"],
        places=[social("TikTok @thomas.studeert")],
        people=[Person(name="Vera Jonker", kind="student", mail="vera.jonker@student.example")],
        details=when(world.day(8, 10), world.day(8, 11), "Bibliotheek"),
    )
    request = filed(requester, wish, at=world.day(-9, 10))
    cancelled = world.day(-8, 18)
    with clock.at(cancelled):
        requesting.cancel(request_id=request.pk, by=requester, now=cancelled)
        jobs.run_waiting()
    return Request.objects.get(pk=request.pk)


def too_late(world: World) -> Request:
    """Expired: its date passed before everybody had answered."""
    wish = Wish(
        title="Photos of the spring symposium",
        purpose="Photos of the speakers for the students' newsletter.",
        media=["photo"],
        places=[Place("hospital_website", "News for students"), social("LinkedIn Lucía García")],
        people=[
            Person(name="Prof. Anna Kowalska", kind="lecturer", mail="a.kowalska@university.example", language="en")
        ],
        details=when(world.day(-45, 9), world.day(-45, 17), "Congress hall"),
    )
    request = filed(world.people["lucia"], wish, at=world.day(-53, 9))
    invite(request, "Prof. Anna Kowalska", at=world.day(-52, 9))
    expired = world.day(-14, 3)
    with clock.at(expired):
        requesting.expire(request_id=request.pk, now=expired)
        jobs.run_waiting()
    return Request.objects.get(pk=request.pk)
