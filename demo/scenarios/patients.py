"""Scenarios 2, 3 and 9: adults who are patients."""

from consent.card import operations as card
from consent.models import MarkKind, Outcome, Request
from consent.requesting.operations import Person, Place
from consent.signing import operations as signing
from consent.signing.marks import Mark
from demo import clock, jobs
from demo.scenarios.world import Sign, Wish, World, decide, filed, hand_over, sign, social, when


def de_wit(world: World) -> Request:
    """Mr De Wit, 71, has a tremor: a helper types for him and a witness is there. Approved, and recorded tomorrow."""
    sam, rosa = world.people["sam"], world.people["rosa"]
    wish = Wish(
        title="Leven met Parkinson: portret van een patiënt",
        purpose="Drie foto's en een kort geluidsfragment voor mijn blog over mijn coschap Neurologie.",
        media=["photo", "audio"],
        places=[
            social("LinkedIn van Sam de Boer", "https://linkedin.com/in/sam-de-boer"),
            Place("hospital_website", "Verhalen van Neurologie"),
        ],
        people=[Person(name="Hendrik de Wit", kind="patient")],
        details=when(
            world.day(1, 10),
            world.day(1, 11, 30),
            "Polikliniek Neurologie, kamer 12",
            clinical_area=True,
            ward_contact="Femke Bos",
        ),
    )
    request = filed(sam, wish, at=world.day(-10, 16))
    request = decide(request, Outcome.CLEARED, rosa, at=world.day(-9, 10, 30))
    assisted = Mark(MarkKind.ASSISTED, typed_name="Hendrik de Wit", helper="Femke Bos", witness="Willem de Wit")
    how = Sign(mark=assisted, professional="Femke Bos, verpleegkundige", choices={"name": "full_name", "term": "5"})
    sign(request, "Hendrik de Wit", how, at=world.day(-6, 11, 10))
    request = decide(
        request,
        Outcome.APPROVED,
        rosa,
        at=world.day(-3, 14, 45),
        conditions="Laat de foto's eerst aan meneer De Wit zien.",
    )
    card.make(request_id=request.pk, by=sam, now=world.day(-3, 16))
    return request


def yilmaz(world: World) -> Request:
    """A patient had morphine after surgery: postponed. She signs two days later; the earlier recording stays not allowed."""
    mila, rosa = world.people["mila"], world.people["rosa"]
    wish = Wish(
        title="Herstellen na een heupoperatie",
        purpose="Een korte film over de eerste stappen na een operatie, voor het onderwijs en de afdeling.",
        media=["film"],
        places=[Place("teaching", "Bewegingsapparaat, jaar 2"), Place("intranet", "Schermen op afdeling Orthopedie")],
        people=[Person(name="Ayşe Yılmaz", kind="patient")],
        details=when(
            world.day(-5, 14), world.day(-5, 15), "Orthopedie, kamer 4", clinical_area=True, ward_contact="Joke Prins"
        ),
    )
    request = filed(mila, wish, at=world.day(-12, 9, 30))
    request = decide(request, Outcome.CLEARED, rosa, at=world.day(-11, 11))
    signer = hand_over(request, "Ayşe Yılmaz", at=world.day(-5, 13, 30))
    postponed = world.day(-5, 13, 35)
    with clock.at(postponed):
        signing.postpone(signer_id=signer.pk, now=postponed)
        jobs.run_waiting()
    sign(request, "Ayşe Yılmaz", Sign(professional="Joke Prins, verpleegkundige"), at=world.day(-3, 10, 15))
    return decide(
        request,
        Outcome.APPROVED,
        rosa,
        at=world.day(-2, 15),
        note="Mevrouw tekende na de opname. Die opname mag dus niet worden gebruikt. Vraag voor een nieuwe opname opnieuw.",
    )


def bakker(world: World) -> Request:
    """Ms Bakker is a nurse, filmed about her own treatment: rules for patients hold. Waits for the desk's decision."""
    thomas, rosa = world.people["thomas"], world.people["rosa"]
    wish = Wish(
        title="Van zorgverlener naar patiënt",
        purpose="Interview met een verpleegkundige over haar eigen behandeling, voor een les over perspectief.",
        media=["interview", "photo"],
        places=[Place("teaching", "Communicatie, jaar 1"), social("Instagram @thomas.in.opleiding")],
        people=[Person(name="Carla Bakker", kind="staff", is_patient_here=True, mail="carla.bakker@home.example")],
        details=when(world.day(3, 13), world.day(3, 14), "Studio Onderwijscentrum"),
    )
    request = filed(thomas, wish, at=world.day(-6, 12, 15))
    request = decide(request, Outcome.CLEARED, rosa, at=world.day(-5, 9))
    how = Sign(no=["own_account"], professional="Dr. L. Vink, internist", choices={"name": "no_name", "preview": "yes"})
    sign(request, "Carla Bakker", how, at=world.day(-1, 17, 40))
    return request
